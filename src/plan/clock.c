// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// From clicks to one clock for the whole plan: bars that tile it, and tempo
// anchors. A hard hit has an anchor of its own, so its tick is its time to the
// flick; inside a leg the tempo glides from the one before to the one after,
// with an anchor at every bar line, and the leg's length is kept exactly.
// Silence is written as slow empty bars of 4/4, none longer than a minute: a
// MIDI file cannot say a quarter note longer than 16.7 s.

#include "plan/click.h"
#include "plan/room.h"

#include <math.h>
#include <string.h>

#define SILENT_BAR_MOST_S 60.0
#define BPM_LEAST 15
#define BPM_MOST 500
#define FAR_S .25     // six frames: what a soft hit bears
#define NOTE_MS 125.0 // a hit farther from its beat than this is reported

typedef ELARA_LIST(ElaraBar) BarList;
typedef ELARA_LIST(ElaraTempoAnchor) AnchorList;

typedef struct {
  PlanRoom* room;
  BarList bars;
  AnchorList anchors;
  ElaraTick tick;
  ElaraTime time;
} Clock;

static ElaraStatus
add_bar(Clock* clock, int beats, int beat_type, int cue)
{
  const ElaraBar bar = {clock->tick, beats, beat_type, cue};
  if (!ELARA_PUSH(clock->room->arena, &clock->bars, bar)) {
    return ELARA_NO_MEMORY;
  }
  clock->tick += elara_bar_ticks(&bar);
  return ELARA_OK;
}

// Both clocks of an anchor move on; one that would stand still is left out
// (bars of a cue shorter than some flicks).
static ElaraStatus
add_anchor(Clock* clock, ElaraTick tick, ElaraTime time)
{
  const size_t n = clock->anchors.count;
  if (n > 0 && (clock->anchors.items[n - 1].tick >= tick ||
                clock->anchors.items[n - 1].time >= time)) {
    return ELARA_OK;
  }
  const ElaraTempoAnchor anchor = {tick, time};
  return ELARA_PUSH(clock->room->arena, &clock->anchors, anchor)
             ? ELARA_OK
             : ELARA_NO_MEMORY;
}

static ElaraStatus
add_silence(Clock* clock, ElaraTime until)
{
  const ElaraTime length = until - clock->time;
  if (length <= 0) return ELARA_OK;
  const int count = (int)ceil(elara_time_s(length) / SILENT_BAR_MOST_S);
  const ElaraTime start = clock->time;
  for (int i = 1; i <= count; i++) {
    ELARA_TRY(add_bar(clock, 4, 4, -1));
    const ElaraTime end = i < count ? start + length / count * i : until;
    ELARA_TRY(add_anchor(clock, clock->tick, end));
  }
  clock->time = until;
  return ELARA_OK;
}

// --- a cue
// -----------------------------------------------------------------------

typedef struct {
  const Click* click;
  ElaraTime start;     // of the cue
  ElaraTick tick;      // of the cue
  const ElaraTime* at; // exact time of every point
} CueClock;

static double
unit_length(const ClickLeg* leg)
{
  return (leg->end_s - leg->start_s) / leg->units;
}

// Time of beat X of LEG, 0..units, as a share of the leg: the length of a beat
// runs along a parabola from A to Z (its lengths at the ends) with the leg's
// own mean, so that the tempo bends at no hit and every hit keeps its time.
static double
glide(double x, double a, double mean, double z)
{
  const double c = 3.0 * (a + z) - 6.0 * mean;
  const double b = z - a - c;
  return (a * x + b * x * x / 2.0 + c * x * x * x / 3.0) / mean;
}

static double
leg_share(const Click* click, size_t index, int unit)
{
  const ClickLeg* const leg = &click->legs[index];
  const double mean = unit_length(leg);
  const double a = index > 0 ? (unit_length(leg - 1) + mean) / 2.0 : mean;
  const double z =
      index + 1 < click->leg_count ? (unit_length(leg + 1) + mean) / 2.0 : mean;
  return glide((double)unit / leg->units, a, mean, z);
}

static ElaraTime
leg_start(const CueClock* cue, size_t index)
{
  return index == 0 ? cue->start : cue->at[cue->click->legs[index - 1].point];
}

