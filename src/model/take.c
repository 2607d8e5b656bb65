// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

#include "model/take.h"

void
elara_take_free(ElaraTake* take)
{
  if (take) elara_arena_free(take->arena);
}

typedef struct {
  const ElaraTake* take;
  ElaraDiags* diags;
  ElaraStatus status;
} Check;

static void
wrong(Check* check, const ElaraPlayer* player, size_t index, const char* what)
{
  check->status = ELARA_BAD_INPUT;
  elara_diag(check->diags, ELARA_DIAG_ERROR, "", 0, 0, "",
             "take: player \"%s\", event %zu: %s",
             player->name ? player->name : "?", index, what);
}

static int
within(int value, int low, int high)
{
  return value >= low && value <= high;
}

// The same for what a system exclusive message says to all.
static const char*
wrong_system(const ElaraTakeEvent* e)
{
  const int most = ELARA_TAKE_MOST_TUNE;
  switch (e->kind) {
  case ELARA_TAKE_RESET:
    return within(e->b, 0, ELARA_TAKE_MODE_COUNT - 1) ? NULL : "unknown mode";
  case ELARA_TAKE_MASTER_VOLUME:
    return within(e->b, 0, 16383) ? NULL : "volume outside 0..16383";
  case ELARA_TAKE_KEY_TUNE:
    if (!within(e->a, 0, 127)) return "tuned key outside 0..127";
    return within(e->b, -most, most) ? NULL : "tuning out of range";
  case ELARA_TAKE_MASTER_TUNE:
    return within(e->b, -most, most) ? NULL : "tuning out of range";
  default:
    return "unknown kind of event";
  }
}

// What is wrong with the values of an event, or NULL.
static const char*
wrong_values(const ElaraTakeEvent* e)
{
  switch (e->kind) {
  case ELARA_TAKE_NOTE:
    if (!within(e->a, 0, 127)) return "note key outside 0..127";
    if (!within(e->b, 1, 127)) return "note velocity outside 1..127";
    if (!within(e->technique, 0, ELARA_TECHNIQUE_COUNT - 1)) {
      return "unknown technique";
    }
    return e->end > e->time ? NULL : "a note ends before it starts";
  case ELARA_TAKE_CONTROL:
  case ELARA_TAKE_KEY_PRESSURE:
    if (!within(e->a, 0, 127)) return "number outside 0..127";
    return within(e->b, 0, 127) ? NULL : "value outside 0..127";
  case ELARA_TAKE_BEND:
    return within(e->b, 0, 16383) ? NULL : "bend outside 0..16383";
  case ELARA_TAKE_PROGRAM:
    if (!within(e->a, 0, 16383)) return "bank outside 0..16383";
    return within(e->b, 0, 127) ? NULL : "program outside 0..127";
  case ELARA_TAKE_PRESSURE:
    return within(e->b, 0, 127) ? NULL : "pressure outside 0..127";
  default:
    return wrong_system(e);
  }
}

static void
check_player(Check* check, const ElaraPlayer* p)
{
  for (size_t i = 0; i < p->event_count; i++) {
    const ElaraTakeEvent* const e = &p->events[i];
    const char* const why = wrong_values(e);
    if (why) wrong(check, p, i, why);
    if (e->kind != ELARA_TAKE_NOTE && e->end != e->time) {
      wrong(check, p, i, "only a note lasts");
    }
    if (e->time < 0) wrong(check, p, i, "it starts before the take");
    if (e->time > check->take->length || e->end > check->take->length) {
      wrong(check, p, i, "it lies after the end of the take");
    }
    if (i > 0 && e->time < p->events[i - 1].time) {
      wrong(check, p, i, "events are not sorted");
    }
  }
}

ElaraStatus
elara_take_check(const ElaraTake* take, ElaraDiags* diags)
{
  Check check = {take, diags, ELARA_OK};
  const ElaraPlayer none = {.name = "(take)"};
  if (take->length < 0) wrong(&check, &none, 0, "negative length");
  const ElaraTempoMap map = {take->tempo, take->tempo_count};
  if (take->tempo_count == 0 || !elara_tempo_map_valid(&map)) {
    wrong(&check, &none, 0, "the tempo map does not increase");
  }
  for (size_t i = 0; i < take->player_count; i++) {
    const ElaraPlayer* const p = &take->players[i];
    if (p->instrument != -1 && !elara_instrument(p->instrument)) {
      wrong(&check, p, 0, "unknown instrument");
    }
    if (!within(p->preset.bank, 0, 16383) ||
        !within(p->preset.program, 0, 127) || !within(p->midi_channel, 0, 15) ||
        !within(p->midi_port, 0, 127)) {
      wrong(&check, p, 0, "preset, channel or port out of range");
    }
    check_player(&check, p);
  }
  return check.status;
}
