// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// A choir of formants: what a throat does to a buzz.
//
//   8 singers: saw-tooth (glottal flow, 12 dB an octave, radiated: 6 dB)
//     -> 4 vocal tracts, two singers each: tilt (effort), then five band-pass
//        resonators in parallel, H(z) = g (1 - z^-2) / (1 + a1 z^-1 + a2 z^-2)
//     -> left, right
//
// Formants in parallel with alternating signs, so that no notch opens between
// neighbours (Klatt, Software for a cascade/parallel formant synthesizer,
// JASA 67, 1980). Frequencies, levels and widths: the table of sung vowels
// for soprano, alto, tenor and bass in the Csound manual (appendix D, after
// measurements at IRCAM). Their levels are of the sung sound; the saw-tooth
// already falls 6 dB an octave, so each is raised by its frequency.
//
// Singers are human: each a few cents off, wandering, with a vibrato of its
// own near 5.3 Hz, entering up to 70 ms late; their tracts differ by up to
// 1.5 % in length; a little breath passes through them. Range C2 to C6.
// Controller 1 leads from A (0) over O (64) to U (127); dynamics brighten the
// buzz. How it sounds: a distant choir on one vowel, without words, that can
// close its mouth while it sings. Tuning: the mean of the eight is the key.
//
// Cost: 8 table reads and 5 resonators in four lanes a frame.

#include "sound/synth/voice.h"

#include <math.h>
#include <string.h>

#define PI 3.14159265358979323846
#define FORMANTS ELARA_CHOIR_FORMANTS
#define TRACTS ELARA_CHOIR_TRACTS
#define SINGERS ELARA_CHOIR_SINGERS
#define VOWELS 3
#define VOICES 4
#define ATTACK_S .16
#define RELEASE_S .35
#define LATEST_S .07
#define BREATH .0045f
#define VOWEL_S .06 // how fast a mouth moves

typedef struct {
  double hz, db, width;
} Formant;

// The key where each voice is itself; between two the table is mixed.
static const double voice_keys[VOICES] = {47.0, 56.0, 64.0, 71.0};

static const Formant formants[VOICES][VOWELS][FORMANTS] = {
    // bass: A, O, U
    {{{600, 0, 60},
      {1040, -7, 70},
      {2250, -9, 110},
      {2450, -9, 120},
      {2750, -20, 130}},
     {{400, 0, 40},
      {750, -11, 80},
      {2400, -21, 100},
      {2600, -20, 120},
      {2900, -40, 120}},
     {{350, 0, 40},
      {600, -20, 80},
      {2400, -32, 100},
      {2675, -28, 120},
      {2950, -36, 120}}},
    // tenor
    {{{650, 0, 80},
      {1080, -6, 90},
      {2650, -7, 120},
      {2900, -8, 130},
      {3250, -22, 140}},
     {{400, 0, 70},
      {800, -10, 80},
      {2600, -12, 100},
      {2800, -12, 130},
      {3000, -26, 135}},
     {{350, 0, 40},
      {600, -20, 60},
      {2700, -17, 100},
      {2900, -14, 120},
      {3300, -26, 120}}},
    // alto
    {{{800, 0, 80},
      {1150, -4, 90},
      {2800, -20, 120},
      {3500, -36, 130},
      {4950, -60, 140}},
     {{450, 0, 70},
      {800, -9, 80},
      {2830, -16, 100},
      {3500, -28, 130},
      {4950, -55, 135}},
     {{325, 0, 50},
      {700, -12, 60},
      {2530, -30, 170},
      {3500, -40, 180},
      {4950, -64, 200}}},
    // soprano
    {{{800, 0, 80},
      {1150, -6, 90},
      {2900, -32, 120},
      {3900, -20, 130},
      {4950, -50, 140}},
     {{450, 0, 70},
      {800, -11, 80},
      {2830, -22, 100},
      {3800, -22, 130},
      {4950, -50, 135}},
     {{325, 0, 50},
      {700, -16, 60},
      {2700, -35, 170},
      {3800, -40, 180},
      {4950, -60, 200}}},
};

// Where each tract stands, -1 left ... 1 right, and its length.
static const double places[TRACTS] = {-.75, -.25, .3, .8};
static const double lengths[TRACTS] = {1.015, .99, 1.006, .988};

static Formant
mix(const Formant* a, const Formant* b, double x)
{
  return (Formant){a->hz + x * (b->hz - a->hz), a->db + x * (b->db - a->db),
                   a->width + x * (b->width - a->width)};
}

