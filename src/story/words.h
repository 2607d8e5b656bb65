// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// The list of affect words, data/words/feelings.tsv, embedded at build time by
// tools/embed_words.py. A word is found in constant time; a form that is not
// listed is tried with its ending off ("knives" is listed or unknown, but
// "stabbed" is "stab" and "merrily" is "merry").

#ifndef ELARA_STORY_WORDS_H
#define ELARA_STORY_WORDS_H

#include <stddef.h>
#include <stdint.h>

// What a word is about. tools/embed_words.py reads these names from this file
// and refuses a list that uses others.
typedef enum {
  ELARA_TAG_VIOLENCE,
  ELARA_TAG_THREAT,
  ELARA_TAG_DEATH,
  ELARA_TAG_LOVE,
  ELARA_TAG_LOSS,
  ELARA_TAG_MAGIC,
  ELARA_TAG_WONDER,
  ELARA_TAG_COMEDY,
  ELARA_TAG_MOTION,
  ELARA_TAG_SOUND,
  ELARA_TAG_LIGHT,
  ELARA_TAG_DARK,
  ELARA_TAG_PLACE,
  ELARA_TAG_WEATHER,
  ELARA_TAG_SILENCE,
  ELARA_TAG_JOY,
  ELARA_TAG_FEAR,
  ELARA_TAG_ANGER,
  ELARA_TAG_SADNESS,
  ELARA_TAG_DISGUST,
  ELARA_TAG_SURPRISE,
  ELARA_TAG_TRUST,
  ELARA_TAG_FAMILY,
  ELARA_TAG_POWER,
  ELARA_TAG_RITUAL,
  ELARA_TAG_NATURE,
  ELARA_TAG_CREATURE,
  ELARA_TAG_BODY,
  ELARA_TAG_DECEIT,
  ELARA_TAG_REVEAL,
  ELARA_TAG_COUNT
} ElaraWordTag;

typedef struct {
  const char* word;    // lower case
  signed char valence; // hundredths, -100 ... 100
  signed char arousal;
  uint32_t tags; // bit 1 << ElaraWordTag
} ElaraWord;

// The list, sorted, and a hash of it: slot i holds the index + 1 of a word
// whose FNV-1a hash leads there by linear probing, or 0. Made by the tool.
extern const ElaraWord elara_word_list[];
extern const size_t elara_word_count;
extern const uint16_t elara_word_slots[];
extern const uint32_t elara_word_slot_mask;

// "violence", "threat", ...: as the list has them.
const char* elara_tag_name(int tag);

// WORD exactly as listed; NULL when it is not.
const ElaraWord* elara_word_exact(const char* word, size_t length);

// WORD (lower case) or what is left of it without its ending; NULL when the
// list has neither.
const ElaraWord* elara_word_find(const char* word, size_t length);

#endif
