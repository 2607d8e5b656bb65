// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// Inside of transform.c: what a kernel is given and what it gives.

#ifndef ELARA_SOUND_DSP_TRANSFORM_KERNEL_H
#define ELARA_SOUND_DSP_TRANSFORM_KERNEL_H

#include "sound/dsp/transform.h"

#define ELARA_TRANSFORM_LEVELS 10
// A sub-transform of this many values stays in the first-level cache.
#define ELARA_TRANSFORM_LEAF 4096

typedef struct {
  const char* name;
  size_t lanes;
  void (*forward_top)(
      const ElaraTransform* t, float* re, float* im, size_t from, size_t to);
  void (*inverse_top)(
      const ElaraTransform* t, float* re, float* im, size_t from, size_t to);
  // Block BLOCK of LEVEL, which has L values from RE and IM on.
  void (*forward_block)(const ElaraTransform* t,
                        size_t level,
                        size_t block,
                        size_t l,
                        float* re,
                        float* im);
  void (*inverse_block)(const ElaraTransform* t,
                        size_t level,
                        size_t block,
                        size_t l,
                        float* re,
                        float* im);
  // The last two steps of COUNT values, a multiple of 64, from block FIRST of
  // 16 on.
  void (*forward_ends)(const ElaraTransform* t,
                       size_t first,
                       size_t count,
                       float* re,
                       float* im);
  void (*inverse_ends)(const ElaraTransform* t,
                       size_t first,
                       size_t count,
                       float* re,
                       float* im);
  void (*multiply_add)(size_t m,
                       const ElaraTerm* terms,
                       size_t count,
                       size_t begin,
                       size_t end,
                       float* const sums[2]);
  void (*head)(const ElaraHead* head,
               const float* const x[2],
               float* const out[2],
               size_t count);
} ElaraTransformKernel;

struct ElaraTransform {
  const ElaraTransformKernel* kernel;
  size_t m;
  size_t radix;    // of level 0: 4 or 8
  size_t levels;   // with radix 4 or 8; the rest is blocks of 16
  float top[14];   // twiddles of level 0: radix - 1 complex values
  float* twiddles; // one allocation for what follows
  const float* level[ELARA_TRANSFORM_LEVELS]; // 6 floats a block
  const float* quads; // of blocks of 16: lanes / 4 blocks a row, 6 rows
  const float* ends;  // of blocks of 4: 6 rows of LANES a group of 4 * LANES
};

extern const ElaraTransformKernel elara_transform_kernel_any;
#if defined(ELARA_TRANSFORM_WIDE)
extern const ElaraTransformKernel elara_transform_kernel_avx2;
extern const ElaraTransformKernel elara_transform_kernel_avx512;
#endif

#endif
