// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// The two clocks. Picture and sound: ElaraTime, int64 flicks, 1/705 600 000 s,
// exact for 44.1, 48 and 96 kHz and for 24, 25, 30, 24000/1001 and
// 30000/1001 frames per second. Music: ElaraTick, 3360 per quarter note.

#ifndef ELARA_MODEL_TIME_H
#define ELARA_MODEL_TIME_H

#include <stdint.h>

typedef int64_t ElaraTime;
typedef int64_t ElaraTick;

#define ELARA_FLICKS_PER_S INT64_C(705600000)
#define ELARA_TICKS_PER_QUARTER INT64_C(3360)

static inline double
elara_time_s(ElaraTime time)
{
  return (double)time / (double)ELARA_FLICKS_PER_S;
}

// Rounds half away from zero.
static inline ElaraTime
elara_time_from_s(double seconds)
{
  const double flicks = seconds * (double)ELARA_FLICKS_PER_S;
  return (ElaraTime)(flicks < 0.0 ? flicks - 0.5 : flicks + 0.5);
}

// Frames at RATE that begin at or before TIME (floor); TIME >= 0.
static inline int64_t
elara_time_frames(ElaraTime time, int rate)
{
  const int64_t whole = time / ELARA_FLICKS_PER_S;
  const int64_t rest = time % ELARA_FLICKS_PER_S;
  return whole * rate + rest * rate / ELARA_FLICKS_PER_S;
}

#endif
