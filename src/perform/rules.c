// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

#include "perform/rules.h"

#include <math.h>
#include <stdlib.h>

#define LEAP 3 // semitones, at least

static double
within(double x, double low, double high)
{
  return x < low ? low : x > high ? high : x;
}

static int
pitched(const PerformTone* tone)
{
  return tone->pitch >= 0;
}

// Semitones from tone I to the next; 0 where there is none to compare.
static int
interval(const PerformTone* tones, size_t count, size_t i)
{
  if (i + 1 >= count || !pitched(&tones[i]) || !pitched(&tones[i + 1])) {
    return 0;
  }
  return tones[i + 1].pitch - tones[i].pitch;
}

// --- the rules of length
// ---------------------------------------------------------

double
elara_rule_contrast(double ms)
{
  if (ms < 30.0 || ms >= 600.0) return 0.0;
  if (ms < 200.0) return -(11.0 / 170.0) * (ms - 30.0);
  if (ms < 400.0) return -7.0 - (400.0 - ms) / 50.0;
  return -(7.0 / 200.0) * (600.0 - ms);
}

double
elara_rule_comma_ms(double ms)
{
  return 20.0 + (within(ms, 160.0, 640.0) - 160.0) / 12.0;
}

static int
is_twice(double a, double b)
{
  return a > 1.9 * b && a < 2.1 * b;
}

// Long, short, and then longer than the short: time goes to the short one.
static int
twice_long(const PerformTone* tones, size_t count, size_t i)
{
  return i + 2 < count && !tones[i].rest && !tones[i + 1].rest &&
         is_twice(tones[i].ms, tones[i + 1].ms) &&
         tones[i + 2].ms > 1.1 * tones[i + 1].ms;
}

static double
twice_ms(const PerformTone* tones, size_t count, size_t i)
{
  double ms = 0.0;
  if (twice_long(tones, count, i)) ms -= .12 * tones[i + 1].ms;
  if (i > 0 && twice_long(tones, count, i - 1)) ms += .12 * tones[i].ms;
  return ms;
}

// The tone before an upward leap is short and its goal long; downward the
// other way round.
static double
leap_ms(const PerformTone* tones, size_t count, size_t i)
{
  double ms = 0.0;
  const int out = interval(tones, count, i);
  if (abs(out) >= LEAP && !tones[i].rest) {
    ms += (out > 0 ? -4.2 : 2.4) * sqrt(abs(out));
  }
  const int in = i > 0 ? interval(tones, count, i - 1) : 0;
  if (abs(in) >= LEAP && !tones[i - 1].rest) {
    ms += (in > 0 ? 4.2 : -4.2) * sqrt(abs(in));
  }
  return ms;
}

// Uphill: a step that goes on upwards.
static double
run_ms(const PerformTone* tones, size_t count, size_t i)
{
  const int out = interval(tones, count, i);
  const int in = i > 0 ? interval(tones, count, i - 1) : 0;
  return in > 0 && in < LEAP && out > 0 ? -2.0 : 0.0;
}

static double
harmony_ms(const PerformPalette* k, const PerformTone* tone)
{
  const double root = sqrt(tone->harmony);
  const double level = 1.5 * k->harmony * root;
  const double factor = sqrt(1.0 + .018 * level) - 1.0;
  return tone->ms * factor +
         (tone->chord_begins ? 8.0 : 2.0) * k->harmony * root;
}

double
elara_rule_lengthen_ms(const PerformPalette* k,
                       const PerformTone* tones,
                       size_t count,
                       size_t i)
{
  const PerformTone* const tone = &tones[i];
  double ms = 1.5 * k->contrast * elara_rule_contrast(tone->ms) +
              k->twice * twice_ms(tones, count, i) +
              2.0 / 300.0 * k->charge * tone->charge * tone->ms +
              harmony_ms(k, tone) + k->leap * leap_ms(tones, count, i) +
              k->runs * run_ms(tones, count, i);
  if (tone->comma) ms += .45 * k->punct * elara_rule_comma_ms(tone->ms);
  if (tone->phrase_end) ms += 40.0 * k->breath;
  return ms;
}

// --- the rules of loudness
// -------------------------------------------------------

// After Jones & Friberg: what is heard as accented, beyond pitch and phrase.
static double
accent_db(const PerformTone* tones, size_t count, size_t i)
{
  const PerformTone* const tone = &tones[i];
  double db = 0.0;
  if (pitched(tone)) db += within(.08 * (tone->pitch - tone->mean), -.8, .8);
  if (i > 0 && tones[i - 1].comma) db -= .7;
  if (tone->sub_start) db -= .5;
  if (tone->rest || i + 1 == count) db -= .45;
  if (i > 0 && tones[i - 1].ms < .7 * tone->ms) db += .45;
  return db;
}

