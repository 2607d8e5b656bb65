// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// A piece of every voice: first its segments are laid out (controls), then its
// frames are read into a line, then lines are filtered eight at a time and
// mixed. A voice at rest (sustaining, nothing modulated) costs its control
// nothing and is read and mixed in one go.

#include "sound/sampler/voice_read.h"

#include <math.h>
#include <string.h>

#define PI 3.14159265358979323846

// A louder voice than this never counts as silent; below, nobody hears it.
#define INAUDIBLE (1e-5 / 32768.0)

// A fading tail this far below the loudest voice of its own player is masked,
// and hidden by the hall as well (60 dB; the long releases of orchestral fonts
// would otherwise be a quarter of all the work). In silence only INAUDIBLE ends
// it.
#define COVERED 1e-3

// Highest step: five octaves up. Above, the note would be inaudible anyway.
#define MOST_STEP 31.0

static double
within(double x, double low, double high)
{
  return x < low ? low : x > high ? high : x;
}

void
elara_voice_release(ElaraVoice* v)
{
  if (v->released) return;
  v->released = 1;
  v->held = 0;
  v->fresh = 1;
  elara_volume_envelope_release(&v->volume);
  elara_modulation_envelope(&v->modulation, v->idle);
  elara_lfo(&v->mod_lfo, v->idle);
  elara_lfo(&v->vib_lfo, v->idle);
  v->idle = 0.0;
  elara_modulation_envelope_release(&v->modulation);
  if (v->looping && (int)v->value[ELARA_GEN_SAMPLE_MODE] == 3) {
    const uint64_t whole =
        (uint64_t)elara_voice_folded(v, (int64_t)(v->position >> 32));
    v->position = whole << 32 | (v->position & UINT32_MAX);
    v->looping = 0;
  }
}

void
elara_voice_choke(ElaraVoice* v, double seconds, int rate)
{
  elara_voice_release(v);
  v->choked = 1;
  v->fresh = 1;
  // The envelope falls 96 dB in that time.
  v->volume.release = seconds * rate;
  elara_envelope_touch(&v->volume);
}

// --- Controls ---------------------------------------------------------------

// The standard's two-pole low-pass (R. Bristow-Johnson's cookbook form):
// resonance is the peak's height over a flat filter, and the gain at 0 Hz
// falls by half of it. Coefficients go in a straight line to their new values
// over N frames; between two stable filters all on that line are stable.
static void
aim_filter(ElaraVoice* v, double cents, int n, int rate)
{
  const double q_db = (double)v->value[ELARA_GEN_FILTER_Q] / 10.0;
  // Where an interrupted line had come to; whole ones end where they aimed.
  for (int i = 0; i < 3; i++) {
    v->filter[i] = v->interrupted
                       ? v->filter[i] + (float)v->done * v->filter[i + 3]
                       : v->aim[i];
    v->filter[i + 3] = 0.0f;
  }
  if (cents == v->cutoff_cents && q_db == v->q_db && !v->interrupted) return;
  const int first = v->cutoff_cents < 0.0;
  v->cutoff_cents = cents;
  v->q_db = q_db;
  const double hz = within(8.1757989 * exp2(cents / 1200.0), 5.0, 0.45 * rate);
  const double q = q_db == 0.0 ? 0.70711678 : pow(10.0, (q_db - 3.01) / 20.0);
  const double omega = 2.0 * PI * hz / rate;
  const double alpha = sin(omega) / (2.0 * q);
  const double cosine = cos(omega);
  const double gain = q_db == 0.0 ? 1.0 : pow(10.0, -q_db / 40.0);
  const double a0 = 1.0 + alpha;
  v->aim[0] = (float)(gain * (1.0 - cosine) / 2.0 / a0);
  v->aim[1] = (float)(-2.0 * cosine / a0);
  v->aim[2] = (float)((1.0 - alpha) / a0);
  for (int i = 0; i < 3; i++) {
    if (first) v->filter[i] = v->aim[i];
    v->filter[i + 3] = (v->aim[i] - v->filter[i]) / (float)n;
  }
}

