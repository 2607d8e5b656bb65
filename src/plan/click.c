// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// Two hits D seconds apart are both on the beat when the beat lasts D / n for
// a whole n; the film composer picks n near D x the wished tempo. With several
// hits the choices hang together (one tempo, one bar line), so a beam search
// walks over the hits and keeps the cheapest ways to arrive at each: what is
// paid for is straying from the tempo, jumps of tempo at a hit, odd bars,
// hits inside a bar, and hits passed over. The whole is repeated for 17 base
// tempos around the wished one.
//
// Kept by construction: no leg strays more than STRAY_MOST from the base
// tempo (RELAXED_MOST when nothing else is found), the end falls on a bar
// line, at most one odd bar in a leg.
//
// Cost: 17 x points x PASS_MOST x BEAM x about 12.

#include "plan/click.h"

#include <math.h>
#include <string.h>

#define BEAM 12
#define PASS_MOST 4
#define STRAY_MOST .08
#define RELAXED_MOST .12
#define BASES 17

// One way to have come to a point.
typedef struct {
  double cost;
  double ratio;  // tempo of the last leg / base tempo; 0 at the start
  int phase;     // beats into the bar
  int since_odd; // bars since the last odd one, at most 8
  int units;
  int odd_units;
  size_t from_point; // point index + 1; 0 = the start
  size_t from_node;
} Node;

typedef struct {
  const ClickPoint* points;
  size_t count;
  const ClickPoint* soft;
  size_t soft_count;
  Click* click;
  double base;    // quarter notes per minute
  double stray;   // limit on |ratio - 1|
  Node* nodes;    // (count + 1) x BEAM
  size_t* filled; // nodes at each point
} Search;

// Odd bars a musician reads at sight, in beats, by ordinary length.
// Longer bars than these have none.
#define ODD_MOST 7
static const int odd_bars[ODD_MOST + 1][4] = {
    [2] = {1, 3, 0, 0}, [3] = {2, 4, 0, 0}, [4] = {3, 2, 5, 6},
    [5] = {4, 3, 6, 0}, [7] = {5, 6, 8, 4},
};

static Node*
nodes_at(const Search* s, size_t point)
{
  return &s->nodes[point * BEAM];
}

static double
point_s(const Search* s, size_t point)
{
  return point == 0 ? 0.0 : s->points[point - 1].at_s;
}

static double
square(double x)
{
  return x * x;
}

// Keeps the list sorted by cost, the earlier node first among equals; of nodes
// that lead to the same future only the cheapest stays.
static void
keep(Search* s, size_t point, const Node* node)
{
  Node* const list = nodes_at(s, point);
  size_t n = s->filled[point];
  if (n == BEAM && list[n - 1].cost <= node->cost) return;
  for (size_t i = 0; i < n; i++) {
    if (list[i].phase == node->phase && list[i].since_odd == node->since_odd &&
        fabs(list[i].ratio - node->ratio) < .004) {
      if (list[i].cost <= node->cost) return;
      memmove(&list[i], &list[i + 1], (n - i - 1) * sizeof *list);
      n--;
      break;
    }
  }
  size_t at = n;
  while (at > 0 && list[at - 1].cost > node->cost)
    at--;
  if (at < BEAM) {
    const size_t moved = n < BEAM ? n - at : BEAM - 1 - at;
    memmove(&list[at + 1], &list[at], moved * sizeof *list);
    list[at] = *node;
    if (n < BEAM) n++;
  }
  s->filled[point] = n;
}

// What passing over the points between FROM and TO costs.
static double
passed_cost(const Search* s, size_t from, size_t to)
{
  double cost = 0.0;
  for (size_t i = from + 1; i < to; i++) {
    cost += 2.5 + 4.0 * s->points[i - 1].strength;
  }
  return cost;
}

static double
tempo_cost(const Node* from, double ratio)
{
  const double stray = square((ratio - 1.0) / .045);
  if (from->ratio <= 0.0) return stray;
  return stray + 1.5 * square((ratio / from->ratio - 1.0) / .035);
}

// Cost of arriving inside a bar; the middle of a 4/4 bar is the second best.
static double
phase_cost(int phase, int bar_units)
{
  if (phase == 0) return 0.0;
  return bar_units == 4 && phase == 2 ? .6 : 1.2;
}

