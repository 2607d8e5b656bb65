// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// How a text feels. Two readings of the same words:
//
//   a score      sums of what the words are about, for a beat of many texts:
//                how much violence, joy, how many exclamations
//   a feeling    what readers would say of a sentence, valence and arousal:
//                a weighted sum of its signs (signs.h) and, where there is a
//                table (table.h), of its words and letters as readers took
//                them. Both need no more than one pass.

#ifndef ELARA_STORY_FEELING_H
#define ELARA_STORY_FEELING_H

#include "model/story.h"
#include "story/signs.h"
#include "story/table.h"

// Sums over a text; sums of parts are the sums of the whole.
typedef struct {
  double valence; // sum over words
  double arousal;
  double felt_valence; // what readers would say, summed over words; 0 from
  double felt_arousal; //   elara_score_text, which does not ask
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

// The next sentence of TEXT from *AT on, 0 at the end; it may be empty.
int elara_sentence_next(ElaraSpan text, size_t* at, ElaraSpan* sentence);

// The score with what readers would feel; TABLE may be NULL. Sentence by
// sentence: a page is the mean of its sentences by their words.
ElaraTextScore elara_score_felt(const ElaraFeelingTable* table, ElaraSpan text);

// What readers would say of a text, absolute: 0 is neutral, the spread of
// plain prose about .2, the ends -1 and 1 hardly ever reached. Of scores with
// a feeling only.
double elara_score_valence(const ElaraTextScore* score);
double elara_score_arousal(const ElaraTextScore* score);
// Words with TAG per word, 0 ... 1.
double elara_score_rate(const ElaraTextScore* score, ElaraWordTag tag);

// A line by itself, absolute. Tension and levity follow valence, arousal and
// what the words are about; of one line they are faint guesses, of a scene
// they can be trusted (curves.c).
ElaraFeeling elara_score_feeling(const ElaraTextScore* score);

#endif
