// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// One ensemble time-line. Every beat of the plan is stretched or squeezed: by
// arches over the cue, its phrases and their halves (Friberg, Bresin &
// Sundberg), by what the rules say of the tones of the virtual melody in it,
// by a slow 1/f drift, by a final ritard (Friberg & Sundberg 1999). Each
// stretch between two fixed points is then scaled as a whole. Fixed points are
// the start and end of a cue and its hard hits: rubato flows between them and
// steals from nobody. Between the beats the tones of the virtual melody divide
// the beat's new length; all parts follow.
//
// Kept: fixed points keep their planned time to the flick; outside of the
// final ritard no beat differs by more than STRAY_MOST from the plan; no tone
// is moved inside its beat by more than INSIDE_S. The take's tempo map has the
// beats, room->map the tones as well.

#include "perform/room.h"

#include <math.h>
#include <string.h>

#define STRAY_MOST .07
#define SOFT_MOST .085 // where wishes for a beat bend towards their limit
#define RITARD_S 2.6
#define RITARD_K .075 // k of the final ritard, v_end = 1 / (1 + 3 k)
#define TIDE .05      // the slow drift of a conductor's beat
#define INSIDE_S .018
#define HIGHER_END 1.3 // an end that is also one of a higher level

typedef struct {
  ElaraTick tick;
  ElaraTime time;  // planned
  double length_s; // planned, to the next beat
  double stretch;  // wished
  double tones;    // what the tones of the melody wish, on average
  int fixed;
  double ritard; // >= 1: its part in the final ritard; 0: none
} Beat;

typedef ELARA_LIST(Beat) BeatList;
typedef ELARA_LIST(ElaraTempoAnchor) AnchorList;

// What one cue is played by.
typedef struct {
  PerformRoom* room;
  size_t cue;
  PerformPalette k;
  ElaraTempoMap plan; // the planned map
  PerformLine melody;
  double* longer; // of each tone of the melody: share that it is longer
  BeatList beats;
  AnchorList* coarse;
  AnchorList* fine;
} Hand;

ElaraTick
elara_perform_beat_ticks(const ElaraBar* bar)
{
  const ElaraTick written = ELARA_TICKS_PER_QUARTER * 4 / bar->beat_type;
  return bar->beat_type == 8 && bar->beats % 3 == 0 ? written * 3 : written;
}

static double
share(ElaraTick tick, ElaraTick start, ElaraTick end)
{
  return end > start ? (double)(tick - start) / (double)(end - start) : 0.0;
}

// --- wishes
// ----------------------------------------------------------------------

// Two levels of arches: slow in, quick at the turn, slower out.
static double
phrase_stretch(const Hand* hand, ElaraTick tick)
{
  const PerformRoom* const room = hand->room;
  const int index = elara_perform_phrase_at(room, tick);
  if (index < 0) return 0.0;
  const ElaraPhrase* const p = &room->sketch->phrases[index];
  const int last =
      (size_t)index + 1 >= room->sketch->phrase_count || p[1].cue != p->cue;
  // A phrase of a bar or two is a gesture: it hardly bends the time.
  const double size = p->bar_count >= 4 ? 1.0 : .25 * p->bar_count;
  double bend = size * hand->k.phrase *
                elara_rule_arch(share(tick, p->tick, p->end), .3, .1,
                                last ? .2 * HIGHER_END : .2);
  ElaraTick start = 0;
  ElaraTick end = 0;
  if (elara_perform_sub_phrase(room, p, tick, &start, &end)) {
    bend +=
        hand->k.sub * elara_rule_arch(share(tick, start, end), .4, .06,
                                      end == p->end ? .12 * HIGHER_END : .12);
  }
  return bend;
}

static int
ends_alone(const ElaraPlan* plan, size_t cue)
{
  return cue + 1 >= plan->cue_count ||
         plan->cues[cue + 1].start > plan->cues[cue].end;
}

