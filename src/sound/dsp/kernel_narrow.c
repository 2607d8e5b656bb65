// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// Four lanes in portable vectors. See kernel_scalar.c for what is computed.

#include "sound/dsp/kernel_list.h"

#include <string.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

typedef float Four __attribute__((vector_size(16)));

static inline Four
load(const float* p)
{
  Four v;
  memcpy(&v, p, sizeof v);
  return v;
}

static inline void
store(float* p, Four v)
{
  memcpy(p, &v, sizeof v);
}

static inline Four
all(float x)
{
  return (Four){x, x, x, x};
}

static inline float
sum(Four low, Four high)
{
  return ((low[0] + low[2]) + (low[1] + low[3])) +
         ((high[0] + high[2]) + (high[1] + high[3]));
}

// One output through TAPS coefficients; TAPS is a constant where it is inlined.
static inline float
read_one(const float* rows, const float* in, uint64_t phase, const size_t taps)
{
  const float* const x = in + (phase >> 32);
  const uint32_t fraction = (uint32_t)phase;
  const float* const c = rows + (size_t)(fraction >> 24) * 2 * taps;
  const float* const d = c + taps;
  const Four f =
      all((float)(int32_t)(fraction & 0xffffff) * (1.0f / 16777216.0f));
  Four low = load(x) * (load(c) + f * load(d));
  Four high = load(x + 4) * (load(c + 4) + f * load(d + 4));
  for (size_t t = 8; t < taps; t += 8) {
    low = low + load(x + t) * (load(c + t) + f * load(d + t));
    high = high + load(x + t + 4) * (load(c + t + 4) + f * load(d + t + 4));
  }
  return sum(low, high);
}

#define READ(name, taps)                                                       \
  static void name(const float* rows, const float* in, uint64_t phase,         \
                   uint64_t step, float* out, int n)                           \
  {                                                                            \
    for (int i = 0; i < n; i++, phase += step)                                 \
      out[i] = read_one(rows, in, phase, taps);                                \
  }

READ(read_8, 8)
READ(read_16, 16)
READ(read_32, 32)

// A product of eight 16-bit pairs; compilers know the pattern.
static inline int32_t
product_8(const int16_t* x, const int16_t* row)
{
#ifdef __SSE2__
  __m128i a, b;
  memcpy(&a, x, sizeof a);
  memcpy(&b, row, sizeof b);
  __m128i sum = _mm_madd_epi16(a, b);
  sum = _mm_add_epi32(sum, _mm_shuffle_epi32(sum, 0x4e));
  sum = _mm_add_epi32(sum, _mm_shuffle_epi32(sum, 0xb1));
  return _mm_cvtsi128_si32(sum);
#else
  int32_t sum = 0;
  for (int t = 0; t < 8; t++)
    sum += x[t] * row[t];
  return sum;
#endif
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
    const size_t row = (uint32_t)phase >> 22;
    const int32_t sum = product_8(in + (phase >> 32), rows + row * 8);
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

// Four of the eight lines, from lane K on.
static void
filter_four(ElaraLowPass* f, float* const* lines, int k, int n)
{
  const Four b0 = load(f->b0 + k), b0_step = load(f->b0_step + k);
  const Four a1 = load(f->a1 + k), a1_step = load(f->a1_step + k);
  const Four a2 = load(f->a2 + k), a2_step = load(f->a2_step + k);
  Four x1 = load(f->x1 + k), x2 = load(f->x2 + k);
  Four y1 = load(f->y1 + k), y2 = load(f->y2 + k), at = load(f->from + k);
  for (int i = 0; i < n; i++) {
    const Four x = {lines[k][i], lines[k + 1][i], lines[k + 2][i],
                    lines[k + 3][i]};
    const Four y = ((b0 + at * b0_step) * ((x + x2) + (x1 + x1)) -
                    (a2 + at * a2_step) * y2) -
                   (a1 + at * a1_step) * y1;
    x2 = x1;
    x1 = x;
    y2 = y1;
    y1 = y;
    for (int lane = 0; lane < 4; lane++)
      lines[k + lane][i] = y[lane];
    at = at + all(1.0f);
  }
  store(f->x1 + k, x1);
  store(f->x2 + k, x2);
  store(f->y1 + k, y1);
  store(f->y2 + k, y2);
}

static void
filter(ElaraLowPass* f, float* const* lines, int n)
{
  filter_four(f, lines, 0, n);
  filter_four(f, lines, 4, n);
}

static void
mix(const float* x,
    const float gains[4],
    int from,
    float* left,
    float* right,
    int n)
{
  Four at = (Four){1.0f, 2.0f, 3.0f, 4.0f} + all((float)from);
  int i = 0;
  for (; i + 4 <= n; i += 4) {
    const Four v = load(x + i);
    store(left + i, load(left + i) + v * (all(gains[0]) + at * all(gains[2])));
    store(right + i,
          load(right + i) + v * (all(gains[1]) + at * all(gains[3])));
    at = at + all(4.0f);
  }
  for (; i < n; i++) {
    left[i] += x[i] * (gains[0] + (float)(from + i + 1) * gains[2]);
    right[i] += x[i] * (gains[1] + (float)(from + i + 1) * gains[3]);
  }
}

static void
section_four(ElaraSection* e, float* const* lines, int k, int n)
{
  const Four p = load(e->p + k), q = load(e->q + k), r = load(e->r + k),
             share = load(e->s + k);
  const Four m0 = load(e->m0 + k), m1 = load(e->m1 + k), m2 = load(e->m2 + k);
  Four i1 = load(e->i1 + k), i2 = load(e->i2 + k);
  for (int i = 0; i < n; i++) {
    const Four x = {lines[k][i], lines[k + 1][i], lines[k + 2][i],
                    lines[k + 3][i]};
    const Four next_1 = p * i1 + (q * x - q * i2);
    const Four next_2 = r * i2 + (share * x + q * i1);
    const Four y = (m0 * x + m1 * (i1 + next_1)) + m2 * (i2 + next_2);
    i1 = next_1;
    i2 = next_2;
    for (int lane = 0; lane < 4; lane++)
      lines[k + lane][i] = y[lane];
  }
  store(e->i1 + k, i1);
  store(e->i2 + k, i2);
}

static void
equalize(ElaraSection* sections, int count, float* const* lines, int n)
{
  for (int s = 0; s < count; s++) {
    section_four(&sections[s], lines, 0, n);
    section_four(&sections[s], lines, 4, n);
  }
}

static void
mix_one(const float* x, float gain, float change, int from, float* out, int n)
{
  for (int i = 0; i < n; i++)
    out[i] += x[i] * (gain + (float)(from + i + 1) * change);
}

const ElaraKernel elara_kernel_narrow = {
    .name = "narrow",
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
