// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// What the hall costs: transforms, convolution off line and live, the presets.
// A percentage is CPU time over the time of the sound, of one core. Beside it
// zita-convolver, when the program was built with it.

#include "base/random.h"
#include "sound/dsp/denormal.h"
#include "sound/dsp/fft.h"
#include "sound/dsp/live_convolver.h"
#include "sound/dsp/transform.h"
#include "sound/space/hall.h"

#if defined(BENCH_ZITA)
#include "peer_zita.h"
#endif

#include <sndfile.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define RATE 48000
#define TAPS (4 * RATE)
#define PLAYED (48 * 16384) // all levels in the same phase in every pass

static float responses[2][2][TAPS], sound[2][PLAYED + 4096],
    answer[2][PLAYED + 4096];
static double costs[PLAYED];

static double
seconds(clockid_t clock)
{
  struct timespec t;
  clock_gettime(clock, &t);
  return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static void
fill(float* x, size_t count, uint64_t name)
{
  ElaraRandom random = elara_random(1, "bench", name, 0);
  for (size_t i = 0; i < count; i++)
    x[i] = (float)elara_random_range(&random, -0.1, 0.1);
}

static int
ascending(const void* a, const void* b)
{
  const double x = *(const double*)a, y = *(const double*)b;
  return (x > y) - (x < y);
}

// Least time of one call, in microseconds.
static double
fft_time(size_t n)
{
  ElaraFft* const fft = elara_fft_new(n);
  float* const buffer = (float*)calloc(4 * n + 2, sizeof(float));
  double best = 1.0;
  fill(buffer, n, n);
  for (int k = 0; k < 20; k++) {
    const double from = seconds(CLOCK_PROCESS_CPUTIME_ID);
    elara_fft_forward(fft, buffer, buffer + n, buffer + 2 * n + 2);
    const double took = seconds(CLOCK_PROCESS_CPUTIME_ID) - from;
    if (took < best) best = took;
  }
  free(buffer);
  elara_fft_free(fft);
  return best * 1e6;
}

static double
transform_time(size_t m, size_t kernel)
{
  ElaraTransform* const t = elara_transform_new_for(m, kernel);
  if (!t) return 0.0;
  ElaraArena* const arena = elara_arena_new();
  float* const z = elara_aligned_floats(arena, 2 * m);
  double best = 1.0;
  for (int k = 0; k < 20; k++) {
    fill(z, 2 * m, m);
    const double from = seconds(CLOCK_PROCESS_CPUTIME_ID);
    elara_transform_forward(t, z);
    const double took = seconds(CLOCK_PROCESS_CPUTIME_ID) - from;
    if (took < best) best = took;
  }
  elara_arena_free(arena);
  elara_transform_free(t);
  return best * 1e6;
}

static void
bench_transforms(void)
{
  printf("forward transform of N real frames, microseconds\n");
  printf("%8s %10s %10s %10s %10s\n", "N", "in order", "any", "AVX2",
         "AVX-512");
  for (size_t n = 128; n <= 131072; n *= 4) {
    printf("%8zu %10.2f %10.2f %10.2f %10.2f\n", n, fft_time(n),
           transform_time(n / 2, 0), transform_time(n / 2, 1),
           transform_time(n / 2, 2));
  }
}

typedef void (*Process)(void* engine,
                        const float* const in[2],
                        float* const out[2],
                        size_t frames);

// Percent of a core over all, and of the period for the dearest calls. The
// signal is played three times and a call counts with its least time: what is
// left is the engine's own, not the machine's.
static double
bench_engine(const char* name, Process process, void* engine, size_t block)
{
  const size_t calls = PLAYED / block;
  const double from = seconds(CLOCK_PROCESS_CPUTIME_ID);
  for (int pass = 0; pass < 3; pass++) {
    for (size_t c = 0; c < calls; c++) {
      const float* const in[2] = {sound[0] + c * block, sound[1] + c * block};
      float* const out[2] = {answer[0] + c * block, answer[1] + c * block};
      const double call = seconds(CLOCK_THREAD_CPUTIME_ID);
      process(engine, in, out, block);
      const double took = seconds(CLOCK_THREAD_CPUTIME_ID) - call;
      if (pass == 0 || took < costs[c]) costs[c] = took;
    }
  }
  const double all = (seconds(CLOCK_PROCESS_CPUTIME_ID) - from) / 3.0;
  qsort(costs, calls, sizeof *costs, ascending);
  const double percent = 100.0 * all * RATE / (double)(calls * block);
  const double period = (double)block / RATE / 100.0;
  printf("%-16s block %5zu: %6.3f %% of a core; a call: median %6.3f, 99.9 %% "
         "%6.3f, worst %6.3f %% of its period\n",
         name, block, percent, costs[calls / 2] / period,
         costs[calls - 1 - calls / 1000] / period, costs[calls - 1] / period);
  return percent;
}

static void
run_live(void* engine,
         const float* const in[2],
         float* const out[2],
         size_t frames)
{
  elara_live_convolver_process((ElaraLiveConvolver*)engine, in, out, frames);
}

#if defined(BENCH_ZITA)
static void
run_zita(void* engine,
         const float* const in[2],
         float* const out[2],
         size_t frames)
{
  (void)frames;
  peer_zita_process((PeerZita*)engine, in, out);
}
#endif

static void
bench_live(void)
{
  static const size_t sizes[] = {64, 100, 128, 256, 512, 1024};
  printf("\nlive, true stereo, 4 s, %d frames a second\n", RATE);
  const float* const r[2][2] = {{responses[0][0], responses[0][1]},
                                {responses[1][0], responses[1][1]}};
  for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
    ElaraLiveConvolver* const live = elara_live_convolver_new(r, TAPS);
    if (!live) return;
    if (i == 0) {
      printf("memory %.1f MB\n",
             (double)elara_live_convolver_memory(live) / 1e6);
    }
    const double ours = bench_engine("elara", run_live, live, sizes[i]);
    elara_live_convolver_free(live);
    (void)ours;
#if defined(BENCH_ZITA)
    if ((sizes[i] & (sizes[i] - 1)) != 0) continue; // it wants powers of two
    PeerZita* const zita = peer_zita_new((unsigned)sizes[i], r, TAPS);
    if (!zita) continue;
    const double theirs =
        bench_engine("zita-convolver", run_zita, zita, sizes[i]);
    peer_zita_free(zita);
    printf("%-16s %.1f times the cost\n", "", theirs / ours);
#endif
  }
}

