// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// The room's door: length, loudness, ceiling, stems, silence, determinism.

#include "sound/sound.h"
#include "tap.h"
#include "tiny_font.h"

#include <stdlib.h>
#include <unistd.h>

#define RATE 48000

static char* font_path;

typedef struct {
  float* mix;
  double* buses; // their sum
  size_t count[1 + ELARA_BUS_COUNT];
  size_t capacity;
} Tape;

static ElaraStatus
to_tape(void* data, int bus, const float* x, size_t frames)
{
  Tape* const t = (Tape*)data;
  size_t* const at = &t->count[bus + 1];
  if (*at + frames > t->capacity) return ELARA_IO_ERROR;
  for (size_t i = 0; i < 2 * frames; i++) {
    if (bus < 0)
      t->mix[2 * *at + i] = x[i];
    else
      t->buses[2 * *at + i] += (double)x[i];
  }
  *at += frames;
  return ELARA_OK;
}

static ElaraTakeEvent
note(double from_s, double to_s, int key, int velocity)
{
  return (ElaraTakeEvent){.time = elara_time_from_s(from_s),
                          .end = elara_time_from_s(to_s),
                          .kind = ELARA_TAKE_NOTE,
                          .a = key,
                          .b = velocity};
}

// Violins, a horn and cellos play eight seconds, then one soft note far away.
static ElaraTake*
make_take(double length_s, double last_s)
{
  ElaraArena* const arena = elara_arena_new();
  ElaraTake* const take =
      (ElaraTake*)elara_arena_alloc(arena, sizeof(ElaraTake));
  static ElaraTempoAnchor start[1];
  static const int instruments[3] = {ELARA_VIOLIN_1, ELARA_HORN, ELARA_CELLO};
  *take = (ElaraTake){.arena = arena,
                      .length = elara_time_from_s(length_s),
                      .player_count = 3,
                      .tempo = start,
                      .tempo_count = 1};
  take->players =
      (ElaraPlayer*)elara_arena_array(arena, 3, sizeof(ElaraPlayer));
  for (int p = 0; p < 3; p++) {
    ElaraPlayer* const player = &take->players[p];
    *player = (ElaraPlayer){.name = "player", .instrument = instruments[p]};
    player->events =
        (ElaraTakeEvent*)elara_arena_array(arena, 64, sizeof(ElaraTakeEvent));
    for (int i = 0; i < 16; i++) {
      player->events[player->event_count++] =
          note(0.1 + 0.5 * i + 0.013 * p, 0.5 + 0.5 * i, 48 + 7 * p + i % 5,
               60 + 4 * i);
    }
  }
  if (last_s > 0.0) {
    ElaraPlayer* const player = &take->players[0];
    player->events[player->event_count++] = note(last_s, last_s + 1.0, 72, 90);
  }
  return take;
}

static ElaraStatus
render(const ElaraTake* take,
       const ElaraSoundConfig* config,
       Tape* tape,
       ElaraStems* stems)
{
  tape->capacity = (size_t)elara_time_frames(take->length, config->rate);
  free(tape->mix);
  free(tape->buses);
  tape->mix = (float*)calloc(tape->capacity * 2 + 2, sizeof(float));
  tape->buses = (double*)calloc(tape->capacity * 2 + 2, sizeof(double));
  memset(tape->count, 0, sizeof tape->count);
  ElaraSink sink = {to_tape, tape};
  ElaraDiags* const diags = elara_diags_new();
  const ElaraStatus status =
      elara_sound_render(take, config, &sink, diags, stems);
  elara_diags_print(diags, stderr);
  elara_diags_free(diags);
  return status;
}

static double
level_db(const Tape* t, double from_s, double to_s)
{
  double sum = 0.0;
  const size_t a = (size_t)(from_s * RATE), b = (size_t)(to_s * RATE);
  for (size_t i = 2 * a; i < 2 * b; i++)
    sum += (double)t->mix[i] * (double)t->mix[i];
  return 10.0 * log10(sum / (double)(b - a) + 1e-30);
}

static ElaraSoundConfig
config_with(int threads)
{
  ElaraSoundConfig c = elara_sound_config();
  c.sound_font = font_path;
  c.threads = threads;
  return c;
}

