// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// The half of fdn.c that runs in the audio thread.

#include "sound/space/fdn_parts.h"

#include <string.h>

#define LINES ELARA_FDN_LINES

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
