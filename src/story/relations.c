// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// Relations: two people who speak one after the other in a scene. A line is
// taken as said to whoever spoke just before.

#include "story/draft.h"
#include "story/names.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#define LEAST_WORDS 30.0 // below it warmth is drawn to zero

typedef struct {
  int a;
  int b;
  int turns;
  int first_line;
  ElaraTextScore score;
} Pair;

typedef struct {
  ElaraDraft* draft;
  ElaraNameMap index;
  ELARA_LIST(Pair) pairs;
} Pairs;

static ElaraStatus
find_pair(Pairs* pairs, int a, int b, int line, Pair** pair)
{
  ElaraNameKey key;
  const int low = a < b ? a : b, high = a < b ? b : a;
  const int n = snprintf(key.text, sizeof key.text, "%d,%d", low, high);
  key.length = (size_t)n;
  int index = elara_name_get(&pairs->index, &key);
  if (index < 0) {
    const Pair fresh = {.a = low, .b = high, .first_line = line};
    index = (int)pairs->pairs.count;
    ELARA_TRY_PTR(ELARA_PUSH(pairs->draft->scratch, &pairs->pairs, fresh));
    ELARA_TRY_PTR(elara_name_put(&pairs->index, &key, index));
  }
  *pair = &pairs->pairs.items[index];
  return ELARA_OK;
}

static ElaraStatus
collect(Pairs* pairs)
{
  const ElaraStory* const story = pairs->draft->story;
  int scene = -1, before = -1, speaker = -1;
  Pair* pair = NULL;
  for (size_t i = 0; i < story->element_count; i++) {
    const ElaraElement* const e = &story->elements[i];
    if (e->scene != scene) before = speaker = -1;
    scene = e->scene;
    if (e->kind == ELARA_ELEMENT_CHARACTER) {
      if (e->person != speaker) before = speaker;
      speaker = e->person;
      pair = NULL;
      if (before < 0 || speaker < 0 || before == speaker) continue;
      ELARA_TRY(find_pair(pairs, before, speaker, e->line, &pair));
      pair->turns++;
    } else if (pair && elara_is_speech(e->kind)) {
      const ElaraTextScore score = elara_score_text(elara_span(e->text));
      elara_score_add(&pair->score, &score);
    }
  }
  return ELARA_OK;
}

static double
warmth(const ElaraTextScore* score)
{
  const double words = score->words + LEAST_WORDS;
  const double love = score->tags[ELARA_TAG_LOVE] +
                      0.5 * score->tags[ELARA_TAG_TRUST] +
                      0.5 * score->tags[ELARA_TAG_JOY];
  const double hate =
      score->tags[ELARA_TAG_ANGER] + score->tags[ELARA_TAG_THREAT] +
      score->tags[ELARA_TAG_VIOLENCE] + 0.5 * score->tags[ELARA_TAG_DISGUST];
  return tanh((12.0 * score->valence + 10.0 * (love - hate)) / words);
}

static int
by_weight(const void* a, const void* b)
{
  const ElaraRelation* const x = (const ElaraRelation*)a;
  const ElaraRelation* const y = (const ElaraRelation*)b;
  if (x->weight > y->weight) return -1;
  if (x->weight < y->weight) return 1;
  if (x->first_line != y->first_line) {
    return x->first_line < y->first_line ? -1 : 1;
  }
  return x->a != y->a ? x->a - y->a : x->b - y->b;
}

ElaraStatus
elara_draft_relations(ElaraDraft* draft)
{
  ElaraStory* const story = draft->story;
  Pairs pairs = {.draft = draft, .index = {.arena = draft->scratch}};
  ELARA_TRY(collect(&pairs));
  const size_t count = pairs.pairs.count;
  story->relations = (ElaraRelation*)elara_arena_array(
      draft->arena, count, sizeof *story->relations);
  ELARA_TRY_PTR(story->relations);
  int most = 1;
  for (size_t i = 0; i < count; i++) {
    if (pairs.pairs.items[i].turns > most) most = pairs.pairs.items[i].turns;
  }
  for (size_t i = 0; i < count; i++) {
    const Pair* const pair = &pairs.pairs.items[i];
    story->relations[i] = (ElaraRelation){
        .a = pair->a,
        .b = pair->b,
        .weight = (double)pair->turns / most,
        .warmth = warmth(&pair->score),
        .first_line = pair->first_line,
    };
  }
  story->relation_count = count;
  if (count)
    qsort(story->relations, count, sizeof *story->relations, by_weight);
  return ELARA_OK;
}
