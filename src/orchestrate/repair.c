// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// What makes a score playable once every line is placed: no two notes of one
// voice at a time, air for winds and brass, clear low octaves.

#include "orchestrate/room.h"

#include <stdlib.h>

static int
by_voice(const void* a, const void* b)
{
  const ElaraScoreNote* const x = (const ElaraScoreNote*)a;
  const ElaraScoreNote* const y = (const ElaraScoreNote*)b;
  if (x->voice != y->voice) return x->voice - y->voice;
  if (x->tick != y->tick) return x->tick < y->tick ? -1 : 1;
  if (x->pitch != y->pitch) return x->pitch - y->pitch;
  return (x->duration > y->duration) - (x->duration < y->duration);
}

static int
by_tick(const void* a, const void* b)
{
  const ElaraScoreNote* const x = (const ElaraScoreNote*)a;
  const ElaraScoreNote* const y = (const ElaraScoreNote*)b;
  if (x->tick != y->tick) return x->tick < y->tick ? -1 : 1;
  return by_voice(a, b);
}

void
elara_sort_notes(NoteList* list)
{
  if (list->count)
    qsort(list->items, list->count, sizeof *list->items, by_tick);
}

void
elara_drop_empty(NoteList* list)
{
  size_t kept = 0;
  for (size_t i = 0; i < list->count; i++) {
    if (list->items[i].duration > 0) list->items[kept++] = list->items[i];
  }
  list->count = kept;
}

// --- one voice, one note at a time
// --------------------------------------------------

static void
untangle(NoteList* list)
{
  qsort(list->items, list->count, sizeof *list->items, by_voice);
  for (size_t i = 0; i + 1 < list->count; i++) {
    ElaraScoreNote* const a = &list->items[i];
    ElaraScoreNote* const b = &list->items[i + 1];
    if (a->voice != b->voice) continue;
    if (a->tick == b->tick) {
      if (a->pitch == b->pitch) {
        b->duration = b->duration > a->duration ? b->duration : a->duration;
        a->duration = 0;
      } else {
        // a chord takes the shorter length, backwards through its notes
        const ElaraTick shorter = a->duration < b->duration && a->duration > 0
                                      ? a->duration
                                      : b->duration;
        for (size_t k = i + 2; k-- > 0 && list->items[k].tick == b->tick &&
                               list->items[k].voice == b->voice;) {
          if (list->items[k].duration > 0) list->items[k].duration = shorter;
        }
      }
    }
  }
  elara_drop_empty(list);
  for (size_t i = 0; i + 1 < list->count; i++) {
    ElaraScoreNote* const a = &list->items[i];
    size_t next = i + 1;
    while (next < list->count && list->items[next].tick == a->tick &&
           list->items[next].voice == a->voice) {
      next++;
    }
    if (next >= list->count || list->items[next].voice != a->voice) continue;
    const ElaraTick room = list->items[next].tick - a->tick;
    if (a->duration > room) a->duration = room;
  }
  elara_drop_empty(list);
}

// Two voices on one pitch at one time are one note.
static void
merge_unisons(NoteList* list)
{
  qsort(list->items, list->count, sizeof *list->items, by_tick);
  for (size_t i = 0; i < list->count; i++) {
    ElaraScoreNote* const a = &list->items[i];
    for (size_t k = i + 1;
         k < list->count && list->items[k].tick < a->tick + a->duration; k++) {
      ElaraScoreNote* const b = &list->items[k];
      if (b->voice == a->voice || b->pitch != a->pitch || b->duration == 0)
        continue;
      if (b->tick == a->tick) {
        (a->lead ? b : b->lead ? a : b)->duration = 0;
      } else {
        a->duration = b->tick - a->tick;
      }
    }
  }
  elara_drop_empty(list);
}

// --- the low octaves
// --------------------------------------------------------------------------

typedef struct {
  ElaraScoreNote* note;
  int instrument;
} LowNote;

static int
low_by_tick(const void* a, const void* b)
{
  const LowNote* const x = (const LowNote*)a;
  const LowNote* const y = (const LowNote*)b;
  if (x->note->tick != y->note->tick)
    return x->note->tick < y->note->tick ? -1 : 1;
  if (x->instrument != y->instrument) return x->instrument - y->instrument;
  return x->note->pitch - y->note->pitch;
}

