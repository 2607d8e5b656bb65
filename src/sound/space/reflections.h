// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// The two halves of a hall's response, as plain frames.

#ifndef ELARA_SOUND_SPACE_REFLECTIONS_H
#define ELARA_SOUND_SPACE_REFLECTIONS_H

#include "sound/dsp/fft.h"
#include "sound/space/hall.h"

#define ELARA_EARLY_FFT 32768
#define ELARA_EARLY_SCRATCH (ELARA_EARLY_FFT * (ELARA_HALL_BANDS + 5))

// Early reflections of a source at (X, Y) at one EAR (0 left, 1 right),
// relative to a direct sound of 1 at time 0, into OUT[0..ELARA_EARLY_FFT).
// SCRATCH: ELARA_EARLY_SCRATCH floats. FFT: of that size.
void elara_hall_early(const ElaraHallModel* model,
                      const ElaraFft* fft,
                      int rate,
                      double x,
                      double y,
                      int ear,
                      float* out,
                      float* scratch);

// The late part of one band at one ear, at unit level: OUT[0..n), n the size
// of FFT. SCRATCH: 3 * n + 2 floats.
void elara_hall_late_band(const ElaraHallModel* model,
                          const ElaraFft* fft,
                          int rate,
                          int ear,
                          int band,
                          float* out,
                          float* scratch);

#endif
