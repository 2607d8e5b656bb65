// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// Air for winds and brass. Where a player must breathe, the note before is
// shortened, in all parts that play it: a doubling stops where the line that
// it doubles stops, or one would hear two tunes. Nothing is taken out of a
// line while there is a note long enough to be shortened.

#include "orchestrate/room.h"

#define BREATH_S .28 // as wished, rounded up to eighths
#define LEAST_S .21  // a shorter gap is no breath
#define SPARE .85    // of the longest breath that is used
#define PASSES 8
#define LAST_RESORT 5 // the pass from which short notes may be left out

typedef struct {
  Desk* desk;
  int instrument;
  int pass;
  double limit_s;
  ELARA_LIST(ElaraTick) breaths;
} Lungs;

static double
seconds(const Desk* desk, ElaraTick tick)
{
  return elara_time_s(elara_tempo_map_time(&desk->map, tick));
}

int
elara_same_note(const ElaraScoreNote* a, const ElaraScoreNote* b)
{
  return a->tick == b->tick && a->duration == b->duration &&
         a->role == b->role && a->phrase == b->phrase &&
         (a->pitch - b->pitch) % 12 == 0;
}

static int
is_melodic(int role)
{
  return role == ELARA_LINE_MELODY || role == ELARA_LINE_COUNTER ||
         role == ELARA_LINE_DESCANT;
}

// Ticks of silence that are wished for before TICK.
static ElaraTick
gap_before(const Desk* desk, ElaraTick tick)
{
  const ElaraTick eighth = QUARTER / 2;
  ElaraTick gap = eighth;
  while (gap < 2 * QUARTER &&
         seconds(desk, tick) - seconds(desk, tick - gap) < BREATH_S) {
    gap += eighth;
  }
  return gap;
}

// How much of N may go for a breath at TICK: half of it; at last, all of it
// that lies in the gap.
static ElaraTick
gap_of(const Lungs* lungs, const ElaraScoreNote* n, ElaraTick tick)
{
  const ElaraTick wish = gap_before(lungs->desk, tick);
  const ElaraTick end = n->tick + n->duration;
  const ElaraTick gap = wish < n->duration / 2 ? wish : n->duration / 2;
  const double air =
      seconds(lungs->desk, end) - seconds(lungs->desk, end - gap);
  if (air >= LEAST_S) return gap;
  if (lungs->pass < LAST_RESORT) return 0;
  return n->tick >= tick - wish ? n->duration : end - (tick - wish);
}

// How good it is to breathe before note INDEX: new phrase, new bar, after a
// long note.
static double
breath_value(const Lungs* lungs, size_t index)
{
  const NoteList* const list = &lungs->desk->notes[lungs->instrument];
  const ElaraScoreNote* const n = &list->items[index];
  const ElaraScoreNote* const before = index > 0 ? n - 1 : n;
  const ElaraPlan* const plan = lungs->desk->plan;
  double value = before->phrase != n->phrase ? 8.0 : 0.0;
  if (plan->bars[elara_plan_bar_at(plan, n->tick)].tick == n->tick)
    value += 3.0;
  const int bar = (int)elara_plan_bar_at(plan, n->tick) -
                  lungs->desk->sketch->phrases[n->phrase].first_bar;
  value += bar % 4 == 0 ? 3.0 : bar % 2 == 0 ? 1.5 : 0.0;
  value += before->duration >= QUARTER ? 2.0 : -2.0;
  if (before->slur && before->slur == n->slur) value -= 3.0;
  // a note too short to be shortened is no place at all
  const ElaraTick half = before->duration / 2;
  if (seconds(lungs->desk, n->tick) - seconds(lungs->desk, n->tick - half) <
      LEAST_S)
    value -= 40.0;
  return value;
}

static void
plan_breaths(Lungs* lungs, size_t first, size_t last, ElaraTick end)
{
  Desk* const desk = lungs->desk;
  const NoteList* const list = &desk->notes[lungs->instrument];
  ElaraTick from = list->items[first].tick;
  while (seconds(desk, end) - seconds(desk, from) > lungs->limit_s) {
    const double begin = seconds(desk, from);
    ElaraTick best = 0;
    double most = -1e9;
    for (size_t i = first; i <= last; i++) {
      const ElaraTick tick = list->items[i].tick;
      const double at = seconds(desk, tick) - begin;
      if (at < .3 * lungs->limit_s || at > lungs->limit_s) continue;
      const double value = breath_value(lungs, i) + at / lungs->limit_s;
      if (value > most) most = value, best = tick;
    }
    if (best == 0) {
      // one long note: cut it at the beat before the air runs out
      best = elara_tempo_map_tick(
                 &desk->map, elara_time_from_s(begin + .8 * lungs->limit_s)) /
             QUARTER * QUARTER;
      if (best <= from) best = from + 2 * QUARTER;
    }
    if (best >= end) return;
    if (!ELARA_PUSH(desk->arena, &lungs->breaths, best)) desk->failed = 1;
    from = best;
  }
}

