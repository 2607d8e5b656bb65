// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// A player gives the same bits however its time is cut into calls, starts and
// ends notes on their frame, and steals a voice without a click.

#include "sound/sampler/sampler.h"
#include "tap.h"
#include "tiny_font.h"

#include <stdlib.h>

#define RATE 48000
#define FRAMES 48000

static float left[FRAMES], right[FRAMES], left_2[FRAMES], right_2[FRAMES];
static ElaraTables* tables;
static ElaraFont* font;

// Everything that moves: LFOs, envelopes, filters with and without sweeps, a
// delay that ends between segments.
static const TinyZone zones[] = {
    {.sample = 0,
     .generators = {{ELARA_GEN_VIB_LFO_PITCH, 30},
                    {ELARA_GEN_VOL_ENV_DELAY + 5, -2400},
                    {ELARA_GEN_SAMPLE_MODE, 1},
                    {-1, 0}}},
    {.sample = 1,
     .generators = {{ELARA_GEN_FILTER_CUTOFF, 9000},
                    {ELARA_GEN_MOD_ENV_CUTOFF, 2400},
                    {ELARA_GEN_MOD_ENV_DELAY + 1, -3000},
                    {ELARA_GEN_VOL_ENV_DELAY, -7000},
                    {ELARA_GEN_VOL_ENV_DELAY + 5, -3000},
                    {ELARA_GEN_SAMPLE_MODE, 1},
                    {-1, 0}}},
    {.sample = 0,
     .generators = {{ELARA_GEN_FILTER_CUTOFF, 10000},
                    {ELARA_GEN_FILTER_Q, 100},
                    {ELARA_GEN_MOD_LFO_VOLUME, 60},
                    {ELARA_GEN_SAMPLE_MODE, 3},
                    {-1, 0}}},
};

static ElaraSampler*
player(size_t reserve, int fixed)
{
  ElaraSampler* const s = elara_sampler_new(font, tables, RATE, reserve, fixed);
  elara_sampler_preset(s, elara_font_preset(font, 0, 0));
  return s;
}

typedef struct {
  int at, kind, a, b; // kind 0 note (b = length), 1 controller, 2 bend
} Event;

static const Event events[] = {
    {100, 0, 60, 9000},   {101, 0, 64, 3001},  {2000, 1, 11, 90},
    {2500, 0, 48, 20000}, {3333, 2, 0, 12000}, {4000, 1, 1, 127},
    {6001, 0, 72, 1},     {6001, 0, 73, 777},  {9000, 1, 64, 127},
    {9100, 0, 55, 100},   {12345, 1, 64, 0},   {20000, 0, 61, 64},
    {20032, 1, 10, 0},    {20100, 1, 7, 80},   {30001, 0, 90, 8000},
};
#define EVENTS (int)(sizeof events / sizeof *events)

static void
do_event(ElaraSampler* s, const Event* e)
{
  if (e->kind == 0) elara_sampler_note(s, e->a, 100, e->b, 1.0);
  if (e->kind == 1) elara_sampler_control(s, e->a, e->b);
  if (e->kind == 2) elara_sampler_bend(s, e->b);
}

// Calls of at most BLOCK frames, fewer where an event is due.
static void
render(int block, float* l, float* r)
{
  ElaraSampler* const s = player(0, 0);
  memset(l, 0, FRAMES * sizeof *l);
  memset(r, 0, FRAMES * sizeof *r);
  int next = 0;
  for (int at = 0; at < FRAMES;) {
    while (next < EVENTS && events[next].at <= at)
      do_event(s, &events[next++]);
    int n = block - at % block;
    if (next < EVENTS && events[next].at - at < n) n = events[next].at - at;
    if (n > FRAMES - at) n = FRAMES - at;
    elara_sampler_render(s, l + at, r + at, n);
    at += n;
  }
  elara_sampler_free(s);
}

