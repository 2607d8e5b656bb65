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

// The notes of one part in one cue, with what is found only by looking at
// them one after another.
typedef struct {
  const ElaraPart* part;
  size_t first, last;   // notes
  PerformLine lines[2]; // of its voices
  size_t* places;       // of each note in the line of its voice
  PerformPalette palette;
  int cue;
  double mean_pitch;
  int strokes;       // of the bow so far
  int slur;          // the slur under way
  ElaraTick stroke;  // where the last stroke began
  int pitch[2];      // last one of a voice
  int again[2];      // how often in a row
  int velocity[2];   // its velocity
  ElaraTick tick[2]; // its tick
} Desk;

// First note of the voice after INDEX's chord; of that chord the one with the
// same pitch, where it has one.
static const ElaraScoreNote*
next_in_voice(const Desk* desk, size_t index)
{
  const ElaraScoreNote* const notes = desk->part->notes;
  const ElaraScoreNote* const note = &notes[index];
  const ElaraScoreNote* found = NULL;
  for (size_t i = index + 1; i < desk->last; i++) {
    const ElaraScoreNote* const other = &notes[i];
    if (found && other->tick > found->tick) break;
    if (other->voice != note->voice || other->tick == note->tick) continue;
    if (!found || other->pitch == note->pitch) found = other;
  }
  return found;
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

size_t
elara_perform_hit_from(const PerformRoom* room, ElaraTick tick)
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
  return low;
}

int
elara_perform_on_hit(const PerformRoom* room, ElaraTick tick)
{
  const size_t i = elara_perform_hit_from(room, tick);
  return i < room->hit_count && room->hits[i] == tick;
}

// Bars begin with a down-bow, then the strokes alternate; a slur is one.
static int
draw_bow(const PerformRoom* room, Desk* desk, const ElaraScoreNote* note)
{
  const int bowed =
      elara_instrument(desk->part->instrument)->family == ELARA_FAMILY_STRING &&
      note->technique != ELARA_TECHNIQUE_PIZZICATO;
  if (!bowed) return 0;
  const int goes_on = note->tick == desk->stroke ||
                      (note->slur > 0 && note->slur == desk->slur);
  if (!goes_on) {
    const size_t bar = elara_plan_bar_at(room->plan, note->tick);
    desk->strokes =
        note->tick == room->plan->bars[bar].tick ? 0 : desk->strokes + 1;
    desk->stroke = note->tick;
    desk->slur = note->slur;
  }
  return desk->strokes % 2;
}

static PerformNote
look_at(const PerformRoom* room, Desk* desk, size_t index)
{
  const ElaraPart* const part = desk->part;
  const ElaraScoreNote* const note = &part->notes[index];
  const ElaraTime start = elara_tempo_map_time(&room->map, note->tick);
  const ElaraTime end =
      elara_tempo_map_time(&room->map, note->tick + note->duration);
  const int voice = note->voice > 0;
  if (note->tick != desk->tick[voice]) {
    const int same = note->pitch == desk->pitch[voice];
    desk->again[voice] = same ? desk->again[voice] + 1 : 0;
    desk->pitch[voice] = note->pitch;
    desk->tick[voice] = note->tick;
  }
  PerformNote n = {
      .note = note,
      .next = next_in_voice(desk, index),
      .line = &desk->lines[voice],
      .place = desk->places[index - desk->first],
      .palette = &desk->palette,
      .instrument = elara_instrument(part->instrument),
      .instrument_id = part->instrument,
      .chord_rank = chord_rank(part, index),
      .cue = desk->cue,
      .mood = desk->cue >= 0 ? room->plan->cues[desk->cue].mood
                             : ELARA_MOOD_SERENITY,
      .on_hit = elara_perform_on_hit(room, note->tick),
      .up_bow = draw_bow(room, desk, note),
      .again = desk->again[voice],
      .mean_pitch = desk->mean_pitch,
      .level = elara_part_level(part, note->tick),
      .written_s = elara_time_s(end - start),
  };
  n.phrase_end = !n.next || n.next->phrase != note->phrase;
  return n;
}

