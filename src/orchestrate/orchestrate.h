// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// The orchestrator's door: Sketch -> Score.

#ifndef ELARA_ORCHESTRATE_ORCHESTRATE_H
#define ELARA_ORCHESTRATE_ORCHESTRATE_H

#include "model/score.h"

typedef struct {
  uint64_t without; // bit i = instrument i does not play
} ElaraOrchestrateConfig;

ElaraOrchestrateConfig elara_orchestrate_config(void);

// Gives every line of SKETCH to instruments, phrase by phrase, with doublings,
// dynamics and breaths. Deterministic by the plan's seed. The score passes
// elara_score_check(), or the result is ELARA_UNSATISFIED with diagnostics.
ElaraStatus elara_orchestrate(const ElaraSketch* sketch,
                              const ElaraPlan* plan,
                              const ElaraOrchestrateConfig* config,
                              ElaraDiags* diags,
                              ElaraScore** score);

#endif
