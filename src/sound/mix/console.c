// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

#include "sound/mix/console.h"

#include "base/threads.h"
#include "sound/dsp/biquad.h"
#include "sound/dsp/denormal.h"
#include "sound/synth/shimmer.h"

#include <math.h>
#include <string.h>

#define FILTERS 2

// Light corrections: rumble out, back some of the treble that distance and the
// font's single dynamic layers take, less boom from the hall. Level in dB.
static const struct {
  double level_db;
  struct {
    ElaraBiquadKind kind;
    double hz, db;
  } filters[FILTERS];
} settings[ELARA_BUS_COUNT] = {
    [ELARA_BUS_STRINGS] = {0.0,
                           {{ELARA_BIQUAD_LOW_CUT, 28.0, 0.0},
                            {ELARA_BIQUAD_HIGH_SHELF, 5000.0, 3.5}}},
    [ELARA_BUS_WOODWINDS] = {0.0,
                             {{ELARA_BIQUAD_LOW_CUT, 40.0, 0.0},
                              {ELARA_BIQUAD_HIGH_SHELF, 5000.0, 3.0}}},
    [ELARA_BUS_BRASS] = {0.0,
                         {{ELARA_BIQUAD_LOW_CUT, 30.0, 0.0},
                          {ELARA_BIQUAD_HIGH_SHELF, 5000.0, 3.0}}},
    [ELARA_BUS_PERCUSSION] = {0.0,
                              {{ELARA_BIQUAD_LOW_CUT, 25.0, 0.0},
                               {ELARA_BIQUAD_HIGH_SHELF, 6000.0, 2.0}}},
    [ELARA_BUS_KEYS] = {0.0,
                        {{ELARA_BIQUAD_LOW_CUT, 35.0, 0.0},
                         {ELARA_BIQUAD_HIGH_SHELF, 8000.0, 1.0}}},
    [ELARA_BUS_CHOIR] = {0.0,
                         {{ELARA_BIQUAD_LOW_CUT, 60.0, 0.0},
                          {ELARA_BIQUAD_BELL, 350.0, -1.0}}},
    [ELARA_BUS_SYNTH] = {0.0,
                         {{ELARA_BIQUAD_LOW_CUT, 18.0, 0.0},
                          {ELARA_BIQUAD_HIGH_SHELF, 9000.0, -1.0}}},
    [ELARA_BUS_ECHO] = {0.0,
                        {{ELARA_BIQUAD_LOW_CUT, 40.0, 0.0},
                         {ELARA_BIQUAD_LOW_SHELF, 220.0, -2.0}}},
};

typedef struct {
  float* frames; // interleaved
  ElaraBiquad filters[FILTERS];
  float level;
  int sounding;
  int ringing; // filters hold sound for one more block
} Bus;

struct ElaraConsole {
  ElaraStrip* strips;
  size_t count;
  ElaraHall* hall;
  int threads;
  int64_t now;
  Bus buses[ELARA_BUS_COUNT];
  float* sends[ELARA_HALL_GROUPS];
  int send_sounds[ELARA_HALL_GROUPS];
  float* hall_left;
  float* hall_right;
  ElaraShimmer* shimmer; // NULL = none
  double shimmer_amount;
  float* shimmer_in;
  float* mix;
  int sounding;
};

ElaraConsole*
elara_console_new(ElaraArena* arena,
                  ElaraStrip* strips,
                  size_t count,
                  ElaraHall* hall,
                  int rate,
                  int threads)
{
  const size_t n = ELARA_CONSOLE_BLOCK;
  ElaraConsole* const c = (ElaraConsole*)elara_arena_alloc(arena, sizeof *c);
  if (!c) return NULL;
  *c = (ElaraConsole){
      .strips = strips, .count = count, .hall = hall, .threads = threads};
  for (int b = 0; b < ELARA_BUS_COUNT; b++) {
    Bus* const bus = &c->buses[b];
    bus->frames = (float*)elara_arena_array(arena, 2 * n, sizeof(float));
    bus->level = (float)pow(10.0, settings[b].level_db / 20.0);
    for (int f = 0; f < FILTERS; f++) {
      bus->filters[f] =
          elara_biquad(settings[b].filters[f].kind, rate,
                       settings[b].filters[f].hz, settings[b].filters[f].db);
    }
    if (!bus->frames) return NULL;
  }
  for (int g = 0; g < ELARA_HALL_GROUPS; g++) {
    c->sends[g] = (float*)elara_arena_array(arena, n, sizeof(float));
    if (!c->sends[g]) return NULL;
  }
  c->hall_left = (float*)elara_arena_array(arena, n, sizeof(float));
  c->hall_right = (float*)elara_arena_array(arena, n, sizeof(float));
  c->mix = (float*)elara_arena_array(arena, 2 * n, sizeof(float));
  return c->hall_left && c->hall_right && c->mix ? c : NULL;
}

