// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// Every hall by the measures of room acoustics (ISO 3382), as a response, at
// work off line and live, from files, and on weak machines.

#include "base/random.h"
#include "decay.h"
#include "sound/space/fdn.h"
#include "sound/space/hall.h"
#include "sound/space/hall_parts.h"
#include "tap.h"

#include <sndfile.h>
#include <stdlib.h>
#include <unistd.h>

#define RATE 48000
#define CENTRE 5
#define BLOCK ELARA_HALL_BLOCK
#define MOST (13 * 96000)

static float response[2][MOST], curve[MOST];

static double
energy(const float* x, size_t from, size_t to)
{
  double sum = 0.0;
  for (size_t i = from; i < to; i++)
    sum += (double)x[i] * (double)x[i];
  return sum;
}

static double
decibels(double ratio)
{
  return 10.0 * log10(ratio);
}

// --- Materials and air ------------------------------------------------------

static void
test_air(void)
{
  // ISO 9613-2:1996, table 2, dB a kilometre.
  static const struct {
    double celsius, humidity, db_per_km[7]; // 125 Hz to 8 kHz
  } rows[] = {
      {10.0, 70.0, {0.4, 1.0, 1.9, 3.7, 9.7, 32.8, 117.0}},
      {20.0, 70.0, {0.3, 1.1, 2.8, 5.0, 9.0, 22.9, 76.6}},
      {15.0, 20.0, {0.6, 1.2, 2.7, 8.2, 28.2, 88.8, 202.0}},
  };
  for (size_t r = 0; r < sizeof rows / sizeof *rows; r++) {
    for (int b = 0; b < 7; b++) {
      char name[80];
      const double hz = 125.0 * (1 << b), want = rows[r].db_per_km[b];
      snprintf(name, sizeof name, "air at %.0f C, %.0f %%, %.0f Hz",
               rows[r].celsius, rows[r].humidity, hz);
      TAP_NEAR(1000.0 *
                   elara_air_db_per_m(hz, rows[r].celsius, rows[r].humidity),
               want, 0.06 + 0.02 * want, name);
    }
  }
}

static void
test_eyring(void)
{
  // 10 x 20 x 5 m, all brick: 700 m2 of 0.04 at 1 kHz, 1000 m3.
  ElaraHallModel box = {.width = 10.0,
                        .depth = 20.0,
                        .height = 5.0,
                        .sides = ELARA_MATERIAL_BRICK,
                        .front = ELARA_MATERIAL_BRICK,
                        .back = ELARA_MATERIAL_BRICK,
                        .floor = ELARA_MATERIAL_BRICK,
                        .ceiling = ELARA_MATERIAL_BRICK,
                        .temperature_c = 20.0,
                        .humidity = 70.0};
  double rt[ELARA_HALL_BANDS];
  elara_hall_rt60(&box, rt);
  const double air = 4.0 * 0.00498 / 4.343 * 1000.0;
  const double want = 0.161 * 1000.0 / (700.0 * 0.040822 + air);
  TAP_NEAR(rt[3], want, 0.01 * want, "Eyring's time of a brick box");
  box.rt60_s[0] = 3.0;
  elara_hall_rt60(&box, rt);
  TAP_NEAR(rt[0], 3.0, 0.0, "a time that is asked for is taken");
  for (int m = 0; m < ELARA_MATERIAL_COUNT; m++) {
    const ElaraMaterialRow* const row = elara_material((ElaraMaterial)m);
    int fits = row->name != NULL;
    for (int b = 0; b < ELARA_OCTAVES; b++)
      fits &= row->absorption[b] > 0.0 && row->absorption[b] <= 1.0;
    TAP_OK(fits, row->name);
  }
}

// --- Reverberation times ----------------------------------------------------

static void
test_end(const ElaraHallModel* model, const ElaraHall* hall, int rate)
{
  char name[80];
  double asked[ELARA_HALL_BANDS], longest = 0.0, most = 0.0;
  elara_hall_rt60(model, asked);
  for (int b = 0; b < ELARA_HALL_BANDS; b++)
    longest = fmax(longest, asked[b]);
  const size_t count = elara_hall_length(hall);
  snprintf(name, sizeof name, "%s at %d lasts as long as it rings", model->name,
           rate);
  TAP_OK((double)count > 1.2 * longest * rate &&
             (double)count < 1.6 * longest * rate + 0.2 * rate,
         name);
  for (size_t i = count - (size_t)rate / 500; i < count; i++)
    most = fmax(most, fabs((double)response[0][i]));
  snprintf(name, sizeof name, "%s at %d ends in nothing", model->name, rate);
  TAP_NEAR(most, 0.0, 1e-6, name);
}

