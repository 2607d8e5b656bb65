// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// Writes candidates for a theme: eight bars of few rhythm cells, in one of the
// forms of classical and film themes, over roots that its strong beats lean on.

#include "compose/theme_write.h"

#include <stdlib.h>

#define EIGHTH (ELARA_TICKS_PER_QUARTER / 2)
#define BARS ELARA_THEME_BARS

static const ElaraThemeCell cells_4[] = {
    {.05, 1, {8}},
    {.15, 2, {4, 4}},
    {.2, 2, {6, 2}},
    {.3, 3, {4, 2, 2}},
    {.35, 3, {2, 2, 4}},
    {.4, 3, {3, 1, 4}},
    {.4, 3, {2, 4, 2}},
    {.5, 4, {3, 1, 2, 2}},
    {.5, 4, {2, 2, 2, 2}},
    {.5, 3, {5, 1, 2}},
    {.6, 4, {4, 2, 1, 1}},
    {.6, 4, {3, 3, 1, 1}},
    {.65, 4, {2, 1, 1, 4}},
    {.7, 5, {3, 1, 2, 1, 1}},
    {.7, 4, {1, 1, 2, 4}},
    {.8, 5, {2, 1, 1, 2, 2}},
    {.8, 4, {1, 3, 1, 3}},
    {.9, 6, {2, 1, 1, 2, 1, 1}},
    {.9, 6, {1, 1, 2, 1, 1, 2}},
    {1.0, 7, {1, 1, 1, 1, 2, 1, 1}},
};

static const ElaraThemeCell cells_3[] = {
    {.05, 1, {6}},
    {.2, 2, {4, 2}},
    {.25, 2, {2, 4}},
    {.3, 2, {5, 1}},
    {.4, 3, {2, 2, 2}},
    {.45, 3, {3, 1, 2}},
    {.5, 3, {4, 1, 1}},
    {.6, 4, {2, 2, 1, 1}},
    {.6, 4, {2, 1, 1, 2}},
    {.7, 4, {3, 1, 1, 1}},
    {.8, 5, {2, 1, 1, 1, 1}},
    {.9, 6, {1, 1, 1, 1, 1, 1}},
};

// Which earlier bar each bar imitates (-1 = new), how: sequence shift allowed,
// and the cadence bars. The forms of classical and film themes.
typedef struct {
  const char* name;
  int source[BARS];  // bar whose rhythm is taken, -1 new
  int pitches[BARS]; // 1 = its contour too (as a sequence), 2 = exactly
} FormPlan;

static const FormPlan forms[] = {
    {"sentence", {-1, -1, 0, 1, 0, 0, -1, -1}, {0, 0, 1, 1, 1, 1, 0, 0}},
    {"period", {-1, -1, -1, -1, 0, 1, 2, -1}, {0, 0, 0, 0, 2, 2, 0, 0}},
    {"lyric", {-1, -1, 0, 1, -1, 4, 0, -1}, {0, 0, 1, 1, 0, 1, 2, 0}},
    {"bar form", {-1, -1, 0, 1, -1, -1, 1, -1}, {0, 0, 2, 1, 0, 0, 0, 0}},
};
#define FORM_COUNT ((int)(sizeof forms / sizeof *forms))

_Static_assert(FORM_COUNT == ELARA_THEME_FORMS, "a form for each number");

const char*
elara_theme_form_name(int form)
{
  return forms[form].name;
}

// Root degrees of the bars: what the strong beats lean on.
static const int grounds_major[][BARS] = {
    {0, 4, 4, 0, 3, 1, 4, 0}, {0, 0, 3, 4, 5, 1, 4, 0},
    {0, 5, 3, 4, 0, 3, 4, 0}, {0, 2, 3, 4, 5, 3, 4, 0},
    {0, 3, 0, 4, 0, 5, 4, 0},
};
static const int grounds_minor[][BARS] = {
    {0, 0, 5, 4, 3, 0, 4, 0}, {0, 6, 5, 4, 0, 3, 4, 0},
    {0, 3, 6, 2, 5, 1, 4, 0}, {0, 5, 2, 6, 3, 5, 4, 0},
    {0, 4, 0, 3, 5, 3, 4, 0},
};
#define GROUND_COUNT 5

static const ElaraThemeCell*
pick_cell(ElaraRandom* random,
          const ElaraThemeStyle* style,
          double energy,
          int exclude_long)
{
  double weights[24];
  for (int i = 0; i < style->cell_count; i++) {
    const double off = style->cells[i].energy - energy;
    weights[i] = 1.0 / (.02 + off * off);
    if (exclude_long && style->cells[i].count < 2) weights[i] = 0.0;
  }
  return &style->cells[elara_random_weighted(random, weights,
                                             style->cell_count)];
}

static int
in_chord(int degree, int root)
{
  const int step = (((degree - root) % 7) + 7) % 7;
  return step == 0 || step == 2 || step == 4;
}

