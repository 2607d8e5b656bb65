// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// What a cut of the film says to the spotting session. Music begins and ends
// where the eye is busy anyway: on a cut, better on a change of place, best on
// a fade or on black. It meets few cuts, those that change most, and what
// happens at once inside a shot; in a fast montage it lets the cuts go by, for
// who hits everything hits nothing. A script says what happens, the picture
// when: an event of the script is met on the frame if something is seen or
// heard near the time that was guessed for it, else by a change of colour.

#include "plan/room.h"

#include <math.h>

#define SNAP_S 1.5  // a boundary moves that far to a cut
#define LEAST_S 1.0 // no cell is made shorter than that
#define EVENT_S 2.0 // an event may be that far from what is seen
#define BLACK_S .8  // shorter black is a cut
#define PAUSE_S .25 // between two lines that is one speech
#define VOICE_S .4  // subtitles begin that much late
#define GRADUAL .7  // what a fade counts beside a cut that changes as much
#define STIRS .12   // from a still shot to slow movement
#define DAZZLES .25 // from a room to daylight
#define DEFAULT_LINE 1

static double
apart_s(ElaraTime a, ElaraTime b)
{
  return fabs(elara_time_s(a - b));
}

static int
is_break(const ElaraShot* shot)
{
  return shot->join == ELARA_JOIN_FADE || shot[-1].black || shot->black;
}

// --- cells -------------------------------------------------------------------

ElaraStatus
elara_plan_picture_cuts(PlanRoom* room,
                        ElaraTime from,
                        ElaraTime to,
                        PlanTimes* cuts)
{
  const ElaraCut* const cut = room->config.cut;
  for (size_t i = 1; cut && i < cut->shot_count; i++) {
    const ElaraShot* const s = &cut->shots[i];
    const ElaraShot* const black = s->black ? s : s - 1;
    if (s->start <= from || s->start >= to || !is_break(s)) continue;
    if (black->black && elara_time_s(black->end - black->start) < BLACK_S)
      continue;
    if (!ELARA_PUSH(room->scratch, cuts, s->start)) return ELARA_NO_MEMORY;
  }
  return ELARA_OK;
}

// How good a place the start of SHOT is for a door.
static double
door(const ElaraCut* cut, size_t shot)
{
  const ElaraShot* const s = &cut->shots[shot];
  if (shot == 0) return 0.0;
  const double place = s->setting != s[-1].setting ? .2 : 0.0;
  return .3 * s->change + place + (is_break(s) ? .5 : 0.0);
}

// The shot to whose start the boundary at TIME had best move, 0 = none.
static size_t
best_shot(const ElaraCut* cut, ElaraTime time, ElaraTime low, ElaraTime high)
{
  size_t best = 0;
  double most = -1.0;
  for (size_t i = 1; i < cut->shot_count; i++) {
    const ElaraTime at = cut->shots[i].start;
    const double off = apart_s(at, time);
    if (off > SNAP_S || at < low || at > high) continue;
    const double value = door(cut, i) - .5 * off / SNAP_S;
    if (value > most) {
      most = value;
      best = i;
    }
  }
  return best;
}

void
elara_plan_picture_doors(PlanRoom* room)
{
  const ElaraCut* const cut = room->config.cut;
  const ElaraTime least = elara_time_from_s(LEAST_S);
  for (size_t i = 1; cut && i < room->cell_count; i++) {
    PlanCell* const cell = &room->cells[i];
    const size_t shot =
        best_shot(cut, cell->start, cell[-1].start + least, cell->end - least);
    if (shot == 0) {
      cell->enter -= .3; // under a shot that goes on, music is noticed
      cell->leave -= .2;
      continue;
    }
    cell->start = cut->shots[shot].start;
    cell[-1].end = cell->start;
    cell->enter += door(cut, shot);
    cell->leave += door(cut, shot);
  }
  for (size_t i = 0; cut && i < room->cell_count; i++) {
    const ElaraTime middle = (room->cells[i].start + room->cells[i].end) / 2;
    if (cut->shots[elara_cut_shot_at(cut, middle)].black)
      room->cells[i].want -= 1.0;
  }
}

