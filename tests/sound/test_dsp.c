// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// Transforms, convolution, filters, limiter: against the definition.

#include "base/random.h"
#include "sound/dsp/biquad.h"
#include "sound/dsp/fft.h"
#include "sound/dsp/limiter.h"
#include "sound/dsp/live_convolver.h"
#include "sound/dsp/transform.h"
#include "sound/mix/master.h"
#include "tap.h"

#include <stdlib.h>

#define PI 3.14159265358979323846
#define RATE 48000

static void
noise(float* x, size_t n, uint64_t name)
{
  ElaraRandom random = elara_random(7, "dsp", name, 0);
  for (size_t i = 0; i < n; i++) {
    x[i] = (float)elara_random_range(&random, -1.0, 1.0);
  }
}

static void
test_fft(size_t n)
{
  ElaraFft* const fft = elara_fft_new(n);
  float* const x = (float*)malloc(n * sizeof(float));
  float* const y = (float*)malloc((n + 2) * sizeof(float));
  float* const back = (float*)malloc(n * sizeof(float));
  float* const scratch = (float*)malloc(2 * n * sizeof(float));
  noise(x, n, n);
  elara_fft_forward(fft, x, y, scratch);
  double worst = 0.0;
  for (size_t k = 0; k <= n / 2; k += 1 + n / 64) {
    double re = 0.0, im = 0.0;
    for (size_t i = 0; i < n; i++) {
      const double a = 2.0 * PI * (double)((i * k) % n) / (double)n;
      re += (double)x[i] * cos(a);
      im -= (double)x[i] * sin(a);
    }
    worst = fmax(worst, fabs(re - (double)y[k]));
    worst = fmax(worst, fabs(im - (double)y[k + n / 2 + 1]));
  }
  char name[80];
  snprintf(name, sizeof name, "transform of %zu is the definition's", n);
  TAP_NEAR(worst / sqrt((double)n), 0.0, 2e-6, name);
  elara_fft_inverse(fft, y, back, scratch);
  worst = 0.0;
  for (size_t i = 0; i < n; i++)
    worst = fmax(worst, fabs((double)(x[i] - back[i])));
  snprintf(name, sizeof name, "inverse of %zu", n);
  TAP_NEAR(worst, 0.0, 2e-6, name);
  free(x);
  free(y);
  free(back);
  free(scratch);
  elara_fft_free(fft);
}

// Products of spectra are convolutions that come back with their sign turned.
static void
test_transform(size_t m)
{
  char name[80];
  ElaraArena* const arena = elara_arena_new();
  float* const x = elara_aligned_floats(arena, 2 * m);
  float* const h = elara_aligned_floats(arena, 2 * m);
  float* const z[2] = {elara_aligned_floats(arena, 2 * m),
                       elara_aligned_floats(arena, 2 * m)};
  float* const sums[2] = {elara_aligned_floats(arena, 2 * m),
                          elara_aligned_floats(arena, 2 * m)};
  float* const first = elara_aligned_floats(arena, 2 * m);
  noise(x, 2 * m, 11);
  noise(h, 2 * m, 12);
  for (size_t kernel = 0; kernel < 3; kernel++) {
    ElaraTransform* const t = elara_transform_new_for(m, kernel);
    if (!t) continue; // not this machine's
    memcpy(z[0], x, 2 * m * sizeof(float));
    memcpy(z[1], h, 2 * m * sizeof(float));
    memset(sums[0], 0, 2 * m * sizeof(float));
    memset(sums[1], 0, 2 * m * sizeof(float));
    elara_transform_forward(t, z[0]);
    for (size_t p = 0; p < elara_transform_pieces(t); p++)
      elara_transform_forward_piece(t, z[1], p);
    const ElaraTerm term = {z[0], {z[1], z[0]}};
    elara_transform_multiply_add(t, &term, 1, 0, m, sums);
    elara_transform_inverse(t, sums[0]);
    double worst = 0.0, most = 0.0;
    for (size_t i = 0; i < 2 * m; i += 1 + m / 40) {
      double want = 0.0;
      for (size_t k = 0; k < 2 * m; k++) {
        const double product =
            (double)x[k] * (double)h[i >= k ? i - k : i + 2 * m - k];
        want += i >= k ? product : -product;
      }
      worst = fmax(worst, fabs(want - (double)(sums[0][i] / (float)m)));
      most = fmax(most, fabs(want));
    }
    snprintf(name, sizeof name, "transform of %zu, %s: error in dB", m,
             elara_transform_kernel_name(t));
    TAP_NEAR(fmax(-160.0, 20.0 * log10(worst / most)), -160.0, 35.0, name);
    if (kernel == 0) memcpy(first, sums[0], 2 * m * sizeof(float));
    snprintf(name, sizeof name, "transform of %zu, %s: the same bits", m,
             elara_transform_kernel_name(t));
    TAP_OK(memcmp(first, sums[0], 2 * m * sizeof(float)) == 0, name);
    elara_transform_free(t);
  }
  elara_arena_free(arena);
}

