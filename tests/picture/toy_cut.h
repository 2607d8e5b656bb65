// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// A film and its script, both made of nothing but a seed, so that it is known
// which scene begins where: a Cut with shots, places, fades and light, and a
// Story whose scenes are as long as a script would have one think.

#ifndef ELARA_TESTS_PICTURE_TOY_CUT_H
#define ELARA_TESTS_PICTURE_TOY_CUT_H

#include "base/random.h"
#include "model/cut.h"
#include "model/story.h"

#include <math.h>

typedef struct {
  ElaraStory* story;
  ElaraCut* cut;
  int64_t* starts; // the true first frame of each scene
} ToyPair;

typedef struct {
  uint64_t seed;
  int scenes;
  double error;  // deviation of ln(length) between script and film
  int subtitles; // the story's times are the film's own, to half a second
  int black_head_s, black_tail_s;
} ToyPairConfig;

typedef struct {
  ElaraArena* arena;
  ElaraRandom random;
  ElaraCut* cut;
  ELARA_LIST(ElaraShot) shots;
  int64_t at;
} ToyCutter;

static inline void
toy_add_shot(ToyCutter* t,
             int64_t frames,
             ElaraJoin join,
             int setting,
             int black,
             double light)
{
  const double change = join == ELARA_JOIN_CUT
                            ? elara_random_range(&t->random, .2, .6)
                            : elara_random_range(&t->random, .3, .8);
  const ElaraShot s = {.first_frame = t->at,
                       .frame_count = frames,
                       .start = elara_film_time(&t->cut->clock, t->at),
                       .end = elara_film_time(&t->cut->clock, t->at + frames),
                       .join = t->shots.count ? join : ELARA_JOIN_START,
                       .join_first = t->at,
                       .join_last = t->at,
                       .confidence = .9,
                       .change = t->shots.count ? change : 0.0,
                       .black = black,
                       .setting = setting,
                       .look = {.brightness = light, .sound_lufs = -70.0}};
  (void)ELARA_PUSH(t->arena, &t->shots, s);
  t->at += frames;
}

static inline void
toy_add_looks(ElaraCut* cut)
{
  const ElaraTime half = ELARA_FLICKS_PER_S / 2;
  cut->look_count = (size_t)((cut->length + half - 1) / half);
  cut->looks =
      elara_arena_array(cut->arena, cut->look_count, sizeof *cut->looks);
  for (size_t i = 0; i < cut->look_count; i++) {
    const ElaraTime time = (ElaraTime)i * half;
    cut->looks[i].time = time;
    cut->looks[i].look = cut->shots[elara_cut_shot_at(cut, time)].look;
  }
}

// A scene of SECONDS between one to three cameras, in shots of 1 to 9 s.
static inline void
toy_add_scene(
    ToyCutter* t, double seconds, ElaraJoin join, int place, double light)
{
  const int cameras = 1 + elara_random_index(&t->random, 3);
  double left = seconds;
  int first = 1;
  while (left > 0.0) {
    double s = elara_random_range(&t->random, 1.0, 9.0);
    if (s > left - 1.0) s = left;
    // One shot in eight looks like nothing before, though the place is the
    // same.
    int setting = 4 * place + elara_random_index(&t->random, cameras);
    if (elara_random_chance(&t->random, .12))
      setting = 10000 + (int)t->shots.count;
    const double lit =
        fmin(1.0, fmax(0.0, light + .1 * elara_random_normal(&t->random)));
    toy_add_shot(t, (int64_t)fmax(1.0, s * 24.0), first ? join : ELARA_JOIN_CUT,
                 setting, 0, lit);
    first = 0;
    left -= s;
  }
}

