// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// Two players on one staff, bar by bar. Where they have the same rhythm,
// strokes and slurs they share their stems, as copyists write it; where the
// second lies above the first they change places, so that stems do not cross.
// What goes over a bar line, a slur or a tie, has the same way on both sides of
// it.

#include "export/musicxml.h"

#include <string.h>

typedef enum { APART, TOGETHER, SWAPPED } Way;

// The notes that begin in one bar.
typedef struct {
  const ElaraScoreNote* notes;
  const unsigned char* slurs;
  size_t count;
} Bar;

static int
same_strokes(const Bar* bar, size_t i, size_t k)
{
  const ElaraScoreNote* const a = &bar->notes[i];
  const ElaraScoreNote* const b = &bar->notes[k];
  return a->tick == b->tick && a->duration == b->duration &&
         a->technique == b->technique && bar->slurs[i] == bar->slurs[k] &&
         a->accent == b->accent && (a->slur > 0) == (b->slur > 0);
}

// A note of the other voice that can stand on the same stem.
static int
has_partner(const Bar* bar, size_t i)
{
  int found = 0;
  for (size_t k = 0; k < bar->count; k++) {
    if (bar->notes[k].voice == bar->notes[i].voice) continue;
    if (!same_strokes(bar, i, k)) continue;
    if (bar->notes[k].pitch == bar->notes[i].pitch) return 0;
    found = 1;
  }
  return found;
}

static Way
way_of(const Bar* bar)
{
  long sum[2] = {0, 0};
  long count[2] = {0, 0};
  int together = 1;
  for (size_t i = 0; i < bar->count; i++) {
    const int voice = bar->notes[i].voice & 1;
    sum[voice] += bar->notes[i].pitch;
    count[voice]++;
    together &= has_partner(bar, i);
  }
  if (count[0] == 0 || count[1] == 0) return APART;
  if (together) return TOGETHER;
  return sum[1] * count[0] > sum[0] * count[1] ? SWAPPED : APART;
}

// 1 when something of the bar goes on after END. OPEN says for each voice
// whether a slur is open; it is carried from bar to bar.
static int
goes_on(const Bar* bar, ElaraTick end, int open[2])
{
  int on = 0;
  for (size_t i = 0; i < bar->count; i++) {
    const ElaraScoreNote* const n = &bar->notes[i];
    if (bar->slurs[i] & 1) open[n->voice & 1] = 1;
    if (bar->slurs[i] & 2) open[n->voice & 1] = 0;
    on |= n->tick + n->duration > end;
  }
  return on || open[0] || open[1];
}

// Where bars hang together and differ, neither has a way of its own.
static void
agree(unsigned char* ways, const unsigned char* on, size_t count)
{
  for (int changed = 1; changed;) {
    changed = 0;
    for (size_t b = 0; b + 1 < count; b++) {
      if (!on[b] || ways[b] == ways[b + 1]) continue;
      ways[b] = ways[b + 1] = APART;
      changed = 1;
    }
  }
}

static int
voice_in(Way way, const ElaraScoreNote* note)
{
  const int voice = note->voice & 1;
  return way == TOGETHER ? 0 : way == SWAPPED ? !voice : voice;
}

static size_t
notes_before(const ElaraPart* part, size_t from, ElaraTick end)
{
  while (from < part->note_count && part->notes[from].tick < end) {
    from++;
  }
  return from;
}

static void
find_ways(const ElaraPartWriter* w,
          const unsigned char* slurs,
          unsigned char* ways,
          unsigned char* on)
{
  const ElaraPart* const part = w->part;
  int open[2] = {0, 0};
  size_t from = 0;
  for (size_t b = 0; b < w->plan->bar_count; b++) {
    const ElaraTick end = elara_plan_bar_end(w->plan, b);
    const size_t to = notes_before(part, from, end);
    const Bar bar = {&part->notes[from], &slurs[from], to - from};
    ways[b] = (unsigned char)way_of(&bar);
    on[b] = (unsigned char)goes_on(&bar, end, open);
    from = to;
  }
  agree(ways, on, w->plan->bar_count);
}

const unsigned char*
elara_musicxml_voices(ElaraPartWriter* w, const unsigned char* slurs)
{
  const ElaraPart* const part = w->part;
  const size_t bars = w->plan->bar_count;
  unsigned char* const voices = elara_arena_alloc(w->arena, part->note_count);
  unsigned char* const ways = elara_arena_alloc(w->arena, 2 * bars);
  if (!voices || !ways) return NULL;
  // on two staves it is the hands that decide
  if (w->staves == 1) find_ways(w, slurs, ways, ways + bars);
  size_t from = 0;
  for (size_t b = 0; b < bars; b++) {
    const size_t to =
        b + 1 < bars ? notes_before(part, from, elara_plan_bar_end(w->plan, b))
                     : part->note_count;
    for (; from < to; from++) {
      voices[from] = (unsigned char)voice_in(ways[b], &part->notes[from]);
    }
  }
  return voices;
}
