// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// What a player is made of: for sampler.c, which is real-time safe, and
// sampler_memory.c, which is not.

#ifndef ELARA_SOUND_SAMPLER_SAMPLER_INSIDE_H
#define ELARA_SOUND_SAMPLER_SAMPLER_INSIDE_H

#include "sound/sampler/sampler.h"
#include "sound/sampler/voice.h"

struct ElaraSampler {
  const ElaraFont* font;
  const ElaraTables* tables;
  const ElaraRegions* regions;
  int rate;
  ElaraControls controls;
  ElaraVoice* voices; // in order of their start; the dead until the next piece
  size_t count, capacity, alive, most, stolen;
  size_t limit;
  int fixed;
  int64_t now; // frames rendered
  int64_t next_release;
  uint64_t next_note;
  uint64_t voice_frames;
  int last_key; // glides start here; -1 none
  const ElaraBreath* breath;
  uint64_t seed;
  int slurred; // the next note is
  ElaraBatch batch;
};

// Makes room for CAPACITY voices; 0 when out of memory. Never called for a
// fixed player once it is made.
int elara_sampler_grow(ElaraSampler* sampler, size_t capacity);

#endif
