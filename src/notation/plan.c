// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// The time of a score: bars, tempo with its rit. and a tempo, fermatas; a cue
// for each rehearsal mark, silence where all are told to be tacet.

#include "notation/room.h"

#include <stdlib.h>
#include <string.h>

#define USUAL_BPM 100.0 // of a score that does not say
#define HELD 2.0        // a fermata doubles what it stands on
#define SLOWER .72      // where a rit. arrives
#define FASTER 1.22
#define LONGEST_CHANGE (16 * ELARA_TICKS_PER_QUARTER) // of a rit. without end
#define SIXTEENTH (ELARA_TICKS_PER_QUARTER / 4)
#define LONGEST_S 86400.0

typedef struct {
  ElaraTick tick;
  double bpm;
} Tempo;

typedef struct {
  ElaraTick from, to;
} Hold;

typedef struct {
  NotationRoom* room;
  ElaraPlan* plan;
  ELARA_LIST(Tempo) tempi;
  ELARA_LIST(Hold) holds;
  ELARA_LIST(ElaraBar) bars;
  ELARA_LIST(ElaraCue) cues;
  ELARA_LIST(ElaraTempoAnchor) anchors;
  char* sounds; // of each bar: 1 when a note begins in it
} Work;

// --- bars --------------------------------------------------------------------

// The metre of a bar of LENGTH: the one that is written, when it fits.
static int
metre(const NotationMeasure* m, ElaraTick length, ElaraBar* bar)
{
  static const int types[] = {4, 8, 16, 2, 1};
  ElaraBar own = {.beats = m->beats, .beat_type = m->beat_type};
  const int legal = own.beats <= 24 && own.beat_type <= 16;
  if (legal && elara_bar_ticks(&own) == length) {
    bar->beats = own.beats;
    bar->beat_type = own.beat_type;
    return 1;
  }
  for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
    const ElaraTick unit = 4 * ELARA_TICKS_PER_QUARTER / types[i];
    if (length % unit || length / unit > 24) continue;
    bar->beats = (int)(length / unit);
    bar->beat_type = types[i];
    return 1;
  }
  return 0;
}

static ElaraStatus
make_bars(Work* w)
{
  for (size_t i = 0; i < w->room->measures.count; i++) {
    const NotationMeasure* const m = &w->room->measures.items[i];
    ElaraTick tick = m->tick;
    ElaraTick left = m->length;
    while (left > 0) {
      ElaraBar bar = {.tick = tick, .cue = -1, .beats = 4, .beat_type = 4};
      if (!metre(m, left, &bar)) {
        // a cadenza: as many bars of four as it needs, and the rest
        const ElaraTick whole = 4 * ELARA_TICKS_PER_QUARTER;
        const ElaraTick odd = left % whole;
        if (left <= whole || (odd && !metre(m, odd, &bar))) bar.beats = 1;
        if (odd == 0) bar.beats = bar.beat_type = 4;
      }
      ElaraTick length = elara_bar_ticks(&bar);
      if (length > left) length = left;
      ELARA_TRY_PTR(ELARA_PUSH(w->plan->arena, &w->bars, bar));
      tick += length;
      left -= length;
    }
  }
  w->plan->bars = w->bars.items;
  w->plan->bar_count = w->bars.count;
  w->plan->tick_count = w->room->tick_count;
  return ELARA_OK;
}

// --- tempo -------------------------------------------------------------------

static ElaraStatus
push_tempo(Work* w, ElaraTick tick, double bpm)
{
  if (w->tempi.count) {
    Tempo* const last = &w->tempi.items[w->tempi.count - 1];
    if (last->tick == tick) {
      last->bpm = bpm;
      return ELARA_OK;
    }
    if (last->tick > tick || last->bpm == bpm) return ELARA_OK;
  }
  const Tempo t = {tick, bpm};
  return ELARA_PUSH(w->room->arena, &w->tempi, t) ? ELARA_OK : ELARA_NO_MEMORY;
}

static int
is_tempo(const NotationEvent* e)
{
  return e->kind == EVENT_TEMPO || e->kind == EVENT_BACK ||
         e->kind == EVENT_FIRST || e->kind == EVENT_SLOWER ||
         e->kind == EVENT_FASTER;
}

static ElaraTick
next_tempo(const Work* w, size_t at)
{
  const NotationEvent* const e = w->room->events.items;
  for (size_t i = at + 1; i < w->room->events.count; i++) {
    if (is_tempo(&e[i]) && e[i].tick > e[at].tick) return e[i].tick;
  }
  return w->room->tick_count;
}

