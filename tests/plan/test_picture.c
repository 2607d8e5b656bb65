// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// Plans on a film that nobody shot: made-up stories over made-up reels. As long
// as the film; hard hits on frames; music that comes and goes with the picture.

#include "picture/toy_reel.h"
#include "plan/plan.h"
#include "plan/toy_story.h"
#include "tap.h"

typedef struct {
  const char* name;
  ElaraFilmClock clock;
  int64_t frames;
  double shot_s;
  int seeds;
} Case;

static const Case cases[] = {
    {"one frame", {24, 1, 0, 0}, 1, 3.0, 2},
    {"half a second", {24, 1, 0, 0}, 12, 3.0, 3},
    {"ten seconds", {24, 1, 0, 0}, 240, 2.0, 8},
    {"a minute", {25, 1, 0, 0}, 1500, 4.0, 12},
    {"23.976", {24000, 1001, 0, 0}, 24 * 240, 4.0, 12},
    {"29.97 DF", {30000, 1001, 1, 0}, 30 * 300, 3.0, 12},
    {"a montage", {24, 1, 0, 0}, 24 * 120, .5, 12},
    {"long takes", {24, 1, 0, 0}, 24 * 600, 40.0, 6},
    {"half an hour", {24, 1, 0, 86400}, 24 * 1800, 5.0, 4},
    {"three hours", {24, 1, 0, 0}, 24 * 10800, 6.0, 1},
};

static char name_[200];

static const char*
named(const char* what, const Case* c, int seed)
{
  snprintf(name_, sizeof name_, "%s (%s, seed %d)", what, c->name, seed);
  return name_;
}

// STORY in the film's time, scenes where CUT has a shot.
static void
bend(ElaraStory* story, const ElaraCut* cut)
{
  const double share = (double)cut->length / (double)story->length;
#define BEND(t) ((t) = (ElaraTime)((double)(t)*share))
  for (size_t i = 0; i < story->element_count; i++) {
    BEND(story->elements[i].start);
    BEND(story->elements[i].end);
  }
  for (size_t i = 0; i < story->scene_count; i++) {
    BEND(story->scenes[i].start);
    BEND(story->scenes[i].end);
  }
  for (size_t i = 0; i < story->beat_count; i++) {
    BEND(story->beats[i].start);
    BEND(story->beats[i].end);
  }
  for (size_t i = 0; i < story->event_count; i++)
    BEND(story->events[i].time);
#undef BEND
  story->length = cut->length;
  story->clock = ELARA_CLOCK_PICTURE;
}

static double
off_frame_s(const ElaraCut* cut, ElaraTime time, int actions)
{
  double least = 1e9;
  for (size_t i = 0; i < cut->shot_count; i++)
    least = fmin(least, fabs(elara_time_s(cut->shots[i].start - time)));
  for (size_t i = 0; actions && i < cut->action_count; i++)
    least = fmin(least, fabs(elara_time_s(cut->actions[i].time - time)));
  return least;
}

static void
check_hits(const ElaraPlan* plan, const ElaraCut* cut, const Case* c, int seed)
{
  const ElaraTempoMap map = elara_plan_tempo_map(plan);
  int off = 0, late = 0, gradual = 0, dark = 0;
  for (size_t i = 0; i < plan->hit_count; i++) {
    const ElaraHit* const hit = &plan->hits[i];
    if (!hit->hard) continue;
    const ElaraShot* const s = &cut->shots[elara_cut_shot_at(cut, hit->time)];
    off += off_frame_s(cut, hit->time, 1) != 0.0;
    const ElaraTime sounds = elara_tempo_map_time(&map, hit->tick);
    late += llabs(sounds - hit->time) > ELARA_FLICKS_PER_S / 1000;
    gradual += s->start == hit->time && s->join != ELARA_JOIN_CUT;
    dark += s->black;
  }
  TAP_EQ_I(off, 0, named("hard hits off any frame that marks", c, seed));
  TAP_EQ_I(late, 0, named("hard hits more than 1 ms off", c, seed));
  TAP_EQ_I(gradual, 0,
           named("hard hits where nothing happens at once", c, seed));
  TAP_EQ_I(dark, 0, named("hard hits on black", c, seed));
}

