// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// Early and late parts are made apart and joined by two measures: clarity sets
// the level of the tail, and the reverberation time that is measured on the sum
// at the middle of the stage corrects the one that is asked of the noise.
// Octave filters overlap and early echoes have their say, so what was asked for
// is not quite what is measured; a few rounds bring it within a percent or two.

#include "sound/space/response.h"

#include "base/threads.h"
#include "sound/space/reflections.h"
#include "sound/space/tail.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define PI 3.14159265358979323846
#define CENTRE_GROUP 5
#define MOST_S 12.0    // of tail
#define ENOUGH 1.25    // RT60s of tail: 75 dB
#define LAST_PART 0.15 // of the tail fades to nothing
#define LOUDEST 8.0    // most energy of the tail against the rest
#define ROUNDS 8
#define CLOSE 0.015

typedef struct {
  const ElaraHallModel* model;
  ElaraHallResponse* response;
  ElaraTransform* early_transform;
  ElaraTransform* tail_transform;
  ElaraTransform* echo_transform; // NULL: no single echoes
  ElaraOctaves* early_octaves;
  ElaraOctaves* echo_octaves;
  double asked[ELARA_HALL_BANDS];
  double tuned[2][ELARA_HALL_BANDS]; // what the noise of an ear is asked for
  int again[2], have_echoes;
  float* echoes[2];
  ElaraDecay* decay[2];
  unsigned char failed[2 * ELARA_HALL_GROUPS];
} Making;

static void
make_early(void* data, size_t index)
{
  Making* const m = (Making*)data;
  ElaraHallResponse* const r = m->response;
  const size_t group = index / 2, ear = index % 2;
  const size_t floats = 2 * elara_transform_size(m->early_transform);
  float* const work = (float*)malloc(
      (2 * floats + ELARA_HALL_BANDS * r->early_count) * sizeof(float));
  m->failed[index] = work == NULL;
  if (!work) return;
  double x, y;
  elara_hall_group_place((int)group, &x, &y);
  elara_hall_early(m->model, m->early_octaves, r->rate, x, y, (int)ear,
                   r->early[group][ear], r->early_count, work + 2 * floats,
                   work, work + floats);
  free(work);
}

static double
fade_in(double s, double mixing_s)
{
  const double at = s / mixing_s - 0.25;
  if (at <= 0.0) return 0.0;
  if (at >= 1.0) return 1.0;
  const double c = sin(at * PI / 2.0);
  return c * c;
}

static void
shape_ends(float* x, size_t count, int rate, double mixing_s)
{
  for (size_t i = 0; (double)i < 1.25 * mixing_s * rate && i < count; i++)
    x[i] *= (float)fade_in((double)i / rate, mixing_s);
  const size_t last = (size_t)(LAST_PART * (double)count);
  for (size_t i = 0; i < last; i++) {
    const double c = cos(PI / 2.0 * (double)(i + 1) / (double)last);
    x[count - last + i] *= (float)(c * c);
  }
}

static void
make_late(void* data, size_t ear)
{
  Making* const m = (Making*)data;
  ElaraHallResponse* const r = m->response;
  if (!m->again[ear]) return;
  const size_t noise = 6 * elara_transform_size(m->tail_transform);
  const size_t echo =
      m->echo_transform ? 2 * elara_transform_size(m->echo_transform) : 0;
  float* const work = (float*)malloc((noise + 2 * echo) * sizeof(float));
  m->failed[ear] = work == NULL;
  if (!work) return;
  elara_tail_noise(m->tail_transform, r->rate, (int)ear, m->tuned[ear],
                   r->late[0][ear], r->late_count, work);
  shape_ends(r->late[0][ear], r->late_count, r->rate, m->model->mixing_s);
  if (m->echo_transform && !m->have_echoes) {
    elara_hall_echoes(m->model, m->asked, m->echo_octaves, r->rate, (int)ear,
                      m->echoes[ear], r->late_count, work + noise,
                      work + noise + echo);
    shape_ends(m->echoes[ear], r->late_count, r->rate, 0.0);
  }
  free(work);
}

