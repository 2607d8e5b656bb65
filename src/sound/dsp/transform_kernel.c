// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// The hot loops, compiled once for every width of vector: ELARA_ISA names the
// variant, the compiler's target decides the width. The essay is in
// transform.c.
//
// Vectors are the compilers' own (gcc, clang), so that the same code serves
// SSE2, AVX2, AVX-512, NEON and WASM. No fused multiply-add: bits stay equal.

#include "sound/dsp/transform_kernel.h"

#if defined(__AVX512F__)
#define LANES 16
#elif defined(__AVX2__)
#define LANES 8
#else
#define LANES 4
#endif

#ifndef ELARA_ISA
#define ELARA_ISA any
#endif
#define JOIN_(a, b) a##b
#define JOIN(a, b) JOIN_(a, b)
#define TEXT_(a) #a
#define TEXT(a) TEXT_(a)

typedef float Vec __attribute__((vector_size(4 * LANES)));
typedef float Loose
    __attribute__((vector_size(4 * LANES), aligned(4), may_alias));

typedef struct {
  Vec re, im;
} Pair;

static inline Vec
load(const float* from)
{
  return *(const Loose*)from;
}

static inline void
store(float* to, Vec v)
{
  *(Loose*)to = v;
}

static inline Vec
all(float x)
{
  return x - (Vec){0};
}

static inline Pair
times(Pair a, Vec re, Vec im)
{
  return (Pair){a.re * re - a.im * im, a.re * im + a.im * re};
}

static inline Pair
sum(Pair a, Pair b)
{
  return (Pair){a.re + b.re, a.im + b.im};
}

static inline Pair
difference(Pair a, Pair b)
{
  return (Pair){a.re - b.re, a.im - b.im};
}

// By i, or by -i on the way BACK.
static inline Pair
quarter_turn(Pair a, int back)
{
  return back ? (Pair){a.im, -a.re} : (Pair){-a.im, a.re};
}

static inline void
cross_4(Pair a[4], int back)
{
  const Pair s02 = sum(a[0], a[2]), d02 = difference(a[0], a[2]);
  const Pair s13 = sum(a[1], a[3]);
  const Pair d13 = quarter_turn(difference(a[1], a[3]), back);
  a[0] = sum(s02, s13);
  a[1] = sum(d02, d13);
  a[2] = difference(s02, s13);
  a[3] = difference(d02, d13);
}

// By (1 + i) / sqrt 2, or its conjugate.
static inline Pair
eighth_turn(Pair a, int back)
{
  const float half = 0.70710678118654752440f;
  return back ? (Pair){(a.re + a.im) * half, (a.im - a.re) * half}
              : (Pair){(a.re - a.im) * half, (a.re + a.im) * half};
}

static inline void
cross_8(Pair a[8], int back)
{
  Pair even[4] = {a[0], a[2], a[4], a[6]}, odd[4] = {a[1], a[3], a[5], a[7]};
  cross_4(even, back);
  cross_4(odd, back);
  odd[1] = eighth_turn(odd[1], back);
  odd[2] = quarter_turn(odd[2], back);
  odd[3] = quarter_turn(eighth_turn(odd[3], back), back);
  for (int r = 0; r < 4; r++) {
    a[r] = sum(even[r], odd[r]);
    a[r + 4] = difference(even[r], odd[r]);
  }
}

static inline Pair
load_pair(const float* re, const float* im, size_t at)
{
  return (Pair){load(re + at), load(im + at)};
}

static inline void
store_pair(float* re, float* im, size_t at, Pair a)
{
  store(re + at, a.re);
  store(im + at, a.im);
}

// One step of radix 4 on values FROM <= j < TO of each quarter of length Q. W:
// three factors.
static inline void
forward_4(
    const float* w, size_t q, float* re, float* im, size_t from, size_t to)
{
  const Vec r1 = all(w[0]), i1 = all(w[1]), r2 = all(w[2]), i2 = all(w[3]);
  const Vec r3 = all(w[4]), i3 = all(w[5]);
  for (size_t j = from; j < to; j += LANES) {
    Pair a[4] = {load_pair(re, im, j), times(load_pair(re, im, j + q), r1, i1),
                 times(load_pair(re, im, j + 2 * q), r2, i2),
                 times(load_pair(re, im, j + 3 * q), r3, i3)};
    cross_4(a, 0);
    for (size_t s = 0; s < 4; s++)
      store_pair(re, im, j + s * q, a[s]);
  }
}

