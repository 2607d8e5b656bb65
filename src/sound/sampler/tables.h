// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// What all voices of a rendering share and nobody writes to: the coefficients
// of band-limited reading, and the curves of modulators.

#ifndef ELARA_SOUND_SAMPLER_TABLES_H
#define ELARA_SOUND_SAMPLER_TABLES_H

#include "sound/dsp/kernel.h"
#include "sound/sampler/generator.h"

// Least signal to noise and distortion in dB of a sine played up: 5 kHz and
// 10 kHz by 5 semitones, 15 kHz by 1. tests/sound/test_reading.c measures.
typedef enum {
  ELARA_QUALITY_DRAFT,  // 8 taps: 66, 60, 26; and a cheaper hall
  ELARA_QUALITY_NORMAL, // 8 taps
  ELARA_QUALITY_HIGH,   // 16 taps: 95, 95, 80
  ELARA_QUALITY_BEST,   // 32 taps: 98, 98, 97, which is 16 bits
  ELARA_QUALITY_COUNT
} ElaraQuality;

// "draft", "normal", "high", "best".
const char* elara_quality_name(ElaraQuality quality);

#define ELARA_CUTOFFS 6 // tables for reading upwards without aliases
#define ELARA_MOST_TAPS 32

typedef struct {
  const ElaraKernel* kernel;
  int taps;
  void (*read)(const float* rows,
               const float* in,
               uint64_t phase,
               uint64_t step,
               float* out,
               int n);
  float* rows[ELARA_CUTOFFS];
  // For 16-bit samples, where their precision is enough; else NULL.
  int16_t* short_rows[ELARA_CUTOFFS];
  float low[ELARA_GEN_COUNT], high[ELARA_GEN_COUNT]; // range of a generator
  float sine[1002]; // a quarter of it, for panning by 1000 steps
  // Curve type, direction, polarity, value of a controller.
  float curves[4][2][2][128];
} ElaraTables;

// NULL when out of memory. KERNEL NULL = elara_kernel().
ElaraTables* elara_tables_new(ElaraQuality quality, const ElaraKernel* kernel);
void elara_tables_free(ElaraTables* tables); // NULL-safe

// Which rows suit STEP frames of sample a frame of sound.
int elara_tables_cutoff(double step);

// A source's curve (SoundFont 2.04, section 8.2.4) at X = 0..1: TYPE 0 linear,
// 1 concave, 2 convex, 3 switch. For controllers finer than 7 bits.
double elara_curve(int type, int reverse, int bipolar, double x);

#endif