// From BPM to BPM * GOAL, a step each quarter; a change that nothing ends is
// taken back after LONGEST_CHANGE.
static ElaraStatus
bend(Work* w, size_t at, double bpm, double goal)
{
  const ElaraTick from = w->room->events.items[at].tick;
  ElaraTick to = next_tempo(w, at);
  const int open = to > from + LONGEST_CHANGE;
  if (open) to = from + LONGEST_CHANGE;
  const ElaraTick step = ELARA_TICKS_PER_QUARTER;
  for (ElaraTick tick = from; tick < to; tick += step) {
    const double x =
        ((double)(tick - from) + .5 * (double)step) / (double)(to - from);
    ELARA_TRY(
        push_tempo(w, tick, bpm * (1.0 + (goal - 1.0) * (x > 1.0 ? 1.0 : x))));
  }
  return open ? push_tempo(w, to, bpm) : ELARA_OK;
}

static ElaraStatus
make_tempi(Work* w)
{
  double first = 0.0;
  double steady = USUAL_BPM;
  ElaraTick told = -1;
  for (size_t i = 0; i < w->room->events.count; i++) {
    const NotationEvent* const e = &w->room->events.items[i];
    if (!is_tempo(e)) continue;
    if (w->tempi.count == 0 && e->tick > 0 && e->kind != EVENT_TEMPO)
      ELARA_TRY(push_tempo(w, 0, steady));
    if (e->kind == EVENT_TEMPO && told != e->tick) {
      if (w->tempi.count == 0) ELARA_TRY(push_tempo(w, 0, e->value));
      steady = e->value;
      told = e->tick; // the upper part has the word
      if (first <= 0.0) first = steady;
      ELARA_TRY(push_tempo(w, e->tick, steady));
    } else if (e->kind == EVENT_SLOWER || e->kind == EVENT_FASTER) {
      if (told == e->tick) continue;
      ELARA_TRY(bend(w, i, steady, e->kind == EVENT_SLOWER ? SLOWER : FASTER));
      told = e->tick;
    } else if (e->kind == EVENT_FIRST || e->kind == EVENT_BACK) {
      if (e->kind == EVENT_FIRST && first > 0.0) steady = first;
      ELARA_TRY(push_tempo(w, e->tick, steady));
    }
  }
  if (w->tempi.count) return ELARA_OK;
  elara_diag(w->room->diags, ELARA_DIAG_NOTE, w->room->file, 0, 0,
             "write one over the first bar",
             "the score has no tempo: it is played at %.0f quarters a minute",
             USUAL_BPM);
  return push_tempo(w, 0, USUAL_BPM);
}

// Fermatas over the same moment are one: from the last note that is held to
// the first end.
static ElaraStatus
make_holds(Work* w)
{
  for (size_t i = 0; i < w->room->events.count; i++) {
    const NotationEvent* const e = &w->room->events.items[i];
    if (e->kind != EVENT_HOLD || e->end <= e->tick) continue;
    Hold* const last =
        w->holds.count ? &w->holds.items[w->holds.count - 1] : NULL;
    if (last && e->tick < last->to) {
      last->from = e->tick;
      if (e->end < last->to) last->to = e->end;
      continue;
    }
    const Hold hold = {
        e->tick, e->end < w->room->tick_count ? e->end : w->room->tick_count};
    if (hold.to <= hold.from) continue;
    ELARA_TRY_PTR(ELARA_PUSH(w->room->arena, &w->holds, hold));
  }
  return ELARA_OK;
}

static ElaraStatus
push_anchor(Work* w, ElaraTick tick, double seconds)
{
  ElaraTempoAnchor a = {tick, elara_time_from_s(seconds)};
  if (w->anchors.count) {
    const ElaraTempoAnchor* const last =
        &w->anchors.items[w->anchors.count - 1];
    if (a.tick <= last->tick) return ELARA_OK;
    if (a.time <= last->time) a.time = last->time + 1;
  }
  return ELARA_PUSH(w->plan->arena, &w->anchors, a) ? ELARA_OK
                                                    : ELARA_NO_MEMORY;
}

