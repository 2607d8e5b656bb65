// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

#include "sound/sampler/generator.h"

// SoundFont 2.04, section 8.1.3. Numbers without a row are unused: {0}.
static const ElaraGeneratorInfo table[ELARA_GEN_COUNT] = {
    // default, lowest, highest, additive in a preset
    [0] = {0, -32768, 32767, 0},      // start offset, frames
    [1] = {0, -32768, 32767, 0},      // end offset
    [2] = {0, -32768, 32767, 0},      // loop start offset
    [3] = {0, -32768, 32767, 0},      // loop end offset
    [4] = {0, -32768, 32767, 0},      // start offset, 32768 frames
    [5] = {0, -12000, 12000, 1},      // modulation LFO to pitch, cents
    [6] = {0, -12000, 12000, 1},      // vibrato LFO to pitch
    [7] = {0, -12000, 12000, 1},      // modulation envelope to pitch
    [8] = {13500, 1500, 13500, 1},    // filter cutoff, absolute cents
    [9] = {0, 0, 960, 1},             // filter resonance, centibels
    [10] = {0, -12000, 12000, 1},     // modulation LFO to cutoff
    [11] = {0, -12000, 12000, 1},     // modulation envelope to cutoff
    [12] = {0, -32768, 32767, 0},     // end offset, 32768 frames
    [13] = {0, -960, 960, 1},         // modulation LFO to volume, centibels
    [15] = {0, 0, 1000, 1},           // chorus send
    [16] = {0, 0, 1000, 1},           // reverb send
    [17] = {0, -500, 500, 1},         // pan
    [21] = {-12000, -12000, 5000, 1}, // modulation LFO delay, timecents
    [22] = {0, -16000, 4500, 1},      // modulation LFO rate, absolute cents
    [23] = {-12000, -12000, 5000, 1}, // vibrato LFO delay
    [24] = {0, -16000, 4500, 1},      // vibrato LFO rate
    [25] = {-12000, -12000, 5000, 1}, // modulation envelope: delay
    [26] = {-12000, -12000, 8000, 1}, // attack
    [27] = {-12000, -12000, 5000, 1}, // hold
    [28] = {-12000, -12000, 8000, 1}, // decay
    [29] = {0, 0, 1000, 1},           // sustain: decrease, tenths of a percent
    [30] = {-12000, -12000, 8000, 1}, // release
    [31] = {0, -1200, 1200, 1},       // timecents a key to hold
    [32] = {0, -1200, 1200, 1},       // and to decay
    [33] = {-12000, -12000, 5000, 1}, // volume envelope: delay
    [34] = {-12000, -12000, 8000, 1}, // attack
    [35] = {-12000, -12000, 5000, 1}, // hold
    [36] = {-12000, -12000, 8000, 1}, // decay
    [37] = {0, 0, 1440, 1},           // sustain: attenuation, centibels
    [38] = {-12000, -12000, 8000, 1}, // release
    [39] = {0, -1200, 1200, 1},       // timecents a key to hold
    [40] = {0, -1200, 1200, 1},       // and to decay
    [45] = {0, -32768, 32767, 0},     // loop start offset, 32768 frames
    [46] = {-1, -1, 127, 0},          // key override
    [47] = {-1, -1, 127, 0},          // velocity override
    [48] = {0, -1440, 3600, 1},       // attenuation, centibels times 2.5
    [50] = {0, -32768, 32767, 0},     // loop end offset, 32768 frames
    [51] = {0, -120, 120, 1},         // coarse tune, semitones
    [52] = {0, -12700, 12700, 1},     // fine tune, cents (bends arrive here)
    [54] = {0, 0, 3, 0},              // sample mode: 0 once, 1 loop, 3 until
                                      // release
    [56] = {100, 0, 1200, 1},         // cents a key
    [57] = {0, 0, 127, 0},            // exclusive class
    [58] = {-1, -1, 127, 0},          // root key override
    [59] = {0, -12700, 12700, 0},     // pitch wheel, cents
};

const ElaraGeneratorInfo*
elara_generator_info(int generator)
{
  return &table[generator];
}
