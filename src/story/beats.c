// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// From paragraphs to beats. Paragraphs are first gathered into units; then a
// dynamic programme over each scene picks the boundaries that cost least:
//
//   cost of a beat = how far it is from about 14 s (in octaves, squared)
//                  + how much its units differ in feeling
//   gain of a cut  = a change of feeling or from speech to action there
//
// A beat has at most MOST_UNITS units, so the cost is linear in the script.

#include "story/draft.h"

#include <math.h>
#include <string.h>

#define UNIT_S 3.0  // shorter units of action are joined
#define BEAT_S 14.0 // what a beat would like to last
#define SHORTEST_S 5.0
#define LONGEST_S 40.0
#define MOST_UNITS 24
#define COST_LENGTH 0.35
#define COST_OUTSIDE 1.5 // a second's worth below 5 s, or octave over 40 s
#define COST_SPREAD 1.2
#define GAIN_CHANGE 0.6

static int
takes_part(const ElaraElement* element)
{
  return element->end > element->start ||
         element->kind == ELARA_ELEMENT_CHARACTER;
}

static void
score_element(const ElaraDraft* draft,
              ElaraUnit* unit,
              ElaraElement* element,
              double seconds)
{
  const ElaraTextScore score =
      elara_score_felt(draft->table, elara_span(element->text));
  element->feeling = elara_score_feeling(&score);
  elara_score_add(&unit->score, &score);
  unit->time += seconds;
  if (element->kind == ELARA_ELEMENT_ACTION) {
    elara_score_add(&unit->action, &score);
    unit->paragraphs++;
  } else if (elara_is_speech(element->kind)) {
    unit->speech += seconds;
  }
}

// True when ELEMENT belongs to the unit being gathered.
static int
continues(const ElaraUnit* unit, const ElaraElement* element, int dual)
{
  if (element->scene != unit->scene) return 0;
  if (!takes_part(element)) return 1;
  if (element->dual == 2) return 1;
  if (element->kind == ELARA_ELEMENT_CHARACTER) return 0;
  if (element->kind == ELARA_ELEMENT_PARENTHETICAL ||
      elara_is_speech(element->kind)) {
    return unit->person == element->person || dual;
  }
  return unit->person < 0 && unit->time < UNIT_S;
}

// The heading and marks at the beginning of a scene go with what follows.
static int
is_bare(const ElaraUnit* unit)
{
  return unit->speeches == 0 && unit->paragraphs == 0 && unit->score.words == 0;
}

static ElaraStatus
gather_units(ElaraDraft* draft)
{
  ElaraStory* const story = draft->story;
  ElaraUnit unit = {.scene = -1};
  int dual = 0;
  for (size_t i = 0; i < story->element_count; i++) {
    ElaraElement* const element = &story->elements[i];
    if (element->scene < 0) continue;
    const int bare_start =
        unit.element_count && is_bare(&unit) && unit.scene == element->scene;
    if (unit.element_count && !bare_start && !continues(&unit, element, dual)) {
      ELARA_TRY_PTR(ELARA_PUSH(draft->scratch, &draft->units, unit));
      unit.element_count = 0;
    }
    if (unit.element_count == 0) {
      unit = (ElaraUnit){
          .first_element = (int)i, .scene = element->scene, .person = -1};
    }
    unit.element_count++;
    if (element->kind == ELARA_ELEMENT_CHARACTER) {
      unit.speeches++;
      if (element->dual != 2) unit.person = element->person;
    }
    if (takes_part(element)) {
      dual = element->dual;
      score_element(draft, &unit, element,
                    elara_time_s(element->end - element->start));
    }
  }
  if (unit.element_count) {
    ELARA_TRY_PTR(ELARA_PUSH(draft->scratch, &draft->units, unit));
  }
  return ELARA_OK;
}

static ElaraTime
unit_start(const ElaraDraft* draft, size_t unit)
{
  const ElaraStory* const story = draft->story;
  if (unit >= draft->units.count) return story->length;
  const ElaraUnit* const u = &draft->units.items[unit];
  const ElaraScene* const scene = &story->scenes[u->scene];
  if (u->first_element == scene->first_element) return scene->start;
  return story->elements[u->first_element].start;
}

// A unit's feeling for the comparison of neighbours: squashed, so that one
// strong word does not cut the scene to pieces.
typedef struct {
  double valence;
  double arousal;
  double grim;
  double speech;
} Tint;

static Tint
tint_of(const ElaraUnit* unit)
{
  const double words = fmax(unit->score.words, 4);
  return (Tint){
      .valence = tanh(1.5 * elara_score_valence(&unit->score)),
      .arousal = tanh(3.0 * elara_score_arousal(&unit->score)),
      .grim = fmin(1.0, 6.0 * unit->score.grim / words),
      .speech = unit->person >= 0 ? 0.6 : 0.0,
  };
}

static double
distance(const Tint* a, const Tint* b)
{
  return fabs(a->valence - b->valence) + 0.7 * fabs(a->arousal - b->arousal) +
         0.7 * fabs(a->grim - b->grim) + fabs(a->speech - b->speech);
}

static double
length_cost(double seconds, int last)
{
  const double octaves = log2(fmax(seconds, 0.25) / BEAT_S);
  double cost = COST_LENGTH * octaves * octaves;
  if (seconds < SHORTEST_S && !last)
    cost += COST_OUTSIDE * (SHORTEST_S - seconds);
  if (seconds > LONGEST_S)
    cost += 4.0 * COST_OUTSIDE * log2(seconds / LONGEST_S);
  return cost;
}

// The best way to end a beat at each unit of a scene.
typedef struct {
  double cost;
  size_t from; // first unit of that beat
} Step;

