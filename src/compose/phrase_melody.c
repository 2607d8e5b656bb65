// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// The melody of a phrase, in scale degrees: a theme under treatment, its
// development, a hint of it, its bones, its end.

#include "compose/room.h"

static ElaraTick
theme_bar_ticks(const ElaraTheme* theme)
{
  return theme->beats * 4 * QUARTER / theme->beat_type;
}

static ElaraMelody
transformed(const ElaraMelody* m, const PhraseSpec* spec)
{
  if (spec->wound) return elara_melody_sigh(m);
  switch ((ElaraTreatment)spec->p.treatment) {
  case ELARA_TREAT_DOUBT:
  case ELARA_TREAT_LAMENT:
    return elara_melody_thin(m, QUARTER);
  case ELARA_TREAT_CORRUPT:
    return elara_melody_corrupt(m, spec->p.mode);
  case ELARA_TREAT_REMEMBER:
    return elara_melody_thin(m, EIGHTH + 1);
  default:
    return *m;
  }
}

// The theme as the story has changed it; but a listener must still know it by
// two of contour, rhythm and intervals.
static ElaraMelody
treated(const ElaraTheme* theme, const PhraseSpec* spec)
{
  const ElaraMelody plain = elara_melody_of_theme(theme);
  const ElaraMelody m = transformed(&plain, spec);
  const int known = elara_melody_recognised(&m, &plain, theme->head_count);
  return known >= 2 ? m : plain;
}

// Bars FIRST.. of the theme over the phrase's bars; when the phrase is longer
// than what is left of the theme, its last two bars are answered in sequence.
static ElaraMelody
state_theme(const PhraseWork* p, const ElaraTheme* theme)
{
  const PhraseSpec* const spec = p->spec;
  ElaraTick bar = theme_bar_ticks(theme);
  ElaraMelody m = treated(theme, spec);
  m = elara_melody_slice(&m, spec->theme_bar * bar, theme->bars * bar);
  int bars = theme->bars - spec->theme_bar;
  if (spec->augment == 2) {
    m = elara_melody_scale_time(&m, 2, 1);
    bars *= 2;
  }
  if (bars + 1 == p->bar_count) {
    m = elara_melody_extend(&m, bar);
    bars++;
  }
  while (bars < p->bar_count) {
    const ElaraMelody tail =
        elara_melody_slice(&m, (bars - 2) * bar, bars * bar);
    const ElaraMelody answer = elara_melody_sequence(&tail, spec->step);
    elara_melody_append(&m, &answer, bars * bar);
    bars += 2;
  }
  if (spec->vary) m = elara_melody_ornament(&m);
  m = elara_melody_fit(&m, bar, p->bar_ticks, p->bar_count);
  // A phrase cut before the theme's own end comes to rest on a long note.
  if (bars > p->bar_count && m.count > 2 &&
      spec->p.cadence != ELARA_CADENCE_NONE) {
    const ElaraTick last_bar = p->bar_start[p->bar_count - 1] - spec->p.tick;
    while (m.count > 1 && m.notes[m.count - 2].tick >= last_bar &&
           m.notes[m.count - 1].tick > last_bar) {
      m.count--;
    }
    ElaraThemeNote* const end = &m.notes[m.count - 1];
    end->duration = spec->p.end - spec->p.tick - end->tick;
  }
  return m;
}