// Walks from change to change: of tempo, into a hold, out of it.
static ElaraStatus
make_anchors(Work* w)
{
  size_t tempo = 0;
  size_t hold = 0;
  ElaraTick tick = 0;
  double seconds = 0.0;
  const ElaraTick end = w->plan->tick_count;
  while (tick < end) {
    while (tempo + 1 < w->tempi.count && w->tempi.items[tempo + 1].tick <= tick)
      tempo++;
    while (hold < w->holds.count && w->holds.items[hold].to <= tick)
      hold++;
    ElaraTick next = end;
    if (tempo + 1 < w->tempi.count && w->tempi.items[tempo + 1].tick < next)
      next = w->tempi.items[tempo + 1].tick;
    double stretch = 1.0;
    if (hold < w->holds.count) {
      const Hold* const h = &w->holds.items[hold];
      const int inside = h->from <= tick;
      if (inside) stretch = HELD;
      const ElaraTick edge = inside ? h->to : h->from;
      if (edge < next) next = edge;
    }
    ELARA_TRY(push_anchor(w, tick, seconds));
    seconds += stretch * 60.0 / w->tempi.items[tempo].bpm *
               (double)(next - tick) / (double)ELARA_TICKS_PER_QUARTER;
    tick = next;
  }
  if (seconds > LONGEST_S) {
    return elara_notation_refuse(w->room, 0, "give one movement at a time",
                                 "a score that lasts longer than a day");
  }
  ELARA_TRY(push_anchor(w, end, seconds));
  w->plan->tempo = w->anchors.items;
  w->plan->tempo_count = w->anchors.count;
  w->plan->length = w->anchors.items[w->anchors.count - 1].time;
  w->plan->story_end = w->plan->length;
  return ELARA_OK;
}

// --- cues --------------------------------------------------------------------

static ElaraStatus
find_sound(Work* w)
{
  w->sounds = (char*)elara_arena_alloc(w->room->arena, w->bars.count);
  ELARA_TRY_PTR(w->sounds);
  for (size_t p = 0; p < w->room->parts.count; p++) {
    const NotationPart* const part = &w->room->parts.items[p];
    for (size_t i = 0; i < part->notes.count; i++) {
      w->sounds[elara_plan_bar_at(w->plan, part->notes.items[i].tick)] = 1;
    }
  }
  return ELARA_OK;
}

