// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// A drum is heard when it is struck, a section of strings when its tone has
// begun to speak: 10 to 50 ms later, depending on who recorded it and how. A
// player knows this of his instrument and starts before the beat; so does the
// sampler, where the moment counts (perceptual attack time as the passing of a
// share of the greatest amplitude: J. W. Gordon, JASA 82, 1987). Half of it,
// his value, let whole sections be heard 10 ms before a hit; a seventh did not.

#include "sound/mix/anticipate.h"

#include <string.h>

static int
any_prompt(const ElaraPlayer* p)
{
  for (size_t i = 0; i < p->event_count; i++) {
    if (p->events[i].prompt) return 1;
  }
  return 0;
}

// The attack of the preset that PLAYER has after PROGRAM events.
static double
attack_of(const ElaraStrip* s, ElaraPreset asked)
{
  if (s->player->percussion) asked.bank = 128;
  for (size_t i = 0; i < s->preset_count; i++) {
    const ElaraStripPreset* const p = &s->presets[i];
    if (p->asked.bank == asked.bank && p->asked.program == asked.program)
      return p->attack_s;
  }
  return 0.0;
}

// E goes to its place among the COUNT events before it, behind those of its
// own time.
static void
insert(ElaraTakeEvent* events, size_t count, ElaraTakeEvent e)
{
  size_t at = count;
  while (at > 0 && events[at - 1].time > e.time)
    at--;
  memmove(events + at + 1, events + at, (count - at) * sizeof *events);
  events[at] = e;
}

ElaraStatus
elara_anticipate(ElaraStrip* s, ElaraArena* arena)
{
  const ElaraPlayer* const p = s->player;
  if (!s->sampler || !any_prompt(p)) return ELARA_OK;
  ElaraPlayer* const player =
      (ElaraPlayer*)elara_arena_alloc(arena, sizeof *player);
  ELARA_TRY_PTR(player);
  *player = *p;
  player->events = (ElaraTakeEvent*)elara_arena_array(arena, p->event_count,
                                                      sizeof *player->events);
  ELARA_TRY_PTR(player->events);
  ElaraPreset now = p->preset;
  for (size_t i = 0; i < p->event_count; i++) {
    ElaraTakeEvent e = p->events[i];
    if (e.kind == ELARA_TAKE_PROGRAM) now = (ElaraPreset){e.a, e.b};
    if (e.kind == ELARA_TAKE_NOTE && e.prompt) {
      const double early_s = attack_of(s, now) - ELARA_ANTICIPATE_LATE_S;
      if (early_s > 0.0) e.time -= elara_time_from_s(early_s);
      if (e.time < 0) e.time = 0;
    }
    insert(player->events, i, e);
  }
  s->player = player;
  return ELARA_OK;
}
