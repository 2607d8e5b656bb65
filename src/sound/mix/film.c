// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

#include "sound/mix/film.h"

#include "sound/mix/master.h"
#include "sound/mix/speech.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define BLOCK 4096 // frames

typedef struct {
  ElaraSpool spool;
  ElaraMeter* meter;
  float* part; // the block that is being filled
  size_t filled;
  int sounds;     // that block
  int64_t frames; // taken in
  int ended;
} Track;

struct ElaraFilmMix {
  ElaraFilmMixConfig config;
  ElaraArena* arena;
  ElaraDiags* diags;
  Track tracks[ELARA_FILM_TRACKS];
  ElaraEar* ear;
  ElaraStretches speech;
  ElaraDuck duck;
  int has_dialogue;
  float score_gain;
  // The block that all lanes are made of.
  size_t loaded; // its number, -1 = none
  float* parts[ELARA_FILM_TRACKS];
  float* gains;
};

static size_t
blocks_of(const ElaraFilmMix* m)
{
  return (size_t)((m->config.frames + BLOCK - 1) / BLOCK);
}

// --- tracks ------------------------------------------------------------------

static ElaraStatus
open_track(ElaraFilmMix* m, Track* t)
{
  if (t->part) return ELARA_OK;
  t->part = (float*)elara_arena_array(m->arena, 2 * BLOCK, sizeof(float));
  ELARA_TRY_PTR(t->part);
  ELARA_TRY_PTR(t->meter = elara_meter_new(m->config.rate));
  if (t == &m->tracks[ELARA_FILM_ORIGINAL]) {
    ELARA_TRY(elara_meter_listen(t->meter, m->speech.items, m->speech.count));
  }
  if (t == &m->tracks[ELARA_FILM_DIALOGUE])
    ELARA_TRY_PTR(m->ear = elara_ear_new(m->arena, m->config.rate));
  return elara_spool_open(&t->spool, m->config.spool_dir, 1, BLOCK, m->diags);
}

ElaraStatus
elara_film_mix_new(const ElaraFilmMixConfig* config,
                   ElaraDiags* diags,
                   ElaraFilmMix** mix)
{
  *mix = NULL;
  ElaraArena* const arena = elara_arena_new();
  ElaraFilmMix* const m =
      arena ? (ElaraFilmMix*)elara_arena_alloc(arena, sizeof *m) : NULL;
  if (!m) {
    elara_arena_free(arena);
    return ELARA_NO_MEMORY;
  }
  *m = (ElaraFilmMix){.config = *config,
                      .arena = arena,
                      .diags = diags,
                      .score_gain = 1.0f,
                      .loaded = (size_t)-1};
  for (int i = 0; i < ELARA_FILM_TRACKS; i++)
    m->tracks[i].spool.file = -1;
  *mix = m;
  for (size_t i = 0; i < config->speech_count; i++)
    ELARA_TRY(elara_spans_add(&m->speech, arena, config->speech[i], 1));
  return ELARA_OK;
}

void
elara_film_mix_free(ElaraFilmMix* m)
{
  if (!m) return;
  for (int i = 0; i < ELARA_FILM_TRACKS; i++) {
    if (m->tracks[i].spool.file >= 0) elara_spool_close(&m->tracks[i].spool);
    elara_meter_free(m->tracks[i].meter);
  }
  elara_ear_free(m->ear);
  elara_arena_free(m->arena);
}

static ElaraStatus
put_block(ElaraFilmMix* m, Track* t)
{
  memset(t->part + 2 * t->filled, 0, 2 * (BLOCK - t->filled) * sizeof(float));
  t->filled = 0;
  const int sounds = t->sounds;
  t->sounds = 0;
  return elara_spool_write(&t->spool, sounds ? t->part : NULL, m->diags);
}

static int
is_silent(const float* samples, size_t count)
{
  for (size_t i = 0; i < count; i++) {
    if (samples[i] != 0.0f) return 0;
  }
  return 1;
}

ElaraStatus
elara_film_mix_add(ElaraFilmMix* m,
                   ElaraFilmTrack track,
                   const float* interleaved,
                   size_t frames)
{
  Track* const t = &m->tracks[track];
  ELARA_TRY(open_track(m, t));
  const int64_t left = m->config.frames - t->frames;
  if ((int64_t)frames > left) frames = (size_t)left;
  t->frames += (int64_t)frames;
  while (frames > 0) {
    const size_t room = BLOCK - t->filled;
    const size_t n = frames < room ? frames : room;
    float* const place = t->part + 2 * t->filled;
    if (interleaved)
      memcpy(place, interleaved, 2 * n * sizeof(float));
    else
      memset(place, 0, 2 * n * sizeof(float));
    const int silent = is_silent(place, 2 * n);
    t->sounds |= !silent;
    elara_meter_add(t->meter, silent ? NULL : place, n);
    if (m->ear && track == ELARA_FILM_DIALOGUE)
      ELARA_TRY(elara_ear_add(m->ear, place, n));
    t->filled += n;
    if (interleaved) interleaved += 2 * n;
    frames -= n;
    if (t->filled == BLOCK) ELARA_TRY(put_block(m, t));
  }
  return ELARA_OK;
}

