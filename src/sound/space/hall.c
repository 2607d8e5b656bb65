// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

#include "sound/space/hall.h"

#include "base/threads.h"
#include "sound/dsp/convolver.h"
#include "sound/space/reflections.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define LATE_S 4.0

// Middles of the groups of seats, metres from the conductor.
static const double group_places[ELARA_HALL_GROUPS][2] = {
    {-4.0, 2.2}, // first violins
    {-2.2, 3.4}, // second violins
    {2.0, 3.4},  // violas
    {4.0, 2.4},  // cellos
    {5.6, 3.8},  // basses
    {0.0, 6.0},  // woodwinds
    {-4.2, 7.6}, // horns
    {4.3, 8.0},  // trumpets, trombones, tuba
    {-0.5, 9.5}, // timpani and percussion
    {-6.0, 5.2}, // harp, celesta
    {0.0, 11.0}, // choir
};
#define CENTRE_GROUP 5

struct ElaraHall {
  ElaraArena* arena;
  ElaraHallModel model;
  ElaraFft* fft; // 2 * ELARA_HALL_BLOCK
  int rate;
  size_t early_count, late_count; // frames
  float* early[ELARA_HALL_GROUPS][2];
  float* late[2];
  ElaraResponse early_response[ELARA_HALL_GROUPS][2];
  ElaraResponse late_response[2];
  ElaraHistory group_history[ELARA_HALL_GROUPS];
  ElaraHistory late_history;
  float* all; // sum of the sends
  float* scratch[ELARA_HALL_GROUPS + 1];
  float* spectrum[2];
};

ElaraHallModel
elara_hall_model(void)
{
  return (ElaraHallModel){
      .width = 24.0,
      .depth = 44.0,
      .height = 18.0,
      .stage = 14.0,
      .rt60_s = {2.4, 2.3, 2.1, 2.0, 1.85, 1.55, 1.2, 0.8},
      .clarity_db = 5.5,
  };
}

int
elara_hall_group(double seat_x, double seat_y)
{
  int best = CENTRE_GROUP;
  double least = HUGE_VAL;
  for (int g = 0; g < ELARA_HALL_GROUPS; g++) {
    const double dx = seat_x - group_places[g][0];
    const double dy = seat_y - group_places[g][1];
    const double away = dx * dx + dy * dy;
    if (away < least) {
      least = away;
      best = g;
    }
  }
  return best;
}

void
elara_hall_seat(double x, double y, double* metres, double* angle)
{
  const double upstage = y + 4.0;
  *metres = sqrt(x * x + upstage * upstage + 3.24);
  *angle = atan2(x, upstage);
}

// --- Making the responses ---------------------------------------------------

typedef struct {
  ElaraHall* hall;
  ElaraFft* fft;
  float* bands; // late: 2 * ELARA_HALL_BANDS buffers
  unsigned char failed[2 * (ELARA_HALL_GROUPS + ELARA_HALL_BANDS)]; // a job
} Making;

static void
make_early(void* data, size_t index)
{
  Making* const m = (Making*)data;
  const size_t group = index / 2, ear = index % 2;
  float* const buffer =
      (float*)malloc((ELARA_EARLY_SCRATCH + ELARA_EARLY_FFT) * sizeof(float));
  m->failed[index] = buffer == NULL;
  if (!buffer) return;
  float* const out = buffer + ELARA_EARLY_SCRATCH;
  elara_hall_early(&m->hall->model, m->fft, m->hall->rate,
                   group_places[group][0], group_places[group][1], (int)ear,
                   out, buffer);
  memcpy(m->hall->early[group][ear], out, m->hall->early_count * sizeof(float));
  free(buffer);
}

static void
make_late(void* data, size_t index)
{
  Making* const m = (Making*)data;
  const size_t n = elara_fft_size(m->fft);
  float* const scratch = (float*)malloc((3 * n + 2) * sizeof(float));
  m->failed[index] = scratch == NULL;
  if (!scratch) return;
  elara_hall_late_band(
      &m->hall->model, m->fft, m->hall->rate, (int)index / ELARA_HALL_BANDS,
      (int)index % ELARA_HALL_BANDS, m->bands + index * n, scratch);
  free(scratch);
}

static ElaraStatus
made(const Making* m)
{
  for (size_t i = 0; i < sizeof m->failed; i++) {
    if (m->failed[i]) return ELARA_NO_MEMORY;
  }
  return ELARA_OK;
}

static size_t
power_of_two(size_t least)
{
  size_t n = 16384;
  while (n < least)
    n *= 2;
  return n;
}

