// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// A Cut put together shot by shot, as an editor would, on any film clock; and
// one made of nothing but a seed, with black between its acts, places that come
// back, dissolves, montages and blows.

#ifndef ELARA_TESTS_PICTURE_TOY_REEL_H
#define ELARA_TESTS_PICTURE_TOY_REEL_H

#include "base/random.h"
#include "model/cut.h"

#include <math.h>

typedef struct {
  ElaraCut* cut;
  ELARA_LIST(ElaraShot) shots;
  ELARA_LIST(ElaraAction) actions;
  ELARA_LIST(ElaraPlacing) placings;
} Reel;

static inline Reel
reel_new(ElaraFilmClock clock)
{
  ElaraArena* const arena = elara_arena_new();
  ElaraCut* const cut = (ElaraCut*)elara_arena_alloc(arena, sizeof *cut);
  *cut = (ElaraCut){.arena = arena, .source_name = "reel.mp4", .clock = clock};
  cut->width = 640;
  cut->height = 360;
  return (Reel){.cut = cut};
}

static inline ElaraShot*
reel_shot(Reel* r, int64_t frames, ElaraJoin join, int setting, ElaraLook look)
{
  const int64_t at = r->cut->frame_count;
  const ElaraFilmClock* const clock = &r->cut->clock;
  const int first = r->shots.count == 0;
  const ElaraShot s = {.first_frame = at,
                       .frame_count = frames,
                       .start = elara_film_time(clock, at),
                       .end = elara_film_time(clock, at + frames),
                       .join = first ? ELARA_JOIN_START : join,
                       .join_first = at,
                       .join_last = at,
                       .confidence = .9,
                       .change = first ? 0.0 : .5,
                       .setting = setting,
                       .look = look};
  (void)ELARA_PUSH(r->cut->arena, &r->shots, s);
  r->cut->frame_count = at + frames;
  return &r->shots.items[r->shots.count - 1];
}

static inline ElaraLook
reel_look(double brightness, double motion)
{
  return (ElaraLook){.brightness = brightness,
                     .motion = motion,
                     .contrast = .4,
                     .sound_lufs = -70.0};
}

static inline void
reel_black(Reel* r, int64_t frames)
{
  reel_shot(r, frames, ELARA_JOIN_FADE, 9999, reel_look(0.0, 0.0))->black = 1;
}

static inline void
reel_action(Reel* r, ElaraActionKind kind, int64_t frame, double strength)
{
  const ElaraAction a = {kind, frame, elara_film_time(&r->cut->clock, frame),
                         strength};
  (void)ELARA_PUSH(r->cut->arena, &r->actions, a);
}

static inline void
reel_place(Reel* r, int64_t frame, double confidence)
{
  const ElaraPlacing p = {.scene = (int)r->placings.count,
                          .line = 1 + (int)r->placings.count,
                          .heading = "PLACE",
                          .start = elara_film_time(&r->cut->clock, frame),
                          .confidence = confidence};
  (void)ELARA_PUSH(r->cut->arena, &r->placings, p);
}

// Cuts in the ten seconds around SHOT's middle.
static inline double
reel_cut_rate(const Reel* r, size_t shot)
{
  const ElaraShot* const s = &r->shots.items[shot];
  const double middle = elara_time_s(s->start + s->end) / 2.0;
  int count = 0;
  for (size_t i = shot; i > 0; i--) {
    if (elara_time_s(r->shots.items[i].start) < middle - 5.0) break;
    count++;
  }
  for (size_t i = shot + 1; i < r->shots.count; i++) {
    if (elara_time_s(r->shots.items[i].start) > middle + 5.0) break;
    count++;
  }
  return count;
}

static inline ElaraCut*
reel_end(Reel* r)
{
  ElaraCut* const cut = r->cut;
  const ElaraTime half = ELARA_FLICKS_PER_S / 2;
  cut->length = elara_film_time(&cut->clock, cut->frame_count);
  for (size_t i = 0; i < r->shots.count; i++)
    r->shots.items[i].look.cut_rate = reel_cut_rate(r, i);
  cut->shots = r->shots.items;
  cut->shot_count = r->shots.count;
  cut->actions = r->actions.items;
  cut->action_count = r->actions.count;
  cut->placings = r->placings.items;
  cut->placing_count = r->placings.count;
  cut->look_count = (size_t)((cut->length + half - 1) / half);
  cut->looks = (ElaraLookPoint*)elara_arena_array(cut->arena, cut->look_count,
                                                  sizeof *cut->looks);
  for (size_t i = 0; i < cut->look_count; i++) {
    const ElaraTime time = (ElaraTime)i * half;
    cut->looks[i].time = time;
    cut->looks[i].look = cut->shots[elara_cut_shot_at(cut, time)].look;
  }
  return cut;
}

// A film of FRAMES, its shots about SHOT_S long: 1 shot in 9 is joined by a
// dissolve, 1 in 15 comes out of black; every seventh stretch is a montage.
static inline ElaraCut*
reel_made_up(ElaraFilmClock clock, int64_t frames, double shot_s, uint64_t seed)
{
  Reel r = reel_new(clock);
  ElaraRandom dice = elara_random(seed, "reel", 0, 0);
  const double rate = clock.num ? (double)clock.num / (double)clock.den : 24.0;
  int place = 0, left = 0;
  double pace = 1.0;
  while (r.cut->frame_count < frames) {
    if (left-- == 0) {
      left = 4 + elara_random_index(&dice, 12);
      pace = elara_random_chance(&dice, .15) ? .15 : 1.0;
      place = elara_random_index(&dice, 40);
    }
    const int64_t rest = frames - r.cut->frame_count;
    int64_t count =
        (int64_t)(rate * pace * shot_s * exp(.6 * elara_random_normal(&dice)));
    if (count < 1) count = 1;
    if (count > rest) count = rest;
    if (elara_random_chance(&dice, .06) && rest > (int64_t)(3.0 * rate))
      reel_black(&r, (int64_t)(rate * elara_random_range(&dice, .2, 3.0)));
    const ElaraJoin join =
        elara_random_chance(&dice, .1) ? ELARA_JOIN_DISSOLVE : ELARA_JOIN_CUT;
    ElaraLook look = reel_look(elara_random_range(&dice, .05, .8),
                               elara_random_range(&dice, .0, .9));
    look.warmth = elara_random_range(&dice, -.3, .4);
    const int64_t at = r.cut->frame_count;
    if (at + count > frames) count = frames - at;
    ElaraShot* const s = reel_shot(
        &r, count, join, 4 * place + elara_random_index(&dice, 3), look);
    if (s->join != ELARA_JOIN_START)
      s->change = elara_random_range(&dice, .05, 1.0);
    if (count > 8 && elara_random_chance(&dice, .15)) {
      reel_action(
          &r, (ElaraActionKind)elara_random_index(&dice, ELARA_ACTION_COUNT),
          at + 3 + elara_random_index(&dice, (int)count - 6),
          elara_random_range(&dice, .1, 1.0));
    }
  }
  return reel_end(&r);
}

#endif
