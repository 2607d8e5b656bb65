// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// Band-limited reading of a sample between its frames.

#ifndef ELARA_SOUND_SAMPLER_INTERPOLATE_H
#define ELARA_SOUND_SAMPLER_INTERPOLATE_H

#include <stdint.h>

#define ELARA_TAPS 16
#define ELARA_PHASES 256
#define ELARA_KERNELS 6

// One row a phase and one more, so that row + 1 always exists.
typedef struct {
  float rows[ELARA_KERNELS][ELARA_PHASES + 1][ELARA_TAPS];
} ElaraInterpolator;

// Fills the tables (about 0.1 MB).
void elara_interpolator_init(ElaraInterpolator* interpolator);

// The kernel for reading STEP frames of sample a frame of sound.
int elara_interpolator_kernel(double step);

// OUT[0..n): IN read at PHASE, PHASE + STEP, ... (32.32 fixed point). Phase 0
// is at in[ELARA_TAPS / 2 - 1]; the caller provides the taps around.
void elara_interpolate(const ElaraInterpolator* interpolator,
                       int kernel,
                       const float* in,
                       uint64_t phase,
                       uint64_t step,
                       float* out,
                       int n);

#endif
