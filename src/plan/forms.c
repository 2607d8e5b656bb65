// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// The forms of a symphony's movements, section by section. Shares and keys are
// those of the textbooks: a sonata states two subjects a fifth apart, develops
// them far from home, comes home at two thirds or later with its climax; a
// rondo goes out and back; a song has a middle; a scherzo has a trio. The top
// of every form stands between 60 and 85 % of it.

#include "base/random.h"
#include "plan/beyond.h"

#include <string.h>

#define TENDER ELARA_MOOD_TENDERNESS
#define SORROW ELARA_MOOD_SORROW
#define WONDER ELARA_MOOD_WONDER
#define MYSTERY ELARA_MOOD_MYSTERY
#define DREAD ELARA_MOOD_DREAD
#define TERROR ELARA_MOOD_TERROR
#define SUSPENSE ELARA_MOOD_SUSPENSE
#define ACTION ELARA_MOOD_ACTION
#define TRIUMPH ELARA_MOOD_TRIUMPH
#define RESOLVE ELARA_MOOD_RESOLVE
#define SERENE ELARA_MOOD_SERENITY
#define NOSTALGIA ELARA_MOOD_NOSTALGIA
#define PLAYFUL ELARA_MOOD_PLAYFULNESS
#define GROTESQUE ELARA_MOOD_GROTESQUE
#define ROMANCE ELARA_MOOD_ROMANCE
#define ANGER ELARA_MOOD_ANGER

#define FIRST VOICE_FIRST
#define SECOND VOICE_SECOND
#define BOTH VOICE_BOTH
#define ROOT VOICE_ROOT
#define RECALL VOICE_RECALL

#define STATE ELARA_TREAT_STATE
#define HINT ELARA_TREAT_HINT
#define DOUBT ELARA_TREAT_DOUBT
#define GROW ELARA_TREAT_GROW
#define CORRUPT ELARA_TREAT_CORRUPT
#define LAMENT ELARA_TREAT_LAMENT
#define GLORY ELARA_TREAT_TRIUMPH
#define PLAY ELARA_TREAT_PLAY
#define UNITE ELARA_TREAT_UNITE
#define REMEMBER ELARA_TREAT_REMEMBER

enum { ALLEGRO, VIVACE, ADAGIO, ANDANTE, SCHERZO, MARCH, RONDO, HYMN, FORMS };

// Columns of a section: name, share, its mood and two others that it may have,
// whose theme, what is done to it, pace, rise of tension, importance, key in
// fifths from the movement's.
static const PlanSection allegro[] = {
    {"introduction", .08, MYSTERY, WONDER, SERENE, ROOT, HINT, .60, .2, .30, 0},
    {"first subject", .15, RESOLVE, ACTION, TRIUMPH, FIRST, STATE, 1.0, .1, .55,
     0},
    {"bridge", .07, SUSPENSE, RESOLVE, WONDER, FIRST, GROW, 1.0, .2, .45, 2},
    {"second subject", .13, ROMANCE, TENDER, NOSTALGIA, SECOND, STATE, .86, .0,
     .45, 1},
    {"development", .14, SUSPENSE, MYSTERY, WONDER, FIRST, DOUBT, .96, .3, .50,
     -3},
    {"storm in the development", .13, ACTION, ANGER, TERROR, BOTH, CORRUPT,
     1.05, .4, .75, 4},
    {"recapitulation", .13, TRIUMPH, RESOLVE, ACTION, FIRST, GLORY, 1.0, .1,
     .95, 0},
    {"second subject at home", .09, ROMANCE, WONDER, TENDER, SECOND, GROW, .86,
     -.1, .50, 0},
    {"coda", .08, RESOLVE, TRIUMPH, WONDER, BOTH, UNITE, 1.04, -.2, .60, 0},
    {NULL, .0, SERENE, SERENE, SERENE, FIRST, STATE, .0, .0, .0, 0}};

