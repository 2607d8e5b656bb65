// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

#include "compose/melody.h"

#include <stdlib.h>

#define GRID (ELARA_TICKS_PER_QUARTER / 4)

ElaraMelody
elara_melody_of_theme(const ElaraTheme* theme)
{
  ElaraMelody melody = {.count = 0};
  for (int i = 0; i < theme->note_count; i++) {
    elara_melody_add(&melody, theme->notes[i]);
  }
  return melody;
}

ElaraTick
elara_melody_end(const ElaraMelody* melody)
{
  if (melody->count == 0) return 0;
  const ElaraThemeNote* const last = &melody->notes[melody->count - 1];
  return last->tick + last->duration;
}

void
elara_melody_add(ElaraMelody* melody, ElaraThemeNote note)
{
  if (melody->count >= ELARA_MELODY_NOTES || note.duration < 1) return;
  melody->notes[melody->count++] = note;
}

void
elara_melody_append(ElaraMelody* melody,
                    const ElaraMelody* tail,
                    ElaraTick offset)
{
  for (int i = 0; i < tail->count; i++) {
    ElaraThemeNote note = tail->notes[i];
    note.tick += offset;
    elara_melody_add(melody, note);
  }
}

ElaraMelody
elara_melody_slice(const ElaraMelody* melody, ElaraTick from, ElaraTick to)
{
  ElaraMelody slice = {.count = 0};
  for (int i = 0; i < melody->count; i++) {
    ElaraThemeNote note = melody->notes[i];
    if (note.tick < from || note.tick >= to) continue;
    if (note.tick + note.duration > to) note.duration = to - note.tick;
    note.tick -= from;
    elara_melody_add(&slice, note);
  }
  return slice;
}

ElaraMelody
elara_melody_head(const ElaraMelody* melody, int count)
{
  ElaraMelody head = *melody;
  if (head.count > count) head.count = count;
  return head;
}

ElaraMelody
elara_melody_sequence(const ElaraMelody* melody, int steps)
{
  ElaraMelody moved = *melody;
  for (int i = 0; i < moved.count; i++) {
    moved.notes[i].degree += steps;
  }
  return moved;
}

ElaraMelody
elara_melody_invert(const ElaraMelody* melody)
{
  ElaraMelody mirror = *melody;
  for (int i = 1; i < mirror.count; i++) {
    mirror.notes[i].degree =
        2 * melody->notes[0].degree - melody->notes[i].degree;
    mirror.notes[i].alter = -melody->notes[i].alter;
  }
  return mirror;
}

ElaraMelody
elara_melody_retrograde(const ElaraMelody* melody)
{
  ElaraMelody back = {.count = 0};
  const ElaraTick end = elara_melody_end(melody);
  for (int i = melody->count - 1; i >= 0; i--) {
    ElaraThemeNote note = melody->notes[i];
    note.tick = end - (note.tick + note.duration);
    elara_melody_add(&back, note);
  }
  return back;
}

ElaraMelody
elara_melody_scale_time(const ElaraMelody* melody,
                        int numerator,
                        int denominator)
{
  ElaraMelody scaled = *melody;
  for (int i = 0; i < scaled.count; i++) {
    scaled.notes[i].tick = scaled.notes[i].tick * numerator / denominator;
    scaled.notes[i].duration =
        scaled.notes[i].duration * numerator / denominator;
  }
  return scaled;
}

ElaraMelody
elara_melody_expand(const ElaraMelody* melody, int percent)
{
  ElaraMelody wide = *melody;
  for (int i = 1; i < wide.count; i++) {
    const int interval = melody->notes[i].degree - melody->notes[0].degree;
    const int half = interval < 0 ? -50 : 50;
    wide.notes[i].degree =
        melody->notes[0].degree + (interval * percent + half) / 100;
  }
  return wide;
}

static int
step_of(int degree)
{
  const int step = degree % 7;
  return step < 0 ? step + 7 : step;
}

ElaraMelody
elara_melody_corrupt(const ElaraMelody* melody, ElaraMode mode)
{
  ElaraMelody dark = *melody;
  for (int i = 0; i < dark.count; i++) {
    const int step = step_of(dark.notes[i].degree);
    const int lowers = step == 2 || step == 5 || step == 6;
    if (lowers && !elara_mode_is_minor(mode)) dark.notes[i].alter = -1;
    if (step == 1 && elara_mode_is_minor(mode)) dark.notes[i].alter = -1;
    if (step == 3 && i % 2) dark.notes[i].alter = 1;
  }
  if (dark.count > 1) dark.notes[dark.count - 1].alter = -1;
  return dark;
}

ElaraMelody
elara_melody_thin(const ElaraMelody* melody, ElaraTick minimum)
{
  ElaraMelody thin = {.count = 0};
  int dropped = 0;
  for (int i = 0; i < melody->count; i++) {
    const ElaraThemeNote* const note = &melody->notes[i];
    const int short_one = note->duration < minimum && thin.count > 0;
    if (short_one && !dropped) {
      thin.notes[thin.count - 1].duration =
          note->tick + note->duration - thin.notes[thin.count - 1].tick;
      dropped = 1;
      continue;
    }
    dropped = 0;
    elara_melody_add(&thin, *note);
  }
  return thin;
}