// How much longer each tone is by the rules, as a share of it.
static ElaraStatus
ask_rules(Hand* hand)
{
  const PerformRoom* const room = hand->room;
  const PerformLine* const line = &hand->melody;
  const uint64_t dice =
      elara_perform_dice(room, (int)hand->cue, "perform.time");
  const ElaraTick first = elara_perform_cue_tick(room, (int)hand->cue);
  hand->longer = elara_arena_array(room->scratch, line->count ? line->count : 1,
                                   sizeof *hand->longer);
  ELARA_TRY_PTR(hand->longer);
  for (size_t i = 0; i < line->count; i++) {
    const PerformTone* const tone = &line->tones[i];
    const uint64_t index =
        (uint64_t)((tone->tick - first) / (ELARA_TICKS_PER_QUARTER / 2));
    // The inner clock: its range is 4 k (.032 DR + 6.7) / 10 ms.
    const double clock = .2 * hand->k.clock * (.032 * tone->ms + 6.7) *
                         elara_perform_drift(dice, index);
    const double ms =
        elara_rule_lengthen_ms(&hand->k, line->tones, line->count, i) + clock;
    hand->longer[i] = elara_perform_clamp(ms / fmax(tone->ms, 30.0), -.3, .3);
  }
  return ELARA_OK;
}

// Where tone I stops to have a say: the next begins.
static ElaraTick
says_until(const Hand* hand, size_t i)
{
  return i + 1 < hand->melody.count ? hand->melody.tones[i + 1].tick
                                    : hand->melody.tones[i].end;
}

// Mean wish of the tones in [START, END); *AT is a cursor that only goes on.
static double
melody_stretch(const Hand* hand, ElaraTick start, ElaraTick end, size_t* at)
{
  const PerformLine* const line = &hand->melody;
  while (*at < line->count && says_until(hand, *at) <= start)
    ++*at;
  double sum = 0.0;
  for (size_t i = *at; i < line->count && line->tones[i].tick < end; i++) {
    const ElaraTick from =
        line->tones[i].tick > start ? line->tones[i].tick : start;
    const ElaraTick to = says_until(hand, i) < end ? says_until(hand, i) : end;
    sum += hand->longer[i] * (double)(to - from);
  }
  return sum / (double)(end - start);
}

// Friberg & Sundberg's ritard, over the last bar or RITARD_S.
static double
final_ritard(const Hand* hand, const Beat* beat)
{
  const ElaraPlan* const plan = hand->room->plan;
  const ElaraCue* const cue = &plan->cues[hand->cue];
  if (hand->k.ritard <= 0.0 || !ends_alone(plan, hand->cue)) return 0.0;
  const double whole = elara_time_s(cue->end - cue->start);
  const size_t bar = (size_t)(cue->first_bar + cue->bar_count - 1);
  const double last_bar = elara_time_s(
      cue->end - elara_tempo_map_time(&hand->plan, plan->bars[bar].tick));
  double length = fmax(last_bar, RITARD_S);
  if (length > whole / 4.0) length = whole / 4.0;
  const double left = elara_time_s(cue->end - beat->time) - .5 * beat->length_s;
  if (left > length) return 0.0;
  const double final = hand->cue + 1 == plan->cue_count ? 1.5 : 1.0;
  const double speed = 1.0 / (1.0 + 3.0 * RITARD_K * hand->k.ritard * final);
  return elara_rule_ritard(1.0 - left / length, fmax(speed, .55));
}

// 1/f over pairs of bars, without corners: slow enough that a bar resembles
// the one before it.
static double
tide(const Hand* hand, ElaraTick tick)
{
  const ElaraPlan* const plan = hand->room->plan;
  const uint64_t dice =
      elara_perform_dice(hand->room, (int)hand->cue, "perform.tide");
  const size_t bar = elara_plan_bar_at(plan, tick);
  const double at =
      (double)(bar - (size_t)plan->cues[hand->cue].first_bar) +
      share(tick, plan->bars[bar].tick, elara_plan_bar_end(plan, bar));
  const uint64_t index = (uint64_t)(at / 2.0);
  const double x = at / 2.0 - (double)index;
  return (1.0 - x) * elara_perform_drift(dice, index) +
         x * elara_perform_drift(dice, index + 1);
}

// In a dance and in a chase the beat stands, and tones move inside it; a song
// lets them have some of it.
static double
beat_gives(const Hand* hand)
{
  return .7 * elara_perform_clamp(fabs(hand->k.phrase), .2, 1.0);
}

// Without what the tones of the melody want.
static double
wish(const Hand* hand, const Beat* beat)
{
  const ElaraCue* const cue = &hand->room->plan->cues[hand->cue];
  const double x = elara_time_s(beat->time - cue->start) /
                   elara_time_s(cue->end - cue->start);
  const ElaraTick middle = beat->tick + (beat[1].tick - beat->tick) / 2;
  return phrase_stretch(hand, middle) +
         hand->k.phrase * elara_rule_arch(x, .55, .10, .10) +
         TIDE * hand->k.clock * tide(hand, middle);
}

