// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// Private to plan/: who is present in which cue, and whose theme it carries.

#ifndef ELARA_PLAN_TREAT_H
#define ELARA_PLAN_TREAT_H

#include "plan/room.h"

#define CUE_THEMES_MOST 4
#define LAST_THEMES_MOST 5

// How much of a cue a theme could claim.
typedef struct {
  double amount;
  int on_stage; // speaks or acts, is not only spoken of
  int line;     // the first line that says so; 0 = none
  const char* how;
} PlanPresence;

typedef struct {
  PlanRoom* room;
  PlanPresence* grid; // themes x cues
  ElaraTime* death;   // per theme: time of the person's death, or -1
  int* death_line;
  ElaraCueTheme (*chosen)[LAST_THEMES_MOST];
  size_t* count;
  int* played; // per theme: cues so far
  int* last;   // per theme: last treatment, -1 for none
} PlanCasting;

PlanPresence*
elara_plan_presence(const PlanCasting* casting, size_t theme, size_t cue);
// Fills the grid, and who dies when.
void elara_plan_count_presence(PlanCasting* casting);
// The line where the two of BOND meet again or kiss in CUE, or 0.
int elara_plan_event_between(const PlanRoom* room,
                             const ElaraThemeRole* bond,
                             const ElaraCue* cue);

#endif