// Music that would begin over black waits for the picture.
void
elara_plan_picture_starts(PlanRoom* room)
{
  const ElaraCut* const cut = room->config.cut;
  for (size_t i = 0; cut && i < room->plan->cue_count; i++) {
    ElaraCue* const cue = &room->plan->cues[i];
    const ElaraShot* const s = &cut->shots[elara_cut_shot_at(cut, cue->start)];
    const double left_s = elara_time_s(cue->end - s->end);
    if (s->black && s->end > cue->start && left_s > 8.0) cue->start = s->end;
  }
}

// --- hits --------------------------------------------------------------------

// A dissolve or a fade happens at no frame: it gets a change of colour.
static int
at_once(const ElaraShot* shot)
{
  return shot->join == ELARA_JOIN_CUT;
}

// Light that comes or goes looks like movement; what is heard is heard.
static int
is_of_join(const ElaraCut* cut, const ElaraAction* a)
{
  const size_t here = elara_cut_shot_at(cut, a->time);
  for (size_t i = here; i < cut->shot_count && i < here + 2; i++) {
    const ElaraShot* const s = &cut->shots[i];
    if (at_once(s) || a->kind == ELARA_ACTION_SOUND) continue;
    if (a->frame >= s->join_first && a->frame < s->join_last) return 1;
  }
  return 0;
}

// Whether TIME is one that the picture marks; then it moves onto the frame.
int
elara_plan_on_picture(const PlanRoom* room, ElaraTime* time)
{
  const ElaraCut* const cut = room->config.cut;
  ElaraTime best = *time;
  double most = 0.0;
  for (size_t i = 1; i < cut->shot_count; i++) {
    const double off = apart_s(cut->shots[i].start, *time);
    const double value = .3 + .7 * cut->shots[i].change;
    if (!at_once(&cut->shots[i])) continue;
    if (off > EVENT_S || value * (1.0 - off / EVENT_S) <= most) continue;
    most = value * (1.0 - off / EVENT_S);
    best = cut->shots[i].start;
  }
  for (size_t i = 0; i < cut->action_count; i++) {
    const double off = apart_s(cut->actions[i].time, *time);
    const double value = .4 + .8 * cut->actions[i].strength;
    if (is_of_join(cut, &cut->actions[i])) continue;
    if (off > EVENT_S || value * (1.0 - off / EVENT_S) <= most) continue;
    most = value * (1.0 - off / EVENT_S);
    best = cut->actions[i].time;
  }
  *time = best;
  return most > 0.0;
}

static int
line_at(const PlanRoom* room, ElaraTime time)
{
  int line = DEFAULT_LINE;
  for (size_t i = 0; i < room->story->element_count; i++) {
    const ElaraElement* const e = &room->story->elements[i];
    if (e->start > time) break;
    if (e->end > time || e->kind == ELARA_ELEMENT_HEADING) line = e->line;
  }
  return line;
}

// How much a cut deserves an answer: as it changes what is seen and how fast
// it moves, the less the more there are of them.
static double
cut_size(const ElaraCut* cut, size_t shot)
{
  const ElaraShot* const s = &cut->shots[shot];
  const double leap = fabs(s->look.motion - s[-1].look.motion);
  const double light = fabs(s->look.brightness - s[-1].look.brightness);
  const double place = s->setting != s[-1].setting ? .06 : 0.0;
  const double crowd = elara_plan_clamp(s->look.cut_rate / 10.0, 0.0, 1.0);
  const double size = .30 + .25 * s->change + .35 * leap + .25 * light + place +
                      (is_break(s) ? .12 : 0.0) - .18 * crowd;
  return at_once(s) ? size : GRADUAL * size;
}

// An accent belongs to what comes in with force: more movement, another light,
// black. What calms down gets a change of colour.
static int
is_stroke(const ElaraShot* s)
{
  return at_once(s) &&
         (s->black || s[-1].black ||
          s->look.motion - s[-1].look.motion >= STIRS ||
          fabs(s->look.brightness - s[-1].look.brightness) >= DAZZLES);
}