static ElaraStatus
make_tails(ElaraHall* hall, int threads)
{
  const size_t n = power_of_two(hall->late_count);
  ElaraFft* const fft = elara_fft_new(n);
  float* const bands = (float*)calloc(2 * ELARA_HALL_BANDS * n, sizeof(float));
  if (!fft || !bands) {
    elara_fft_free(fft);
    free(bands);
    return ELARA_NO_MEMORY;
  }
  Making making = {.hall = hall, .fft = fft, .bands = bands};
  elara_parallel(threads, 2 * ELARA_HALL_BANDS, make_late, &making);
  for (size_t i = 0; i < 2 * ELARA_HALL_BANDS; i++) {
    float* const out = hall->late[i / ELARA_HALL_BANDS];
    const float* const in = bands + i * n;
    for (size_t k = 0; k < hall->late_count; k++)
      out[k] += in[k];
  }
  elara_fft_free(fft);
  free(bands);
  return made(&making);
}

static double
energy(const float* x, size_t from, size_t to)
{
  double sum = 0.0;
  for (size_t i = from; i < to; i++)
    sum += (double)x[i] * (double)x[i];
  return sum;
}

// Scales the late part so that clarity, the energy within 80 ms of the direct
// sound over the energy after (ISO 3382), is the model's at the centre.
static void
set_clarity(ElaraHall* hall)
{
  const size_t edge = (size_t)(0.08 * hall->rate);
  double near = 2.0, far_early = 0.0, near_late = 0.0, far_late = 0.0;
  for (int ear = 0; ear < 2; ear++) {
    const float* const early = hall->early[CENTRE_GROUP][ear];
    near += energy(early, 0, edge);
    far_early += energy(early, edge, hall->early_count);
    near_late += energy(hall->late[ear], 0, edge);
    far_late += energy(hall->late[ear], edge, hall->late_count);
  }
  const double ratio = pow(10.0, hall->model.clarity_db / 10.0);
  // (near + g near_late) / (far_early + g far_late) = ratio
  double g = (near - ratio * far_early) / (ratio * far_late - near_late);
  if (!(g > 0.0)) g = 0.0;
  const float scale = (float)sqrt(g);
  for (int ear = 0; ear < 2; ear++) {
    for (size_t i = 0; i < hall->late_count; i++)
      hall->late[ear][i] *= scale;
  }
}

static ElaraStatus
make_responses(ElaraHall* hall, int threads)
{
  ElaraArena* const arena = hall->arena;
  for (int ear = 0; ear < 2; ear++) {
    for (int g = 0; g < ELARA_HALL_GROUPS; g++) {
      hall->early[g][ear] =
          (float*)elara_arena_array(arena, hall->early_count, sizeof(float));
      ELARA_TRY_PTR(hall->early[g][ear]);
    }
    hall->late[ear] =
        (float*)elara_arena_array(arena, hall->late_count, sizeof(float));
    ELARA_TRY_PTR(hall->late[ear]);
  }
  ElaraFft* const fft = elara_fft_new(ELARA_EARLY_FFT);
  ELARA_TRY_PTR(fft);
  Making making = {.hall = hall, .fft = fft};
  elara_parallel(threads, 2 * ELARA_HALL_GROUPS, make_early, &making);
  elara_fft_free(fft);
  ELARA_TRY(made(&making));
  ELARA_TRY(make_tails(hall, threads));
  set_clarity(hall);
  return ELARA_OK;
}

static ElaraStatus
make_convolvers(ElaraHall* hall)
{
  ElaraArena* const arena = hall->arena;
  const size_t n = 2 * ELARA_HALL_BLOCK;
  for (int i = 0; i <= ELARA_HALL_GROUPS; i++) {
    hall->scratch[i] = (float*)elara_arena_array(arena, 3 * n, sizeof(float));
    ELARA_TRY_PTR(hall->scratch[i]);
  }
  hall->all = (float*)elara_arena_array(arena, ELARA_HALL_BLOCK, sizeof(float));
  ELARA_TRY_PTR(hall->all);
  float* const scratch = hall->scratch[0];
  for (int ear = 0; ear < 2; ear++) {
    hall->spectrum[ear] =
        (float*)elara_arena_array(arena, n + 2, sizeof(float));
    ELARA_TRY_PTR(hall->spectrum[ear]);
    for (int g = 0; g < ELARA_HALL_GROUPS; g++) {
      ELARA_TRY_PTR(elara_response_init(&hall->early_response[g][ear], arena,
                                        hall->fft, hall->early[g][ear],
                                        hall->early_count, scratch));
    }
    ELARA_TRY_PTR(elara_response_init(&hall->late_response[ear], arena,
                                      hall->fft, hall->late[ear],
                                      hall->late_count, scratch));
  }
  for (int g = 0; g < ELARA_HALL_GROUPS; g++) {
    ELARA_TRY_PTR(elara_history_init(&hall->group_history[g], arena,
                                     ELARA_HALL_BLOCK,
                                     hall->early_response[g][0].parts));
  }
  ELARA_TRY_PTR(elara_history_init(&hall->late_history, arena, ELARA_HALL_BLOCK,
                                   hall->late_response[0].parts));
  return ELARA_OK;
}