// The next degree: near the last one, stepping on, turning back after a leap,
// on a chord tone when the beat is strong. ARCH pulls towards the phrase's
// line.
static int
next_degree(ElaraRandom* random,
            int last,
            int before,
            int strong,
            int root,
            double arch,
            double leap)
{
  static const double by_size[8] = {1.8, 4.4, 1.2, .6, .5, .25, .05, .1};
  double weights[15];
  for (int i = 0; i < 15; i++) {
    const int move = i - 7;
    const int degree = last + move;
    double w = by_size[abs(move)];
    if (abs(move) >= 3) w *= .5 + leap;
    if (abs(before) == 1 && move == before) w *= 1.7;
    if (abs(before) >= 3) {
      w *= (move > 0) == (before > 0) && move ? .25
           : abs(move) <= 2                   ? 2.2
                                              : 1.0;
    }
    if (move == 0 && before == 0) w *= .35;
    if (strong) w *= in_chord(degree, root) ? 2.5 : .25;
    const double off = degree - arch;
    w /= 1.0 + .06 * off * off;
    if (degree < -3 || degree > 11) w = 0.0;
    weights[i] = w;
  }
  return last + elara_random_weighted(random, weights, 15) - 7;
}

typedef struct {
  int last, before;
} Pen;

static void
write_bar(ElaraRandom* random,
          const ElaraThemeStyle* style,
          const ElaraThemeCell* cell,
          int bar,
          Pen* pen,
          ElaraMelody* out)
{
  int at = 0;
  for (int i = 0; i < cell->count; i++) {
    const double x = (bar + (double)at / style->bar_eighths) / BARS;
    // An arch that peaks at two thirds: low start, high past the middle.
    const double arch = 2.0 + 5.5 * (1.0 - (x - .66) * (x - .66) / .44);
    const int strong = at == 0 || (style->bar_eighths == 8 && at == 4) ||
                       cell->eighths[i] >= 4;
    int degree = pen->last;
    if (out->count == 0) {
      degree = (int[]){0, 4, 2, 0, 4}[elara_random_index(random, 5)];
    } else {
      degree = next_degree(random, pen->last, pen->before, strong,
                           style->ground[bar], arch, style->leap);
    }
    elara_melody_add(out, (ElaraThemeNote){
                              .tick = (bar * style->bar_eighths + at) * EIGHTH,
                              .duration = cell->eighths[i] * EIGHTH,
                              .degree = degree,
                          });
    pen->before = out->count > 1 ? degree - pen->last : 0;
    pen->last = degree;
    at += cell->eighths[i];
  }
}

// Imitates the bar that began at note FIRST and has COUNT notes: a sequence
// that starts on the chord tone of BAR nearest to its own start.
static void
imitate_bar(ElaraRandom* random,
            const ElaraThemeStyle* style,
            int first,
            int count,
            int exact,
            int bar,
            Pen* pen,
            ElaraMelody* out)
{
  const ElaraTick offset =
      bar * style->bar_eighths * EIGHTH -
      (out->notes[first].tick / (style->bar_eighths * EIGHTH)) *
          style->bar_eighths * EIGHTH;
  int shift = 0;
  if (!exact) {
    static const int shifts[] = {-2, -1, 1, 2, 3, -3};
    double weights[6];
    for (int i = 0; i < 6; i++) {
      const int start = out->notes[first].degree + shifts[i];
      weights[i] = (in_chord(start, style->ground[bar]) ? 3.0 : .6) /
                   (1.0 + abs(start - pen->last));
    }
    shift = shifts[elara_random_weighted(random, weights, 6)];
  }
  for (int i = 0; i < count; i++) {
    ElaraThemeNote note = out->notes[first + i];
    note.tick += offset;
    note.degree += shift;
    elara_melody_add(out, note);
  }
  pen->before = count > 1 ? out->notes[out->count - 1].degree -
                                out->notes[out->count - 2].degree
                          : 0;
  pen->last = out->notes[out->count - 1].degree;
}

// Last bar: a step or two to the tonic nearest to where the line is.
static void
write_cadence(const ElaraThemeStyle* style, int bar, Pen* pen, ElaraMelody* out)
{
  const int tonic = pen->last >= 4 ? 7 : 0;
  const ElaraTick at = bar * style->bar_eighths * EIGHTH;
  ElaraThemeNote note = {
      .tick = at, .duration = style->bar_eighths * EIGHTH, .degree = tonic};
  if (abs(pen->last - tonic) > 1 && style->bar_eighths >= 6) {
    ElaraThemeNote lean = note;
    lean.duration = 2 * EIGHTH;
    lean.degree = pen->last > tonic ? tonic + 1 : tonic - 1;
    elara_melody_add(out, lean);
    note.tick += lean.duration;
    note.duration -= lean.duration;
  }
  elara_melody_add(out, note);
}

