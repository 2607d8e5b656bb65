// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// Each rule of review/: a story that must raise it, and a near miss that must
// not. Then what holds for every review.

#include "review/review.h"

#include "tap.h"
#include "toy.h"

#include <jansson.h>

static const ElaraFinding*
find(const ElaraReview* r, ElaraFindingKind kind)
{
  for (size_t i = 0; i < r->question_count; i++) {
    if (r->questions[i].kind == kind) return &r->questions[i];
  }
  for (size_t i = 0; i < r->strength_count; i++) {
    if (r->strengths[i].kind == kind) return &r->strengths[i];
  }
  return NULL;
}

// The story of TOY is reviewed and freed.
static ElaraReview*
review(Toy toy)
{
  ElaraDiags* const diags = elara_diags_new();
  ElaraReview* r = NULL;
  const ElaraStatus status = elara_review_make(toy.story, diags, &r);
  for (size_t i = 0; i < elara_diags_count(diags); i++)
    printf("# %s\n", elara_diags_at(diags, i)->what);
  if (status != ELARA_OK) printf("# %s\n", elara_status_text(status));
  elara_diags_free(diags);
  elara_story_free(toy.story);
  return r;
}

static void
expect(Toy toy, ElaraFindingKind kind, int wanted, const char* name)
{
  ElaraReview* const r = review(toy);
  const ElaraFinding* const f = r ? find(r, kind) : NULL;
  TAP_OK(r && (f != NULL) == wanted, name);
  if (f) printf("# %s %s\n", f->text, f->detail);
  elara_review_free(r);
}

// --- stories -----------------------------------------------------------------

// ANN and BEN agree for COUNT speeches of SECONDS each.
static void
chat(Toy* toy, int a, int b, int count, double seconds)
{
  static const char* const lines[] = {
      "The harbour looks lovely this morning with all those sails.",
      "Yes, and the bakery has opened again after the long winter.",
      "We could walk along the quay and look at the boats together.",
      "That would be a fine thing to do on a day like today.",
  };
  for (int i = 0; i < count; i++)
    toy_say(toy, i % 2 ? b : a, lines[i % 4], seconds);
}

static void
quarrel(Toy* toy, int a, int b, int count, double seconds)
{
  for (int i = 0; i < count; i++)
    toy_say(toy, i % 2 ? b : a, "No, you must not do that.", seconds);
}

static Toy
two_people(int* a, int* b)
{
  Toy toy = toy_begin();
  *a = toy_person(&toy, "ANN", ELARA_ROLE_PROTAGONIST, .9);
  *b = toy_person(&toy, "BEN", ELARA_ROLE_PRINCIPAL, .7);
  return toy;
}

static Toy
late_start(int early_quarrel)
{
  int a, b;
  Toy toy = two_people(&a, &b);
  for (int s = 0; s < 10; s++) {
    toy_scene(&toy, "QUAY", toy_calm);
    if (s > 4 || (early_quarrel && s == 1))
      quarrel(&toy, a, b, 10, 9.0);
    else
      chat(&toy, a, b, 10, 9.0);
  }
  return toy;
}

static Toy
agreement(int frictions)
{
  int a, b;
  Toy toy = two_people(&a, &b);
  toy_scene(&toy, "QUAY", toy_calm);
  quarrel(&toy, a, b, 8, 5.0);
  toy_scene(&toy, "BAKERY", toy_calm);
  chat(&toy, a, b, 12, 6.0);
  quarrel(&toy, a, b, frictions, 6.0);
  return toy;
}

static Toy
long_night(int laughs)
{
  int a, b;
  Toy toy = two_people(&a, &b);
  for (int s = 0; s < 12; s++) {
    toy_scene(&toy, "CELLAR", toy_calm);
    quarrel(&toy, a, b, 10, 5.0);
    if (laughs) toy_do(&toy, "Ann laughs until she has to sit down.", 5.0);
  }
  return toy;
}

typedef enum { FLAT, WOUNDED, UNSURE } VillainKind;

