// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// The SoundFont specification test (S. Christian Collins), test by test: every
// number that its description states, measured in what the player gives. Notes
// lie at fixed times in the test's MIDI file.

#include "base/text.h"
#include "perform/midi_read.h"
#include "plain.h"
#include "sound/dsp/fft.h"
#include "tap.h"

#include <math.h>

#define RATE 48000
#define PI 3.14159265358979323846

static float* sound;
static size_t frames;

static double
sample(double s, size_t k, int channel)
{
  const size_t i = 2 * ((size_t)(s * RATE) + k) + (size_t)channel;
  return i < 2 * frames ? (double)sound[i] : 0.0;
}

// Level of CHANNEL (2 = both) in dB.
static double
level(double from_s, double to_s, int channel)
{
  double sum = 0.0;
  const size_t n = (size_t)((to_s - from_s) * RATE);
  for (size_t k = 0; k < n; k++) {
    for (int c = 0; c < 2; c++) {
      if (channel != 2 && channel != c) continue;
      sum += sample(from_s, k, c) * sample(from_s, k, c);
    }
  }
  return 10.0 * log10(sum / (double)n + 1e-14);
}

static double
both(double from_s, double to_s)
{
  return level(from_s, to_s, 2);
}

// Frequency between rising zero crossings of the left channel, or the right
// one when the left is silent.
static double
pitch(double from_s, double to_s)
{
  const int c = level(from_s, to_s, 0) > level(from_s, to_s, 1) - 20.0 ? 0 : 1;
  double first = -1.0, last = -1.0;
  int count = 0;
  const size_t n = (size_t)((to_s - from_s) * RATE);
  for (size_t k = 1; k < n; k++) {
    const double a = sample(from_s, k - 1, c), b = sample(from_s, k, c);
    if (!(a < 0.0 && b >= 0.0)) continue;
    last = (double)k - 1.0 + a / (a - b);
    if (first < 0.0) first = last;
    count++;
  }
  return count > 1 ? (count - 1) * RATE / (last - first) : 0.0;
}

static double
cents(double hz, double of)
{
  return hz > 0.0 && of > 0.0 ? 1200.0 * log2(hz / of) : HUGE_VAL;
}

static void
check(double got, double want, double tolerance, const char* format, double x)
{
  char name[120];
  snprintf(name, sizeof name, format, x);
  TAP_NEAR(got, want, tolerance, name);
}

static void
test_volume_envelope(void) // 1
{
  const double at = 1.5, full = both(at + 2.2, at + 2.9);
  TAP_OK(both(at + 0.1, at + 0.99) < full - 70.0, "1: a second of delay");
  for (double s = 0.25; s < 1.0; s += 0.25) {
    check(both(at + 1.0 + s - 0.02, at + 1.0 + s + 0.02) - full,
          20.0 * log10(s), 0.15, "1: attack at %.2f s is linear", s);
  }
  check(both(at + 3.05, at + 3.06) - full, -96.0 * 0.055, 0.3,
        "1: decay of 96 dB a second", 0);
  check(both(at + 3.5, at + 4.5) - full, -12.0, 0.05, "1: sustain at -12 dB",
        0);
  check(both(at + 5.24, at + 5.26) - full, -36.0, 0.4,
        "1: release of 96 dB a second", 0);
}

static void
test_modulation_envelope(void) // 2
{
  const double at = 9.5;
  const double base = pitch(at + 0.2, at + 0.9);
  const double peak = cents(pitch(at + 2.2, at + 2.9), base);
  TAP_OK(peak > 100.0, "2: the envelope moves the pitch");
  check(cents(pitch(at + 3.7, at + 4.7), base), peak / 2.0, 3.0,
        "2: sustain at half of it", 0);
  // Convex: 1 + (40/96) log10(x) of the way.
  const double x = 0.5;
  check(cents(pitch(at + 1.0 + x - 0.02, at + 1.0 + x + 0.02), base),
        peak * (1.0 + 40.0 / 96.0 * log10(x)), peak * 0.03,
        "2: half through the attack, convex", 0);
}