// A filter that weighs bins by their frequency has no delay.
static void
test_frequencies(void)
{
  enum { M = 2048 };
  ElaraArena* const arena = elara_arena_new();
  ElaraTransform* const t = elara_transform_new(M);
  float* const z = elara_aligned_floats(arena, 2 * M);
  const double low = 0.01, high = 0.11;
  for (int i = 0; i < 2 * M; i++)
    z[i] = (float)(cos(2.0 * PI * low * i) + cos(2.0 * PI * high * i));
  elara_transform_forward(t, z);
  for (size_t k = 0; k < M; k++) {
    if (elara_transform_frequency(t, k) < 0.05) continue;
    z[k] = z[k + M] = 0.0f;
  }
  elara_transform_inverse(t, z);
  double worst = 0.0;
  for (int i = M / 2; i < 3 * M / 2; i++) {
    worst = fmax(worst, fabs((double)(z[i] / M) - cos(2.0 * PI * low * i)));
  }
  TAP_NEAR(worst, 0.0, 0.01, "bins know their frequencies");
  elara_transform_free(t);
  elara_arena_free(arena);
}

static void
test_head(void)
{
  enum { N = 160 };
  static float in[2][N + 64], out[2][N], other[2][N];
  ElaraHead head;
  noise(in[0], N + 64, 41);
  noise(in[1], N + 64, 42);
  noise(&head.taps[0][0][0], 4 * ELARA_HEAD_TAPS, 43);
  const float* const x[2] = {in[0] + 64, in[1] + 64};
  for (size_t kernel = 0; kernel < 3; kernel++) {
    ElaraTransform* const t = elara_transform_new_for(64, kernel);
    float* const to[2] = {kernel ? other[0] : out[0],
                          kernel ? other[1] : out[1]};
    if (!t) continue;
    elara_transform_head(t, &head, x, to, N);
    TAP_OK(kernel == 0 || memcmp(out, other, sizeof out) == 0,
           elara_transform_kernel_name(t));
    elara_transform_free(t);
  }
}

enum { LIVE_TAPS = 80000, LIVE_FRAMES = 120000 };
static float live_taps[2][2][LIVE_TAPS], live_in[2][LIVE_FRAMES],
    live_out[2][LIVE_FRAMES], live_first[2][LIVE_FRAMES];

static double
live_want(int ear, int at)
{
  double want = 0.0;
  for (int t = 0; t < LIVE_TAPS && t <= at; t++) {
    want += (double)live_taps[0][ear][t] * (double)live_in[0][at - t] +
            (double)live_taps[1][ear][t] * (double)live_in[1][at - t];
  }
  return want;
}

// BLOCK 0: calls of all sizes.
static void
test_live(size_t block)
{
  const float* const taps[2][2] = {{live_taps[0][0], live_taps[0][1]},
                                   {live_taps[1][0], live_taps[1][1]}};
  ElaraLiveConvolver* const live = elara_live_convolver_new(taps, LIVE_TAPS);
  ElaraRandom random = elara_random(7, "dsp", 99, 0);
  for (size_t at = 0; at < LIVE_FRAMES;) {
    const size_t size =
        block ? block : 1 + (size_t)elara_random_index(&random, 700);
    const size_t left = LIVE_FRAMES - at, count = size < left ? size : left;
    const float* const in[2] = {live_in[0] + at, live_in[1] + at};
    float* const out[2] = {live_out[0] + at, live_out[1] + at};
    elara_live_convolver_process(live, in, out, count);
    at += count;
  }
  double worst = 0.0, most = 0.0;
  for (int at = 0; at < LIVE_FRAMES; at += at < 300 ? 7 : 1171) {
    for (int ear = 0; ear < 2; ear++) {
      const double want = live_want(ear, at);
      worst = fmax(worst, fabs(want - (double)live_out[ear][at]));
      most = fmax(most, fabs(want));
    }
  }
  char name[80];
  snprintf(name, sizeof name, "live convolution by %zu: error in dB", block);
  TAP_NEAR(fmax(-160.0, 20.0 * log10(worst / most)), -160.0, 50.0, name);
  if (block == 64) memcpy(live_first, live_out, sizeof live_out);
  snprintf(name, sizeof name, "live convolution by %zu: the same bits", block);
  TAP_OK(memcmp(live_first, live_out, sizeof live_out) == 0, name);
  elara_live_convolver_free(live);
}

