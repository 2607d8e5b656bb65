// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// Beyond the mixing time echoes are too dense to tell apart and behave like
// Gaussian noise that dies exponentially, each octave at its own rate (Moorer,
// CMJ 1979; Polack 1988):  h(t) = n(t) 10^(-3 t / RT60).
//
// The noise is laid down in frames of about 40 ms that overlap by half: each
// bin has its magnitude from the decay of its octave at that time and a random
// phase, then back to time, then a sine window. The energy of a frame is what
// was asked, not what chance gave, so that the decay is smoother than that of
// filtered noise; sums of a hundred bins still sound like noise. Octaves are
// flat and cross-fade over half an octave about their edges.
//
// To measure (Schroeder, JASA 1965): octave filters, then the sum of squares
// from the end backwards, which is the energy yet to come. The filters are
// steep: an octave whose neighbour rings twice as long must not hear it.

#include "sound/space/tail.h"

#include "base/random.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define PI 3.14159265358979323846
#define SEED UINT64_C(0x48616c6c)
#define PHASES 1024

size_t
elara_tail_transform(int rate)
{
  size_t m = 128;
  while ((double)m < 0.016 * rate)
    m *= 2;
  return m;
}

// Position of a frequency among the octaves: whole numbers are their middles.
static double
octave_of(double hz)
{
  const double octave = hz > 1.0 ? log2(hz / 125.0) : -7.0;
  const double low = floor(octave + 0.5), away = octave - low;
  // Flat to a quarter octave before the edge.
  const double from_edge = 0.5 - fabs(away);
  if (from_edge >= 0.25) return low;
  const double half = 0.5 * (1.0 - from_edge / 0.25);
  return away > 0.0 ? low + half : low - half;
}

static double
rt60_at(const double rt60_s[ELARA_HALL_BANDS], double hz)
{
  const double octave = octave_of(hz);
  if (octave <= 0.0) return rt60_s[0];
  if (octave >= ELARA_HALL_BANDS - 1) return rt60_s[ELARA_HALL_BANDS - 1];
  const int low = (int)octave;
  const double part = octave - low;
  return rt60_s[low] * pow(rt60_s[low + 1] / rt60_s[low], part);
}

void
elara_tail_noise(const ElaraTransform* t,
                 int rate,
                 int ear,
                 const double rt60_s[ELARA_HALL_BANDS],
                 float* out,
                 size_t count,
                 float* work)
{
  const size_t hop = elara_transform_size(t); // half a frame
  float* const z = work;
  float* const window = work + 2 * hop;
  float* const level = work + 4 * hop;
  float* const step = work + 5 * hop;
  float turns[PHASES + PHASES / 4];
  for (int i = 0; i < PHASES + PHASES / 4; i++)
    turns[i] = (float)cos(2.0 * PI / PHASES * i);
  for (size_t i = 0; i < 2 * hop; i++) {
    window[i] = (float)sin(PI * ((double)i + 0.5) / (double)(2 * hop));
  }
  for (size_t k = 0; k < hop; k++) {
    const double hz = elara_transform_frequency(t, k) * rate;
    // Below 30 Hz a hall only rumbles.
    level[k] = (float)((hz < 30.0 ? hz / 30.0 : 1.0) / sqrt((double)hop));
    step[k] =
        (float)pow(10.0, -3.0 * (double)hop / (rt60_at(rt60_s, hz) * rate));
  }
  ElaraRandom random = elara_random(SEED, "tail", (uint64_t)ear, 0);
  memset(out, 0, count * sizeof(float));
  // The middle of frame n is n hops after time 0.
  for (size_t n = 0; n * hop < count + hop; n++) {
    uint64_t bits = 0;
    for (size_t k = 0; k < hop; k++) {
      bits = k % 4 ? bits >> 16 : elara_random_u64(&random);
      const size_t turn = (size_t)(bits % PHASES);
      z[k] = level[k] * turns[turn];
      z[k + hop] = level[k] * turns[turn + PHASES / 4];
      level[k] *= step[k];
    }
    elara_transform_inverse(t, z);
    for (size_t i = n == 0 ? hop : 0; i < 2 * hop; i++) {
      const size_t at = n * hop + i - hop;
      if (at < count) out[at] += z[i] * window[i];
    }
  }
}

// --- Measuring --------------------------------------------------------------

#define STEP 64      // frames between points of a decay
#define PADDING 8192 // the octave filters reach as far

