// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// Where a typed script puts what: headings and action at one column, speeches
// some way in, the names above them further in still. Measured on 143 film
// scripts: the most common indent of lines that begin with INT. or EXT. is the
// column of action, and a line in capitals eight columns or more to its right,
// with words below it, is a name.
//
//   ACTION    INT. A HOUSE - DAY
//             Rain. The door is open.
//   NAME                              MIRA
//   SPEECH              Where is the dog?

#ifndef ELARA_STORY_COLUMNS_H
#define ELARA_STORY_COLUMNS_H

#include "story/typed_lines.h"

// What a line of a typed script is.
typedef enum {
  ELARA_TYPED_KIND_TITLE, // of the title page
  ELARA_TYPED_KIND_HEADING,
  ELARA_TYPED_KIND_ACT,
  ELARA_TYPED_KIND_ACTION,
  ELARA_TYPED_KIND_NAME,
  ELARA_TYPED_KIND_PARENTHETICAL,
  ELARA_TYPED_KIND_SPEECH,
  ELARA_TYPED_KIND_TRANSITION,
  ELARA_TYPED_KIND_CENTERED,
} ElaraTypedKind;

typedef struct {
  int found; // else the script is not laid out so
  int action;
  int heading; // as action, or right of it when numbers stand in the margin
  int speech;
  int name;
  int headings;        // INT. EXT. ... lines
  size_t action_width; // bytes of the longest lines there
  size_t speech_width;
} ElaraColumns;

ElaraColumns elara_columns(const ElaraTypedLines* lines);

// The kind of every line into KINDS. Returns how well the lines keep to the
// columns, 0..1: the share of those in place, squared, less some when few names
// speak for it. Falls when indents are lost or doubled at random.
double elara_columns_judge(const ElaraColumns* columns,
                           const ElaraTypedLines* lines,
                           ElaraArena* scratch,
                           unsigned char* kinds);

#endif
