// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// Fountain 1.1 (fountain.io/syntax): clean text to elements. A line is judged
// by its own form and by whether the lines before and after it are blank; it
// is never judged twice, so the cost is linear.

#ifndef ELARA_STORY_FOUNTAIN_H
#define ELARA_STORY_FOUNTAIN_H

#include "base/letters.h"
#include "model/story.h"
#include "story/script_text.h"

typedef ELARA_LIST(ElaraElement) ElaraElementList;

// Appends TEXT's elements in script order, each with kind, lines, depth, dual,
// text and extra; scene and person are -1, and times 0. Everything they point
// to lives in ARENA.
ElaraStatus elara_fountain(ElaraArena* arena,
                           const char* name,
                           const ElaraScriptText* text,
                           ElaraDiags* diags,
                           ElaraElementList* elements);

// For the classifier itself and for tests.

// INT. EXT. EST. I/E and their kin, in any case, before a '.', ' ' or '-'.
int elara_fountain_is_heading(ElaraSpan line);
// A speaker's cue by its form alone: capitals, an extension in any case.
int elara_fountain_is_cue(ElaraSpan line);
// "CUT TO:" and the few standing ones ("FADE OUT."); LINE is not trimmed at
// its end, since spaces after the colon make it action.
int elara_fountain_is_transition(ElaraSpan line);

// What a heading says, with its number taken off.
typedef struct {
  ElaraSpan text;
  ElaraSpan number; // between '#' and '#', empty when none
} ElaraHeadingParts;

ElaraHeadingParts elara_heading_split(ElaraSpan line);

// Fills heading, place, moment and interior of SCENE from a heading's text.
ElaraStatus
elara_heading_read(ElaraArena* arena, const char* text, ElaraScene* scene);

#endif
