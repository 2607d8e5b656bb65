// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// Inside of fdn.c and fdn_rt.c.

#ifndef ELARA_SOUND_SPACE_FDN_PARTS_H
#define ELARA_SOUND_SPACE_FDN_PARTS_H

#include "sound/space/fdn.h"

#define ELARA_FDN_LINES 8

struct ElaraFdn {
  size_t length[ELARA_FDN_LINES], size; // frames; of each line, a power of two
  float* lines;                         // [frame][line]: one ring for all
  size_t now;
  float gain[ELARA_FDN_LINES], low_gain[ELARA_FDN_LINES],
      high_gain[ELARA_FDN_LINES];
  float low_pole, high_pole;
  float low[ELARA_FDN_LINES], high[ELARA_FDN_LINES]; // states
  float tiny;
};

#endif
