// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// The gain falls and rises along half a period of a cosine, in decibels:
//
//   speech            |=====================|
//     0 dB  -----.                                   .-----
//                  \                              .'
//    -8 dB          `-----------------------------
//               lead |                     | release
//
//   d(x) = depth (1 - cos(pi x)) / 2,  x = 0..1
//
// Level is heard in decibels, so a curve that is smooth there is heard as one
// movement without a corner. It lies at full depth from the first frame of
// speech to the last; where a release meets the next lead the deeper holds.

#include "sound/mix/duck.h"

#include <math.h>

#define PI 3.14159265358979323846

ElaraDuckConfig
elara_duck_config(void)
{
  return (ElaraDuckConfig){.depth_db = 8.0, .lead_s = .2, .release_s = .6};
}

ElaraStatus
elara_duck_init(ElaraDuck* duck,
                ElaraArena* arena,
                const ElaraDuckConfig* config,
                const ElaraStretch* speech,
                size_t count,
                int rate)
{
  *duck = (ElaraDuck){.depth_db = config->depth_db,
                      .lead = (int64_t)llround(config->lead_s * rate),
                      .release = (int64_t)llround(config->release_s * rate)};
  for (size_t i = 0; i < count; i++) {
    ELARA_TRY(elara_spans_add(&duck->spans, arena, speech[i], duck->release));
  }
  return ELARA_OK;
}

static double
part(int64_t done, int64_t whole)
{
  return (1.0 - cos(PI * (double)done / (double)whole)) / 2.0;
}

// SPAN may be the one before FRAME, around it, or after it.
static double
depth_of(const ElaraDuck* d, const ElaraStretch* span, int64_t frame)
{
  if (frame < span->start) {
    const int64_t left = span->start - frame;
    return left < d->lead ? part(d->lead - left, d->lead) : 0.0;
  }
  const int64_t since = frame - (span->end - 1);
  if (since <= 0) return 1.0;
  return since < d->release ? part(d->release - since, d->release) : 0.0;
}

// NEXT: the first span that ends after FRAME.
static double
share_at(const ElaraDuck* d, size_t next, int64_t frame)
{
  double most = 0.0;
  if (next < d->spans.count) most = depth_of(d, &d->spans.items[next], frame);
  if (next > 0)
    most = fmax(most, depth_of(d, &d->spans.items[next - 1], frame));
  return most;
}

double
elara_duck_db(const ElaraDuck* duck, int64_t frame)
{
  const size_t next =
      elara_spans_after(duck->spans.items, duck->spans.count, frame);
  return duck->depth_db * share_at(duck, next, frame);
}

int
elara_duck_gains(const ElaraDuck* duck,
                 int64_t frame,
                 float* gains,
                 size_t count)
{
  size_t next = elara_spans_after(duck->spans.items, duck->spans.count, frame);
  const float full = (float)pow(10.0, -duck->depth_db / 20.0);
  int any = 0;
  for (size_t i = 0; i < count; i++) {
    const int64_t at = frame + (int64_t)i;
    while (next < duck->spans.count && duck->spans.items[next].end <= at)
      next++;
    const double share = share_at(duck, next, at);
    any |= share > 0.0;
    gains[i] = share >= 1.0 ? full : 1.0f;
    if (share > 0.0 && share < 1.0)
      gains[i] = (float)pow(10.0, -duck->depth_db * share / 20.0);
  }
  return any;
}