// The first bar of a theme that grows out of another: the parent's, turned
// upside down, run backwards, widened or moved.
static void
write_inherited(ElaraRandom* random,
                const ElaraThemeStyle* style,
                Pen* pen,
                ElaraMelody* out)
{
  const ElaraTick bar = style->bar_eighths * EIGHTH;
  const ElaraTick own = style->parent->beats * 2 * EIGHTH;
  const ElaraMelody whole = elara_melody_of_theme(style->parent);
  ElaraMelody m = elara_melody_slice(&whole, 0, own);
  switch (elara_random_index(random, 4)) {
  case 0:
    m = elara_melody_invert(&m);
    break;
  case 1:
    if (m.count <= 5) m = elara_melody_retrograde(&m);
    break;
  case 2:
    m = elara_melody_expand(&m, 150);
    break;
  default:
    m = elara_melody_sequence(&m, elara_random_chance(random, .5) ? 2 : -2);
    break;
  }
  m = elara_melody_fit(&m, own, &bar, 1);
  elara_melody_append(out, &m, 0);
  if (m.count == 0) return;
  pen->last = m.notes[m.count - 1].degree;
  pen->before = m.count > 1 ? pen->last - m.notes[m.count - 2].degree : 0;
}

// The rhythm of a new bar: a theme has few cells and comes back to them.
static const ElaraThemeCell*
next_cell(ElaraRandom* random,
          const ElaraThemeStyle* style,
          int bar,
          const ElaraThemeCell** used)
{
  const double calm = bar == 3 ? .4 : bar == 6 ? 1.1 : 1.0;
  if (bar > 1 && elara_random_chance(random, .5)) {
    const ElaraThemeCell* const again = used[elara_random_index(random, 2)];
    if (again && again != used[bar - 1]) return again;
  }
  const ElaraThemeCell* cell = NULL;
  for (int tries = 0; tries < 6; tries++) {
    cell = pick_cell(random, style, style->energy * calm, bar == 0);
    if (bar == 0 || cell != used[bar - 1]) break;
  }
  return cell;
}

// What was there before: the notes of OPENING that begin in BAR.
static void
quote_bar(const ElaraThemeStyle* style, int bar, Pen* pen, ElaraMelody* out)
{
  const ElaraTick length = style->bar_eighths * EIGHTH;
  for (int i = 0; i < style->opening->count; i++) {
    const ElaraThemeNote* const n = &style->opening->notes[i];
    if (n->tick / length != bar) continue;
    elara_melody_add(out, *n);
    pen->before = out->count > 1 ? n->degree - pen->last : 0;
    pen->last = n->degree;
  }
}

ElaraMelody
elara_theme_candidate(ElaraRandom* random,
                      const ElaraThemeStyle* style,
                      int form_index)
{
  const FormPlan* const form = &forms[form_index];
  ElaraMelody out = {.count = 0};
  const ElaraThemeCell* used[BARS] = {NULL};
  int first[BARS];
  Pen pen = {0, 0};
  for (int bar = 0; bar < BARS; bar++) {
    first[bar] = out.count;
    const int source = form->source[bar];
    used[bar] = NULL;
    if (bar < style->opening_bars) {
      quote_bar(style, bar, &pen, &out);
      continue;
    }
    if (bar == 0 && style->parent) {
      write_inherited(random, style, &pen, &out);
      if (out.count > 0) continue;
    }
    if (bar == BARS - 1) {
      write_cadence(style, bar, &pen, &out);
      break;
    }
    const int count =
        source >= 0 ? (source + 1 < BARS ? first[source + 1] : out.count) -
                          first[source]
                    : 0;
    if (count > 0 && form->pitches[bar]) {
      imitate_bar(random, style, first[source], count, form->pitches[bar] == 2,
                  bar, &pen, &out);
      used[bar] = used[source];
      continue;
    }
    used[bar] = source >= 0 && used[source]
                    ? used[source]
                    : next_cell(random, style, bar, used);
    write_bar(random, style, used[bar], bar, &pen, &out);
  }
  return out;
}

// --- from a part in the cast to a style -----------------------------------

ElaraThemeStyle
elara_theme_style(const ElaraThemeRole* role,
                  ElaraMode mode,
                  int beats,
                  const ElaraTheme* parent,
                  ElaraRandom* random)
{
  double energy = .45 + .3 * role->feeling.arousal + .2 * role->feeling.levity;
  energy = energy < .2 ? .2 : energy > .85 ? .85 : energy;
  const int g = elara_random_index(random, GROUND_COUNT);
  return (ElaraThemeStyle){
      .cells = beats == 3 ? cells_3 : cells_4,
      .cell_count = beats == 3 ? (int)(sizeof cells_3 / sizeof *cells_3)
                               : (int)(sizeof cells_4 / sizeof *cells_4),
      .bar_eighths = beats * 2,
      .energy = energy,
      .ground = elara_mode_is_minor(mode) ? grounds_minor[g] : grounds_major[g],
      .mode = mode,
      .leap = .35 + .3 * (role->kind == ELARA_THEME_IDEA) +
              .2 * (role->role == ELARA_ROLE_PROTAGONIST),
      .parent = parent,
  };
}
