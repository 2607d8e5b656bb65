// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// Ducking by exact numbers, speech heard in a dialogue track, and the mix of a
// film: what sums to what, how loud the score lies, what the target measures.

#include "sound/mix/film.h"
#include "sound/mix/speech.h"
#include "tap.h"

#include <ebur128.h>
#include <math.h>

#define RATE 48000
#define SECONDS 8
#define FRAMES (SECONDS * RATE)
#define LANES 7

static void
test_duck_numbers(ElaraArena* arena)
{
  const ElaraDuckConfig config = elara_duck_config();
  const ElaraStretch speech[] = {{48000, 96000}};
  ElaraDuck duck;
  elara_duck_init(&duck, arena, &config, speech, 1, RATE);
  TAP_NEAR(elara_duck_db(&duck, 0), 0.0, 0.0, "long before");
  TAP_NEAR(elara_duck_db(&duck, 48000 - 9600), 0.0, 0.0, "200 ms before");
  TAP_NEAR(elara_duck_db(&duck, 48000 - 4800), 4.0, 1e-9, "100 ms before");
  TAP_NEAR(elara_duck_db(&duck, 48000), 8.0, 0.0, "the first frame of speech");
  TAP_NEAR(elara_duck_db(&duck, 72000), 8.0, 0.0, "the middle");
  TAP_NEAR(elara_duck_db(&duck, 95999), 8.0, 0.0, "its last frame");
  TAP_NEAR(elara_duck_db(&duck, 95999 + 14400), 4.0, 1e-9, "300 ms after");
  TAP_NEAR(elara_duck_db(&duck, 95999 + 28800), 0.0, 0.0, "600 ms after");
  double steepest = 0.0;
  for (int64_t i = 1; i < 140000; i++) {
    steepest = fmax(
        steepest, fabs(elara_duck_db(&duck, i) - elara_duck_db(&duck, i - 1)));
  }
  TAP_OK(steepest < 8.0 * 1.6 / 9600, "no step");
}

static void
test_duck_merges(ElaraArena* arena)
{
  const ElaraDuckConfig config = elara_duck_config();
  const ElaraStretch speech[] = {
      {48000, 96000}, {96000 + 24000, 150000}, {150000 + 33600, 200000}};
  ElaraDuck duck;
  elara_duck_init(&duck, arena, &config, speech, 3, RATE);
  TAP_EQ_I(duck.spans.count, 2, "what is 500 ms apart is one, 700 ms are not");
  TAP_NEAR(elara_duck_db(&duck, 108000), 8.0, 0.0, "still down between them");
  TAP_OK(elara_duck_db(&duck, 150000 + 26000) > .1,
         "up for less than it takes");
  float whole[60000], parts[60000];
  elara_duck_gains(&duck, 30000, whole, 60000);
  for (size_t i = 0; i < 60000; i += 37) {
    elara_duck_gains(&duck, 30000 + (int64_t)i, parts + i,
                     60000 - i < 37 ? 60000 - i : 37);
  }
  TAP_OK(memcmp(whole, parts, sizeof whole) == 0, "the same in any blocks");
  TAP_NEAR(20.0 * log10((double)whole[30000]), -8.0, 1e-6, "as a gain, dB");
}

// --- sounds ------------------------------------------------------------------

static float *score, *original, *dialogue;

static float
noise(uint32_t* state)
{
  *state = *state * 1664525u + 1013904223u;
  return (float)((double)(*state >> 8) / 8388608.0 - 1.0);
}

// Words from 2 s to 3.5 s and from 5 s to 6 s, with a pause of 200 ms.
static int
is_word(size_t frame)
{
  const double t = (double)frame / RATE;
  return (t >= 2.0 && t < 2.6) || (t >= 2.8 && t < 3.5) ||
         (t >= 5.0 && t < 6.0);
}

static void
make_sounds(void)
{
  uint32_t state = 1;
  score = (float*)calloc(2 * FRAMES, sizeof(float));
  original = (float*)calloc(2 * FRAMES, sizeof(float));
  dialogue = (float*)calloc(2 * FRAMES, sizeof(float));
  if (!score || !original || !dialogue) exit(1);
  for (size_t i = 0; i < 2 * (size_t)FRAMES; i++) {
    const double t = (double)(i / 2) / RATE;
    score[i] = .2f * (float)sin(2.0 * 3.14159265 * 330.0 * t);
    dialogue[i] = noise(&state) * (is_word(i / 2) ? .1f : .0001f);
    original[i] = dialogue[i] + .01f * noise(&state);
  }
  for (size_t i = 0; i < 600; i++)
    dialogue[2 * RATE + i] = original[2 * RATE + i] = .5f; // a click at 1 s
}

