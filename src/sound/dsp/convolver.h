// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// Convolution of long signals with long responses, a block at a time.
//
// A response is cut into partitions of one block each, kept as spectra. A
// history remembers the spectra of the last input blocks. Their products are
// summed in the frequency domain, so several inputs that share an output cost
// one inverse transform (uniformly partitioned overlap-save).

#ifndef ELARA_SOUND_DSP_CONVOLVER_H
#define ELARA_SOUND_DSP_CONVOLVER_H

#include "base/arena.h"
#include "sound/dsp/fft.h"

typedef struct {
  size_t block; // frames; the transforms have twice that
  size_t parts;
  float* spectra; // PARTS spectra of 2 * block + 2 floats
} ElaraResponse;

typedef struct {
  size_t block, parts;
  float* last;           // the input block before
  float* spectra;        // ring of PARTS input spectra
  unsigned char* silent; // whether that spectrum is zero
  size_t newest;
  size_t silent_blocks; // in a row, up to now
} ElaraHistory;

// COUNT frames of response; FFT of size 2 * BLOCK. 0 when out of memory.
int elara_response_init(ElaraResponse* response,
                        ElaraArena* arena,
                        const ElaraFft* fft,
                        const float* frames,
                        size_t count,
                        float* scratch);
int elara_history_init(ElaraHistory* history,
                       ElaraArena* arena,
                       size_t block,
                       size_t parts);

// Takes the next block; NULL = silence. SCRATCH: 3 * FFT size floats.
void elara_history_push(ElaraHistory* history,
                        const ElaraFft* fft,
                        const float* frames,
                        float* scratch);
// SUM (a spectrum) += the history through RESPONSE.
void elara_history_through(const ElaraHistory* history,
                           const ElaraResponse* response,
                           float* sum);
// Turns a sum of products into the block of sound that is due.
// SCRATCH: 3 * FFT size floats.
void elara_convolver_output(const ElaraFft* fft,
                            const float* sum,
                            float* out,
                            float* scratch);

#endif