static const PlanSection vivace[] = {
    {"first subject", .18, PLAYFUL, RESOLVE, WONDER, FIRST, STATE, 1.0, .1, .50,
     0},
    {"second subject", .14, TENDER, ROMANCE, PLAYFUL, SECOND, STATE, .90, .0,
     .40, 1},
    {"closing group", .09, PLAYFUL, RESOLVE, TRIUMPH, FIRST, PLAY, 1.0, .1, .45,
     1},
    {"development", .12, MYSTERY, SUSPENSE, NOSTALGIA, SECOND, DOUBT, .94, .3,
     .45, -4},
    {"retransition", .13, SUSPENSE, ACTION, ANGER, BOTH, CORRUPT, 1.0, .5, .70,
     3},
    {"recapitulation", .15, RESOLVE, TRIUMPH, PLAYFUL, FIRST, GLORY, 1.0, .0,
     .92, 0},
    {"second subject at home", .10, TENDER, ROMANCE, SERENE, SECOND, REMEMBER,
     .90, -.1, .40, 0},
    {"coda", .09, PLAYFUL, TRIUMPH, RESOLVE, BOTH, UNITE, 1.06, -.1, .60, 0},
    {NULL, .0, SERENE, SERENE, SERENE, FIRST, STATE, .0, .0, .0, 0}};

static const PlanSection adagio[] = {
    {"prelude", .09, SERENE, MYSTERY, WONDER, ROOT, HINT, .92, .1, .25, 0},
    {"song", .18, TENDER, NOSTALGIA, SERENE, FIRST, STATE, 1.0, .0, .45, 0},
    {"song answered", .14, ROMANCE, SORROW, TENDER, FIRST, GROW, 1.0, .2, .50,
     1},
    {"middle", .14, SORROW, MYSTERY, DREAD, RECALL, LAMENT, .94, .3, .50, -3},
    {"climb", .13, ROMANCE, WONDER, SUSPENSE, FIRST, GROW, 1.06, .5, .75, 2},
    {"height", .13, ROMANCE, WONDER, TRIUMPH, FIRST, GLORY, 1.0, -.1, .92, 0},
    {"song remembered", .11, NOSTALGIA, TENDER, SERENE, FIRST, REMEMBER, .96,
     -.3, .40, 0},
    {"postlude", .08, SERENE, NOSTALGIA, TENDER, ROOT, REMEMBER, .88, -.2, .30,
     0},
    {NULL, .0, SERENE, SERENE, SERENE, FIRST, STATE, .0, .0, .0, 0}};

static const PlanSection andante[] = {
    {"theme", .14, SERENE, TENDER, NOSTALGIA, FIRST, STATE, 1.0, .0, .40, 0},
    {"variation broken up", .12, WONDER, PLAYFUL, TENDER, FIRST, PLAY, 1.10, .1,
     .40, 0},
    {"variation in the other mode", .14, SORROW, NOSTALGIA, MYSTERY, FIRST,
     LAMENT, .90, .2, .45, -3},
    {"variation far away", .13, MYSTERY, WONDER, SUSPENSE, RECALL, DOUBT, .96,
     .3, .45, 4},
    {"broad variation", .16, ROMANCE, RESOLVE, WONDER, FIRST, GROW, 1.0, .4,
     .75, 1},
    {"variation in full voice", .15, TRIUMPH, ROMANCE, RESOLVE, FIRST, GLORY,
     .94, -.1, .92, 0},
    {"theme alone", .16, SERENE, NOSTALGIA, TENDER, FIRST, REMEMBER, .92, -.3,
     .35, 0},
    {NULL, .0, SERENE, SERENE, SERENE, FIRST, STATE, .0, .0, .0, 0}};

static const PlanSection scherzo[] = {
    {"scherzo", .20, PLAYFUL, GROTESQUE, ACTION, FIRST, PLAY, 1.0, .1, .50, 0},
    {"second strain", .14, SUSPENSE, GROTESQUE, PLAYFUL, FIRST, GROW, 1.0, .3,
     .50, 2},
    {"trio", .19, TENDER, NOSTALGIA, ROMANCE, SECOND, STATE, .74, -.1, .40, -1},
    {"darker trio", .10, MYSTERY, SORROW, SUSPENSE, SECOND, DOUBT, .74, .3, .40,
     -4},
    {"scherzo in full voice", .22, ACTION, PLAYFUL, TRIUMPH, BOTH, UNITE, 1.04,
     .2, .90, 0},
    {"coda", .15, PLAYFUL, MYSTERY, GROTESQUE, FIRST, HINT, 1.08, -.2, .45, 0},
    {NULL, .0, SERENE, SERENE, SERENE, FIRST, STATE, .0, .0, .0, 0}};