static void
test_ear(ElaraArena* arena)
{
  ElaraEar* const ear = elara_ear_new(arena, RATE);
  ElaraStretches spans = {0};
  for (size_t i = 0; i < FRAMES; i += 1000)
    elara_ear_add(ear, dialogue + 2 * i, FRAMES - i < 1000 ? FRAMES - i : 1000);
  elara_ear_spans(ear, &spans);
  elara_ear_free(ear);
  if (!TAP_EQ_I(spans.count, 2, "two stretches, no click, no pause")) return;
  TAP_NEAR((double)spans.items[0].start / RATE, 2.0, .051, "the first begins");
  TAP_NEAR((double)spans.items[0].end / RATE, 3.5, .051, "and ends");
  TAP_NEAR((double)spans.items[1].start / RATE, 5.0, .051, "the second begins");
  TAP_NEAR((double)spans.items[1].end / RATE, 6.0, .051, "and ends");
}

// --- the mix -----------------------------------------------------------------

typedef struct {
  float* lanes[LANES];
  size_t frames[LANES];
} Reel;

static ElaraStatus
keep(void* data, int bus, const float* interleaved, size_t frames)
{
  Reel* const r = (Reel*)data;
  float* const lane = r->lanes[bus + 1];
  if (r->frames[bus + 1] + frames > FRAMES) return ELARA_IO_ERROR;
  memcpy(lane + 2 * r->frames[bus + 1], interleaved,
         2 * frames * sizeof(float));
  r->frames[bus + 1] += frames;
  return ELARA_OK;
}

static ElaraFilmLevels
mix(const char* name,
    const ElaraStretch* speech,
    size_t count,
    int kinds,
    Reel* r)
{
  const ElaraTarget* const target = elara_target_named(name);
  const ElaraFilmMixConfig config = {.rate = RATE,
                                     .frames = FRAMES,
                                     .loudness_lufs = target->lufs,
                                     .dialogue_lufs = target->dialogue_lufs,
                                     .ceiling_dbtp = target->ceiling_dbtp,
                                     .speech = speech,
                                     .speech_count = count,
                                     .stems = 1,
                                     .threads = 2};
  ElaraDiags* const diags = elara_diags_new();
  ElaraFilmMix* m = NULL;
  ElaraFilmLevels levels = {0};
  ElaraSink sink = {.write = keep, .data = r};
  for (int i = 0; i < LANES; i++) {
    r->frames[i] = 0;
    if (!r->lanes[i]) r->lanes[i] = (float*)calloc(2 * FRAMES, sizeof(float));
    if (!r->lanes[i]) exit(1);
  }
  ElaraStatus status = elara_film_mix_new(&config, diags, &m);
  // The score is a second shorter than the film.
  for (size_t i = 0; status == ELARA_OK && i < FRAMES - RATE; i += 1500)
    status = elara_film_mix_add(m, ELARA_FILM_SCORE, score + 2 * i, 1500);
  if (status == ELARA_OK && kinds > 1) {
    status = elara_film_mix_add(m, ELARA_FILM_DIALOGUE, dialogue, FRAMES);
    if (status == ELARA_OK) status = elara_film_mix_end(m, ELARA_FILM_DIALOGUE);
  }
  if (status == ELARA_OK && kinds > 0)
    status = elara_film_mix_add(m, ELARA_FILM_ORIGINAL, original, FRAMES);
  if (status == ELARA_OK) status = elara_film_mix_master(m, &sink, &levels);
  TAP_OK(status == ELARA_OK, name);
  elara_film_mix_free(m);
  elara_diags_free(diags);
  return levels;
}

static double
residue_db(const Reel* r, int sum, int a, int b)
{
  double most = 1e-12;
  for (size_t i = 0; i < 2 * (size_t)FRAMES; i++) {
    const double parts = (double)r->lanes[a][i] + (double)r->lanes[b][i];
    most = fmax(most, fabs((double)r->lanes[sum][i] - parts));
  }
  return 20.0 * log10(most);
}

static double
rms_db(const float* lane, double from_s, double to_s)
{
  double sum = 0.0;
  const size_t from = 2 * (size_t)(from_s * RATE);
  const size_t to = 2 * (size_t)(to_s * RATE);
  for (size_t i = from; i < to; i++)
    sum += (double)lane[i] * (double)lane[i];
  return 10.0 * log10(sum / (double)(to - from) + 1e-30);
}

// Of LANE, where somebody speaks, or everywhere.
static double
loudness(const float* lane, const ElaraStretch* spans, size_t count)
{
  double lufs = 0.0;
  ebur128_state* meter = ebur128_init(2, RATE, EBUR128_MODE_I);
  for (size_t i = 0; i < count; i++) {
    ebur128_add_frames_float(meter, lane + 2 * spans[i].start,
                             (size_t)(spans[i].end - spans[i].start));
  }
  ebur128_loudness_global(meter, &lufs);
  ebur128_destroy(&meter);
  return lufs;
}