static Toy
villain(VillainKind kind)
{
  int a, b;
  Toy toy = two_people(&a, &b);
  const int v = toy_person(&toy, "KROLL", ELARA_ROLE_ANTAGONIST,
                           kind == UNSURE ? .3 : .9);
  for (int s = 0; s < 4; s++) {
    toy_scene(&toy, "TOWER", toy_dark);
    toy_say(&toy, a, "Let them go.", 3.0);
    toy_say(&toy, v, "They will burn, and you will watch them burn.", 5.0);
    if (kind != WOUNDED) continue;
    toy_say(&toy, b, "Why?", 2.0);
    toy_say(&toy, v, "My daughter was nine when the water took her.", 5.0);
    toy_say(&toy, v, "I only wanted the bells to be quiet. Forgive me.", 5.0);
  }
  return toy;
}

// ANN among others at the end, or as she was.
static Toy
life(int changes)
{
  int a, b;
  Toy toy = two_people(&a, &b);
  const int c = toy_person(&toy, "CAT", ELARA_ROLE_PRINCIPAL, .7);
  const ElaraFeeling bright = {.5, .1, -.4, .3};
  for (int s = 0; s < 12; s++) {
    ElaraFeeling f = s < 4 || !changes ? bright : toy_dark;
    f.valence += s % 2 ? .1 : -.1;
    toy_scene(&toy, "HOUSE", f);
    quarrel(&toy, a, s > 7 && changes ? c : b, 8, 4.0);
  }
  return toy;
}

typedef enum { GONE, DEAD, LEFT, STAYS } End;

static Toy
somebody_goes(End end)
{
  int a, b;
  Toy toy = two_people(&a, &b);
  const int c = toy_person(&toy, "CAT", ELARA_ROLE_SUPPORTING, .7);
  for (int s = 0; s < 10; s++) {
    toy_scene(&toy, "HOUSE", toy_calm);
    quarrel(&toy, a, b, 6, 5.0);
    if (s < 4 || (end == STAYS && s > 8)) quarrel(&toy, c, a, 4, 5.0);
    if (end == DEAD && s == 6) toy_say(&toy, b, "Cat is dead, Ann.", 3.0);
    if (end == LEFT && s == 3) toy_event(&toy, ELARA_EVENT_LAST_EXIT, c);
  }
  return toy;
}

// Most tense in scene PEAK of 20.
static Toy
peak_at(int peak)
{
  int a, b;
  Toy toy = two_people(&a, &b);
  for (int s = 0; s < 20; s++) {
    const int near = abs(s - peak);
    toy_scene(&toy, "HOUSE",
              near == 0   ? toy_dark
              : near == 1 ? (ElaraFeeling){-.3, .3, .5, 0.0}
                          : toy_calm);
    quarrel(&toy, a, b, 8, 5.0);
  }
  return toy;
}

static Toy
speech_of(double seconds)
{
  int a, b;
  Toy toy = two_people(&a, &b);
  toy_scene(&toy, "HALL", toy_calm);
  quarrel(&toy, a, b, 6, 3.0);
  toy_say(&toy, a, "Friends, I have come here today to speak.", seconds / 2);
  toy_say(&toy, a, "And I have not finished speaking yet.", seconds / 2);
  toy_say(&toy, b, "No.", 1.0);
  return toy;
}

static Toy
moods(int jump)
{
  int a, b;
  Toy toy = two_people(&a, &b);
  for (int s = 0; s < 12; s++) {
    toy_scene(&toy, "HOUSE", (jump ? s % 2 : s > 5) ? toy_dark : toy_funny);
    quarrel(&toy, a, b, 6, 5.0);
  }
  return toy;
}

static Toy
kitchens(int alike)
{
  int a, b;
  Toy toy = two_people(&a, &b);
  for (int s = 0; s < 6; s++) {
    toy_scene(&toy, s % 2 ? "KITCHEN" : "QUAY",
              alike || s < 3 ? toy_calm : toy_dark);
    quarrel(&toy, a, s % 2 || alike ? b : a, 6, 5.0);
  }
  return toy;
}

static Toy
silent_woman(int words)
{
  int a, b;
  Toy toy = two_people(&a, &b);
  for (int s = 0; s < 6; s++) {
    toy_scene(&toy, "HOUSE", toy_calm);
    toy_do(&toy, "Ann opens her bag. She waits.", 4.0);
    toy_do(&toy, "Ben puts his hat on. He turns his back.", 4.0);
    toy_say(&toy, b, "I have a great deal to say about the house today.", 4.0);
    for (int i = 0; i < words; i++)
      toy_say(&toy, a, "And I have something to say about it too.", 4.0);
    toy_say(&toy, a, "Yes.", 1.0);
  }
  return toy;
}