static int
smaller(int a, int b)
{
  return a < b ? a : b;
}

// Tries to reach TO from NODE in UNITS beats, plainly and with each odd bar.
static void
try_units(Search* s, size_t from, size_t node, size_t to, int units)
{
  const Node* const here = &nodes_at(s, from)[node];
  const int bar = s->click->bar_units;
  const double quarters = (double)units * (double)s->click->unit_ticks /
                          (double)ELARA_TICKS_PER_QUARTER;
  const double length = point_s(s, to) - point_s(s, from);
  const double ratio = 60.0 * quarters / length / s->base;
  if (fabs(ratio - 1.0) > s->stray) return;
  const int final = to == s->count;
  const int rest = here->phase ? bar - here->phase : 0;
  Node next = {
      .ratio = ratio,
      .units = units,
      .from_point = from,
      .from_node = node,
  };
  const double cost =
      here->cost + passed_cost(s, from, to) + tempo_cost(here, ratio);
  next.phase = (here->phase + units) % bar;
  next.since_odd = smaller(8, here->since_odd + (here->phase + units) / bar);
  next.cost = cost + phase_cost(next.phase, bar);
  if (!final || next.phase == 0) keep(s, to, &next);
  for (size_t i = 0; bar <= ODD_MOST && i < 4 && odd_bars[bar][i]; i++) {
    const int odd = odd_bars[bar][i];
    const int plain = units - rest - odd;
    if (plain < 0 || plain % bar != 0) continue;
    const int bars = here->since_odd + (rest > 0) + plain / bar;
    next.phase = 0;
    next.odd_units = odd;
    next.since_odd = 0;
    next.cost = cost + .8 + (bars < 3 ? 2.0 : 0.0) + .1 * (double)i;
    keep(s, to, &next);
  }
}

static void
reach(Search* s, size_t from, size_t to)
{
  const double unit_s = 60.0 / s->base * (double)s->click->unit_ticks /
                        (double)ELARA_TICKS_PER_QUARTER;
  const double length = point_s(s, to) - point_s(s, from);
  const int least = (int)(length * (1.0 - s->stray) / unit_s);
  const int most = (int)(length * (1.0 + s->stray) / unit_s) + 1;
  for (size_t node = 0; node < s->filled[from]; node++) {
    // Over a long leg a few counts around the exact one are enough.
    const int exact = (int)(length / unit_s + .5);
    const int low = least > exact - 4 ? least : exact - 4;
    const int high = most < exact + 4 ? most : exact + 4;
    for (int units = low > 1 ? low : 1; units <= high; units++) {
      try_units(s, from, node, to, units);
    }
  }
}

// Cheapest way to the end at this base, or a huge number.
static double
search(Search* s)
{
  memset(s->filled, 0, (s->count + 1) * sizeof *s->filled);
  nodes_at(s, 0)[0] = (Node){.since_odd = 8};
  s->filled[0] = 1;
  for (size_t to = 1; to <= s->count; to++) {
    const size_t first = to > PASS_MOST ? to - PASS_MOST : 0;
    for (size_t from = first; from < to; from++)
      reach(s, from, to);
  }
  return s->filled[s->count] ? nodes_at(s, s->count)[0].cost : 1e9;
}

// Distance of TIME from the nearest beat of the cheapest way, in seconds.
static double
off_beat_s(const Search* s, double time)
{
  const Node* node = &nodes_at(s, s->count)[0];
  size_t point = s->count;
  while (point > 0 && point_s(s, node->from_point) > time) {
    point = node->from_point;
    node = &nodes_at(s, point)[node->from_node];
  }
  const double start = point_s(s, node->from_point);
  const double unit = (point_s(s, point) - start) / node->units;
  const double beats = (time - start) / unit;
  return fabs(beats - floor(beats + .5)) * unit;
}

// 250 ms (six frames) is what a soft hit bears.
static double
soft_cost(const Search* s)
{
  double cost = 0.0;
  for (size_t i = 0; i < s->soft_count; i++) {
    const double off = off_beat_s(s, s->soft[i].at_s) / .25;
    cost += .5 * s->soft[i].strength * square(off);
  }
  return cost;
}

