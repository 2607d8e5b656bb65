// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// What playing live costs: one player of a fixed size holds 256 voices in
// blocks of 64 frames, and now and then strikes a chord of 40 keys for a tenth
// of a second.  bench_live FONT [quality]
//
// Blocks are timed by the thread's own processor time. The run is repeated and
// each block counts with its fastest time: it does the same each time, and what
// differs is the machine's.

#include "sound/dsp/denormal.h"
#include "sound/sampler/sampler.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define RATE 48000
#define BLOCK 64
#define BLOCKS 3000 // four seconds
#define HELD 256
#define BURST_EVERY 375 // blocks
#define BURST_KEYS 40
#define REPEATS 7

static double
thread_s(void)
{
  struct timespec t;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
  return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

// Long notes up and down the sections until HELD voices sound.
static void
hold(ElaraSampler* s)
{
  for (int i = 0; elara_sampler_voice_count(s) < HELD && i < 4 * HELD; i++) {
    elara_sampler_note(s, 36 + 7 * i % 60, 60 + i % 60,
                       (int64_t)(BLOCKS + 2000) * BLOCK, 0.01);
  }
}

static void
strike(ElaraSampler* s)
{
  for (int i = 0; i < BURST_KEYS; i++)
    elara_sampler_note(s, 40 + i, 100, RATE / 10, 0.01);
}

// Fills the fastest time of each block; the voices while nothing is struck.
static size_t
run(const ElaraFont* font,
    const ElaraTables* tables,
    const ElaraZoneList* preset,
    double* fastest)
{
  ElaraSampler* const s = elara_sampler_new(font, tables, RATE, 1024, 1);
  if (!s) exit(1);
  elara_sampler_preset(s, preset);
  hold(s);
  const size_t voices = elara_sampler_voice_count(s);
  static float left[BLOCK], right[BLOCK];
  for (int b = -200; b < BLOCKS; b++) {
    memset(left, 0, sizeof left);
    memset(right, 0, sizeof right);
    const double from = thread_s();
    if (b > 0 && b % BURST_EVERY == 0) strike(s);
    elara_sampler_render(s, left, right, BLOCK);
    const double spent = thread_s() - from;
    if (b >= 0 && spent < fastest[b]) fastest[b] = spent;
  }
  elara_sampler_free(s);
  return voices;
}

static int
ascending(const void* a, const void* b)
{
  const double x = *(const double*)a, y = *(const double*)b;
  return x < y ? -1 : x > y;
}

int
main(int argc, char** argv)
{
  static double fastest[BLOCKS], calm[BURST_EVERY];
  ElaraFont* font;
  if (argc < 2 || elara_font_open(argv[1], NULL, &font) != ELARA_OK) {
    fprintf(stderr, "usage: bench_live FONT [quality]\n");
    return 2;
  }
  ElaraQuality quality = ELARA_QUALITY_NORMAL;
  for (int q = 0; argc > 2 && q < ELARA_QUALITY_COUNT; q++) {
    if (strcmp(argv[2], elara_quality_name((ElaraQuality)q)) == 0)
      quality = (ElaraQuality)q;
  }
  ElaraTables* const tables = elara_tables_new(quality, NULL);
  const ElaraZoneList* const preset = elara_font_preset(font, 0, 48);
  for (int key = 0; key < 128; key++) {
    for (int velocity = 1; velocity < 128; velocity++)
      elara_font_want(font, preset, key, velocity);
  }
  elara_font_prepare(font, 0, NULL);
  elara_flush_denormals();
  for (int b = 0; b < BLOCKS; b++)
    fastest[b] = 1.0;
  size_t voices = 0;
  for (int i = 0; i < REPEATS; i++)
    voices = run(font, tables, preset, fastest);
  double sum = 0.0;
  for (int b = 0; b < BURST_EVERY; b++)
    sum += calm[b] = fastest[b];
  qsort(calm, BURST_EVERY, sizeof *calm, ascending);
  qsort(fastest, BLOCKS, sizeof *fastest, ascending);
  const double period = (double)BLOCK / RATE;
  printf("voices %zu\npercent %.2f\nmedian_us %.1f\nworst_us %.1f\n"
         "worst_to_median %.2f\n",
         voices, 100.0 * sum / BURST_EVERY / period,
         1e6 * calm[BURST_EVERY / 2], 1e6 * fastest[BLOCKS - 1],
         fastest[BLOCKS - 1] / calm[BURST_EVERY / 2]);
  elara_tables_free(tables);
  elara_font_free(font);
  return 0;
}
