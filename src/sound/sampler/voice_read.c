// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

#include "sound/sampler/voice_read.h"

#include <string.h>

int64_t
elara_voice_folded(const ElaraVoice* v, int64_t position)
{
  if (!v->looping || position < v->loop_end) return position;
  return v->loop_start +
         (position - v->loop_start) % (v->loop_end - v->loop_start);
}

// The widest window a piece can need is staged from unrolled place FIRST on:
// calls COPY for each run of frames, with zeros outside.
#define STAGE(out, type, copy)                                                 \
  do {                                                                         \
    const int64_t end = v->looping ? v->loop_end : v->end;                     \
    for (; n > 0 && first < v->start; first++, n--)                            \
      *(out)++ = 0;                                                            \
    while (n > 0) {                                                            \
      const int64_t from = elara_voice_folded(v, first);                       \
      if (from >= end) break;                                                  \
      const int run = end - from < n ? (int)(end - from) : n;                  \
      copy;                                                                    \
      (out) += run;                                                            \
      n -= run;                                                                \
      first += run;                                                            \
    }                                                                          \
    memset((out), 0, (size_t)n * sizeof(type));                                \
  } while (0)

static void
widen(
    const ElaraVoice* v, const ElaraTables* t, int64_t from, float* out, int n)
{
  const ElaraSample* const s = v->sample;
  t->kernel->widen(s->frames + from, out, (size_t)n);
  if (!s->low_bytes) return;
  for (int i = 0; i < n; i++)
    out[i] += (float)s->low_bytes[from + i] * (1.0f / 256.0f);
}

static void
stage(
    const ElaraVoice* v, const ElaraTables* t, int64_t first, float* out, int n)
{
  STAGE(out, float, widen(v, t, from, out, run));
}

// 16-bit frames are read where they lie unless the window meets an end or the
// loop's seam.
static const int16_t*
stage_shorts(const ElaraVoice* v, int64_t first, int16_t* out, int n)
{
  const int64_t last = v->looping ? v->loop_end : v->end;
  const int64_t at = first >= v->start ? elara_voice_folded(v, first) : last;
  const int16_t* const frames = v->sample->frames;
  if (at + n <= last) return frames + at;
  const int16_t* const staged = out;
  STAGE(out, int16_t, memcpy(out, frames + from, (size_t)run * 2));
  return staged;
}

// The next piece's frames are on their way while other voices are read.
static void
fetch_ahead(const ElaraVoice* v)
{
  const int64_t at = elara_voice_folded(v, (int64_t)(v->position >> 32));
  // Two bytes a frame of the next piece; a kilobyte is ahead enough.
  const int64_t piece = (int64_t)(v->step * (2 * ELARA_PIECE) >> 32);
  const int64_t bytes = (piece < 1024 ? piece : 1024) + 64;
  if (at * 2 + bytes > (int64_t)v->sample->frame_count * 2) return;
  const char* const p = (const char*)(v->sample->frames + at);
  for (int64_t i = 0; i < bytes; i += 64)
    __builtin_prefetch(p + i);
}

int
elara_voice_ended(const ElaraVoice* v, const ElaraTables* t)
{
  return !v->looping && (int64_t)(v->position >> 32) >= v->end + t->taps;
}

// After COUNT frames. Notes may be held for hours: stay in the second round of
// the loop.
static void
advance(ElaraVoice* v, uint64_t step, int count)
{
  v->position += step * (uint64_t)count;
  const int64_t round = v->loop_end - v->loop_start;
  const int64_t beyond = (int64_t)(v->position >> 32) - v->loop_end;
  if (v->looping && beyond >= round) {
    v->position -= (uint64_t)(beyond / round * round) << 32;
  }
}

// Frames of sample that COUNT frames at STEP from PHASE on reach over, taps
// included.
static int
window(uint64_t phase, uint64_t step, int count, int taps)
{
  const uint64_t last = (uint64_t)(elara_lanes_up(count) - 1);
  return (int)((phase + step * last) >> 32) + 1 + taps;
}

