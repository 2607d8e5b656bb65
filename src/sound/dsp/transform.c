// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// Convolution asks little of a transform: products must be convolutions, the
// order of the bins does not matter, and forward and inverse must agree.
//
// 2 M real frames are a polynomial X(u) modulo u^2M + 1; with i for u^M that
// is a complex polynomial of degree M - 1 modulo u^M - i ("right-angle"
// convolution; Nussbaumer, Fast Fourier Transform and Convolution Algorithms,
// 1982). No pass is needed to fold or unfold real spectra, and in overlap-save
// the block before is the real part and the new block the imaginary part.
//
// Modulo u^l - c splits into four of a quarter of the length:
//
//   u^l - c = product over r of (u^(l/4) - w i^r),  w = c^(1/4)
//   X_r[j]  = sum over s of x[j + s l/4] w^s i^(rs),  r, s = 0 ... 3
//
// so a whole block shares three factors w, w^2, w^3: they are broadcast, not
// streamed. The first step has radix 8 when log2 M is odd; after blocks of 16
// come two steps at once with the values turned in registers. Everything is in
// place; halves larger than the first-level cache are finished one after the
// other. c is kept as a turn f, c = exp(2 pi i f): f = 1/4 at the top, and
// (f + r) / 4 for child r. Factors are computed in double: a round trip is
// good to -135 dB.
//
// Every value goes through the same additions and multiplications in any
// kernel, vectors only do several at a time: the bits are the same.

#include "sound/dsp/transform.h"

#include "sound/dsp/transform_kernel.h"

#include <assert.h>
#include <math.h>
#include <stdint.h>
#include <stdlib.h>

#define TURN 6.28318530717958647692

static const ElaraTransformKernel*
kernel_at(size_t index)
{
  if (index == 0) return &elara_transform_kernel_any;
#if defined(ELARA_TRANSFORM_WIDE)
  if (index == 1 && __builtin_cpu_supports("avx2")) {
    return &elara_transform_kernel_avx2;
  }
  if (index == 2 && __builtin_cpu_supports("avx512f") &&
      __builtin_cpu_supports("avx512dq") &&
      __builtin_cpu_supports("avx512vl")) {
    return &elara_transform_kernel_avx512;
  }
#endif
  return NULL;
}

// The turn of BLOCK at LEVEL (level 0 is the whole).
static double
turn_of(const ElaraTransform* t, size_t level, size_t block)
{
  size_t weight = 1;
  for (size_t i = 1; i < level; i++)
    weight *= 4;
  double turn = 0.25;
  for (size_t i = 0; i < level; i++) {
    const size_t radix = i == 0 ? t->radix : 4;
    turn = (turn + (double)(block / weight % radix)) / (double)radix;
    weight /= 4;
  }
  return turn;
}

// w^POWER for w = exp(2 pi i turn / radix): OUT[0], OUT[step].
static void
put_power(double turn, size_t radix, size_t power, float* out, size_t step)
{
  const double angle = TURN * turn * (double)power / (double)radix;
  out[0] = (float)cos(angle);
  out[step] = (float)sin(angle);
}

static size_t
blocks_at(const ElaraTransform* t, size_t level)
{
  size_t blocks = level == 0 ? 1 : t->radix;
  for (size_t i = 1; i < level; i++)
    blocks *= 4;
  return blocks;
}

static void
fill_ends(const ElaraTransform* t, float* quads, float* ends)
{
  const size_t lanes = t->kernel->lanes, row = lanes / 4;
  for (size_t b = 0; b < t->m / 16; b++) {
    const double turn = turn_of(t, t->levels, b);
    for (size_t s = 1; s < 4; s++) {
      put_power(turn, 4, s,
                quads + b / row * 6 * row + (s - 1) * 2 * row + b % row, row);
      for (size_t j = 0; j < 4; j++) {
        put_power((turn + (double)j) / 4.0, 4, s,
                  ends + b / row * 6 * lanes + (s - 1) * 2 * lanes +
                      b % row * 4 + j,
                  lanes);
      }
    }
  }
}

static int
fill(ElaraTransform* t)
{
  size_t floats = 0, blocks[ELARA_TRANSFORM_LEVELS];
  for (size_t i = 1; i < t->levels; i++) {
    blocks[i] = blocks_at(t, i);
    floats += 6 * blocks[i];
  }
  floats += t->m / 16 * 6 + t->m / 4 * 6 + 64;
  t->twiddles = (float*)malloc(floats * sizeof(float));
  if (!t->twiddles) return 0;
  const uintptr_t off = (uintptr_t)t->twiddles % 64 / sizeof(float);
  float* at = t->twiddles + (off ? 16 - off : 0);
  float* const ends = at;
  at += t->m / 4 * 6;
  float* const quads = at;
  at += t->m / 16 * 6;
  t->ends = ends;
  t->quads = quads;
  fill_ends(t, quads, ends);
  for (size_t i = 1; i < t->levels; i++) {
    t->level[i] = at;
    for (size_t b = 0; b < blocks[i]; b++) {
      for (size_t s = 1; s < 4; s++, at += 2)
        put_power(turn_of(t, i, b), 4, s, at, 1);
    }
  }
  for (size_t s = 1; s < t->radix; s++)
    put_power(0.25, t->radix, s, t->top + 2 * (s - 1), 1);
  return 1;
}

ElaraTransform*
elara_transform_new_for(size_t m, size_t kernel)
{
  assert(m >= ELARA_TRANSFORM_LEAST && m <= ELARA_TRANSFORM_MOST);
  const ElaraTransformKernel* const k = kernel_at(kernel);
  ElaraTransform* const t = k ? (ElaraTransform*)calloc(1, sizeof *t) : NULL;
  if (!t) return NULL;
  size_t log2 = 0;
  while (((size_t)1 << log2) < m)
    log2++;
  t->kernel = k;
  t->m = m;
  t->radix = log2 % 2 ? 8 : 4;
  t->levels = (log2 - 4 - (log2 % 2 ? 3 : 2)) / 2 + 1;
  if (!fill(t)) {
    free(t);
    return NULL;
  }
  return t;
}

ElaraTransform*
elara_transform_new(size_t m)
{
  size_t best = 2;
  while (!kernel_at(best))
    best--;
  return elara_transform_new_for(m, best);
}

void
elara_transform_free(ElaraTransform* t)
{
  if (!t) return;
  free(t->twiddles);
  free(t);
}

const char*
elara_transform_kernel_name(const ElaraTransform* t)
{
  return t->kernel->name;
}

double
elara_transform_frequency(const ElaraTransform* t, size_t slot)
{
  const size_t lanes = t->kernel->lanes;
  const size_t group = slot / (4 * lanes), r = slot / lanes % 4;
  const size_t lane = slot % lanes;
  double f = turn_of(t, t->levels, group * (lanes / 4) + lane / 4);
  f = (f + (double)(lane % 4)) / 4.0;
  f = (f + (double)r) / 4.0;
  return f < 0.5 ? f : 1.0 - f;
}

float*
elara_aligned_floats(ElaraArena* arena, size_t count)
{
  unsigned char* const bytes =
      (unsigned char*)elara_arena_array(arena, count + 16, sizeof(float));
  if (!bytes) return NULL;
  const uintptr_t off = (uintptr_t)bytes % 64;
  return (float*)(void*)(bytes + (off ? 64 - off : 0));
}