struct ElaraDecay {
  int rate;
  size_t count;
  ElaraTransform* transform;
  float* octave; // of each bin, 125 Hz is 0
  double* curve; // energy left [step][band]
};

// Amplitude of an octave's filter AWAY octaves from its middle: half the power
// at the edge, falling over a fifth of an octave.
static float
octave_gain(float away)
{
  const float at = (fabsf(away) - 0.4f) * 5.0f;
  if (at <= 0.0f) return 1.0f;
  if (at >= 1.0f) return 0.0f;
  return (float)cos((double)at * PI / 2.0);
}

// Least-squares line through the decay of one band from -5 to -35 dB.
static double
slope_rt60(const double* curve, size_t steps, int band, double step_s)
{
  const double total = curve[band];
  double n = 0.0, st = 0.0, sd = 0.0, stt = 0.0, std = 0.0;
  for (size_t i = 0; i < steps && total > 0.0; i++) {
    const double left = curve[i * ELARA_HALL_BANDS + (size_t)band];
    if (left <= 0.0) break;
    const double db = 10.0 * log10(left / total), t = (double)i * step_s;
    if (db > -5.0) continue;
    if (db < -35.0) break;
    n += 1.0;
    st += t;
    sd += db;
    stt += t * t;
    std += t * db;
  }
  const double spread = n * stt - st * st;
  if (n < 2.0 || spread <= 0.0) return 0.0;
  const double slope = (n * std - st * sd) / spread;
  return slope < 0.0 ? -60.0 / slope : 0.0;
}

// The energy of Z, a spectrum of M bins, that is left at every step.
static void
decay(float* z, const ElaraDecay* d, int band)
{
  const size_t m = elara_transform_size(d->transform);
  elara_transform_inverse(d->transform, z);
  double left = 0.0;
  for (size_t i = d->count; i-- > 0;) {
    const double x = (double)(z[i] / (float)m);
    left += x * x;
    if (i % STEP == 0)
      d->curve[i / STEP * ELARA_HALL_BANDS + (size_t)band] = left;
  }
}

static int
allocate(ElaraDecay* d)
{
  size_t m = ELARA_TRANSFORM_LEAST;
  while (2 * m < d->count + PADDING)
    m *= 2;
  d->transform = elara_transform_new(m);
  d->octave = (float*)malloc(m * sizeof(float));
  d->curve = (double*)malloc((d->count / STEP + 1) * ELARA_HALL_BANDS *
                             sizeof(double));
  if (!d->transform || !d->octave || !d->curve) return 0;
  for (size_t k = 0; k < m; k++) {
    const double hz = elara_transform_frequency(d->transform, k) * d->rate;
    d->octave[k] = (float)log2(hz / 125.0);
  }
  return 1;
}

ElaraDecay*
elara_decay_new(int rate, size_t count)
{
  ElaraDecay* const d = (ElaraDecay*)calloc(1, sizeof *d);
  if (!d) return NULL;
  d->rate = rate;
  d->count = count;
  if (allocate(d)) return d;
  elara_decay_free(d);
  return NULL;
}

void
elara_decay_free(ElaraDecay* d)
{
  if (!d) return;
  elara_transform_free(d->transform);
  free(d->octave);
  free(d->curve);
  free(d);
}

size_t
elara_decay_work(const ElaraDecay* d)
{
  return 4 * elara_transform_size(d->transform);
}

void
elara_decay_rt60(ElaraDecay* d,
                 const float* early,
                 size_t early_count,
                 const float* late,
                 float* work,
                 double rt60_s[ELARA_HALL_BANDS])
{
  const size_t m = elara_transform_size(d->transform);
  const size_t steps = (d->count + STEP - 1) / STEP;
  float* const all = work;
  float* const z = work + 2 * m;
  memset(all, 0, 2 * m * sizeof(float));
  memcpy(all, late, d->count * sizeof(float));
  for (size_t i = 0; i < early_count && i < d->count; i++)
    all[i] += early[i];
  elara_transform_forward(d->transform, all);
  for (int b = 0; b < ELARA_HALL_BANDS; b++) {
    rt60_s[b] = 0.0;
    if (125.0 * pow(2.0, b + 0.5) > 0.5 * d->rate) continue;
    for (size_t k = 0; k < m; k++) {
      const float w = octave_gain(d->octave[k] - (float)b);
      z[k] = w * all[k];
      z[k + m] = w * all[k + m];
    }
    decay(z, d, b);
    rt60_s[b] = slope_rt60(d->curve, steps, b, (double)STEP / d->rate);
  }
}