static int
clash(const ElaraScoreNote* a, const ElaraScoreNote* b)
{
  const int low = a->pitch < b->pitch ? a->pitch : b->pitch;
  const int gap = abs(a->pitch - b->pitch);
  return low < 42 && gap > 0 && gap < 7 && a->tick < b->tick + b->duration &&
         b->tick < a->tick + a->duration;
}

static int
is_bass(const ElaraScoreNote* n)
{
  return n->role == ELARA_LINE_BASS || n->role == ELARA_LINE_PEDAL;
}

// The lesser of the two goes up an octave where it can, else falls silent.
static void
resolve_clash(const LowNote* a, const LowNote* b)
{
  const LowNote* yields = is_bass(a->note) && !is_bass(b->note) ? b : a;
  if (is_bass(a->note) == is_bass(b->note))
    yields = a->note->pitch > b->note->pitch ? a : b;
  const ElaraInstrument* const t = elara_instrument(yields->instrument);
  if (yields->note->pitch + 12 <= t->used_high &&
      yields->note->pitch + 12 < 60) {
    yields->note->pitch += 12;
  } else {
    yields->note->duration = 0;
  }
}

static int
doubles_tune(const ElaraScoreNote* n)
{
  return n->role == ELARA_LINE_MELODY && !n->lead;
}

// A doubling that has to give up a note gives up the bar: it has all of the
// tune there, or nothing.
static void
give_up_bars(const Desk* desk, NoteList* list)
{
  for (size_t i = 0; i < list->count; i++) {
    const ElaraScoreNote* const lost = &list->items[i];
    if (lost->duration > 0 || !doubles_tune(lost)) continue;
    const size_t bar = elara_plan_bar_at(desk->plan, lost->tick);
    for (size_t k = 0; k < list->count; k++) {
      ElaraScoreNote* const n = &list->items[k];
      if (doubles_tune(n) && elara_plan_bar_at(desk->plan, n->tick) == bar)
        n->duration = 0;
    }
  }
}

static void
clear_low(Desk* desk)
{
  size_t count = 0;
  for (int i = 0; i < ELARA_INSTRUMENT_COUNT; i++) {
    count += i == ELARA_PERCUSSION ? 0 : desk->notes[i].count;
  }
  LowNote* const low =
      (LowNote*)elara_arena_array(desk->arena, count, sizeof(LowNote));
  if (!low) {
    desk->failed = 1;
    return;
  }
  size_t used = 0;
  for (int i = 0; i < ELARA_INSTRUMENT_COUNT; i++) {
    if (i == ELARA_PERCUSSION) continue;
    for (size_t k = 0; k < desk->notes[i].count; k++) {
      if (desk->notes[i].items[k].pitch < 49)
        low[used++] = (LowNote){&desk->notes[i].items[k], i};
    }
  }
  qsort(low, used, sizeof *low, low_by_tick);
  for (int pass = 0; pass < 4; pass++) {
    for (size_t i = 0; i < used; i++) {
      for (size_t k = i + 1;
           k < used &&
           low[k].note->tick < low[i].note->tick + low[i].note->duration;
           k++) {
        if (low[i].note->duration > 0 && low[k].note->duration > 0 &&
            clash(low[i].note, low[k].note)) {
          resolve_clash(&low[i], &low[k]);
        }
      }
    }
  }
  for (int i = 0; i < ELARA_INSTRUMENT_COUNT; i++) {
    give_up_bars(desk, &desk->notes[i]);
    elara_drop_empty(&desk->notes[i]);
  }
}

// --- the lead in the clear
// ------------------------------------------------------

static int
note_by_tick(const void* a, const void* b)
{
  const ElaraScoreNote* const x = (const ElaraScoreNote*)a;
  const ElaraScoreNote* const y = (const ElaraScoreNote*)b;
  if (x->tick != y->tick) return x->tick < y->tick ? -1 : 1;
  return x->pitch - y->pitch;
}

ElaraScoreNote*
elara_gather_lead(Desk* desk, size_t* count)
{
  size_t most = 0;
  for (int i = 0; i < ELARA_INSTRUMENT_COUNT; i++) {
    most += desk->notes[i].count;
  }
  ElaraScoreNote* const lead = (ElaraScoreNote*)elara_arena_array(
      desk->arena, most, sizeof(ElaraScoreNote));
  *count = 0;
  for (int i = 0; lead && i < ELARA_INSTRUMENT_COUNT; i++) {
    for (size_t k = 0; k < desk->notes[i].count; k++) {
      if (desk->notes[i].items[k].lead) {
        lead[(*count)++] = desk->notes[i].items[k];
      }
    }
  }
  if (lead) qsort(lead, *count, sizeof *lead, note_by_tick);
  return lead;
}

