// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// Spotting: which cells of the story have music, and where one cue becomes the
// next. One dynamic programme over the cell boundaries finds the best set of
// cues for a given price of music per second; the price is then moved until
// the wanted share of the story is scored. A cue earns by the want of its
// cells and by good doors, and pays for existing, for an awkward length and
// for holding more than one feeling.
//
// Kept by construction: cues of whole cells, 20 s to 4 min (5 min for the
// climax and the end), gaps of at least 6 s or none, music in the first minute,
// silence before the climax's cue, a last cue that ends with the story.
//
// Cost: cells x (cells in five minutes) x 8 prices.

#include "plan/room.h"

#include <string.h>

#define CUE_LEAST_S 20.0
#define CUE_MOST_S 240.0
#define CUE_MOST_GREAT_S 300.0
#define GAP_LEAST_S 6.0
#define FIRST_BY_S 60.0
#define NEVER (-1e12)

// By length of the story: a short lives on its music, a feature needs air.
typedef struct {
  double minutes;
  double low, middle, high; // share of the story with music
  double price;             // of a cue, in seconds of ordinary want
  double short_s, long_s;   // comfortable length of a cue
} Size;

static const Size sizes[] = {
    {1.0, .60, .82, 1.0, 6.0, 25.0, 90.0},
    {5.0, .62, .72, .80, 12.0, 40.0, 110.0},
    {20.0, .62, .70, .82, 22.0, 55.0, 140.0},
    {40.0, .48, .55, .60, 28.0, 65.0, 170.0},
    {90.0, .48, .55, .60, 30.0, 70.0, 190.0},
};
#define SIZE_COUNT (sizeof sizes / sizeof *sizes)

// Best way to have come to a boundary, with music or silence before it.
typedef struct {
  double value;
  size_t from;  // the boundary where this stretch began
  int from_cue; // cues: 1 when another cue ended at FROM
} Step;

typedef struct {
  PlanRoom* room;
  Size size;
  double* want;      // prefix sums over cells, weighed by seconds
  double* square;    //   of the squared length of the feeling
  double (*mean)[4]; //   and of the feeling
  double* silent;    // number of silent cells before
  Step* cue;
  Step* rest;
  size_t count; // cells
} Spotting;

static Size
mix_sizes(const Size* a, const Size* b, double x)
{
  return (Size){
      .minutes = a->minutes + x * (b->minutes - a->minutes),
      .low = a->low + x * (b->low - a->low),
      .middle = a->middle + x * (b->middle - a->middle),
      .high = a->high + x * (b->high - a->high),
      .price = a->price + x * (b->price - a->price),
      .short_s = a->short_s + x * (b->short_s - a->short_s),
      .long_s = a->long_s + x * (b->long_s - a->long_s),
  };
}

static Size
size_of(double minutes)
{
  if (minutes <= sizes[0].minutes) return sizes[0];
  for (size_t i = 1; i < SIZE_COUNT; i++) {
    if (minutes <= sizes[i].minutes) {
      const double x = (minutes - sizes[i - 1].minutes) /
                       (sizes[i].minutes - sizes[i - 1].minutes);
      return mix_sizes(&sizes[i - 1], &sizes[i], x);
    }
  }
  return sizes[SIZE_COUNT - 1];
}

static ElaraTime
boundary(const Spotting* s, size_t i)
{
  return i < s->count ? s->room->cells[i].start : s->room->story->length;
}

static double
span_s(const Spotting* s, size_t i, size_t k)
{
  return elara_time_s(boundary(s, k) - boundary(s, i));
}

static ElaraStatus
sum_up(Spotting* s)
{
  ElaraArena* const arena = s->room->scratch;
  const size_t n = s->count + 1;
  s->want = elara_arena_array(arena, n, sizeof *s->want);
  s->square = elara_arena_array(arena, n, sizeof *s->square);
  s->mean = elara_arena_array(arena, n, sizeof *s->mean);
  s->silent = elara_arena_array(arena, n, sizeof *s->silent);
  s->cue = elara_arena_array(arena, n, sizeof *s->cue);
  s->rest = elara_arena_array(arena, n, sizeof *s->rest);
  if (!s->want || !s->square || !s->mean || !s->silent || !s->cue || !s->rest) {
    return ELARA_NO_MEMORY;
  }
  for (size_t i = 0; i < s->count; i++) {
    const PlanCell* const cell = &s->room->cells[i];
    const double t = elara_time_s(cell->end - cell->start);
    const double f[4] = {cell->feeling.valence, cell->feeling.arousal,
                         cell->feeling.tension, cell->feeling.levity};
    s->want[i + 1] = s->want[i] + t * cell->want;
    s->silent[i + 1] = s->silent[i] + cell->silent;
    s->square[i + 1] = s->square[i];
    for (size_t d = 0; d < 4; d++) {
      s->square[i + 1] += t * f[d] * f[d];
      s->mean[i + 1][d] = s->mean[i][d] + t * f[d];
    }
  }
  return ELARA_OK;
}

