// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

#include "sound/synth/wave.h"

#include "sound/dsp/fft.h"

#include <stdlib.h>
#include <string.h>

#define CLEAN 0.46 // of the rate: the highest harmonic that is let through

// 512 harmonics, and a half octave less in each of the next.
static const int harmonics[ELARA_WAVE_LEVELS] = {
    512, 362, 256, 181, 128, 91, 64, 45, 32, 23, 16, 11, 8, 6, 4, 3, 2, 1,
};

// x(t) = 2/pi sum sin(2 pi h t) / h, from its spectrum.
static void
fill(const ElaraFft* fft, int level, float* spectrum, float* scratch, float* to)
{
  const size_t n = ELARA_WAVE_SIZE;
  memset(spectrum, 0, (n + 2) * sizeof(float));
  for (int h = 1; h <= harmonics[level]; h++) {
    spectrum[n / 2 + 1 + (size_t)h] =
        (float)(-(double)n / (3.14159265358979323846 * h));
  }
  elara_fft_inverse(fft, spectrum, to, scratch);
  to[n] = to[0];
}

int
elara_waves_init(ElaraWaves* waves, int rate)
{
  const size_t n = ELARA_WAVE_SIZE;
  *waves = (ElaraWaves){.rate = rate};
  ElaraFft* const fft = elara_fft_new(n);
  float* const scratch = (float*)malloc((3 * n + 2) * sizeof(float));
  waves->frames = (float*)malloc(ELARA_WAVE_LEVELS * (n + 1) * sizeof(float));
  const int ok = fft && scratch && waves->frames;
  for (int i = 0; ok && i < ELARA_WAVE_LEVELS; i++) {
    fill(fft, i, scratch + 2 * n, scratch, waves->frames + (size_t)i * (n + 1));
  }
  elara_fft_free(fft);
  free(scratch);
  if (!ok) elara_waves_clear(waves);
  return ok;
}

void
elara_waves_clear(ElaraWaves* waves)
{
  free(waves->frames);
  waves->frames = NULL;
}

const float*
elara_waves_saw(const ElaraWaves* waves, double hz)
{
  int level = 0;
  while (level < ELARA_WAVE_LEVELS - 1 &&
         harmonics[level] * hz > CLEAN * waves->rate) {
    level++;
  }
  return waves->frames + (size_t)level * (ELARA_WAVE_SIZE + 1);
}

uint32_t
elara_wave_step(double hz, int rate)
{
  return (uint32_t)(hz / rate * 4294967296.0);
}
