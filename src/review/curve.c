// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// The four feelings over story time, smoothed by LOESS (Cleveland 1979): at
// each point a straight line is fitted to the beats around it, near ones
// weighing more (tricube). The window reaches a tenth of the story to either
// side, and half of its weight lies within a twentieth: about the tenth that
// Reagan et al. slide over novels. A Fourier or cosine fit is never drawn, for
// it makes shapes of its own; three cosines only name the shape.

#include "review/room.h"

#include <math.h>

#define POINTS 121
#define REACH .1 // of the story, to either side
#define CLEAR .6 // below this likeness there is no clear arc

typedef double Values[4];

static void
values_of(const ElaraFeeling* f, double* values)
{
  values[0] = f->valence;
  values[1] = f->arousal;
  values[2] = f->tension;
  values[3] = f->levity;
}

static double
tricube(double distance)
{
  const double x = fabs(distance);
  if (x >= 1.0) return 0.0;
  const double y = 1.0 - x * x * x;
  return y * y * y;
}

// The sums of a weighted line fit, offsets from the point at hand.
typedef struct {
  double w, x, xx;
  Values y, xy;
} Fit;

static void
weigh_beat(Fit* fit, const ElaraBeat* beat, double offset)
{
  Values v;
  const double w =
      tricube(offset / REACH) * (elara_time_s(beat->end - beat->start) + 1e-6);
  values_of(&beat->feeling, v);
  fit->w += w;
  fit->x += w * offset;
  fit->xx += w * offset * offset;
  for (int k = 0; k < 4; k++) {
    fit->y[k] += w * v[k];
    fit->xy[k] += w * offset * v[k];
  }
}

static double
bounded(double value)
{
  return fmin(fmax(value, -1.0), 1.0);
}

// The line's height at offset 0; the mean where a line cannot be told.
static double
solve(const Fit* fit, int k)
{
  if (fit->w <= 0.0) return 0.0;
  const double det = fit->w * fit->xx - fit->x * fit->x;
  if (det < 1e-9 * fit->w * fit->w) return bounded(fit->y[k] / fit->w);
  return bounded((fit->xx * fit->y[k] - fit->x * fit->xy[k]) / det);
}

static ElaraFeeling
smooth_at(const Reader* reader, double where)
{
  const ElaraStory* const story = reader->story;
  Fit fit = {0};
  for (size_t i = 0; i < story->beat_count; i++) {
    const ElaraBeat* const b = &story->beats[i];
    const double middle = elara_review_at(reader, b->start / 2 + b->end / 2);
    weigh_beat(&fit, b, middle - where);
  }
  return (ElaraFeeling){solve(&fit, 0), solve(&fit, 1), solve(&fit, 2),
                        solve(&fit, 3)};
}

// Valence beside one cosine of HALVES half periods, as a correlation.
static double
likeness(const ElaraReview* r, int halves)
{
  const double n = (double)r->point_count;
  double sx = 0.0, sy = 0.0, sxx = 0.0, syy = 0.0, sxy = 0.0;
  for (size_t i = 0; i < r->point_count; i++) {
    const double x = cos(3.14159265358979 * halves * ((double)i + .5) / n);
    const double y = r->points[i].feeling.valence;
    sx += x;
    sy += y;
    sxx += x * x;
    syy += y * y;
    sxy += x * y;
  }
  const double spread = (sxx - sx * sx / n) * (syy - sy * sy / n);
  return spread > 1e-12 ? (sxy - sx * sy / n) / sqrt(spread) : 0.0;
}

static void
name_shape(ElaraReview* r)
{
  static const ElaraArcShape falls_first[] = {
      ELARA_SHAPE_TRAGEDY, ELARA_SHAPE_MAN_IN_A_HOLE, ELARA_SHAPE_OEDIPUS};
  static const ElaraArcShape rises_first[] = {
      ELARA_SHAPE_RAGS_TO_RICHES, ELARA_SHAPE_ICARUS, ELARA_SHAPE_CINDERELLA};
  r->shape = ELARA_SHAPE_NONE;
  for (int k = 0; k < 3; k++) {
    const double alike = likeness(r, k + 1);
    if (fabs(alike) <= r->shape_likeness) continue;
    r->shape_likeness = fmin(fabs(alike), 1.0);
    r->shape = alike > 0.0 ? falls_first[k] : rises_first[k];
  }
  if (r->shape_likeness < CLEAR) r->shape = ELARA_SHAPE_NONE;
}

void
elara_review_curve(Reader* reader)
{
  ElaraReview* const r = reader->review;
  r->points = elara_arena_array(reader->arena, POINTS, sizeof *r->points);
  if (!r->points) {
    reader->failed = 1;
    return;
  }
  r->point_count = reader->story->beat_count ? POINTS : 0;
  for (size_t i = 0; i < r->point_count; i++) {
    const double where = (double)i / (POINTS - 1);
    r->points[i].time = elara_time_from_s(where * elara_time_s(r->length));
    if (r->points[i].time > r->length) r->points[i].time = r->length;
    r->points[i].feeling = smooth_at(reader, where);
  }
  if (r->point_count) name_shape(r);
}