double
elara_rule_louder_db(const PerformPalette* k,
                     const PerformTone* tones,
                     size_t count,
                     size_t i)
{
  const PerformTone* const tone = &tones[i];
  return .075 * k->contrast * elara_rule_contrast(tone->ms) +
         .2 * k->charge * tone->charge + k->accent * accent_db(tones, count, i);
}

// --- gaps
// ------------------------------------------------------------------------

double
elara_rule_staccato(double k)
{
  return (.689 * k + .311) * .665;
}

double
elara_rule_gap_ms(const PerformPalette* k,
                  const PerformTone* tones,
                  size_t count,
                  size_t i)
{
  const PerformTone* const tone = &tones[i];
  double gap = 0.0;
  const int leap = abs(interval(tones, count, i));
  if (leap == 0 && pitched(tone) && i + 1 < count) gap = 35.0 * k->repeat;
  if (leap >= LEAP) {
    const double n = leap < 9 ? leap : 9;
    gap = 8.0 * n * k->leap * (.3 + .0005 * (tone->ms - 100.0));
  }
  if (tone->comma) gap = fmax(gap, k->punct * elara_rule_comma_ms(tone->ms));
  if (tone->phrase_end || i + 1 == count) gap = fmax(gap, 80.0 * k->breath);
  // No rule takes more than a third of a tone.
  return within(gap, 0.0, tone->ms / 3.0);
}

// --- punctuation
// -----------------------------------------------------------------

// A leap between steps: the sharper the turn, the clearer the cut.
static double
leap_weight(const PerformTone* tones, size_t count, size_t i)
{
  const int leap = interval(tones, count, i);
  if (abs(leap) < LEAP) return 0.0;
  const int before = i > 0 ? interval(tones, count, i - 1) : 0;
  const int after = i + 2 < count ? interval(tones, count, i + 1) : 0;
  if (abs(before) >= abs(leap) || abs(after) >= abs(leap)) return 0.0;
  const int turns = (before * leap < 0) + (after * leap < 0);
  const int wide = abs(leap) >= 7 ? 2 : abs(leap) >= 5 ? 1 : 0;
  static const double weights[3][3] = {
      // third fifth  wider
      {3.0, 4.0, 5.0},  // the line goes straight on
      {4.0, 5.0, 9.0},  // it turns once
      {5.0, 9.0, 10.0}, // it turns before and behind
  };
  return weights[turns][wide];
}

static double
length_weight(const PerformTone* tones, size_t count, size_t i)
{
  const double ms = tones[i].ms;
  if (i >= 2 && i + 2 < count && ms > 1.1 * tones[i - 1].ms &&
      ms > 1.1 * tones[i - 2].ms && ms > 1.1 * tones[i + 1].ms &&
      ms > 1.1 * tones[i + 2].ms) {
    return 10.5;
  }
  if (i > 0 && i + 1 < count && tones[i - 1].ms > 1.4 * ms &&
      tones[i + 1].ms > 1.4 * ms) {
    return 0.0; // an upbeat belongs to what follows
  }
  if (i + 2 < count && tones[i + 1].ms < .7 * ms &&
      tones[i + 2].ms > 1.4 * tones[i + 1].ms) {
    return 6.0; // before an upbeat
  }
  return i == 0 && count > 1 && ms > 1.4 * tones[1].ms ? 5.0 : 0.0;
}

void
elara_rule_punctuate(PerformTone* tones, size_t count, double* weights)
{
  double sum = 0.0;
  size_t some = 0;
  for (size_t i = 0; i < count; i++) {
    tones[i].comma = 0;
    weights[i] = i + 1 < count ? (tones[i].rest ? 10.0 : 0.0) +
                                     leap_weight(tones, count, i) +
                                     length_weight(tones, count, i)
                               : 0.0;
    sum += weights[i];
    some += weights[i] > 0.0;
  }
  const double least = some ? .5 * sum / (double)some : 0.0;
  size_t last = count;
  for (size_t i = 0; i < count; i++) {
    if (weights[i] <= least) continue;
    // Not two commas within three tones: the stronger stays.
    if (last < count && i - last < 3) {
      if (weights[i] <= weights[last]) continue;
      tones[last].comma = 0;
    }
    tones[i].comma = 1;
    last = i;
  }
}

// --- shapes
// ----------------------------------------------------------------------

double
elara_rule_arch(double x, double turn, double start, double end)
{
  if (x < turn) {
    const double y = 1.0 - x / turn;
    return start * y * y;
  }
  const double y = (x - turn) / (1.0 - turn);
  return end * y * y;
}

double
elara_rule_ritard(double x, double last)
{
  return 1.0 / cbrt(1.0 + (last * last * last - 1.0) * x);
}
