// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// Lines beside the melody: a second theme where it fits in counterpoint, a
// counter-melody that moves while the melody holds, a descant in thirds and
// sixths.

#include "compose/room.h"

#include "model/instrument.h"

#include <stdlib.h>

static int
consonant(int a, int b)
{
  const int gap = abs(a - b) % 12;
  return gap == 0 || gap == 3 || gap == 4 || gap == 7 || gap == 8 || gap == 9;
}

// Share of the strong beats on which LINE and the melody agree.
static double
fit(const PhraseWork* p, const ElaraMelody* line, int tonic)
{
  int good = 0;
  int all = 0;
  for (int i = 0; i < line->count; i++) {
    const ElaraThemeNote* const n = &line->notes[i];
    if (n->tick % QUARTER) continue;
    const int pitch =
        elara_degree_pitch(tonic, p->spec->p.mode, n->degree, n->alter);
    const int slot = elara_phrase_slot_at(p, n->tick + p->spec->p.tick);
    const int top = elara_phrase_melody_at(p, n->tick + p->spec->p.tick);
    const int in_chord =
        (int)(elara_chord_mask(&p->chords[slot]) >> ((pitch + 120) % 12) & 1u);
    good += in_chord || (top && consonant(top, pitch));
    all++;
  }
  return all ? (double)good / all : 0.0;
}

// Share of LINE's notes that begin with a note of the melody.
static double
together(const PhraseWork* p, const ElaraMelody* line)
{
  int both = 0;
  for (int i = 0; i < line->count; i++) {
    both +=
        elara_phrase_melody_attacks(p, line->notes[i].tick + p->spec->p.tick);
  }
  return line->count ? (double)both / line->count : 1.0;
}

// True when a note of LINE, an eighth or more, stands a semitone beside the
// tune or beside a tone of the chord that it does not belong to.
static int
grinds(const PhraseWork* p, const ElaraMelody* line)
{
  int rubs = 0;
  for (int i = 0; i < line->count; i++) {
    const ElaraThemeNote* const n = &line->notes[i];
    if (n->duration < QUARTER) continue;
    const int pc = (elara_degree_pitch(48 + p->spec->p.tonic, p->spec->p.mode,
                                       n->degree, n->alter) +
                    120) %
                   12;
    const ElaraTick tick = n->tick + p->spec->p.tick;
    const int top = elara_phrase_melody_at(p, tick) % 12;
    const unsigned mask =
        elara_chord_mask(&p->chords[elara_phrase_slot_at(p, tick)]);
    const int foreign = !(mask >> pc & 1u);
    const int beside =
        (int)(mask >> ((pc + 1) % 12) & 1u || mask >> ((pc + 11) % 12) & 1u);
    const int gap = (top - pc + 12) % 12;
    const int sung = elara_phrase_melody_at(p, tick) > 0;
    rubs += (foreign && beside) || (sung && (gap == 1 || gap == 11));
  }
  return 4 * rubs > line->count;
}

static void
write_theme(PhraseWork* p, const ElaraMelody* m, int theme)
{
  LineWork line = elara_line_begin(p->work);
  for (int i = 0; i < m->count; i++) {
    const ElaraThemeNote* const n = &m->notes[i];
    int pitch = elara_degree_pitch(48 + p->spec->p.tonic % 12, p->spec->p.mode,
                                   n->degree, n->alter);
    while (pitch > 69) {
      pitch -= 12;
    }
    elara_line_add(&line, n->tick + p->spec->p.tick, n->duration, pitch,
                   ELARA_TECHNIQUE_LEGATO, 0.0);
  }
  elara_line_slur(&line, p);
  elara_line_finish(p->work, &line, ELARA_LINE_COUNTER, p->phrase, 0, theme);
}

// Tries the second theme plain, a third higher or lower, inverted and slowed;
// writes it when four strong beats in five agree.
static int
unite(PhraseWork* p)
{
  const ElaraTheme* const other = &p->work->themes[p->spec->counter_theme];
  const ElaraTick bar = other->beats * 4 * QUARTER / other->beat_type;
  const ElaraMelody plain = elara_melody_of_theme(other);
  ElaraMelody best = {.count = 0};
  double most = 0.0;
  for (int k = 0; k < 20; k++) {
    ElaraMelody m = elara_melody_sequence(&plain, k % 7 - 3);
    if (k >= 14) m = elara_melody_scale_time(&m, 2, 1);
    if (k >= 7 && k < 14) m = elara_melody_invert(&m);
    m = elara_melody_fit(&m, bar, p->bar_ticks, p->bar_count);
    const double agrees = fit(p, &m, 48 + p->spec->p.tonic);
    if (agrees > most && together(p, &m) <= .6 && !grinds(p, &m))
      most = agrees, best = m;
  }
  if (most < .8 || best.count == 0) return 0;
  write_theme(p, &best, p->spec->counter_theme);
  return 1;
}

