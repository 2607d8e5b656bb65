// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// The Fourier transform of real signals, power-of-two lengths.

#ifndef ELARA_SOUND_DSP_FFT_H
#define ELARA_SOUND_DSP_FFT_H

#include <stddef.h>

typedef struct ElaraFft ElaraFft;

// N = 4, 8, ... 2^22 real values. NULL when out of memory. Read-only once
// made: threads may share it.
ElaraFft* elara_fft_new(size_t n);
void elara_fft_free(ElaraFft* fft); // NULL-safe
size_t elara_fft_size(const ElaraFft* fft);

// A spectrum is N/2 + 1 bins, real parts then imaginary parts: N + 2 floats.
// SCRATCH holds 2 N floats. No buffer may overlap another.
void elara_fft_forward(const ElaraFft* fft,
                       const float* signal,
                       float* spectrum,
                       float* scratch);
// The inverse, scaled by 1/N: inverse(forward(x)) = x.
void elara_fft_inverse(const ElaraFft* fft,
                       const float* spectrum,
                       float* signal,
                       float* scratch);

// SUM += A * B, bin by bin.
void elara_spectrum_multiply_add(size_t n,
                                 const float* a,
                                 const float* b,
                                 float* sum);

#endif
