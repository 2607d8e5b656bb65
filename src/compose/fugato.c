// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// Fugal entries: the theme's head in up to four voices, one after another,
// every second time at the fifth. A voice that has had its say goes on in free
// counterpoint: chord tones joined by step, moving where the newest entry
// holds, with a rest to breathe.

#include "compose/room.h"

#include "model/instrument.h"

#include <stdlib.h>

#define VOICES 4
#define ENTRY_BARS 2

static int
entries(const PhraseWork* p)
{
  const int room = p->bar_count / ENTRY_BARS;
  return room > VOICES ? VOICES : room < 1 ? 1 : room;
}

static ElaraMelody
head(const PhraseWork* p)
{
  const ElaraTheme* const theme = &p->work->themes[p->spec->p.theme];
  const ElaraTick bar = theme->beats * 4 * QUARTER / theme->beat_type;
  const ElaraMelody whole = elara_melody_of_theme(theme);
  ElaraMelody m = elara_melody_slice(&whole, 0, ENTRY_BARS * bar);
  // a subject walks: very long notes are broken by their neighbour
  m = elara_melody_ornament(&m);
  return m;
}

// One entry in degrees, laid on the bars from FIRST on.
static ElaraMelody
entry(const PhraseWork* p, int first, int answer)
{
  const ElaraTheme* const theme = &p->work->themes[p->spec->p.theme];
  const ElaraTick bar = theme->beats * 4 * QUARTER / theme->beat_type;
  const ElaraMelody m = head(p);
  const ElaraMelody moved = elara_melody_sequence(&m, answer ? 4 : 0);
  const int left = p->bar_count - first;
  return elara_melody_fit(&moved, bar, &p->bar_ticks[first],
                          left < ENTRY_BARS ? left : ENTRY_BARS);
}

ElaraMelody
elara_fugato_subject(const PhraseWork* p)
{
  ElaraMelody out = {.count = 0};
  const int count = entries(p);
  int at = 0;
  for (int k = 0; k < count; k++, at += ENTRY_BARS) {
    const ElaraMelody m = entry(p, at, k % 2);
    elara_melody_append(&out, &m, p->bar_start[at] - p->spec->p.tick);
  }
  // an episode: the head in falling sequence
  for (int step = -1; at < p->bar_count; at++, step--) {
    const ElaraMelody m = entry(p, at, 0);
    const ElaraMelody one = elara_melody_slice(&m, 0, p->bar_ticks[at]);
    const ElaraMelody moved = elara_melody_sequence(&one, step);
    elara_melody_append(&out, &moved, p->bar_start[at] - p->spec->p.tick);
  }
  return out;
}

static int
near_register(int pitch, int centre)
{
  while (pitch < centre - 6) {
    pitch += 12;
  }
  while (pitch > centre + 6) {
    pitch -= 12;
  }
  return pitch;
}

// What a voice sings from FROM on: a beat of rest, then free counterpoint.
static void
go_on(PhraseWork* p,
      ElaraTick from,
      int centre,
      int last,
      ElaraRandom* random,
      LineWork* line)
{
  const unsigned scale = elara_scale_mask(p->spec->p.tonic, p->spec->p.mode);
  const ElaraTick end = p->spec->p.end;
  ElaraTick tick = from + (elara_random_chance(random, .6) ? QUARTER : 0);
  while (tick < end) {
    const int s = elara_phrase_slot_at(p, tick);
    const unsigned mask = elara_chord_mask(&p->chords[s]);
    const int moves = !elara_phrase_melody_attacks(p, tick);
    ElaraTick duration =
        moves || elara_random_chance(random, .35) ? QUARTER : 2 * QUARTER;
    if (tick + duration > end) duration = end - tick;
    int best = last;
    double least = 1e9;
    for (int pitch = centre - 9; pitch <= centre + 9; pitch++) {
      if (!(mask >> (pitch % 12) & 1u)) continue;
      const int move = abs(pitch - last);
      const double price = .3 * abs(move - 2) + (move == 0 ? .7 : 0.0) +
                           .05 * abs(pitch - centre) +
                           .8 * elara_random_unit(random);
      if (price < least) least = price, best = pitch;
    }
    const int gap = best - last;
    const int joins = (abs(gap) == 3 || abs(gap) == 4) && line->notes.count > 0;
    ElaraSketchNote* const before =
        line->notes.count ? &line->notes.items[line->notes.count - 1] : NULL;
    if (joins && before && before->tick + before->duration == tick &&
        before->duration >= QUARTER) {
      int middle = last + (gap > 0 ? 1 : -1);
      while (!(scale >> (middle % 12) & 1u)) {
        middle += gap > 0 ? 1 : -1;
      }
      before->duration -= EIGHTH;
      elara_line_add(line, tick - EIGHTH, EIGHTH, middle,
                     ELARA_TECHNIQUE_NORMAL, 0.0);
    }
    elara_line_add(line, tick, duration, best, ELARA_TECHNIQUE_NORMAL, 0.0);
    last = best;
    tick += duration;
    // every voice breathes once in a while
    if (elara_random_chance(random, .12)) tick += QUARTER;
  }
}

static LineWork
voice_line(
    PhraseWork* p, int k, int centre, ElaraRandom* random, int last_entry)
{
  LineWork line = elara_line_begin(p->work);
  const int first = k * ENTRY_BARS;
  const ElaraMelody m = entry(p, first, k % 2);
  const int tonic = 48 + p->spec->p.tonic;
  double mean = 0.0;
  for (int i = 0; i < m.count; i++) {
    mean += elara_degree_pitch(tonic, p->spec->p.mode, m.notes[i].degree, 0) /
            (double)m.count;
  }
  const int shift = near_register((int)mean, centre) - (int)mean;
  int last = centre;
  for (int i = 0; i < m.count; i++) {
    const ElaraThemeNote* const n = &m.notes[i];
    last =
        shift + elara_degree_pitch(tonic, p->spec->p.mode, n->degree, n->alter);
    elara_line_add(&line, p->bar_start[first] + n->tick, n->duration, last,
                   ELARA_TECHNIQUE_NORMAL, i == 0 ? .3 : 0.0);
  }
  const int next = first + ENTRY_BARS;
  if (next < p->bar_count) {
    if (k == last_entry && p->bar_count - next > 0) {
      // the last voice carries the episode
      for (int i = 0; i < p->degrees.count; i++) {
        const ElaraThemeNote* const n = &p->degrees.notes[i];
        const ElaraTick tick = n->tick + p->spec->p.tick;
        if (tick < p->bar_start[next]) continue;
        elara_line_add(&line, tick, n->duration,
                       near_register(p->pitches[i], centre),
                       ELARA_TECHNIQUE_NORMAL, 0.0);
      }
    } else {
      go_on(p, p->bar_start[next], centre, last, random, &line);
    }
  }
  return line;
}

void
elara_fugato_lines(PhraseWork* p, ElaraRandom* random)
{
  static const int orders[3][VOICES] = {
      {74, 66, 57, 46}, // from the top down
      {46, 57, 66, 74}, // from the bottom up
      {66, 74, 57, 46}, // alto, soprano, tenor, bass
  };
  const int* const centres = orders[elara_random_index(random, 3)];
  const int count = entries(p);
  for (int k = 0; k < count; k++) {
    LineWork line = voice_line(p, k, centres[k], random, count - 1);
    elara_line_slur(&line, p);
    elara_line_finish(p->work, &line,
                      k == 0 ? ELARA_LINE_MELODY : ELARA_LINE_COUNTER,
                      p->phrase, k == 0 ? 0 : k - 1, p->spec->p.theme);
  }
}
