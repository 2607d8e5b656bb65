// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// What the conductor reads: the name of each cue, its tempo in words and by the
// metronome, how it changes, how long a silence is.

#include "export/musicxml.h"
#include "export/number.h"

#include <math.h>
#include <string.h>

#define TEMPO_PRINTED .03 // change from which a new metronome mark is printed
#define TEMPO_HEARD .0004 // and from which the player program is told

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

// "1m3 The Bell" is the mark 1m3 and the words The Bell: a mark stands on its
// bar line and must be short.
static ElaraStatus
cue_title(ElaraPartWriter* w, ElaraTick tick, const ElaraCue* cue)
{
  const size_t whole = strlen(cue->name);
  const size_t label = cue->label ? strlen(cue->label) : 0;
  const int split = label > 0 && whole > label + 1 &&
                    cue->name[whole - label - 1] == ' ' &&
                    strcmp(cue->name + whole - label, cue->label) == 0;
  const char* const mark =
      split ? elara_arena_strndup(w->arena, cue->name, whole - label - 1)
            : cue->name;
  ELARA_TRY_PTR(mark);
  ELARA_TRY(elara_musicxml_push(w, (ElaraMark){.tick = tick,
                                               .kind = ELARA_MARK_REHEARSAL,
                                               .rank = ELARA_RANK_CUE,
                                               .text = mark}));
  if (!split) return ELARA_OK;
  return elara_musicxml_push(w, (ElaraMark){.tick = tick,
                                            .kind = ELARA_MARK_TITLE,
                                            .rank = ELARA_RANK_CUE,
                                            .text = cue->label});
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
  ELARA_TRY(cue_title(w, b->tick, cue));
  return elara_musicxml_push(w, (ElaraMark){.tick = b->tick,
                                            .kind = ELARA_MARK_TEMPO,
                                            .rank = ELARA_RANK_TEMPO,
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
  return elara_musicxml_push(w, (ElaraMark){.tick = tick,
                                            .kind = ELARA_MARK_WORDS,
                                            .rank = ELARA_RANK_CUE,
                                            .text = text,
                                            .bpm = bpm});
}

// --- changes within a cue ----------------------------------------------------

typedef struct {
  ElaraPartWriter* w;
  double printed; // on the paper
  double heard;   // by the player program
  double first;   // of this cue
  int bending;    // a rit. or accel. is under way
} Conductor;

static const char*
change_words(const Conductor* c, double bpm)
{
  const double ratio = bpm / c->printed;
  if (!differs(bpm, c->first, .02)) return "a tempo";
  if (ratio > 1.0)
    return ratio >= 1.12 ? "pi\xC3\xB9 mosso" : "poco pi\xC3\xB9 mosso";
  return ratio <= .89 ? "meno mosso" : "poco meno mosso";
}

// The next bar goes on the way that this one has begun.
static int
goes_on(const Conductor* c, size_t bar, double bpm)
{
  const ElaraPlan* const plan = c->w->plan;
  if (bar + 1 >= plan->bar_count ||
      plan->bars[bar + 1].cue != plan->bars[bar].cue)
    return 0;
  const double next = bar_bpm(plan, bar + 1);
  return differs(next, bpm, .015) && (next > bpm) == (bpm > c->printed);
}

static ElaraStatus
change_tempo(Conductor* c, size_t bar, double bpm)
{
  const ElaraBar* const b = &c->w->plan->bars[bar];
  if (goes_on(c, bar, bpm)) {
    const char* const words = bpm > c->printed ? "accel." : "rit.";
    const ElaraMark bend = {.tick = b->tick,
                            .kind = c->bending ? ELARA_MARK_SOUND
                                               : ELARA_MARK_WORDS,
                            .rank = ELARA_RANK_TEMPO,
                            .text = words,
                            .bpm = bpm};
    c->bending = 1;
    c->heard = bpm;
    return elara_musicxml_push(c->w, bend);
  }
  const char* const words = change_words(c, bpm);
  c->bending = 0;
  c->printed = c->heard = bpm;
  return elara_musicxml_push(c->w,
                             (ElaraMark){.tick = b->tick,
                                         .kind = ELARA_MARK_TEMPO,
                                         .rank = ELARA_RANK_TEMPO,
                                         .text = words,
                                         .bpm = bpm,
                                         .dotted = elara_bar_beat(b) == 5040});
}

static ElaraStatus
begin(Conductor* c, size_t bar, double bpm)
{
  c->bending = 0;
  c->printed = c->heard = c->first = bpm;
  return c->w->plan->bars[bar].cue < 0 ? silence_mark(c->w, bar, bpm)
                                       : cue_marks(c->w, bar, bpm);
}

ElaraStatus
elara_musicxml_tempo_marks(ElaraPartWriter* w)
{
  Conductor c = {.w = w};
  for (size_t i = 0; i < w->plan->bar_count; i++) {
    const ElaraBar* const bar = &w->plan->bars[i];
    const double bpm = bar_bpm(w->plan, i);
    if (i == 0 || bar[-1].cue != bar->cue) {
      ELARA_TRY(begin(&c, i, bpm));
    } else if (bar->cue >= 0 && differs(bpm, c.printed, TEMPO_PRINTED)) {
      ELARA_TRY(change_tempo(&c, i, bpm));
    } else if (!w->alone && differs(bpm, c.heard, TEMPO_HEARD)) {
      ELARA_TRY(elara_musicxml_push(w, (ElaraMark){.tick = bar->tick,
                                                   .kind = ELARA_MARK_SOUND,
                                                   .rank = ELARA_RANK_TEMPO,
                                                   .bpm = bpm}));
      c.heard = bpm;
    }
  }
  return ELARA_OK;
}
