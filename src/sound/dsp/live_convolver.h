// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// Convolution without delay, for the audio thread: two inputs, two outputs,
// four long responses (true stereo). The essay is in live_convolver.c.

#ifndef ELARA_SOUND_DSP_LIVE_CONVOLVER_H
#define ELARA_SOUND_DSP_LIVE_CONVOLVER_H

#include <stddef.h>

typedef struct ElaraLiveConvolver ElaraLiveConvolver;

// RESPONSES[input][output] are COUNT frames each, NULL for silence; they are
// copied. NULL when out of memory. Memory: 48 bytes a tap, or 9 MiB for 4 s at
// 48 kHz. Not for the audio thread.
ElaraLiveConvolver* elara_live_convolver_new(const float* const responses[2][2],
                                             size_t count);
void elara_live_convolver_free(ElaraLiveConvolver* convolver); // NULL-safe
size_t elara_live_convolver_memory(const ElaraLiveConvolver* convolver);

// Real time: no allocation, lock or system call; one thread at a time; set
// denormals to flush (dsp/denormal.h). OUT[o][i] is what the inputs up to frame
// i sound like; OUT may be IN. The bytes do not depend on how a signal is cut
// into calls. Cost: even over calls of 64 frames and more.
void elara_live_convolver_process(ElaraLiveConvolver* convolver,
                                  const float* const in[2],
                                  float* const out[2],
                                  size_t frames);
// Forgets what it heard; the responses stay. Real time, but touches all memory.
void elara_live_convolver_reset(ElaraLiveConvolver* convolver);

#endif