static Toy
talk_only(double action_s)
{
  int a, b;
  Toy toy = two_people(&a, &b);
  for (int s = 0; s < 6; s++) {
    toy_scene(&toy, "HOUSE", toy_calm);
    quarrel(&toy, a, b, 10, 4.0);
    toy_do(&toy, "The door opens.", action_s);
  }
  return toy;
}

static Toy
unsure_of(ElaraRole role, double confidence)
{
  Toy toy = toy_begin();
  const int a = toy_person(&toy, "ANN", ELARA_ROLE_PROTAGONIST,
                           role == ELARA_ROLE_PROTAGONIST ? confidence : .9);
  const int b = toy_person(&toy, "BEN", ELARA_ROLE_ANTAGONIST,
                           role == ELARA_ROLE_ANTAGONIST ? confidence : .9);
  toy_scene(&toy, "HOUSE", toy_calm);
  quarrel(&toy, a, b, 6, 4.0);
  return toy;
}

static Toy
bookends(int returns)
{
  int a, b;
  Toy toy = two_people(&a, &b);
  for (int s = 0; s < 6; s++) {
    toy_scene(&toy, "HOUSE", toy_calm);
    quarrel(&toy, a, b, 6, 4.0);
    if (s == 0 || (s == 5 && returns))
      toy_say(&toy, a, "Leave the kettle on for the fishermen.", 4.0);
  }
  return toy;
}

// --- the rules ---------------------------------------------------------------

static void
test_whole(void)
{
  expect(late_start(0), ELARA_FINDING_LATE_START, 1, "begins too late");
  expect(late_start(1), ELARA_FINDING_LATE_START, 0, "an early quarrel");
  expect(peak_at(5), ELARA_FINDING_ANTICLIMAX, 1, "the peak is early");
  expect(peak_at(18), ELARA_FINDING_ANTICLIMAX, 0, "the peak is late");
  expect(peak_at(18), ELARA_FINDING_CLIMAX, 1, "that is praised");
  expect(peak_at(5), ELARA_FINDING_CLIMAX, 0, "an early one is not");
  expect(bookends(1), ELARA_FINDING_RETURNS, 1, "a sentence comes back");
  expect(bookends(0), ELARA_FINDING_RETURNS, 0, "nothing comes back");
  expect(long_night(0), ELARA_FINDING_NO_LEVITY, 1, "no laugh in the night");
  expect(long_night(1), ELARA_FINDING_NO_LEVITY, 0, "laughter in each scene");
  expect(long_night(1), ELARA_FINDING_LEVITY, 1, "that is praised");
}

static void
test_people(void)
{
  expect(villain(FLAT), ELARA_FINDING_FLAT_VILLAIN, 1, "a threat, no more");
  expect(villain(WOUNDED), ELARA_FINDING_FLAT_VILLAIN, 0, "a wound");
  expect(villain(WOUNDED), ELARA_FINDING_WOUNDED_VILLAIN, 1, "is praised");
  expect(villain(FLAT), ELARA_FINDING_WOUNDED_VILLAIN, 0, "a threat is not");
  expect(villain(UNSURE), ELARA_FINDING_FLAT_VILLAIN, 0, "a poor guess");
  expect(life(0), ELARA_FINDING_NO_CHANGE, 1, "as she was");
  expect(life(1), ELARA_FINDING_NO_CHANGE, 0, "darker, among others");
  expect(life(1), ELARA_FINDING_CHANGE, 1, "that is praised");
  expect(somebody_goes(GONE), ELARA_FINDING_VANISHES, 1, "never seen again");
  expect(somebody_goes(DEAD), ELARA_FINDING_VANISHES, 0, "said to be dead");
  expect(somebody_goes(LEFT), ELARA_FINDING_VANISHES, 0, "leaves for good");
  expect(somebody_goes(STAYS), ELARA_FINDING_VANISHES, 0, "comes back");
  expect(silent_woman(0), ELARA_FINDING_UNDERWRITTEN, 1, "hardly speaks");
  expect(silent_woman(2), ELARA_FINDING_UNDERWRITTEN, 0, "speaks her part");
  expect(unsure_of(ELARA_ROLE_ANTAGONIST, .43), ELARA_FINDING_WHO_IS_VILLAIN, 1,
         "is he the villain?");
  expect(unsure_of(ELARA_ROLE_ANTAGONIST, .7), ELARA_FINDING_WHO_IS_VILLAIN, 0,
         "he is");
  expect(unsure_of(ELARA_ROLE_PROTAGONIST, .4), ELARA_FINDING_WHO_IS_HERO, 1,
         "is she the hero?");
  expect(unsure_of(ELARA_ROLE_PROTAGONIST, .9), ELARA_FINDING_WHO_IS_HERO, 0,
         "she is");
}

