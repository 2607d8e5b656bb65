// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// Forms of cues: what each phrase of a cue is for.

#ifndef ELARA_COMPOSE_FORMS_H
#define ELARA_COMPOSE_FORMS_H

#include "base/random.h"
#include "model/plan.h"
#include "model/sketch.h"

typedef enum {
  FUNCTION_INTRO,
  FUNCTION_STATE,
  FUNCTION_REPEAT, // the theme again, note for note
  FUNCTION_VARY,
  FUNCTION_OTHER,
  FUNCTION_DEVELOP,
  FUNCTION_HINT,
  FUNCTION_FUGATO,
  FUNCTION_BUILD,
  FUNCTION_CLIMAX,
  FUNCTION_CODA,
} PhraseFunction;

typedef struct {
  const char* name;
  const char* order; // signs: see the table
  const char* moods; // digit per mood
  int least;         // phrases
  int beats;         // only in this metre; 0 = any
  int ground;        // 1: the harmony of the first phrase returns in all
  int lament;        // 1: over a falling fourth
  unsigned settings; // ensembles that belong to it, as bits
} CueForm;

// NULL past the last.
const CueForm* elara_cue_form_at(int index);
const CueForm*
elara_choose_form(const ElaraCue* cue, int phrases, ElaraRandom* random);
PhraseFunction elara_phrase_function(const CueForm* form,
                                     int index,
                                     int count,
                                     int climax,
                                     int opens_short,
                                     int bars);
const char* elara_function_name(PhraseFunction function);

#endif
