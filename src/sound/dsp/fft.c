// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// A complex Stockham transform (radix 4, one radix-2 step when needed) on
// separate real and imaginary arrays, and the usual folding that gives the
// transform of N real values from N/2 complex ones:
//
//   z[k] = x[2k] + i x[2k+1],   Z = FFT(z),
//   X[k] = (Z[k] + conj Z[M-k]) / 2 - i w^k (Z[k] - conj Z[M-k]) / 2
//
// with M = N/2 and w = exp(-2 pi i / N) (Van Loan, Computational Frameworks
// for the Fast Fourier Transform, 1992). Stockham's order needs no bit
// reversal and reads and writes runs, which compilers turn into vector code;
// it was chosen over a library so that the core needs none.

#include "sound/dsp/fft.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define PI 3.14159265358979323846

struct ElaraFft {
  size_t n;       // real length
  float* cosines; // cos and sin of 2 pi k / N, k < N
  float* sines;
};

ElaraFft*
elara_fft_new(size_t n)
{
  ElaraFft* const fft = (ElaraFft*)calloc(1, sizeof *fft);
  float* const table = (float*)malloc(2 * n * sizeof(float));
  if (!fft || !table) {
    free(fft);
    free(table);
    return NULL;
  }
  fft->n = n;
  fft->cosines = table;
  fft->sines = table + n;
  for (size_t k = 0; k < n; k++) {
    const double angle = 2.0 * PI * (double)k / (double)n;
    fft->cosines[k] = (float)cos(angle);
    fft->sines[k] = (float)sin(angle);
  }
  return fft;
}

void
elara_fft_free(ElaraFft* fft)
{
  if (!fft) return;
  free(fft->cosines);
  free(fft);
}

size_t
elara_fft_size(const ElaraFft* fft)
{
  return fft->n;
}

// One of the arrays of a complex transform in progress.
typedef struct {
  float* re;
  float* im;
} Complex;

// S interleaved transforms of length L: a radix-4 step from X to Y.
static void
radix_4(const ElaraFft* fft, size_t l, size_t s, Complex x, Complex y)
{
  const size_t q = l / 4;
  const size_t stride = fft->n / l; // table steps an angle of 2 pi / l
  for (size_t p = 0; p < q; p++) {
    const float c1 = fft->cosines[p * stride], s1 = -fft->sines[p * stride];
    const float c2 = fft->cosines[2 * p * stride];
    const float s2 = -fft->sines[2 * p * stride];
    const float c3 = fft->cosines[3 * p * stride];
    const float s3 = -fft->sines[3 * p * stride];
    const float* const ar = x.re + s * p;
    const float* const ai = x.im + s * p;
    const size_t b = s * q;
    float* restrict yr = y.re + s * 4 * p;
    float* restrict yi = y.im + s * 4 * p;
    for (size_t k = 0; k < s; k++) {
      const float pr = ar[k] + ar[k + 2 * b], pi = ai[k] + ai[k + 2 * b];
      const float mr = ar[k] - ar[k + 2 * b], mi = ai[k] - ai[k + 2 * b];
      const float qr = ar[k + b] + ar[k + 3 * b];
      const float qi = ai[k + b] + ai[k + 3 * b];
      // -i times the difference
      const float dr = ai[k + b] - ai[k + 3 * b];
      const float di = ar[k + 3 * b] - ar[k + b];
      const float r1 = mr + dr, i1 = mi + di;
      const float r2 = pr - qr, i2 = pi - qi;
      const float r3 = mr - dr, i3 = mi - di;
      yr[k] = pr + qr;
      yi[k] = pi + qi;
      yr[k + s] = r1 * c1 - i1 * s1;
      yi[k + s] = r1 * s1 + i1 * c1;
      yr[k + 2 * s] = r2 * c2 - i2 * s2;
      yi[k + 2 * s] = r2 * s2 + i2 * c2;
      yr[k + 3 * s] = r3 * c3 - i3 * s3;
      yi[k + 3 * s] = r3 * s3 + i3 * c3;
    }
  }
}

