// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// The lines of a typed script as a reader's eye sees them: where each begins,
// and whether white space stands around it. Blank lines and what a program
// prints around pages are left out: page numbers, running heads, (MORE),
// CONTINUED.

#ifndef ELARA_STORY_TYPED_LINES_H
#define ELARA_STORY_TYPED_LINES_H

#include "base/letters.h"
#include "story/script_lines.h"

enum {
  ELARA_TYPED_AFTER_BLANK = 1,  // a blank line, or the beginning, before it
  ELARA_TYPED_BEFORE_BLANK = 2, // or the end
  ELARA_TYPED_HEADING = 4,      // INT. EXT. ...
  ELARA_TYPED_CUE = 8,          // could be a speaker's name by its form
  ELARA_TYPED_TRANSITION = 16,
  ELARA_TYPED_AFTER_MORE = 32, // (MORE) was left out before it
  ELARA_TYPED_CAPITALS = 64,   // no small letters
};

typedef struct {
  ElaraSpan span;   // trimmed, without scene numbers in the margins
  ElaraSpan number; // of a heading, or empty
  int line;
  int indent; // columns, up to 200
  unsigned flags;
} ElaraTypedLine;

typedef struct {
  ElaraTypedLine* items;
  size_t count;
  int tabbed; // some line is
} ElaraTypedLines;

// How many blank lines in a row count as one: 2 in a double-spaced script, in
// which nine lines in ten stand alone and some stand further apart; else 1.
int elara_typed_spacing(const ElaraScriptLines* script);

// TAB: columns a tab advances to a multiple of. SPACING: as above. Linear.
ElaraStatus elara_typed_lines(ElaraArena* scratch,
                              const ElaraScriptLines* script,
                              int tab,
                              int spacing,
                              ElaraTypedLines* lines);

// How a heading that is no INT. or EXT. reads: "ACT 1, SCENE 2 - A CAMP",
// "SCENE II. Dunsinane.", "A CAMP - NIGHT". LINE is all capitals but for what
// follows "SCENE".
typedef enum {
  ELARA_TYPED_NO_HEADING,
  ELARA_TYPED_SCENE,
  ELARA_TYPED_ACT, // "ACT II", "END OF ACT ONE" and nothing else
} ElaraTypedHeading;

ElaraTypedHeading elara_typed_heading(ElaraArena* scratch, ElaraSpan line);

// What joins LINE to the one typed above it: " " when its first word would not
// have fitted there, so that the machine broke the line, else "\n": the writer
// did. ABOVE and WIDTH in bytes.
const char* elara_typed_joint(size_t above, ElaraSpan line, size_t width);

#endif