static inline void
inverse_4(
    const float* w, size_t q, float* re, float* im, size_t from, size_t to)
{
  const Vec r1 = all(w[0]), i1 = all(-w[1]), r2 = all(w[2]), i2 = all(-w[3]);
  const Vec r3 = all(w[4]), i3 = all(-w[5]);
  for (size_t j = from; j < to; j += LANES) {
    Pair a[4] = {load_pair(re, im, j), load_pair(re, im, j + q),
                 load_pair(re, im, j + 2 * q), load_pair(re, im, j + 3 * q)};
    cross_4(a, 1);
    store_pair(re, im, j, a[0]);
    store_pair(re, im, j + q, times(a[1], r1, i1));
    store_pair(re, im, j + 2 * q, times(a[2], r2, i2));
    store_pair(re, im, j + 3 * q, times(a[3], r3, i3));
  }
}

static void
forward_top(
    const ElaraTransform* t, float* re, float* im, size_t from, size_t to)
{
  const size_t q = t->m / t->radix;
  if (t->radix == 4) {
    forward_4(t->top, q, re, im, from, to);
    return;
  }
  for (size_t j = from; j < to; j += LANES) {
    Pair a[8];
    a[0] = load_pair(re, im, j);
    for (size_t s = 1; s < 8; s++) {
      a[s] = times(load_pair(re, im, j + s * q), all(t->top[2 * s - 2]),
                   all(t->top[2 * s - 1]));
    }
    cross_8(a, 0);
    for (size_t s = 0; s < 8; s++)
      store_pair(re, im, j + s * q, a[s]);
  }
}

static void
inverse_top(
    const ElaraTransform* t, float* re, float* im, size_t from, size_t to)
{
  const size_t q = t->m / t->radix;
  if (t->radix == 4) {
    inverse_4(t->top, q, re, im, from, to);
    return;
  }
  for (size_t j = from; j < to; j += LANES) {
    Pair a[8];
    for (size_t s = 0; s < 8; s++)
      a[s] = load_pair(re, im, j + s * q);
    cross_8(a, 1);
    store_pair(re, im, j, a[0]);
    for (size_t s = 1; s < 8; s++) {
      store_pair(re, im, j + s * q,
                 times(a[s], all(t->top[2 * s - 2]), all(-t->top[2 * s - 1])));
    }
  }
}

// Four vectors hold LANES / 4 blocks of 16, a block after the other. To: each
// vector holds the same quarter of all blocks.
static inline void
gather_quarters(Vec v[4])
{
#if LANES == 16
#define PICK(a, b, c, d)                                                       \
  4 * (a), 4 * (a) + 1, 4 * (a) + 2, 4 * (a) + 3, 4 * (b), 4 * (b) + 1,        \
      4 * (b) + 2, 4 * (b) + 3, 4 * (c), 4 * (c) + 1, 4 * (c) + 2,             \
      4 * (c) + 3, 4 * (d), 4 * (d) + 1, 4 * (d) + 2, 4 * (d) + 3
  const Vec low01 = __builtin_shufflevector(v[0], v[1], PICK(0, 1, 4, 5));
  const Vec high01 = __builtin_shufflevector(v[0], v[1], PICK(2, 3, 6, 7));
  const Vec low23 = __builtin_shufflevector(v[2], v[3], PICK(0, 1, 4, 5));
  const Vec high23 = __builtin_shufflevector(v[2], v[3], PICK(2, 3, 6, 7));
  v[0] = __builtin_shufflevector(low01, low23, PICK(0, 2, 4, 6));
  v[1] = __builtin_shufflevector(low01, low23, PICK(1, 3, 5, 7));
  v[2] = __builtin_shufflevector(high01, high23, PICK(0, 2, 4, 6));
  v[3] = __builtin_shufflevector(high01, high23, PICK(1, 3, 5, 7));
#undef PICK
#elif LANES == 8
#define LOWER 0, 1, 2, 3, 8, 9, 10, 11
#define UPPER 4, 5, 6, 7, 12, 13, 14, 15
  const Vec a = __builtin_shufflevector(v[0], v[2], LOWER);
  const Vec b = __builtin_shufflevector(v[0], v[2], UPPER);
  const Vec c = __builtin_shufflevector(v[1], v[3], LOWER);
  const Vec d = __builtin_shufflevector(v[1], v[3], UPPER);
  v[0] = a;
  v[1] = b;
  v[2] = c;
  v[3] = d;
#else
  (void)v;
#endif
}

static inline void
scatter_quarters(Vec v[4])
{
#if LANES == 8
  const Vec a = __builtin_shufflevector(v[0], v[1], LOWER);
  const Vec b = __builtin_shufflevector(v[2], v[3], LOWER);
  const Vec c = __builtin_shufflevector(v[0], v[1], UPPER);
  const Vec d = __builtin_shufflevector(v[2], v[3], UPPER);
  v[0] = a;
  v[1] = b;
  v[2] = c;
  v[3] = d;
#undef LOWER
#undef UPPER
#else
  gather_quarters(v); // its own inverse
#endif
}

