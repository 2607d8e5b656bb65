// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// Eight delay lines whose ends are mixed by a Hadamard matrix, which keeps
// energy, and go back to their beginnings (Jot & Chaigne, AES 90, 1991). A line
// of d seconds multiplies what goes round by g(f) = 10^(-3 d / RT60(f)): a
// gain and two first-order shelves,
//
//   low   y = x + (G - 1) lowpass(x)          G: gain at 0 against the middle
//   high  y = x + (G - 1) (x - lowpass(x))    G: at half the rate
//
// Every factor is below 1 and the matrix is orthogonal, so the network is
// stable whatever the input. Lengths are primes without a common rhythm, 20 to
// 67 ms, about 3000 modes a kilohertz: dense for a tail, a little metallic for
// a click. The eight lines are the eight lanes of a vector.
//
// Denormals: 1e-18 of alternating sign goes in with the input.

#include "sound/space/fdn_parts.h"

#include <math.h>

#define PI 3.14159265358979323846
#define LINES ELARA_FDN_LINES
#define LOW_HZ 300.0
#define HIGH_HZ 4000.0

static const double lengths_s[LINES] = {0.02041, 0.02477, 0.02939, 0.03449,
                                        0.04073, 0.04813, 0.05639, 0.06661};

static size_t
prime_from(size_t n)
{
  for (;; n++) {
    size_t d = 2;
    while (d * d <= n && n % d)
      d++;
    if (d * d > n) return n;
  }
}

// What a shelf adds when it is all open, to have GAIN at OFF times its corner:
// there a one-pole filter passes 1 / (1 + off^2) in phase.
static float
shelf(double gain, double off)
{
  return (float)((gain - 1.0) * (1.0 + off * off));
}

ElaraFdn*
elara_fdn_new(
    ElaraArena* arena, int rate, double low_s, double mid_s, double high_s)
{
  ElaraFdn* const f = (ElaraFdn*)elara_arena_alloc(arena, sizeof *f);
  if (!f) return NULL;
  f->size = 64;
  for (int i = 0; i < LINES; i++) {
    f->length[i] = prime_from((size_t)(lengths_s[i] * rate) + 1);
    while (f->size <= f->length[i])
      f->size *= 2;
    const double d = (double)f->length[i] / rate;
    const double mid = pow(10.0, -3.0 * d / mid_s);
    f->gain[i] = (float)mid;
    f->low_gain[i] = shelf(pow(10.0, -3.0 * d / low_s) / mid, 125.0 / LOW_HZ);
    f->high_gain[i] = shelf(pow(10.0, -3.0 * d / high_s) / mid, HIGH_HZ / 8e3);
  }
  f->low_pole = (float)(1.0 - exp(-2.0 * PI * LOW_HZ / rate));
  f->high_pole =
      (float)(1.0 - exp(-2.0 * PI * fmin(HIGH_HZ, 0.4 * rate) / rate));
  f->lines = (float*)elara_arena_array(arena, f->size * LINES, sizeof(float));
  if (!f->lines) return NULL;
  elara_fdn_reset(f);
  return f;
}

ElaraFdn*
elara_fdn_copy(ElaraArena* arena, const ElaraFdn* fdn)
{
  ElaraFdn* const f = (ElaraFdn*)elara_arena_alloc(arena, sizeof *f);
  if (!f) return NULL;
  *f = *fdn;
  f->lines = (float*)elara_arena_array(arena, f->size * LINES, sizeof(float));
  if (!f->lines) return NULL;
  elara_fdn_reset(f);
  return f;
}
