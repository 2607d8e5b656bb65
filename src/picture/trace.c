// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// A row of numbers for each frame. The last seconds of frames stay at hand, so
// that what needs the future (did the light come back? does the picture melt
// into another?) is asked when the future has come.

#include "picture/room.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define RING 192
#define MOST_HALF 80
#define HALVES 9

struct ElaraWatcher {
  ElaraTraces* traces;
  int upright;
  int64_t count;
  int halves[HALVES];
  int flash; // frames that a flash may last
  int sign_every;
  ElaraGlance ring[RING];
};

ElaraStatus
elara_watcher_new(ElaraTraces* traces, int upright, ElaraWatcher** watcher)
{
  // Half of a dissolve, in 24ths of a second: films' last .3 to 3 s.
  static const int halves[HALVES] = {3, 4, 5, 6, 8, 12, 16, 24, 32};
  ElaraWatcher* const w = elara_arena_alloc(traces->arena, sizeof *w);
  ELARA_TRY_PTR(w);
  w->traces = traces;
  w->upright = upright;
  const double scale = fmax(traces->rate / 24.0, .5);
  for (int i = 0; i < HALVES; i++) {
    const int half = (int)lround(halves[i] * scale);
    w->halves[i] = half < 2 ? 2 : half > MOST_HALF ? MOST_HALF : half;
  }
  w->flash = (int)fmin(40.0, fmax(2.0, round(traces->rate * .25)));
  w->sign_every = (int)fmax(1.0, round(traces->rate * .25));
  *watcher = w;
  return ELARA_OK;
}

static const ElaraGlance*
at(const ElaraWatcher* w, int64_t frame)
{
  return &w->ring[frame % RING];
}

static float
unlike(const ElaraUnlike* u)
{
  return .5f * u->colours + .5f * u->shape;
}

// Both ways: what vanishes counts as what appears.
static ElaraUnlike
compare(const ElaraGlance* a, const ElaraGlance* b)
{
  ElaraUnlike u = elara_eye_compare(a, b);
  if (u.colours < .15f && u.shape < .15f) return u;
  const float back = elara_eye_compare(b, a).shape;
  if (back > u.shape) u.shape = back;
  return u;
}

// --- what needs the future ---------------------------------------------------

// Was the jump at FRAME a flash?
static void
look_for_return(ElaraWatcher* w, int64_t frame)
{
  ElaraTrace* const t = &w->traces->frames.items[frame];
  if (frame < 1 || elara_hard_strength(w->traces, frame) <= 0.0f) return;
  for (int64_t k = 1; k <= w->flash && frame + k < w->count; k++) {
    const ElaraUnlike u = compare(at(w, frame - 1), at(w, frame + k));
    if (unlike(&u) >= t->back) continue;
    t->back = unlike(&u);
    t->back_frames = (int16_t)k;
  }
}

// Frame MIDDLE against the mean of the frames HALF before and after. Linear
// mixing gives none of their difference, a hard change or a moving edge gives
// half of it, since the frame is then like the one or the other (after the
// dissolve synthesis of Lienhart, 2001). So MELT = difference x (1 - 4 rest).
static void
try_half(ElaraWatcher* w, int64_t middle, int half)
{
  if (middle - half < 0) return;
  const ElaraGlance* const a = at(w, middle - half);
  const ElaraGlance* const m = at(w, middle);
  const ElaraGlance* const b = at(w, middle + half);
  int apart = 0, rest = 0;
  for (int c = 0; c < 3; c++) {
    for (int i = 0; i < EYE_THUMB; i++) {
      const int p = a->thumb[c][i], q = b->thumb[c][i];
      apart += abs(q - p);
      rest += abs(2 * m->thumb[c][i] - p - q);
    }
  }
  const float melt = ((float)apart - 2.0f * (float)rest) / EYE_THUMB;
  ElaraTrace* const t = &w->traces->frames.items[middle];
  if (melt <= t->melt) return;
  t->melt = melt;
  t->half = (int16_t)half;
}

static float
alike(const ElaraGlance* a, const ElaraGlance* b)
{
  double ma = 0, mb = 0, aa = 0, bb = 0, ab = 0;
  for (int i = 0; i < EYE_THUMB; i++) {
    ma += a->thumb[0][i];
    mb += b->thumb[0][i];
  }
  ma /= EYE_THUMB;
  mb /= EYE_THUMB;
  for (int i = 0; i < EYE_THUMB; i++) {
    const double p = a->thumb[0][i] - ma, q = b->thumb[0][i] - mb;
    aa += p * p;
    bb += q * q;
    ab += p * q;
  }
  // A level of noise, so that two flat pictures are not alike by chance.
  return (float)(ab / sqrt((aa + EYE_THUMB) * (bb + EYE_THUMB)));
}

// The share of B in M that explains it best as a mixture of A and B, and what
// is left then, in levels.
static double
unmix(const ElaraGlance* a,
      const ElaraGlance* b,
      const ElaraGlance* m,
      double* share)
{
  int64_t along = 0, whole = 0;
  for (int c = 0; c < 3; c++) {
    for (int i = 0; i < EYE_THUMB; i++) {
      const int d = b->thumb[c][i] - a->thumb[c][i];
      along += d * (m->thumb[c][i] - a->thumb[c][i]);
      whole += d * d;
    }
  }
  const double s = whole > 0 ? (double)along / (double)whole : 0.0;
  double rest = 0.0;
  for (int c = 0; c < 3; c++) {
    for (int i = 0; i < EYE_THUMB; i++) {
      const int d = b->thumb[c][i] - a->thumb[c][i];
      rest += fabs(m->thumb[c][i] - a->thumb[c][i] - s * d);
    }
  }
  *share = s;
  return rest / EYE_THUMB;
}

