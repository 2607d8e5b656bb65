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
  int act; // -1: over the whole story
  int turns;
  int first_line;
  ElaraTextScore score;
  double strongest; // |valence| of the line that says most
  int line;         //   and where it stands
} Pair;

typedef struct {
  ElaraDraft* draft;
  ElaraNameMap index;
  ELARA_LIST(Pair) pairs;
} Pairs;

static ElaraStatus
find_pair(Pairs* pairs, int a, int b, int act, int line, size_t* index_out)
{
  ElaraNameKey key;
  const int low = a < b ? a : b, high = a < b ? b : a;
  const int n = snprintf(key.text, sizeof key.text, "%d,%d,%d", low, high, act);
  key.length = (size_t)n;
  int index = elara_name_get(&pairs->index, &key);
  if (index < 0) {
    const Pair fresh = {.a = low, .b = high, .act = act, .first_line = line};
    index = (int)pairs->pairs.count;
    ELARA_TRY_PTR(ELARA_PUSH(pairs->draft->scratch, &pairs->pairs, fresh));
    ELARA_TRY_PTR(elara_name_put(&pairs->index, &key, index));
  }
  *index_out = (size_t)index;
  return ELARA_OK;
}

static void
add_line(Pair* pair, const ElaraElement* element, const ElaraTextScore* score)
{
  const double strength = fabs(element->feeling.valence) * score->words;
  elara_score_add(&pair->score, score);
  if (strength <= pair->strongest) return;
  pair->strongest = strength;
  pair->line = element->line;
}

static int
act_of(const ElaraStory* story, int scene)
{
  int act = (int)story->act_count - 1;
  while (act > 0 && story->acts[act].first_scene > scene) {
    act--;
  }
  return act;
}

// Each exchange counts twice: over the whole story and in its act.
static ElaraStatus
collect(Pairs* pairs)
{
  const ElaraStory* const story = pairs->draft->story;
  int scene = -1, before = -1, speaker = -1, open = 0;
  size_t whole = 0, part = 0;
  for (size_t i = 0; i < story->element_count; i++) {
    const ElaraElement* const e = &story->elements[i];
    if (e->scene != scene) before = speaker = -1;
    scene = e->scene;
    if (e->kind == ELARA_ELEMENT_CHARACTER) {
      if (e->person != speaker) before = speaker;
      speaker = e->person;
      open = before >= 0 && speaker >= 0 && before != speaker;
      if (!open) continue;
      const int act = act_of(story, scene);
      ELARA_TRY(find_pair(pairs, before, speaker, -1, e->line, &whole));
      ELARA_TRY(find_pair(pairs, before, speaker, act, e->line, &part));
      pairs->pairs.items[whole].turns++;
      pairs->pairs.items[part].turns++;
    } else if (open && elara_is_speech(e->kind)) {
      const ElaraTextScore score = elara_score_text(elara_span(e->text));
      add_line(&pairs->pairs.items[whole], e, &score);
      add_line(&pairs->pairs.items[part], e, &score);
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

static void
fill_relations(ElaraStory* story, const Pairs* pairs, int most)
{
  for (size_t i = 0; i < pairs->pairs.count; i++) {
    const Pair* const pair = &pairs->pairs.items[i];
    if (pair->act >= 0) continue;
    story->relations[story->relation_count++] = (ElaraRelation){
        .a = pair->a,
        .b = pair->b,
        .weight = (double)pair->turns / most,
        .warmth = warmth(&pair->score),
        .first_line = pair->first_line,
    };
  }
  qsort(story->relations, story->relation_count, sizeof *story->relations,
        by_weight);
}

// Relations are in order of weight now; a pair finds its own again by name.
static void
fill_bonds(ElaraDraft* draft, Pairs* pairs, int most)
{
  ElaraStory* const story = draft->story;
  for (size_t r = 0; r < story->relation_count; r++) {
    const ElaraRelation* const relation = &story->relations[r];
    for (size_t act = 0; act < story->act_count; act++) {
      ElaraNameKey key;
      key.length = (size_t)snprintf(key.text, sizeof key.text, "%d,%d,%d",
                                    relation->a, relation->b, (int)act);
      const int index = elara_name_get(&pairs->index, &key);
      if (index < 0) continue;
      const Pair* const pair = &pairs->pairs.items[index];
      story->bonds[story->bond_count++] = (ElaraBond){
          .relation = (int)r,
          .act = (int)act,
          .turns = pair->turns,
          .weight = (double)pair->turns / most,
          .warmth = warmth(&pair->score),
          .line = pair->line,
      };
    }
  }
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
  story->bonds =
      (ElaraBond*)elara_arena_array(draft->arena, count, sizeof *story->bonds);
  ELARA_TRY_PTR(story->relations && story->bonds);
  if (count == 0) return ELARA_OK;
  int most = 1;
  for (size_t i = 0; i < count; i++) {
    if (pairs.pairs.items[i].turns > most) most = pairs.pairs.items[i].turns;
  }
  fill_relations(story, &pairs, most);
  fill_bonds(draft, &pairs, most);
  return ELARA_OK;
}
