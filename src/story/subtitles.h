// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// Subtitles: what is said when, from SubRip (.srt) or WebVTT. Lenient: order,
// numbers, tags, decimal points or commas, and the coding of characters may be
// as they are found in the wild.

#ifndef ELARA_STORY_SUBTITLES_H
#define ELARA_STORY_SUBTITLES_H

#include "base/diag.h"
#include "base/status.h"
#include "model/time.h"

typedef struct {
  ElaraTime start;
  ElaraTime end;    // > start
  const char* text; // without tags; lines joined by '\n'
  int line;
} ElaraSubtitle;

typedef ELARA_LIST(ElaraSubtitle) ElaraSubtitleList;

// Reads COUNT bytes into LIST, by start. A block without words is left out; one
// that is malformed too, with a warning. ELARA_BAD_INPUT with an error in DIAGS
// when nothing is left. Linear but for the sorting.
ElaraStatus elara_subtitles_read(ElaraArena* arena,
                                 const char* name,
                                 const char* bytes,
                                 size_t count,
                                 ElaraDiags* diags,
                                 ElaraSubtitleList* list);

#endif