static void
test_times(const ElaraHallModel* model, int rate)
{
  ElaraHall* hall = NULL;
  char name[80];
  snprintf(name, sizeof name, "%s at %d is built", model->name, rate);
  if (!TAP_OK(elara_hall_new(model, rate, 2, &hall) == ELARA_OK, name)) return;
  double asked[ELARA_HALL_BANDS];
  elara_hall_rt60(model, asked);
  const size_t count = elara_hall_length(hall);
  const int light = model->kind == ELARA_HALL_LIGHT;
  ElaraFft* const fft = elara_fft_new(decay_size(count));
  for (int ear = 0; ear < 2; ear++)
    elara_hall_response(hall, CENTRE, ear, response[ear], count);
  for (int ear = 0; ear < 2; ear++) {
    for (int b = 0; b < 7; b++) {
      const double hz = 125.0 * (1 << b);
      decay_curve(fft, rate, response[ear], count, hz, curve);
      snprintf(name, sizeof name, "%s at %d, %s ear: RT60 at %.0f Hz",
               model->name, rate, ear ? "right" : "left", hz);
      TAP_NEAR(decay_t30(curve, count, rate), asked[b],
               (light ? 0.15 : 0.05) * asked[b], name);
    }
  }
  if (!light) test_end(model, hall, rate);
  snprintf(name, sizeof name, "%s takes %.1f MB", model->name,
           (double)elara_hall_memory(hall) / 1e6);
  TAP_OK(rate > RATE || elara_hall_memory(hall) < 25000000, name);
  elara_fft_free(fft);
  elara_hall_free(hall);
}

static void
test_names(void)
{
  ElaraHallModel model;
  for (size_t i = 0; i < elara_hall_count(); i++) {
    TAP_OK(elara_hall_model_by_name(elara_hall_name(i), &model) &&
               elara_hall_summary(i),
           elara_hall_name(i));
    test_times(&model, RATE);
    test_times(&model, 44100);
    test_times(&model, 96000);
  }
  TAP_OK(!elara_hall_name(elara_hall_count()), "no name past the end");
  TAP_OK(!elara_hall_model_by_name("bathroom", &model), "an unknown name");
  TAP_EQ_S(elara_hall_model().name, "concert-hall", "the default");
}

// --- The concert hall -------------------------------------------------------

static void
test_clarity(const ElaraHall* hall)
{
  const size_t edge = (size_t)(0.08 * RATE), end = elara_hall_length(hall);
  double near = 2.0, far = 0.0, cross = 0.0, all = 0.0;
  for (int ear = 0; ear < 2; ear++) {
    elara_hall_response(hall, CENTRE, ear, response[ear], end);
    near += energy(response[ear], 0, edge);
    far += energy(response[ear], edge, end);
    all += energy(response[ear], 0, end);
  }
  for (size_t i = 4800; i < end; i++)
    cross += (double)response[0][i] * (double)response[1][i];
  TAP_NEAR(decibels(near / far), elara_hall_model().clarity_db, 0.1,
           "clarity C80 at the centre");
  TAP_NEAR(cross / sqrt(energy(response[0], 4800, end) *
                        energy(response[1], 4800, end)),
           0.0, 0.1, "the ears hear different tails");
  TAP_NEAR(decibels(all / ELARA_CONCERT_HALL_ENERGY), 0.0, 0.1,
           "the energy that impulses are set to");
}

