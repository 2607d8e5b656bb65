// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// The symphony after the story: exact length, movements of 6 to 12 minutes
// with their climax where it belongs, themes that grow out of others, nothing
// twice; and a longer score begins as the shorter one does.

#include "plan/plan.h"
#include "plan/toy_story.h"
#include "tap.h"

#define STORY_S 300.0
#define TAIL_S 4.0

static char name_[200];

static const char*
named(const char* what, double minutes)
{
  snprintf(name_, sizeof name_, "%s (%.2f min)", what, minutes);
  return name_;
}

static ElaraPlan*
plan_of(const ElaraStory* story, double minutes, uint64_t seed)
{
  ElaraPlanConfig how = elara_plan_config();
  how.seed = seed;
  how.length = elara_time_from_s(60.0 * minutes);
  ElaraPlan* plan = NULL;
  elara_plan_make(story, &how, NULL, &plan);
  return plan;
}

// --- one movement

typedef struct {
  int number;
  size_t first, last; // cues, LAST is the one after
} Movement;

static size_t
movements_of(const ElaraPlan* plan, Movement* list, size_t most)
{
  size_t count = 0;
  for (size_t i = 0; i < plan->cue_count; i++) {
    const int number = plan->cues[i].movement;
    if (number == 0) continue;
    if (count == 0 || list[count - 1].number != number) {
      if (count == most) return count;
      list[count++] = (Movement){number, i, i};
    }
    list[count - 1].last = i + 1;
  }
  return count;
}

static double
length_s(const ElaraPlan* plan, const Movement* m)
{
  return elara_time_s(plan->cues[m->last - 1].end - plan->cues[m->first].start);
}

// How far into the movement its most important cue begins, and ends.
static void
climax_of(const ElaraPlan* plan, const Movement* m, double* from, double* to)
{
  size_t best = m->first;
  for (size_t i = m->first; i < m->last; i++) {
    if (plan->cues[i].importance > plan->cues[best].importance) best = i;
  }
  const ElaraTime start = plan->cues[m->first].start;
  *from = elara_time_s(plan->cues[best].start - start) / length_s(plan, m);
  *to = elara_time_s(plan->cues[best].end - start) / length_s(plan, m);
}

static int
same_moods(const ElaraPlan* plan, const Movement* a, const Movement* b)
{
  if (a->last - a->first != b->last - b->first) return 0;
  for (size_t i = 0; i < a->last - a->first; i++) {
    if (plan->cues[a->first + i].mood != plan->cues[b->first + i].mood)
      return 0;
  }
  return 1;
}

static void
check_movements(const ElaraPlan* plan, double minutes)
{
  Movement list[128];
  const size_t count = movements_of(plan, list, 128);
  int bad_number = 0, bad_length = 0, bad_pause = 0, bad_climax = 0, again = 0;
  ElaraTime before = plan->story_end;
  for (size_t i = 0; i < count; i++) {
    const Movement* const m = &list[i];
    double from, to;
    climax_of(plan, m, &from, &to);
    const double pause = elara_time_s(plan->cues[m->first].start - before);
    const double length = length_s(plan, m);
    bad_number += m->number != (int)i + 1;
    bad_length += length > 721.0 || (count > 1 && length < 359.0);
    bad_pause += pause < 6.0 - 1e-6 || pause > 12.0 + 1e-6;
    bad_climax += from > .85 || to < .6;
    again += i > 0 && same_moods(plan, m, m - 1);
    before = plan->cues[m->last - 1].end;
  }
  TAP_OK(count >= 1, named("there are movements", minutes));
  TAP_EQ_I(bad_number, 0, named("movements counted one by one", minutes));
  TAP_EQ_I(bad_length, 0, named("movements of 6 to 12 minutes", minutes));
  TAP_EQ_I(bad_pause, 0, named("short silences between them", minutes));
  TAP_EQ_I(bad_climax, 0, named("climax at 60 to 85 %", minutes));
  TAP_EQ_I(again, 0, named("no order of moods twice in a row", minutes));
}

static void
check_cues(const ElaraPlan* plan, double minutes)
{
  int bad = 0, loud = 0;
  for (size_t i = 0; i < plan->cue_count; i++) {
    const ElaraCue* const cue = &plan->cues[i];
    const double length = elara_time_s(cue->end - cue->start);
    if (cue->movement == 0) continue;
    bad += length < 20.0 - 1e-6 || length > 240.0 + 1e-6;
    loud += cue->importance >= 1.0 || cue->reach > .95 + 1e-9;
  }
  const ElaraCue* const last = &plan->cues[plan->cue_count - 1];
  TAP_EQ_I(bad, 0, named("cues of 20 s to 4 min", minutes));
  TAP_EQ_I(loud, 0, named("the story's climax stays the greatest", minutes));
  TAP_EQ_I(plan->length, elara_time_from_s(60.0 * minutes),
           named("the length to the flick", minutes));
  TAP_NEAR(elara_time_s(plan->length - last->end), TAIL_S, 1e-9,
           named("it rings out before the end", minutes));
}

