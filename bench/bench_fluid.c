// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// FluidSynth through its library, for what its program does not tell. Dry.
//   bench_fluid FONT FILE.mid ORDER   nanoseconds a voice and frame (ORDER 1,
//                                     4 or 7), nothing stolen
//   bench_fluid FONT FILE.mid start   milliseconds to the first sound, and to
//                                     the end of the font's loading

#include <fluidsynth.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define RATE 48000.0
#define BLOCK 64

static double
seconds(clockid_t clock)
{
  struct timespec t;
  clock_gettime(clock, &t);
  return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static int
sounds(const float* left, const float* right)
{
  for (int i = 0; i < BLOCK; i++) {
    if (left[i] > 1e-5f || right[i] > 1e-5f) return 1;
  }
  return 0;
}

static void
start(fluid_synth_t* synth, fluid_player_t* player, double from, double loaded)
{
  static float left[BLOCK], right[BLOCK];
  while (fluid_player_get_status(player) == FLUID_PLAYER_PLAYING) {
    fluid_synth_write_float(synth, BLOCK, left, 0, 1, right, 0, 1);
    if (sounds(left, right)) break;
  }
  printf("start_ms %.1f\nload_ms %.1f\n",
         1e3 * (seconds(CLOCK_MONOTONIC) - from), 1e3 * loaded);
}

static void
whole(fluid_synth_t* synth, fluid_player_t* player)
{
  static float left[BLOCK], right[BLOCK];
  double voice_frames = 0.0, blocks = 0.0;
  int most = 0;
  const double from = seconds(CLOCK_PROCESS_CPUTIME_ID);
  while (fluid_player_get_status(player) == FLUID_PLAYER_PLAYING) {
    fluid_synth_write_float(synth, BLOCK, left, 0, 1, right, 0, 1);
    const int voices = fluid_synth_get_active_voice_count(synth);
    voice_frames += BLOCK * (double)voices;
    blocks += 1.0;
    if (voices > most) most = voices;
  }
  const double spent = seconds(CLOCK_PROCESS_CPUTIME_ID) - from;
  printf("ns %.3f\nx_real %.1f\nmost_voices %d\n", 1e9 * spent / voice_frames,
         blocks * BLOCK / RATE / spent, most);
}

int
main(int argc, char** argv)
{
  if (argc != 4) {
    fprintf(stderr, "usage: bench_fluid FONT FILE.mid ORDER|start\n");
    return 2;
  }
  const double from = seconds(CLOCK_MONOTONIC);
  fluid_settings_t* const settings = new_fluid_settings();
  fluid_settings_setnum(settings, "synth.sample-rate", RATE);
  fluid_settings_setint(settings, "synth.polyphony", 8192);
  fluid_settings_setint(settings, "synth.reverb.active", 0);
  fluid_settings_setint(settings, "synth.chorus.active", 0);
  fluid_settings_setstr(settings, "player.timing-source", "sample");
  fluid_synth_t* const synth = new_fluid_synth(settings);
  if (fluid_synth_sfload(synth, argv[1], 1) < 0) return 1;
  const double loaded = seconds(CLOCK_MONOTONIC) - from;
  if (atoi(argv[3]) > 0)
    fluid_synth_set_interp_method(synth, -1, atoi(argv[3]));
  fluid_player_t* const player = new_fluid_player(synth);
  fluid_player_add(player, argv[2]);
  fluid_player_play(player);
  if (strcmp(argv[3], "start") == 0)
    start(synth, player, from, loaded);
  else
    whole(synth, player);
  delete_fluid_player(player);
  delete_fluid_synth(synth);
  delete_fluid_settings(settings);
  return 0;
}
