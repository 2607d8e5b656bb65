// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

#include "perform/perform.h"

#include "perform/room.h"

#include <stdlib.h>
#include <string.h>

ElaraPerformConfig
elara_perform_config(void)
{
  return (ElaraPerformConfig){.seed = 1, .expression = 1.0};
}

// --- notes
// -----------------------------------------------------------------------

static const ElaraScoreNote*
next_in_voice(const ElaraPart* part, size_t index)
{
  const ElaraScoreNote* const note = &part->notes[index];
  for (size_t i = index + 1; i < part->note_count; i++) {
    const ElaraScoreNote* const other = &part->notes[i];
    if (other->voice == note->voice && other->tick > note->tick) return other;
  }
  return NULL;
}

// Notes of one tick stand together, lowest first.
static int
chord_rank(const ElaraPart* part, size_t index)
{
  int rank = 0;
  for (size_t i = index;
       i-- > 0 && part->notes[i].tick == part->notes[index].tick;) {
    rank += part->notes[i].pitch < part->notes[index].pitch;
  }
  return rank;
}

static int
on_hit(const PerformRoom* room, ElaraTick tick)
{
  size_t low = 0;
  size_t high = room->hit_count;
  while (low < high) {
    const size_t middle = low + (high - low) / 2;
    if (room->hits[middle] < tick) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low < room->hit_count && room->hits[low] == tick;
}

static PerformNote
look_at(const PerformRoom* room,
        const ElaraPart* part,
        size_t index,
        double mean_pitch)
{
  const ElaraScoreNote* const note = &part->notes[index];
  const ElaraPlan* const plan = room->plan;
  const size_t bar = elara_plan_bar_at(plan, note->tick);
  const int cue = plan->bar_count > 0 ? plan->bars[bar].cue : -1;
  const ElaraTime start = elara_tempo_map_time(&room->map, note->tick);
  const ElaraTime end =
      elara_tempo_map_time(&room->map, note->tick + note->duration);
  PerformNote n = {
      .note = note,
      .next = next_in_voice(part, index),
      .instrument = elara_instrument(part->instrument),
      .instrument_id = part->instrument,
      .chord_rank = chord_rank(part, index),
      .cue = cue,
      .mood = cue >= 0 ? plan->cues[cue].mood : ELARA_MOOD_SERENITY,
      .on_hit = on_hit(room, note->tick),
      .mean_pitch = mean_pitch,
      .level = elara_part_level(part, note->tick),
      .written_s = elara_time_s(end - start),
  };
  n.phrase_end = !n.next || n.next->phrase != note->phrase;
  return n;
}

static double
mean_pitch(const ElaraPart* part)
{
  double sum = 0.0;
  for (size_t i = 0; i < part->note_count; i++)
    sum += part->notes[i].pitch;
  return part->note_count ? sum / (double)part->note_count : 60.0;
}

static int
compare(ElaraTime a, ElaraTime b)
{
  return a < b ? -1 : a > b;
}

// By time, controls before notes; the rest only to be the same everywhere.
static int
by_time(const void* a, const void* b)
{
  const ElaraTakeEvent* const x = a;
  const ElaraTakeEvent* const y = b;
  int order = compare(x->time, y->time);
  if (!order) {
    order = (x->kind == ELARA_TAKE_NOTE) - (y->kind == ELARA_TAKE_NOTE);
  }
  if (!order) order = x->a - y->a;
  if (!order) order = compare(x->end, y->end);
  return order ? order : x->b - y->b;
}

// One key cannot be struck again while it is down: the earlier note gives way,
// and of two at the same moment the longer one stays.
static void
part_keys(PerformEvents* events)
{
  size_t last[128];
  size_t kept = 0;
  memset(last, 0xff, sizeof last);
  const ElaraTime gap = elara_time_from_s(.004);
  for (size_t i = 0; i < events->count; i++) {
    const ElaraTakeEvent event = events->items[i];
    ElaraTakeEvent* const before =
        last[event.a] < kept ? &events->items[last[event.a]] : NULL;
    if (before && event.time <= before->time + gap) {
      if (event.end > before->end) before->end = event.end;
      if (event.b > before->b) before->b = event.b;
      continue;
    }
    if (before && before->end > event.time - gap) {
      before->end = event.time - gap;
      if (before->end <= before->time) before->end = before->time + 1;
    }
    last[event.a] = kept;
    events->items[kept++] = event;
  }
  events->count = kept;
}

// --- players
// ---------------------------------------------------------------------

typedef ELARA_LIST(ElaraPlayer) PlayerList;

static int
next_channel(const PlayerList* players, int percussion)
{
  if (percussion) return 9;
  int used = 0;
  for (size_t i = 0; i < players->count; i++) {
    used += !players->items[i].percussion;
  }
  // 0..8, 10..15, and round again: every player is a track of its own.
  const int channel = used % 15;
  return channel < 9 ? channel : channel + 1;
}

static ElaraStatus
add_player(PerformRoom* room,
           PlayerList* players,
           const ElaraPart* part,
           PerformSound sound,
           PerformEvents* events)
{
  qsort(events->items, events->count, sizeof *events->items, by_time);
  part_keys(events);
  ELARA_TRY(elara_perform_curves(room, part, events));
  qsort(events->items, events->count, sizeof *events->items, by_time);
  const ElaraPreset preset = elara_perform_preset(part->instrument, sound);
  const int percussion = part->instrument == ELARA_PERCUSSION;
  ElaraPlayer player = {
      .name = elara_perform_player_name(room->arena, part->instrument, sound),
      .instrument = part->instrument,
      .preset = preset,
      .midi_channel = next_channel(players, percussion),
      .percussion = percussion,
      .event_count = events->count,
  };
  player.events =
      elara_arena_array(room->arena, events->count, sizeof *player.events);
  if (!player.name || !player.events) return ELARA_NO_MEMORY;
  memcpy(player.events, events->items, events->count * sizeof *player.events);
  return ELARA_PUSH(room->arena, players, player) ? ELARA_OK : ELARA_NO_MEMORY;
}

// Strokes of a roll come about 13 to the second, never evenly, the second hand
// a little weaker; loudness follows the part while it lasts. The sampler's
// drums know single strokes only.
static ElaraStatus
play_roll(PerformRoom* room,
          const ElaraPart* part,
          const PerformNote* n,
          const ElaraTakeEvent* whole,
          PerformEvents* events)
{
  const uint64_t seed = room->config.seed;
  const uint64_t key = (uint64_t)whole->tick * 31U + (uint64_t)part->instrument;
  const double began = elara_perform_level_db(n->level);
  ElaraTime time = whole->time;
  for (uint64_t stroke = 0; time < whole->end; stroke++) {
    const double uneven = elara_perform_unit(seed, key, stroke) - .5;
    const ElaraTime next = time + elara_time_from_s(.077 + .016 * uneven);
    const ElaraTick tick = elara_tempo_map_tick(&room->map, time);
    const double now =
        elara_perform_level_db(elara_part_level(part, tick)) - began;
    // Half of the change by the stroke, half by controller 11.
    const double velocity = whole->b + 1.6 * now - (stroke % 2 ? 4.0 : 0.0);
    ElaraTakeEvent event = *whole;
    event.time = time;
    event.end = next < whole->end ? next : whole->end;
    event.b = (int)elara_perform_clamp(velocity, 8.0, 127.0);
    if (event.end - time < elara_time_from_s(.03) && stroke > 0) break;
    if (!ELARA_PUSH(room->scratch, events, event)) return ELARA_NO_MEMORY;
    time = next;
  }
  return ELARA_OK;
}

static ElaraStatus
play_note(PerformRoom* room,
          const ElaraPart* part,
          const PerformNote* n,
          PerformEvents* sounds)
{
  ElaraTakeEvent event = {
      .tick = n->note->tick,
      .tick_end = n->note->tick + n->note->duration,
      .kind = ELARA_TAKE_NOTE,
      .a = n->note->pitch,
      .b = elara_perform_velocity(room, n),
      .technique = n->note->technique,
  };
  elara_perform_timing(room, n, &event.time, &event.end);
  PerformEvents* const events = &sounds[elara_perform_sound(n)];
  if (event.technique == ELARA_TECHNIQUE_ROLL &&
      n->instrument->family == ELARA_FAMILY_PERCUSSION) {
    return play_roll(room, part, n, &event, events);
  }
  return ELARA_PUSH(room->scratch, events, event) ? ELARA_OK : ELARA_NO_MEMORY;
}

static ElaraStatus
play_part(PerformRoom* room, PlayerList* players, const ElaraPart* part)
{
  PerformEvents sounds[PERFORM_SOUND_COUNT];
  memset(sounds, 0, sizeof sounds);
  const double mean = mean_pitch(part);
  for (size_t i = 0; i < part->note_count; i++) {
    const PerformNote n = look_at(room, part, i, mean);
    ELARA_TRY(play_note(room, part, &n, sounds));
  }
  for (int s = 0; s < PERFORM_SOUND_COUNT; s++) {
    if (sounds[s].count == 0) continue;
    ELARA_TRY(add_player(room, players, part, (PerformSound)s, &sounds[s]));
  }
  return ELARA_OK;
}

// --- the door
// --------------------------------------------------------------------

static ElaraStatus
find_hits(PerformRoom* room)
{
  const ElaraPlan* const plan = room->plan;
  room->hits =
      elara_arena_array(room->scratch, plan->hit_count, sizeof *room->hits);
  ELARA_TRY_PTR(room->hits);
  for (size_t i = 0; i < plan->hit_count; i++) {
    if (plan->hits[i].hard) room->hits[room->hit_count++] = plan->hits[i].tick;
  }
  return ELARA_OK;
}

static ElaraStatus
play(PerformRoom* room)
{
  room->take = elara_arena_alloc(room->arena, sizeof *room->take);
  ELARA_TRY_PTR(room->take);
  room->take->arena = room->arena;
  room->take->length = room->plan->length;
  ELARA_TRY(find_hits(room));
  ELARA_TRY(elara_perform_tempo(room));
  PlayerList players = {0};
  for (size_t i = 0; i < room->score->part_count; i++) {
    ELARA_TRY(play_part(room, &players, &room->score->parts[i]));
  }
  room->take->players = players.items;
  room->take->player_count = players.count;
  return ELARA_OK;
}

ElaraStatus
elara_perform(const ElaraScore* score,
              const ElaraPlan* plan,
              const ElaraSketch* sketch,
              const ElaraPerformConfig* config,
              ElaraDiags* diags,
              ElaraTake** take)
{
  (void)diags;
  *take = NULL;
  PerformRoom room = {
      .score = score,
      .plan = plan,
      .sketch = sketch,
      .config = config ? *config : elara_perform_config(),
      .arena = elara_arena_new(),
      .scratch = elara_arena_new(),
  };
  room.config.expression =
      elara_perform_clamp(room.config.expression, 0.0, 2.0);
  const ElaraStatus status =
      room.arena && room.scratch ? play(&room) : ELARA_NO_MEMORY;
  elara_arena_free(room.scratch);
  if (status == ELARA_OK) {
    *take = room.take;
  } else {
    elara_arena_free(room.arena);
  }
  return status;
}