static void
test_blocks(void)
{
  static const int blocks[] = {1, 37, 64, 100, 256, 1000, FRAMES};
  render(64, left, right);
  double power = 0.0;
  for (int i = 0; i < FRAMES; i++)
    power += (double)left[i] * (double)left[i];
  TAP_OK(power > 1.0, "the test plays something");
  for (size_t i = 0; i < sizeof blocks / sizeof *blocks; i++) {
    char name[64];
    snprintf(name, sizeof name, "the same bits in blocks of %d", blocks[i]);
    render(blocks[i], left_2, right_2);
    TAP_OK(memcmp(left, left_2, sizeof left) == 0 &&
               memcmp(right, right_2, sizeof right) == 0,
           name);
  }
}

// The first and one past the last frame that is not zero.
static void
extent(const float* x, int* from, int* to)
{
  *from = *to = 0;
  for (int i = 0; i < FRAMES; i++) {
    if (x[i] == 0.0f) continue;
    if (*to == 0) *from = i;
    *to = i + 1;
  }
}

static void
test_places(void)
{
  for (int start = 1000; start < 1070; start += 23) {
    ElaraSampler* const s = player(0, 0);
    memset(right, 0, sizeof right);
    elara_sampler_render(s, left, right, start);
    elara_sampler_note(s, 60, 127, 4000, 1.0);
    elara_sampler_render(s, left + start, right + start, FRAMES - start);
    int from, to;
    extent(right, &from, &to);
    char name[64];
    snprintf(name, sizeof name, "a note begins on frame %d", start);
    // The sine's first frame is zero, its taps reach a little before.
    TAP_OK(from >= start && from <= start + 2, name);
    elara_sampler_free(s);
  }
}

static void
test_stealing(void)
{
  ElaraSampler* const s = player(24, 1);
  memset(left, 0, sizeof left);
  memset(right, 0, sizeof right);
  for (int i = 0; i < 60; i++) {
    elara_sampler_note(s, 40 + i % 40, 60 + i, 40000, 0.02);
    elara_sampler_render(s, left + i * 500, right + i * 500, 500);
  }
  TAP_OK(elara_sampler_stolen(s) >= 60 * 3 - 24, "voices were stolen");
  TAP_OK(elara_sampler_voice_count(s) <= 24 + 11, "and the limit holds");
  // A click would be a step; the highest honest slope is that of the notes.
  double step = 0.0;
  for (int i = 1; i < 30000; i++) {
    const double d = fabs((double)left[i] - (double)left[i - 1]);
    if (d > step) step = d;
  }
  ElaraSampler* const all = player(400, 1);
  memset(left_2, 0, sizeof left_2);
  memset(right_2, 0, sizeof right_2);
  for (int i = 0; i < 60; i++) {
    elara_sampler_note(all, 40 + i % 40, 60 + i, 40000, 0.02);
    elara_sampler_render(all, left_2 + i * 500, right_2 + i * 500, 500);
  }
  double honest = 0.0;
  for (int i = 1; i < 30000; i++) {
    const double d = fabs((double)left_2[i] - (double)left_2[i - 1]);
    if (d > honest) honest = d;
  }
  TAP_EQ_I((int)elara_sampler_stolen(all), 0, "with room none is stolen");
  printf("# steepest step %.4f with stealing, %.4f without\n", step, honest);
  TAP_OK(step <= honest * 1.05, "stealing does not click");
  elara_sampler_free(s);
  elara_sampler_free(all);
}

int
main(void)
{
  tap_begin("blocks, places, stealing");
  ElaraText bytes = {0};
  tables = elara_tables_new(ELARA_QUALITY_NORMAL, NULL);
  tiny_font(&bytes, zones, 3, NULL);
  if (elara_font_open_bytes("tiny", (const unsigned char*)bytes.bytes,
                            bytes.count, NULL, &font) != ELARA_OK) {
    return 1;
  }
  test_blocks();
  test_places();
  test_stealing();
  elara_font_free(font);
  elara_tables_free(tables);
  elara_text_clear(&bytes);
  return tap_end();
}
