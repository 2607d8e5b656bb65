// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// Lines of a script with its comments taken out. Comments are boneyards,
// /* ... */ (they may nest), and notes, [[ ... ]], which may run over lines
// but not over an empty one (one of two spaces is not empty). What is never
// closed is no comment.
//
//   elara_script_lines   one pass over the text, linear
//   elara_line_next      constant time per byte of the line

#ifndef ELARA_STORY_SCRIPT_LINES_H
#define ELARA_STORY_SCRIPT_LINES_H

#include "base/arena.h"
#include "base/letters.h"
#include "base/status.h"
#include "story/script_text.h"

typedef struct {
  int is_note; // else a boneyard
  const char* text;
  int line;
  int line_last;
  size_t at; // offset in the remaining text where it was taken out
} ElaraComment;

typedef struct {
  const char* text; // without the comments
  size_t count;
  const ElaraComment* comments; // by place
  size_t comment_count;
  int open_line; // of the first boneyard that is never closed, or 0
} ElaraScriptLines;

ElaraStatus elara_script_lines(ElaraArena* arena,
                               const ElaraScriptText* text,
                               ElaraScriptLines* lines);

typedef struct {
  const ElaraScriptLines* lines;
  size_t at;
  size_t comment; // the next comment
  int line;       // line of the script at AT
} ElaraLineCursor;

typedef struct {
  ElaraSpan span;
  int line;
  int line_last;
  int touched; // a comment was taken out of it
  int fresh;   // a comment that ran over lines stood before its first word
  int blank;   // nothing, or white space, is left
  int held;    // blank, but exactly two spaces: keeps a speech open
} ElaraLine;

ElaraLineCursor elara_line_cursor(const ElaraScriptLines* lines);
// 0 at the end.
int elara_line_next(ElaraLineCursor* cursor, ElaraLine* line);
// The next line that is not just a comment; CURSOR stays.
int elara_line_peek(const ElaraLineCursor* cursor, ElaraLine* line);

#endif
