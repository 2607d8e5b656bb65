// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// Keys and modes of the phrases of a cue.

#ifndef ELARA_COMPOSE_KEYS_H
#define ELARA_COMPOSE_KEYS_H

#include "compose/room.h"

// Where the keys of a cue have been: semitones from home.
typedef struct {
  int away;
  int climb;
} KeyWalk;

typedef enum { FACE_PLAIN, FACE_MENACE, FACE_WOUND } ThemeFace;

// The mode for THEME under TREATMENT at a moment that feels like F. A villain's
// theme shows one of two faces.
ElaraMode elara_mode_for(const CueWork* work,
                         const ElaraTheme* theme,
                         ElaraTreatment treatment,
                         ThemeFace face,
                         const ElaraFeeling* f);
// Sets tonic and mode of SPEC.
void elara_set_key(const CueWork* work,
                   const ElaraCueTheme* theme,
                   PhraseFunction function,
                   KeyWalk* walk,
                   PhraseSpec* spec,
                   ElaraRandom* random);

#endif
