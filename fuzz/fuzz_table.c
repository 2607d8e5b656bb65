// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// Any bytes are a table of feelings that feels any text, or are refused. Their
// checksum is made right first, so that what lies behind it is tried.

#include "story/feeling.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size);

static void
sign(unsigned char* bytes, size_t count)
{
  uint32_t hash = 2166136261u;
  for (size_t i = 0; i + 4 < count; i++) {
    hash = (hash ^ bytes[i]) * 16777619u;
  }
  for (int i = 0; i < 4; i++) {
    bytes[count - 4 + (size_t)i] = (unsigned char)(hash >> 8 * i);
  }
}

int
LLVMFuzzerTestOneInput(const uint8_t* data, size_t size)
{
  static const char text[] = "I do not love you, Bob! The rain is cold, 1999.";
  ElaraArena* const arena = elara_arena_new();
  ElaraDiags* const diags = elara_diags_new();
  unsigned char* const bytes = (unsigned char*)malloc(size + 1);
  const ElaraFeelingTable* table = NULL;
  memcpy(bytes, data, size);
  if (size >= 16) memcpy(bytes, "ELARAFT2", 8);
  if (size >= 4) sign(bytes, size);
  if (elara_table_read(arena, "t", bytes, size, diags, &table) == ELARA_OK) {
    const ElaraTextScore score = elara_score_felt(table, elara_span(text));
    const ElaraFeeling f = elara_score_feeling(&score);
    if (!(f.valence >= -1.0 && f.valence <= 1.0)) abort();
  } else if (table || elara_diags_count(diags) == 0) {
    abort();
  }
  free(bytes);
  elara_diags_free(diags);
  elara_arena_free(arena);
  return 0;
}
