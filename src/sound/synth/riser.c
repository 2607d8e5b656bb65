// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// The riser and the sub-drop: what leads into a blow, and what follows it.
//
// Riser: noise through a resonant band-pass that climbs from two to six
// octaves above 150 Hz, and a glissando without end: eight sines an octave
// apart under a bell-shaped weight over log frequency (Shepard, Circularity in
// judgments of relative pitch, JASA 36, 1964) that moves up by two octaves
// while its weight moves up by one. Both by place in the note, x = age /
// length. Loudness is e(x) = (exp(4 x) - 1) / (exp(4) - 1), about 35 dB over
// the note, and 8 dB more in the last quarter second; it falls within 25 ms
// of the note's end. So the peak is at the end of the note, whatever its
// length: write the note so that it ends on the hit. The key (C2 to C7) is the
// tone at the centre of the weight when the note ends. How it sounds: wind and
// a rising siren of no certain octave.
//
// Sub-drop: a sine that falls from its key by 20.1 semitones, f(t) =
// f_key (0.3125 + 0.6875 exp(-t / 0.45 s)): from E2, 82 Hz, to 26 Hz. It dies
// by 60 dB in 2.6 s; 30 ms of a damped knock two octaves up tell small
// loudspeakers that it is there. Length: at least its fall; a longer note
// changes nothing, a shorter one damps it. How it sounds: the floor gives way.
//
// Cost: riser 8 rotations and 2 filters, drop 2 rotations a frame.

#include "sound/synth/voice.h"

#include <math.h>
#include <string.h>

#define PI 3.14159265358979323846
#define TONES ELARA_RISER_TONES
#define STEEP 4.0
#define SURGE_DB 8.0
#define SURGE_S .25
#define RISER_RELEASE_S .025
#define CLIMB_OCTAVES 2.0
#define DROP_REST .3125 // of the first frequency
#define DROP_FALL_S .45
#define DROP_T60_S 2.6
#define DROP_RELEASE_S .6
#define KNOCK_T60_S .03

void
elara_riser_start(ElaraSynthVoice* v)
{
  ElaraRiserVoice* const r = &v->u.riser;
  for (int i = 0; i < TONES; i++) {
    const double turn = elara_random_unit(&v->random);
    r->re[i] = (float)cos(2.0 * PI * turn);
    r->im[i] = (float)sin(2.0 * PI * turn);
  }
}

// Loudness at AGE frames, without the fall after the end.
static double
rise(const ElaraSynthVoice* v, double age)
{
  const double x = age < (double)v->length ? age / (double)v->length : 1.0;
  const double left_s = (1.0 - x) * (double)v->length / v->rate;
  const double surge_s = fmin(SURGE_S, .3 * (double)v->length / v->rate);
  const double near = left_s < surge_s ? 1.0 - left_s / surge_s : 0.0;
  const double e = (exp(STEEP * x) - 1.0) / (exp(STEEP) - 1.0);
  return e * pow(10.0, SURGE_DB * (near * near - 1.0) / 20.0);
}

// Octave I of the glissando: frequency, and weight under the bell.
static double
tone_at(const ElaraSynthVoice* v, int i, double x, double* weight)
{
  const double moved = CLIMB_OCTAVES * (x - 1.0);
  double octave = i - TONES / 2 + moved; // from the key
  while (octave < -TONES / 2.0)
    octave += TONES;
  const double off = octave - (x - 1.0); // the bell climbs one octave
  *weight = exp(-.5 * off * off / (1.1 * 1.1));
  return v->hz * pow(2.0, octave);
}

typedef struct {
  float re[TONES], im[TONES], cr[TONES], ci[TONES], gain[TONES], step[TONES];
} Rotations;

static void
ready_tones(ElaraSynthVoice* v, double x, double bend, Rotations* t)
{
  ElaraRiserVoice* const r = &v->u.riser;
  for (int i = 0; i < TONES; i++) {
    double weight;
    const double hz = tone_at(v, i, x, &weight) * bend;
    const float aim = hz < .45 * v->rate ? (float)(.12 * weight) : 0.0f;
    const double w = 2.0 * PI * fmin(hz / v->rate, .45);
    t->cr[i] = (float)cos(w);
    t->ci[i] = (float)sin(w);
    t->gain[i] = r->gain[i];
    t->step[i] = (aim - r->gain[i]) / (float)ELARA_SYNTH_CHUNK;
    const float size = r->re[i] * r->re[i] + r->im[i] * r->im[i];
    t->re[i] = r->re[i] * (1.5f - .5f * size);
    t->im[i] = r->im[i] * (1.5f - .5f * size);
    r->gain[i] = aim;
  }
}

