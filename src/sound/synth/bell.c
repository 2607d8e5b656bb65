// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// Bells and glass: bodies that ring in modes.
//
// A mode is a damped rotation, z[n+1] = r e^(i w) z[n], heard as its imaginary
// part: 20 of them are a bell. The ratios of a church bell to its strike note
// are those of a minor-third bell (hum 1/2, prime 1, tierce 6/5, quint 3/2,
// nominal 2, and so on: Fletcher & Rossing, The Physics of Musical
// Instruments, ch. 21); the strike note that is heard lies an octave under the
// nominal. No bell is round: each low mode is a pair, split by a fraction of a
// hertz, and the pair beats. The wineglass has the ratios of its bending modes
// (ibid., ch. 20: 1, 2.32, 4.25, 6.63, 9.38); a wet finger drives it near its
// first mode only, with a little of the second and third harmonics of its
// sticking and slipping, and trembles as it goes round.
//
// Range: the bell from C2 to C6, the glass from C4 to G7; modes above 0.45 of
// the rate are left out, so nothing folds back. Velocity opens the upper
// modes. How it sounds: the bell has a bright, slightly sour strike that gives
// way to a hum an octave below; struck glass is a short ping, bowed glass has
// no attack at all. Tuning: the strike note (bell), the first mode (glass) is
// the key, equal temperament; the stronger of each pair is exactly at its
// ratio.
//
// Cost: 24 rotations in lanes of 8, no table.

#include "sound/synth/voice.h"

#include <math.h>
#include <string.h>

#define PI 3.14159265358979323846
#define LANES ELARA_BELL_LANES
#define STRUCK_S 0.6   // a glass note shorter than this is struck
#define BRIGHT_DB 11.0 // an octave, between velocity 0 and 127
#define AUDIBLE 0.45   // of the rate
#define SILENCE 1e-5   // -100 dB
#define RELEASE_S 1.4  // a body let go is damped in so long
#define BOW_RELEASE_S .5
#define BOW_ATTACK_S .22

typedef struct {
  double ratio;    // to the key
  double level_db; // at full velocity
  double t60_s;    // at the reference key
  double split_hz; // of its pair at the reference key, 0 = single
} Mode;

static const Mode bell_modes[] = {
    {0.500, -7.0, 14.0, 0.31}, // hum
    {1.000, -4.0, 8.0, 0.47},  // prime
    {1.200, -3.0, 7.0, 0.66},  // tierce
    {1.500, -14.0, 3.6, 0.83}, // quint
    {2.000, 0.0, 4.6, 1.13},   // nominal
    {2.510, -12.0, 2.1, 0.0},  // deciem
    {2.660, -11.0, 1.7, 0.0},  // undeciem
    {3.010, -5.0, 2.3, 1.61},  // duodeciem
    {4.160, -8.0, 1.4, 0.0},   // double octave
    {5.430, -12.0, .80, 0.0},  // and what makes the strike
    {6.790, -15.0, .45, 0.0},  {8.210, -18.0, .25, 0.0},
    {9.740, -20.0, .14, 0.0},
};

static const Mode glass_modes[] = {
    {1.000, 0.0, 3.2, 0.79},  {2.320, -9.0, 1.5, 1.27},
    {4.250, -17.0, .75, 0.0}, {6.630, -24.0, .38, 0.0},
    {9.380, -30.0, .20, 0.0},
};

static const Mode bowed_modes[] = {
    {1.000, 0.0, 0.0, 0.79},
    {2.000, -21.0, 0.0, 1.27},
    {3.000, -30.0, 0.0, 0.0},
};

typedef struct {
  const Mode* modes;
  int count;
  int key; // of reference: where the times of the table hold
} Body;

static const Body church_bell = {
    bell_modes, (int)(sizeof bell_modes / sizeof *bell_modes), 60};
static const Body struck_glass = {
    glass_modes, (int)(sizeof glass_modes / sizeof *glass_modes), 79};
