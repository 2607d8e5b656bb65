// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// Scores from real plans: playable, balanced, with a lead that changes colour.

#include "compose/compose.h"
#include "example.h"
#include "orchestrate/orchestrate.h"

typedef struct {
  double active, lead_bars, lead_runs;
  double notes;
} Measures;

// Mean length, in bars, of the runs in which one instrument holds the lead.
static void
measure_lead(const ElaraScore* score, const ElaraPlan* plan, Measures* m)
{
  int before = -1;
  for (size_t b = 0; b < plan->bar_count; b++) {
    const ElaraTick end = elara_plan_bar_end(plan, b);
    int lead = -1;
    for (size_t p = 0; p < score->part_count; p++) {
      for (size_t i = 0; i < score->parts[p].note_count; i++) {
        const ElaraScoreNote* const n = &score->parts[p].notes[i];
        if (n->lead && n->tick >= plan->bars[b].tick && n->tick < end)
          lead = score->parts[p].instrument;
      }
    }
    if (lead < 0) continue;
    m->lead_bars++;
    m->lead_runs += lead != before;
    before = lead;
  }
}

static int
is_synthetic(const ElaraPart* part)
{
  return elara_instrument(part->instrument)->family == ELARA_FAMILY_SYNTH;
}

// Of the orchestra: synthetic sounds are meant to be silent nearly always.
static double
share_active(const ElaraScore* score, const ElaraPlan* plan)
{
  double sum = 0.0;
  double orchestra = 0.0;
  int bars = 0;
  for (size_t p = 0; p < score->part_count; p++)
    orchestra += !is_synthetic(&score->parts[p]);
  for (size_t b = 0; b < plan->bar_count; b++) {
    if (plan->bars[b].cue < 0) continue;
    const ElaraTick end = elara_plan_bar_end(plan, b);
    bars++;
    for (size_t p = 0; p < score->part_count; p++) {
      if (is_synthetic(&score->parts[p])) continue;
      for (size_t i = 0; i < score->parts[p].note_count; i++) {
        const ElaraScoreNote* const n = &score->parts[p].notes[i];
        if (n->tick < end && n->tick + n->duration > plan->bars[b].tick) {
          sum += 1.0 / orchestra;
          break;
        }
      }
    }
  }
  return sum / bars;
}

static void
test_script(const char* script)
{
  ElaraPlan* const plan = example_plan(script, 1);
  ElaraDiags* const diags = elara_diags_new();
  const ElaraComposeConfig how = elara_compose_config();
  const ElaraOrchestrateConfig config = elara_orchestrate_config();
  ElaraSketch* sketch = NULL;
  ElaraScore* score = NULL;
  TAP_EQ_I(plan ? elara_compose(plan, &how, diags, &sketch) : 1, ELARA_OK,
           script);
  if (!sketch) return;
  const ElaraStatus status =
      elara_orchestrate(sketch, plan, &config, diags, &score);
  TAP_EQ_I(status, ELARA_OK,
           "ranges, breath, low octaves and voices pass check()");
  if (status != ELARA_OK) elara_diags_print(diags, stdout);
  if (!score) return;
  Measures m = {0};
  measure_lead(score, plan, &m);
  TAP_NEAR(m.lead_bars / m.lead_runs, 2.8, 1.5,
           "the lead changes colour every few bars");
  TAP_NEAR(share_active(score, plan), .5, .15,
           "about half of the parts play in a bar");
  const ElaraOrchestrateConfig no_brass = {.without = 1u << ELARA_TRUMPET |
                                                      1u << ELARA_TROMBONE};
  ElaraScore* other = NULL;
  TAP_EQ_I(elara_orchestrate(sketch, plan, &no_brass, diags, &other), ELARA_OK,
           "without trumpets and trombones");
  int brass = 0;
  for (size_t p = 0; other && p < other->part_count; p++) {
    brass += other->parts[p].instrument == ELARA_TRUMPET ||
             other->parts[p].instrument == ELARA_TROMBONE;
  }
  TAP_EQ_I(brass, 0, "they stay silent");
  elara_score_free(other);
  elara_score_free(score);
  elara_sketch_free(sketch);
  elara_plan_free(plan);
  elara_diags_free(diags);
}

// check() must be able to fail: each promise broken once.
static void
test_check(void)
{
  ElaraPlan* const plan = example_plan("examples/the-well.fountain", 1);
  ElaraArena* const arena = elara_arena_new();
  ElaraScoreNote notes[2] = {{.tick = 0, .duration = 3360, .pitch = 60},
                             {.tick = 3360, .duration = 3360, .pitch = 62}};
  ElaraPart part = {
      .instrument = ELARA_VIOLIN_1, .notes = notes, .note_count = 2};
  ElaraScore score = {.arena = arena, .parts = &part, .part_count = 1};
  TAP_EQ_I(elara_score_check(&score, plan, NULL), ELARA_OK, "a good score");
  notes[0].pitch = 40;
  TAP_EQ_I(elara_score_check(&score, plan, NULL), ELARA_UNSATISFIED,
           "a violin has no E below its G");
  notes[0].pitch = 60;
  notes[0].duration = 5000;
  TAP_EQ_I(elara_score_check(&score, plan, NULL), ELARA_UNSATISFIED,
           "overlap within a voice");
  part.instrument = ELARA_FLUTE;
  notes[0] =
      (ElaraScoreNote){.tick = 0, .duration = plan->tick_count, .pitch = 80};
  part.note_count = 1;
  TAP_EQ_I(elara_score_check(&score, plan, NULL), ELARA_UNSATISFIED,
           "nobody has breath for the whole film");
  part.instrument = ELARA_CELLO;
  part.note_count = 2;
  notes[0] = (ElaraScoreNote){.tick = 0, .duration = 3360, .pitch = 38};
  notes[1] = (ElaraScoreNote){.tick = 0, .duration = 3360, .pitch = 42};
  TAP_EQ_I(elara_score_check(&score, plan, NULL), ELARA_UNSATISFIED,
           "a third in the mud");
  elara_arena_free(arena);
  elara_plan_free(plan);
}

int
main(void)
{
  tap_begin("orchestrate");
  test_check();
  test_script("examples/crimson-echoes.fountain");
  test_script("examples/the-understudy.fountain");
  test_script("examples/the-well.fountain");
  return tap_end();
}
