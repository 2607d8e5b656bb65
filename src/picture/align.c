// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// A script laid along a film. Every scene gets a stretch of it, in order,
// beginning at one of the spots; of all ways to do so the likeliest is taken:
//
//   sum over scenes of  .5 (ln(length / expected) / deviation)^2
//                       - evidence of the spot - how the light suits
//
// found by dynamic programming in both directions (Bellman 1957; as a speech
// recogniser aligns words). How sure a scene's start is comes from the costs of
// the best ways that put it elsewhere. Cost: scenes x spots x the spots within
// eight times a scene's length; half a second for a feature film.

#include "picture/align.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define SHORT_S 2.0   // a scene's length is uncertain by that at least
#define FAR 8.0       // times shorter or longer than expected: not considered
#define NEAR_S 2.0    // two starts as near as that are the same answer
#define SKIP_NATS 3.0 // for a twentieth of the film, and 10 s, left out
#define ROUNDS 3
#define SPOKEN_S 60.0 // a start that subtitles give is off by less
#define NEVER 1e30f

typedef struct {
  ElaraAlign* a;
  double scale;    // film seconds for a second of the story
  int all;         // 1: no limit on lengths
  size_t rows;     // scene_count + 1: the last is where the story ends
  float* forward;  // [row][spot]: the best way up to here, evidence included
  float* backward; // and from here on
} Grid;

static int
has_times(const ElaraAlign* a)
{
  return a->story->clock == ELARA_CLOCK_SUBTITLES;
}

// --- what it costs -----------------------------------------------------------

// Titles before and credits after the story are left out at a price.
static double
skipped(const ElaraAlign* a, double seconds)
{
  const double unit = 10.0 + (a->end_s - a->begin_s) / 20.0;
  return SKIP_NATS * fmax(0.0, seconds) / unit;
}

// Of beginning scene ROW (or of ending the story) at spot C, by itself.
static double
spot_cost(const Grid* g, size_t row, size_t c)
{
  const ElaraAlign* const a = g->a;
  const ElaraSpot* const s = &a->spots[c];
  const int is_end = row + 1 == g->rows;
  if (is_end) {
    if (has_times(a)) return c + 1 == a->spot_count ? 0.0 : (double)NEVER;
    return skipped(a, a->end_s - s->time_s);
  }
  if (c + 1 == a->spot_count) return (double)NEVER;
  if (a->fixed[row] >= 0)
    return s->frame == a->fixed[row] ? 0.0 : (double)NEVER;
  double cost = -s->evidence;
  if (has_times(a)) {
    const ElaraScene* const scene = &a->story->scenes[row];
    const double error = fmax(.5, elara_time_s(scene->start_error));
    const double off = (s->time_s - elara_time_s(scene->start)) / error;
    return cost + .5 * off * off;
  }
  if (row == 0) cost = skipped(a, s->time_s - a->begin_s);
  return cost;
}

// Of scene ROW from spot B to spot C.
static double
scene_cost(const Grid* g, size_t row, size_t b, size_t c)
{
  const ElaraAlign* const a = g->a;
  const double from = a->spots[b].time_s, to = a->spots[c].time_s;
  const double suits = -elara_light_suits(a, row, from, to);
  if (has_times(a)) return suits;
  const double expected = fmax(.5, a->lengths_s[row] * g->scale);
  const double error = fmax(.05, a->story->time_error);
  const double small = SHORT_S / expected;
  const double off = log((to - from) / expected);
  return .5 * off * off / (error * error + small * small) + suits;
}

