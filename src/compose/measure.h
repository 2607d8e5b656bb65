// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// How good is a melody? One number from what singable themes have in common.

#ifndef ELARA_COMPOSE_MEASURE_H
#define ELARA_COMPOSE_MEASURE_H

#include "compose/melody.h"

// 0 (noodling) ... 1 (a theme). HEAD is the number of notes of its head motif.
// The parts, each 0..1 and equally readable, are weighted as in measure.c:
// range, one peak, a leap of a fourth or more near the start, steps that go
// on, leaps that turn back, few repeated notes, variety of intervals, variety
// of rhythm, long notes at the ends of its halves, an end on the tonic triad.
double
elara_melody_quality(const ElaraMelody* melody, ElaraMode mode, int head);

#endif
