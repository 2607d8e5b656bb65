// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// The bass of a phrase: held, walking, a pedal, the falling fourth of a lament,
// or one of the ways of the table.

#include "compose/room.h"

#include "model/instrument.h"

#include <string.h>

static int
fifth_of(const PhraseWork* p, int s)
{
  const unsigned mask = elara_chord_mask(&p->chords[s]);
  const int root = p->bass[s];
  return mask >> ((root + 7) % 12) & 1u ? (root > 45 ? root - 5 : root + 7)
                                        : root;
}

static int
pitch_of_sign(const PhraseWork* p, int s, char sign)
{
  const int pitch = p->bass[s];
  if (sign == '5') return fifth_of(p, s);
  if (sign == '8') return pitch > 48 ? pitch - 12 : pitch + 12;
  return pitch;
}

static void
bar_by_signs(PhraseWork* p,
             const ElaraBassWay* way,
             int b,
             ElaraTick end,
             int technique,
             LineWork* line)
{
  const int odd = p->bar_ticks[b] % QUARTER != 0 ||
                  p->bar_ticks[b] == 6 * EIGHTH * (way->compound != NULL);
  const int compound = way->compound && odd && p->work->cue->beat_type == 8;
  const char* const signs = compound ? way->compound : way->bar;
  const ElaraTick step = compound ? EIGHTH : QUARTER / way->grid;
  const size_t count = strlen(signs);
  const ElaraTick bar_end = p->bar_start[b] + p->bar_ticks[b];
  const ElaraTick last = bar_end < end ? bar_end : end;
  size_t i = 0;
  for (ElaraTick tick = p->bar_start[b]; tick < last; tick += step, i++) {
    const char sign = signs[i % count];
    const int s = elara_phrase_slot_at(p, tick);
    const int fresh = p->slots[s].tick == tick;
    if (sign == '.' || (sign == '_' && !(fresh && i > 0))) continue;
    ElaraTick to = tick + step;
    for (size_t k = i + 1; to < last && signs[k % count] == '_' &&
                           p->slots[elara_phrase_slot_at(p, to)].tick != to;
         k++) {
      to += step;
    }
    elara_line_add(line, tick, (to < last ? to : last) - tick,
                   pitch_of_sign(p, s, sign == '_' ? '0' : sign), technique,
                   i == 0 ? .15 : 0.0);
  }
}

// True when the last note of slot S, at PITCH, would run in octaves or fifths
// with another voice into the next slot.
static int
runs_into(const PhraseWork* p, int s, int pitch)
{
  if (s + 1 >= p->slot_count) return 0;
  const int next = p->bass[s + 1];
  for (int v = 0; v < ELARA_INNER_VOICES; v++) {
    if (elara_perfect_parallel(p->inner[s][v], p->inner[s + 1][v], pitch, next))
      return 1;
  }
  return elara_phrase_shadows_melody(p, p->slots[s + 1].tick, pitch, next);
}

// The chord tone of slot S nearest to GOAL that is neither AVOID nor far away.
static int
chord_tone_near(const PhraseWork* p, int s, int goal, int avoid)
{
  const unsigned mask = elara_chord_mask(&p->chords[s]);
  int best = avoid;
  int least = 99;
  for (int pitch = goal - 6; pitch <= goal + 6; pitch++) {
    if (pitch == avoid || pitch < 33 || pitch > 60 ||
        !(mask >> (pitch % 12) & 1u))
      continue;
    const int off = pitch > goal ? pitch - goal : goal - pitch;
    const int leap = pitch > avoid ? pitch - avoid : avoid - pitch;
    if (leap <= 7 && off < least) least = off, best = pitch;
  }
  return best;
}

// What a walking bass plays at TICK of slot S, after PITCH: over a third it
// passes, over a wider gap it takes a chord tone on the way, else one nearby.
static int
walk(const PhraseWork* p, int s, ElaraTick tick, int pitch)
{
  const unsigned scale = elara_scale_mask(p->spec->p.tonic, p->spec->p.mode);
  const int next = s + 1 < p->slot_count ? p->bass[s + 1] : p->bass[s];
  const int gap = next - pitch;
  const int side = gap > 0 ? 1 : -1;
  const int last = tick + QUARTER >= elara_phrase_slot_end(p, s);
  int to = pitch;
  if (last && (gap * side == 3 || gap * side == 4)) {
    to = pitch + side;
    if (!(scale >> (to % 12) & 1u)) to += side;
  } else if (gap * side > 4) {
    to = chord_tone_near(p, s, pitch + gap / 2, pitch);
  } else {
    to = chord_tone_near(
        p, s,
        pitch + ((s + (int)((tick - p->spec->p.tick) / QUARTER)) % 2 ? 4 : -4),
        pitch);
  }
  const int tune = elara_phrase_melody_at(p, tick);
  const int beside = (tune - to + 120) % 12;
  if (tune && (beside == 1 || beside == 11)) return pitch;
  if (elara_phrase_shadows_melody(p, tick, pitch, to)) return pitch;
  return last && runs_into(p, s, to) ? pitch : to;
}