// Seconds x variance of the feeling in cells [I, K).
static double
unrest(const Spotting* s, size_t i, size_t k, double length)
{
  double rest = s->square[k] - s->square[i];
  for (size_t d = 0; d < 4; d++) {
    const double sum = s->mean[k][d] - s->mean[i][d];
    rest -= sum * sum / length;
  }
  return rest > 0.0 ? rest : 0.0;
}

// What an awkward length costs, in the currency of the price of a cue.
static double
length_cost(const Size* size, double length)
{
  if (length < size->short_s) return .5 * (size->short_s - length);
  if (length > size->long_s) return .25 * (length - size->long_s);
  return 0.0;
}

static int
length_allowed(const Spotting* s, size_t i, size_t k, double length)
{
  const int great =
      k == s->count || (i <= s->room->climax && s->room->climax < k);
  return length >= CUE_LEAST_S - 1e-6 &&
         length <= (great ? CUE_MOST_GREAT_S : CUE_MOST_S) + 1e-6;
}

// Worth of a cue over cells [I, K) when a second of music costs PRICE.
static double
cue_value(const Spotting* s, size_t i, size_t k, double length, double price)
{
  const double enter = s->room->cells[i].enter;
  const double leave = k < s->count ? s->room->cells[k].leave : 1.0;
  return s->want[k] - s->want[i] - price * length - s->size.price +
         12.0 * (enter + leave) - .7 * unrest(s, i, k, length) -
         40.0 * (s->silent[k] - s->silent[i]) - length_cost(&s->size, length);
}

// What it costs to go from one cue into the next without a breath: little
// when the feeling truly turns at I, much when they might be one cue, and most
// when the next is the biggest of all, which wants silence before it.
static double
segue_cost(const Spotting* s, size_t i, size_t k, double length)
{
  const size_t from = s->cue[i].from;
  const double before = span_s(s, from, i);
  double turn = 0.0;
  if (i > 0 && before > 0.0) {
    for (size_t d = 0; d < 4; d++) {
      const double a = (s->mean[i][d] - s->mean[from][d]) / before;
      const double b = (s->mean[k][d] - s->mean[i][d]) / length;
      turn += (b - a) * (b - a);
    }
  }
  const int big = i <= s->room->climax && s->room->climax < k;
  return (big ? 60.0 : 2.0) + (turn < 1.0 ? 24.0 * (1.0 - turn) : 0.0);
}

static void
best_cue(Spotting* s, size_t k, double price)
{
  Step best = {.value = NEVER};
  for (size_t i = k; i-- > 0;) {
    const double length = span_s(s, i, k);
    if (length > CUE_MOST_GREAT_S + 1e-6) break;
    if (!length_allowed(s, i, k, length)) continue;
    const double value = cue_value(s, i, k, length, price);
    const double segue = s->cue[i].value - segue_cost(s, i, k, length);
    const double after_rest = s->rest[i].value;
    const int from_cue = segue > after_rest;
    const double before = from_cue ? segue : after_rest;
    if (before > NEVER && before + value > best.value) {
      best = (Step){before + value, i, from_cue};
    }
  }
  s->cue[k] = best;
}

static void
best_rest(Spotting* s, size_t k)
{
  Step best = {.value = NEVER};
  for (size_t i = k; i-- > 0;) {
    const double length = span_s(s, i, k);
    if (length < GAP_LEAST_S - 1e-6) continue;
    // A score that stays away for many minutes is forgotten.
    const double away = length > 150.0 ? .15 * (length - 150.0) : 0.0;
    const double value = s->cue[i].value - away;
    if (value > best.value) best = (Step){value, i, 1};
  }
  const double opening = elara_time_s(boundary(s, k));
  const int may_open = k == 0 || (opening >= 2.0 && opening <= FIRST_BY_S);
  // Silence before the first note suits a story that opens in talk.
  if (may_open && best.value < 0.0) best = (Step){0.0, 0, 0};
  s->rest[k] = best;
}