static void
add_tones(ElaraSynthVoice* v, double x, double bend)
{
  ElaraRiserVoice* const r = &v->u.riser;
  Rotations t;
  ready_tones(v, x, bend, &t);
  for (int n = 0; n < ELARA_SYNTH_CHUNK; n++) {
    float heard[TONES];
    for (int i = 0; i < TONES; i++) {
      t.gain[i] += t.step[i];
      heard[i] = t.gain[i] * t.im[i];
      const float re = t.re[i] * t.cr[i] - t.im[i] * t.ci[i];
      t.im[i] = t.re[i] * t.ci[i] + t.im[i] * t.cr[i];
      t.re[i] = re;
    }
    // Even octaves lean left, odd ones right.
    const float even = (heard[0] + heard[2]) + (heard[4] + heard[6]);
    const float odd = (heard[1] + heard[3]) + (heard[5] + heard[7]);
    v->out[0][n] += even + .5f * odd;
    v->out[1][n] += odd + .5f * even;
  }
  memcpy(r->re, t.re, sizeof t.re);
  memcpy(r->im, t.im, sizeof t.im);
}

// Two noises, one an ear, through the climbing band-pass.
static void
make_noise(ElaraSynthVoice* v, double x)
{
  ElaraRiserVoice* const r = &v->u.riser;
  const double hz = fmin(150.0 * pow(2.0, 2.0 + 4.0 * x), .4 * v->rate);
  const float g = (float)tan(PI * hz / v->rate);
  const float k = .9f;
  const float a1 = 1.0f / (1.0f + g * (g + k));
  float s1[2] = {r->state[0][0], r->state[1][0]};
  float s2[2] = {r->state[0][1], r->state[1][1]};
  for (int n = 0; n < ELARA_SYNTH_CHUNK; n++) {
    for (int c = 0; c < 2; c++) {
      const float v3 = elara_synth_noise(&v->noise) - s2[c];
      const float v1 = a1 * s1[c] + g * a1 * v3;
      const float v2 = s2[c] + g * v1;
      s1[c] = 2.0f * v1 - s1[c];
      s2[c] = 2.0f * v2 - s2[c];
      v->out[c][n] = .35f * k * v1;
    }
  }
  for (int c = 0; c < 2; c++) {
    r->state[c][0] = s1[c];
    r->state[c][1] = s2[c];
  }
}

void
elara_riser_chunk(ElaraSynthVoice* v, const ElaraSynthControls* now)
{
  const double age = (double)v->age;
  const double x = fmin(age / (double)v->length, 1.0);
  make_noise(v, x);
  add_tones(v, x, now->bend);
  float envelope[ELARA_SYNTH_CHUNK];
  v->dead = elara_synth_envelope(v, 1.0, RISER_RELEASE_S * v->rate, envelope);
  // The curve between its values at both ends of the chunk; where the note
  // ends inside, the second value is that of its end.
  const double end = fmin(age + ELARA_SYNTH_CHUNK, (double)v->length);
  const float from = (float)rise(v, age), to = (float)rise(v, end);
  const float step = end > age ? (to - from) / (float)(end - age) : 0.0f;
  for (int n = 0; n < ELARA_SYNTH_CHUNK; n++) {
    const float gain = age + n < end ? from + step * (float)n : to;
    v->out[0][n] *= gain * envelope[n];
    v->out[1][n] *= gain * envelope[n];
  }
}

void
elara_drop_start(ElaraSynthVoice* v)
{
  ElaraDropVoice* const d = &v->u.drop;
  d->re = d->knock_re = 1.0f;
  d->fall = 1.0;
  d->level = 1.0;
}

void
elara_drop_chunk(ElaraSynthVoice* v, const ElaraSynthControls* now)
{
  ElaraDropVoice* const d = &v->u.drop;
  const double seconds = (double)ELARA_SYNTH_CHUNK / v->rate;
  const double hz =
      v->hz * now->bend * (DROP_REST + (1.0 - DROP_REST) * d->fall);
  const double w = 2.0 * PI * hz / v->rate;
  const double shrink = exp(-log(1000.0) / (DROP_T60_S * v->rate));
  const double knock_w = 2.0 * PI * 4.0 * v->hz / v->rate;
  const double knock = exp(-log(1000.0) / (KNOCK_T60_S * v->rate));
  const float cr = (float)(shrink * cos(w)), ci = (float)(shrink * sin(w));
  const float kr = (float)(knock * cos(knock_w));
  const float ki = (float)(knock * sin(knock_w));
  float envelope[ELARA_SYNTH_CHUNK];
  v->dead = elara_synth_envelope(v, .004 * v->rate, DROP_RELEASE_S * v->rate,
                                 envelope);
  for (int n = 0; n < ELARA_SYNTH_CHUNK; n++) {
    const float x = envelope[n] * (d->im + .22f * d->knock_im);
    v->out[0][n] = v->out[1][n] = x;
    const float re = d->re * cr - d->im * ci;
    d->im = d->re * ci + d->im * cr;
    d->re = re;
    const float knock_re = d->knock_re * kr - d->knock_im * ki;
    d->knock_im = d->knock_re * ki + d->knock_im * kr;
    d->knock_re = knock_re;
  }
  d->fall *= exp(-seconds / DROP_FALL_S);
  d->level *= pow(shrink, ELARA_SYNTH_CHUNK);
  v->dead |= d->level < 1e-5;
}
