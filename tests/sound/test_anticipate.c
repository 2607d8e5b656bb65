// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// Notes that are to be prompt begin early by the attack of their preset, keep
// their ends, and stay in order; nothing else moves.

#include "sound/mix/anticipate.h"
#include "tap.h"

static ElaraTime
ms(double x)
{
  return elara_time_from_s(x / 1000.0);
}

static ElaraTakeEvent
note(double from_ms, double to_ms, int key, int prompt)
{
  return (ElaraTakeEvent){.time = ms(from_ms),
                          .end = ms(to_ms),
                          .kind = ELARA_TAKE_NOTE,
                          .a = key,
                          .b = 100,
                          .prompt = prompt};
}

int
main(void)
{
  ElaraTakeEvent events[] = {
      note(5, 200, 60, 1),
      {.time = ms(990), .end = ms(990), .kind = ELARA_TAKE_CONTROL, .a = 11},
      note(995, 1400, 61, 0),
      note(1000, 1500, 62, 1),
      {.time = ms(1600), .kind = ELARA_TAKE_PROGRAM, .a = 0, .b = 48},
      note(2000, 2500, 63, 1),
  };
  enum { COUNT = sizeof events / sizeof *events };
  const ElaraPlayer player = {
      .name = "x", .preset = {0, 45}, .events = events, .event_count = COUNT};
  ElaraStripPreset presets[] = {
      {.asked = {0, 45}, .attack_s = .023},
      {.asked = {0, 48}, .attack_s = .002},
  };
  int never_looked_at;
  ElaraStrip strip = {.player = &player,
                      .presets = presets,
                      .preset_count = 2,
                      .sampler = (ElaraSampler*)(void*)&never_looked_at};
  ElaraArena* const arena = elara_arena_new();
  tap_begin("anticipation");
  TAP_OK(elara_anticipate(&strip, arena) == ELARA_OK, "it does");
  const ElaraPlayer* const p = strip.player;
  const double early_ms = 23.0 - 1000.0 * ELARA_ANTICIPATE_LATE_S;
  TAP_OK(p != &player && p->event_count == COUNT, "a copy, as long");
  TAP_OK(events[3].time == ms(1000), "the take stays as it was");
  TAP_OK(p->events[0].time == 0, "nothing begins before the beginning");
  TAP_OK(p->events[1].a == 62 && p->events[1].time == ms(1000 - early_ms),
         "early by its attack, before what was earlier");
  TAP_OK(p->events[1].end == ms(1500), "its end stays");
  TAP_OK(p->events[2].time == ms(990) && p->events[3].time == ms(995),
         "who need not be prompt stays");
  TAP_OK(p->events[5].time == ms(2000),
         "a preset that speaks at once has no need");
  int sorted = 1;
  for (size_t i = 1; i < COUNT; i++)
    sorted &= p->events[i].time >= p->events[i - 1].time;
  TAP_OK(sorted, "in order");
  strip.player = &player;
  for (size_t i = 0; i < COUNT; i++)
    events[i].prompt = 0;
  TAP_OK(elara_anticipate(&strip, arena) == ELARA_OK && strip.player == &player,
         "nobody prompt: nothing is copied");
  elara_arena_free(arena);
  return tap_end();
}