static void
check_themes(const ElaraPlan* plan, const ElaraPlan* story, double minutes)
{
  int bad = 0, twice = 0, unheard = 0;
  for (size_t i = story->theme_count; i < plan->theme_count; i++) {
    const ElaraThemeRole* const t = &plan->themes[i];
    int uses = 0;
    bad += t->parent < 0 || t->parent >= (int)i;
    bad += t->parent >= 0 && t->kind != plan->themes[t->parent].kind;
    for (size_t k = 0; k < i; k++)
      twice += strcmp(plan->themes[k].name, t->name) == 0;
    for (size_t c = story->cue_count; c < plan->cue_count; c++) {
      for (size_t u = 0; u < plan->cues[c].theme_count; u++)
        uses += plan->cues[c].themes[u].theme == (int)i;
    }
    unheard += uses == 0;
  }
  Movement list[128];
  const size_t movements = movements_of(plan, list, 128);
  TAP_EQ_I(bad, 0, named("themes grow out of earlier ones", minutes));
  TAP_EQ_I(twice, 0, named("no two of one name", minutes));
  TAP_EQ_I(unheard, 0, named("each is heard", minutes));
  TAP_OK(plan->theme_count - story->theme_count <= 2 * movements,
         named("two at most for a movement", minutes));
}

static void
test_length(const ElaraStory* story, double minutes)
{
  ElaraPlan* const plan = plan_of(story, minutes, 1);
  ElaraPlan* const alone = plan_of(story, 0.0, 1);
  ElaraDiags* const diags = elara_diags_new();
  TAP_EQ_I(elara_plan_check(plan, diags), ELARA_OK, named("check", minutes));
  elara_diags_print(diags, stdout);
  check_movements(plan, minutes);
  check_cues(plan, minutes);
  check_themes(plan, alone, minutes);
  int same = plan->story_end == alone->length;
  for (size_t i = 0; i < alone->cue_count; i++) {
    const ElaraCue* const a = &alone->cues[i];
    const ElaraCue* const b = &plan->cues[i];
    same &= a->start == b->start && a->end == b->end && a->bpm == b->bpm &&
            a->tonic == b->tonic && a->reach == b->reach &&
            strcmp(a->name, b->name) == 0;
  }
  TAP_OK(same, named("the story's own cues are as without it", minutes));
  elara_diags_free(diags);
  elara_plan_free(plan);
  elara_plan_free(alone);
}

// --- several lengths

static int
same_cue(const ElaraCue* a, const ElaraCue* b)
{
  return a->start == b->start && a->end == b->end && a->bpm == b->bpm &&
         a->mood == b->mood && a->tonic == b->tonic && a->beats == b->beats &&
         a->themes[0].theme == b->themes[0].theme &&
         a->themes[0].treatment == b->themes[0].treatment &&
         strcmp(a->key, b->key) == 0;
}

// All movements but those at the end, which must fit the length.
static void
test_prefix(const ElaraStory* story)
{
  ElaraPlan* const one = plan_of(story, 90.0, 1);
  ElaraPlan* const two = plan_of(story, 200.0, 1);
  Movement list[128];
  const size_t count = movements_of(one, list, 128);
  int differ = 0;
  for (size_t i = 0; i < one->cue_count; i++) {
    if (one->cues[i].movement + 2 > (int)count) break;
    differ += !same_cue(&one->cues[i], &two->cues[i]);
  }
  TAP_OK(count > 4, "an hour and a half has some movements");
  TAP_EQ_I(differ, 0, "a longer score begins as the shorter one");
  elara_plan_free(one);
  elara_plan_free(two);
}

static void
test_variety(const ElaraStory* story)
{
  ElaraPlan* const plan = plan_of(story, 360.0, 3);
  Movement list[128];
  const size_t count = movements_of(plan, list, 128);
  int loops = 0;
  for (size_t i = 0; i < count; i++) {
    for (size_t k = 0; k < i; k++) {
      loops += same_moods(plan, &list[i], &list[k]) &&
               length_s(plan, &list[i]) == length_s(plan, &list[k]);
    }
  }
  int used[ELARA_TREAT_COUNT] = {0};
  int kinds = 0;
  int keys[12] = {0};
  int key_kinds = 0;
  for (size_t i = list[0].first; i < plan->cue_count; i++) {
    kinds += used[plan->cues[i].themes[0].treatment]++ == 0;
    key_kinds += keys[plan->cues[i].tonic]++ == 0;
  }
  TAP_OK(count >= 30, "six hours have thirty movements and more");
  TAP_EQ_I(loops, 0, "no movement comes twice");
  TAP_OK(kinds >= 9, "themes are treated in nine ways and more");
  TAP_OK(key_kinds >= 10, "the keys go round");
  elara_plan_free(plan);
}

// Too little for a movement: the length is the story's.
static void
test_short(const ElaraStory* story)
{
  const double minutes = elara_time_s(story->length) / 60.0;
  ElaraPlan* const plan = plan_of(story, minutes + .5, 1);
  TAP_EQ_I(plan->length, plan->story_end, "half a minute makes no movement");
  elara_plan_free(plan);
}

int
main(void)
{
  tap_begin("beyond the story");
  ElaraStory* const story = toy_story(STORY_S, 7);
  static const double minutes[] = {7.9,   9.0,   12.0,  17.0,    19.123,
                                   20.0,  25.0,  31.7,  40.0,    59.99,
                                   120.0, 180.0, 240.0, 361.2345};
  for (size_t i = 0; i < sizeof minutes / sizeof *minutes; i++)
    test_length(story, minutes[i]);
  test_prefix(story);
  test_variety(story);
  test_short(story);
  elara_story_free(story);
  return tap_end();
}