static void
test_scenes(void)
{
  expect(agreement(0), ELARA_FINDING_NO_CONFLICT, 1, "all agree");
  expect(agreement(6), ELARA_FINDING_NO_CONFLICT, 0, "in the end they do not");
  expect(speech_of(40.0), ELARA_FINDING_MONOLOGUES, 1, "40 s of one voice");
  expect(speech_of(28.0), ELARA_FINDING_MONOLOGUES, 0, "28 s");
  expect(moods(1), ELARA_FINDING_TONE_JUMPS, 1, "dread and comedy in turn");
  expect(moods(0), ELARA_FINDING_TONE_JUMPS, 0,
         "first the one, then the other");
  expect(kitchens(1), ELARA_FINDING_REPEATS, 1, "three kitchens alike");
  expect(kitchens(0), ELARA_FINDING_REPEATS, 0, "two, and another feeling");
  expect(talk_only(2.0), ELARA_FINDING_ONE_SIDED, 1, "nearly all talk");
  expect(talk_only(20.0), ELARA_FINDING_ONE_SIDED, 0, "two thirds");
}

// --- every review ------------------------------------------------------------

static void
test_bytes(void)
{
  ElaraText texts[2] = {{0}};
  for (int i = 0; i < 2; i++) {
    ElaraReview* const r = review(villain(WOUNDED));
    TAP_OK(r && elara_review_write(r, &texts[i]) == ELARA_OK, "written");
    elara_review_free(r);
  }
  TAP_EQ_S(texts[0].bytes, texts[1].bytes, "the same story, the same bytes");
  json_t* const root = json_loads(texts[0].bytes, JSON_REJECT_DUPLICATES, NULL);
  TAP_OK(root, "valid JSON");
  TAP_EQ_I(json_array_size(json_object_get(root, "points")), 121,
           "the curve is there");
  TAP_OK(json_array_size(json_object_get(root, "presences")) > 0,
         "presences derived from speeches");
  json_decref(root);
  elara_text_clear(&texts[0]);
  elara_text_clear(&texts[1]);
}

static void
test_bare(void)
{
  ElaraReview* r = review(toy_begin());
  TAP_OK(r && r->question_count == 0, "an empty story");
  elara_review_free(r);
  Toy toy = toy_begin();
  toy_scene(&toy, "", toy_calm);
  toy_do(&toy, "", 3.0);
  r = review(toy);
  TAP_OK(r, "a story without people or words");
  elara_review_free(r);
}

static void
broken(ElaraReview* r, const char* name)
{
  ElaraDiags* const diags = elara_diags_new();
  TAP_OK(elara_review_check(r, diags) == ELARA_UNSATISFIED &&
             elara_diags_count(diags) > 0,
         name);
  elara_diags_free(diags);
}

static void
test_check(void)
{
  ElaraReview* const r = review(villain(FLAT));
  TAP_OK(elara_review_check(r, NULL) == ELARA_OK, "a sound review");
  ElaraReview copy = *r;
  ElaraFinding f = r->questions[0];
  copy.questions = &f;
  copy.question_count = 1;
  f.text = "Do better.";
  broken(&copy, "a command is no question");
  f = r->questions[0];
  f.strength = 1.5;
  broken(&copy, "a strength beyond 1");
  f = r->questions[0];
  f.kind = ELARA_FINDING_LEVITY;
  broken(&copy, "praise among questions");
  f = r->questions[0];
  f.person = 99;
  broken(&copy, "nobody");
  copy = *r;
  copy.line_last = 0;
  broken(&copy, "evidence beyond the script");
  copy = *r;
  ElaraReviewPoint points[2] = {r->points[1], r->points[0]};
  copy.points = points;
  copy.point_count = 2;
  broken(&copy, "a curve that goes back");
  elara_review_free(r);
}

int
main(void)
{
  tap_begin("review");
  test_whole();
  test_people();
  test_scenes();
  test_bytes();
  test_bare();
  test_check();
  return tap_end();
}
