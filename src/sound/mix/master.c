// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// The limiter changes the loudness and the loudness sets the limiter's load,
// so both are found together: play the spool through gain and limiter into a
// meter, correct the gain by what is missing, and again, until it fits. Most
// recordings never touch the limiter and need no trial at all.

#include "sound/mix/master.h"

#include "sound/dsp/denormal.h"
#include "sound/dsp/limiter.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define MOST_TRIALS 6
#define CLOSE_LU 0.05
// Meters disagree by hundredths of a decibel about peaks between frames, and
// 24-bit rounding adds a little: stay this much below.
#define MARGIN_DB 0.15

typedef struct {
  const ElaraSpool* spool;
  int64_t frames;
  int rate;
  double gain_db, ceiling_db;
  int limiting;
  int measuring;
  ElaraSink* sink; // NULL: a trial
  ElaraDiags* diags;
  int (*tick)(void*, double);
  void* tick_data;
  double tick_from, tick_to;
  // Working memory
  ElaraArena* arena;
  ElaraLimiter* limiter;
  size_t delay;
  float* in;
  float* gains;
  float* late; // DELAY frames a lane, from the block before
  ElaraMeter* meter;
  double least_gain;
} Pass;

static double
linear(double db)
{
  return pow(10.0, db / 20.0);
}

static ElaraStatus
pass_begin(Pass* p)
{
  const size_t block = p->spool->block;
  p->arena = elara_arena_new();
  ELARA_TRY_PTR(p->arena);
  p->limiter = elara_limiter_new(p->arena, p->rate, linear(p->ceiling_db));
  ELARA_TRY_PTR(p->limiter);
  p->delay = p->limiting ? elara_limiter_delay(p->limiter) : 0;
  p->in = (float*)elara_arena_array(p->arena, 2 * (block + p->delay),
                                    sizeof(float));
  p->gains = (float*)elara_arena_array(p->arena, block, sizeof(float));
  p->late = (float*)elara_arena_array(
      p->arena, 2 * p->delay * p->spool->lanes + 1, sizeof(float));
  if (!p->in || !p->gains || !p->late) return ELARA_NO_MEMORY;
  if (p->measuring) ELARA_TRY_PTR(p->meter = elara_meter_new(p->rate));
  return ELARA_OK;
}

static void
pass_end(Pass* p)
{
  if (p->limiter) p->least_gain = elara_limiter_least_gain(p->limiter);
  elara_meter_free(p->meter);
  elara_arena_free(p->arena);
  p->limiter = NULL;
  p->meter = NULL;
  p->arena = NULL;
}

// p->in: the lane at BLOCK, DELAY frames late, with the master gain.
static ElaraStatus
fetch(Pass* p, size_t block, size_t lane)
{
  const size_t n = p->spool->block, d = p->delay;
  float* const late = p->late + 2 * d * lane;
  memcpy(p->in, late, 2 * d * sizeof(float));
  if (block < p->spool->blocks) {
    ELARA_TRY(elara_spool_read(p->spool, block, lane, p->in + 2 * d, p->diags));
  } else {
    memset(p->in + 2 * d, 0, 2 * n * sizeof(float));
  }
  memcpy(late, p->in + 2 * n, 2 * d * sizeof(float));
  const float gain = (float)linear(p->gain_db);
  for (size_t i = 0; i < 2 * n; i++)
    p->in[i] *= gain;
  return ELARA_OK;
}

// Whether lane 0 is silent now and was a block ago (the limiter is at rest).
static int
at_rest(const Pass* p, size_t block)
{
  if (block < p->spool->blocks && elara_spool_sounds(p->spool, block, 0)) {
    return 0;
  }
  return block == 0 || block > p->spool->blocks ||
         !elara_spool_sounds(p->spool, block - 1, 0);
}

// The gains of the limiter for the frames that leave in this block. It looks
// at the mix before the delay, so feed it the undelayed lane.
static ElaraStatus
limiter_gains(Pass* p, size_t block)
{
  const size_t n = p->spool->block;
  float* const raw = p->in; // fetched again, delayed, afterwards
  if (block < p->spool->blocks) {
    ELARA_TRY(elara_spool_read(p->spool, block, 0, raw, p->diags));
  } else {
    memset(raw, 0, 2 * n * sizeof(float));
  }
  const float gain = (float)linear(p->gain_db);
  for (size_t i = 0; i < 2 * n; i++)
    raw[i] *= gain;
  elara_limiter_process(p->limiter, raw, raw, p->gains, n);
  return ELARA_OK;
}

static ElaraStatus
deliver(Pass* p, size_t lane, int silent, size_t skip, size_t count)
{
  if (lane == 0 && p->measuring) {
    elara_meter_add(p->meter, silent ? NULL : p->in + 2 * skip, count);
  }
  if (!p->sink || count == 0) return ELARA_OK;
  return p->sink->write(p->sink->data, (int)lane - 1, p->in + 2 * skip, count);
}

