// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// Against rubs: nothing in the accompaniment stands a semitone (or a seventh
// or ninth of that size) beside a tune note for longer than an eighth. The
// voice moves to the nearest chord tone that does not, or falls silent while
// the tune is there. Chords are chosen for half bars, tunes are quicker: this
// is where the two are made to agree.

#include "compose/room.h"

#include <stdlib.h>

static int
rubs(int a, int b)
{
  const int gap = abs(a - b) % 12;
  return a != b && (gap == 1 || gap == 11);
}

// Longest time that PITCH, sounding in [FROM, TO), rubs against one note of
// the tune.
static ElaraTick
rub_length(const PhraseWork* p, ElaraTick from, ElaraTick to, int pitch)
{
  ElaraTick most = 0;
  for (int i = 0; i < p->degrees.count; i++) {
    const ElaraTick on = p->degrees.notes[i].tick + p->spec->p.tick;
    const ElaraTick off = on + p->degrees.notes[i].duration;
    const ElaraTick a = on > from ? on : from;
    const ElaraTick b = off < to ? off : to;
    if (b - a > most && rubs(p->pitches[i], pitch)) most = b - a;
  }
  return most;
}

static int
better_pitch(const PhraseWork* p, const ElaraSketchNote* n)
{
  const int s = elara_phrase_slot_at(p, n->tick);
  const unsigned mask = elara_chord_mask(&p->chords[s]);
  for (int off = 1; off <= 5; off++) {
    for (int side = -1; side <= 1; side += 2) {
      const int pitch = n->pitch + side * off;
      if (!(mask >> (pitch % 12) & 1u)) continue;
      if (rub_length(p, n->tick, n->tick + n->duration, pitch) <= EIGHTH)
        return pitch;
    }
  }
  return 0;
}

static size_t
clear_note(const PhraseWork* p, ElaraSketchNote n, ElaraSketchNote* out)
{
  const ElaraTick end = n.tick + n.duration;
  if (rub_length(p, n.tick, end, n.pitch) <= EIGHTH) {
    *out = n;
    return 1;
  }
  const int pitch = better_pitch(p, &n);
  if (pitch) {
    n.pitch = pitch;
    *out = n;
    return 1;
  }
  // a long note may keep what comes before the rub
  for (ElaraTick cut = end - EIGHTH; cut >= n.tick + QUARTER; cut -= EIGHTH) {
    if (rub_length(p, n.tick, cut, n.pitch) > EIGHTH) continue;
    n.duration = cut - n.tick;
    *out = n;
    return 1;
  }
  return 0;
}

static int
gives_way(const ElaraLine* line)
{
  return line->role == ELARA_LINE_INNER || line->role == ELARA_LINE_FIGURE ||
         line->role == ELARA_LINE_COLOUR ||
         (line->role == ELARA_LINE_COUNTER && line->theme < 0);
}

void
elara_phrase_clear_rubs(PhraseWork* p)
{
  CueWork* const work = p->work;
  // there every voice is led on its own, and what rubs is a suspension
  if (elara_phrase_in_parts(&p->spec->p)) return;
  for (size_t i = 0; i < work->lines.count; i++) {
    ElaraLine* const line = &work->lines.items[i];
    if (line->phrase != p->phrase || !gives_way(line)) continue;
    size_t kept = 0;
    for (size_t k = 0; k < line->note_count; k++) {
      kept += clear_note(p, line->notes[k], &line->notes[kept]);
    }
    line->note_count = kept;
  }
}
