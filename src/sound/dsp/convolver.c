// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

#include "sound/dsp/convolver.h"

#include <string.h>

static size_t
spectrum_floats(size_t block)
{
  return 2 * block + 2;
}

int
elara_response_init(ElaraResponse* r,
                    ElaraArena* arena,
                    const ElaraFft* fft,
                    const float* frames,
                    size_t count,
                    float* scratch)
{
  const size_t n = elara_fft_size(fft), block = n / 2;
  const size_t parts = (count + block - 1) / block;
  const size_t floats = spectrum_floats(block);
  r->block = block;
  r->parts = parts;
  r->spectra = (float*)elara_arena_array(arena, parts * floats, sizeof(float));
  if (!r->spectra) return 0;
  for (size_t p = 0; p < parts; p++) {
    const size_t left = count - p * block;
    const size_t here = left < block ? left : block;
    float* const padded = scratch + 2 * n;
    memset(padded, 0, n * sizeof(float));
    memcpy(padded, frames + p * block, here * sizeof(float));
    elara_fft_forward(fft, padded, r->spectra + p * floats, scratch);
  }
  return 1;
}

int
elara_history_init(ElaraHistory* h,
                   ElaraArena* arena,
                   size_t block,
                   size_t parts)
{
  *h = (ElaraHistory){
      .block = block, .parts = parts, .silent_blocks = parts + 1};
  h->last = (float*)elara_arena_array(arena, block, sizeof(float));
  h->spectra = (float*)elara_arena_array(arena, parts * spectrum_floats(block),
                                         sizeof(float));
  h->silent = (unsigned char*)elara_arena_alloc(arena, parts);
  if (!h->last || !h->spectra || !h->silent) return 0;
  memset(h->silent, 1, parts);
  return 1;
}

void
elara_history_push(ElaraHistory* h,
                   const ElaraFft* fft,
                   const float* frames,
                   float* scratch)
{
  const size_t n = 2 * h->block;
  h->newest = (h->newest + 1) % h->parts;
  float* const spectrum = h->spectra + h->newest * spectrum_floats(h->block);
  h->silent_blocks = frames ? 0 : h->silent_blocks + 1;
  h->silent[h->newest] = h->silent_blocks >= 2;
  if (h->silent_blocks >= 2) return; // both halves are zero
  float* const both = scratch + 2 * n;
  memcpy(both, h->last, h->block * sizeof(float));
  if (frames)
    memcpy(both + h->block, frames, h->block * sizeof(float));
  else
    memset(both + h->block, 0, h->block * sizeof(float));
  memcpy(h->last, both + h->block, h->block * sizeof(float));
  elara_fft_forward(fft, both, spectrum, scratch);
}

void
elara_history_through(const ElaraHistory* h, const ElaraResponse* r, float* sum)
{
  const size_t floats = spectrum_floats(h->block);
  const size_t parts = r->parts < h->parts ? r->parts : h->parts;
  for (size_t p = 0; p < parts; p++) {
    const size_t slot = (h->newest + h->parts - p) % h->parts;
    if (h->silent[slot]) continue;
    elara_spectrum_multiply_add(2 * h->block, h->spectra + slot * floats,
                                r->spectra + p * floats, sum);
  }
}

void
elara_convolver_output(const ElaraFft* fft,
                       const float* sum,
                       float* out,
                       float* scratch)
{
  const size_t n = elara_fft_size(fft);
  float* const both = scratch + 2 * n;
  elara_fft_inverse(fft, sum, both, scratch);
  memcpy(out, both + n / 2, n / 2 * sizeof(float));
}
