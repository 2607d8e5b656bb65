// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// The limiter changes the loudness and the loudness sets the limiter's load,
// so both are found together: play the spool through gain and limiter into a
// meter, correct the gain by what is missing, and again, until it fits. Most
// recordings never touch the limiter and need no trial at all.

#include "sound/mix/master.h"

#include "base/threads.h"
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
  double lufs, speech_lufs, peak_db, range_lu;
} Level;

typedef struct {
  const ElaraReel* reel;
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
  size_t lanes, stride; // floats a lane
  int threads;
  float* sets[2]; // blocks, lane after lane: one is made, one delivered
  int silent[2];  // that set's mix
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
  const size_t block = p->reel->block;
  p->arena = elara_arena_new();
  ELARA_TRY_PTR(p->arena);
  p->limiter = elara_limiter_new(p->arena, p->rate, linear(p->ceiling_db));
  ELARA_TRY_PTR(p->limiter);
  p->delay = p->limiting ? elara_limiter_delay(p->limiter) : 0;
  p->stride = 2 * (block + p->delay);
  p->lanes = p->sink ? p->reel->lanes : 1;
  for (int i = 0; i < 2; i++) {
    p->sets[i] = (float*)elara_arena_array(p->arena, p->stride * p->lanes,
                                           sizeof(float));
    ELARA_TRY_PTR(p->sets[i]);
  }
  p->gains = (float*)elara_arena_array(p->arena, block, sizeof(float));
  p->late = (float*)elara_arena_array(
      p->arena, 2 * p->delay * p->reel->lanes + 1, sizeof(float));
  if (!p->gains || !p->late) return ELARA_NO_MEMORY;
  if (!p->measuring) return ELARA_OK;
  ELARA_TRY_PTR(p->meter = elara_meter_new(p->rate));
  return elara_meter_listen(p->meter, p->reel->heard, p->reel->heard_count);
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

// IN: the lane at BLOCK, DELAY frames late, with the master gain.
static ElaraStatus
fetch(Pass* p, size_t block, size_t lane, float* in)
{
  const size_t n = p->reel->block, d = p->delay;
  float* const late = p->late + 2 * d * lane;
  memcpy(in, late, 2 * d * sizeof(float));
  if (block < p->reel->blocks) {
    ELARA_TRY(p->reel->read(p->reel->of, block, lane, in + 2 * d, p->diags));
  } else {
    memset(in + 2 * d, 0, 2 * n * sizeof(float));
  }
  memcpy(late, in + 2 * n, 2 * d * sizeof(float));
  const float gain = (float)linear(p->gain_db);
  for (size_t i = 0; i < 2 * n; i++)
    in[i] *= gain;
  return ELARA_OK;
}

// Whether lane 0 is silent now and was a block ago (the limiter is at rest).
static int
at_rest(const Pass* p, size_t block)
{
  if (block < p->reel->blocks && p->reel->sounds(p->reel->of, block, 0)) {
    return 0;
  }
  return block == 0 || block > p->reel->blocks ||
         !p->reel->sounds(p->reel->of, block - 1, 0);
}

// The gains of the limiter for the frames that leave in this block. It looks
// at the mix before the delay, so feed it the undelayed lane.
static ElaraStatus
limiter_gains(Pass* p, size_t block, float* in)
{
  const size_t n = p->reel->block;
  float* const raw = in; // fetched again, delayed, afterwards
  if (block < p->reel->blocks) {
    ELARA_TRY(p->reel->read(p->reel->of, block, 0, raw, p->diags));
  } else {
    memset(raw, 0, 2 * n * sizeof(float));
  }
  const float gain = (float)linear(p->gain_db);
  for (size_t i = 0; i < 2 * n; i++)
    raw[i] *= gain;
  elara_limiter_process(p->limiter, raw, raw, p->gains, n);
  return ELARA_OK;
}

// Makes SET: all lanes of BLOCK as they will be heard.
static ElaraStatus
make_block(Pass* p, size_t block, int set)
{
  const size_t n = p->reel->block;
  float* const lanes = p->sets[set];
  const int rest = at_rest(p, block);
  const int limit = p->limiting && !rest;
  p->silent[set] = rest;
  if (limit) ELARA_TRY(limiter_gains(p, block, lanes));
  for (size_t lane = 0; lane < p->lanes; lane++) {
    float* const in = lanes + lane * p->stride;
    if (!rest || p->sink) ELARA_TRY(fetch(p, block, lane, in));
    for (size_t i = 0; limit && i < n; i++) {
      in[2 * i] *= p->gains[i];
      in[2 * i + 1] *= p->gains[i];
    }
  }
  return ELARA_OK;
}

// COUNT frames of SET from SKIP on to the meter and the sink.
static ElaraStatus
deliver(Pass* p, int set, size_t skip, size_t count)
{
  const float* const lanes = p->sets[set];
  if (p->measuring) {
    elara_meter_add(p->meter, p->silent[set] ? NULL : lanes + 2 * skip, count);
  }
  for (size_t lane = 0; p->sink && count > 0 && lane < p->lanes; lane++) {
    ELARA_TRY(p->sink->write(p->sink->data, (int)lane - 1,
                             lanes + lane * p->stride + 2 * skip, count));
  }
  return ELARA_OK;
}

// One block is delivered while the next is made.
typedef struct {
  Pass* pass;
  size_t block, skip, count;
  int more;
  ElaraStatus status[2];
} Turn;

static void
run_turn(void* data, size_t index)
{
  Turn* const t = (Turn*)data;
  const unsigned before = elara_flush_denormals();
  const int set = (int)(t->block & 1);
  if (index == 0) {
    t->status[0] = deliver(t->pass, set, t->skip, t->count);
  } else if (t->more) {
    t->status[1] = make_block(t->pass, t->block + 1, !set);
  }
  elara_restore_denormals(before);
}

static ElaraStatus
pass_blocks(Pass* p)
{
  int64_t left = p->frames;
  Turn turn = {.pass = p, .skip = p->delay};
  if (left > 0) ELARA_TRY(make_block(p, 0, 0));
  while (left > 0) {
    const size_t room = p->reel->block - turn.skip;
    turn.count = (int64_t)room < left ? room : (size_t)left;
    left -= (int64_t)turn.count;
    turn.more = left > 0;
    elara_parallel(p->threads, 2, run_turn, &turn);
    ELARA_TRY(turn.status[0]);
    ELARA_TRY(turn.status[1]);
    turn.skip = 0;
    turn.block++;
    const double done = 1.0 - (double)left / (double)p->frames;
    if (p->tick && p->tick(p->tick_data,
                           p->tick_from + (p->tick_to - p->tick_from) * done)) {
      return ELARA_CANCELLED;
    }
  }
  return ELARA_OK;
}

static Level
level_of(const ElaraMeter* m)
{
  return (Level){.lufs = elara_meter_lufs(m),
                 .speech_lufs = elara_meter_speech_lufs(m),
                 .peak_db = elara_meter_true_peak_db(m),
                 .range_lu = elara_meter_range_lu(m)};
}

// What the target is asked of.
static double
asked(const ElaraReel* reel, const Level* level)
{
  return reel->heard_count && isfinite(level->speech_lufs) ? level->speech_lufs
                                                           : level->lufs;
}

// Measures into LEVEL when p->measuring.
static ElaraStatus
pass_run(Pass* p, Level* level)
{
  const unsigned before = elara_flush_denormals();
  ElaraStatus status = pass_begin(p);
  if (status == ELARA_OK) status = pass_blocks(p);
  if (status == ELARA_OK && p->measuring) *level = level_of(p->meter);
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
    Level level;
    status = pass_run(p, &level);
    if (status != ELARA_OK) break;
    const double missing =
        isnan(target) ? 0.0 : target - asked(p->reel, &level);
    const double over = level.peak_db - (ceiling - MARGIN_DB / 3.0);
    if (fabs(missing) < CLOSE_LU && over <= 0.0) break;
    if (fabs(missing) >= CLOSE_LU) p->gain_db += missing;
    if (over > 0.0) p->ceiling_db -= over;
  }
  p->sink = sink;
  return status;
}

