// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// The reference: what each loop computes, in the order in which the others
// must compute it. Eight products p are summed as
//
//   ((p0 + p2) + (p1 + p3)) + ((p4 + p6) + (p5 + p7)),
//
// which is what registers of 4 and of 8 lanes can both do. Longer rows add
// their second, third, ... eight products to the first, lane by lane.

#include "sound/dsp/kernel_list.h"

static float
sum_8(const float* p)
{
  return ((p[0] + p[2]) + (p[1] + p[3])) + ((p[4] + p[6]) + (p[5] + p[7]));
}

static void
read_taps(const float* rows,
          const float* in,
          uint64_t phase,
          uint64_t step,
          float* out,
          int n,
          int taps)
{
  for (int i = 0; i < n; i++, phase += step) {
    const float* const x = in + (phase >> 32);
    const uint32_t fraction = (uint32_t)phase;
    const float* const row = rows + (size_t)(fraction >> 24) * 2 * (size_t)taps;
    const float f = (float)(int32_t)(fraction & 0xffffff) / 16777216.0f;
    float p[8];
    for (int t = 0; t < taps; t++) {
      const float product = x[t] * (row[t] + f * row[taps + t]);
      p[t & 7] = t < 8 ? product : p[t & 7] + product;
    }
    out[i] = sum_8(p);
  }
}

static void
read_8(const float* rows,
       const float* in,
       uint64_t phase,
       uint64_t step,
       float* out,
       int n)
{
  read_taps(rows, in, phase, step, out, n, 8);
}

static void
read_16(const float* rows,
        const float* in,
        uint64_t phase,
        uint64_t step,
        float* out,
        int n)
{
  read_taps(rows, in, phase, step, out, n, 16);
}

static void
read_32(const float* rows,
        const float* in,
        uint64_t phase,
        uint64_t step,
        float* out,
        int n)
{
  read_taps(rows, in, phase, step, out, n, 32);
}

static void
read_short(const int16_t* rows,
           const int16_t* in,
           uint64_t phase,
           uint64_t step,
           float* out,
           int n)
{
  phase += ELARA_HALF_ROW;
  for (int i = 0; i < n; i++, phase += step) {
    const int16_t* const x = in + (phase >> 32);
    const int16_t* const row = rows + (size_t)((uint32_t)phase >> 22) * 8;
    int32_t sum = 0;
    for (int t = 0; t < 8; t++)
      sum += x[t] * row[t];
    out[i] = (float)sum * (1.0f / 32768.0f);
  }
}

static void
read_short_2(const int16_t* rows,
             const int16_t* in_a,
             const int16_t* in_b,
             uint64_t phase,
             uint64_t step,
             float* out_a,
             float* out_b,
             int n)
{
  read_short(rows, in_a, phase, step, out_a, n);
  read_short(rows, in_b, phase, step, out_b, n);
}

static void
widen(const int16_t* in, float* out, size_t n)
{
  for (size_t i = 0; i < n; i++)
    out[i] = (float)in[i];
}

static void
filter(ElaraLowPass* f, float* const* lines, int n)
{
  for (int k = 0; k < ELARA_LANES; k++) {
    float x1 = f->x1[k], x2 = f->x2[k], y1 = f->y1[k], y2 = f->y2[k];
    float at = f->from[k];
    for (int i = 0; i < n; i++, at += 1.0f) {
      const float b0 = f->b0[k] + at * f->b0_step[k];
      const float a1 = f->a1[k] + at * f->a1_step[k];
      const float a2 = f->a2[k] + at * f->a2_step[k];
      const float x = lines[k][i];
      const float y = (b0 * ((x + x2) + (x1 + x1)) - a2 * y2) - a1 * y1;
      x2 = x1;
      x1 = x;
      y2 = y1;
      y1 = y;
      lines[k][i] = y;
    }
    f->x1[k] = x1;
    f->x2[k] = x2;
    f->y1[k] = y1;
    f->y2[k] = y2;
  }
}

static void
mix(const float* x,
    const float gains[4],
    int from,
    float* left,
    float* right,
    int n)
{
  for (int i = 0; i < n; i++) {
    const float at = (float)(from + i + 1);
    left[i] += x[i] * (gains[0] + at * gains[2]);
    right[i] += x[i] * (gains[1] + at * gains[3]);
  }
}

static void
equalize(ElaraSection* sections, int count, float* const* lines, int n)
{
  for (int s = 0; s < count; s++) {
    ElaraSection* const e = &sections[s];
    for (int k = 0; k < ELARA_LANES; k++) {
      float i1 = e->i1[k], i2 = e->i2[k];
      for (int i = 0; i < n; i++) {
        const float x = lines[k][i];
        const float next_1 = e->p[k] * i1 + (e->q[k] * x - e->q[k] * i2);
        const float next_2 = e->r[k] * i2 + (e->s[k] * x + e->q[k] * i1);
        lines[k][i] = (e->m0[k] * x + e->m1[k] * (i1 + next_1)) +
                      e->m2[k] * (i2 + next_2);
        i1 = next_1;
        i2 = next_2;
      }
      e->i1[k] = i1;
      e->i2[k] = i2;
    }
  }
}

static void
mix_one(const float* x, float gain, float change, int from, float* out, int n)
{
  for (int i = 0; i < n; i++)
    out[i] += x[i] * (gain + (float)(from + i + 1) * change);
}

const ElaraKernel elara_kernel_scalar = {
    .name = "scalar",
    .read_8 = read_8,
    .read_16 = read_16,
    .read_32 = read_32,
    .read_short = read_short,
    .read_short_2 = read_short_2,
    .widen = widen,
    .filter = filter,
    .mix = mix,
    .mix_one = mix_one,
    .equalize = equalize,
};
