// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// Marks and hairpins of a part as its levels. A hairpin goes to the mark that
// stands at its end or soon after, else a step and a half; "cresc." without an
// end goes on to the next mark.

#include "notation/room.h"

#define SOON (2 * ELARA_TICKS_PER_QUARTER)
#define LONGEST (32 * ELARA_TICKS_PER_QUARTER) // of a "cresc." without an end
#define STEP .19

typedef struct {
  NotationRoom* room;
  NotationPart* part;
  double level;    // where it stands
  double way;      // of the open hairpin: 1, -1; 0 none is open
  ElaraTick start; // of it
} Loudness;

static double
within(double x)
{
  return x < .02 ? .02 : x > 1.0 ? 1.0 : x;
}

// Spans follow each other; at one tick the last word counts.
static ElaraStatus
add(Loudness* l, ElaraTick from, ElaraTick to, double a, double b)
{
  NotationPart* const part = l->part;
  if (part->levels.count) {
    ElaraDynamic* const last = &part->levels.items[part->levels.count - 1];
    if (last->tick == from) part->levels.count--;
  }
  const ElaraDynamic d = {
      .tick = from, .tick_end = to, .level = a, .level_end = b};
  return ELARA_PUSH(l->room->arena, &part->levels, d) ? ELARA_OK
                                                      : ELARA_NO_MEMORY;
}

// The level that a mark after index AT sets at TICK or soon after; -1 none.
static double
goal(const Loudness* l, size_t at, ElaraTick tick)
{
  for (size_t i = at + 1; i < l->part->marks.count; i++) {
    const NotationMark* const m = &l->part->marks.items[i];
    if (m->tick > tick + SOON) break;
    if (m->kind == MARK_GROW || m->kind == MARK_SHRINK) break;
    if (m->kind == MARK_LEVEL) return m->value;
  }
  return -1.0;
}

static ElaraStatus
close_hairpin(Loudness* l, ElaraTick tick, double target)
{
  const double way = l->way;
  l->way = 0.0;
  if (way == 0.0 || tick <= l->start) return ELARA_OK;
  if (target < 0.0) target = within(l->level + way * STEP);
  if (tick > l->start + LONGEST) tick = l->start + LONGEST;
  ELARA_TRY(add(l, l->start, tick, l->level, target));
  l->level = target;
  return ELARA_OK;
}

static ElaraStatus
obey(Loudness* l, size_t at)
{
  const NotationMark* const m = &l->part->marks.items[at];
  switch (m->kind) {
  case MARK_LEVEL:
    ELARA_TRY(close_hairpin(l, m->tick, m->value));
    l->level = within(m->value);
    return add(l, m->tick, m->tick, l->level, l->level);
  case MARK_GROW:
  case MARK_SHRINK:
    ELARA_TRY(close_hairpin(l, m->tick, -1.0));
    l->way = m->kind == MARK_GROW ? 1.0 : -1.0;
    l->start = m->tick;
    return ELARA_OK;
  case MARK_HAIRPIN_END:
    return close_hairpin(l, m->tick, goal(l, at, m->tick));
  case MARK_ACCENT:
  case MARK_TECHNIQUE:
    break;
  }
  return ELARA_OK;
}

ElaraStatus
elara_notation_loudness(NotationRoom* room)
{
  for (size_t p = 0; p < room->parts.count; p++) {
    Loudness l = {.room = room, .part = &room->parts.items[p], .level = .5625};
    for (size_t i = 0; i < l.part->marks.count; i++) {
      ELARA_TRY(obey(&l, i));
    }
    ELARA_TRY(close_hairpin(&l, room->tick_count, -1.0));
    if (l.part->levels.count && l.part->levels.items[0].tick == 0) continue;
    // before the first mark it is as loud as that mark
  }
  return ELARA_OK;
}
