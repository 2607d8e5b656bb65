// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// The deep drone: a ground that breathes.
//
//   sub sine + three slow partials (f, 2f, 3f, 5f) ------------------+-> out
//   six detuned saw-teeth -> low-pass, 24 dB an octave, moving ------+
//
// The saws lie 2 to 11 cents apart and beat at 0.05 to 2 Hz. The low-pass is
// two state-variable filters (Butterworth together) in trapezoidal form
// (Zavalishin, The Art of VA Filter Design, ch. 4), stable for every cut-off
// below the Nyquist frequency while it moves; its cut-off goes up and down once
// in 14 s between 3 and 9 times the key, controller 1 and dynamics open it by
// up to two octaves. Each partial swells on its own clock (0.05 to 0.13 Hz), so
// no second is like the one before. Range C1 to G3. How it sounds: a low, dark,
// wide hum with slow motion inside; loud, it growls. Attack 1.4 s, release 1.6
// s. Tuning: the sub is the key, the saws are spread around it evenly. The
// tables of wave.h hold no constant part, so there is no DC.
//
// Cost: 6 table reads, 4 rotations, 2 x 2 filter stages a frame.

#include "sound/synth/voice.h"

#include <math.h>
#include <string.h>

#define PI 3.14159265358979323846
#define SAWS ELARA_DRONE_SAWS
#define TONES ELARA_DRONE_TONES
#define ATTACK_S 1.4
#define RELEASE_S 1.6
#define SWEEP_HZ (1.0 / 14.0)

// Of the saws: cents from the key; places, -1 left ... 1 right.
static const double cents[SAWS] = {-11.0, -5.0, -2.0, 2.0, 5.0, 11.0};
static const double places[SAWS] = {-.8, .5, -.3, .3, -.5, .8};

static const struct {
  double ratio, level, breath_hz;
} tones[TONES] = {
    {1.0, .50, .0}, // the sub does not breathe
    {2.0, .16, .071},
    {3.0, .09, .053},
    {5.0, .035, .127},
};

void
elara_drone_start(ElaraSynthVoice* v)
{
  ElaraDroneVoice* const d = &v->u.drone;
  for (int i = 0; i < SAWS; i++) {
    d->phase[i] = (uint32_t)elara_random_u64(&v->random);
    d->detune[i] = pow(2.0, cents[i] / 1200.0);
  }
  for (int i = 0; i < TONES; i++) {
    d->re[i] = 1.0f;
    d->breath[i] = elara_random_unit(&v->random);
    d->tone_hz[i] = tones[i].ratio * v->hz;
  }
  d->sweep = elara_random_range(&v->random, .6, .9); // opens first
}

static void
add_saws(ElaraSynthVoice* v, double bend)
{
  ElaraDroneVoice* const d = &v->u.drone;
  memset(v->out, 0, sizeof v->out);
  for (int i = 0; i < SAWS; i++) {
    const double hz = v->hz * d->detune[i] * bend;
    const float* const table = elara_waves_saw(v->waves, hz);
    const uint32_t step = elara_wave_step(hz, v->rate);
    const float left = (float)(.3 * cos((1.0 + places[i]) * PI / 4.0));
    const float right = (float)(.3 * sin((1.0 + places[i]) * PI / 4.0));
    uint32_t phase = d->phase[i];
    for (int n = 0; n < ELARA_SYNTH_CHUNK; n++) {
      const float x = elara_wave_at(table, phase);
      v->out[0][n] += left * x;
      v->out[1][n] += right * x;
      phase += step;
    }
    d->phase[i] = phase;
  }
}

// One step of a trapezoidal state-variable low-pass on both channels; K = 1/Q.
typedef struct {
  float a1, a2, a3;
} Stage;

static Stage
stage(float g, float k)
{
  const float a1 = 1.0f / (1.0f + g * (g + k));
  return (Stage){a1, g * a1, g * g * a1};
}

static inline void
low_pass(const Stage* t, float s1[2], float s2[2], float x[2])
{
  for (int c = 0; c < 2; c++) {
    const float v3 = x[c] - s2[c];
    const float v1 = t->a1 * s1[c] + t->a2 * v3;
    const float v2 = s2[c] + t->a2 * s1[c] + t->a3 * v3;
    s1[c] = 2.0f * v1 - s1[c];
    s2[c] = 2.0f * v2 - s2[c];
    x[c] = v2;
  }
}

