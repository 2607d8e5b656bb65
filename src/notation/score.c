// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// Notes -> the Score: two voices a part, in which notes share their span or do
// not overlap. What finds no place goes to another part of the same
// instrument: a piano's hands, four voices on a staff.

#include "notation/room.h"

#include <stdlib.h>

#define MOST_LAYERS 8

typedef struct {
  ElaraTick tick, end; // of the last chord; end 0: nothing yet
} Voice;

typedef struct {
  Voice voices[2];
  ELARA_LIST(ElaraScoreNote) notes;
} Layer;

typedef struct {
  NotationRoom* room;
  ElaraScore* score;
  const ElaraPlan* plan;
  ELARA_LIST(ElaraPart) parts;
  Layer layers[MOST_LAYERS];
  int lost;
} Work;

static int
fits(const Voice* v, const NotationNote* n)
{
  return v->end <= n->tick || (v->tick == n->tick && v->end == n->end);
}

static ElaraStatus
put(Work* w, Layer* layer, int voice, const NotationNote* n)
{
  layer->voices[voice] = (Voice){n->tick, n->end};
  const ElaraScoreNote note = {.tick = n->tick,
                               .duration = n->end - n->tick,
                               .pitch = n->pitch,
                               .voice = voice,
                               .technique = n->technique,
                               .accent = n->accent,
                               .slur = n->slur,
                               .role = ELARA_LINE_INNER};
  return ELARA_PUSH(w->score->arena, &layer->notes, note) ? ELARA_OK
                                                          : ELARA_NO_MEMORY;
}

// The voice that the paper has it in, then any.
static ElaraStatus
place(Work* w, const NotationNote* n)
{
  const int wish = n->staff > 1 || n->voice % 4 == '2' % 4;
  for (int l = 0; l < MOST_LAYERS; l++) {
    for (int k = 0; k < 2; k++) {
      const int voice = k ? !wish : wish;
      if (!fits(&w->layers[l].voices[voice], n)) continue;
      return put(w, &w->layers[l], voice, n);
    }
  }
  w->lost++;
  return ELARA_OK;
}

static int
note_order(const void* a, const void* b)
{
  const ElaraScoreNote* const x = (const ElaraScoreNote*)a;
  const ElaraScoreNote* const y = (const ElaraScoreNote*)b;
  if (x->tick != y->tick) return x->tick < y->tick ? -1 : 1;
  if (x->voice != y->voice) return x->voice - y->voice;
  return x->pitch - y->pitch;
}

static ElaraStatus
copy_levels(Work* w, const NotationPart* from, ElaraPart* to)
{
  const size_t count = from->levels.count;
  to->dynamics = (ElaraDynamic*)elara_arena_array(w->score->arena, count,
                                                  sizeof(ElaraDynamic));
  ELARA_TRY_PTR(to->dynamics);
  for (size_t i = 0; i < count; i++) {
    ElaraDynamic d = from->levels.items[i];
    if (i + 1 < count && d.tick_end > from->levels.items[i + 1].tick)
      d.tick_end = from->levels.items[i + 1].tick;
    to->dynamics[i] = d;
  }
  to->dynamic_count = count;
  return ELARA_OK;
}

static ElaraStatus
add_part(Work* w, const NotationPart* part)
{
  for (int l = 0; l < MOST_LAYERS; l++)
    w->layers[l] = (Layer){0};
  for (size_t i = 0; i < part->notes.count; i++) {
    const NotationNote* const n = &part->notes.items[i];
    if (n->end > w->plan->tick_count || n->end <= n->tick) continue;
    ELARA_TRY(place(w, n));
  }
  for (int l = 0; l < MOST_LAYERS; l++) {
    Layer* const layer = &w->layers[l];
    if (layer->notes.count == 0) continue;
    qsort(layer->notes.items, layer->notes.count, sizeof(ElaraScoreNote),
          note_order);
    ElaraPart made = {.instrument = part->instrument,
                      .notes = layer->notes.items,
                      .note_count = layer->notes.count};
    ELARA_TRY(copy_levels(w, part, &made));
    ELARA_TRY_PTR(ELARA_PUSH(w->score->arena, &w->parts, made));
  }
  return ELARA_OK;
}

// --- keys and chords ---------------------------------------------------------

// Whose key signatures count: the lowest part that does not transpose, else
// the first that has any.
static int
key_part(const NotationRoom* room)
{
  int found = -1;
  for (size_t i = 0; i < room->events.count; i++) {
    const NotationEvent* const e = &room->events.items[i];
    if (e->kind != EVENT_KEY) continue;
    const NotationPart* const part = &room->parts.items[e->part];
    if (part->instrument == ELARA_PERCUSSION ||
        part->instrument == ELARA_TIMPANI)
      continue;
    const int straight = part->transpose[0] % 12 == 0;
    if (found < 0 || (straight && e->part > found)) found = e->part;
  }
  return found;
}

