// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// The operators as pure functions, and the measure of melody.

#include "compose/measure.h"
#include "compose/melody.h"
#include "tap.h"

#define Q ELARA_TICKS_PER_QUARTER

// A melody from pairs (degree, eighths), ended by a length of 0.
static ElaraMelody
tune(const int (*notes)[2])
{
  ElaraMelody m = {.count = 0};
  ElaraTick at = 0;
  for (; (*notes)[1]; notes++) {
    elara_melody_add(&m, (ElaraThemeNote){.tick = at,
                                          .duration = (*notes)[1] * Q / 2,
                                          .degree = (*notes)[0]});
    at += (*notes)[1] * Q / 2;
  }
  return m;
}

static const int head[][2] = {{0, 3}, {4, 1}, {2, 2}, {3, 2}, {0, 0}};

static void
test_operators(void)
{
  const ElaraMelody m = tune(head);
  TAP_EQ_I(elara_melody_end(&m), 4 * Q, "a bar long");
  const ElaraMelody up = elara_melody_sequence(&m, 2);
  TAP_EQ_I(up.notes[1].degree, 6, "sequence moves every degree");
  const ElaraMelody mirror = elara_melody_invert(&m);
  TAP_EQ_I(mirror.notes[1].degree, -4,
           "inversion mirrors about the first note");
  TAP_EQ_I(elara_melody_invert(&mirror).notes[1].degree, 4,
           "twice is the same");
  const ElaraMelody back = elara_melody_retrograde(&m);
  TAP_EQ_I(back.notes[0].degree, 3, "retrograde begins with the last");
  TAP_EQ_I(back.notes[3].duration, 3 * Q / 2, "and ends with the first");
  const ElaraMelody slow = elara_melody_scale_time(&m, 2, 1);
  TAP_EQ_I(elara_melody_end(&slow), 8 * Q, "augmentation doubles the length");
  const ElaraMelody wide = elara_melody_expand(&m, 200);
  TAP_EQ_I(wide.notes[1].degree, 8, "expansion widens intervals");
  const ElaraMelody dark = elara_melody_corrupt(&m, ELARA_MODE_MAJOR);
  TAP_EQ_I(dark.notes[2].alter, -1, "corruption lowers the third");
  TAP_EQ_I(m.notes[2].alter, 0, "and leaves the original alone");
  const ElaraMelody part = elara_melody_slice(&m, 3 * Q / 2, 3 * Q);
  TAP_EQ_I(part.count, 2, "a slice of two notes");
  TAP_EQ_I(part.notes[0].tick, 0, "moved to the start");
  TAP_EQ_I(elara_melody_thin(&m, Q).count, 3, "thinning drops short notes");
}

static void
test_fit(void)
{
  const ElaraMelody m = tune(head);
  const ElaraTick bars[] = {3 * Q, 5 * Q};
  ElaraMelody two = m;
  elara_melody_append(&two, &m, 4 * Q);
  const ElaraMelody fitted = elara_melody_fit(&two, 4 * Q, bars, 2);
  TAP_EQ_I(fitted.count, 8, "no note is lost in 3/4 and 5/4");
  TAP_EQ_I(fitted.notes[4].tick, 3 * Q,
           "the second bar begins on its bar line");
  TAP_EQ_I(elara_melody_end(&fitted), 8 * Q, "and fills it");
  int apart = 1;
  for (int i = 1; i < fitted.count; i++) {
    apart &= fitted.notes[i].tick >=
             fitted.notes[i - 1].tick + fitted.notes[i - 1].duration;
  }
  TAP_OK(apart, "notes do not overlap");
  const ElaraTick tiny[] = {Q / 4};
  TAP_EQ_I(elara_melody_fit(&m, 4 * Q, tiny, 1).count, 1,
           "a bar too short keeps one note");
  TAP_NEAR(elara_melody_likeness(&m, &fitted, 4), .6 + .4 * 1 / 3.0, .3,
           "and is still recognisable");
  TAP_NEAR(elara_melody_likeness(&m, &m, 4), 1.0, 1e-12, "like itself");
}

static void
test_quality(void)
{
  // An arch with a leap, steps, one peak and a rest on the tonic ...
  static const int good[][2] = {{0, 3}, {4, 1}, {3, 2}, {2, 2}, {4, 4}, {5, 2},
                                {6, 2}, {7, 3}, {6, 1}, {5, 2}, {4, 2}, {2, 2},
                                {3, 2}, {1, 4}, {0, 8}, {0, 0}};
  // ... against leaps in every direction in even eighths.
  static const int noodle[][2] = {
      {0, 1}, {6, 1}, {1, 1}, {9, 1}, {2, 1}, {8, 1}, {0, 1}, {7, 1},
      {3, 1}, {9, 1}, {1, 1}, {6, 1}, {9, 1}, {2, 1}, {5, 1}, {0, 0}};
  static const int drone[][2] = {{0, 2}, {0, 2}, {0, 2}, {0, 2}, {0, 2},
                                 {0, 2}, {0, 2}, {0, 2}, {0, 0}};
  const ElaraMelody a = tune(good);
  const ElaraMelody b = tune(noodle);
  const ElaraMelody c = tune(drone);
  const double best = elara_melody_quality(&a, ELARA_MODE_MAJOR, 6);
  TAP_OK(best > elara_melody_quality(&b, ELARA_MODE_MAJOR, 6) + .2,
         "a tune beats noodling");
  TAP_OK(best > elara_melody_quality(&c, ELARA_MODE_MAJOR, 6) + .2,
         "and a drone");
  const ElaraMelody inverted = elara_melody_retrograde(&a);
  TAP_OK(best > elara_melody_quality(&inverted, ELARA_MODE_MAJOR, 6),
         "and itself backwards");
}

int
main(void)
{
  tap_begin("melody");
  test_operators();
  test_fit();
  test_quality();
  return tap_end();
}