// Percent of a core for one hall, all groups playing, one thread.
static double
hall_cost(ElaraHall* hall)
{
  static float left[ELARA_HALL_BLOCK], right[ELARA_HALL_BLOCK];
  const float* sends[ELARA_HALL_GROUPS];
  double best = 1.0;
  for (int g = 0; g < ELARA_HALL_GROUPS; g++)
    sends[g] = sound[g % 2] + g * 1000;
  for (int k = 0; k < 60; k++) {
    const double from = seconds(CLOCK_PROCESS_CPUTIME_ID);
    elara_hall_process(hall, sends, 1, left, right);
    const double took = seconds(CLOCK_PROCESS_CPUTIME_ID) - from;
    // Once the past is full of sound.
    if (k > 20 && took < best) best = took;
  }
  return 100.0 * best * RATE / ELARA_HALL_BLOCK;
}

static void
print_hall(const char* name, ElaraHall* hall, double made_s)
{
  printf("%-14s %6.2f s %8.1f ms %7.1f MB %8.4f %%\n", name,
         (double)elara_hall_length(hall) / RATE, 1e3 * made_s,
         (double)elara_hall_memory(hall) / 1e6, hall_cost(hall));
}

// Four channels of noise as a file's impulse.
static void
bench_file(void)
{
  const char* const path = "bench_hall_impulse.wav";
  SF_INFO info = {.samplerate = RATE,
                  .channels = 4,
                  .format = SF_FORMAT_WAV | SF_FORMAT_FLOAT};
  SNDFILE* const file = sf_open(path, SFM_WRITE, &info);
  if (!file) return;
  for (size_t i = 0; i < TAPS; i++) {
    const float frame[4] = {responses[0][0][i], responses[0][1][i],
                            responses[1][0][i], responses[1][1][i]};
    sf_writef_float(file, frame, 1);
  }
  sf_close(file);
  ElaraHall* hall = NULL;
  const double from = seconds(CLOCK_PROCESS_CPUTIME_ID);
  if (elara_hall_from_impulse(path, RATE, 1, NULL, &hall) == ELARA_OK) {
    print_hall("4 s, 4 ways", hall, seconds(CLOCK_PROCESS_CPUTIME_ID) - from);
    elara_hall_free(hall);
  }
  remove(path);
}

static void
bench_halls(void)
{
  printf("\noff line, blocks of %d, %d groups of seats\n", ELARA_HALL_BLOCK,
         ELARA_HALL_GROUPS);
  printf("%-14s %8s %11s %10s %10s\n", "hall", "length", "to make", "memory",
         "of a core");
  for (size_t i = 0; i < elara_hall_count(); i++) {
    ElaraHallModel model;
    ElaraHall* hall = NULL;
    elara_hall_model_by_name(elara_hall_name(i), &model);
    const double from = seconds(CLOCK_PROCESS_CPUTIME_ID);
    if (elara_hall_new(&model, RATE, 1, &hall) != ELARA_OK) continue;
    print_hall(model.name, hall, seconds(CLOCK_PROCESS_CPUTIME_ID) - from);
    elara_hall_free(hall);
  }
  bench_file();
}

int
main(void)
{
  elara_flush_denormals();
  for (int i = 0; i < 2; i++) {
    fill(sound[i], PLAYED, (uint64_t)i);
    for (int o = 0; o < 2; o++)
      fill(responses[i][o], TAPS, (uint64_t)(2 + 2 * i + o));
  }
  bench_transforms();
  bench_halls();
  bench_live();
  return 0;
}
