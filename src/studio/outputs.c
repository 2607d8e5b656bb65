// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

#include "studio/room.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

const char*
elara_outputs_add(Outputs* outputs, const char* path)
{
  const int most = (int)(sizeof outputs->files / sizeof *outputs->files);
  if (outputs->count >= most) return NULL;
  const char* const temporary = elara_file_temporary_name(outputs->arena, path);
  const char* const copy = elara_arena_strdup(outputs->arena, path);
  if (!temporary || !copy) return NULL;
  outputs->files[outputs->count].temporary = temporary;
  outputs->files[outputs->count].path = copy;
  outputs->count++;
  return temporary;
}

ElaraStatus
elara_outputs_text(Outputs* outputs,
                   const char* path,
                   const ElaraText* text,
                   ElaraDiags* diags)
{
  if (text->failed) return ELARA_NO_MEMORY;
  const char* const temporary = elara_outputs_add(outputs, path);
  ELARA_TRY_PTR(temporary);
  const ElaraStatus status =
      elara_file_write(temporary, text->bytes ? text->bytes : "", text->count);
  if (status == ELARA_IO_ERROR) {
    elara_diag(diags, ELARA_DIAG_ERROR, path, 0, 0,
               "choose another folder with -o", "cannot write: %s",
               strerror(errno));
  }
  return status;
}

// True when a file may take PATH: nothing there, or a plain file.
static int
may_replace(const char* path)
{
  struct stat info;
  return stat(path, &info) != 0 || S_ISREG(info.st_mode);
}

ElaraStatus
elara_outputs_commit(Outputs* outputs, ElaraDiags* diags)
{
  for (int i = 0; i < outputs->count; i++) {
    if (may_replace(outputs->files[i].path)) continue;
    elara_diag(diags, ELARA_DIAG_ERROR, outputs->files[i].path, 0, 0,
               "move it away or choose another folder with -o",
               "something that is no file has this name");
    elara_outputs_drop(outputs);
    return ELARA_IO_ERROR;
  }
  for (int i = 0; i < outputs->count; i++) {
    if (rename(outputs->files[i].temporary, outputs->files[i].path) == 0)
      continue;
    elara_diag(diags, ELARA_DIAG_ERROR, outputs->files[i].path, 0, 0,
               "choose another folder with -o", "cannot write: %s",
               strerror(errno));
    elara_outputs_drop(outputs);
    return ELARA_IO_ERROR;
  }
  outputs->count = 0;
  return ELARA_OK;
}

void
elara_outputs_folder(Outputs* outputs, const char* dir)
{
  const int most = (int)(sizeof outputs->folders / sizeof *outputs->folders);
  if (outputs->folder_count < most)
    outputs->folders[outputs->folder_count++] = dir;
}

void
elara_outputs_drop(Outputs* outputs)
{
  for (int i = 0; i < outputs->count; i++) {
    remove(outputs->files[i].temporary);
  }
  for (int i = 0; i < outputs->folder_count; i++)
    rmdir(outputs->folders[i]); // only when it is empty
  outputs->count = 0;
}
