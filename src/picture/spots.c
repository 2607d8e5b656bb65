// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// Where a scene may begin: at every shot, and, at a price, inside long ones. A
// new scene is likely where the picture fades, after black, and where the
// places seen before and the places seen after have nothing in common.

#include "picture/align.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

// In nats: by how much likelier than an ordinary cut.
#define FADES 2.0
#define DISSOLVES 1.0
#define AFTER_BLACK 1.5
#define NEW_PLACES 2.0 // no place in common with the shots before
#define UNLIKE 1.5     // for each unit of change above the usual .4
#define INSIDE_SHOT (-5.0)
#define INTO_BLACK (-1.5) // a scene begins after the black, not with it
#define AROUND 4          // shots looked at on each side
#define INSIDE_EVERY_S 2.0
#define MOST_INSIDE 3000 // spots inside shots, in all

// --- what the picture says ---------------------------------------------------

static int
seen_before(const ElaraCut* cut, size_t shot, int setting)
{
  for (size_t k = 1; k <= AROUND && k <= shot; k++) {
    const ElaraShot* const s = &cut->shots[shot - k];
    if (!s->black && s->setting == setting) return 1;
  }
  return 0;
}

// The share of the shots from SHOT on whose place was not seen just before.
static double
newness(const ElaraCut* cut, size_t shot)
{
  double fresh = 0.0, all = 0.0;
  for (size_t k = 0; k < AROUND && shot + k < cut->shot_count; k++) {
    const ElaraShot* const s = &cut->shots[shot + k];
    if (s->black) continue;
    const double weight = k == 0 ? 2.0 : 1.0; // its own place counts twice
    all += weight;
    if (!seen_before(cut, shot, s->setting)) fresh += weight;
  }
  return all > 0.0 ? fresh / all : 0.0;
}

static double
evidence(const ElaraCut* cut, size_t shot)
{
  const ElaraShot* const s = &cut->shots[shot];
  double e = NEW_PLACES * (newness(cut, shot) - .5) + UNLIKE * (s->change - .4);
  if (s->join == ELARA_JOIN_FADE) e += FADES * s->confidence;
  if (s->join == ELARA_JOIN_DISSOLVE) e += DISSOLVES * s->confidence;
  if (s->black) e += INTO_BLACK - FADES;
  if (shot > 0 && s[-1].black) e += AFTER_BLACK;
  return e;
}

// --- the list ----------------------------------------------------------------

typedef ELARA_LIST(ElaraSpot) Spots;

static ElaraStatus
add(ElaraAlign* a, Spots* spots, int64_t frame, double e)
{
  const ElaraSpot s = {frame,
                       elara_time_s(elara_film_time(&a->cut->clock, frame)), e};
  return ELARA_PUSH(a->arena, spots, s) ? ELARA_OK : ELARA_NO_MEMORY;
}

// STEP frames apart inside of SHOT, or nothing when it is shorter.
static ElaraStatus
add_inside(ElaraAlign* a, Spots* spots, const ElaraShot* shot, int64_t step)
{
  const int64_t end = shot->first_frame + shot->frame_count;
  for (int64_t f = shot->first_frame + step; f < end; f += step)
    ELARA_TRY(add(a, spots, f, INSIDE_SHOT));
  return ELARA_OK;
}

static int
by_frame(const void* x, const void* y)
{
  const ElaraSpot* const p = (const ElaraSpot*)x;
  const ElaraSpot* const q = (const ElaraSpot*)y;
  if (p->frame != q->frame) return p->frame < q->frame ? -1 : 1;
  return (p->evidence < q->evidence) - (p->evidence > q->evidence);
}

// In order, one for a frame, the best.
static void
sort(Spots* spots)
{
  size_t kept = 0;
  qsort(spots->items, spots->count, sizeof *spots->items, by_frame);
  for (size_t i = 1; i < spots->count; i++) {
    if (spots->items[i].frame != spots->items[kept].frame)
      spots->items[++kept] = spots->items[i];
  }
  spots->count = kept + 1;
}

static size_t
count_between(const Spots* spots, int64_t first, int64_t last)
{
  size_t n = 0;
  for (size_t i = 0; i < spots->count; i++)
    n += spots->items[i].frame > first && spots->items[i].frame < last;
  return n;
}

// Room for NEEDED scenes that begin after frame FIRST and before frame LAST.
static ElaraStatus
make_room(ElaraAlign* a,
          Spots* spots,
          int64_t first,
          int64_t last,
          int64_t needed,
          ElaraDiags* diags)
{
  if (needed <= 0) return ELARA_OK;
  if (last - first - 1 < needed) {
    elara_diag(
        diags, ELARA_DIAG_ERROR, a->cut->source_name, 0, 0,
        "give the whole film, or set fewer scenes by hand",
        "there are not enough frames for the %lld scenes between %.2f s "
        "and %.2f s",
        (long long)needed,
        elara_time_s(elara_film_time(&a->cut->clock, first < 0 ? 0 : first)),
        elara_time_s(elara_film_time(&a->cut->clock, last)));
    return ELARA_BAD_INPUT;
  }
  if (count_between(spots, first, last) >= 2 * (size_t)needed) return ELARA_OK;
  const int64_t wanted = 4 * needed;
  const int64_t span = last - first - 1;
  for (int64_t i = 0; i < wanted && i < span; i++) {
    const int64_t f = first + 1 + (span <= wanted ? i : i * span / wanted);
    ELARA_TRY(add(a, spots, f, INSIDE_SHOT));
  }
  sort(spots);
  return ELARA_OK;
}

