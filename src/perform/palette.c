// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// How each mood is played: the strength k of every rule. 1 is the size that
// the rule has in its own essay (rules.h), 0 switches it off, a negative k
// turns it round: an angry phrase hurries into its end. The shape of the table
// follows Bresin & Friberg (2000): the sad and the tender play legato with
// large arches and deep ritards; the happy airy, quick on its feet, with clear
// contrasts; the fearful short and irregular; the angry detached, with sharp
// contrasts and arches turned over; the solemn long and even. How fast and
// how loud a mood is the plan and the score already say: these rules must not
// say it twice.

#include "perform/room.h"

// clang-format off
// contrast  short notes shorter and softer
// twice     2:1 becomes 1.68:1
// charge    far notes louder, longer, with more vibrato
// harmony   far chords swelled to
// phrase    arch over a phrase, in tempo and level; sub: the same, two bars
// ritard    at the end of a cue
// punct     commas in a melody
// leap      time around leaps; repeat: gap before the same note
// breath    pause at the end of a phrase
// stacc     how short staccato is
// runs      hurries upwards
// clock     1/f drift of the time; motor: twitches of single players
// high      the higher the louder; accent: Jones-Friberg accents
// swell     dB, of long notes; peak: where in the note; taper: dB lost at its end
static const PerformPalette palettes[ELARA_MOOD_COUNT] = {
//                          con- twice char- har- phrase sub  rit- punct leap re-  breath stacc runs clock mo-  high acc- swell peak taper
//                          trast      ge   mony              ard             peat                         tor        ent
[ELARA_MOOD_TENDERNESS]  = { .4,  .5, 1.3,  .7,  1.00, .50, 1.3,  .8,  .8,  .6, 1.2,   .5,  .3, 1.2,  .50, .8,  .8,  2.2, .50, 2.6},
[ELARA_MOOD_SORROW]      = { .2,  .3, 1.5,  .8,  1.10, .50, 1.5,  .6,  .6,  .4, 1.2,   .4,  .0, 1.2,  .50, .6,  .6,  2.6, .40, 3.6},
[ELARA_MOOD_WONDER]      = { .6,  .6, 1.0, 1.0,   .75, .40, 1.0,  .7,  .8,  .7, 1.0,   .6,  .5, 1.1,  .45, 1.0, .9,  2.8, .60, 1.6},
[ELARA_MOOD_MYSTERY]     = { .4,  .4, 1.2,  .9,   .70, .35, 1.0,  .9,  .8,  .6, 1.2,   .7,  .3, 1.5,  .60, .7,  .8,  2.4, .65, 2.8},
[ELARA_MOOD_DREAD]       = { .3,  .3, 1.2, 1.1,   .50, .20,  .8,  .6,  .5,  .4,  .9,   .8,  .0, 1.3,  .60, .3,  .8,  3.2, .80, 1.0},
[ELARA_MOOD_TERROR]      = {1.0,  .5,  .8, 1.0,  -.20,-.10,  .5,  .5,  .5, 1.0,  .5,  1.1, 1.0, 2.0,  .90, .6, 1.3,  3.0, .85,  .0},
[ELARA_MOOD_SUSPENSE]    = { .8,  .5, 1.0,  .9,   .25, .10,  .5,  .6,  .6, 1.0,  .8,  1.1,  .4, 1.6,  .75, .5, 1.0,  2.8, .80,  .6},
[ELARA_MOOD_ACTION]      = {1.0,  .7,  .6,  .7,   .15, .10,  .4,  .6,  .6, 1.0,  .5,   .9,  .8,  .6,  .45, .8, 1.2,  2.4, .75,  .4},
[ELARA_MOOD_TRIUMPH]     = { .9,  .9,  .8,  .7,   .35, .20, 1.2,  .8,  .8,  .9,  .8,   .6,  .5,  .7,  .40, 1.0,1.1,  2.0, .65,  .8},
[ELARA_MOOD_RESOLVE]     = { .7,  .8,  .9,  .8,   .45, .25, 1.1,  .8,  .8,  .8,  .9,   .6,  .4,  .8,  .40, .9, 1.0,  2.2, .65, 1.2},
[ELARA_MOOD_SERENITY]    = { .3,  .4, 1.0,  .5,   .80, .40, 1.2,  .6,  .7,  .5, 1.2,   .4,  .2, 1.0,  .40, .7,  .6,  1.8, .50, 2.2},
[ELARA_MOOD_NOSTALGIA]   = { .4,  .5, 1.4,  .8,  1.10, .60, 1.4,  .8,  .8,  .5, 1.3,   .4,  .2, 1.3,  .50, .8,  .8,  2.2, .45, 3.0},
[ELARA_MOOD_PLAYFULNESS] = {1.2, 1.0,  .8,  .5,   .30, .20,  .7, 1.2, 1.1, 1.2,  .8,   .9,  .9,  .7,  .40, 1.0,1.2,  1.6, .35, 2.4},
[ELARA_MOOD_GROTESQUE]   = {1.4,  .4, 1.2,  .8,   .30, .25,  .7, 1.3, 1.4, 1.3,  .9,  1.1,  .6, 1.2,  .60, .4, 1.4,  2.8, .70, 1.6},
[ELARA_MOOD_ROMANCE]     = { .5,  .6, 1.4,  .9,  1.10, .55, 1.3,  .8, 1.0,  .5, 1.1,   .4,  .5, 1.2,  .50, 1.1, .9,  2.6, .55, 2.0},
[ELARA_MOOD_ANGER]       = {1.4,  .3,  .8,  .9,  -.30,-.15,  .3,  .7,  .6, 1.3,  .6,  1.0,  .9,  .8,  .50, .6, 1.4,  2.6, .25,  .8},
};
// clang-format on

const PerformPalette*
elara_perform_palettes(void)
{
  return palettes;
}
