// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

#include "sound/sound.h"

#include "sound/mix/anticipate.h"
#include "sound/mix/calibrate.h"
#include "sound/mix/console.h"
#include "sound/mix/master.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

ElaraSoundConfig
elara_sound_config(void)
{
  return (ElaraSoundConfig){.rate = 48000,
                            .quality = ELARA_QUALITY_NORMAL,
                            .loudness_lufs = -23.0,
                            .ceiling_dbtp = -1.0,
                            .shimmer = .35};
}

static int
readable(const char* path)
{
  struct stat info;
  return path && *path && stat(path, &info) == 0 && S_ISREG(info.st_mode);
}

const char*
elara_sound_default_font(void)
{
  static const char* const places[] = {
      "/usr/share/sounds/sf3/MuseScore_General_Full.sf3",
      "/usr/share/sounds/sf2/MuseScore_General_Full.sf2",
      "/usr/share/sounds/sf3/MuseScore_General.sf3",
      "/usr/share/sounds/sf2/MuseScore_General.sf2",
      "/usr/share/sounds/sf2/FluidR3_GM.sf2",
      "/usr/share/sounds/sf3/default-GM.sf3",
      "/usr/share/sounds/sf2/default-GM.sf2",
      "/usr/local/share/sounds/sf3/MuseScore_General.sf3",
      "/usr/share/soundfonts/FluidR3_GM.sf2",
      "/usr/share/soundfonts/default.sf2",
  };
  const char* const own = getenv("ELARA_SOUND_FONT");
  if (readable(own)) return own;
  for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
    if (readable(places[i])) return places[i];
  }
  return NULL;
}

// Everything one rendering owns.
typedef struct {
  const ElaraTake* take;
  ElaraSoundConfig config;
  ElaraSink* sink;
  ElaraDiags* diags;
  ElaraArena* arena;
  ElaraFont* font;
  ElaraTables* tables;
  ElaraHall* hall;
  ElaraStrip* strips;
  size_t strip_count;
  ElaraConsole* console;
  ElaraSpool spool;
  ElaraMeter* meter;
  int64_t frames;
  int64_t mixed;    // frames in the spool
  ElaraStatus kept; // of the spool
} Render;

// Rendering takes most of the time; mastering the rest.
#define RENDER_SHARE 0.9

static void
tally(const Render* r, int64_t frames)
{
  ElaraSoundTally* const t = r->config.tally;
  if (!t) return;
  t->seconds = (double)frames / r->config.rate;
  t->stolen = 0;
  for (int step = 0; step < ELARA_STRIP_STEPS; step++) {
    t->voices = 0;
    for (size_t i = 0; i < r->strip_count; i++)
      t->voices += r->strips[i].heard[step];
    if (t->voices > t->most_voices) t->most_voices = t->voices;
  }
  for (size_t i = 0; i < r->strip_count; i++) {
    const ElaraSampler* const s = r->strips[i].sampler;
    if (s) t->stolen += elara_sampler_stolen(s);
  }
}

static int
report(const Render* r, double done, int64_t frames)
{
  tally(r, frames);
  if (!r->config.progress) return 0;
  return r->config.progress(r->config.progress_data, done,
                            (double)frames / r->config.rate);
}

static int
report_mastering(void* data, double done)
{
  const Render* const r = (const Render*)data;
  return report(r, RENDER_SHARE + (1.0 - RENDER_SHARE) * done, r->frames);
}

static ElaraStatus
open_font(Render* r)
{
  const char* const path =
      r->config.sound_font ? r->config.sound_font : elara_sound_default_font();
  if (!path) {
    elara_diag(r->diags, ELARA_DIAG_ERROR, "", 0, 0,
               "install musescore-general-soundfont, or name a .sf2 or .sf3",
               "no SoundFont found");
    return ELARA_IO_ERROR;
  }
  return elara_font_open(path, r->diags, &r->font);
}