static void
test_loudness(void)
{
  ElaraTake* const take = make_take(12.34567, 0.0);
  Tape tape = {0};
  ElaraStems s;
  TAP_OK(elara_take_check(take, NULL) == ELARA_OK, "the test's take is valid");
  const double targets[3] = {-23.0, -16.0, -9.0};
  for (int i = 0; i < 3; i++) {
    ElaraSoundConfig c = config_with(2);
    c.loudness_lufs = targets[i];
    TAP_OK(render(take, &c, &tape, &s) == ELARA_OK, "it renders");
    printf("# target %.0f: %.2f LUFS, %.2f dBTP, limited %.1f dB\n", targets[i],
           s.integrated_lufs, s.true_peak_dbtp, s.limited_db);
    TAP_NEAR(s.integrated_lufs, targets[i], 0.2, "integrated loudness");
    TAP_OK(s.true_peak_dbtp <= -1.0, "true peak below the ceiling");
    TAP_EQ_I(tape.count[0], elara_time_frames(take->length, RATE),
             "exact length");
  }
  TAP_OK(s.limited_db > 1.0, "-9 LUFS needs the limiter");
  TAP_OK(level_db(&tape, 9.0, 9.5) > -60.0,
         "the hall rings after the last note");
  ElaraSoundConfig c = config_with(2);
  c.dry = 1;
  TAP_OK(render(take, &c, &tape, &s) == ELARA_OK, "dry");
  TAP_OK(level_db(&tape, 9.0, 9.5) < -100.0, "no hall, no ringing");
  c.loudness_lufs = (double)NAN;
  TAP_OK(render(take, &c, &tape, &s) == ELARA_OK && s.gain_db == 0.0,
         "loudness left alone");
  free(tape.mix);
  free(tape.buses);
  elara_take_free(take);
}

static void
test_threads(void)
{
  ElaraTake* const take = make_take(11.0, 0.0);
  Tape one = {0}, more = {0};
  ElaraStems a, b;
  ElaraSoundConfig c = config_with(1);
  c.loudness_lufs = -12.0;
  render(take, &c, &one, &a);
  for (int threads = 2; threads <= 4; threads += 2) {
    c.threads = threads;
    render(take, &c, &more, &b);
    char name[80];
    snprintf(name, sizeof name, "%d threads give the same bytes as one",
             threads);
    TAP_OK(memcmp(one.mix, more.mix, 2 * one.count[0] * sizeof(float)) == 0,
           name);
  }
  free(one.mix);
  free(one.buses);
  free(more.mix);
  free(more.buses);
  elara_take_free(take);
}

static void
test_stems(void)
{
  ElaraTake* const take = make_take(11.0, 0.0);
  Tape tape = {0};
  ElaraStems s;
  ElaraSoundConfig c = config_with(2);
  c.stems = 1;
  c.loudness_lufs = -10.0; // with the limiter at work
  TAP_OK(render(take, &c, &tape, &s) == ELARA_OK, "stems");
  int equal = 1;
  for (int b = 0; b <= ELARA_BUS_COUNT; b++)
    equal &= tape.count[b] == tape.count[0];
  TAP_OK(equal, "all of one length");
  double worst = 0.0;
  for (size_t i = 0; i < 2 * tape.count[0]; i++) {
    worst = fmax(worst, fabs(tape.buses[i] - (double)tape.mix[i]));
  }
  TAP_NEAR(worst, 0.0, 1e-5, "they add up to the mix");
  free(tape.mix);
  free(tape.buses);
  elara_take_free(take);
}

static void
test_silence(void)
{
  ElaraTake* const take = make_take(600.0, 580.0);
  Tape tape = {0};
  ElaraStems s;
  ElaraSoundConfig c = config_with(2);
  TAP_OK(render(take, &c, &tape, &s) == ELARA_OK, "ten minutes, mostly silent");
  TAP_OK(level_db(&tape, 100.0, 570.0) < -250.0, "silence is silent");
  TAP_OK(level_db(&tape, 580.1, 580.9) > -60.0, "and ends on time");
  TAP_NEAR(s.integrated_lufs, -23.0, 0.2, "silence does not count");
  size_t first = (size_t)(579.0 * RATE);
  // The hall's transforms leave rounding noise 140 dB below.
  while (fabs((double)tape.mix[2 * first]) < 1e-5)
    first++;
  TAP_OK(first >= (size_t)(580.0 * RATE) && first < (size_t)(580.002 * RATE),
         "the late note starts on its frame");
  take->player_count = 0;
  take->length = elara_time_from_s(1.0);
  TAP_OK(render(take, &c, &tape, &s) == ELARA_OK, "a take without players");
  TAP_EQ_I(tape.count[0], RATE, "is a second of silence");
  take->length = 0;
  TAP_OK(render(take, &c, &tape, &s) == ELARA_OK && tape.count[0] == 0,
         "an empty take");
  free(tape.mix);
  free(tape.buses);
  elara_take_free(take);
}