// --- beats
// -----------------------------------------------------------------------

static ElaraStatus
add_beat(Hand* hand, ElaraTick tick)
{
  const Beat beat = {.tick = tick,
                     .time = elara_tempo_map_time(&hand->plan, tick),
                     .stretch = 1.0};
  return ELARA_PUSH(hand->room->scratch, &hand->beats, beat) ? ELARA_OK
                                                             : ELARA_NO_MEMORY;
}

// An arm does not jerk: beats share what their tones want with their
// neighbours.
static void
add_tones(Hand* hand)
{
  Beat* const beats = hand->beats.items;
  const size_t count = hand->beats.count - 1;
  const double gives = beat_gives(hand);
  for (size_t i = 0; i < count; i++) {
    const double before = beats[i > 0 ? i - 1 : i].tones;
    const double after = beats[i + 1 < count ? i + 1 : i].tones;
    beats[i].stretch +=
        gives * (.25 * before + .5 * beats[i].tones + .25 * after);
  }
}

static ElaraStatus
list_beats(Hand* hand)
{
  const PerformRoom* const room = hand->room;
  const ElaraPlan* const plan = room->plan;
  const size_t first = (size_t)plan->cues[hand->cue].first_bar;
  const size_t last = first + (size_t)plan->cues[hand->cue].bar_count;
  for (size_t bar = first; bar < last; bar++) {
    const ElaraTick step = elara_perform_beat_ticks(&plan->bars[bar]);
    const ElaraTick end = elara_plan_bar_end(plan, bar);
    for (ElaraTick t = plan->bars[bar].tick; t < end; t += step) {
      ELARA_TRY(add_beat(hand, t));
      const ElaraTick next = t + step < end ? t + step : end;
      // A hit between the beats is a beat too.
      for (size_t h = elara_perform_hit_from(room, t + 1);
           h < room->hit_count && room->hits[h] < next; h++) {
        ELARA_TRY(add_beat(hand, room->hits[h]));
      }
    }
  }
  // The end itself closes the list; it has no length.
  ELARA_TRY(add_beat(hand, elara_plan_bar_end(plan, last - 1)));
  size_t at = 0;
  for (size_t i = 0; i + 1 < hand->beats.count; i++) {
    Beat* const b = &hand->beats.items[i];
    b->length_s = elara_time_s(b[1].time - b->time);
    b->fixed = i == 0 || elara_perform_on_hit(room, b->tick);
    b->tones = melody_stretch(hand, b->tick, b[1].tick, &at);
    b->stretch = 1.0 + wish(hand, b);
    b->ritard = final_ritard(hand, b);
  }
  hand->beats.items[hand->beats.count - 1].fixed = 1;
  add_tones(hand);
  return ELARA_OK;
}

// The last tone is to be 1.25 times as long as the one before it, at least.
static void
close_ritard(Hand* hand)
{
  const PerformLine* const line = &hand->melody;
  if (line->count < 2 || hand->beats.count < 3) return;
  const PerformTone* const last = &line->tones[line->count - 1];
  Beat* const beat = &hand->beats.items[hand->beats.count - 2];
  if (beat->ritard <= 0.0 || beat[-1].ritard <= 0.0) return;
  if (last->tick != beat->tick) return;
  if (last->ms < .99 * last[-1].ms || last->ms > 1.25 * last[-1].ms) return;
  const double least = 1.25 * last[-1].ms / last->ms * beat[-1].ritard;
  if (beat->ritard < least) beat->ritard = least;
}

