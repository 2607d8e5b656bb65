// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// The responses of a described room, whole: early for each group, late for all.

#ifndef ELARA_SOUND_SPACE_RESPONSE_H
#define ELARA_SOUND_SPACE_RESPONSE_H

#include "sound/space/hall.h"

typedef struct {
  int rate;
  size_t early_count, late_count; // frames; early 0: there is none
  float* early[ELARA_HALL_GROUPS][2];
  size_t inputs;     // of the late part: 1, or 2 (left and right of the middle)
  float* late[2][2]; // input, ear
} ElaraHallResponse;

// Fills RESPONSE, whose arrays come from ARENA. THREADS as elsewhere.
ElaraStatus elara_hall_respond(const ElaraHallModel* model,
                               int rate,
                               int threads,
                               ElaraArena* arena,
                               ElaraHallResponse* response);

#endif
