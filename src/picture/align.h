// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// What the files of alignment share: the places where a scene may begin, and
// what speaks for each.

#ifndef ELARA_PICTURE_ALIGN_H
#define ELARA_PICTURE_ALIGN_H

#include "picture/room.h"

// A frame where a scene may begin, or the last one end.
typedef struct {
  int64_t frame;
  double time_s;
  double evidence; // what the picture says for a new scene here, in nats
} ElaraSpot;

typedef struct {
  ElaraArena* arena; // scratch
  const ElaraStory* story;
  const ElaraCut* cut;
  ElaraSpot* spots; // rising; the last is the film's end
  size_t spot_count;
  size_t scene_count;
  int64_t* fixed;        // by scene: its frame, -1 = free
  ElaraTime* fixed_at;   // and the time as it was set
  double* lengths_s;     // by scene, as the story has it
  double* light_sums;    // of the looks, in deviations: the sum before look I
  double* wanted;        // by scene: the light that its heading asks for
  double begin_s, end_s; // of the film without black at its ends
} ElaraAlign;

// spots.c: fills spots, evidence and light. At least one spot for each scene
// between any two fixed ones; ELARA_BAD_INPUT when there are no frames for it.
ElaraStatus elara_find_spots(ElaraAlign* a, ElaraDiags* diags);
// How well the light from FROM_S to TO_S suits the heading of SCENE, in nats.
double elara_light_suits(const ElaraAlign* a,
                         size_t scene,
                         double from_s,
                         double to_s);

#endif
