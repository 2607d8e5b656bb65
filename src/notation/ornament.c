// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// Signs that stand for notes, written out: grace notes before the beat, trills
// in the scale of the key, mordents, turns, tremolos with counted notes.

#include "notation/room.h"

#define TRILL_S .105 // of one note
#define QUICK_S .085 // of a grace note, of a mordent's neighbour
#define MOST_TRILL 400

typedef struct {
  NotationRoom* room;
  NotationPart* part;
  ELARA_LIST(NotationNote) out;
  size_t event; // the next event that may change what follows
  double bpm;   // in force
  int fifths;   // concert key in force
} Ornaments;

static ElaraTick
ticks_of(const Ornaments* o, double seconds)
{
  return 1 +
         (ElaraTick)(seconds * o->bpm / 60.0 * (double)ELARA_TICKS_PER_QUARTER);
}

static void
follow(Ornaments* o, ElaraTick tick)
{
  for (; o->event < o->room->events.count; o->event++) {
    const NotationEvent* const e = &o->room->events.items[o->event];
    if (e->tick > tick) return;
    if (e->kind == EVENT_TEMPO) o->bpm = e->value;
    if (e->kind == EVENT_KEY) o->fifths = (int)e->value;
  }
}

// The neighbour of PITCH in the scale, above (WAY 1) or below (-1).
static int
neighbour(const Ornaments* o, int pitch, int way)
{
  const unsigned scale =
      elara_scale_mask(((o->fifths * 7) % 12 + 12) % 12, ELARA_MODE_MAJOR);
  const int step = pitch + way;
  return scale >> (step % 12 + 12) % 12 & 1 ? step : step + way;
}

static ElaraStatus
put(Ornaments* o,
    const NotationNote* n,
    int pitch,
    ElaraTick tick,
    ElaraTick end)
{
  NotationNote copy = *n;
  copy.pitch = pitch < 0 ? 0 : pitch > 127 ? 127 : pitch;
  copy.tick = tick;
  copy.end = end > tick ? end : tick + 1;
  copy.order = n->order;
  return ELARA_PUSH(o->room->arena, &o->out, copy) ? ELARA_OK : ELARA_NO_MEMORY;
}

// COUNT notes of even length over the span of N, by turns PITCH and OTHER.
static ElaraStatus
alternate(Ornaments* o, const NotationNote* n, int other, ElaraTick count)
{
  const ElaraTick length = n->end - n->tick;
  for (ElaraTick i = 0; i < count; i++) {
    NotationNote one = *n;
    if (i > 0) one.accent = 0.0;
    ELARA_TRY(put(o, &one, i % 2 ? other : n->pitch,
                  n->tick + length * i / count,
                  n->tick + length * (i + 1) / count));
  }
  return ELARA_OK;
}

static ElaraStatus
trill(Ornaments* o, NotationNote* n)
{
  ElaraTick count = (n->end - n->tick) / ticks_of(o, TRILL_S);
  if (count > MOST_TRILL) count = MOST_TRILL;
  if (count < 3) count = 3;
  n->technique = ELARA_TECHNIQUE_LEGATO;
  return alternate(o, n, neighbour(o, n->pitch, 1), count | 1);
}

// Quick notes first, then the rest of the note.
static ElaraStatus
turn(Ornaments* o, const NotationNote* n, const int* pitches, int count)
{
  ElaraTick quick = ticks_of(o, QUICK_S);
  const ElaraTick most = (n->end - n->tick) / (count + 1);
  if (quick > most) quick = most > 0 ? most : 1;
  ElaraTick tick = n->tick;
  for (int i = 0; i < count; i++, tick += quick) {
    ELARA_TRY(put(o, n, pitches[i], tick, tick + quick));
  }
  return put(o, n, n->pitch, tick, n->end);
}

static ElaraStatus
mordent(Ornaments* o, const NotationNote* n)
{
  const int up = n->flags & NOTE_UPPER ? 1 : -1;
  const int first = neighbour(o, n->pitch, up);
  if (n->flags & NOTE_MORDENT)
    return turn(o, n, (const int[]){n->pitch, first}, 2);
  // a turn begins above, an inverted one below
  const int from = neighbour(o, n->pitch, -up);
  return turn(o, n, (const int[]){from, n->pitch, first}, 3);
}

// One or two beams: so many notes are counted.
static ElaraStatus
counted(Ornaments* o, NotationNote* n)
{
  const ElaraTick step = ELARA_TICKS_PER_QUARTER >> n->tremolo;
  ElaraTick count = (n->end - n->tick) / step;
  if (count > MOST_TRILL) count = MOST_TRILL;
  if (count < 1) count = 1;
  n->slur = 0;
  if (n->technique == ELARA_TECHNIQUE_LEGATO)
    n->technique = ELARA_TECHNIQUE_NORMAL;
  return alternate(o, n, n->pitch, count);
}

