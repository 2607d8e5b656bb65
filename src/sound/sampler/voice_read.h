// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// From a sample to a lane's line: loops unrolled, read between frames.
// Real-time safe.

#ifndef ELARA_SOUND_SAMPLER_VOICE_READ_H
#define ELARA_SOUND_SAMPLER_VOICE_READ_H

#include "sound/sampler/voice.h"

// The unrolled POSITION's place in the sample.
int64_t elara_voice_folded(const ElaraVoice* voice, int64_t position);
// Past the last frame of a sample that does not loop.
int elara_voice_ended(const ElaraVoice* voice, const ElaraTables* tables);

// Reads all stretches of LANE; those of one pitch together.
void
elara_lane_read(ElaraLane* lane, const ElaraTables* tables, ElaraBatch* batch);
// Two sides of a stereo sample are at the same place all the time: whether A
// and B are such, and can be read with the same coefficients.
int elara_lanes_agree(const ElaraLane* a,
                      const ElaraLane* b,
                      const ElaraTables* tables);
// Reads both; they must agree.
void elara_lanes_read(ElaraLane* a,
                      ElaraLane* b,
                      const ElaraTables* tables,
                      ElaraBatch* batch);

#endif