// Fills the table for PRICE; the share of the story scored, or -1 when there
// is no way at all.
static double
share_at(Spotting* s, double price)
{
  s->cue[0] = (Step){.value = NEVER};
  s->rest[0] = (Step){.value = 0.0};
  for (size_t k = 1; k <= s->count; k++) {
    best_cue(s, k, price);
    best_rest(s, k);
  }
  if (s->cue[s->count].value <= NEVER) return -1.0;
  double scored = 0.0;
  size_t k = s->count;
  for (int in_cue = 1; k > 0;) {
    const Step step = in_cue ? s->cue[k] : s->rest[k];
    if (in_cue) scored += span_s(s, step.from, k);
    if (!in_cue && !step.from_cue) break;
    in_cue = in_cue ? step.from_cue : 1;
    k = step.from;
  }
  return scored / span_s(s, 0, s->count);
}

// More speech, less music; within what suits the story's length.
static double
wanted_share(const Spotting* s)
{
  const PlanRoom* const room = s->room;
  if (room->config.share > 0.0) return room->config.share;
  double speech = 0.0;
  for (size_t i = 0; i < s->count; i++) {
    const PlanCell* const cell = &room->cells[i];
    speech += cell->speech * elara_time_s(cell->end - cell->start);
  }
  speech /= span_s(s, 0, s->count);
  const double share = s->size.middle + .25 * (.45 - speech);
  return elara_plan_clamp(elara_plan_step(share, 20), s->size.low,
                          s->size.high);
}

// The share falls with the price. Prices stand on a coarse grid, so that a
// line changed late in the script seldom moves the price, and with it the cues
// of the beginning.
#define PRICE_STEP .1
#define PRICE_MOST 80

static double
find_price(Spotting* s, double wanted)
{
  int low = -PRICE_MOST;
  int high = PRICE_MOST;
  int best = low;
  double least = 10.0;
  while (low <= high) {
    const int middle = low + (high - low) / 2;
    const double share = share_at(s, PRICE_STEP * middle);
    const double off = share > wanted ? share - wanted : wanted - share;
    if (share >= 0.0 && off < least) {
      least = off;
      best = middle;
    }
    if (share > wanted) {
      low = middle + 1;
    } else {
      high = middle - 1;
    }
  }
  return PRICE_STEP * best;
}

ElaraStatus
elara_plan_new_cues(PlanRoom* room, size_t count)
{
  room->plan->cues = elara_arena_array(room->arena, count, sizeof(ElaraCue));
  room->first = elara_arena_array(room->scratch, count, sizeof *room->first);
  room->last = elara_arena_array(room->scratch, count, sizeof *room->last);
  room->shared = elara_arena_array(room->scratch, count, sizeof *room->shared);
  room->plan->cue_count = count;
  return room->plan->cues && room->first && room->last && room->shared
             ? ELARA_OK
             : ELARA_NO_MEMORY;
}

void
elara_plan_fill_cue(
    PlanRoom* room, size_t index, size_t first, size_t last, int shared)
{
  const PlanCell* const a = &room->cells[first];
  const PlanCell* const z = &room->cells[last - 1];
  room->first[index] = first;
  room->last[index] = last;
  room->shared[index] = shared ? 1 : 0;
  room->plan->cues[index].start = a->start;
  room->plan->cues[index].end = z->end;
  room->plan->cues[index].key = a->key;
  room->plan->cues[index].line = a->line;
  room->plan->cues[index].line_last =
      z->line_last > a->line ? z->line_last : a->line;
}

// Walks back from the end. Called twice: to count, then to fill.
static size_t
trace(Spotting* s, size_t count, int fill)
{
  size_t found = 0;
  size_t k = s->count;
  int in_cue = 1;
  while (k > 0) {
    const Step step = in_cue ? s->cue[k] : s->rest[k];
    if (in_cue) {
      if (fill) {
        elara_plan_fill_cue(s->room, count - 1 - found, step.from, k,
                            step.from_cue);
      }
      found++;
    } else if (!step.from_cue) {
      break;
    }
    in_cue = in_cue ? step.from_cue : 1;
    k = step.from;
  }
  return found;
}

ElaraStatus
elara_plan_spot(PlanRoom* room)
{
  Spotting s = {.room = room, .count = room->cell_count};
  s.size = size_of(elara_plan_minutes(room));
  if (span_s(&s, 0, s.count) <= CUE_LEAST_S * 1.5) {
    ELARA_TRY(elara_plan_new_cues(room, 1));
    elara_plan_fill_cue(room, 0, 0, s.count, 0);
    return ELARA_OK;
  }
  ELARA_TRY(sum_up(&s));
  const double price = find_price(&s, wanted_share(&s));
  if (share_at(&s, price) < 0.0) return ELARA_UNSATISFIED;
  const size_t count = trace(&s, 0, 0);
  ELARA_TRY(elara_plan_new_cues(room, count));
  trace(&s, count, 1);
  return ELARA_OK;
}
