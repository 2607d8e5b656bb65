// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// The table of feelings, found and read; and lines of text felt one by one.

#include "story/story.h"
#include "studio/room.h"

#include <errno.h>
#include <string.h>

#define LARGEST_TABLE ((size_t)16 << 20)
#define LARGEST_TEXT ((size_t)512 << 20)

// Where the table lies: installed, then in the source folder.
static const char* const places[] = {
    ELARA_DATA_DIR "/readers.table",
    ELARA_SOURCE_DIR "/data/feeling/readers.table",
};

static ElaraStatus
cannot_read(ElaraProject* project, const char* path, ElaraStatus status)
{
  elara_diag(project->diags, ELARA_DIAG_ERROR, path, 0, 0,
             "check the name and that you may read it", "cannot read: %s",
             status == ELARA_BAD_INPUT ? "the file is too large"
                                       : strerror(errno));
  return status;
}

static ElaraStatus
read_table(ElaraProject* project,
           const char* path,
           int asked_for,
           const ElaraFeelingTable** table)
{
  ElaraFile file;
  ElaraStatus status = elara_file_read(path, LARGEST_TABLE, &file);
  if (status == ELARA_IO_ERROR && !asked_for) return ELARA_OK;
  if (status == ELARA_NO_MEMORY) return status;
  if (status != ELARA_OK) return cannot_read(project, path, status);
  status = elara_table_read(project->arena, path, file.bytes, file.count,
                            project->diags, table);
  elara_file_clear(&file);
  return status;
}

ElaraStatus
elara_studio_feelings(ElaraProject* project, const ElaraFeelingTable** table)
{
  const char* const wanted = project->options.feelings;
  *table = NULL;
  if (wanted && strcmp(wanted, "words") == 0) return ELARA_OK;
  if (wanted) return read_table(project, wanted, 1, table);
  for (size_t i = 0; !*table && i < sizeof places / sizeof places[0]; i++) {
    ELARA_TRY(read_table(project, places[i], 0, table));
  }
  if (!*table) {
    elara_diag(project->diags, ELARA_DIAG_NOTE, "", 0, 0,
               "install it, or name it with --feelings",
               "the table of feelings is not there: they are read by the word "
               "list alone");
  }
  return ELARA_OK;
}

static void
feel_lines(const ElaraFeelingTable* table,
           const ElaraFile* file,
           ElaraText* text)
{
  const char* at = (const char*)file->bytes;
  const char* const end = at + file->count;
  while (at < end) {
    const char* stop = (const char*)memchr(at, '\n', (size_t)(end - at));
    if (!stop) stop = end;
    size_t length = (size_t)(stop - at);
    if (length && at[length - 1] == '\r') length--;
    const ElaraFeeling f = elara_story_line_feeling(table, at, length);
    elara_text_addf(text, "%.4f\t%.4f\t%.4f\t%.4f\n", f.valence, f.arousal,
                    f.tension, f.levity);
    at = stop + 1;
  }
}

ElaraStatus
elara_studio_line_feelings(ElaraProject* project, const char* path)
{
  const ElaraFeelingTable* table;
  ElaraFile file;
  ELARA_TRY(elara_studio_feelings(project, &table));
  const ElaraStatus status = elara_file_read(path, LARGEST_TEXT, &file);
  if (status == ELARA_NO_MEMORY) return status;
  if (status != ELARA_OK) return cannot_read(project, path, status);
  elara_text_add(&project->json, "");
  feel_lines(table, &file, &project->json);
  elara_file_clear(&file);
  return project->json.failed ? ELARA_NO_MEMORY : ELARA_OK;
}
