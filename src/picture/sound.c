// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// The film's own sound: how loud every half second is (momentary loudness,
// EBU R 128, of the last 400 ms), and the level of every tenth of a second, in
// which a blow is found.

#include "picture/room.h"

#include "base/child.h"

#include <ebur128.h>
#include <math.h>
#include <stdio.h>

#define RATE 24000 // enough for loudness: K-weighting adds nothing above
#define TENTH (RATE / 10)
#define CHANNELS 2
#define SILENCE (-70.0)

typedef struct {
  ElaraArena* arena;
  ElaraLoudness* loudness;
  ebur128_state* meter;
  int tenths;
} Ear;

static double
clamp_db(double db)
{
  return isfinite(db) && db > SILENCE ? fmin(db, 20.0) : SILENCE;
}

static ElaraStatus
hear_tenth(Ear* ear, const float* block)
{
  double power = 0.0, lufs = SILENCE;
  for (size_t i = 0; i < (size_t)TENTH * CHANNELS; i++)
    power += (double)block[i] * (double)block[i];
  power /= (double)TENTH * CHANNELS;
  const float db = (float)clamp_db(10.0 * log10(power + 1e-12));
  if (!ELARA_PUSH(ear->arena, &ear->loudness->tenths, db))
    return ELARA_NO_MEMORY;
  if (ebur128_add_frames_float(ear->meter, block, TENTH) != EBUR128_SUCCESS)
    return ELARA_NO_MEMORY;
  if (++ear->tenths % 5 != 0) return ELARA_OK;
  if (ebur128_loudness_momentary(ear->meter, &lufs) != EBUR128_SUCCESS)
    lufs = SILENCE;
  return ELARA_PUSH(ear->arena, &ear->loudness->halves, (float)clamp_db(lufs))
             ? ELARA_OK
             : ELARA_NO_MEMORY;
}

// Sound that begins after the picture has silence before it; what comes before
// the picture is not heard.
static ElaraStatus
read_sound(Ear* ear, ElaraChild* child, double at_s, double most_s)
{
  float block[TENTH * CHANNELS] = {0};
  size_t got = 0;
  for (double t = .1; t <= at_s && t < most_s; t += .1)
    ELARA_TRY(hear_tenth(ear, block));
  for (double skip = at_s; skip <= -.1; skip += .1)
    ELARA_TRY(elara_child_read_whole(child, block, sizeof block, &got));
  while ((double)ear->tenths * .1 < most_s + .5) {
    ELARA_TRY(elara_child_read_whole(child, block, sizeof block, &got));
    for (size_t i = got / sizeof *block; i < (size_t)TENTH * CHANNELS; i++)
      block[i] = 0.0f;
    for (size_t i = 0; i < (size_t)TENTH * CHANNELS; i++) {
      if (!isfinite(block[i])) block[i] = 0.0f;
    }
    if (got == 0) return ELARA_OK;
    ELARA_TRY(hear_tenth(ear, block));
  }
  return ELARA_OK;
}

static ElaraStatus
start_decoder(const ElaraFilm* film,
              const char* path,
              const char* ffmpeg,
              const ElaraChildConfig* limits,
              ElaraArena* arena,
              ElaraChild** child)
{
  char map[32];
  snprintf(map, sizeof map, "0:%d", film->audio);
  const char* const argv[] = {ffmpeg,
                              "-nostdin",
                              "-v",
                              "error",
                              "-protocol_whitelist",
                              "file,pipe",
                              "-vn",
                              "-sn",
                              "-dn",
                              "-i",
                              elara_film_argument(arena, path),
                              "-map",
                              map,
                              "-ac",
                              "2",
                              "-ar",
                              "24000",
                              "-f",
                              "f32le",
                              "pipe:1",
                              NULL};
  return elara_child_start(argv, limits, child);
}

ElaraStatus
elara_film_listen(const ElaraFilm* film,
                  const char* path,
                  const char* ffmpeg,
                  const ElaraChildConfig* limits,
                  ElaraArena* arena,
                  ElaraLoudness* loudness)
{
  Ear ear = {.arena = arena, .loudness = loudness};
  ElaraChild* child;
  ELARA_TRY(start_decoder(film, path, ffmpeg, limits, arena, &child));
  ear.meter = ebur128_init(CHANNELS, RATE, EBUR128_MODE_M);
  ElaraStatus status = ear.meter ? ELARA_OK : ELARA_NO_MEMORY;
  if (status == ELARA_OK)
    status = read_sound(&ear, child, film->audio_at_s, film->duration_s);
  if (ear.meter) ebur128_destroy(&ear.meter);
  elara_child_free(child);
  return status;
}
