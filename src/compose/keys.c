// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// Keys and modes of a cue's phrases around the home key that the plan of all
// keys gives it: second themes go to the dominant or the relative, development
// goes far, a build climbs by semitone or third, the end is at home.

#include "compose/keys.h"

// How dark or bright the music of a moment must be, -1..1: what is asked of
// the cue first, then the story's feeling at the moment.
static double
brightness_of(const CueWork* work, const ElaraFeeling* f)
{
  return 1.2 * work->cue->feeling.valence + .4 * f->valence;
}

static ElaraMode
bright_mode(const ElaraTheme* theme, ElaraMood mood)
{
  if (mood == ELARA_MOOD_WONDER || theme->mode == ELARA_MODE_LYDIAN)
    return ELARA_MODE_LYDIAN;
  return theme->mode == ELARA_MODE_MIXOLYDIAN ? theme->mode : ELARA_MODE_MAJOR;
}

static ElaraMode
dark_mode(const ElaraTheme* theme, double dark, ElaraMood mood)
{
  if (theme->mode == ELARA_MODE_PHRYGIAN ||
      (dark > .75 && mood == ELARA_MOOD_DREAD))
    return ELARA_MODE_PHRYGIAN;
  if (dark < .25 &&
      (mood == ELARA_MOOD_MYSTERY || theme->mode == ELARA_MODE_DORIAN))
    return ELARA_MODE_DORIAN;
  return ELARA_MODE_MINOR;
}

ElaraMode
elara_mode_for(const CueWork* work,
               const ElaraTheme* theme,
               ElaraTreatment treatment,
               ThemeFace face,
               const ElaraFeeling* f)
{
  const ElaraMood mood = work->cue->mood;
  double bright = brightness_of(work, f);
  if (face == FACE_MENACE) bright -= .4;
  if (face == FACE_WOUND) bright += .15;
  switch (treatment) {
  case ELARA_TREAT_LAMENT:
    bright -= .4;
    break;
  case ELARA_TREAT_CORRUPT:
    bright -= .5;
    break;
  case ELARA_TREAT_DOUBT:
    bright -= .25;
    break;
  case ELARA_TREAT_TRIUMPH:
    bright += .5;
    break;
  case ELARA_TREAT_PLAY:
    bright += .25;
    break;
  default:
    // a theme at rest keeps its mode unless the story says otherwise
    bright += elara_mode_is_minor(theme->mode) ? -.12 : .12;
    break;
  }
  return bright >= 0.0 ? bright_mode(theme, mood)
                       : dark_mode(theme, -bright, mood);
}

// Where development goes, in semitones from home, for major and for minor.
static int
far_key(ElaraRandom* random, int minor, int wonder, double bright)
{
  // what is plainly bright stays in the sun
  if (!minor && bright > .15) return elara_random_chance(random, .6) ? 7 : 5;
  // and what is plainly dark goes to the dark keys next door
  if (minor && bright < -.15 && elara_random_chance(random, .75))
    return elara_random_chance(random, .5) ? 7 : 5;
  static const int major_keys[] = {7, 9, 5, 2, 4, 8, 3};
  static const int minor_keys[] = {3, 7, 5, 8, 10, 2, 9};
  const int range = wonder ? 7 : 5;
  const int i = elara_random_index(random, range);
  return minor ? minor_keys[i] : major_keys[i];
}

// The mode in which a key at SHIFT semitones is near home. What is plainly dark
// or plainly bright stays on its side.
static ElaraMode
near_mode(ElaraMode home, int shift, double bright)
{
  const int minor = elara_mode_is_minor(home);
  if (bright > .15 || bright < -.15) return home;
  if (!minor && (shift == 9 || shift == 2 || shift == 4))
    return ELARA_MODE_MINOR;
  if (minor && (shift == 3 || shift == 8 || shift == 10))
    return ELARA_MODE_MAJOR;
  return home;
}

void
elara_set_key(const CueWork* work,
              const ElaraCueTheme* ct,
              PhraseFunction f,
              KeyWalk* walk,
              PhraseSpec* spec,
              ElaraRandom* random)
{
  const ElaraTheme* const theme = &work->themes[ct->theme];
  const ElaraFeeling feeling = {spec->p.valence, spec->p.arousal,
                                spec->p.tension, spec->p.levity};
  const int home = work->cue->tonic;
  const double bright = brightness_of(work, &feeling);
  const ElaraThemeRole* const role = &work->plan->themes[ct->theme];
  const int villain =
      role->kind == ELARA_THEME_PERSON && role->role == ELARA_ROLE_ANTAGONIST;
  const ThemeFace face = !villain      ? FACE_PLAIN
                         : spec->wound ? FACE_WOUND
                                       : FACE_MENACE;
  spec->p.mode = elara_mode_for(work, theme, ct->treatment, face, &feeling);
  spec->p.tonic = home;
  const int minor = elara_mode_is_minor(spec->p.mode);
  const int wonder = work->cue->mood == ELARA_MOOD_WONDER;
  switch (f) {
  case FUNCTION_DEVELOP:
    walk->away = far_key(random, minor, wonder, bright);
    spec->p.tonic = (home + walk->away) % 12;
    spec->p.mode = near_mode(spec->p.mode, walk->away, bright);
    break;
  case FUNCTION_OTHER:
    walk->away = minor ? 3 : 7;
    spec->p.tonic = (home + walk->away) % 12;
    spec->p.mode = near_mode(spec->p.mode, walk->away, bright);
    break;
  case FUNCTION_VARY:
    if (elara_random_chance(random, .35)) {
      walk->away = minor || bright > .15 ? 5 : 9;
      spec->p.tonic = (home + walk->away) % 12;
      spec->p.mode = near_mode(spec->p.mode, walk->away, bright);
    }
    break;
  case FUNCTION_BUILD:
    // each stage of the climb a step or a third higher
    walk->climb += (int[]){1, 3, 2}[elara_random_index(random, 3)];
    spec->p.tonic = (home + 12 - 7 + walk->climb) % 12;
    if (walk->climb > 6) walk->climb = 0;
    break;
  case FUNCTION_CODA: {
    // a remembered theme takes the mode in which the cue is at home
    const ElaraCueTheme* const main = &work->cue->themes[0];
    spec->p.mode = elara_mode_for(work, &work->themes[main->theme],
                                  main->treatment, FACE_PLAIN, &feeling);
    break;
  }
  default:
    break;
  }
}
