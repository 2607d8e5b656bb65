// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// Decay curves (Schroeder) and T30 (ISO 3382) of octaves, by brick-like filters
// in the frequency domain: not the way of space/tail.c.

#ifndef ELARA_TESTS_SOUND_DECAY_H
#define ELARA_TESTS_SOUND_DECAY_H

#include "sound/dsp/fft.h"

#include <math.h>
#include <stdlib.h>

// Energy of the octave about HZ that is yet to come, relative to all, in dB,
// for each of COUNT frames. N >= COUNT: size of FFT.
static inline void
decay_curve(const ElaraFft* fft,
            int rate,
            const float* x,
            size_t count,
            double hz,
            float* curve)
{
  const size_t n = elara_fft_size(fft), bins = n / 2 + 1;
  float* const band = (float*)calloc(n, sizeof(float));
  float* const spectrum = (float*)malloc((n + 2) * sizeof(float));
  float* const scratch = (float*)malloc(2 * n * sizeof(float));
  for (size_t i = 0; i < count; i++)
    band[i] = x[i];
  elara_fft_forward(fft, band, spectrum, scratch);
  for (size_t k = 0; k < bins; k++) {
    const double f = (double)k * rate / (double)n;
    const double away = f > 1.0 ? fabs(log2(f / hz)) : 9.0;
    // Half the power at the edge, over a fifth of an octave.
    const double at = fmin(1.0, fmax(0.0, (away - 0.4) / 0.2));
    spectrum[k] *= (float)cos(at * 1.57079632679);
    spectrum[k + bins] *= (float)cos(at * 1.57079632679);
  }
  elara_fft_inverse(fft, spectrum, band, scratch);
  double total = 0.0, left = 0.0;
  for (size_t i = 0; i < count; i++)
    total += (double)band[i] * (double)band[i];
  for (size_t i = count; i-- > 0;) {
    left += (double)band[i] * (double)band[i];
    curve[i] = (float)(10.0 * log10(left / total + 1e-30));
  }
  free(band);
  free(spectrum);
  free(scratch);
}

// The line from -5 to -35 dB, drawn on to 60 dB; seconds.
static inline double
decay_t30(const float* curve, size_t count, int rate)
{
  double n = 0.0, st = 0.0, sd = 0.0, stt = 0.0, std = 0.0;
  for (size_t i = 0; i < count && curve[i] >= -35.0f; i++) {
    if (curve[i] > -5.0f) continue;
    const double t = (double)i / rate, d = (double)curve[i];
    n += 1.0;
    st += t;
    sd += d;
    stt += t * t;
    std += t * d;
  }
  const double slope = (n * std - st * sd) / (n * stt - st * st);
  return -60.0 / slope;
}

static inline size_t
decay_size(size_t count)
{
  size_t n = 16384;
  while (n < count + 8192)
    n *= 2;
  return n;
}

#endif
