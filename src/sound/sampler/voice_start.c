// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// From generators and controllers to the numbers that a voice plays by.

#include "sound/sampler/voice.h"

#include <math.h>
#include <string.h>

// Samples are read as the integers they are.
#define FULL_SCALE (1.0 / 32768.0)
#define SOFT_PEDAL 0.7

#define BIT(g) (UINT64_C(1) << (g))

// Generators that act together.
#define PITCH_GENERATORS                                                       \
  (BIT(ELARA_GEN_SCALE_TUNING) | BIT(ELARA_GEN_ROOT_KEY) |                     \
   BIT(ELARA_GEN_COARSE_TUNE) | BIT(ELARA_GEN_FINE_TUNE) |                     \
   BIT(ELARA_GEN_PITCH))
#define MOVING_GENERATORS                                                      \
  (BIT(ELARA_GEN_MOD_LFO_PITCH) | BIT(ELARA_GEN_VIB_LFO_PITCH) |               \
   BIT(ELARA_GEN_MOD_ENV_PITCH) | BIT(ELARA_GEN_MOD_LFO_CUTOFF) |              \
   BIT(ELARA_GEN_MOD_ENV_CUTOFF) | BIT(ELARA_GEN_MOD_LFO_VOLUME))
#define LFO_GENERATORS                                                         \
  (BIT(ELARA_GEN_MOD_LFO_RATE) | BIT(ELARA_GEN_VIB_LFO_RATE))
#define ENVELOPE_GENERATORS (UINT64_C(0xffff) << ELARA_GEN_MOD_ENV_DELAY)

// Most generators stand at one of two values, and exponentials are dear when a
// chord begins.
static double
seconds(double timecents)
{
  if (timecents == 0.0) return 1.0;
  if (timecents == -12000.0) return 1.0 / 1024.0;
  return exp2(timecents / 1200.0);
}

// What parameters of the channel put in the place of the font's values.
static void
offset_values(const ElaraControls* c, float* value)
{
  for (int g = 0; c->offsets && g < ELARA_GEN_COUNT; g++)
    value[g] += c->offset[g];
}

static void
replace_values(const ElaraVoice* v, const ElaraControls* c, float* value)
{
  const float* const base = v->region->base;
  if (c->own_cutoff >= 0.0f) {
    value[ELARA_GEN_FILTER_CUTOFF] +=
        c->own_cutoff - base[ELARA_GEN_FILTER_CUTOFF];
  }
  if (c->own_q >= 0.0f) {
    value[ELARA_GEN_FILTER_Q] += c->own_q - base[ELARA_GEN_FILTER_Q];
  }
}

// The tone closes as far as the level says; the font may close it further, but
// its modulation envelope (which opens brass and clarinets by three octaves)
// may not open it: voice.c holds the sum below.
static void
breathe(ElaraVoice* v, const ElaraControls* c)
{
  const double level = elara_breath_level(c, v->velocity);
  const double cents =
      elara_breath_cutoff(v->breath, level, v->note_key) + v->bright_cents;
  v->breath_cents = fmin(cents, 13500.0);
  float* const cutoff = &v->value[ELARA_GEN_FILTER_CUTOFF];
  if (cents < (double)*cutoff) *cutoff = (float)cents;
}

static void
set_values(ElaraVoice* v,
           const ElaraTables* tables,
           const ElaraControls* c,
           uint64_t moved)
{
  const ElaraRegion* const r = v->region;
  const float* const low = tables->low;
  const float* const high = tables->high;
  float value[ELARA_GEN_COUNT];
  memcpy(value, r->base, sizeof value);
  elara_modulators_sum(r->modulators, r->modulator_count, tables, c, v->key,
                       v->velocity, moved, value);
  offset_values(c, value);
  replace_values(v, c, value);
  for (int g = 0; g < ELARA_GEN_COUNT; g++) {
    value[g] = value[g] < low[g] ? low[g] : value[g];
    value[g] = value[g] > high[g] ? high[g] : value[g];
  }
  if (moved == ELARA_ALL_GENERATORS) {
    memcpy(v->value, value, sizeof value);
  } else {
    for (int g = 0; g < ELARA_GEN_COUNT; g++)
      if (moved >> g & 1) v->value[g] = value[g];
  }
  if (v->breath && (moved & BIT(ELARA_GEN_FILTER_CUTOFF))) breathe(v, c);
}

