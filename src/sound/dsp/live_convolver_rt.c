// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// The half of live_convolver.c that runs in the audio thread.

#include "sound/dsp/live_convolver_parts.h"

#include <math.h>
#include <string.h>

// Guesses from measuring; only their ratio matters.
static double
unit_cost(const ElaraLiveLevel* l, size_t unit)
{
  const size_t pieces = elara_transform_pieces(l->transform);
  const int multiplies =
      unit >= 2 * pieces && unit < 2 * pieces + l->block / l->chunk;
  if (multiplies) return 0.8 * (double)(l->chunk * l->parts);
  return 0.9 * (double)l->block / (double)pieces;
}

static double
all_cost(const ElaraLiveLevel* l)
{
  const size_t pieces = elara_transform_pieces(l->transform);
  return 4.0 * (double)pieces * unit_cost(l, 0) +
         (double)(l->block / l->chunk) * unit_cost(l, 2 * pieces);
}

void
elara_live_convolver_reset(ElaraLiveConvolver* c)
{
  for (size_t i = 0; i < c->levels; i++) {
    ElaraLiveLevel* const l = &c->level[i];
    memset(l->ring, 0, l->slots * 4 * l->block * sizeof(float));
    memset(l->sums[0][0], 0, 8 * l->block * sizeof(float));
    l->filling = l->turn = l->quantum = 0;
    l->cost = l->spent = all_cost(l);
    l->next = l->units; // no job yet
  }
  for (size_t i = 0; i < 2; i++) {
    memset(c->heard[i], 0, 3 * ELARA_LIVE_QUANTUM * sizeof(float));
    memset(c->tail[i], 0, sizeof c->tail[i]);
  }
  c->at = 0;
}

// The block just filled becomes the job, the job done becomes sound.
static void
start_job(ElaraLiveLevel* l)
{
  const size_t newest = l->filling;
  for (size_t p = 0; p < l->parts; p++) {
    const size_t slot = (newest + l->slots - p) % l->slots;
    for (size_t i = 0; i < 2; i++) {
      l->terms[2 * p + i] = (ElaraTerm){
          elara_live_spectrum(l, l->ring, 2 * slot + i),
          {elara_live_spectrum(l, l->responses, 4 * p + 2 * i),
           elara_live_spectrum(l, l->responses, 4 * p + 2 * i + 1)}};
    }
  }
  l->filling = (l->filling + 1) % l->slots;
  l->turn = 1 - l->turn;
  l->next = 0;
  l->spent = 0.0;
}

static void
multiply_chunk(ElaraLiveLevel* l, size_t begin)
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
run_unit(ElaraLiveLevel* l, size_t unit)
{
  const size_t pieces = elara_transform_pieces(l->transform);
  const size_t chunks = l->block / l->chunk;
  if (unit < 2 * pieces) {
    const size_t slot = (l->filling + l->slots - 1) % l->slots;
    elara_transform_forward_piece(
        l->transform, elara_live_spectrum(l, l->ring, 2 * slot + unit / pieces),
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
run_until(ElaraLiveLevel* l, double cost)
{
  while (l->next < l->units && l->spent < cost) {
    l->spent += unit_cost(l, l->next);
    run_unit(l, l->next++);
  }
}

static void
level_hears(ElaraLiveLevel* l, const float* const frames[2])
{
  const size_t at = l->quantum * ELARA_LIVE_QUANTUM;
  const size_t after = (l->filling + 1) % l->slots;
  for (size_t i = 0; i < 2; i++) {
    float* const here = elara_live_spectrum(l, l->ring, 2 * l->filling + i);
    float* const there = elara_live_spectrum(l, l->ring, 2 * after + i);
    memcpy(here + l->block + at, frames[i], ELARA_LIVE_QUANTUM * sizeof(float));
    memcpy(there + at, frames[i], ELARA_LIVE_QUANTUM * sizeof(float));
  }
  l->quantum++;
}

static void
level_works(ElaraLiveLevel* l, int immediate)
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
  const float* const frames[2] = {c->heard[0] + ELARA_LIVE_QUANTUM,
                                  c->heard[1] + ELARA_LIVE_QUANTUM};
  memset(c->tail, 0, sizeof c->tail);
  for (size_t i = 0; i < c->levels; i++) {
    ElaraLiveLevel* const l = &c->level[i];
    level_hears(l, frames);
    level_works(l, i == 0);
    const size_t sounding = i == 0 ? l->turn : 1 - l->turn;
    for (size_t o = 0; o < 2; o++) {
      const float* const from =
          l->sums[sounding][o] + l->block + l->quantum * ELARA_LIVE_QUANTUM;
      for (size_t k = 0; k < ELARA_LIVE_QUANTUM; k++)
        c->tail[o][k] += from[k];
    }
  }
  for (size_t i = 0; i < 2; i++)
    memcpy(c->heard[i], c->heard[i] + ELARA_LIVE_QUANTUM,
           ELARA_LIVE_QUANTUM * sizeof(float));
  c->at = 0;
}

void
elara_live_convolver_process(ElaraLiveConvolver* c,
                             const float* const in[2],
                             float* const out[2],
                             size_t frames)
{
  for (size_t done = 0; done < frames;) {
    const size_t room = ELARA_LIVE_QUANTUM - c->at, left = frames - done;
    const size_t count = left < room ? left : room;
    const float* x[2];
    for (size_t i = 0; i < 2; i++) {
      float* const to = c->heard[i] + ELARA_LIVE_QUANTUM + c->at;
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
    if (c->at == ELARA_LIVE_QUANTUM) finish_quantum(c);
  }
}
