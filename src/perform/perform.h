// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// Score -> Take: how an orchestra would play it. One time-line for all, with
// rubato that keeps every hard hit; then each player's own timing,
// articulation and loudness.

#ifndef ELARA_PERFORM_PERFORM_H
#define ELARA_PERFORM_PERFORM_H

#include "model/plan.h"
#include "model/score.h"
#include "model/sketch.h"
#include "model/take.h"

typedef struct {
  uint64_t seed;
  double expression; // 0 = as printed, 1 = as an orchestra, up to 2
} ElaraPerformConfig;

// seed 1, expression 1.
ElaraPerformConfig elara_perform_config(void);

// Performs SCORE in the time of PLAN. SKETCH gives the phrases and may be NULL
// (no arches then). The same input gives the same take, byte for byte. CONFIG
// may be NULL for the defaults. *TAKE is the caller's (elara_take_free), NULL
// on failure.
//
// Kept: the take lasts as long as the plan; cues start and end, and hard hits
// sound, within 3 ms of their planned time; no note strays more than 30 ms
// from the common beat; no note outlasts its cue.
ElaraStatus elara_perform(const ElaraScore* score,
                          const ElaraPlan* plan,
                          const ElaraSketch* sketch,
                          const ElaraPerformConfig* config,
                          ElaraDiags* diags,
                          ElaraTake** take);

#endif
