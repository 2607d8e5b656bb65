// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// One player's channel strip: events in, direct sound and hall send out.

#ifndef ELARA_SOUND_MIX_STRIP_H
#define ELARA_SOUND_MIX_STRIP_H

#include "model/stems.h"
#include "model/take.h"
#include "sound/sampler/sampler.h"
#include "sound/synth/synth.h"

#define ELARA_STRIP_HISTORY 64 // frames a channel can come late
#define ELARA_STRIP_STEPS 32   // steps that are remembered
#define ELARA_STRIP_STEP 1024  // frames worked on at a time, cache-sized

// A preset this player uses and its trim gain.
typedef struct {
  ElaraPreset asked;
  const ElaraZoneList* preset;
  int key;         // where to measure it
  double trim;     // linear
  double attack_s; // until a note has half of its loudness
} ElaraStripPreset;

typedef struct {
  const ElaraPlayer* player;
  ElaraSampler* sampler;
  ElaraSynth* synth; // in its place, for what no sample has
  int rate;
  ElaraBus bus;
  int hall_group;
  size_t next;                    // event
  int64_t now;                    // frame
  ElaraTime last_start, last_end; // of the note before
  ElaraStripPreset* presets;
  size_t preset_count;
  size_t preset_now;
  // Placement
  double width;  // of the stereo image, 0..1
  float gain[2]; // left, right
  int delay[2];  // frames
  float air;     // share of the frame before in each frame: 0 = open
  // What the sampler plays, behind the last frames of the step before.
  float* line[2];
  float hall;                      // share that goes to the hall, 1 as a rule
  int ringing;                     // frames before the lines are empty
  int sounding;                    // in the last run
  size_t heard[ELARA_STRIP_STEPS]; // voices after each step of the last run
  int failed;                      // a note was lost for want of memory
} ElaraStrip;

// STRIP is zeroed on failure. BREATHES: winds open with their level.
ElaraStatus elara_strip_init(ElaraStrip* strip,
                             ElaraArena* arena,
                             const ElaraPlayer* player,
                             ElaraFont* font,
                             const ElaraTables* tables,
                             int rate,
                             int breathes);
void elara_strip_clear(ElaraStrip* strip);

// Where strips that share a bus and a group of seats are added up.
typedef struct {
  float* left;
  float* right;
  float* send; // to the hall
  int sounding;
} ElaraDesk;

// Adds the next FRAMES frames of COUNT strips, whose clocks agree, to DESK. The
// first that sounds clears the desk's buffers of CAPACITY frames; when none
// does they are not written.
void elara_strips_run(ElaraStrip* const* strips,
                      size_t count,
                      ElaraDesk* desk,
                      size_t capacity,
                      size_t frames);
// The frame of the next event, INT64_MAX when there is none.
int64_t elara_strip_next_event(const ElaraStrip* strip);
int elara_strip_busy(const ElaraStrip* strip);

#endif
