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

// Home keys lie near each other on the line of fifths, so that the whole score
// is one piece: the idea of the story owns the story's key. Distance is that
// of the key signatures, so a minor theme takes the relative side.
int
elara_theme_tonic(const ElaraPlan* plan,
                  const ElaraThemeRole* role,
                  size_t index,
                  ElaraMode mode)
{
  static const int signatures[] = {0, 1, -1, 2, -2, 3};
  static const int roots[] = {2, 7, 9, 0, 5, 4};
  ElaraRandom random = elara_random(plan->seed, "key", 0, 0);
  const int story = roots[elara_random_index(&random, 6)];
  if (role->kind == ELARA_THEME_IDEA) return story;
  const int villain =
      role->role == ELARA_ROLE_ANTAGONIST && role->kind == ELARA_THEME_PERSON;
  const int target = elara_key_fifths(story, ELARA_MODE_MAJOR) +
                     (villain ? -3 : signatures[index % 6]);
  for (int tonic = 0; tonic < 12; tonic++) {
    if ((elara_key_fifths(tonic, mode) - target) % 12 == 0) return tonic;
  }
  return story;
}
