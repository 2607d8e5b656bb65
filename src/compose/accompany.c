// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// The accompaniment of a phrase: inner voices, figure and bass, each in the
// pattern that the texture names. Patterns read slots (chord, bass pitch and
// three voices) and write lines.

#include "compose/room.h"

#include "model/instrument.h"

#include <string.h>

// First tick of the bar in which everything comes to rest, or the end.
static ElaraTick
moving_end(const PhraseWork* p)
{
  if (!p->spec->last || p->bar_count < 2) return p->spec->p.end;
  return p->bar_start[p->bar_count - 1];
}

static ElaraTick
slot_end(const PhraseWork* p, int s)
{
  return p->slots[s].tick + p->slots[s].duration;
}

static ElaraTick
bar_of(const PhraseWork* p, ElaraTick tick)
{
  ElaraTick start = p->bar_start[0];
  for (int b = 1; b < p->bar_count && p->bar_start[b] <= tick; b++) {
    start = p->bar_start[b];
  }
  return start;
}

// --- inner voices
// -----------------------------------------------------------------

// Held notes, tied while the voice stays. A voice that falls by step onto a
// strong slot may come late (a suspension); one that moves by a third may pass
// through the tone between.
static void
sustain_voice(PhraseWork* p,
              int voice,
              int technique,
              ElaraRandom* random,
              LineWork* line)
{
  const unsigned scale = elara_scale_mask(p->spec->p.tonic, p->spec->p.mode);
  int s = 0;
  while (s < p->slot_count) {
    int last = s;
    const int pitch = p->inner[s][voice];
    while (last + 1 < p->slot_count && p->inner[last + 1][voice] == pitch &&
           slot_end(p, last + 1) - p->slots[s].tick <= 8 * QUARTER) {
      last++;
    }
    ElaraTick from = p->slots[s].tick;
    ElaraTick to = slot_end(p, last);
    const int before = s > 0 ? p->inner[s - 1][voice] : pitch;
    const int fall = before - pitch;
    const ElaraTick room = to - from;
    if (s > 0 && (fall == 1 || fall == 2) && room >= 2 * QUARTER &&
        p->slots[s].new_bar && elara_random_chance(random, .45) &&
        line->notes.count > 0) {
      line->notes.items[line->notes.count - 1].duration += QUARTER;
      from += QUARTER;
    }
    const int after =
        last + 1 < p->slot_count ? p->inner[last + 1][voice] : pitch;
    const int step = after - pitch;
    const int middle =
        step > 0
            ? pitch + (step == 4 ? 2 : 1 + !(scale >> ((pitch + 1) % 12) & 1u))
            : pitch -
                  (step == -4 ? 2 : 1 + !(scale >> ((pitch + 11) % 12) & 1u));
    if ((step == 3 || step == 4 || step == -3 || step == -4) &&
        to - from >= 2 * QUARTER && elara_random_chance(random, .4)) {
      elara_line_add(line, from, to - from - QUARTER, pitch, technique, 0.0);
      elara_line_add(line, to - QUARTER, QUARTER, middle, technique, 0.0);
    } else {
      elara_line_add(line, from, to - from, pitch, technique, 0.0);
    }
    s = last + 1;
  }
}

// On which grid positions of a bar a repeating pattern sounds, and how long.
static int
pattern_hit(const PhraseWork* p,
            ElaraInnerPattern pattern,
            ElaraTick tick,
            ElaraTick* duration)
{
  const ElaraTick at = tick - bar_of(p, tick);
  const int on_beat = at % QUARTER == 0;
  *duration = EIGHTH;
  switch (pattern) {
  case ELARA_INNER_REPEAT:
    return 1;
  case ELARA_INNER_PULSE:
    *duration = QUARTER;
    return on_beat;
  case ELARA_INNER_OFFBEAT:
    return !on_beat;
  case ELARA_INNER_AFTERBEAT:
    *duration = QUARTER;
    return on_beat && at > 0;
  case ELARA_INNER_CHORALE:
    *duration = QUARTER;
    return on_beat &&
           (at % (2 * QUARTER) == 0 || elara_phrase_melody_attacks(p, tick));
  case ELARA_INNER_SYNCOPATE:
    *duration = at % (2 * QUARTER) == EIGHTH ? QUARTER : EIGHTH;
    return at % (2 * QUARTER) == 0 || at % (2 * QUARTER) == EIGHTH ||
           at % (2 * QUARTER) == 3 * EIGHTH;
  case ELARA_INNER_STAB: {
    const ElaraTick in_two = at % (4 * QUARTER);
    return in_two == 0 || in_two == 3 * EIGHTH || in_two == 6 * EIGHTH;
  }
  default:
    return 0;
  }
}