static void
filter(ElaraSynthVoice* v, const ElaraSynthControls* now)
{
  ElaraDroneVoice* const d = &v->u.drone;
  d->sweep += SWEEP_HZ * ELARA_SYNTH_CHUNK / v->rate;
  const double moved = 5.2 * pow(2.0, .8 * sin(2.0 * PI * d->sweep));
  const double open =
      1.2 * now->shimmer + 1.6 * (elara_synth_strength(v, now) - .8);
  double hz = v->hz * moved * pow(2.0, open);
  if (hz > .4 * v->rate) hz = .4 * v->rate;
  const float g = (float)tan(PI * hz / v->rate);
  const Stage first = stage(g, 1.85f), second = stage(g, 0.77f);
  float state[2][2][2]; // stage, integrator, channel
  memcpy(state, d->state, sizeof state);
  for (int n = 0; n < ELARA_SYNTH_CHUNK; n++) {
    float x[2] = {v->out[0][n], v->out[1][n]};
    low_pass(&first, state[0][0], state[0][1], x);
    low_pass(&second, state[1][0], state[1][1], x);
    v->out[0][n] = x[0];
    v->out[1][n] = x[1];
  }
  memcpy(d->state, state, sizeof state);
}

// Steps and aims of the partials for the next chunk.
typedef struct {
  float re[TONES], im[TONES], cr[TONES], ci[TONES], gain[TONES], step[TONES];
} Rotations;

static void
ready_tones(ElaraSynthVoice* v, double bend, Rotations* r)
{
  ElaraDroneVoice* const d = &v->u.drone;
  for (int i = 0; i < TONES; i++) {
    const double w = 2.0 * PI * d->tone_hz[i] * bend / v->rate;
    r->cr[i] = (float)cos(w);
    r->ci[i] = (float)sin(w);
    d->breath[i] += tones[i].breath_hz * ELARA_SYNTH_CHUNK / v->rate;
    const double swell =
        tones[i].breath_hz > 0.0 ? .5 + .5 * sin(2.0 * PI * d->breath[i]) : 1.0;
    const float aim = (float)(tones[i].level * swell);
    r->gain[i] = d->tone_gain[i];
    r->step[i] = (aim - r->gain[i]) / (float)ELARA_SYNTH_CHUNK;
    // Rounding is taken off the radius.
    const float size = d->re[i] * d->re[i] + d->im[i] * d->im[i];
    r->re[i] = d->re[i] * (1.5f - .5f * size);
    r->im[i] = d->im[i] * (1.5f - .5f * size);
    d->tone_gain[i] = aim;
  }
}

static void
add_tones(ElaraSynthVoice* v, double bend)
{
  ElaraDroneVoice* const d = &v->u.drone;
  Rotations r;
  ready_tones(v, bend, &r);
  for (int n = 0; n < ELARA_SYNTH_CHUNK; n++) {
    float heard[TONES];
    for (int i = 0; i < TONES; i++) {
      r.gain[i] += r.step[i];
      heard[i] = r.gain[i] * r.im[i];
      const float re = r.re[i] * r.cr[i] - r.im[i] * r.ci[i];
      r.im[i] = r.re[i] * r.ci[i] + r.im[i] * r.cr[i];
      r.re[i] = re;
    }
    const float sum = (heard[0] + heard[1]) + (heard[2] + heard[3]);
    v->out[0][n] += sum;
    v->out[1][n] += sum;
  }
  memcpy(d->re, r.re, sizeof r.re);
  memcpy(d->im, r.im, sizeof r.im);
}

void
elara_drone_chunk(ElaraSynthVoice* v, const ElaraSynthControls* now)
{
  float envelope[ELARA_SYNTH_CHUNK];
  add_saws(v, now->bend);
  filter(v, now);
  add_tones(v, now->bend);
  v->dead = elara_synth_envelope(v, ATTACK_S * v->rate, RELEASE_S * v->rate,
                                 envelope);
  for (int n = 0; n < ELARA_SYNTH_CHUNK; n++) {
    v->out[0][n] *= envelope[n];
    v->out[1][n] *= envelope[n];
  }
}
