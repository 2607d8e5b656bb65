// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// A score for any plan: a slurred melody, a clarinet in repeated notes, a
// staccato bass, pizzicato and tremolo, a harp in chords, drums. Phrases of
// four bars with a hairpin each, one chord a bar.

#ifndef ELARA_TESTS_TOY_SCORE_H
#define ELARA_TESTS_TOY_SCORE_H

#include "model/plan.h"
#include "model/score.h"
#include "model/sketch.h"

typedef struct {
  ElaraSketch* sketch;
  ElaraScore* score;
} ToyScore;

static inline size_t
toy_music_bars(const ElaraPlan* plan)
{
  size_t count = 0;
  for (size_t i = 0; i < plan->bar_count; i++)
    count += plan->bars[i].cue >= 0;
  return count;
}

static inline void
toy_phrases(const ElaraPlan* plan, ElaraSketch* sketch)
{
  sketch->phrases = elara_arena_array(sketch->arena, plan->bar_count,
                                      sizeof *sketch->phrases);
  for (size_t c = 0; c < plan->cue_count; c++) {
    const ElaraCue* const cue = &plan->cues[c];
    for (int b = 0; b < cue->bar_count; b += 4) {
      const int bars = cue->bar_count - b < 4 ? cue->bar_count - b : 4;
      const size_t first = (size_t)(cue->first_bar + b);
      sketch->phrases[sketch->phrase_count++] = (ElaraPhrase){
          .cue = (int)c,
          .first_bar = (int)first,
          .bar_count = bars,
          .tick = plan->bars[first].tick,
          .end = elara_plan_bar_end(plan, first + (size_t)bars - 1),
          .mood = cue->mood,
          .theme = -1,
      };
    }
  }
}

static inline void
toy_chords(const ElaraPlan* plan, ElaraScore* score)
{
  static const int roots[] = {0, 9, 5, 7, 2, 8};
  ElaraChord* const chords =
      elara_arena_array(score->arena, plan->bar_count, sizeof *chords);
  for (size_t i = 0; i < plan->bar_count; i++) {
    if (plan->bars[i].cue < 0) continue;
    chords[score->chord_count++] = (ElaraChord){
        .tick = plan->bars[i].tick,
        .duration = elara_bar_ticks(&plan->bars[i]),
        .root = roots[i % 6],
        .quality = ELARA_CHORD_MAJOR,
        .bass = roots[i % 6],
        .mode = ELARA_MODE_MAJOR,
    };
  }
  score->chords = chords;
}

// How one part fills a bar: notes of STEP ticks (0 = the whole bar).
typedef struct {
  int instrument;
  ElaraTick step;
  int technique;
  int role;
  int lead;
  int slurred;
  int repeats; // 1: one pitch
  int chord;   // notes at once
} ToyPart;

static const ToyPart toy_parts[] = {
    {ELARA_FLUTE, 1680, ELARA_TECHNIQUE_NORMAL, ELARA_LINE_COUNTER, 0, 0, 0, 2},
    {ELARA_CLARINET, 1680, ELARA_TECHNIQUE_NORMAL, ELARA_LINE_FIGURE, 0, 0, 1,
     1},
    {ELARA_TRUMPET, 3360, ELARA_TECHNIQUE_MUTED, ELARA_LINE_FIGURE, 0, 0, 0, 1},
    {ELARA_PERCUSSION, 3360, ELARA_TECHNIQUE_NORMAL, ELARA_LINE_NOISE, 0, 0, 1,
     1},
    {ELARA_HARP, 3360, ELARA_TECHNIQUE_NORMAL, ELARA_LINE_COLOUR, 0, 0, 0, 4},
    {ELARA_VIOLIN_1, 1680, ELARA_TECHNIQUE_LEGATO, ELARA_LINE_MELODY, 1, 1, 0,
     1},
    {ELARA_VIOLIN_2, 0, ELARA_TECHNIQUE_TREMOLO, ELARA_LINE_INNER, 0, 0, 0, 1},
    {ELARA_VIOLA, 3360, ELARA_TECHNIQUE_PIZZICATO, ELARA_LINE_FIGURE, 0, 0, 0,
     1},
    {ELARA_CELLO, 0, ELARA_TECHNIQUE_NORMAL, ELARA_LINE_PEDAL, 0, 0, 1, 1},
    {ELARA_DOUBLE_BASS, 3360, ELARA_TECHNIQUE_STACCATO, ELARA_LINE_BASS, 0, 0,
     0, 1},
};
#define TOY_PARTS (sizeof toy_parts / sizeof *toy_parts)

