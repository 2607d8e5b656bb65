// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// When a wind instrument is blown 10 dB harder its partials near 3 kHz gain 15
// to 25 dB in brass and 12 to 18 in reeds, little more than 10 in flutes
// (J. Meyer, Acoustics and the Performance of Music, chapter 3). A two-pole
// low-pass that follows the level between two partials does just that: the
// first partials keep their balance, the high ones fall with 12 dB an octave as
// its edge comes down. Attack times after the same book: 20 ms tongued hard,
// 40 to 90 ms soft and low.

#include "sound/sampler/breath.h"

#include "model/instrument.h"

#include <math.h>
#include <stddef.h>

// Level at which only the softest tone is left, below full.
#define RANGE_DB 36.0

static const ElaraBreath rows[ELARA_INSTRUMENT_COUNT] = {
    // partials pp, ff; floor Hz; attack pp, ff; tongue
    [ELARA_PICCOLO] = {3.5, 10.0, 2500.0, 0.045, 0.010, 0.020},
    [ELARA_FLUTE] = {3.5, 12.0, 1800.0, 0.060, 0.015, 0.030},
    [ELARA_OBOE] = {5.0, 24.0, 2000.0, 0.040, 0.010, 0.025},
    [ELARA_ENGLISH_HORN] = {5.0, 24.0, 1500.0, 0.045, 0.012, 0.030},
    [ELARA_CLARINET] = {3.5, 22.0, 1300.0, 0.060, 0.015, 0.030},
    [ELARA_BASS_CLARINET] = {5.0, 30.0, 900.0, 0.070, 0.020, 0.035},
    [ELARA_BASSOON] = {5.0, 32.0, 900.0, 0.050, 0.015, 0.030},
    [ELARA_CONTRABASSOON] = {8.0, 48.0, 600.0, 0.070, 0.020, 0.035},
    [ELARA_HORN] = {2.6, 18.0, 700.0, 0.080, 0.020, 0.045},
    [ELARA_TRUMPET] = {3.0, 24.0, 1300.0, 0.055, 0.012, 0.030},
    [ELARA_TROMBONE] = {3.5, 32.0, 900.0, 0.065, 0.015, 0.035},
    [ELARA_BASS_TROMBONE] = {4.0, 36.0, 700.0, 0.070, 0.018, 0.035},
    [ELARA_TUBA] = {3.0, 20.0, 400.0, 0.090, 0.025, 0.045},
};

const ElaraBreath*
elara_breath_of(int instrument)
{
  if (instrument < 0 || instrument >= ELARA_INSTRUMENT_COUNT) return NULL;
  const ElaraBreath* const b = &rows[instrument];
  return b->loud_partial > 0.0 ? b : NULL;
}

static double
square_law_db(int value)
{
  return value > 0 ? 40.0 * log10(value / 127.0) : -RANGE_DB;
}

double
elara_breath_level(const ElaraControls* c, int velocity)
{
  // The breath controller rests at 100.
  const double db = square_law_db(velocity) +
                    square_law_db(c->cc[ELARA_CC_EXPRESSION]) +
                    square_law_db(c->cc[ELARA_CC_BREATH]) - square_law_db(100);
  const double level = 1.0 + db / RANGE_DB;
  return level < 0.0 ? 0.0 : level > 1.0 ? 1.0 : level;
}

double
elara_breath_cutoff(const ElaraBreath* b, double level, int key)
{
  const double partial =
      b->soft_partial * pow(b->loud_partial / b->soft_partial, level);
  const double hz = 440.0 * exp2((key - 69) / 12.0) * partial;
  return 1200.0 * log2(fmax(hz, b->floor_hz) / 8.1757989);
}

double
elara_breath_attack_s(const ElaraBreath* b, double level)
{
  return b->soft_attack_s + (b->loud_attack_s - b->soft_attack_s) * level;
}
