// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// Modulators: how velocity, wheels and controllers reach the generators
// (SoundFont 2.04, sections 8.2 to 8.4 and 9.5).

#ifndef ELARA_SOUND_SAMPLER_MODULATOR_H
#define ELARA_SOUND_SAMPLER_MODULATOR_H

#include "sound/sampler/font.h"

#define ELARA_MOST_MODULATORS 48

// The controllers of one player.
typedef struct {
  uint8_t cc[128];
  uint8_t key_pressure[128];
  int pressure;
  int bend;            // 0..16383, centre 8192
  double bend_range;   // semitones
  double tuning_cents; // registered fine and coarse tuning
} ElaraControls;

// The values after power on: volume 100, expression 127, pan centre, bend
// range 2. Breath (CC 2) starts at 100, so that expression presets sound
// before the first controller arrives.
void elara_controls_reset(ElaraControls* controls);

// Default modulators, then GLOBAL's, then LOCAL's: a later identical one
// replaces the earlier. NULL zones are skipped. Returns the count.
int elara_modulators_of_instrument(ElaraModulator* list,
                                   const ElaraZone* global,
                                   const ElaraZone* local);
// Appends a preset's, which add to the instrument's instead of replacing.
int elara_modulators_add_preset(ElaraModulator* list,
                                int count,
                                const ElaraZone* global,
                                const ElaraZone* local);

// What the modulator adds to its destination now.
double elara_modulator_value(const ElaraModulator* modulator,
                             const ElaraControls* controls,
                             int key,
                             int velocity);

#endif
