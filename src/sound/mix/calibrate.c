// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// Presets of one font differ by 20 dB and more in loudness. A measured note
// and the wanted level give each preset of each player a gain. Wanted: one
// trumpet = one trombone = one tuba = two horns = four woodwinds at forte, a
// string section as two winds (Rimsky-Korsakov, Principles of Orchestration,
// ch. I), which model/instrument.h holds as power_db. Measured: the loudest
// 400 ms of a note, K-weighted (EBU R128), so that a drum and a flute are
// compared as ears do.

#include "sound/mix/calibrate.h"

#include "base/threads.h"
#include "sound/mix/anticipate.h"

#include <ebur128.h>
#include <math.h>
#include <stdlib.h>

// A string section at forte, before the master gain.
#define SECTION_LUFS (-32.0)
#define NOTE_S 1.2
// Loudness lies below 10 kHz; half the frames tell it in half the time.
#define RATE 24000
#define MOST_TRIM_DB 24.0
#define VELOCITY 100
#define BLOCK 4800
#define ATTACK_STEP_S 0.002
#define SPEAKS 0.15

typedef struct {
  const ElaraFont* font;
  const ElaraTables* tables;
  int rate;
  ElaraStripPreset* preset;
  double target_lufs;
} Measuring;

static int
middle_key(const ElaraPlayer* player, int program)
{
  const ElaraInstrument* const t = elara_instrument(player->instrument);
  if (player->percussion) return 36; // the bass drum
  if (!t) return program == 47 ? 45 : 60;
  return (t->sweet_low + t->sweet_high) / 2;
}

// Plucked and struck strings die away: a section's pizzicato at forte is
// softer than its bow.
static double
technique_db(int program)
{
  return program == 45 ? -5.0 : program == 44 ? -1.0 : 0.0;
}

static double
target(const ElaraPlayer* player, int program)
{
  const ElaraInstrument* const t = elara_instrument(player->instrument);
  const double power = t ? t->power_db : 0.0;
  return SECTION_LUFS + power +
         (t && t->family == ELARA_FAMILY_STRING ? technique_db(program) : 0.0);
}

void
elara_calibrate_want(ElaraStrip* strip, ElaraFont* font)
{
  for (size_t i = 0; i < strip->preset_count; i++) {
    ElaraStripPreset* const p = &strip->presets[i];
    p->key = middle_key(strip->player, p->asked.program);
    elara_font_want(font, p->preset, p->key, VELOCITY);
  }
}

// When a note that begins at once has the share SPEAKS of the amplitude that it
// has at most in its first quarter of a second: in steps of 2 ms, between two
// of them by a straight line. RMS holds COUNT steps.
static double
speaks_s(const double* rms, int count)
{
  double most = 0.0;
  for (int i = 0; i < count; i++)
    most = rms[i] > most ? rms[i] : most;
  for (int i = 0; i < count; i++) {
    if (rms[i] < SPEAKS * most || !(most > 0.0)) continue;
    const double before = i > 0 ? rms[i - 1] : 0.0;
    const double part = (SPEAKS * most - before) / (rms[i] - before);
    // a step's level is that of its middle
    const double at = ATTACK_STEP_S * (i - .5 + part);
    return at < 0.0 ? 0.0 : at;
  }
  return 0.0;
}

static double
attack_of(const Measuring* m)
{
  enum { STEPS = 125, MOST = 512 };
  const int frames = (int)(ATTACK_STEP_S * m->rate);
  ElaraSampler* const s = elara_sampler_new(m->font, m->tables, m->rate, 16, 0);
  if (!s || frames > MOST) {
    elara_sampler_free(s);
    return 0.0;
  }
  double rms[STEPS];
  elara_sampler_preset(s, m->preset->preset);
  elara_sampler_note(s, m->preset->key, VELOCITY, (int64_t)frames * STEPS, 1.0);
  for (int b = 0; b < STEPS; b++) {
    float left[MOST] = {0}, right[MOST] = {0};
    elara_sampler_render(s, left, right, frames);
    double sum = 0.0;
    for (int i = 0; i < frames; i++)
      sum += (double)(left[i] * left[i] + right[i] * right[i]);
    rms[b] = sqrt(sum / frames);
  }
  elara_sampler_free(s);
  const double attack = speaks_s(rms, STEPS);
  return attack < ELARA_ANTICIPATE_MOST_S ? attack : ELARA_ANTICIPATE_MOST_S;
}

// The loudest 400 ms of a note, LUFS; -HUGE_VAL for silence.
static double
loudness_of(const Measuring* m)
{
  const int blocks = (int)(NOTE_S * 10.0);
  const int frames = m->rate / 10;
  ElaraSampler* const s = elara_sampler_new(m->font, m->tables, m->rate, 16, 0);
  ebur128_state* const meter =
      ebur128_init(2, (unsigned long)m->rate, EBUR128_MODE_M);
  float* const buffer = (float*)malloc((size_t)frames * 4 * sizeof(float));
  double most = -HUGE_VAL;
  if (s && meter && buffer) {
    float* const left = buffer;
    float* const right = buffer + frames;
    float* const both = right + frames;
    elara_sampler_preset(s, m->preset->preset);
    elara_sampler_note(s, m->preset->key, VELOCITY, (int64_t)frames * blocks,
                       1.0);
    for (int b = 0; b < blocks; b++) {
      for (int i = 0; i < 2 * frames; i++)
        buffer[i] = 0.0f;
      elara_sampler_render(s, left, right, frames);
      for (int i = 0; i < frames; i++) {
        both[2 * i] = left[i];
        both[2 * i + 1] = right[i];
      }
      ebur128_add_frames_float(meter, both, (size_t)frames);
      double now = -HUGE_VAL;
      if (ebur128_loudness_momentary(meter, &now) == 0 && now > most)
        most = now;
    }
  }
  ebur128_state* destroy = meter;
  if (destroy) ebur128_destroy(&destroy);
  elara_sampler_free(s);
  free(buffer);
  return most;
}

static void
measure(void* data, size_t index)
{
  Measuring* const m = (Measuring*)data + index;
  const double level = loudness_of(m);
  if (!(level > -90.0)) return; // nothing to hear: the trim stays 1
  double db = m->target_lufs - level;
  if (db > MOST_TRIM_DB) db = MOST_TRIM_DB;
  if (db < -MOST_TRIM_DB) db = -MOST_TRIM_DB;
  m->preset->trim = pow(10.0, db / 20.0);
  m->preset->attack_s = attack_of(m);
}

void
elara_calibrate(ElaraStrip* strips,
                size_t count,
                const ElaraFont* font,
                const ElaraTables* tables,
                int threads)
{
  size_t total = 0;
  for (size_t i = 0; i < count; i++)
    total += strips[i].preset_count;
  Measuring* const list = (Measuring*)calloc(total + 1, sizeof(Measuring));
  if (!list) return;
  size_t n = 0;
  for (size_t i = 0; i < count; i++) {
    for (size_t k = 0; k < strips[i].preset_count; k++) {
      ElaraStripPreset* const p = &strips[i].presets[k];
      list[n++] = (Measuring){font, tables, RATE, p,
                              target(strips[i].player, p->asked.program)};
    }
  }
  elara_parallel(threads, n, measure, list);
  free(list);
}