static void
aim_gain(ElaraVoice* v, double gain, int n)
{
  const float share = 1.0f / (float)n;
  for (int c = 0; c < 2; c++) {
    v->gains[c] += (float)v->done * v->gains[c + 2];
    const float to = (float)(gain * v->pan[c]);
    v->gains[c + 2] = (to - v->gains[c]) * share;
    // So that lines that should be level are.
    if (fabsf(to - v->gains[c]) <= 1e-6f * fabsf(to)) v->gains[c + 2] = 0.0f;
  }
  v->sounding = gain;
}

static void
aim_pitch(ElaraVoice* v, double cents)
{
  const double step =
      within(exp2(cents / 1200.0) * v->rate_ratio, 1e-6, MOST_STEP);
  v->step = (uint64_t)(step * 4294967296.0);
  v->cutoff = elara_tables_cutoff(step);
}

// How far a glide has come after N more frames.
static double
glide(ElaraVoice* v, int n)
{
  if (v->glide_step == 0.0) return 0.0;
  const double before = v->glide_cents;
  v->glide_cents -= v->glide_step * n;
  if (before * v->glide_cents <= 0.0) v->glide_cents = v->glide_step = 0.0;
  return v->glide_cents;
}

// The part of a segment that moves by itself.
static void
move(ElaraVoice* v, int n, int rate, double* level_db)
{
  const float* const g = v->value;
  const double frames = v->idle + n;
  v->idle = 0.0;
  const double lfo = elara_lfo(&v->mod_lfo, frames);
  const double vibrato = elara_lfo(&v->vib_lfo, frames);
  const double envelope = elara_modulation_envelope(&v->modulation, frames);
  aim_pitch(v, v->pitch_cents + glide(v, n) +
                   lfo * (double)g[ELARA_GEN_MOD_LFO_PITCH] +
                   vibrato * (double)g[ELARA_GEN_VIB_LFO_PITCH] +
                   envelope * (double)g[ELARA_GEN_MOD_ENV_PITCH]);
  *level_db = lfo * (double)g[ELARA_GEN_MOD_LFO_VOLUME] / 10.0;
  if (!v->filtered) return;
  aim_filter(v,
             within((double)g[ELARA_GEN_FILTER_CUTOFF] +
                        lfo * (double)g[ELARA_GEN_MOD_LFO_CUTOFF] +
                        envelope * (double)g[ELARA_GEN_MOD_ENV_CUTOFF],
                    0.0, v->breath ? v->breath_cents : 13500.0),
             n, rate);
}

// A new segment of at most N frames.
static void
set_segment(ElaraVoice* v, int n, int fresh, int rate)
{
  double level_db = 0.0;
  if (v->moving) {
    move(v, n, rate, &level_db);
  } else {
    v->idle += n;
    if (fresh || v->glide_step != 0.0)
      aim_pitch(v, v->pitch_cents + glide(v, n));
    if (v->filtered)
      aim_filter(v, (double)v->value[ELARA_GEN_FILTER_CUTOFF], n, rate);
    if (!fresh && elara_volume_envelope_rests(&v->volume)) {
      aim_gain(v, v->sounding, n);
      return;
    }
  }
  const double amplitude = elara_volume_envelope(&v->volume, n);
  double gain = amplitude * v->gain;
  if (level_db != 0.0) gain *= exp2(level_db * 0.166096404744368);
  if (v->covered) gain = 0.0;
  aim_gain(v, gain, n);
  v->last = v->covered || elara_volume_envelope_done(&v->volume) ||
            (v->volume.stage == ELARA_STAGE_RELEASE && gain < INAUDIBLE);
}

static void
begin_segment(ElaraVoice* v, int n, int rate)
{
  const int fresh = v->fresh;
  v->interrupted = v->left > 0;
  v->fresh = v->waiting = 0;
  if (v->volume.stage == ELARA_STAGE_DELAY) {
    const double wait = v->volume.delay - v->volume.at;
    v->waiting = wait >= 1.0;
    if (v->waiting && wait < n) n = (int)wait;
  }
  set_segment(v, n, fresh, rate);
  v->left = n;
  v->done = 0;
}