// Lengths of the bars of a cue, in beats, from its legs.
static ElaraStatus
add_bars(Clock* clock, const CueClock* cue, int index)
{
  const Click* const click = cue->click;
  int open = 0; // beats of the bar that the last leg left unfinished
  for (size_t i = 0; i < click->leg_count; i++) {
    const ClickLeg* const leg = &click->legs[i];
    int units = open + leg->units - leg->odd_units;
    while (units >= click->bar_units) {
      ELARA_TRY(add_bar(clock, click->bar_units * click->beats_per_unit,
                        click->beat_type, index));
      units -= click->bar_units;
    }
    if (leg->odd_units) {
      ELARA_TRY(add_bar(clock, leg->odd_units * click->beats_per_unit,
                        click->beat_type, index));
    }
    open = units;
  }
  return ELARA_OK;
}

// Anchors at bar lines inside the legs and at the end of every leg.
static ElaraStatus
add_anchors(Clock* clock, const CueClock* cue, size_t first_bar)
{
  const Click* const click = cue->click;
  size_t bar = first_bar;
  ElaraTick tick = cue->tick;
  for (size_t i = 0; i < click->leg_count; i++) {
    const ClickLeg* const leg = &click->legs[i];
    const ElaraTime start = leg_start(cue, i);
    const ElaraTime end = cue->at[leg->point];
    const ElaraTick leg_tick = tick;
    tick += leg->units * click->unit_ticks;
    for (; bar < clock->bars.count && clock->bars.items[bar].tick < tick;
         bar++) {
      const ElaraTick line = clock->bars.items[bar].tick;
      if (line <= leg_tick) continue;
      const int unit = (int)((line - leg_tick) / click->unit_ticks);
      const double share = leg_share(click, i, unit);
      const double flicks = (double)(end - start) * share;
      ELARA_TRY(add_anchor(clock, line, start + (ElaraTime)(flicks + .5)));
    }
    ELARA_TRY(add_anchor(clock, tick, end));
  }
  return ELARA_OK;
}

// --- hits
// --------------------------------------------------------------------------

static size_t
first_hit(const ElaraPlan* plan, int cue)
{
  size_t i = 0;
  while (i < plan->hit_count && plan->hits[i].cue < cue)
    i++;
  return i;
}

// The hits of a cue: hard ones and the end as points that the click must meet,
// soft ones as points that it should pass near.
typedef struct {
  ClickPoint* points;
  ElaraTime* at; // exact times of the points
  size_t count;
  ClickPoint* soft;
  size_t soft_count;
} CuePoints;

static ElaraStatus
collect_points(PlanRoom* room, int index, CuePoints* p)
{
  const ElaraPlan* const plan = room->plan;
  const ElaraCue* const cue = &plan->cues[index];
  const size_t first = first_hit(plan, index);
  size_t last = first;
  while (last < plan->hit_count && plan->hits[last].cue == index)
    last++;
  const size_t most = last - first + 1;
  p->points = elara_arena_array(room->scratch, most, sizeof *p->points);
  p->soft = elara_arena_array(room->scratch, most, sizeof *p->soft);
  p->at = elara_arena_array(room->scratch, most, sizeof *p->at);
  if (!p->points || !p->soft || !p->at) return ELARA_NO_MEMORY;
  for (size_t i = first; i < last; i++) {
    const ElaraHit* const hit = &plan->hits[i];
    const ClickPoint point = {elara_time_s(hit->time - cue->start),
                              hit->strength};
    if (hit->hard) {
      p->at[p->count] = hit->time;
      p->points[p->count++] = point;
    } else {
      p->soft[p->soft_count++] = point;
    }
  }
  p->at[p->count] = cue->end;
  p->points[p->count++] =
      (ClickPoint){elara_time_s(cue->end - cue->start), 1.0};
  return ELARA_OK;
}

// A hard hit that no leg ends at could not be met: it becomes a soft one.
static void
soften_passed(PlanRoom* room, int index, const CueClock* cue)
{
  ElaraPlan* const plan = room->plan;
  size_t leg = 0;
  size_t point = 0;
  for (size_t i = first_hit(plan, index);
       i < plan->hit_count && plan->hits[i].cue == index; i++) {
    if (!plan->hits[i].hard) continue;
    while (leg < cue->click->leg_count && cue->click->legs[leg].point < point) {
      leg++;
    }
    if (leg >= cue->click->leg_count || cue->click->legs[leg].point != point) {
      plan->hits[i].hard = 0;
    }
    point++;
  }
}

static ElaraTick
nearest(const CueClock* cue, ElaraTick exact, ElaraTick grid)
{
  return (exact - cue->tick + grid / 2) / grid * grid + cue->tick;
}

