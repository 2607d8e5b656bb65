// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// Stretches with nothing to see, the fades that lead into and out of them, and
// dissolves.
//
// What is left of a picture that fades is its distance from the flat colour it
// fades to. It falls step by step; where it falls at once, that is a cut.

#include "picture/room.h"

#include <math.h>
#include <stdlib.h>

#define FLAT 3.5f   // levels of spread: less is one colour, with coding noise
#define PICTURE 6.0 // levels from the flat: less was no picture before either
#define LEAP .6     // of the way in one frame: no fade
#define LONGEST_S 4.0
#define OWN_S .5 // a flat stretch that long is a shot of its own

// Mean distance of frame T from the flat colour of brightness LEVEL, in levels.
static double
presence(const ElaraTrace* t, double level)
{
  const double off = (double)t->brightness - level;
  const double spread = (double)t->contrast;
  return 255.0 * sqrt(off * off + spread * spread);
}

// Walks from the flat frame AT in direction STEP to the first whole frame of
// the picture; AT itself when there is no fade.
static int64_t
walk(const ElaraTraces* traces, int64_t at, int step)
{
  const int64_t count = (int64_t)traces->frames.count;
  const ElaraTrace* const t = traces->frames.items;
  const double level = (double)t[at].brightness;
  const int64_t longest = (int64_t)(LONGEST_S * traces->rate);
  double now = presence(&t[at], level), leap = 0.0;
  const double from = now;
  int64_t i = at, far = at, idle = 0;
  for (; llabs(i + step - at) <= longest; i += step) {
    const int64_t next = i + step;
    if (next < 0 || next >= count) break;
    const double p = presence(&t[next], level);
    if (p < now - 1.0 || idle > 2) break;
    // Going on at less than a tenth of the pace so far is standing still.
    const double pace = (now - from) / (double)(llabs(i - at) + 1);
    idle = p - now > fmax(.1 * pace, .15) ? 0 : idle + 1;
    if (idle == 0) far = next;
    if (p - now > leap) leap = p - now;
    if (p > now) now = p;
  }
  const int fades = now - from > PICTURE && leap < LEAP * (now - from) &&
                    llabs(far - at) >= 3;
  return fades ? far : at;
}

static ElaraStatus
push(const ElaraTraces* traces, ElaraJoins* joins, ElaraBreak b)
{
  return ELARA_PUSH(traces->arena, &joins->breaks, b) ? ELARA_OK
                                                      : ELARA_NO_MEMORY;
}

// The flat stretch [FIRST, LAST) and the fades on both sides.
static ElaraStatus
settle_flat(const ElaraTraces* traces,
            ElaraJoins* joins,
            int64_t first,
            int64_t last)
{
  const int64_t count = (int64_t)traces->frames.count;
  const int64_t out = first > 0 ? walk(traces, first, -1) : first;
  const int64_t in = last < count ? walk(traces, last - 1, 1) : last - 1;
  const int own = (double)(last - first) >= OWN_S * traces->rate;
  const int fades_out = out<first, fades_in = in> last - 1;
  const int64_t end = fades_in ? in + 1 : last;
  if (own) {
    const ElaraFlat flat = {first, last, 1};
    if (!ELARA_PUSH(traces->arena, &joins->flats, flat)) return ELARA_NO_MEMORY;
    if (fades_out)
      ELARA_TRY(push(traces, joins,
                     (ElaraBreak){first, out, first, ELARA_JOIN_FADE, .95}));
    if (fades_in)
      ELARA_TRY(push(traces, joins,
                     (ElaraBreak){last, last, end, ELARA_JOIN_FADE, .95}));
    return ELARA_OK;
  }
  // Into black by a cut, out of it by a fade: the cut speaks for itself.
  if (fades_out && !fades_in)
    return push(traces, joins,
                (ElaraBreak){first, out, first, ELARA_JOIN_FADE, .9});
  if (fades_in && !fades_out && first > 0)
    return push(traces, joins,
                (ElaraBreak){last, last, end, ELARA_JOIN_FADE, .9});
  if (!fades_out || !fades_in) return ELARA_OK;
  return push(traces, joins,
              (ElaraBreak){(first + last) / 2, out, end, ELARA_JOIN_FADE, .95});
}

// A dip that does not go all the way: the picture shrinks to a quarter of what
// it was on both sides, and is dark or white there.
static int
is_dip(const ElaraTraces* traces, int64_t i)
{
  const ElaraTrace* const t = traces->frames.items;
  if (i < 1 || i + 1 >= (int64_t)traces->frames.count) return 0;
  if (t[i].spread > 12.0f || t[i - 1].spread < t[i].spread ||
      t[i + 1].spread <= t[i].spread)
    return 0;
  const int64_t before = walk(traces, i, -1), after = walk(traces, i, 1);
  return before < i && after > i && t[before].spread > 4.0f * t[i].spread &&
         t[after].spread > 4.0f * t[i].spread;
}

