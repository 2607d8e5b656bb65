// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// A preset flattened: one region for each pair of a preset zone and an
// instrument zone, its generators added up and its modulators collected
// (SoundFont 2.04, section 9.4), so that a note finds its voices by one scan.

#ifndef ELARA_SOUND_SAMPLER_REGION_H
#define ELARA_SOUND_SAMPLER_REGION_H

#include "sound/sampler/modulator.h"

// The keys and velocities that a region answers to.
typedef struct {
  uint8_t key_low, key_high, velocity_low, velocity_high;
} ElaraReach;

typedef struct {
  int sample;
  int filtered; // its filter may ever do anything
  const ElaraModulator* modulators;
  int modulator_count;
  ElaraSources sources;        // that the modulators read
  float base[ELARA_GEN_COUNT]; // attenuation already in real centibels
} ElaraRegion;

typedef struct ElaraRegions {
  const ElaraReach* reaches; // COUNT, apart from the rest: scanned at each note
  const ElaraRegion* list;
  size_t count;
} ElaraRegions;

// In the font's arena; NULL when out of memory.
const ElaraRegions* elara_regions_new(ElaraFont* font,
                                      const ElaraZoneList* preset);

static inline int
elara_reach_has(const ElaraReach* r, int key, int velocity)
{
  return key >= r->key_low && key <= r->key_high &&
         velocity >= r->velocity_low && velocity <= r->velocity_high;
}

#endif
