// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

#include "model/mood.h"

#include <stddef.h>
#include <string.h>

// Feeling centres, tempo and colours follow film-scoring practice and the
// emotion literature (Gabrielsson & Lindstrom; Eerola, Friberg & Bresin 2013).
//  V    A    T    L     bpm        level     gate  b/ch  centre   minor
static const ElaraMoodInfo moods[ELARA_MOOD_COUNT] = {
    [ELARA_MOOD_TENDERNESS] = {"tenderness", .7, -.5, -.4, .0, 66, 80, .20, .45,
                               1.00, 1.0, 65, 80, 0},
    [ELARA_MOOD_SORROW] = {"sorrow", -.7, -.6, .1, -.5, 52, 66, .18, .50, 1.00,
                           1.0, 55, 72, 1},
    [ELARA_MOOD_WONDER] = {"wonder", .6, .2, .2, -.1, 76, 96, .30, .70, .95,
                           2.0, 67, 88, 0},
    [ELARA_MOOD_MYSTERY] = {"mystery", -.2, -.3, .4, -.2, 60, 80, .15, .35, .90,
                            2.0, 48, 67, 1},
    [ELARA_MOOD_DREAD] = {"dread", -.9, .0, .8, -.7, 50, 72, .10, .80, 1.00,
                          3.0, 30, 52, 1},
    [ELARA_MOOD_TERROR] = {"terror", -.9, .9, 1.0, -.8, 130, 170, .75, .95, .50,
                           1.0, 36, 80, 1},
    [ELARA_MOOD_SUSPENSE] = {"suspense", -.4, .2, .6, -.3, 84, 108, .15, .55,
                             .60, 3.0, 40, 60, 1},
    [ELARA_MOOD_ACTION] = {"action", -.2, .9, .5, -.2, 132, 168, .60, .90, .55,
                           1.0, 40, 70, 1},
    [ELARA_MOOD_TRIUMPH] = {"triumph", .8, .8, .3, .0, 108, 132, .75, .95, .85,
                            1.0, 55, 84, 0},
    [ELARA_MOOD_RESOLVE] = {"resolve", .4, .6, .3, -.1, 96, 116, .55, .80, .85,
                            1.0, 53, 74, 1},
    [ELARA_MOOD_SERENITY] = {"serenity", .6, -.8, -.6, .0, 54, 72, .12, .35,
                             1.00, 2.0, 60, 79, 0},
    [ELARA_MOOD_NOSTALGIA] = {"nostalgia", -.3, -.4, .0, -.1, 60, 76, .25, .45,
                              1.00, 1.0, 60, 76, 0},
    [ELARA_MOOD_PLAYFULNESS] = {"playfulness", .6, .5, -.1, .9, 112, 144, .25,
                                .60, .45, 1.0, 60, 84, 0},
    [ELARA_MOOD_GROTESQUE] = {"grotesque", -.2, .5, .4, .6, 88, 120, .40, .70,
                              .40, 1.0, 40, 66, 1},
    [ELARA_MOOD_ROMANCE] = {"romance", .8, .1, .2, .0, 66, 92, .40, .75, 1.00,
                            1.0, 62, 86, 0},
    [ELARA_MOOD_ANGER] = {"anger", -.7, .9, .6, -.5, 120, 150, .75, .95, .60,
                          1.0, 40, 64, 1},
};

const ElaraMoodInfo*
elara_mood_info(ElaraMood mood)
{
  return &moods[mood < ELARA_MOOD_COUNT ? mood : ELARA_MOOD_SERENITY];
}

ElaraMood
elara_mood_by_name(const char* name)
{
  for (int i = 0; i < ELARA_MOOD_COUNT; i++) {
    if (strcmp(moods[i].name, name) == 0) return (ElaraMood)i;
  }
  return ELARA_MOOD_COUNT;
}

static double
square(double x)
{
  return x * x;
}

ElaraMood
elara_mood_nearest(double valence,
                   double arousal,
                   double tension,
                   double levity)
{
  ElaraMood best = ELARA_MOOD_SERENITY;
  double least = 1e9;
  for (int i = 0; i < ELARA_MOOD_COUNT; i++) {
    const ElaraMoodInfo* const m = &moods[i];
    const double distance =
        square(valence - m->valence) + square(arousal - m->arousal) +
        .7 * square(tension - m->tension) + 1.2 * square(levity - m->levity);
    if (distance < least) {
      least = distance;
      best = (ElaraMood)i;
    }
  }
  return best;
}