static ElaraStatus
make_strips(Render* r)
{
  const ElaraTake* const take = r->take;
  r->tables = elara_tables_new(r->config.quality, NULL);
  r->strips = (ElaraStrip*)elara_arena_array(r->arena, take->player_count,
                                             sizeof(ElaraStrip));
  if (!r->tables || !r->strips) return ELARA_NO_MEMORY;
  for (size_t i = 0; i < take->player_count; i++) {
    r->strip_count++;
    ELARA_TRY(elara_strip_init(&r->strips[i], r->arena, &take->players[i],
                               r->font, r->tables, r->config.rate,
                               !r->config.plain));
    elara_calibrate_want(&r->strips[i], r->font);
  }
  ELARA_TRY(elara_font_prepare_until(r->font, ELARA_CONSOLE_BLOCK,
                                     r->config.threads, r->diags));
  elara_calibrate(r->strips, r->strip_count, r->font, r->tables,
                  r->config.threads);
  for (size_t i = 0; i < r->strip_count; i++)
    ELARA_TRY(elara_anticipate(&r->strips[i], r->arena));
  return ELARA_OK;
}

const char*
elara_sound_hall(size_t index)
{
  return elara_hall_name(index);
}

// The room that the config asks for, or none. A draft does with the light one.
static ElaraStatus
make_hall(Render* r)
{
  const ElaraSoundConfig* const c = &r->config;
  if (c->dry) return ELARA_OK;
  if (c->impulse) {
    return elara_hall_from_impulse(c->impulse, c->rate, c->threads, r->diags,
                                   &r->hall);
  }
  const int draft = c->quality == ELARA_QUALITY_DRAFT;
  ElaraHallModel model = elara_hall_model();
  const char* const name = c->hall ? c->hall : draft ? "light" : model.name;
  if (!elara_hall_model_by_name(name, &model)) {
    elara_diag(r->diags, ELARA_DIAG_ERROR, "", 0, 0,
               "see elara render --help for the halls",
               "no hall is called \"%s\"", name);
    return ELARA_BAD_INPUT;
  }
  return elara_hall_new(&model, c->rate, c->threads, &r->hall);
}

double
elara_sound_tail_s(const ElaraSoundConfig* c)
{
  ElaraHallModel model = elara_hall_model();
  if (c->dry) return 0.0;
  if (c->impulse) return 4.0;
  if (c->hall && !elara_hall_model_by_name(c->hall, &model)) return 0.0;
  double rt60_s[ELARA_HALL_BANDS], longest = 0.0;
  elara_hall_rt60(&model, rt60_s);
  for (int b = 0; b < ELARA_HALL_BANDS; b++)
    longest = fmax(longest, rt60_s[b]);
  return longest;
}

static ElaraStatus
prepare(Render* r)
{
  r->arena = elara_arena_new();
  ELARA_TRY_PTR(r->arena);
  ELARA_TRY(open_font(r));
  ELARA_TRY(make_strips(r));
  ELARA_TRY(make_hall(r));
  r->console =
      elara_console_new(r->arena, r->strips, r->strip_count, r->hall,
                        r->tables->kernel, r->config.rate, r->config.threads);
  r->meter = elara_meter_new(r->config.rate);
  if (!r->console || !r->meter) return ELARA_NO_MEMORY;
  ELARA_TRY(elara_console_shimmer(r->console, r->arena, r->config.shimmer));
  const size_t lanes = r->config.stems ? 1 + ELARA_BUS_COUNT : 1;
  return elara_spool_open(&r->spool, r->config.spool_dir, lanes,
                          ELARA_CONSOLE_BLOCK, r->diags);
}

static ElaraStatus
keep(Render* r)
{
  const int64_t left = r->frames - r->mixed;
  const size_t count =
      left < ELARA_CONSOLE_BLOCK ? (size_t)left : ELARA_CONSOLE_BLOCK;
  const float* const mix = elara_console_output(r->console, -1);
  elara_meter_add(r->meter, mix, count);
  ELARA_TRY(elara_spool_write(&r->spool, mix, r->diags));
  for (int lane = 1; lane < (int)r->spool.lanes; lane++) {
    ELARA_TRY(elara_spool_write(
        &r->spool, elara_console_output(r->console, lane - 1), r->diags));
  }
  r->mixed += (int64_t)count;
  return ELARA_OK;
}