static double
mean_pitch(const ElaraPart* part, size_t first, size_t last)
{
  double sum = 0.0;
  for (size_t i = first; i < last; i++)
    sum += part->notes[i].pitch;
  return last > first ? sum / (double)(last - first) : 60.0;
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
  const double began = elara_perform_level_velocity(n->level);
  ElaraTime time = whole->time;
  for (uint64_t stroke = 0; time < whole->end; stroke++) {
    const double uneven = elara_perform_unit(seed, key, stroke) - .5;
    const ElaraTime next = time + elara_time_from_s(.077 + .016 * uneven);
    const ElaraTick tick = elara_tempo_map_tick(&room->map, time);
    const double now =
        elara_perform_level_velocity(elara_part_level(part, tick));
    // As the table has it: one part by the stroke, one by controller 11.
    const double velocity = whole->b * now / began - (stroke % 2 ? 4.0 : 0.0);
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

// Nobody plays the same note twice in the same way.
static int
fresh_velocity(const PerformRoom* room, Desk* desk, const PerformNote* n)
{
  const int voice = n->note->voice > 0;
  int velocity = elara_perform_velocity(room, n);
  if (n->again > 0 && room->config.expression > 0.0 &&
      velocity == desk->velocity[voice]) {
    const int step = n->again % 2 ? -2 : 2;
    velocity += velocity + step > 127 || velocity + step < 1 ? -step : step;
  }
  desk->velocity[voice] = velocity;
  return velocity;
}

static ElaraStatus
play_note(PerformRoom* room,
          Desk* desk,
          const PerformNote* n,
          PerformEvents* sounds)
{
  ElaraTakeEvent event = {
      .tick = n->note->tick,
      .tick_end = n->note->tick + n->note->duration,
      .kind = ELARA_TAKE_NOTE,
      .a = elara_perform_key(n->instrument_id, n->note->pitch),
      .b = fresh_velocity(room, desk, n),
      .technique = n->note->technique,
      .prompt = n->on_hit,
  };
  elara_perform_timing(room, n, &event.time, &event.end);
  PerformEvents* const events = &sounds[elara_perform_sound(n)];
  if (event.technique == ELARA_TECHNIQUE_ROLL &&
      n->instrument->family == ELARA_FAMILY_PERCUSSION) {
    return play_roll(room, desk->part, n, &event, events);
  }
  return ELARA_PUSH(room->scratch, events, event) ? ELARA_OK : ELARA_NO_MEMORY;
}

// The cue of the note FIRST, and the end of its notes.
static size_t
cue_notes(const PerformRoom* room,
          const ElaraPart* part,
          size_t first,
          int* cue)
{
  const ElaraPlan* const plan = room->plan;
  const size_t bar = elara_plan_bar_at(plan, part->notes[first].tick);
  *cue = plan->bar_count > 0 ? plan->bars[bar].cue : -1;
  ElaraTick end = elara_plan_bar_end(plan, bar);
  if (*cue >= 0) {
    const ElaraCue* const c = &plan->cues[*cue];
    end = elara_plan_bar_end(plan, (size_t)(c->first_bar + c->bar_count - 1));
  }
  size_t last = first + 1;
  while (last < part->note_count && part->notes[last].tick < end)
    last++;
  return last;
}

static ElaraStatus
play_cue_of_part(PerformRoom* room, Desk* desk, PerformEvents* sounds)
{
  desk->palette = elara_perform_palette(room, desk->cue);
  desk->mean_pitch = mean_pitch(desk->part, desk->first, desk->last);
  desk->places = elara_arena_array(room->scratch, desk->last - desk->first,
                                   sizeof *desk->places);
  ELARA_TRY_PTR(desk->places);
  for (int voice = 0; voice < 2; voice++) {
    ELARA_TRY(elara_perform_line(room, desk->part, desk->first, desk->last,
                                 voice, &desk->lines[voice], desk->places));
  }
  for (size_t i = desk->first; i < desk->last; i++) {
    const PerformNote n = look_at(room, desk, i);
    ELARA_TRY(play_note(room, desk, &n, sounds));
  }
  return ELARA_OK;
}

static ElaraStatus
play_part(PerformRoom* room, PlayerList* players, const ElaraPart* part)
{
  PerformEvents sounds[PERFORM_SOUND_COUNT];
  memset(sounds, 0, sizeof sounds);
  for (size_t i = 0; i < part->note_count;) {
    Desk desk = {.part = part,
                 .first = i,
                 .stroke = -1,
                 .pitch = {-1, -1},
                 .tick = {-1, -1}};
    desk.last = cue_notes(room, part, i, &desk.cue);
    ELARA_TRY(play_cue_of_part(room, &desk, sounds));
    i = desk.last;
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
  return elara_perform_with(score, plan, sketch, config,
                            elara_perform_palettes(), take);
}

ElaraStatus
elara_perform_with(const ElaraScore* score,
                   const ElaraPlan* plan,
                   const ElaraSketch* sketch,
                   const ElaraPerformConfig* config,
                   const PerformPalette* palettes,
                   ElaraTake** take)
{
  *take = NULL;
  PerformRoom room = {
      .score = score,
      .plan = plan,
      .sketch = sketch,
      .palettes = palettes,
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
