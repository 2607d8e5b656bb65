// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// What stands above and below the notes, collected per part with its tick,
// sorted, and written where musicxml_part.c passes by.

#include "export/musicxml.h"
#include "export/number.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define TEMPO_PRINTED .03 // change from which a new metronome mark is printed
#define TEMPO_HEARD .0004 // and from which the player program is told

// At one tick: what ends, what the page needs first, what the notes need.
enum {
  RANK_STOP,
  RANK_CUE,
  RANK_TEMPO,
  RANK_WORDS,
  RANK_HARMONY,
  RANK_LOUDNESS,
  RANK_WEDGE
};

static const char* const expressions[ELARA_MOOD_COUNT] = {
    [ELARA_MOOD_TENDERNESS] = "dolce",
    [ELARA_MOOD_SORROW] = "doloroso",
    [ELARA_MOOD_WONDER] = "con meraviglia",
    [ELARA_MOOD_MYSTERY] = "misterioso",
    [ELARA_MOOD_DREAD] = "cupo",
    [ELARA_MOOD_TERROR] = "furioso",
    [ELARA_MOOD_SUSPENSE] = "sospeso",
    [ELARA_MOOD_ACTION] = "agitato",
    [ELARA_MOOD_TRIUMPH] = "trionfale",
    [ELARA_MOOD_RESOLVE] = "risoluto",
    [ELARA_MOOD_SERENITY] = "sereno",
    [ELARA_MOOD_NOSTALGIA] = "nostalgico",
    [ELARA_MOOD_PLAYFULNESS] = "scherzando",
    [ELARA_MOOD_GROTESQUE] = "grottesco",
    [ELARA_MOOD_ROMANCE] = "appassionato",
    [ELARA_MOOD_ANGER] = "feroce",
};

// Slower than so many beats a minute is called so.
static const struct {
  double bpm;
  const char* name;
} tempi[] = {
    {46, "Grave"},    {60, "Largo"},     {72, "Adagio"},
    {92, "Andante"},  {110, "Moderato"}, {122, "Allegretto"},
    {152, "Allegro"}, {174, "Vivace"},   {1e9, "Presto"},
};

static const char*
tempo_name(double bpm)
{
  size_t i = 0;
  while (bpm >= tempi[i].bpm) {
    i++;
  }
  return tempi[i].name;
}

static ElaraStatus
push(ElaraPartWriter* w, ElaraMark mark)
{
  return ELARA_PUSH(w->arena, &w->marks, mark) ? ELARA_OK : ELARA_NO_MEMORY;
}

// --- tempo, cues, silences ---------------------------------------------------

static double
bar_bpm(const ElaraPlan* plan, size_t bar)
{
  const ElaraTempoMap map = elara_plan_tempo_map(plan);
  const ElaraTick start = plan->bars[bar].tick;
  const ElaraTick end = elara_plan_bar_end(plan, bar);
  const ElaraTime length =
      elara_tempo_map_time(&map, end) - elara_tempo_map_time(&map, start);
  const double quarters =
      (double)(end - start) / (double)ELARA_TICKS_PER_QUARTER;
  return length > 0 ? 60.0 * quarters / elara_time_s(length) : 120.0;
}

static int
differs(double a, double b, double share)
{
  return b <= 0.0 || fabs(a - b) > share * b;
}

static ElaraStatus
cue_marks(ElaraPartWriter* w, size_t bar, double bpm)
{
  const ElaraBar* const b = &w->plan->bars[bar];
  const ElaraCue* const cue = &w->plan->cues[b->cue];
  const int dotted = elara_bar_beat(b) == 5040;
  const char* const text = elara_arena_printf(
      w->arena, "%s %s", tempo_name(dotted ? bpm / 1.5 : bpm),
      expressions[cue->mood]);
  ELARA_TRY_PTR(text);
  ELARA_TRY(push(w, (ElaraMark){.tick = b->tick,
                                .kind = ELARA_MARK_REHEARSAL,
                                .rank = RANK_CUE,
                                .text = cue->name}));
  return push(w, (ElaraMark){.tick = b->tick,
                             .kind = ELARA_MARK_TEMPO,
                             .rank = RANK_TEMPO,
                             .text = text,
                             .bpm = bpm,
                             .dotted = dotted});
}