static const Body bowed_glass = {
    bowed_modes, (int)(sizeof bowed_modes / sizeof *bowed_modes), 79};

// One rotation that starts at phase 0, so that it starts without a step.
static void
add_mode(ElaraSynthVoice* v, double hz, double t60_s, double level, double pan)
{
  ElaraBellVoice* const b = &v->u.bell;
  if (hz > AUDIBLE * v->rate || b->count == ELARA_BELL_MODES) return;
  const int i = b->count++;
  b->hz[i] = hz;
  b->decay[i] = t60_s > 0.0 ? exp(-log(1000.0) / (t60_s * v->rate)) : 1.0;
  b->re[i] = 1.0f;
  b->im[i] = 0.0f;
  const double turn = (1.0 + pan) * PI / 4.0;
  b->left[i] = (float)(level * cos(turn));
  b->right[i] = (float)(level * sin(turn));
}

// Bigger bodies ring longer: times go with the root of the period. A pair
// shares the level 2 to 1, and lies a little to the left and to the right.
static void
add_pair(ElaraSynthVoice* v, const Mode* m, double slower, double level)
{
  const double hz = m->ratio * v->hz;
  const double t60 = m->t60_s * slower;
  if (m->split_hz <= 0.0) {
    add_mode(v, hz, t60, level, 0.0);
    return;
  }
  const double side = elara_random_chance(&v->random, .5) ? .35 : -.35;
  const double split = m->split_hz * v->hz / 261.6;
  add_mode(v, hz, t60, level * .67, side);
  add_mode(v, hz + (split < 4.0 ? split : 4.0), t60, level * .33, -side);
}

static const Body*
body_of(const ElaraSynthVoice* v)
{
  if (v->kind == ELARA_SYNTH_BELL) return &church_bell;
  return (double)v->length < STRUCK_S * v->rate ? &struck_glass : &bowed_glass;
}

void
elara_bell_start(ElaraSynthVoice* v)
{
  const Body* const body = body_of(v);
  ElaraBellVoice* const b = &v->u.bell;
  b->bowed = body == &bowed_glass;
  b->pitch = 0.0; // steps not made yet
  b->tremble = elara_random_unit(&v->random);
  const double slower = pow(2.0, (body->key - v->key) / 24.0);
  const double soft = 1.0 - v->velocity / 127.0;
  for (int i = 0; i < body->count; i++) {
    const Mode* const m = &body->modes[i];
    const double octaves = log2(m->ratio) > 0.0 ? log2(m->ratio) : 0.0;
    const double db = m->level_db - BRIGHT_DB * soft * octaves;
    add_pair(v, m, slower, pow(10.0, db / 20.0));
  }
  while (b->count % LANES != 0) { // silent ones fill the last lanes
    const int i = b->count++;
    b->decay[i] = 1.0;
  }
}

static void
set_pitch(ElaraSynthVoice* v, double factor)
{
  ElaraBellVoice* const b = &v->u.bell;
  if (b->pitch == factor) return;
  b->pitch = factor;
  for (int i = 0; i < b->count; i++) {
    const double w = 2.0 * PI * b->hz[i] * factor / v->rate;
    b->step_re[i] = (float)(b->decay[i] * cos(w));
    b->step_im[i] = (float)(b->decay[i] * sin(w));
  }
}

typedef struct {
  float left[ELARA_SYNTH_CHUNK][LANES], right[ELARA_SYNTH_CHUNK][LANES];
} Sums;

