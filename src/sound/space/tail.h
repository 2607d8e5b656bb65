// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// The late half of a hall's response, and how fast a response dies.

#ifndef ELARA_SOUND_SPACE_TAIL_H
#define ELARA_SOUND_SPACE_TAIL_H

#include "sound/dsp/transform.h"
#include "sound/space/hall.h"

// A transform of this size serves elara_tail_noise() at RATE.
size_t elara_tail_transform(int rate);

// Noise of unit level for one EAR whose octaves die by RT60_S, from time 0,
// COUNT frames into OUT. WORK: 6 * transform size floats.
void elara_tail_noise(const ElaraTransform* transform,
                      int rate,
                      int ear,
                      const double rt60_s[ELARA_HALL_BANDS],
                      float* out,
                      size_t count,
                      float* work);

// T30 (ISO 3382) of the octaves of a response: the line through the decay from
// -5 to -35 dB, drawn on to 60 dB. One thread at a time.
typedef struct ElaraDecay ElaraDecay;

// For responses of COUNT frames. NULL when out of memory.
ElaraDecay* elara_decay_new(int rate, size_t count);
void elara_decay_free(ElaraDecay* decay); // NULL-safe
size_t elara_decay_work(const ElaraDecay* decay);
// The octaves of EARLY + LATE, in seconds; 0 for an octave that is silent or
// not below half the rate. WORK: elara_decay_work() floats.
void elara_decay_rt60(ElaraDecay* decay,
                      const float* early,
                      size_t early_count,
                      const float* late,
                      float* work,
                      double rt60_s[ELARA_HALL_BANDS]);

#endif
