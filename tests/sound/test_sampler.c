// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// The sampler against SoundFont 2.04, on a font whose every number is known.

#include "sound/sampler/sampler.h"
#include "tap.h"
#include "tiny_font.h"

#include <stdlib.h>

#define RATE 48000
#define SECONDS 6

static ElaraTables* tables;
static float left[RATE * SECONDS], right[RATE * SECONDS];

typedef struct {
  ElaraText bytes;
  ElaraFont* font;
  ElaraSampler* sampler;
} Rig;

static Rig
rig_with(const TinyZone* zones, int count, const TinyZone* preset)
{
  Rig r = {0};
  tiny_font(&r.bytes, zones, count, preset);
  const ElaraStatus status =
      elara_font_open_bytes("tiny", (const unsigned char*)r.bytes.bytes,
                            r.bytes.count, NULL, &r.font);
  if (status != ELARA_OK) {
    printf("Bail out! the test font does not load\n");
    exit(1);
  }
  r.sampler = elara_sampler_new(r.font, tables, RATE, 0, 0);
  elara_sampler_preset(r.sampler, elara_font_preset(r.font, 0, 0));
  memset(left, 0, sizeof left);
  memset(right, 0, sizeof right);
  return r;
}

static void
rig_end(Rig* r)
{
  elara_sampler_free(r->sampler);
  elara_font_free(r->font);
  elara_text_clear(&r->bytes);
}

static void
render(Rig* r, int from, int to)
{
  elara_sampler_render(r->sampler, left + from, right + from, to - from);
}

// Both channels: a centred voice has 3 dB less in each.
static double
level_db(double from_s, double to_s)
{
  double sum = 0.0;
  const int a = (int)(from_s * RATE), b = (int)(to_s * RATE);
  for (int i = a; i < b; i++) {
    sum +=
        (double)left[i] * (double)left[i] + (double)right[i] * (double)right[i];
  }
  return 10.0 * log10(sum / (b - a) + 1e-30);
}

// Frequency by the time between the first and last rising zero crossing.
static double
pitch_hz(double from_s, double to_s)
{
  double first = -1.0, last = -1.0;
  int count = 0;
  for (int i = (int)(from_s * RATE) + 1; i < (int)(to_s * RATE); i++) {
    if (!(left[i - 1] < 0.0f && left[i] >= 0.0f)) continue;
    last = i - 1 + (double)(left[i - 1] / (left[i - 1] - left[i]));
    if (first < 0.0) first = last;
    count++;
  }
  return count < 2 ? 0.0 : (count - 1) * RATE / (last - first);
}

// Level of one note of one zone, velocity V, in the given window.
static double
note_level(const TinyZone* zone,
           const TinyZone* preset,
           int key,
           int v,
           double from,
           double to)
{
  Rig r = rig_with(zone, 1, preset);
  elara_sampler_note(r.sampler, key, v, RATE * SECONDS, 1.0);
  render(&r, 0, (int)(to * RATE));
  rig_end(&r);
  return level_db(from, to);
}

static double
note_pitch(const TinyZone* zone, const TinyZone* preset, int key)
{
  Rig r = rig_with(zone, 1, preset);
  elara_sampler_note(r.sampler, key, 127, RATE * SECONDS, 1.0);
  render(&r, 0, RATE);
  rig_end(&r);
  return pitch_hz(0.1, 0.9);
}

#define LOOP                                                                   \
  {                                                                            \
    ELARA_GEN_SAMPLE_MODE, 1                                                   \
  }

static void
test_pitch(void)
{
  const TinyZone plain = {0, {LOOP}, {{0}}, 0};
  TAP_NEAR(note_pitch(&plain, NULL, 60), 480.0, 0.01,
           "root key sounds as recorded");
  TAP_NEAR(note_pitch(&plain, NULL, 72), 960.0, 0.02, "an octave up");
  TAP_NEAR(note_pitch(&plain, NULL, 36), 120.0, 0.01, "two octaves down");
  const TinyZone tuned = {
      0,
      {LOOP, {ELARA_GEN_COARSE_TUNE, -12}, {ELARA_GEN_FINE_TUNE, 50}},
      {{0}},
      0};
  TAP_NEAR(note_pitch(&tuned, NULL, 60), 240.0 * pow(2, 50.0 / 1200), 0.01,
           "coarse and fine tune");
  const TinyZone up = {-1, {{ELARA_GEN_COARSE_TUNE, 12}}, {{0}}, 0};
  TAP_NEAR(note_pitch(&tuned, &up, 60), 480.0 * pow(2, 50.0 / 1200), 0.02,
           "a preset adds to the instrument");
  const TinyZone half = {0, {LOOP, {ELARA_GEN_SCALE_TUNING, 50}}, {{0}}, 0};
  TAP_NEAR(note_pitch(&half, NULL, 72), 480.0 * pow(2, 0.5), 0.02,
           "scale tuning");
  const TinyZone fixed = {0, {LOOP, {ELARA_GEN_KEY, 48}}, {{0}}, 0};
  TAP_NEAR(note_pitch(&fixed, NULL, 90), 240.0, 0.01, "key override");
  const TinyZone rooted = {0, {LOOP, {ELARA_GEN_ROOT_KEY, 72}}, {{0}}, 0};
  TAP_NEAR(note_pitch(&rooted, NULL, 60), 240.0, 0.01, "root key override");
}

