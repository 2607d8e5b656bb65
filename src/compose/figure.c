// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// Figurations: the signs of the table laid on the chords of a phrase, out of
// the melody's way; and three that read the melody itself.

#include "compose/room.h"

#include "model/instrument.h"

#include <string.h>

#define RUNGS 16

// Chord tones from LOW upward, ascending; returns how many.
static int
ladder(const ElaraChord* chord, int low, int high, int* tones)
{
  const unsigned mask = elara_chord_mask(chord);
  int count = 0;
  for (int pitch = low; pitch <= high && count < RUNGS; pitch++) {
    if (mask >> (pitch % 12) & 1u) tones[count++] = pitch;
  }
  return count;
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

static int
scale_step(const PhraseWork* p, int pitch, int side)
{
  const unsigned scale = elara_scale_mask(p->spec->p.tonic, p->spec->p.mode);
  int step = pitch + side;
  while (!(scale >> (step % 12) & 1u)) {
    step += side;
  }
  return step;
}

// A rung beyond the top of the ladder turns back.
static int
rung(const int* tones, int count, int index)
{
  if (count == 1) return tones[0];
  const int period = 2 * (count - 1);
  const int k = index % period;
  return tones[k < count ? k : period - k];
}

typedef struct {
  PhraseWork* p;
  const ElaraFigure* figure;
  int technique;
  int low, high;
  ElaraTick begin, end;
  int last;   // pitch of the last rung
  int varies; // turned over every two bars
  int top;    // highest rung of the cell
} FigurePen;

// A cell lives for two bars; the next two turn it upside down, and the bar
// before a close runs on by step.
static char
varied(const FigurePen* pen, char sign, int bar)
{
  if (!pen->varies || sign < '0' || sign > '9') return sign;
  if (bar / 2 % 2 == 0) return sign;
  return (char)('0' + pen->top - (sign - '0'));
}

static char
top_of(const char* signs)
{
  char top = '0';
  for (; *signs; signs++) {
    if (*signs >= '0' && *signs <= '9' && *signs > top) top = *signs;
  }
  return top;
}

static int
sign_pitch(FigurePen* pen, char sign, const int* tones, int count)
{
  if (sign >= '0' && sign <= '9') {
    pen->last = rung(tones, count, sign - '0');
    return pen->last;
  }
  if (!pen->last) pen->last = tones[0];
  if (sign == '+') return scale_step(pen->p, pen->last, 1);
  if (sign == '-') return scale_step(pen->p, pen->last, -1);
  return pen->last - 1;
}

static void
figure_bar(FigurePen* pen, int b, LineWork* line)
{
  PhraseWork* const p = pen->p;
  const char* const signs = pen->figure->bar;
  const size_t count = strlen(signs);
  const ElaraTick step = QUARTER / pen->figure->grid;
  const ElaraTick bar_end = p->bar_start[b] + p->bar_ticks[b];
  size_t i = 0;
  for (ElaraTick tick = p->bar_start[b]; tick < bar_end; tick += step, i++) {
    if (tick < pen->begin || tick >= pen->end) continue;
    const char sign = varied(pen, signs[i % count], b);
    const int s = elara_phrase_slot_at(p, tick);
    if (sign == '.') continue;
    if (sign == '_') {
      ElaraSketchNote* const before =
          line->notes.count ? &line->notes.items[line->notes.count - 1] : NULL;
      if (before && before->tick + before->duration == tick &&
          p->slots[s].tick != tick)
        before->duration += step;
      continue;
    }
    int tones[RUNGS];
    const int rungs = ladder(&p->chords[s], pen->low, pen->high, tones);
    if (rungs == 0) continue;
    const int pitch = sign_pitch(pen, sign, tones, rungs);
    elara_line_add(line, tick, tick + step > bar_end ? bar_end - tick : step,
                   pitch, pen->technique, i == 0 ? .12 : 0.0);
  }
}

static void
pattern_figure(FigurePen* pen, LineWork* line)
{
  for (int b = 0; b < pen->p->bar_count; b++) {
    figure_bar(pen, b, line);
  }
}

// A cell of the theme as ostinato: the contour of its first notes laid on the
// chord's tones, displaced or cut every four bars so that it never loops.
static void
theme_figure(FigurePen* pen, ElaraRandom* random, LineWork* line)
{
  PhraseWork* const p = pen->p;
  const ElaraTheme* const theme = &p->work->themes[p->spec->p.theme];
  const ElaraTick grid = QUARTER / pen->figure->grid;
  int contour[4];
  for (int i = 0; i < 4; i++) {
    contour[i] = theme->note_count > i
                     ? theme->notes[i].degree - theme->notes[0].degree
                     : i;
  }
  int length = 4;
  int offset = 0;
  for (int b = 0; b < p->bar_count; b++) {
    if (b % 4 == 0 && b > 0) {
      length = 3 + elara_random_index(random, 2);
      offset = elara_random_index(random, 3);
    }
    const ElaraTick bar_end = p->bar_start[b] + p->bar_ticks[b];
    for (ElaraTick tick = p->bar_start[b]; tick < bar_end; tick += grid) {
      if (tick < pen->begin || tick >= pen->end) continue;
      const int at = (int)((tick - p->bar_start[b]) / grid);
      const int s = elara_phrase_slot_at(p, tick);
      int tones[RUNGS];
      const int count = ladder(&p->chords[s], pen->low, pen->high, tones);
      if (count < 3) continue;
      const int i = (at + offset) % length;
      int k = 3 + contour[i] / 2 + (contour[i] > 0);
      k = k < 0 ? 0 : k >= count ? count - 1 : k;
      // the second note leans on its neighbour
      const int lean = i == 1 && grid == SIXTEENTH;
      const int group = at % 8;
      elara_line_add(line, tick, grid, tones[k] + lean, pen->technique,
                     group == 0 || group == 3 || group == 6 ? .3 : 0.0);
    }
  }
}

// Short answers where the melody holds or rests.
static void
answers(FigurePen* pen, ElaraRandom* random, LineWork* line)
{
  PhraseWork* const p = pen->p;
  for (ElaraTick tick = pen->begin; tick + QUARTER <= pen->end;
       tick += QUARTER) {
    int busy = 0;
    for (ElaraTick x = tick; x < tick + QUARTER; x += EIGHTH) {
      busy |= elara_phrase_melody_attacks(p, x);
    }
    if (busy || elara_random_chance(random, .2)) continue;
    const int s = elara_phrase_slot_at(p, tick);
    int tones[RUNGS];
    const int count =
        ladder(&p->chords[s], pen->figure->low, pen->figure->high, tones);
    if (count < 4) continue;
    const int from = elara_random_index(random, count - 2);
    const int up = elara_random_chance(random, .5);
    elara_line_add(line, tick, EIGHTH, tones[from + (up ? 0 : 2)],
                   pen->technique, 0.0);
    elara_line_add(line, tick + EIGHTH, EIGHTH, tones[from + (up ? 2 : 0)],
                   pen->technique, 0.0);
  }
}

// A scale through the last beats of a bar into the next chord's tone.
static void
runs(FigurePen* pen, ElaraRandom* random, LineWork* line)
{
  PhraseWork* const p = pen->p;
  for (int b = 0; b + 1 < p->bar_count; b++) {
    const ElaraTick next = p->bar_start[b + 1];
    if (next > pen->end) break;
    const int beats = elara_random_chance(random, .5) ? 1 : 2;
    if (p->bar_ticks[b] < (beats + 1) * QUARTER ||
        elara_random_chance(random, .2))
      continue;
    const int s = elara_phrase_slot_at(p, next);
    const int down = elara_random_chance(random, .35);
    const int goal = p->inner[s][0] + (down ? 0 : 12);
    int notes[8];
    int count = 0;
    for (int pitch = goal; count < beats * 4;) {
      pitch = scale_step(p, pitch, down ? 1 : -1);
      if (pitch <= 40 || pitch >= 100) break;
      notes[count++] = pitch;
    }
    for (int i = 0; i < count; i++) {
      elara_line_add(line, next - (count - i) * SIXTEENTH, SIXTEENTH,
                     notes[count - 1 - i], pen->technique, 0.0);
    }
    elara_line_add(line, next, EIGHTH, goal, pen->technique, .2);
  }
}

// The figure breathes with the phrase, unless it drives.
static ElaraTick
figure_end(const PhraseWork* p, const ElaraTexture* t)
{
  const int closes = !p->spec->last && p->bar_count >= 4 && t->energy < .6 &&
                     p->spec->p.cadence != ELARA_CADENCE_NONE &&
                     p->bar_ticks[p->bar_count - 1] >= 3 * QUARTER;
  return closes ? p->spec->p.end - QUARTER : elara_phrase_moving_end(p);
}

// Layer ORDER of the texture. In a build the layers enter one after another.
void
elara_figure_line(PhraseWork* p,
                  const ElaraTexture* t,
                  int order,
                  ElaraRandom* random)
{
  const ElaraFigure* const f = elara_figure(t->figures[order]);
  if (!f) return;
  const int late =
      p->spec->builds && order > 0 ? order * (p->bar_count / 3) : 0;
  FigurePen pen = {.p = p,
                   .figure = f,
                   .technique = t->figure_technique,
                   .low = f->low,
                   .high = f->high,
                   .begin = p->bar_start[late],
                   .end = figure_end(p, t),
                   .varies = elara_random_chance(random, .7)};
  pen.top = top_of(f->bar) - '0';
  if (f->high <= 80) {
    const int span = f->high - f->low;
    pen.high = under_melody(p, f->high, span < 14 ? span : 14);
    if (pen.high - pen.low < 12) pen.low = pen.high - 12;
  }
  LineWork line = elara_line_begin(p->work);
  switch (f->kind) {
  case ELARA_FIGURE_PATTERN:
    pattern_figure(&pen, &line);
    break;
  case ELARA_FIGURE_THEME:
    theme_figure(&pen, random, &line);
    break;
  case ELARA_FIGURE_DIALOGUE:
    answers(&pen, random, &line);
    break;
  case ELARA_FIGURE_RUN:
    runs(&pen, random, &line);
    break;
  }
  if (t->figure_technique == ELARA_TECHNIQUE_LEGATO) elara_line_slur(&line, p);
  elara_line_finish(p->work, &line,
                    f->colour ? ELARA_LINE_COLOUR : ELARA_LINE_FIGURE,
                    p->phrase, order, -1);
}