static ElaraStatus
make_all_room(ElaraAlign* a, Spots* spots, ElaraDiags* diags)
{
  int64_t first = -1, free = 0;
  for (size_t i = 0; i < a->scene_count; i++) {
    if (a->fixed[i] < 0) {
      free++;
      continue;
    }
    ELARA_TRY(make_room(a, spots, first, a->fixed[i], free, diags));
    first = a->fixed[i];
    free = 0;
  }
  return make_room(a, spots, first, a->cut->frame_count, free, diags);
}

// --- light -------------------------------------------------------------------

static const struct {
  const char* moment;
  double light; // that it asks for, in deviations
} moments[] = {
    {"NIGHT", -1.0}, {"MIDNIGHT", -1.0}, {"EVENING", -.5}, {"DUSK", -.3},
    {"SUNSET", -.1}, {"DAWN", -.1},      {"DAY", .5},      {"MORNING", .5},
    {"NOON", .7},    {"AFTERNOON", .5},  {"SUNRISE", .1},
};

static double
wanted_light(const ElaraScene* scene)
{
  const char* const moment = scene->moment ? scene->moment : "";
  double light = 0.0;
  size_t longest = 0;
  for (size_t i = 0; i < sizeof moments / sizeof *moments; i++) {
    const size_t n = strlen(moments[i].moment);
    for (const char* p = moment; *p; p++) {
      if (n > longest && strncasecmp(p, moments[i].moment, n) == 0) {
        light = moments[i].light;
        longest = n;
      }
    }
  }
  // A lit room at night is not as dark, nor by day as bright, as outside.
  return scene->interior == 1 ? .6 * light : light;
}

static ElaraStatus
sum_light(ElaraAlign* a)
{
  const ElaraCut* const cut = a->cut;
  const size_t n = cut->look_count;
  double mean = 0.0, square = 0.0;
  a->light_sums = elara_arena_array(a->arena, n + 1, sizeof(double));
  a->wanted = elara_arena_array(a->arena, a->scene_count, sizeof(double));
  ELARA_TRY_PTR(a->light_sums && a->wanted);
  for (size_t i = 0; i < a->scene_count; i++)
    a->wanted[i] = wanted_light(&a->story->scenes[i]);
  for (size_t i = 0; i < n; i++) {
    mean += cut->looks[i].look.brightness / (double)n;
    square += cut->looks[i].look.brightness * cut->looks[i].look.brightness /
              (double)n;
  }
  const double deviation = sqrt(fmax(square - mean * mean, 0.0)) + .02;
  for (size_t i = 0; i < n; i++) {
    const double z = (cut->looks[i].look.brightness - mean) / deviation;
    a->light_sums[i + 1] = a->light_sums[i] + fmax(-2.0, fmin(2.0, z));
  }
  return ELARA_OK;
}

double
elara_light_suits(const ElaraAlign* a, size_t scene, double from_s, double to_s)
{
  const double wanted = a->wanted[scene];
  if (wanted == 0.0) return 0.0;
  const size_t n = a->cut->look_count;
  size_t first = (size_t)(from_s * 2.0), last = (size_t)(to_s * 2.0);
  if (first >= n) first = n - 1;
  if (last > n) last = n;
  if (last <= first) last = first + 1;
  const double z =
      (a->light_sums[last] - a->light_sums[first]) / (double)(last - first);
  return wanted * z;
}

// --- all of it ---------------------------------------------------------------

// Where the film begins and ends, but for black.
static void
find_ends(ElaraAlign* a)
{
  const ElaraCut* const cut = a->cut;
  size_t first = 0, last = cut->shot_count;
  while (first + 1 < last && cut->shots[first].black)
    first++;
  while (last > first + 1 && cut->shots[last - 1].black)
    last--;
  a->begin_s = elara_time_s(cut->shots[first].start);
  a->end_s = elara_time_s(cut->shots[last - 1].end);
}

ElaraStatus
elara_find_spots(ElaraAlign* a, ElaraDiags* diags)
{
  const ElaraCut* const cut = a->cut;
  Spots spots = {0};
  const double step_s =
      fmax(INSIDE_EVERY_S, elara_time_s(cut->length) / MOST_INSIDE);
  int64_t step = elara_film_nearest(&cut->clock, elara_time_from_s(step_s));
  if (step < 1) step = 1;
  for (size_t i = 0; i < cut->shot_count; i++) {
    ELARA_TRY(
        add(a, &spots, cut->shots[i].first_frame, i ? evidence(cut, i) : 0.0));
    ELARA_TRY(add_inside(a, &spots, &cut->shots[i], step));
  }
  for (size_t i = 0; i < a->scene_count; i++) {
    if (a->fixed[i] >= 0) ELARA_TRY(add(a, &spots, a->fixed[i], INSIDE_SHOT));
  }
  sort(&spots);
  ELARA_TRY(make_all_room(a, &spots, diags));
  ELARA_TRY(add(a, &spots, cut->frame_count, 0.0));
  a->spots = spots.items;
  a->spot_count = spots.count;
  find_ends(a);
  return sum_light(a);
}
