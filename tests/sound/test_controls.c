// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// Parameters, pedals, glides, mono mode, tunings, linked modulators, breath.

#include "model/instrument.h"
#include "sound/dsp/fft.h"
#include "sound/sampler/modulator.h"
#include "sound/sampler/sampler.h"
#include "tap.h"
#include "tiny_font.h"

#define RATE 48000
#define FRAMES (4 * RATE)

static float left[FRAMES], right[FRAMES];
static ElaraTables* tables;
static ElaraFont* font;
static ElaraSampler* sampler;
static int now;

static void
begin(const TinyZone* zone)
{
  static ElaraText bytes;
  elara_sampler_free(sampler);
  elara_font_free(font);
  elara_text_clear(&bytes);
  tiny_font(&bytes, zone, 1, NULL);
  if (elara_font_open_bytes("tiny", (const unsigned char*)bytes.bytes,
                            bytes.count, NULL, &font) != ELARA_OK) {
    exit(1);
  }
  sampler = elara_sampler_new(font, tables, RATE, 8, 0);
  elara_sampler_preset(sampler, elara_font_preset(font, 0, 0));
  memset(left, 0, sizeof left);
  memset(right, 0, sizeof right);
  now = 0;
}

static void
play_until(double s)
{
  const int to = (int)(s * RATE);
  elara_sampler_render(sampler, left + now, right + now, to - now);
  now = to;
}

static double
level_db(double from_s, double to_s)
{
  double sum = 0.0;
  const int a = (int)(from_s * RATE), b = (int)(to_s * RATE);
  for (int i = a; i < b; i++)
    sum += (double)left[i] * (double)left[i];
  return 10.0 * log10(sum / (b - a) + 1e-14);
}

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
  return count > 1 ? (count - 1) * RATE / (last - first) : 0.0;
}

static double
cents(double hz)
{
  return 1200.0 * log2(hz / 480.0);
}

static const TinyZone sine = {
    0, {{ELARA_GEN_SAMPLE_MODE, 1}, {-1, 0}}, {{0}}, 0};
static const TinyZone hiss = {
    1,
    {{ELARA_GEN_SAMPLE_MODE, 1}, {ELARA_GEN_SCALE_TUNING, 0}, {-1, 0}},
    {{0}},
    0};

static void
nrpn(int coarse, int fine, int data)
{
  elara_sampler_control(sampler, ELARA_CC_NRPN, coarse);
  elara_sampler_control(sampler, ELARA_CC_NRPN_FINE, fine);
  elara_sampler_control(sampler, ELARA_CC_DATA, data >> 7);
  elara_sampler_control(sampler, ELARA_CC_DATA_FINE, data & 127);
}

// The AWE32's filter parameters, against the table of the filter test.
static void
test_awe_filter(void)
{
  static const int steps[11] = {0, 13, 25, 38, 51, 64, 76, 89, 102, 114, 127};
  static const double hz[11] = {100,  157,  237,  371,  581, 910,
                                1377, 2156, 3376, 5108, 8000};
  static const double q_db[11] = {0,     2.03,  3.91,  5.94,  7.97, 10,
                                  11.88, 13.91, 15.94, 17.81, 19.84};
  begin(&hiss);
  const ElaraControls* const c = elara_sampler_controls(sampler);
  for (int i = 0; i < 11; i++) {
    char name[80];
    nrpn(127, 21, steps[i] << 7);
    nrpn(127, 22, steps[i] << 7);
    snprintf(name, sizeof name, "parameter 127.21 at %d: %.0f Hz", steps[i],
             hz[i]);
    TAP_NEAR(8.1757989 * exp2((double)c->own_cutoff / 1200.0), hz[i],
             0.01 * hz[i], name);
    snprintf(name, sizeof name, "parameter 127.22 at %d: %.2f dB", steps[i],
             q_db[i]);
    TAP_NEAR((double)c->own_q / 10.0, q_db[i], 0.05, name);
  }
  nrpn(127, 22, 0);
  nrpn(127, 21, 127 << 7);
  elara_sampler_note(sampler, 60, 127, FRAMES, 1.0);
  play_until(1.0);
  nrpn(127, 21, 20 << 7);
  play_until(2.0);
  TAP_OK(level_db(1.2, 1.9) < level_db(0.2, 0.9) - 8.0,
         "and it moves the filter of a note that sounds");
}

static void
test_soundfont_parameters(void)
{
  begin(&sine);
  nrpn(120, ELARA_GEN_FINE_TUNE, 8192 + 50);
  elara_sampler_note(sampler, 60, 127, FRAMES, 1.0);
  play_until(1.0);
  TAP_NEAR(cents(pitch_hz(0.2, 1.0)), 50.0, 0.2,
           "parameter 120.52 tunes by 50 cents");
  nrpn(120, ELARA_GEN_COARSE_TUNE, 8192 - 3);
  play_until(2.0);
  TAP_NEAR(cents(pitch_hz(1.2, 2.0)), -250.0, 0.2, "120.51 by three semitones");
}

