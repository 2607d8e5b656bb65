// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// The synthetic lines go straight to their instruments, after everything else
// has been made playable: they breathe never, get in nobody's way, and where a
// low note would crowd the basses it moves up an octave or falls silent.

#include "orchestrate/room.h"

#include <stdlib.h>

#define LOW 42 // below it nothing may be closer than a fifth

// How loud, beside the phrase: at its beginning and its end.
static const struct {
  int instrument;
  double lift;
  double least;
} balance[] = {
    {ELARA_CHURCH_BELL, .0, .35},     {ELARA_GLASS_HARMONICA, .03, .40},
    {ELARA_FORMANT_CHOIR, -.10, .26}, {ELARA_DEEP_DRONE, -.12, .30},
    {ELARA_RISER, .0, .55},           {ELARA_SUB_DROP, .05, .60},
};

static int
crowds(const ElaraScoreNote* a, const ElaraScoreNote* b)
{
  const int low = a->pitch < b->pitch ? a->pitch : b->pitch;
  const int gap = abs(a->pitch - b->pitch);
  return low < LOW && gap > 0 && gap < 7 && a->tick < b->tick + b->duration &&
         b->tick < a->tick + a->duration;
}

static int
is_clear(const Desk* desk, const ElaraScoreNote* n)
{
  if (n->pitch >= LOW + 7) return 1;
  for (int i = 0; i < ELARA_INSTRUMENT_COUNT; i++) {
    if (elara_instrument_unpitched(i)) continue;
    const NoteList* const list = &desk->notes[i];
    for (size_t k = 0; k < list->count; k++) {
      if (crowds(n, &list->items[k])) return 0;
    }
  }
  return 1;
}

// True when there is a place for N; its pitch moves there.
static int
find_place(const Desk* desk, int instrument, ElaraScoreNote* n)
{
  const ElaraInstrument* const t = elara_instrument(instrument);
  if (elara_instrument_unpitched(instrument)) return 1;
  static const int ways[] = {0, -12, 12};
  for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
    ElaraScoreNote moved = *n;
    moved.pitch += ways[i];
    if (moved.pitch < t->low || moved.pitch > t->high) continue;
    if (!is_clear(desk, &moved)) continue;
    *n = moved;
    return 1;
  }
  return 0;
}

static void
write_level(Desk* desk, int instrument, const ElaraPhrase* p)
{
  ElaraDynamic d = {.tick = p->tick, .tick_end = p->end};
  for (size_t i = 0; i < sizeof balance / sizeof *balance; i++) {
    if (balance[i].instrument != instrument) continue;
    const double least = balance[i].least;
    d.level = p->level + balance[i].lift;
    d.level_end = p->level_end + balance[i].lift;
    d.level = d.level < least ? least : d.level > .95 ? .95 : d.level;
    d.level_end = d.level_end < least ? least
                  : d.level_end > .95 ? .95
                                      : d.level_end;
  }
  if (!ELARA_PUSH(desk->arena, &desk->dynamics[instrument], d))
    desk->failed = 1;
}

static void
place_line(Desk* desk, const ElaraLine* line)
{
  const int instrument = line->order;
  int placed = 0;
  for (size_t i = 0; i < line->note_count; i++) {
    const ElaraSketchNote* const n = &line->notes[i];
    ElaraScoreNote note = {.tick = n->tick,
                           .duration = n->duration,
                           .pitch = n->pitch,
                           .technique = n->technique,
                           .accent = n->accent,
                           .role = (int)line->role,
                           .phrase = line->phrase};
    if (!find_place(desk, instrument, &note)) continue;
    if (!ELARA_PUSH(desk->arena, &desk->notes[instrument], note))
      desk->failed = 1;
    placed++;
  }
  if (placed) {
    write_level(desk, instrument, &desk->sketch->phrases[line->phrase]);
  }
}

void
elara_place_layers(Desk* desk)
{
  for (size_t i = 0; i < desk->sketch->line_count; i++) {
    const ElaraLine* const line = &desk->sketch->lines[i];
    if (line->role != ELARA_LINE_LAYER) continue;
    if (has(desk->without, line->order)) continue;
    place_line(desk, line);
  }
}