static void
test_bend(void)
{
  const TinyZone plain = {0, {LOOP}, {{0}}, 0};
  Rig r = rig_with(&plain, 1, NULL);
  elara_sampler_bend(r.sampler, 16383);
  elara_sampler_note(r.sampler, 60, 127, RATE * 3, 1.0);
  render(&r, 0, RATE);
  TAP_NEAR(pitch_hz(0.1, 0.9), 480.0 * pow(2, 2.0 / 12), 0.05,
           "wheel up: two semitones");
  elara_sampler_control(r.sampler, 101, 0);
  elara_sampler_control(r.sampler, 100, 0);
  elara_sampler_control(r.sampler, 6, 12);
  render(&r, RATE, 2 * RATE);
  TAP_NEAR(pitch_hz(1.1, 1.9), 960.0, 0.2,
           "bend range 12 by registered parameter");
  rig_end(&r);
}

static void
test_level(void)
{
  const TinyZone plain = {0, {LOOP}, {{0}}, 0};
  const double full = note_level(&plain, NULL, 60, 127, 0.1, 0.5);
  TAP_NEAR(full, 20.0 * log10(0.5 / sqrt(2.0)) + 40.0 * log10(100.0 / 127.0),
           0.02, "half scale at volume 100");
  for (int db = 5; db <= 30; db += 5) {
    const TinyZone soft = {
        0, {LOOP, {ELARA_GEN_ATTENUATION, db * 10}}, {{0}}, 0};
    char name[80];
    snprintf(name, sizeof name, "%d dB written are %g dB heard", db, 0.4 * db);
    TAP_NEAR(full - note_level(&soft, NULL, 60, 127, 0.1, 0.5), 0.4 * db, 0.01,
             name);
  }
  TAP_NEAR(full - note_level(&plain, NULL, 60, 111, 0.1, 0.5), 2.34, 0.01,
           "velocity 111 is 2.34 dB softer");
  TAP_NEAR(full - note_level(&plain, NULL, 60, 32, 0.1, 0.5),
           40.0 * log10(127.0 / 32.0), 0.01, "velocity follows the square law");
  const TinyZone flat = {
      0, {LOOP}, {{0x0502, ELARA_GEN_ATTENUATION, 0, 0, 0}}, 1};
  TAP_NEAR(full, note_level(&flat, NULL, 60, 20, 0.1, 0.5), 0.001,
           "velocity modulator switched off");
  const TinyZone linear = {0,
                           {LOOP},
                           {{0x0102, ELARA_GEN_ATTENUATION, 960, 0, 0},
                            {0x0502, ELARA_GEN_ATTENUATION, 0, 0, 0}},
                           2};
  TAP_NEAR(full - note_level(&linear, NULL, 60, 64, 0.1, 0.5), 48.0, 0.02,
           "a linear modulator");
}

static void
test_controllers(void)
{
  const TinyZone plain = {0, {LOOP}, {{0}}, 0};
  Rig r = rig_with(&plain, 1, NULL);
  elara_sampler_note(r.sampler, 60, 127, RATE * 5, 1.0);
  render(&r, 0, RATE);
  elara_sampler_control(r.sampler, 11, 64);
  render(&r, RATE, 2 * RATE);
  elara_sampler_control(r.sampler, 10, 0);
  render(&r, 2 * RATE, 3 * RATE);
  TAP_NEAR(level_db(0.1, 0.9) - level_db(1.1, 1.9), 40.0 * log10(127.0 / 64.0),
           0.01, "expression moves a held note");
  double in_left = 0.0, in_right = 0.0;
  for (int i = (int)(2.1 * RATE); i < (int)(2.9 * RATE); i++) {
    in_left += fabs((double)left[i]);
    in_right += fabs((double)right[i]);
  }
  TAP_OK(in_left > 1.0 && in_right < 1e-6 * in_left, "pan 0 is hard left");
  TAP_NEAR(level_db(2.1, 2.9), level_db(1.1, 1.9), 0.01, "pan keeps the power");
  rig_end(&r);
}

