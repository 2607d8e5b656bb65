// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// Hard cuts: a frame that is unlike the frame before in colours and shape, and
// much more so than the frames around it are. Comparing with the neighbours is
// what makes one threshold do for a quiet film and for a battle
// (PySceneDetect's AdaptiveDetector; its ratio is 3, on colours alone).
//
// A jump whose light and shape come back within a quarter of a second is a
// flash, not a cut.

#include "picture/room.h"

#include <math.h>

// Of unlikeness, half colours, half shape. A cut between two views of one dark
// room has .3; grain, light and coding make .05 to .15 of the next frame.
#define LEAST .20f
#define MARGIN .17f
#define RATIO 1.75f
// A frame that repeats the one before: telecine, animation on twos. Coding
// leaves a little of a difference, far less than that of the frames beside it.
#define REPEAT_STEP .35f
#define REPEAT_UNLIKE .03f
#define REPEAT_SHARE .3f

static int
is_repeat(const ElaraTraces* traces, int64_t frame)
{
  const ElaraTrace* const t = &traces->frames.items[frame];
  if (t->step < REPEAT_STEP && t->unlike < REPEAT_UNLIKE) return 1;
  if (frame + 1 >= (int64_t)traces->frames.count) return 0;
  return t->unlike < REPEAT_SHARE * fminf(t[-1].unlike, t[1].unlike);
}

// The two nearest frames on the side of STEP that show something new, within
// a quarter of a second; a still picture has none and counts as 0.
static int
neighbours(const ElaraTraces* traces, int64_t frame, int step, float* values)
{
  const int64_t reach = (int64_t)fmax(3.0, traces->rate * .25);
  int found = 0;
  for (int64_t k = 1; k <= reach && found < 2; k++) {
    const int64_t i = frame + step * k;
    if (i < 1 || i >= (int64_t)traces->frames.count) break;
    if (!is_repeat(traces, i)) values[found++] = traces->frames.items[i].unlike;
  }
  return found;
}

// What is usual here: the busier side's. Of two frames on a side the quieter
// one counts, since the other may be a cut too, or the edge of a flash. A whip
// pan or a battle that sets in is busy afterwards; a cut leaves one side's
// manner for the other's.
static float
around(const ElaraTraces* traces, int64_t frame)
{
  float b[2] = {0.0f, 0.0f}, a[2] = {0.0f, 0.0f};
  const int before = neighbours(traces, frame, -1, b);
  const int after = neighbours(traces, frame, 1, a);
  return fmaxf(before == 1 ? b[0] : fminf(b[0], b[1]),
               after == 1 ? a[0] : fminf(a[0], a[1]));
}

float
elara_hard_strength(const ElaraTraces* traces, int64_t frame)
{
  if (frame < 1) return 0.0f;
  const float unlike = traces->frames.items[frame].unlike;
  if (unlike < LEAST) return 0.0f;
  const float usual = around(traces, frame);
  if (unlike - usual < MARGIN || unlike < RATIO * usual) return 0.0f;
  return unlike - usual;
}

// --- what is left after fades ------------------------------------------------

// How unlike the frame before a flash its end may still be, as a share of the
// jump: smoke and sparks stay.
#define RETURNED .6f
// What a flash adds to the light, of full white; or takes: a blink.
#define LIGHT .04f

// True when the jump at FRAME is the beginning of a flash; *LAST is where the
// picture is itself again.
static int
is_flash(const ElaraTraces* traces, int64_t frame, int64_t* last)
{
  const ElaraTrace* const t = &traces->frames.items[frame];
  if (t->back_frames < 1 || t->back > RETURNED * t->unlike) return 0;
  const float light = t[0].brightness - t[-1].brightness;
  if (fabsf(light) < LIGHT) return 0;
  *last = frame + t->back_frames;
  return 1;
}

static int
inside_join(const ElaraJoins* joins, int64_t frame)
{
  for (size_t i = 0; i < joins->breaks.count; i++) {
    const ElaraBreak* const b = &joins->breaks.items[i];
    if (b->join == ELARA_JOIN_FADE && frame > b->first && frame <= b->last)
      return 1;
  }
  return 0;
}

static double
confidence(const ElaraTraces* traces, int64_t frame)
{
  const double s = (double)elara_hard_strength(traces, frame);
  return fmin(1.0, .4 + s);
}

ElaraStatus
elara_find_cuts(const ElaraTraces* traces, ElaraJoins* joins)
{
  int64_t lit_until = -1;
  ElaraBreaks cuts = {0};
  for (int64_t f = 1; f < (int64_t)traces->frames.count; f++) {
    const float strength = elara_hard_strength(traces, f);
    if (strength <= 0.0f || f <= lit_until || inside_join(joins, f)) continue;
    int64_t last;
    if (is_flash(traces, f, &last)) {
      const ElaraFlash flash = {f, fmin(1.0, (double)strength * 1.5)};
      if (!ELARA_PUSH(traces->arena, &joins->flashes, flash))
        return ELARA_NO_MEMORY;
      lit_until = last;
      continue;
    }
    const ElaraBreak b = {f, f, f, ELARA_JOIN_CUT, confidence(traces, f)};
    if (!ELARA_PUSH(traces->arena, &cuts, b)) return ELARA_NO_MEMORY;
  }
  for (size_t i = 0; i < cuts.count; i++) {
    if (!ELARA_PUSH(traces->arena, &joins->breaks, cuts.items[i]))
      return ELARA_NO_MEMORY;
  }
  elara_sort_breaks(joins);
  return ELARA_OK;
}