static ElaraKeyChange
key_of(const NotationEvent* e, ElaraTick tick)
{
  const ElaraMode mode = (ElaraMode)e->which;
  const int fifths = (int)e->value;
  ElaraKeyChange key = {.tick = tick, .fifths = fifths, .mode = mode};
  for (int tonic = 0; tonic < 12; tonic++) {
    const int apart = elara_key_fifths(tonic, mode) - fifths;
    if (apart % 12 == 0) key.tonic = tonic;
  }
  return key;
}

static ElaraStatus
add_keys(Work* w)
{
  ELARA_LIST(ElaraKeyChange) keys = {0};
  const int part = key_part(w->room);
  for (size_t i = 0; i < w->room->events.count; i++) {
    const NotationEvent* const e = &w->room->events.items[i];
    if (e->kind != EVENT_KEY || e->part != part) continue;
    const size_t bar = elara_plan_bar_at(w->plan, e->tick);
    const ElaraKeyChange key = key_of(e, w->plan->bars[bar].tick);
    if (keys.count && keys.items[keys.count - 1].tick >= key.tick) keys.count--;
    ELARA_TRY_PTR(ELARA_PUSH(w->score->arena, &keys, key));
  }
  if (keys.count == 0) {
    const ElaraKeyChange none = {.mode = ELARA_MODE_MAJOR};
    ELARA_TRY_PTR(ELARA_PUSH(w->score->arena, &keys, none));
  }
  keys.items[0].tick = 0;
  w->score->keys = keys.items;
  w->score->key_count = keys.count;
  return ELARA_OK;
}

static const ElaraKeyChange*
key_at(const ElaraScore* score, ElaraTick tick)
{
  size_t i = 0;
  while (i + 1 < score->key_count && score->keys[i + 1].tick <= tick)
    i++;
  return &score->keys[i];
}

// A chord holds until the next one, or the end of its cue.
static ElaraTick
chord_end(const Work* w, ElaraTick tick, ElaraTick next)
{
  const int cue = w->plan->bars[elara_plan_bar_at(w->plan, tick)].cue;
  if (cue < 0) return next;
  const ElaraCue* const c = &w->plan->cues[cue];
  const ElaraTick end =
      elara_plan_bar_end(w->plan, (size_t)(c->first_bar + c->bar_count - 1));
  return end < next ? end : next;
}

static ElaraStatus
add_chords(Work* w)
{
  ELARA_LIST(ElaraChord) chords = {0};
  for (size_t i = 0; i < w->room->events.count; i++) {
    const NotationEvent* const e = &w->room->events.items[i];
    if (e->kind != EVENT_CHORD || e->tick >= w->plan->tick_count) continue;
    ElaraChord chord = e->chord;
    const ElaraKeyChange* const key = key_at(w->score, e->tick);
    chord.tick = e->tick;
    chord.tonic = key->tonic;
    chord.mode = key->mode;
    if (chords.count && chords.items[chords.count - 1].tick >= chord.tick)
      continue;
    ELARA_TRY_PTR(ELARA_PUSH(w->score->arena, &chords, chord));
  }
  for (size_t i = 0; i < chords.count; i++) {
    ElaraChord* const c = &chords.items[i];
    const ElaraTick next =
        i + 1 < chords.count ? c[1].tick : w->plan->tick_count;
    c->duration = chord_end(w, c->tick, next) - c->tick;
  }
  w->score->chords = chords.items;
  w->score->chord_count = chords.count;
  return ELARA_OK;
}

static ElaraStatus
make_score(Work* w)
{
  for (size_t i = 0; i < w->room->parts.count; i++) {
    ELARA_TRY(add_part(w, &w->room->parts.items[i]));
  }
  w->score->parts = w->parts.items;
  w->score->part_count = w->parts.count;
  if (w->lost) {
    elara_diag(w->room->diags, ELARA_DIAG_WARNING, w->room->file, 0, 0,
               "write them in another part",
               "%d notes overlap in more than sixteen voices of a part and "
               "are left out",
               w->lost);
  }
  if (w->parts.count == 0) {
    return elara_notation_refuse(w->room, 0, "give a score with music in it",
                                 "the score holds no notes");
  }
  ELARA_TRY(add_keys(w));
  return add_chords(w);
}

ElaraStatus
elara_notation_score(NotationRoom* room,
                     const ElaraPlan* plan,
                     ElaraScore** score)
{
  *score = NULL;
  ElaraArena* const arena = elara_arena_new();
  ELARA_TRY_PTR(arena);
  Work w = {.room = room,
            .plan = plan,
            .score = (ElaraScore*)elara_arena_alloc(arena, sizeof(ElaraScore))};
  ElaraStatus status = w.score ? ELARA_OK : ELARA_NO_MEMORY;
  if (status == ELARA_OK) {
    w.score->arena = arena;
    status = make_score(&w);
  }
  if (status == ELARA_OK) {
    *score = w.score;
  } else {
    elara_arena_free(arena);
  }
  return status;
}
