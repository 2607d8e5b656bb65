// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// A granular echo: what goes in comes back as a cloud of short grains, an
// octave and a fifth higher.

#ifndef ELARA_SOUND_SYNTH_SHIMMER_H
#define ELARA_SOUND_SYNTH_SHIMMER_H

#include "base/arena.h"

#include <stddef.h>

typedef struct ElaraShimmer ElaraShimmer;

// NULL when out of memory. RATE 8000..192000.
ElaraShimmer* elara_shimmer_new(ElaraArena* arena, int rate);
// The level of what is let in from now on, linear, 1 as it comes; it glides
// there within 0.3 s. 0 at first.
void elara_shimmer_level(ElaraShimmer* shimmer, double level);
// Takes FRAMES of MONO (NULL = silence) and adds the cloud to LEFT and RIGHT.
// The same bytes for any size of calls, if levels change at the same frames.
void elara_shimmer_process(ElaraShimmer* shimmer,
                           const float* mono,
                           float* left,
                           float* right,
                           size_t frames);
// True when the cloud has died away: processing silence would add nothing.
int elara_shimmer_silent(const ElaraShimmer* shimmer);

#endif