static void
set_envelope(const ElaraVoice* v, ElaraEnvelope* e, int first, int rate)
{
  const float* const g = v->value + first;
  // Two generators after release scale hold and decay with the key.
  const double from_60 = 60.0 - v->key;
  e->delay = g[0] <= -12000.0f ? 0.0 : seconds((double)g[0]) * rate;
  e->attack = seconds((double)g[1]) * rate;
  e->hold = g[2] <= -12000.0f
                ? 0.0
                : seconds((double)g[2] + (double)g[6] * from_60) * rate;
  e->decay = seconds((double)g[3] + (double)g[7] * from_60) * rate;
  // Faster releases than 15 ms click.
  e->release = seconds(fmax((double)g[5], -7200.0)) * rate;
  elara_envelope_touch(e);
}

static void
set_envelopes(ElaraVoice* v, int rate)
{
  if (v->released) return; // a release under way keeps its speed
  const float* const g = v->value;
  set_envelope(v, &v->volume, ELARA_GEN_VOL_ENV_DELAY, rate);
  if (v->breath) v->volume.attack = fmax(v->volume.attack, v->attack_frames);
  v->volume.sustain = (double)g[ELARA_GEN_VOL_ENV_DELAY + 4] / 10.0;
  set_envelope(v, &v->modulation, ELARA_GEN_MOD_ENV_DELAY, rate);
  v->modulation.sustain = 1.0 - (double)g[ELARA_GEN_MOD_ENV_DELAY + 4] / 1000.0;
}

static void
set_pitch(ElaraVoice* v, const ElaraControls* c, int rate)
{
  const float* const g = v->value;
  const ElaraSample* const s = v->sample;
  const double root =
      g[ELARA_GEN_ROOT_KEY] >= 0.0f ? (double)g[ELARA_GEN_ROOT_KEY] : s->key;
  v->pitch_cents = (double)g[ELARA_GEN_SCALE_TUNING] * (v->key - root) +
                   (double)g[ELARA_GEN_COARSE_TUNE] * 100.0 +
                   (double)g[ELARA_GEN_FINE_TUNE] + (double)g[ELARA_GEN_PITCH] +
                   s->correction + c->tuning_cents + c->master_cents +
                   v->detune_cents + (double)c->key_cents[v->note_key];
  v->rate_ratio = (double)s->rate / rate;
}

static void
set_level(ElaraVoice* v, const ElaraControls* c)
{
  const double db = fmax((double)v->value[ELARA_GEN_ATTENUATION], 0.0) / -10.0;
  v->gain =
      exp2(db * 0.166096404744368) * v->trim * c->master_gain * FULL_SCALE;
}

static void
set_pan(ElaraVoice* v, const ElaraTables* tables)
{
  const float at = v->value[ELARA_GEN_PAN] + 500.0f;
  const int i = (int)at;
  const float f = at - (float)i;
  const float* const sine = tables->sine + i;
  const float* const cosine = tables->sine + 1000 - i;
  v->pan[1] = (double)(sine[0] + f * (sine[1] - sine[0]));
  v->pan[0] =
      (double)(f > 0.0f ? cosine[0] + f * (cosine[-1] - cosine[0]) : cosine[0]);
}

static void
set_moving(ElaraVoice* v)
{
  const float* const g = v->value;
  v->moving = g[ELARA_GEN_MOD_LFO_PITCH] != 0.0f ||
              g[ELARA_GEN_VIB_LFO_PITCH] != 0.0f ||
              g[ELARA_GEN_MOD_ENV_PITCH] != 0.0f ||
              g[ELARA_GEN_MOD_LFO_CUTOFF] != 0.0f ||
              g[ELARA_GEN_MOD_ENV_CUTOFF] != 0.0f ||
              g[ELARA_GEN_MOD_LFO_VOLUME] != 0.0f;
}

void
elara_voice_update(ElaraVoice* v,
                   const ElaraTables* tables,
                   const ElaraControls* c,
                   uint64_t moved,
                   int rate)
{
  set_values(v, tables, c, moved);
  const float* const g = v->value;
  // Cheap enough to do always: tuning arrives without a generator.
  set_pitch(v, c, rate);
  set_level(v, c);
  if (moved & BIT(ELARA_GEN_PAN)) set_pan(v, tables);
  if (moved & MOVING_GENERATORS) set_moving(v);
  if (moved & ENVELOPE_GENERATORS) set_envelopes(v, rate);
  if (moved & LFO_GENERATORS) {
    v->mod_lfo.step =
        8.1757989 * seconds((double)g[ELARA_GEN_MOD_LFO_RATE]) / rate;
    v->vib_lfo.step =
        8.1757989 * seconds((double)g[ELARA_GEN_VIB_LFO_RATE]) / rate;
  }
  if (c->offsets || c->own_cutoff >= 0.0f || c->own_q >= 0.0f) v->filtered = 1;
  v->fresh = 1;
}

