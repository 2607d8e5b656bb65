// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// Who of several players plays. Strings are told where they divide and where
// they are together again; two winds on a staff, where one of them plays alone
// and where both have the same; drummers, which drum. And very high notes are
// written an octave lower, with an 8va over them.

#include "export/drum.h"
#include "export/musicxml.h"

#include <string.h>

#define BOTH_FROM .6 // level from which all players of a staff have a line
#define HIGHEST 95   // written: from the fifth ledger line on it is an 8va
#define LEAST 86     // its neighbours join in from here

// Moments where something begins in a part, and how many pitches sound then.
typedef struct {
  ElaraTick tick, end; // of what begins there
  int pitches;
  int low, high;
} Moment;

typedef ELARA_LIST(Moment) Moments;

static int
sounds_at(const ElaraScoreNote* n, ElaraTick tick)
{
  return n->tick <= tick && tick < n->tick + n->duration;
}

// Notes around INDEX reach back no further than the longest note, but in a
// part of a few voices eight of them are enough.
static Moment
moment_at(const ElaraPart* part, size_t index)
{
  Moment m = {.tick = part->notes[index].tick, .low = 127};
  unsigned seen[4] = {0};
  const size_t from = index > 8 ? index - 8 : 0;
  for (size_t i = from; i < part->note_count && part->notes[i].tick <= m.tick;
       i++) {
    const ElaraScoreNote* const n = &part->notes[i];
    const int pitch = n->pitch & 127;
    if (!sounds_at(n, m.tick)) continue;
    m.pitches += !(seen[pitch / 32] >> pitch % 32 & 1U);
    seen[pitch / 32] |= 1U << pitch % 32;
    if (n->tick + n->duration > m.end) m.end = n->tick + n->duration;
    if (n->pitch < m.low) m.low = n->pitch;
    if (n->pitch > m.high) m.high = n->pitch;
  }
  return m;
}

static ElaraStatus
find_moments(ElaraPartWriter* w, Moments* moments)
{
  for (size_t i = 0; i < w->part->note_count; i++) {
    if (i > 0 && w->part->notes[i].tick == w->part->notes[i - 1].tick) continue;
    ELARA_TRY_PTR(ELARA_PUSH(w->arena, moments, moment_at(w->part, i)));
  }
  return ELARA_OK;
}

// --- divided, together, alone ------------------------------------------------

typedef enum { UNSAID, ONE, ALL, DIVIDED } Desk;

static int
cue_at(const ElaraPartWriter* w, ElaraTick tick)
{
  return w->plan->bars[elara_plan_bar_at(w->plan, tick)].cue;
}

static ElaraTick
bar_at(const ElaraPartWriter* w, ElaraTick tick)
{
  return elara_bar_ticks(&w->plan->bars[elara_plan_bar_at(w->plan, tick)]);
}

// From moment I on, a bar long, one note at a time.
static int
stays_single(const ElaraPartWriter* w, const Moments* moments, size_t i)
{
  const ElaraTick until =
      moments->items[i].tick + bar_at(w, moments->items[i].tick);
  for (; i < moments->count && moments->items[i].tick < until; i++) {
    if (moments->items[i].pitches > 1) return 0;
  }
  return 1;
}

static ElaraStatus
say(ElaraPartWriter* w, ElaraTick tick, const char* words)
{
  return elara_musicxml_push(w, (ElaraMark){.tick = tick,
                                            .kind = ELARA_MARK_WORDS,
                                            .rank = ELARA_RANK_WORDS,
                                            .text = words});
}

static const char*
all_of(ElaraPartWriter* w)
{
  const char* const text =
      elara_arena_printf(w->arena, "a %d", w->instrument->players);
  return text ? text : "";
}

static ElaraStatus
strings(ElaraPartWriter* w, const Moments* moments, size_t i, Desk* desk)
{
  const Moment* const m = &moments->items[i];
  if (m->pitches > 1 && *desk != DIVIDED) {
    *desk = DIVIDED;
    return say(w, m->tick, m->pitches > 2 ? "div. a 3" : "div.");
  }
  if (m->pitches > 1 || *desk != DIVIDED || !stays_single(w, moments, i))
    return ELARA_OK;
  *desk = ALL;
  return say(w, m->tick, "unis.");
}

