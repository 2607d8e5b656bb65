// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// Each rule of performance alone: its sign and its size; and what the table of
// moods makes of them.

#include "perform/room.h"
#include "tap.h"

#include <math.h>

// --- rules on a line of tones ------------------------------------------------

#define TONES 8

// Tones of 500 ms on one pitch.
static void
even_line(PerformTone* tones)
{
  for (int i = 0; i < TONES; i++) {
    tones[i] = (PerformTone){.tick = 3360 * i,
                             .end = 3360 * (i + 1),
                             .ms = 500.0,
                             .pitch = 60,
                             .mean = 60.0};
  }
}

static double
longer(const PerformPalette* k, const PerformTone* tones, size_t i)
{
  return elara_rule_lengthen_ms(k, tones, TONES, i);
}

static double
louder(const PerformPalette* k, const PerformTone* tones, size_t i)
{
  return elara_rule_louder_db(k, tones, TONES, i);
}

static double
gap(const PerformPalette* k, const PerformTone* tones, size_t i)
{
  return elara_rule_gap_ms(k, tones, TONES, i);
}

static void
test_contrast(void)
{
  PerformTone t[TONES];
  even_line(t);
  const PerformPalette k = {.contrast = 1.0};
  const PerformPalette twice = {.contrast = 2.0};
  t[2].ms = 200.0;
  t[3].ms = 700.0;
  TAP_NEAR(longer(&k, t, 2), -16.5, 1e-9, "contrast: 200 ms, shorter");
  TAP_NEAR(louder(&k, t, 2), -.825, 1e-9, "contrast: and softer");
  TAP_NEAR(longer(&twice, t, 2), -33.0, 1e-9, "contrast: k is linear");
  TAP_NEAR(longer(&k, t, 3), 0.0, 0.0, "contrast: long tones stay");
  TAP_NEAR(elara_rule_contrast(400.0), -7.0, 1e-9, "contrast: at 400 ms");
  TAP_NEAR(elara_rule_contrast(20.0), 0.0, 0.0, "contrast: not ornaments");
}

static void
test_twice(void)
{
  PerformTone t[TONES];
  even_line(t);
  const PerformPalette k = {.twice = 1.0};
  t[2].ms = 600.0;
  t[3].ms = 300.0;
  t[4].ms = 600.0;
  TAP_NEAR(longer(&k, t, 2), -36.0, 1e-9, "2:1: the long one gives");
  TAP_NEAR(longer(&k, t, 3), 36.0, 1e-9, "2:1: the short one gets");
  TAP_NEAR((600.0 + longer(&k, t, 2)) / (300.0 + longer(&k, t, 3)), 1.68, .01,
           "2:1 is played 1.68:1");
  t[4].ms = 300.0;
  TAP_NEAR(longer(&k, t, 3), 0.0, 0.0, "2:1: not before another short one");
}

static void
test_charges(void)
{
  PerformTone t[TONES];
  even_line(t);
  const PerformPalette k = {.charge = 1.0};
  const PerformPalette pull = {.harmony = 1.0};
  t[2].charge = 6.5;
  TAP_NEAR(louder(&k, t, 2), 1.3, 1e-9, "melodic charge: dB");
  TAP_NEAR(longer(&k, t, 2), 500.0 * 6.5 / 150.0, 1e-9, "melodic charge: ms");
  t[3].harmony = 4.0;
  const double within = longer(&pull, t, 3);
  TAP_NEAR(within, 500.0 * (sqrt(1.054) - 1.0) + 4.0, 1e-6,
           "harmonic charge: within a chord");
  t[3].chord_begins = 1;
  TAP_NEAR(longer(&pull, t, 3) - within, 12.0, 1e-9,
           "harmonic charge: its first tone waits");
}

static void
test_leaps(void)
{
  PerformTone t[TONES];
  even_line(t);
  const PerformPalette k = {.leap = 1.0};
  for (int i = 3; i < TONES; i++)
    t[i].pitch = 69;
  TAP_NEAR(longer(&k, t, 2), -12.6, 1e-9, "leap up: from it, short");
  TAP_NEAR(longer(&k, t, 3), 12.6, 1e-9, "leap up: to it, long");
  TAP_NEAR(gap(&k, t, 2), 8.0 * 9.0 * .5, 1e-9, "leap: a gap");
  for (int i = 3; i < TONES; i++)
    t[i].pitch = 51;
  TAP_NEAR(longer(&k, t, 2), 7.2, 1e-9, "leap down: from it, long");
  TAP_NEAR(longer(&k, t, 3), -12.6, 1e-9, "leap down: to it, short");
  for (int i = 3; i < TONES; i++)
    t[i].pitch = 62;
  TAP_NEAR(longer(&k, t, 2), 0.0, 0.0, "a step is no leap");
}

static void
test_runs(void)
{
  PerformTone t[TONES];
  even_line(t);
  const PerformPalette k = {.runs = 1.0};
  for (int i = 0; i < TONES; i++)
    t[i].pitch = 60 + 2 * i;
  TAP_NEAR(longer(&k, t, 3), -2.0, 1e-9, "uphill hurries");
  for (int i = 0; i < TONES; i++)
    t[i].pitch = 60 - 2 * i;
  TAP_NEAR(longer(&k, t, 3), 0.0, 0.0, "downhill does not");
}

