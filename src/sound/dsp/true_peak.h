// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// Peaks between the frames, by 4x oversampling with a polyphase filter
// (ITU-R BS.1770-4, annex 2; 32 taps a phase where the standard asks for 12).

#ifndef ELARA_SOUND_DSP_TRUE_PEAK_H
#define ELARA_SOUND_DSP_TRUE_PEAK_H

#include <stddef.h>

#define ELARA_PEAK_TAPS 32
#define ELARA_PEAK_PHASES 3 // a quarter, a half, three quarters of a frame on

typedef struct {
  float rows[ELARA_PEAK_PHASES][ELARA_PEAK_TAPS];
  double most_gain; // no peak exceeds the highest frame by more
} ElaraPeakFilter;

void elara_peak_filter_init(ElaraPeakFilter* filter);
// The highest value between frames 15 and 16 of the ELARA_PEAK_TAPS at FROM.
float elara_peak_between(const ElaraPeakFilter* filter, const float* from);

// A running maximum of one channel. Stretches that cannot raise it are told by
// their highest frame and cost next to nothing.
#define ELARA_PEAK_BLOCK 256
typedef struct {
  float window[ELARA_PEAK_TAPS + ELARA_PEAK_BLOCK]; // history, then new frames
  float peak;                                       // so far, linear
} ElaraTruePeak;

// COUNT frames, STRIDE floats apart. Real-time safe.
void elara_true_peak_add(ElaraTruePeak* meter,
                         const ElaraPeakFilter* filter,
                         const float* frames,
                         size_t stride,
                         size_t count);

#endif
