// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// The click of one cue: how many beats lie between two hits, so that every
// hard hit falls on a beat, if possible a downbeat, at a tempo that never
// strays far. Private to plan/.

#ifndef ELARA_PLAN_CLICK_H
#define ELARA_PLAN_CLICK_H

#include "model/plan.h"

// A point in time that a beat must meet. The last one is the end of the cue.
typedef struct {
  double at_s;     // after the start of the cue
  double strength; // 0..1: what it costs to miss it
} ClickPoint;

// From one met point to the next.
typedef struct {
  size_t point; // index of the point at its end
  double start_s;
  double end_s;
  int units;     // beats (6/8: dotted quarters; 7/8: eighths)
  int odd_units; // length of its one odd bar, which is the last; 0 = none
} ClickLeg;

typedef struct {
  ElaraTick unit_ticks; // of one beat
  int bar_units;        // beats in an ordinary bar
  int beats_per_unit;   // of the written metre: 3 for 6/8, else 1
  int beat_type;
  double bpm; // quarter notes per minute, the one chosen for the cue
  const ClickLeg* legs;
  size_t leg_count;
} Click;

// Plans the click for COUNT points (>= 1, times rising) of a cue that would
// like BPM and the metre BEATS/BEAT_TYPE. Always finds one: points that would
// bend the tempo too far are passed over, the end never is. Among clicks that
// serve the points as well, one whose beats pass near the SOFT points wins.
ElaraStatus elara_plan_click(ElaraArena* arena,
                             const ClickPoint* points,
                             size_t count,
                             const ClickPoint* soft,
                             size_t soft_count,
                             int beats,
                             int beat_type,
                             double bpm,
                             Click* click);

#endif
