// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// Timpani and unpitched percussion: few strokes, each with a reason. Drum keys
// are General MIDI's.

#include "compose/room.h"

#include "model/instrument.h"

enum {
  BASS_DRUM = 35,
  SNARE = 38,
  CRASH = 49,
  TRIANGLE = 81,
  TAM_TAM = 52,
  TAMBOURINE = 54
};

static int
timpani_pitch(const PhraseWork* p, int slot)
{
  const unsigned mask = elara_chord_mask(&p->chords[slot]);
  const int root = p->chords[slot].root;
  int pitch = 36 + root;
  while (pitch < 41) {
    pitch += 12;
  }
  if (pitch <= 53) return pitch;
  const int tonic = 36 + p->spec->p.tonic + (p->spec->p.tonic < 5 ? 12 : 0);
  return mask >> (tonic % 12) & 1u && tonic <= 53 ? tonic : 0;
}

static void
timpani(PhraseWork* p, ElaraRandom* random)
{
  LineWork line = elara_line_begin(p->work);
  const double level = (p->spec->p.level + p->spec->p.level_end) / 2;
  const int busy = level > .7 && p->spec->p.arousal > 0.0;
  for (int b = 0; b < p->bar_count; b++) {
    const ElaraTick at = p->bar_start[b];
    const int pitch = timpani_pitch(p, elara_phrase_slot_at(p, at));
    if (!pitch) continue;
    const int last = b == p->bar_count - 1;
    if (last && p->spec->p.level_end > p->spec->p.level + .08) {
      elara_line_add(&line, at, p->bar_ticks[b], pitch, ELARA_TECHNIQUE_ROLL,
                     0.0);
      continue;
    }
    if (!busy && b % 2 && !last) continue;
    elara_line_add(&line, at, QUARTER, pitch, ELARA_TECHNIQUE_NORMAL,
                   b == 0 ? .4 : .1);
    if (busy && p->bar_ticks[b] >= 3 * QUARTER &&
        elara_random_chance(random, .6)) {
      const ElaraTick up = at + p->bar_ticks[b] - QUARTER;
      elara_line_add(&line, up, EIGHTH, pitch, ELARA_TECHNIQUE_NORMAL, 0.0);
      elara_line_add(&line, up + EIGHTH, EIGHTH, pitch, ELARA_TECHNIQUE_NORMAL,
                     0.0);
    }
  }
  elara_line_finish(p->work, &line, ELARA_LINE_DRUM, p->phrase, 0, -1);
}

static void
snare_bar(LineWork* line, ElaraTick at, ElaraTick ticks)
{
  // long, short-short, long, long: the march
  for (ElaraTick t = 0; t + QUARTER <= ticks; t += QUARTER) {
    const int beat = (int)(t / QUARTER);
    elara_line_add(line, at + t, EIGHTH, SNARE, ELARA_TECHNIQUE_NORMAL,
                   beat == 0 ? .3 : 0.0);
    if (beat % 2) {
      elara_line_add(line, at + t + EIGHTH, SIXTEENTH, SNARE,
                     ELARA_TECHNIQUE_NORMAL, 0.0);
      elara_line_add(line, at + t + EIGHTH + SIXTEENTH, SIXTEENTH, SNARE,
                     ELARA_TECHNIQUE_NORMAL, 0.0);
    }
  }
}

static void
unpitched(PhraseWork* p)
{
  const ElaraPhrase* const ph = &p->spec->p;
  LineWork line = elara_line_begin(p->work);
  const ElaraTexture* const t = elara_texture(ph->texture);
  const int march = t->inner == ELARA_INNER_OFFBEAT &&
                    t->inner_technique == ELARA_TECHNIQUE_MARCATO;
  const int drive =
      ph->mood == ELARA_MOOD_ACTION || ph->mood == ELARA_MOOD_ANGER;
  if (ph->climax) {
    elara_line_add(&line, ph->tick, 2 * QUARTER, CRASH, ELARA_TECHNIQUE_NORMAL,
                   .6);
  } else if (ph->mood == ELARA_MOOD_DREAD || ph->mood == ELARA_MOOD_TERROR) {
    elara_line_add(&line, ph->tick, 2 * QUARTER, BASS_DRUM,
                   ELARA_TECHNIQUE_NORMAL, .2);
  }
  for (int b = 0; b < p->bar_count; b++) {
    if (ph->climax && b == 0) continue;
    if (march || (drive && ph->level > .6 && b % 2 == 0)) {
      snare_bar(&line, p->bar_start[b], p->bar_ticks[b]);
    } else if (ph->mood == ELARA_MOOD_PLAYFULNESS && b % 4 == 3) {
      elara_line_add(&line, p->bar_start[b], QUARTER, TRIANGLE,
                     ELARA_TECHNIQUE_NORMAL, 0.0);
    }
  }
  elara_line_finish(p->work, &line, ELARA_LINE_NOISE, p->phrase, 0, -1);
}

void
elara_drums(PhraseWork* p, ElaraRandom* random)
{
  const ElaraPhrase* const ph = &p->spec->p;
  const double level = (ph->level + ph->level_end) / 2;
  if ((level > .5 || ph->climax) && ph->speech < .8) timpani(p, random);
  unpitched(p);
}
