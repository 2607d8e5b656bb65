// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// What stands above and below the notes, collected per part with its tick,
// sorted, and written where musicxml_part.c passes by.

#include "export/musicxml.h"
#include "export/number.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

ElaraStatus
elara_musicxml_push(ElaraPartWriter* w, ElaraMark mark)
{
  return ELARA_PUSH(w->arena, &w->marks, mark) ? ELARA_OK : ELARA_NO_MEMORY;
}

// --- harmony -----------------------------------------------------------------

static ElaraStatus
harmony_marks(ElaraPartWriter* w)
{
  const ElaraChord* last = NULL;
  for (size_t i = 0; i < w->score->chord_count; i++) {
    const ElaraChord* const c = &w->score->chords[i];
    if (last && last->tick + last->duration == c->tick &&
        last->root == c->root && last->quality == c->quality &&
        last->bass == c->bass) {
      last = c;
      continue;
    }
    ELARA_TRY(elara_musicxml_push(w, (ElaraMark){.tick = c->tick,
                                                 .kind = ELARA_MARK_HARMONY,
                                                 .rank = ELARA_RANK_HARMONY,
                                                 .chord = c}));
    last = c;
  }
  return ELARA_OK;
}

// --- dynamics ----------------------------------------------------------------

typedef struct {
  size_t at;       // first note not yet passed
  ElaraTick until; // end of the longest note passed
} Notes;

// The first place in [from, to) where the part sounds, or -1: a mark belongs
// to a note.
static ElaraTick
first_sound(const ElaraPart* part, Notes* n, ElaraTick from, ElaraTick to)
{
  while (n->at < part->note_count && part->notes[n->at].tick < from) {
    const ElaraScoreNote* const note = &part->notes[n->at++];
    const ElaraTick end = note->tick + note->duration;
    if (end > n->until) n->until = end;
  }
  if (n->until > from) return from;
  return n->at < part->note_count && part->notes[n->at].tick < to
             ? part->notes[n->at].tick
             : -1;
}

static int
steps_of(double level)
{
  const int step = (int)(level * 8.0);
  return step < 0 ? 0 : step > 7 ? 7 : step;
}

// The onset of the last note in (FROM, TO) when the part is silent at TO, or
// -1: there a hairpin arrives, with the mark it arrives at. Where the part
// sounds on, the next span prints that mark.
static ElaraTick
arrival(const ElaraPart* part, ElaraTick from, ElaraTick to)
{
  ElaraTick last = -1;
  for (size_t i = 0; i < part->note_count && part->notes[i].tick <= to; i++) {
    const ElaraScoreNote* const n = &part->notes[i];
    if (n->tick + n->duration > to) return -1;
    if (n->tick > from) last = n->tick;
  }
  return last;
}

static ElaraStatus
wedge(ElaraPartWriter* w, const ElaraDynamic* d, ElaraTick from)
{
  const char* const type = d->level_end > d->level ? "crescendo" : "diminuendo";
  const ElaraTick last = arrival(w->part, from, d->tick_end);
  ELARA_TRY(elara_musicxml_push(w, (ElaraMark){.tick = from,
                                               .kind = ELARA_MARK_WEDGE,
                                               .rank = ELARA_RANK_WEDGE,
                                               .text = type}));
  ELARA_TRY(
      elara_musicxml_push(w, (ElaraMark){.tick = last >= 0 ? last : d->tick_end,
                                         .kind = ELARA_MARK_WEDGE,
                                         .rank = ELARA_RANK_STOP,
                                         .text = "stop"}));
  if (last < 0) return ELARA_OK;
  return elara_musicxml_push(
      w, (ElaraMark){.tick = last,
                     .kind = ELARA_MARK_DYNAMIC,
                     .rank = ELARA_RANK_LOUDNESS,
                     .text = elara_dynamic_mark(d->level_end)});
}

