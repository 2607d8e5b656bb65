// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// Scores of the examples for tests of the orchestrator, as composed or with
// every phrase in one setting.

#ifndef ELARA_TESTS_ORCHESTRATE_PAPERS_H
#define ELARA_TESTS_ORCHESTRATE_PAPERS_H

#include "base/random.h"
#include "compose/compose.h"
#include "example.h"
#include "orchestrate/orchestrate.h"

#include <stdlib.h>
#include <string.h>

typedef struct {
  ElaraPlan* plan;
  ElaraSketch* sketch;
  ElaraScore* score;
} Papers;

static const char* const scripts[] = {"examples/crimson-echoes.fountain",
                                      "examples/the-understudy.fountain",
                                      "examples/the-well.fountain"};

static inline void
orchestrate(Papers* p)
{
  ElaraDiags* const diags = elara_diags_new();
  elara_score_free(p->score);
  p->score = NULL;
  const ElaraOrchestrateConfig config = elara_orchestrate_config();
  if (elara_orchestrate(p->sketch, p->plan, &config, diags, &p->score))
    elara_diags_print(diags, stdout);
  elara_diags_free(diags);
}

// Composed; every phrase in the setting ENSEMBLE, or as composed when negative.
static inline Papers
papers_of(const char* script, int ensemble, uint64_t seed)
{
  Papers p = {.plan = example_plan(script, seed)};
  ElaraDiags* const diags = elara_diags_new();
  const ElaraComposeConfig how = elara_compose_config();
  elara_compose(p.plan, &how, diags, &p.sketch);
  elara_diags_free(diags);
  for (size_t i = 0; ensemble >= 0 && i < p.sketch->phrase_count; i++) {
    p.sketch->phrases[i].ensemble = (ElaraEnsemble)ensemble;
  }
  orchestrate(&p);
  return p;
}

static inline void
papers_free(Papers* p)
{
  elara_score_free(p->score);
  elara_sketch_free(p->sketch);
  elara_plan_free(p->plan);
}

static inline ElaraFamily
family(const ElaraPart* part)
{
  return elara_instrument(part->instrument)->family;
}

static inline int
is_synthetic(const ElaraPart* part)
{
  return family(part) == ELARA_FAMILY_SYNTH;
}

static inline const ElaraPhrase*
phrase_of(const Papers* p, const ElaraScoreNote* n)
{
  return &p->sketch->phrases[n->phrase];
}

// Share of all notes (not of drums) that a family has.
static inline double
share_of(const Papers* p, ElaraFamily wanted)
{
  double all = 0.0;
  double own = 0.0;
  for (size_t k = 0; k < p->score->part_count; k++) {
    const ElaraPart* const part = &p->score->parts[k];
    if (is_synthetic(part) || family(part) == ELARA_FAMILY_PERCUSSION) continue;
    all += (double)part->note_count;
    if (family(part) == wanted) own += (double)part->note_count;
  }
  return all > 0.0 ? own / all : 0.0;
}

#endif