static void
test_live_convolver(void)
{
  for (int i = 0; i < 2; i++) {
    noise(live_in[i], LIVE_FRAMES, 20 + (uint64_t)i);
    for (int ear = 0; ear < 2; ear++)
      noise(live_taps[i][ear], LIVE_TAPS, 30 + (uint64_t)(2 * i + ear));
  }
  static const size_t blocks[] = {64, 100, 256, 1024, 0};
  for (size_t i = 0; i < sizeof blocks / sizeof *blocks; i++)
    test_live(blocks[i]);
  // A response shorter than the head, and silence where there is none.
  const float* const taps[2][2] = {{live_taps[0][0], NULL}, {NULL, NULL}};
  ElaraLiveConvolver* const live = elara_live_convolver_new(taps, 1);
  const float* const in[2] = {live_in[0], live_in[1]};
  float* const out[2] = {live_out[0], live_out[1]};
  elara_live_convolver_process(live, in, out, 1000);
  int same = 1;
  for (int i = 0; i < 1000; i++) {
    same &= live_out[0][i] == live_in[0][i] * live_taps[0][0][0];
    same &= live_out[1][i] == 0.0f;
  }
  TAP_OK(same, "a response of one frame is a gain");
  elara_live_convolver_free(live);
}

static double
gain_at(ElaraBiquadKind kind, double hz, double db, double at)
{
  ElaraSection section = {0};
  elara_biquad_set(&section, 0, kind, RATE, hz, db);
  static float x[RATE], nowhere[RATE];
  float* lines[ELARA_LANES] = {x};
  for (int k = 1; k < ELARA_LANES; k++)
    lines[k] = nowhere;
  for (int i = 0; i < RATE; i++)
    x[i] = (float)sin(2.0 * PI * at * i / RATE);
  elara_kernel()->equalize(&section, 1, lines, RATE);
  double sum = 0.0;
  for (int i = RATE / 2; i < RATE; i++)
    sum += (double)x[i] * (double)x[i];
  return 10.0 * log10(sum / (RATE / 4));
}

static double
rounding_db(void)
{
  ElaraSection section = {0};
  elara_biquad_set(&section, 0, ELARA_BIQUAD_LOW_CUT, RATE, 28.0, 0.0);
  static float x[RATE], nowhere[RATE];
  float* lines[ELARA_LANES] = {x};
  for (int k = 1; k < ELARA_LANES; k++)
    lines[k] = nowhere;
  const double w = 2.0 * PI * 110.0 / RATE;
  for (int i = 0; i < RATE; i++)
    x[i] = (float)(0.5 * sin(w * i));
  elara_kernel()->equalize(&section, 1, lines, RATE);
  double ss = 0, sc = 0, cc = 0, sy = 0, cy = 0;
  for (int i = RATE / 2; i < RATE; i++) {
    const double s = sin(w * i), c = cos(w * i);
    ss += s * s;
    sc += s * c;
    cc += c * c;
    sy += s * (double)x[i];
    cy += c * (double)x[i];
  }
  const double det = ss * cc - sc * sc;
  const double a = (sy * cc - cy * sc) / det, b = (cy * ss - sy * sc) / det;
  double signal = 0.0, rest = 0.0;
  for (int i = RATE / 2; i < RATE; i++) {
    const double fit = a * sin(w * i) + b * cos(w * i);
    signal += fit * fit;
    rest += ((double)x[i] - fit) * ((double)x[i] - fit);
  }
  return 10.0 * log10(rest / signal);
}

