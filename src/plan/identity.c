// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// What a cell, and the cue that begins with it, is called by the composer's
// dice: the words with which it begins. Numbers and line numbers move when a
// scene is put in before it, these words do not, so that its music is thrown
// with the same dice as before.

#include "base/random.h"
#include "base/text.h"
#include "plan/room.h"

#include <ctype.h>
#include <string.h>

#define KEY_WORDS 8
#define KEY_BYTES 72

// Appends the words of TEXT in small letters, joined by '-'; letters beyond
// ASCII are kept as they are.
static void
add_words(ElaraText* key, int* words, const char* text)
{
  int inside = 0;
  for (const char* p = text; *p != '\0' && *words <= KEY_WORDS; p++) {
    const unsigned char c = (unsigned char)*p;
    if (isalnum(c) || c >= 0x80) {
      if (!inside && ++*words > KEY_WORDS) return;
      if (!inside && key->count > 0) elara_text_add(key, "-");
      const char small = c < 0x80 ? (char)tolower(c) : *p;
      elara_text_bytes(key, &small, 1);
      inside = 1;
    } else if (c != '\'') {
      inside = 0;
    }
  }
}

static int
is_heard(const ElaraElement* element)
{
  return element->kind < ELARA_ELEMENT_SECTION &&
         element->kind != ELARA_ELEMENT_TITLE;
}

// Cuts at most KEY_BYTES from the front of TEXT, between two characters.
static size_t
front_of(const ElaraText* text)
{
  size_t n = text->count;
  if (n <= KEY_BYTES) return n;
  n = KEY_BYTES;
  while (n > 0 && ((unsigned char)text->bytes[n] & 0xc0) == 0x80)
    n--;
  return n;
}

// The first words from element *AT on, which is moved to the cell's start.
static const char*
words_of(PlanRoom* room, const PlanCell* cell, size_t* at)
{
  const ElaraStory* const story = room->story;
  while (*at < story->element_count &&
         (story->elements[*at].line < cell->line ||
          !is_heard(&story->elements[*at]))) {
    ++*at;
  }
  ElaraText text = {0};
  int words = 0;
  for (size_t i = *at; i < story->element_count && words < KEY_WORDS; i++) {
    if (is_heard(&story->elements[i])) {
      add_words(&text, &words, story->elements[i].text);
    }
  }
  if (words == 0) elara_text_add(&text, "cell");
  const char* const key =
      text.failed
          ? NULL
          : elara_arena_strndup(room->arena, text.bytes, front_of(&text));
  elara_text_clear(&text);
  return key;
}

// Which cell, counted from 1, this is among those that begin with these words.
// Open addressing; each word list meets its own count.
typedef struct {
  const char* key;
  int seen;
} Slot;

static int
count_key(Slot* slots, size_t size, const char* key)
{
  size_t at = (size_t)(elara_hash_text(key) % size);
  while (slots[at].key && strcmp(slots[at].key, key) != 0)
    at = (at + 1) % size;
  slots[at].key = key;
  return ++slots[at].seen;
}

ElaraStatus
elara_plan_identity(PlanRoom* room)
{
  const size_t size = 2 * room->cell_count + 1;
  Slot* const slots = elara_arena_array(room->scratch, size, sizeof *slots);
  ELARA_TRY_PTR(slots);
  size_t at = 0;
  for (size_t i = 0; i < room->cell_count; i++) {
    PlanCell* const cell = &room->cells[i];
    const char* const words = words_of(room, cell, &at);
    ELARA_TRY_PTR(words);
    const int nth = count_key(slots, size, words);
    cell->key =
        nth == 1 ? words : elara_arena_printf(room->arena, "%s#%d", words, nth);
    ELARA_TRY_PTR(cell->key);
  }
  return ELARA_OK;
}
