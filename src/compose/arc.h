// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// The arc of a cue, bar by bar, and its division into phrases.

#ifndef ELARA_COMPOSE_ARC_H
#define ELARA_COMPOSE_ARC_H

#include "compose/room.h"

#define CUE_BARS 1024

typedef struct {
  int bars;
  ElaraFeeling feeling[CUE_BARS];
  double speech[CUE_BARS];
  double energy[CUE_BARS];  // 0..1: how lively
  double tension[CUE_BARS]; // -1..1, of the story
  double rise[CUE_BARS];    // 0..1: the line that the music follows
  double turn[CUE_BARS];    // how much feeling changes at the start of the bar
  int hard[CUE_BARS];       // 1: a hard hit on the bar line
  int climax;               // the bar of the high point
} CueArc;

void elara_cue_arc(const CueWork* work, CueArc* arc);
// Cuts the cue into phrases by dynamic programming over their lengths, borders
// drawn to hits and turns of feeling. Returns how many, at most MOST_PHRASES;
// STARTS gets one entry more.
int elara_cut_phrases(const CueArc* arc, int* starts);
// Loudness 0..1 at BAR (a fraction is within it).
double elara_arc_level(const CueWork* work, const CueArc* arc, double bar);

#endif