static void
pattern_voice(PhraseWork* p,
              int voice,
              ElaraInnerPattern pattern,
              int technique,
              LineWork* line)
{
  const ElaraTick end = moving_end(p);
  for (ElaraTick tick = p->spec->p.tick; tick < end; tick += EIGHTH) {
    ElaraTick duration;
    if (!pattern_hit(p, pattern, tick, &duration)) continue;
    const int s = elara_phrase_slot_at(p, tick);
    // chorale chords last until the next one
    if (pattern == ELARA_INNER_CHORALE) {
      ElaraTick unused;
      while (tick + duration < slot_end(p, s) &&
             !pattern_hit(p, pattern, tick + duration, &unused)) {
        duration += QUARTER;
      }
    }
    if (tick + duration > end) duration = end - tick;
    const double accent = pattern == ELARA_INNER_STAB ? .35 : 0.0;
    elara_line_add(line, tick, duration, p->inner[s][voice], technique, accent);
  }
}

static void
hold_last_bar(const PhraseWork* p, int pitch, LineWork* line)
{
  const ElaraTick from = moving_end(p);
  if (from < p->spec->p.end) {
    elara_line_add(line, from, p->spec->p.end - from, pitch,
                   ELARA_TECHNIQUE_LEGATO, 0.0);
  }
}

static void
write_inner(PhraseWork* p, const ElaraTexture* t, ElaraRandom* random)
{
  if (t->inner == ELARA_INNER_NONE && !p->spec->last) return;
  for (int v = 0; v < ELARA_INNER_VOICES; v++) {
    LineWork line = elara_line_begin(p->work);
    if (t->inner == ELARA_INNER_SUSTAIN) {
      sustain_voice(p, v, t->inner_technique, random, &line);
      if (t->inner_technique == ELARA_TECHNIQUE_LEGATO)
        elara_line_slur(&line, p);
    } else {
      pattern_voice(p, v, t->inner, t->inner_technique, &line);
      hold_last_bar(p, p->inner[p->slot_count - 1][v], &line);
    }
    elara_line_finish(p->work, &line, ELARA_LINE_INNER, p->phrase, v, -1);
  }
}

// --- figures
// -----------------------------------------------------------------------

// Chord tones from LOW upward, ascending; returns how many (at most MOST).
static int
ladder(const ElaraChord* chord, int low, int high, int* tones, int most)
{
  const unsigned mask = elara_chord_mask(chord);
  int count = 0;
  for (int pitch = low; pitch <= high && count < most; pitch++) {
    if (mask >> (pitch % 12) & 1u) tones[count++] = pitch;
  }
  return count;
}

static int
zigzag(int i, int count)
{
  if (count < 2) return 0;
  const int period = 2 * (count - 1);
  const int k = i % period;
  return k < count ? k : period - k;
}

static int
figure_index(ElaraFigurePattern figure, int i, int count)
{
  static const int alberti[] = {0, 2, 1, 2};
  switch (figure) {
  case ELARA_FIGURE_ALBERTI:
    return alberti[i % 4] % count;
  case ELARA_FIGURE_MURMUR:
    return i % 2 ? 1 % count : 0;
  case ELARA_FIGURE_TRIPLET:
    return i % (count < 6 ? count : 6);
  default:
    return zigzag(i, count);
  }
}

