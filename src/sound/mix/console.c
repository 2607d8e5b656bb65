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
// Two lines a bus.
#define BANKS ((2 * ELARA_BUS_COUNT + ELARA_LANES - 1) / ELARA_LANES)

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
  float* frames[2];
  float level;
  int sounding;
  int ringing; // filters hold sound for one more block
} Bus;

// Strips that share a bus and a group of seats: one job.
typedef struct {
  ElaraBus bus;
  int group;
  ElaraStrip** strips;
  size_t count;
  ElaraDesk desks[2]; // one is played into while the other is mixed
} Section;

struct ElaraConsole {
  ElaraStrip* strips;
  size_t count;
  Section* sections;
  size_t section_count;
  ElaraHall* hall;
  const ElaraKernel* kernel;
  int rate, threads;
  int turn;     // desks being played into
  int pending;  // the others hold a block to be mixed
  int magic[2]; // glass or bells sounded there
  void (*mixed)(void* data);
  void* mixed_data;
  Bus buses[ELARA_BUS_COUNT];
  // Filters of all buses, left and right, eight lines at a time.
  ElaraSection filters[BANKS][FILTERS];
  float* nowhere;
  float* sends[ELARA_HALL_GROUPS];
  int send_sounds[ELARA_HALL_GROUPS];
  float* mix[2];
  float* interleaved;
  ElaraShimmer* shimmer; // NULL = none
  double shimmer_amount;
  int sounding;
};

static float*
block(ElaraArena* arena)
{
  return (float*)elara_arena_array(arena, ELARA_CONSOLE_BLOCK, sizeof(float));
}

static ElaraStatus
make_bus(ElaraConsole* c, ElaraArena* arena, int b)
{
  Bus* const bus = &c->buses[b];
  bus->level = (float)pow(10.0, settings[b].level_db / 20.0);
  for (int side = 0; side < 2; side++) {
    ELARA_TRY_PTR(bus->frames[side] = block(arena));
    const int line = 2 * b + side;
    for (int f = 0; f < FILTERS; f++) {
      elara_biquad_set(&c->filters[line / ELARA_LANES][f], line % ELARA_LANES,
                       settings[b].filters[f].kind, c->rate,
                       settings[b].filters[f].hz, settings[b].filters[f].db);
    }
  }
  return ELARA_OK;
}

static ElaraStatus
make_sections(ElaraConsole* c, ElaraArena* arena)
{
  c->sections = (Section*)elara_arena_array(arena, c->count, sizeof(Section));
  ELARA_TRY_PTR(c->sections);
  for (size_t i = 0; i < c->count; i++) {
    ElaraStrip* const strip = &c->strips[i];
    size_t k = 0;
    while (k < c->section_count && (c->sections[k].bus != strip->bus ||
                                    c->sections[k].group != strip->hall_group))
      k++;
    Section* const s = &c->sections[k];
    if (k < c->section_count) {
      s->strips[s->count++] = strip;
      continue;
    }
    c->section_count++;
    s->bus = strip->bus;
    s->group = strip->hall_group;
    s->strips = (ElaraStrip**)elara_arena_array(arena, c->count - i,
                                                sizeof(ElaraStrip*));
    ELARA_TRY_PTR(s->strips);
    s->strips[s->count++] = strip;
    for (int t = 0; t < 2; t++) {
      ELARA_TRY_PTR(s->desks[t].left = block(arena));
      ELARA_TRY_PTR(s->desks[t].right = block(arena));
      ELARA_TRY_PTR(s->desks[t].send = block(arena));
    }
  }
  return ELARA_OK;
}

static ElaraStatus
make(ElaraConsole* c, ElaraArena* arena)
{
  ELARA_TRY(make_sections(c, arena));
  for (int b = 0; b < ELARA_BUS_COUNT; b++)
    ELARA_TRY(make_bus(c, arena, b));
  for (int g = 0; g < ELARA_HALL_GROUPS; g++)
    ELARA_TRY_PTR(c->sends[g] = block(arena));
  ELARA_TRY_PTR(c->nowhere = block(arena));
  ELARA_TRY_PTR(c->mix[0] = block(arena));
  ELARA_TRY_PTR(c->mix[1] = block(arena));
  c->interleaved =
      (float*)elara_arena_array(arena, 2 * ELARA_CONSOLE_BLOCK, sizeof(float));
  return c->interleaved ? ELARA_OK : ELARA_NO_MEMORY;
}

ElaraConsole*
elara_console_new(ElaraArena* arena,
                  ElaraStrip* strips,
                  size_t count,
                  ElaraHall* hall,
                  const ElaraKernel* kernel,
                  int rate,
                  int threads)
{
  ElaraConsole* const c = (ElaraConsole*)elara_arena_alloc(arena, sizeof *c);
  if (!c) return NULL;
  *c = (ElaraConsole){.strips = strips,
                      .count = count,
                      .hall = hall,
                      .kernel = kernel,
                      .rate = rate,
                      .threads = threads};
  return make(c, arena) == ELARA_OK ? c : NULL;
}

