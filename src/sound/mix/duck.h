// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// Music steps back while somebody speaks, and comes back when they are done.

#ifndef ELARA_SOUND_MIX_DUCK_H
#define ELARA_SOUND_MIX_DUCK_H

#include "sound/mix/spans.h"

typedef struct {
  double depth_db;  // how far it steps back; 8
  double lead_s;    // so long before the first word it begins to; .2
  double release_s; // so long after the last word it is back; .6
} ElaraDuckConfig;

// 8 dB, 0.2 s, 0.6 s: ../shared/craft has them from the mixing stage (6 to 12
// dB are usual); less is heard as a fault of the mix, faster as pumping.
ElaraDuckConfig elara_duck_config(void);

typedef struct {
  ElaraStretches spans; // merged, in frames
  double depth_db;
  int64_t lead, release; // frames
} ElaraDuck;

// SPEECH in time order, in frames at RATE; what is closer together than the
// release becomes one, so that music does not come up for a breath. The spans
// of DUCK live in ARENA.
ElaraStatus elara_duck_init(ElaraDuck* duck,
                            ElaraArena* arena,
                            const ElaraDuckConfig* config,
                            const ElaraStretch* speech,
                            size_t count,
                            int rate);

// Decibels to take off at FRAME, 0..depth.
double elara_duck_db(const ElaraDuck* duck, int64_t frame);
// Linear gains of COUNT frames from FRAME on. The same for any division into
// blocks. Returns 0 when all of them are 1.
int elara_duck_gains(const ElaraDuck* duck,
                     int64_t frame,
                     float* gains,
                     size_t count);

#endif
