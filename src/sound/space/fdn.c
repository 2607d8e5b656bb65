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

#include "sound/space/fdn.h"

#include <math.h>
#include <string.h>

#define PI 3.14159265358979323846
#define LINES 8
#define LOW_HZ 300.0
#define HIGH_HZ 4000.0

static const double lengths_s[LINES] = {0.02041, 0.02477, 0.02939, 0.03449,
                                        0.04073, 0.04813, 0.05639, 0.06661};

struct ElaraFdn {
  size_t length[LINES], size; // frames; of each line, a power of two
  float* lines;               // [frame][line]: one ring for all
  size_t now;
  float gain[LINES], low_gain[LINES], high_gain[LINES];
  float low_pole, high_pole;
  float low[LINES], high[LINES]; // states
  float tiny;
};

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

void
elara_fdn_reset(ElaraFdn* f)
{
  memset(f->lines, 0, f->size * LINES * sizeof(float));
  memset(f->low, 0, sizeof f->low);
  memset(f->high, 0, sizeof f->high);
  f->now = 0;
  f->tiny = 1e-18f;
}

static inline void
hadamard(float x[LINES])
{
  for (int half = 1; half < LINES; half *= 2) {
    for (int i = 0; i < LINES; i++) {
      if (i & half) continue;
      const float a = x[i], b = x[i + half];
      x[i] = a + b;
      x[i + half] = a - b;
    }
  }
  for (int i = 0; i < LINES; i++)
    x[i] *= 0.35355339059327376f;
}

void
elara_fdn_process(
    ElaraFdn* f, const float* in, float* left, float* right, size_t frames)
{
  float low[LINES], high[LINES];
  memcpy(low, f->low, sizeof low);
  memcpy(high, f->high, sizeof high);
  const size_t mask = f->size - 1;
  for (size_t n = 0; n < frames; n++) {
    float x[LINES];
    for (size_t i = 0; i < LINES; i++)
      x[i] = f->lines[((f->now - f->length[i]) & mask) * LINES + i];
    for (int i = 0; i < LINES; i++) {
      x[i] *= f->gain[i];
      low[i] += f->low_pole * (x[i] - low[i]);
      x[i] += f->low_gain[i] * low[i];
      high[i] += f->high_pole * (x[i] - high[i]);
      x[i] += f->high_gain[i] * (x[i] - high[i]);
    }
    left[n] = x[0] - x[1] + x[2] - x[3] + x[4] - x[5] + x[6] - x[7];
    right[n] = x[0] + x[1] - x[2] - x[3] + x[4] + x[5] - x[6] - x[7];
    hadamard(x);
    const float heard = in[n] + f->tiny;
    float* const to = f->lines + (f->now & mask) * LINES;
    for (int i = 0; i < LINES; i++)
      to[i] = x[i] + (i & 1 ? -heard : heard);
    f->now++;
    f->tiny = -f->tiny;
  }
  memcpy(f->low, low, sizeof low);
  memcpy(f->high, high, sizeof high);
}
