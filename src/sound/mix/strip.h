// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// One player's channel strip: events in, direct sound and hall send out.

#ifndef ELARA_SOUND_MIX_STRIP_H
#define ELARA_SOUND_MIX_STRIP_H

#include "model/stems.h"
#include "model/take.h"
#include "sound/sampler/sampler.h"
#include "sound/synth/synth.h"

#define ELARA_STRIP_DELAY 64 // frames of delay line, a power of two

// A preset this player uses and its trim gain.
typedef struct {
  ElaraPreset asked;
  const ElaraZoneList* preset;
  int key;     // where to measure it
  double trim; // linear
} ElaraStripPreset;

typedef struct {
  const ElaraPlayer* player;
  ElaraSampler* sampler;
  ElaraSynth* synth; // in its place, for what no sample has
  int rate;
  ElaraBus bus;
  int hall_group;
  size_t next; // event
  int64_t now; // frame
  ElaraStripPreset* presets;
  size_t preset_count;
  size_t preset_now;
  // Placement
  double width;  // of the stereo image, 0..1
  float gain[2]; // left, right
  int delay[2];  // frames
  float air;     // coefficient of the low-pass, 1 = open
  float air_state[2];
  float line[2][ELARA_STRIP_DELAY];
  size_t at;
  int ringing; // the delay line still holds sound
  // Output of the last block
  float* left;
  float* right;
  float* send;
  int sounding;
  int failed; // a note was lost for want of memory
} ElaraStrip;

// FRAMES: largest block. The strip owns its buffers; STRIP is zeroed on
// failure. PLACED: 1 to seat the player on stage.
ElaraStatus elara_strip_init(ElaraStrip* strip,
                             ElaraArena* arena,
                             const ElaraPlayer* player,
                             ElaraFont* font,
                             const ElaraInterpolator* interpolator,
                             int rate,
                             size_t frames);
void elara_strip_clear(ElaraStrip* strip);

// Plays the next FRAMES frames into left, right and send; sounding = 0 when
// nothing was heard (the buffers are then not written).
void elara_strip_run(ElaraStrip* strip, size_t frames);
// The frame of the next event, INT64_MAX when there is none.
int64_t elara_strip_next_event(const ElaraStrip* strip);
int elara_strip_busy(const ElaraStrip* strip);

#endif
