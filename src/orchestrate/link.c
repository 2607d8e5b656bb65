// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// Over the border of two phrases: who plays to the end of one and has nothing
// in the next ends on its first beat, on the note that he has or the nearest
// of the new chord. So one setting grows out of another instead of being cut.

#include "orchestrate/room.h"

#include <stdlib.h>

#define STEP 4          // semitones at most from the last note
#define NOT_YET QUARTER // of silence before the border: it was no ending

static int
rubs(int a, int b)
{
  const int gap = abs(a - b);
  return gap == 1 || gap == 2 || gap == 13;
}

static int
is_clear(const Desk* desk, int pitch, ElaraTick from, ElaraTick to)
{
  for (int i = 0; i < ELARA_INSTRUMENT_COUNT; i++) {
    const NoteList* const list = &desk->notes[i];
    for (size_t k = list->count; k-- > 0;) {
      const ElaraScoreNote* const n = &list->items[k];
      if (n->tick >= to || n->tick + n->duration <= from) continue;
      if (n->lead && (rubs(pitch, n->pitch) || pitch >= n->pitch)) return 0;
      const int low = pitch < n->pitch ? pitch : n->pitch;
      const int gap = abs(pitch - n->pitch);
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
  for (size_t k = 0; k < list->count; k++) {
    ElaraScoreNote* const n = &list->items[k];
    if (n->tick + n->duration > border) return NULL;
    if (n->tick < border && n->tick + n->duration > border - NOT_YET &&
        (!last || n->tick >= last->tick) && n->voice == 0)
      last = n;
  }
  return last;
}

static int
plays_in(const NoteList* list, ElaraTick from, ElaraTick to)
{
  for (size_t k = 0; k < list->count; k++) {
    const ElaraScoreNote* const n = &list->items[k];
    if (n->tick < to && n->tick + n->duration > from) return 1;
  }
  return 0;
}

static void
end_on(Desk* desk, int instrument, const ElaraPhrase* p, ElaraTick length)
{
  NoteList* const list = &desk->notes[instrument];
  const ElaraInstrument* const t = elara_instrument(instrument);
  const ElaraTick border = p->tick;
  ElaraScoreNote* const last = ending(list, border);
  const ElaraChord* const chord = elara_chord_at(desk->sketch, border);
  if (!last || !chord || plays_in(list, border, border + 2 * length)) return;
  if (last->role == ELARA_LINE_FIGURE || last->role == ELARA_LINE_COLOUR)
    return;
  const unsigned mask = elara_chord_mask(chord);
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
      return;
    }
  }
}

void
elara_link_phrases(Desk* desk)
{
  const ElaraSketch* const sketch = desk->sketch;
  for (size_t i = 1; i < sketch->phrase_count; i++) {
    const ElaraPhrase* const p = &sketch->phrases[i];
    const ElaraPhrase* const before = p - 1;
    if (before->cue != p->cue || before->end != p->tick) continue;
    if (p->speech > SPEECH_FROM) continue;
    const ElaraBar* const bar = &desk->plan->bars[p->first_bar];
    const ElaraTick length = elara_bar_ticks(bar) / (bar->beats > 2 ? 2 : 1);
    for (int k = 0; k < ELARA_INSTRUMENT_COUNT; k++) {
      const ElaraFamily f = elara_instrument(k)->family;
      if (f == ELARA_FAMILY_WOODWIND || f == ELARA_FAMILY_BRASS ||
          f == ELARA_FAMILY_STRING || f == ELARA_FAMILY_CHOIR)
        end_on(desk, k, p, length);
    }
  }
}