// The strips play the direct sound at sqrt(8 m / distance).
static void
test_seats(const ElaraHall* hall)
{
  const size_t end = elara_hall_length(hall);
  double direct_db[ELARA_HALL_GROUPS], metres[ELARA_HALL_GROUPS], angle;
  int falls = 1, sided = 1;
  for (int g = 0; g < ELARA_HALL_GROUPS; g++) {
    double x, y, early[2], all = 0.0;
    elara_hall_group_place(g, &x, &y);
    elara_hall_seat(x, y, &metres[g], &angle);
    for (int ear = 0; ear < 2; ear++) {
      elara_hall_response(hall, g, ear, response[ear], end);
      early[ear] = energy(response[ear], 0, (size_t)(0.03 * RATE));
      all += energy(response[ear], 0, end);
    }
    direct_db[g] = decibels(2.0 * 8.0 / metres[g] / all);
    const double side_db = decibels(early[1] / early[0]);
    printf("# group %2d: %4.1f m, %5.1f degrees, direct to reverberant %5.2f "
           "dB, early right to left %5.2f dB\n",
           g, metres[g], angle * 57.29578, direct_db[g], side_db);
    if (fabs(x) > 3.0) sided &= (x > 0.0) == (side_db > 0.0);
  }
  for (int a = 0; a < ELARA_HALL_GROUPS; a++) {
    for (int b = 0; b < ELARA_HALL_GROUPS; b++) {
      if (metres[a] + 0.5 < metres[b]) falls &= direct_db[a] > direct_db[b];
    }
  }
  TAP_OK(falls, "direct to reverberant falls with distance");
  TAP_OK(sided, "early reflections come from the side of the seat");
  TAP_OK(direct_db[0] - direct_db[10] > 3.0, "the choir is 3 dB further away");
}

static void
test_impulse(ElaraHall* hall)
{
  static float send[BLOCK], l[BLOCK], r[BLOCK];
  const float* sends[ELARA_HALL_GROUPS] = {0};
  const size_t end = elara_hall_length(hall);
  send[0] = 1.0f;
  sends[CENTRE] = send;
  elara_hall_response(hall, CENTRE, 0, response[0], end);
  double worst = 0.0;
  size_t blocks = 0;
  for (; blocks < 20; blocks++) {
    elara_hall_process(hall, sends, 2, l, r);
    sends[CENTRE] = NULL;
    if (elara_hall_silent(hall)) break;
    for (size_t i = 0; i < BLOCK && blocks * BLOCK + i < end; i++) {
      worst =
          fmax(worst, fabs((double)(l[i] - response[0][blocks * BLOCK + i])));
    }
  }
  TAP_NEAR(worst, 0.0, 1e-6, "an impulse comes back as the response");
  TAP_EQ_I(blocks, end / BLOCK + 2, "and then the hall is silent");
}

enum { PLAYED = 6 };
static float sends_of[ELARA_HALL_GROUPS][PLAYED][BLOCK];
static float heard[2][PLAYED][BLOCK], first[2][PLAYED][BLOCK];

// Some groups play now and then.
static void
play(ElaraHall* hall, int threads, unsigned groups)
{
  for (int b = 0; b < PLAYED; b++) {
    const float* sends[ELARA_HALL_GROUPS] = {0};
    for (int g = 0; g < ELARA_HALL_GROUPS; g++) {
      if ((groups >> g & 1) && (b + g) % 4 != 3) sends[g] = sends_of[g][b];
    }
    elara_hall_process(hall, sends, threads, heard[0][b], heard[1][b]);
  }
}

static void
test_threads(const ElaraHallModel* model)
{
  for (int threads = 1; threads <= 4; threads *= 2) {
    ElaraHall* hall = NULL;
    char name[80];
    if (elara_hall_new(model, RATE, threads, &hall) != ELARA_OK) continue;
    play(hall, threads, 0x7ff);
    if (threads == 1) memcpy(first, heard, sizeof heard);
    snprintf(name, sizeof name, "%s: the same bytes on %d threads", model->name,
             threads);
    TAP_OK(memcmp(first, heard, sizeof heard) == 0, name);
    elara_hall_free(hall);
  }
}