static ElaraStatus
pass_block(Pass* p, size_t block, size_t skip, size_t count)
{
  const size_t n = p->spool->block;
  const int rest = at_rest(p, block);
  const int limit = p->limiting && !rest;
  if (limit) ELARA_TRY(limiter_gains(p, block));
  const size_t lanes = p->sink ? p->spool->lanes : 1;
  for (size_t lane = 0; lane < lanes; lane++) {
    if (!rest || p->sink) ELARA_TRY(fetch(p, block, lane));
    for (size_t i = 0; limit && i < n; i++) {
      p->in[2 * i] *= p->gains[i];
      p->in[2 * i + 1] *= p->gains[i];
    }
    ELARA_TRY(deliver(p, lane, rest, skip, count));
  }
  return ELARA_OK;
}

static ElaraStatus
pass_blocks(Pass* p)
{
  int64_t left = p->frames;
  size_t skip = p->delay;
  for (size_t block = 0; left > 0; block++) {
    const size_t room = p->spool->block - skip;
    const size_t count = (int64_t)room < left ? room : (size_t)left;
    ELARA_TRY(pass_block(p, block, skip, count));
    left -= (int64_t)count;
    skip = 0;
    const double done = 1.0 - (double)left / (double)p->frames;
    if (p->tick && p->tick(p->tick_data,
                           p->tick_from + (p->tick_to - p->tick_from) * done)) {
      return ELARA_CANCELLED;
    }
  }
  return ELARA_OK;
}

// Measures into LUFS, PEAK_DB and RANGE when p->measuring.
static ElaraStatus
pass_run(Pass* p, double* lufs, double* peak_db, double* range)
{
  const unsigned before = elara_flush_denormals();
  ElaraStatus status = pass_begin(p);
  if (status == ELARA_OK) status = pass_blocks(p);
  if (status == ELARA_OK && p->measuring) {
    *lufs = elara_meter_lufs(p->meter);
    *peak_db = elara_meter_true_peak_db(p->meter);
    *range = elara_meter_range_lu(p->meter);
  }
  pass_end(p);
  elara_restore_denormals(before);
  return status;
}

// Trials until the gain fits the loudness and the ceiling holds.
static ElaraStatus
find_gain(Pass* p, double target, double ceiling)
{
  ElaraSink* const sink = p->sink;
  p->sink = NULL;
  ElaraStatus status = ELARA_OK;
  for (int trial = 0; trial < MOST_TRIALS && status == ELARA_OK; trial++) {
    double lufs, peak, range;
    status = pass_run(p, &lufs, &peak, &range);
    if (status != ELARA_OK) break;
    const double missing = isnan(target) ? 0.0 : target - lufs;
    const double over = peak - (ceiling - MARGIN_DB / 3.0);
    if (fabs(missing) < CLOSE_LU && over <= 0.0) break;
    if (fabs(missing) >= CLOSE_LU) p->gain_db += missing;
    if (over > 0.0) p->ceiling_db -= over;
  }
  p->sink = sink;
  return status;
}

ElaraStatus
elara_master(const ElaraSpool* spool,
             const ElaraMeter* meter,
             int64_t frames,
             const ElaraSoundConfig* config,
             int (*tick)(void* data, double done),
             void* tick_data,
             ElaraSink* sink,
             ElaraDiags* diags,
             ElaraStems* result)
{
  const double lufs = elara_meter_lufs(meter);
  const double peak = elara_meter_true_peak_db(meter);
  const double target = config->loudness_lufs;
  Pass pass = {
      .spool = spool,
      .frames = frames,
      .rate = config->rate,
      .ceiling_db = config->ceiling_dbtp - MARGIN_DB,
      .sink = sink,
      .diags = diags,
      .tick = tick,
      .tick_data = tick_data,
      .tick_from = 0.0,
      .tick_to = 0.5,
      .least_gain = 1.0,
  };
  if (!isnan(target) && isfinite(lufs)) pass.gain_db = target - lufs;
  pass.limiting = peak + pass.gain_db > pass.ceiling_db;
  // A plain gain shifts what was measured; only the limiter needs a new look.
  pass.measuring = pass.limiting;
  result->integrated_lufs = lufs + pass.gain_db;
  result->true_peak_dbtp = peak + pass.gain_db;
  result->loudness_range_lu = elara_meter_range_lu(meter);
  if (pass.limiting) {
    ELARA_TRY(find_gain(&pass, isfinite(lufs) ? target : (double)NAN,
                        config->ceiling_dbtp));
  }
  pass.tick_from = 0.5;
  pass.tick_to = 1.0;
  ELARA_TRY(pass_run(&pass, &result->integrated_lufs, &result->true_peak_dbtp,
                     &result->loudness_range_lu));
  result->frame_count = frames;
  result->gain_db = pass.gain_db;
  result->limited_db =
      pass.limiting ? -20.0 * log10(fmax(pass.least_gain, 1e-9)) : 0.0;
  return ELARA_OK;
}
