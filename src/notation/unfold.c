// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// The piece again in the order in which it is played. A run is a stretch of
// measures that follow each other on the paper; each is copied with its notes,
// levels and events, and with what was in force where it begins.

#include "notation/room.h"

typedef struct {
  NotationRoom* room;
  ElaraTick from, to; // on the paper
  ElaraTick start;    // in the music
  int number;
} Run;

static size_t
notes_before(const NotationPart* part, ElaraTick tick)
{
  size_t low = 0;
  size_t high = part->notes.count;
  while (low < high) {
    const size_t middle = low + (high - low) / 2;
    if (part->notes.items[middle].tick < tick) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

// A note that would sound into a measure that does not follow ends with the
// run.
static ElaraStatus
copy_notes(const Run* r, const NotationPart* part, NotationPart* out)
{
  for (size_t i = notes_before(part, r->from);
       i < part->notes.count && part->notes.items[i].tick < r->to; i++) {
    NotationNote n = part->notes.items[i];
    if (n.end > r->to) n.end = r->to;
    n.tick += r->start - r->from;
    n.end += r->start - r->from;
    if (n.slur) n.slur += r->number * (part->slur_count + 1);
    n.order = out->notes.count;
    if (out->notes.count > 4000000) return ELARA_OK;
    ELARA_TRY_PTR(ELARA_PUSH(r->room->arena, &out->notes, n));
  }
  return ELARA_OK;
}

static ElaraStatus
push_level(const Run* r, NotationPart* out, ElaraDynamic d)
{
  d.tick += r->start - r->from;
  d.tick_end += r->start - r->from;
  return ELARA_PUSH(r->room->arena, &out->levels, d) ? ELARA_OK
                                                     : ELARA_NO_MEMORY;
}

// Spans are cut at the ends of the run. A span that holds a level has no
// length: it goes on until the next.
static ElaraStatus
copy_levels(const Run* r, const NotationPart* part, NotationPart* out)
{
  const ElaraPart levels = {.dynamics = part->levels.items,
                            .dynamic_count = part->levels.count};
  for (size_t i = 0; i < part->levels.count; i++) {
    ElaraDynamic d = part->levels.items[i];
    const int last = i + 1 == part->levels.count;
    if (d.tick >= r->to) break;
    if (!last && part->levels.items[i + 1].tick <= r->from) continue;
    if (d.tick < r->from) {
      d.level = elara_part_level(&levels, r->from);
      d.tick = r->from;
      if (d.tick_end < d.tick) d.tick_end = d.tick;
    }
    if (d.tick_end > r->to) {
      d.level_end = elara_part_level(&levels, r->to);
      d.tick_end = r->to;
    }
    ELARA_TRY(push_level(r, out, d));
  }
  return ELARA_OK;
}

static ElaraStatus
copy_parts(const Run* r, NotationPart* outs)
{
  for (size_t i = 0; i < r->room->parts.count; i++) {
    ELARA_TRY(copy_notes(r, &r->room->parts.items[i], &outs[i]));
    ELARA_TRY(copy_levels(r, &r->room->parts.items[i], &outs[i]));
  }
  return ELARA_OK;
}

typedef ELARA_LIST(NotationEvent) Events;

static ElaraStatus
push_event(const Run* r, Events* out, NotationEvent e)
{
  e.tick += r->start - r->from;
  e.end += r->start - r->from;
  return ELARA_PUSH(r->room->arena, out, e) ? ELARA_OK : ELARA_NO_MEMORY;
}

// A tempo and a key that hold where the run begins.
static ElaraStatus
copy_events(const Run* r, Events* out)
{
  const NotationEvent* tempo = NULL;
  const NotationEvent* key = NULL;
  size_t i = 0;
  for (; i < r->room->events.count; i++) {
    const NotationEvent* const e = &r->room->events.items[i];
    if (e->tick >= r->from) break;
    if (e->kind == EVENT_TEMPO) tempo = e;
    if (e->kind == EVENT_KEY) key = e;
  }
  NotationEvent held[2];
  int count = 0;
  if (tempo && r->start > 0) held[count++] = *tempo;
  if (key && r->start > 0) held[count++] = *key;
  for (int k = 0; k < count; k++) {
    held[k].tick = r->from;
    ELARA_TRY(push_event(r, out, held[k]));
  }
  for (; i < r->room->events.count; i++) {
    const NotationEvent* const e = &r->room->events.items[i];
    if (e->tick >= r->to) break;
    ELARA_TRY(push_event(r, out, *e));
  }
  return ELARA_OK;
}

typedef ELARA_LIST(NotationMeasure) Measures;

static ElaraStatus
copy_measures(const Run* r, const NotationRun* run, Measures* out)
{
  for (int i = run->first; i < run->first + run->count; i++) {
    NotationMeasure m = r->room->measures.items[i];
    m.tick += r->start - r->from;
    ELARA_TRY_PTR(ELARA_PUSH(r->room->arena, out, m));
  }
  return ELARA_OK;
}

static void
take_over(NotationRoom* room,
          NotationPart* outs,
          const Measures* measures,
          const Events* events,
          ElaraTick end)
{
  for (size_t i = 0; i < room->parts.count; i++) {
    NotationPart* const part = &room->parts.items[i];
    part->notes.items = outs[i].notes.items;
    part->notes.count = outs[i].notes.count;
    part->levels.items = outs[i].levels.items;
    part->levels.count = outs[i].levels.count;
  }
  room->measures.items = measures->items;
  room->measures.count = measures->count;
  room->events.items = events->items;
  room->events.count = events->count;
  room->tick_count = end;
}

ElaraStatus
elara_notation_unfold(NotationRoom* room)
{
  if (room->runs.count == 1 &&
      (size_t)room->runs.items[0].count == room->measures.count)
    return ELARA_OK;
  NotationPart* const outs = (NotationPart*)elara_arena_array(
      room->arena, room->parts.count, sizeof(NotationPart));
  ELARA_TRY_PTR(outs);
  Measures measures = {0};
  Events events = {0};
  ElaraTick start = 0;
  for (size_t i = 0; i < room->runs.count; i++) {
    const NotationRun* const run = &room->runs.items[i];
    const NotationMeasure* const first = &room->measures.items[run->first];
    const NotationMeasure* const last = first + run->count - 1;
    const Run r = {.room = room,
                   .from = first->tick,
                   .to = last->tick + last->length,
                   .start = start,
                   .number = (int)i};
    ELARA_TRY(copy_parts(&r, outs));
    ELARA_TRY(copy_events(&r, &events));
    ELARA_TRY(copy_measures(&r, run, &measures));
    start += r.to - r.from;
  }
  take_over(room, outs, &measures, &events, start);
  return ELARA_OK;
}
