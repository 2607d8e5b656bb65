// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// Films for the tests, made with ffmpeg in a folder that is removed at the end.
// ffmpeg must be there: ./dev test installs it.

#ifndef ELARA_TESTS_PICTURE_FILMS_H
#define ELARA_TESTS_PICTURE_FILMS_H

#include "base/child.h"
#include "picture/picture.h"
#include "tap.h"

#include <errno.h>
#include <sys/wait.h>
#include <unistd.h>

static char films_dir[4096];

static inline void
films_shell(const char* command)
{
  ElaraChildConfig how = elara_child_config();
  ElaraText out = {0}, why = {0};
  const char* const argv[] = {"/bin/sh", "-c", command, NULL};
  if (elara_child_run(argv, &how, &out, &why) != ELARA_OK)
    printf("# %s: %s\n", command, why.bytes ? why.bytes : "failed");
  elara_text_clear(&out);
  elara_text_clear(&why);
}

static inline void
films_begin(void)
{
  char* const dir = mkdtemp(tap_scratch("elara-films"));
  snprintf(films_dir, sizeof films_dir, "%s", dir ? dir : ".");
}

static inline void
films_end(void)
{
  char command[4200];
  snprintf(command, sizeof command, "rm -rf '%s'", films_dir);
  films_shell(command);
}

// A static buffer of the last 64.
static inline const char*
films_path(const char* name)
{
  static char paths[64][4400];
  static int next;
  char* const path = paths[next++ & 63];
  snprintf(path, sizeof paths[0], "%s/%s", films_dir, name);
  return path;
}

// ffmpeg ARGUMENTS (shell words) -> the file NAME.
static inline const char*
films_make(const char* name, const char* arguments)
{
  char command[12000];
  const char* const path = films_path(name);
  snprintf(command, sizeof command, "ffmpeg -nostdin -v error -y %s '%s'",
           arguments, path);
  films_shell(command);
  return path;
}

// An executable script in the folder.
static inline const char*
films_program(const char* name, const char* text)
{
  char command[8600];
  const char* const path = films_path(name);
  FILE* const out = fopen(path, "w");
  if (!out) return path;
  fprintf(out, "#!/bin/sh\n%s\n", text);
  fclose(out);
  snprintf(command, sizeof command, "chmod +x '%s'", path);
  films_shell(command);
  return path;
}

static inline int
films_no_zombie(void)
{
  return waitpid(-1, NULL, WNOHANG) == -1 && errno == ECHILD;
}

#endif