// The formant of a voice at KEY, with the mouth between two vowels.
static Formant
formant_at(int key, double vowel, int f)
{
  int voice = 0;
  while (voice < VOICES - 2 && key > voice_keys[voice + 1])
    voice++;
  double x =
      (key - voice_keys[voice]) / (voice_keys[voice + 1] - voice_keys[voice]);
  x = x < 0.0 ? 0.0 : x > 1.0 ? 1.0 : x;
  const int v = vowel < 1.0 ? 0 : 1;
  const Formant low =
      mix(&formants[voice][v][f], &formants[voice][v + 1][f], vowel - v);
  const Formant high = mix(&formants[voice + 1][v][f],
                           &formants[voice + 1][v + 1][f], vowel - v);
  return mix(&low, &high, x);
}

static void
set_formants(ElaraSynthVoice* v)
{
  ElaraChoirVoice* const c = &v->u.choir;
  for (int f = 0; f < FORMANTS; f++) {
    Formant t = formant_at(v->key, c->vowel, f);
    const Formant first = formant_at(v->key, c->vowel, 0);
    // High notes: the first formant goes up to the fundamental with them.
    if (f == 0 && t.hz < 1.05 * v->hz) t.hz = 1.05 * v->hz;
    const double level = pow(10.0, t.db / 20.0) * t.hz / first.hz;
    for (int k = 0; k < TRACTS; k++) {
      const double hz = t.hz * lengths[k];
      const int in = hz < .45 * v->rate;
      const double r = exp(-PI * t.width / v->rate);
      c->a1[f][k] = (float)(in ? -2.0 * r * cos(2.0 * PI * hz / v->rate) : 0.0);
      c->a2[f][k] = (float)(r * r);
      // 1 at the peak: |1 - z^-2| is 2 sin w, the poles give (1 - r) ...
      const double peak = (1.0 - r * r) / 2.0;
      c->gain[f][k] = (float)(in ? (f % 2 ? -peak : peak) * level : 0.0);
    }
  }
  c->formants_of = c->vowel;
}

void
elara_choir_start(ElaraSynthVoice* v)
{
  ElaraChoirVoice* const c = &v->u.choir;
  for (int i = 0; i < SINGERS; i++) {
    ElaraSinger* const s = &c->singers[i];
    const double even = 2.0 * i / (SINGERS - 1.0) - 1.0; // -1 .. 1
    const double cents =
        (i % 2 ? 9.0 : -9.0) * even + elara_random_range(&v->random, -1.5, 1.5);
    s->phase = (uint32_t)elara_random_u64(&v->random);
    s->detune = pow(2.0, cents / 1200.0);
    s->vibrato_hz = elara_random_range(&v->random, 4.9, 5.8);
    s->vibrato = elara_random_unit(&v->random);
    s->enters =
        (int64_t)(elara_random_range(&v->random, 0.0, LATEST_S) * v->rate);
  }
  c->vowel = -1.0;
}

// Frequency of a singer for the next chunk; moves vibrato and drift on.
static double
sing_hz(ElaraSynthVoice* v, ElaraSinger* s, const ElaraSynthControls* now)
{
  const double dt = (double)ELARA_SYNTH_CHUNK / v->rate;
  if (elara_random_chance(&v->random, dt * 3.0)) {
    s->drift_aim = elara_random_range(&v->random, -7.0, 7.0);
  }
  s->drift_cents += (s->drift_aim - s->drift_cents) * dt * 4.0;
  s->vibrato += s->vibrato_hz * dt;
  const double age_s = (double)(v->age - s->enters) / v->rate;
  const double warm = age_s < .3 ? 0.0 : age_s > 1.3 ? 1.0 : age_s - .3;
  const double cents =
      s->drift_cents + warm * 14.0 * sin(2.0 * PI * s->vibrato);
  // 2^(cents / 1200) by its series: off by less than 1e-6 within 40 cents.
  const double x = cents * (0.6931471805599453 / 1200.0);
  return v->hz * now->bend * s->detune * (1.0 + x * (1.0 + .5 * x));
}

// Two singers of tract K into BUZZ, each with an attack of its own.
static void
buzz(ElaraSynthVoice* v,
     const ElaraSynthControls* now,
     int k,
     float out[ELARA_SYNTH_CHUNK][TRACTS])
{
  for (int i = 2 * k; i < 2 * k + 2; i++) {
    ElaraSinger* const s = &v->u.choir.singers[i];
    const double hz = sing_hz(v, s, now);
    const float* const table = elara_waves_saw(v->waves, hz);
    const uint32_t step = elara_wave_step(hz, v->rate);
    uint32_t phase = s->phase;
    s->phase += step * ELARA_SYNTH_CHUNK;
    const float rise = (float)(1.0 / (ATTACK_S * v->rate));
    const float level = rise * (float)(v->age - s->enters);
    if (level >= 1.0f) {
      for (int n = 0; n < ELARA_SYNTH_CHUNK; n++, phase += step)
        out[n][k] += elara_wave_at(table, phase);
      continue;
    }
    for (int n = 0; n < ELARA_SYNTH_CHUNK; n++, phase += step) {
      const float at = level + rise * (float)n;
      const float gain = at < 0.0f ? 0.0f : at > 1.0f ? 1.0f : at;
      out[n][k] += gain * gain * elara_wave_at(table, phase);
    }
  }
}

