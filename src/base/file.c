// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

#include "base/text.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define DEFAULT_LIMIT ((size_t)1 << 30)

static ElaraStatus
read_stream(FILE* in, size_t limit, ElaraFile* file)
{
  size_t capacity = 1 << 16;
  unsigned char* bytes = (unsigned char*)malloc(capacity + 1);
  ELARA_TRY_PTR(bytes);
  size_t count = 0;
  for (;;) {
    const size_t got = fread(bytes + count, 1, capacity - count, in);
    count += got;
    if (got == 0 || count > limit) break;
    if (count < capacity) continue;
    unsigned char* const grown =
        (unsigned char*)realloc(bytes, capacity * 2 + 1);
    if (!grown) {
      free(bytes);
      return ELARA_NO_MEMORY;
    }
    bytes = grown;
    capacity *= 2;
  }
  if (ferror(in) || count > limit) {
    const ElaraStatus why = ferror(in) ? ELARA_IO_ERROR : ELARA_BAD_INPUT;
    free(bytes);
    return why;
  }
  bytes[count] = 0;
  *file = (ElaraFile){.bytes = bytes, .count = count};
  return ELARA_OK;
}

ElaraStatus
elara_file_read(const char* path, size_t limit, ElaraFile* file)
{
  *file = (ElaraFile){0};
  if (limit == 0) limit = DEFAULT_LIMIT;
  if (strcmp(path, "-") == 0) return read_stream(stdin, limit, file);
  FILE* const in = fopen(path, "rb");
  if (!in) return ELARA_IO_ERROR;
  const ElaraStatus status = read_stream(in, limit, file);
  fclose(in);
  return status;
}

void
elara_file_clear(ElaraFile* file)
{
  free(file->bytes);
  *file = (ElaraFile){0};
}

char*
elara_file_temporary_name(ElaraArena* arena, const char* path)
{
  return elara_arena_printf(arena, "%s.%ld.partial", path, (long)getpid());
}

static ElaraStatus
write_and_rename(const char* temporary,
                 const char* path,
                 const void* bytes,
                 size_t count)
{
  FILE* const out = fopen(temporary, "wb");
  if (!out) return ELARA_IO_ERROR;
  const int whole = fwrite(bytes, 1, count, out) == count;
  const int closed = fclose(out) == 0;
  if (whole && closed && rename(temporary, path) == 0) return ELARA_OK;
  const int why = errno;
  remove(temporary);
  errno = why;
  return ELARA_IO_ERROR;
}

ElaraStatus
elara_file_write(const char* path, const void* bytes, size_t count)
{
  ElaraArena* const scratch = elara_arena_new();
  ELARA_TRY_PTR(scratch);
  char* const temporary = elara_file_temporary_name(scratch, path);
  const ElaraStatus status =
      temporary ? write_and_rename(temporary, path, bytes, count)
                : ELARA_NO_MEMORY;
  elara_arena_free(scratch);
  return status;
}

char*
elara_path_join(ElaraArena* arena, const char* dir, const char* name)
{
  const size_t length = strlen(dir);
  const char* const slash = length && dir[length - 1] == '/' ? "" : "/";
  return elara_arena_printf(arena, "%s%s%s", dir, slash, name);
}

char*
elara_path_stem(ElaraArena* arena, const char* path)
{
  const char* const slash = strrchr(path, '/');
  const char* const name = slash ? slash + 1 : path;
  const char* const dot = strrchr(name, '.');
  return elara_arena_strndup(
      arena, name, dot && dot != name ? (size_t)(dot - name) : strlen(name));
}

ElaraStatus
elara_dir_make(const char* dir)
{
  char* const path = strdup(dir);
  ELARA_TRY_PTR(path);
  int failed = 0;
  for (char* p = path + (path[0] == '/'); !failed; p++) {
    if (*p && *p != '/') continue;
    const char end = *p;
    *p = '\0';
    if (path[0] && mkdir(path, 0777) != 0 && errno != EEXIST) failed = 1;
    *p = end;
    if (!end) break;
  }
  struct stat info;
  if (!failed && (stat(dir, &info) != 0 || !S_ISDIR(info.st_mode))) {
    errno = ENOTDIR;
    failed = 1;
  }
  free(path);
  return failed ? ELARA_IO_ERROR : ELARA_OK;
}
