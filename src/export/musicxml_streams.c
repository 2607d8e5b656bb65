// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

#include "export/musicxml.h"

#define MIDDLE_C 60
#define HAND_REACH 5 // semitones

int
elara_musicxml_staves(int instrument)
{
  return instrument == ELARA_HARP || instrument == ELARA_CELESTA ||
                 instrument == ELARA_CHOIR
             ? 2
             : 1;
}

// Chords split at middle C. A single line stays in the hand that has it as
// long as it goes no further than a fourth into the other's staff.
static int
staff_of(ElaraPartWriter* w, size_t index)
{
  if (w->staves == 1) return 0;
  const ElaraPart* const part = w->part;
  const ElaraScoreNote* const n = &part->notes[index];
  const int above = n->pitch - w->instrument->transpose - MIDDLE_C;
  const int first = index == 0 || n[-1].tick != n->tick;
  const int last = index + 1 == part->note_count || n[1].tick != n->tick;
  if (!first || !last) return above < 0;
  const int near = above >= -HAND_REACH && above <= HAND_REACH;
  if (!near || index == 0 || n[-1].tick + n[-1].duration < n->tick) {
    w->hand = above < 0;
  }
  return w->hand;
}

static int
same_span(const ElaraScoreNote* a, const ElaraScoreNote* b)
{
  return a->tick == b->tick && a->duration == b->duration;
}

static int
continues_slur(const ElaraScoreNote* a, const ElaraScoreNote* b)
{
  return a->slur > 0 && a->slur == b->slur && a->phrase == b->phrase &&
         (same_span(a, b) || a->tick + a->duration == b->tick);
}

// One flag per note: does a slur begin (1) or end (2) on it? A slur is a run
// of touching notes of one voice with one number; a lone note has none.
static unsigned char*
find_slurs(ElaraPartWriter* w)
{
  const ElaraPart* const part = w->part;
  unsigned char* const flags =
      (unsigned char*)elara_arena_alloc(w->arena, part->note_count);
  if (!flags) return NULL;
  for (int voice = 0; voice < 2; voice++) {
    size_t first = SIZE_MAX;
    size_t last = SIZE_MAX;
    for (size_t i = 0; i <= part->note_count; i++) {
      const ElaraScoreNote* const n =
          i < part->note_count ? &part->notes[i] : NULL;
      if (n && n->voice != voice) continue;
      if (last != SIZE_MAX && n && continues_slur(&part->notes[last], n)) {
        last = i;
        continue;
      }
      if (last != SIZE_MAX &&
          part->notes[last].tick > part->notes[first].tick) {
        flags[first] |= 1;
        flags[last] |= 2;
      }
      first = last = n && n->slur > 0 ? i : SIZE_MAX;
    }
  }
  return flags;
}

static ElaraChordal*
last_chord(ElaraStream* s)
{
  return s->count ? &s->chords[s->count - 1] : NULL;
}

static int
joins(const ElaraChordal* chord, const ElaraScoreNote* note)
{
  return chord && chord->note_count < 16 && same_span(chord->notes[0], note);
}

// The stream of a note: that of VOICE if it is free, else the first free one.
static ElaraStream*
stream_for(ElaraPartWriter* w, size_t index, int voice)
{
  const ElaraScoreNote* const note = &w->part->notes[index];
  ElaraStream* const staff = w->streams[staff_of(w, index)];
  for (int k = -1; k < ELARA_VOICES; k++) {
    ElaraStream* const s = &staff[k < 0 ? voice : k];
    const ElaraChordal* const last = last_chord(s);
    if (!last || last->end <= note->tick || joins(last, note)) return s;
  }
  return NULL;
}

static void
append(ElaraStream* s,
       const ElaraScoreNote** slot,
       const ElaraScoreNote* note,
       unsigned slurs)
{
  ElaraChordal* chord = last_chord(s);
  if (!joins(chord, note)) {
    chord = &s->chords[s->count++];
    *chord = (ElaraChordal){
        .tick = note->tick, .end = note->tick + note->duration, .notes = slot};
  }
  chord->notes[chord->note_count++] = note;
  chord->slur_start |= (slurs & 1) != 0;
  chord->slur_stop |= (slurs & 2) != 0;
}

static void
find_next(ElaraStream* s)
{
  for (size_t i = 0; i < s->count; i++) {
    const ElaraChordal* const n = i + 1 < s->count ? &s->chords[i + 1] : NULL;
    const int follows = n && n->note_count == 1 && n->tick == s->chords[i].end;
    s->chords[i].next = follows ? n->notes[0]->pitch : -1;
  }
}

ElaraStatus
elara_musicxml_streams(ElaraPartWriter* w)
{
  const size_t count = w->part->note_count;
  const unsigned char* const slurs = find_slurs(w);
  ELARA_TRY_PTR(slurs);
  const unsigned char* const voices = elara_musicxml_voices(w, slurs);
  ELARA_TRY_PTR(voices);
  for (int staff = 0; staff < w->staves; staff++) {
    for (int voice = 0; voice < ELARA_VOICES; voice++) {
      w->streams[staff][voice].chords = (ElaraChordal*)elara_arena_array(
          w->arena, count, sizeof(ElaraChordal));
      ELARA_TRY_PTR(w->streams[staff][voice].chords);
    }
  }
  for (size_t i = 0; i < count; i++) {
    const ElaraScoreNote* const note = &w->part->notes[i];
    ElaraStream* const s = stream_for(w, i, voices[i]);
    if (!s) return ELARA_UNSATISFIED;
    const ElaraScoreNote** slot = NULL;
    if (!joins(last_chord(s), note)) {
      slot =
          (const ElaraScoreNote**)elara_arena_array(w->arena, 16, sizeof *slot);
      ELARA_TRY_PTR(slot);
    }
    append(s, slot, note, slurs[i]);
  }
  for (int staff = 0; staff < w->staves; staff++) {
    for (int voice = 0; voice < ELARA_VOICES; voice++) {
      find_next(&w->streams[staff][voice]);
    }
  }
  return ELARA_OK;
}