static void
rpn(int number, int data, int fine)
{
  elara_sampler_control(sampler, ELARA_CC_RPN, 0);
  elara_sampler_control(sampler, ELARA_CC_RPN_FINE, number);
  elara_sampler_control(sampler, ELARA_CC_DATA, data);
  elara_sampler_control(sampler, ELARA_CC_DATA_FINE, fine);
}

static void
test_registered(void)
{
  begin(&sine);
  rpn(1, 96, 0); // half of the way up: 50 cents
  rpn(2, 67, 0);
  elara_sampler_note(sampler, 60, 127, FRAMES, 1.0);
  play_until(1.0);
  TAP_NEAR(cents(pitch_hz(0.2, 1.0)), 350.0, 0.2,
           "parameters 1 and 2 add up: fine and coarse tuning");
  rpn(1, 64, 0);
  rpn(2, 64, 0);
  rpn(5, 2, 0);
  elara_sampler_control(sampler, ELARA_CC_MODULATION, 127);
  play_until(3.0);
  double most = 0.0;
  for (double s = 1.3; s < 2.9; s += 0.005)
    most = fmax(most, cents(pitch_hz(s, s + 0.012)));
  TAP_NEAR(most, 200.0, 25.0, "parameter 5: the wheel shakes by two semitones");
}

static void
test_tunings(void)
{
  begin(&sine);
  elara_sampler_key_tune(sampler, 60, -31.0);
  elara_sampler_note(sampler, 60, 127, FRAMES, 1.0);
  play_until(1.0);
  TAP_NEAR(cents(pitch_hz(0.2, 1.0)), -31.0, 0.2, "a key of its own tuning");
  elara_sampler_master_tune(sampler, 100.0);
  play_until(2.0);
  TAP_NEAR(cents(pitch_hz(1.2, 2.0)), 69.0, 0.2, "a master tuning on top");
  elara_sampler_master_gain(sampler, 0.5);
  play_until(3.0);
  TAP_NEAR(level_db(2.2, 3.0) - level_db(1.2, 2.0), -6.02, 0.05,
           "a master volume");
}

static void
test_pedals(void)
{
  begin(&sine);
  elara_sampler_note(sampler, 60, 127, RATE / 2, 1.0);
  play_until(0.2);
  elara_sampler_control(sampler, ELARA_CC_SOSTENUTO, 127);
  elara_sampler_note(sampler, 72, 127, RATE / 2, 1.0);
  play_until(2.0);
  TAP_NEAR(cents(pitch_hz(1.2, 2.0)), 0.0, 0.5,
           "sostenuto holds the key that was down, and only that");
  elara_sampler_control(sampler, ELARA_CC_SOSTENUTO, 0);
  play_until(3.0);
  TAP_OK(level_db(2.5, 3.0) < -100.0, "and lets it go");
  begin(&sine);
  elara_sampler_note(sampler, 60, 127, FRAMES, 1.0);
  play_until(1.0);
  elara_sampler_control(sampler, ELARA_CC_SOUND_OFF, 0);
  elara_sampler_control(sampler, ELARA_CC_SOFT, 127);
  elara_sampler_note(sampler, 60, 127, FRAMES, 1.0);
  play_until(2.0);
  TAP_NEAR(level_db(1.2, 2.0) - level_db(0.2, 1.0), 20.0 * log10(0.7), 0.05,
           "the soft pedal");
}

static void
test_glide(void)
{
  begin(&sine);
  elara_sampler_control(sampler, ELARA_CC_GLIDE_TIME, 80);
  elara_sampler_control(sampler, ELARA_CC_GLIDE_FROM, 60);
  elara_sampler_note(sampler, 72, 127, FRAMES, 1.0);
  play_until(3.0);
  const double start = cents(pitch_hz(0.0, 0.03));
  TAP_OK(start > 0.0 && start < 150.0, "a glide starts where it is told");
  TAP_NEAR(cents(pitch_hz(2.0, 3.0)), 1200.0, 0.5, "and arrives");
  const double half = cents(pitch_hz(0.49, 0.53));
  TAP_OK(half > 400.0 && half < 800.0, "half way in half the time");
}

static void
test_mono(void)
{
  begin(&sine);
  elara_sampler_control(sampler, ELARA_CC_MONO, 1);
  elara_sampler_note(sampler, 60, 127, FRAMES, 1.0);
  play_until(1.0);
  elara_sampler_note(sampler, 67, 127, FRAMES, 1.0);
  play_until(2.0);
  TAP_EQ_I((int)elara_sampler_voice_count(sampler), 1, "mono: one voice");
  TAP_NEAR(cents(pitch_hz(1.2, 2.0)), 700.0, 0.5, "mono: the last note");
  elara_sampler_control(sampler, ELARA_CC_POLY, 0);
  elara_sampler_note(sampler, 60, 127, FRAMES, 1.0);
  elara_sampler_note(sampler, 64, 127, FRAMES, 1.0);
  play_until(2.1);
  TAP_OK(elara_sampler_voice_count(sampler) >= 2, "poly: both");
}