// Glass and bells: where they sound, there is magic.
static int
is_magic(const ElaraStrip* s)
{
  return s->player->instrument == ELARA_GLASS_HARMONICA ||
         s->player->instrument == ELARA_CHURCH_BELL;
}

ElaraStatus
elara_console_shimmer(ElaraConsole* c,
                      ElaraArena* arena,
                      int rate,
                      double amount)
{
  int magic = 0;
  for (size_t i = 0; i < c->count; i++)
    magic |= is_magic(&c->strips[i]);
  if (!c->hall || !magic || !(amount > 0.0)) return ELARA_OK;
  c->shimmer_amount = amount;
  c->shimmer = elara_shimmer_new(arena, rate);
  c->shimmer_in =
      (float*)elara_arena_array(arena, ELARA_CONSOLE_BLOCK, sizeof(float));
  return c->shimmer && c->shimmer_in ? ELARA_OK : ELARA_NO_MEMORY;
}

static void
run_strip(void* data, size_t index)
{
  ElaraConsole* const c = (ElaraConsole*)data;
  const unsigned before = elara_flush_denormals();
  elara_strip_run(&c->strips[index], ELARA_CONSOLE_BLOCK);
  elara_restore_denormals(before);
}

static void
finish_bus(Bus* bus)
{
  const size_t n = ELARA_CONSOLE_BLOCK;
  for (int f = 0; f < FILTERS; f++) {
    elara_biquad_run(&bus->filters[f], 0, bus->frames, 2, n);
    elara_biquad_run(&bus->filters[f], 1, bus->frames + 1, 2, n);
  }
  for (size_t i = 0; i < 2 * n; i++)
    bus->frames[i] *= bus->level;
}

// A bus plays one block longer than its sources, for its filters to ring out.
static void
begin_bus(Bus* bus, int sources)
{
  bus->sounding = sources || bus->ringing;
  bus->ringing = sources;
  if (bus->sounding) {
    memset(bus->frames, 0, 2 * ELARA_CONSOLE_BLOCK * sizeof(float));
  }
}

static void
sum_bus(ElaraConsole* c, int b)
{
  Bus* const bus = &c->buses[b];
  int sources = 0;
  for (size_t i = 0; i < c->count; i++) {
    sources |= (int)c->strips[i].bus == b && c->strips[i].sounding;
  }
  begin_bus(bus, sources);
  if (!bus->sounding) return;
  for (size_t i = 0; i < c->count; i++) {
    const ElaraStrip* const s = &c->strips[i];
    if ((int)s->bus != b || !s->sounding) continue;
    for (size_t k = 0; k < ELARA_CONSOLE_BLOCK; k++) {
      bus->frames[2 * k] += s->left[k];
      bus->frames[2 * k + 1] += s->right[k];
    }
  }
  finish_bus(bus);
}

static void
sum_send(ElaraConsole* c, int g)
{
  c->send_sounds[g] = 0;
  for (size_t i = 0; i < c->count; i++) {
    const ElaraStrip* const s = &c->strips[i];
    if (s->hall_group != g || !s->sounding) continue;
    if (!c->send_sounds[g]) {
      memset(c->sends[g], 0, ELARA_CONSOLE_BLOCK * sizeof(float));
    }
    c->send_sounds[g] = 1;
    for (size_t k = 0; k < ELARA_CONSOLE_BLOCK; k++) {
      c->sends[g][k] += s->send[k];
    }
  }
}

