// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// Clefs bar by bar, for the instruments that read several: the way with the
// fewest ledger lines, where a change of clef costs as much as CHANGE of them.
// Dynamic programming over the bars; a bar of rest costs nothing.

#include "export/musicxml.h"

#include <string.h>

#define CHANGE 14.0
#define LINES_FREE 2 // ledger lines that everybody reads

// What an instrument reads, its own clef first. After Gould, Behind Bars
// (2011): bassoons, trombones, cellos and basses go to the tenor clef, cellos
// on to the treble, violas to the treble.
static const struct {
  int instrument;
  const char* clefs;
} readers[] = {
    {ELARA_BASSOON, "FT"},     {ELARA_TROMBONE, "FT"}, {ELARA_CELLO, "FTG"},
    {ELARA_DOUBLE_BASS, "FT"}, {ELARA_VIOLA, "CG"},
};

// Written pitches of the lowest and highest line of a clef's staff.
static void
staff_of(char clef, int* low, int* high)
{
  static const struct {
    char clef;
    int low, high;
  } staves[] = {{'G', 64, 77}, {'F', 43, 57}, {'C', 53, 67}, {'T', 50, 64}};
  for (size_t i = 0; i < sizeof staves / sizeof *staves; i++) {
    if (staves[i].clef != clef) continue;
    *low = staves[i].low;
    *high = staves[i].high;
  }
}

// Ledger lines of PITCH beyond those that are free; a line is a third, three
// and a half semitones.
static double
ledger_lines(char clef, int pitch)
{
  int low = 0;
  int high = 127;
  staff_of(clef, &low, &high);
  const int beyond = pitch > high  ? pitch - high
                     : pitch < low ? low - pitch
                                   : 0;
  const double lines = beyond / 3.5 - LINES_FREE;
  return lines > 0.0 ? lines : 0.0;
}

typedef struct {
  ElaraPartWriter* w;
  const char* clefs; // that it reads
  int count;
  double* cost; // count for each bar: of the best way so far
  char* from;   // count for each bar: the clef before
} Ways;

static void
weigh_notes(Ways* x)
{
  const ElaraPart* const part = x->w->part;
  for (size_t i = 0; i < part->note_count; i++) {
    const ElaraScoreNote* const n = &part->notes[i];
    const size_t bar = elara_plan_bar_at(x->w->plan, n->tick);
    for (int c = 0; c < x->count; c++) {
      x->cost[bar * (size_t)x->count + (size_t)c] +=
          ledger_lines(x->clefs[c], n->pitch - x->w->instrument->transpose);
    }
  }
}

// The own clef comes first and wins where ways are equal. A cue begins in it
// at no cost.
static void
find_ways(Ways* x)
{
  const size_t n = (size_t)x->count;
  for (size_t c = 1; c < n; c++)
    x->cost[c] += CHANGE;
  for (size_t bar = 1; bar < x->w->plan->bar_count; bar++) {
    for (size_t c = 0; c < n; c++) {
      const double* const before = &x->cost[(bar - 1) * n];
      size_t best = c;
      for (size_t k = 0; k < n; k++) {
        const double way = before[k] + (k == c ? 0.0 : CHANGE);
        if (way < before[best] + (best == c ? 0.0 : CHANGE)) best = k;
      }
      x->cost[bar * n + c] += before[best] + (best == c ? 0.0 : CHANGE);
      x->from[bar * n + c] = (char)best;
    }
  }
}

static void
follow_back(const Ways* x, char* clefs)
{
  const size_t n = (size_t)x->count;
  size_t bar = x->w->plan->bar_count - 1;
  size_t best = 0;
  for (size_t c = 1; c < n; c++) {
    if (x->cost[bar * n + c] < x->cost[bar * n + best]) best = c;
  }
  for (;; bar--) {
    clefs[bar] = x->clefs[best];
    if (bar == 0) break;
    best = (size_t)x->from[bar * n + best];
  }
}

ElaraStatus
elara_musicxml_clefs(ElaraPartWriter* w)
{
  const size_t bars = w->plan->bar_count;
  char* const clefs = (char*)elara_arena_alloc(w->arena, bars);
  ELARA_TRY_PTR(clefs);
  memset(clefs, w->instrument->clef, bars);
  w->clefs = clefs;
  for (size_t i = 0; i < sizeof readers / sizeof *readers; i++) {
    if (readers[i].instrument != w->part->instrument || bars == 0) continue;
    Ways x = {.w = w,
              .clefs = readers[i].clefs,
              .count = (int)strlen(readers[i].clefs)};
    const size_t size = bars * (size_t)x.count;
    x.cost = (double*)elara_arena_array(w->arena, size, sizeof(double));
    x.from = (char*)elara_arena_alloc(w->arena, size);
    if (!x.cost || !x.from) return ELARA_NO_MEMORY;
    weigh_notes(&x);
    find_ways(&x);
    follow_back(&x, clefs);
  }
  return ELARA_OK;
}
