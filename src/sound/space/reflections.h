// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// The early half of a hall's response, and single echoes, as plain frames.

#ifndef ELARA_SOUND_SPACE_REFLECTIONS_H
#define ELARA_SOUND_SPACE_REFLECTIONS_H

#include "sound/dsp/transform.h"
#include "sound/space/hall.h"

// Frames a band's filter reaches before and after its impulse.
#define ELARA_HALL_SMEAR 4096

// The octaves a transform's bins belong to. NULL when out of memory. TRANSFORM
// must outlive it.
typedef struct ElaraOctaves ElaraOctaves;
ElaraOctaves* elara_octaves_new(const ElaraTransform* transform, int rate);
void elara_octaves_free(ElaraOctaves* octaves); // NULL-safe

// Frames of early reflections at RATE: until the last has faded.
size_t elara_hall_early_count(const ElaraHallModel* model, int rate);
// A transform of this size serves elara_hall_early().
size_t elara_hall_early_transform(const ElaraHallModel* model, int rate);

// Early reflections of a source at (X, Y) at one EAR (0 left, 1 right),
// relative to a direct sound of 1 at time 0, COUNT frames into OUT. To work in:
// TRAINS, 8 * COUNT floats; Z and SUM, two spectra.
void elara_hall_early(const ElaraHallModel* model,
                      const ElaraOctaves* octaves,
                      int rate,
                      double x,
                      double y,
                      int ear,
                      float* out,
                      size_t count,
                      float* trains,
                      float* z,
                      float* sum);

// The model's field of echoes and its repeats at one EAR, falling by RT60_S,
// COUNT frames into OUT. Twice the size of the transform is COUNT +
// ELARA_HALL_SMEAR or more.
void elara_hall_echoes(const ElaraHallModel* model,
                       const double rt60_s[ELARA_HALL_BANDS],
                       const ElaraOctaves* octaves,
                       int rate,
                       int ear,
                       float* out,
                       size_t count,
                       float* z,
                       float* sum);

#endif
