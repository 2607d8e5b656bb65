// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// Screenplays typed, printed or copied as plain text, in which the indentation
// says what a line is (columns.h). Hard-wrapped lines become paragraphs again;
// scene numbers in the margins go to the heading; a speech that a page broke is
// one speech; centred lines before all else are the title page.

#ifndef ELARA_STORY_LAYOUT_H
#define ELARA_STORY_LAYOUT_H

#include "story/script.h"
#include "story/script_lines.h"

// Appends to SCRIPT's elements and sets its confidence, which is 0, and nothing
// appended, when indentation carries nothing. Linear.
ElaraStatus elara_layout(ElaraArena* arena,
                         ElaraArena* scratch,
                         const ElaraScriptLines* lines,
                         ElaraScript* script);

#endif
