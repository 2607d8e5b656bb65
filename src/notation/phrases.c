// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// Phrases of a score that does not name them: two to eight bars, four where
// nothing else speaks, cut where most parts breathe - where slurs end, rests
// begin, the harmony settles. And who has the tune.

#include "notation/room.h"

#include <stdlib.h>

#define LONGEST_PHRASE 8 // bars

typedef struct {
  NotationRoom* room;
  const ElaraPlan* plan;
  ElaraScore* score;
  ElaraSketch* sketch;
  double* breath; // of each bar line, 0..1: how many parts begin anew there
  ELARA_LIST(ElaraPhrase) phrases;
} Work;

// --- where the music breathes ------------------------------------------------

// Adds to each bar line whether PART begins anew at it: after a rest, or with
// another slur.
static void
listen(Work* w, const ElaraPart* part, double* parts)
{
  const ElaraScoreNote* last = NULL;
  for (size_t i = 0; i < part->note_count; i++) {
    const ElaraScoreNote* const n = &part->notes[i];
    if (last && n->tick == last->tick) continue;
    const size_t bar = elara_plan_bar_at(w->plan, n->tick);
    if (n->tick == w->plan->bars[bar].tick) {
      const int rested = !last || last->tick + last->duration < n->tick;
      const int anew = last && last->slur > 0 && last->slur != n->slur;
      parts[bar] += 1.0;
      w->breath[bar] += rested ? 1.0 : anew ? .5 : 0.0;
    }
    last = n;
  }
}

static ElaraStatus
find_breaths(Work* w)
{
  const size_t count = w->plan->bar_count;
  double* const parts =
      (double*)elara_arena_array(w->room->arena, count, sizeof(double));
  w->breath = (double*)elara_arena_array(w->room->arena, count, sizeof(double));
  if (!parts || !w->breath) return ELARA_NO_MEMORY;
  for (size_t p = 0; p < w->score->part_count; p++) {
    listen(w, &w->score->parts[p], parts);
  }
  for (size_t i = 0; i < count; i++) {
    if (parts[i] > 0.0) w->breath[i] /= parts[i];
  }
  return ELARA_OK;
}

// --- cutting -----------------------------------------------------------------

// What a phrase of BARS costs, ending at a line with BREATH.
static double
cost(int bars, double breath)
{
  static const double sizes[LONGEST_PHRASE + 1] = {9.0, 2.0, .7,  .8, 0.0,
                                                   .8,  .6,  1.0, .5};
  return 1.0 + sizes[bars] - 1.5 * breath;
}

static const ElaraKeyChange*
key_at(const ElaraScore* score, ElaraTick tick)
{
  size_t i = 0;
  while (i + 1 < score->key_count && score->keys[i + 1].tick <= tick)
    i++;
  return &score->keys[i];
}

static ElaraStatus
add_phrase(Work* w, int cue, size_t first, int bars)
{
  const ElaraPlan* const plan = w->plan;
  const ElaraTick tick = plan->bars[first].tick;
  const ElaraTick end = elara_plan_bar_end(plan, first + (size_t)bars - 1);
  const ElaraKeyChange* const key = key_at(w->score, tick);
  double level = 0.0;
  double level_end = 0.0;
  for (size_t p = 0; p < w->score->part_count; p++) {
    level += elara_part_level(&w->score->parts[p], tick);
    level_end += elara_part_level(&w->score->parts[p], end - 1);
  }
  const ElaraPhrase phrase = {
      .cue = cue,
      .first_bar = (int)first,
      .bar_count = bars,
      .tick = tick,
      .end = end,
      .tonic = key->tonic,
      .mode = key->mode,
      .mood = plan->cues[cue].mood,
      .theme = -1,
      .texture_name = "as written",
      .form = "as written",
      .cue_form = "as written",
      .why = "the score has it",
      .level = level / (double)w->score->part_count,
      .level_end = level_end / (double)w->score->part_count,
      .density = .5,
  };
  return ELARA_PUSH(w->sketch->arena, &w->phrases, phrase) ? ELARA_OK
                                                           : ELARA_NO_MEMORY;
}

