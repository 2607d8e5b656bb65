// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// An arena: memory that lives and dies together. Every paper owns one; a call
// that needs working memory makes a scratch one and frees it before returning.
//
//   elara_arena_new     one malloc
//   elara_arena_alloc   pointer bump; a malloc of a block (>= 64 KiB) at times
//   elara_arena_free    frees every block; all pointers into it are then dead
//
// Memory is zeroed and aligned to 16. An arena is used by one thread at a time.

#ifndef ELARA_BASE_ARENA_H
#define ELARA_BASE_ARENA_H

#include <stdarg.h>
#include <stddef.h>

typedef struct ElaraArena ElaraArena;

// NULL when out of memory.
ElaraArena* elara_arena_new(void);

// NULL-safe.
void elara_arena_free(ElaraArena* arena);

// SIZE zeroed bytes, never NULL for SIZE 0; NULL when out of memory.
void* elara_arena_alloc(ElaraArena* arena, size_t size);

// COUNT elements of SIZE bytes; NULL also when the product overflows.
void* elara_arena_array(ElaraArena* arena, size_t count, size_t size);

// Copies of text, NUL-terminated; NULL when out of memory.
char* elara_arena_strdup(ElaraArena* arena, const char* text);
char* elara_arena_strndup(ElaraArena* arena, const char* text, size_t length);
char* elara_arena_printf(ElaraArena* arena, const char* format, ...)
    __attribute__((format(printf, 2, 3)));
char* elara_arena_vprintf(ElaraArena* arena, const char* format, va_list args);

// Bytes handed out so far (for reports of memory, not an accounting of malloc).
size_t elara_arena_used(const ElaraArena* arena);

// Grow *ITEMS (element size SIZE, COUNT used, *CAPACITY allocated) so that one
// more fits; returns 0 when out of memory. The old copy stays in the arena.
int elara_arena_grow(ElaraArena* arena,
                     void** items,
                     size_t size,
                     size_t count,
                     size_t* capacity);

// A growable array inside an arena. Declare with ELARA_LIST(Type) name = {0};
// append with ELARA_PUSH(arena, &name, value), which is 0 when out of memory.
#define ELARA_LIST(type)                                                       \
  struct {                                                                     \
    type* items;                                                               \
    size_t count;                                                              \
    size_t capacity;                                                           \
  }

#define ELARA_PUSH(arena, list, ...)                                           \
  (elara_arena_grow((arena), (void**)&(list)->items, sizeof(*(list)->items),   \
                    (list)->count, &(list)->capacity)                          \
       ? ((list)->items[(list)->count++] = (__VA_ARGS__), 1)                   \
       : 0)

#endif
