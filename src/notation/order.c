// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// Which measures are played, in which order: repeats with their endings, da
// capo, dal segno, to coda, fine. After a jump back nothing is repeated and
// the last ending is taken, as players do.

#include "notation/room.h"

#define MOST_MEASURES 100000 // played

typedef struct {
  NotationRoom* room;
  int at;
  int section; // where the part that is repeated begins
  int pass;    // from 1
  int jumped;
  size_t played;
} Order;

// An ending holds from its first measure to the one where it stops.
static void
spread_endings(NotationRoom* room)
{
  unsigned ending = 0;
  for (size_t i = 0; i < room->measures.count; i++) {
    NotationMeasure* const m = &room->measures.items[i];
    if (m->ending) ending = m->ending;
    m->ending = ending;
    if (m->ending_stop || m->backward) ending = 0;
  }
}

static ElaraStatus
play(Order* o)
{
  NotationRoom* const room = o->room;
  NotationRun* const last =
      room->runs.count ? &room->runs.items[room->runs.count - 1] : NULL;
  o->played++;
  if (last && last->first + last->count == o->at) {
    last->count++;
    return ELARA_OK;
  }
  const NotationRun run = {o->at, 1};
  return ELARA_PUSH(room->arena, &room->runs, run) ? ELARA_OK : ELARA_NO_MEMORY;
}

// True when a later ending of the same group follows measure AT.
static int
is_left_for_later(const NotationRoom* room, int at)
{
  const NotationMeasure* const m = room->measures.items;
  const unsigned own = m[at].ending;
  int i = at;
  while ((size_t)i + 1 < room->measures.count && m[i].ending == own &&
         !m[i].ending_stop && !m[i].backward) {
    i++;
  }
  return (size_t)i + 1 < room->measures.count && m[i + 1].ending != 0;
}

static int
is_skipped(const Order* o)
{
  const NotationMeasure* const m = &o->room->measures.items[o->at];
  if (!m->ending) return 0;
  if (o->jumped) return is_left_for_later(o->room, o->at);
  return !(m->ending >> (o->pass - 1) & 1U);
}

static int
goes_back(const Order* o)
{
  const NotationMeasure* const m = &o->room->measures.items[o->at];
  if (!m->backward || o->jumped || o->pass >= 16) return 0;
  if (!m->ending) return o->pass < m->backward;
  return o->pass == 1 || m->ending >> o->pass & 1U ||
         is_left_for_later(o->room, o->at);
}

static int
find(const NotationRoom* room, int coda)
{
  for (size_t i = 0; i < room->measures.count; i++) {
    const NotationMeasure* const m = &room->measures.items[i];
    if (coda ? m->coda : m->segno) return (int)i;
  }
  return coda ? -1 : 0;
}

// Where it goes on after the measure that was just played; -1 at the end.
static int
next(Order* o)
{
  const NotationMeasure* const m = &o->room->measures.items[o->at];
  if (o->jumped && m->fine) return -1;
  if (o->jumped && m->to_coda && find(o->room, 1) > o->at)
    return find(o->room, 1);
  if (goes_back(o)) {
    o->pass++;
    return o->section;
  }
  if (m->backward) {
    // endings that are still to come belong to this round
    if (!m->ending || !is_left_for_later(o->room, o->at)) {
      o->section = o->at + 1;
      o->pass = 1;
    }
  }
  if (!o->jumped && (m->da_capo || m->dal_segno)) {
    o->jumped = 1;
    return m->da_capo ? 0 : find(o->room, 0);
  }
  return o->at + 1;
}

static void
enter(Order* o)
{
  const NotationMeasure* const m = o->room->measures.items;
  const int at = o->at;
  if (o->jumped) return;
  const int left = at > 0 && m[at - 1].ending && !m[at].ending;
  if ((m[at].forward || left) && at != o->section) {
    o->section = at;
    o->pass = 1;
  }
}

ElaraStatus
elara_notation_order(NotationRoom* room)
{
  Order o = {.room = room, .pass = 1};
  spread_endings(room);
  size_t steps = 0;
  while (o.at >= 0 && (size_t)o.at < room->measures.count) {
    if (++steps > 4 * MOST_MEASURES || o.played >= MOST_MEASURES) {
      elara_notation_warn(room, room->measures.items[o.at].line,
                          "write the repeats out",
                          "its repeats never end; it is cut off here");
      break;
    }
    enter(&o);
    if (is_skipped(&o)) {
      o.at++;
      continue;
    }
    ELARA_TRY(play(&o));
    o.at = next(&o);
  }
  return ELARA_OK;
}
