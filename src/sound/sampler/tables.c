// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// Windowed-sinc reading (J. O. Smith, Digital Audio Resampling, 2002).
//
//   y(t) = sum over the taps of x[k] h(k - t),
//   h(u) = sinc(c u) kaiser(2 u / taps; beta), normalised to sum 1,
//
// from 256 rows, interpolated linearly in between, which by itself is good for
// 100 dB. More taps mean a steeper edge, larger beta less leakage beyond it.
// A sample that is read upwards by more than a few semitones would alias, so
// there are rows with a lower cutoff c for steps up to 4. It sounds like
// nothing, which is the point: no grain on transposed strings, no lost treble.

#include "sound/sampler/tables.h"

#include <math.h>
#include <stdlib.h>

#define PI 3.14159265358979323846

static const struct {
  const char* name;
  int taps;
  double beta;
} qualities[ELARA_QUALITY_COUNT] = {
    [ELARA_QUALITY_DRAFT] = {"draft", 8, 5.8},
    [ELARA_QUALITY_NORMAL] = {"normal", 8, 5.8},
    [ELARA_QUALITY_HIGH] = {"high", 16, 8.0},
    [ELARA_QUALITY_BEST] = {"best", 32, 9.5},
};

// Up to six semitones what might alias lies where samples have nothing.
static const double most_step[ELARA_CUTOFFS] = {1.45, 1.75, 2.1, 2.6, 3.3, 4.5};
#define MARGIN 1.15

const char*
elara_quality_name(ElaraQuality quality)
{
  return qualities[quality].name;
}

static double
bessel_i0(double x)
{
  double sum = 1.0, term = 1.0;
  for (int k = 1; k < 60; k++) {
    term *= (x / (2.0 * k)) * (x / (2.0 * k));
    sum += term;
  }
  return sum;
}

// The window at U, from a table: it is the same for all cutoffs and symmetric,
// and Bessel functions are dear. WINDOW[i] is at i / WINDOW_STEPS.
#define WINDOW_STEPS ELARA_SHORT_ROWS
#define WINDOW_SIZE (WINDOW_STEPS * ELARA_MOST_TAPS / 2 + 1)

static void
fill_window(float* window, int taps, double beta)
{
  const double half = taps / 2;
  for (int i = 0; i < WINDOW_SIZE; i++) {
    const double edge = (double)i / WINDOW_STEPS / half;
    window[i] =
        edge < 1.0 ? (float)bessel_i0(beta * sqrt(1.0 - edge * edge)) : 0.0f;
  }
}

// PHASE in WINDOW_STEPS.
static void
coefficients(double* h, int taps, const float* window, double cutoff, int phase)
{
  double sum = 0.0;
  for (int t = 0; t < taps; t++) {
    const int at = (t - (taps / 2 - 1)) * WINDOW_STEPS - phase;
    const double x = PI * at / WINDOW_STEPS * cutoff;
    const double sinc = at == 0 ? 1.0 : sin(x) / x;
    h[t] = sinc * (double)window[abs(at)];
    sum += h[t];
  }
  for (int t = 0; t < taps; t++)
    h[t] /= sum;
}

static void
fill_rows(float* rows, int taps, const float* window, double cutoff)
{
  double now[ELARA_MOST_TAPS], next[ELARA_MOST_TAPS];
  coefficients(next, taps, window, cutoff, 0);
  for (int p = 0; p < ELARA_ROWS; p++) {
    for (int t = 0; t < taps; t++)
      now[t] = next[t];
    coefficients(next, taps, window, cutoff,
                 (p + 1) * (WINDOW_STEPS / ELARA_ROWS));
    for (int t = 0; t < taps; t++) {
      rows[t] = (float)now[t];
      rows[taps + t] = (float)(next[t] - now[t]);
    }
    rows += 2 * taps;
  }
}

// Coefficients of ELARA_SHORT_ROWS phases in units of 2^-15.
static void
fill_short_rows(int16_t* rows, const float* window, double cutoff)
{
  double h[ELARA_MOST_TAPS];
  for (int p = 0; p < ELARA_SHORT_ROWS; p++) {
    coefficients(h, 8, window, cutoff, p);
    for (int t = 0; t < 8; t++) {
      const double scaled = floor(h[t] * 32768.0 + 0.5);
      *rows++ = (int16_t)(scaled > 32767.0 ? 32767.0 : scaled);
    }
  }
}

