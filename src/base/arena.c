// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

#include "base/arena.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BLOCK_BYTES ((size_t)64 * 1024)
#define ALIGNMENT ((size_t)16)

typedef struct Block {
  struct Block* next;
  size_t size;
  size_t used;
  _Alignas(16) unsigned char bytes[];
} Block;

struct ElaraArena {
  Block* head;
  size_t used;
};

ElaraArena*
elara_arena_new(void)
{
  return (ElaraArena*)calloc(1, sizeof(ElaraArena));
}

void
elara_arena_free(ElaraArena* arena)
{
  if (!arena) return;
  Block* block = arena->head;
  while (block) {
    Block* const next = block->next;
    free(block);
    block = next;
  }
  free(arena);
}

// A large request gets a block of its own behind the head, so that the head's
// free space is not thrown away.
static Block*
add_block(ElaraArena* arena, size_t size)
{
  const size_t bytes = size > BLOCK_BYTES ? size : BLOCK_BYTES;
  Block* const block = (Block*)calloc(1, sizeof(Block) + bytes);
  if (!block) return NULL;
  block->size = bytes;
  if (arena->head && size > BLOCK_BYTES / 4) {
    block->next = arena->head->next;
    arena->head->next = block;
  } else {
    block->next = arena->head;
    arena->head = block;
  }
  return block;
}

void*
elara_arena_alloc(ElaraArena* arena, size_t size)
{
  if (size > SIZE_MAX / 2) return NULL;
  size = (size + ALIGNMENT - 1) & ~(ALIGNMENT - 1);
  if (size == 0) size = ALIGNMENT;
  Block* block = arena->head;
  if (!block || block->size - block->used < size) {
    block = add_block(arena, size);
    if (!block) return NULL;
  }
  void* const memory = block->bytes + block->used;
  block->used += size;
  arena->used += size;
  return memory;
}

void*
elara_arena_array(ElaraArena* arena, size_t count, size_t size)
{
  if (size && count > SIZE_MAX / 2 / size) return NULL;
  return elara_arena_alloc(arena, count * size);
}

char*
elara_arena_strndup(ElaraArena* arena, const char* text, size_t length)
{
  char* const copy = (char*)elara_arena_alloc(arena, length + 1);
  if (copy && length) memcpy(copy, text, length);
  return copy;
}

char*
elara_arena_strdup(ElaraArena* arena, const char* text)
{
  return elara_arena_strndup(arena, text, strlen(text));
}

char*
elara_arena_vprintf(ElaraArena* arena, const char* format, va_list args)
{
  va_list again;
  va_copy(again, args);
  const int length = vsnprintf(NULL, 0, format, args);
  char* const text =
      length < 0 ? NULL : (char*)elara_arena_alloc(arena, (size_t)length + 1);
  if (text) vsnprintf(text, (size_t)length + 1, format, again);
  va_end(again);
  return text;
}

char*
elara_arena_printf(ElaraArena* arena, const char* format, ...)
{
  va_list args;
  va_start(args, format);
  char* const text = elara_arena_vprintf(arena, format, args);
  va_end(args);
  return text;
}

size_t
elara_arena_used(const ElaraArena* arena)
{
  return arena->used;
}

int
elara_arena_grow(ElaraArena* arena,
                 void** items,
                 size_t size,
                 size_t count,
                 size_t* capacity)
{
  if (count < *capacity) return 1;
  const size_t wanted = *capacity ? *capacity * 2 : 16;
  void* const grown = elara_arena_array(arena, wanted, size);
  if (!grown) return 0;
  if (count) memcpy(grown, *items, count * size);
  *items = grown;
  *capacity = wanted;
  return 1;
}
