// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// The long line. A score is one piece: its keys make one journey on the line
// of fifths that leaves the story's key, goes farthest where the story is
// darkest or brightest, and comes home; its force rises to one climax, so that
// what comes before it must hold back. Both are decided here for all cues at
// once, by dynamic programming over the twelve keys.

#include "base/random.h"
#include "plan/room.h"

#include <stdlib.h>

// Names of the keys as German and English scores print them in tables.
static const char* const key_names[12] = {
    "C",       "D-flat", "D",      "E-flat", "E",      "F",
    "F-sharp", "G",      "A-flat", "A",      "B-flat", "B"};

static double
square(double x)
{
  return x * x;
}

// Steps on the line of fifths from A to B, -5..6.
static int
fifths_between(int a, int b)
{
  const int steps = (((b - a) % 12 + 12) % 12 * 7) % 12;
  return steps > 6 ? steps - 12 : steps;
}

int
elara_plan_story_tonic(uint64_t seed)
{
  static const int roots[] = {2, 7, 9, 0, 5, 4};
  ElaraRandom random = elara_random(seed, "key", 0, 0);
  return roots[elara_random_index(&random, 6)];
}

// Where on the line of fifths, seen from home, a cue wants to be: bright to
// the sharp side, dark to the flat side, farther the stronger it is.
static double
wanted_fifths(const PlanRoom* room, size_t index)
{
  const ElaraPlan* const plan = room->plan;
  const ElaraCue* const cue = &plan->cues[index];
  if (index == 0 || index + 1 == plan->cue_count) return 0.0;
  if (cue->importance >= 1.0) return cue->feeling.valence < -.2 ? -5.0 : 2.0;
  const ElaraMoodInfo* const mood = elara_mood_info(cue->mood);
  return 3.2 * cue->importance * (mood->valence - .5 * mood->tension) +
         1.0 * mood->arousal;
}

// The cue in which the main theme of cue INDEX was heard first, or INDEX.
static size_t
first_heard(const ElaraPlan* plan, size_t index)
{
  const int theme = plan->cues[index].themes[0].theme;
  for (size_t i = 0; i < index; i++) {
    if (plan->cues[i].themes[0].theme == theme) return i;
  }
  return index;
}

// What it costs to go from key A to key B between two cues: a new cue wants a
// new key, near or by a third; a segue goes near only.
static double
step_cost(int a, int b, int segue)
{
  static const double by_distance[7] = {.55, .0, .1, .15, .2, .5, .6};
  const int far = abs(fifths_between(a, b));
  return by_distance[far] + (segue && far > 3 ? .4 : 0.0);
}

typedef struct {
  double cost;
  int from;
} KeyStep;

static double
own_cost(const PlanKeys* keys, size_t i, int tonic)
{
  const double off = fifths_between(keys->home, tonic) - keys->wanted[i];
  double cost = keys->pull * square(off);
  // The journey begins at home or on the way to it, and ends at home.
  if (i + 1 == keys->count && tonic != keys->home) cost += 9.0;
  if (i == 0 && tonic != keys->home) cost += .6;
  return cost;
}

static int
is_segue(const ElaraCue* cue, size_t i)
{
  return i > 0 && cue->start == cue[-1].end;
}

ElaraStatus
elara_plan_keys(PlanRoom* room, const PlanKeys* keys)
{
  const size_t count = keys->count;
  KeyStep(*steps)[12] = elara_arena_array(room->scratch, count, sizeof *steps);
  ELARA_TRY_PTR(steps);
  for (size_t i = 0; i < count; i++) {
    const int segue = is_segue(&keys->cues[i], i);
    for (int key = 0; key < 12; key++) {
      KeyStep best = {i == 0 ? 0.0 : 1e9, 0};
      for (int from = 0; i > 0 && from < 12; from++) {
        const double cost =
            steps[i - 1][from].cost + step_cost(from, key, segue);
        if (cost < best.cost) best = (KeyStep){cost, from};
      }
      best.cost += own_cost(keys, i, key);
      steps[i][key] = best;
    }
  }
  int at = 0;
  for (int key = 1; key < 12; key++) {
    if (steps[count - 1][key].cost < steps[count - 1][at].cost) at = key;
  }
  for (size_t i = count; i-- > 0;) {
    keys->cues[i].tonic = at;
    at = steps[i][at].from;
  }
  return ELARA_OK;
}

