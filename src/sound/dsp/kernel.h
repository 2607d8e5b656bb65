// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// The loops in which the orchestra spends its time, once for each kind of
// processor. Every version gives the same bits: sums are taken in one written
// order, whatever the width of the registers, and nothing is fused.
//
//   scalar   plain C, the reference that the tests hold the others against
//   narrow   4 lanes: SSE2, NEON, WASM
//   avx2     8 lanes
//   avx512   8 lanes, 32 registers
//
// Buffers need no alignment and must not overlap. Real-time safe.

#ifndef ELARA_SOUND_DSP_KERNEL_H
#define ELARA_SOUND_DSP_KERNEL_H

#include "base/status.h"

#include <stddef.h>
#include <stdint.h>

#define ELARA_LANES 8

// Outputs come in groups of lanes: OUT has room for N rounded up, IN holds the
// frames that those need.
static inline int
elara_lanes_up(int n)
{
  return (n + ELARA_LANES - 1) & ~(ELARA_LANES - 1);
}

// A two-pole low-pass for each of eight lines, numerator (1 2 1) b0, in direct
// form I, whose chain from one output to the next is the shortest. At frame i a
// coefficient is  c + (from + i) * c_step.
typedef struct {
  float b0[ELARA_LANES], a1[ELARA_LANES], a2[ELARA_LANES];
  float b0_step[ELARA_LANES], a1_step[ELARA_LANES], a2_step[ELARA_LANES];
  float from[ELARA_LANES];
  float x1[ELARA_LANES], x2[ELARA_LANES]; // the last two inputs
  float y1[ELARA_LANES], y2[ELARA_LANES]; // and outputs
} ElaraLowPass;

// A second-order section for each of eight lines: a state-variable filter with
// trapezoidal integrators (A. Simper, Linear Trapezoidal State Variable
// Filter, 2013), whose rounding errors stay 120 dB down where the direct
// forms, in single precision and at 30 Hz, are down 75.
//
//   v3 = x - i2,  v1 = a1 i1 + a2 v3,  v2 = i2 + a2 i1 + a3 v3,
//   i1 = 2 v1 - i1,  i2 = 2 v2 - i2,  y = m0 x + m1 v1 + m2 v2
//
// solved for the next state, which shortens the way from one to the next:
//
//   i1' = p i1 + (q x - q i2),  i2' = r i2 + (s x + q i1),
//   y = m0 x + (m1 / 2) (i1 + i1') + (m2 / 2) (i2 + i2')
//
// with p = 2 a1 - 1, q = 2 a2, r = 1 - 2 a3, s = 2 a3.
typedef struct {
  float p[ELARA_LANES], q[ELARA_LANES], r[ELARA_LANES], s[ELARA_LANES];
  float m0[ELARA_LANES], m1[ELARA_LANES], m2[ELARA_LANES]; // m1, m2 halved
  float i1[ELARA_LANES], i2[ELARA_LANES];                  // state
} ElaraSection;

typedef struct {
  const char* name;
  int usable; // this processor has the instructions

  // OUT[i] = IN read at PHASE + i STEP (32.32 fixed point, PHASE < 1) through a
  // row of coefficients. A row: TAPS values, then their differences to the next
  // row; ROWS (256) of them. Phase 0 is at in[taps / 2 - 1].
  void (*read_8)(const float* rows,
                 const float* in,
                 uint64_t phase,
                 uint64_t step,
                 float* out,
                 int n);
  void (*read_16)(const float* rows,
                  const float* in,
                  uint64_t phase,
                  uint64_t step,
                  float* out,
                  int n);
  void (*read_32)(const float* rows,
                  const float* in,
                  uint64_t phase,
                  uint64_t step,
                  float* out,
                  int n);
  // The same for 16-bit frames and coefficients, through the nearest of
  // ELARA_SHORT_ROWS rows of 8: exact integer sums, in units of 2^-15.
  void (*read_short)(const int16_t* rows,
                     const int16_t* in,
                     uint64_t phase,
                     uint64_t step,
                     float* out,
                     int n);
  // The same of two lines at once, as the two sides of a stereo sample are.
  void (*read_short_2)(const int16_t* rows,
                       const int16_t* in_a,
                       const int16_t* in_b,
                       uint64_t phase,
                       uint64_t step,
                       float* out_a,
                       float* out_b,
                       int n);
  // 16-bit frames to floats of the same value.
  void (*widen)(const int16_t* in, float* out, size_t n);
  // Filters eight lines in place.
  void (*filter)(ElaraLowPass* filter, float* const* lines, int n);
  // LEFT += X * (GAINS[0] + i GAINS[2]), RIGHT with 1 and 3; i counts from
  // FROM + 1, so that a ramp may be cut anywhere.
  void (*mix)(const float* x,
              const float gains[4],
              int from,
              float* left,
              float* right,
              int n);
  // One side of it: OUT += X * (GAIN + i CHANGE).
  void (*mix_one)(
      const float* x, float gain, float change, int from, float* out, int n);
  // Eight lines through COUNT sections in a row, in place.
  void (*equalize)(ElaraSection* sections,
                   int count,
                   float* const* lines,
                   int n);
} ElaraKernel;

#define ELARA_ROWS 256
#define ELARA_SHORT_ROWS 1024
// Added to a phase, so that cutting off bits finds the nearest row.
#define ELARA_HALF_ROW (UINT64_C(1) << 21)

// The fastest this processor can run. ELARA_KERNEL in the environment names
// another, for tests and comparisons; asked once.
const ElaraKernel* elara_kernel(void);
// All versions, NULL after the last; the scalar one first.
const ElaraKernel* elara_kernel_at(size_t index);

#endif
