// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// The signs by which a sentence is judged: what its words weigh by the list
// (words.h), what they are about, its marks, its length and its little words
// ("I", "but", "would"). Readers of thousands of sentences follow a weighted
// sum of these signs; the weights are data/words/weights.tsv, and the script
// that found them is tools/train_feeling.py.
//
// Sums over words are divided by the root of the number of words: on readers'
// judgements that beats both a sum and a mean.

#ifndef ELARA_STORY_SIGNS_H
#define ELARA_STORY_SIGNS_H

#include "base/letters.h"
#include "story/words.h"

// In the order of the rows of weights.tsv.
enum {
  ELARA_SIGN_VALENCE, // sum over words, after negation and boosters
  ELARA_SIGN_AROUSAL,
  ELARA_SIGN_PLEASANT, // the pleasant words' share of it
  ELARA_SIGN_UNPLEASANT,
  ELARA_SIGN_STIRRING,
  ELARA_SIGN_CALM,
  ELARA_SIGN_CHARGE,  // sum of |valence|
  ELARA_SIGN_NEGATED, // valence of words that a negation reaches, unturned
  ELARA_SIGN_UNTAGGED_VALENCE,
  ELARA_SIGN_UNTAGGED_AROUSAL,
  ELARA_SIGN_BEST, // of one word; not divided
  ELARA_SIGN_WORST,
  ELARA_SIGN_HIGHEST,
  ELARA_SIGN_LOWEST,
  ELARA_SIGN_NEGATIONS,
  ELARA_SIGN_EXCLAMATIONS,
  ELARA_SIGN_EXCLAIMED, // 1 or 0
  ELARA_SIGN_SHOUTED,   // exclamations, not divided
  ELARA_SIGN_QUESTIONS,
  ELARA_SIGN_ASKED, // 1 or 0
  ELARA_SIGN_CAPITALS,
  ELARA_SIGN_IN_CAPITALS, // 1 or 0
  ELARA_SIGN_QUOTES,      // 1 or 0, as the next two
  ELARA_SIGN_ELLIPSIS,
  ELARA_SIGN_DASH,
  ELARA_SIGN_COLONS, // 1 or 0
  ELARA_SIGN_COMMAS,
  ELARA_SIGN_DIGITS, // share of all bytes
  ELARA_SIGN_LENGTH, // log(1 + words)
  ELARA_SIGN_LENGTH_SQUARED,
  ELARA_SIGN_KNOWN,       // share of words that the list has
  ELARA_SIGN_WORD_LENGTH, // mean, bytes
  ELARA_SIGN_I,           // little words, one sign a family
  ELARA_SIGN_WE,
  ELARA_SIGN_YOU,
  ELARA_SIGN_HE,
  ELARA_SIGN_THEY,
  ELARA_SIGN_THE,
  ELARA_SIGN_IS,
  ELARA_SIGN_WILL,
  ELARA_SIGN_WHO,
  ELARA_SIGN_BUT,
  ELARA_SIGN_AND,
  ELARA_SIGN_TAGS, // words of each tag
  ELARA_SIGN_TAG_VALENCE = ELARA_SIGN_TAGS + ELARA_TAG_COUNT,
  ELARA_SIGN_TAG_AROUSAL = ELARA_SIGN_TAG_VALENCE + ELARA_TAG_COUNT,
  ELARA_SIGN_COUNT = ELARA_SIGN_TAG_AROUSAL + ELARA_TAG_COUNT
};

typedef struct {
  float value[ELARA_SIGN_COUNT];
  int words;
  // Sums for the beats, see ElaraTextScore.
  int known, exclamations, questions, capitals;
  double valence, arousal; // by what the words are about, not divided
  double grim;
  unsigned short tags[ELARA_TAG_COUNT];
} ElaraSigns;

// Reads one sentence, or a few short ones.
void elara_signs_read(ElaraSpan text, ElaraSigns* signs);

// "not", "never", "didn't": turns what the next words say.
#define ELARA_NEGATION_REACH 3 // words
int elara_is_negation(const ElaraToken* token);
// A mark behind which a negation or a booster no longer reaches.
int elara_ends_reach(char mark);

// Weights of the signs for valence and arousal, and what a text without any
// feels like: data/words/weights.tsv, embedded by tools/embed_words.py.
typedef struct {
  const char* name;
  float valence, arousal;
} ElaraSignWeight;

extern const ElaraSignWeight elara_sign_weights[ELARA_SIGN_COUNT];
extern const ElaraSignWeight elara_sign_offset;

// "valence", "tag violence", "arousal of fear": the first column of the file.
// BUFFER holds what is put together.
const char* elara_sign_name(int sign, char* buffer, size_t size);

#endif
