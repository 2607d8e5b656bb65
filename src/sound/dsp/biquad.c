// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

#include "sound/dsp/biquad.h"

#include <math.h>

#define PI 3.14159265358979323846
#define Q 0.70710678118654752

// g: the integrators' gain; k: damping; m: how much of the input, the band and
// the low-pass make the output (Simper's table).
void
elara_biquad_set(ElaraSection* s,
                 int lane,
                 ElaraBiquadKind kind,
                 int rate,
                 double hz,
                 double db)
{
  const double a = pow(10.0, db / 40.0);
  double g = tan(PI * hz / rate), k = 1.0 / Q;
  double m0 = 1.0, m1 = 0.0, m2 = 0.0;
  switch (kind) {
  case ELARA_BIQUAD_LOW_CUT:
    m1 = -k;
    m2 = -1.0;
    break;
  case ELARA_BIQUAD_LOW_SHELF:
    g /= sqrt(a);
    m1 = k * (a - 1.0);
    m2 = a * a - 1.0;
    break;
  case ELARA_BIQUAD_HIGH_SHELF:
    g *= sqrt(a);
    m0 = a * a;
    m1 = k * (1.0 - a) * a;
    m2 = 1.0 - a * a;
    break;
  case ELARA_BIQUAD_BELL:
    k /= a;
    m1 = k * (a * a - 1.0);
    break;
  }
  const double a1 = 1.0 / (1.0 + g * (g + k));
  s->p[lane] = (float)(2.0 * a1 - 1.0);
  s->q[lane] = (float)(2.0 * g * a1);
  s->r[lane] = (float)(1.0 - 2.0 * g * g * a1);
  s->s[lane] = (float)(2.0 * g * g * a1);
  s->m0[lane] = (float)m0;
  s->m1[lane] = (float)(m1 / 2.0);
  s->m2[lane] = (float)(m2 / 2.0);
  s->i1[lane] = s->i2[lane] = 0.0f;
}
