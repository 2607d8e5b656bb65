// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// A hall at work. Early responses are a tenth of a second: each group has its
// own, in partitions of 8192 frames or so. The late response takes all groups
// together (or, true stereo, in two halves) in partitions of a whole block. A
// block is cut into the sub-blocks of the early part; each needs only the
// frames before it, so all of them and the late part are jobs for as many
// threads. What is heard of a group left or right of the middle in a true
// stereo response is in group_side().

#include "sound/space/hall.h"

#include "base/threads.h"
#include "sound/dsp/denormal.h"
#include "sound/dsp/transform.h"
#include "sound/space/fdn.h"
#include "sound/space/hall_parts.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define BLOCK ELARA_HALL_BLOCK

// Uniformly partitioned responses of some inputs to both ears.
typedef struct {
  ElaraTransform* transform;
  size_t block, parts;
  float* spectra; // [part][input][ear]
} Response;

struct ElaraHall {
  ElaraArena* arena;
  ElaraHallResponse frames;
  size_t length;
  Response early, late;
  size_t jobs;                          // early sub-blocks of a block
  float* early_work[BLOCK / 1024];      // a spectrum and two sums, for each job
  float* group_last[ELARA_HALL_GROUPS]; // the last sub-block of each
  unsigned char group_silent[ELARA_HALL_GROUPS];
  float* ring; // late input spectra [slot][input]
  unsigned char* slot_silent;
  size_t newest;
  float* late_last[2]; // each input's last block
  float* late_sums[2];
  float* late_out[2];
  ElaraTerm* terms;
  size_t silent_blocks; // in a row, up to now
  ElaraFdn* fdn;        // light: instead of all that
  float fdn_gain;
};

// --- Setting up -------------------------------------------------------------

// How much of a group goes into the left (0) and right (1) source.
static float
group_side(int group, int side)
{
  double x, y;
  elara_hall_group_place(group, &x, &y);
  if (fabs(x) < 1.0) return 0.70710678f;
  return (x > 0.0) == (side == 1) ? 1.0f : 0.0f;
}

static ElaraStatus
make_response(
    Response* r, ElaraArena* arena, size_t block, size_t count, size_t inputs)
{
  r->block = block;
  r->parts = (count + block - 1) / block;
  r->transform = elara_transform_new(block);
  ELARA_TRY_PTR(r->transform);
  r->spectra = elara_aligned_floats(arena, r->parts * inputs * 4 * block);
  ELARA_TRY_PTR(r->spectra);
  return ELARA_OK;
}

static float*
spectrum(const Response* r, size_t index)
{
  return r->spectra + index * 2 * r->block;
}

// COUNT frames into every INPUTS-th pair of spectra from INPUT on.
static void
fill_response(const Response* r,
              size_t inputs,
              size_t input,
              size_t ear,
              const float* frames,
              size_t count)
{
  const float scale = 1.0f / (float)r->block;
  for (size_t p = 0; p < r->parts; p++) {
    float* const z = spectrum(r, 2 * (p * inputs + input) + ear);
    for (size_t i = 0; i < r->block && p * r->block + i < count; i++)
      z[i] = frames[p * r->block + i] * scale;
    elara_transform_forward(r->transform, z);
  }
}

static ElaraStatus
make_early(ElaraHall* h)
{
  size_t block = 4096;
  while (block < h->frames.early_count && block < BLOCK)
    block *= 2;
  ELARA_TRY(make_response(&h->early, h->arena, block, h->frames.early_count,
                          ELARA_HALL_GROUPS));
  for (size_t g = 0; g < ELARA_HALL_GROUPS; g++) {
    h->group_silent[g] = 1;
    h->group_last[g] = elara_aligned_floats(h->arena, block);
    ELARA_TRY_PTR(h->group_last[g]);
    for (size_t ear = 0; ear < 2; ear++) {
      fill_response(&h->early, ELARA_HALL_GROUPS, g, ear,
                    h->frames.early[g][ear], h->frames.early_count);
    }
  }
  h->jobs = BLOCK / block;
  for (size_t i = 0; i < h->jobs; i++) {
    h->early_work[i] = elara_aligned_floats(h->arena, 6 * block);
    ELARA_TRY_PTR(h->early_work[i]);
  }
  return ELARA_OK;
}