static const PlanSection march[] = {
    {"from afar", .12, MYSTERY, SUSPENSE, DREAD, FIRST, HINT, .92, .3, .35, 0},
    {"march", .18, RESOLVE, TRIUMPH, GROTESQUE, FIRST, STATE, 1.0, .1, .55, 0},
    {"trio", .18, NOSTALGIA, TENDER, SERENE, SECOND, STATE, .80, .0, .40, -1},
    {"against the march", .16, ANGER, SUSPENSE, DREAD, SECOND, CORRUPT, .96, .5,
     .65, 3},
    {"march in full voice", .21, TRIUMPH, RESOLVE, ACTION, FIRST, GLORY, 1.0,
     .1, .93, 0},
    {"into the distance", .15, NOSTALGIA, MYSTERY, SERENE, FIRST, REMEMBER, .92,
     -.4, .35, 0},
    {NULL, .0, SERENE, SERENE, SERENE, FIRST, STATE, .0, .0, .0, 0}};

static const PlanSection rondo[] = {
    {"refrain", .14, RESOLVE, PLAYFUL, TRIUMPH, FIRST, STATE, 1.0, .1, .55, 0},
    {"first episode", .12, ROMANCE, WONDER, NOSTALGIA, SECOND, STATE, .88, .1,
     .45, 1},
    {"refrain again", .08, RESOLVE, PLAYFUL, ACTION, FIRST, PLAY, 1.0, .2, .50,
     0},
    {"what was", .13, NOSTALGIA, MYSTERY, SORROW, RECALL, REMEMBER, .72, .2,
     .45, -3},
    {"storm", .14, ACTION, SUSPENSE, ANGER, BOTH, CORRUPT, 1.04, .5, .75, 4},
    {"refrain in full voice", .15, TRIUMPH, RESOLVE, ROMANCE, FIRST, GLORY, 1.0,
     .0, .97, 0},
    {"the story's own theme", .13, WONDER, ROMANCE, TENDER, ROOT, GROW, .80,
     -.1, .70, 0},
    {"close", .11, TRIUMPH, RESOLVE, WONDER, BOTH, UNITE, 1.04, -.3, .80, 0},
    {NULL, .0, SERENE, SERENE, SERENE, FIRST, STATE, .0, .0, .0, 0}};

static const PlanSection hymn[] = {
    {"out of the dark", .12, MYSTERY, DREAD, SORROW, RECALL, HINT, .90, .3, .40,
     -3},
    {"hymn", .15, SERENE, RESOLVE, TENDER, FIRST, STATE, 1.0, .0, .45, 0},
    {"doubt", .16, SUSPENSE, SORROW, MYSTERY, FIRST, DOUBT, 1.0, .4, .50, -4},
    {"struggle", .17, ACTION, ANGER, SUSPENSE, RECALL, CORRUPT, 1.4, .5, .75,
     3},
    {"hymn in full voice", .17, TRIUMPH, WONDER, RESOLVE, FIRST, GLORY, 1.0, .0,
     .97, 0},
    {"the story's own theme", .13, ROMANCE, WONDER, NOSTALGIA, ROOT, GROW, .94,
     -.1, .70, 0},
    {"rest", .10, SERENE, TENDER, NOSTALGIA, ROOT, REMEMBER, .88, -.4, .45, 0},
    {NULL, .0, SERENE, SERENE, SERENE, FIRST, STATE, .0, .0, .0, 0}};