// Glass and bells: where they sound, there is magic.
static int
is_magic(const ElaraStrip* s)
{
  return s->player->instrument == ELARA_GLASS_HARMONICA ||
         s->player->instrument == ELARA_CHURCH_BELL;
}

ElaraStatus
elara_console_shimmer(ElaraConsole* c, ElaraArena* arena, double amount)
{
  int magic = 0;
  for (size_t i = 0; i < c->count; i++)
    magic |= is_magic(&c->strips[i]);
  if (!c->hall || !magic || !(amount > 0.0)) return ELARA_OK;
  c->shimmer_amount = amount;
  c->shimmer = elara_shimmer_new(arena, c->rate);
  return c->shimmer ? ELARA_OK : ELARA_NO_MEMORY;
}

static void
run_section(ElaraConsole* c, size_t index)
{
  ElaraDesk* const desk = &c->sections[index].desks[c->turn];
  desk->sounding = 0;
  elara_strips_run(c->sections[index].strips, c->sections[index].count, desk,
                   ELARA_CONSOLE_BLOCK, ELARA_CONSOLE_BLOCK);
}

static void
add_frames(float* restrict sum, const float* restrict x)
{
  for (size_t i = 0; i < ELARA_CONSOLE_BLOCK; i++)
    sum[i] += x[i];
}

static void
clear_frames(float* x)
{
  memset(x, 0, ELARA_CONSOLE_BLOCK * sizeof(float));
}

// A bus plays one block longer than its sources, for its filters to ring out.
static void
begin_bus(Bus* bus, int sources)
{
  bus->sounding = sources || bus->ringing;
  bus->ringing = sources;
  for (int side = 0; bus->sounding && side < 2; side++)
    clear_frames(bus->frames[side]);
}

// Of the block that is being mixed.
static const ElaraDesk*
played(const ElaraConsole* c, const Section* s)
{
  return &s->desks[!c->turn];
}

static void
sum_bus(ElaraConsole* c, int b)
{
  Bus* const bus = &c->buses[b];
  int sources = 0;
  for (size_t i = 0; i < c->section_count; i++) {
    const Section* const s = &c->sections[i];
    sources |= (int)s->bus == b && played(c, s)->sounding;
  }
  begin_bus(bus, sources);
  for (size_t i = 0; bus->sounding && i < c->section_count; i++) {
    const Section* const s = &c->sections[i];
    if ((int)s->bus != b || !played(c, s)->sounding) continue;
    add_frames(bus->frames[0], played(c, s)->left);
    add_frames(bus->frames[1], played(c, s)->right);
  }
}

static void
sum_send(ElaraConsole* c, int g)
{
  c->send_sounds[g] = 0;
  for (size_t i = 0; i < c->section_count; i++) {
    const Section* const s = &c->sections[i];
    if (s->group != g || !played(c, s)->sounding) continue;
    if (!c->send_sounds[g]) clear_frames(c->sends[g]);
    c->send_sounds[g] = 1;
    add_frames(c->sends[g], played(c, s)->send);
  }
}

// Jobs: the buses but the echo, then the sends.
static void
run_sum(void* data, size_t index)
{
  ElaraConsole* const c = (ElaraConsole*)data;
  if (index < ELARA_BUS_ECHO)
    sum_bus(c, (int)index);
  else
    sum_send(c, (int)index - ELARA_BUS_ECHO);
}

// The filters of four buses.
static void
run_bank(void* data, size_t bank)
{
  ElaraConsole* const c = (ElaraConsole*)data;
  const unsigned before = elara_flush_denormals();
  float* lines[ELARA_LANES];
  int any = 0;
  for (int k = 0; k < ELARA_LANES; k++) {
    const size_t line = bank * ELARA_LANES + (size_t)k;
    const Bus* const bus = &c->buses[line / 2];
    const int used = line < 2 * ELARA_BUS_COUNT && bus->sounding;
    lines[k] = used ? bus->frames[line % 2] : NULL;
    any |= used;
  }
  const size_t n = ELARA_CONSOLE_BLOCK;
  // In steps that stay in the first cache; lanes without sound go nowhere.
  for (size_t at = 0; any && at < n; at += ELARA_STRIP_STEP) {
    float* here[ELARA_LANES];
    float* const nowhere = c->nowhere + bank * n / BANKS;
    memset(nowhere, 0, ELARA_STRIP_STEP * sizeof(float));
    for (int k = 0; k < ELARA_LANES; k++)
      here[k] = lines[k] ? lines[k] + at : nowhere;
    c->kernel->equalize(c->filters[bank], FILTERS, here, ELARA_STRIP_STEP);
  }
  elara_restore_denormals(before);
}