static ElaraStatus
make_late(ElaraHall* h)
{
  const size_t inputs = h->frames.inputs;
  ELARA_TRY(
      make_response(&h->late, h->arena, BLOCK, h->frames.late_count, inputs));
  const size_t parts = h->late.parts;
  h->ring = elara_aligned_floats(h->arena, parts * inputs * 2 * BLOCK);
  h->slot_silent = (unsigned char*)elara_arena_alloc(h->arena, parts);
  h->terms = (ElaraTerm*)elara_arena_array(h->arena, parts * inputs,
                                           sizeof(ElaraTerm));
  ELARA_TRY_PTR(h->ring && h->slot_silent && h->terms);
  memset(h->slot_silent, 1, parts);
  h->silent_blocks = parts + 1;
  for (size_t i = 0; i < inputs; i++) {
    h->late_last[i] = elara_aligned_floats(h->arena, BLOCK);
    ELARA_TRY_PTR(h->late_last[i]);
    for (size_t ear = 0; ear < 2; ear++) {
      fill_response(&h->late, inputs, i, ear, h->frames.late[i][ear],
                    h->frames.late_count);
    }
  }
  for (size_t ear = 0; ear < 2; ear++) {
    h->late_sums[ear] = elara_aligned_floats(h->arena, 2 * BLOCK);
    h->late_out[ear] = h->late_sums[ear] + BLOCK;
    ELARA_TRY_PTR(h->late_sums[ear]);
  }
  return ELARA_OK;
}

static ElaraHall*
hall_in(ElaraArena* arena)
{
  ElaraHall* const h = (ElaraHall*)elara_arena_alloc(arena, sizeof *h);
  if (h) h->arena = arena;
  return h;
}

ElaraStatus
elara_hall_from_response(ElaraArena* arena,
                         const ElaraHallResponse* response,
                         ElaraHall** out)
{
  *out = NULL;
  ElaraHall* const h = hall_in(arena);
  if (!h) {
    elara_arena_free(arena);
    return ELARA_NO_MEMORY;
  }
  h->frames = *response;
  h->length = response->late_count > response->early_count
                  ? response->late_count
                  : response->early_count;
  ElaraStatus status = make_late(h);
  if (status == ELARA_OK && response->early_count > 0) status = make_early(h);
  if (status != ELARA_OK) {
    elara_hall_free(h);
    return status;
  }
  *out = h;
  return ELARA_OK;
}

// The level that gives a light hall the clarity of its model.
static float
light_gain(ElaraFdn* fdn, double clarity_db, int rate, float* work)
{
  const size_t edge = (size_t)(0.08 * rate);
  double near = 0.0, far = 0.0;
  size_t at = 0;
  for (int quiet = 0; !quiet;) {
    memset(work, 0, 3 * 1024 * sizeof(float));
    work[0] = at == 0 ? 1.0f : 0.0f;
    elara_fdn_process(fdn, work, work + 1024, work + 2048, 1024);
    double sum = 0.0;
    for (size_t i = 1024; i < 3072; i++)
      sum += (double)work[i] * (double)work[i];
    if (at + 1024 <= edge)
      near += sum;
    else
      far += sum;
    at += 1024;
    quiet = sum < 1e-5 * far || at > (size_t)rate * 30;
  }
  elara_fdn_reset(fdn);
  const double ratio = pow(10.0, clarity_db / 10.0);
  const double g = 2.0 / (ratio * far - near);
  return g > 0.0 ? (float)sqrt(g) : 0.0f;
}

static ElaraStatus
make_light(ElaraHall* h, const ElaraHallModel* model, int rate)
{
  double rt[ELARA_HALL_BANDS];
  elara_hall_rt60(model, rt);
  // 125 Hz, 1 kHz and the octave where the high shelf is open, at 8 kHz.
  h->fdn = elara_fdn_new(h->arena, rate, rt[0], rt[3], rt[6]);
  ELARA_TRY_PTR(h->fdn);
  h->frames.rate = rate;
  h->length = (size_t)(1.25 * fmax(rt[0], rt[3]) * rate);
  h->silent_blocks = h->length / BLOCK + 2;
  h->late_last[0] = elara_aligned_floats(h->arena, BLOCK);
  ELARA_TRY_PTR(h->late_last[0]);
  h->fdn_gain = light_gain(h->fdn, model->clarity_db, rate, h->late_last[0]);
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
  ElaraHallResponse response;
  ElaraStatus status = ELARA_OK;
  if (model->kind != ELARA_HALL_LIGHT) {
    status = elara_hall_respond(model, rate, threads, arena, &response);
    if (status == ELARA_OK)
      return elara_hall_from_response(arena, &response, out);
    elara_arena_free(arena);
    return status;
  }
  ElaraHall* const h = hall_in(arena);
  status = h ? make_light(h, model, rate) : ELARA_NO_MEMORY;
  if (status == ELARA_OK)
    *out = h;
  else
    elara_arena_free(arena);
  return status;
}

