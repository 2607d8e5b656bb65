// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// Winds that breathe: fonts record a wind player at one loudness, and a real
// one's tone opens as it grows louder. For instruments with a row here, how
// loud a note is at each moment (velocity, expression, breath controller)
// decides how many of its partials sound, and how soon it speaks; slurred notes
// do without the tongue.

#ifndef ELARA_SOUND_SAMPLER_BREATH_H
#define ELARA_SOUND_SAMPLER_BREATH_H

#include "sound/sampler/controls.h"

typedef struct {
  double soft_partial, loud_partial; // where the tone is 3 dB down, pp and ff
  double floor_hz;                   // and never lower than this
  double soft_attack_s, loud_attack_s;
  double tongue_s; // of the sample's beginning that a slurred note leaves out
} ElaraBreath;

// By ElaraInstrumentId; NULL for instruments that do not breathe, and for -1.
const ElaraBreath* elara_breath_of(int instrument);

// 0 = pp or softer .. 1 = ff.
double elara_breath_level(const ElaraControls* controls, int velocity);
// The low-pass of a note of KEY at LEVEL, in absolute cents.
double elara_breath_cutoff(const ElaraBreath* breath, double level, int key);
double elara_breath_attack_s(const ElaraBreath* breath, double level);

#endif
