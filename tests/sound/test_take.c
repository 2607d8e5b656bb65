// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// What a Take must keep, each rule broken once; the names of the buses.

#include "model/stems.h"
#include "model/take.h"
#include "tap.h"

static ElaraTempoAnchor tempo[2] = {{0, 0}, {3360, ELARA_FLICKS_PER_S}};
static ElaraTakeEvent events[3];
static ElaraPlayer player;
static ElaraTake take;

static void
make_good(void)
{
  events[0] = (ElaraTakeEvent){.kind = ELARA_TAKE_CONTROL, .a = 11, .b = 90};
  events[1] =
      (ElaraTakeEvent){.end = 1000, .kind = ELARA_TAKE_NOTE, .a = 60, .b = 80};
  events[2] = (ElaraTakeEvent){
      .time = 500, .end = 500, .kind = ELARA_TAKE_BEND, .b = 8192};
  player = (ElaraPlayer){.name = "Oboe",
                         .instrument = ELARA_OBOE,
                         .events = events,
                         .event_count = 3};
  take = (ElaraTake){.length = 2000,
                     .players = &player,
                     .player_count = 1,
                     .tempo = tempo,
                     .tempo_count = 2};
}

#define REFUSED(change, name)                                                  \
  do {                                                                         \
    make_good();                                                               \
    change;                                                                    \
    TAP_OK(elara_take_check(&take, NULL) == ELARA_BAD_INPUT, name);            \
  } while (0)

int
main(void)
{
  tap_begin("take and stems");
  make_good();
  TAP_OK(elara_take_check(&take, NULL) == ELARA_OK, "a good take passes");
  REFUSED(events[1].end = 0, "a note that never sounds");
  REFUSED(events[1].b = 0, "velocity 0");
  REFUSED(events[1].a = 128, "key 128");
  REFUSED(events[1].end = 3000, "a note beyond the end");
  REFUSED(events[0].time = events[0].end = 1, "events out of order");
  REFUSED(events[0].b = 200, "a controller beyond 127");
  REFUSED(events[2].b = 16384, "a bend beyond its range");
  REFUSED(events[2].time = -1, "before the take");
  REFUSED(events[2].kind = ELARA_TAKE_KIND_COUNT, "an unknown kind");
  REFUSED(player.instrument = 999, "an unknown instrument");
  REFUSED(player.preset.program = 128, "an unknown program");
  REFUSED(take.tempo_count = 0, "no tempo");
  make_good();
  events[0] =
      (ElaraTakeEvent){.end = 1000, .kind = ELARA_TAKE_NOTE, .a = 60, .b = 80};
  events[1] = (ElaraTakeEvent){.kind = ELARA_TAKE_CONTROL, .a = 11, .b = 90};
  TAP_OK(elara_take_check(&take, NULL) == ELARA_OK,
         "events of one time keep their order");
  REFUSED((events[0].kind = ELARA_TAKE_RESET, events[0].b = 5),
          "an unknown mode");
  REFUSED((events[0].kind = ELARA_TAKE_MASTER_VOLUME, events[0].b = 16384),
          "a volume beyond its range");
  REFUSED((events[0].kind = ELARA_TAKE_KEY_TUNE, events[0].b = -1400001),
          "a tuning beyond hearing");
  REFUSED((events[0].kind = ELARA_TAKE_KEY_TUNE, events[0].a = 128),
          "a tuned key that is none");
  REFUSED(player.midi_port = 128, "an unknown port");
  elara_take_free(NULL);
  TAP_EQ_S(elara_bus_name(ELARA_BUS_STRINGS), "strings", "a bus has a name");
  TAP_EQ_S(elara_bus_name(ELARA_BUS_ECHO), "echo", "so has the last");
  return tap_end();
}