static inline ToyPair
toy_pair(const ToyPairConfig* how)
{
  ElaraArena* const arena = elara_arena_new();
  ElaraArena* const story_arena = elara_arena_new();
  ElaraCut* const cut = elara_arena_alloc(arena, sizeof *cut);
  ElaraStory* const story = elara_arena_alloc(story_arena, sizeof *story);
  *cut = (ElaraCut){.arena = arena, .source_name = "toy.mp4"};
  cut->clock = (ElaraFilmClock){24, 1, 0, 0};
  cut->width = 640;
  cut->height = 360;
  story->arena = story_arena;
  story->scene_count = (size_t)how->scenes;
  story->scenes =
      elara_arena_array(story_arena, story->scene_count, sizeof *story->scenes);
  story->clock = how->subtitles ? ELARA_CLOCK_SUBTITLES : ELARA_CLOCK_ESTIMATE;
  story->time_error = how->subtitles ? .02 : .25;
  ToyPair pair = {
      story, cut,
      elara_arena_array(arena, story->scene_count, sizeof(int64_t))};
  ToyCutter t = {.arena = arena, .cut = cut};
  t.random = elara_random(how->seed, "toy pair", 0, 0);
  const double pace = elara_random_range(&t.random, .75, 1.3);
  double told = 0.0;
  if (how->black_head_s)
    toy_add_shot(&t, 24 * how->black_head_s, ELARA_JOIN_CUT, 9999, 1, 0.0);
  for (int i = 0; i < how->scenes; i++) {
    ElaraScene* const s = &story->scenes[i];
    const double seconds =
        fmax(3.0, 40.0 * exp(.8 * elara_random_normal(&t.random)));
    const int night = elara_random_chance(&t.random, .4);
    const int inside = elara_random_chance(&t.random, .5);
    const double joined = elara_random_unit(&t.random);
    const int back = i > 2 && elara_random_chance(&t.random, .35);
    const int place = back ? elara_random_index(&t.random, i - 1) : i;
    if (joined < .1 && i) toy_add_shot(&t, 18, ELARA_JOIN_FADE, 9999, 1, 0.0);
    pair.starts[i] = t.at;
    toy_add_scene(&t, seconds,
                  joined < .25  ? ELARA_JOIN_FADE
                  : joined < .4 ? ELARA_JOIN_DISSOLVE
                                : ELARA_JOIN_CUT,
                  place,
                  night    ? .2
                  : inside ? .4
                           : .55);
    const double guess =
        seconds * pace * exp(how->error * elara_random_normal(&t.random));
    const double from = how->subtitles
                            ? fmax(0.0, (double)pair.starts[i] / 24.0 +
                                            .5 * elara_random_normal(&t.random))
                            : told;
    told += guess;
    s->heading = elara_arena_printf(story_arena, "%s. PLACE %d - %s",
                                    inside ? "INT" : "EXT", place,
                                    night ? "NIGHT" : "DAY");
    s->place = elara_arena_printf(story_arena, "PLACE %d", place);
    s->moment = night ? "NIGHT" : "DAY";
    s->interior = inside;
    s->line = 10 * i + 1;
    s->start = i && how->subtitles && elara_time_from_s(from) <= s[-1].start
                   ? s[-1].start + 1
                   : elara_time_from_s(from);
    s->start_error = elara_time_from_s(how->subtitles ? .5 : 0.0);
    s->end = elara_time_from_s(how->subtitles ? (double)t.at / 24.0 : told);
    if (i) s[-1].end = s->start;
  }
  if (how->black_tail_s)
    toy_add_shot(&t, 24 * how->black_tail_s, ELARA_JOIN_FADE, 9999, 1, 0.0);
  story->length = story->scenes[how->scenes - 1].end;
  cut->shots = t.shots.items;
  cut->shot_count = t.shots.count;
  cut->frame_count = t.at;
  cut->length = elara_film_time(&cut->clock, t.at);
  toy_add_looks(cut);
  return pair;
}

static inline void
toy_pair_free(ToyPair* pair)
{
  elara_cut_free(pair->cut);
  elara_arena_free(pair->story->arena);
}

#endif