ElaraStatus
elara_hall_new(const ElaraHallModel* model,
               int rate,
               int threads,
               ElaraHall** out)
{
  *out = NULL;
  ElaraArena* const arena = elara_arena_new();
  ELARA_TRY_PTR(arena);
  ElaraHall* const hall =
      (ElaraHall*)elara_arena_alloc(arena, sizeof(ElaraHall));
  if (!hall) {
    elara_arena_free(arena);
    return ELARA_NO_MEMORY;
  }
  hall->arena = arena;
  hall->model = *model;
  hall->rate = rate;
  hall->early_count = (size_t)(0.101 * rate) + 1;
  if (hall->early_count > ELARA_EARLY_FFT / 2) {
    hall->early_count = ELARA_EARLY_FFT / 2;
  }
  hall->late_count = (size_t)(LATE_S * rate);
  hall->fft = elara_fft_new(2 * ELARA_HALL_BLOCK);
  ElaraStatus status =
      hall->fft ? make_responses(hall, threads) : ELARA_NO_MEMORY;
  if (status == ELARA_OK) status = make_convolvers(hall);
  if (status != ELARA_OK) {
    elara_hall_free(hall);
    return status;
  }
  *out = hall;
  return ELARA_OK;
}

void
elara_hall_free(ElaraHall* hall)
{
  if (!hall) return;
  elara_fft_free(hall->fft);
  elara_arena_free(hall->arena);
}

// --- Running ----------------------------------------------------------------

typedef struct {
  ElaraHall* hall;
  const float* const* sends;
  int any;
  float* out[2];
} Block;

// Jobs 0..groups-1: a group's history; the last: the sum's.
static void
push_history(void* data, size_t index)
{
  const Block* const b = (const Block*)data;
  ElaraHall* const h = b->hall;
  if (index < ELARA_HALL_GROUPS) {
    elara_history_push(&h->group_history[index], h->fft, b->sends[index],
                       h->scratch[index]);
    return;
  }
  memset(h->all, 0, ELARA_HALL_BLOCK * sizeof(float));
  for (int g = 0; g < ELARA_HALL_GROUPS; g++) {
    const float* const send = b->sends[g];
    for (size_t i = 0; send && i < ELARA_HALL_BLOCK; i++)
      h->all[i] += send[i];
  }
  elara_history_push(&h->late_history, h->fft, b->any ? h->all : NULL,
                     h->scratch[index]);
}

static void
answer(void* data, size_t ear)
{
  const Block* const b = (const Block*)data;
  ElaraHall* const h = b->hall;
  float* const sum = h->spectrum[ear];
  memset(sum, 0, (2 * ELARA_HALL_BLOCK + 2) * sizeof(float));
  for (int g = 0; g < ELARA_HALL_GROUPS; g++) {
    elara_history_through(&h->group_history[g], &h->early_response[g][ear],
                          sum);
  }
  elara_history_through(&h->late_history, &h->late_response[ear], sum);
  elara_convolver_output(h->fft, sum, b->out[ear], h->scratch[ear]);
}

int
elara_hall_silent(const ElaraHall* hall)
{
  return hall->late_history.silent_blocks > hall->late_history.parts;
}

void
elara_hall_process(ElaraHall* hall,
                   const float* const sends[ELARA_HALL_GROUPS],
                   int threads,
                   float* left,
                   float* right)
{
  Block block = {hall, sends, 0, {left, right}};
  for (int g = 0; g < ELARA_HALL_GROUPS; g++)
    block.any |= sends[g] != NULL;
  elara_parallel(threads, ELARA_HALL_GROUPS + 1, push_history, &block);
  if (elara_hall_silent(hall)) {
    memset(left, 0, ELARA_HALL_BLOCK * sizeof(float));
    memset(right, 0, ELARA_HALL_BLOCK * sizeof(float));
    return;
  }
  elara_parallel(threads, 2, answer, &block);
}

void
elara_hall_response(
    const ElaraHall* hall, int group, int ear, float* frames, size_t count)
{
  const float* const early = hall->early[group][ear];
  const float* const late = hall->late[ear];
  for (size_t i = 0; i < count; i++) {
    frames[i] = (i < hall->early_count ? early[i] : 0.0f) +
                (i < hall->late_count ? late[i] : 0.0f);
  }
}
