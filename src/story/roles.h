// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// Shared by roles.c, who counts and gives the roles, and villain.c, who looks
// for the antagonist. People are not sorted yet.

#ifndef ELARA_STORY_ROLES_H
#define ELARA_STORY_ROLES_H

#include "story/draft.h"

// What is counted for one person on the way.
typedef struct {
  int last_scene;    // in which counted, -1 none
  double degree;     // people met, summed over scenes
  int with_hero;     // scenes shared with the protagonist
  int late_words;    // in the last quarter of the story
  int named;         // times named in action
  double named_grim; // grim words in the paragraphs that do
  double warmth;     // between the person and the protagonist
  double talk;       // weight of their relation
} ElaraRoleCount;

typedef struct {
  ElaraDraft* draft;
  ElaraRoleCount* counts;
  int* present; // people of the scene at hand
  size_t present_count;
  int hero; // -1 none
  int villain;
} ElaraRoles;

// True when the title names the person: stories are called after their heroes,
// and now and then after their villains.
int elara_is_in_title(const ElaraRoles* roles, int person);

// ORDER is people by words. Sets the villain with confidence and evidence, or
// leaves it at -1 when nobody stands out.
ElaraStatus elara_find_villain(ElaraRoles* roles, const int* order);

#endif