static int
reads_shorts(const ElaraVoice* v, const ElaraTables* t)
{
  return t->short_rows[0] && !v->sample->low_bytes;
}

// COUNT frames at one pitch to OUT, which has room for whole lanes.
static void
read_frames(ElaraVoice* v,
            const ElaraTables* t,
            const ElaraStretch* s,
            int count,
            ElaraBatch* batch,
            float* out)
{
  if (s->waiting || elara_voice_ended(v, t)) {
    memset(out, 0, (size_t)count * sizeof *out);
    return;
  }
  const uint64_t phase = v->position & UINT32_MAX;
  const int reach = window(phase, s->step, count, t->taps);
  const int64_t first = (int64_t)(v->position >> 32) - (t->taps / 2 - 1);
  if (reads_shorts(v, t)) {
    const int16_t* const in =
        stage_shorts(v, first, batch->staged.shorts, reach);
    t->kernel->read_short(t->short_rows[s->cutoff], in, phase, s->step, out,
                          count);
  } else {
    stage(v, t, first, batch->staged.floats, reach);
    t->read(t->rows[s->cutoff], batch->staged.floats, phase, s->step, out,
            count);
  }
  advance(v, s->step, count);
}

// Frames from stretch *I on that have its pitch; *I moves past them.
static int
run_of_pitch(const ElaraLane* lane, int* i)
{
  const ElaraStretch* const s = &lane->stretches[*i];
  int count = 0;
  for (; *i < lane->count && lane->stretches[*i].step == s->step &&
         lane->stretches[*i].waiting == s->waiting;
       ++*i) {
    count += lane->stretches[*i].count;
  }
  return count;
}

void
elara_lane_read(ElaraLane* lane, const ElaraTables* t, ElaraBatch* batch)
{
  for (int i = 0; i < lane->count;) {
    const ElaraStretch* const s = &lane->stretches[i];
    const int count = run_of_pitch(lane, &i);
    read_frames(lane->voice, t, s, count, batch, lane->line + s->at);
  }
  fetch_ahead(lane->voice);
}

int
elara_lanes_agree(const ElaraLane* a, const ElaraLane* b, const ElaraTables* t)
{
  const ElaraVoice *v = a->voice, *w = b->voice;
  if (a->count == 0 || a->count != b->count || !reads_shorts(v, t) ||
      !reads_shorts(w, t) || elara_voice_ended(v, t) ||
      elara_voice_ended(w, t) ||
      (v->position & UINT32_MAX) != (w->position & UINT32_MAX)) {
    return 0;
  }
  const ElaraStretch* const first = &a->stretches[0];
  for (int i = 0; i < a->count; i++) {
    const ElaraStretch *x = &a->stretches[i], *y = &b->stretches[i];
    if (x->step != first->step || y->step != first->step || x->waiting ||
        y->waiting || x->count != y->count) {
      return 0;
    }
  }
  return 1;
}

void
elara_lanes_read(ElaraLane* a,
                 ElaraLane* b,
                 const ElaraTables* t,
                 ElaraBatch* batch)
{
  ElaraVoice *v = a->voice, *w = b->voice;
  const ElaraStretch* const s = &a->stretches[0];
  int i = 0;
  const int count = run_of_pitch(a, &i);
  const uint64_t phase = v->position & UINT32_MAX;
  const int reach = window(phase, s->step, count, t->taps);
  const int64_t back = t->taps / 2 - 1;
  const int16_t* const in_a = stage_shorts(
      v, (int64_t)(v->position >> 32) - back, batch->staged.shorts, reach);
  const int16_t* const in_b =
      stage_shorts(w, (int64_t)(w->position >> 32) - back,
                   batch->staged.shorts + ELARA_STAGED, reach);
  t->kernel->read_short_2(t->short_rows[s->cutoff], in_a, in_b, phase, s->step,
                          a->line + s->at, b->line + s->at, count);
  advance(v, s->step, count);
  advance(w, s->step, count);
  fetch_ahead(v);
  fetch_ahead(w);
}
