// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// The click by itself: tables of hits, and what they must come to.

#include "plan/click.h"
#include "tap.h"

typedef struct {
  const char* name;
  double bpm;
  int beats, beat_type;
  double at_s[6]; // the last one > 0 is the end
  int legs;       // met points, the end among them
  double stray;   // most that a leg's tempo may differ from the wish
} Case;

static const Case cases[] = {
    {"no hit", 100.0, 4, 4, {60.0}, 1, .02},
    {"one hit on a bar line", 120.0, 4, 4, {8.0, 16.0}, 2, .001},
    {"one hit anywhere", 96.0, 4, 4, {13.37, 40.0}, 2, .05},
    {"two hits", 84.0, 3, 4, {7.7, 19.1, 45.0}, 3, .08},
    {"five hits", 140.0, 4, 4, {5.1, 9.9, 17.3, 23.8, 31.0, 42.0}, 6, .12},
    {"a waltz", 72.0, 3, 4, {11.0, 33.0}, 2, .08},
    {"six-eight", 66.0, 6, 8, {9.0, 21.0, 50.0}, 3, .12},
    {"seven-eight", 150.0, 7, 8, {6.0, 14.0, 30.0}, 3, .08},
    {"five-four", 90.0, 5, 4, {12.0, 30.0, 64.0}, 3, .08},
    {"slow and short", 52.0, 4, 4, {20.0}, 1, .12},
    {"two hits as close as they come", 60.0, 4, 4, {4.0, 8.1, 20.0}, 3, .12},
};

static void
test_case(ElaraArena* arena, const Case* c)
{
  ClickPoint points[6];
  size_t count = 0;
  while (count < 6 && c->at_s[count] > 0.0) {
    points[count] = (ClickPoint){c->at_s[count], .9};
    count++;
  }
  Click click;
  char name[160];
  elara_plan_click(arena, points, count, NULL, 0, c->beats, c->beat_type,
                   c->bpm, &click);
  snprintf(name, sizeof name, "%s: points met", c->name);
  TAP_EQ_I(click.leg_count, c->legs, name);
  double worst = 0.0;
  int phase = 0;
  for (size_t i = 0; i < click.leg_count; i++) {
    const ClickLeg* const leg = &click.legs[i];
    const double quarters = (double)leg->units * (double)click.unit_ticks /
                            (double)ELARA_TICKS_PER_QUARTER;
    const double bpm = 60.0 * quarters / (leg->end_s - leg->start_s);
    worst = fmax(worst, fabs(bpm / c->bpm - 1.0));
    phase = leg->odd_units ? 0 : (phase + leg->units) % click.bar_units;
  }
  snprintf(name, sizeof name, "%s: tempo", c->name);
  if (!TAP_OK(worst <= c->stray, name)) {
    printf("# strays %.3f, at most %.3f\n", worst, c->stray);
  }
  snprintf(name, sizeof name, "%s: ends on a bar line", c->name);
  TAP_EQ_I(phase, 0, name);
}

int
main(void)
{
  tap_begin("click");
  ElaraArena* const arena = elara_arena_new();
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    test_case(arena, &cases[i]);
  }
  elara_arena_free(arena);
  return tap_end();
}
