// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// Scripts laid along films of which it is known where every scene begins; how
// far off the start of a scene is, in shots, beside the naive way: in
// proportion to the script, to the nearest cut.

#include "picture/picture.h"
#include "tap.h"
#include "toy_cut.h"

static double
shots_off(const ElaraCut* cut, ElaraTime guess, int64_t truth)
{
  const size_t a = elara_cut_shot_at(cut, guess);
  const size_t b = elara_cut_shot_at(cut, elara_film_time(&cut->clock, truth));
  return a > b ? (double)(a - b) : (double)(b - a);
}

static ElaraTime
naive(const ToyPair* p, size_t scene)
{
  const double share =
      (double)p->story->scenes[scene].start / (double)p->story->length;
  const ElaraTime time = (ElaraTime)(share * (double)p->cut->length);
  const size_t shot = elara_cut_shot_at(p->cut, time);
  const ElaraShot* const s = &p->cut->shots[shot];
  return time - s->start < s->end - time || shot + 1 == p->cut->shot_count
             ? s->start
             : s->end;
}

typedef struct {
  double laid, naive, right, sure, sure_right;
  int count, sure_count;
} Tally;

static void
lay(const ToyPairConfig* how, Tally* tally)
{
  ToyPair p = toy_pair(how);
  ElaraCut* placed = NULL;
  ElaraDiags* const diags = elara_diags_new();
  if (elara_picture_place(p.story, p.cut, diags, &placed) != ELARA_OK) {
    elara_diags_print(diags, stdout);
    TAP_OK(0, "a script is laid along a film");
    exit(1);
  }
  for (size_t i = 0; i < placed->placing_count; i++) {
    const ElaraPlacing* const s = &placed->placings[i];
    const double off = shots_off(p.cut, s->start, p.starts[i]);
    tally->laid += off;
    tally->right += off == 0.0;
    tally->naive += shots_off(p.cut, naive(&p, i), p.starts[i]);
    tally->count++;
    if (s->confidence < .8) continue;
    tally->sure_count++;
    tally->sure_right += off == 0.0;
  }
  elara_cut_free(placed);
  elara_diags_free(diags);
  toy_pair_free(&p);
}

static Tally
lay_many(ToyPairConfig how, const char* name)
{
  Tally t = {0};
  for (uint64_t seed = 1; seed <= 6; seed++) {
    how.seed = seed;
    how.scenes = 8 + (int)(seed * 7 % 40);
    lay(&how, &t);
  }
  printf("# %s: %.2f shots off (naive %.2f, %.1f times as far), %.0f %% on the "
         "shot; of those called sure %.0f %% (%d of %d)\n",
         name, t.laid / t.count, t.naive / t.count,
         t.naive / fmax(t.laid, 1e-9), 100 * t.right / t.count,
         100 * t.sure_right / fmax(1, t.sure_count), t.sure_count, t.count);
  return t;
}

static void
test_errors(void)
{
  const Tally plain = lay_many((ToyPairConfig){.error = .25}, "estimates");
  TAP_OK(plain.laid < plain.naive / 4.0,
         "four times nearer than in proportion");
  TAP_OK(plain.laid / plain.count < 1.5, "less than 1.5 shots off");
  TAP_OK(plain.sure_right > .9 * plain.sure_count,
         "nine in ten of those called sure are right");
  const Tally titled = lay_many(
      (ToyPairConfig){.error = .25, .black_head_s = 12, .black_tail_s = 40},
      "black at both ends");
  TAP_OK(titled.laid < titled.naive / 4.0, "the same with black at the ends");
  const Tally spoken =
      lay_many((ToyPairConfig){.error = .25, .subtitles = 1}, "subtitles");
  TAP_OK(spoken.laid / spoken.count < .15, "with subtitles: on the shot");
  const Tally wild = lay_many((ToyPairConfig){.error = .5}, "bad estimates");
  TAP_OK(wild.laid < wild.naive / 3.0, "three times nearer where it is bad");
}

static void
test_fixed(void)
{
  ToyPair p = toy_pair(&(ToyPairConfig){.seed = 5, .scenes = 12, .error = .4});
  ElaraCut* placed = NULL;
  ElaraCut* again = NULL;
  TAP_EQ_I(elara_picture_place(p.story, p.cut, NULL, &placed), ELARA_OK,
           "laid");
  const ElaraTime odd = placed->placings[6].start + ELARA_FLICKS_PER_S * 3 + 77;
  placed->placings[6].start = odd;
  placed->placings[6].fixed = 1;
  for (size_t i = 7; i < 12; i++)
    placed->placings[i].start = odd + (ElaraTime)i; // not fixed: of no account
  TAP_EQ_I(elara_picture_place(p.story, placed, NULL, &again), ELARA_OK,
           "laid around a scene that was set by hand");
  TAP_OK(again->placings[6].start == odd && again->placings[6].fixed == 1 &&
             again->placings[6].confidence == 1.0,
         "which stays where it is, to the flick");
  TAP_OK(again->placings[5].start < odd && again->placings[7].start > odd,
         "the others make way");
  ElaraCut* third = NULL;
  TAP_EQ_I(elara_picture_place(p.story, again, NULL, &third), ELARA_OK,
           "again");
  int same = 1;
  for (size_t i = 0; i < 12; i++)
    same &= third->placings[i].start == again->placings[i].start;
  TAP_OK(same, "nothing moves the second time");
  elara_cut_free(third);
  third = NULL;
  again->placings[3].fixed = 1;
  again->placings[3].start = odd + ELARA_FLICKS_PER_S;
  ElaraDiags* const diags = elara_diags_new();
  TAP_EQ_I(elara_picture_place(p.story, again, diags, &third), ELARA_BAD_INPUT,
           "scenes fixed across each other are refused");
  TAP_OK(elara_diags_count(diags) == 1 && !third, "with a message");
  elara_diags_free(diags);
  elara_cut_free(placed);
  elara_cut_free(again);
  toy_pair_free(&p);
}

// More scenes than shots, one shot, hardly any frames.
static void
test_tight(void)
{
  ToyPair p = toy_pair(&(ToyPairConfig){.seed = 3, .scenes = 40, .error = .3});
  ElaraCut film = *p.cut;
  ElaraShot one = p.cut->shots[0];
  one.frame_count = film.frame_count = 60;
  one.end = film.length = elara_film_time(&film.clock, 60);
  film.shots = &one;
  film.shot_count = 1;
  film.look_count = 5;
  ElaraCut* placed = NULL;
  TAP_EQ_I(elara_picture_place(p.story, &film, NULL, &placed), ELARA_OK,
           "40 scenes in one shot of 60 frames");
  int rises = placed->placing_count == 40;
  for (size_t i = 1; i < placed->placing_count; i++)
    rises &= placed->placings[i].start > placed->placings[i - 1].start;
  TAP_OK(rises, "each has a frame of its own");
  elara_cut_free(placed);
  one.frame_count = film.frame_count = 39;
  one.end = film.length = elara_film_time(&film.clock, 39);
  film.look_count = 4;
  ElaraDiags* const diags = elara_diags_new();
  TAP_EQ_I(elara_picture_place(p.story, &film, diags, &placed), ELARA_BAD_INPUT,
           "40 scenes in 39 frames are too many");
  TAP_OK(!placed && elara_diags_count(diags) == 1, "it says so");
  elara_diags_free(diags);
  toy_pair_free(&p);
}

int
main(void)
{
  tap_begin("picture: a script along a film");
  test_errors();
  test_fixed();
  test_tight();
  return tap_end();
}
