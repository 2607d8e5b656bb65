// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// Ticks to time and back: the only place where the two clocks meet. A map is
// a list of anchors (tick, time), both strictly increasing, starting at tick 0.
// Between two anchors time runs evenly; after the last one the last slope
// (or 120 quarter notes per minute for a single anchor) goes on.

#ifndef ELARA_MODEL_TEMPO_MAP_H
#define ELARA_MODEL_TEMPO_MAP_H

#include "model/time.h"

#include <stddef.h>

typedef struct {
  ElaraTick tick;
  ElaraTime time;
} ElaraTempoAnchor;

typedef struct {
  const ElaraTempoAnchor* anchors; // borrowed from the paper's arena
  size_t count;                    // >= 1
} ElaraTempoMap;

// True when the anchors start at tick 0 and both clocks strictly increase.
int elara_tempo_map_valid(const ElaraTempoMap* map);

ElaraTime elara_tempo_map_time(const ElaraTempoMap* map, ElaraTick tick);
// The nearest tick to TIME (rounded).
ElaraTick elara_tempo_map_tick(const ElaraTempoMap* map, ElaraTime time);
// Quarter notes per minute at TICK (of the segment that begins at or before).
double elara_tempo_map_bpm(const ElaraTempoMap* map, ElaraTick tick);

#endif
