// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

#include "sound/dsp/biquad.h"

#include <math.h>

#define PI 3.14159265358979323846

// Cookbook names throughout: A, w0, alpha.
ElaraBiquad
elara_biquad(ElaraBiquadKind kind, int rate, double hz, double db)
{
  const double A = pow(10.0, db / 40.0);
  const double w0 = 2.0 * PI * hz / rate;
  const double c = cos(w0), alpha = sin(w0) / (2.0 * 0.70710678118654752);
  const double beta = 2.0 * sqrt(A) * alpha;
  double b0 = 1, b1 = 0, b2 = 0, a0 = 1, a1 = 0, a2 = 0;
  switch (kind) {
  case ELARA_BIQUAD_LOW_CUT:
    b0 = b2 = (1 + c) / 2;
    b1 = -(1 + c);
    a0 = 1 + alpha;
    a1 = -2 * c;
    a2 = 1 - alpha;
    break;
  case ELARA_BIQUAD_LOW_SHELF:
    b0 = A * ((A + 1) - (A - 1) * c + beta);
    b1 = 2 * A * ((A - 1) - (A + 1) * c);
    b2 = A * ((A + 1) - (A - 1) * c - beta);
    a0 = (A + 1) + (A - 1) * c + beta;
    a1 = -2 * ((A - 1) + (A + 1) * c);
    a2 = (A + 1) + (A - 1) * c - beta;
    break;
  case ELARA_BIQUAD_HIGH_SHELF:
    b0 = A * ((A + 1) + (A - 1) * c + beta);
    b1 = -2 * A * ((A - 1) + (A + 1) * c);
    b2 = A * ((A + 1) + (A - 1) * c - beta);
    a0 = (A + 1) - (A - 1) * c + beta;
    a1 = 2 * ((A - 1) - (A + 1) * c);
    a2 = (A + 1) - (A - 1) * c - beta;
    break;
  case ELARA_BIQUAD_BELL:
    b0 = 1 + alpha * A;
    b1 = a1 = -2 * c;
    b2 = 1 - alpha * A;
    a0 = 1 + alpha / A;
    a2 = 1 - alpha / A;
    break;
  }
  return (ElaraBiquad){b0 / a0, b1 / a0, b2 / a0, a1 / a0, a2 / a0, {{0}}};
}

void
elara_biquad_run(
    ElaraBiquad* q, int channel, float* x, size_t stride, size_t count)
{
  double z1 = q->z[channel][0], z2 = q->z[channel][1];
  for (size_t i = 0; i < count; i++) {
    const double in = (double)x[i * stride];
    const double y = q->b0 * in + z1;
    z1 = q->b1 * in - q->a1 * y + z2;
    z2 = q->b2 * in - q->a2 * y;
    x[i * stride] = (float)y;
  }
  // Far below hearing: keeps the state out of denormal numbers in silence.
  q->z[channel][0] = fabs(z1) < 1e-20 ? 0.0 : z1;
  q->z[channel][1] = fabs(z2) < 1e-20 ? 0.0 : z2;
}