// In every stretch of ten seconds that has more than eight cuts.
static void
check_montage(const ElaraPlan* plan,
              const ElaraCut* cut,
              const Case* c,
              int seed)
{
  int worst = 0, cuts_there = 1;
  for (size_t i = 0; i < cut->shot_count; i++) {
    const ElaraTime from = cut->shots[i].start;
    const ElaraTime to = from + 10 * ELARA_FLICKS_PER_S;
    int cuts = 0, hits = 0;
    for (size_t k = i; k < cut->shot_count && cut->shots[k].start < to; k++)
      cuts++;
    if (cuts <= 8) continue;
    for (size_t k = 0; k < plan->hit_count; k++) {
      const ElaraHit* const h = &plan->hits[k];
      hits += h->hard && h->time >= from && h->time < to;
    }
    if (hits * cuts_there > worst * cuts) {
      worst = hits;
      cuts_there = cuts;
    }
  }
  TAP_OK(worst * 3 <= cuts_there,
         named("a third of a montage's cuts at most", c, seed));
}

typedef struct {
  int doors, off; // cue boundaries; those off a shot that is near
  int in_black;
} Doors;

static void
look_at_door(const ElaraCut* cut, ElaraTime time, Doors* doors)
{
  const double off = off_frame_s(cut, time, 0);
  if (time == 0 || time >= cut->length) return;
  doors->doors++;
  doors->off += off > 0.0 && off <= 1.5;
}

static void
check_doors(const ElaraPlan* plan, const ElaraCut* cut, Doors* doors)
{
  for (size_t i = 0; i < plan->cue_count; i++) {
    const ElaraCue* const cue = &plan->cues[i];
    look_at_door(cut, cue->start, doors);
    if (i + 1 < plan->cue_count) look_at_door(cut, cue->end, doors);
    const ElaraShot* const s = &cut->shots[elara_cut_shot_at(cut, cue->start)];
    doors->in_black += s->black && s->start < cue->start &&
                       elara_time_s(s->end - s->start) >= .8;
  }
}

static void
check_speech(const ElaraPlan* plan, const Case* c, int seed)
{
  int bad = 0;
  for (size_t i = 0; i < plan->speech_count; i++) {
    const ElaraSpeech* const s = &plan->speech[i];
    bad += s->start < 0 || s->end <= s->start || s->end > plan->length;
    bad += i > 0 && s->start <= s[-1].end;
  }
  TAP_EQ_I(bad, 0, named("speech in order, apart, in the film", c, seed));
}

static int
same_text(const ElaraPlan* a, const ElaraPlan* b)
{
  ElaraText x = {0}, y = {0};
  (void)elara_plan_write(a, &x);
  (void)elara_plan_write(b, &y);
  const int same = x.count > 0 && x.count == y.count &&
                   memcmp(x.bytes, y.bytes, x.count) == 0;
  elara_text_clear(&x);
  elara_text_clear(&y);
  return same;
}