// Eight modes over the chunk.
static void
rotate(ElaraBellVoice* b, int first, Sums* sums)
{
  float re[LANES], im[LANES], cr[LANES], ci[LANES], gl[LANES], gr[LANES];
  memcpy(re, b->re + first, sizeof re);
  memcpy(im, b->im + first, sizeof im);
  memcpy(cr, b->step_re + first, sizeof cr);
  memcpy(ci, b->step_im + first, sizeof ci);
  memcpy(gl, b->left + first, sizeof gl);
  memcpy(gr, b->right + first, sizeof gr);
  for (int n = 0; n < ELARA_SYNTH_CHUNK; n++) {
    for (int l = 0; l < LANES; l++) {
      sums->left[n][l] += gl[l] * im[l];
      sums->right[n][l] += gr[l] * im[l];
      const float r = re[l] * cr[l] - im[l] * ci[l];
      im[l] = re[l] * ci[l] + im[l] * cr[l];
      re[l] = r;
    }
  }
  memcpy(b->re + first, re, sizeof re);
  memcpy(b->im + first, im, sizeof im);
}

static void
add_up(const Sums* sums, ElaraSynthVoice* v)
{
  for (int n = 0; n < ELARA_SYNTH_CHUNK; n++) {
    const float* const l = sums->left[n];
    const float* const r = sums->right[n];
    v->out[0][n] =
        ((l[0] + l[1]) + (l[2] + l[3])) + ((l[4] + l[5]) + (l[6] + l[7]));
    v->out[1][n] =
        ((r[0] + r[1]) + (r[2] + r[3])) + ((r[4] + r[5]) + (r[6] + r[7]));
  }
}

// What still sounds, summed over the modes.
static double
loudness(const ElaraBellVoice* b)
{
  double sum = 0.0;
  for (int i = 0; i < b->count; i++) {
    const double size = (double)b->re[i] * (double)b->re[i] +
                        (double)b->im[i] * (double)b->im[i];
    const double gain = fabs((double)b->left[i]) + fabs((double)b->right[i]);
    sum += gain * sqrt(size);
  }
  return sum;
}

// Rubbed glass: the finger goes round some five times a second, stronger by
// controller 1, with a breath of friction; rounding is taken off the radius.
static void
rub(ElaraSynthVoice* v, const ElaraSynthControls* now, float* envelope)
{
  ElaraBellVoice* const b = &v->u.bell;
  const double depth = .06 + .30 * now->shimmer;
  for (int n = 0; n < ELARA_SYNTH_CHUNK; n++) {
    const double turn = b->tremble + 4.6 * n / v->rate;
    envelope[n] *= (float)(1.0 - depth * (.5 + .5 * sin(2.0 * PI * turn)));
    b->friction += .25f * (elara_synth_noise(&v->noise) - b->friction);
    v->out[0][n] += .006f * b->friction;
    v->out[1][n] += .006f * b->friction;
  }
  b->tremble += 4.6 * ELARA_SYNTH_CHUNK / v->rate;
  for (int i = 0; i < b->count; i++) {
    const float size = b->re[i] * b->re[i] + b->im[i] * b->im[i];
    const float fix = size > 0.0f ? 1.5f - .5f * size : 1.0f;
    b->re[i] *= fix;
    b->im[i] *= fix;
  }
}

void
elara_bell_chunk(ElaraSynthVoice* v, const ElaraSynthControls* now)
{
  ElaraBellVoice* const b = &v->u.bell;
  Sums sums;
  float envelope[ELARA_SYNTH_CHUNK];
  memset(&sums, 0, sizeof sums);
  set_pitch(v, now->bend);
  for (int i = 0; i < b->count; i += LANES)
    rotate(b, i, &sums);
  add_up(&sums, v);
  const double attack_s = b->bowed ? BOW_ATTACK_S : .0008;
  const double release_s = b->bowed ? BOW_RELEASE_S : RELEASE_S;
  v->dead = elara_synth_envelope(v, attack_s * v->rate, release_s * v->rate,
                                 envelope);
  if (b->bowed) rub(v, now, envelope);
  v->dead |= loudness(b) < SILENCE;
  for (int n = 0; n < ELARA_SYNTH_CHUNK; n++) {
    v->out[0][n] *= envelope[n];
    v->out[1][n] *= envelope[n];
  }
}