// Figures keep out of the melody's way: under its lowest note where there is
// room, else (a low melody) where the figure wants to be.
static int
under_melody(const PhraseWork* p, int high, int span)
{
  int lowest = 127;
  for (int i = 0; i < p->degrees.count; i++) {
    if (p->pitches[i] < lowest) lowest = p->pitches[i];
  }
  if (lowest == 127 || lowest < 58) return high;
  const int ceiling = lowest - 1 < high ? lowest - 1 : high;
  return ceiling < 48 + span ? 48 + span : ceiling;
}

// The plain broken-chord figures: a grid, a ladder, an order. Between two rungs
// a third apart the scale's step may be touched, so that figures sing too.
static void
broken_chords(PhraseWork* p,
              const ElaraTexture* t,
              ElaraTick grid,
              int low,
              int high,
              LineWork* line)
{
  // the figure breathes with the phrase
  const int closes = !p->spec->last && p->bar_count >= 4 &&
                     p->spec->p.cadence != ELARA_CADENCE_NONE &&
                     p->bar_ticks[p->bar_count - 1] >= 3 * QUARTER;
  const ElaraTick end = closes ? p->spec->p.end - 2 * QUARTER : moving_end(p);
  const int span = high - low;
  high = under_melody(p, high, span < 14 ? span : 14);
  if (high - low < 12) low = high - 12;
  for (int s = 0; s < p->slot_count && p->slots[s].tick < end; s++) {
    int tones[16];
    const int count = ladder(&p->chords[s], low, high, tones, 16);
    if (count == 0) continue;
    int i = 0;
    for (ElaraTick tick = p->slots[s].tick; tick < slot_end(p, s) && tick < end;
         tick += grid) {
      ElaraTick duration = grid;
      if (tick + duration > slot_end(p, s)) duration = slot_end(p, s) - tick;
      elara_line_add(line, tick, duration,
                     tones[figure_index(t->figure, i++, count)],
                     t->figure_technique, 0.0);
    }
  }
}

// A cell of the theme as ostinato: the contour of its first notes laid on the
// chord's tones, displaced or cut every four bars so that it never loops.
static void
theme_ostinato(PhraseWork* p,
               const ElaraTexture* t,
               ElaraTick grid,
               ElaraRandom* random,
               LineWork* line)
{
  const ElaraTheme* const theme = &p->work->themes[p->spec->p.theme];
  const ElaraTick end = moving_end(p);
  int contour[4];
  for (int i = 0; i < 4; i++) {
    contour[i] = theme->note_count > i
                     ? theme->notes[i].degree - theme->notes[0].degree
                     : i;
  }
  int length = 4;
  int offset = 0;
  for (ElaraTick tick = p->spec->p.tick; tick < end; tick += grid) {
    const int s = elara_phrase_slot_at(p, tick);
    const ElaraTick at = tick - bar_of(p, tick);
    const int bar = (int)((bar_of(p, tick) - p->spec->p.tick) / (4 * QUARTER));
    if (at == 0 && bar % 4 == 0 && tick > p->spec->p.tick) {
      length = 3 + elara_random_index(random, 2);
      offset = elara_random_index(random, 3);
    }
    int tones[16];
    const int count =
        ladder(&p->chords[s], 46, under_melody(p, 70, 16), tones, 16);
    if (count < 3) continue;
    const int i = ((int)(at / grid) + offset) % length;
    int rung = 3 + contour[i] / 2 + (contour[i] > 0);
    rung = rung < 0 ? 0 : rung >= count ? count - 1 : rung;
    int pitch = tones[rung];
    // the second note leans on its neighbour
    if (i == 1 && grid == SIXTEENTH) pitch += 1;
    const int group = (int)(at / grid) % 8;
    const double accent = group == 0 || group == 3 || group == 6 ? .3 : 0.0;
    elara_line_add(line, tick, grid, pitch, t->figure_technique, accent);
  }
}

