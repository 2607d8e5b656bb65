// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// Operators that take a theme apart, wear it down, hurt it, or try it against
// another; and the measure of what a listener still recognises.

#include "compose/melody.h"

#include <stdlib.h>

#define QUARTER ELARA_TICKS_PER_QUARTER

ElaraMelody
elara_melody_tail(const ElaraMelody* melody, int count)
{
  ElaraMelody tail = {.count = 0};
  const int first = melody->count > count ? melody->count - count : 0;
  for (int i = first; i < melody->count; i++) {
    ElaraThemeNote note = melody->notes[i];
    note.tick -= melody->notes[first].tick;
    elara_melody_add(&tail, note);
  }
  return tail;
}

ElaraMelody
elara_melody_rhythm(const ElaraMelody* melody)
{
  ElaraMelody beat = *melody;
  for (int i = 0; i < beat.count; i++) {
    beat.notes[i].degree = melody->notes[0].degree;
    beat.notes[i].alter = 0;
  }
  return beat;
}

ElaraMelody
elara_melody_contour(const ElaraMelody* melody)
{
  ElaraMelody line = {.count = 0};
  for (int i = 0; i < melody->count; i++) {
    const int ends = i == 0 || i + 1 == melody->count;
    const int before =
        ends ? 0 : melody->notes[i].degree - melody->notes[i - 1].degree;
    const int after =
        ends ? 0 : melody->notes[i + 1].degree - melody->notes[i].degree;
    if (!ends && before * after >= 0) continue;
    elara_melody_add(&line, melody->notes[i]);
  }
  for (int i = 0; i + 1 < line.count; i++) {
    line.notes[i].duration = line.notes[i + 1].tick - line.notes[i].tick;
  }
  return line;
}

ElaraMelody
elara_melody_liquidate(const ElaraMelody* melody, ElaraTick bar, int bars)
{
  ElaraMelody out = {.count = 0};
  ElaraTick at = 0;
  ElaraTick cell = 2 * bar;
  const ElaraTick end = bars * bar;
  while (at < end) {
    if (cell > end - at) cell = end - at;
    const ElaraMelody piece = elara_melody_slice(melody, 0, cell);
    elara_melody_append(&out, &piece, at);
    at += cell;
    if (cell > bar / 2) cell /= 2;
  }
  return out;
}

ElaraMelody
elara_melody_extend(const ElaraMelody* melody, ElaraTick by)
{
  ElaraMelody out = *melody;
  const int count = melody->count < 3 ? melody->count : 3;
  if (count < 2) return out;
  ElaraMelody tail = elara_melody_tail(melody, count);
  const ElaraTick length = elara_melody_end(&tail);
  const ElaraTick end = elara_melody_end(melody);
  for (ElaraTick at = 0; at < by && length > 0; at += length) {
    const ElaraMelody cut = elara_melody_slice(&tail, 0, by - at);
    elara_melody_append(&out, &cut, end + at);
  }
  return out;
}

ElaraMelody
elara_melody_withhold(const ElaraMelody* melody)
{
  ElaraMelody open = *melody;
  if (open.count > 2) open.count--;
  return open;
}

ElaraMelody
elara_melody_sigh(const ElaraMelody* melody)
{
  ElaraMelody soft = elara_melody_expand(melody, 70);
  for (int i = 0; i < soft.count; i++) {
    soft.notes[i].alter = 0;
  }
  // where it lands on a long note, it leans on it from above
  ElaraMelody out = {.count = 0};
  for (int i = 0; i < soft.count; i++) {
    ElaraThemeNote note = soft.notes[i];
    const int falls = i > 0 && soft.notes[i - 1].degree > note.degree;
    if (falls && note.duration >= 2 * QUARTER) {
      ElaraThemeNote lean = note;
      lean.degree++;
      lean.duration = QUARTER;
      elara_melody_add(&out, lean);
      note.tick += QUARTER;
      note.duration -= QUARTER;
    }
    elara_melody_add(&out, note);
  }
  return out;
}

static int
sign(int x)
{
  return (x > 0) - (x < 0);
}

// The note of MELODY that sounds at TICK, or NULL.
static const ElaraThemeNote*
note_at(const ElaraMelody* melody, ElaraTick tick)
{
  for (int i = 0; i < melody->count; i++) {
    const ElaraThemeNote* const n = &melody->notes[i];
    if (n->tick <= tick && tick < n->tick + n->duration) return n;
  }
  return NULL;
}

double
elara_melody_agreement(const ElaraMelody* a,
                       const ElaraMelody* b,
                       ElaraTick length)
{
  int good = 0;
  int all = 0;
  for (ElaraTick tick = 0; tick < length; tick += 2 * QUARTER) {
    const ElaraThemeNote* const x = note_at(a, tick);
    const ElaraThemeNote* const y = note_at(b, tick);
    if (!x || !y) continue;
    const int gap = abs(x->degree - y->degree) % 7;
    all++;
    good += gap == 0 || gap == 2 || gap == 4 || gap == 5;
  }
  return all ? (double)good / all : 0.0;
}

int
elara_melody_recognised(const ElaraMelody* melody,
                        const ElaraMelody* theme,
                        int head)
{
  int count = melody->count < theme->count ? melody->count : theme->count;
  if (count > head) count = head;
  if (count < 3) return 0;
  int contour = 0;
  int rhythm = 0;
  unsigned mine = 0;
  unsigned its = 0;
  const double scale =
      (double)(melody->notes[count - 1].tick - melody->notes[0].tick) /
      (double)(theme->notes[count - 1].tick - theme->notes[0].tick + 1);
  for (int i = 1; i < count; i++) {
    const int a = melody->notes[i].degree - melody->notes[i - 1].degree;
    const int b = theme->notes[i].degree - theme->notes[i - 1].degree;
    contour += sign(a) == sign(b);
    const double ta =
        (double)(melody->notes[i].tick - melody->notes[i - 1].tick);
    const double tb =
        scale * (double)(theme->notes[i].tick - theme->notes[i - 1].tick);
    rhythm += ta < 1.3 * tb && tb < 1.3 * ta;
    mine |= 1u << (abs(a) > 9 ? 9 : abs(a));
    its |= 1u << (abs(b) > 9 ? 9 : abs(b));
  }
  const int needed = (7 * (count - 1) + 9) / 10;
  int shared = 0;
  int kinds = 0;
  for (int i = 0; i < 10; i++) {
    shared += (int)(mine & its) >> i & 1;
    kinds += (int)its >> i & 1;
  }
  return (contour >= needed) + (rhythm >= needed) + (10 * shared >= 7 * kinds);
}
