// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// EBU R128 through libebur128, true peaks by our own meter: libebur128's takes
// several times as long as all the rest. (Its ebur128_set_max_window is never
// called: version 1.2.6 confuses milliseconds and frames there.)

#include "sound/mix/master.h"

#include "sound/dsp/true_peak.h"

#include <ebur128.h>
#include <math.h>
#include <stdlib.h>

#define ZEROS 4800

struct ElaraMeter {
  ebur128_state* state;
  ebur128_state* speech; // hears the stretches of SPANS; NULL without them
  const ElaraStretch* spans;
  size_t span_count;
  int64_t at; // frames heard and skipped
  ElaraPeakFilter filter;
  ElaraTruePeak peaks[2];
  size_t silent; // frames of silence in a row
  size_t enough; // after which more would change nothing
};

ElaraMeter*
elara_meter_new(int rate)
{
  ElaraMeter* const m = (ElaraMeter*)calloc(1, sizeof *m);
  if (!m) return NULL;
  m->state =
      ebur128_init(2, (unsigned long)rate, EBUR128_MODE_I | EBUR128_MODE_LRA);
  elara_peak_filter_init(&m->filter);
  // The gate drops silent blocks; the longest block is 3 s.
  m->enough = (size_t)rate * 4;
  m->silent = m->enough;
  if (!m->state) {
    free(m);
    return NULL;
  }
  return m;
}

void
elara_meter_free(ElaraMeter* m)
{
  if (!m) return;
  ebur128_destroy(&m->state);
  if (m->speech) ebur128_destroy(&m->speech);
  free(m);
}

ElaraStatus
elara_meter_listen(ElaraMeter* m, const ElaraStretch* spans, size_t count)
{
  if (count == 0) return ELARA_OK;
  m->spans = spans;
  m->span_count = count;
  m->speech = ebur128_init(2, m->state->samplerate, EBUR128_MODE_I);
  return m->speech ? ELARA_OK : ELARA_NO_MEMORY;
}

// The frames of speech, one stretch after the other, as if there were nothing
// between them.
static void
add_speech(ElaraMeter* m, const float* frames, size_t count)
{
  const int64_t end = m->at + (int64_t)count;
  size_t i = elara_spans_after(m->spans, m->span_count, m->at);
  for (; m->speech && i < m->span_count && m->spans[i].start < end; i++) {
    const ElaraStretch* const s = &m->spans[i];
    const int64_t from = s->start > m->at ? s->start - m->at : 0;
    const int64_t to = s->end < end ? s->end - m->at : (int64_t)count;
    ebur128_add_frames_float(m->speech, frames + 2 * from, (size_t)(to - from));
  }
}

static void
add(ElaraMeter* m, const float* frames, size_t count)
{
  add_speech(m, frames, count);
  m->at += (int64_t)count;
  ebur128_add_frames_float(m->state, frames, count);
  for (size_t c = 0; c < 2; c++)
    elara_true_peak_add(&m->peaks[c], &m->filter, frames + c, 2, count);
}

void
elara_meter_add(ElaraMeter* m, const float* frames, size_t count)
{
  static const float zeros[2 * ZEROS];
  if (frames) {
    m->silent = 0;
    add(m, frames, count);
    return;
  }
  while (count > 0 && m->silent < m->enough) {
    const size_t n = count < ZEROS ? count : ZEROS;
    add(m, zeros, n);
    m->silent += n;
    count -= n;
  }
  m->at += (int64_t)count;
}

double
elara_meter_lufs(const ElaraMeter* m)
{
  double lufs = -HUGE_VAL;
  if (ebur128_loudness_global(m->state, &lufs) != 0) return -HUGE_VAL;
  return lufs;
}

double
elara_meter_speech_lufs(const ElaraMeter* m)
{
  double lufs = -HUGE_VAL;
  if (m->speech) ebur128_loudness_global(m->speech, &lufs);
  return lufs;
}

double
elara_meter_range_lu(const ElaraMeter* m)
{
  double range = 0.0;
  return ebur128_loudness_range(m->state, &range) == 0 ? range : 0.0;
}

double
elara_meter_true_peak_db(const ElaraMeter* m)
{
  const double most = (double)fmaxf(m->peaks[0].peak, m->peaks[1].peak);
  return most > 0.0 ? 20.0 * log10(most) : -HUGE_VAL;
}
