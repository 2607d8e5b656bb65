// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// What players do who are free: hold a tone of the chord where nobody else
// has it, or go with the tune a third or a sixth below. Five players on the
// same two notes are one colour; five on five notes are an orchestra.

#include "orchestrate/room.h"

#include <stdlib.h>

// Where each pad lies, lowest first; costs are in semitones.
static const struct {
  int low, centre, high;
} places[PADS] = {{48, 52, 57}, {52, 57, 62}, {57, 61, 67},
                  {61, 66, 72}, {67, 72, 78}, {74, 79, 86}};

#define DOUBLED 4 // another line has that note
#define RUBBED 12 // a semitone from the tune, or a tone from a long note of it
#define THIRD_LOW 3
#define THIRD_HIGH 9

static int
overlap(const ElaraSketchNote* n, ElaraTick from, ElaraTick to)
{
  const ElaraTick end = n->tick + n->duration;
  const ElaraTick both =
      (end < to ? end : to) - (n->tick > from ? n->tick : from);
  return both > QUARTER / 2;
}

static int
has_pitch(const ElaraLine* line, int pitch, ElaraTick from, ElaraTick to)
{
  for (size_t i = 0; line && i < line->note_count; i++) {
    const ElaraSketchNote* const n = &line->notes[i];
    if (n->tick >= to) break;
    if (n->pitch == pitch && overlap(n, from, to)) return 1;
  }
  return 0;
}

static int
rubs(const ElaraLine* tune, int pitch, ElaraTick from, ElaraTick to)
{
  for (size_t i = 0; tune && i < tune->note_count; i++) {
    const ElaraSketchNote* const n = &tune->notes[i];
    if (n->tick >= to) break;
    const int gap = abs(n->pitch - pitch);
    if (overlap(n, from, to) && (gap == 1 || gap == 2 || gap == 13)) return 1;
  }
  return 0;
}

static int
pad_pitch(const Stand* s, int pad, unsigned mask, ElaraTick from, ElaraTick to)
{
  const ElaraLine* const own = s->pad[pad];
  int best = -1;
  int least = 1 << 20;
  for (int p = places[pad].low; p <= places[pad].high; p++) {
    if (!(mask >> p % 12 & 1u)) continue;
    int cost = abs(p - places[pad].centre);
    if (own && own->note_count)
      cost += 3 * abs(p - own->notes[own->note_count - 1].pitch);
    for (int v = 0; v < 3; v++) {
      cost += has_pitch(s->inner[v], p, from, to) ? DOUBLED : 0;
    }
    for (int k = 0; k < pad; k++) {
      cost += has_pitch(s->pad[k], p, from, to) ? 3 * DOUBLED : 0;
    }
    cost += rubs(s->melody, p, from, to) ? RUBBED : 0;
    if (cost < least) least = cost, best = p;
  }
  return best;
}

// A tone that stays is held, for two bars at most: then one bows anew.
static void
add_tone(ElaraLine* line, int pitch, ElaraTick from, ElaraTick to)
{
  ElaraSketchNote* const last =
      line->note_count ? &line->notes[line->note_count - 1] : NULL;
  if (last && last->pitch == pitch && last->tick + last->duration == from &&
      to - last->tick <= 8 * QUARTER) {
    last->duration = to - last->tick;
    return;
  }
  line->notes[line->note_count++] = (ElaraSketchNote){
      .tick = from, .duration = to - from, .pitch = pitch, .slur = 1};
}

static ElaraLine*
new_line(Stand* s, ElaraLineRole role, int order, size_t most)
{
  ElaraArena* const arena = s->desk->arena;
  ElaraLine* const line = (ElaraLine*)elara_arena_alloc(arena, sizeof *line);
  ElaraSketchNote* const notes = (ElaraSketchNote*)elara_arena_array(
      arena, most + 1, sizeof(ElaraSketchNote));
  if (!line || !notes) {
    s->desk->failed = 1;
    return NULL;
  }
  *line = (ElaraLine){.role = role,
                      .phrase = s->index,
                      .order = order,
                      .theme = -1,
                      .notes = notes};
  return line;
}

static void
make_pad(Stand* s, int pad, size_t first, size_t last)
{
  const ElaraSketch* const sketch = s->desk->sketch;
  ElaraLine* const line = new_line(s, ELARA_LINE_INNER, 3 + pad, last - first);
  if (!line) return;
  s->pad[pad] = line;
  for (size_t i = first; i < last; i++) {
    const ElaraChord* const c = &sketch->chords[i];
    const ElaraTick from =
        c->tick > s->phrase->tick ? c->tick : s->phrase->tick;
    ElaraTick to = c->tick + c->duration;
    if (to > s->phrase->end) to = s->phrase->end;
    if (to - from < QUARTER / 2) continue;
    const int pitch = pad_pitch(s, pad, elara_chord_mask(c), from, to);
    if (pitch >= 0) add_tone(line, pitch, from, to);
  }
  if (!line->note_count) s->pad[pad] = NULL;
}

// --- under the tune
// ------------------------------------------------------------------

// A third or a sixth below, of the chord where the note is long, else of the
// scale; it goes on with the interval that it has.
static int
below(const Stand* s, const ElaraSketchNote* n, int before)
{
  const ElaraChord* const c = elara_chord_at(s->desk->sketch, n->tick);
  const unsigned chord = c ? elara_chord_mask(c) : 0;
  const unsigned scale = elara_scale_mask(s->phrase->tonic, s->phrase->mode);
  int best = -1;
  int least = 1 << 20;
  for (int gap = THIRD_LOW; gap <= THIRD_HIGH; gap++) {
    const int p = n->pitch - gap;
    const int in_chord = (int)(chord >> p % 12 & 1u);
    if (!in_chord && !(scale >> p % 12 & 1u)) continue;
    if (!in_chord && n->duration >= QUARTER) continue;
    const int perfect = gap >= 5 && gap <= 7;
    const int sixth = gap > 7;
    const int cost =
        4 * perfect + sixth + 2 * !in_chord + (before ? abs(gap - before) : 0);
    if (cost < least) least = cost, best = p;
  }
  return best;
}

static void
make_third(Stand* s)
{
  ElaraLine* const line =
      new_line(s, ELARA_LINE_DESCANT, 0, s->melody->note_count);
  if (!line) return;
  int gap = 0;
  for (size_t i = 0; i < s->melody->note_count; i++) {
    const ElaraSketchNote* const n = &s->melody->notes[i];
    const int pitch = below(s, n, gap);
    // one hole, and the two are no pair
    if (pitch < 0) return;
    gap = n->pitch - pitch;
    line->notes[line->note_count] = *n;
    line->notes[line->note_count++].pitch = pitch;
  }
  s->third = line;
}

void
elara_make_pads(Stand* s)
{
  const ElaraSketch* const sketch = s->desk->sketch;
  size_t first = 0;
  while (first < sketch->chord_count &&
         sketch->chords[first].tick + sketch->chords[first].duration <=
             s->phrase->tick) {
    first++;
  }
  size_t last = first;
  while (last < sketch->chord_count &&
         sketch->chords[last].tick < s->phrase->end) {
    last++;
  }
  for (int k = 0; k < PADS && last > first; k++) {
    make_pad(s, k, first, last);
  }
  s->third = s->descant;
  if (!s->third && s->melody) make_third(s);
}