// What the programme needs of every unit; START has one more, the end.
typedef struct {
  Tint* tints;
  double* starts; // seconds
} Track;

static ElaraStatus
make_track(const ElaraDraft* draft, Track* track)
{
  const size_t count = draft->units.count;
  track->tints =
      (Tint*)elara_arena_array(draft->scratch, count + 1, sizeof *track->tints);
  track->starts = (double*)elara_arena_array(draft->scratch, count + 1,
                                             sizeof *track->starts);
  ELARA_TRY_PTR(track->tints && track->starts);
  for (size_t i = 0; i <= count; i++) {
    if (i < count) track->tints[i] = tint_of(&draft->units.items[i]);
    track->starts[i] = elara_time_s(unit_start(draft, i));
  }
  return ELARA_OK;
}

// Units FIRST ... END-1 are one scene's. STEPS[i] ends before unit FIRST + i.
static void
plan_scene(const Track* track, size_t first, size_t end, Step* steps)
{
  steps[0] = (Step){0.0, first};
  for (size_t i = first + 1; i <= end; i++) {
    Step best = {HUGE_VAL, i - 1};
    double spread = 0.0;
    for (size_t k = i; k-- > first && i - k <= MOST_UNITS;) {
      const Tint* const here = &track->tints[k];
      spread += distance(here, &track->tints[i - 1]);
      double gain = 0.0;
      if (k > first) {
        gain = GAIN_CHANGE * fmin(distance(here - 1, here), 2.0);
      }
      const double seconds = track->starts[i] - track->starts[k];
      const int whole = k == first && i == end;
      const double cost = steps[k - first].cost + length_cost(seconds, whole) +
                          COST_SPREAD * spread / (double)(i - k) - gain;
      if (cost < best.cost) best = (Step){cost, k};
      if (seconds > 2.0 * LONGEST_S) break;
    }
    steps[i - first] = best;
  }
}

static ElaraStatus
add_beat(ElaraDraft* draft,
         size_t from,
         size_t to,
         ElaraBeat* beat,
         ElaraBeatSums* sums)
{
  const ElaraStory* const story = draft->story;
  const ElaraUnit* const first = &draft->units.items[from];
  const ElaraUnit* const last = &draft->units.items[to - 1];
  *beat = (ElaraBeat){
      .scene = first->scene,
      .first_element = first->first_element,
      .element_count =
          last->first_element + last->element_count - first->first_element,
      .line = story->elements[first->first_element].line,
      .start = unit_start(draft, from),
      .end = unit_start(draft, to),
  };
  for (int i = 0; i < beat->element_count; i++) {
    const int line = story->elements[beat->first_element + i].line_last;
    if (line > beat->line_last) beat->line_last = line;
  }
  *sums = (ElaraBeatSums){0};
  for (size_t i = from; i < to; i++) {
    const ElaraUnit* const unit = &draft->units.items[i];
    elara_score_add(&sums->score, &unit->score);
    elara_score_add(&sums->action, &unit->action);
    sums->time += unit->time;
    sums->speech += unit->speech;
    sums->speeches += unit->speeches;
    sums->paragraphs += unit->paragraphs;
  }
  const double seconds = elara_time_s(beat->end - beat->start);
  beat->speech = seconds > 0.0 ? fmin(1.0, sums->speech / seconds) : 0.0;
  return ELARA_OK;
}

typedef struct {
  ELARA_LIST(ElaraBeat) beats;
  ELARA_LIST(ElaraBeatSums) sums;
} BeatList;

// Walks the plan backwards, then appends its beats in order.
static ElaraStatus
take_plan(ElaraDraft* draft,
          size_t first,
          size_t end,
          const Step* steps,
          size_t* stops,
          BeatList* list)
{
  size_t count = 0;
  for (size_t at = end; at > first; at = steps[at - first].from) {
    stops[count++] = at;
  }
  size_t from = first;
  while (count > 0) {
    ElaraBeat beat;
    ElaraBeatSums sums;
    const size_t to = stops[--count];
    ELARA_TRY(add_beat(draft, from, to, &beat, &sums));
    ELARA_TRY_PTR(ELARA_PUSH(draft->scratch, &list->beats, beat));
    ELARA_TRY_PTR(ELARA_PUSH(draft->scratch, &list->sums, sums));
    from = to;
  }
  return ELARA_OK;
}

ElaraStatus
elara_draft_beats(ElaraDraft* draft)
{
  ELARA_TRY(gather_units(draft));
  const size_t count = draft->units.count;
  Step* const steps =
      (Step*)elara_arena_array(draft->scratch, count + 1, sizeof *steps);
  size_t* const stops =
      (size_t*)elara_arena_array(draft->scratch, count + 1, sizeof *stops);
  Track track;
  ELARA_TRY_PTR(steps && stops);
  ELARA_TRY(make_track(draft, &track));
  BeatList list = {0};
  for (size_t first = 0, end; first < count; first = end) {
    end = first + 1;
    while (end < count &&
           draft->units.items[end].scene == draft->units.items[first].scene) {
      end++;
    }
    plan_scene(&track, first, end, steps);
    ELARA_TRY(take_plan(draft, first, end, steps, stops, &list));
  }
  ElaraStory* const story = draft->story;
  story->beat_count = list.beats.count;
  story->beats = (ElaraBeat*)elara_arena_array(draft->arena, list.beats.count,
                                               sizeof *story->beats);
  ELARA_TRY_PTR(story->beats);
  memcpy(story->beats, list.beats.items,
         list.beats.count * sizeof *story->beats);
  draft->sums = list.sums.items;
  return ELARA_OK;
}
