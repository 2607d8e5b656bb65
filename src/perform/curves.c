// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// Controller 11 (loudness that moves while notes sound) and controller 1
// (vibrato). Written only while the player sounds: at each note, then along
// long notes in steps no ear can hear. A note that lasts has a swell of its
// own: it opens and it closes.

#include "perform/room.h"

#include <stdlib.h>

#define STEP_S .10
#define LONG_S 1.5
#define EXPRESSION 11
#define VIBRATO 1

typedef struct {
  const PerformRoom* room;
  const ElaraPart* part;
  PerformEvents* events;
  int last_value;
  int last_vibrato;
  ElaraTime last_time;
} Pen;

static ElaraStatus
write_control(Pen* pen, ElaraTime time, ElaraTick tick, int number, int value)
{
  const ElaraTakeEvent event = {
      .time = time,
      .end = time,
      .tick = tick,
      .tick_end = tick,
      .kind = ELARA_TAKE_CONTROL,
      .a = number,
      .b = value,
  };
  return ELARA_PUSH(pen->room->scratch, pen->events, event) ? ELARA_OK
                                                            : ELARA_NO_MEMORY;
}

// Messa di voce: +1.8 dB at 45 %, -2 dB at the end; only on long notes.
static double
swell_db(const PerformRoom* room, double length, double x)
{
  if (length < LONG_S) return 0.0;
  const double size =
      elara_perform_clamp((length - LONG_S) / .8 + .3, .0, 1.0) *
      room->config.expression;
  return size * (x < .45 ? 1.8 * x / .45 : 1.8 - 3.8 * (x - .45) / .55);
}

// What the note's own velocity cannot say: how the level moves after it began.
static double
moved_db(const Pen* pen, const ElaraTakeEvent* note, ElaraTick tick)
{
  const double began = elara_part_level(pen->part, note->tick);
  const double now = elara_part_level(pen->part, tick);
  if (now - began < .001 && began - now < .001) return 0.0;
  return elara_perform_level_db(now) - elara_perform_level_db(began);
}

static ElaraStatus
write_at(Pen* pen, const ElaraTakeEvent* note, ElaraTime time, int force)
{
  const PerformRoom* const room = pen->room;
  const ElaraTick tick = elara_tempo_map_tick(&room->map, time);
  const double length = elara_time_s(note->end - note->time);
  const double x = elara_time_s(time - note->time) / length;
  const double db = elara_perform_arch_db(room, tick) +
                    elara_perform_harmony_db(room, tick) +
                    swell_db(room, length, x) + moved_db(pen, note, tick);
  const double level = elara_part_level(pen->part, note->tick);
  const int value = elara_perform_expression(level, db);
  const int change = abs(value - pen->last_value);
  if (change == 0 || (!force && change < 2)) return ELARA_OK;
  pen->last_value = value;
  return write_control(pen, time, tick, EXPRESSION, value);
}

// Controller 1 of the synthetic: the choir closes its mouth when it is soft,
// the glass shimmers, the drone opens.
static int
synthetic_colour(int instrument, double level)
{
  switch (instrument) {
  case ELARA_FORMANT_CHOIR:
    return (int)(elara_perform_clamp(1.1 - 1.3 * level, 0.0, 1.0) * 127.0);
  case ELARA_GLASS_HARMONICA:
    return 56;
  case ELARA_DEEP_DRONE:
    return (int)(24.0 + 64.0 * level);
  default:
    return 0;
  }
}

// Vibrato of a held note: none on short ones, more the stronger it is played.
static ElaraStatus
write_vibrato(Pen* pen, const ElaraTakeEvent* note, const ElaraInstrument* info)
{
  const double level = elara_part_level(pen->part, note->tick);
  const int synthetic = info->family == ELARA_FAMILY_SYNTH;
  const int shakes = synthetic || info->family == ELARA_FAMILY_STRING ||
                     info->family == ELARA_FAMILY_CHOIR ||
                     info->family == ELARA_FAMILY_WOODWIND;
  if (!shakes) return ELARA_OK;
  const double length = elara_time_s(note->end - note->time);
  const double held = elara_perform_clamp((length - .4) / 1.2, 0.0, 1.0);
  const double k = elara_perform_clamp(pen->room->config.expression, 0.0, 2.0);
  // In steps of 8: a new value for each note would be mere traffic.
  const int value =
      synthetic ? synthetic_colour(pen->part->instrument, level)
                : (int)(held * (12.0 + 28.0 * level) * k / 8.0 + .5) * 8;
  if (value == pen->last_vibrato) return ELARA_OK;
  pen->last_vibrato = value;
  return write_control(pen, note->time, note->tick, VIBRATO, value);
}

static int
sustains(const Pen* pen,
         const ElaraTakeEvent* note,
         const ElaraInstrument* info)
{
  switch (pen->part->instrument) {
  case ELARA_CHURCH_BELL: // struck, or with a curve of their own
  case ELARA_RISER:
  case ELARA_SUB_DROP:
    return 0;
  default:
    break;
  }
  if (note->technique == ELARA_TECHNIQUE_PIZZICATO) return 0;
  if (note->technique == ELARA_TECHNIQUE_ROLL) return 1;
  return info->family != ELARA_FAMILY_KEYS &&
         info->family != ELARA_FAMILY_PERCUSSION;
}

static ElaraStatus
follow_note(Pen* pen, const ElaraTakeEvent* note, const ElaraInstrument* info)
{
  // Of notes that begin together only the first writes the curve.
  if (note->time > pen->last_time || pen->last_time < 0) {
    ELARA_TRY(write_at(pen, note, note->time, 1));
    ELARA_TRY(write_vibrato(pen, note, info));
    pen->last_time = note->time;
  }
  if (!sustains(pen, note, info)) return ELARA_OK;
  const ElaraTime step = elara_time_from_s(STEP_S);
  ElaraTime time = note->time + step;
  if (time <= pen->last_time) time = pen->last_time + step;
  for (; time < note->end - step / 2; time += step) {
    ELARA_TRY(write_at(pen, note, time, 0));
    pen->last_time = time;
  }
  return ELARA_OK;
}

ElaraStatus
elara_perform_curves(const PerformRoom* room,
                     const ElaraPart* part,
                     PerformEvents* events)
{
  const ElaraInstrument* const info = elara_instrument(part->instrument);
  Pen pen = {
      .room = room,
      .part = part,
      .events = events,
      .last_value = -1,
      .last_vibrato = 0,
      .last_time = -1,
  };
  const size_t notes = events->count;
  for (size_t i = 0; i < notes; i++) {
    // The list may move while it grows: a copy stays.
    const ElaraTakeEvent note = events->items[i];
    // A curve that already ran past this note's start says what it would.
    ELARA_TRY(follow_note(&pen, &note, info));
  }
  return ELARA_OK;
}