// The first spot from FROM on that is not before TIME_S.
static size_t
first_spot(const ElaraAlign* a, size_t from, double time_s)
{
  size_t low = from, high = a->spot_count;
  while (low < high) {
    const size_t middle = low + (high - low) / 2;
    if (a->spots[middle].time_s < time_s)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

// The spots C > B at which a scene ROW that begins at B may end: [*FROM, *TO).
static void
reach(const Grid* g, size_t row, size_t b, size_t* from, size_t* to)
{
  const ElaraAlign* const a = g->a;
  *from = b + 1;
  *to = a->spot_count;
  if (g->all) return;
  const double expected = fmax(2.0, a->lengths_s[row] * g->scale);
  double least = a->spots[b].time_s + expected / FAR;
  double most = a->spots[b].time_s + expected * FAR;
  if (has_times(a)) {
    if (row + 1 == a->scene_count) return;
    least = elara_time_s(a->story->scenes[row + 1].start) - SPOKEN_S;
    most = least + 2.0 * SPOKEN_S;
  }
  *from = first_spot(a, *from, least);
  *to = first_spot(a, *from, most);
}

// --- both directions ---------------------------------------------------------

static float*
at(const Grid* g, float* table, size_t row)
{
  return table + row * g->a->spot_count;
}

static void
relax(float* place, double cost)
{
  if (cost < (double)*place) *place = (float)cost;
}

static void
run_forward(Grid* g)
{
  const size_t n = g->a->spot_count;
  for (size_t i = 0; i < g->rows * n; i++)
    g->forward[i] = NEVER;
  for (size_t c = 0; c < n; c++)
    g->forward[c] = (float)spot_cost(g, 0, c);
  for (size_t row = 0; row + 1 < g->rows; row++) {
    const float* const here = at(g, g->forward, row);
    float* const next = at(g, g->forward, row + 1);
    for (size_t b = 0; b < n; b++) {
      size_t from, to;
      if (here[b] >= NEVER) continue;
      reach(g, row, b, &from, &to);
      for (size_t c = from; c < to; c++)
        relax(&next[c], (double)here[b] + scene_cost(g, row, b, c));
    }
    for (size_t c = 0; c < n; c++) {
      const double own = spot_cost(g, row + 1, c);
      next[c] = next[c] >= NEVER || own >= (double)NEVER
                    ? NEVER
                    : (float)((double)next[c] + own);
    }
  }
}

// From the end; what a spot costs by itself is in FORWARD alone.
static void
run_backward(Grid* g)
{
  const size_t n = g->a->spot_count;
  for (size_t i = 0; i < g->rows * n; i++)
    g->backward[i] = NEVER;
  for (size_t c = 0; c < n; c++)
    at(g, g->backward, g->rows - 1)[c] = 0.0f;
  for (size_t row = g->rows - 1; row-- > 0;) {
    float* const here = at(g, g->backward, row);
    const float* const next = at(g, g->backward, row + 1);
    for (size_t b = 0; b < n; b++) {
      size_t from, to;
      reach(g, row, b, &from, &to);
      for (size_t c = from; c < to; c++) {
        const double own = spot_cost(g, row + 1, c);
        if (next[c] >= NEVER || own >= (double)NEVER) continue;
        relax(&here[b], (double)next[c] + own + scene_cost(g, row, b, c));
      }
    }
  }
}

// The likeliest spot of each row, later than that of the row before.
static int
trace_back(const Grid* g, size_t* best)
{
  const size_t n = g->a->spot_count;
  size_t after = 0;
  for (size_t row = 0; row < g->rows; row++) {
    double least = (double)NEVER;
    for (size_t c = after; c < n; c++) {
      const double f =
          row ? spot_cost(g, row, c) + scene_cost(g, row - 1, best[row - 1], c)
              : (double)g->forward[c];
      const double cost = f + (double)at(g, g->backward, row)[c];
      if (cost < least) least = cost, best[row] = c;
    }
    if (least >= (double)NEVER) return 0;
    after = best[row] + 1;
  }
  return 1;
}

// How much of all ways, each weighed by its likelihood, begin ROW near BEST.
static double
certainty(const Grid* g, size_t row, size_t best)
{
  const ElaraAlign* const a = g->a;
  const float* const f = at(g, g->forward, row);
  const float* const b = at(g, g->backward, row);
  double near = 0.0, all = 0.0, least = (double)NEVER;
  for (size_t c = 0; c < a->spot_count; c++)
    least = fmin(least, (double)f[c] + (double)b[c]);
  for (size_t c = 0; c < a->spot_count; c++) {
    const double weight = exp(fmax(-80.0, least - (double)f[c] - (double)b[c]));
    const double off = a->spots[c].time_s - a->spots[best].time_s;
    all += weight;
    if (fabs(off) <= NEAR_S) near += weight;
  }
  return all > 0.0 ? near / all : 0.0;
}

// --- the rounds --------------------------------------------------------------

static ElaraStatus
solve(Grid* g, size_t* best)
{
  run_forward(g);
  run_backward(g);
  if (trace_back(g, best)) return ELARA_OK;
  g->all = 1; // lengths far from what the script says, by hand or by need
  run_forward(g);
  run_backward(g);
  return trace_back(g, best) ? ELARA_OK : ELARA_UNSATISFIED;
}

// A film is longer or shorter than its script as a whole; by how much is seen
// once it was laid.
static ElaraStatus
solve_in_rounds(Grid* g, size_t* best)
{
  const ElaraAlign* const a = g->a;
  double told = 0.0;
  for (size_t i = 0; i < a->scene_count; i++)
    told += a->lengths_s[i];
  g->scale = (a->end_s - a->begin_s) / told;
  for (int round = 0; round < ROUNDS; round++) {
    ELARA_TRY(solve(g, best));
    const double span =
        a->spots[best[g->rows - 1]].time_s - a->spots[best[0]].time_s;
    const double scale = span / told;
    if (has_times(a) || fabs(scale / g->scale - 1.0) < .005) break;
    g->scale = scale;
  }
  return ELARA_OK;
}

// --- what was set by hand ----------------------------------------------------

// The scene that placing P of an earlier cut means: the one with its heading,
// the nearest by number; or else the one with its number. -1 = none.
static int
meant_scene(const ElaraStory* story, const ElaraPlacing* p)
{
  int best = -1;
  for (size_t i = 0; i < story->scene_count; i++) {
    const int off = abs((int)i - p->scene);
    if (strcmp(story->scenes[i].heading, p->heading) != 0) continue;
    if (best < 0 || off < abs(best - p->scene)) best = (int)i;
  }
  if (best >= 0) return best;
  return p->scene >= 0 && (size_t)p->scene < story->scene_count ? p->scene : -1;
}

static ElaraStatus
keep_fixed(ElaraAlign* a, ElaraDiags* diags)
{
  const ElaraCut* const cut = a->cut;
  int last_scene = -1;
  int64_t last_frame = -1;
  for (size_t i = 0; i < a->scene_count; i++)
    a->fixed[i] = -1;
  for (size_t i = 0; i < cut->placing_count; i++) {
    const ElaraPlacing* const p = &cut->placings[i];
    const int scene = p->fixed ? meant_scene(a->story, p) : -1;
    if (scene < 0) continue;
    const int64_t frame = elara_film_nearest(&cut->clock, p->start);
    if (scene <= last_scene || frame <= last_frame || p->start < 0 ||
        frame >= cut->frame_count) {
      elara_diag(diags, ELARA_DIAG_ERROR, cut->source_name, 0, 0,
                 "let scenes that are fixed follow each other inside the film",
                 "scenes[%zu]: \"%s\" cannot begin at %.3f s", i, p->heading,
                 elara_time_s(p->start));
      return ELARA_BAD_INPUT;
    }
    a->fixed[scene] = frame;
    a->fixed_at[scene] = p->start;
    last_scene = scene;
    last_frame = frame;
  }
  return ELARA_OK;
}

// --- the paper ---------------------------------------------------------------

static void*
copied(ElaraArena* arena, const void* from, size_t count, size_t size)
{
  void* const to = elara_arena_array(arena, count, size);
  if (to && count) memcpy(to, from, count * size);
  return to;
}

static ElaraCut*
copy_cut(ElaraArena* arena, const ElaraCut* cut)
{
  ElaraCut* const c = copied(arena, cut, 1, sizeof *cut);
  if (!c) return NULL;
  c->arena = arena;
  c->source_name = elara_arena_strdup(arena, cut->source_name);
  c->shots = copied(arena, cut->shots, cut->shot_count, sizeof *cut->shots);
  c->looks = copied(arena, cut->looks, cut->look_count, sizeof *cut->looks);
  c->actions =
      copied(arena, cut->actions, cut->action_count, sizeof *cut->actions);
  return c->source_name && c->shots && c->looks && c->actions ? c : NULL;
}

static ElaraStatus
write_placings(const Grid* g, const size_t* best, ElaraCut* placed)
{
  const ElaraAlign* const a = g->a;
  placed->placings = elara_arena_array(placed->arena, a->scene_count,
                                       sizeof *placed->placings);
  ELARA_TRY_PTR(placed->placings);
  placed->placing_count = a->scene_count;
  for (size_t i = 0; i < a->scene_count; i++) {
    const ElaraScene* const scene = &a->story->scenes[i];
    const int fixed = a->fixed[i] >= 0;
    ElaraPlacing* const p = &placed->placings[i];
    *p = (ElaraPlacing){
        .scene = (int)i,
        .line = scene->line,
        .heading = elara_arena_strdup(placed->arena, scene->heading),
        .start = fixed
                     ? a->fixed_at[i]
                     : elara_film_time(&a->cut->clock, a->spots[best[i]].frame),
        .fixed = fixed,
        .confidence = fixed ? 1.0 : fmin(1.0, certainty(g, i, best[i]))};
    ELARA_TRY_PTR(p->heading);
  }
  return ELARA_OK;
}

static ElaraStatus
prepare(ElaraAlign* a, ElaraDiags* diags)
{
  const size_t n = a->scene_count = a->story->scene_count;
  a->fixed = elara_arena_array(a->arena, n, sizeof *a->fixed);
  a->fixed_at = elara_arena_array(a->arena, n, sizeof *a->fixed_at);
  a->lengths_s = elara_arena_array(a->arena, n, sizeof *a->lengths_s);
  if (!a->fixed || !a->fixed_at || !a->lengths_s) return ELARA_NO_MEMORY;
  for (size_t i = 0; i < n; i++) {
    const ElaraScene* const s = &a->story->scenes[i];
    a->lengths_s[i] = fmax(.1, elara_time_s(s->end - s->start));
  }
  ELARA_TRY(keep_fixed(a, diags));
  return elara_find_spots(a, diags);
}

static ElaraStatus
place(ElaraAlign* a, ElaraDiags* diags, ElaraCut* placed)
{
  if (a->story->scene_count == 0) return ELARA_OK;
  ELARA_TRY(prepare(a, diags));
  Grid g = {.a = a, .rows = a->scene_count + 1};
  const size_t cells = g.rows * a->spot_count;
  size_t* const best = elara_arena_array(a->arena, g.rows, sizeof *best);
  g.forward = elara_arena_array(a->arena, cells, sizeof *g.forward);
  g.backward = elara_arena_array(a->arena, cells, sizeof *g.backward);
  if (!best || !g.forward || !g.backward) return ELARA_NO_MEMORY;
  ELARA_TRY(solve_in_rounds(&g, best));
  return write_placings(&g, best, placed);
}

ElaraStatus
elara_picture_place(const ElaraStory* story,
                    const ElaraCut* cut,
                    ElaraDiags* diags,
                    ElaraCut** placed)
{
  *placed = NULL;
  ElaraArena* const arena = elara_arena_new();
  ElaraAlign a = {.story = story, .cut = cut, .arena = elara_arena_new()};
  ElaraCut* const made = arena ? copy_cut(arena, cut) : NULL;
  if (made) made->placings = NULL, made->placing_count = 0;
  ElaraStatus status = made && a.arena ? ELARA_OK : ELARA_NO_MEMORY;
  if (status == ELARA_OK) status = place(&a, diags, made);
  if (status == ELARA_OK) status = elara_cut_check(made, diags);
  elara_arena_free(a.arena);
  if (status == ELARA_OK)
    *placed = made;
  else
    elara_arena_free(arena);
  return status;
}
