// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// Inside of live_convolver.c and live_convolver_rt.c.

#ifndef ELARA_SOUND_DSP_LIVE_CONVOLVER_PARTS_H
#define ELARA_SOUND_DSP_LIVE_CONVOLVER_PARTS_H

#include "base/arena.h"
#include "sound/dsp/live_convolver.h"
#include "sound/dsp/transform.h"

#define ELARA_LIVE_QUANTUM 64
#define ELARA_LIVE_LEVELS 5
#define ELARA_LIVE_CHUNK 256 // bins multiplied in one unit, at most

typedef struct {
  ElaraTransform* transform;
  size_t block, parts, slots;
  size_t quanta;     // block / ELARA_LIVE_QUANTUM
  float* responses;  // spectra [part][input][output]
  float* ring;       // spectra [slot][input]
  ElaraTerm* terms;  // [part][input] of the job
  float* sums[2][2]; // spectra [turn][output]; the imaginary part is sound
  size_t filling;    // slot
  size_t turn;       // of the job; the other turn is sounding
  size_t quantum;    // of the block, how many are complete
  size_t units, next, chunk;
  double cost, spent; // of all units; of those done (ns, a rough guess)
} ElaraLiveLevel;

struct ElaraLiveConvolver {
  ElaraArena* arena;
  ElaraTransform* shortest; // its kernel runs the head
  ElaraHead head;
  size_t levels;
  ElaraLiveLevel level[ELARA_LIVE_LEVELS];
  float* heard[2]; // the last quantum, this one, and room to read on
  float* answer[2];
  float tail[2][ELARA_LIVE_QUANTUM]; // what the levels say to this quantum
  size_t at;                         // frames into the quantum
};

static inline float*
elara_live_spectrum(const ElaraLiveLevel* l, float* from, size_t index)
{
  return from + index * 2 * l->block;
}

#endif
