// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

#include "story/names.h"

#include <stdint.h>
#include <string.h>

typedef struct ElaraNameSlot {
  const char* key; // NULL when empty
  uint64_t hash;
  int value;
} Slot;

static size_t
put_code(char* out, uint32_t code, const char* s, size_t length)
{
  const uint32_t upper = elara_letter_upper(code);
  if (upper == code || upper >= 0x800) {
    memcpy(out, s, length);
    return length;
  }
  if (upper < 0x80) {
    out[0] = (char)upper;
    return 1;
  }
  out[0] = (char)(0xc0 | upper >> 6);
  out[1] = (char)(0x80 | (upper & 0x3f));
  return 2;
}

ElaraNameKey
elara_name_key(ElaraSpan name)
{
  ElaraNameKey key = {.length = 0};
  int space = 0;
  for (size_t i = 0; i < name.n && key.length + 6 < sizeof key.text;) {
    uint32_t code;
    const char* const s = name.s + i;
    const size_t length = elara_letter_next(s, name.n - i, &code);
    i += length;
    if (code == ' ' || code == '\t' || code == '\n') {
      space = key.length > 0;
      continue;
    }
    if (code == '.' || code == '*' || code == '_') continue;
    if (space) key.text[key.length++] = ' ';
    space = 0;
    if (code == 0x2019) {
      key.text[key.length++] = '\'';
    } else {
      key.length += put_code(key.text + key.length, code, s, length);
    }
  }
  key.text[key.length] = '\0';
  return key;
}

int
elara_name_in(const char* key, const char* const* table, size_t count)
{
  for (size_t i = 0; i < count; i++) {
    if (strcmp(key, table[i]) == 0) return 1;
  }
  return 0;
}

static uint64_t
hash_key(const ElaraNameKey* key)
{
  uint64_t hash = 14695981039346656037u;
  for (size_t i = 0; i < key->length; i++) {
    hash = (hash ^ (unsigned char)key->text[i]) * 1099511628211u;
  }
  return hash ^ hash >> 32;
}

static Slot*
find_slot(const ElaraNameMap* map, const char* key, uint64_t hash)
{
  size_t at = (size_t)hash & (map->size - 1);
  while (map->slots[at].key && (map->slots[at].hash != hash ||
                                strcmp(map->slots[at].key, key) != 0)) {
    at = (at + 1) & (map->size - 1);
  }
  return &map->slots[at];
}

int
elara_name_get(const ElaraNameMap* map, const ElaraNameKey* key)
{
  if (!map->size) return -1;
  const Slot* const slot = find_slot(map, key->text, hash_key(key));
  return slot->key ? slot->value : -1;
}

static int
grow(ElaraNameMap* map)
{
  const ElaraNameMap old = *map;
  map->size = old.size ? old.size * 2 : 64;
  map->slots = (Slot*)elara_arena_array(map->arena, map->size, sizeof(Slot));
  if (!map->slots) {
    *map = old;
    return 0;
  }
  for (size_t i = 0; i < old.size; i++) {
    const Slot* const slot = &old.slots[i];
    if (slot->key) *find_slot(map, slot->key, slot->hash) = *slot;
  }
  return 1;
}

int
elara_name_put(ElaraNameMap* map, const ElaraNameKey* key, int value)
{
  if (map->count * 2 >= map->size && !grow(map)) return 0;
  const uint64_t hash = hash_key(key);
  Slot* const slot = find_slot(map, key->text, hash);
  if (!slot->key) {
    slot->key = elara_arena_strndup(map->arena, key->text, key->length);
    if (!slot->key) return 0;
    slot->hash = hash;
    map->count++;
  }
  slot->value = value;
  return 1;
}