// Seconds from AT until the level has fallen by DB from where it starts.
static double
time_to_fall(double at, double db)
{
  const double from = both(at + 0.004, at + 0.012);
  for (double s = 0.01; s < 8.0; s += 0.001) {
    if (both(at + s, at + s + 0.008) < from - db) return s - 0.004;
  }
  return 0.0;
}

static void
test_key_scaling(void) // 3, 4
{
  static const double decay[5] = {17.5, 18.5, 19.5, 21.0, 24.0};
  static const double hold[5] = {31.5, 32.5, 33.5, 34.5, 36.5};
  double last_decay = 0.0, last_hold = 0.0;
  const double hz = pitch(decay[0] + 0.01, decay[0] + 0.1);
  for (int i = 0; i < 5; i++) {
    const double d = time_to_fall(decay[i], 20.0);
    const double h = time_to_fall(hold[i], 3.0);
    check(cents(pitch(decay[i] + 0.01, decay[i] + 0.1), hz), 0.0, 5.0,
          "3: tone %.0f at the same pitch", i + 1);
    if (i > 0) {
      check(d / last_decay, 2.0, 0.16, "3: decay %.0f is twice as long", i + 1);
      TAP_OK(h > 1.3 * last_hold, "4: each hold is longer");
    }
    last_decay = d;
    last_hold = h;
  }
}

// The rate in Hz at which what FOLLOW measures swings about its mean.
static double
swing_hz(double (*follow)(double, double), double at, double length)
{
  double x[400], mean = 0.0;
  const int n = (int)(length / 0.01) - 1;
  for (int i = 0; i < n; i++) {
    x[i] = follow(at + i * 0.01, at + i * 0.01 + 0.02);
    mean += x[i] / n;
  }
  double first = -1.0, last = -1.0;
  int count = 0;
  for (int i = 1; i < n; i++) {
    if (!(x[i - 1] < mean && x[i] >= mean)) continue;
    last = i - 1 + (mean - x[i - 1]) / (x[i] - x[i - 1]);
    if (first < 0.0) first = last;
    count++;
  }
  return count > 1 ? (count - 1) / ((last - first) * 0.01) : 0.0;
}

static void
test_lfos(void) // 5, 6, 7
{
  static const double tremolo[2] = {42.0, 46.5};
  for (int i = 0; i < 2; i++) {
    double high = -HUGE_VAL, low = HUGE_VAL;
    for (double s = 0.3; s < 2.5; s += 0.002) {
      const double now = both(tremolo[i] + s, tremolo[i] + s + 0.004);
      high = fmax(high, now);
      low = fmin(low, now);
    }
    check(high - low, 12.0, 0.7, "5: swings by 12 dB (note %.0f)", i + 1);
    check(swing_hz(both, tremolo[i] + 0.1, 2.7), 4.0, 0.1,
          "5: four times a second (note %.0f)", i + 1);
  }
  check(swing_hz(pitch, 51.6, 2.7), 4.0, 0.1, "6: vibrato at 4 Hz", 0);
  check(swing_hz(pitch, 56.6, 2.7), 4.0, 0.1,
        "7: the wheel moves the vibrato LFO", 0);
}

static void
test_tuning(void) // 8
{
  const double hz = pitch(61.05, 61.4);
  check(cents(pitch(62.05, 62.4), hz), 0.0, 2.0, "8: second tone", 0);
  check(cents(pitch(63.05, 63.4), hz), 0.0, 2.0, "8: third tone", 0);
}

// Filters: power of a note's noise within RATIO of HZ. All notes play the same
// noise from its start, so ratios are exact.
#define FFT_SIZE 16384
static double
near(double at, double hz, double ratio)
{
  static float x[FFT_SIZE], spectrum[FFT_SIZE + 2], scratch[2 * FFT_SIZE];
  static ElaraFft* fft;
  if (!fft) fft = elara_fft_new(FFT_SIZE);
  for (size_t k = 0; k < FFT_SIZE; k++) {
    const double w = 0.5 - 0.5 * cos(2.0 * PI * (double)k / FFT_SIZE);
    x[k] = (float)(w * sample(at + 0.03, k, 0));
  }
  elara_fft_forward(fft, x, spectrum, scratch);
  double sum = 0.0;
  const size_t low = (size_t)(hz / ratio * FFT_SIZE / RATE),
               high = (size_t)(hz * ratio * FFT_SIZE / RATE);
  for (size_t k = low; k <= high; k++) {
    const double re = (double)spectrum[k],
                 im = (double)spectrum[k + FFT_SIZE / 2 + 1];
    sum += re * re + im * im;
  }
  return 10.0 * log10(sum + 1e-20);
}

