// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// Milliseconds from nothing to the first block that sounds, in a process that
// has done nothing before: open the font, read the MIDI file, set the players
// up, decode what their first notes want, balance them, play.  bench_start FONT
// FILE.mid

#include "base/text.h"
#include "perform/midi_read.h"
#include "sound/dsp/denormal.h"
#include "sound/mix/calibrate.h"
#include "sound/mix/console.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#define RATE 48000
#define BLOCK 64

static double
now_ms(void)
{
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return 1e3 * (double)t.tv_sec + 1e-6 * (double)t.tv_nsec;
}

typedef struct {
  const ElaraTake* take;
  ElaraFont* font;
  ElaraTables* tables;
  ElaraStrip* strips;
  ElaraStrip** list;
  ElaraArena* arena;
} Band;

static int
seat(Band* b)
{
  const size_t count = b->take->player_count;
  b->arena = elara_arena_new();
  b->tables = elara_tables_new(ELARA_QUALITY_NORMAL, NULL);
  b->strips = (ElaraStrip*)calloc(count + 1, sizeof(ElaraStrip));
  b->list = (ElaraStrip**)calloc(count + 1, sizeof(ElaraStrip*));
  if (!b->arena || !b->tables || !b->strips || !b->list) return 0;
  for (size_t i = 0; i < count; i++) {
    if (elara_strip_init(&b->strips[i], b->arena, &b->take->players[i], b->font,
                         b->tables, RATE, 1) != ELARA_OK) {
      return 0;
    }
    elara_calibrate_want(&b->strips[i], b->font);
    b->list[i] = &b->strips[i];
  }
  return 1;
}

// Plays until a block sounds, at most a minute.
static void
play(Band* b)
{
  static float left[BLOCK], right[BLOCK], send[BLOCK];
  for (int64_t at = 0; at < 60 * RATE; at += BLOCK) {
    ElaraDesk desk = {left, right, send, 0};
    elara_strips_run(b->list, b->take->player_count, &desk, BLOCK, BLOCK);
    for (int i = 0; desk.sounding && i < BLOCK; i++) {
      if (fabsf(left[i]) > 1e-5f || fabsf(right[i]) > 1e-5f) return;
    }
  }
}

int
main(int argc, char** argv)
{
  const double from = now_ms();
  ElaraFile file;
  ElaraTake* take = NULL;
  Band band = {0};
  if (argc != 3 || elara_font_open(argv[1], NULL, &band.font) != ELARA_OK ||
      elara_file_read(argv[2], 0, &file) != ELARA_OK ||
      elara_midi_read(argv[2], file.bytes, file.count, NULL, &take) !=
          ELARA_OK) {
    fprintf(stderr, "usage: bench_start FONT FILE.mid\n");
    return 2;
  }
  elara_flush_denormals();
  const double opened = now_ms();
  band.take = take;
  if (!seat(&band)) return 1;
  const double seated = now_ms();
  elara_font_prepare_until(band.font, ELARA_CONSOLE_BLOCK, 0, NULL);
  const double decoded = now_ms();
  elara_calibrate(band.strips, take->player_count, band.font, band.tables, 0);
  const double balanced = now_ms();
  play(&band);
  const double heard = now_ms();
  printf("start_ms %.1f\nopen_ms %.1f\nseat_ms %.1f\ndecode_ms %.1f\n"
         "balance_ms %.1f\nfirst_block_ms %.1f\n",
         heard - from, opened - from, seated - opened, decoded - seated,
         balanced - decoded, heard - balanced);
  for (size_t i = 0; i < take->player_count; i++)
    elara_strip_clear(&band.strips[i]);
  free(band.strips);
  free(band.list);
  elara_tables_free(band.tables);
  elara_arena_free(band.arena);
  elara_font_free(band.font);
  elara_take_free(take);
  elara_file_clear(&file);
  return 0;
}
