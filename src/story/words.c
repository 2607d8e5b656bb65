// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

#include "story/words.h"

#include <string.h>

#define LONGEST_WORD 31
#define SHORTEST_STEM 3

static const char* const tag_names[ELARA_TAG_COUNT] = {
    "violence", "threat",  "death",    "love",  "loss",   "magic",
    "wonder",   "comedy",  "motion",   "sound", "light",  "dark",
    "place",    "weather", "silence",  "joy",   "fear",   "anger",
    "sadness",  "disgust", "surprise", "trust", "family", "power",
    "ritual",   "nature",  "creature", "body",  "deceit", "reveal",
};

const char*
elara_tag_name(int tag)
{
  return tag_names[tag];
}

static uint32_t
hash_word(const char* word, size_t length)
{
  uint32_t hash = 2166136261u;
  for (size_t i = 0; i < length; i++) {
    hash = (hash ^ (unsigned char)word[i]) * 16777619u;
  }
  return hash;
}

const ElaraWord*
elara_word_exact(const char* word, size_t length)
{
  uint32_t slot = hash_word(word, length) & elara_word_slot_mask;
  for (;; slot = (slot + 1) & elara_word_slot_mask) {
    const size_t index = elara_word_slots[slot];
    if (!index) return NULL;
    const ElaraWord* const entry = &elara_word_list[index - 1];
    if (strncmp(entry->word, word, length) == 0 && !entry->word[length]) {
      return entry;
    }
  }
}

// Endings and what replaces them, tried in this order. UNDOUBLE: also try
// with one of two equal last consonants off ("stabb" -> "stab").
static const struct {
  const char* ending;
  const char* instead;
  int undouble;
} endings[] = {
    {"'s", "", 0},   {"s", "", 0},     {"es", "", 0},     {"ies", "y", 0},
    {"ied", "y", 0}, {"ed", "e", 0},   {"ed", "", 1},     {"ing", "", 1},
    {"ing", "e", 0}, {"ingly", "", 1}, {"ily", "y", 0},   {"ly", "", 0},
    {"ly", "le", 0}, {"ier", "y", 0},  {"iest", "y", 0},  {"er", "", 1},
    {"er", "e", 0},  {"est", "", 1},   {"est", "e", 0},   {"ers", "", 1},
    {"ves", "f", 0}, {"ness", "", 0},  {"iness", "y", 0}, {"eth", "", 1},
};

const ElaraWord*
elara_word_find(const char* word, size_t length)
{
  char stem[LONGEST_WORD + 8];
  if (length == 0 || length > LONGEST_WORD) return NULL;
  const ElaraWord* entry = elara_word_exact(word, length);
  for (size_t i = 0; !entry && i < sizeof endings / sizeof endings[0]; i++) {
    const size_t ending = strlen(endings[i].ending);
    if (length < ending + SHORTEST_STEM) continue;
    size_t left = length - ending;
    if (memcmp(word + left, endings[i].ending, ending) != 0) continue;
    const size_t instead = strlen(endings[i].instead);
    memcpy(stem, word, left);
    memcpy(stem + left, endings[i].instead, instead);
    entry = elara_word_exact(stem, left + instead);
    if (!entry && endings[i].undouble && left > SHORTEST_STEM &&
        stem[left - 1] == stem[left - 2]) {
      entry = elara_word_exact(stem, left - 1);
    }
  }
  return entry;
}