// Groups 0 and 3 are the two sources of the live hall.
static void
test_live(ElaraHall* hall)
{
  static float in[2][PLAYED * BLOCK], out[2][PLAYED * BLOCK];
  play(hall, 2, 1u << 0 | 1u << 3);
  for (int i = 0; i < 2; i++) {
    const int group = i ? 3 : 0;
    for (int b = 0; b < PLAYED; b++) {
      if ((b + group) % 4 == 3) continue;
      memcpy(in[i] + b * BLOCK, sends_of[group][b], BLOCK * sizeof(float));
    }
  }
  ElaraLiveConvolver* const live = elara_hall_live(hall);
  const float* const from[2] = {in[0], in[1]};
  float* const to[2] = {out[0], out[1]};
  elara_live_convolver_process(live, from, to, PLAYED * BLOCK);
  double worst = 0.0, most = 0.0;
  for (int ear = 0; ear < 2; ear++) {
    for (int i = 0; i < PLAYED * BLOCK; i++) {
      const double want = (double)heard[ear][i / BLOCK][i % BLOCK];
      worst = fmax(worst, fabs(want - (double)out[ear][i]));
      most = fmax(most, fabs(want));
    }
  }
  TAP_NEAR(fmax(-160.0, 20.0 * log10(worst / most)), -160.0, 50.0,
           "live and off line agree: difference in dB");
  elara_live_convolver_free(live);
}

static void
test_concert_hall(void)
{
  const ElaraHallModel model = elara_hall_model();
  ElaraHall* hall = NULL;
  TAP_OK(elara_hall_new(&model, RATE, 2, &hall) == ELARA_OK,
         "the concert hall is built");
  test_clarity(hall);
  test_seats(hall);
  test_impulse(hall);
  test_live(hall);
  elara_hall_free(hall);
}

// --- The crimson hall -------------------------------------------------------

static void
test_repeats(void)
{
  ElaraHallModel model;
  ElaraHall* hall = NULL;
  elara_hall_model_by_name("crimson", &model);
  TAP_OK(elara_hall_new(&model, RATE, 2, &hall) == ELARA_OK, "crimson");
  const size_t end = elara_hall_length(hall);
  for (int ear = 0; ear < 2; ear++)
    elara_hall_response(hall, CENTRE, ear, response[ear], end);
  double before = 0.0;
  for (int n = 1; n <= 3; n++) {
    const size_t at = (size_t)(n * model.repeat_s * RATE);
    double echo = 0.0, around = 0.0;
    for (int ear = 0; ear < 2; ear++) {
      echo += energy(response[ear], at - RATE / 100, at + RATE / 20);
      around += energy(response[ear], at - RATE / 5, at - RATE / 5 + 2880);
    }
    printf("# repeat %d: %.1f dB, %.1f dB above the tail\n", n, decibels(echo),
           decibels(echo / around));
    TAP_OK(echo > 2.0 * around, "the theme returns out of the tail");
    TAP_OK(n == 1 || echo < before, "fainter each time");
    before = echo;
  }
  elara_hall_free(hall);
}

// --- Impulses from files ----------------------------------------------------

static char* folder;

static const char*
file_path(const char* name)
{
  static char paths[4][256];
  static int next;
  char* const path = paths[next++ & 3];
  snprintf(path, sizeof paths[0], "%s/%s", folder, name);
  return path;
}

static const char*
write_sound(const char* name, int rate, int channels, const float* x, size_t n)
{
  const char* const path = file_path(name);
  SF_INFO info = {.samplerate = rate,
                  .channels = channels,
                  .format = SF_FORMAT_WAV | SF_FORMAT_FLOAT};
  SNDFILE* const file = sf_open(path, SFM_WRITE, &info);
  if (file) sf_writef_float(file, x, (sf_count_t)n);
  sf_close(file);
  return path;
}

static ElaraStatus
open_impulse(const char* path, int rate, ElaraHall** hall, const char* says)
{
  ElaraDiags* const diags = elara_diags_new();
  const ElaraStatus status =
      elara_hall_from_impulse(path, rate, 2, diags, hall);
  if (says) {
    TAP_OK(status != ELARA_OK && !*hall && elara_diags_count(diags) == 1 &&
               strstr(elara_diags_at(diags, 0)->what, says) &&
               *elara_diags_at(diags, 0)->hint,
           says);
    printf("# ");
    elara_diags_print(diags, stdout);
  } else {
    TAP_OK(status == ELARA_OK && elara_diags_count(diags) == 0, path);
  }
  elara_diags_free(diags);
  return status;
}

static float* made;

