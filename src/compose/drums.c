// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// Timpani and unpitched percussion: few strokes, each with a reason. Drum keys
// are General MIDI's.

#include "compose/room.h"

#include "model/instrument.h"

#include <string.h>

enum {
  BASS_DRUM = 35,
  SNARE = 38,
  LOW_TOM = 41,
  CRASH = 49,
  TRIANGLE = 81,
};

// The bass note, in the octave that the drums have.
static int
timpani_pitch(const PhraseWork* p, int slot)
{
  int pitch = 36 + p->bass[slot] % 12;
  while (pitch < 41) {
    pitch += 12;
  }
  return pitch <= 53 ? pitch : 0;
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

// Drum patterns of one bar in eighths, as groups; a dot is a rest, x a stroke,
// X an accent. Chosen anew every few bars, so that the drums never tick.
static const char* const marches[] = {"X.xxX.x.", "X.x.Xxxx", "X.xxX.xx"};
static const char* const chases[] = {"X..X..X.", "X..X.x.x", "X.x..X..",
                                     "X...X.X."};

static void
drum_bar(
    LineWork* line, ElaraTick at, ElaraTick ticks, const char* bar, int key)
{
  for (int i = 0; bar[i] && (i + 1) * EIGHTH <= ticks; i++) {
    if (bar[i] == '.') continue;
    elara_line_add(line, at + i * EIGHTH, EIGHTH, key, ELARA_TECHNIQUE_NORMAL,
                   bar[i] == 'X' ? .35 : 0.0);
  }
}

// The bars before a climax or a new section: a roll that swells into it.
static void
swell(const PhraseWork* p, LineWork* line)
{
  const int last = p->bar_count - 1;
  if (p->spec->last || p->spec->p.level_end < p->spec->p.level + .05) return;
  elara_line_add(line, p->bar_start[last], p->bar_ticks[last], CRASH,
                 ELARA_TECHNIQUE_ROLL, 0.0);
}

static void
unpitched(PhraseWork* p, ElaraRandom* random)
{
  const ElaraPhrase* const ph = &p->spec->p;
  LineWork line = elara_line_begin(p->work);
  const ElaraTexture* const t = elara_texture(ph->texture);
  const int march = t->inner && (strcmp(t->inner, "march") == 0 ||
                                 strcmp(t->inner, "dotted") == 0);
  const int drive =
      (ph->mood == ELARA_MOOD_ACTION || ph->mood == ELARA_MOOD_ANGER ||
       ph->mood == ELARA_MOOD_TERROR) &&
      ph->level > .55;
  const char* chase = chases[elara_random_index(random, 4)];
  for (int b = 0; b + 1 < p->bar_count; b++) {
    const ElaraTick at = p->bar_start[b];
    if (b == 0 && ph->climax) {
      elara_line_add(&line, at, 2 * QUARTER, CRASH, ELARA_TECHNIQUE_NORMAL, .6);
    } else if (b == 0 && (ph->mood == ELARA_MOOD_DREAD || drive)) {
      elara_line_add(&line, at, QUARTER, BASS_DRUM, ELARA_TECHNIQUE_NORMAL, .3);
    } else if (march) {
      drum_bar(&line, at, p->bar_ticks[b],
               marches[elara_random_index(random, 3)], SNARE);
    } else if (drive && b % 8 < 5) {
      if (b % 4 == 0) chase = chases[elara_random_index(random, 4)];
      drum_bar(&line, at, p->bar_ticks[b], chase, LOW_TOM);
    } else if (ph->mood == ELARA_MOOD_PLAYFULNESS && b % 4 == 3) {
      elara_line_add(&line, at, QUARTER, TRIANGLE, ELARA_TECHNIQUE_NORMAL, 0.0);
    }
  }
  swell(p, &line);
  elara_line_finish(p->work, &line, ELARA_LINE_NOISE, p->phrase, 0, -1);
}

void
elara_drums(PhraseWork* p, ElaraRandom* random)
{
  const ElaraPhrase* const ph = &p->spec->p;
  const double level = (ph->level + ph->level_end) / 2;
  if ((level > .5 || ph->climax) && ph->speech < .8) timpani(p, random);
  unpitched(p, random);
}
