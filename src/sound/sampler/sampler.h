// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// One player: a MIDI channel over a font, with as many voices as its notes
// need. The caller feeds it events in time order and renders between them;
// starts and ends are accurate to the frame, and what is heard does not depend
// on how rendering is cut into calls.

#ifndef ELARA_SOUND_SAMPLER_SAMPLER_H
#define ELARA_SOUND_SAMPLER_SAMPLER_H

#include "sound/sampler/breath.h"
#include "sound/sampler/controls.h"
#include "sound/sampler/font.h"
#include "sound/sampler/tables.h"

typedef struct ElaraSampler ElaraSampler;

// Voices beyond which one is stolen.
#define ELARA_MOST_VOICES 4096

// FONT and TABLES are borrowed; no preset yet. RESERVE: voices to make room for
// at once; a player that never needs more allocates nothing afterwards, and
// with FIXED it never does, but steals. NULL when out of memory.
ElaraSampler* elara_sampler_new(const ElaraFont* font,
                                const ElaraTables* tables,
                                int rate,
                                size_t reserve,
                                int fixed);
void elara_sampler_free(ElaraSampler* sampler); // NULL-safe

// PRESET from elara_font_preset().
void elara_sampler_preset(ElaraSampler* sampler, const ElaraZoneList* preset);
void elara_sampler_control(ElaraSampler* sampler, int controller, int value);
void elara_sampler_bend(ElaraSampler* sampler, int value); // 0..16383
void elara_sampler_pressure(ElaraSampler* sampler, int value);
void elara_sampler_key_pressure(ElaraSampler* sampler, int key, int value);
// Of one key, in cents from equal temperament; of everything, in cents; and a
// linear gain.
void elara_sampler_key_tune(ElaraSampler* sampler, int key, double cents);
void elara_sampler_master_tune(ElaraSampler* sampler, double cents);
void elara_sampler_master_gain(ElaraSampler* sampler, double gain);
// BREATH (or NULL) from elara_breath_of(); SEED tells players apart.
void elara_sampler_breathe(ElaraSampler* sampler,
                           const ElaraBreath* breath,
                           uint64_t seed);
// Silence, and all controllers, parameters and tunings as after power on.
void elara_sampler_reset(ElaraSampler* sampler);
const ElaraControls* elara_sampler_controls(const ElaraSampler* sampler);

// Starts a note that will be released LENGTH frames from now. TRIM is a linear
// gain of its own. ELARA_NO_MEMORY loses the note.
ElaraStatus elara_sampler_note(
    ElaraSampler* sampler, int key, int velocity, int64_t length, double trim);
// The next note is slurred to the one before (matters to breathing players).
void elara_sampler_slur(ElaraSampler* sampler);

// Releases the notes that end now. To be called before other events of the
// same time: a pedal pressed at a note's end does not hold it.
void elara_sampler_settle(ElaraSampler* sampler);

// Adds COUNT frames. Real-time safe.
void elara_sampler_render(ElaraSampler* sampler,
                          float* left,
                          float* right,
                          int count);

// The same for up to ELARA_MOST_TOGETHER players whose clocks agree, faster
// than one after the other: their voices share the lanes. LEFT[i] and RIGHT[i]
// are where player i is added.
#define ELARA_MOST_TOGETHER 32
void elara_samplers_render(ElaraSampler* const* samplers,
                           size_t count,
                           float* const* left,
                           float* const* right,
                           int frames);

size_t elara_sampler_voice_count(const ElaraSampler* sampler);
// Frames rendered so far, summed over voices.
uint64_t elara_sampler_voice_frames(const ElaraSampler* sampler);
// Most voices at once so far, and how many had to be stolen.
size_t elara_sampler_most_voices(const ElaraSampler* sampler);
size_t elara_sampler_stolen(const ElaraSampler* sampler);

#endif