static void
test_gaps(void)
{
  PerformTone t[TONES];
  even_line(t);
  const PerformPalette repeat = {.repeat = 1.0};
  const PerformPalette breath = {.breath = 1.0};
  TAP_NEAR(gap(&repeat, t, 2), 35.0, 1e-9, "a repeated note is parted");
  t[3].pitch = 62;
  TAP_NEAR(gap(&repeat, t, 2), 0.0, 0.0, "another one is not");
  t[4].phrase_end = 1;
  TAP_NEAR(gap(&breath, t, 4), 80.0, 1e-9, "a phrase ends with a gap");
  TAP_NEAR(longer(&breath, t, 4), 40.0, 1e-9, "and its last tone is longer");
  TAP_NEAR(elara_rule_staccato(1.0), .665, 1e-9, "staccato");
  TAP_OK(elara_rule_staccato(.4) < elara_rule_staccato(1.1),
         "sharper staccato is shorter");
}

static void
test_commas(void)
{
  PerformTone t[TONES];
  double weights[TONES];
  even_line(t);
  const PerformPalette k = {.punct = 1.0};
  t[3].ms = 1000.0; // long among short ones
  elara_rule_punctuate(t, TONES, weights);
  int commas = 0;
  for (int i = 0; i < TONES; i++)
    commas += t[i].comma;
  TAP_OK(commas == 1 && t[3].comma, "a comma behind a long tone");
  TAP_NEAR(gap(&k, t, 3), 60.0, 1e-9, "comma: the gap");
  TAP_NEAR(longer(&k, t, 3), 27.0, 1e-9, "comma: the tone is longer");
  TAP_NEAR(elara_rule_comma_ms(160.0), 20.0, 1e-9, "comma: of a short tone");
  even_line(t);
  t[4].rest = 1;
  elara_rule_punctuate(t, TONES, weights);
  TAP_OK(t[4].comma && !t[3].comma, "a comma at a rest");
  even_line(t);
  elara_rule_punctuate(t, TONES, weights);
  for (int i = 0; i < TONES; i++)
    TAP_OK(!t[i].comma, "no comma without a reason");
}

static void
test_accents(void)
{
  PerformTone t[TONES];
  even_line(t);
  const PerformPalette k = {.accent = 1.0};
  TAP_NEAR(louder(&k, t, 3), 0.0, 0.0, "no accent without a reason");
  t[3].pitch = 67;
  TAP_NEAR(louder(&k, t, 3), .56, 1e-9, "above its two bars, louder");
  t[3].pitch = 60;
  t[2].comma = 1;
  TAP_OK(louder(&k, t, 3) < -.5, "after a comma, softer");
  t[2].comma = 0;
  t[2].ms = 250.0;
  TAP_OK(louder(&k, t, 3) > .3, "after a short tone, louder");
  t[2].ms = 500.0;
  t[3].rest = 1;
  TAP_OK(louder(&k, t, 3) < -.3, "before a rest, softer");
}

static void
test_shapes(void)
{
  TAP_NEAR(elara_rule_arch(0.0, .3, .1, .2), .1, 1e-12, "arch: start");
  TAP_NEAR(elara_rule_arch(.3, .3, .1, .2), 0.0, 1e-12, "arch: turn");
  TAP_NEAR(elara_rule_arch(1.0, .3, .1, .2), .2, 1e-12, "arch: end");
  TAP_NEAR(elara_rule_ritard(0.0, .7), 1.0, 1e-9, "ritard: from the tempo");
  TAP_NEAR(elara_rule_ritard(1.0, .7), 1.0 / .7, 1e-9, "ritard: to its end");
  TAP_OK(elara_rule_ritard(.5, .7) < 1.2, "ritard: late");
}

// --- moods -------------------------------------------------------------------

static void
test_palettes(void)
{
  const PerformPalette* const p = elara_perform_palettes();
  const PerformPalette* const sad = &p[ELARA_MOOD_SORROW];
  const PerformPalette* const happy = &p[ELARA_MOOD_PLAYFULNESS];
  const PerformPalette* const fear = &p[ELARA_MOOD_TERROR];
  const PerformPalette* const angry = &p[ELARA_MOOD_ANGER];
  for (int m = 0; m < ELARA_MOOD_COUNT; m++) {
    TAP_OK(p[m].staccato > 0.0 && p[m].clock > 0.0 && p[m].motor > 0.0 &&
               p[m].swell_db > 0.0 && p[m].swell_peak > 0.0 &&
               p[m].swell_peak < 1.0,
           elara_mood_info((ElaraMood)m)->name);
    TAP_OK(p[m].phrase <= p[ELARA_MOOD_ROMANCE].phrase, "romance is freest");
  }
  TAP_OK(sad->phrase > 3.0 * happy->phrase, "sorrow has the larger arch");
  TAP_OK(sad->ritard > happy->ritard, "and the deeper ritard");
  TAP_OK(sad->contrast < happy->contrast, "happy has the sharper contrasts");
  TAP_OK(elara_rule_staccato(happy->staccato) >
             elara_rule_staccato(sad->staccato) + .15,
         "happy is airy");
  TAP_OK(fear->motor > 1.5 * happy->motor && fear->clock > 2.0 * happy->clock,
         "fear is irregular");
  TAP_OK(angry->phrase < 0.0, "anger turns the arch over");
}

int
main(void)
{
  tap_begin("rules");
  test_contrast();
  test_twice();
  test_charges();
  test_leaps();
  test_runs();
  test_gaps();
  test_commas();
  test_accents();
  test_shapes();
  test_palettes();
  return tap_end();
}
