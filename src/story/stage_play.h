// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// Stage plays as books and transcripts print them: the name and what is said on
// one line, "MACBETH. So foul and fair a day", "Mira: Where is it?", or the
// name with its stop on a line of its own.

#ifndef ELARA_STORY_STAGE_PLAY_H
#define ELARA_STORY_STAGE_PLAY_H

#include "story/script.h"
#include "story/script_lines.h"

// Appends to SCRIPT's elements and sets its confidence, which is 0, and nothing
// appended, unless ten lines or more begin with a name, two names come again,
// and names are not written the screenplay's way. Linear.
ElaraStatus elara_stage_play(ElaraArena* arena,
                             ElaraArena* scratch,
                             const ElaraScriptLines* script_lines,
                             ElaraScript* script);

#endif