static ElaraStatus
write_out(Ornaments* o, NotationNote* n)
{
  const int drums =
      elara_instrument(o->part->instrument)->family == ELARA_FAMILY_PERCUSSION;
  if (n->tremolo == 1 || n->tremolo == 2) return counted(o, n);
  if (drums) return put(o, n, n->pitch, n->tick, n->end);
  if (n->flags & NOTE_TRILL) return trill(o, n);
  if (n->flags & (NOTE_MORDENT | NOTE_TURN)) return mordent(o, n);
  return put(o, n, n->pitch, n->tick, n->end);
}

// --- grace notes -------------------------------------------------------------

// Notes of N's voice that end at or after START and begin before it, shortened:
// grace notes take their time from what comes before.
static void
give_way(Ornaments* o, const NotationNote* n, ElaraTick start)
{
  for (size_t i = o->out.count; i-- > 0;) {
    NotationNote* const b = &o->out.items[i];
    if (n->tick - b->tick > 16 * ELARA_TICKS_PER_QUARTER) return;
    if (b->voice != n->voice || b->staff != n->staff) continue;
    if (b->tick < start && b->end > start) b->end = start;
  }
}

// The latest onset of N's voice before it, or the start of its measure's music.
static ElaraTick
onset_before(const Ornaments* o, const NotationNote* n)
{
  for (size_t i = o->out.count; i-- > 0;) {
    const NotationNote* const b = &o->out.items[i];
    if (n->tick - b->tick > 16 * ELARA_TICKS_PER_QUARTER) break;
    if (b->voice == n->voice && b->staff == n->staff && b->tick < n->tick)
      return b->tick;
  }
  return n->tick > ELARA_TICKS_PER_QUARTER ? n->tick - ELARA_TICKS_PER_QUARTER
                                           : 0;
}

// GROUP[0..COUNT) stand before the beat at their tick. At the very beginning
// there is no time before it: they sound with the beat.
static ElaraStatus
grace(Ornaments* o, const NotationNote* group, size_t count)
{
  ElaraTick steps = 0;
  for (size_t i = 0; i < count; i++) {
    steps += i == 0 || !(group[i].flags & NOTE_CHORD);
  }
  const ElaraTick space = (group->tick - onset_before(o, group)) / 2;
  ElaraTick quick = ticks_of(o, QUICK_S);
  if (quick * steps > space) quick = space / steps;
  if (quick < 1) quick = ticks_of(o, QUICK_S);
  ElaraTick tick = group->tick - quick * steps;
  if (tick < 0) tick = 0;
  give_way(o, group, tick);
  ElaraTick step = 0;
  for (size_t i = 0; i < count; i++) {
    if (i > 0 && !(group[i].flags & NOTE_CHORD)) step++;
    const ElaraTick at = tick + quick * step;
    ELARA_TRY(put(o, &group[i], group[i].pitch, at, at + quick));
  }
  return ELARA_OK;
}

// How many grace notes of one voice follow each other from note AT on.
static size_t
group_size(const NotationPart* part, size_t at)
{
  const NotationNote* const first = &part->notes.items[at];
  size_t count = 1;
  while (at + count < part->notes.count) {
    const NotationNote* const n = &part->notes.items[at + count];
    if (!(n->flags & NOTE_GRACE) || n->tick != first->tick ||
        n->voice != first->voice || n->staff != first->staff)
      break;
    count++;
  }
  return count;
}

static ElaraStatus
write_part(Ornaments* o)
{
  NotationPart* const part = o->part;
  for (size_t i = 0; i < part->notes.count;) {
    NotationNote* const n = &part->notes.items[i];
    follow(o, n->tick);
    if (n->flags & NOTE_GRACE) {
      const size_t count = group_size(part, i);
      ELARA_TRY(grace(o, n, count));
      i += count;
      continue;
    }
    ELARA_TRY(write_out(o, n));
    i++;
  }
  part->notes.items = o->out.items;
  part->notes.count = o->out.count;
  part->notes.capacity = o->out.capacity;
  elara_notation_sort_notes(part);
  return ELARA_OK;
}

ElaraStatus
elara_notation_ornaments(NotationRoom* room)
{
  for (size_t i = 0; i < room->parts.count; i++) {
    Ornaments o = {.room = room, .part = &room->parts.items[i], .bpm = 100.0};
    ELARA_TRY(write_part(&o));
  }
  return ELARA_OK;
}
