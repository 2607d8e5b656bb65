// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// The whole room on real plans: themes, harmony, voices, determinism.

#include "compose/compose.h"
#include "compose/harmony.h"
#include "compose/melody.h"
#include "compose/texture.h"
#include "example.h"

#include <stdlib.h>

static ElaraSketch*
compose(const ElaraPlan* plan, int threads)
{
  ElaraDiags* const diags = elara_diags_new();
  const ElaraComposeConfig config = {.threads = threads};
  ElaraSketch* sketch = NULL;
  if (elara_compose(plan, &config, diags, &sketch) != ELARA_OK)
    elara_diags_print(diags, stdout);
  elara_diags_free(diags);
  return sketch;
}

static void
test_themes(const ElaraSketch* sketch)
{
  for (size_t i = 0; i < sketch->theme_count; i++) {
    const ElaraTheme* const t = &sketch->themes[i];
    TAP_OK(t->quality > .7, "a theme of quality");
    TAP_OK(t->head_count >= 4 && t->head_count <= 9, "a head of 4 to 9 notes");
    const ElaraMelody a = elara_melody_of_theme(t);
    for (size_t k = 0; k < i; k++) {
      const ElaraMelody b = elara_melody_of_theme(&sketch->themes[k]);
      TAP_OK(elara_melody_likeness(&a, &b, 9) < .6, "distinct from the others");
    }
  }
}

static int
same_sketch(const ElaraSketch* a, const ElaraSketch* b)
{
  if (a->line_count != b->line_count) return 0;
  for (size_t i = 0; i < a->line_count; i++) {
    if (a->lines[i].note_count != b->lines[i].note_count) return 0;
    for (size_t k = 0; k < a->lines[i].note_count; k++) {
      const ElaraSketchNote* const x = &a->lines[i].notes[k];
      const ElaraSketchNote* const y = &b->lines[i].notes[k];
      if (x->tick != y->tick || x->pitch != y->pitch ||
          x->duration != y->duration)
        return 0;
    }
  }
  return 1;
}

static const ElaraChord*
chord_at(const ElaraSketch* sketch, ElaraTick tick)
{
  for (size_t i = 0; i < sketch->chord_count; i++) {
    if (sketch->chords[i].tick <= tick &&
        tick < sketch->chords[i].tick + sketch->chords[i].duration) {
      return &sketch->chords[i];
    }
  }
  return NULL;
}

// What a listener would call wrong, counted over every phrase.
static void
test_lines(const ElaraSketch* sketch)
{
  int strong = 0;
  int agrees = 0;
  int phrases_with_bass = 0;
  int without = 0; // settings that have none: unison, fugal entries
  for (size_t i = 0; i < sketch->phrase_count; i++) {
    const ElaraPhrase* const p = &sketch->phrases[i];
    without += p->ensemble == ELARA_ENSEMBLE_FUGATO ||
               !elara_texture(p->texture)->bass;
  }
  for (size_t i = 0; i < sketch->line_count; i++) {
    const ElaraLine* const line = &sketch->lines[i];
    const int bass =
        line->role == ELARA_LINE_BASS || line->role == ELARA_LINE_PEDAL;
    phrases_with_bass += bass;
    if (line->role != ELARA_LINE_MELODY) continue;
    for (size_t k = 0; k < line->note_count; k++) {
      const ElaraSketchNote* const n = &line->notes[k];
      const ElaraChord* const chord = chord_at(sketch, n->tick);
      if (!chord || chord->tick != n->tick) continue;
      strong++;
      agrees += (int)(elara_chord_mask(chord) >> (n->pitch % 12) & 1u);
    }
  }
  TAP_EQ_I(phrases_with_bass + without, sketch->phrase_count,
           "every phrase has a bass, but for unisons and fugal entries");
  TAP_NEAR((double)agrees / strong, .88, .12,
           "the melody mostly agrees where chords change");
}

static void
test_cadences(const ElaraSketch* sketch)
{
  int wrong = 0;
  int counted = 0;
  for (size_t i = 0; i < sketch->phrase_count; i++) {
    const ElaraPhrase* const p = &sketch->phrases[i];
    const ElaraChord* const last = chord_at(sketch, p->end - 1);
    if (p->cadence != ELARA_CADENCE_AUTHENTIC || p->bar_count < 3) continue;
    counted++;
    wrong += last->root != p->tonic;
  }
  TAP_OK(counted > 2, "there are authentic cadences");
  TAP_EQ_I(wrong, 0, "and they end on the tonic");
}

