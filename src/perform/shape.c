// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// The shape of a held note, in dB. Nobody holds a tone still: it opens to a
// peak and tapers, where and how much the mood says; winds begin under their
// tone and let the breath out at its end; a bow that changes makes a small dip,
// every five seconds in p, every two in ff; and beneath it all the tone lives,
// two slow waves of half a dB. Towards a hit it only grows. Notes of one slur
// meet at one level: the line is shaped by its phrase, not note by note.

#include "perform/room.h"

#define BOW_SLOW_S 5.0 // one stroke at p
#define BOW_FAST_S 2.0 // at ff
#define BOW_DIP_DB 1.6
#define BOW_DIP_S .16 // half of its length
#define LIVE_DB .45

static double
ease(double x)
{
  x = elara_perform_clamp(x, 0.0, 1.0);
  return x * x * (3.0 - 2.0 * x);
}

// A parabola for a sine: period 1, -1..1.
static double
wave(double x)
{
  const double u = x - (double)(long)x;
  return u < .5 ? 16.0 * u * (.5 - u) : -16.0 * (u - .5) * (1.0 - u);
}

static double
between(double a, double b, double x)
{
  return a + (b - a) * ease(x);
}

static double
swell_db(const PerformHeld* h, double x)
{
  const PerformPalette* const k = h->palette;
  const double start = h->from ? 0.0 : -.5 * k->swell_db;
  if (h->to_hit) return between(start, k->swell_db, x * x);
  const double peak = (h->from || h->on ? .35 : .5) * k->swell_db;
  const double end = h->on ? 0.0 : .2 * k->swell_db - k->taper_db;
  if (x < k->swell_peak) return between(start, peak, x / k->swell_peak);
  return between(peak, end, (x - k->swell_peak) / (1.0 - k->swell_peak));
}

static int
is_blown(ElaraFamily family)
{
  return family == ELARA_FAMILY_WOODWIND || family == ELARA_FAMILY_BRASS ||
         family == ELARA_FAMILY_CHOIR;
}

static double
breath_db(const PerformHeld* h, double at_s)
{
  const double left = h->length_s - at_s;
  const double in = h->from ? 0.0 : 1.2 * (1.0 - ease(at_s / .35));
  const double out = h->to_hit || h->on ? 0.0 : 2.0 * (1.0 - ease(left / .45));
  return -(in + out) * h->living;
}

static double
bow_db(const PerformHeld* h, double at_s)
{
  if (h->technique == ELARA_TECHNIQUE_TREMOLO ||
      h->technique == ELARA_TECHNIQUE_PONTICELLO) {
    return 0.0;
  }
  const double slow = elara_perform_clamp((.8 - h->level) / .5, 0.0, 1.0);
  const double stroke = BOW_FAST_S + slow * (BOW_SLOW_S - BOW_FAST_S);
  const double count = (double)(long)(at_s / stroke + .5);
  // No new bow for what is left of a note.
  if (count < 1.0 || count * stroke > h->length_s - .6) return 0.0;
  const double away = at_s - count * stroke;
  const double near = (away < 0.0 ? -away : away) / BOW_DIP_S;
  return near < 1.0 ? -BOW_DIP_DB * (1.0 - near) * h->living : 0.0;
}

double
elara_perform_shape_db(const PerformHeld* h, double at_s)
{
  if (h->length_s <= 0.0) return 0.0;
  // Short notes grow into their shape, so that none jumps into being held.
  const double size = elara_perform_clamp((h->length_s - .7) / 1.6, .15, 1.0);
  const double phase = elara_perform_unit(h->key, 1, 2);
  double db = size * swell_db(h, at_s / h->length_s);
  db += LIVE_DB * h->living *
        (wave(at_s / 1.7 + phase) + .6 * wave(at_s / 2.9 + 3.0 * phase));
  if (is_blown(h->family)) db += size * breath_db(h, at_s);
  if (h->family == ELARA_FAMILY_STRING) db += bow_db(h, at_s);
  return db;
}