// Effort: a one-pole low-pass from 700 Hz (soft) to 6 kHz (loud), and breath.
static void
tilt(ElaraSynthVoice* v,
     const ElaraSynthControls* now,
     float out[ELARA_SYNTH_CHUNK][TRACTS])
{
  ElaraChoirVoice* const c = &v->u.choir;
  const double strength = elara_synth_strength(v, now);
  const double hz = 700.0 * pow(6000.0 / 700.0, strength);
  const float a = (float)(1.0 - exp(-2.0 * PI * hz / v->rate));
  for (int n = 0; n < ELARA_SYNTH_CHUNK; n++) {
    const float breath = BREATH * elara_synth_noise(&v->noise);
    for (int k = 0; k < TRACTS; k++) {
      c->tilt[k] += a * (out[n][k] - c->tilt[k]);
      out[n][k] = c->tilt[k] + breath;
    }
  }
}

static void
resonate(ElaraChoirVoice* c,
         float in[ELARA_SYNTH_CHUNK][TRACTS],
         float out[ELARA_SYNTH_CHUNK][TRACTS])
{
  for (int f = 0; f < FORMANTS; f++) {
    float g[TRACTS], a1[TRACTS], a2[TRACTS], y1[TRACTS], y2[TRACTS];
    memcpy(g, c->gain[f], sizeof g);
    memcpy(a1, c->a1[f], sizeof a1);
    memcpy(a2, c->a2[f], sizeof a2);
    memcpy(y1, c->y1[f], sizeof y1);
    memcpy(y2, c->y2[f], sizeof y2);
    for (int n = 0; n < ELARA_SYNTH_CHUNK; n++) {
      for (int k = 0; k < TRACTS; k++) {
        const float y = g[k] * in[n][k] - a1[k] * y1[k] - a2[k] * y2[k];
        y2[k] = y1[k];
        y1[k] = y;
        out[n][k] += y;
      }
    }
    memcpy(c->y1[f], y1, sizeof y1);
    memcpy(c->y2[f], y2, sizeof y2);
  }
}

// x[n] - x[n - 2], in place: the zeros that all resonators share.
static void
sharpen(ElaraChoirVoice* c, float x[ELARA_SYNTH_CHUNK][TRACTS])
{
  for (int n = 0; n < ELARA_SYNTH_CHUNK; n++) {
    for (int k = 0; k < TRACTS; k++) {
      const float now = x[n][k];
      x[n][k] = now - c->x2[k];
      c->x2[k] = c->x1[k];
      c->x1[k] = now;
    }
  }
}

void
elara_choir_chunk(ElaraSynthVoice* v, const ElaraSynthControls* now)
{
  ElaraChoirVoice* const c = &v->u.choir;
  const double aim = 2.0 * now->shimmer;
  const double pace = ELARA_SYNTH_CHUNK / (VOWEL_S * v->rate);
  c->vowel += (aim - c->vowel) * (c->vowel < 0.0 || pace > 1.0 ? 1.0 : pace);
  if (fabs(c->vowel - c->formants_of) > 1e-3 || v->age == 0) set_formants(v);

  float in[ELARA_SYNTH_CHUNK][TRACTS], sung[ELARA_SYNTH_CHUNK][TRACTS];
  memset(in, 0, sizeof in);
  for (int k = 0; k < TRACTS; k++)
    buzz(v, now, k, in);
  memset(sung, 0, sizeof sung);
  tilt(v, now, in);
  sharpen(c, in);
  resonate(c, in, sung);

  float envelope[ELARA_SYNTH_CHUNK];
  v->dead =
      elara_synth_envelope(v, .01 * v->rate, RELEASE_S * v->rate, envelope);
  float left[TRACTS], right[TRACTS];
  for (int k = 0; k < TRACTS; k++) {
    left[k] = (float)cos((1.0 + places[k]) * PI / 4.0);
    right[k] = (float)sin((1.0 + places[k]) * PI / 4.0);
  }
  for (int n = 0; n < ELARA_SYNTH_CHUNK; n++) {
    float l = 0.0f, r = 0.0f;
    for (int k = 0; k < TRACTS; k++) {
      l += left[k] * sung[n][k];
      r += right[k] * sung[n][k];
    }
    v->out[0][n] = envelope[n] * l;
    v->out[1][n] = envelope[n] * r;
  }
}
