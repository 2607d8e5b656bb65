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

#include "sound/dsp/live_convolver.h"

#include "base/arena.h"
#include "sound/dsp/transform.h"

#include <math.h>
#include <string.h>

#define QUANTUM 64
#define LEVELS 5
#define CHUNK 256 // bins multiplied in one unit

static const size_t blocks[LEVELS] = {64, 256, 1024, 4096, 16384};

typedef struct {
  ElaraTransform* transform;
  size_t block, parts, slots;
  size_t quanta;     // block / QUANTUM
  float* responses;  // spectra [part][input][output]
  float* ring;       // spectra [slot][input]
  ElaraTerm* terms;  // [part][input] of the job
  float* sums[2][2]; // spectra [turn][output]; the imaginary part is sound
  size_t filling;    // slot
  size_t turn;       // of the job; the other turn is sounding
  size_t quantum;    // of the block, how many are complete
  size_t units, next, chunk;
  double cost, spent; // of all units; of those done (ns, a rough guess)
} Level;

struct ElaraLiveConvolver {
  ElaraArena* arena;
  ElaraTransform* shortest; // its kernel runs the head
  ElaraHead head;
  size_t levels;
  Level level[LEVELS];
  float* heard[2]; // the last quantum, this one, and room to read on
  float* answer[2];
  float tail[2][QUANTUM]; // what the levels say to this quantum
  size_t at;              // frames into the quantum
};

// --- Setting up -------------------------------------------------------------

static size_t
first_tap(size_t level)
{
  return level == 0 ? ELARA_HEAD_TAPS : 2 * blocks[level];
}

static float*
spectrum(const Level* l, float* from, size_t index)
{
  return from + index * 2 * l->block;
}

static void
fill_response(const Level* l, float* to, const float* taps, size_t count)
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
  Level* const l = &c->level[index];
  const size_t first = first_tap(index);
  size_t end = count;
  if (index + 1 < LEVELS && first_tap(index + 1) < end)
    end = first_tap(index + 1);
  l->block = blocks[index];
  l->quanta = l->block / QUANTUM;
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
    l->sums[i / 2][i % 2] = spectrum(l, sums, i);
    const float* const taps = responses[i / 2][i % 2];
    for (size_t p = 0; taps && p < l->parts; p++) {
      const size_t from = first + p * l->block;
      fill_response(l, spectrum(l, l->responses, 4 * p + i), taps + from,
                    end - from);
    }
  }
  l->chunk = l->block < CHUNK ? l->block : CHUNK;
  l->units = 4 * elara_transform_pieces(l->transform) + l->block / l->chunk;
  return 1;
}