static ElaraStatus
dynamic_marks(ElaraPartWriter* w)
{
  const ElaraPart* const part = w->part;
  int printed = -1;
  int cue = -1;
  Notes notes = {0};
  for (size_t i = 0; i < part->dynamic_count; i++) {
    const ElaraDynamic* const d = &part->dynamics[i];
    const ElaraTick to =
        i + 1 < part->dynamic_count ? d[1].tick : w->plan->tick_count;
    const ElaraTick from = first_sound(part, &notes, d->tick, to);
    if (from < 0) continue;
    const int here = w->plan->bars[elara_plan_bar_at(w->plan, from)].cue;
    const int step = steps_of(elara_part_level(part, from));
    if (step != printed || here != cue) {
      ELARA_TRY(elara_musicxml_push(
          w, (ElaraMark){
                 .tick = from,
                 .kind = ELARA_MARK_DYNAMIC,
                 .rank = ELARA_RANK_LOUDNESS,
                 .text = elara_dynamic_mark(elara_part_level(part, from))}));
    }
    printed = step;
    cue = here;
    const int change = steps_of(d->level_end) - steps_of(d->level);
    if (abs(change) > 1 && from < d->tick_end) {
      ELARA_TRY(wedge(w, d, from));
      printed = -1;
    }
  }
  return ELARA_OK;
}

// --- techniques --------------------------------------------------------------

static const char*
technique_words(const ElaraPart* part, int was, int now)
{
  const ElaraFamily family = elara_instrument(part->instrument)->family;
  const int strings = family == ELARA_FAMILY_STRING;
  const int plucked = was == ELARA_TECHNIQUE_PIZZICATO;
  if (!strings && family != ELARA_FAMILY_BRASS) return NULL;
  if (strings && now == ELARA_TECHNIQUE_PIZZICATO) return "pizz.";
  if (now == ELARA_TECHNIQUE_MUTED)
    return plucked ? "arco, con sord." : "con sord.";
  if (now == ELARA_TECHNIQUE_PONTICELLO)
    return plucked ? "arco, sul pont." : "sul pont.";
  if (was == ELARA_TECHNIQUE_MUTED) return "senza sord.";
  if (was == ELARA_TECHNIQUE_PONTICELLO) return "ord.";
  return strings ? "arco" : NULL;
}

// Plucked, muted, at the bridge or ordinary: what a player is told once until
// it changes.
static int
standing(int technique)
{
  return technique == ELARA_TECHNIQUE_PIZZICATO ||
                 technique == ELARA_TECHNIQUE_MUTED ||
                 technique == ELARA_TECHNIQUE_PONTICELLO
             ? technique
             : ELARA_TECHNIQUE_NORMAL;
}

static ElaraStatus
technique_marks(ElaraPartWriter* w)
{
  int was = ELARA_TECHNIQUE_NORMAL;
  ElaraTick first_voice = 0; // sounds up to here
  for (size_t i = 0; i < w->part->note_count; i++) {
    const ElaraScoreNote* const n = &w->part->notes[i];
    const int now = standing(n->technique);
    if (n->voice != 0 && n->tick < first_voice) continue;
    if (n->voice == 0) first_voice = n->tick + n->duration;
    if (now == was) continue;
    const char* const words = technique_words(w->part, was, now);
    was = now;
    if (!words) continue;
    ELARA_TRY(elara_musicxml_push(w, (ElaraMark){.tick = n->tick,
                                                 .kind = ELARA_MARK_WORDS,
                                                 .rank = ELARA_RANK_WORDS,
                                                 .text = words}));
  }
  return ELARA_OK;
}

static int
by_tick(const void* a, const void* b)
{
  const ElaraMark* const x = (const ElaraMark*)a;
  const ElaraMark* const y = (const ElaraMark*)b;
  if (x->tick != y->tick) return x->tick < y->tick ? -1 : 1;
  if (x->rank != y->rank) return x->rank < y->rank ? -1 : 1;
  return x->kind < y->kind ? -1 : x->kind > y->kind;
}

ElaraStatus
elara_musicxml_marks(ElaraPartWriter* w)
{
  if (w->top) ELARA_TRY(elara_musicxml_tempo_marks(w));
  if (w->chords) ELARA_TRY(harmony_marks(w));
  ELARA_TRY(dynamic_marks(w));
  ELARA_TRY(technique_marks(w));
  ELARA_TRY(elara_musicxml_desk_marks(w));
  ELARA_TRY(elara_musicxml_octave_marks(w));
  if (w->marks.count) {
    qsort(w->marks.items, w->marks.count, sizeof(ElaraMark), by_tick);
  }
  return ELARA_OK;
}