static void
check_case(const Case* c, int seed, Doors* doors)
{
  ElaraCut* const cut =
      reel_made_up(c->clock, c->frames, c->shot_s, (uint64_t)seed);
  ElaraStory* const story =
      toy_story(fmax(1.0, elara_time_s(cut->length)), (uint64_t)seed);
  bend(story, cut);
  ElaraPlanConfig config = elara_plan_config();
  config.cut = cut;
  config.seed = (uint64_t)seed;
  ElaraPlan* plan = NULL;
  ElaraPlan* again = NULL;
  TAP_OK(elara_cut_check(cut, NULL) == ELARA_OK, named("a cut", c, seed));
  if (TAP_OK(elara_plan_make(story, &config, NULL, &plan) == ELARA_OK &&
                 elara_plan_make(story, &config, NULL, &again) == ELARA_OK,
             named("is planned", c, seed))) {
    TAP_OK(elara_plan_check(plan, NULL) == ELARA_OK,
           named("keeps its promises", c, seed));
    TAP_EQ_I(plan->length, cut->length, named("as long as the film", c, seed));
    TAP_EQ_I(plan->film.num, c->clock.num, named("on its clock", c, seed));
    TAP_OK(same_text(plan, again), named("the same twice", c, seed));
    check_hits(plan, cut, c, seed);
    check_montage(plan, cut, c, seed);
    check_doors(plan, cut, doors);
    check_speech(plan, c, seed);
  }
  elara_plan_free(plan);
  elara_plan_free(again);
  elara_arena_free(story->arena);
  elara_cut_free(cut);
}

static void
test_films(void)
{
  Doors doors = {0};
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    for (int seed = 1; seed <= cases[i].seeds; seed++)
      check_case(&cases[i], seed, &doors);
  }
  printf("# %d doors, %d off a cut that is near, %d in black\n", doors.doors,
         doors.off, doors.in_black);
  // A boundary stays where the neighbouring cell would be squeezed to nothing.
  TAP_OK(doors.off * 50 <= doors.doors, "music comes and goes with a cut");
  TAP_EQ_I(doors.in_black, 0, "no music begins inside black");
}

// Black before the first picture, as reels have it.
static void
test_black_head(void)
{
  static const int heads[] = {1, 2, 4, 7, 12};
  for (size_t i = 0; i < sizeof heads / sizeof *heads; i++) {
    const Case c = {"black head", {24, 1, 0, 0}, 0, 0.0, 0};
    Reel r = reel_new(c.clock);
    reel_black(&r, 24 * heads[i]);
    for (int k = 0; k < 20; k++)
      reel_shot(&r, 24 * 4, ELARA_JOIN_CUT, k / 3, reel_look(.4, .3));
    ElaraCut* const cut = reel_end(&r);
    ElaraStory* const story = toy_story(elara_time_s(cut->length), 3);
    bend(story, cut);
    ElaraPlanConfig config = elara_plan_config();
    config.cut = cut;
    ElaraPlan* plan = NULL;
    TAP_OK(elara_plan_make(story, &config, NULL, &plan) == ELARA_OK &&
               elara_plan_check(plan, NULL) == ELARA_OK,
           named("is planned", &c, heads[i]));
    const double first = elara_time_s(plan->cues[0].start);
    printf("# %d s of black: music from %.3f s\n", heads[i], first);
    TAP_OK(first == 0.0 || first >= heads[i] - 1e-9,
           named("music from the start or from the picture", &c, heads[i]));
    elara_plan_free(plan);
    elara_arena_free(story->arena);
    elara_cut_free(cut);
  }
}

static void
test_without(void)
{
  ElaraStory* const story = toy_story(300.0, 4);
  ElaraPlanConfig config = elara_plan_config();
  ElaraPlan* a = NULL;
  ElaraPlan* b = NULL;
  TAP_OK(elara_plan_make(story, NULL, NULL, &a) == ELARA_OK &&
             elara_plan_make(story, &config, NULL, &b) == ELARA_OK,
         "a story without a film");
  TAP_OK(same_text(a, b), "is planned as ever");
  TAP_EQ_I(a->length, story->length + 4 * ELARA_FLICKS_PER_S,
           "with time for its echo");
  TAP_EQ_I(a->film.num, 0, "on no clock");
  TAP_EQ_I(a->speech_count, 0, "and where words are is not known");
  elara_plan_free(a);
  elara_plan_free(b);
  elara_arena_free(story->arena);
}

int
main(void)
{
  tap_begin("plans on film");
  test_films();
  test_black_head();
  test_without();
  return tap_end();
}