// A held harmony note covers the tune when it lies above it or less than a
// third below; beside a low tune (a cello's) only seconds and unisons hurt.
static int
covers(const ElaraScoreNote* pad, const ElaraScoreNote* lead)
{
  const int gap = lead->pitch - pad->pitch;
  if (lead->pitch < 62) return abs(gap) < 3;
  return gap < 3 && gap > -13;
}

static void
clear_lead_in(Desk* desk,
              int instrument,
              const ElaraScoreNote* lead,
              size_t count)
{
  NoteList* const list = &desk->notes[instrument];
  const ElaraInstrument* const t = elara_instrument(instrument);
  qsort(list->items, list->count, sizeof *list->items, by_tick);
  size_t first = 0;
  for (size_t i = 0; i < list->count; i++) {
    ElaraScoreNote* const n = &list->items[i];
    if (n->role != ELARA_LINE_INNER || n->lead || n->duration <= QUARTER)
      continue;
    while (first < count && lead[first].tick + 16 * QUARTER < n->tick) {
      first++;
    }
    int hurt = 0;
    for (size_t k = first; k < count && lead[k].tick < n->tick + n->duration;
         k++) {
      hurt |= lead[k].tick + lead[k].duration > n->tick && covers(n, &lead[k]);
    }
    if (!hurt) continue;
    const int movable = n->technique != ELARA_TECHNIQUE_HARMONIC;
    if (movable && n->pitch - 12 >= t->used_low && n->pitch - 12 >= 48) {
      n->pitch -= 12;
    } else {
      n->duration = 0;
    }
  }
  elara_drop_empty(list);
}

static void
clear_lead(Desk* desk)
{
  size_t count = 0;
  const ElaraScoreNote* const lead = elara_gather_lead(desk, &count);
  if (!lead) desk->failed = 1;
  for (int i = 0; lead && i < ELARA_INSTRUMENT_COUNT; i++) {
    if (desk->notes[i].count) clear_lead_in(desk, i, lead, count);
  }
}

// The first of LEAD, which is in order, at or after TICK.
static size_t
lead_from(const ElaraScoreNote* lead, size_t count, ElaraTick tick)
{
  size_t low = 0;
  while (count > low) {
    const size_t middle = low + (count - low) / 2;
    if (lead[middle].tick < tick) {
      low = middle + 1;
    } else {
      count = middle;
    }
  }
  return low;
}

static int
is_led(const ElaraScoreNote* n, const ElaraScoreNote* lead, size_t count)
{
  for (size_t i = lead_from(lead, count, n->tick);
       i < count && lead[i].tick == n->tick; i++) {
    if (lead[i].duration == n->duration && (lead[i].pitch - n->pitch) % 12 == 0)
      return 1;
  }
  return 0;
}

// A player who is called away to another job in the middle of a doubled note
// gives up the bar of it, too. In a fugato doublings are voices of their own.
static void
let_go(Desk* desk)
{
  size_t count = 0;
  const ElaraScoreNote* const lead = elara_gather_lead(desk, &count);
  if (!lead) desk->failed = 1;
  for (int i = 0; lead && i < ELARA_INSTRUMENT_COUNT; i++) {
    NoteList* const list = &desk->notes[i];
    int lost = 0;
    for (size_t k = 0; k < list->count; k++) {
      ElaraScoreNote* const n = &list->items[k];
      const ElaraPhrase* const phrase = &desk->sketch->phrases[n->phrase];
      if (!doubles_tune(n) || phrase->ensemble == ELARA_ENSEMBLE_FUGATO ||
          is_led(n, lead, count)) {
        continue;
      }
      n->duration = 0;
      lost = 1;
    }
    if (!lost) continue;
    give_up_bars(desk, list);
    elara_drop_empty(list);
  }
}

void
elara_repair(Desk* desk)
{
  clear_lead(desk);
  elara_mend_rubs(desk);
  for (int i = 0; i < ELARA_INSTRUMENT_COUNT; i++) {
    NoteList* const list = &desk->notes[i];
    if (list->count == 0) continue;
    untangle(list);
    merge_unisons(list);
  }
  clear_low(desk);
  elara_breathe(desk);
  for (int i = 0; i < ELARA_INSTRUMENT_COUNT; i++) {
    if (desk->notes[i].count) untangle(&desk->notes[i]);
  }
  let_go(desk);
}