// Glass in place of the horn: no sample plays it, and the hall shimmers.
static void
test_synthetic(void)
{
  ElaraTake* const take = make_take(13.0, 0.0);
  take->players[1].instrument = ELARA_GLASS_HARMONICA;
  for (size_t i = 0; i < take->players[1].event_count; i++)
    take->players[1].events[i].a += 24;
  Tape one = {0}, two = {0}, plain = {0};
  ElaraStems s;
  ElaraSoundConfig c = config_with(1);
  c.loudness_lufs = (double)NAN;
  TAP_OK(render(take, &c, &one, &s) == ELARA_OK, "a take with glass");
  c.threads = 3;
  render(take, &c, &two, &s);
  TAP_OK(memcmp(one.mix, two.mix, 2 * one.count[0] * sizeof(float)) == 0,
         "three threads give the same bytes as one");
  c.shimmer = 0.0;
  render(take, &c, &plain, &s);
  const double more = level_db(&one, 9.0, 10.0) - level_db(&plain, 9.0, 10.0);
  printf("# the cloud adds %.1f dB to the hall's ringing\n", more);
  TAP_OK(more > .5 && more < 9.0, "the shimmer is heard, not more");
  c.dry = 1;
  take->players[0] = take->players[1];
  take->player_count = 1;
  render(take, &c, &one, &s);
  TAP_OK(level_db(&one, 1.0, 7.0) > -60.0, "glass alone sounds, dry");
  TAP_OK(level_db(&one, 12.0, 12.5) < -100.0, "and ends");
  free(one.mix);
  free(one.buses);
  free(two.mix);
  free(two.buses);
  free(plain.mix);
  free(plain.buses);
  elara_take_free(take);
}

static int
stop_at_half(void* data, double done, double seconds)
{
  (void)data;
  (void)seconds;
  return done > 0.3;
}

static void
test_failures(void)
{
  ElaraTake* const take = make_take(11.0, 0.0);
  Tape tape = {0};
  ElaraStems s;
  ElaraSoundConfig c = config_with(1);
  c.progress = stop_at_half;
  TAP_OK(render(take, &c, &tape, &s) == ELARA_CANCELLED,
         "progress can stop it");
  c = config_with(1);
  c.sound_font = "/nonexistent/font.sf2";
  ElaraSink sink = {to_tape, &tape};
  ElaraDiags* const diags = elara_diags_new();
  TAP_OK(elara_sound_render(take, &c, &sink, diags, &s) == ELARA_IO_ERROR,
         "a missing font is refused");
  TAP_OK(elara_diags_count(diags) == 1 && *elara_diags_at(diags, 0)->hint,
         "with a hint");
  elara_diags_free(diags);
  c = config_with(1);
  c.spool_dir = "/nonexistent";
  TAP_OK(elara_sound_render(take, &c, &sink, NULL, &s) == ELARA_IO_ERROR,
         "no room for the temporary file");
  c = config_with(1);
  c.rate = 1;
  TAP_OK(elara_sound_render(take, &c, &sink, NULL, &s) == ELARA_BAD_INPUT,
         "a silly rate");
  free(tape.mix);
  free(tape.buses);
  elara_take_free(take);
}

int
main(void)
{
  tap_begin("sound");
  font_path = tap_scratch("elara-test-font");
  const int file = mkstemp(font_path);
  const TinyZone zone = {
      0, {{ELARA_GEN_SAMPLE_MODE, 1}, {38, -4000}}, {{0}}, 0};
  ElaraText font = {0};
  tiny_font(&font, &zone, 1, NULL);
  if (file < 0 || write(file, font.bytes, font.count) != (ssize_t)font.count) {
    printf("Bail out! cannot write %s\n", font_path);
    return 1;
  }
  close(file);
  test_loudness();
  test_threads();
  test_stems();
  test_silence();
  test_synthetic();
  test_failures();
  remove(font_path);
  elara_text_clear(&font);
  return tap_end();
}