// Cuts N frames from NOW on into stretches.
static void
lay_out(ElaraLane* lane, int rate, int64_t now, int n)
{
  ElaraVoice* const v = lane->voice;
  lane->count = 0;
  for (int at = 0; at < n && !v->dead;) {
    if (v->left == 0 || v->fresh) {
      begin_segment(v, ELARA_SEGMENT - (int)((now + at) % ELARA_SEGMENT), rate);
    }
    ElaraStretch* const s = &lane->stretches[lane->count++];
    *s = (ElaraStretch){at,        n - at < v->left ? n - at : v->left,
                        v->done,   v->waiting,
                        v->cutoff, v->step};
    memcpy(s->gains, v->gains, sizeof s->gains);
    memcpy(s->filter, v->filter, sizeof s->filter);
    v->done += s->count;
    v->left -= s->count;
    at += s->count;
    if (v->left == 0 && v->last) v->dead = 1;
  }
}

// --- Filter and mix ---------------------------------------------------------

// Runs COUNT frames from AT on, a part of one stretch in each of USED lanes.
static void
filter_run(ElaraBatch* batch,
           const int* stretch,
           int used,
           const ElaraKernel* kernel,
           int at,
           int count)
{
  ElaraLowPass f = {0};
  float* lines[ELARA_LANES];
  for (int k = 0; k < ELARA_LANES; k++) {
    const ElaraLane* const lane = &batch->lanes[k];
    lines[k] = batch->nowhere;
    if (k >= used || stretch[k] >= lane->count) continue;
    const ElaraStretch* const s = &lane->stretches[stretch[k]];
    lines[k] = batch->lanes[k].line + at;
    f.b0[k] = s->filter[0];
    f.a1[k] = s->filter[1];
    f.a2[k] = s->filter[2];
    f.b0_step[k] = s->filter[3];
    f.a1_step[k] = s->filter[4];
    f.a2_step[k] = s->filter[5];
    f.from[k] = (float)(s->done + at - s->at);
    const float* const state = lane->voice->state;
    f.x1[k] = state[0];
    f.x2[k] = state[1];
    f.y1[k] = state[2];
    f.y2[k] = state[3];
  }
  kernel->filter(&f, lines, count);
  for (int k = 0; k < used; k++) {
    float* const state = batch->lanes[k].voice->state;
    state[0] = f.x1[k];
    state[1] = f.x2[k];
    state[2] = f.y1[k];
    state[3] = f.y2[k];
  }
}

// All of the piece's N frames, cut wherever any lane begins a new stretch.
static void
filter_lanes(ElaraBatch* batch, int used, const ElaraKernel* kernel, int n)
{
  int stretch[ELARA_LANES] = {0};
  for (int at = 0; at < n;) {
    int until = n;
    for (int k = 0; k < used; k++) {
      const ElaraLane* const lane = &batch->lanes[k];
      if (stretch[k] >= lane->count) continue;
      const ElaraStretch* const s = &lane->stretches[stretch[k]];
      if (s->at + s->count < until) until = s->at + s->count;
    }
    filter_run(batch, stretch, used, kernel, at, until - at);
    at = until;
    for (int k = 0; k < used; k++) {
      const ElaraLane* const lane = &batch->lanes[k];
      if (stretch[k] >= lane->count) continue;
      const ElaraStretch* const s = &lane->stretches[stretch[k]];
      if (s->at + s->count <= at) stretch[k]++;
    }
  }
}

static int
level_and_equal(const float* a, const float* b)
{
  return a[2] == 0.0f && a[3] == 0.0f && b[2] == 0.0f && b[3] == 0.0f &&
         a[0] == b[0] && a[1] == b[1];
}

// Sides of stereo samples go to one channel only.
static void
mix_stretch(const ElaraLane* lane,
            const ElaraStretch* s,
            const ElaraKernel* kernel,
            int count)
{
  const float* const g = s->gains;
  const float* const x = lane->line + s->at;
  const int left = g[0] != 0.0f || g[2] != 0.0f;
  const int right = g[1] != 0.0f || g[3] != 0.0f;
  if (left && right) {
    kernel->mix(x, g, s->done, lane->left + s->at, lane->right + s->at, count);
  } else if (left) {
    kernel->mix_one(x, g[0], g[2], s->done, lane->left + s->at, count);
  } else if (right) {
    kernel->mix_one(x, g[1], g[3], s->done, lane->right + s->at, count);
  }
}

