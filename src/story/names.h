// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// A map from names to numbers. Names are compared by their key: capitals,
// without full stops, emphasis and doubled spaces, so that "Mrs. Quill",
// "MRS QUILL" and "*MRS. QUILL*" are one.

#ifndef ELARA_STORY_NAMES_H
#define ELARA_STORY_NAMES_H

#include "base/arena.h"
#include "base/letters.h"

#define ELARA_NAME_KEY 96

typedef struct {
  char text[ELARA_NAME_KEY]; // longer names are cut
  size_t length;
} ElaraNameKey;

ElaraNameKey elara_name_key(ElaraSpan name);

// True when KEY's text is one of COUNT names in capitals.
int elara_name_in(const char* key, const char* const* table, size_t count);
#define ELARA_NAME_IN(key, table)                                              \
  elara_name_in((key), (table), sizeof(table) / sizeof((table)[0]))

typedef struct {
  ElaraArena* arena;
  struct ElaraNameSlot* slots;
  size_t size; // a power of two
  size_t count;
} ElaraNameMap;

// -1 when KEY is not in the map.
int elara_name_get(const ElaraNameMap* map, const ElaraNameKey* key);
// Sets or replaces; 0 when out of memory.
int elara_name_put(ElaraNameMap* map, const ElaraNameKey* key, int value);

#endif
