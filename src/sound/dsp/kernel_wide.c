// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// Eight lanes in portable vectors, compiled once for AVX2 and once for AVX-512
// (where it gains registers and cheaper permutations). See kernel_scalar.c for
// what is computed.
//
// Reading: each output needs one row of coefficients, so lanes are taps, and
// eight outputs are summed together by a tree of blends and shuffles (nine
// shuffles for eight sums; the shuffle port is what limits this loop). The
// fractions of eight outputs are computed at once and broadcast from memory,
// which keeps conversions off that port too.
//
// Filtering: a recursive filter cannot use lanes along time, so lanes are
// voices; 8 x 8 blocks are transposed on the way in and out.

#include "sound/dsp/kernel_list.h"

#include <immintrin.h>
#include <string.h>

typedef float Eight __attribute__((vector_size(32)));
typedef int32_t Ints __attribute__((vector_size(32)));
typedef uint32_t Words __attribute__((vector_size(32)));
typedef int16_t Shorts __attribute__((vector_size(16)));

#define MIX(a, b, ...) __builtin_shufflevector(a, b, __VA_ARGS__)

// What was just stored shall be loaded again: a broadcast from memory is free,
// one from a register costs two shuffles, and compilers prefer the latter.
#define FROM_MEMORY __asm__ volatile("" ::: "memory")

static inline Eight
load(const float* p)
{
  Eight v;
  memcpy(&v, p, sizeof v);
  return v;
}

static inline void
store(float* p, Eight v)
{
  memcpy(p, &v, sizeof v);
}

static inline Eight
all(float x)
{
  return (Eight){x, x, x, x, x, x, x, x};
}

// [a02 a13 b02 b13 | the same of the upper half]
static inline Eight
fold_pair(Eight a, Eight b)
{
  return (Eight)_mm256_blend_ps((__m256)a, (__m256)b, 0xcc) +
         MIX(a, b, 2, 3, 8, 9, 6, 7, 12, 13);
}

// [a b c d] in each half, from two folded pairs.
static inline Eight
fold_four(Eight ab, Eight cd)
{
  return MIX(ab, cd, 0, 2, 8, 10, 4, 6, 12, 14) +
         MIX(ab, cd, 1, 3, 9, 11, 5, 7, 13, 15);
}

// The sums of eight vectors, lower half first.
static inline Eight
fold_eight(const Eight* p)
{
  const Eight low = fold_four(fold_pair(p[0], p[1]), fold_pair(p[2], p[3]));
  const Eight high = fold_four(fold_pair(p[4], p[5]), fold_pair(p[6], p[7]));
  return (Eight)_mm256_blend_ps((__m256)low, (__m256)high, 0xf0) +
         MIX(low, high, 4, 5, 6, 7, 8, 9, 10, 11);
}

static inline Eight
products(const float* x, const float* row, Eight f, const size_t taps)
{
  Eight sum = load(x) * (load(row) + f * load(row + taps));
  for (size_t t = 8; t < taps; t += 8) {
    sum = sum + load(x + t) * (load(row + t) + f * load(row + taps + t));
  }
  return sum;
}

