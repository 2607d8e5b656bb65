// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// Controller 11 (loudness that moves while notes sound) and controller 1
// (vibrato). Written only while the player sounds: at each note, then along
// held notes in steps no ear can hear. What is written is the level of the
// score, the arches, the pull of the harmony and of a hit, and the shape of
// the held note itself (shape.c).
//
// Kept: no held note stays at one value for longer than STILL_S. A note whose
// curve would rise above 127 is struck harder and begins with a lower
// controller: the two together say the same, and the crescendo arrives.

#include "perform/room.h"

#include "base/random.h"

#include <math.h>
#include <stdlib.h>

#define STEP_S .10
#define HELD_S .9 // notes from here on have a shape of their own
#define STILL_S 1.2
#define LAP_S .08 // a note that ends so soon has its successor
#define HIT_REACH_S 2.2
#define HIT_FALL_S 1.2
#define HIT_DB 2.5
#define EXPRESSION 11
#define VIBRATO 1

typedef struct {
  const PerformRoom* room;
  const ElaraPart* part;
  PerformEvents* events;
  size_t notes; // the first events are notes, by time
  int cue;
  PerformPalette palette;
  double shift_db; // struck harder by this, controller 11 lower by it
  int last_value;
  int last_vibrato;
  ElaraTime last_time;  // curves are written up to here
  ElaraTime last_write; // of controller 11
  ElaraTime busy;       // someone sounds until here
  ElaraTime handed_on;  // where the last note met its successor
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

static int
is_roll(const ElaraTakeEvent* note)
{
  return note->technique == ELARA_TECHNIQUE_ROLL;
}

// What the note's own velocity cannot say: how the level moves after it began.
static double
moved_db(const Pen* pen, const ElaraTakeEvent* note, ElaraTick tick)
{
  const double began = elara_part_level(pen->part, note->tick);
  const double now = elara_part_level(pen->part, tick);
  if (fabs(now - began) < .001) return 0.0;
  return elara_perform_level_db(now) - elara_perform_level_db(began);
}

// All grow towards a hard hit, and fall back behind it.
static double
hit_db(const PerformRoom* room, ElaraTick tick, ElaraTime now)
{
  const size_t next = elara_perform_hit_from(room, tick + 1);
  double near = 0.0;
  if (next < room->hit_count) {
    const ElaraTime then = elara_tempo_map_time(&room->map, room->hits[next]);
    near = 1.0 - elara_time_s(then - now) / HIT_REACH_S;
  }
  if (next > 0) {
    const ElaraTime then =
        elara_tempo_map_time(&room->map, room->hits[next - 1]);
    near = fmax(near, 1.0 - elara_time_s(now - then) / HIT_FALL_S);
  }
  return HIT_DB * room->config.expression * elara_perform_clamp(near, 0.0, 1.0);
}

static PerformHeld
held_note(const Pen* pen, const ElaraTakeEvent* note)
{
  const PerformRoom* const room = pen->room;
  const ElaraTick into = note->tick - elara_perform_cue_tick(room, pen->cue);
  return (PerformHeld){
      .palette = &pen->palette,
      .family = elara_instrument(pen->part->instrument)->family,
      .technique = note->technique,
      .length_s = elara_time_s(note->end - note->time),
      .level = elara_part_level(pen->part, note->tick),
      .living = elara_perform_clamp(room->config.expression, 0.0, 1.0),
      .to_hit = elara_perform_on_hit(room, note->tick_end),
      .key = elara_hash_mix(
          elara_perform_dice(room, pen->cue, "perform.shape"),
          elara_hash_mix((uint64_t)into, (uint64_t)pen->part->instrument)),
  };
}

// Where in the score NOTE is at TIME: players are early and late, but they
// read their own note.
static ElaraTick
place_at(const Pen* pen, const ElaraTakeEvent* note, ElaraTime time)
{
  const ElaraTick tick = elara_tempo_map_tick(&pen->room->map, time);
  if (tick >= note->tick_end) return note->tick_end - 1;
  return tick > note->tick ? tick : note->tick;
}

// dB of NOTE at TIME beside the controller of the level that it began with.
static double
curve_db(const Pen* pen,
         const ElaraTakeEvent* note,
         const PerformHeld* held,
         ElaraTime time)
{
  const PerformRoom* const room = pen->room;
  const ElaraTick tick = place_at(pen, note, time);
  double db = elara_perform_arch_db(room, &pen->palette, tick) +
              elara_perform_harmony_db(room, &pen->palette, tick) +
              hit_db(room, tick, time);
  if (!is_roll(note)) db += moved_db(pen, note, tick);
  if (held->length_s >= HELD_S) {
    db += elara_perform_shape_db(held, elara_time_s(time - note->time));
  }
  return db;
}

static ElaraStatus
write_at(Pen* pen,
         const ElaraTakeEvent* note,
         const PerformHeld* held,
         ElaraTime time,
         int force)
{
  const ElaraTick tick = place_at(pen, note, time);
  // The strokes of a roll are notes of their own, at the level of their time.
  const double level =
      elara_part_level(pen->part, is_roll(note) ? tick : note->tick);
  int value = elara_perform_expression(level, curve_db(pen, note, held, time) -
                                                  pen->shift_db);
  const double still = elara_time_s(time - pen->last_write);
  const int change = abs(value - pen->last_value);
  if (change == 0) {
    // No tone stands quite still; what is printed does.
    if (force || held->living <= 0.0 || still < STILL_S) return ELARA_OK;
    value += value > 64 ? -1 : 1;
  } else if (!force && change < 2 && still < .3) {
    return ELARA_OK;
  }
  pen->last_value = value;
  pen->last_write = time;
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

// Vibrato of a held note: none on short ones, more the stronger it is played
// and the further its pitch is from its chord.
static ElaraStatus
write_vibrato(Pen* pen, const ElaraTakeEvent* note)
{
  const ElaraInstrument* const info = elara_instrument(pen->part->instrument);
  const double level = elara_part_level(pen->part, note->tick);
  const int synthetic = info->family == ELARA_FAMILY_SYNTH;
  const int shakes = synthetic || info->family == ELARA_FAMILY_STRING ||
                     info->family == ELARA_FAMILY_CHOIR ||
                     info->family == ELARA_FAMILY_WOODWIND;
  if (!shakes) return ELARA_OK;
  const double length = elara_time_s(note->end - note->time);
  const double held = elara_perform_clamp((length - .4) / 1.2, 0.0, 1.0);
  const double k = elara_perform_clamp(pen->room->config.expression, 0.0, 2.0);
  const ElaraChord* const chord = elara_perform_chord_at(pen->room, note->tick);
  const double charge =
      chord ? elara_perform_melodic_charge(note->a, chord->root) : 0.0;
  const double depth =
      (10.0 + 26.0 * level) * (1.0 + .05 * pen->palette.charge * charge);
  // In steps of 8: a new value for each note would be mere traffic.
  const int value = synthetic ? synthetic_colour(pen->part->instrument, level)
                              : (int)(held * depth * k / 8.0 + .5) * 8;
  if (value == pen->last_vibrato) return ELARA_OK;
  pen->last_vibrato = value;
  return write_control(pen, note->time, note->tick, VIBRATO, value);
}

static int
sustains(const Pen* pen, const ElaraTakeEvent* note)
{
  const ElaraInstrument* const info = elara_instrument(pen->part->instrument);
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

// How much harder NOTE must be struck for its curve to stay below 127. The
// bargain is made when nobody else of the player sounds, and holds for all
// that join.
static void
make_room(Pen* pen, ElaraTakeEvent* note, const PerformHeld* held)
{
  const ElaraTime lap = elara_time_from_s(LAP_S);
  if (note->time + lap >= pen->busy) {
    pen->shift_db = 0.0;
    double most = 0.0;
    const ElaraTime step = elara_time_from_s(STEP_S);
    if (sustains(pen, note) && held->length_s > .4 && !is_roll(note)) {
      for (ElaraTime t = note->time; t < note->end; t += step) {
        most = fmax(most, curve_db(pen, note, held, t));
      }
    }
    const double room_db =
        40.0 * log10(127.0 / elara_perform_expression(held->level, 0.0));
    const double strength_db = 40.0 * log10(127.0 / note->b);
    pen->shift_db =
        elara_perform_clamp(most - room_db, 0.0, fmax(0.0, strength_db));
  }
  note->b = (int)elara_perform_clamp(
      floor(note->b * pow(10.0, pen->shift_db / 40.0) + .5), 1.0, 127.0);
  if (note->end > pen->busy) pen->busy = note->end;
}

// A curve ends with its note, or where the successor of the note begins.
static ElaraTime
curve_end(const Pen* pen, size_t index)
{
  const ElaraTakeEvent* const note = &pen->events->items[index];
  const ElaraTime lap = elara_time_from_s(LAP_S);
  for (size_t i = index + 1; i < pen->notes; i++) {
    const ElaraTime next = pen->events->items[i].time;
    if (next >= note->end) break;
    if (next > note->time + lap && next >= note->end - lap) return next;
  }
  return note->end;
}

static void
turn_to_cue(Pen* pen, ElaraTick tick)
{
  const ElaraPlan* const plan = pen->room->plan;
  const int cue =
      plan->bar_count ? plan->bars[elara_plan_bar_at(plan, tick)].cue : -1;
  if (cue == pen->cue) return;
  pen->cue = cue;
  pen->palette = elara_perform_palette(pen->room, cue);
  // a cue takes nothing over: another one before it changes nothing in it
  pen->last_value = -1;
  pen->last_vibrato = -1;
  pen->last_time = -1;
  pen->handed_on = -1;
}

static ElaraStatus
follow_note(Pen* pen, size_t index)
{
  const ElaraTakeEvent* const now = &pen->events->items[index];
  turn_to_cue(pen, now->tick);
  const ElaraTime end = curve_end(pen, index);
  PerformHeld held = held_note(pen, now);
  held.from = now->time == pen->handed_on;
  held.on = end < now->end;
  if (held.on) pen->handed_on = end;
  make_room(pen, &pen->events->items[index], &held);
  // The list may move while it grows: a copy stays.
  const ElaraTakeEvent note = pen->events->items[index];
  // Of notes that begin together only the first writes the curve.
  if (note.time > pen->last_time) {
    ELARA_TRY(write_at(pen, &note, &held, note.time, 1));
    ELARA_TRY(write_vibrato(pen, &note));
    pen->last_time = note.time;
  }
  if (!sustains(pen, &note)) return ELARA_OK;
  const ElaraTime step = elara_time_from_s(STEP_S);
  ElaraTime time = note.time + step;
  if (time <= pen->last_time) time = pen->last_time + step;
  for (; time < end - step / 4; time += step) {
    ELARA_TRY(write_at(pen, &note, &held, time, 0));
    pen->last_time = time;
  }
  return ELARA_OK;
}

ElaraStatus
elara_perform_curves(const PerformRoom* room,
                     const ElaraPart* part,
                     PerformEvents* events)
{
  Pen pen = {
      .room = room,
      .part = part,
      .events = events,
      .notes = events->count,
      .cue = -1,
      .palette = elara_perform_palette(room, -1),
      .last_value = -1,
      .last_vibrato = 0,
      .last_time = -1,
      .handed_on = -1,
  };
  for (size_t i = 0; i < pen.notes; i++) {
    ELARA_TRY(follow_note(&pen, i));
  }
  return ELARA_OK;
}
