// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// The clock on a film's slate: frames and timecode (SMPTE ST 12-1).
//
// At 29.97 and 59.94 a timecode that counts every frame runs slow by 3.6 s an
// hour. Drop-frame counting leaves out two (four) numbers, never frames, at
// the start of each minute but every tenth, and is written with a semicolon:
// 00:01:00;02 follows 00:00:59;29.

#ifndef ELARA_MODEL_TIMECODE_H
#define ELARA_MODEL_TIMECODE_H

#include "model/time.h"

typedef struct {
  int num, den;  // num / den frames a second; num 0: no film, 24 are meant
  int drop;      // 1: drop-frame; only at 30000/1001 and 60000/1001
  int64_t start; // the film's first frame, as its timecode counts frames
} ElaraFilmClock;

// 24, 25, 30: the frames that one second of timecode counts.
int elara_film_base(const ElaraFilmClock* clock);
// 1 when timecode of this rate can drop numbers.
int elara_film_can_drop(const ElaraFilmClock* clock);
// When FRAME (0 = the film's first) begins; to the nearest flick, which is
// exact at the usual rates.
ElaraTime elara_film_time(const ElaraFilmClock* clock, int64_t frame);
// The frame that is on screen at TIME (>= 0).
int64_t elara_film_frame(const ElaraFilmClock* clock, ElaraTime time);
// The frame whose beginning is nearest to TIME.
int64_t elara_film_nearest(const ElaraFilmClock* clock, ElaraTime time);

typedef struct {
  char text[64]; // "01:00:00:00"
} ElaraTimecode;

// Of FRAME, the film's start included.
ElaraTimecode elara_film_timecode(const ElaraFilmClock* clock, int64_t frame);
// The frame count (start not taken off) that "HH:MM:SS:FF" says; -1 when it is
// no timecode, or one that drop-frame leaves out. ';' or '.' before the frames
// are read as ':' is: CLOCK says whether numbers are dropped.
int64_t elara_film_parse(const ElaraFilmClock* clock, const char* text);

#endif