// Jobs: the buses but the echo, then the sends.
static void
run_sum(void* data, size_t index)
{
  ElaraConsole* const c = (ElaraConsole*)data;
  const unsigned before = elara_flush_denormals();
  if (index < ELARA_BUS_ECHO)
    sum_bus(c, (int)index);
  else
    sum_send(c, (int)index - ELARA_BUS_ECHO);
  elara_restore_denormals(before);
}

// The cloud joins the hall's answer, which it is made of.
static void
add_shimmer(ElaraConsole* c)
{
  double level = 0.0;
  for (size_t i = 0; i < c->count; i++) {
    if (is_magic(&c->strips[i]) && c->strips[i].sounding)
      level = c->shimmer_amount;
  }
  elara_shimmer_level(c->shimmer, level);
  for (size_t k = 0; k < ELARA_CONSOLE_BLOCK; k++) {
    c->shimmer_in[k] = 0.5f * (c->hall_left[k] + c->hall_right[k]);
  }
  elara_shimmer_process(c->shimmer,
                        elara_hall_silent(c->hall) ? NULL : c->shimmer_in,
                        c->hall_left, c->hall_right, ELARA_CONSOLE_BLOCK);
}

static int
echo_silent(const ElaraConsole* c)
{
  return elara_hall_silent(c->hall) &&
         (!c->shimmer || elara_shimmer_silent(c->shimmer));
}

static void
run_echo(ElaraConsole* c)
{
  Bus* const echo = &c->buses[ELARA_BUS_ECHO];
  const float* sends[ELARA_HALL_GROUPS];
  for (int g = 0; g < ELARA_HALL_GROUPS; g++) {
    sends[g] = c->send_sounds[g] ? c->sends[g] : NULL;
  }
  elara_hall_process(c->hall, sends, c->threads, c->hall_left, c->hall_right);
  if (c->shimmer) add_shimmer(c);
  begin_bus(echo, !echo_silent(c));
  if (!echo->sounding) return;
  for (size_t k = 0; k < ELARA_CONSOLE_BLOCK; k++) {
    echo->frames[2 * k] = c->hall_left[k];
    echo->frames[2 * k + 1] = c->hall_right[k];
  }
  finish_bus(echo);
}

// Nothing plays in this block and nothing rings.
static int
idle(const ElaraConsole* c)
{
  const int64_t until = c->now + ELARA_CONSOLE_BLOCK;
  if (c->hall && !echo_silent(c)) return 0;
  for (int b = 0; b < ELARA_BUS_COUNT; b++) {
    if (c->buses[b].ringing) return 0;
  }
  for (size_t i = 0; i < c->count; i++) {
    if (elara_strip_busy(&c->strips[i]) ||
        elara_strip_next_event(&c->strips[i]) < until) {
      return 0;
    }
  }
  return 1;
}

int
elara_console_run(ElaraConsole* c)
{
  c->sounding = !idle(c);
  elara_parallel(c->sounding ? c->threads : 1, c->count, run_strip, c);
  c->now += ELARA_CONSOLE_BLOCK;
  if (!c->sounding) {
    for (int b = 0; b < ELARA_BUS_COUNT; b++)
      c->buses[b].sounding = 0;
    return 0;
  }
  const unsigned before = elara_flush_denormals();
  elara_parallel(c->threads, ELARA_BUS_ECHO + ELARA_HALL_GROUPS, run_sum, c);
  if (c->hall) run_echo(c);
  memset(c->mix, 0, 2 * ELARA_CONSOLE_BLOCK * sizeof(float));
  for (int b = 0; b < ELARA_BUS_COUNT; b++) {
    const Bus* const bus = &c->buses[b];
    for (size_t k = 0; bus->sounding && k < 2 * ELARA_CONSOLE_BLOCK; k++) {
      c->mix[k] += bus->frames[k];
    }
  }
  elara_restore_denormals(before);
  return 1;
}

const float*
elara_console_output(const ElaraConsole* c, int bus)
{
  if (!c->sounding) return NULL;
  if (bus < 0) return c->mix;
  return c->buses[bus].sounding ? c->buses[bus].frames : NULL;
}