static inline void
toy_fill_bar(const ElaraPlan* plan,
             const ToyPart* kind,
             size_t bar,
             int phrase,
             ElaraPart* part)
{
  const ElaraInstrument* const info = elara_instrument(kind->instrument);
  const ElaraTick end = elara_plan_bar_end(plan, bar);
  const ElaraTick step =
      kind->step ? kind->step : elara_bar_ticks(&plan->bars[bar]);
  for (ElaraTick t = plan->bars[bar].tick; t < end; t += step) {
    const ElaraTick length = end - t < step ? end - t : step;
    for (int c = 0; c < kind->chord; c++) {
      const int walk = kind->repeats ? 0 : (int)(t / 1680 % 5);
      part->notes[part->note_count++] = (ElaraScoreNote){
          .tick = t,
          .duration = length,
          .pitch = info->sweet_low + walk + 3 * c,
          .technique = kind->technique,
          .slur = kind->slurred ? phrase + 1 : 0,
          .role = kind->role,
          .lead = kind->lead,
          .phrase = phrase,
      };
    }
  }
}

static inline void
toy_part(const ElaraPlan* plan,
         const ElaraSketch* sketch,
         const ToyPart* kind,
         ElaraArena* arena,
         ElaraPart* part)
{
  size_t most = 0;
  for (size_t i = 0; i < plan->bar_count; i++) {
    most += (size_t)(elara_bar_ticks(&plan->bars[i]) / 1680 + 1) * 4;
  }
  part->instrument = kind->instrument;
  part->notes = elara_arena_array(arena, most, sizeof *part->notes);
  part->dynamics =
      elara_arena_array(arena, sketch->phrase_count, sizeof *part->dynamics);
  for (size_t p = 0; p < sketch->phrase_count; p++) {
    const ElaraPhrase* const phrase = &sketch->phrases[p];
    for (int b = 0; b < phrase->bar_count; b++) {
      toy_fill_bar(plan, kind, (size_t)(phrase->first_bar + b), (int)p, part);
    }
    part->dynamics[part->dynamic_count++] =
        (ElaraDynamic){phrase->tick, phrase->end, .2 + .1 * (double)(p % 6),
                       .3 + .1 * (double)(p % 6)};
  }
}

static inline ToyScore
toy_score(const ElaraPlan* plan)
{
  ElaraArena* const a = elara_arena_new();
  ElaraArena* const b = elara_arena_new();
  ToyScore toy = {elara_arena_alloc(a, sizeof(ElaraSketch)),
                  elara_arena_alloc(b, sizeof(ElaraScore))};
  toy.sketch->arena = a;
  toy.score->arena = b;
  toy_phrases(plan, toy.sketch);
  toy_chords(plan, toy.score);
  toy.score->parts = elara_arena_array(b, TOY_PARTS, sizeof *toy.score->parts);
  toy.score->part_count = TOY_PARTS;
  for (size_t i = 0; i < TOY_PARTS; i++) {
    toy_part(plan, toy.sketch, &toy_parts[i], b, &toy.score->parts[i]);
  }
  return toy;
}

static inline void
toy_score_free(ToyScore* toy)
{
  elara_sketch_free(toy->sketch);
  elara_score_free(toy->score);
}

#endif