static double
energy(const float* x, size_t from, size_t to)
{
  double sum = 0.0;
  for (size_t i = from; i < to; i++)
    sum += (double)x[i] * (double)x[i];
  return sum;
}

// Scales the noise so that clarity, the energy within 80 ms of the direct
// sound over the energy after (ISO 3382), is the model's at the centre; adds
// the echoes.
static void
set_clarity(Making* m)
{
  ElaraHallResponse* const r = m->response;
  const size_t edge = (size_t)(0.08 * r->rate), end = r->late_count;
  const size_t early_end = r->early_count;
  const size_t early_edge = edge < early_end ? edge : early_end;
  double near = 2.0, far = 0.0, near_late = 0.0, far_late = 0.0;
  for (int ear = 0; ear < 2; ear++) {
    const float* const early = r->early[CENTRE_GROUP][ear];
    near += energy(early, 0, early_edge);
    far += energy(early, early_edge, early_end);
    near_late += energy(r->late[0][ear], 0, edge);
    far_late += energy(r->late[0][ear], edge, end);
    if (!m->echo_transform) continue;
    near += energy(m->echoes[ear], 0, edge);
    far += energy(m->echoes[ear], edge, end);
  }
  const double ratio = pow(10.0, m->model->clarity_db / 10.0);
  // (near + g near_late) / (far + g far_late) = ratio. A noise that dies
  // quickly is clearer than some ask for: then it is merely loud.
  const double most = LOUDEST * near / (near_late + far_late);
  const double want = near - ratio * far, have = ratio * far_late - near_late;
  const double g = have * most > want ? want / have : most;
  const float scale = (float)sqrt(fmax(g, 0.0));
  for (int ear = 0; ear < 2; ear++) {
    float* const late = r->late[0][ear];
    const float* const echoes = m->echoes[ear];
    for (size_t i = 0; i < end; i++)
      late[i] = late[i] * scale + (m->echo_transform ? echoes[i] : 0.0f);
  }
}

static void
tune(void* data, size_t ear)
{
  Making* const m = (Making*)data;
  const ElaraHallResponse* const r = m->response;
  double got[ELARA_HALL_BANDS];
  float* const work =
      (float*)malloc(elara_decay_work(m->decay[ear]) * sizeof(float));
  m->failed[ear] = work == NULL;
  if (!work) return;
  elara_decay_rt60(m->decay[ear], r->early[CENTRE_GROUP][ear], r->early_count,
                   r->late[0][ear], work, got);
  free(work);
  double last = 1.0;
  m->again[ear] = 0;
  for (int b = 0; b < ELARA_HALL_BANDS; b++) {
    if (got[b] > 0.0) last = m->asked[b] / got[b];
    // An octave that is not there follows its neighbour.
    const double by = fmin(1.25, fmax(0.8, last));
    // The last octave is at the edge of hearing and of some rates.
    m->again[ear] |= b + 1 < ELARA_HALL_BANDS && fabs(by - 1.0) > CLOSE;
    const double next = m->tuned[ear][b] * by;
    m->tuned[ear][b] = fmin(2.0 * m->asked[b], fmax(0.5 * m->asked[b], next));
  }
}

static ElaraStatus
made(const Making* m)
{
  for (size_t i = 0; i < sizeof m->failed; i++) {
    if (m->failed[i]) return ELARA_NO_MEMORY;
  }
  return ELARA_OK;
}

