// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// The balance of a real orchestra from a font that does not know it.

#ifndef ELARA_SOUND_MIX_CALIBRATE_H
#define ELARA_SOUND_MIX_CALIBRATE_H

#include "sound/mix/strip.h"

// Where each preset of STRIP is to be measured; marks the samples wanted.
void elara_calibrate_want(ElaraStrip* strip, ElaraFont* font);
// Measures every preset of every strip and sets their trims, so that one note
// at velocity 100 in the middle register is as loud as its instrument at
// forte (model/instrument.h, power_db).
void elara_calibrate(ElaraStrip* strips,
                     size_t count,
                     const ElaraFont* font,
                     const ElaraTables* tables,
                     int threads);

#endif