static int
next_counter_pitch(const PhraseWork* p,
                   ElaraTick tick,
                   int last,
                   int direction,
                   int low,
                   int high,
                   ElaraRandom* random)
{
  const int slot = elara_phrase_slot_at(p, tick);
  const unsigned mask = elara_chord_mask(&p->chords[slot]);
  int best = last;
  double least = 1e9;
  for (int pitch = low; pitch <= high; pitch++) {
    if (!(mask >> (pitch % 12) & 1u)) continue;
    const int move = pitch - last;
    double price = abs(move) <= 4 ? .3 * abs(move == 0 ? 3 : abs(move) - 1)
                                  : .25 * abs(move);
    if (direction && move * direction > 0)
      price += 1.2; // contrary to the melody
    const int top = elara_phrase_melody_at(p, tick);
    if (top && (top - pitch) % 12 == 0) price += 1.0;
    price += .8 * elara_random_unit(random);
    if (price < least) least = price, best = pitch;
  }
  return best;
}

// Moves on the beats where the melody does not attack; passing tones fill
// thirds. The register is the tenor's, or above a low melody.
static void
counter_melody(PhraseWork* p, ElaraRandom* random)
{
  LineWork line = elara_line_begin(p->work);
  int mean = 0;
  for (int i = 0; i < p->degrees.count; i++) {
    mean += p->pitches[i];
  }
  mean = p->degrees.count ? mean / p->degrees.count : 72;
  const int low = mean < 62 ? 67 : 50;
  const int high = low + 15;
  const unsigned scale = elara_scale_mask(p->spec->p.tonic, p->spec->p.mode);
  int last = low + 7;
  ElaraTick open = -1;
  int top_before = 0;
  for (ElaraTick tick = p->spec->p.tick; tick < p->spec->p.end;
       tick += QUARTER) {
    const int slot = elara_phrase_slot_at(p, tick);
    const int begins = p->slots[slot].tick == tick;
    const int attacked = elara_phrase_melody_attacks(p, tick);
    const int move = !attacked || (begins && p->slots[slot].new_bar &&
                                   elara_random_chance(random, .5));
    const int top = elara_phrase_melody_at(p, tick);
    if (move) {
      const int direction =
          top && top_before ? (top > top_before) - (top < top_before) : 0;
      const int pitch =
          next_counter_pitch(p, tick, last, direction, low, high, random);
      if (open >= 0) {
        const int gap = pitch - last;
        const int passing =
            (abs(gap) == 3 || abs(gap) == 4) && tick - open >= QUARTER;
        const int side = gap > 0 ? 1 : -1;
        int middle = last + side;
        while (!(scale >> (middle % 12) & 1u)) {
          middle += side;
        }
        elara_line_add(&line, open, tick - open - (passing ? EIGHTH : 0), last,
                       ELARA_TECHNIQUE_LEGATO, 0.0);
        if (passing)
          elara_line_add(&line, tick - EIGHTH, EIGHTH, middle,
                         ELARA_TECHNIQUE_LEGATO, 0.0);
      }
      open = tick;
      last = pitch;
    }
    top_before = top;
  }
  if (open >= 0)
    elara_line_add(&line, open, p->spec->p.end - open, last,
                   ELARA_TECHNIQUE_LEGATO, 0.0);
  elara_line_slur(&line, p);
  elara_line_finish(p->work, &line, ELARA_LINE_COUNTER, p->phrase, 0, -1);
}