// Short answers where the melody holds or rests.
static void
dialogue(PhraseWork* p,
         const ElaraTexture* t,
         ElaraRandom* random,
         LineWork* line)
{
  const ElaraTick end = moving_end(p);
  for (ElaraTick tick = p->spec->p.tick; tick + QUARTER <= end;
       tick += QUARTER) {
    int busy = 0;
    for (ElaraTick x = tick; x < tick + QUARTER; x += EIGHTH) {
      busy |= elara_phrase_melody_attacks(p, x);
    }
    if (busy || elara_random_chance(random, .25)) continue;
    const int s = elara_phrase_slot_at(p, tick);
    int tones[16];
    const int count = ladder(&p->chords[s], 60, 84, tones, 16);
    if (count < 4) continue;
    const int from = elara_random_index(random, count - 2);
    const int up = elara_random_chance(random, .5);
    elara_line_add(line, tick, EIGHTH, tones[from + (up ? 0 : 2)],
                   t->figure_technique, 0.0);
    elara_line_add(line, tick + EIGHTH, EIGHTH, tones[from + (up ? 2 : 0)],
                   t->figure_technique, 0.0);
  }
}

static void
bells(PhraseWork* p, const ElaraTexture* t, LineWork* line)
{
  for (int s = 0; s < p->slot_count; s++) {
    int tones[16];
    const int count = ladder(&p->chords[s], 76, 96, tones, 16);
    if (count < 2) continue;
    const ElaraTick half = p->slots[s].duration / 2 / EIGHTH * EIGHTH;
    elara_line_add(line, p->slots[s].tick, half ? half : p->slots[s].duration,
                   tones[s % count], t->figure_technique, 0.0);
    if (half) {
      elara_line_add(line, p->slots[s].tick + half, p->slots[s].duration - half,
                     tones[(s + 1) % count], t->figure_technique, 0.0);
    }
  }
}

// A scale through the last beats of a bar into the next chord's tone.
static void
runs(PhraseWork* p, const ElaraTexture* t, ElaraRandom* random, LineWork* line)
{
  const unsigned scale = elara_scale_mask(p->spec->p.tonic, p->spec->p.mode);
  const ElaraTick end = moving_end(p);
  for (int b = 0; b + 1 < p->bar_count; b++) {
    const ElaraTick next = p->bar_start[b + 1];
    if (next > end) break;
    const int beats = elara_random_chance(random, .5) ? 1 : 2;
    if (p->bar_ticks[b] < (beats + 1) * QUARTER ||
        elara_random_chance(random, .2))
      continue;
    const int s = elara_phrase_slot_at(p, next);
    const int down = elara_random_chance(random, .35);
    const int goal = p->inner[s][0] + (down ? 0 : 12);
    int notes[8];
    int count = 0;
    for (int pitch = goal + (down ? 1 : -1);
         count < beats * 4 && pitch > 40 && pitch < 100;
         pitch += down ? 1 : -1) {
      if (scale >> (pitch % 12) & 1u) notes[count++] = pitch;
    }
    for (int i = 0; i < count; i++) {
      elara_line_add(line, next - (i < count ? (count - i) : 0) * SIXTEENTH,
                     SIXTEENTH, notes[count - 1 - i], t->figure_technique, 0.0);
    }
    elara_line_add(line, next, EIGHTH, goal, t->figure_technique, .2);
  }
}