// Wishes around their mean, softly bent to SOFT_MOST: strong phrasing meets
// the limit as a curve, not as a wall.
static void
soften(BeatList* beats, size_t first, size_t last)
{
  double sum = 0.0;
  double length = 0.0;
  for (size_t i = first; i < last; i++) {
    sum += beats->items[i].length_s * beats->items[i].stretch;
    length += beats->items[i].length_s;
  }
  const double mean = length > 0.0 ? sum / length : 1.0;
  for (size_t i = first; i < last; i++) {
    Beat* const b = &beats->items[i];
    const double x = (b->stretch - mean) / SOFT_MOST;
    b->stretch = 1.0 + SOFT_MOST * x / sqrt(1.0 + x * x);
    if (b->ritard > 0.0) b->stretch = fmax(b->stretch, 1.0) * b->ritard;
  }
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
  for (; part > .02; part *= .93) {
    const double k = balance(beats, first, last, part);
    int good = 1;
    for (size_t i = first; i < last; i++) {
      const double ratio = k * scaled(&beats->items[i], part);
      const double most = beats->items[i].ritard > 0.0 ? .8 : STRAY_MOST;
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

// A point that both maps share.
static ElaraStatus
add_point(Hand* hand, ElaraTick tick, ElaraTime time)
{
  ELARA_TRY(add_anchor(hand->room, hand->coarse, tick, time));
  return add_anchor(hand->room, hand->fine, tick, time);
}

// The tones inside a beat that sounds from START for LENGTH_S: each takes its
// share of it, by its written length and the rules.
static ElaraStatus
divide_beat(
    Hand* hand, const Beat* beat, ElaraTime start, double length_s, size_t* at)
{
  const PerformLine* const line = &hand->melody;
  const ElaraTick end = beat[1].tick;
  const double mean = melody_stretch(hand, beat->tick, end, at);
  const double ticks = (double)(end - beat->tick);
  double ahead = 0.0; // of the even division, in ticks
  ElaraTick since = beat->tick;
  for (size_t i = *at; i < line->count && line->tones[i].tick < end; i++) {
    const ElaraTick tick = line->tones[i].tick;
    if (tick > beat->tick) {
      const double even = (double)(tick - beat->tick) / ticks * length_s;
      const double off = elara_perform_clamp(
          ahead / ((1.0 + mean) * ticks) * length_s, -INSIDE_S, INSIDE_S);
      ELARA_TRY(add_anchor(hand->room, hand->fine, tick,
                           start + elara_time_from_s(even + off)));
    }
    since = tick > since ? tick : since;
    const ElaraTick until =
        says_until(hand, i) < end ? says_until(hand, i) : end;
    ahead += (hand->longer[i] - mean) * (double)(until - since);
  }
  return ELARA_OK;
}

// Beats [FIRST, LAST) between two fixed points.
static ElaraStatus
play_stretch(Hand* hand, size_t first, size_t last, size_t* at)
{
  BeatList* const beats = &hand->beats;
  soften(beats, first, last);
  const double part = allowed_part(beats, first, last);
  const double k = balance(beats, first, last, part);
  double since = 0.0;
  for (size_t i = first; i < last; i++) {
    const Beat* const b = &beats->items[i];
    const ElaraTime time = beats->items[first].time + elara_time_from_s(since);
    const double length = k * b->length_s * scaled(b, part);
    ELARA_TRY(add_point(hand, b->tick, time));
    ELARA_TRY(divide_beat(hand, b, time, length, at));
    since += length;
  }
  return ELARA_OK;
}

static ElaraStatus
play_cue(Hand* hand, size_t cue)
{
  hand->cue = cue;
  hand->k = elara_perform_palette(hand->room, (int)cue);
  hand->beats = (BeatList){0};
  ELARA_TRY(elara_perform_melody(hand->room, cue, &hand->plan, &hand->melody));
  ELARA_TRY(ask_rules(hand));
  ELARA_TRY(list_beats(hand));
  close_ritard(hand);
  const BeatList* const beats = &hand->beats;
  size_t first = 0;
  size_t at = 0;
  for (size_t i = 1; i < beats->count; i++) {
    if (!beats->items[i].fixed) continue;
    ELARA_TRY(play_stretch(hand, first, i, &at));
    first = i;
  }
  const Beat* const close = &beats->items[beats->count - 1];
  return add_point(hand, close->tick, close->time);
}

ElaraStatus
elara_perform_tempo(PerformRoom* room)
{
  const ElaraPlan* const plan = room->plan;
  AnchorList coarse = {0};
  AnchorList fine = {0};
  Hand hand = {
      .room = room,
      .plan = elara_plan_tempo_map(plan),
      .coarse = &coarse,
      .fine = &fine,
  };
  int cue = -1;
  for (size_t i = 0; i < plan->bar_count; i++) {
    const ElaraBar* const bar = &plan->bars[i];
    if (bar->cue < 0) {
      ELARA_TRY(add_point(&hand, bar->tick,
                          elara_tempo_map_time(&hand.plan, bar->tick)));
    } else if (bar->cue != cue) {
      ELARA_TRY(play_cue(&hand, (size_t)bar->cue));
    }
    cue = bar->cue;
  }
  ELARA_TRY(add_point(&hand, plan->tick_count, plan->length));
  room->take->tempo = coarse.items;
  room->take->tempo_count = coarse.count;
  room->map = (ElaraTempoMap){fine.items, fine.count};
  return ELARA_OK;
}