static ElaraStatus
silence_mark(ElaraPartWriter* w, size_t bar, double bpm)
{
  const ElaraPlan* const plan = w->plan;
  const ElaraTempoMap map = elara_plan_tempo_map(plan);
  size_t last = bar;
  while (last + 1 < plan->bar_count && plan->bars[last + 1].cue < 0) {
    last++;
  }
  const ElaraTick tick = plan->bars[bar].tick;
  const ElaraTime length =
      elara_tempo_map_time(&map, elara_plan_bar_end(plan, last)) -
      elara_tempo_map_time(&map, tick);
  const char* const text =
      elara_arena_printf(w->arena, "Tacet %s", elara_number_clock(length).text);
  ELARA_TRY_PTR(text);
  return push(w, (ElaraMark){.tick = tick,
                             .kind = ELARA_MARK_WORDS,
                             .rank = RANK_CUE,
                             .text = text,
                             .bpm = bpm});
}

static ElaraStatus
conductor_marks(ElaraPartWriter* w)
{
  double printed = 0.0;
  double heard = 0.0;
  for (size_t i = 0; i < w->plan->bar_count; i++) {
    const ElaraBar* const bar = &w->plan->bars[i];
    const double bpm = bar_bpm(w->plan, i);
    const int fresh = i == 0 || bar[-1].cue != bar->cue;
    if (fresh && bar->cue < 0) {
      ELARA_TRY(silence_mark(w, i, bpm));
      heard = bpm;
    }
    if (fresh && bar->cue >= 0) {
      ELARA_TRY(cue_marks(w, i, bpm));
      printed = heard = bpm;
    } else if (bar->cue >= 0 && differs(bpm, printed, TEMPO_PRINTED)) {
      ELARA_TRY(push(w, (ElaraMark){.tick = bar->tick,
                                    .kind = ELARA_MARK_TEMPO,
                                    .rank = RANK_TEMPO,
                                    .text = "",
                                    .bpm = bpm,
                                    .dotted = elara_bar_beat(bar) == 5040}));
      printed = heard = bpm;
    } else if (differs(bpm, heard, TEMPO_HEARD)) {
      ELARA_TRY(push(w, (ElaraMark){.tick = bar->tick,
                                    .kind = ELARA_MARK_SOUND,
                                    .rank = RANK_TEMPO,
                                    .bpm = bpm}));
      heard = bpm;
    }
  }
  return ELARA_OK;
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
    ELARA_TRY(push(w, (ElaraMark){.tick = c->tick,
                                  .kind = ELARA_MARK_HARMONY,
                                  .rank = RANK_HARMONY,
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

static ElaraStatus
wedge(ElaraPartWriter* w, const ElaraDynamic* d, ElaraTick from)
{
  const char* const type = d->level_end > d->level ? "crescendo" : "diminuendo";
  ELARA_TRY(push(w, (ElaraMark){.tick = from,
                                .kind = ELARA_MARK_WEDGE,
                                .rank = RANK_WEDGE,
                                .text = type}));
  return push(w, (ElaraMark){.tick = d->tick_end,
                             .kind = ELARA_MARK_WEDGE,
                             .rank = RANK_STOP,
                             .text = "stop"});
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
      ELARA_TRY(push(w, (ElaraMark){.tick = from,
                                    .kind = ELARA_MARK_DYNAMIC,
                                    .rank = RANK_LOUDNESS,
                                    .text = elara_dynamic_mark(d->level)}));
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
  for (size_t i = 0; i < w->part->note_count; i++) {
    const ElaraScoreNote* const n = &w->part->notes[i];
    const int now = standing(n->technique);
    if (n->voice != 0 || now == was) continue;
    const char* const words = technique_words(w->part, was, now);
    was = now;
    if (!words) continue;
    ELARA_TRY(push(w, (ElaraMark){.tick = n->tick,
                                  .kind = ELARA_MARK_WORDS,
                                  .rank = RANK_WORDS,
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
  if (w->top) ELARA_TRY(conductor_marks(w));
  if (w->chords) ELARA_TRY(harmony_marks(w));
  ELARA_TRY(dynamic_marks(w));
  ELARA_TRY(technique_marks(w));
  if (w->marks.count) {
    qsort(w->marks.items, w->marks.count, sizeof(ElaraMark), by_tick);
  }
  return ELARA_OK;
}
