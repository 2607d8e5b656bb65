// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// What makes a score playable once every line is placed: no two notes of one
// voice at a time, air for winds and brass, clear low octaves.

#include "orchestrate/room.h"

#include <stdlib.h>

#define BREATH_S .28 // at least, rounded up to eighths
#define SHORTEST (QUARTER / 4)

static int
by_voice(const void* a, const void* b)
{
  const ElaraScoreNote* const x = (const ElaraScoreNote*)a;
  const ElaraScoreNote* const y = (const ElaraScoreNote*)b;
  if (x->voice != y->voice) return x->voice - y->voice;
  if (x->tick != y->tick) return x->tick < y->tick ? -1 : 1;
  if (x->pitch != y->pitch) return x->pitch - y->pitch;
  return (x->duration > y->duration) - (x->duration < y->duration);
}

static int
by_tick(const void* a, const void* b)
{
  const ElaraScoreNote* const x = (const ElaraScoreNote*)a;
  const ElaraScoreNote* const y = (const ElaraScoreNote*)b;
  if (x->tick != y->tick) return x->tick < y->tick ? -1 : 1;
  return by_voice(a, b);
}

static void
drop_empty(NoteList* list)
{
  size_t kept = 0;
  for (size_t i = 0; i < list->count; i++) {
    if (list->items[i].duration > 0) list->items[kept++] = list->items[i];
  }
  list->count = kept;
}

// --- one voice, one note at a time
// --------------------------------------------------

static void
untangle(NoteList* list)
{
  qsort(list->items, list->count, sizeof *list->items, by_voice);
  for (size_t i = 0; i + 1 < list->count; i++) {
    ElaraScoreNote* const a = &list->items[i];
    ElaraScoreNote* const b = &list->items[i + 1];
    if (a->voice != b->voice) continue;
    if (a->tick == b->tick) {
      if (a->pitch == b->pitch) {
        b->duration = b->duration > a->duration ? b->duration : a->duration;
        a->duration = 0;
      } else {
        // a chord takes the shorter length, backwards through its notes
        const ElaraTick shorter = a->duration < b->duration && a->duration > 0
                                      ? a->duration
                                      : b->duration;
        for (size_t k = i + 2; k-- > 0 && list->items[k].tick == b->tick &&
                               list->items[k].voice == b->voice;) {
          if (list->items[k].duration > 0) list->items[k].duration = shorter;
        }
      }
    }
  }
  drop_empty(list);
  for (size_t i = 0; i + 1 < list->count; i++) {
    ElaraScoreNote* const a = &list->items[i];
    size_t next = i + 1;
    while (next < list->count && list->items[next].tick == a->tick &&
           list->items[next].voice == a->voice) {
      next++;
    }
    if (next >= list->count || list->items[next].voice != a->voice) continue;
    const ElaraTick room = list->items[next].tick - a->tick;
    if (a->duration > room) a->duration = room;
  }
  drop_empty(list);
}

// Two voices on one pitch at one time are one note.
static void
merge_unisons(NoteList* list)
{
  qsort(list->items, list->count, sizeof *list->items, by_tick);
  for (size_t i = 0; i < list->count; i++) {
    ElaraScoreNote* const a = &list->items[i];
    for (size_t k = i + 1;
         k < list->count && list->items[k].tick < a->tick + a->duration; k++) {
      ElaraScoreNote* const b = &list->items[k];
      if (b->voice == a->voice || b->pitch != a->pitch || b->duration == 0)
        continue;
      if (b->tick == a->tick) {
        (a->lead ? b : b->lead ? a : b)->duration = 0;
      } else {
        a->duration = b->tick - a->tick;
      }
    }
  }
  drop_empty(list);
}

// --- breath
// ------------------------------------------------------------------------------

typedef struct {
  const Desk* desk;
  NoteList* list;
  double limit_s;
  ELARA_LIST(ElaraTick) breaths;
} Lungs;

static double
seconds(const Desk* desk, ElaraTick tick)
{
  return elara_time_s(elara_tempo_map_time(&desk->map, tick));
}

// Ticks of silence for a breath that ends at TICK.
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

// How good it is to breathe before TICK: new phrase, new bar, after a long
// note.
static double
breath_value(const Lungs* lungs, size_t index)
{
  const ElaraScoreNote* const n = &lungs->list->items[index];
  const ElaraScoreNote* const before = index > 0 ? n - 1 : n;
  double value = 0.0;
  if (before->phrase != n->phrase) value += 8.0;
  const ElaraPlan* const plan = lungs->desk->plan;
  if (plan->bars[elara_plan_bar_at(plan, n->tick)].tick == n->tick)
    value += 3.0;
  const int bar = (int)elara_plan_bar_at(plan, n->tick) -
                  lungs->desk->sketch->phrases[n->phrase].first_bar;
  value += bar % 4 == 0 ? 3.0 : bar % 2 == 0 ? 1.5 : 0.0;
  if (before->duration >= QUARTER) value += 2.0;
  if (before->duration < QUARTER) value -= 2.0;
  if (before->slur && before->slur == n->slur) value -= 3.0;
  return value;
}

