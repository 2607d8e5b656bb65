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
test_script(const char* script, uint64_t seed, Measures* all)
{
  ElaraPlan* const plan = example_plan(script, seed);
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
  all->lead_bars += m.lead_bars;
  all->lead_runs += m.lead_runs;
  TAP_NEAR(share_active(score, plan), .5, .15,
           "about half of the parts play in a bar");
  const ElaraOrchestrateConfig no_brass = {
      .without = UINT64_C(1) << ELARA_TRUMPET | UINT64_C(1) << ELARA_TROMBONE};
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

// --- synthetic layers
// -------------------------------------------------------------------

typedef struct {
  ElaraPlan* plan;
  ElaraSketch* sketch;
  ElaraScore* score;
} Papers;

static Papers
score_of(const char* script)
{
  Papers p = {.plan = example_plan(script, 1)};
  ElaraDiags* const diags = elara_diags_new();
  const ElaraComposeConfig how = elara_compose_config();
  const ElaraOrchestrateConfig config = elara_orchestrate_config();
  if (elara_compose(p.plan, &how, diags, &p.sketch) == ELARA_OK)
    elara_orchestrate(p.sketch, p.plan, &config, diags, &p.score);
  elara_diags_free(diags);
  return p;
}

static void
papers_free(Papers* p)
{
  elara_score_free(p->score);
  elara_sketch_free(p->sketch);
  elara_plan_free(p->plan);
}

static const ElaraPart*
part_of(const Papers* p, int instrument)
{
  for (size_t i = 0; i < p->score->part_count; i++) {
    if (p->score->parts[i].instrument == instrument) return &p->score->parts[i];
  }
  return NULL;
}

static int
is_hard_hit(const ElaraPlan* plan, ElaraTick tick)
{
  for (size_t i = 0; i < plan->hit_count; i++) {
    if (plan->hits[i].hard && plan->hits[i].tick == tick) return 1;
  }
  return 0;
}

// Of all synthetic notes: inside a cue that asks for their instrument.
static int
all_asked_for(const Papers* p)
{
  for (size_t i = 0; i < p->score->part_count; i++) {
    const ElaraPart* const part = &p->score->parts[i];
    if (!is_synthetic(part)) continue;
    for (size_t k = 0; k < part->note_count; k++) {
      const size_t bar = elara_plan_bar_at(p->plan, part->notes[k].tick);
      const ElaraCue* const cue = &p->plan->cues[p->plan->bars[bar].cue];
      int asked = 0;
      for (size_t l = 0; l < cue->layer_count; l++)
        asked |= cue->layers[l].instrument == part->instrument;
      if (!asked) return 0;
    }
  }
  return 1;
}

static void
test_layers(void)
{
  Papers magic = score_of("examples/crimson-echoes.fountain");
  const ElaraPart* const riser = part_of(&magic, ELARA_RISER);
  const ElaraPart* const drop = part_of(&magic, ELARA_SUB_DROP);
  TAP_OK(part_of(&magic, ELARA_GLASS_HARMONICA) != NULL,
         "a tale of magic has glass");
  TAP_OK(part_of(&magic, ELARA_FORMANT_CHOIR) != NULL, "and voices");
  TAP_OK(riser && drop, "a riser and a drop");
  TAP_OK(all_asked_for(&magic), "each where its cue asks for it");
  size_t most = 0, with = 0;
  for (size_t i = 0; i < magic.plan->cue_count; i++) {
    const size_t count = magic.plan->cues[i].layer_count;
    most = count > most ? count : most;
    with += count > 0;
  }
  TAP_OK(most <= ELARA_CUE_LAYERS, "never more than two in a cue");
  TAP_OK(with * 3 <= magic.plan->cue_count * 2, "a third of the cues has none");
  int on_hits = riser && drop;
  for (size_t i = 0; riser && i < riser->note_count; i++) {
    const ElaraScoreNote* const n = &riser->notes[i];
    on_hits &= is_hard_hit(magic.plan, n->tick + n->duration);
  }
  for (size_t i = 0; drop && i < drop->note_count; i++)
    on_hits &= is_hard_hit(magic.plan, drop->notes[i].tick);
  TAP_OK(on_hits, "risers end, and drops begin, on hard hits");
  papers_free(&magic);

  Papers comedy = score_of("examples/the-understudy.fountain");
  int synthetic = 0;
  for (size_t i = 0; i < comedy.score->part_count; i++)
    synthetic += is_synthetic(&comedy.score->parts[i]);
  TAP_EQ_I(synthetic, 0, "a comedy has none of them");
  papers_free(&comedy);

  Papers dread = score_of("examples/the-well.fountain");
  TAP_OK(part_of(&dread, ELARA_DEEP_DRONE) != NULL, "dread has a drone");
  TAP_OK(!part_of(&dread, ELARA_GLASS_HARMONICA), "but no glass");
  papers_free(&dread);
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
  static const char* const scripts[] = {"examples/crimson-echoes.fountain",
                                        "examples/the-understudy.fountain",
                                        "examples/the-well.fountain"};
  Measures all = {0};
  for (size_t i = 0; i < sizeof scripts / sizeof scripts[0]; i++) {
    for (uint64_t seed = 1; seed <= 3; seed++) {
      test_script(scripts[i], seed, &all);
    }
  }
  TAP_NEAR(all.lead_bars / all.lead_runs, 2.8, 1.5,
           "the lead changes colour every few bars");
  test_layers();
  return tap_end();
}