// N ends GAP before TICK; what it has beyond TICK begins anew there.
static void
lift(Desk* desk, int instrument, size_t index, ElaraTick tick, ElaraTick gap)
{
  NoteList* const list = &desk->notes[instrument];
  ElaraScoreNote* const n = &list->items[index];
  const ElaraTick end = n->tick + n->duration;
  n->duration = tick - gap - n->tick;
  if (end - tick < QUARTER / 4) return;
  ElaraScoreNote tail = *n;
  tail.tick = tick;
  tail.duration = end - tick;
  tail.slur = 0;
  if (!ELARA_PUSH(desk->arena, list, tail)) desk->failed = 1;
}

static size_t
first_at(const NoteList* list, size_t count, ElaraTick tick)
{
  size_t low = 0;
  size_t high = count;
  while (low < high) {
    const size_t middle = low + (high - low) / 2;
    if (list->items[middle].tick < tick) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

// KEY is lifted in every part that has it; held notes of strings go on.
static void
lift_all(Lungs* lungs,
         const size_t* sorted,
         const ElaraScoreNote* key,
         ElaraTick tick)
{
  Desk* const desk = lungs->desk;
  const ElaraTick end = key->tick + key->duration;
  const ElaraTick at = end > tick ? tick : end;
  ElaraScoreNote head = *key;
  head.duration = at - key->tick;
  const ElaraTick gap = gap_of(lungs, &head, tick);
  if (gap <= 0) return;
  const ElaraScoreNote same = *key;
  for (int i = 0; i < ELARA_INSTRUMENT_COUNT; i++) {
    NoteList* const list = &desk->notes[i];
    if (!is_melodic(same.role) && elara_instrument(i)->breath_s <= 0.0)
      continue;
    for (size_t k = first_at(list, sorted[i], same.tick);
         k < sorted[i] && list->items[k].tick == same.tick; k++) {
      if (elara_same_note(&list->items[k], &same)) lift(desk, i, k, at, gap);
    }
  }
}

static void
apply_breaths(Lungs* lungs)
{
  Desk* const desk = lungs->desk;
  NoteList* const list = &desk->notes[lungs->instrument];
  size_t sorted[ELARA_INSTRUMENT_COUNT];
  for (int i = 0; i < ELARA_INSTRUMENT_COUNT; i++) {
    sorted[i] = desk->notes[i].count;
  }
  for (size_t b = 0; b < lungs->breaths.count; b++) {
    const ElaraTick at = lungs->breaths.items[b];
    const ElaraTick wish = gap_before(desk, at);
    const ElaraTick from = at - (lungs->pass < LAST_RESORT ? wish / 2 : wish);
    for (size_t i = 0; i < sorted[lungs->instrument]; i++) {
      const ElaraScoreNote n = list->items[i];
      if (n.tick >= at) break;
      if (n.duration > 0 && n.tick + n.duration > from)
        lift_all(lungs, sorted, &n, at);
    }
  }
  for (int i = 0; i < ELARA_INSTRUMENT_COUNT; i++) {
    elara_drop_empty(&desk->notes[i]);
    elara_sort_notes(&desk->notes[i]);
  }
}

// Returns the breaths that were missing.
static size_t
breathe_part(Lungs* lungs)
{
  const Desk* const desk = lungs->desk;
  const NoteList* const list = &desk->notes[lungs->instrument];
  lungs->breaths.count = 0;
  size_t first = 0;
  ElaraTick end = list->items[0].tick + list->items[0].duration;
  for (size_t i = 1; i <= list->count; i++) {
    const int over = i == list->count;
    if (over || seconds(desk, list->items[i].tick) - seconds(desk, end) >
                    LEAST_S - .005) {
      plan_breaths(lungs, first, i - 1, end);
      if (over) break;
      first = i;
      end = list->items[i].tick;
    }
    const ElaraTick stop = list->items[i].tick + list->items[i].duration;
    if (stop > end) end = stop;
  }
  if (lungs->breaths.count) apply_breaths(lungs);
  return lungs->breaths.count;
}

void
elara_breathe(Desk* desk)
{
  for (int i = 0; i < ELARA_INSTRUMENT_COUNT; i++) {
    elara_sort_notes(&desk->notes[i]);
  }
  Lungs lungs = {.desk = desk};
  for (lungs.pass = 0; lungs.pass < PASSES; lungs.pass++) {
    size_t missing = 0;
    for (int i = 0; i < ELARA_INSTRUMENT_COUNT; i++) {
      lungs.instrument = i;
      lungs.limit_s = elara_instrument(i)->breath_s * SPARE;
      if (lungs.limit_s > 0.0 && desk->notes[i].count)
        missing += breathe_part(&lungs);
    }
    if (!missing) return;
  }
}
