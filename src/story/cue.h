// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

#ifndef ELARA_STORY_CUE_H
#define ELARA_STORY_CUE_H

#include "story/fountain.h"

typedef struct {
  const char* name;      // without extensions, marks and caret
  const char* extension; // "V.O.", "O.S., PRELAP"; "" for none or (CONT'D)
  int caret;             // the second speaker of a dual dialogue
} ElaraCue;

// Takes apart a line that is a speaker's cue (a forced one without its '@').
ElaraStatus elara_cue_read(ElaraArena* arena, ElaraSpan line, ElaraCue* cue);

#endif