static int
make(ElaraLiveConvolver* c, const float* const responses[2][2], size_t count)
{
  for (size_t i = 0; i < 2; i++) {
    c->heard[i] = elara_aligned_floats(c->arena, 3 * QUANTUM);
    c->answer[i] = elara_aligned_floats(c->arena, 2 * QUANTUM);
    if (!c->heard[i] || !c->answer[i]) return 0;
    for (size_t o = 0; o < 2; o++) {
      const float* const taps = responses[i][o];
      for (size_t t = 0; taps && t < ELARA_HEAD_TAPS && t < count; t++)
        c->head.taps[i][o][t] = taps[t];
    }
  }
  c->shortest = elara_transform_new(ELARA_TRANSFORM_LEAST);
  if (!c->shortest) return 0;
  while (c->levels < LEVELS && first_tap(c->levels) < count) {
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

// --- The audio thread -------------------------------------------------------

// Guesses from measuring; only their ratio matters.
static double
unit_cost(const Level* l, size_t unit)
{
  const size_t pieces = elara_transform_pieces(l->transform);
  const int multiplies =
      unit >= 2 * pieces && unit < 2 * pieces + l->block / l->chunk;
  if (multiplies) return 0.8 * (double)(l->chunk * l->parts);
  return 0.9 * (double)l->block / (double)pieces;
}

static double
all_cost(const Level* l)
{
  const size_t pieces = elara_transform_pieces(l->transform);
  return 4.0 * (double)pieces * unit_cost(l, 0) +
         (double)(l->block / l->chunk) * unit_cost(l, 2 * pieces);
}

void
elara_live_convolver_reset(ElaraLiveConvolver* c)
{
  for (size_t i = 0; i < c->levels; i++) {
    Level* const l = &c->level[i];
    memset(l->ring, 0, l->slots * 4 * l->block * sizeof(float));
    memset(l->sums[0][0], 0, 8 * l->block * sizeof(float));
    l->filling = l->turn = l->quantum = 0;
    l->cost = l->spent = all_cost(l);
    l->next = l->units; // no job yet
  }
  for (size_t i = 0; i < 2; i++) {
    memset(c->heard[i], 0, 3 * QUANTUM * sizeof(float));
    memset(c->tail[i], 0, sizeof c->tail[i]);
  }
  c->at = 0;
}

// The block just filled becomes the job, the job done becomes sound.
static void
start_job(Level* l)
{
  const size_t newest = l->filling;
  for (size_t p = 0; p < l->parts; p++) {
    const size_t slot = (newest + l->slots - p) % l->slots;
    for (size_t i = 0; i < 2; i++) {
      l->terms[2 * p + i] =
          (ElaraTerm){spectrum(l, l->ring, 2 * slot + i),
                      {spectrum(l, l->responses, 4 * p + 2 * i),
                       spectrum(l, l->responses, 4 * p + 2 * i + 1)}};
    }
  }
  l->filling = (l->filling + 1) % l->slots;
  l->turn = 1 - l->turn;
  l->next = 0;
  l->spent = 0.0;
}

static void
multiply_chunk(Level* l, size_t begin)
{
  float* const* const sums = l->sums[l->turn];
  for (size_t o = 0; o < 2; o++) {
    memset(sums[o] + begin, 0, l->chunk * sizeof(float));
    memset(sums[o] + l->block + begin, 0, l->chunk * sizeof(float));
  }
  elara_transform_multiply_add(l->transform, l->terms, 2 * l->parts, begin,
                               begin + l->chunk, sums);
}

static void
run_unit(Level* l, size_t unit)
{
  const size_t pieces = elara_transform_pieces(l->transform);
  const size_t chunks = l->block / l->chunk;
  if (unit < 2 * pieces) {
    const size_t slot = (l->filling + l->slots - 1) % l->slots;
    elara_transform_forward_piece(
        l->transform, spectrum(l, l->ring, 2 * slot + unit / pieces),
        unit % pieces);
  } else if (unit < 2 * pieces + chunks) {
    multiply_chunk(l, (unit - 2 * pieces) * l->chunk);
  } else {
    unit -= 2 * pieces + chunks;
    elara_transform_inverse_piece(l->transform, l->sums[l->turn][unit / pieces],
                                  unit % pieces);
  }
}

static void
run_until(Level* l, double cost)
{
  while (l->next < l->units && l->spent < cost) {
    l->spent += unit_cost(l, l->next);
    run_unit(l, l->next++);
  }
}

static void
level_hears(Level* l, const float* const frames[2])
{
  const size_t at = l->quantum * QUANTUM;
  const size_t after = (l->filling + 1) % l->slots;
  for (size_t i = 0; i < 2; i++) {
    float* const here = spectrum(l, l->ring, 2 * l->filling + i);
    float* const there = spectrum(l, l->ring, 2 * after + i);
    memcpy(here + l->block + at, frames[i], QUANTUM * sizeof(float));
    memcpy(there + at, frames[i], QUANTUM * sizeof(float));
  }
  l->quantum++;
}

static void
level_works(Level* l, int immediate)
{
  run_until(l, l->cost * (double)l->quantum / (double)l->quanta);
  if (l->quantum < l->quanta) return;
  run_until(l, HUGE_VAL);
  start_job(l);
  l->quantum = 0;
  if (immediate) run_until(l, HUGE_VAL);
}

static void
finish_quantum(ElaraLiveConvolver* c)
{
  const float* const frames[2] = {c->heard[0] + QUANTUM, c->heard[1] + QUANTUM};
  memset(c->tail, 0, sizeof c->tail);
  for (size_t i = 0; i < c->levels; i++) {
    Level* const l = &c->level[i];
    level_hears(l, frames);
    level_works(l, i == 0);
    const size_t sounding = i == 0 ? l->turn : 1 - l->turn;
    for (size_t o = 0; o < 2; o++) {
      const float* const from =
          l->sums[sounding][o] + l->block + l->quantum * QUANTUM;
      for (size_t k = 0; k < QUANTUM; k++)
        c->tail[o][k] += from[k];
    }
  }
  for (size_t i = 0; i < 2; i++)
    memcpy(c->heard[i], c->heard[i] + QUANTUM, QUANTUM * sizeof(float));
  c->at = 0;
}

void
elara_live_convolver_process(ElaraLiveConvolver* c,
                             const float* const in[2],
                             float* const out[2],
                             size_t frames)
{
  for (size_t done = 0; done < frames;) {
    const size_t room = QUANTUM - c->at, left = frames - done;
    const size_t count = left < room ? left : room;
    const float* x[2];
    for (size_t i = 0; i < 2; i++) {
      float* const to = c->heard[i] + QUANTUM + c->at;
      memcpy(to, in[i] + done, count * sizeof(float));
      x[i] = to;
    }
    elara_transform_head(c->shortest, &c->head, x, c->answer, count);
    for (size_t o = 0; o < 2; o++) {
      for (size_t k = 0; k < count; k++)
        out[o][done + k] = c->answer[o][k] + c->tail[o][c->at + k];
    }
    c->at += count;
    done += count;
    if (c->at == QUANTUM) finish_quantum(c);
  }
}