static double
band(double at, double hz)
{
  return near(at, hz, 1.06);
}

static void
test_filter(void) // 9, 10
{
  static const double cutoffs[20] = {
      20,   50,   100,  200,  500,  1000,  1500,  2000,  3000,  4000,
      5000, 6000, 7000, 8000, 9000, 10000, 12000, 15000, 17500, 20000};
  const double open = 75.0;
  for (int i = 3; i < 18; i++) {
    const double at = 65.5 + 0.5 * i, fc = cutoffs[i];
    check(band(at, fc) - band(open, fc), -3.0, 0.8, "9: -3 dB at %.0f Hz", fc);
    if (fc <= 4000.0) {
      check(band(at, 2.0 * fc) - band(open, 2.0 * fc), -12.3, 1.5,
            "9: an octave above %.0f Hz", fc);
    }
  }
  TAP_OK(both(65.55, 65.9) < both(66.05, 66.4) - 3.0,
         "9: 20 Hz lets less through than 50 Hz");
  static const double q[12] = {0, 5, 10, 15, 20, 25, 30, 35, 40, 50, 70, 96};
  for (int i = 0; i < 9; i++) {
    const double at = 77.5 + 0.5 * i;
    // The peak over the low end, in a band narrower than the peak.
    const double ratio = q[i] < 15.0 ? 1.06 : q[i] < 30.0 ? 1.01 : 1.002;
    const double peak = near(at, 4000.0, ratio) - near(open, 4000.0, ratio) -
                        (band(at, 400.0) - band(open, 400.0));
    check(peak, q[i] - 3.0, q[i] < 30.0 ? 1.0 : 3.0, "10: resonance %.0f dB",
          q[i]);
  }
}

static void
test_levels(void) // 11, 12
{
  for (int i = 0; i < 6; i++) {
    const double a = 85.5 + 0.5 * i, b = a + 0.5;
    check(both(a + .1, a + .35) - both(b + .1, b + .35), 2.0, 0.02,
          "11: 5 dB written are 2 dB (step %.0f)", i + 1);
    const double c = 91.0 + 0.5 * i, d = c + 0.5;
    check(both(c + .1, c + .35) - both(d + .1, d + .35), 0.0, 0.02,
          "12: negative attenuation (step %.0f)", i + 1);
  }
}

static void
test_velocity(void) // 13, 14
{
  static const int v[8] = {127, 111, 95, 79, 63, 47, 31, 15};
  static const double at[5] = {97.5, 103.5, 109.5, 115.5, 121.5};
  static const char* const names[5] = {
      "13A: 96 dB concave, step %.0f", "13B: 144 dB concave, step %.0f",
      "13C: 48 dB concave, step %.0f", "13D: 96 dB linear, step %.0f",
      "13E: none, step %.0f"};
  static const double scale[5] = {1.0, 1.5, 0.5, 0.0, 0.0};
  for (int t = 0; t < 5; t++) {
    for (int i = 0; i < 7; i++) {
      const double a = at[t] + 0.5 * i + 0.05, b = a + 0.5;
      double want = scale[t] * 40.0 * log10((double)v[i] / v[i + 1]);
      if (t == 3) want = 96.0 * (v[i] - v[i + 1]) / 128.0;
      check(both(a, a + 0.3) - both(b, b + 0.3), want, 0.05, names[t], i + 1);
    }
  }
  // Without the disputed default modulator A, D and E do not filter at all.
  static const double same[3] = {128.5, 146.5, 152.5};
  for (int t = 0; t < 3; t++) {
    const double a = same[t] + 0.05, b = a + 3.5;
    check(both(a, a + 0.3) - both(b, b + 0.3), 0.0, 0.1,
          "14: velocity leaves the filter alone (%.0f)", t);
  }
  double last = HUGE_VAL;
  for (int i = 0; i < 8; i++) {
    const double now = band(134.5 + 0.5 * i, 4000.0);
    TAP_OK(now < last, "14B: each softer note is darker");
    last = now;
  }
}