#if LANES == 16
#define EACH_QUAD(a, b, c, d)                                                  \
  a, b, (c) + 12, (d) + 12, (a) + 4, (b) + 4, (c) + 16, (d) + 16, (a) + 8,     \
      (b) + 8, (c) + 20, (d) + 20, (a) + 12, (b) + 12, (c) + 24, (d) + 24
#elif LANES == 8
#define EACH_QUAD(a, b, c, d)                                                  \
  a, b, (c) + 4, (d) + 4, (a) + 4, (b) + 4, (c) + 8, (d) + 8
#else
#define EACH_QUAD(a, b, c, d) a, b, c, d
#endif

// The 4 x 4 matrices of lane j of vector r: rows become columns.
static inline void
transpose(Vec v[4])
{
  // Indices of the second vector count from 4 in a quad.
  const Vec a = __builtin_shufflevector(v[0], v[1], EACH_QUAD(0, 1, 4, 5));
  const Vec b = __builtin_shufflevector(v[0], v[1], EACH_QUAD(2, 3, 6, 7));
  const Vec c = __builtin_shufflevector(v[2], v[3], EACH_QUAD(0, 1, 4, 5));
  const Vec d = __builtin_shufflevector(v[2], v[3], EACH_QUAD(2, 3, 6, 7));
  v[0] = __builtin_shufflevector(a, c, EACH_QUAD(0, 2, 4, 6));
  v[1] = __builtin_shufflevector(a, c, EACH_QUAD(1, 3, 5, 7));
  v[2] = __builtin_shufflevector(b, d, EACH_QUAD(0, 2, 4, 6));
  v[3] = __builtin_shufflevector(b, d, EACH_QUAD(1, 3, 5, 7));
}

// Each of LANES / 4 floats four times. Reads LANES: a narrow load, widened,
// goes through the stack in gcc 12.
static inline Vec
quadruple(const float* from)
{
  const Vec v = load(from);
#if LANES == 16
  return __builtin_shufflevector(v, v, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3,
                                 3, 3);
#elif LANES == 8
  return __builtin_shufflevector(v, v, 0, 0, 0, 0, 1, 1, 1, 1);
#else
  return __builtin_shufflevector(v, v, 0, 0, 0, 0);
#endif
}

static inline void
split(const Pair a[4], Vec re[4], Vec im[4])
{
  for (int s = 0; s < 4; s++) {
    re[s] = a[s].re;
    im[s] = a[s].im;
  }
}

static inline void
join(Pair a[4], const Vec re[4], const Vec im[4])
{
  for (int s = 0; s < 4; s++)
    a[s] = (Pair){re[s], im[s]};
}

static void
forward_ends(
    const ElaraTransform* t, size_t first, size_t count, float* re, float* im)
{
  const float* quads = t->quads + first * 6;
  const float* ends = t->ends + first * 24;
  for (size_t at = 0; at < count; at += 4 * LANES) {
    Vec vr[4], vi[4];
    Pair a[4];
    for (size_t s = 0; s < 4; s++) {
      vr[s] = load(re + at + s * LANES);
      vi[s] = load(im + at + s * LANES);
    }
    gather_quarters(vr);
    gather_quarters(vi);
    join(a, vr, vi);
    for (size_t s = 1; s < 4; s++) {
      const float* const w = quads + (s - 1) * (LANES / 2);
      a[s] = times(a[s], quadruple(w), quadruple(w + LANES / 4));
    }
    cross_4(a, 0);
    split(a, vr, vi);
    transpose(vr);
    transpose(vi);
    join(a, vr, vi);
    for (size_t s = 1; s < 4; s++) {
      const float* const w = ends + (s - 1) * 2 * LANES;
      a[s] = times(a[s], load(w), load(w + LANES));
    }
    cross_4(a, 0);
    for (size_t s = 0; s < 4; s++)
      store_pair(re, im, at + s * LANES, a[s]);
    quads += 6 * (LANES / 4);
    ends += 6 * LANES;
  }
}

static void
inverse_ends(
    const ElaraTransform* t, size_t first, size_t count, float* re, float* im)
{
  const float* quads = t->quads + first * 6;
  const float* ends = t->ends + first * 24;
  for (size_t at = 0; at < count; at += 4 * LANES) {
    Vec vr[4], vi[4];
    Pair a[4];
    for (size_t s = 0; s < 4; s++)
      a[s] = load_pair(re, im, at + s * LANES);
    cross_4(a, 1);
    for (size_t s = 1; s < 4; s++) {
      const float* const w = ends + (s - 1) * 2 * LANES;
      a[s] = times(a[s], load(w), -load(w + LANES));
    }
    split(a, vr, vi);
    transpose(vr);
    transpose(vi);
    join(a, vr, vi);
    cross_4(a, 1);
    for (size_t s = 1; s < 4; s++) {
      const float* const w = quads + (s - 1) * (LANES / 2);
      a[s] = times(a[s], quadruple(w), -quadruple(w + LANES / 4));
    }
    split(a, vr, vi);
    scatter_quarters(vr);
    scatter_quarters(vi);
    for (size_t s = 0; s < 4; s++) {
      store(re + at + s * LANES, vr[s]);
      store(im + at + s * LANES, vi[s]);
    }
    quads += 6 * (LANES / 4);
    ends += 6 * LANES;
  }
}

