// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// When somebody speaks, heard from a track that holds the dialogue alone.

#ifndef ELARA_SOUND_MIX_SPEECH_H
#define ELARA_SOUND_MIX_SPEECH_H

#include "sound/mix/spans.h"

typedef struct ElaraEar ElaraEar;

// Lives in ARENA but for what free() frees; NULL when out of memory.
ElaraEar* elara_ear_new(ElaraArena* arena, int rate);
void elara_ear_free(ElaraEar* ear); // NULL-safe
// FRAMES of interleaved stereo.
ElaraStatus
elara_ear_add(ElaraEar* ear, const float* interleaved, size_t frames);
// What was heard, in time order; the last window that is not whole is not.
ElaraStatus elara_ear_spans(const ElaraEar* ear, ElaraStretches* spans);

#endif