static void
test_biquads(void)
{
  TAP_NEAR(gain_at(ELARA_BIQUAD_LOW_CUT, 100, 0, 100), -3.01, 0.1,
           "low cut at its corner");
  TAP_NEAR(gain_at(ELARA_BIQUAD_LOW_CUT, 100, 0, 2000), 0.0, 0.01,
           "low cut far above");
  TAP_NEAR(gain_at(ELARA_BIQUAD_HIGH_SHELF, 5000, 4, 18000), 4.0, 0.2,
           "high shelf above");
  TAP_NEAR(gain_at(ELARA_BIQUAD_HIGH_SHELF, 5000, 4, 100), 0.0, 0.01,
           "high shelf below");
  TAP_NEAR(gain_at(ELARA_BIQUAD_LOW_SHELF, 300, -3, 30), -3.0, 0.1,
           "low shelf below");
  TAP_NEAR(gain_at(ELARA_BIQUAD_BELL, 1000, 6, 1000), 6.0, 0.01,
           "bell at its centre");
  // What is left at 1 kHz and above after the filter's own answer to a 110 Hz
  // tone: rounding. Direct forms leave -75 dB here.
  TAP_OK(rounding_db() < -110.0, "a low cut adds no noise of its own");
}

static void
limit(const char* name, float* x, size_t frames, double ceiling_db)
{
  ElaraArena* const arena = elara_arena_new();
  ElaraLimiter* const l =
      elara_limiter_new(arena, RATE, pow(10.0, ceiling_db / 20.0));
  ElaraMeter* const meter = elara_meter_new(RATE);
  elara_limiter_process(l, x, x, NULL, frames);
  elara_meter_add(meter, x, frames);
  const double peak = elara_meter_true_peak_db(meter);
  printf("# %s: true peak %.3f dBTP, most reduction %.1f dB\n", name, peak,
         -20.0 * log10(elara_limiter_least_gain(l)));
  TAP_OK(peak <= ceiling_db + 0.12, name);
  elara_meter_free(meter);
  elara_arena_free(arena);
}

static void
test_limiter(void)
{
  enum { N = 3 * RATE };
  float* const x = (float*)malloc(2 * N * sizeof(float));
  // A quarter of the rate, 45 degrees off: 3 dB between the frames.
  for (int i = 0; i < N; i++) {
    x[2 * i] = x[2 * i + 1] = (float)(1.2 * sin(PI / 2.0 * i + PI / 4.0));
  }
  limit("sine with its peaks between the frames", x, N, -1.0);
  noise(x, 2 * N, 3);
  for (int i = 0; i < 2 * N; i++)
    x[i] *= 3.0f;
  limit("loud noise", x, N, -1.0);
  for (int i = 0; i < N; i++) {
    const double hit = fmod(i, 12000) / 12000.0;
    x[2 * i] = (float)(4.0 * exp(-40.0 * hit) * sin(0.02 * i));
    x[2 * i + 1] = (float)(0.3 * sin(0.05 * i));
  }
  limit("drum hits 12 dB over", x, N, -1.0);
  ElaraArena* const arena = elara_arena_new();
  ElaraLimiter* const l = elara_limiter_new(arena, RATE, 0.9);
  const size_t d = elara_limiter_delay(l);
  static float in[2 * 4800], out[2 * 4800];
  noise(in, 2 * 4800, 4);
  for (int i = 0; i < 2 * 4800; i++)
    in[i] *= 0.1f;
  elara_limiter_process(l, in, out, NULL, 4800);
  int same = 1;
  for (size_t i = d; i < 4800; i++)
    same &= out[2 * i] == in[2 * (i - d)];
  TAP_OK(same, "soft music passes bit by bit, only later");
  elara_arena_free(arena);
  free(x);
}

int
main(void)
{
  tap_begin("dsp");
  test_fft(8);
  test_fft(16);
  test_fft(512);
  test_fft(1024);
  test_fft(65536);
  test_transform(64);
  test_transform(128);
  test_transform(1024);
  test_transform(8192);
  test_transform(16384);
  test_frequencies();
  test_head();
  test_live_convolver();
  test_biquads();
  test_limiter();
  return tap_end();
}