ElaraStatus
elara_master(const ElaraReel* reel,
             const ElaraMeter* meter,
             int64_t frames,
             const ElaraSoundConfig* config,
             int (*tick)(void* data, double done),
             void* tick_data,
             ElaraSink* sink,
             ElaraDiags* diags,
             ElaraStems* result)
{
  Level level = level_of(meter);
  const double lufs = asked(reel, &level);
  const double target = config->loudness_lufs;
  Pass pass = {
      .reel = reel,
      .frames = frames,
      .rate = config->rate,
      .ceiling_db = config->ceiling_dbtp - MARGIN_DB,
      .sink = sink,
      .diags = diags,
      .threads = config->threads,
      .tick = tick,
      .tick_data = tick_data,
      .tick_from = 0.0,
      .tick_to = 0.5,
      .least_gain = 1.0,
  };
  if (!isnan(target) && isfinite(lufs)) pass.gain_db = target - lufs;
  pass.limiting = level.peak_db + pass.gain_db > pass.ceiling_db;
  // A plain gain shifts what was measured; only the limiter needs a new look.
  pass.measuring = pass.limiting;
  level.lufs += pass.gain_db;
  level.speech_lufs += pass.gain_db;
  level.peak_db += pass.gain_db;
  if (pass.limiting) {
    ELARA_TRY(find_gain(&pass, isfinite(lufs) ? target : (double)NAN,
                        config->ceiling_dbtp));
  }
  pass.tick_from = 0.5;
  pass.tick_to = 1.0;
  ELARA_TRY(pass_run(&pass, &level));
  result->integrated_lufs = level.lufs;
  result->speech_lufs = level.speech_lufs;
  result->true_peak_dbtp = level.peak_db;
  result->loudness_range_lu = level.range_lu;
  result->frame_count = frames;
  result->gain_db = pass.gain_db;
  result->limited_db =
      pass.limiting ? -20.0 * log10(fmax(pass.least_gain, 1e-9)) : 0.0;
  return ELARA_OK;
}
