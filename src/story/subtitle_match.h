// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// Which line of a script is said in which subtitle. Both are runs of words.
// Runs of three words that stand once in each are anchors; their longest chain
// in order is kept; between two anchors the same is tried with two words and
// with one, until what is left is small enough for a longest common
// subsequence. Lines cut or added are gaps, and lines that moved are left
// unmatched. Cost: n log n, and at most CELLS steps between two anchors.

#ifndef ELARA_STORY_SUBTITLE_MATCH_H
#define ELARA_STORY_SUBTITLE_MATCH_H

#include "model/story.h"
#include "story/subtitles.h"

// A line of dialogue with its times in the film, in seconds.
typedef struct {
  int element;
  double start;
  double end; // > start
} ElaraAnchor;

typedef struct {
  ELARA_LIST(ElaraAnchor)
  anchors;        // by element; starts rise by .05 s or more,
                  // and none begins before the last has ended
  size_t lines;   // of dialogue that have words
  size_t matched; // of these, found in the subtitles
} ElaraSubtitleMatch;

ElaraStatus elara_subtitle_match(ElaraArena* scratch,
                                 const ElaraStory* story,
                                 const ElaraSubtitleList* subtitles,
                                 ElaraSubtitleMatch* match);

#endif