// The cloud joins the hall's answer, which it is made of.
static void
add_shimmer(ElaraConsole* c)
{
  Bus* const echo = &c->buses[ELARA_BUS_ECHO];
  elara_shimmer_level(c->shimmer, c->magic[!c->turn] ? c->shimmer_amount : 0.0);
  float* const middle = c->mix[0]; // not in use yet
  for (size_t k = 0; k < ELARA_CONSOLE_BLOCK; k++)
    middle[k] = 0.5f * (echo->frames[0][k] + echo->frames[1][k]);
  elara_shimmer_process(c->shimmer, elara_hall_silent(c->hall) ? NULL : middle,
                        echo->frames[0], echo->frames[1], ELARA_CONSOLE_BLOCK);
}

static int
echo_silent(const ElaraConsole* c)
{
  return elara_hall_silent(c->hall) &&
         (!c->shimmer || elara_shimmer_silent(c->shimmer));
}

static void
run_echo(ElaraConsole* c, int threads)
{
  Bus* const echo = &c->buses[ELARA_BUS_ECHO];
  const float* sends[ELARA_HALL_GROUPS];
  for (int g = 0; g < ELARA_HALL_GROUPS; g++) {
    sends[g] = c->send_sounds[g] ? c->sends[g] : NULL;
  }
  const int silent = echo_silent(c);
  int any = 0;
  for (int g = 0; g < ELARA_HALL_GROUPS; g++)
    any |= sends[g] != NULL;
  begin_bus(echo, any || !silent);
  elara_hall_process(c->hall, sends, threads, echo->frames[0], echo->frames[1]);
  if (c->shimmer) add_shimmer(c);
}

// Nothing was played in the block to be mixed and nothing rings.
static int
idle(const ElaraConsole* c)
{
  if (c->hall && !echo_silent(c)) return 0;
  for (int b = 0; b < ELARA_BUS_COUNT; b++) {
    if (c->buses[b].ringing) return 0;
  }
  for (size_t i = 0; i < c->section_count; i++) {
    if (played(c, &c->sections[i])->sounding) return 0;
  }
  return 1;
}

static void
sum_mix(ElaraConsole* c)
{
  for (int side = 0; side < 2; side++) {
    float* restrict mix = c->mix[side];
    clear_frames(mix);
    for (int b = 0; b < ELARA_BUS_COUNT; b++) {
      const Bus* const bus = &c->buses[b];
      const float* restrict x = bus->frames[side];
      for (size_t i = 0; bus->sounding && i < ELARA_CONSOLE_BLOCK; i++)
        mix[i] += bus->level * x[i];
    }
  }
}

static void
mix_block(ElaraConsole* c)
{
  c->sounding = !idle(c);
  if (!c->sounding) {
    for (int b = 0; b < ELARA_BUS_COUNT; b++)
      c->buses[b].sounding = 0;
    return;
  }
  // Sections are played on the other threads meanwhile.
  const int threads = c->threads > 3 ? c->threads / 2 : 1;
  elara_parallel(threads, ELARA_BUS_ECHO + ELARA_HALL_GROUPS, run_sum, c);
  if (c->hall) run_echo(c, threads);
  elara_parallel(threads, BANKS, run_bank, c);
  sum_mix(c);
}

// Job 0 mixes the block before, the others play the next.
static void
run_job(void* data, size_t index)
{
  ElaraConsole* const c = (ElaraConsole*)data;
  const unsigned before = elara_flush_denormals();
  if (index > 0) {
    run_section(c, index - 1);
  } else if (c->pending) {
    mix_block(c);
    c->mixed(c->mixed_data);
  }
  elara_restore_denormals(before);
}

static void
turn_over(ElaraConsole* c, int played_one)
{
  int magic = 0;
  for (size_t i = 0; i < c->count; i++)
    magic |= is_magic(&c->strips[i]) && c->strips[i].sounding;
  c->magic[c->turn] = magic;
  c->turn = !c->turn;
  c->pending = played_one;
}

void
elara_console_run(ElaraConsole* c, void (*mixed)(void* data), void* data)
{
  c->mixed = mixed;
  c->mixed_data = data;
  elara_parallel(c->threads, 1 + c->section_count, run_job, c);
  turn_over(c, 1);
}

void
elara_console_finish(ElaraConsole* c, void (*mixed)(void* data), void* data)
{
  c->mixed = mixed;
  c->mixed_data = data;
  run_job(c, 0);
  turn_over(c, 0);
}

const float*
elara_console_output(ElaraConsole* c, int bus)
{
  if (!c->sounding || (bus >= 0 && !c->buses[bus].sounding)) return NULL;
  float* const* const from = bus < 0 ? c->mix : c->buses[bus].frames;
  const float level = bus < 0 ? 1.0f : c->buses[bus].level;
  float* restrict out = c->interleaved;
  const float* restrict left = from[0];
  const float* restrict right = from[1];
  for (size_t i = 0; i < ELARA_CONSOLE_BLOCK; i++) {
    out[2 * i] = level * left[i];
    out[2 * i + 1] = level * right[i];
  }
  return out;
}