static const ElaraStretch all[] = {{0, FRAMES}};
static const ElaraStretch words[] = {{96000, 168000}, {240000, 288000}};

static void
test_plan_speech(Reel* r)
{
  const ElaraFilmLevels l = mix("film", words, 2, 1, r);
  TAP_EQ_I(r->frames[0], FRAMES, "frames of the mix: the film's");
  TAP_EQ_I(r->frames[3], FRAMES, "and of the original");
  TAP_NEAR(loudness(r->lanes[0], all, 1), -23.0, .1, "LUFS of the mix");
  TAP_NEAR(l.mix.integrated_lufs, -23.0, .1, "as announced");
  TAP_OK(residue_db(r, 0, 2, 3) < -120.0, "music + original = mix");
  TAP_NEAR(rms_db(r->lanes[2], 2.1, 3.4) - rms_db(r->lanes[1], 2.1, 3.4), -8.0,
           .001, "under words the music is lower, dB");
  TAP_NEAR(rms_db(r->lanes[2], .5, 1.7) - rms_db(r->lanes[1], .5, 1.7), 0.0,
           .001, "before the lead it is not");
  TAP_NEAR(rms_db(r->lanes[2], 4.2, 4.7) - rms_db(r->lanes[1], 4.2, 4.7), 0.0,
           .001, "after the release it is not");
  TAP_NEAR(rms_db(r->lanes[1], 7.1, 7.9), -300.0, .1,
           "silence after the score");
  TAP_NEAR(loudness(r->lanes[1], all, 1),
           loudness(r->lanes[3], words, 2) - ELARA_FILM_BELOW_LU, .1,
           "the score lies 4 LU below the words");
}

static void
test_dialogue_track(Reel* r)
{
  const ElaraFilmLevels l = mix("netflix", NULL, 0, 2, r);
  TAP_OK(l.by_dialogue, "the dialogue is what is measured");
  TAP_NEAR(l.mix.speech_lufs, -27.0, .1, "LUFS where somebody speaks");
  TAP_NEAR(loudness(r->lanes[0], words, 2), -27.0, .3, "by the words we know");
  TAP_OK(residue_db(r, 0, 2, 3) < -120.0, "music + original = mix");
  TAP_OK(residue_db(r, 3, 4, 5) < -120.0, "dialogue + effects = original");
  TAP_OK(residue_db(r, 6, 1, 5) < -120.0, "score + effects = M_E");
  TAP_NEAR(rms_db(r->lanes[2], 2.1, 3.4) - rms_db(r->lanes[1], 2.1, 3.4), -8.0,
           .001, "ducked under the dialogue that was heard, dB");
}

// Limiting is done to all lanes alike.
static void
test_limited(Reel* r)
{
  for (size_t i = 0; i < 40; i++)
    original[4 * RATE + 20 * i] = .9f;
  const ElaraFilmLevels l = mix("stream", words, 2, 1, r);
  TAP_OK(l.mix.limited_db > 1.0, "the limiter is at work");
  TAP_NEAR(l.mix.integrated_lufs, -14.0, .1, "LUFS all the same");
  TAP_OK(l.mix.true_peak_dbtp <= -1.0, "peaks below the ceiling");
  TAP_OK(residue_db(r, 0, 2, 3) < -120.0, "music + original = mix");
}

static void
test_silent_film(Reel* r)
{
  const ElaraFilmLevels l = mix("netflix", NULL, 0, 0, r);
  TAP_OK(!l.has_anchor && !l.by_dialogue, "nothing to lie under");
  TAP_NEAR(l.mix.integrated_lufs, -27.0, .1, "measured as a whole, LUFS");
}

static void
test_targets(void)
{
  static const char* const names[] = {"film",   "tv",      "us",
                                      "stream", "podcast", "netflix"};
  for (size_t i = 0; i < 6; i++) {
    TAP_EQ_S(elara_target_at(i) ? elara_target_at(i)->name : "", names[i],
             "a target");
  }
  TAP_OK(!elara_target_at(6) && !elara_target_named("loud"), "and no other");
}

int
main(void)
{
  tap_begin("sound: the mix of a film");
  ElaraArena* const arena = elara_arena_new();
  Reel reel = {0};
  test_targets();
  test_duck_numbers(arena);
  test_duck_merges(arena);
  make_sounds();
  test_ear(arena);
  test_plan_speech(&reel);
  test_dialogue_track(&reel);
  test_limited(&reel);
  test_silent_film(&reel);
  for (int i = 0; i < LANES; i++)
    free(reel.lanes[i]);
  free(score);
  free(original);
  free(dialogue);
  elara_arena_free(arena);
  return tap_end();
}