// What mixing the ends does not explain of the frames between, against how far
// these are from the nearer end: small in a dissolve, 1 and more where things
// move. A share that goes back counts against it too.
static float
rest_of_mixing(const ElaraWatcher* w, int64_t first, int64_t last)
{
  const ElaraGlance* const a = at(w, first);
  const ElaraGlance* const b = at(w, last);
  double left = 0.0, moved = 0.0, apart = 0.0, before = 0.0;
  for (int c = 0; c < 3; c++) {
    for (int i = 0; i < EYE_THUMB; i++)
      apart += abs(b->thumb[c][i] - a->thumb[c][i]);
  }
  apart /= EYE_THUMB;
  for (int64_t f = first + 1; f < last; f++) {
    double share;
    left += unmix(a, b, at(w, f), &share);
    if (share < before) left += (before - share) * apart;
    before = share;
    moved += fmax(0.0, fmin(share, 1.0 - share)) * apart;
  }
  return (float)fmin(9.0, left / (moved + .01));
}

// The ends of what melts most around MIDDLE.
static void
look_at_ends(ElaraWatcher* w, int64_t middle)
{
  ElaraTrace* const t = &w->traces->frames.items[middle];
  if (middle < 2 || middle + 2 >= w->count || t->melt < 4.0f) return;
  for (int k = -2; k <= 2; k++) {
    if (t[k].melt > t->melt || (k < 0 && t[k].melt >= t->melt)) return;
  }
  t->melt_rest = rest_of_mixing(w, middle - t->half, middle + t->half);
  int64_t first = middle - t->half - 1;
  int64_t last = middle + t->half + 1;
  if (first < 0) first = 0;
  if (last >= w->count) last = w->count - 1;
  const ElaraUnlike u = compare(at(w, first), at(w, last));
  t->melt_unlike = unlike(&u);
  t->melt_alike = alike(at(w, first), at(w, last));
}

// --- frame by frame ----------------------------------------------------------

static void
settle(ElaraWatcher* w, int64_t newest)
{
  const int64_t far = w->halves[HALVES - 1];
  if (newest >= w->flash) look_for_return(w, newest - w->flash);
  if (newest >= far + 2) look_at_ends(w, newest - far - 2);
}

static ElaraStatus
take_sign(ElaraWatcher* w, const ElaraGlance* g)
{
  ElaraSign s = {.frame = w->count};
  for (int i = 0; i < EYE_BINS; i++) {
    const int bin = i >> 7 << 4 | (i >> 4 & 3) << 2 | (i >> 1 & 3);
    s.bins[bin] += (float)g->bins[i] / (512.0f * EYE_PIXELS);
  }
  const int tw = g->width / 4, th = g->height / 4;
  int counts[ELARA_SIGN_CELLS] = {0};
  for (int i = 0; i < EYE_THUMB; i++) {
    const int cell = i / tw * 4 / th * 6 + i % tw * 6 / tw;
    s.cells[cell] += (float)g->thumb[0][i] / 255.0f;
    counts[cell]++;
  }
  for (int i = 0; i < ELARA_SIGN_CELLS; i++)
    s.cells[i] /= (float)counts[i];
  return ELARA_PUSH(w->traces->arena, &w->traces->signs, s) ? ELARA_OK
                                                            : ELARA_NO_MEMORY;
}

// Stills and repeated frames are many; they cost nothing.
static int
is_same(const ElaraGlance* a, const ElaraGlance* b)
{
  return memcmp(a->luma, b->luma, sizeof a->luma) == 0 &&
         memcmp(a->bins, b->bins, sizeof a->bins) == 0;
}

static void
compare_to(const ElaraGlance* before, const ElaraGlance* g, ElaraTrace* t)
{
  const ElaraUnlike u = compare(before, g);
  t->unlike = unlike(&u);
  t->shape = u.shape;
  t->step = u.step;
  t->motion = elara_eye_motion(before, g);
}

ElaraStatus
elara_watcher_frame(ElaraWatcher* w, const uint8_t* rgb)
{
  ElaraGlance* const g = &w->ring[w->count % RING];
  elara_eye_look(g, rgb, w->upright);
  ElaraTrace t = {.brightness = g->brightness,
                  .contrast = g->contrast,
                  .warmth = g->warmth,
                  .spread = g->spread,
                  .back = 1.0f};
  if (w->count > 0) {
    const ElaraGlance* const before = at(w, w->count - 1);
    if (!is_same(before, g)) compare_to(before, g, &t);
  }
  if (w->count % w->sign_every == 0) ELARA_TRY(take_sign(w, g));
  if (!ELARA_PUSH(w->traces->arena, &w->traces->frames, t))
    return ELARA_NO_MEMORY;
  const int64_t newest = w->count++;
  for (int i = 0; i < HALVES; i++) {
    if (newest >= 2 * w->halves[i])
      try_half(w, newest - w->halves[i], w->halves[i]);
  }
  settle(w, newest);
  return ELARA_OK;
}

void
elara_watcher_end(ElaraWatcher* w)
{
  const int64_t far = w->halves[HALVES - 1];
  for (int64_t i = w->count > w->flash ? w->count - w->flash : 0; i < w->count;
       i++)
    look_for_return(w, i);
  for (int64_t i = w->count > far + 2 ? w->count - far - 2 : 0; i < w->count;
       i++)
    look_at_ends(w, i);
}