// The cheapest way to cut bars FIRST .. FIRST + COUNT: best[i] is the cost of
// the first i bars, step[i] the length of their last phrase.
static ElaraStatus
cut_cue(Work* w, int cue, size_t first, size_t count)
{
  double* const best =
      (double*)elara_arena_array(w->room->arena, count + 1, sizeof(double));
  int* const step =
      (int*)elara_arena_array(w->room->arena, count + 1, sizeof(int));
  int* const cuts =
      (int*)elara_arena_array(w->room->arena, count + 1, sizeof(int));
  if (!best || !step || !cuts) return ELARA_NO_MEMORY;
  for (size_t i = 1; i <= count; i++) {
    const double breath = i < count ? w->breath[first + i] : 1.0;
    best[i] = 1e30;
    for (int bars = 1; bars <= LONGEST_PHRASE && (size_t)bars <= i; bars++) {
      const double total = best[i - (size_t)bars] + cost(bars, breath);
      if (total >= best[i]) continue;
      best[i] = total;
      step[i] = bars;
    }
  }
  size_t cut_count = 0;
  for (size_t i = count; i > 0; i -= (size_t)step[i]) {
    cuts[cut_count++] = step[i];
  }
  for (size_t at = first; cut_count-- > 0; at += (size_t)cuts[cut_count]) {
    ELARA_TRY(add_phrase(w, cue, at, cuts[cut_count]));
  }
  return ELARA_OK;
}

// --- the tune ----------------------------------------------------------------

typedef struct {
  size_t first, last; // notes of a part in a phrase
} Span;

// How much a part sounds like the tune: high, on the move, loud, one note at a
// time.
static double
tunefulness(const ElaraPart* part, Span span)
{
  double pitch = 0.0;
  size_t onsets = 0;
  const size_t count = span.last - span.first;
  if (count == 0 || elara_instrument_unpitched(part->instrument)) return 0.0;
  for (size_t i = span.first; i < span.last; i++) {
    pitch += part->notes[i].pitch;
    onsets += i == span.first || part->notes[i].tick != part->notes[i - 1].tick;
  }
  const double level = elara_part_level(part, part->notes[span.first].tick);
  const double moves = onsets > 24 ? 24.0 : (double)onsets;
  return pitch / (double)count / 12.0 + .12 * moves + 3.0 * level -
         2.0 * ((double)count / (double)onsets - 1.0);
}

static ElaraStatus
give_phrases(Work* w)
{
  const size_t parts = w->score->part_count;
  Span* const spans =
      (Span*)elara_arena_array(w->room->arena, parts, sizeof(Span));
  ELARA_TRY_PTR(spans);
  for (size_t k = 0; k < w->phrases.count; k++) {
    const ElaraPhrase* const phrase = &w->phrases.items[k];
    size_t best = 0;
    double most = 0.0;
    for (size_t p = 0; p < parts; p++) {
      const ElaraPart* const part = &w->score->parts[p];
      size_t i = spans[p].last;
      spans[p].first = i;
      for (; i < part->note_count && part->notes[i].tick < phrase->end; i++) {
        part->notes[i].phrase = (int)k;
      }
      spans[p].last = i;
      const double tune = tunefulness(part, spans[p]);
      if (tune > most) most = tune, best = p;
    }
    for (size_t i = spans[best].first; most > 0.0 && i < spans[best].last;
         i++) {
      w->score->parts[best].notes[i].lead = 1;
      w->score->parts[best].notes[i].role = ELARA_LINE_MELODY;
    }
  }
  return ELARA_OK;
}

static ElaraStatus
make_sketch(Work* w)
{
  ELARA_TRY(find_breaths(w));
  for (size_t c = 0; c < w->plan->cue_count; c++) {
    const ElaraCue* const cue = &w->plan->cues[c];
    ELARA_TRY(
        cut_cue(w, (int)c, (size_t)cue->first_bar, (size_t)cue->bar_count));
  }
  w->sketch->phrases = w->phrases.items;
  w->sketch->phrase_count = w->phrases.count;
  return give_phrases(w);
}

ElaraStatus
elara_notation_phrases(NotationRoom* room,
                       const ElaraPlan* plan,
                       ElaraScore* score,
                       ElaraSketch** sketch)
{
  *sketch = NULL;
  ElaraArena* const arena = elara_arena_new();
  ELARA_TRY_PTR(arena);
  Work w = {.room = room,
            .plan = plan,
            .score = score,
            .sketch =
                (ElaraSketch*)elara_arena_alloc(arena, sizeof(ElaraSketch))};
  ElaraStatus status = w.sketch ? ELARA_OK : ELARA_NO_MEMORY;
  if (status == ELARA_OK) {
    w.sketch->arena = arena;
    status = make_sketch(&w);
  }
  if (status == ELARA_OK) {
    *sketch = w.sketch;
  } else {
    elara_arena_free(arena);
  }
  return status;
}