// The last step of lengths that are no power of four.
static void
radix_2(size_t s, Complex x, Complex y)
{
  for (size_t k = 0; k < s; k++) {
    y.re[k] = x.re[k] + x.re[k + s];
    y.im[k] = x.im[k] + x.im[k + s];
    y.re[k + s] = x.re[k] - x.re[k + s];
    y.im[k + s] = x.im[k] - x.im[k + s];
  }
}

// Forward transform of M = N/2 complex values in X, with Y to work in; returns
// the one that holds the result.
static Complex
transform(const ElaraFft* fft, Complex x, Complex y)
{
  size_t l = fft->n / 2, s = 1;
  while (l >= 4) {
    radix_4(fft, l, s, x, y);
    const Complex swap = x;
    x = y;
    y = swap;
    l /= 4;
    s *= 4;
  }
  if (l == 1) return x;
  radix_2(s, x, y);
  return y;
}

void
elara_fft_forward(const ElaraFft* fft,
                  const float* signal,
                  float* spectrum,
                  float* scratch)
{
  const size_t m = fft->n / 2;
  const Complex x = {scratch, scratch + m};
  const Complex y = {scratch + 2 * m, scratch + 3 * m};
  for (size_t k = 0; k < m; k++) {
    x.re[k] = signal[2 * k];
    x.im[k] = signal[2 * k + 1];
  }
  const Complex z = transform(fft, x, y);
  float* const re = spectrum;
  float* const im = spectrum + m + 1;
  re[0] = z.re[0] + z.im[0];
  re[m] = z.re[0] - z.im[0];
  im[0] = im[m] = 0.0f;
  for (size_t k = 1; k < m; k++) {
    const float er = 0.5f * (z.re[k] + z.re[m - k]);
    const float ei = 0.5f * (z.im[k] - z.im[m - k]);
    const float or = 0.5f * (z.im[k] + z.im[m - k]);
    const float oi = 0.5f * (z.re[m - k] - z.re[k]);
    const float c = fft->cosines[k], s = -fft->sines[k];
    re[k] = er + or *c - oi * s;
    im[k] = ei + or *s + oi * c;
  }
}

void
elara_fft_inverse(const ElaraFft* fft,
                  const float* spectrum,
                  float* signal,
                  float* scratch)
{
  const size_t m = fft->n / 2;
  const Complex x = {scratch, scratch + m};
  const Complex y = {scratch + 2 * m, scratch + 3 * m};
  const float* const re = spectrum;
  const float* const im = spectrum + m + 1;
  // The inverse by the forward transform: exchange real and imaginary parts.
  for (size_t k = 0; k < m; k++) {
    const float er = re[k] + re[m - k], ei = im[k] - im[m - k];
    const float dr = re[k] - re[m - k], di = im[k] + im[m - k];
    const float c = fft->cosines[k], s = fft->sines[k];
    const float or = dr * c - di * s, oi = dr * s + di * c;
    x.im[k] = er - oi;
    x.re[k] = ei + or ;
  }
  const Complex z = transform(fft, x, y);
  const float scale = 1.0f / (float)fft->n;
  for (size_t k = 0; k < m; k++) {
    signal[2 * k] = z.im[k] * scale;
    signal[2 * k + 1] = z.re[k] * scale;
  }
}

void
elara_spectrum_multiply_add(size_t n,
                            const float* restrict a,
                            const float* restrict b,
                            float* restrict sum)
{
  const size_t bins = n / 2 + 1;
  const float* restrict ai = a + bins;
  const float* restrict bi = b + bins;
  float* restrict si = sum + bins;
  for (size_t k = 0; k < bins; k++) {
    sum[k] += a[k] * b[k] - ai[k] * bi[k];
    si[k] += a[k] * bi[k] + ai[k] * b[k];
  }
}