static void
test_volume_envelope(void)
{
  // delay 0.5 s, attack 1 s, hold 0.5 s, decay 2 s for 96 dB, sustain -12 dB
  const TinyZone zone = {
      0,
      {LOOP, {33, -1200}, {34, 0}, {35, -1200}, {36, 1200}, {37, 120}, {38, 0}},
      {{0}},
      0};
  Rig r = rig_with(&zone, 1, NULL);
  elara_sampler_note(r.sampler, 60, 127, 4 * RATE, 1.0);
  render(&r, 0, 6 * RATE);
  const double top = level_db(1.55, 1.95);
  TAP_OK(level_db(0.0, 0.49) < -200.0, "silent during the delay");
  TAP_NEAR(level_db(0.98, 1.02) - top, -6.02, 0.2,
           "the attack is linear in amplitude");
  TAP_NEAR(level_db(2.11, 2.14) - top, -6.0, 0.3,
           "the decay falls 48 dB a second");
  TAP_NEAR(level_db(3.0, 3.9) - top, -12.0, 0.02, "sustain level");
  TAP_NEAR(level_db(4.19, 4.21) - top, -12.0 - 0.2 * 96.0, 0.3,
           "the release falls 96 dB a second");
  TAP_OK(level_db(5.0, 5.9) < -200.0, "then nothing");
  TAP_EQ_I(elara_sampler_voice_count(r.sampler), 0, "and the voice is gone");
  rig_end(&r);
  const TinyZone keyed = {
      0, {LOOP, {35, 0}, {36, -3600}, {37, 1000}, {39, 100}}, {{0}}, 0};
  r = rig_with(&keyed, 1, NULL);
  elara_sampler_note(r.sampler, 72, 127, 4 * RATE, 1.0);
  render(&r, 0, RATE);
  TAP_NEAR(level_db(0.1, 0.45) - level_db(0.05, 0.1), 0.0, 0.1,
           "held for half a second an octave up");
  TAP_OK(level_db(0.56, 0.6) - level_db(0.1, 0.45) < -30.0, "and no longer");
  rig_end(&r);
}

static void
test_modulation_envelope_and_lfo(void)
{
  const TinyZone env = {0,
                        {LOOP,
                         {ELARA_GEN_MOD_ENV_PITCH, 1200},
                         {26, -12000},
                         {27, 0},
                         {28, 0},
                         {29, 500}},
                        {{0}},
                        0};
  Rig r = rig_with(&env, 1, NULL);
  elara_sampler_note(r.sampler, 60, 127, 5 * RATE, 1.0);
  render(&r, 0, 4 * RATE);
  TAP_NEAR(pitch_hz(0.1, 0.9), 960.0, 0.5,
           "modulation envelope: an octave while it holds");
  TAP_NEAR(pitch_hz(2.0, 3.0), 480.0 * pow(2, 0.5), 0.1,
           "half of it at its sustain level");
  rig_end(&r);
  const TinyZone lfo = {0,
                        {LOOP,
                         {ELARA_GEN_MOD_LFO_VOLUME, 60},
                         {21, -12000},
                         {22, -3600},
                         {ELARA_GEN_ATTENUATION, 300}},
                        {{0}},
                        0};
  r = rig_with(&lfo, 1, NULL);
  elara_sampler_note(r.sampler, 60, 127, 5 * RATE, 1.0);
  render(&r, 0, 4 * RATE);
  double most = -200.0, least = 200.0;
  for (double t = 0.3; t < 3.5; t += 0.005) {
    const double now = level_db(t, t + 0.00625); // three cycles
    most = fmax(most, now);
    least = fmin(least, now);
  }
  TAP_NEAR(most - least, 12.0, 0.3, "tremolo of +-6 dB");
  rig_end(&r);
  const TinyZone plain = {0, {LOOP, {24, -3600}}, {{0}}, 0};
  r = rig_with(&plain, 1, NULL);
  elara_sampler_control(r.sampler, 1, 127);
  elara_sampler_note(r.sampler, 60, 127, 5 * RATE, 1.0);
  render(&r, 0, 4 * RATE);
  double high = 0.0, low = 1e9;
  for (double t = 0.3; t < 3.5; t += 0.005) {
    const double now = pitch_hz(t, t + 0.02);
    high = fmax(high, now);
    low = fmin(low, now);
  }
  TAP_NEAR(1200.0 * log2(high / low), 100.0, 6.0,
           "mod wheel: vibrato of +-50 cents");
  rig_end(&r);
}