// Quarters: the slot's own tone, then on towards the next.
static void
walking_bass(PhraseWork* p, int technique, LineWork* line)
{
  const ElaraTick end = elara_phrase_moving_end(p);
  for (int s = 0; s < p->slot_count && p->slots[s].tick < end; s++) {
    const ElaraTick slot_end = elara_phrase_slot_end(p, s);
    int pitch = p->bass[s];
    for (ElaraTick tick = p->slots[s].tick; tick < slot_end && tick < end;
         tick += QUARTER) {
      ElaraTick duration = QUARTER;
      if (tick + duration > slot_end) duration = slot_end - tick;
      if (tick > p->slots[s].tick) pitch = walk(p, s, tick, pitch);
      elara_line_add(line, tick, duration, pitch, technique, 0.0);
    }
  }
}

static void
held_bass(PhraseWork* p, int technique, LineWork* line)
{
  for (int s = 0; s < p->slot_count;) {
    int last = s;
    while (last + 1 < p->slot_count && p->bass[last + 1] == p->bass[s] &&
           elara_phrase_slot_end(p, last + 1) - p->slots[s].tick <=
               8 * QUARTER) {
      last++;
    }
    elara_line_add(line, p->slots[s].tick,
                   elara_phrase_slot_end(p, last) - p->slots[s].tick,
                   p->bass[s], technique, 0.0);
    s = last + 1;
  }
}

// True when the chord of every slot in bar B holds the pedal's tone.
static int
pedal_fits(const PhraseWork* p, int b, int pitch)
{
  const ElaraTick end = p->bar_start[b] + p->bar_ticks[b];
  for (int s = 0; s < p->slot_count; s++) {
    if (p->slots[s].tick < p->bar_start[b] || p->slots[s].tick >= end) continue;
    if (!(elara_chord_mask(&p->chords[s]) >> (pitch % 12) & 1u)) return 0;
  }
  return 1;
}

// The tonic held for at most four bars, released where the harmony leaves it;
// there the bass moves with its chords. It may stay under one foreign bar.
static void
pedal_bass(PhraseWork* p, int technique, LineWork* line)
{
  int pitch = 24 + p->spec->p.tonic;
  while (pitch < 38) {
    pitch += 12;
  }
  int held = 0;
  for (int b = 0; b < p->bar_count; b++) {
    const int fits = pedal_fits(p, b, pitch);
    const int keep = held < 4 && (fits || (held > 0 && held % 2));
    held = keep ? held + 1 : 0;
    const ElaraTick end = p->bar_start[b] + p->bar_ticks[b];
    if (keep) {
      elara_line_add(line, p->bar_start[b], p->bar_ticks[b], pitch, technique,
                     b == 0 ? .2 : 0.0);
    }
    for (int s = 0; s < p->slot_count; s++) {
      if (p->slots[s].tick < p->bar_start[b] || p->slots[s].tick >= end) {
        continue;
      }
      if (keep) {
        p->bass[s] = pitch;
        p->chords[s].bass = pitch % 12;
      } else {
        elara_line_add(line, p->slots[s].tick, p->slots[s].duration, p->bass[s],
                       technique, 0.0);
      }
    }
  }
}

void
elara_hold_last_bar(const PhraseWork* p, int pitch, LineWork* line)
{
  const ElaraTick from = elara_phrase_moving_end(p);
  if (from < p->spec->p.end) {
    elara_line_add(line, from, p->spec->p.end - from, pitch,
                   ELARA_TECHNIQUE_LEGATO, 0.0);
  }
}

void
elara_bass_lines(PhraseWork* p, const ElaraTexture* t)
{
  const ElaraBassWay* const way = elara_bass_way(t->bass);
  if (!way) return;
  LineWork line = elara_line_begin(p->work);
  const int technique = t->bass_technique;
  const int pedal = strcmp(way->name, "pedal") == 0;
  if (pedal) {
    pedal_bass(p, technique, &line);
  } else if (way->grid == 0 && strcmp(way->name, "walking") == 0) {
    walking_bass(p, technique, &line);
    elara_hold_last_bar(p, p->bass[p->slot_count - 1], &line);
  } else if (way->grid == 0) {
    held_bass(p, technique, &line);
  } else {
    const ElaraTick end = elara_phrase_moving_end(p);
    for (int b = 0; b < p->bar_count && p->bar_start[b] < end; b++) {
      bar_by_signs(p, way, b, end, technique, &line);
    }
    elara_hold_last_bar(p, p->bass[p->slot_count - 1], &line);
  }
  elara_line_finish(p->work, &line, pedal ? ELARA_LINE_PEDAL : ELARA_LINE_BASS,
                    p->phrase, 0, -1);
}