static double
concave(double x)
{
  if (x <= 0.0) return 0.0;
  if (x >= 1.0) return 1.0;
  const double y = -(40.0 / 96.0) * log10(1.0 - x);
  return y < 1.0 ? y : 1.0;
}

static double
shape(int type, double x)
{
  switch (type) {
  case 1:
    return concave(x);
  case 2:
    return 1.0 - concave(1.0 - x);
  case 3:
    return x >= 0.5 ? 1.0 : 0.0;
  default:
    return x;
  }
}

double
elara_curve(int type, int reverse, int bipolar, double x)
{
  if (reverse) x = 1.0 - x;
  if (!bipolar) return shape(type, x);
  if (type == 3) return x >= 0.5 ? 1.0 : -1.0;
  x = 2.0 * x - 1.0;
  return x >= 0.0 ? shape(type, x) : -shape(type, -x);
}

static void
fill_curves(ElaraTables* t)
{
  for (int type = 0; type < 4; type++) {
    for (int i = 0; i < 4 * 128; i++) {
      const int reverse = i >> 8, bipolar = i >> 7 & 1, value = i & 127;
      // Straight lines end at 127/128 and bipolar ones have their centre at 64
      // (section 9.5.1); curved ones reach 1, as 96 dB at velocity 0 needs.
      const double x = value / (bipolar || type == 0 ? 128.0 : 127.0);
      t->curves[type][reverse][bipolar][value] =
          (float)elara_curve(type, reverse, bipolar, x);
    }
  }
}

static int
make_rows(ElaraTables* t, const float* window)
{
  const size_t floats = (size_t)ELARA_ROWS * 2 * (size_t)t->taps;
  const size_t shorts = (size_t)ELARA_SHORT_ROWS * 8;
  const int both = t->taps == 8;
  float* const rows =
      (float*)aligned_alloc(64, ELARA_CUTOFFS * floats * sizeof(float));
  int16_t* const short_rows =
      both ? (int16_t*)aligned_alloc(64, ELARA_CUTOFFS * shorts * 2) : NULL;
  t->rows[0] = rows;
  t->short_rows[0] = short_rows;
  if (!rows || (both && !short_rows)) return 0;
  for (int k = 0; k < ELARA_CUTOFFS; k++) {
    const double cutoff = k == 0 ? 1.0 : MARGIN / most_step[k];
    t->rows[k] = rows + (size_t)k * floats;
    fill_rows(t->rows[k], t->taps, window, cutoff);
    if (!both) continue;
    t->short_rows[k] = short_rows + (size_t)k * shorts;
    fill_short_rows(t->short_rows[k], window, cutoff);
  }
  return 1;
}

ElaraTables*
elara_tables_new(ElaraQuality quality, const ElaraKernel* kernel)
{
  const int taps = qualities[quality].taps;
  ElaraTables* const t = (ElaraTables*)calloc(1, sizeof *t);
  if (!t) return NULL;
  t->kernel = kernel ? kernel : elara_kernel();
  t->taps = taps;
  t->read = taps == 8    ? t->kernel->read_8
            : taps == 16 ? t->kernel->read_16
                         : t->kernel->read_32;
  float* const window = (float*)malloc(WINDOW_SIZE * sizeof(float));
  if (window) fill_window(window, taps, qualities[quality].beta);
  const int made = window && make_rows(t, window);
  free(window);
  if (!made) {
    elara_tables_free(t);
    return NULL;
  }
  fill_curves(t);
  for (int g = 0; g < ELARA_GEN_COUNT; g++) {
    t->low[g] = (float)elara_generator_info(g)->low;
    t->high[g] = (float)elara_generator_info(g)->high;
  }
  for (int i = 0; i < 1002; i++)
    t->sine[i] = (float)sin(PI / 2000.0 * i);
  return t;
}

void
elara_tables_free(ElaraTables* t)
{
  if (!t) return;
  free(t->rows[0]);
  free(t->short_rows[0]);
  free(t);
}

int
elara_tables_cutoff(double step)
{
  for (int k = 0; k < ELARA_CUTOFFS; k++) {
    if (step <= most_step[k]) return k;
  }
  return ELARA_CUTOFFS - 1;
}