ElaraStatus
elara_film_mix_end(ElaraFilmMix* m, ElaraFilmTrack track)
{
  Track* const t = &m->tracks[track];
  if (t->ended) return ELARA_OK;
  ELARA_TRY(open_track(m, t));
  t->ended = 1;
  if (t->filled > 0) ELARA_TRY(put_block(m, t));
  if (track != ELARA_FILM_DIALOGUE) return ELARA_OK;
  m->has_dialogue = 1;
  m->speech.count = 0;
  return elara_ear_spans(m->ear, &m->speech);
}

// --- lanes -------------------------------------------------------------------

static int
track_sounds(const Track* t, size_t block)
{
  return block < t->spool.blocks && elara_spool_sounds(&t->spool, block, 0);
}

static int
lane_sounds(void* of, size_t block, size_t lane)
{
  (void)lane;
  const ElaraFilmMix* const m = (const ElaraFilmMix*)of;
  return track_sounds(&m->tracks[ELARA_FILM_SCORE], block) ||
         track_sounds(&m->tracks[ELARA_FILM_ORIGINAL], block) ||
         track_sounds(&m->tracks[ELARA_FILM_DIALOGUE], block);
}

// The score comes with its level already.
static ElaraStatus
load(ElaraFilmMix* m, size_t block)
{
  if (m->loaded == block) return ELARA_OK;
  m->loaded = (size_t)-1;
  for (int i = 0; i < ELARA_FILM_TRACKS; i++) {
    if (track_sounds(&m->tracks[i], block)) {
      ELARA_TRY(elara_spool_read(&m->tracks[i].spool, block, 0, m->parts[i],
                                 m->diags));
    } else {
      memset(m->parts[i], 0, 2 * BLOCK * sizeof(float));
    }
  }
  float* const score = m->parts[ELARA_FILM_SCORE];
  for (size_t i = 0; i < (size_t)2 * BLOCK; i++)
    score[i] *= m->score_gain;
  elara_duck_gains(&m->duck, (int64_t)block * BLOCK, m->gains, BLOCK);
  m->loaded = block;
  return ELARA_OK;
}

static ElaraStatus
read_lane(void* of, size_t block, size_t lane, float* frames, ElaraDiags* diags)
{
  (void)diags;
  ElaraFilmMix* const m = (ElaraFilmMix*)of;
  ELARA_TRY(load(m, block));
  const float* const score = m->parts[ELARA_FILM_SCORE];
  const float* const original = m->parts[ELARA_FILM_ORIGINAL];
  const float* const dialogue = m->parts[ELARA_FILM_DIALOGUE];
  for (size_t i = 0; i < (size_t)2 * BLOCK; i++) {
    const float music = score[i] * m->gains[i / 2];
    switch ((int)lane - 1) {
    case ELARA_LANE_MIX:
      frames[i] = original[i] + music;
      break;
    case ELARA_LANE_SCORE:
      frames[i] = score[i];
      break;
    case ELARA_LANE_MUSIC:
      frames[i] = music;
      break;
    case ELARA_LANE_ORIGINAL:
      frames[i] = original[i];
      break;
    case ELARA_LANE_DIALOGUE:
      frames[i] = dialogue[i];
      break;
    case ELARA_LANE_EFFECTS:
      frames[i] = original[i] - dialogue[i];
      break;
    default:
      frames[i] = score[i] + (original[i] - dialogue[i]);
      break;
    }
  }
  return ELARA_OK;
}

static ElaraReel
make_reel(ElaraFilmMix* m)
{
  const size_t stems = m->has_dialogue ? 7 : 4;
  return (ElaraReel){.lanes = m->config.stems ? stems : 2,
                     .block = BLOCK,
                     .blocks = blocks_of(m),
                     .sounds = lane_sounds,
                     .read = read_lane,
                     .of = m};
}

// --- levels ------------------------------------------------------------------

static int
is_anchor(double lufs)
{
  return isfinite(lufs) && lufs > ELARA_FILM_LEAST_LUFS;
}

static void
find_anchor(const ElaraFilmMix* m, ElaraFilmLevels* levels)
{
  const ElaraMeter* const original = m->tracks[ELARA_FILM_ORIGINAL].meter;
  const double spoken =
      m->has_dialogue ? elara_meter_lufs(m->tracks[ELARA_FILM_DIALOGUE].meter)
                      : elara_meter_speech_lufs(original);
  levels->anchor_speaks = is_anchor(spoken);
  levels->anchor_lufs =
      levels->anchor_speaks ? spoken : elara_meter_lufs(original);
  levels->has_anchor = is_anchor(levels->anchor_lufs);
}