static void
plan_breaths(Lungs* lungs, size_t first, size_t last, ElaraTick end)
{
  const Desk* const desk = lungs->desk;
  ElaraTick from = lungs->list->items[first].tick;
  while (seconds(desk, end) - seconds(desk, from) > lungs->limit_s) {
    const double begin = seconds(desk, from);
    ElaraTick best = 0;
    double most = -1e9;
    for (size_t i = first; i <= last; i++) {
      const ElaraTick tick = lungs->list->items[i].tick;
      const double at = seconds(desk, tick) - begin;
      if (at < .4 * lungs->limit_s || at > lungs->limit_s) continue;
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
    ELARA_PUSH(desk->arena, &lungs->breaths, best);
    from = best;
  }
}

static void
apply_breaths(Lungs* lungs)
{
  const size_t count = lungs->list->count;
  size_t next = 0;
  for (size_t i = 0; i < count; i++) {
    const ElaraTick tick = lungs->list->items[i].tick;
    while (next < lungs->breaths.count &&
           lungs->breaths.items[next] <= tick - 16 * QUARTER) {
      next++;
    }
    for (size_t b = next; b < lungs->breaths.count; b++) {
      const ElaraTick at = lungs->breaths.items[b];
      ElaraScoreNote* const n = &lungs->list->items[i];
      const ElaraTick end = n->tick + n->duration;
      const ElaraTick gap = gap_before(lungs->desk, at);
      if (at - gap >= end || n->duration == 0) break;
      if (n->tick >= at) continue;
      if (end > at) {
        ElaraScoreNote tail = *n;
        tail.tick = at;
        tail.duration = end - at;
        tail.slur = 0;
        if (tail.duration >= SHORTEST)
          ELARA_PUSH(lungs->desk->arena, lungs->list, tail);
      }
      ElaraScoreNote* const head = &lungs->list->items[i];
      head->duration = at - gap - head->tick;
      if (head->duration < SHORTEST) head->duration = 0;
    }
  }
  drop_empty(lungs->list);
}

static void
breathe(const Desk* desk, NoteList* list, double breath_s)
{
  if (list->count == 0) return;
  Lungs lungs = {.desk = desk, .list = list, .limit_s = breath_s * .85};
  for (int pass = 0; pass < 6; pass++) {
    qsort(list->items, list->count, sizeof *list->items, by_tick);
    lungs.breaths.count = 0;
    size_t first = 0;
    ElaraTick end = list->items[0].tick + list->items[0].duration;
    for (size_t i = 1; i <= list->count; i++) {
      const int over = i == list->count;
      const int rest =
          over || seconds(desk, list->items[i].tick) - seconds(desk, end) > .22;
      if (rest) {
        plan_breaths(&lungs, first, i - 1, end);
        if (over) break;
        first = i;
        end = list->items[i].tick;
      }
      const ElaraTick stop = list->items[i].tick + list->items[i].duration;
      if (stop > end) end = stop;
    }
    if (lungs.breaths.count == 0) return;
    apply_breaths(&lungs);
  }
}

// --- the low octaves
// --------------------------------------------------------------------------

typedef struct {
  ElaraScoreNote* note;
  int instrument;
} LowNote;

static int
low_by_tick(const void* a, const void* b)
{
  const LowNote* const x = (const LowNote*)a;
  const LowNote* const y = (const LowNote*)b;
  if (x->note->tick != y->note->tick)
    return x->note->tick < y->note->tick ? -1 : 1;
  if (x->instrument != y->instrument) return x->instrument - y->instrument;
  return x->note->pitch - y->note->pitch;
}

static int
clash(const ElaraScoreNote* a, const ElaraScoreNote* b)
{
  const int low = a->pitch < b->pitch ? a->pitch : b->pitch;
  const int gap = abs(a->pitch - b->pitch);
  return low < 42 && gap > 0 && gap < 7 && a->tick < b->tick + b->duration &&
         b->tick < a->tick + a->duration;
}

static int
is_bass(const ElaraScoreNote* n)
{
  return n->role == ELARA_LINE_BASS || n->role == ELARA_LINE_PEDAL;
}

// The lesser of the two goes up an octave where it can, else falls silent.
static void
resolve_clash(const LowNote* a, const LowNote* b)
{
  const LowNote* yields = is_bass(a->note) && !is_bass(b->note) ? b : a;
  if (is_bass(a->note) == is_bass(b->note))
    yields = a->note->pitch > b->note->pitch ? a : b;
  const ElaraInstrument* const t = elara_instrument(yields->instrument);
  if (yields->note->pitch + 12 <= t->used_high &&
      yields->note->pitch + 12 < 60) {
    yields->note->pitch += 12;
  } else {
    yields->note->duration = 0;
  }
}

static void
clear_low(Desk* desk)
{
  size_t count = 0;
  for (int i = 0; i < ELARA_INSTRUMENT_COUNT; i++) {
    count += i == ELARA_PERCUSSION ? 0 : desk->notes[i].count;
  }
  LowNote* const low =
      (LowNote*)elara_arena_array(desk->arena, count, sizeof(LowNote));
  if (!low) {
    desk->failed = 1;
    return;
  }
  size_t used = 0;
  for (int i = 0; i < ELARA_INSTRUMENT_COUNT; i++) {
    if (i == ELARA_PERCUSSION) continue;
    for (size_t k = 0; k < desk->notes[i].count; k++) {
      if (desk->notes[i].items[k].pitch < 49)
        low[used++] = (LowNote){&desk->notes[i].items[k], i};
    }
  }
  qsort(low, used, sizeof *low, low_by_tick);
  for (int pass = 0; pass < 4; pass++) {
    for (size_t i = 0; i < used; i++) {
      for (size_t k = i + 1;
           k < used &&
           low[k].note->tick < low[i].note->tick + low[i].note->duration;
           k++) {
        if (low[i].note->duration > 0 && low[k].note->duration > 0 &&
            clash(low[i].note, low[k].note)) {
          resolve_clash(&low[i], &low[k]);
        }
      }
    }
  }
  for (int i = 0; i < ELARA_INSTRUMENT_COUNT; i++) {
    drop_empty(&desk->notes[i]);
  }
}

// --- the lead in the clear
// ------------------------------------------------------

static int
note_by_tick(const void* a, const void* b)
{
  const ElaraScoreNote* const x = (const ElaraScoreNote*)a;
  const ElaraScoreNote* const y = (const ElaraScoreNote*)b;
  if (x->tick != y->tick) return x->tick < y->tick ? -1 : 1;
  return x->pitch - y->pitch;
}

static ElaraScoreNote*
gather_lead(Desk* desk, size_t* count)
{
  size_t most = 0;
  for (int i = 0; i < ELARA_INSTRUMENT_COUNT; i++) {
    most += desk->notes[i].count;
  }
  ElaraScoreNote* const lead = (ElaraScoreNote*)elara_arena_array(
      desk->arena, most, sizeof(ElaraScoreNote));
  *count = 0;
  for (int i = 0; lead && i < ELARA_INSTRUMENT_COUNT; i++) {
    for (size_t k = 0; k < desk->notes[i].count; k++) {
      if (desk->notes[i].items[k].lead) {
        lead[(*count)++] = desk->notes[i].items[k];
      }
    }
  }
  if (lead) qsort(lead, *count, sizeof *lead, note_by_tick);
  return lead;
}

// A held harmony note covers the tune when it lies above it or less than a
// third below; beside a low tune (a cello's) only seconds and unisons hurt.
static int
covers(const ElaraScoreNote* pad, const ElaraScoreNote* lead)
{
  const int gap = lead->pitch - pad->pitch;
  if (lead->pitch < 62) return abs(gap) < 3;
  return gap < 3 && gap > -13;
}

static void
clear_lead_in(Desk* desk,
              int instrument,
              const ElaraScoreNote* lead,
              size_t count)
{
  NoteList* const list = &desk->notes[instrument];
  const ElaraInstrument* const t = elara_instrument(instrument);
  qsort(list->items, list->count, sizeof *list->items, by_tick);
  size_t first = 0;
  for (size_t i = 0; i < list->count; i++) {
    ElaraScoreNote* const n = &list->items[i];
    if (n->role != ELARA_LINE_INNER || n->lead || n->duration <= QUARTER)
      continue;
    while (first < count && lead[first].tick + 16 * QUARTER < n->tick) {
      first++;
    }
    int hurt = 0;
    for (size_t k = first; k < count && lead[k].tick < n->tick + n->duration;
         k++) {
      hurt |= lead[k].tick + lead[k].duration > n->tick && covers(n, &lead[k]);
    }
    if (!hurt) continue;
    const int movable = n->technique != ELARA_TECHNIQUE_HARMONIC;
    if (movable && n->pitch - 12 >= t->used_low && n->pitch - 12 >= 48) {
      n->pitch -= 12;
    } else {
      n->duration = 0;
    }
  }
  drop_empty(list);
}

static void
clear_lead(Desk* desk)
{
  size_t count = 0;
  const ElaraScoreNote* const lead = gather_lead(desk, &count);
  if (!lead) desk->failed = 1;
  for (int i = 0; lead && i < ELARA_INSTRUMENT_COUNT; i++) {
    if (desk->notes[i].count) clear_lead_in(desk, i, lead, count);
  }
}

void
elara_repair(Desk* desk)
{
  clear_lead(desk);
  for (int i = 0; i < ELARA_INSTRUMENT_COUNT; i++) {
    NoteList* const list = &desk->notes[i];
    if (list->count == 0) continue;
    untangle(list);
    merge_unisons(list);
    const double breath = elara_instrument(i)->breath_s;
    if (breath > 0.0) breathe(desk, list, breath);
  }
  clear_low(desk);
  for (int i = 0; i < ELARA_INSTRUMENT_COUNT; i++) {
    if (desk->notes[i].count) untangle(&desk->notes[i]);
  }
}
