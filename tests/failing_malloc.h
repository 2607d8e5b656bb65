// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// Memory that runs out: after failing_malloc(N), N more allocations succeed and
// all others fail; failing_malloc(-1) ends it. For programs that are linked
// with -Wl,--wrap=malloc, --wrap=calloc and --wrap=realloc.

#ifndef ELARA_TESTS_FAILING_MALLOC_H
#define ELARA_TESTS_FAILING_MALLOC_H

#include <stddef.h>

static int failing_malloc_left = -1; // allocations that still succeed, -1 all

void* __real_malloc(size_t size);
void* __real_realloc(void* old, size_t size);
void* __real_calloc(size_t count, size_t size);
void* __wrap_malloc(size_t size);
void* __wrap_realloc(void* old, size_t size);
void* __wrap_calloc(size_t count, size_t size);

static inline void
failing_malloc(int left)
{
  failing_malloc_left = left;
}

static inline int
failing_malloc_refuses(void)
{
  if (failing_malloc_left < 0) return 0;
  if (failing_malloc_left == 0) return 1;
  failing_malloc_left--;
  return 0;
}

void*
__wrap_malloc(size_t size)
{
  return failing_malloc_refuses() ? NULL : __real_malloc(size);
}

void*
__wrap_realloc(void* old, size_t size)
{
  return failing_malloc_refuses() ? NULL : __real_realloc(old, size);
}

void*
__wrap_calloc(size_t count, size_t size)
{
  return failing_malloc_refuses() ? NULL : __real_calloc(count, size);
}

#endif
