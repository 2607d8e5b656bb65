// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// Nanoseconds of processor time a voice and frame, everything in a player
// included (events, envelopes, filters, reading, mixing), for every quality
// and every version of the loops:  bench_voices FONT FILE.mid [quality [loops]]
// "best" loops are those that a rendering takes.

#include "base/text.h"
#include "perform/midi_read.h"
#include "sound/dsp/denormal.h"
#include "sound/mix/strip.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define RATE 48000
#define BLOCK 4096

static double
cpu_s(void)
{
  struct timespec t;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

typedef struct {
  double seconds;
  uint64_t voice_frames;
  size_t most;
} Cost;

static Cost
play(const ElaraTake* take, ElaraFont* font, const ElaraTables* tables)
{
  static float left[BLOCK], right[BLOCK], send[BLOCK];
  ElaraArena* const arena = elara_arena_new();
  ElaraStrip* const strips =
      (ElaraStrip*)calloc(take->player_count + 1, sizeof(ElaraStrip));
  ElaraStrip** const list =
      (ElaraStrip**)calloc(take->player_count + 1, sizeof(ElaraStrip*));
  Cost cost = {0};
  for (size_t i = 0; i < take->player_count; i++) {
    if (elara_strip_init(&strips[i], arena, &take->players[i], font, tables,
                         RATE, 1) != ELARA_OK) {
      exit(1);
    }
    list[i] = &strips[i];
  }
  elara_font_prepare(font, 0, NULL);
  const int64_t frames = elara_time_frames(take->length, RATE);
  const double from = cpu_s();
  for (int64_t at = 0; at < frames; at += BLOCK) {
    ElaraDesk desk = {left, right, send, 0};
    elara_strips_run(list, take->player_count, &desk, BLOCK, BLOCK);
  }
  cost.seconds = cpu_s() - from;
  for (size_t i = 0; i < take->player_count; i++) {
    cost.voice_frames += elara_sampler_voice_frames(strips[i].sampler);
    cost.most += elara_sampler_most_voices(strips[i].sampler);
    elara_strip_clear(&strips[i]);
  }
  free(strips);
  free(list);
  elara_arena_free(arena);
  return cost;
}

int
main(int argc, char** argv)
{
  ElaraFile file;
  ElaraTake* take = NULL;
  ElaraFont* font = NULL;
  if (argc < 3 || elara_file_read(argv[2], 0, &file) != ELARA_OK ||
      elara_midi_read(argv[2], file.bytes, file.count, NULL, &take) !=
          ELARA_OK ||
      elara_font_open(argv[1], NULL, &font) != ELARA_OK) {
    fprintf(stderr, "usage: bench_voices FONT FILE.mid [quality [kernel]]\n");
    return 2;
  }
  elara_flush_denormals();
  printf("%-8s %-8s %10s %8s\n", "quality", "kernel", "ns/voice", "x real");
  for (int q = ELARA_QUALITY_NORMAL; q < ELARA_QUALITY_COUNT; q++) {
    const char* const name = elara_quality_name((ElaraQuality)q);
    if (argc > 3 && strcmp(argv[3], name) != 0) continue;
    for (size_t k = 0; elara_kernel_at(k); k++) {
      const ElaraKernel* const kernel = elara_kernel_at(k);
      if (!kernel->usable) continue;
      if (argc > 4 && strcmp(argv[4], kernel->name) != 0 &&
          (strcmp(argv[4], "best") != 0 || kernel != elara_kernel())) {
        continue;
      }
      ElaraTables* const tables = elara_tables_new((ElaraQuality)q, kernel);
      const Cost c = play(take, font, tables);
      printf("%-8s %-8s %10.3f %8.1f\n", name, kernel->name,
             c.seconds / (double)c.voice_frames * 1e9,
             elara_time_s(take->length) / c.seconds);
      fflush(stdout);
      elara_tables_free(tables);
    }
  }
  elara_font_free(font);
  elara_take_free(take);
  elara_file_clear(&file);
  return 0;
}
