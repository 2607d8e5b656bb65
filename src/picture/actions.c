// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// Sudden things inside a shot: what music may answer besides the cuts.

#include "picture/room.h"

#include <math.h>
#include <stdlib.h>

// Motion in levels a 24th of a second (shots.c), means over a third of a
// second before and after.
#define SPAN_S .34
#define CALM 1.5     // at most, on one side
#define MOVING 4.5   // at least, on the other
#define APART_S 1.0  // of two actions of a kind
#define LEAP_DB 12.0 // above the second before; doubling twice over
#define HEARD_DB (-38.0)

typedef struct {
  const ElaraTraces* traces;
  ElaraCut* cut;
  ELARA_LIST(ElaraAction) list;
} Finder;

static ElaraStatus
add(Finder* f, ElaraActionKind kind, int64_t frame, double strength)
{
  if (frame < 0 || frame >= f->cut->frame_count) return ELARA_OK;
  const ElaraAction a = {kind, frame, elara_film_time(&f->cut->clock, frame),
                         fmin(1.0, fmax(0.0, strength))};
  return ELARA_PUSH(f->cut->arena, &f->list, a) ? ELARA_OK : ELARA_NO_MEMORY;
}

// Sums of motion from the shot's first frame on, so that a mean costs nothing.
static double
mean_motion(const double* sums, int64_t from, int64_t to)
{
  return (sums[to] - sums[from]) / (double)(to - from);
}

// The sharpest start or stop within APART_S counts.
static ElaraStatus
movements_of(Finder* f, const ElaraShot* s, double* sums)
{
  const double rate = f->traces->rate;
  const int64_t span = (int64_t)fmax(2.0, SPAN_S * rate);
  const int64_t apart = (int64_t)fmax(1.0, APART_S * rate);
  const ElaraTrace* const t = f->traces->frames.items + s->first_frame;
  sums[0] = 0.0;
  for (int64_t i = 0; i < s->frame_count; i++)
    sums[i + 1] = sums[i] + (double)t[i].motion * rate / 24.0;
  int64_t best = -1;
  double best_leap = 0.0;
  for (int64_t i = span; i + span <= s->frame_count; i++) {
    const double before = mean_motion(sums, i - span, i);
    const double after = mean_motion(sums, i, i + span);
    const int turns =
        fmin(before, after) < CALM && fmax(before, after) > MOVING;
    if (turns && fabs(after - before) > fabs(best_leap)) {
      best = i;
      best_leap = after - before;
    }
    if (best >= 0 && (i - best > apart || i + span == s->frame_count)) {
      ELARA_TRY(add(f,
                    best_leap > 0 ? ELARA_ACTION_MOVEMENT : ELARA_ACTION_STILL,
                    s->first_frame + best, fabs(best_leap) / 20.0));
      best = -1;
      best_leap = 0.0;
    }
  }
  return ELARA_OK;
}

static ElaraStatus
find_movements(Finder* f)
{
  double* const sums = elara_arena_array(
      f->traces->arena, (size_t)f->cut->frame_count + 1, sizeof *sums);
  ELARA_TRY_PTR(sums);
  for (size_t i = 0; i < f->cut->shot_count; i++)
    ELARA_TRY(movements_of(f, &f->cut->shots[i], sums));
  return ELARA_OK;
}

// A tenth of a second that is far louder than the mean of the second before.
static ElaraStatus
find_blows(Finder* f, const ElaraLoudness* loudness)
{
  const float* const db = loudness->tenths.items;
  size_t last = 0;
  for (size_t i = 1; i < loudness->tenths.count; i++) {
    double power = 1e-7; // -70 dB
    const size_t from = i > 10 ? i - 10 : 0;
    for (size_t k = from; k < i; k++)
      power += pow(10.0, (double)db[k] / 10.0) / (double)(i - from);
    const double leap = (double)db[i] - 10.0 * log10(power);
    if (leap < LEAP_DB || (double)db[i] < HEARD_DB) continue;
    if (last && i - last < 10) continue;
    last = i;
    const ElaraTime time = (ElaraTime)i * (ELARA_FLICKS_PER_S / 10);
    ELARA_TRY(add(f, ELARA_ACTION_SOUND,
                  elara_film_nearest(&f->cut->clock, time), leap / 40.0));
  }
  return ELARA_OK;
}

static int
by_frame(const void* a, const void* b)
{
  const ElaraAction* const p = (const ElaraAction*)a;
  const ElaraAction* const q = (const ElaraAction*)b;
  if (p->frame != q->frame) return p->frame < q->frame ? -1 : 1;
  return (int)p->kind - (int)q->kind;
}

ElaraStatus
elara_find_actions(const ElaraTraces* traces,
                   const ElaraJoins* joins,
                   const ElaraLoudness* loudness,
                   ElaraCut* cut)
{
  Finder f = {.traces = traces, .cut = cut};
  ELARA_TRY(find_movements(&f));
  for (size_t i = 0; i < joins->flashes.count; i++) {
    const ElaraFlash* const flash = &joins->flashes.items[i];
    ELARA_TRY(add(&f, ELARA_ACTION_FLASH, flash->frame, flash->strength));
  }
  ELARA_TRY(find_blows(&f, loudness));
  if (f.list.count > 1)
    qsort(f.list.items, f.list.count, sizeof *f.list.items, by_frame);
  cut->actions = f.list.items;
  cut->action_count = f.list.count;
  return ELARA_OK;
}