static const NotationEvent*
event_in_bar(const Work* w, size_t bar, NotationEventKind kind)
{
  const ElaraTick from = w->bars.items[bar].tick;
  const ElaraTick to = elara_plan_bar_end(w->plan, bar);
  size_t low = 0;
  size_t high = w->room->events.count;
  while (low < high) {
    const size_t middle = low + (high - low) / 2;
    if (w->room->events.items[middle].tick < from) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  for (; low < w->room->events.count; low++) {
    const NotationEvent* const e = &w->room->events.items[low];
    if (e->tick >= to) break;
    if (e->kind == kind) return e;
  }
  return NULL;
}

// A name that no cue has yet.
static const char*
cue_name(Work* w, const char* wish)
{
  const char* name = wish && wish[0] ? wish : w->plan->title;
  for (int n = 2; name && n < 1000; n++) {
    size_t i = 0;
    while (i < w->cues.count && strcmp(w->cues.items[i].name, name) != 0)
      i++;
    if (i == w->cues.count) break;
    name = elara_arena_printf(w->plan->arena, "%s (%d)",
                              wish && wish[0] ? wish : w->plan->title, n);
  }
  return name ? elara_arena_strdup(w->plan->arena, name) : NULL;
}

// What the words say; else by pace and mode.
static ElaraMood
cue_mood(const Work* w, size_t bar, double bpm)
{
  const NotationEvent* const said = event_in_bar(w, bar, EVENT_MOOD);
  if (said) return (ElaraMood)said->value;
  int minor = 0;
  for (size_t i = 0; i < w->room->events.count; i++) {
    const NotationEvent* const e = &w->room->events.items[i];
    if (e->tick > w->bars.items[bar].tick) break;
    if (e->kind == EVENT_KEY) minor = elara_mode_is_minor((ElaraMode)e->which);
  }
  if (bpm < 72.0) return minor ? ELARA_MOOD_SORROW : ELARA_MOOD_SERENITY;
  if (bpm < 126.0) return ELARA_MOOD_RESOLVE;
  return minor ? ELARA_MOOD_ACTION : ELARA_MOOD_RESOLVE;
}

static ElaraStatus
give_arc(Work* w, ElaraCue* cue)
{
  static const ElaraCueTheme theme = {.weight = 1.0,
                                      .reason = "the score as it is written"};
  const ElaraMoodInfo* const mood = elara_mood_info(cue->mood);
  cue->feeling = (ElaraFeeling){.valence = mood->valence,
                                .arousal = mood->arousal,
                                .tension = mood->tension,
                                .levity = mood->levity};
  ElaraArcPoint* const arc = (ElaraArcPoint*)elara_arena_array(
      w->plan->arena, 2, sizeof(ElaraArcPoint));
  ELARA_TRY_PTR(arc);
  arc[0] =
      (ElaraArcPoint){.time = cue->start, .feeling = cue->feeling, .line = 1};
  arc[1] =
      (ElaraArcPoint){.time = cue->end, .feeling = cue->feeling, .line = 1};
  cue->arc = arc;
  cue->arc_count = 2;
  cue->themes = &theme;
  cue->theme_count = 1;
  return ELARA_OK;
}

static ElaraStatus
add_cue(Work* w, size_t first, size_t last)
{
  const NotationEvent* const mark = event_in_bar(w, first, EVENT_REHEARSAL);
  const ElaraTempoMap map = elara_plan_tempo_map(w->plan);
  const ElaraTick tick = w->bars.items[first].tick;
  const ElaraTick end = elara_plan_bar_end(w->plan, last);
  const char* const name = cue_name(w, mark ? mark->text : NULL);
  ELARA_TRY_PTR(name);
  const double bpm = elara_tempo_map_bpm(&map, tick);
  ElaraCue cue = {.name = name,
                  .label = name,
                  .key = name,
                  .mood = cue_mood(w, first, bpm),
                  .start = elara_tempo_map_time(&map, tick),
                  .end = elara_tempo_map_time(&map, end),
                  .first_bar = (int)first,
                  .bar_count = (int)(last - first + 1),
                  .bpm = bpm,
                  .beats = w->bars.items[first].beats,
                  .beat_type = w->bars.items[first].beat_type,
                  .line = 1,
                  .line_last = 1,
                  .importance = .5,
                  .reach = 1.0,
                  .why = "the score has it",
                  .enter_why = "the score has it",
                  .leave_why = "the score has it",
                  .key_why = "the score has it"};
  ELARA_TRY(give_arc(w, &cue));
  for (size_t i = first; i <= last; i++) {
    w->bars.items[i].cue = (int)w->cues.count;
  }
  return ELARA_PUSH(w->plan->arena, &w->cues, cue) ? ELARA_OK : ELARA_NO_MEMORY;
}

static ElaraStatus
make_cues(Work* w)
{
  size_t bar = 0;
  while (bar < w->bars.count) {
    if (event_in_bar(w, bar, EVENT_TACET) && !w->sounds[bar]) {
      for (bar++; bar < w->bars.count && !w->sounds[bar]; bar++) {
        if (event_in_bar(w, bar, EVENT_REHEARSAL)) break;
      }
      continue;
    }
    size_t last = bar;
    while (last + 1 < w->bars.count &&
           !event_in_bar(w, last + 1, EVENT_REHEARSAL) &&
           !(event_in_bar(w, last + 1, EVENT_TACET) && !w->sounds[last + 1]))
      last++;
    ELARA_TRY(add_cue(w, bar, last));
    bar = last + 1;
  }
  w->plan->cues = w->cues.items;
  w->plan->cue_count = w->cues.count;
  return ELARA_OK;
}

static ElaraStatus
make_plan(Work* w)
{
  static ElaraThemeRole theme = {.kind = ELARA_THEME_IDEA,
                                 .name = "the score",
                                 .person = -1,
                                 .other = -1,
                                 .weight = 1.0,
                                 .parent = -1,
                                 .reason = "it was given as notes"};
  ElaraPlan* const plan = w->plan;
  plan->title = elara_arena_strdup(
      plan->arena, w->room->title[0] ? w->room->title : "Score");
  plan->source_name = elara_arena_strdup(plan->arena, w->room->file);
  ELARA_TRY_PTR(plan->title);
  ELARA_TRY_PTR(plan->source_name);
  plan->seed = 1;
  plan->story_line_count = 1;
  plan->themes = &theme;
  plan->theme_count = 1;
  ELARA_TRY(make_bars(w));
  ELARA_TRY(make_tempi(w));
  ELARA_TRY(make_holds(w));
  ELARA_TRY(make_anchors(w));
  ELARA_TRY(find_sound(w));
  return make_cues(w);
}

ElaraStatus
elara_notation_plan(NotationRoom* room, ElaraPlan** plan)
{
  *plan = NULL;
  ElaraArena* const arena = elara_arena_new();
  ELARA_TRY_PTR(arena);
  Work w = {.room = room,
            .plan = (ElaraPlan*)elara_arena_alloc(arena, sizeof(ElaraPlan))};
  ElaraStatus status = w.plan ? ELARA_OK : ELARA_NO_MEMORY;
  if (status == ELARA_OK) {
    w.plan->arena = arena;
    status = make_plan(&w);
  }
  if (status == ELARA_OK) {
    *plan = w.plan;
  } else {
    elara_arena_free(arena);
  }
  return status;
}
