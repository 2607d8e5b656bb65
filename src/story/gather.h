// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// Elements in the making, for readers that know a line's kind before its
// paragraph is whole. Lines of one kind are gathered into one element; cues are
// taken apart; notes stand where they stood.

#ifndef ELARA_STORY_GATHER_H
#define ELARA_STORY_GATHER_H

#include "base/text.h"
#include "story/fountain.h"
#include "story/script_lines.h"

typedef struct {
  ElaraArena* arena;
  ElaraElementList* list;
  const ElaraComment* comments; // by place; may be NULL
  size_t comment_count;
  size_t comment;       // the next one
  ElaraText text;       // of the paragraph being gathered
  ElaraElement element; // it; kind COUNT = none
  int cue;              // index of the cue of the speech that goes on, or -1
  int dual;             // side of the speech
} ElaraGather;

ElaraGather elara_gather_begin(ElaraArena* arena, ElaraElementList* list);

// A line of KIND. With JOINT it belongs to the paragraph before it, when that
// is of the same kind, and JOINT stands between the two; without (NULL) it
// begins another. SPAN is kept as it is, but for white space at the end of the
// whole paragraph. A kind that is not spoken ends the speech.
ElaraStatus elara_gather_line(ElaraGather* gather,
                              ElaraElementKind kind,
                              const char* joint,
                              ElaraSpan span,
                              int line,
                              int line_last);

// A heading with its number.
ElaraStatus elara_gather_heading(ElaraGather* gather,
                                 ElaraSpan text,
                                 ElaraSpan number,
                                 int line,
                                 int line_last);

// A speaker's cue. SIDE: 1 or 2 of a dual dialogue; 0 = none, unless the cue
// itself has a caret.
ElaraStatus
elara_gather_cue(ElaraGather* gather, ElaraSpan cue, int side, int line);

// True when a line that is spoken would belong to somebody.
int elara_gather_in_speech(const ElaraGather* gather);

// Ends the paragraph; after the last one, frees what the gatherer holds and
// adds the notes that are left.
ElaraStatus elara_gather_paragraph(ElaraGather* gather);
ElaraStatus elara_gather_end(ElaraGather* gather, ElaraStatus status);

// The lines of a title page, as "Title" and "Author" elements at the end of
// LIST: what stands above "by", or first, and what stands below it. LINES are
// trimmed and not empty.
typedef struct {
  ElaraSpan span;
  int line;
} ElaraTitleLine;

ElaraStatus elara_title_guess(ElaraArena* arena,
                              const ElaraTitleLine* lines,
                              size_t count,
                              ElaraElementList* list);

#endif
