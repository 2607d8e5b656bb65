// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// How a text sounds, by its words and marks. Words weigh by the list
// (words.h), turned by negation ("not glad"), raised or lowered by boosters
// ("very", "hardly") and by capitals; then sum / sqrt(number of words), which
// on human judgements beats a mean and a bounded sum (Pearson r +.06).

#ifndef ELARA_STORY_FEELING_H
#define ELARA_STORY_FEELING_H

#include "base/letters.h"
#include "story/words.h"

// Sums over a text; sums of parts are the sums of the whole.
typedef struct {
  double valence; // sum over words
  double arousal;
  int words;
  int known; // words that the list has
  int exclamations;
  int questions;
  int capitals; // words in capitals, in a text that is not all capitals
  int sentences;
  double grim; // words of violence, threat, death or fear, by how bad: a
               // corpse counts 1, a sword .2, a knight 0
  uint16_t tags[ELARA_TAG_COUNT];
} ElaraTextScore;

ElaraTextScore elara_score_text(ElaraSpan text);
void elara_score_add(ElaraTextScore* sum, const ElaraTextScore* part);

// Absolute estimates, about -1 ... 1 for a sentence or a page alike.
double elara_score_valence(const ElaraTextScore* score);
double elara_score_arousal(const ElaraTextScore* score);
// Words with TAG per word, 0 ... 1.
double elara_score_rate(const ElaraTextScore* score, ElaraWordTag tag);

#endif