ElaraMelody
elara_melody_ornament(const ElaraMelody* melody)
{
  ElaraMelody rich = {.count = 0};
  for (int i = 0; i < melody->count; i++) {
    ElaraThemeNote note = melody->notes[i];
    const int gap =
        i + 1 < melody->count ? melody->notes[i + 1].degree - note.degree : 0;
    const int turns = i % 3 == 1 && gap == 0 && i + 1 < melody->count;
    if (note.duration < 6 * GRID || (abs(gap) < 2 && !turns)) {
      elara_melody_add(&rich, note);
      continue;
    }
    ElaraThemeNote passing = note;
    passing.duration = 2 * GRID;
    passing.tick = note.tick + note.duration - passing.duration;
    passing.degree += gap > 0 || turns ? 1 : -1;
    passing.alter = 0;
    note.duration -= passing.duration;
    elara_melody_add(&rich, note);
    elara_melody_add(&rich, passing);
  }
  return rich;
}

// Shortens or lengthens the longest of the notes FIRST..LAST by one grid step
// at a time until they fill TARGET. Rests between notes count as part of the
// note before. Returns 0 when the bar cannot be made to fit.
static int
fit_durations(ElaraTick* durations, int count, ElaraTick target)
{
  ElaraTick sum = 0;
  for (int i = 0; i < count; i++) {
    sum += durations[i];
  }
  while (sum != target) {
    int longest = 0;
    for (int i = 1; i < count; i++) {
      if (durations[i] >= durations[longest]) longest = i;
    }
    const ElaraTick wanted = target - sum;
    const ElaraTick unit = 2 * GRID;
    ElaraTick step = wanted > 0 ? (wanted < unit ? wanted : unit)
                                : (wanted > -unit ? wanted : -unit);
    if (durations[longest] + step < GRID) {
      step = GRID - durations[longest];
      if (step == 0) return 0;
    }
    durations[longest] += step;
    sum += step;
  }
  return 1;
}

// One bar: notes of MELODY from index FIRST on that begin in [from,
// from+length).
static int
fit_bar(const ElaraMelody* melody,
        int first,
        ElaraTick from,
        ElaraTick length,
        ElaraTick at,
        ElaraTick target,
        ElaraMelody* out)
{
  ElaraTick gaps[ELARA_MELODY_NOTES + 1];
  int count = 0;
  int last = first;
  while (last < melody->count && melody->notes[last].tick < from + length) {
    last++;
  }
  if (last == first) return last;
  const ElaraTick lead_in = melody->notes[first].tick - from;
  if (lead_in > 0) gaps[count++] = lead_in;
  for (int i = first; i < last; i++) {
    const ElaraTick next =
        i + 1 < last ? melody->notes[i + 1].tick : from + length;
    gaps[count++] = next - melody->notes[i].tick;
  }
  while (count > 1 && !fit_durations(gaps, count, target)) {
    count--;
    last--;
  }
  if (count == 1) gaps[0] = target;
  ElaraTick tick = at + (lead_in > 0 ? gaps[0] : 0);
  for (int i = first, k = lead_in > 0; i < last && k < count; i++, k++) {
    ElaraThemeNote note = melody->notes[i];
    const ElaraTick gap = i + 1 < last ? melody->notes[i + 1].tick - note.tick
                                       : from + length - note.tick;
    const ElaraTick rest = gap > note.duration ? gap - note.duration : 0;
    note.tick = tick;
    note.duration = gaps[k] > rest + GRID ? gaps[k] - rest : gaps[k];
    tick += gaps[k];
    elara_melody_add(out, note);
  }
  while (last < melody->count && melody->notes[last].tick < from + length) {
    last++;
  }
  return last;
}

ElaraMelody
elara_melody_fit(const ElaraMelody* melody,
                 ElaraTick from,
                 const ElaraTick* lengths,
                 int count)
{
  ElaraMelody out = {.count = 0};
  ElaraTick at = 0;
  int next = 0;
  for (int bar = 0; bar < count; bar++) {
    next = fit_bar(melody, next, bar * from, from, at, lengths[bar], &out);
    at += lengths[bar];
  }
  return out;
}

double
elara_melody_likeness(const ElaraMelody* a, const ElaraMelody* b, int count)
{
  const int least = a->count < b->count ? a->count : b->count;
  const int used = least < count ? least : count;
  if (used < 2) return 0.0;
  double shared = 0.0;
  for (int i = 1; i < used; i++) {
    const int da = a->notes[i].degree - a->notes[i - 1].degree;
    const int db = b->notes[i].degree - b->notes[i - 1].degree;
    const int apart = abs(da - db);
    shared += apart == 0 ? .6 : apart == 1 ? .25 : 0.0;
    shared += a->notes[i - 1].duration == b->notes[i - 1].duration ? .4 : 0.0;
  }
  return shared / (used - 1);
}
