// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// One ensemble time-line. Every beat of the plan is stretched or squeezed by
// the rules of the KTH school (Friberg, Bresin & Sundberg: phrase arch on two
// levels, harmonic charge, final ritard by Friberg & Sundberg 1999); then each
// stretch between two fixed points is scaled as a whole. Fixed points are the
// start and end of a cue and its hard hits: rubato flows between them and
// steals from nobody.
//
// Kept: fixed points keep their planned time to the flick; outside of the
// final ritard no beat differs by more than STRAY_MOST from the plan.

#include "perform/room.h"

#include <math.h>
#include <string.h>

#define STRAY_MOST .07
#define RITARD_S 2.6

// Dances and chases keep time; songs breathe.
static const double freedom[ELARA_MOOD_COUNT] = {
    [ELARA_MOOD_TENDERNESS] = 1.3, [ELARA_MOOD_SORROW] = 1.3,
    [ELARA_MOOD_WONDER] = 1.0,     [ELARA_MOOD_MYSTERY] = .9,
    [ELARA_MOOD_DREAD] = .7,       [ELARA_MOOD_TERROR] = .4,
    [ELARA_MOOD_SUSPENSE] = .5,    [ELARA_MOOD_ACTION] = .35,
    [ELARA_MOOD_TRIUMPH] = .6,     [ELARA_MOOD_RESOLVE] = .7,
    [ELARA_MOOD_SERENITY] = 1.0,   [ELARA_MOOD_NOSTALGIA] = 1.4,
    [ELARA_MOOD_PLAYFULNESS] = .5, [ELARA_MOOD_GROTESQUE] = .6,
    [ELARA_MOOD_ROMANCE] = 1.4,    [ELARA_MOOD_ANGER] = .4,
};

typedef struct {
  ElaraTick tick;
  ElaraTime time;  // planned
  double length_s; // planned, to the next beat
  double stretch;  // wished
  int fixed;
  int ritard; // part of the final ritard
} Beat;

typedef ELARA_LIST(Beat) BeatList;
typedef ELARA_LIST(ElaraTempoAnchor) AnchorList;

double
elara_perform_freedom(ElaraMood mood)
{
  return mood < ELARA_MOOD_COUNT ? freedom[mood] : 1.0;
}

ElaraTick
elara_perform_beat_ticks(const ElaraBar* bar)
{
  const ElaraTick written = ELARA_TICKS_PER_QUARTER * 4 / bar->beat_type;
  return bar->beat_type == 8 && bar->beats % 3 == 0 ? written * 3 : written;
}

// The KTH phrase arch: slow in, quick at the turn, slower out. X in 0..1.
static double
arch(double x, double turn, double start, double end)
{
  if (x < turn) {
    const double y = 1.0 - x / turn;
    return start * y * y;
  }
  const double y = (x - turn) / (1.0 - turn);
  return end * y * y;
}

static double
share(ElaraTick tick, ElaraTick start, ElaraTick end)
{
  return end > start ? (double)(tick - start) / (double)(end - start) : 0.0;
}

static double
phrase_stretch(const PerformRoom* room, ElaraTick tick)
{
  const int index = elara_perform_phrase_at(room, tick);
  if (index < 0) return 0.0;
  const ElaraPhrase* const p = &room->sketch->phrases[index];
  // A phrase of a bar or two is a gesture: it hardly bends the time.
  const double size = p->bar_count >= 4 ? 1.0 : .25 * p->bar_count;
  return size * arch(share(tick, p->tick, p->end), .4, .05, .10);
}

// A chord far from home is worth waiting for, a little.
static double
harmony_stretch(const PerformRoom* room, ElaraTick tick)
{
  const ElaraChord* const chord = elara_perform_chord_at(room, tick);
  if (!chord || chord->tick != tick) return 0.0;
  return .003 * elara_perform_chord_charge(chord);
}

static int
ends_alone(const ElaraPlan* plan, size_t cue)
{
  return cue + 1 >= plan->cue_count ||
         plan->cues[cue + 1].start > plan->cues[cue].end;
}

// Friberg & Sundberg's final ritard, q = 3: the speed at share X of it falls
// from 1 to LAST as a runner's who stops. Returns the stretch of a beat.
static double
ritard(double x, double last)
{
  return 1.0 / cbrt(1.0 + (last * last * last - 1.0) * x);
}

static double
wish(const PerformRoom* room, size_t index, Beat* beat)
{
  const ElaraPlan* const plan = room->plan;
  const ElaraCue* const cue = &plan->cues[index];
  const double free =
      elara_perform_freedom(cue->mood) * room->config.expression;
  const double whole = elara_time_s(cue->end - cue->start);
  const double x = elara_time_s(beat->time - cue->start) / whole;
  const double bend = phrase_stretch(room, beat->tick) +
                      arch(x, .55, .03, .04) +
                      harmony_stretch(room, beat->tick);
  const double left = elara_time_s(cue->end - beat->time);
  const double length = whole < 5.0 * RITARD_S ? whole / 5.0 : RITARD_S;
  double stretch = 1.0 + free * bend;
  if (ends_alone(plan, index) && left <= length) {
    const int final = index + 1 == plan->cue_count;
    const double last =
        elara_perform_clamp(1.0 - (final ? .35 : .25) * free, .5, 1.0);
    stretch *= ritard(1.0 - left / length, last);
    beat->ritard = 1;
  }
  return stretch;
}