static ElaraStatus
winds(ElaraPartWriter* w, const Moments* moments, size_t i, Desk* desk)
{
  const Moment* const m = &moments->items[i];
  if (m->pitches > 1) {
    *desk = DIVIDED;
    return ELARA_OK;
  }
  const int rested =
      i == 0 || moments->items[i - 1].end + bar_at(w, m->tick) <= m->tick;
  const int anew = *desk == UNSAID || rested ||
                   (*desk == DIVIDED && stays_single(w, moments, i));
  if (!anew) return ELARA_OK;
  const Desk now = elara_part_level(w->part, m->tick) >= BOTH_FROM ? ALL : ONE;
  if (now == *desk) return ELARA_OK;
  *desk = now;
  return say(w, m->tick, now == ALL ? all_of(w) : "1.");
}

// Which of its instruments a percussion part wants: said at the first note of
// each in a cue.
static ElaraStatus
drums(ElaraPartWriter* w)
{
  const char* said[16] = {NULL};
  int count = 0;
  int cue = -1;
  for (size_t i = 0; i < w->part->note_count; i++) {
    const ElaraScoreNote* const n = &w->part->notes[i];
    const char* const name = elara_drum(n->pitch)->name;
    const int here = cue_at(w, n->tick);
    if (here != cue) count = 0;
    cue = here;
    int known = 0;
    for (int k = 0; k < count; k++)
      known |= strcmp(said[k], name) == 0;
    if (known || count == 16) continue;
    said[count++] = name;
    ELARA_TRY(say(w, n->tick, name));
  }
  return ELARA_OK;
}

ElaraStatus
elara_musicxml_desk_marks(ElaraPartWriter* w)
{
  const ElaraFamily family = w->instrument->family;
  const int bowed = family == ELARA_FAMILY_STRING;
  const int blown =
      w->instrument->players > 1 &&
      (family == ELARA_FAMILY_WOODWIND || family == ELARA_FAMILY_BRASS);
  if (w->instrument->clef == 'P') return drums(w);
  if (!bowed && !blown) return ELARA_OK;
  Moments moments = {0};
  ELARA_TRY(find_moments(w, &moments));
  Desk desk = UNSAID;
  int cue = -1;
  for (size_t i = 0; i < moments.count; i++) {
    const int here = cue_at(w, moments.items[i].tick);
    if (here != cue) desk = UNSAID;
    cue = here;
    ELARA_TRY(bowed ? strings(w, &moments, i, &desk)
                    : winds(w, &moments, i, &desk));
  }
  return ELARA_OK;
}

// --- 8va ---------------------------------------------------------------------

static ElaraStatus
shift(ElaraPartWriter* w, ElaraTick tick, const char* type)
{
  const int stops = type[0] == 's';
  return elara_musicxml_push(
      w, (ElaraMark){.tick = tick,
                     .kind = ELARA_MARK_OCTAVE,
                     .rank = stops ? ELARA_RANK_STOP : ELARA_RANK_WEDGE,
                     .text = type});
}

// The moments from I on that are high enough to share an 8va, without a bar
// of rest between them; *NEEDED when one of them is too high without it.
static size_t
high_run(const ElaraPartWriter* w,
         const Moments* moments,
         size_t i,
         int* needed)
{
  const int transpose = w->instrument->transpose;
  const int cue = cue_at(w, moments->items[i].tick);
  const size_t first = i;
  *needed = 0;
  for (; i < moments->count; i++) {
    const Moment* const m = &moments->items[i];
    if (m->low - transpose < LEAST || cue_at(w, m->tick) != cue) break;
    if (i > first && m[-1].end + bar_at(w, m->tick) <= m->tick) break;
    *needed |= m->high - transpose >= HIGHEST;
  }
  return i - first;
}

ElaraStatus
elara_musicxml_octave_marks(ElaraPartWriter* w)
{
  if (w->instrument->clef != 'G' || w->staves > 1) return ELARA_OK;
  Moments moments = {0};
  ELARA_TRY(find_moments(w, &moments));
  for (size_t i = 0; i < moments.count;) {
    int needed = 0;
    const size_t count = high_run(w, &moments, i, &needed);
    if (count && needed) {
      ElaraTick end = 0;
      for (size_t k = i; k < i + count; k++) {
        if (moments.items[k].end > end) end = moments.items[k].end;
      }
      ELARA_TRY(shift(w, moments.items[i].tick, "down"));
      ELARA_TRY(shift(w, end, "stop"));
    }
    i += count ? count : 1;
  }
  return ELARA_OK;
}
