// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// Transforms, convolution, filters, limiter: against the definition.

#include "base/random.h"
#include "sound/dsp/biquad.h"
#include "sound/dsp/convolver.h"
#include "sound/dsp/limiter.h"
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

static void
test_convolver(void)
{
  enum { BLOCK = 64, TAPS = 200, BLOCKS = 12, N = BLOCK * BLOCKS };
  ElaraArena* const arena = elara_arena_new();
  ElaraFft* const fft = elara_fft_new(2 * BLOCK);
  static float x[N], h[TAPS], out[BLOCK], sum[2 * BLOCK + 2],
      scratch[6 * BLOCK];
  noise(x, N, 1);
  noise(h, TAPS, 2);
  // A silent block in the middle takes the short way.
  for (int i = 4 * BLOCK; i < 7 * BLOCK; i++)
    x[i] = 0.0f;
  ElaraResponse response;
  ElaraHistory history;
  elara_response_init(&response, arena, fft, h, TAPS, scratch);
  elara_history_init(&history, arena, BLOCK, response.parts);
  double worst = 0.0;
  for (int b = 0; b < BLOCKS; b++) {
    const int silent = b >= 4 && b < 7;
    elara_history_push(&history, fft, silent ? NULL : x + b * BLOCK, scratch);
    memset(sum, 0, sizeof sum);
    elara_history_through(&history, &response, sum);
    elara_convolver_output(fft, sum, out, scratch);
    for (int i = 0; i < BLOCK; i++) {
      double want = 0.0;
      const int at = b * BLOCK + i;
      for (int t = 0; t < TAPS && t <= at; t++)
        want += (double)h[t] * (double)x[at - t];
      worst = fmax(worst, fabs(want - (double)out[i]));
    }
  }
  TAP_NEAR(worst, 0.0, 2e-5, "partitioned convolution is convolution");
  elara_fft_free(fft);
  elara_arena_free(arena);
}

static double
gain_at(ElaraBiquadKind kind, double hz, double db, double at)
{
  ElaraBiquad q = elara_biquad(kind, RATE, hz, db);
  static float x[RATE];
  for (int i = 0; i < RATE; i++)
    x[i] = (float)sin(2.0 * PI * at * i / RATE);
  elara_biquad_run(&q, 0, x, 1, RATE);
  double sum = 0.0;
  for (int i = RATE / 2; i < RATE; i++)
    sum += (double)x[i] * (double)x[i];
  return 10.0 * log10(sum / (RATE / 4));
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
  test_convolver();
  test_biquads();
  test_limiter();
  return tap_end();
}
