// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// Tests in the Test Anything Protocol. A test program includes this once:
//
//   int main(void)
//   {
//     tap_begin("tempo map");
//     TAP_OK(x > 0, "x is positive");
//     TAP_EQ_I(count, 3, "three notes");
//     TAP_NEAR(level, -23.0, 0.3, "loudness");
//     return tap_end();
//   }
//
// A failed check prints name, value, expected and how far off it is, and the
// program goes on. tap_end() is 0 when every check passed.

#ifndef ELARA_TESTS_TAP_H
#define ELARA_TESTS_TAP_H

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static int tap_count_;
static int tap_failed_;

static inline void
tap_begin(const char* name)
{
  setvbuf(stdout, NULL, _IOLBF, 0);
  printf("TAP version 13\n# %s\n", name);
}

static inline int
tap_result_(int ok, const char* name, const char* file, int line)
{
  printf("%s %d - %s\n", ok ? "ok" : "not ok", ++tap_count_, name);
  if (!ok) {
    tap_failed_++;
    printf("# failed at %s:%d\n", file, line);
  }
  return ok;
}

static inline int
tap_near_(double got,
          double want,
          double tolerance,
          const char* name,
          const char* file,
          int line)
{
  const int ok = fabs(got - want) <= tolerance || got == want;
  if (!tap_result_(ok, name, file, line)) {
    printf("# got %.9g, expected %.9g +- %.3g, off by %.3g\n", got, want,
           tolerance, got - want);
  }
  return ok;
}

static inline int
tap_text_(const char* got,
          const char* want,
          const char* name,
          const char* file,
          int line)
{
  const int ok = got && want && strcmp(got, want) == 0;
  if (!tap_result_(ok, name, file, line)) {
    printf("# got \"%s\"\n# expected \"%s\"\n", got ? got : "(null)",
           want ? want : "(null)");
  }
  return ok;
}

#define TAP_OK(condition, name)                                                \
  tap_result_((condition) ? 1 : 0, name, __FILE__, __LINE__)
#define TAP_EQ_I(got, want, name)                                              \
  tap_near_((double)(got), (double)(want), 0.0, name, __FILE__, __LINE__)
#define TAP_NEAR(got, want, tolerance, name)                                   \
  tap_near_((got), (want), (tolerance), name, __FILE__, __LINE__)
#define TAP_EQ_S(got, want, name)                                              \
  tap_text_((got), (want), name, __FILE__, __LINE__)

static inline void
tap_skip(const char* name, const char* why)
{
  printf("ok %d - %s # SKIP %s\n", ++tap_count_, name, why);
}

// Path of NAME below the source tree; a static buffer of the last eight.
static inline const char*
tap_path(const char* name)
{
  static char paths[8][4096];
  static int next;
  char* const path = paths[next++ & 7];
  const char* const root = getenv("ELARA_SOURCE_ROOT");
  snprintf(path, sizeof paths[0], "%s/%s", root ? root : ".", name);
  return path;
}

// A template for mkstemp() and mkdtemp() where temporary files belong: TMPDIR,
// or else /tmp; a static buffer for each call of up to eight.
static inline char*
tap_scratch(const char* name)
{
  static char paths[8][4096];
  static int next;
  char* const path = paths[next++ & 7];
  const char* const base = getenv("TMPDIR");
  snprintf(path, sizeof paths[0], "%s/%s-XXXXXX", base && *base ? base : "/tmp",
           name);
  return path;
}

static inline int
tap_exists(const char* path)
{
  struct stat info;
  return stat(path, &info) == 0;
}

static inline int
tap_end(void)
{
  printf("1..%d\n", tap_count_);
  if (tap_failed_) printf("# %d of %d failed\n", tap_failed_, tap_count_);
  return tap_failed_ ? 1 : 0;
}

#endif
