// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// A feedback delay network: reverberation for weak machines.

#ifndef ELARA_SOUND_SPACE_FDN_H
#define ELARA_SOUND_SPACE_FDN_H

#include "base/arena.h"

#include <stddef.h>

typedef struct ElaraFdn ElaraFdn;

// Reverberation time at 125 Hz, 1 kHz and 8 kHz, seconds, the outer two not
// beyond a factor of three. NULL when out of memory. Lives in ARENA.
ElaraFdn* elara_fdn_new(
    ElaraArena* arena, int rate, double low_s, double mid_s, double high_s);
// A silent one with the same sound.
ElaraFdn* elara_fdn_copy(ElaraArena* arena, const ElaraFdn* fdn);
// Silence, as when new.
void elara_fdn_reset(ElaraFdn* fdn);
// Real time: no allocation, lock or system call. IN is mono; the answer of
// unit energy or so is written to LEFT and RIGHT, not before 20 ms. The bytes
// do not depend on how a signal is cut into calls.
void elara_fdn_process(
    ElaraFdn* fdn, const float* in, float* left, float* right, size_t frames);

#endif
