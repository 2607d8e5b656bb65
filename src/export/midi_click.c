// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// The click is a player like any other, in a file of its own: an editor lays
// it beside the score and mutes it there, and the score's own MIDI file stays
// what the orchestra plays, in every player that does not know a "Click".

#include "export/export.h"

#define HIGH_WOOD_BLOCK 76 // General MIDI percussion keys
#define LOW_WOOD_BLOCK 77
#define CHANNEL 9 // "channel 10", counted from 0

typedef ELARA_LIST(ElaraTakeEvent) Clicks;

// 6/8 has two clicks, 9/8 three; 3/8, 5/8 and 7/8 have their eighths.
static ElaraTick
beat_of(const ElaraBar* bar)
{
  const ElaraTick unit = 4 * ELARA_TICKS_PER_QUARTER / bar->beat_type;
  const int compound =
      bar->beat_type >= 8 && bar->beats > 3 && bar->beats % 3 == 0;
  return compound ? 3 * unit : unit;
}

static int
click_bar(ElaraArena* arena,
          const ElaraTempoMap* map,
          const ElaraBar* bar,
          ElaraTick end,
          Clicks* clicks)
{
  const ElaraTick beat = beat_of(bar);
  for (ElaraTick tick = bar->tick; tick < end; tick += beat) {
    const int first = tick == bar->tick;
    const ElaraTick off = tick + beat / 4;
    const ElaraTakeEvent click = {
        .time = elara_tempo_map_time(map, tick),
        .end = elara_tempo_map_time(map, off),
        .tick = tick,
        .tick_end = off,
        .kind = ELARA_TAKE_NOTE,
        .a = first ? HIGH_WOOD_BLOCK : LOW_WOOD_BLOCK,
        .b = first ? 120 : 88,
    };
    if (!ELARA_PUSH(arena, clicks, click)) return 0;
  }
  return 1;
}

static ElaraStatus
write_click(const ElaraPlan* plan,
            const ElaraTake* take,
            const char* title,
            ElaraArena* arena,
            ElaraText* text)
{
  const ElaraTempoMap map = {take->tempo, take->tempo_count};
  Clicks clicks = {0};
  for (size_t i = 0; i < plan->bar_count; i++) {
    const ElaraTick end = elara_plan_bar_end(plan, i);
    if (plan->bars[i].cue < 0) continue;
    if (!click_bar(arena, &map, &plan->bars[i], end, &clicks))
      return ELARA_NO_MEMORY;
  }
  ElaraPlayer player = {.name = "Click",
                        .instrument = -1,
                        .preset = {.bank = 128},
                        .midi_channel = CHANNEL,
                        .percussion = 1,
                        .events = clicks.items,
                        .event_count = clicks.count};
  ElaraTake click = *take;
  click.players = &player;
  click.player_count = 1;
  return elara_midi_write(plan, &click, title, text);
}

ElaraStatus
elara_midi_click(const ElaraPlan* plan,
                 const ElaraTake* take,
                 const char* title,
                 ElaraText* text)
{
  ElaraArena* const arena = elara_arena_new();
  ELARA_TRY_PTR(arena);
  const ElaraStatus status = write_click(plan, take, title, arena, text);
  elara_arena_free(arena);
  return status;
}
