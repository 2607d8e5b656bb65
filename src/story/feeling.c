// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

#include "story/feeling.h"

#include <math.h>
#include <string.h>

#define LONGEST_SENTENCE 2000 // bytes; more is read in pieces
#define SHORT_SENTENCE 80     // bytes; a shorter one is read with the next
#define EASY_TENSION 0.35     // how far a line's traits move its tension
#define LIGHT_LEVITY 0.35

static int
count_sentences(ElaraSpan text)
{
  int ended = 1, count = 0;
  for (size_t i = 0; i < text.n; i++) {
    const char c = text.s[i];
    const int end = c == '.' || c == '!' || c == '?';
    if (end && !ended) count++;
    ended = end || (ended && (c == ' ' || c == '\n'));
  }
  return count + !ended;
}

static ElaraTextScore
score_of(const ElaraSigns* signs, ElaraSpan text)
{
  ElaraTextScore score = {
      .valence = signs->valence,
      .arousal = signs->arousal,
      .words = signs->words,
      .known = signs->known,
      .exclamations = signs->exclamations,
      .questions = signs->questions,
      .capitals = signs->capitals,
      .sentences = count_sentences(text),
      .grim = signs->grim,
  };
  memcpy(score.tags, signs->tags, sizeof score.tags);
  return score;
}

ElaraTextScore
elara_score_text(ElaraSpan text)
{
  ElaraSigns signs;
  elara_signs_read(text, &signs);
  return score_of(&signs, text);
}

void
elara_score_add(ElaraTextScore* sum, const ElaraTextScore* part)
{
  sum->valence += part->valence;
  sum->arousal += part->arousal;
  sum->felt_valence += part->felt_valence;
  sum->felt_arousal += part->felt_arousal;
  sum->words += part->words;
  sum->known += part->known;
  sum->exclamations += part->exclamations;
  sum->questions += part->questions;
  sum->capitals += part->capitals;
  sum->sentences += part->sentences;
  sum->grim += part->grim;
  for (int i = 0; i < ELARA_TAG_COUNT; i++) {
    const int both = sum->tags[i] + part->tags[i];
    sum->tags[i] = (uint16_t)(both > UINT16_MAX ? UINT16_MAX : both);
  }
}

static double
bounded(double x)
{
  return fmin(fmax(x, -1.0), 1.0);
}

static void
feel(const ElaraFeelingTable* table,
     ElaraSpan text,
     const ElaraSigns* signs,
     ElaraTextScore* score)
{
  double valence, arousal;
  if (table) {
    elara_table_feel(table, text, signs, &valence, &arousal);
  } else {
    valence = (double)elara_sign_offset.valence;
    arousal = (double)elara_sign_offset.arousal;
    for (int i = 0; i < ELARA_SIGN_COUNT; i++) {
      const double value = (double)signs->value[i];
      valence += value * (double)elara_sign_weights[i].valence;
      arousal += value * (double)elara_sign_weights[i].arousal;
    }
  }
  score->felt_valence = signs->words * bounded(valence);
  score->felt_arousal = signs->words * bounded(arousal);
}

// Where the sentence that begins at AT ends: behind its marks and what closes
// a quotation.
static size_t
sentence_end(ElaraSpan text, size_t at)
{
  const size_t most =
      text.n - at < LONGEST_SENTENCE ? text.n : at + LONGEST_SENTENCE;
  for (size_t i = at; i < most; i++) {
    if (text.s[i] == '\n' && i + 1 < most && text.s[i + 1] == '\n') return i;
    if (!strchr(".!?", text.s[i])) continue;
    size_t end = i + 1;
    while (end < most && strchr(".!?\"')*_", text.s[end])) {
      end++;
    }
    if (end >= most || strchr(" \n\t", text.s[end])) return end;
    i = end - 1;
  }
  return most;
}

int
elara_sentence_next(ElaraSpan text, size_t* at, ElaraSpan* sentence)
{
  if (*at >= text.n) return 0;
  size_t end = sentence_end(text, *at);
  while (end < text.n && end - *at < SHORT_SENTENCE) {
    const size_t next = sentence_end(text, end + 1);
    if (next - *at > LONGEST_SENTENCE || text.s[end] == '\n') break;
    end = next;
  }
  *sentence = elara_span_trim((ElaraSpan){text.s + *at, end - *at});
  *at = end > *at ? end : *at + 1;
  return 1;
}

ElaraTextScore
elara_score_felt(const ElaraFeelingTable* table, ElaraSpan text)
{
  ElaraTextScore sum = {0};
  ElaraSpan sentence;
  size_t at = 0;
  while (elara_sentence_next(text, &at, &sentence)) {
    ElaraSigns signs;
    elara_signs_read(sentence, &signs);
    ElaraTextScore score = score_of(&signs, sentence);
    feel(table, sentence, &signs, &score);
    elara_score_add(&sum, &score);
  }
  return sum;
}

double
elara_score_valence(const ElaraTextScore* score)
{
  return score->words ? score->felt_valence / score->words : 0.0;
}

double
elara_score_arousal(const ElaraTextScore* score)
{
  return score->words ? score->felt_arousal / score->words : 0.0;
}

double
elara_score_rate(const ElaraTextScore* score, ElaraWordTag tag)
{
  return score->words ? (double)score->tags[tag] / score->words : 0.0;
}

ElaraFeeling
elara_score_feeling(const ElaraTextScore* score)
{
  if (!score->words) return (ElaraFeeling){0};
  const double root = sqrt(fmax(score->words, 4.0));
  const double valence = elara_score_valence(score);
  const double arousal = elara_score_arousal(score);
  const double fun =
      (score->tags[ELARA_TAG_COMEDY] + 0.4 * score->tags[ELARA_TAG_JOY]) / root;
  const double grim = score->grim / root;
  const double asked =
      (score->exclamations + 0.4 * score->questions) / (root + 1.0);
  return (ElaraFeeling){
      .valence = bounded(valence),
      .arousal = bounded(arousal),
      .tension = tanh(EASY_TENSION * (2.0 * grim - 2.0 * valence +
                                      1.5 * arousal + 0.5 * asked - 1.2 * fun)),
      .levity = tanh(LIGHT_LEVITY *
                     (2.5 * fun + 1.2 * valence - 2.0 * grim + 0.3 * asked)),
  };
}