// A third or a sixth below, whichever belongs to chord or scale.
static void
descant(PhraseWork* p)
{
  const unsigned scale = elara_scale_mask(p->spec->p.tonic, p->spec->p.mode);
  int wide = 0;
  LineWork line = elara_line_begin(p->work);
  for (int i = 0; i < p->degrees.count; i++) {
    const ElaraThemeNote* const n = &p->degrees.notes[i];
    const ElaraTick tick = n->tick + p->spec->p.tick;
    const unsigned mask =
        elara_chord_mask(&p->chords[elara_phrase_slot_at(p, tick)]);
    // thirds stay thirds and sixths sixths while the harmony lets them
    static const int thirds[] = {3, 4, 8, 9, 5, 7};
    static const int sixths[] = {8, 9, 3, 4, 7, 5};
    const int* const gaps = wide ? sixths : thirds;
    int chosen = 0;
    for (int g = 0; g < 6 && !chosen; g++) {
      const int pc = (p->pitches[i] - gaps[g] + 120) % 12;
      if (mask >> pc & 1u) chosen = gaps[g];
    }
    for (int g = 0; g < 2 && !chosen; g++) {
      const int pc = (p->pitches[i] - gaps[g] + 120) % 12;
      if (scale >> pc & 1u) chosen = gaps[g];
    }
    if (!chosen) continue;
    wide = chosen > 6;
    elara_line_add(&line, tick, n->duration, p->pitches[i] - chosen,
                   ELARA_TECHNIQUE_LEGATO, 0.0);
  }
  elara_line_slur(&line, p);
  elara_line_finish(p->work, &line, ELARA_LINE_DESCANT, p->phrase, 0, -1);
}

// The head of a theme that the cue has not heard, once, wherever in the phrase
// it fits under or between what is sung: plain, moved by a third, or slowed.
static int
quote(PhraseWork* p, int index)
{
  const ElaraTheme* const theme = &p->work->themes[index];
  const ElaraTick bar = theme->beats * 4 * QUARTER / theme->beat_type;
  const ElaraMelody whole = elara_melody_of_theme(theme);
  const ElaraMelody head = elara_melody_slice(&whole, 0, 2 * bar);
  ElaraMelody best = {.count = 0};
  double most = .84;
  for (int k = 0; k < 14; k++) {
    const int slow = k >= 7 ? 2 : 1;
    ElaraMelody m = elara_melody_sequence(&head, k % 7 - 3);
    m = elara_melody_scale_time(&m, slow, 1);
    for (int b = 0; b + 2 * slow <= p->bar_count; b++) {
      ElaraMelody laid = elara_melody_fit(&m, bar, &p->bar_ticks[b], 2 * slow);
      for (int i = 0; i < laid.count; i++) {
        laid.notes[i].tick += p->bar_start[b] - p->spec->p.tick;
      }
      if (laid.count < 4 || together(p, &laid) > .6 || grinds(p, &laid))
        continue;
      const double agrees =
          fit(p, &laid, 48 + p->spec->p.tonic) - .02 * (k % 7 != 3);
      if (agrees > most) most = agrees, best = laid;
    }
  }
  if (best.count == 0) return 0;
  write_theme(p, &best, index);
  return 1;
}

static int
is_heard(const PhraseWork* p, int theme)
{
  return theme == p->spec->p.theme ||
         (theme < 32 && p->work->heard >> theme & 1u);
}

// A second theme: whole where the form asks for it, else the head of one that
// has not been heard yet.
static int
second_theme(PhraseWork* p)
{
  const PhraseSpec* const spec = p->spec;
  const ElaraCue* const cue = p->work->cue;
  if (spec->counter_theme >= 0 && (unite(p) || quote(p, spec->counter_theme)))
    return 1;
  if (p->bar_count < 3 || spec->last) return 0;
  for (size_t i = 0; i < cue->theme_count; i++) {
    const int theme = cue->themes[i].theme;
    if (!is_heard(p, theme) && quote(p, theme)) return 1;
  }
  return 0;
}

void
elara_counter(PhraseWork* p, ElaraRandom* random)
{
  const PhraseSpec* const spec = p->spec;
  const int sings =
      spec->melody == MELODY_THEME || spec->melody == MELODY_SEQUENCE;
  if (second_theme(p)) return;
  const int room =
      spec->p.density > .4 && p->bar_count >= 3 && spec->p.speech < .7;
  if ((sings && room && elara_random_chance(random, .65)) ||
      spec->melody == MELODY_LONG) {
    counter_melody(p, random);
  }
  const int sweet = spec->p.valence > 0.0 && spec->p.tension < .5;
  if (sings && elara_random_chance(random, sweet ? .4 : .2)) descant(p);
}
