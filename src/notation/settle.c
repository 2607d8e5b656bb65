// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// From ticks of a measure to ticks of the piece; then what only the order in
// time decides: ties, and how each note is played.

#include "notation/room.h"

#include <stdlib.h>

#define SIXTEENTH (ELARA_TICKS_PER_QUARTER / 4)
#define NEAR 2 // ticks: what rounding of tuplets may lose

// --- measures ----------------------------------------------------------------

// A measure is as long as what is in it; empty, or a whole rest, as its metre
// says. Bars of the Plan count in sixteenths.
static ElaraTick
measure_length(const NotationMeasure* m)
{
  const ElaraTick nominal =
      m->beats * 4 * ELARA_TICKS_PER_QUARTER / m->beat_type;
  ElaraTick length = m->reach;
  if (m->implicit) {
    if (length == 0) length = m->rest;
  } else {
    const ElaraTick rest = m->rest < nominal ? m->rest : nominal;
    if (rest > length) length = rest;
  }
  if (length <= 0) length = nominal;
  return (length + SIXTEENTH - 1) / SIXTEENTH * SIXTEENTH;
}

static void
place_measures(NotationRoom* room)
{
  ElaraTick tick = 0;
  for (size_t i = 0; i < room->measures.count; i++) {
    NotationMeasure* const m = &room->measures.items[i];
    if (m->beats == 0) m->beats = m->beat_type = 4;
    m->tick = tick;
    m->length = measure_length(m);
    tick += m->length;
  }
  room->tick_count = tick;
}

static int
note_order(const void* a, const void* b)
{
  const NotationNote* const x = (const NotationNote*)a;
  const NotationNote* const y = (const NotationNote*)b;
  if (x->tick != y->tick) return x->tick < y->tick ? -1 : 1;
  return x->order < y->order ? -1 : x->order > y->order;
}

void
elara_notation_sort_notes(NotationPart* part)
{
  if (part->notes.count) {
    qsort(part->notes.items, part->notes.count, sizeof(NotationNote),
          note_order);
  }
}

// What ends comes before what holds, and that before what begins.
static int
mark_order(const void* a, const void* b)
{
  static const int ranks[] = {
      [MARK_LEVEL] = 1,  [MARK_ACCENT] = 2,      [MARK_GROW] = 3,
      [MARK_SHRINK] = 3, [MARK_HAIRPIN_END] = 0, [MARK_TECHNIQUE] = 2};
  const NotationMark* const x = (const NotationMark*)a;
  const NotationMark* const y = (const NotationMark*)b;
  if (x->tick != y->tick) return x->tick < y->tick ? -1 : 1;
  const int rank = ranks[x->kind] - ranks[y->kind];
  return rank ? rank : x->which - y->which;
}

static int
event_order(const void* a, const void* b)
{
  const NotationEvent* const x = (const NotationEvent*)a;
  const NotationEvent* const y = (const NotationEvent*)b;
  if (x->tick != y->tick) return x->tick < y->tick ? -1 : 1;
  if (x->kind != y->kind) return x->kind < y->kind ? -1 : 1;
  if (x->part != y->part) return x->part - y->part;
  return x->value < y->value ? -1 : x->value > y->value;
}

static void
place_part(NotationRoom* room, NotationPart* part)
{
  for (size_t i = 0; i < part->notes.count; i++) {
    NotationNote* const n = &part->notes.items[i];
    const ElaraTick start = room->measures.items[n->measure].tick;
    n->tick += start;
    n->end += start;
    n->order = i;
  }
  for (size_t i = 0; i < part->marks.count; i++) {
    NotationMark* const m = &part->marks.items[i];
    m->tick += room->measures.items[m->measure].tick;
  }
  elara_notation_sort_notes(part);
  if (part->marks.count) {
    qsort(part->marks.items, part->marks.count, sizeof(NotationMark),
          mark_order);
  }
}

static void
place_events(NotationRoom* room)
{
  for (size_t i = 0; i < room->events.count; i++) {
    NotationEvent* const e = &room->events.items[i];
    const NotationMeasure* const m = &room->measures.items[e->measure];
    e->tick += m->tick;
    if (e->kind == EVENT_HOLD) e->end += m->tick;
  }
  if (room->events.count) {
    qsort(room->events.items, room->events.count, sizeof(NotationEvent),
          event_order);
  }
}

// --- ties --------------------------------------------------------------------

typedef ELARA_LIST(NotationNote*) OpenTies;

// The open note that N goes on with, of its own voice if there is one. What
// has ended long ago leaves the list.
static NotationNote**
partner(OpenTies* open, const NotationNote* n)
{
  NotationNote** found = NULL;
  size_t kept = 0;
  for (size_t i = 0; i < open->count; i++) {
    NotationNote* const o = open->items[i];
    if (o->end + NEAR < n->tick) continue;
    open->items[kept++] = o;
  }
  open->count = kept;
  for (size_t i = 0; i < open->count; i++) {
    const NotationNote* const o = open->items[i];
    if (o->pitch != n->pitch || llabs(o->end - n->tick) > NEAR) continue;
    if (!found || (o->voice == n->voice && o->staff == n->staff))
      found = &open->items[i];
  }
  return found;
}

