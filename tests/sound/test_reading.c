// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// Quality of band-limited reading as a table of minimum dB: a full-scale 16-bit
// sine at 44.1 kHz, looped, played up or down by semitones into 48 kHz; what is
// left after the best-fitting sine is noise and distortion.

#include "sound/sampler/sampler.h"
#include "tap.h"
#include "tiny_font.h"

#include <math.h>
#include <stdlib.h>

#define RATE 48000
#define COUNT 16384
#define PI 3.14159265358979323846

typedef struct {
  double hz;
  int semitones;
  double least_db[ELARA_QUALITY_COUNT]; // draft, normal, high, best
} Row;

static const Row rows[] = {
    {1000.0, 5, {66.0, 66.0, 86.0, 97.0}},
    {5000.0, 5, {66.0, 66.0, 95.0, 97.0}},
    {10000.0, 5, {60.0, 60.0, 95.0, 97.0}},
    {15000.0, 1, {26.0, 26.0, 80.0, 94.0}},
    {5000.0, -5, {66.0, 66.0, 95.0, 97.0}},
    {10000.0, -12, {60.0, 60.0, 95.0, 96.0}},
};

static double samples[COUNT];

// dB of the sine at HZ over the rest, by least squares.
static double
sinad_db(double hz)
{
  double ss = 0, sc = 0, cc = 0, sy = 0, cy = 0;
  for (int i = 0; i < COUNT; i++) {
    const double s = sin(2.0 * PI * hz * i / RATE),
                 c = cos(2.0 * PI * hz * i / RATE);
    ss += s * s;
    sc += s * c;
    cc += c * c;
    sy += s * samples[i];
    cy += c * samples[i];
  }
  const double det = ss * cc - sc * sc;
  const double a = (sy * cc - cy * sc) / det, b = (cy * ss - sy * sc) / det;
  double signal = 0.0, rest = 0.0;
  for (int i = 0; i < COUNT; i++) {
    const double fit =
        a * sin(2.0 * PI * hz * i / RATE) + b * cos(2.0 * PI * hz * i / RATE);
    signal += fit * fit;
    rest += (samples[i] - fit) * (samples[i] - fit);
  }
  return 10.0 * log10(signal / rest);
}

// The sine through a player, from frame 512 on (the onset is over).
static void
play(ElaraFont* font, const ElaraTables* tables, const Row* row)
{
  enum { LEAD = 512, FRAMES = 60000 };
  static int16_t sine[FRAMES];
  static float left[LEAD + COUNT], right[LEAD + COUNT];
  for (int i = 0; i < FRAMES; i++)
    sine[i] = (int16_t)lrint(32767.0 * sin(2.0 * PI * row->hz * i / 44100.0));
  ElaraSample* const s = &font->samples[0];
  s->frames = sine;
  s->frame_count = FRAMES;
  s->rate = 44100;
  memset(left, 0, sizeof left);
  memset(right, 0, sizeof right);
  ElaraSampler* const sampler = elara_sampler_new(font, tables, RATE, 8, 0);
  elara_sampler_preset(sampler, elara_font_preset(font, 0, 0));
  elara_sampler_note(sampler, 60 + row->semitones, 127, INT32_MAX, 1.0);
  elara_sampler_render(sampler, left, right, LEAD + COUNT);
  elara_sampler_free(sampler);
  for (int i = 0; i < COUNT; i++)
    samples[i] = (double)left[LEAD + i];
}

// A sine of 1/64 of full scale: 16 bits leave 62 dB of it, 24 bits far more.
static void
test_24_bits(ElaraFont* font)
{
  enum { LEAD = 512, FRAMES = 60000 };
  static int16_t high[FRAMES];
  static uint8_t low[FRAMES];
  static float left[LEAD + COUNT], right[LEAD + COUNT];
  for (int i = 0; i < FRAMES; i++) {
    const int v =
        (int)lrint(131072.0 * sin(2.0 * PI * 1000.0 * i / 44100.0)) + 8388608;
    high[i] = (int16_t)((v >> 8) - 32768);
    low[i] = (uint8_t)(v & 255);
  }
  double got[2];
  for (int fine = 0; fine < 2; fine++) {
    ElaraSample* const s = &font->samples[0];
    s->frames = high;
    s->low_bytes = fine ? low : NULL;
    s->frame_count = FRAMES;
    s->rate = 44100;
    memset(left, 0, sizeof left);
    memset(right, 0, sizeof right);
    ElaraTables* const t = elara_tables_new(ELARA_QUALITY_BEST, NULL);
    ElaraSampler* const sampler = elara_sampler_new(font, t, RATE, 8, 0);
    elara_sampler_preset(sampler, elara_font_preset(font, 0, 0));
    elara_sampler_note(sampler, 60, 127, INT32_MAX, 1.0);
    elara_sampler_render(sampler, left, right, LEAD + COUNT);
    elara_sampler_free(sampler);
    elara_tables_free(t);
    for (int i = 0; i < COUNT; i++)
      samples[i] = (double)left[LEAD + i];
    got[fine] = sinad_db(1000.0);
    s->low_bytes = NULL;
  }
  printf("# a soft sine: 16 bits %.1f dB, 24 bits %.1f dB\n", got[0], got[1]);
  TAP_OK(got[0] < 72.0 && got[1] > 95.0, "the low bytes of 24 bits are played");
}

int
main(void)
{
  tap_begin("reading between frames");
  static const TinyZone zone = {.sample = 0, .generators = {{-1, 0}}};
  ElaraText bytes = {0};
  ElaraFont* font = NULL;
  tiny_font(&bytes, &zone, 1, NULL);
  if (elara_font_open_bytes("tiny", (const unsigned char*)bytes.bytes,
                            bytes.count, NULL, &font) != ELARA_OK) {
    return 1;
  }
  printf("# SINAD in dB     draft normal  high  best\n");
  for (size_t r = 0; r < sizeof rows / sizeof *rows; r++) {
    double got[ELARA_QUALITY_COUNT];
    for (int q = 0; q < ELARA_QUALITY_COUNT; q++) {
      ElaraTables* const t = elara_tables_new((ElaraQuality)q, NULL);
      play(font, t, &rows[r]);
      got[q] = sinad_db(rows[r].hz * pow(2.0, rows[r].semitones / 12.0));
      elara_tables_free(t);
      char name[80];
      snprintf(name, sizeof name, "%s: %.0f Hz %+d semitones: %.1f of %.0f dB",
               elara_quality_name((ElaraQuality)q), rows[r].hz,
               rows[r].semitones, got[q], rows[r].least_db[q]);
      TAP_OK(got[q] >= rows[r].least_db[q], name);
    }
    printf("# %5.0f Hz %+3d    %5.1f  %5.1f %5.1f %5.1f\n", rows[r].hz,
           rows[r].semitones, got[0], got[1], got[2], got[3]);
  }
  test_24_bits(font);
  elara_font_free(font);
  elara_text_clear(&bytes);
  return tap_end();
}