static void
forward_block(const ElaraTransform* t,
              size_t level,
              size_t block,
              size_t l,
              float* re,
              float* im)
{
  if (l > ELARA_TRANSFORM_LEAF) {
    const size_t q = l / 4;
    forward_4(t->level[level] + 6 * block, q, re, im, 0, q);
    for (size_t r = 0; r < 4; r++)
      forward_block(t, level + 1, 4 * block + r, q, re + r * q, im + r * q);
    return;
  }
  size_t blocks = 1;
  for (size_t here = l; here > 16; here /= 4, level++) {
    const float* w = t->level[level] + 6 * block * blocks;
    for (size_t b = 0; b < blocks; b++, w += 6)
      forward_4(w, here / 4, re + b * here, im + b * here, 0, here / 4);
    blocks *= 4;
  }
  forward_ends(t, block * blocks, l, re, im);
}

static void
inverse_block(const ElaraTransform* t,
              size_t level,
              size_t block,
              size_t l,
              float* re,
              float* im)
{
  if (l > ELARA_TRANSFORM_LEAF) {
    const size_t q = l / 4;
    for (size_t r = 0; r < 4; r++)
      inverse_block(t, level + 1, 4 * block + r, q, re + r * q, im + r * q);
    inverse_4(t->level[level] + 6 * block, q, re, im, 0, q);
    return;
  }
  size_t blocks = l / 16, deep = t->levels;
  inverse_ends(t, block * blocks, l, re, im);
  for (size_t here = 64; here <= l; here *= 4) {
    blocks /= 4;
    deep--;
    const float* w = t->level[deep] + 6 * block * blocks;
    for (size_t b = 0; b < blocks; b++, w += 6)
      inverse_4(w, here / 4, re + b * here, im + b * here, 0, here / 4);
  }
}

// Four cache lines of every spectrum at a time: long enough for the memory,
// short enough for the sums to stay in registers.
static void
multiply_add(size_t m,
             const ElaraTerm* terms,
             size_t count,
             size_t begin,
             size_t end,
             float* const sums[2])
{
  enum { STEP = LANES == 16 ? 4 : 2 };
  for (size_t k = begin; k < end; k += STEP * LANES) {
    Pair out[2][STEP];
    for (size_t v = 0; v < STEP; v++) {
      for (size_t o = 0; o < 2; o++)
        out[o][v] = load_pair(sums[o], sums[o] + m, k + v * LANES);
    }
    for (size_t c = 0; c < count; c++) {
      const float* const x = terms[c].x + k;
      const float* const h0 = terms[c].h[0] + k;
      const float* const h1 = terms[c].h[1] + k;
      for (size_t v = 0; v < STEP; v++) {
        const Pair a = load_pair(x, x + m, v * LANES);
        out[0][v] = sum(out[0][v], times(a, load(h0 + v * LANES),
                                         load(h0 + m + v * LANES)));
        out[1][v] = sum(out[1][v], times(a, load(h1 + v * LANES),
                                         load(h1 + m + v * LANES)));
      }
    }
    for (size_t v = 0; v < STEP; v++) {
      for (size_t o = 0; o < 2; o++)
        store_pair(sums[o], sums[o] + m, k + v * LANES, out[o][v]);
    }
  }
}

static void
head(const ElaraHead* h,
     const float* const x[2],
     float* const out[2],
     size_t count)
{
  for (size_t i = 0; i < count; i += LANES) {
    Vec left = {0}, right = {0};
    for (size_t t = 0; t < ELARA_HEAD_TAPS; t++) {
      const Vec a = load(x[0] + i - t), b = load(x[1] + i - t);
      left += a * h->taps[0][0][t] + b * h->taps[1][0][t];
      right += a * h->taps[0][1][t] + b * h->taps[1][1][t];
    }
    store(out[0] + i, left);
    store(out[1] + i, right);
  }
}

const ElaraTransformKernel JOIN(elara_transform_kernel_, ELARA_ISA) = {
    TEXT(ELARA_ISA), LANES,        forward_top,  inverse_top,  forward_block,
    inverse_block,   forward_ends, inverse_ends, multiply_add, head,
};
