// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// A stereo true-peak limiter with look-ahead.

#ifndef ELARA_SOUND_DSP_LIMITER_H
#define ELARA_SOUND_DSP_LIMITER_H

#include "base/arena.h"

#include <stddef.h>

typedef struct ElaraLimiter ElaraLimiter;

// CEILING linear. The output comes elara_limiter_delay() frames late. NULL
// when out of memory.
ElaraLimiter* elara_limiter_new(ElaraArena* arena, int rate, double ceiling);
size_t elara_limiter_delay(const ElaraLimiter* limiter);

// FRAMES interleaved stereo: IN times the limiter's gain (and a delay) to OUT;
// they may be the same. The gain of each frame goes to GAINS when not NULL.
void elara_limiter_process(ElaraLimiter* limiter,
                           const float* in,
                           float* out,
                           float* gains,
                           size_t frames);
// Smallest gain so far, linear.
double elara_limiter_least_gain(const ElaraLimiter* limiter);

#endif