// Energy of the noise sample in an octave around HZ, by a comb of sines.
static double
band_db(double hz)
{
  double sum = 0.0;
  for (int k = 0; k < 40; k++) {
    const double f = hz * pow(2.0, (k - 20) / 80.0);
    double re = 0.0, im = 0.0;
    for (int i = RATE / 10; i < RATE; i++) {
      const double a = 2.0 * 3.14159265358979 * f * i / RATE;
      re += (double)left[i] * cos(a);
      im += (double)left[i] * sin(a);
    }
    sum += re * re + im * im;
  }
  return 10.0 * log10(sum + 1e-30);
}

static void
play_noise(int cutoff, int q)
{
  const TinyZone zone = {
      1,
      {LOOP, {ELARA_GEN_FILTER_CUTOFF, cutoff}, {ELARA_GEN_FILTER_Q, q}},
      {{0}},
      0};
  Rig r = rig_with(&zone, 1, NULL);
  elara_sampler_note(r.sampler, 60, 127, 3 * RATE, 1.0);
  render(&r, 0, RATE);
  rig_end(&r);
}

static void
test_filter(void)
{
  const double at[4] = {250.0, 1000.0, 4000.0, 8000.0};
  double open[4], closed[4], sharp[4];
  const int cents = (int)(1200.0 * log2(1000.0 / 8.1757989) + 0.5);
  play_noise(13500, 0);
  for (int i = 0; i < 4; i++)
    open[i] = band_db(at[i]);
  play_noise(cents, 0);
  for (int i = 0; i < 4; i++)
    closed[i] = band_db(at[i]) - open[i];
  play_noise(cents, 200);
  for (int i = 0; i < 4; i++)
    sharp[i] = band_db(at[i]) - open[i];
  TAP_NEAR(closed[0], 0.0, 0.3, "low-pass: flat two octaves below");
  TAP_NEAR(closed[1], -3.0, 0.4, "-3 dB at the cutoff");
  TAP_NEAR(closed[2], -24.4, 0.8, "12 dB an octave above");
  TAP_NEAR(sharp[0], -10.0, 0.8,
           "20 dB of resonance: bass falls by half of it");
  TAP_NEAR(sharp[3], -10.0 - 36.5, 1.5, "and so does what is above");
  TAP_OK(sharp[1] > 3.0, "the peak stands out");
}

static void
test_loops_and_ends(void)
{
  const TinyZone once = {0, {{ELARA_GEN_SAMPLE_MODE, 0}}, {{0}}, 0};
  Rig r = rig_with(&once, 1, NULL);
  elara_sampler_note(r.sampler, 60, 127, 3 * RATE, 1.0);
  render(&r, 0, RATE);
  TAP_NEAR(level_db(0.05, 0.19), level_db(0.01, 0.05), 0.1,
           "once: sounds to its end");
  TAP_OK(level_db(0.21, 0.9) < -200.0, "and stops there (0.2 s)");
  rig_end(&r);
  // Loop the first second half of the sample until release, then play on.
  const TinyZone until = {
      0,
      {{ELARA_GEN_SAMPLE_MODE, 3}, {ELARA_GEN_LOOP_END, -4800}, {38, 3600}},
      {{0}},
      0};
  r = rig_with(&until, 1, NULL);
  elara_sampler_note(r.sampler, 60, 127, 2 * RATE, 1.0);
  render(&r, 0, 4 * RATE);
  TAP_NEAR(level_db(1.0, 1.9), level_db(0.05, 0.1), 0.05,
           "mode 3 loops while held");
  TAP_OK(level_db(2.0, 2.09) > level_db(1.0, 1.9) - 3.0,
         "plays on after release");
  TAP_OK(level_db(2.25, 3.0) < -200.0, "to the end of the sample");
  rig_end(&r);
  const TinyZone shifted = {
      0, {{ELARA_GEN_SAMPLE_MODE, 0}, {ELARA_GEN_START, 4800}}, {{0}}, 0};
  r = rig_with(&shifted, 1, NULL);
  elara_sampler_note(r.sampler, 60, 127, 3 * RATE, 1.0);
  render(&r, 0, RATE);
  TAP_OK(level_db(0.12, 0.9) < -200.0, "a start offset shortens it");
  rig_end(&r);
}