// A direct sound at 0.05 s and one echo 0.1 s later, CHANNELS alike but for
// their levels 1, 2, 3, 4.
static const char*
write_echo(const char* name, int rate, int channels)
{
  const size_t n = (size_t)rate;
  memset(made, 0, n * (size_t)channels * sizeof(float));
  for (int c = 0; c < channels; c++) {
    made[(size_t)(rate / 20) * (size_t)channels + (size_t)c] = 0.9f;
    made[(size_t)(3 * rate / 20) * (size_t)channels + (size_t)c] =
        0.05f * (float)(1 + c);
  }
  return write_sound(name, rate, channels, made, n);
}

static void
test_channels(int channels, int rate)
{
  char name[80];
  ElaraHall* hall = NULL;
  snprintf(name, sizeof name, "%d-%d.wav", channels, rate);
  if (open_impulse(write_echo(name, rate, channels), RATE, &hall, NULL)) return;
  const int at = RATE / 10, groups[3] = {0, CENTRE, 3};
  double level[3][2], total = 0.0;
  for (int g = 0; g < 3; g++) {
    for (int ear = 0; ear < 2; ear++) {
      elara_hall_response(hall, groups[g], ear, response[0], RATE);
      level[g][ear] = (double)response[0][at];
      total += g == 1 ? energy(response[0], 0, RATE) : 0.0;
      TAP_NEAR(energy(response[0], 0, 4000), 0.0, 1e-9 + 1e-4 * total,
               "the direct sound is gone");
    }
  }
  if (channels < 4) {
    TAP_NEAR(decibels(total / ELARA_CONCERT_HALL_ENERGY), 0.0, 0.3,
             "an echo of the concert hall's energy");
    TAP_NEAR(level[0][1] / level[0][0], channels, 0.01, "left and right");
    TAP_NEAR(level[2][1] / level[0][1], 1.0, 1e-6, "all groups alike");
  } else {
    TAP_NEAR(level[0][1] / level[0][0], 2.0, 0.01, "LL and LR");
    TAP_NEAR(level[2][0] / level[0][0], 3.0, 0.01, "RL");
    TAP_NEAR(level[2][1] / level[0][0], 4.0, 0.01, "RR");
    TAP_NEAR(level[1][0] / level[0][0], 0.70711 * 4.0, 0.02, "the middle");
  }
  elara_hall_free(hall);
}

// The echo is one frame of one: after resampling its spectrum is still flat.
static void
test_resampling(int from)
{
  char name[80];
  ElaraHall* hall = NULL;
  if (open_impulse(write_echo("flat.wav", from, 1), RATE, &hall, NULL)) return;
  elara_hall_response(hall, 0, 0, response[0], 65536);
  static float spectrum[65538], scratch[131072];
  ElaraFft* const fft = elara_fft_new(65536);
  elara_fft_forward(fft, response[0], spectrum, scratch);
  const double lowest = from < RATE ? from : RATE;
  double least = HUGE_VAL, most = 0.0, beyond = 0.0;
  for (size_t k = 1; k < 32768; k++) {
    const double f = (double)k * RATE / 65536.0;
    const double a = hypot((double)spectrum[k], (double)spectrum[k + 32769]);
    if (f < 0.43 * lowest) {
      least = fmin(least, a);
      most = fmax(most, a);
    }
    if (f > 0.53 * lowest) beyond = fmax(beyond, a);
  }
  snprintf(name, sizeof name, "%d Hz: ripple in dB", from);
  TAP_NEAR(2.0 * decibels(most / least), 0.0, 0.02, name);
  snprintf(name, sizeof name, "%d Hz: images below -80 dB", from);
  TAP_OK(2.0 * decibels(beyond / most + 1e-12) < -80.0, name);
  elara_fft_free(fft);
  elara_hall_free(hall);
}

static void
test_bad_files(void)
{
  ElaraHall* hall = NULL;
  open_impulse(file_path("none.wav"), RATE, &hall, "cannot be read");
  FILE* const text = fopen(file_path("text.wav"), "w");
  fputs("RIFF but not really a wave file\n", text);
  fclose(text);
  open_impulse(file_path("text.wav"), RATE, &hall, "cannot be read");
  memset(made, 0, 3 * 48000 * sizeof(float));
  open_impulse(write_sound("silent.wav", RATE, 2, made, 48000), RATE, &hall,
               "silent");
  open_impulse(write_sound("three.wav", RATE, 3, made, 48000), RATE, &hall,
               "3 channels");
  open_impulse(write_sound("empty.wav", RATE, 1, made, 0), RATE, &hall,
               "no sound");
  made[100] = 1.0f;
  open_impulse(write_sound("click.wav", RATE, 1, made, 48000), RATE, &hall,
               "no echo");
  made[200] = NAN;
  open_impulse(write_sound("nan.wav", RATE, 1, made, 48000), RATE, &hall,
               "not numbers");
  memset(made, 0, 21 * 8000 * sizeof(float));
  made[100] = 1.0f;
  open_impulse(write_sound("long.wav", 8000, 1, made, 21 * 8000), RATE, &hall,
               "21.0 seconds");
}

