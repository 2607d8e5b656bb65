// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// From a part in the cast to the mode, the colour and the home key of its
// theme.

#include "compose/themes.h"

#include "base/random.h"
#include "model/instrument.h"

ElaraMode
elara_theme_mode(const ElaraThemeRole* role, ElaraRandom* random)
{
  const ElaraFeeling f = role->feeling;
  if (role->role == ELARA_ROLE_ANTAGONIST && role->kind == ELARA_THEME_PERSON) {
    return elara_random_chance(random, .4) ? ELARA_MODE_PHRYGIAN
                                           : ELARA_MODE_MINOR;
  }
  if (role->kind == ELARA_THEME_IDEA) {
    return f.valence > .3                    ? ELARA_MODE_LYDIAN
           : elara_random_chance(random, .6) ? ELARA_MODE_MINOR
                                             : ELARA_MODE_DORIAN;
  }
  if (f.levity > .4)
    return elara_random_chance(random, .7) ? ELARA_MODE_MAJOR
                                           : ELARA_MODE_MIXOLYDIAN;
  if (f.valence > .15 || role->kind == ELARA_THEME_BOND)
    return ELARA_MODE_MAJOR;
  if (f.valence < -.25) return ELARA_MODE_MINOR;
  return elara_random_chance(random, .5) ? ELARA_MODE_DORIAN : ELARA_MODE_MAJOR;
}

// Colours by kind, most wanted first; the first one still free is taken.
int
elara_theme_colour(const ElaraThemeRole* role, unsigned taken)
{
  static const int hero[] = {ELARA_FLUTE, ELARA_OBOE, ELARA_HORN,
                             ELARA_VIOLIN_1, -1};
  static const int villain[] = {ELARA_BASSOON, ELARA_TROMBONE,
                                ELARA_BASS_CLARINET, ELARA_CELLO, -1};
  static const int bond[] = {ELARA_CELLO, ELARA_CLARINET, ELARA_VIOLIN_1, -1};
  static const int idea[] = {ELARA_HORN, ELARA_VIOLIN_1, ELARA_TRUMPET, -1};
  static const int place[] = {ELARA_ENGLISH_HORN, ELARA_CLARINET, ELARA_HORN,
                              -1};
  static const int funny[] = {ELARA_CLARINET, ELARA_BASSOON, ELARA_PICCOLO,
                              ELARA_OBOE, -1};
  static const int other[] = {ELARA_CLARINET,     ELARA_OBOE,  ELARA_VIOLA,
                              ELARA_ENGLISH_HORN, ELARA_CELLO, ELARA_HORN,
                              ELARA_FLUTE,        -1};
  const int* wanted = other;
  if (role->kind == ELARA_THEME_BOND) wanted = bond;
  if (role->kind == ELARA_THEME_IDEA) wanted = idea;
  if (role->kind == ELARA_THEME_PLACE) wanted = place;
  if (role->kind == ELARA_THEME_PERSON) {
    if (role->role == ELARA_ROLE_PROTAGONIST) wanted = hero;
    if (role->role == ELARA_ROLE_ANTAGONIST) wanted = villain;
    if (role->feeling.levity > .4) wanted = funny;
  }
  for (const int* w = wanted; *w >= 0; w++) {
    if (!(taken & (1u << *w))) return *w;
  }
  return wanted[0];
}

// The plan gives every cue its home key; a theme is at home where it leads
// first, else where it is first heard.
int
elara_theme_tonic(const ElaraPlan* plan, size_t index)
{
  const ElaraCue* heard = NULL;
  for (size_t i = 0; i < plan->cue_count; i++) {
    const ElaraCue* const cue = &plan->cues[i];
    for (size_t k = 0; k < cue->theme_count; k++) {
      if (cue->themes[k].theme != (int)index) continue;
      if (k == 0) return cue->tonic;
      if (!heard) heard = cue;
    }
  }
  return heard ? heard->tonic : plan->cue_count ? plan->cues[0].tonic : 0;
}