static void
test_loop_is_seamless(void)
{
  const TinyZone plain = {0, {LOOP}, {{0}}, 0};
  Rig r = rig_with(&plain, 1, NULL);
  elara_sampler_note(r.sampler, 67, 127, 6 * RATE, 1.0);
  render(&r, 0, 5 * RATE);
  rig_end(&r);
  // Fit a sine; what is left is distortion, loop clicks included.
  const double w = 2.0 * 3.14159265358979 * 480.0 * pow(2.0, 7.0 / 12) / RATE;
  const int a = RATE, b = RATE + 96000;
  double cc = 0, cs = 0, ss = 0, xc = 0, xs = 0, all = 0, rest = 0;
  for (int i = a; i < b; i++) {
    const double c = cos(w * i), s = sin(w * i), x = (double)left[i];
    cc += c * c, cs += c * s, ss += s * s, xc += x * c, xs += x * s;
  }
  const double det = cc * ss - cs * cs;
  const double p = (xc * ss - xs * cs) / det, q = (xs * cc - xc * cs) / det;
  for (int i = a; i < b; i++) {
    const double x = (double)left[i], e = x - p * cos(w * i) - q * sin(w * i);
    all += x * x, rest += e * e;
  }
  const double snr = 10.0 * log10(all / rest);
  printf("# looped sine a fifth up: %.1f dB signal to noise and distortion\n",
         snr);
  TAP_OK(snr > 85.0, "interpolation and loop: better than 85 dB");
}

static void
test_timing(void)
{
  const TinyZone plain = {0, {LOOP}, {{0}}, 0};
  Rig r = rig_with(&plain, 1, NULL);
  render(&r, 0, 12345);
  elara_sampler_note(r.sampler, 60, 127, 7777, 1.0);
  render(&r, 12345, RATE);
  int first = 0;
  while (first < RATE && left[first] == 0.0f)
    first++;
  TAP_OK(first >= 12345 && first <= 12346, "a note starts on its frame");
  rig_end(&r);
  r = rig_with(&plain, 1, NULL);
  elara_sampler_control(r.sampler, 64, 127);
  elara_sampler_note(r.sampler, 60, 127, RATE / 2, 1.0);
  render(&r, 0, RATE);
  const int held = level_db(0.8, 1.0) > -40.0;
  elara_sampler_control(r.sampler, 64, 0);
  render(&r, RATE, 2 * RATE);
  TAP_OK(held && level_db(1.5, 2.0) < -200.0,
         "the sustain pedal holds and lets go");
  rig_end(&r);
}

static void
test_exclusive_and_ranges(void)
{
  const TinyZone zones[2] = {
      {0,
       {{ELARA_GEN_KEY_RANGE, 60 | 60 << 8},
        LOOP,
        {ELARA_GEN_EXCLUSIVE_CLASS, 1}},
       {{0}},
       0},
      {0,
       {{ELARA_GEN_KEY_RANGE, 62 | 127 << 8},
        LOOP,
        {ELARA_GEN_EXCLUSIVE_CLASS, 1}},
       {{0}},
       0},
  };
  Rig r = rig_with(zones, 2, NULL);
  elara_sampler_note(r.sampler, 60, 127, 5 * RATE, 1.0);
  render(&r, 0, RATE / 2);
  elara_sampler_note(r.sampler, 62, 127, 5 * RATE, 1.0);
  render(&r, RATE / 2, RATE);
  TAP_EQ_I(elara_sampler_voice_count(r.sampler), 1,
           "a note chokes its exclusive class");
  elara_sampler_note(r.sampler, 61, 127, 5 * RATE, 1.0);
  TAP_EQ_I(elara_sampler_voice_count(r.sampler), 1,
           "a key outside every range is silent");
  rig_end(&r);
}

int
main(void)
{
  tap_begin("sampler");
  tables = elara_tables_new(ELARA_QUALITY_HIGH, NULL);
  test_pitch();
  test_bend();
  test_level();
  test_controllers();
  test_volume_envelope();
  test_modulation_envelope_and_lfo();
  test_filter();
  test_loops_and_ends();
  test_loop_is_seamless();
  test_timing();
  test_exclusive_and_ranges();
  return tap_end();
}
