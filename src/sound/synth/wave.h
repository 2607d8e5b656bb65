// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// A saw-tooth without aliasing: one period as a table, one table for every
// half octave, each with only the harmonics that stay below the Nyquist
// frequency there. Read with linear interpolation: at 512 harmonics in 2048
// points the images of the highest are 73 dB down, those of others lower.

#ifndef ELARA_SOUND_SYNTH_WAVE_H
#define ELARA_SOUND_SYNTH_WAVE_H

#include <stddef.h>
#include <stdint.h>

#define ELARA_WAVE_BITS 11
#define ELARA_WAVE_SIZE (1 << ELARA_WAVE_BITS)
#define ELARA_WAVE_LEVELS 18 // 512 harmonics ... 1

typedef struct {
  int rate;
  float* frames; // LEVELS tables of SIZE + 1, the first frame repeated
} ElaraWaves;

// 0 when out of memory.
int elara_waves_init(ElaraWaves* waves, int rate);
void elara_waves_clear(ElaraWaves* waves);

// The richest table that is clean for fundamentals up to HZ.
const float* elara_waves_saw(const ElaraWaves* waves, double hz);
// Frequency as a step of a 32-bit phase.
uint32_t elara_wave_step(double hz, int rate);

// The wave at PHASE, -1..1.
static inline float
elara_wave_at(const float* table, uint32_t phase)
{
  const uint32_t fraction_bits = 32 - ELARA_WAVE_BITS;
  const uint32_t i = phase >> fraction_bits;
  const int32_t rest = (int32_t)(phase & ((1u << fraction_bits) - 1u));
  const float x = (float)rest * (1.0f / (float)(1 << fraction_bits));
  return table[i] + x * (table[i + 1] - table[i]);
}

#endif
