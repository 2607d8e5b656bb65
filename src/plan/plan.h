// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// Story -> Plan: where music is, what each cue is for, whose theme it carries,
// what it must hit, and the clock that makes the hits fall on beats.

#ifndef ELARA_PLAN_PLAN_H
#define ELARA_PLAN_PLAN_H

#include "model/cut.h"
#include "model/plan.h"

typedef struct {
  uint64_t seed;
  double share;    // wanted share of the story with music; 0 = by its length
  double tail_s;   // silence after the story for the last note to ring
  int themes_most; // 0 = by the story's length
  // When longer than the story and its tail by a minute or more: the exact
  // length of the score, which goes on as a symphony after the story. Else the
  // length is the story's.
  ElaraTime length;
  // An earlier plan of the story, or NULL: its locked cues stay as they were
  // and, with KEEP, all whose words are still the same.
  const ElaraPlan* before;
  int keep;
  // The film, whose length the plan then has to the flick, or NULL: doors and
  // hits are on its frames.
  const ElaraCut* cut;
  // The theme book of an earlier film, or NULL: who is in it and here takes up
  // the old melody, and the plan carries the book.
  const ElaraThemeBook* book;
} ElaraPlanConfig;

// seed 1, everything by the story, a tail of 4 s.
ElaraPlanConfig elara_plan_config(void);

// A Plan of STORY. The same story, config and seed give the same plan, byte
// for byte. On failure *PLAN is NULL: ELARA_BAD_INPUT when the story lasts no
// time. What the plan had to give up (a hit that no tempo meets) is a note in
// DIAGS. CONFIG may be NULL for the defaults.
ElaraStatus elara_plan_make(const ElaraStory* story,
                            const ElaraPlanConfig* config,
                            ElaraDiags* diags,
                            ElaraPlan** plan);

// Lays the clock anew for the cues of PLAN whose bpm or metre was edited and
// is no longer that of their bars; all others keep bars, hits and their place
// in time. A hit that cannot be met any more is a note in DIAGS.
ElaraStatus elara_plan_relay(ElaraPlan* plan, ElaraDiags* diags);

#endif
