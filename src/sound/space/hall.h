// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// A concert hall: early reflections for each group of seats, one late
// reverberation for all. Made from geometry and a fixed seed, so that it needs
// no recordings and is the same every time.

#ifndef ELARA_SOUND_SPACE_HALL_H
#define ELARA_SOUND_SPACE_HALL_H

#include "base/arena.h"
#include "base/status.h"

#include <stddef.h>

#define ELARA_HALL_BANDS 8
#define ELARA_HALL_GROUPS 11
// Frames a call of elara_hall_process(); also the partition of convolution.
#define ELARA_HALL_BLOCK 32768

typedef struct {
  double width, depth, height;     // metres
  double stage;                    // metres from the conductor to the back wall
  double rt60_s[ELARA_HALL_BANDS]; // octaves 125 Hz to 16 kHz
  double clarity_db;               // C80 at the centre of the stage
} ElaraHallModel;

// 24 x 44 x 18 m, 2.0 s at 1 kHz, 2.4 s below, 1.2 s at 8 kHz.
ElaraHallModel elara_hall_model(void);

typedef struct ElaraHall ElaraHall;

ElaraStatus elara_hall_new(const ElaraHallModel* model,
                           int rate,
                           int threads,
                           ElaraHall** hall);
void elara_hall_free(ElaraHall* hall); // NULL-safe

// The group of seats nearest to a place on stage (metres, as in
// model/instrument.h).
int elara_hall_group(double seat_x, double seat_y);
// Metres from the microphones to a seat, and its angle to the right (radians).
void elara_hall_seat(double x, double y, double* metres, double* angle);

// One block: SENDS[g] is what group g plays (mono), NULL for silence. The
// hall's answer, without the direct sound, is written to LEFT and RIGHT.
void elara_hall_process(ElaraHall* hall,
                        const float* const sends[ELARA_HALL_GROUPS],
                        int threads,
                        float* left,
                        float* right);
// True when the last sound has died away and LEFT and RIGHT would be zero.
int elara_hall_silent(const ElaraHall* hall);

// For tests: the response of GROUP at an ear (0, 1), early plus late, COUNT
// frames; the direct sound (1 at time 0) is not in it.
void elara_hall_response(
    const ElaraHall* hall, int group, int ear, float* frames, size_t count);

#endif