static ElaraStatus
join_ties(NotationRoom* room, NotationPart* part)
{
  OpenTies open = {0};
  size_t kept = 0;
  for (size_t i = 0; i < part->notes.count; i++) {
    NotationNote* const n = &part->notes.items[i];
    if (n->flags & NOTE_GRACE) continue;
    NotationNote** const before =
        n->flags & NOTE_TIE_IN ? partner(&open, n) : NULL;
    if (before) {
      (*before)->end = n->end;
      n->flags |= NOTE_GONE;
      if (!(n->flags & NOTE_TIE_OUT)) *before = open.items[--open.count];
    } else if (n->flags & NOTE_TIE_OUT) {
      ELARA_TRY_PTR(ELARA_PUSH(room->arena, &open, n));
    }
  }
  for (size_t i = 0; i < part->notes.count; i++) {
    if (part->notes.items[i].flags & NOTE_GONE) continue;
    part->notes.items[kept++] = part->notes.items[i];
  }
  part->notes.count = kept;
  return ELARA_OK;
}

// --- techniques --------------------------------------------------------------

typedef struct {
  int plucked, muted, bridge, trembling, stopped, wood;
} Ways;

static void
change(Ways* w, NotationWay way)
{
  switch (way) {
  case WAY_NONE:
    break;
  case WAY_PLUCKED:
    w->plucked = 1;
    w->wood = 0;
    break;
  case WAY_BOWED:
    w->plucked = w->wood = 0;
    break;
  case WAY_MUTED:
    w->muted = 1;
    break;
  case WAY_OPEN:
    w->muted = w->stopped = 0;
    break;
  case WAY_BRIDGE:
    w->bridge = 1;
    break;
  case WAY_ORDINARY:
    w->bridge = w->trembling = w->wood = w->stopped = 0;
    break;
  case WAY_TREMBLING:
    w->trembling = 1;
    break;
  case WAY_STOPPED:
    w->stopped = 1;
    break;
  case WAY_WOOD:
    w->wood = 1;
    break;
  }
}

static int
trembles(const NotationNote* n)
{
  return n->tremolo >= 3;
}

static int
technique_of(const NotationPart* part, const NotationNote* n, const Ways* w)
{
  const ElaraFamily family = elara_instrument(part->instrument)->family;
  const int drums = family == ELARA_FAMILY_PERCUSSION;
  if (drums && (trembles(n) || n->flags & NOTE_TRILL))
    return ELARA_TECHNIQUE_ROLL;
  if (trembles(n) || w->trembling)
    return w->bridge ? ELARA_TECHNIQUE_PONTICELLO : ELARA_TECHNIQUE_TREMOLO;
  if (n->flags & NOTE_STOPPED || w->stopped) return ELARA_TECHNIQUE_STOPPED;
  if (n->flags & NOTE_HARMONIC) return ELARA_TECHNIQUE_HARMONIC;
  if (n->flags & NOTE_PLUCKED || w->plucked) return ELARA_TECHNIQUE_PIZZICATO;
  if (w->muted) return ELARA_TECHNIQUE_MUTED;
  if (n->flags & NOTE_STACCATO || w->wood) return ELARA_TECHNIQUE_STACCATO;
  if (n->flags & NOTE_STRONG) return ELARA_TECHNIQUE_MARCATO;
  return n->slur || n->flags & NOTE_TENUTO ? ELARA_TECHNIQUE_LEGATO
                                           : ELARA_TECHNIQUE_NORMAL;
}

static void
choose_techniques(NotationPart* part)
{
  Ways ways = {0};
  size_t at = 0;
  ElaraTick hit = -1;
  double accent = 0.0;
  for (size_t i = 0; i < part->notes.count; i++) {
    NotationNote* const n = &part->notes.items[i];
    for (; at < part->marks.count && part->marks.items[at].tick <= n->tick;
         at++) {
      const NotationMark* const m = &part->marks.items[at];
      if (m->kind == MARK_TECHNIQUE) change(&ways, (NotationWay)m->which);
      if (m->kind == MARK_ACCENT) hit = m->tick, accent = m->value;
    }
    n->technique = technique_of(part, n, &ways);
    if (n->tick == hit && n->accent < accent) n->accent = accent;
  }
}

ElaraStatus
elara_notation_settle(NotationRoom* room)
{
  place_measures(room);
  place_events(room);
  for (size_t i = 0; i < room->parts.count; i++) {
    NotationPart* const part = &room->parts.items[i];
    place_part(room, part);
    ELARA_TRY(join_ties(room, part));
    choose_techniques(part);
  }
  return ELARA_OK;
}
