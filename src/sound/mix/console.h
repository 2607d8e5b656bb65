// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// The mixing desk: strips to buses, sends to the hall, everything to the mix.
//
//   strip --> bus (level, EQ) ------> mix
//     |                                ^
//     +--> hall group --> hall --> echo bus

#ifndef ELARA_SOUND_MIX_CONSOLE_H
#define ELARA_SOUND_MIX_CONSOLE_H

#include "sound/mix/strip.h"
#include "sound/space/hall.h"

#define ELARA_CONSOLE_BLOCK ELARA_HALL_BLOCK
_Static_assert(ELARA_CONSOLE_BLOCK == ELARA_STRIP_STEP * ELARA_STRIP_STEPS,
               "a block is what a strip remembers");

typedef struct ElaraConsole ElaraConsole;

// HALL may be NULL (dry). STRIPS are borrowed.
ElaraConsole* elara_console_new(ElaraArena* arena,
                                ElaraStrip* strips,
                                size_t count,
                                ElaraHall* hall,
                                const ElaraKernel* kernel,
                                int rate,
                                int threads);

// Lets AMOUNT (0..1) of the hall's answer come back as a cloud of grains while
// glass or bells sound. Does nothing without a hall, without such a player, or
// for 0; once, before the first run.
ElaraStatus
elara_console_shimmer(ElaraConsole* console, ElaraArena* arena, double amount);

// Plays the next ELARA_CONSOLE_BLOCK frames while the block before is mixed;
// when that is done MIXED is called, on any thread, and may ask for the block.
// The first call mixes nothing; elara_console_finish() mixes the last block.
void
elara_console_run(ElaraConsole* console, void (*mixed)(void* data), void* data);
void elara_console_finish(ElaraConsole* console,
                          void (*mixed)(void* data),
                          void* data);
// The block mixed last: interleaved stereo of BUS, or of the mix (-1); NULL
// when it is silent. Valid until the next call.
const float* elara_console_output(ElaraConsole* console, int bus);

#endif