int
elara_plan_wish_cut(PlanRoom* room, size_t shot, ElaraHit* hit)
{
  const ElaraCut* const cut = room->config.cut;
  const ElaraShot* const s = &cut->shots[shot];
  const double size = cut_size(cut, shot);
  // Into black: a smash to it is a stroke in itself, a fade to it is none.
  if (s->join == ELARA_JOIN_DISSOLVE || size < .38) return 0;
  if (s->black && !at_once(s)) return 0;
  *hit = (ElaraHit){.time = s->start,
                    .hard = is_stroke(s) && size >= .52,
                    .strength = elara_plan_clamp(size, 0.0, 1.0),
                    .kind = ELARA_EVENT_CUT,
                    .line = line_at(room, s->start),
                    .what = elara_arena_printf(
                        room->arena, "the cut to shot %zu, %s", shot + 1,
                        elara_film_timecode(&cut->clock, s->first_frame).text)};
  return 1;
}

// A voice that begins is as sudden as a blow. Where it does is known from
// subtitles alone.
static int
is_voice(const PlanRoom* room, ElaraTime time)
{
  const ElaraPlan* const plan = room->plan;
  if (room->story->clock != ELARA_CLOCK_SUBTITLES &&
      room->story->time_error > 0.0)
    return 0;
  const ElaraTime early = elara_time_from_s(VOICE_S);
  for (size_t i = 0; i < plan->speech_count; i++) {
    if (plan->speech[i].start > time + early) break;
    if (plan->speech[i].end > time) return 1;
  }
  return 0;
}

int
elara_plan_wish_action(PlanRoom* room, size_t index, ElaraHit* hit)
{
  static const struct {
    double base, slope;
    const char* words;
  } kinds[ELARA_ACTION_COUNT] = {
      [ELARA_ACTION_MOVEMENT] = {.18, .50, "something starts to move"},
      [ELARA_ACTION_STILL] = {.10, .45, "everything stops"},
      [ELARA_ACTION_FLASH] = {.22, .50, "a flash"},
      [ELARA_ACTION_SOUND] = {.20, .50, "a blow is heard"},
  };
  const ElaraAction* const a = &room->config.cut->actions[index];
  const double size = kinds[a->kind].base + kinds[a->kind].slope * a->strength;
  if (size < .40 || is_of_join(room->config.cut, a)) return 0;
  if (a->kind == ELARA_ACTION_SOUND && is_voice(room, a->time)) return 0;
  const ElaraFilmClock* const clock = &room->config.cut->clock;
  *hit = (ElaraHit){
      .time = a->time,
      .hard = size >= .55,
      .strength = elara_plan_clamp(size, 0.0, 1.0),
      .kind = ELARA_EVENT_SOUND,
      .line = line_at(room, a->time),
      .what = elara_arena_printf(room->arena, "%s, %s", kinds[a->kind].words,
                                 elara_film_timecode(clock, a->frame).text)};
  return 1;
}

// --- speech ------------------------------------------------------------------

// Known when the times are the film's own.
static int
speech_is_known(const PlanRoom* room)
{
  return room->config.cut || room->story->clock == ELARA_CLOCK_SUBTITLES;
}

ElaraStatus
elara_plan_speech(PlanRoom* room)
{
  ELARA_LIST(ElaraSpeech) list = {0};
  const ElaraStory* const story = room->story;
  const ElaraTime pause = elara_time_from_s(PAUSE_S);
  for (size_t i = 0; speech_is_known(room) && i < story->element_count; i++) {
    const ElaraElement* const e = &story->elements[i];
    if (e->kind != ELARA_ELEMENT_DIALOGUE && e->kind != ELARA_ELEMENT_LYRIC)
      continue;
    const ElaraTime end =
        e->end < room->plan->length ? e->end : room->plan->length;
    ElaraSpeech* const last = list.count ? &list.items[list.count - 1] : NULL;
    if (end <= e->start) continue;
    if (last && e->start <= last->end + pause) {
      if (end > last->end) last->end = end;
    } else {
      const ElaraSpeech speech = {e->start, end};
      if (!ELARA_PUSH(room->arena, &list, speech)) return ELARA_NO_MEMORY;
    }
  }
  room->plan->speech = list.items;
  room->plan->speech_count = list.count;
  return ELARA_OK;
}