static ElaraStatus
make(Making* m, int threads)
{
  if (m->response->early_count > 0) {
    elara_parallel(threads, 2 * ELARA_HALL_GROUPS, make_early, m);
    ELARA_TRY(made(m));
  }
  m->again[0] = m->again[1] = 1;
  for (int round = 0; round < ROUNDS; round++) {
    // Both ears: the scale of the one before is still on the other.
    if (!m->again[0] && !m->again[1]) break;
    m->again[0] = m->again[1] = 1;
    elara_parallel(threads, 2, make_late, m);
    ELARA_TRY(made(m));
    m->have_echoes = 1;
    set_clarity(m);
    if (round + 1 == ROUNDS) break;
    elara_parallel(threads, 2, tune, m);
    ELARA_TRY(made(m));
  }
  return ELARA_OK;
}

static size_t
power_of_two(size_t least)
{
  size_t n = ELARA_TRANSFORM_LEAST;
  while (n < least)
    n *= 2;
  return n;
}

static ElaraStatus
allocate(Making* m, ElaraArena* arena)
{
  ElaraHallResponse* const r = m->response;
  const ElaraHallModel* const model = m->model;
  for (int ear = 0; ear < 2; ear++) {
    for (int g = 0; g < ELARA_HALL_GROUPS; g++) {
      r->early[g][ear] =
          (float*)elara_arena_array(arena, r->early_count, sizeof(float));
      ELARA_TRY_PTR(r->early[g][ear]);
    }
    r->late[0][ear] =
        (float*)elara_arena_array(arena, r->late_count, sizeof(float));
    m->decay[ear] = elara_decay_new(r->rate, r->late_count);
    ELARA_TRY_PTR(r->late[0][ear] && m->decay[ear]);
  }
  m->tail_transform = elara_transform_new(elara_tail_transform(r->rate));
  ELARA_TRY_PTR(m->tail_transform);
  if (r->early_count > 0) {
    m->early_transform =
        elara_transform_new(elara_hall_early_transform(model, r->rate));
    ELARA_TRY_PTR(m->early_transform);
    m->early_octaves = elara_octaves_new(m->early_transform, r->rate);
    ELARA_TRY_PTR(m->early_octaves);
  }
  if (model->echoes_per_s <= 0.0 && model->repeat_s <= 0.0) return ELARA_OK;
  const size_t frames = r->late_count + ELARA_HALL_SMEAR;
  m->echo_transform = elara_transform_new(power_of_two((frames + 1) / 2));
  ELARA_TRY_PTR(m->echo_transform);
  m->echo_octaves = elara_octaves_new(m->echo_transform, r->rate);
  ELARA_TRY_PTR(m->echo_octaves);
  for (int ear = 0; ear < 2; ear++) {
    m->echoes[ear] = (float*)malloc(r->late_count * sizeof(float));
    ELARA_TRY_PTR(m->echoes[ear]);
  }
  return ELARA_OK;
}

ElaraStatus
elara_hall_respond(const ElaraHallModel* model,
                   int rate,
                   int threads,
                   ElaraArena* arena,
                   ElaraHallResponse* r)
{
  Making m = {.model = model, .response = r};
  double longest = 0.0;
  elara_hall_rt60(model, m.asked);
  for (int b = 0; b < ELARA_HALL_BANDS; b++) {
    m.tuned[0][b] = m.tuned[1][b] = m.asked[b];
    longest = fmax(longest, m.asked[b]);
  }
  *r = (ElaraHallResponse){.rate = rate, .inputs = 1};
  if (model->kind == ELARA_HALL_ROOM)
    r->early_count = elara_hall_early_count(model, rate);
  r->late_count = (size_t)(fmin(MOST_S, ENOUGH * longest + 0.1) * rate);
  ElaraStatus status = allocate(&m, arena);
  if (status == ELARA_OK) status = make(&m, threads);
  elara_octaves_free(m.early_octaves);
  elara_octaves_free(m.echo_octaves);
  elara_transform_free(m.early_transform);
  elara_transform_free(m.tail_transform);
  elara_transform_free(m.echo_transform);
  for (int ear = 0; ear < 2; ear++) {
    free(m.echoes[ear]);
    elara_decay_free(m.decay[ear]);
  }
  return status;
}
