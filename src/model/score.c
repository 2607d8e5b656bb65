// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

#include "model/score.h"

#include <stdlib.h>

#define LONGEST_BREATH_S 12.0
#define BREATH_S 0.2 // a shorter gap is no breath

const char*
elara_dynamic_mark(double level)
{
  static const char* const marks[] = {"ppp", "pp", "p",  "mp",
                                      "mf",  "f",  "ff", "fff"};
  const int i = (int)(level * 8.0);
  return marks[i < 0 ? 0 : i > 7 ? 7 : i];
}

void
elara_score_free(ElaraScore* score)
{
  if (score) elara_arena_free(score->arena);
}

double
elara_part_level(const ElaraPart* part, ElaraTick tick)
{
  size_t low = 0;
  size_t high = part->dynamic_count;
  while (low < high) {
    const size_t middle = low + (high - low) / 2;
    if (part->dynamics[middle].tick <= tick) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  if (low == 0) return .5;
  const ElaraDynamic* const d = &part->dynamics[low - 1];
  if (tick >= d->tick_end || d->tick_end <= d->tick) return d->level_end;
  const double x = (double)(tick - d->tick) / (double)(d->tick_end - d->tick);
  return d->level + x * (d->level_end - d->level);
}

static int
broken(ElaraDiags* diags,
       const ElaraPart* part,
       ElaraTick tick,
       const char* what)
{
  elara_diag(diags, ELARA_DIAG_ERROR, "", 0, 0,
             "this is a fault of the orchestrator, please report it",
             "score: %s, tick %lld: %s",
             elara_instrument(part->instrument)->name, (long long)tick, what);
  return 1;
}

static int
check_note(const ElaraPart* part,
           const ElaraScoreNote* n,
           ElaraTick end,
           ElaraDiags* diags)
{
  const ElaraInstrument* const t = elara_instrument(part->instrument);
  if (n->duration < 1 || n->tick < 0 || n->tick + n->duration > end) {
    return broken(diags, part, n->tick, "a note outside the plan");
  }
  if (n->pitch < t->low || n->pitch > t->high) {
    return broken(diags, part, n->tick, "a note outside the hard range");
  }
  return n->voice < 0 || n->voice > 1
             ? broken(diags, part, n->tick, "a third voice")
             : 0;
}

// Within a voice notes share tick and duration or do not overlap.
static int
check_voices(const ElaraPart* part, ElaraDiags* diags)
{
  const ElaraScoreNote* last[2] = {NULL, NULL};
  int faults = 0;
  int chord = 0;
  for (size_t i = 0; i < part->note_count && faults < 10; i++) {
    const ElaraScoreNote* const n = &part->notes[i];
    const ElaraScoreNote* const b = last[n->voice];
    if (i > 0 && n->tick < part->notes[i - 1].tick)
      faults += broken(diags, part, n->tick, "notes out of order");
    if (b) {
      const int same = b->tick == n->tick && b->duration == n->duration;
      chord = same ? chord + 1 : 1;
      if (!same && n->tick < b->tick + b->duration)
        faults += broken(diags, part, n->tick, "notes of a voice overlap");
      if (chord > elara_instrument(part->instrument)->polyphony)
        faults += broken(diags, part, n->tick, "more notes than players");
    }
    last[n->voice] = n;
  }
  return faults;
}

static int
check_breath(const ElaraPart* part, const ElaraTempoMap* map, ElaraDiags* diags)
{
  if (elara_instrument(part->instrument)->breath_s <= 0.0) return 0;
  double begin = -1.0;
  double end = -1.0;
  int faults = 0;
  for (size_t i = 0; i < part->note_count && faults < 10; i++) {
    const ElaraScoreNote* const n = &part->notes[i];
    const double on = elara_time_s(elara_tempo_map_time(map, n->tick));
    const double off =
        elara_time_s(elara_tempo_map_time(map, n->tick + n->duration));
    if (on - end >= BREATH_S) begin = on;
    if (off > end) end = off;
    if (end - begin > LONGEST_BREATH_S + .01) {
      faults += broken(diags, part, n->tick, "a line longer than a breath");
      begin = on;
    }
  }
  return faults;
}

typedef struct {
  ElaraTick tick;
  int pitch;
  int on;
} LowEvent;

static int
by_tick(const void* a, const void* b)
{
  const LowEvent* const x = (const LowEvent*)a;
  const LowEvent* const y = (const LowEvent*)b;
  if (x->tick != y->tick) return x->tick < y->tick ? -1 : 1;
  return x->on - y->on;
}

// Sounding together, no two different pitches closer than a fifth while the
// lower one is below 42.
static int
check_low(const ElaraScore* score, ElaraDiags* diags)
{
  size_t count = 0;
  for (size_t p = 0; p < score->part_count; p++) {
    for (size_t i = 0; i < score->parts[p].note_count; i++) {
      count += !elara_instrument_unpitched(score->parts[p].instrument) &&
                       score->parts[p].notes[i].pitch < 49
                   ? 2
                   : 0;
    }
  }
  LowEvent* const events =
      (LowEvent*)elara_arena_array(score->arena, count, sizeof(LowEvent));
  if (!events) return 0;
  size_t at = 0;
  for (size_t p = 0; p < score->part_count; p++) {
    for (size_t i = 0; i < score->parts[p].note_count; i++) {
      const ElaraScoreNote* const n = &score->parts[p].notes[i];
      if (elara_instrument_unpitched(score->parts[p].instrument) ||
          n->pitch >= 49)
        continue;
      events[at++] = (LowEvent){n->tick, n->pitch, 1};
      events[at++] = (LowEvent){n->tick + n->duration, n->pitch, 0};
    }
  }
  qsort(events, count, sizeof *events, by_tick);
  int sounding[64] = {0};
  int faults = 0;
  for (size_t i = 0; i < count; i++) {
    sounding[events[i].pitch] += events[i].on ? 1 : -1;
    if (!events[i].on) continue;
    for (int low = 20; low < 42 && faults < 10; low++) {
      for (int high = low + 1; high < low + 7 && sounding[low] > 0; high++) {
        if (sounding[high] <= 0) continue;
        elara_diag(
            diags, ELARA_DIAG_ERROR, "", 0, 0,
            "this is a fault of the orchestrator, please report it",
            "score: tick %lld: pitches %d and %d are closer than a fifth",
            (long long)events[i].tick, low, high);
        faults++;
      }
    }
  }
  return faults;
}

ElaraStatus
elara_score_check(const ElaraScore* score,
                  const ElaraPlan* plan,
                  ElaraDiags* diags)
{
  const ElaraTempoMap map = elara_plan_tempo_map(plan);
  int faults = check_low(score, diags);
  for (size_t p = 0; p < score->part_count; p++) {
    const ElaraPart* const part = &score->parts[p];
    for (size_t i = 0; i < part->note_count && faults < 50; i++) {
      faults += check_note(part, &part->notes[i], plan->tick_count, diags);
    }
    faults += check_voices(part, diags);
    faults += check_breath(part, &map, diags);
  }
  return faults ? ELARA_UNSATISFIED : ELARA_OK;
}
