// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// A Take through the sampler alone: no stage, no hall, no trims, no master.

#ifndef ELARA_TESTS_SOUND_PLAIN_H
#define ELARA_TESTS_SOUND_PLAIN_H

#include "sound/mix/strip.h"

#include <stdlib.h>

// Interleaved stereo, *FRAMES frames; NULL on failure. The caller frees it.
static inline float*
plain_render(const ElaraTake* take, ElaraFont* font, int rate, size_t* frames)
{
  enum { BLOCK = 1000 };
  static float left[BLOCK], right[BLOCK], send[BLOCK];
  ElaraDesk desk = {left, right, send, 0};
  ElaraTables* const tables = elara_tables_new(ELARA_QUALITY_HIGH, NULL);
  *frames = (size_t)elara_time_frames(take->length, rate);
  float* const out = (float*)calloc(*frames * 2 + 2 * BLOCK, sizeof(float));
  ElaraArena* const arena = elara_arena_new();
  for (size_t p = 0; out && p < take->player_count; p++) {
    ElaraPlayer player = take->players[p];
    player.instrument = -1;
    ElaraStrip strip;
    ElaraStrip* const list = &strip;
    if (elara_strip_init(&strip, arena, &player, font, tables, rate, 0) !=
        ELARA_OK) {
      continue;
    }
    elara_font_prepare(font, 1, NULL);
    for (size_t at = 0; at < *frames; at += BLOCK) {
      desk.sounding = 0;
      elara_strips_run(&list, 1, &desk, BLOCK, BLOCK);
      for (size_t i = 0; desk.sounding && i < BLOCK; i++) {
        out[2 * (at + i)] += left[i];
        out[2 * (at + i) + 1] += right[i];
      }
    }
    elara_strip_clear(&strip);
  }
  elara_arena_free(arena);
  elara_tables_free(tables);
  return out;
}

#endif
