// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// The transform behind convolution: real frames to bins in an order of its
// own and back, for those who only multiply bins (see fft.h for bins in order
// of frequency). The essay is in transform.c.
//
// 2 M real frames x make M complex values: re[j] = x[j], im[j] = x[j + M]. A
// spectrum is M complex bins: M floats of real parts, then M of imaginary
// parts. Products of spectra are negacyclic convolutions of 2 M frames: what
// runs over the end comes back at the start with its sign turned.
//
// All functions: any thread, no allocation but in _new. The answer is the
// same, bit by bit, whichever kernel computes it.

#ifndef ELARA_SOUND_DSP_TRANSFORM_H
#define ELARA_SOUND_DSP_TRANSFORM_H

#include "base/arena.h"

#include <stddef.h>

#define ELARA_TRANSFORM_LEAST 64
#define ELARA_TRANSFORM_MOST (1 << 21)

typedef struct ElaraTransform ElaraTransform;

// M = 64, 128 ... 2^21. NULL when out of memory. Read-only once made: threads
// may share it. Memory: 3.8 M floats at most.
ElaraTransform* elara_transform_new(size_t m);
// As above, made for the kernel of that index (0: what every machine has, 1:
// AVX2, 2: AVX-512); NULL also when this machine or program lacks it.
ElaraTransform* elara_transform_new_for(size_t m, size_t kernel);
void elara_transform_free(ElaraTransform* transform);         // NULL-safe
size_t elara_transform_size(const ElaraTransform* transform); // M
const char* elara_transform_kernel_name(const ElaraTransform* transform);

// In place on Z, 2 M floats (64-byte alignment is fastest). The inverse of the
// forward transform is M times as large: scale one factor of a product by 1/M.
void elara_transform_forward(const ElaraTransform* transform, float* z);
void elara_transform_inverse(const ElaraTransform* transform, float* z);
// The same in pieces of about equal cost, to be run in order 0, 1, 2 ...
size_t elara_transform_pieces(const ElaraTransform* transform);
void elara_transform_forward_piece(const ElaraTransform* transform,
                                   float* z,
                                   size_t piece);
void elara_transform_inverse_piece(const ElaraTransform* transform,
                                   float* z,
                                   size_t piece);
// Frequency of bin SLOT in cycles a frame, 0 < f < 0.5; bins come in pairs of
// nearly equal frequency, so real weights that depend on it alone are filters
// without delay.
double elara_transform_frequency(const ElaraTransform* transform, size_t slot);

// For bins BEGIN <= k < END (multiples of 64):
//   sums[o][k] += x[0][k] h[o][0][k] + ... + x[count - 1][k] h[o][count - 1][k]
// for the outputs o = 0, 1, all of them spectra. The sum runs in that order.
typedef struct {
  const float* x;
  const float* h[2];
} ElaraTerm;
void elara_transform_multiply_add(const ElaraTransform* transform,
                                  const ElaraTerm* terms,
                                  size_t count,
                                  size_t begin,
                                  size_t end,
                                  float* const sums[2]);

// Direct convolution of two inputs with 2 x 2 responses of 64 taps:
// OUT[o][i] = sum over t of TAPS[0][o][t] X[0][i - t] + TAPS[1][o][t] X[1][i -
// t], COUNT frames; 63 frames before X[0] and X[1] are readable, and COUNT
// rounded up to 16 frames are read and written.
#define ELARA_HEAD_TAPS 64
typedef struct {
  float taps[2][2][ELARA_HEAD_TAPS]; // input, output
} ElaraHead;
void elara_transform_head(const ElaraTransform* transform,
                          const ElaraHead* head,
                          const float* const x[2],
                          float* const out[2],
                          size_t count);

// COUNT zeroed floats aligned to 64 bytes; NULL when out of memory.
float* elara_aligned_floats(ElaraArena* arena, size_t count);

#endif
