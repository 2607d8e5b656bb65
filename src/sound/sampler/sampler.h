// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// One player: a MIDI-like channel over a font, with as many voices as its
// notes need. The caller feeds it events in time order and renders between
// them; starts and ends are accurate to the frame.

#ifndef ELARA_SOUND_SAMPLER_SAMPLER_H
#define ELARA_SOUND_SAMPLER_SAMPLER_H

#include "sound/sampler/font.h"
#include "sound/sampler/interpolate.h"

typedef struct ElaraSampler ElaraSampler;

// FONT and INTERPOLATOR are borrowed. NULL when out of memory.
ElaraSampler* elara_sampler_new(const ElaraFont* font,
                                const ElaraInterpolator* interpolator,
                                int rate);
void elara_sampler_free(ElaraSampler* sampler); // NULL-safe

void elara_sampler_preset(ElaraSampler* sampler, const ElaraZoneList* preset);
void elara_sampler_control(ElaraSampler* sampler, int controller, int value);
void elara_sampler_bend(ElaraSampler* sampler, int value); // 0..16383
void elara_sampler_pressure(ElaraSampler* sampler, int value);
void elara_sampler_key_pressure(ElaraSampler* sampler, int key, int value);

// Starts a note that will be released LENGTH frames from now. TRIM is a linear
// gain of its own. ELARA_NO_MEMORY loses the note.
ElaraStatus elara_sampler_note(
    ElaraSampler* sampler, int key, int velocity, int64_t length, double trim);

// Adds COUNT frames.
void elara_sampler_render(ElaraSampler* sampler,
                          float* left,
                          float* right,
                          int count);

size_t elara_sampler_voice_count(const ElaraSampler* sampler);
// Frames rendered so far, summed over voices.
uint64_t elara_sampler_voice_frames(const ElaraSampler* sampler);
// Most voices at once so far.
size_t elara_sampler_most_voices(const ElaraSampler* sampler);

#endif