void
elara_hall_free(ElaraHall* hall)
{
  if (!hall) return;
  elara_transform_free(hall->early.transform);
  elara_transform_free(hall->late.transform);
  elara_arena_free(hall->arena);
}

// --- Running ----------------------------------------------------------------

typedef struct {
  ElaraHall* hall;
  const float* const* sends;
  int any;
  float* out[2];
} Block;

// Sub-block JOB of the early part, all groups, into OUT.
static void
answer_early(const Block* b, size_t job)
{
  ElaraHall* const h = b->hall;
  const size_t n = h->early.block;
  float* const z = h->early_work[job];
  float* const sums[2] = {z + 2 * n, z + 4 * n};
  int any = 0;
  memset(sums[0], 0, 4 * n * sizeof(float));
  for (size_t g = 0; g < ELARA_HALL_GROUPS; g++) {
    const float* const now = b->sends[g] ? b->sends[g] + job * n : NULL;
    const float* before = now ? now - n : NULL;
    if (job == 0) before = h->group_silent[g] ? NULL : h->group_last[g];
    if (!now && !before) continue;
    for (size_t half = 0; half < 2; half++) {
      const float* const from = half ? now : before;
      if (from)
        memcpy(z + half * n, from, n * sizeof(float));
      else
        memset(z + half * n, 0, n * sizeof(float));
    }
    elara_transform_forward(h->early.transform, z);
    const ElaraTerm term = {
        z, {spectrum(&h->early, 2 * g), spectrum(&h->early, 2 * g + 1)}};
    elara_transform_multiply_add(h->early.transform, &term, 1, 0, n, sums);
    any = 1;
  }
  for (size_t ear = 0; ear < 2; ear++) {
    if (any) elara_transform_inverse(h->early.transform, sums[ear]);
    memcpy(b->out[ear] + job * n, sums[ear] + n, n * sizeof(float));
  }
}

static void
sum_input(const Block* b, size_t input, float* to)
{
  memset(to, 0, BLOCK * sizeof(float));
  for (int g = 0; g < ELARA_HALL_GROUPS; g++) {
    const float gain =
        b->hall->frames.inputs == 2 ? group_side(g, (int)input) : 1.0f;
    const float* const send = b->sends[g];
    if (!send || gain == 0.0f) continue;
    for (size_t i = 0; i < BLOCK; i++)
      to[i] += gain * send[i];
  }
}

static void
hear_late(const Block* b)
{
  ElaraHall* const h = b->hall;
  h->newest = (h->newest + 1) % h->late.parts;
  h->slot_silent[h->newest] = h->silent_blocks >= 2;
  if (h->silent_blocks >= 2) return; // both halves are zero
  const size_t inputs = h->frames.inputs;
  for (size_t i = 0; i < inputs; i++) {
    float* const z = h->ring + (h->newest * inputs + i) * 2 * BLOCK;
    memcpy(z, h->late_last[i], BLOCK * sizeof(float));
    sum_input(b, i, z + BLOCK);
    memcpy(h->late_last[i], z + BLOCK, BLOCK * sizeof(float));
    elara_transform_forward(h->late.transform, z);
  }
}

static void
answer_late(const Block* b)
{
  ElaraHall* const h = b->hall;
  const size_t inputs = h->frames.inputs, parts = h->late.parts;
  hear_late(b);
  size_t count = 0;
  for (size_t p = 0; p < parts; p++) {
    const size_t slot = (h->newest + parts - p) % parts;
    for (size_t i = 0; i < inputs && !h->slot_silent[slot]; i++) {
      const size_t at = 2 * (p * inputs + i);
      h->terms[count++] =
          (ElaraTerm){h->ring + (slot * inputs + i) * 2 * BLOCK,
                      {spectrum(&h->late, at), spectrum(&h->late, at + 1)}};
    }
  }
  for (size_t ear = 0; ear < 2; ear++)
    memset(h->late_sums[ear], 0, 2 * BLOCK * sizeof(float));
  if (count == 0) return;
  elara_transform_multiply_add(h->late.transform, h->terms, count, 0, BLOCK,
                               h->late_sums);
  for (size_t ear = 0; ear < 2; ear++)
    elara_transform_inverse(h->late.transform, h->late_sums[ear]);
}

// Job 0, the longest, is the late part.
static void
answer(void* data, size_t index)
{
  const Block* const b = (const Block*)data;
  const unsigned before = elara_flush_denormals();
  if (index == 0)
    answer_late(b);
  else
    answer_early(b, index - 1);
  elara_restore_denormals(before);
}