// The nearest beat; where that is farther than six frames, as in slow music,
// the nearest half of a beat (third of a dotted one).
static void
place_hits(Clock* clock, int index, const CueClock* cue)
{
  ElaraPlan* const plan = clock->room->plan;
  const ElaraTempoMap map = {clock->anchors.items, clock->anchors.count};
  const ElaraTick unit = cue->click->unit_ticks;
  const ElaraTick part = unit / (cue->click->beats_per_unit == 3 ? 3 : 2);
  const ElaraTime far = elara_time_from_s(FAR_S);
  for (size_t i = first_hit(plan, index);
       i < plan->hit_count && plan->hits[i].cue == index; i++) {
    ElaraHit* const hit = &plan->hits[i];
    const ElaraTick exact = elara_tempo_map_tick(&map, hit->time);
    ElaraTick tick = nearest(cue, exact, unit);
    const ElaraTime off = elara_tempo_map_time(&map, tick) - hit->time;
    if (off > far || off < -far) tick = nearest(cue, exact, part);
    if (tick >= clock->tick) tick = clock->tick - part;
    if (tick < cue->tick) tick = cue->tick;
    hit->tick = tick;
  }
}

static void
report_hits(Clock* clock, int index)
{
  const PlanRoom* const room = clock->room;
  const ElaraPlan* const plan = room->plan;
  const ElaraTempoMap map = {clock->anchors.items, clock->anchors.count};
  for (size_t i = first_hit(plan, index);
       i < plan->hit_count && plan->hits[i].cue == index; i++) {
    const ElaraHit* const hit = &plan->hits[i];
    const double off_ms =
        1000.0 *
        elara_time_s(elara_tempo_map_time(&map, hit->tick) - hit->time);
    if (hit->hard || fabs(off_ms) < NOTE_MS || hit->strength < .6) continue;
    elara_diag(room->diags, ELARA_DIAG_NOTE, plan->source_name, hit->line, 0,
               "", "%s answers \"%s\" on the nearest beat, %+.0f ms away",
               plan->cues[index].name, hit->what, off_ms);
  }
}

static ElaraStatus
add_cue(Clock* clock, int index)
{
  PlanRoom* const room = clock->room;
  ElaraCue* const cue = &room->plan->cues[index];
  CuePoints p = {0};
  ELARA_TRY(collect_points(room, index, &p));
  Click click;
  ELARA_TRY(elara_plan_click(room->scratch, p.points, p.count, p.soft,
                             p.soft_count, cue->beats, cue->beat_type, cue->bpm,
                             &click));
  const CueClock c = {&click, cue->start, clock->tick, p.at};
  const size_t first = clock->bars.count;
  ELARA_TRY(add_bars(clock, &c, index));
  ELARA_TRY(add_anchors(clock, &c, first));
  clock->time = cue->end;
  cue->first_bar = (int)first;
  cue->bar_count = (int)(clock->bars.count - first);
  const ElaraTempoMap map = {clock->anchors.items, clock->anchors.count};
  cue->bpm = elara_tempo_map_bpm(&map, c.tick);
  soften_passed(room, index, &c);
  place_hits(clock, index, &c);
  report_hits(clock, index);
  return ELARA_OK;
}

// --- a cue that is kept
// ------------------------------------------------------------

// The bars and anchors of OLD, a cue of BEFORE, at the place of cue INDEX; its
// hits move with them.
static ElaraStatus
copy_cue(Clock* clock, int index, const ElaraPlan* before, const ElaraCue* old)
{
  ElaraPlan* const plan = clock->room->plan;
  ElaraCue* const cue = &plan->cues[index];
  const ElaraTime was = old->end - old->start;
  const ElaraTime is = cue->end - cue->start;
  const ElaraTick from = before->bars[old->first_bar].tick;
  const ElaraTick to = clock->tick;
  cue->first_bar = (int)clock->bars.count;
  cue->bar_count = old->bar_count;
  for (int i = 0; i < old->bar_count; i++) {
    const ElaraBar* const bar = &before->bars[old->first_bar + i];
    ELARA_TRY(add_bar(clock, bar->beats, bar->beat_type, index));
  }
  for (size_t i = 0; i < before->tempo_count; i++) {
    const ElaraTempoAnchor* const a = &before->tempo[i];
    const ElaraTime off = a->time - old->start;
    if (a->tick <= from || a->tick - from >= clock->tick - to) continue;
    const ElaraTime moved =
        was == is ? off
                  : (ElaraTime)((double)off * ((double)is / (double)was) + .5);
    ELARA_TRY(add_anchor(clock, to + a->tick - from, cue->start + moved));
  }
  ELARA_TRY(add_anchor(clock, clock->tick, cue->end));
  clock->time = cue->end;
  if (was != is) cue->bpm = old->bpm * ((double)was / (double)is);
  for (size_t i = first_hit(plan, index);
       i < plan->hit_count && plan->hits[i].cue == index; i++) {
    plan->hits[i].tick += to - from;
  }
  return ELARA_OK;
}