ElaraStatus
elara_find_fades(const ElaraTraces* traces, ElaraJoins* joins)
{
  const int64_t count = (int64_t)traces->frames.count;
  const ElaraTrace* const t = traces->frames.items;
  for (int64_t i = 0; i < count;) {
    if (t[i].spread >= FLAT && !is_dip(traces, i)) {
      i++;
      continue;
    }
    int64_t last = i + 1;
    while (last < count && t[last].spread < FLAT &&
           fabsf(t[last].brightness - t[last - 1].brightness) < .1f)
      last++;
    ELARA_TRY(settle_flat(traces, joins, i, last));
    i = last;
  }
  elara_sort_breaks(joins);
  return ELARA_OK;
}

// --- dissolves ---------------------------------------------------------------

#define MELT 16.0f // levels, of three channels together
#define ENDS .30f  // the frames before and after are as unlike as over a cut
#define ALIKE .75f // or it is light that changes, not the picture

#define REST .65f   // of what mixing does not explain in between
#define PANNED .75f // of the steps, when the camera's way is taken off

// True when most of what happens between FIRST and LAST is the picture being
// moved as a whole: a whip pan blurs from one picture to another too.
static int
is_pan(const ElaraTraces* traces, int64_t first, int64_t last)
{
  double moved = 0.0, stepped = 0.0;
  for (int64_t i = first + 1; i < last; i++) {
    moved += (double)traces->frames.items[i].motion;
    stepped += (double)traces->frames.items[i].step;
  }
  return moved < (double)PANNED * stepped;
}

static int
is_dissolve(const ElaraTraces* traces, int64_t frame)
{
  const ElaraTrace* const t = &traces->frames.items[frame];
  return t->melt >= MELT && t->melt_unlike >= ENDS && t->melt_alike < ALIKE &&
         t->melt_rest < REST &&
         !is_pan(traces, frame - t->half, frame + t->half);
}

static int
overlaps(const ElaraJoins* joins, int64_t first, int64_t last)
{
  for (size_t i = 0; i < joins->breaks.count; i++) {
    const ElaraBreak* const b = &joins->breaks.items[i];
    if (b->join == ELARA_JOIN_CUT) {
      // One at the edge is the end of a short shot.
      const int64_t edge = (last - first) / 4;
      if (b->frame > first + edge && b->frame < last - edge) return 1;
    } else if (b->first < last && b->last > first) {
      return 1;
    }
  }
  return 0;
}

ElaraStatus
elara_find_dissolves(const ElaraTraces* traces, ElaraJoins* joins)
{
  const int64_t count = (int64_t)traces->frames.count;
  const ElaraTrace* const t = traces->frames.items;
  for (int64_t i = 0; i < count; i++) {
    if (!is_dissolve(traces, i)) continue;
    int64_t best = i;
    for (int64_t k = i + 1; k < count && k - best <= t[best].half; k++) {
      if (is_dissolve(traces, k) && t[k].melt > t[best].melt) best = k;
    }
    const int64_t half = t[best].half;
    const int64_t first = best > half ? best - half : 0;
    const int64_t last = best + half < count ? best + half : count;
    i = best + half;
    if (overlaps(joins, first, last)) continue;
    const double sure = fmin(1.0, .4 + (double)t[best].melt_unlike *
                                           (1.0 - (double)t[best].melt_alike));
    ELARA_TRY(push(traces, joins,
                   (ElaraBreak){best, first, last, ELARA_JOIN_DISSOLVE, sure}));
    elara_sort_breaks(joins);
  }
  return ELARA_OK;
}

// --- in order ----------------------------------------------------------------

static int
by_frame(const void* a, const void* b)
{
  const ElaraBreak* const p = (const ElaraBreak*)a;
  const ElaraBreak* const q = (const ElaraBreak*)b;
  return (p->frame > q->frame) - (p->frame < q->frame);
}

// By frame; of two at one frame the first found stays.
void
elara_sort_breaks(ElaraJoins* joins)
{
  size_t kept = 0;
  if (joins->breaks.count < 2) return;
  qsort(joins->breaks.items, joins->breaks.count, sizeof *joins->breaks.items,
        by_frame);
  for (size_t i = 1; i < joins->breaks.count; i++) {
    if (joins->breaks.items[i].frame != joins->breaks.items[kept].frame)
      joins->breaks.items[++kept] = joins->breaks.items[i];
  }
  joins->breaks.count = kept + 1;
}