static void
remember_groups(const Block* b)
{
  ElaraHall* const h = b->hall;
  const size_t n = h->early.block;
  for (size_t g = 0; g < ELARA_HALL_GROUPS && h->jobs > 0; g++) {
    h->group_silent[g] = b->sends[g] == NULL;
    if (!b->sends[g]) continue;
    memcpy(h->group_last[g], b->sends[g] + BLOCK - n, n * sizeof(float));
  }
}

static void
answer_light(const Block* b)
{
  ElaraHall* const h = b->hall;
  h->frames.inputs = 1;
  const unsigned before = elara_flush_denormals();
  sum_input(b, 0, h->late_last[0]);
  for (size_t i = 0; i < BLOCK; i++)
    h->late_last[0][i] *= h->fdn_gain;
  elara_fdn_process(h->fdn, h->late_last[0], b->out[0], b->out[1], BLOCK);
  elara_restore_denormals(before);
}

int
elara_hall_silent(const ElaraHall* hall)
{
  const size_t blocks = hall->fdn ? hall->length / BLOCK + 1 : hall->late.parts;
  return hall->silent_blocks > blocks;
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
  hall->silent_blocks = block.any ? 0 : hall->silent_blocks + 1;
  if (elara_hall_silent(hall)) {
    if (hall->fdn && hall->silent_blocks < 1000000) elara_fdn_reset(hall->fdn);
    memset(left, 0, BLOCK * sizeof(float));
    memset(right, 0, BLOCK * sizeof(float));
    return;
  }
  if (hall->fdn) {
    answer_light(&block);
    return;
  }
  elara_parallel(threads, 1 + hall->jobs, answer, &block);
  remember_groups(&block);
  for (size_t ear = 0; ear < 2; ear++) {
    float* const out = block.out[ear];
    const float* const late = hall->late_out[ear];
    for (size_t i = 0; i < BLOCK; i++)
      out[i] = hall->jobs > 0 ? out[i] + late[i] : late[i];
  }
}

// --- Looking inside ---------------------------------------------------------

static void
light_response(const ElaraHall* hall, int ear, float* frames, size_t count)
{
  ElaraArena* const arena = elara_arena_new();
  ElaraFdn* const fdn = arena ? elara_fdn_copy(arena, hall->fdn) : NULL;
  memset(frames, 0, count * sizeof(float));
  for (size_t at = 0; fdn && at < count; at += 64) {
    const float in[64] = {at == 0 ? hall->fdn_gain : 0.0f};
    float out[2][64];
    elara_fdn_process(fdn, in, out[0], out[1], 64);
    const size_t left = count - at;
    memcpy(frames + at, out[ear], (left < 64 ? left : 64) * sizeof(float));
  }
  elara_arena_free(arena);
}

void
elara_hall_response(
    const ElaraHall* hall, int group, int ear, float* frames, size_t count)
{
  const ElaraHallResponse* const r = &hall->frames;
  if (hall->fdn) {
    light_response(hall, ear, frames, count);
    return;
  }
  memset(frames, 0, count * sizeof(float));
  for (size_t i = 0; i < count && i < r->early_count; i++)
    frames[i] = r->early[group][ear][i];
  for (size_t input = 0; input < r->inputs; input++) {
    const float gain = r->inputs == 2 ? group_side(group, (int)input) : 1.0f;
    for (size_t i = 0; i < count && i < r->late_count; i++)
      frames[i] += gain * r->late[input][ear][i];
  }
}

size_t
elara_hall_length(const ElaraHall* hall)
{
  return hall->length;
}

size_t
elara_hall_memory(const ElaraHall* hall)
{
  return elara_arena_used(hall->arena);
}

ElaraLiveConvolver*
elara_hall_live(const ElaraHall* hall)
{
  if (hall->fdn) return NULL;
  // First violins and cellos stand for the two halves of the orchestra.
  static const int groups[2] = {0, 3};
  float* const buffer = (float*)malloc(4 * hall->length * sizeof(float));
  if (!buffer) return NULL;
  const float* responses[2][2];
  for (int i = 0; i < 4; i++) {
    float* const to = buffer + (size_t)i * hall->length;
    elara_hall_response(hall, groups[i / 2], i % 2, to, hall->length);
    responses[i / 2][i % 2] = to;
  }
  const float* const fixed[2][2] = {{responses[0][0], responses[0][1]},
                                    {responses[1][0], responses[1][1]}};
  ElaraLiveConvolver* const live =
      elara_live_convolver_new(fixed, hall->length);
  free(buffer);
  return live;
}