static void
test_files(void)
{
  static const char* const names[] = {
      "1-48000.wav", "2-44100.wav", "4-48000.wav", "4-96000.wav",
      "flat.wav",    "text.wav",    "silent.wav",  "three.wav",
      "empty.wav",   "click.wav",   "nan.wav",     "long.wav"};
  made = (float*)calloc(4 * 192000, sizeof(float));
  folder = tap_scratch("elara-hall");
  if (!TAP_OK(made && mkdtemp(folder), "a folder for files")) return;
  test_channels(1, 48000);
  test_channels(2, 44100);
  test_channels(4, 48000);
  test_channels(4, 96000);
  test_resampling(44100);
  test_resampling(96000);
  test_resampling(32000);
  test_bad_files();
  for (size_t i = 0; i < sizeof names / sizeof *names; i++)
    unlink(file_path(names[i]));
  rmdir(folder);
  free(made);
}

// --- Light ------------------------------------------------------------------

static void
test_light(void)
{
  static float in[4800], out[2][4800], other[2][4800];
  ElaraArena* const arena = elara_arena_new();
  ElaraFdn* const fdn = elara_fdn_new(arena, RATE, 2.4, 2.0, 1.2);
  ElaraFdn* const pieces = elara_fdn_copy(arena, fdn);
  ElaraRandom random = elara_random(1, "light", 0, 0);
  double level[60];
  int same = 1;
  for (int tenth = 0; tenth < 600; tenth++) {
    for (int i = 0; i < 4800; i++)
      in[i] = (float)elara_random_range(&random, -1.0, 1.0);
    elara_fdn_process(fdn, in, out[0], out[1], 4800);
    if (tenth < 20) {
      for (size_t at = 0; at < 4800; at += 96)
        elara_fdn_process(pieces, in + at, other[0] + at, other[1] + at, 96);
      same &= memcmp(out, other, sizeof out) == 0;
    }
    if (tenth % 10 == 9) level[tenth / 10] = energy(out[0], 0, 4800);
  }
  TAP_OK(same, "light: the same bytes however it is cut");
  double most = 0.0, least = HUGE_VAL;
  for (int s = 10; s < 60; s++) {
    most = fmax(most, level[s]);
    least = fmin(least, level[s]);
  }
  TAP_NEAR(decibels(most / least), 0.0, 3.0, "light: level over 60 s of noise");
  memset(in, 0, sizeof in);
  for (int tenth = 0; tenth < 600; tenth++)
    elara_fdn_process(fdn, in, out[0], out[1], 4800);
  double worst = 0.0;
  for (int i = 0; i < 4800; i++)
    worst = fmax(worst, fabs((double)out[0][i]));
  TAP_NEAR(worst, 0.0, 1e-15, "light: silent after 60 s of silence");
  elara_arena_free(arena);
}

int
main(void)
{
  tap_begin("hall");
  ElaraRandom random = elara_random(3, "hall test", 0, 0);
  for (int g = 0; g < ELARA_HALL_GROUPS; g++) {
    for (int i = 0; i < PLAYED * BLOCK; i++) {
      sends_of[g][i / BLOCK][i % BLOCK] =
          (float)elara_random_range(&random, -0.5, 0.5);
    }
  }
  test_air();
  test_eyring();
  test_concert_hall();
  ElaraHallModel model;
  static const char* const threaded[] = {"concert-hall", "crimson", "forest",
                                         "light"};
  for (size_t i = 0; i < sizeof threaded / sizeof *threaded; i++) {
    elara_hall_model_by_name(threaded[i], &model);
    test_threads(&model);
  }
  test_repeats();
  test_light();
  test_files();
  test_names();
  return tap_end();
}