static inline void
read_taps(const float* rows,
          const float* in,
          uint64_t phase,
          uint64_t step,
          float* out,
          int n,
          const size_t taps)
{
  const Words count = {0, 1, 2, 3, 4, 5, 6, 7};
  for (int i = 0; i < n; i += ELARA_LANES) {
    const Words fraction =
        ((uint32_t)phase + count * (uint32_t)step) & 0xffffffu;
    float f[ELARA_LANES];
    store(f, __builtin_convertvector((Ints)fraction, Eight) *
                 all(1.0f / 16777216.0f));
    FROM_MEMORY;
    Eight p[ELARA_LANES];
    for (int k = 0; k < ELARA_LANES; k++) {
      const float* const row =
          rows + (size_t)((uint32_t)phase >> 24) * 2 * taps;
      p[k] = products(in + (phase >> 32), row, all(f[k]), taps);
      phase += step;
    }
    store(out + i, fold_eight(p));
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

static inline __m128i
load_short(const int16_t* p)
{
  __m128i x;
  memcpy(&x, p, sizeof x);
  return x;
}

// Four partial sums of output i, and of output i + 4.
static inline __m256i
pair_short(const __m128i* products)
{
  return _mm256_inserti128_si256(_mm256_castsi128_si256(products[0]),
                                 products[4], 1);
}

static inline __m256i
fold_ints(__m256i a, __m256i b)
{
  const __m256 crossed =
      _mm256_shuffle_ps((__m256)a, (__m256)b, _MM_SHUFFLE(1, 0, 3, 2));
  return _mm256_add_epi32(_mm256_blend_epi32(a, b, 0xcc), (__m256i)crossed);
}

// The sums of eight outputs.
static inline Eight
fold_short(const __m128i* p)
{
  const __m256i ab = fold_ints(pair_short(p), pair_short(p + 1));
  const __m256i cd = fold_ints(pair_short(p + 2), pair_short(p + 3));
  const __m256 even = _mm256_shuffle_ps((__m256)ab, (__m256)cd, 0x88);
  const __m256 odd = _mm256_shuffle_ps((__m256)ab, (__m256)cd, 0xdd);
  const __m256i sums = _mm256_add_epi32((__m256i)even, (__m256i)odd);
  return (Eight)_mm256_cvtepi32_ps(sums) * all(1.0f / 32768.0f);
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
  for (int i = 0; i < n; i += ELARA_LANES) {
    __m128i p[ELARA_LANES];
    for (int k = 0; k < ELARA_LANES; k++, phase += step) {
      const __m128i row =
          load_short(rows + (size_t)((uint32_t)phase >> 22) * 8);
      p[k] = _mm_madd_epi16(load_short(in + (phase >> 32)), row);
    }
    store(out + i, fold_short(p));
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
  phase += ELARA_HALF_ROW;
  for (int i = 0; i < n; i += ELARA_LANES) {
    __m128i a[ELARA_LANES], b[ELARA_LANES];
    for (int k = 0; k < ELARA_LANES; k++, phase += step) {
      const __m128i row =
          load_short(rows + (size_t)((uint32_t)phase >> 22) * 8);
      a[k] = _mm_madd_epi16(load_short(in_a + (phase >> 32)), row);
      b[k] = _mm_madd_epi16(load_short(in_b + (phase >> 32)), row);
    }
    store(out_a + i, fold_short(a));
    store(out_b + i, fold_short(b));
  }
}

static void
widen(const int16_t* in, float* out, size_t n)
{
  size_t i = 0;
  for (; i + 8 <= n; i += 8) {
    Shorts s;
    memcpy(&s, in + i, sizeof s);
    store(out + i,
          __builtin_convertvector(__builtin_convertvector(s, Ints), Eight));
  }
  for (; i < n; i++)
    out[i] = (float)in[i];
}

static inline void
transpose(Eight* m)
{
  Eight t[8], u[8];
  for (int k = 0; k < 8; k += 2) {
    t[k] = MIX(m[k], m[k + 1], 0, 8, 1, 9, 4, 12, 5, 13);
    t[k + 1] = MIX(m[k], m[k + 1], 2, 10, 3, 11, 6, 14, 7, 15);
  }
  for (int k = 0; k < 8; k += 4) {
    u[k] = MIX(t[k], t[k + 2], 0, 1, 8, 9, 4, 5, 12, 13);
    u[k + 1] = MIX(t[k], t[k + 2], 2, 3, 10, 11, 6, 7, 14, 15);
    u[k + 2] = MIX(t[k + 1], t[k + 3], 0, 1, 8, 9, 4, 5, 12, 13);
    u[k + 3] = MIX(t[k + 1], t[k + 3], 2, 3, 10, 11, 6, 7, 14, 15);
  }
  for (int k = 0; k < 4; k++) {
    m[k] = MIX(u[k], u[k + 4], 0, 1, 2, 3, 8, 9, 10, 11);
    m[k + 4] = MIX(u[k], u[k + 4], 4, 5, 6, 7, 12, 13, 14, 15);
  }
}

// Loads of the last, shorter block may pass N: lines have room for whole lanes.
static void
filter(ElaraLowPass* f, float* const* lines, int n)
{
  const Eight b0 = load(f->b0), b0_step = load(f->b0_step);
  const Eight a1 = load(f->a1), a1_step = load(f->a1_step);
  const Eight a2 = load(f->a2), a2_step = load(f->a2_step);
  Eight x1 = load(f->x1), x2 = load(f->x2);
  Eight y1 = load(f->y1), y2 = load(f->y2), at = load(f->from);
  for (int i = 0; i < n; i += ELARA_LANES) {
    const int here = n - i < ELARA_LANES ? n - i : ELARA_LANES;
    Eight m[ELARA_LANES];
    for (int k = 0; k < ELARA_LANES; k++)
      m[k] = load(lines[k] + i);
    transpose(m);
    for (int k = 0; k < here; k++) {
      const Eight x = m[k];
      const Eight y = ((b0 + at * b0_step) * ((x + x2) + (x1 + x1)) -
                       (a2 + at * a2_step) * y2) -
                      (a1 + at * a1_step) * y1;
      x2 = x1;
      x1 = x;
      y2 = y1;
      y1 = y;
      m[k] = y;
      at = at + all(1.0f);
    }
    transpose(m);
    for (int k = 0; k < ELARA_LANES; k++)
      store(lines[k] + i, m[k]);
  }
  store(f->x1, x1);
  store(f->x2, x2);
  store(f->y1, y1);
  store(f->y2, y2);
}

static void
mix(const float* x,
    const float gains[4],
    int from,
    float* left,
    float* right,
    int n)
{
  Eight at = (Eight){1.0f, 2.0f, 3.0f, 4.0f, 5.0f, 6.0f, 7.0f, 8.0f} +
             all((float)from);
  int i = 0;
  for (; i + 8 <= n; i += 8) {
    const Eight v = load(x + i);
    store(left + i, load(left + i) + v * (all(gains[0]) + at * all(gains[2])));
    store(right + i,
          load(right + i) + v * (all(gains[1]) + at * all(gains[3])));
    at = at + all(8.0f);
  }
  for (; i < n; i++) {
    left[i] += x[i] * (gains[0] + (float)(from + i + 1) * gains[2]);
    right[i] += x[i] * (gains[1] + (float)(from + i + 1) * gains[3]);
  }
}

static void
mix_one(const float* x, float gain, float change, int from, float* out, int n)
{
  Eight at = (Eight){1.0f, 2.0f, 3.0f, 4.0f, 5.0f, 6.0f, 7.0f, 8.0f} +
             all((float)from);
  int i = 0;
  for (; i + 8 <= n; i += 8) {
    store(out + i,
          load(out + i) + load(x + i) * (all(gain) + at * all(change)));
    at = at + all(8.0f);
  }
  for (; i < n; i++)
    out[i] += x[i] * (gain + (float)(from + i + 1) * change);
}

// One block of eight frames, one lane a line, through a section.
static inline void
section_block(ElaraSection* e, Eight* m, int here)
{
  const Eight p = load(e->p), q = load(e->q), r = load(e->r),
              share = load(e->s);
  const Eight m0 = load(e->m0), m1 = load(e->m1), m2 = load(e->m2);
  Eight i1 = load(e->i1), i2 = load(e->i2);
  for (int k = 0; k < here; k++) {
    const Eight x = m[k];
    const Eight next_1 = p * i1 + (q * x - q * i2);
    const Eight next_2 = r * i2 + (share * x + q * i1);
    m[k] = (m0 * x + m1 * (i1 + next_1)) + m2 * (i2 + next_2);
    i1 = next_1;
    i2 = next_2;
  }
  store(e->i1, i1);
  store(e->i2, i2);
}

static void
equalize(ElaraSection* sections, int count, float* const* lines, int n)
{
  for (int i = 0; i < n; i += ELARA_LANES) {
    const int here = n - i < ELARA_LANES ? n - i : ELARA_LANES;
    Eight m[ELARA_LANES];
    for (int k = 0; k < ELARA_LANES; k++)
      m[k] = load(lines[k] + i);
    transpose(m);
    for (int s = 0; s < count; s++)
      section_block(&sections[s], m, here);
    transpose(m);
    for (int k = 0; k < ELARA_LANES; k++)
      store(lines[k] + i, m[k]);
  }
}

#define NAME_(x) elara_kernel_##x
#define NAME(x) NAME_(x)
#define TEXT_(x) #x
#define TEXT(x) TEXT_(x)

const ElaraKernel NAME(ELARA_KERNEL_NAME) = {
    .name = TEXT(ELARA_KERNEL_NAME),
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