// CC 20 -> (link) -> modulator whose result tunes: 0..1 times 100 cents times
// CC 21. A circle of two links must be dropped.
static void
test_links(void)
{
  static const TinyZone linked = {
      0,
      {{ELARA_GEN_SAMPLE_MODE, 1}, {-1, 0}},
      {{ELARA_SOURCE_CC(20), ELARA_MODULATOR_LINK | 1, 1, 0, 0},
       {ELARA_SOURCE_LINK, ELARA_GEN_FINE_TUNE, 100, ELARA_SOURCE_CC(21), 0}},
      2};
  begin(&linked);
  elara_sampler_control(sampler, 20, 64);
  elara_sampler_control(sampler, 21, 64);
  elara_sampler_note(sampler, 60, 127, FRAMES, 1.0);
  play_until(1.0);
  TAP_NEAR(cents(pitch_hz(0.2, 1.0)), 25.0, 0.2, "a linked modulator");
  elara_sampler_control(sampler, 20, 127);
  play_until(2.0);
  TAP_NEAR(cents(pitch_hz(1.2, 2.0)), 49.6, 0.2, "moves with its first source");
  static const TinyZone circle = {
      0,
      {{ELARA_GEN_SAMPLE_MODE, 1}, {-1, 0}},
      {{ELARA_SOURCE_LINK, ELARA_MODULATOR_LINK | 1, 100, 0, 0},
       {ELARA_SOURCE_LINK, ELARA_MODULATOR_LINK | 0, 100, 0, 0}},
      2};
  begin(&circle);
  elara_sampler_note(sampler, 60, 127, FRAMES, 1.0);
  play_until(0.5);
  TAP_OK(level_db(0.1, 0.5) > -60.0, "circular links do no harm");
}

// Share of power above HZ, in dB.
static double
brightness_db(double from_s, double hz)
{
  enum { N = 32768 };
  static float spectrum[N + 2], scratch[2 * N];
  ElaraFft* const fft = elara_fft_new(N);
  elara_fft_forward(fft, left + (int)(from_s * RATE), spectrum, scratch);
  double low = 1e-20, high = 1e-20;
  for (int k = 1; k < N / 2; k++) {
    const double re = (double)spectrum[k], im = (double)spectrum[k + N / 2 + 1];
    *(k * (double)RATE / N < hz ? &low : &high) += re * re + im * im;
  }
  elara_fft_free(fft);
  return 10.0 * log10(high / low);
}

static void
test_breath(void)
{
  TAP_OK(!elara_breath_of(-1) && !elara_breath_of(ELARA_VIOLIN_1) &&
             !elara_breath_of(ELARA_HARP),
         "strings and harps have no breath");
  begin(&hiss);
  elara_sampler_breathe(sampler, elara_breath_of(ELARA_HORN), 1);
  elara_sampler_control(sampler, ELARA_CC_EXPRESSION, 40);
  elara_sampler_note(sampler, 60, 110, FRAMES, 1.0);
  play_until(1.0);
  elara_sampler_control(sampler, ELARA_CC_EXPRESSION, 127);
  play_until(2.0);
  const double soft = brightness_db(0.25, 3000.0);
  const double loud = brightness_db(1.25, 3000.0);
  printf("# horn, noise above 3 kHz: soft %.1f dB, loud %.1f dB\n", soft, loud);
  TAP_OK(loud > soft + 12.0, "a held horn opens with its crescendo");
  const ElaraBreath* const b = elara_breath_of(ELARA_TRUMPET);
  double last = 0.0;
  for (int i = 0; i <= 10; i++) {
    const double cutoff = elara_breath_cutoff(b, i / 10.0, 70);
    TAP_OK(cutoff >= last, "louder is never darker");
    last = cutoff;
  }
  TAP_OK(elara_breath_attack_s(b, 0.0) > 3.0 * elara_breath_attack_s(b, 1.0),
         "soft notes speak slowly");
  // A slur: sooner than a soft attack, and without a gap in level.
  begin(&hiss);
  elara_sampler_breathe(sampler, elara_breath_of(ELARA_TUBA), 1);
  elara_sampler_note(sampler, 60, 30, RATE / 2, 1.0);
  play_until(0.5);
  elara_sampler_slur(sampler);
  elara_sampler_note(sampler, 62, 30, RATE / 2, 1.0);
  play_until(1.0);
  TAP_OK(level_db(0.505, 0.52) > level_db(0.4, 0.45) - 6.0,
         "a slur leaves no hole");
}

int
main(void)
{
  tap_begin("controls");
  tables = elara_tables_new(ELARA_QUALITY_NORMAL, NULL);
  test_awe_filter();
  test_soundfont_parameters();
  test_registered();
  test_tunings();
  test_pedals();
  test_glide();
  test_mono();
  test_links();
  test_breath();
  elara_sampler_free(sampler);
  elara_font_free(font);
  elara_tables_free(tables);
  return tap_end();
}
