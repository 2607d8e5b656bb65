// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// Equalizer bands for the mix: what R. Bristow-Johnson's Audio EQ Cookbook
// calls low cut, shelf and bell, as sections of the kernel (dsp/kernel.h).
// Stable for 0 < HZ < rate / 2.

#ifndef ELARA_SOUND_DSP_BIQUAD_H
#define ELARA_SOUND_DSP_BIQUAD_H

#include "sound/dsp/kernel.h"

typedef enum {
  ELARA_BIQUAD_LOW_CUT,    // 12 dB an octave
  ELARA_BIQUAD_LOW_SHELF,  // DB below HZ
  ELARA_BIQUAD_HIGH_SHELF, // DB above HZ
  ELARA_BIQUAD_BELL,       // DB around HZ, one octave wide
} ElaraBiquadKind;

// Sets LANE of SECTION and clears its state.
void elara_biquad_set(ElaraSection* section,
                      int lane,
                      ElaraBiquadKind kind,
                      int rate,
                      double hz,
                      double db);

#endif
