// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// The targets are means over real symphonic main voices: steps .50 of the
// intervals, thirds .18, repeats .13, leaps reversed .71 of the time, steps
// continued .61; and the shape that film themes share: a range of 7 to 16
// semitones, one peak past the middle, one fourth or more in the first bar.

#include "compose/measure.h"

#include <stdlib.h>

typedef struct {
  int pitches[ELARA_MELODY_NOTES];
  int count;
  int low, high, peak_at, peak_count;
  int steps, thirds, repeats, leaps;
  int reversed, reversible, continued, continuable;
  unsigned kinds; // bit set of absolute intervals
  int widest;
} Shape;

static int
sign(int x)
{
  return (x > 0) - (x < 0);
}

static void
count_interval(Shape* shape, int interval, int before)
{
  const int size = abs(interval);
  shape->steps += size == 1 || size == 2;
  shape->thirds += size == 3 || size == 4;
  shape->repeats += size == 0;
  shape->leaps += size >= 5;
  shape->kinds |= 1u << (size > 16 ? 16 : size);
  if (size > shape->widest) shape->widest = size;
  if (abs(before) >= 5) {
    shape->reversible++;
    shape->reversed += sign(interval) == -sign(before);
  } else if (abs(before) == 1 || abs(before) == 2) {
    shape->continuable++;
    shape->continued += sign(interval) == sign(before) && size <= 2;
  }
}

static Shape
shape_of(const ElaraMelody* melody, ElaraMode mode)
{
  Shape s = {.count = melody->count, .low = 127, .high = 0};
  for (int i = 0; i < s.count; i++) {
    const ElaraThemeNote* const n = &melody->notes[i];
    const int pitch = elara_degree_pitch(60, mode, n->degree, n->alter);
    s.pitches[i] = pitch;
    if (pitch < s.low) s.low = pitch;
    if (pitch > s.high) s.high = pitch, s.peak_at = i, s.peak_count = 0;
    s.peak_count += pitch == s.high;
    if (i > 0) {
      const int before = i > 1 ? s.pitches[i - 1] - s.pitches[i - 2] : 0;
      count_interval(&s, pitch - s.pitches[i - 1], before);
    }
  }
  return s;
}

// 1 at BEST, falling to 0 at a distance of WIDTH.
static double
near(double value, double best, double width)
{
  const double off = value < best ? best - value : value - best;
  return off >= width ? 0.0 : 1.0 - off / width;
}

static double
share(int part, int whole, double otherwise)
{
  return whole > 0 ? (double)part / whole : otherwise;
}

static double
opening(const Shape* s, int head)
{
  int leap = 0;
  unsigned kinds = 0;
  for (int i = 1; i < head && i < s->count; i++) {
    const int size = abs(s->pitches[i] - s->pitches[i - 1]);
    if (size >= 5 && size <= 9) leap = 1;
    kinds |= 1u << (size > 16 ? 16 : size);
  }
  int distinct = 0;
  for (; kinds; kinds &= kinds - 1) {
    distinct++;
  }
  return .6 * leap + .4 * (distinct >= 4 ? 1.0 : distinct / 4.0);
}

static double
rhythm(const ElaraMelody* melody)
{
  ElaraTick classes[16];
  int distinct = 0;
  for (int i = 0; i < melody->count; i++) {
    int known = 0;
    for (int k = 0; k < distinct; k++) {
      known |= classes[k] == melody->notes[i].duration;
    }
    if (!known && distinct < 16)
      classes[distinct++] = melody->notes[i].duration;
  }
  const double variety = near(distinct, 4.0, 4.0);
  const ElaraThemeNote* const last = &melody->notes[melody->count - 1];
  const double rest = last->duration >= 2 * ELARA_TICKS_PER_QUARTER ? 1.0 : .3;
  return .6 * variety + .4 * rest;
}

static double
ending(const ElaraMelody* melody)
{
  const int degree = melody->notes[melody->count - 1].degree;
  const int step = ((degree % 7) + 7) % 7;
  const int before = melody->count > 1
                         ? abs(degree - melody->notes[melody->count - 2].degree)
                         : 9;
  return (step == 0                ? .7
          : step == 2 || step == 4 ? .4
                                   : 0.0) +
         (before == 1   ? .3
          : before == 2 ? .15
                        : 0.0);
}

double
elara_melody_quality(const ElaraMelody* melody, ElaraMode mode, int head)
{
  if (melody->count < 4) return 0.0;
  const Shape s = shape_of(melody, mode);
  const int moves = s.count - 1;
  const double range = near(s.high - s.low, 13.0, 9.0);
  const double peak_place = near(share(s.peak_at, moves, .5), .65, .5);
  const double peak = .5 * (s.peak_count == 1) + .5 * peak_place;
  const double steps = near(share(s.steps, moves, 0.0), .52, .35);
  const double thirds = near(share(s.thirds, moves, 0.0), .2, .25);
  const double repeats = near(share(s.repeats, moves, 0.0), .1, .2);
  const double turns = share(s.reversed, s.reversible, .7);
  const double goes_on = near(share(s.continued, s.continuable, .6), .62, .5);
  const double wild = s.widest > 12                      ? .5
                      : s.widest == 11 || s.widest == 10 ? .2
                                                         : 0.0;
  const double total = 1.2 * range + 1.2 * peak + 1.8 * steps + .6 * thirds +
                       .6 * repeats + 1.0 * turns + .8 * goes_on +
                       1.6 * opening(&s, head) + 1.0 * rhythm(melody) +
                       1.0 * ending(melody);
  const double quality = total / 10.8 - wild;
  return quality < 0.0 ? 0.0 : quality;
}