static void
write_figure(PhraseWork* p, const ElaraTexture* t, ElaraRandom* random)
{
  LineWork line = elara_line_begin(p->work);
  ElaraLineRole role = ELARA_LINE_FIGURE;
  // slow tempi can afford faster figures
  switch (t->figure) {
  case ELARA_FIGURE_NONE:
    return;
  case ELARA_FIGURE_ARPEGGIO:
    broken_chords(p, t, EIGHTH, 48, 76, &line), role = ELARA_LINE_COLOUR;
    break;
  case ELARA_FIGURE_RIPPLE:
    broken_chords(p, t, SIXTEENTH, 55, 79, &line);
    break;
  case ELARA_FIGURE_ALBERTI:
    broken_chords(p, t, EIGHTH, 52, 70, &line);
    break;
  case ELARA_FIGURE_TRIPLET:
    broken_chords(p, t, QUARTER / 3, 48, 72, &line);
    break;
  case ELARA_FIGURE_MURMUR:
    broken_chords(p, t, SIXTEENTH, 53, 65, &line);
    break;
  case ELARA_FIGURE_OSTINATO_8:
    theme_ostinato(p, t, EIGHTH, random, &line);
    break;
  case ELARA_FIGURE_OSTINATO_16:
    theme_ostinato(p, t, SIXTEENTH, random, &line);
    break;
  case ELARA_FIGURE_DIALOGUE:
    dialogue(p, t, random, &line);
    break;
  case ELARA_FIGURE_BELL:
    bells(p, t, &line), role = ELARA_LINE_COLOUR;
    break;
  case ELARA_FIGURE_RUN:
    runs(p, t, random, &line);
    break;
  }
  elara_line_finish(p->work, &line, role, p->phrase, 0, -1);
}

// --- bass
// ------------------------------------------------------------------------------

static int
fifth_of(const PhraseWork* p, int s)
{
  const unsigned mask = elara_chord_mask(&p->chords[s]);
  const int root = p->bass[s];
  return mask >> ((root + 7) % 12) & 1u ? (root > 40 ? root - 5 : root + 7)
                                        : root;
}

static void
beat_bass(PhraseWork* p, const ElaraTexture* t, ElaraTick grid, LineWork* line)
{
  const ElaraTick end = moving_end(p);
  for (ElaraTick tick = p->spec->p.tick; tick < end; tick += grid) {
    const int s = elara_phrase_slot_at(p, tick);
    const ElaraTick duration = tick + grid > end ? end - tick : grid;
    elara_line_add(line, tick, duration, p->bass[s], t->bass_technique,
                   tick == bar_of(p, tick) ? .15 : 0.0);
  }
}

static void
oompah_bass(PhraseWork* p, const ElaraTexture* t, LineWork* line)
{
  const ElaraTick end = moving_end(p);
  for (int b = 0; b < p->bar_count && p->bar_start[b] < end; b++) {
    const int s = elara_phrase_slot_at(p, p->bar_start[b]);
    elara_line_add(line, p->bar_start[b], QUARTER, p->bass[s],
                   t->bass_technique, .1);
    if (p->bar_ticks[b] < 4 * QUARTER) continue;
    const ElaraTick middle = p->bar_start[b] + 2 * QUARTER;
    const int s2 = elara_phrase_slot_at(p, middle);
    elara_line_add(line, middle, QUARTER,
                   s2 == s ? fifth_of(p, s) : p->bass[s2], t->bass_technique,
                   0.0);
  }
}

// Quarters: the slot's own tone, then steps of the scale towards the next.
static void
walking_bass(PhraseWork* p, const ElaraTexture* t, LineWork* line)
{
  const unsigned scale = elara_scale_mask(p->spec->p.tonic, p->spec->p.mode);
  const ElaraTick end = moving_end(p);
  for (int s = 0; s < p->slot_count && p->slots[s].tick < end; s++) {
    const int next = s + 1 < p->slot_count ? p->bass[s + 1] : p->bass[s];
    int pitch = p->bass[s];
    for (ElaraTick tick = p->slots[s].tick; tick < slot_end(p, s) && tick < end;
         tick += QUARTER) {
      ElaraTick duration = QUARTER;
      if (tick + duration > slot_end(p, s)) duration = slot_end(p, s) - tick;
      elara_line_add(line, tick, duration, pitch, t->bass_technique, 0.0);
      const int direction = next > pitch   ? 1
                            : next < pitch ? -1
                                           : (s % 2 ? 1 : -1);
      int step = pitch + direction;
      while (!(scale >> (((step % 12) + 12) % 12) & 1u)) {
        step += direction;
      }
      if (step >= 30 && step <= 60 &&
          (step != next || tick + 2 * QUARTER > slot_end(p, s)))
        pitch = step;
    }
  }
}