static void
test_controllers(void) // 15, 20
{
  TAP_OK(band(161.0, 6000.0) > band(159.0, 6000.0) + 6.0 &&
             band(161.0, 6000.0) > band(162.6, 6000.0) + 6.0,
         "15: the wheel opens and closes the filter");
  static const double at[3] = {240.0, 247.5, 255.0};
  static const double want[3][2] = {{-200, 200}, {0, 0}, {200, -200}};
  for (int t = 0; t < 3; t++) {
    const double hz = pitch(at[t] + 0.05, at[t] + 0.3);
    double first = 0.0, second = 0.0;
    for (double s = 0.3; s < 4.8; s += 0.02) {
      const double c = cents(pitch(at[t] + s, at[t] + s + 0.04), hz);
      double* const most = s < 2.4 ? &first : &second;
      if (fabs(c) > fabs(*most)) *most = c;
    }
    check(first, want[t][0], 12.0, "20: first bend of note %.0f", t + 1);
    check(second, want[t][1], 12.0, "20: second bend of note %.0f", t + 1);
  }
}

static void
test_rest(void) // 17, 18, 21, 22
{
  check(both(173.6, 175.0) - both(177.6, 179.0), 0.0, 0.02,
        "17: reverb sends leave the dry sound alone", 0);
  check(both(201.1, 202.5) - both(205.1, 206.5), 0.0, 0.02,
        "18: so do chorus sends", 0);
  TAP_OK(both(262.3, 263.5) < both(262.02, 262.1) - 40.0,
         "21: an exclusive class ends the long noise");
  for (int i = 0; i < 9; i++) {
    const double a = 266.0 + 0.5 * i + 0.05, b = 272.0 + 0.5 * i + 0.05;
    const double angle = i / 8.0 * PI / 2.0;
    const double left = level(a, a + 0.3, 0), right = level(a, a + 0.3, 1);
    if (i < 8)
      check(left - both(a, a + 0.3), 20.0 * log10(cos(angle)), 0.05,
            "22A: pan %.0f of 8, left", i);
    if (i > 0)
      check(right - both(a, a + 0.3), 20.0 * log10(sin(angle)), 0.05,
            "22A: pan %.0f of 8, right", i);
    if (i > 0 && i < 8)
      check(level(b, b + 0.3, 0) - left, 0.0, 0.05,
            "22B: controller 10 does the same (%.0f)", i);
  }
}

static ElaraTake*
read_midi(const char* path)
{
  ElaraFile file;
  ElaraTake* take = NULL;
  if (elara_file_read(path, 0, &file) != ELARA_OK) return NULL;
  elara_midi_read(path, file.bytes, file.count, NULL, &take);
  elara_file_clear(&file);
  return take;
}

int
main(void)
{
  tap_begin("SoundFont specification test");
  char font_path[4096], midi_path[4096];
  const char* const folder = "../shared/corpus/soundfont/spec-test";
  snprintf(font_path, sizeof font_path, "%s/sf_spec_test.sf2",
           tap_path(folder));
  snprintf(midi_path, sizeof midi_path, "%s/sf_spec_test.mid",
           tap_path(folder));
  ElaraFont* font = NULL;
  if (!tap_exists(font_path) ||
      elara_font_open(font_path, NULL, &font) != ELARA_OK) {
    tap_skip("the specification test", "corpus not present");
    return tap_end();
  }
  ElaraTake* const take = read_midi(midi_path);
  sound = plain_render(take, font, RATE, &frames);
  test_volume_envelope();
  test_modulation_envelope();
  test_key_scaling();
  test_lfos();
  test_tuning();
  test_filter();
  test_levels();
  test_velocity();
  test_controllers();
  test_rest();
  free(sound);
  elara_take_free(take);
  elara_font_free(font);
  return tap_end();
}