// Model and sequence, then liquidation: the cell of two bars, moved by STEP,
// then its first bar alone, then half of that, then a long note.
static ElaraMelody
sequence_head(const PhraseWork* p, const ElaraTheme* theme, ElaraRandom* random)
{
  const PhraseSpec* const spec = p->spec;
  const ElaraTick bar = theme_bar_ticks(theme);
  const ElaraMelody whole = treated(theme, spec);
  const int invert = elara_random_chance(random, .25);
  ElaraMelody out = {.count = 0};
  int at = 0;
  int shift = 0;
  const int from = elara_random_chance(random, .3) && theme->bars >= 8 ? 4 : 0;
  while (at < p->bar_count) {
    const int left = p->bar_count - at;
    const int span = left >= 5 || (at == 0 && left >= 4) ? 2 : 1;
    ElaraMelody cell =
        elara_melody_slice(&whole, from * bar, (from + span) * bar);
    // the third time it is turned upside down
    if (invert != (at >= 4 && p->bar_count >= 7))
      cell = elara_melody_invert(&cell);
    cell = elara_melody_sequence(&cell, shift);
    if (left == 1 && p->bar_count > 1) {
      // liquidation: what is left is the first note, held
      cell = elara_melody_head(&cell, 1);
      if (cell.count) cell.notes[0].tick = 0, cell.notes[0].duration = bar;
    } else if (left == 2 && p->bar_count > 3) {
      const ElaraMelody half = elara_melody_slice(&cell, 0, bar / 2);
      const ElaraMelody up = elara_melody_sequence(&half, spec->step);
      cell = half;
      elara_melody_append(&cell, &up, bar / 2);
    }
    const ElaraMelody fitted =
        elara_melody_fit(&cell, bar, &p->bar_ticks[at], span);
    elara_melody_append(&out, &fitted, p->bar_start[at] - spec->p.tick);
    at += span;
    shift += spec->step;
    if (shift > 6) shift -= 7;
    if (shift < -6) shift += 7;
  }
  return out;
}

// The head alone, then a rest that leaves it unanswered, then the head again
// higher or lower, cut one note before its end.
static ElaraMelody
hint_theme(const PhraseWork* p, const ElaraTheme* theme, ElaraRandom* random)
{
  const ElaraTick bar = theme_bar_ticks(theme);
  const ElaraMelody whole = treated(theme, p->spec);
  ElaraMelody head = elara_melody_slice(&whole, 0, 2 * bar);
  if (head.count > theme->head_count) head.count = theme->head_count;
  // a knock at the door: the theme's rhythm, and no tune yet
  const int knocks = p->spec->p.mood == ELARA_MOOD_DREAD ||
                     p->spec->p.mood == ELARA_MOOD_SUSPENSE;
  if (knocks && elara_random_chance(random, .3))
    head = elara_melody_rhythm(&head);
  ElaraMelody out = {.count = 0};
  int shift = 0;
  for (int at = elara_random_index(random, 2); at < p->bar_count;
       at += 3 + elara_random_index(random, 2)) {
    ElaraMelody cell = elara_melody_sequence(&head, shift);
    // what the story has not resolved stays open
    if (out.count > 0 && cell.count > 3) cell = elara_melody_withhold(&cell);
    const int span = p->bar_count - at < 2 ? 1 : 2;
    const ElaraMelody fitted =
        elara_melody_fit(&cell, bar, &p->bar_ticks[at], span);
    elara_melody_append(&out, &fitted, p->bar_start[at] - p->spec->p.tick);
    shift += (int[]){0, 1, 0, -1}[elara_random_index(random, 4)];
  }
  return out;
}

// The bones of the theme, its turning points: one a bar.
static ElaraMelody
long_notes(const PhraseWork* p, const ElaraTheme* theme, ElaraRandom* random)
{
  ElaraMelody out = {.count = 0};
  const ElaraMelody tune = treated(theme, p->spec);
  const ElaraMelody bones = elara_melody_contour(&tune);
  int i = 0;
  for (int b = 0; b < p->bar_count; b++, i++) {
    const int join = b + 1 < p->bar_count && elara_random_chance(random, .35);
    ElaraThemeNote note = bones.notes[i % bones.count];
    note.tick = p->bar_start[b] - p->spec->p.tick;
    note.duration = p->bar_ticks[b] + (join ? p->bar_ticks[b + 1] : 0);
    // slow notes sing when they lie near each other
    if (out.count > 0) {
      const int last = out.notes[out.count - 1].degree;
      while (note.degree > last + 4) {
        note.degree -= 7;
      }
      while (note.degree < last - 4) {
        note.degree += 7;
      }
    }
    elara_melody_add(&out, note);
    b += join;
  }
  return out;
}