static ElaraStatus
choose_keys(PlanRoom* room, int story)
{
  ElaraPlan* const plan = room->plan;
  const size_t count = plan->cue_count;
  double* const wanted =
      elara_arena_array(room->scratch, count, sizeof *wanted);
  ELARA_TRY_PTR(wanted);
  for (size_t i = 0; i < count; i++)
    wanted[i] = wanted_fifths(room, i);
  const PlanKeys keys = {plan->cues, count, story, wanted, .07};
  ELARA_TRY(elara_plan_keys(room, &keys));
  // A theme that is remembered comes back in the key in which it was born.
  for (size_t i = 1; i + 1 < count; i++) {
    if (plan->cues[i].themes[0].treatment != ELARA_TREAT_REMEMBER) continue;
    plan->cues[i].tonic = plan->cues[first_heard(plan, i)].tonic;
  }
  return ELARA_OK;
}

// The envelope of force at TIME: it rises to the climax and falls after it,
// with a second, lower rise for the end.
static double
envelope(const PlanRoom* room, ElaraTime time)
{
  const double x = elara_time_s(time) / elara_time_s(room->plan->story_end);
  const double top = elara_time_s(room->cells[room->climax].start) /
                     elara_time_s(room->plan->story_end);
  if (x <= top) return .62 + .30 * (top > 0.0 ? x / top : 1.0);
  const double after = (x - top) / (1.0 - top + 1e-9);
  return .92 - .40 * after + .30 * after * after;
}

static void
choose_reach(PlanRoom* room)
{
  ElaraPlan* const plan = room->plan;
  for (size_t i = 0; i < plan->cue_count; i++) {
    ElaraCue* const cue = &plan->cues[i];
    const double middle =
        envelope(room, cue->start + (cue->end - cue->start) / 2);
    const double own = .55 + .45 * cue->importance;
    cue->reach =
        cue->importance >= 1.0
            ? 1.0
            : elara_plan_clamp(elara_plan_step(middle * own, 20), .3, .9);
  }
}

const char*
elara_plan_key_name(int tonic)
{
  return key_names[(tonic % 12 + 12) % 12];
}

// "at", "1 fifth above", "3 fifths below": before the word home.
static const char*
distance_words(ElaraArena* arena, int far)
{
  if (far == 0) return "at";
  const char* const words =
      elara_arena_printf(arena, "%d fifth%s %s", abs(far),
                         abs(far) == 1 ? "" : "s", far < 0 ? "below" : "above");
  return words ? words : "near";
}

static const char*
key_reason(PlanRoom* room, size_t index, int story)
{
  const ElaraPlan* const plan = room->plan;
  const ElaraCue* const cue = &plan->cues[index];
  const char* const key = key_names[cue->tonic];
  const int reach = (int)(100.0 * cue->reach + .5);
  const int far = fifths_between(story, cue->tonic);
  const size_t first = first_heard(plan, index);
  if (index + 1 == plan->cue_count && far == 0) {
    return elara_arena_printf(
        room->arena,
        "In %s, where the story began: the journey of keys ends at home. It "
        "may use %d %% of the orchestra's force.",
        key, reach);
  }
  if (cue->themes[0].treatment == ELARA_TREAT_REMEMBER && first < index) {
    return elara_arena_printf(
        room->arena,
        "In %s, the key in which %s had it: a memory keeps its key. It may use "
        "%d %% of the orchestra's force.",
        key, plan->cues[first].name, reach);
  }
  if (cue->importance >= 1.0) {
    return elara_arena_printf(
        room->arena,
        "In %s, %d fifths %s home: the climax stands farthest out, and it "
        "alone may use all of the orchestra (line %d).",
        key, abs(far), far < 0 ? "below" : "above",
        room->cells[room->climax].line);
  }
  return elara_arena_printf(
      room->arena,
      "In %s, %s home, as %s asks for (line %d). On the way to the "
      "climax it may use %d %% of the orchestra's force.",
      key, distance_words(room->arena, far), elara_mood_info(cue->mood)->name,
      cue->line, reach);
}

ElaraStatus
elara_plan_long_range(PlanRoom* room)
{
  const int story = elara_plan_story_tonic(room->config.seed);
  if (room->plan->cue_count == 0) return ELARA_OK;
  ELARA_TRY(choose_keys(room, story));
  choose_reach(room);
  for (size_t i = 0; i < room->plan->cue_count; i++) {
    ElaraCue* const cue = &room->plan->cues[i];
    cue->key_why = key_reason(room, i, story);
    ELARA_TRY_PTR(cue->key_why);
  }
  return ELARA_OK;
}
