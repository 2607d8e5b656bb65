// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// Private to plan/: what a symphony that goes on after the story is made of.

#ifndef ELARA_PLAN_BEYOND_H
#define ELARA_PLAN_BEYOND_H

#include "base/random.h"
#include "plan/room.h"

// Whose theme a section carries.
typedef enum {
  VOICE_FIRST,  // the movement's own first theme
  VOICE_SECOND, // its second; the first where there is only one
  VOICE_BOTH,   // the two joined
  VOICE_ROOT,   // the theme of the story that the first grew out of
  VOICE_RECALL, // a theme of an earlier movement
} PlanVoice;

// One section is one cue.
typedef struct {
  const char* name;
  double share;                           // of the movement's length
  ElaraMood mood, other_mood, third_mood; // one is drawn
  PlanVoice voice;
  ElaraTreatment treatment;
  double pace;       // its tempo, times that of the movement
  double rise;       // of tension, from its start to its end
  double importance; // 0..1
  int fifths;        // its key, seen from that of the movement
} PlanSection;

#define SECTIONS_MOST 10

typedef struct {
  const char* name;      // "Allegro"
  const char* form;      // "sonata form"
  double least, most;    // minutes
  double low, high;      // beats a minute, quarters
  int beats, beat_type;  // its metre,
  int other, other_type; //   or this one
  int themes;            // of its own, 1 or 2
  int fifths[3];         // its key, seen from that of the symphony: one of
  const PlanSection* sections; // ended by a share of 0
} PlanForm;

#define FORMS_MOST 16

typedef struct {
  PlanRoom* room;
  size_t story_cues, story_themes;
  ELARA_LIST(ElaraThemeRole) themes;
  ELARA_LIST(ElaraCue) cues;
  // The moods in which each form was heard last, + 1.
  int heard[FORMS_MOST][SECTIONS_MOST];
} PlanBeyond;

typedef struct {
  int number; // from 1
  int form_index;
  const PlanForm* form;
  int final; // the score ends with it
  ElaraTime start, end;
  double bpm;
  int beats, beat_type;
  int home;                // pitch class
  int root, first, second; // themes
  size_t first_cue;
  const char* ordinal;
  const char* roman;
  int moods[SECTIONS_MOST];
  double share[SECTIONS_MOST]; // of its length; 0 = left out
} PlanMovement;

// By index, below FORMS_MOST.
const PlanForm* elara_plan_form(int form);
// The forms of the four movements of the NTH symphony, never the same order
// twice in a row.
const int* elara_plan_order(uint64_t seed, int nth);
// "first", "second" ... "movement 21" as in a sentence, in ARENA.
const char* elara_plan_ordinal(ElaraArena* arena, int movement);
// Draws the moods of the movement's sections, not those in which its form was
// heard last.
void elara_plan_draw_moods(PlanBeyond* beyond, PlanMovement* movement);
// Adds section INDEX of the movement as a cue from START to END.
ElaraStatus elara_plan_section(PlanBeyond* beyond,
                               const PlanMovement* movement,
                               int index,
                               ElaraTime start,
                               ElaraTime end);
// Dice of a movement and of a part of it.
ElaraRandom elara_plan_dice(const PlanBeyond* beyond,
                            const char* what,
                            int movement,
                            int part);
// The story's theme that THEME grew out of, itself if it is one.
int elara_plan_root(const PlanBeyond* beyond, int theme);
// The name of that one, as in a sentence.
const char* elara_plan_root_name(const PlanBeyond* beyond, int theme);
// The story's theme in place AT of the order in which symphony NTH takes them.
int elara_plan_dealt(const PlanBeyond* beyond, int nth, int at);
// "XIV"
const char* elara_plan_roman(ElaraArena* arena, int number);

#endif
