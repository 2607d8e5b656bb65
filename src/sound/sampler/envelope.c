// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

#include "sound/sampler/envelope.h"

#include <math.h>

#define FLOOR_DB 96.0

// Spends up to *N frames in a stage of LENGTH; 1 when the stage is over.
static int
pass(ElaraEnvelope* e, double length, double* n, ElaraStage next)
{
  const double left = length - e->at;
  if (*n < left) {
    e->at += *n;
    *n = 0.0;
    return 0;
  }
  *n -= left > 0.0 ? left : 0.0;
  e->at = 0.0;
  e->stage = next;
  return 1;
}

// Walks delay, attack and hold; what is left of N belongs to a later stage.
static double
pass_first_stages(ElaraEnvelope* e, double n)
{
  if (e->stage == ELARA_STAGE_DELAY &&
      !pass(e, e->delay, &n, ELARA_STAGE_ATTACK)) {
    return 0.0;
  }
  if (e->stage == ELARA_STAGE_ATTACK &&
      !pass(e, e->attack, &n, ELARA_STAGE_HOLD)) {
    return 0.0;
  }
  if (e->stage == ELARA_STAGE_HOLD &&
      !pass(e, e->hold, &n, ELARA_STAGE_DECAY)) {
    return 0.0;
  }
  return n;
}

static double
amplitude_of(double db)
{
  return db >= FLOOR_DB ? 0.0 : exp2(db * -0.166096404744368);
}

// A fall of so many dB a frame, N frames of it. Over whole segments the ratio
// of amplitudes is always the same, which saves an exponential.
static double
fall(ElaraEnvelope* e, double n, double db_per_frame, double lowest)
{
  e->level += n * db_per_frame;
  if (e->level >= lowest) {
    e->level = lowest;
    e->amplitude = amplitude_of(lowest);
    e->ratio = 1.0;
  } else if (n == ELARA_SEGMENT && e->ratio > 0.0) {
    e->amplitude *= e->ratio;
  } else {
    e->amplitude = amplitude_of(e->level);
    e->ratio = exp2(db_per_frame * ELARA_SEGMENT * -0.166096404744368);
  }
  return e->amplitude;
}

double
elara_volume_envelope(ElaraEnvelope* e, double n)
{
  const double left = pass_first_stages(e, n);
  switch (e->stage) {
  case ELARA_STAGE_DELAY:
    e->amplitude = 0.0;
    break;
  case ELARA_STAGE_ATTACK:
    e->amplitude = e->at / e->attack;
    break;
  case ELARA_STAGE_HOLD:
    e->level = 0.0;
    e->amplitude = 1.0;
    break;
  case ELARA_STAGE_DECAY:
    return fall(e, left, FLOOR_DB / e->decay, e->sustain);
  case ELARA_STAGE_RELEASE:
    return fall(e, left, FLOOR_DB / e->release, FLOOR_DB);
  }
  e->ratio = 0.0;
  return e->amplitude;
}

void
elara_volume_envelope_release(ElaraEnvelope* e)
{
  if (e->stage == ELARA_STAGE_RELEASE) return;
  if (e->stage == ELARA_STAGE_DELAY) e->level = FLOOR_DB;
  if (e->stage == ELARA_STAGE_ATTACK) {
    const double amplitude = e->at / e->attack;
    e->level = amplitude > 1.6e-5 ? -20.0 * log10(amplitude) : FLOOR_DB;
  }
  e->stage = ELARA_STAGE_RELEASE;
  e->at = 0.0;
  e->ratio = 0.0;
}

int
elara_volume_envelope_done(const ElaraEnvelope* e)
{
  return e->stage >= ELARA_STAGE_DECAY && e->level >= FLOOR_DB;
}

static double
convex(double x)
{
  const double y = x > 0.0 ? 1.0 + (40.0 / 96.0) * log10(x) : 0.0;
  return y > 0.0 ? y : 0.0;
}

double
elara_modulation_envelope(ElaraEnvelope* e, double n)
{
  const double left = pass_first_stages(e, n);
  switch (e->stage) {
  case ELARA_STAGE_DELAY:
    e->level = 0.0;
    break;
  case ELARA_STAGE_ATTACK:
    e->level = convex(e->at / e->attack);
    break;
  case ELARA_STAGE_HOLD:
    e->level = 1.0;
    break;
  case ELARA_STAGE_DECAY:
    if (left < n) e->level = 1.0; // just arrived
    e->level -= left / e->decay;
    if (e->level < e->sustain) e->level = e->sustain;
    break;
  case ELARA_STAGE_RELEASE:
    e->level -= left / e->release;
    if (e->level < 0.0) e->level = 0.0;
    break;
  }
  return e->level;
}

void
elara_modulation_envelope_release(ElaraEnvelope* e)
{
  e->stage = ELARA_STAGE_RELEASE;
}

double
elara_lfo(ElaraLfo* lfo, double n)
{
  if (lfo->delay >= n) {
    lfo->delay -= n;
    return 0.0;
  }
  lfo->phase += (n - lfo->delay) * lfo->step;
  lfo->delay = 0.0;
  lfo->phase -= floor(lfo->phase);
  const double p = lfo->phase;
  return p < 0.25 ? 4.0 * p : p < 0.75 ? 2.0 - 4.0 * p : 4.0 * p - 4.0;
}