// A subdominant leads to a dominant that leads home; voices move by least
// motion; a bass line is a line.
static void
test_harmony(void)
{
  ElaraSlot slots[8] = {{0}};
  for (int i = 0; i < 8; i++) {
    slots[i] =
        (ElaraSlot){.tick = i * 6720, .duration = 6720, .new_bar = i % 2 == 0};
  }
  ElaraChord chords[8];
  int bass[8];
  int inner[8][ELARA_INNER_VOICES];
  int ceiling[8];
  int parallels = 0;
  int big = 0;
  for (uint64_t seed = 0; seed < 200; seed++) {
    ElaraRandom random = elara_random(seed, "test", 0, 0);
    const ElaraHarmonyStyle style = {.tonic = 2,
                                     .mode = seed % 2 ? ELARA_MODE_MINOR
                                                      : ELARA_MODE_MAJOR,
                                     .cadence = ELARA_CADENCE_AUTHENTIC,
                                     .sevenths = .5,
                                     .opens_on_tonic = 1};
    elara_harmonise(slots, 8, &style, &random, chords);
    elara_bass_line(slots, 8, chords, 36, 55, style.cadence, &random, bass);
    for (int i = 0; i < 8; i++) {
      ceiling[i] = 70;
    }
    elara_inner_voices(slots, 8, chords, bass, ceiling, 48, &random, inner);
    if (chords[7].root != 2 || bass[7] % 12 != 2) parallels += 1000;
    for (int i = 1; i < 8; i++) {
      for (int v = 0; v < ELARA_INNER_VOICES; v++) {
        big += abs(inner[i][v] - inner[i - 1][v]) > 7;
        const int gap = (inner[i][v] - bass[i]) % 12;
        const int moved =
            bass[i] != bass[i - 1] && inner[i][v] != inner[i - 1][v];
        const int same_way =
            (bass[i] > bass[i - 1]) == (inner[i][v] > inner[i - 1][v]);
        parallels += moved && same_way &&
                     gap == (inner[i - 1][v] - bass[i - 1]) % 12 &&
                     (gap == 0 || gap == 7);
      }
    }
  }
  TAP_OK(parallels < 40, "parallel fifths and octaves with the bass are rare "
                         "(below 1 in 100 moves)");
  TAP_OK(big < 60, "inner voices hardly ever leap more than a fifth");
}

static void
test_textures(void)
{
  unsigned ensembles = 0;
  int named = 1;
  for (int i = 0; i < elara_texture_count(); i++) {
    const ElaraTexture* const t = elara_texture(i);
    ensembles |= 1u << t->ensemble;
    named &= !t->inner || elara_rhythm(t->inner);
    named &= !t->bass || elara_bass_way(t->bass);
    for (int f = 0; f < ELARA_TEXTURE_FIGURES; f++) {
      named &= !t->figures[f] || elara_figure(t->figures[f]);
    }
  }
  TAP_OK(named, "textures name rhythms, figures and basses that exist");
  int kinds = 0;
  for (; ensembles; ensembles &= ensembles - 1) {
    kinds++;
  }
  TAP_OK(kinds >= 12, "at least twelve ensemble settings are in use");
  int figures = 0;
  int distinct = 1;
  for (; elara_figure_at(figures); figures++) {
    for (int i = 0; i < figures; i++) {
      const ElaraFigure* const a = elara_figure_at(figures);
      const ElaraFigure* const b = elara_figure_at(i);
      distinct &= a->kind != b->kind || a->grid != b->grid ||
                  strcmp(a->bar, b->bar) != 0;
    }
  }
  TAP_OK(figures >= 40, "at least forty figurations");
  TAP_OK(distinct, "no two of them alike");
  int good = 1;
  for (int m = 0; m < ELARA_MOOD_COUNT; m++) {
    int sum = 0;
    for (int i = 0; i < elara_texture_count(); i++) {
      good &= strlen(elara_texture(i)->moods) == ELARA_MOOD_COUNT;
      sum += elara_texture(i)->moods[m] - '0';
    }
    good &= sum >= 15;
  }
  TAP_OK(good, "every mood has textures to choose from");
}

// Another cue's reroll leaves this cue's notes alone.
static void
test_reroll(ElaraPlan* plan, const ElaraSketch* before)
{
  if (plan->cue_count < 2) return;
  plan->cues[1].reroll = 7;
  ElaraSketch* const after = compose(plan, 2);
  size_t same = 0;
  size_t other = 0;
  for (size_t i = 0, k = 0; i < before->line_count && k < after->line_count;
       i++, k++) {
    while (i < before->line_count &&
           before->phrases[before->lines[i].phrase].cue == 1) {
      i++;
      other++;
    }
    while (k < after->line_count &&
           after->phrases[after->lines[k].phrase].cue == 1) {
      k++;
    }
    if (i >= before->line_count || k >= after->line_count) break;
    const ElaraLine* const a = &before->lines[i];
    const ElaraLine* const b = &after->lines[k];
    same += a->note_count == b->note_count &&
            memcmp(a->notes, b->notes, a->note_count * sizeof *a->notes) == 0;
  }
  TAP_EQ_I(same, before->line_count - other,
           "a reroll changes its own cue only");
  TAP_OK(!same_sketch(before, after), "but does change that one");
  elara_sketch_free(after);
}

int
main(void)
{
  tap_begin("compose");
  test_textures();
  test_harmony();
  static const char* const scripts[] = {"examples/crimson-echoes.fountain",
                                        "examples/the-understudy.fountain",
                                        "examples/the-well.fountain"};
  for (int i = 0; i < 3; i++) {
    ElaraPlan* const plan = example_plan(scripts[i], 1);
    TAP_OK(plan, scripts[i]);
    if (!plan) continue;
    ElaraSketch* const sketch = compose(plan, 1);
    TAP_OK(sketch, "composed and checked");
    if (!sketch) continue;
    ElaraSketch* const again = compose(plan, 2);
    TAP_OK(again && same_sketch(sketch, again), "the same on two threads");
    test_themes(sketch);
    test_lines(sketch);
    test_cadences(sketch);
    test_reroll(plan, sketch);
    elara_sketch_free(sketch);
    elara_sketch_free(again);
    elara_plan_free(plan);
  }
  return tap_end();
}
