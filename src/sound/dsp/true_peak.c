// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

#include "sound/dsp/true_peak.h"

#include <math.h>
#include <string.h>

#define TAPS ELARA_PEAK_TAPS
// Frames that are looked into together.
#define STRETCH 32
#define PI 3.14159265358979323846

void
elara_peak_filter_init(ElaraPeakFilter* f)
{
  f->most_gain = 1.0;
  for (int p = 0; p < ELARA_PEAK_PHASES; p++) {
    double sum = 0.0, h[TAPS];
    for (int t = 0; t < TAPS; t++) {
      const double u = t - (TAPS / 2 - 1) - (p + 1) / 4.0;
      const double w = 0.5 + 0.5 * cos(PI * u / (TAPS / 2 + 0.75));
      h[t] = fabs(u) < 1e-9 ? 1.0 : w * sin(PI * u) / (PI * u);
      sum += h[t];
    }
    double gain = 0.0;
    for (int t = 0; t < TAPS; t++) {
      f->rows[p][t] = (float)(h[t] / sum);
      gain += fabs(h[t] / sum);
    }
    if (gain > f->most_gain) f->most_gain = gain;
  }
}

float
elara_peak_between(const ElaraPeakFilter* f, const float* from)
{
  float peak = 0.0f;
  for (int p = 0; p < ELARA_PEAK_PHASES; p++) {
    const float* const c = f->rows[p];
    float lanes[8] = {0};
    for (int t = 0; t < TAPS; t += 8) {
      for (int k = 0; k < 8; k++)
        lanes[k] += c[t + k] * from[t + k];
    }
    const float y = fabsf(((lanes[0] + lanes[4]) + (lanes[2] + lanes[6])) +
                          ((lanes[1] + lanes[5]) + (lanes[3] + lanes[7])));
    if (y > peak) peak = y;
  }
  return peak;
}

static float
highest(const float* x, size_t n)
{
  float lanes[8] = {0};
  size_t i = 0;
  for (; i + 8 <= n; i += 8) {
    for (int k = 0; k < 8; k++) {
      const float y = fabsf(x[i + (size_t)k]);
      lanes[k] = y > lanes[k] ? y : lanes[k];
    }
  }
  for (; i < n; i++)
    lanes[0] = fmaxf(lanes[0], fabsf(x[i]));
  for (int k = 1; k < 8; k++)
    lanes[0] = lanes[k] > lanes[0] ? lanes[k] : lanes[0];
  return lanes[0];
}

void
elara_true_peak_add(ElaraTruePeak* m,
                    const ElaraPeakFilter* filter,
                    const float* frames,
                    size_t stride,
                    size_t count)
{
  while (count > 0) {
    const size_t n = count < ELARA_PEAK_BLOCK ? count : ELARA_PEAK_BLOCK;
    for (size_t i = 0; i < n; i++)
      m->window[TAPS + i] = frames[i * stride];
    const float frame = highest(m->window + TAPS, n);
    if (frame > m->peak) m->peak = frame;
    for (size_t i = 0; i < n; i += STRETCH) {
      const size_t here = n - i < STRETCH ? n - i : STRETCH;
      const float around = highest(m->window + i, here + TAPS);
      if ((double)around * filter->most_gain <= (double)m->peak) continue;
      for (size_t k = i; k < i + here; k++) {
        const float y = elara_peak_between(filter, m->window + 1 + k);
        if (y > m->peak) m->peak = y;
      }
    }
    memmove(m->window, m->window + n, TAPS * sizeof(float));
    frames += n * stride;
    count -= n;
  }
}