static void
held_bass(PhraseWork* p, const ElaraTexture* t, LineWork* line)
{
  for (int s = 0; s < p->slot_count;) {
    int last = s;
    while (last + 1 < p->slot_count && p->bass[last + 1] == p->bass[s] &&
           slot_end(p, last + 1) - p->slots[s].tick <= 8 * QUARTER) {
      last++;
    }
    elara_line_add(line, p->slots[s].tick, slot_end(p, last) - p->slots[s].tick,
                   p->bass[s], t->bass_technique, 0.0);
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
pedal_bass(PhraseWork* p, const ElaraTexture* t, LineWork* line)
{
  int pitch = 24 + p->spec->p.tonic;
  while (pitch < 31) {
    pitch += 12;
  }
  int held = 0;
  for (int b = 0; b < p->bar_count; b++) {
    const int fits = pedal_fits(p, b, pitch);
    const int hold = held < 4 && (fits || (held > 0 && held % 2));
    held = hold ? held + 1 : 0;
    const ElaraTick end = p->bar_start[b] + p->bar_ticks[b];
    if (hold) {
      elara_line_add(line, p->bar_start[b], p->bar_ticks[b], pitch,
                     t->bass_technique, b == 0 ? .2 : 0.0);
    }
    for (int s = 0; s < p->slot_count; s++) {
      if (p->slots[s].tick < p->bar_start[b] || p->slots[s].tick >= end) {
        continue;
      }
      if (hold) {
        p->bass[s] = pitch;
        p->chords[s].bass = pitch % 12;
      } else {
        elara_line_add(line, p->slots[s].tick, p->slots[s].duration, p->bass[s],
                       t->bass_technique, 0.0);
      }
    }
  }
}

static void
sparse_bass(PhraseWork* p, const ElaraTexture* t, LineWork* line)
{
  const ElaraTick end = moving_end(p);
  for (int b = 0; b < p->bar_count && p->bar_start[b] < end; b++) {
    const int s = elara_phrase_slot_at(p, p->bar_start[b]);
    elara_line_add(line, p->bar_start[b], QUARTER, p->bass[s],
                   t->bass_technique, .1);
  }
}

static void
write_bass(PhraseWork* p, const ElaraTexture* t)
{
  LineWork line = elara_line_begin(p->work);
  switch (t->bass) {
  case ELARA_BASS_NONE:
    break;
  case ELARA_BASS_HOLD:
    held_bass(p, t, &line);
    break;
  case ELARA_BASS_BEATS:
    beat_bass(p, t, QUARTER, &line);
    break;
  case ELARA_BASS_EIGHTHS:
    beat_bass(p, t, EIGHTH, &line);
    break;
  case ELARA_BASS_OOMPAH:
    oompah_bass(p, t, &line);
    break;
  case ELARA_BASS_WALK:
    walking_bass(p, t, &line);
    break;
  case ELARA_BASS_PEDAL:
    pedal_bass(p, t, &line);
    break;
  case ELARA_BASS_SPARSE:
    sparse_bass(p, t, &line);
    break;
  }
  if (t->bass != ELARA_BASS_HOLD && t->bass != ELARA_BASS_PEDAL) {
    hold_last_bar(p, p->bass[p->slot_count - 1], &line);
  }
  elara_line_finish(p->work, &line,
                    t->bass == ELARA_BASS_PEDAL ? ELARA_LINE_PEDAL
                                                : ELARA_LINE_BASS,
                    p->phrase, 0, -1);
}

void
elara_accompany(PhraseWork* p, ElaraRandom* random)
{
  const ElaraTexture* const t = elara_texture(p->spec->p.texture);
  write_inner(p, t, random);
  write_figure(p, t, random);
  write_bass(p, t);
}
