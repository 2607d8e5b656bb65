// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// Every version of the loops that this processor can run gives the bits of the
// scalar reference, for any length and any alignment.

#include "sound/dsp/biquad.h"
#include "tap.h"

#include <stdlib.h>
#include <string.h>

#define MOST 300
#define FRAMES 4096

static float in[FRAMES];
static int16_t shorts[FRAMES];
static float rows[ELARA_ROWS * 64];
static int16_t short_rows[ELARA_SHORT_ROWS * 8];
static uint32_t state = 1;

static double
noise(void)
{
  state = state * 1664525u + 1013904223u;
  return (double)state / 2147483648.0 - 1.0;
}

static void
fill(float* x, size_t n, double scale)
{
  for (size_t i = 0; i < n; i++)
    x[i] = (float)(scale * noise());
}

static int
same(const float* a, const float* b, int n)
{
  return memcmp(a, b, (size_t)n * sizeof(float)) == 0;
}

typedef void (*Read)(
    const float*, const float*, uint64_t, uint64_t, float*, int);

static int
reads_alike(Read a, Read b)
{
  static float x[MOST + 8], y[MOST + 8];
  static const double steps[] = {0.01, 0.5, 0.9199, 1.0, 1.3348, 3.7, 9.9};
  int good = 1;
  for (int n = 1; n < MOST; n += n < 20 ? 1 : 37) {
    for (size_t s = 0; s < sizeof steps / sizeof *steps; s++) {
      const uint64_t step = (uint64_t)(steps[s] * 4294967296.0);
      const uint64_t phase = (uint32_t)(state * 2654435761u);
      a(rows, in + n % 7, phase, step, x, n);
      b(rows, in + n % 7, phase, step, y, n);
      good &= same(x, y, n);
      noise();
    }
  }
  return good;
}

static int
reads_shorts_alike(const ElaraKernel* a, const ElaraKernel* b)
{
  static float x[MOST + 8], y[MOST + 8];
  int good = 1;
  for (int n = 1; n < MOST; n++) {
    const uint64_t step = (uint64_t)(1 + n % 9) * 0x5a827999u;
    const uint64_t phase = state;
    a->read_short(short_rows, shorts + n % 5, phase, step, x, n);
    b->read_short(short_rows, shorts + n % 5, phase, step, y, n);
    good &= same(x, y, n);
    static float z[MOST + 8];
    b->read_short_2(short_rows, shorts + 9, shorts + n % 5, phase, step, z, y,
                    n);
    good &= same(x, y, n);
    a->read_short(short_rows, shorts + 9, phase, step, x, n);
    good &= same(x, z, n);
    noise();
  }
  return good;
}

static void
low_pass(ElaraLowPass* f)
{
  memset(f, 0, sizeof *f);
  for (int k = 0; k < ELARA_LANES; k++) {
    f->b0[k] = 0.02f;
    f->a1[k] = -1.6f + 0.05f * (float)k;
    f->a2[k] = 0.68f;
    f->a1_step[k] = 1e-4f * (float)(k - 4);
    f->from[k] = (float)(3 * k);
  }
}

static int
filters_alike(const ElaraKernel* a, const ElaraKernel* b)
{
  static float x[ELARA_LANES][MOST + 8], y[ELARA_LANES][MOST + 8];
  float *xs[ELARA_LANES], *ys[ELARA_LANES];
  ElaraLowPass f, g;
  int good = 1;
  for (int n = 1; n < MOST; n += n < 20 ? 1 : 23) {
    low_pass(&f);
    low_pass(&g);
    for (int k = 0; k < ELARA_LANES; k++) {
      fill(x[k], MOST + 8, 1.0);
      memcpy(y[k], x[k], sizeof y[k]);
      xs[k] = x[k];
      ys[k] = y[k];
    }
    a->filter(&f, xs, n);
    b->filter(&g, ys, n);
    for (int k = 0; k < ELARA_LANES; k++)
      good &= same(x[k], y[k], n);
    good &= memcmp(f.y1, g.y1, sizeof f.y1) == 0;
    good &= memcmp(f.x2, g.x2, sizeof f.x2) == 0;
  }
  return good;
}

