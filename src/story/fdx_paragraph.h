// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// A paragraph of a Final Draft document in the making, and what becomes of it.
// fdx.c walks the XML; here is what a script's paragraph means.

#ifndef ELARA_STORY_FDX_PARAGRAPH_H
#define ELARA_STORY_FDX_PARAGRAPH_H

#include "story/gather.h"
#include "story/script.h"

// A note or a summary inside a paragraph.
typedef struct {
  ElaraElementKind kind;
  const char* text;
  int line;
  int line_last;
} ElaraFdxAside;

typedef struct {
  ElaraArena* arena;
  ElaraArena* scratch;
  ElaraScript* script;
  ElaraGather gather;
  int side; // speeches in the dual dialogue that is open; -1 = none is
  // Of the paragraph that is open.
  ElaraElementKind kind; // KIND_COUNT = it is passed over
  int depth;             // of a section
  ElaraText text;
  int line;
  char number[40];
  int eighths;
  size_t on_scene; // the list's count before it
  ElaraText aside;
  int aside_line;
  ELARA_LIST(ElaraFdxAside) asides;
} ElaraFdxParagraph;

// By its Type and Number; SPANs may be empty.
void elara_fdx_open(ElaraFdxParagraph* paragraph,
                    ElaraSpan type,
                    ElaraSpan number,
                    int line);
// SceneProperties: "1 3/8", "3/8" or "2" pages.
void elara_fdx_length(ElaraFdxParagraph* paragraph, ElaraSpan length);
ElaraStatus elara_fdx_on_scene(ElaraFdxParagraph* paragraph, ElaraSpan name);
ElaraStatus elara_fdx_close_aside(ElaraFdxParagraph* paragraph,
                                  ElaraElementKind kind,
                                  int line_last);
// Its elements. An empty one is a blank line: inside a speech part of it, else
// nothing.
ElaraStatus elara_fdx_close(ElaraFdxParagraph* paragraph, int line_last);

// TEXT without white space at its end, or line ends at its beginning; with
// ONE_LINE on one line.
ElaraSpan elara_fdx_text(ElaraText* text, int one_line);

#endif
