// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// A note of the accompaniment a semitone from a note of the tune sounds wrong
// when it lasts: it ends before, goes to another tone of the chord, or is left
// out, in all parts that play it. The tune itself is never touched.

#include "orchestrate/room.h"

#include <stdlib.h>

#define PASSING (QUARTER / 2) // a rub so short is a passing note
#define NEAR 5                // semitones that a note may move

typedef struct {
  Desk* desk;
  const ElaraScoreNote* lead;
  size_t count;
} Tune;

const ElaraChord*
elara_chord_at(const ElaraSketch* sketch, ElaraTick tick)
{
  size_t low = 0;
  size_t high = sketch->chord_count;
  while (low < high) {
    const size_t middle = low + (high - low) / 2;
    const ElaraChord* const c = &sketch->chords[middle];
    if (c->tick + c->duration <= tick) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low < sketch->chord_count && sketch->chords[low].tick <= tick
             ? &sketch->chords[low]
             : NULL;
}

static int
accompanies(const ElaraScoreNote* n)
{
  return !n->lead &&
         (n->role == ELARA_LINE_INNER || n->role == ELARA_LINE_FIGURE ||
          n->role == ELARA_LINE_COLOUR);
}

static int
is_bass(const ElaraScoreNote* n)
{
  return n->role == ELARA_LINE_BASS || n->role == ELARA_LINE_PEDAL;
}

// A semitone from the tune or the bass, a minor ninth over the bass or under
// the tune.
static int
rubs(int pitch, const ElaraScoreNote* other)
{
  const int gap = abs(pitch - other->pitch);
  return gap == 1 || (gap == 13 && (pitch > other->pitch) == is_bass(other));
}

static ElaraTick
later(ElaraTick a, ElaraTick b)
{
  return a > b ? a : b;
}

// The first note of the tune against which PITCH, in the time of N, rubs.
static const ElaraScoreNote*
first_rub(const Tune* t, const ElaraScoreNote* n, int pitch)
{
  size_t low = 0;
  size_t high = t->count;
  while (low < high) {
    const size_t middle = low + (high - low) / 2;
    if (t->lead[middle].tick < n->tick - 16 * QUARTER) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  const ElaraTick end = n->tick + n->duration;
  for (; low < t->count && t->lead[low].tick < end; low++) {
    const ElaraScoreNote* const l = &t->lead[low];
    const ElaraTick stop = l->tick + l->duration;
    const ElaraTick both = (stop < end ? stop : end) - later(l->tick, n->tick);
    if (both > PASSING && rubs(pitch, l)) return l;
  }
  return NULL;
}

// The nearest tone of the chord where nothing rubs, or -1.
static int
another_tone(const Tune* t, int instrument, const ElaraScoreNote* n)
{
  const ElaraInstrument* const info = elara_instrument(instrument);
  const ElaraChord* const chord = elara_chord_at(t->desk->sketch, n->tick);
  const ElaraChord* const last =
      elara_chord_at(t->desk->sketch, n->tick + n->duration - 1);
  if (!chord || n->technique == ELARA_TECHNIQUE_HARMONIC) return -1;
  const unsigned mask =
      elara_chord_mask(chord) & (last ? elara_chord_mask(last) : 0xFFFu);
  for (int away = 1; away <= NEAR; away++) {
    for (int way = -1; way <= 1; way += 2) {
      const int pitch = n->pitch + way * away;
      if (!(mask >> pitch % 12 & 1u) || pitch < THIRDS_FROM) continue;
      if (pitch < info->used_low || pitch > info->used_high) continue;
      if (!first_rub(t, n, pitch)) return pitch;
    }
  }
  return -1;
}

static void
mend(const Tune* t, int instrument, ElaraScoreNote* n)
{
  const ElaraScoreNote* const l = first_rub(t, n, n->pitch);
  if (!l) return;
  if (l->tick - n->tick >= QUARTER && l->tick - n->tick >= n->duration / 2) {
    n->duration = l->tick - n->tick;
    return;
  }
  const int pitch = another_tone(t, instrument, n);
  if (pitch >= 0) {
    n->pitch = pitch;
  } else if (l->tick - n->tick >= QUARTER) {
    n->duration = l->tick - n->tick;
  } else {
    n->duration = 0;
  }
}

static int
by_time(const void* a, const void* b)
{
  const ElaraScoreNote* const x = (const ElaraScoreNote*)a;
  const ElaraScoreNote* const y = (const ElaraScoreNote*)b;
  if (x->tick != y->tick) return x->tick < y->tick ? -1 : 1;
  return x->pitch - y->pitch;
}

// The tune in all its octaves, and the bass.
static int
gather_tune(Tune* t)
{
  const Desk* const desk = t->desk;
  size_t most = 1;
  for (int i = 0; i < ELARA_INSTRUMENT_COUNT; i++) {
    most += desk->notes[i].count;
  }
  ElaraScoreNote* const tune = (ElaraScoreNote*)elara_arena_array(
      desk->arena, most, sizeof(ElaraScoreNote));
  if (!tune) return 0;
  for (int i = 0; i < ELARA_INSTRUMENT_COUNT; i++) {
    for (size_t k = 0; k < desk->notes[i].count; k++) {
      const ElaraScoreNote* const n = &desk->notes[i].items[k];
      if (n->lead || n->role == ELARA_LINE_MELODY || is_bass(n))
        tune[t->count++] = *n;
    }
  }
  qsort(tune, t->count, sizeof *tune, by_time);
  t->lead = tune;
  return 1;
}

void
elara_mend_rubs(Desk* desk)
{
  Tune t = {.desk = desk};
  if (!gather_tune(&t)) {
    desk->failed = 1;
    return;
  }
  for (int i = 0; i < ELARA_INSTRUMENT_COUNT; i++) {
    if (elara_instrument_unpitched(i) || i == ELARA_TIMPANI) continue;
    NoteList* const list = &desk->notes[i];
    for (size_t k = 0; k < list->count; k++) {
      if (accompanies(&list->items[k])) mend(&t, i, &list->items[k]);
    }
    elara_drop_empty(list);
  }
}
