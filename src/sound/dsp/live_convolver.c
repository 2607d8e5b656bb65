// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// A response is cut into stretches that are convolved by longer and longer
// blocks (Gardner, JAES 1995; Garcia, AES 113, 2002):
//
//   taps      0 ... 63        directly, frame by frame: no delay
//            64 ... 511       blocks of 64, answered when a block is complete
//           512 ... 2047      blocks of 256
//          2048 ... 8191      blocks of 1024
//          8192 ... 32767     blocks of 4096
//         32768 ... end       blocks of 16384
//
// Time passes in quanta of 64 frames, whatever the size of a call. A block of
// P frames from the third line on answers for taps from 2 P on, so its answer
// is due P frames after it is complete: the work on it, cut into units of a few
// microseconds, is spread over the P / 64 quanta of that time. No quantum does
// much more than another.
//
// A level keeps a ring of spectra. Slot n holds blocks n - 1 (real part) and n
// (imaginary part), as overlap-save wants them; every block is written twice as
// it comes in and never copied. The ring is two slots longer than the
// response: one slot is being filled, and one more has its real part filled.

#include "sound/dsp/live_convolver_parts.h"

static const size_t blocks[ELARA_LIVE_LEVELS] = {64, 256, 1024, 4096, 16384};

static size_t
first_tap(size_t level)
{
  return level == 0 ? ELARA_HEAD_TAPS : 2 * blocks[level];
}

static void
fill_response(const ElaraLiveLevel* l,
              float* to,
              const float* taps,
              size_t count)
{
  const float scale = 1.0f / (float)l->block;
  for (size_t i = 0; i < count && i < l->block; i++)
    to[i] = taps[i] * scale;
  elara_transform_forward(l->transform, to);
}

static int
make_level(ElaraLiveConvolver* c,
           size_t index,
           const float* const responses[2][2],
           size_t count)
{
  ElaraLiveLevel* const l = &c->level[index];
  const size_t first = first_tap(index);
  size_t end = count;
  if (index + 1 < ELARA_LIVE_LEVELS && first_tap(index + 1) < end)
    end = first_tap(index + 1);
  l->block = blocks[index];
  l->quanta = l->block / ELARA_LIVE_QUANTUM;
  l->parts = (end - first + l->block - 1) / l->block;
  l->slots = l->parts + 2;
  const size_t floats = 2 * l->block;
  l->transform = elara_transform_new(l->block);
  l->responses = elara_aligned_floats(c->arena, l->parts * 4 * floats);
  l->ring = elara_aligned_floats(c->arena, l->slots * 2 * floats);
  l->terms =
      (ElaraTerm*)elara_arena_array(c->arena, 2 * l->parts, sizeof(ElaraTerm));
  float* const sums = elara_aligned_floats(c->arena, 4 * floats);
  if (!l->transform || !l->responses || !l->ring || !l->terms || !sums) {
    return 0;
  }
  for (size_t i = 0; i < 4; i++) {
    l->sums[i / 2][i % 2] = elara_live_spectrum(l, sums, i);
    const float* const taps = responses[i / 2][i % 2];
    for (size_t p = 0; taps && p < l->parts; p++) {
      const size_t from = first + p * l->block;
      fill_response(l, elara_live_spectrum(l, l->responses, 4 * p + i),
                    taps + from, end - from);
    }
  }
  l->chunk = l->block < ELARA_LIVE_CHUNK ? l->block : ELARA_LIVE_CHUNK;
  l->units = 4 * elara_transform_pieces(l->transform) + l->block / l->chunk;
  return 1;
}

static int
make(ElaraLiveConvolver* c, const float* const responses[2][2], size_t count)
{
  for (size_t i = 0; i < 2; i++) {
    c->heard[i] = elara_aligned_floats(c->arena, 3 * ELARA_LIVE_QUANTUM);
    c->answer[i] = elara_aligned_floats(c->arena, 2 * ELARA_LIVE_QUANTUM);
    if (!c->heard[i] || !c->answer[i]) return 0;
    for (size_t o = 0; o < 2; o++) {
      const float* const taps = responses[i][o];
      for (size_t t = 0; taps && t < ELARA_HEAD_TAPS && t < count; t++)
        c->head.taps[i][o][t] = taps[t];
    }
  }
  c->shortest = elara_transform_new(ELARA_TRANSFORM_LEAST);
  if (!c->shortest) return 0;
  while (c->levels < ELARA_LIVE_LEVELS && first_tap(c->levels) < count) {
    c->levels++;
    if (!make_level(c, c->levels - 1, responses, count)) return 0;
  }
  elara_live_convolver_reset(c);
  return 1;
}

ElaraLiveConvolver*
elara_live_convolver_new(const float* const responses[2][2], size_t count)
{
  ElaraArena* const arena = elara_arena_new();
  ElaraLiveConvolver* const c =
      arena ? (ElaraLiveConvolver*)(void*)elara_aligned_floats(
                  arena, (sizeof *c + sizeof(float) - 1) / sizeof(float))
            : NULL;
  if (!c) {
    elara_arena_free(arena);
    return NULL;
  }
  c->arena = arena;
  if (make(c, responses, count)) return c;
  elara_live_convolver_free(c);
  return NULL;
}

void
elara_live_convolver_free(ElaraLiveConvolver* c)
{
  if (!c) return;
  elara_transform_free(c->shortest);
  for (size_t i = 0; i < c->levels; i++)
    elara_transform_free(c->level[i].transform);
  elara_arena_free(c->arena);
}

size_t
elara_live_convolver_memory(const ElaraLiveConvolver* c)
{
  return elara_arena_used(c->arena);
}