static ElaraStatus
take_legs(ElaraArena* arena, const Search* s)
{
  size_t count = 0;
  const Node* node = &nodes_at(s, s->count)[0];
  for (size_t p = s->count; p > 0; count++) {
    p = node->from_point;
    node = &nodes_at(s, p)[node->from_node];
  }
  // The walk above read one node too many past the start; it reads the start.
  ClickLeg* const legs = elara_arena_array(arena, count, sizeof *legs);
  ELARA_TRY_PTR(legs);
  node = &nodes_at(s, s->count)[0];
  size_t point = s->count;
  for (size_t i = count; i-- > 0;) {
    size_t next = node->from_point;
    legs[i] = (ClickLeg){
        .point = point - 1,
        .start_s = point_s(s, next),
        .end_s = point_s(s, point),
        .units = node->units,
        .odd_units = node->odd_units,
    };
    point = next;
    node = &nodes_at(s, next)[node->from_node];
  }
  s->click->legs = legs;
  s->click->leg_count = count;
  return ELARA_OK;
}

// No hits, whole bars, whatever tempo that gives: for cues of a few seconds.
static ElaraStatus
plain_click(ElaraArena* arena, const Search* s, double bpm)
{
  const double length = s->points[s->count - 1].at_s;
  const int bar = s->click->bar_units;
  const double unit_s = 60.0 / bpm * (double)s->click->unit_ticks /
                        (double)ELARA_TICKS_PER_QUARTER;
  int units = (int)(length / unit_s + .5);
  if (units < 1) units = 1;
  if (units > bar) units = (units + bar / 2) / bar * bar;
  ClickLeg* const leg = elara_arena_array(arena, 1, sizeof *leg);
  ELARA_TRY_PTR(leg);
  *leg = (ClickLeg){
      .point = s->count - 1,
      .end_s = length,
      .units = units,
      .odd_units = units < bar ? units : 0,
  };
  s->click->bpm = bpm;
  s->click->legs = leg;
  s->click->leg_count = 1;
  return ELARA_OK;
}

static void
set_metre(Click* click, int beats, int beat_type)
{
  const ElaraTick written = ELARA_TICKS_PER_QUARTER * 4 / beat_type;
  const int compound = beat_type == 8 && beats % 3 == 0;
  *click = (Click){
      .unit_ticks = compound ? written * 3 : written,
      .bar_units = compound ? beats / 3 : beats,
      .beats_per_unit = compound ? 3 : 1,
      .beat_type = beat_type,
  };
}

ElaraStatus
elara_plan_click(ElaraArena* arena,
                 const ClickPoint* points,
                 size_t count,
                 const ClickPoint* soft,
                 size_t soft_count,
                 int beats,
                 int beat_type,
                 double bpm,
                 Click* click)
{
  set_metre(click, beats, beat_type);
  Search s = {.points = points,
              .count = count,
              .soft = soft,
              .soft_count = soft_count,
              .click = click};
  s.nodes = elara_arena_array(arena, (count + 1) * BEAM, sizeof *s.nodes);
  s.filled = elara_arena_array(arena, count + 1, sizeof *s.filled);
  if (!s.nodes || !s.filled) return ELARA_NO_MEMORY;
  static const double strays[] = {STRAY_MOST, RELAXED_MOST};
  for (size_t i = 0; i < 2; i++) {
    double least = 1e8;
    double best = 0.0;
    s.stray = strays[i];
    for (int b = 0; b < BASES; b++) {
      // 0, -1 %, +1 %, -2 % ... +8 %: among equals the nearest wins.
      const int step = (b + 1) / 2 * (b % 2 ? -1 : 1);
      s.base = bpm * (1.0 + .01 * step);
      double cost = search(&s) + square(.01 * step / .05);
      if (cost < least) cost += soft_cost(&s);
      if (cost < least) {
        least = cost;
        best = s.base;
      }
    }
    if (best <= 0.0) continue;
    s.base = best;
    search(&s);
    click->bpm = best;
    return take_legs(arena, &s);
  }
  return plain_click(arena, &s, bpm);
}
