// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// Over the border of two phrases: who plays to the end of one and has nothing
// in the next ends on its first beat, on the note that he has or the nearest
// of the new chord. So one setting grows out of another instead of being cut.

#include "orchestrate/room.h"

#include <stdlib.h>

#define STEP 4 // semitones at most from the last note
#define LONGEST (32 * QUARTER)
#define NOT_YET QUARTER // of silence before the border: it was no ending

// Notes of a part that may still sound at TICK begin here.
static size_t
first_near(const NoteList* list, ElaraTick tick)
{
  size_t low = 0;
  size_t high = list->count;
  while (low < high) {
    const size_t middle = low + (high - low) / 2;
    if (list->items[middle].tick < tick - LONGEST) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

static int
overlaps(const ElaraScoreNote* n, ElaraTick from, ElaraTick to)
{
  return n->tick < to && n->tick + n->duration > from;
}

static int
is_clear(const Desk* desk, int pitch, ElaraTick from, ElaraTick to)
{
  for (int i = 0; i < ELARA_INSTRUMENT_COUNT; i++) {
    const NoteList* const list = &desk->notes[i];
    if (elara_instrument_unpitched(i)) continue;
    for (size_t k = first_near(list, from);
         k < list->count && list->items[k].tick < to; k++) {
      const ElaraScoreNote* const n = &list->items[k];
      if (!overlaps(n, from, to)) continue;
      const int gap = abs(pitch - n->pitch);
      const int low = pitch < n->pitch ? pitch : n->pitch;
      if (n->lead && (gap < 3 || gap == 13)) return 0;
      if (low < THIRDS_FROM && gap > 0 && gap < 7) return 0;
    }
  }
  return 1;
}

// The last note of a part before BORDER, if it lasts until there or nearly.
static ElaraScoreNote*
ending(NoteList* list, ElaraTick border)
{
  ElaraScoreNote* last = NULL;
  for (size_t k = first_near(list, border);
       k < list->count && list->items[k].tick < border; k++) {
    ElaraScoreNote* const n = &list->items[k];
    if (n->tick + n->duration > border) return NULL;
    if (n->tick + n->duration > border - NOT_YET && n->voice == 0) last = n;
  }
  return last;
}

static int
plays_in(const NoteList* list, ElaraTick from, ElaraTick to)
{
  for (size_t k = first_near(list, from);
       k < list->count && list->items[k].tick < to; k++) {
    if (overlaps(&list->items[k], from, to)) return 1;
  }
  return 0;
}

// The last note of a list goes to its place in time.
static void
settle(NoteList* list)
{
  for (size_t k = list->count - 1;
       k > 0 && list->items[k - 1].tick > list->items[k].tick; k--) {
    const ElaraScoreNote n = list->items[k];
    list->items[k] = list->items[k - 1];
    list->items[k - 1] = n;
  }
}

// Returns true when the part has got its ending.
static int
end_on(Desk* desk, int instrument, const ElaraPhrase* p, ElaraTick length)
{
  NoteList* const list = &desk->notes[instrument];
  const ElaraInstrument* const t = elara_instrument(instrument);
  const ElaraTick border = p->tick;
  ElaraScoreNote* const last = ending(list, border);
  const ElaraChord* const chord = elara_chord_at(desk->sketch, border);
  if (!last || last->role == ELARA_LINE_COLOUR) return 0;
  while (length >= QUARTER && plays_in(list, border, border + length)) {
    length /= 2;
  }
  if (plays_in(list, border, border + length)) return 0;
  const unsigned mask =
      chord ? elara_chord_mask(chord) : 1u << last->pitch % 12;
  for (int away = 0; away <= STEP; away++) {
    for (int way = -1; way <= 1; way += 2) {
      const int pitch = last->pitch + way * away;
      if (!(mask >> pitch % 12 & 1u)) continue;
      if (pitch < t->used_low || pitch > t->used_high) continue;
      if (!is_clear(desk, pitch, border, border + length)) continue;
      ElaraScoreNote end = *last;
      end.tick = border;
      end.duration = length;
      end.pitch = pitch;
      end.lead = 0;
      end.slur = 0;
      end.accent = 0.0;
      end.role = ELARA_LINE_INNER;
      last->duration = border - last->tick;
      if (!ELARA_PUSH(desk->arena, list, end)) desk->failed = 1;
      settle(list);
      return 1;
    }
  }
  return 0;
}

static int
sings(int instrument)
{
  const ElaraFamily f = elara_instrument(instrument)->family;
  return f == ELARA_FAMILY_WOODWIND || f == ELARA_FAMILY_BRASS ||
         f == ELARA_FAMILY_STRING || f == ELARA_FAMILY_CHOIR;
}

// Who plays to the end of the phrase before P, and has nothing in P, ends in
// P; where layers enter one by one, only as many as make half of them.
static void
link_border(Desk* desk, const ElaraPhrase* p, ElaraTick length)
{
  const int layers = p->ensemble == ELARA_ENSEMBLE_OSTINATO ||
                     p->ensemble == ELARA_ENSEMBLE_FUGATO;
  int played = 0;
  int kept = 0;
  for (int k = 0; k < ELARA_INSTRUMENT_COUNT; k++) {
    const NoteList* const list = &desk->notes[k];
    if (!sings(k) || !plays_in(list, p->tick - QUARTER, p->tick)) continue;
    played++;
    kept += plays_in(list, p->tick, p->tick + QUARTER);
  }
  for (int k = ELARA_INSTRUMENT_COUNT - 1; k >= 0; k--) {
    if (!sings(k) || (layers && 2 * kept >= played)) continue;
    kept += end_on(desk, k, p, length);
  }
}

void
elara_link_phrases(Desk* desk)
{
  const ElaraSketch* const sketch = desk->sketch;
  for (int k = 0; k < ELARA_INSTRUMENT_COUNT; k++) {
    elara_sort_notes(&desk->notes[k]);
  }
  for (size_t i = 1; i < sketch->phrase_count; i++) {
    const ElaraPhrase* const p = &sketch->phrases[i];
    const ElaraPhrase* const before = p - 1;
    if (before->cue != p->cue || before->end != p->tick) continue;
    if (p->speech > SPEECH_FROM || p->ensemble == ELARA_ENSEMBLE_EXTREMES)
      continue;
    const ElaraBar* const bar = &desk->plan->bars[p->first_bar];
    link_border(desk, p, elara_bar_ticks(bar) / (bar->beats > 2 ? 2 : 1));
  }
}