static void
mix_lane(const ElaraLane* lane, const ElaraKernel* kernel)
{
  for (int i = 0; i < lane->count;) {
    const ElaraStretch* const s = &lane->stretches[i];
    int count = s->count;
    while (++i < lane->count &&
           level_and_equal(s->gains, lane->stretches[i].gains)) {
      count += lane->stretches[i].count;
    }
    if (s->waiting && s->gains[0] == 0.0f && s->gains[1] == 0.0f) continue;
    mix_stretch(lane, s, kernel, count);
  }
}

static void
finish_lanes(ElaraBatch* batch, int used, const ElaraKernel* kernel, int n)
{
  if (used == 0) return;
  filter_lanes(batch, used, kernel, n);
  for (int k = 0; k < used; k++)
    mix_lane(&batch->lanes[k], kernel);
}

void
elara_voices_cover(ElaraVoice* voices, size_t count)
{
  double loudest = 0.0;
  for (size_t i = 0; i < count; i++) {
    if (!voices[i].dead && voices[i].sounding > loudest)
      loudest = voices[i].sounding;
  }
  const double hidden = loudest * COVERED;
  for (size_t i = 0; i < count; i++) {
    ElaraVoice* const v = &voices[i];
    if (v->volume.stage != ELARA_STAGE_RELEASE) continue;
    v->covered |= v->sounding < hidden;
  }
}

static void
begin_lane(ElaraLane* lane,
           ElaraVoice* v,
           const ElaraVoiceGroup* group,
           const ElaraTables* tables,
           int rate,
           int64_t now,
           int n)
{
  lane->voice = v;
  lane->left = group->left;
  lane->right = group->right;
  lane->count = 0;
  // Only on the grid, so that it does not matter how calls are cut.
  if (now % ELARA_PIECE == 0 && elara_voice_ended(v, tables)) v->dead = 1;
  if (!v->dead) lay_out(lane, rate, now, n);
}

// Whether voice I and the next may go together through neighbouring lanes.
static int
may_pair(const ElaraVoiceGroup* group, size_t i, int used)
{
  if (i + 1 >= group->count) return 0;
  const ElaraVoice* const v = &group->voices[i];
  const ElaraVoice* const w = v + 1;
  return v->note_id == w->note_id && v->filtered == w->filtered &&
         (!v->filtered || used + 1 < ELARA_LANES);
}

void
elara_voices_render(const ElaraVoiceGroup* groups,
                    size_t group_count,
                    ElaraBatch* batch,
                    const ElaraTables* tables,
                    int rate,
                    int64_t now,
                    int n)
{
  int used = 0;
  for (size_t g = 0; g < group_count; g++) {
    const ElaraVoiceGroup* const group = &groups[g];
    for (size_t i = 0; i < group->count;) {
      ElaraVoice* const v = &group->voices[i];
      const int pair = may_pair(group, i, used);
      ElaraLane* const lane = &batch->lanes[v->filtered ? used : ELARA_LANES];
      begin_lane(lane, v, group, tables, rate, now, n);
      if (pair) begin_lane(lane + 1, v + 1, group, tables, rate, now, n);
      if (pair && elara_lanes_agree(lane, lane + 1, tables)) {
        elara_lanes_read(lane, lane + 1, tables, batch);
      } else {
        elara_lane_read(lane, tables, batch);
        if (pair) elara_lane_read(lane + 1, tables, batch);
      }
      i += pair ? 2 : 1;
      // The dead keep their place, so that lanes meet in the same order however
      // time is cut into calls.
      if (!v->filtered) {
        mix_lane(lane, tables->kernel);
        if (pair) mix_lane(lane + 1, tables->kernel);
        continue;
      }
      used += pair ? 2 : 1;
      if (used < ELARA_LANES) continue;
      finish_lanes(batch, used, tables->kernel, n);
      used = 0;
    }
  }
  finish_lanes(batch, used, tables->kernel, n);
}