static ElaraMelody
coda(const PhraseWork* p, const ElaraTheme* theme)
{
  const ElaraTick bar = theme_bar_ticks(theme);
  const ElaraMelody whole = treated(theme, p->spec);
  const int n = p->bar_count;
  ElaraMelody out;
  if (n >= 4) {
    // the theme's last two bars at half speed, then the final held
    const ElaraMelody end =
        elara_melody_slice(&whole, (theme->bars - 2) * bar, theme->bars * bar);
    out = elara_melody_scale_time(&end, 2, 1);
    if (n > 4) {
      const ElaraMelody head = elara_melody_slice(&whole, 0, (n - 4) * bar);
      ElaraMelody joined = head;
      elara_melody_append(&joined, &out, (n - 4) * bar);
      out = joined;
    }
  } else {
    out =
        elara_melody_slice(&whole, (theme->bars - n) * bar, theme->bars * bar);
  }
  ElaraMelody fitted = elara_melody_fit(&out, bar, p->bar_ticks, n);
  if (p->spec->last && fitted.count > 0) {
    // the last note stays until the end
    ElaraThemeNote* const last = &fitted.notes[fitted.count - 1];
    last->duration = p->spec->p.end - p->spec->p.tick - last->tick;
  }
  return fitted;
}

// The phrase's last note comes to rest where the cadence wants it: on the
// tonic triad for a close, on the dominant's for a half close; the nearest.
static void
settle_end(const PhraseWork* p, ElaraMelody* m)
{
  static const int wanted[ELARA_CADENCE_COUNT][3] = {
      [ELARA_CADENCE_AUTHENTIC] = {0, 2, 0},
      [ELARA_CADENCE_HALF] = {4, 1, 6},
      [ELARA_CADENCE_PLAGAL] = {0, 2, 4},
      [ELARA_CADENCE_DECEPTIVE] = {0, 2, 0},
  };
  if (p->spec->p.cadence == ELARA_CADENCE_NONE || m->count < 3) return;
  ElaraThemeNote* const last = &m->notes[m->count - 1];
  const ElaraTick last_bar = p->bar_start[p->bar_count - 1] - p->spec->p.tick;
  if (last->tick + last->duration <= last_bar) return;
  const int* const goals = wanted[p->spec->p.cadence];
  for (int off = 0; off < 4; off++) {
    for (int side = -1; side <= 1; side += 2) {
      const int step = (((last->degree + side * off) % 7) + 7) % 7;
      if (step != goals[0] && step != goals[1] && step != goals[2]) continue;
      last->degree += side * off;
      last->alter = 0;
      return;
    }
  }
}

// A climb that wears the theme down: two bars, one, halves, over and over.
static ElaraMelody
worn_down(const PhraseWork* p, const ElaraTheme* theme)
{
  const ElaraTick bar = theme_bar_ticks(theme);
  const ElaraMelody whole = treated(theme, p->spec);
  const ElaraMelody m = elara_melody_liquidate(&whole, bar, p->bar_count);
  return elara_melody_fit(&m, bar, p->bar_ticks, p->bar_count);
}

static ElaraMelody
melody_of_kind(const PhraseWork* p, ElaraRandom* random)
{
  const ElaraTheme* const theme = &p->work->themes[p->spec->p.theme];
  switch (p->spec->melody) {
  case MELODY_THEME:
    return state_theme(p, theme);
  case MELODY_SEQUENCE:
    if (p->spec->builds && p->bar_count >= 5 && elara_random_chance(random, .4))
      return worn_down(p, theme);
    return sequence_head(p, theme, random);
  case MELODY_HINT:
    return hint_theme(p, theme, random);
  case MELODY_LONG:
    return long_notes(p, theme, random);
  case MELODY_CODA:
    return coda(p, theme);
  case MELODY_FUGATO:
    return elara_fugato_subject(p);
  case MELODY_NONE:
    break;
  }
  return (ElaraMelody){.count = 0};
}

ElaraMelody
elara_phrase_melody(const PhraseWork* p, ElaraRandom* random)
{
  ElaraMelody m = melody_of_kind(p, random);
  if (p->spec->melody != MELODY_HINT) settle_end(p, &m);
  return m;
}
