// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// A gate on the K-weighted level of 50 ms at a time. It opens 20 LU below the
// track's own loudness (the gate of EBU Tech 3342, which parts what is meant
// to be heard from what lies under it) but never below -55 LUFS, where a
// microphone's hiss begins; 300 ms of hangover bridge the pauses between words
// (a stop is silent for about 100 ms), and less than 100 ms in one piece is a
// click, no word.

#include "sound/mix/speech.h"

#include <ebur128.h>
#include <math.h>

#define WINDOW_MS 50
#define BELOW_LU 20.0
#define LEAST_LUFS (-55.0)
#define HANGOVER_WINDOWS 6
#define WORD_WINDOWS 2

struct ElaraEar {
  ElaraArena* arena;
  ebur128_state* meter;
  size_t window, filled; // frames
  ELARA_LIST(float) levels;
};

ElaraEar*
elara_ear_new(ElaraArena* arena, int rate)
{
  ElaraEar* const e = (ElaraEar*)elara_arena_alloc(arena, sizeof *e);
  if (!e) return NULL;
  e->arena = arena;
  e->window = (size_t)rate * WINDOW_MS / 1000;
  e->meter =
      ebur128_init(2, (unsigned long)rate, EBUR128_MODE_M | EBUR128_MODE_I);
  return e->meter ? e : NULL;
}

void
elara_ear_free(ElaraEar* e)
{
  if (e && e->meter) ebur128_destroy(&e->meter);
}

ElaraStatus
elara_ear_add(ElaraEar* e, const float* interleaved, size_t frames)
{
  while (frames > 0) {
    const size_t room = e->window - e->filled;
    const size_t n = frames < room ? frames : room;
    if (ebur128_add_frames_float(e->meter, interleaved, n) != EBUR128_SUCCESS)
      return ELARA_NO_MEMORY;
    interleaved += 2 * n;
    frames -= n;
    e->filled += n;
    if (e->filled < e->window) continue;
    double lufs = -HUGE_VAL;
    ebur128_loudness_window(e->meter, WINDOW_MS, &lufs);
    ELARA_TRY_PTR(ELARA_PUSH(e->arena, &e->levels, (float)lufs));
    e->filled = 0;
  }
  return ELARA_OK;
}

ElaraStatus
elara_ear_spans(const ElaraEar* e, ElaraStretches* spans)
{
  double lufs = -HUGE_VAL;
  ebur128_loudness_global(e->meter, &lufs);
  const double gate = fmax(lufs - BELOW_LU, LEAST_LUFS);
  const int64_t window = (int64_t)e->window;
  size_t from = 0;
  for (size_t i = 0; i <= e->levels.count; i++) {
    if (i < e->levels.count && (double)e->levels.items[i] > gate) continue;
    if (i - from >= WORD_WINDOWS) {
      const ElaraStretch word = {(int64_t)from * window, (int64_t)i * window};
      ELARA_TRY(
          elara_spans_add(spans, e->arena, word, HANGOVER_WINDOWS * window));
    }
    from = i + 1;
  }
  return ELARA_OK;
}