static void
keep_block(void* data)
{
  Render* const r = (Render*)data;
  if (r->kept == ELARA_OK) r->kept = keep(r);
}

static ElaraStatus
record(Render* r)
{
  for (int64_t at = 0; at < r->frames; at += ELARA_CONSOLE_BLOCK) {
    ELARA_TRY(elara_font_prepare_until(r->font, at + ELARA_CONSOLE_BLOCK,
                                       r->config.threads, r->diags));
    elara_console_run(r->console, keep_block, r);
    ELARA_TRY(r->kept);
    if (report(r, RENDER_SHARE * (double)at / (double)r->frames, at)) {
      return ELARA_CANCELLED;
    }
  }
  elara_console_finish(r->console, keep_block, r);
  ELARA_TRY(r->kept);
  for (size_t i = 0; i < r->strip_count; i++) {
    if (r->strips[i].failed) return ELARA_NO_MEMORY;
  }
  return ELARA_OK;
}

static ElaraStatus
hand_out(Render* r)
{
  if (!r->sink->played) return ELARA_OK;
  float* const block = (float*)elara_arena_array(
      r->arena, (size_t)2 * ELARA_CONSOLE_BLOCK, sizeof(float));
  ELARA_TRY_PTR(block);
  int64_t left = r->frames;
  for (size_t i = 0; i < r->spool.blocks && left > 0; i++) {
    const int sounds = elara_spool_sounds(&r->spool, i, 0);
    const size_t count =
        left < ELARA_CONSOLE_BLOCK ? (size_t)left : ELARA_CONSOLE_BLOCK;
    if (sounds) ELARA_TRY(elara_spool_read(&r->spool, i, 0, block, r->diags));
    ELARA_TRY(r->sink->played(r->sink->data, sounds ? block : NULL, count));
    left -= (int64_t)count;
  }
  return ELARA_OK;
}

static void
clear(Render* r)
{
  elara_spool_close(&r->spool);
  elara_meter_free(r->meter);
  elara_hall_free(r->hall);
  for (size_t i = 0; i < r->strip_count; i++)
    elara_strip_clear(&r->strips[i]);
  elara_tables_free(r->tables);
  elara_font_free(r->font);
  elara_arena_free(r->arena);
}

ElaraStatus
elara_sound_render(const ElaraTake* take,
                   const ElaraSoundConfig* config,
                   ElaraSink* sink,
                   ElaraDiags* diags,
                   ElaraStems* result)
{
  Render r = {.take = take,
              .config = *config,
              .sink = sink,
              .diags = diags,
              .spool = {.file = -1}};
  *result = (ElaraStems){.rate = config->rate, .channels = 2};
  if (config->rate < 8000 || config->rate > 192000) {
    elara_diag(diags, ELARA_DIAG_ERROR, "", 0, 0,
               "use 44100, 48000, 88200 or 96000",
               "cannot render at %d frames a second", config->rate);
    return ELARA_BAD_INPUT;
  }
  if (config->tally) *config->tally = (ElaraSoundTally){0};
  r.frames = elara_time_frames(take->length, config->rate);
  ElaraStatus status = prepare(&r);
  if (status == ELARA_OK) status = record(&r);
  if (status == ELARA_OK) status = hand_out(&r);
  if (status == ELARA_OK) {
    const ElaraReel reel = elara_spool_reel(&r.spool);
    status = elara_master(&reel, r.meter, r.frames, config, report_mastering,
                          &r, sink, diags, result);
  }
  if (status == ELARA_OK && report(&r, 1.0, r.frames)) status = ELARA_CANCELLED;
  clear(&r);
  return status;
}
