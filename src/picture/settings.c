// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// Shots that look alike are taken for one place: same colours, and light and
// dark in the same parts of the picture. In a conversation the camera goes to
// and fro between two such looks. A place is what its last few shots looked
// like, so that one may change slowly.

#include "picture/room.h"

#include <math.h>
#include <string.h>

#define ALIKE .20    // unlike by less: one place
#define KEPT 3       // looks of a place that are remembered
#define LOOKED_AT 12 // signs of a shot, evenly taken

typedef struct {
  float bins[ELARA_SIGN_BINS];
  float cells[ELARA_SIGN_CELLS];
  int known;
} Face;

typedef struct {
  Face faces[KEPT];
  int next;
  int setting;
} Place;

// Half colours, half where the light is, after the mean was taken off: the
// same room with another lamp on is nearer than another room.
static double
unlike(const Face* a, const Face* b)
{
  double colours = 0.0, cells = 0.0, ma = 0.0, mb = 0.0;
  for (int i = 0; i < ELARA_SIGN_BINS; i++)
    colours += (double)fabsf(a->bins[i] - b->bins[i]);
  for (int i = 0; i < ELARA_SIGN_CELLS; i++) {
    ma += (double)a->cells[i] / ELARA_SIGN_CELLS;
    mb += (double)b->cells[i] / ELARA_SIGN_CELLS;
  }
  for (int i = 0; i < ELARA_SIGN_CELLS; i++)
    cells += fabs((double)a->cells[i] - ma - (double)b->cells[i] + mb);
  // A mean difference of a quarter of full white is as unlike as can be.
  const double places = fmin(1.0, 4.0 * cells / ELARA_SIGN_CELLS);
  return .5 * fmin(1.0, colours / 2.0) + .5 * places;
}

static size_t
first_sign(const ElaraTraces* traces, int64_t frame)
{
  size_t low = 0, high = traces->signs.count;
  while (low < high) {
    const size_t middle = low + (high - low) / 2;
    if (traces->signs.items[middle].frame < frame)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

// The mean of a shot's signs, its joins left out where something remains.
static Face
face_of(const ElaraTraces* traces, const ElaraCut* cut, size_t index)
{
  const ElaraShot* const s = &cut->shots[index];
  const int64_t end = s->first_frame + s->frame_count;
  int64_t from = s->join_last, to = end;
  if (index + 1 < cut->shot_count) to = s[1].join_first;
  size_t first = first_sign(traces, from), last = first_sign(traces, to);
  if (first >= last) {
    first = first_sign(traces, s->first_frame);
    last = first_sign(traces, end);
  }
  if (first >= last) {
    first = first < traces->signs.count ? first : traces->signs.count - 1;
    last = first + 1;
  }
  const size_t step = (last - first + LOOKED_AT - 1) / LOOKED_AT;
  Face face = {.known = 1};
  float n = 0.0f;
  for (size_t i = first; i < last; i += step, n += 1.0f) {
    for (int k = 0; k < ELARA_SIGN_BINS; k++)
      face.bins[k] += traces->signs.items[i].bins[k];
    for (int k = 0; k < ELARA_SIGN_CELLS; k++)
      face.cells[k] += traces->signs.items[i].cells[k];
  }
  for (int k = 0; k < ELARA_SIGN_BINS; k++)
    face.bins[k] /= n;
  for (int k = 0; k < ELARA_SIGN_CELLS; k++)
    face.cells[k] /= n;
  return face;
}

static double
distance(const Place* place, const Face* face)
{
  double least = 1.0;
  for (int i = 0; i < KEPT; i++) {
    if (place->faces[i].known)
      least = fmin(least, unlike(&place->faces[i], face));
  }
  return least;
}

ElaraStatus
elara_find_settings(const ElaraTraces* traces, ElaraCut* cut)
{
  ELARA_LIST(Place) places = {0};
  int black = -1, next = 0;
  Face before = {0};
  for (size_t i = 0; i < cut->shot_count; i++) {
    ElaraShot* const s = &cut->shots[i];
    const Face face = face_of(traces, cut, i);
    s->change = before.known ? fmin(1.0, unlike(&before, &face)) : 0.0;
    before = face;
    if (s->black) { // nothing to see is one place, wherever it is
      if (black < 0) black = next++;
      s->setting = black;
      continue;
    }
    Place* best = NULL;
    double least = ALIKE;
    for (size_t k = 0; k < places.count; k++) {
      const double d = distance(&places.items[k], &face);
      if (d < least) least = d, best = &places.items[k];
    }
    if (!best) {
      const Place fresh = {.setting = next++};
      if (!ELARA_PUSH(traces->arena, &places, fresh)) return ELARA_NO_MEMORY;
      best = &places.items[places.count - 1];
    }
    best->faces[best->next++ % KEPT] = face;
    s->setting = best->setting;
  }
  return ELARA_OK;
}
