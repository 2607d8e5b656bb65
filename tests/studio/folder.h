// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// A folder for what a test writes, gone when the test ends, and the files in
// it.

#ifndef ELARA_TESTS_STUDIO_FOLDER_H
#define ELARA_TESTS_STUDIO_FOLDER_H

#include "tap.h"

#include <dirent.h>
#include <stdarg.h>
#include <stddef.h>
#include <unistd.h>

#define PATH_SIZE 1024

static char folder_[PATH_SIZE - 256];

static inline int
folder_begin(void)
{
  snprintf(folder_, sizeof folder_, "%s", tap_scratch("elara-test"));
  return mkdtemp(folder_) != NULL;
}

// A path in the folder; a static buffer of the last sixteen.
static inline const char* folder_path(const char* format, ...)
    __attribute__((format(printf, 1, 2)));

static inline const char*
folder_path(const char* format, ...)
{
  static char paths[16][PATH_SIZE];
  static int next;
  char* const path = paths[next++ & 15];
  const int n = snprintf(path, PATH_SIZE, "%s/", folder_);
  va_list values;
  va_start(values, format);
  vsnprintf(path + n, PATH_SIZE - (size_t)n, format, values);
  va_end(values);
  return path;
}

// Calls VISIT for everything in DIR but "." and ".."; how many there are.
static inline int
folder_each(const char* dir, void (*visit)(const char* path))
{
  DIR* const list = opendir(dir);
  if (!list) return 0;
  int count = 0;
  for (const struct dirent* e = readdir(list); e; e = readdir(list)) {
    if (strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0) continue;
    char path[PATH_SIZE + sizeof e->d_name];
    snprintf(path, sizeof path, "%.*s/%s", PATH_SIZE - 1, dir, e->d_name);
    if (visit) visit(path);
    count++;
  }
  closedir(list);
  return count;
}

static inline void
folder_remove(const char* path)
{
  struct stat info;
  if (lstat(path, &info)) return;
  if (S_ISDIR(info.st_mode)) folder_each(path, folder_remove);
  remove(path);
}

static inline void
folder_end(void)
{
  folder_remove(folder_);
}

typedef struct {
  char* bytes; // ended by a NUL after COUNT; NULL when it cannot be read
  size_t count;
} Bytes;

static inline Bytes
file_read(const char* path)
{
  Bytes all = {0};
  FILE* const in = fopen(path, "rb");
  if (!in) return all;
  fseek(in, 0, SEEK_END);
  const long size = ftell(in);
  rewind(in);
  if (size >= 0) all.bytes = (char*)malloc((size_t)size + 1);
  if (all.bytes) all.count = fread(all.bytes, 1, (size_t)size, in);
  if (all.bytes) all.bytes[all.count] = '\0';
  fclose(in);
  return all;
}

static inline const char*
file_write(const char* path, const void* bytes, size_t count)
{
  FILE* const out = fopen(path, "wb");
  if (!out) return path;
  fwrite(bytes, 1, count, out);
  fclose(out);
  return path;
}

static inline int
file_same(const char* a, const char* b)
{
  const Bytes x = file_read(a);
  const Bytes y = file_read(b);
  const int same = x.bytes && y.bytes && x.count == y.count && x.count > 0 &&
                   memcmp(x.bytes, y.bytes, x.count) == 0;
  if (!same) printf("# %s: %zu bytes, %s: %zu bytes\n", a, x.count, b, y.count);
  free(x.bytes);
  free(y.bytes);
  return same;
}

#endif