static const PlanForm forms[FORMS] = {
    [ALLEGRO] = {.name = "Allegro",
                 .form = "sonata form with a slow introduction",
                 .least = 8.0,
                 .most = 11.5,
                 .low = 108,
                 .high = 132,
                 .beats = 4,
                 .beat_type = 4,
                 .other = 3,
                 .other_type = 4,
                 .themes = 2,
                 .fifths = {0, 0, 0},
                 .sections = allegro},
    [VIVACE] = {.name = "Vivace",
                .form = "sonata form",
                .least = 6.5,
                .most = 9.5,
                .low = 120,
                .high = 144,
                .beats = 3,
                .beat_type = 4,
                .other = 6,
                .other_type = 8,
                .themes = 2,
                .fifths = {0, 1, -1},
                .sections = vivace},
    [ADAGIO] = {.name = "Adagio",
                .form = "a song with a middle",
                .least = 7.5,
                .most = 11.5,
                .low = 56,
                .high = 70,
                .beats = 4,
                .beat_type = 4,
                .other = 3,
                .other_type = 4,
                .themes = 1,
                .fifths = {-1, 3, -4},
                .sections = adagio},
    [ANDANTE] = {.name = "Andante",
                 .form = "theme and variations",
                 .least = 6.5,
                 .most = 9.5,
                 .low = 72,
                 .high = 88,
                 .beats = 3,
                 .beat_type = 4,
                 .other = 4,
                 .other_type = 4,
                 .themes = 1,
                 .fifths = {1, -1, -3},
                 .sections = andante},
    [SCHERZO] = {.name = "Scherzo",
                 .form = "scherzo with a trio",
                 .least = 6.2,
                 .most = 8.5,
                 .low = 126,
                 .high = 150,
                 .beats = 3,
                 .beat_type = 4,
                 .other = 6,
                 .other_type = 8,
                 .themes = 2,
                 .fifths = {0, 1, -2},
                 .sections = scherzo},
    [MARCH] = {.name = "March",
               .form = "march with a trio",
               .least = 6.2,
               .most = 8.5,
               .low = 92,
               .high = 112,
               .beats = 4,
               .beat_type = 4,
               .other = 4,
               .other_type = 4,
               .themes = 2,
               .fifths = {0, -1, 2},
               .sections = march},
    [RONDO] = {.name = "Finale",
               .form = "sonata rondo",
               .least = 7.5,
               .most = 11.0,
               .low = 116,
               .high = 138,
               .beats = 4,
               .beat_type = 4,
               .other = 6,
               .other_type = 8,
               .themes = 2,
               .fifths = {0, 0, 0},
               .sections = rondo},
    [HYMN] = {.name = "Finale",
              .form = "a hymn that grows",
              .least = 7.5,
              .most = 11.5,
              .low = 66,
              .high = 84,
              .beats = 4,
              .beat_type = 4,
              .other = 3,
              .other_type = 4,
              .themes = 1,
              .fifths = {0, 0, 0},
              .sections = hymn},
};

// How four movements may follow each other.
static const int orders[][4] = {
    {ALLEGRO, ADAGIO, SCHERZO, RONDO}, {VIVACE, ANDANTE, MARCH, HYMN},
    {ALLEGRO, SCHERZO, ADAGIO, HYMN},  {MARCH, ADAGIO, VIVACE, RONDO},
    {ALLEGRO, ANDANTE, SCHERZO, HYMN}, {VIVACE, MARCH, ADAGIO, RONDO},
    {ALLEGRO, MARCH, ANDANTE, RONDO},
};
#define ORDERS ((int)(sizeof orders / sizeof *orders))

const PlanForm*
elara_plan_form(int form)
{
  return form >= 0 && form < FORMS ? &forms[form] : NULL;
}

// The first is the symphony that everybody expects; after it each takes a step
// of one to all but one through the table, and so is another than the last.
const int*
elara_plan_order(uint64_t seed, int nth)
{
  int at = 0;
  for (int i = 1; i <= nth; i++) {
    ElaraRandom random = elara_random(seed, "plan.order", (uint64_t)i, 0);
    at = (at + 1 + elara_random_index(&random, ORDERS - 1)) % ORDERS;
  }
  return orders[at];
}

const char*
elara_plan_ordinal(ElaraArena* arena, int movement)
{
  static const char* const words[] = {"first", "second", "third",    "fourth",
                                      "fifth", "sixth",  "seventh",  "eighth",
                                      "ninth", "tenth",  "eleventh", "twelfth"};
  const int known = (int)(sizeof words / sizeof *words);
  if (movement >= 1 && movement <= known) {
    return elara_arena_printf(arena, "%s movement", words[movement - 1]);
  }
  return elara_arena_printf(arena, "movement %d", movement);
}

const char*
elara_plan_roman(ElaraArena* arena, int number)
{
  static const struct {
    int value;
    const char* letters;
  } signs[] = {{100, "C"}, {90, "XC"}, {50, "L"}, {40, "XL"}, {10, "X"},
               {9, "IX"},  {5, "V"},   {4, "IV"}, {1, "I"}};
  char text[40] = "";
  for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
    for (; number >= signs[i].value && strlen(text) < 36;
         number -= signs[i].value) {
      strcat(text, signs[i].letters);
    }
  }
  return elara_arena_strdup(arena, text);
}
