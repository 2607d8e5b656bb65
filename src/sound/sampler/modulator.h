// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// Modulators: how velocity, wheels and controllers reach the generators
// (SoundFont 2.04, sections 8.2 to 8.4 and 9.5).

#ifndef ELARA_SOUND_SAMPLER_MODULATOR_H
#define ELARA_SOUND_SAMPLER_MODULATOR_H

#include "sound/sampler/controls.h"
#include "sound/sampler/font.h"
#include "sound/sampler/tables.h"

#define ELARA_MOST_MODULATORS 64

// In a list, a destination with this bit is another modulator of the list: what
// this one gives is that one's source (a link).
#define ELARA_MODULATOR_LINK 0x8000
#define ELARA_SOURCE_LINK 127

// Default modulators, then the zones': a later identical one replaces an
// earlier one, a preset's add to the instrument's. NULL zones are skipped; what
// breaks the standard's rules (controllers that must not be sources, circular
// links) is dropped. Returns the count.
int elara_modulators_collect(ElaraModulator list[ELARA_MOST_MODULATORS],
                             const ElaraZone* instrument_global,
                             const ElaraZone* instrument,
                             const ElaraZone* preset_global,
                             const ElaraZone* preset);

// The controllers that LIST reads, as a set: bit c of word c / 64 for
// controller c, bits 128.. for the general sources.
typedef struct {
  uint64_t bits[4];
} ElaraSources;

static inline void
elara_sources_add(ElaraSources* s, int source)
{
  const int i = (source & 0x80) ? source & 0x7f : 128 + (source & 0x7f);
  s->bits[i >> 6] |= UINT64_C(1) << (i & 63);
}

static inline int
elara_sources_has(const ElaraSources* s, int source)
{
  const int i = (source & 0x80) ? source & 0x7f : 128 + (source & 0x7f);
  return s->bits[i >> 6] >> (i & 63) & 1;
}

// Adds to SUM[g], for every generator g in DESTINATIONS, what the list gives
// it now. KEY and VELOCITY are the note's, after overrides. Real-time safe.
void elara_modulators_sum(const ElaraModulator* list,
                          int count,
                          const ElaraTables* tables,
                          const ElaraControls* controls,
                          int key,
                          int velocity,
                          uint64_t destinations,
                          float* sum);
// The generators that a change of SOURCE can move.
uint64_t
elara_modulators_moved(const ElaraModulator* list, int count, int source);

#endif
