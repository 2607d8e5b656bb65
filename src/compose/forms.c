// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// The forms of cues, as a table. A form is the order in which a cue's phrases
// get their functions, and the settings that belong to it.

#include "compose/forms.h"

#include <stddef.h>
#include <string.h>

#define E(x) (1u << ELARA_ENSEMBLE_##x)

// Signs of ORDER, repeated for as long as there are phrases; the high point,
// the way up to it and the coda are then put in their places:
//   A the theme, R the same again, V varied, B the second theme, D development,
//   L the way up, H a hint, F fugal entries
//                           TSWM DTSA TRSN PGRA
static const CueForm forms[] = {
    {"song", "ARBA", "7342000021581060", 3, 0, 0, 0, E(SOLO) | E(STRINGS)},
    {"sentence chain", "ARVD", "2332213334322233", 1, 0, 0, 0, 0},
    {"period", "ARBV", "4331111124443231", 2, 0, 0, 0, 0},
    {"ternary", "ARBDAR", "4342011133462152", 5, 0, 0, 0, 0},
    {"rondo", "ABAVADA", "0010000111126310", 5, 0, 0, 0, E(DIALOGUE)},
    {"passacaglia", "AVVDVV", "1512302233120011", 4, 0, 1, 0, E(STRINGS)},
    {"lament", "AVHV", "1900301000030010", 2, 0, 1, 1, E(STRINGS) | E(SOLO)},
    {"fugato", "FDFLA", "0002015776013516", 4, 0, 0, 0, E(FUGATO)},
    {"ostinato build", "LDLA", "0000157720000217", 3, 0, 0, 0, E(OSTINATO)},
    {"recitative", "HARH", "1215632000010300", 2, 0, 0, 0,
     E(EXTREMES) | E(TREMOLO) | E(SOLO)},
    {"chorale", "AVDV", "1221101057440020", 3, 0, 0, 0, E(CHORALE)},
    {"march", "AABR", "0000011357000204", 3, 0, 0, 0, 0},
    {"scherzo", "ARBADR", "0000000110008701", 4, 0, 0, 0,
     E(DIALOGUE) | E(HOCKET)},
    {"waltz", "ARBV", "3010000010237230", 3, 3, 0, 0, 0},
    {"nocturne", "AVBA", "6254000001640050", 3, 0, 0, 0, E(WEB) | E(HARMONIE)},
    {"fantasy", "HADB", "1158212101120020", 3, 0, 0, 0, E(WEB) | E(TREMOLO)},
    {"chase", "LFLD", "0000036840000316", 4, 0, 0, 0,
     E(OSTINATO) | E(UNISON) | E(PLANING)},
    {"dialogue", "ABVB", "4231002122344141", 4, 0, 0, 0, E(DIALOGUE)},
};

const CueForm*
elara_cue_form_at(int index)
{
  const int count = (int)(sizeof forms / sizeof *forms);
  return index >= 0 && index < count ? &forms[index] : NULL;
}

const CueForm*
elara_choose_form(const ElaraCue* cue, int phrases, ElaraRandom* random)
{
  double weights[32];
  int count = 0;
  for (; elara_cue_form_at(count) && count < 32; count++) {
    const CueForm* const f = &forms[count];
    double w = f->moods[cue->mood] - '0';
    w = w * w;
    if (phrases < f->least) w = 0.0;
    if (f->beats && f->beats != cue->beats) w = 0.0;
    if (f->beats && f->beats == cue->beats) w *= 3.0;
    // two subjects want two themes
    if (cue->theme_count < 2 && strchr(f->order, 'B')) w *= .5;
    weights[count] = w;
  }
  int any = 0;
  for (int i = 0; i < count; i++) {
    any |= weights[i] > 0.0;
  }
  if (!any) return &forms[1];
  return &forms[elara_random_weighted(random, weights, count)];
}

static PhraseFunction
function_of_sign(char sign)
{
  switch (sign) {
  case 'R':
    return FUNCTION_REPEAT;
  case 'V':
    return FUNCTION_VARY;
  case 'B':
    return FUNCTION_OTHER;
  case 'D':
    return FUNCTION_DEVELOP;
  case 'L':
    return FUNCTION_BUILD;
  case 'H':
    return FUNCTION_HINT;
  case 'F':
    return FUNCTION_FUGATO;
  default:
    return FUNCTION_STATE;
  }
}

PhraseFunction
elara_phrase_function(const CueForm* form,
                      int index,
                      int count,
                      int climax,
                      int opens_short,
                      int bars)
{
  if (count == 1) return FUNCTION_STATE;
  if (index == count - 1)
    return bars <= 4 || count > 2 ? FUNCTION_CODA : FUNCTION_STATE;
  if (index == climax && index > 0) return FUNCTION_CLIMAX;
  if (index == 0 && opens_short && count > 2) return FUNCTION_INTRO;
  if (index == climax - 1 && count > 3) return FUNCTION_BUILD;
  const int at = index - (opens_short && count > 2);
  const size_t length = strlen(form->order);
  return function_of_sign(form->order[(size_t)at % length]);
}

const char*
elara_function_name(PhraseFunction function)
{
  static const char* const names[] = {
      [FUNCTION_INTRO] = "introduction", [FUNCTION_STATE] = "statement",
      [FUNCTION_REPEAT] = "repeat",      [FUNCTION_VARY] = "varied statement",
      [FUNCTION_OTHER] = "second theme", [FUNCTION_DEVELOP] = "development",
      [FUNCTION_HINT] = "hint",          [FUNCTION_FUGATO] = "fugal entries",
      [FUNCTION_BUILD] = "build",        [FUNCTION_CLIMAX] = "climax",
      [FUNCTION_CODA] = "coda",
  };
  return names[function];
}