static int
is_hit(const PerformRoom* room, ElaraTick tick)
{
  for (size_t i = 0; i < room->hit_count; i++) {
    if (room->hits[i] == tick) return 1;
    if (room->hits[i] > tick) break;
  }
  return 0;
}

static ElaraStatus
list_beats(const PerformRoom* room, size_t index, BeatList* beats)
{
  const ElaraPlan* const plan = room->plan;
  const ElaraTempoMap map = elara_plan_tempo_map(plan);
  const size_t first = (size_t)plan->cues[index].first_bar;
  const size_t last = first + (size_t)plan->cues[index].bar_count;
  for (size_t bar = first; bar < last; bar++) {
    const ElaraTick step = elara_perform_beat_ticks(&plan->bars[bar]);
    const ElaraTick end = elara_plan_bar_end(plan, bar);
    for (ElaraTick t = plan->bars[bar].tick; t < end; t += step) {
      const Beat beat = {.tick = t, .time = elara_tempo_map_time(&map, t)};
      if (!ELARA_PUSH(room->scratch, beats, beat)) return ELARA_NO_MEMORY;
    }
  }
  // The end itself closes the list; it has no length.
  const ElaraTick end = elara_plan_bar_end(plan, last - 1);
  const Beat close = {end, elara_tempo_map_time(&map, end), 0.0, 1.0, 1, 0};
  if (!ELARA_PUSH(room->scratch, beats, close)) return ELARA_NO_MEMORY;
  for (size_t i = 0; i + 1 < beats->count; i++) {
    Beat* const b = &beats->items[i];
    b->length_s = elara_time_s(b[1].time - b->time);
    b->fixed = i == 0 || is_hit(room, b->tick);
    b->stretch = wish(room, index, b);
  }
  return ELARA_OK;
}

static double
scaled(const Beat* beat, double part)
{
  return 1.0 + part * (beat->stretch - 1.0);
}

// Factor that makes beats [FIRST, LAST) as long as planned when their wishes
// count for PART.
static double
balance(const BeatList* beats, size_t first, size_t last, double part)
{
  double planned = 0.0;
  double wished = 0.0;
  for (size_t i = first; i < last; i++) {
    planned += beats->items[i].length_s;
    wished += beats->items[i].length_s * scaled(&beats->items[i], part);
  }
  return wished > 0.0 ? planned / wished : 1.0;
}

// The largest share of the wishes that keeps every beat within bounds.
static double
allowed_part(const BeatList* beats, size_t first, size_t last)
{
  double part = 1.0;
  for (; part > .02; part *= .85) {
    const double k = balance(beats, first, last, part);
    int good = 1;
    for (size_t i = first; i < last; i++) {
      const double ratio = k * scaled(&beats->items[i], part);
      const double most = beats->items[i].ritard ? .8 : STRAY_MOST;
      good &= ratio >= 1.0 - STRAY_MOST && ratio <= 1.0 + most;
    }
    if (good) return part;
  }
  return 0.0;
}

static ElaraStatus
add_anchor(PerformRoom* room, AnchorList* list, ElaraTick tick, ElaraTime time)
{
  const size_t n = list->count;
  if (n > 0 &&
      (list->items[n - 1].tick >= tick || list->items[n - 1].time >= time)) {
    return ELARA_OK;
  }
  const ElaraTempoAnchor anchor = {tick, time};
  return ELARA_PUSH(room->arena, list, anchor) ? ELARA_OK : ELARA_NO_MEMORY;
}

// Beats [FIRST, LAST) between two fixed points.
static ElaraStatus
play_stretch(PerformRoom* room,
             AnchorList* list,
             const BeatList* beats,
             size_t first,
             size_t last)
{
  const double part = allowed_part(beats, first, last);
  const double k = balance(beats, first, last, part);
  double since = 0.0;
  for (size_t i = first; i < last; i++) {
    const Beat* const b = &beats->items[i];
    ELARA_TRY(add_anchor(room, list, b->tick,
                         beats->items[first].time + elara_time_from_s(since)));
    since += k * b->length_s * scaled(b, part);
  }
  return ELARA_OK;
}

static ElaraStatus
play_cue(PerformRoom* room, AnchorList* list, size_t index)
{
  BeatList beats = {0};
  ELARA_TRY(list_beats(room, index, &beats));
  size_t first = 0;
  for (size_t i = 1; i < beats.count; i++) {
    if (!beats.items[i].fixed) continue;
    ELARA_TRY(play_stretch(room, list, &beats, first, i));
    first = i;
  }
  const Beat* const close = &beats.items[beats.count - 1];
  return add_anchor(room, list, close->tick, close->time);
}

ElaraStatus
elara_perform_tempo(PerformRoom* room)
{
  const ElaraPlan* const plan = room->plan;
  const ElaraTempoMap map = elara_plan_tempo_map(plan);
  AnchorList list = {0};
  int cue = -1;
  for (size_t i = 0; i < plan->bar_count; i++) {
    const ElaraBar* const bar = &plan->bars[i];
    if (bar->cue < 0) {
      ELARA_TRY(add_anchor(room, &list, bar->tick,
                           elara_tempo_map_time(&map, bar->tick)));
    } else if (bar->cue != cue) {
      ELARA_TRY(play_cue(room, &list, (size_t)bar->cue));
    }
    cue = bar->cue;
  }
  ELARA_TRY(add_anchor(room, &list, plan->tick_count, plan->length));
  room->take->tempo = list.items;
  room->take->tempo_count = list.count;
  room->map = (ElaraTempoMap){list.items, list.count};
  return ELARA_OK;
}
