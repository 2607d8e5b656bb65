// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// Second-order filters for the mix (R. Bristow-Johnson, Audio EQ Cookbook):
// transposed direct form II, double precision, a state for each of two
// channels. Stable for 0 < HZ < rate / 2.

#ifndef ELARA_SOUND_DSP_BIQUAD_H
#define ELARA_SOUND_DSP_BIQUAD_H

#include <stddef.h>

typedef enum {
  ELARA_BIQUAD_LOW_CUT,    // 12 dB an octave
  ELARA_BIQUAD_LOW_SHELF,  // DB below HZ
  ELARA_BIQUAD_HIGH_SHELF, // DB above HZ
  ELARA_BIQUAD_BELL,       // DB around HZ, one octave wide
} ElaraBiquadKind;

typedef struct {
  double b0, b1, b2, a1, a2;
  double z[2][2];
} ElaraBiquad;

ElaraBiquad elara_biquad(ElaraBiquadKind kind, int rate, double hz, double db);
// FRAMES of one channel (0 or 1), every STRIDE floats, in place.
void elara_biquad_run(ElaraBiquad* biquad,
                      int channel,
                      float* frames,
                      size_t stride,
                      size_t count);

#endif