static void
set_level(ElaraFilmMix* m, ElaraFilmLevels* levels)
{
  find_anchor(m, levels);
  const double score = elara_meter_lufs(m->tracks[ELARA_FILM_SCORE].meter);
  const double target = m->config.loudness_lufs;
  double gain_db = 0.0;
  if (levels->has_anchor && isfinite(score)) {
    gain_db = levels->anchor_lufs - ELARA_FILM_BELOW_LU - score;
  } else if (!isnan(target) && isfinite(score)) {
    gain_db = target - score;
  }
  levels->score_gain_db = gain_db;
  m->score_gain = (float)pow(10.0, gain_db / 20.0);
}

// Nothing steps back where there is nothing to be heard over it.
static ElaraStatus
set_duck(ElaraFilmMix* m, const ElaraFilmLevels* levels)
{
  const ElaraDuckConfig duck = elara_duck_config();
  return elara_duck_init(&m->duck, m->arena, &duck, m->speech.items,
                         levels->has_anchor ? m->speech.count : 0,
                         m->config.rate);
}

// --- the master --------------------------------------------------------------

static ElaraStatus
prepare(ElaraFilmMix* m)
{
  for (int i = 0; i < ELARA_FILM_TRACKS; i++) {
    Track* const t = &m->tracks[i];
    if (i != ELARA_FILM_DIALOGUE)
      ELARA_TRY(elara_film_mix_end(m, (ElaraFilmTrack)i));
    m->parts[i] = (float*)elara_arena_array(m->arena, 2 * BLOCK, sizeof(float));
    ELARA_TRY_PTR(m->parts[i]);
    if (t->part && t->filled > 0) ELARA_TRY(put_block(m, t));
  }
  m->gains = (float*)elara_arena_array(m->arena, BLOCK, sizeof(float));
  ELARA_TRY_PTR(m->gains);
  return ELARA_OK;
}

static ElaraStatus
measure(ElaraFilmMix* m, const ElaraReel* reel, ElaraMeter* meter)
{
  float* const block =
      (float*)elara_arena_array(m->arena, 2 * BLOCK, sizeof(float));
  ELARA_TRY_PTR(block);
  ELARA_TRY(elara_meter_listen(meter, reel->heard, reel->heard_count));
  for (size_t i = 0; i < reel->blocks; i++) {
    const int64_t left = m->config.frames - (int64_t)i * BLOCK;
    const int sounds = lane_sounds(m, i, 0);
    if (sounds) ELARA_TRY(read_lane(m, i, 0, block, m->diags));
    elara_meter_add(meter, sounds ? block : NULL,
                    left < BLOCK ? (size_t)left : BLOCK);
  }
  return ELARA_OK;
}

static int
has_enough_speech(const ElaraFilmMix* m, int64_t spoken)
{
  return !isnan(m->config.dialogue_lufs) &&
         (double)spoken >= ELARA_DIALOGUE_LEAST * (double)m->config.frames;
}

ElaraStatus
elara_film_mix_master(ElaraFilmMix* m, ElaraSink* sink, ElaraFilmLevels* levels)
{
  *levels = (ElaraFilmLevels){0};
  ELARA_TRY(prepare(m));
  set_level(m, levels);
  ELARA_TRY(set_duck(m, levels));
  const int64_t spoken =
      elara_spans_sum(m->speech.items, m->speech.count, m->config.frames);
  levels->spoken_s = (double)spoken / m->config.rate;
  levels->by_dialogue = levels->anchor_speaks && has_enough_speech(m, spoken);
  ElaraReel reel = make_reel(m);
  reel.heard = m->speech.items;
  reel.heard_count = levels->by_dialogue ? m->speech.count : 0;
  ElaraSoundConfig config = elara_sound_config();
  config.rate = m->config.rate;
  config.threads = m->config.threads;
  config.ceiling_dbtp = m->config.ceiling_dbtp;
  config.loudness_lufs =
      levels->by_dialogue ? m->config.dialogue_lufs : m->config.loudness_lufs;
  ElaraMeter* const meter = elara_meter_new(m->config.rate);
  ELARA_TRY_PTR(meter);
  levels->mix = (ElaraStems){.rate = m->config.rate, .channels = 2};
  ElaraStatus status = measure(m, &reel, meter);
  if (status == ELARA_OK) {
    status = elara_master(&reel, meter, m->config.frames, &config,
                          m->config.progress, m->config.progress_data, sink,
                          m->diags, &levels->mix);
  }
  elara_meter_free(meter);
  return status;
}
