// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// The composer's door: Plan -> Sketch.

#ifndef ELARA_COMPOSE_COMPOSE_H
#define ELARA_COMPOSE_COMPOSE_H

#include "model/plan.h"
#include "model/sketch.h"

typedef struct {
  int threads; // cues are composed in parallel; 0 = all cores
} ElaraComposeConfig;

ElaraComposeConfig elara_compose_config(void);

// Composes every cue of PLAN. The sketch depends on the plan, its seed and the
// cues' names and rerolls only, never on the number of threads: a cue that
// does not change keeps its notes. Errors: ELARA_NO_MEMORY, or
// ELARA_UNSATISFIED with a diagnostic.
ElaraStatus elara_compose(const ElaraPlan* plan,
                          const ElaraComposeConfig* config,
                          ElaraDiags* diags,
                          ElaraSketch** sketch);

#endif