ElaraStatus
elara_plan_clock(PlanRoom* room)
{
  ElaraPlan* const plan = room->plan;
  const ElaraPlan* const before = room->config.before;
  Clock clock = {.room = room};
  ELARA_TRY(add_anchor(&clock, 0, 0));
  for (size_t i = 0; i < plan->cue_count; i++) {
    ELARA_TRY(add_silence(&clock, plan->cues[i].start));
    if (room->kept && room->kept[i] >= 0) {
      ELARA_TRY(copy_cue(&clock, (int)i, before, &before->cues[room->kept[i]]));
    } else {
      ELARA_TRY(add_cue(&clock, (int)i));
    }
  }
  ELARA_TRY(add_silence(&clock, plan->length));
  plan->bars = clock.bars.items;
  plan->bar_count = clock.bars.count;
  plan->tick_count = clock.tick;
  plan->tempo = clock.anchors.items;
  plan->tempo_count = clock.anchors.count;
  return ELARA_OK;
}

// --- a plan that was edited
// --------------------------------------------------------

// True when the bars of CUE have its metre, but for odd ones, and its tempo.
static int
clock_fits(const ElaraPlan* plan, const ElaraCue* cue)
{
  int metre = 0;
  for (int i = 0; i < cue->bar_count; i++) {
    const ElaraBar* const bar = &plan->bars[cue->first_bar + i];
    metre |= bar->beats == cue->beats && bar->beat_type == cue->beat_type;
  }
  const ElaraTempoMap map = elara_plan_tempo_map(plan);
  const double bpm = elara_tempo_map_bpm(&map, plan->bars[cue->first_bar].tick);
  // A cue of one short bar may have no bar of its own metre.
  return (metre || cue->bar_count == 1) && fabs(cue->bpm / bpm - 1.0) < 1e-4;
}

// What an orchestra can be asked for.
static int
bpm_valid(const PlanRoom* room, const ElaraCue* cue)
{
  if (cue->bpm >= BPM_LEAST && cue->bpm <= BPM_MOST) return 1;
  elara_diag(room->diags, ELARA_DIAG_ERROR, room->plan->source_name, 0, 0,
             "give quarter notes per minute",
             "%s: bpm must be within %d and %d", cue->name, BPM_LEAST,
             BPM_MOST);
  return 0;
}

static void*
copied(ElaraArena* arena, const void* items, size_t count, size_t size)
{
  void* const copy = elara_arena_array(arena, count, size);
  if (copy && count) memcpy(copy, items, count * size);
  return copy;
}

static ElaraStatus
relay(PlanRoom* room, ElaraPlan* before)
{
  ElaraPlan* const plan = room->plan;
  before->cues =
      copied(room->scratch, plan->cues, plan->cue_count, sizeof *plan->cues);
  room->kept =
      elara_arena_array(room->scratch, plan->cue_count, sizeof *room->kept);
  if (!before->cues || !room->kept) return ELARA_NO_MEMORY;
  int edited = 0;
  for (size_t i = 0; i < plan->cue_count; i++) {
    const int fits = clock_fits(plan, &plan->cues[i]);
    if (!fits && !bpm_valid(room, &plan->cues[i])) return ELARA_BAD_INPUT;
    room->kept[i] = fits ? (int)i : -1;
    edited |= !fits;
  }
  return edited ? elara_plan_clock(room) : ELARA_OK;
}

ElaraStatus
elara_plan_relay(ElaraPlan* plan, ElaraDiags* diags)
{
  ElaraPlan before = *plan;
  PlanRoom room = {.plan = plan,
                   .diags = diags,
                   .arena = plan->arena,
                   .scratch = elara_arena_new(),
                   .config = {.before = &before}};
  const ElaraStatus status =
      room.scratch ? relay(&room, &before) : ELARA_NO_MEMORY;
  elara_arena_free(room.scratch);
  return status;
}