static int64_t
offset(const ElaraVoice* v, int fine, int coarse)
{
  return (int64_t)v->value[fine] + (int64_t)v->value[coarse] * 32768;
}

static int32_t
within(int64_t x, int64_t high)
{
  return (int32_t)(x < 0 ? 0 : x > high ? high : x);
}

// 0 when nothing is left to play.
static int
set_bounds(ElaraVoice* v)
{
  const ElaraSample* const s = v->sample;
  const int64_t count = s->frame_count < INT32_MAX ? s->frame_count : INT32_MAX;
  v->start = within(offset(v, ELARA_GEN_START, ELARA_GEN_START_COARSE), count);
  v->end =
      within(count + offset(v, ELARA_GEN_END, ELARA_GEN_END_COARSE), count);
  const int64_t from = s->loop_start + offset(v, ELARA_GEN_LOOP_START,
                                              ELARA_GEN_LOOP_START_COARSE);
  const int64_t to =
      s->loop_end + offset(v, ELARA_GEN_LOOP_END, ELARA_GEN_LOOP_END_COARSE);
  const int mode = (int)v->value[ELARA_GEN_SAMPLE_MODE];
  v->looping = (mode == 1 || mode == 3) && from >= 0 && to <= count &&
               to - from >= 2 && v->start < to;
  v->loop_start = v->looping ? (int32_t)from : 0;
  v->loop_end = v->looping ? (int32_t)to : 0;
  v->position = (uint64_t)v->start << 32;
  return v->end - v->start >= 1;
}

static int
overridden(float value, int played)
{
  return value >= 0.0f ? (int)value & 127 : played;
}

// A slur: the new tone grows out of the old one in this time.
#define SLUR_S 0.030

static void
take_breath(ElaraVoice* v,
            const ElaraControls* c,
            const ElaraNote* note,
            int rate)
{
  const double level = elara_breath_level(c, v->velocity);
  v->breath = note->breath;
  v->filtered = 1;
  v->bright_cents = note->bright_cents;
  v->detune_cents = note->detune_cents;
  v->attack_frames =
      rate *
      (note->slurred ? SLUR_S : elara_breath_attack_s(note->breath, level));
}

static void
skip_tongue(ElaraVoice* v)
{
  const int64_t skip = (int64_t)(v->breath->tongue_s * v->sample->rate);
  const int64_t to = v->start + skip;
  if (to < (v->looping ? v->loop_start : v->end - v->start - skip)) {
    v->position = (uint64_t)to << 32;
  }
}

int
elara_voice_start(ElaraVoice* v,
                  const ElaraFont* font,
                  const ElaraRegion* region,
                  const ElaraTables* tables,
                  const ElaraControls* c,
                  const ElaraNote* note,
                  int rate)
{
  const ElaraSample* const sample = &font->samples[region->sample];
  if (!sample->frames) return 0;
  // The first frames are on their way while the rest is worked out.
  for (int i = 0; i < 4; i++)
    __builtin_prefetch((const char*)sample->frames + 64 * i);
  memset(v, 0, sizeof *v);
  v->sample = sample;
  v->region = region;
  v->filtered = region->filtered;
  v->note_key = note->key;
  v->key = overridden(region->base[ELARA_GEN_KEY], note->key);
  v->velocity = region->base[ELARA_GEN_VELOCITY] > 0.0f
                    ? (int)region->base[ELARA_GEN_VELOCITY] & 127
                    : note->velocity;
  v->note_id = note->id;
  v->release_at = note->release_at;
  v->trim = note->trim;
  if (c->cc[ELARA_CC_SOFT] >= 64) v->trim *= SOFT_PEDAL;
  v->glide_cents = note->glide_cents;
  v->glide_step =
      note->glide_frames > 0.0 ? note->glide_cents / note->glide_frames : 0.0;
  if (note->breath) take_breath(v, c, note, rate);
  elara_voice_update(v, tables, c, ELARA_ALL_GENERATORS, rate);
  const float* const g = v->value;
  v->mod_lfo.delay = seconds((double)g[ELARA_GEN_MOD_LFO_DELAY]) * rate;
  v->vib_lfo.delay = seconds((double)g[ELARA_GEN_VIB_LFO_DELAY]) * rate;
  v->exclusive_class = (int)g[ELARA_GEN_EXCLUSIVE_CLASS];
  v->cutoff_cents = -1.0;
  if (!set_bounds(v)) return 0;
  if (note->breath && note->slurred) skip_tongue(v);
  return 1;
}