static int
equalizes_alike(const ElaraKernel* a, const ElaraKernel* b)
{
  static float x[ELARA_LANES][MOST + 8], y[ELARA_LANES][MOST + 8];
  float *xs[ELARA_LANES], *ys[ELARA_LANES];
  ElaraSection s[2] = {0}, t[2];
  for (int k = 0; k < ELARA_LANES; k++) {
    elara_biquad_set(&s[0], k, ELARA_BIQUAD_LOW_CUT, 48000, 30.0 + k, 0.0);
    elara_biquad_set(&s[1], k, ELARA_BIQUAD_BELL, 48000, 900.0, k - 4.0);
  }
  memcpy(t, s, sizeof t);
  int good = 1;
  for (int n = 1; n < 40; n++) {
    for (int k = 0; k < ELARA_LANES; k++) {
      fill(x[k], MOST + 8, 1.0);
      memcpy(y[k], x[k], sizeof y[k]);
      xs[k] = x[k];
      ys[k] = y[k];
    }
    a->equalize(s, 2, xs, n);
    b->equalize(t, 2, ys, n);
    for (int k = 0; k < ELARA_LANES; k++)
      good &= same(x[k], y[k], n);
  }
  return good;
}

static int
mixes_alike(const ElaraKernel* a, const ElaraKernel* b)
{
  static float l[MOST], r[MOST], l2[MOST], r2[MOST];
  const float gains[4] = {0.3f, 0.7f, 1e-3f, -2e-3f};
  int good = 1;
  for (int n = 1; n < MOST; n += n < 20 ? 1 : 31) {
    fill(l, MOST, 0.5);
    fill(r, MOST, 0.5);
    memcpy(l2, l, sizeof l);
    memcpy(r2, r, sizeof r);
    a->mix(in, gains, n % 64, l, r, n);
    b->mix(in, gains, n % 64, l2, r2, n);
    good &= same(l, l2, MOST) && same(r, r2, MOST);
    b->mix_one(in, gains[0], gains[2], n % 64, l2, n);
    a->mix_one(in, gains[0], gains[2], n % 64, l, n);
    good &= same(l, l2, MOST);
  }
  return good;
}

static int
widens_alike(const ElaraKernel* a, const ElaraKernel* b)
{
  static float x[MOST], y[MOST];
  int good = 1;
  for (int n = 1; n < MOST; n++) {
    a->widen(shorts + n, x, (size_t)n);
    b->widen(shorts + n, y, (size_t)n);
    good &= same(x, y, n);
  }
  return good;
}

static void
check(const ElaraKernel* k)
{
  const ElaraKernel* const r = elara_kernel_at(0);
  char name[80];
#define ALIKE(what, condition)                                                 \
  snprintf(name, sizeof name, "%s: %s as the reference", k->name, what);       \
  TAP_OK(condition, name)
  ALIKE("8 taps", reads_alike(r->read_8, k->read_8));
  ALIKE("16 taps", reads_alike(r->read_16, k->read_16));
  ALIKE("32 taps", reads_alike(r->read_32, k->read_32));
  ALIKE("16-bit taps", reads_shorts_alike(r, k));
  ALIKE("widening", widens_alike(r, k));
  ALIKE("low-pass", filters_alike(r, k));
  ALIKE("equalizer", equalizes_alike(r, k));
  ALIKE("mixing", mixes_alike(r, k));
}

int
main(void)
{
  tap_begin("loops in lanes");
  fill(in, FRAMES, 20000.0);
  fill(rows, sizeof rows / sizeof *rows, 0.6);
  for (size_t i = 0; i < FRAMES; i++)
    shorts[i] = (int16_t)(32767.0 * noise());
  for (size_t i = 0; i < sizeof short_rows / 2; i++)
    short_rows[i] = (int16_t)(7000.0 * noise());
  for (size_t i = 1; elara_kernel_at(i); i++) {
    const ElaraKernel* const k = elara_kernel_at(i);
    if (k->usable)
      check(k);
    else
      tap_skip(k->name, "this processor cannot run it");
  }
  return tap_end();
}
