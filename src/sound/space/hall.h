// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// A room to play in: early reflections for each group of seats, one late
// reverberation for all. Made from a description and a fixed seed, so that it
// needs no recordings and is the same every time; or from a recorded impulse.
//
// A hall answers with everything but the direct sound, which is the strips'.

#ifndef ELARA_SOUND_SPACE_HALL_H
#define ELARA_SOUND_SPACE_HALL_H

#include "base/arena.h"
#include "base/diag.h"
#include "base/status.h"
#include "sound/dsp/live_convolver.h"
#include "sound/space/material.h"

#include <stddef.h>

#define ELARA_HALL_BANDS ELARA_OCTAVES
#define ELARA_HALL_GROUPS 11
// Frames a call of elara_hall_process(); also the partition of convolution.
#define ELARA_HALL_BLOCK 32768
// Longest impulse from a file, in seconds.
#define ELARA_IMPULSE_MOST_S 20.0

typedef enum {
  ELARA_HALL_ROOM,  // walls: image sources, then a tail
  ELARA_HALL_OPEN,  // no walls (a forest, a steel plate): tail and echoes only
  ELARA_HALL_LIGHT, // a feedback delay network for weak machines
} ElaraHallKind;

// A described room. All lengths in metres.
typedef struct {
  const char* name;
  ElaraHallKind kind;
  double width; // at the wall behind the orchestra
  double depth, height;
  double stage; // from the conductor to the wall behind the orchestra
  double splay; // degrees each side wall opens towards the audience: a fan
  ElaraMaterial sides, front, back, floor, ceiling; // front: behind the stage
  double scattering;    // 0 ... 1, share of energy a wall does not mirror
  double temperature_c; // of the air
  double humidity;      // percent
  // Reverberation time, octaves 125 Hz to 16 kHz; all 0: from the materials.
  double rt60_s[ELARA_HALL_BANDS];
  double clarity_db; // C80 at the centre of the stage (ISO 3382)
  double mixing_s;   // when echoes melt into the tail
  // A field of single echoes: how many a second, and their energy against the
  // direct sound. 0 a second: none.
  double echoes_per_s, echoes_db;
  // Repeats of everything, each this much later; their level against the
  // direct sound, drawn back to time 0 along the decay. 0 s: none.
  double repeat_s, repeat_db;
} ElaraHallModel;

// The concert hall: 24 x 44 x 18 m, 2.0 s at 1 kHz, 2.4 s below, 1.2 s at
// 8 kHz.
ElaraHallModel elara_hall_model(void);

// The halls by name: scoring-stage, concert-hall, cathedral, cave, forest,
// room, crimson, plate, light. NULL past the end.
size_t elara_hall_count(void);
const char* elara_hall_name(size_t index);
// One line about it, for a list of choices; NULL past the end.
const char* elara_hall_summary(size_t index);
// 1 and *MODEL, or 0 when there is no such hall.
int elara_hall_model_by_name(const char* name, ElaraHallModel* model);

// The reverberation time the model asks for: rt60_s, or Eyring's from the
// materials (JASA 1, 1930) with the air's share.
void elara_hall_rt60(const ElaraHallModel* model,
                     double rt60_s[ELARA_HALL_BANDS]);

typedef struct ElaraHall ElaraHall;

// RATE: 8000 ... 192000. THREADS: 0 = all cores; the hall is the same for any
// number. ELARA_NO_MEMORY is all that can go wrong.
ElaraStatus elara_hall_new(const ElaraHallModel* model,
                           int rate,
                           int threads,
                           ElaraHall** hall);
// A hall from a recorded impulse response, PATH any file libsndfile reads:
//   1 channel   mono to both ears (not spatial, but it is what there is)
//   2 channels  everything to left and right
//   4 channels  true stereo, LL LR RL RR: groups left of the centre go into
//               the left source, those on the right into the right one, those
//               in the middle into both
// at any rate from 8 to 384 kHz, at most ELARA_IMPULSE_MOST_S long. Silence
// before the direct sound is cut; the direct sound itself fades out from 2.5 to
// 5 ms after it, since the strips play their own. The level is set so that the
// echo has the energy that the concert hall's has. ELARA_BAD_INPUT or
// ELARA_IO_ERROR with a diagnostic, or ELARA_NO_MEMORY.
ElaraStatus elara_hall_from_impulse(const char* path,
                                    int rate,
                                    int threads,
                                    ElaraDiags* diags,
                                    ElaraHall** hall);
void elara_hall_free(ElaraHall* hall); // NULL-safe

// The group of seats nearest to a place on stage (metres, as in
// model/instrument.h).
int elara_hall_group(double seat_x, double seat_y);
// Middle of the seats of GROUP.
void elara_hall_group_place(int group, double* x, double* y);
// Metres from the microphones to a seat, and its angle to the right (radians).
void elara_hall_seat(double x, double y, double* metres, double* angle);

// One block: SENDS[g] is what group g plays (mono), NULL for silence. The
// hall's answer, without the direct sound, is written to LEFT and RIGHT. The
// same bytes for any number of threads.
void elara_hall_process(ElaraHall* hall,
                        const float* const sends[ELARA_HALL_GROUPS],
                        int threads,
                        float* left,
                        float* right);
// True when the last sound has died away and LEFT and RIGHT would be zero.
int elara_hall_silent(const ElaraHall* hall);

// The same hall for the audio thread, as two sources left and right of the
// middle (see dsp/live_convolver.h). NULL when out of memory, or for a light
// hall, which has no response.
ElaraLiveConvolver* elara_hall_live(const ElaraHall* hall);

// The response of GROUP at an ear (0, 1), early plus late, COUNT frames; the
// direct sound (1 at time 0) is not in it. A light hall's is computed by
// running a copy: do not ask often.
void elara_hall_response(
    const ElaraHall* hall, int group, int ear, float* frames, size_t count);
// Frames after which every response is zero (light: after 75 dB).
size_t elara_hall_length(const ElaraHall* hall);
// Bytes held, for reports.
size_t elara_hall_memory(const ElaraHall* hall);

#endif
