// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// Sounds that no sample has: bells, glass, a choir of formants, drones,
// risers, sub-drops. One engine plays one player, as sampler/sampler.h does:
// feed it events in time order, render between them; starts and ends are
// accurate to the frame.
//
// The same events give the same bytes for any size of render calls: a voice
// makes its sound in chunks counted from its own first frame, and reads the
// controllers where a chunk begins. Memory is asked for in _new and in _note
// only.

#ifndef ELARA_SOUND_SYNTH_SYNTH_H
#define ELARA_SOUND_SYNTH_SYNTH_H

#include "base/status.h"

#include <stddef.h>
#include <stdint.h>

typedef enum {
  ELARA_SYNTH_BELL,  // bell.c: church bell
  ELARA_SYNTH_GLASS, // bell.c: short notes struck, long notes bowed
  ELARA_SYNTH_CHOIR, // choir.c
  ELARA_SYNTH_DRONE, // drone.c
  ELARA_SYNTH_RISER, // riser.c: peaks where the note ends
  ELARA_SYNTH_DROP,  // riser.c: falls from its key
  ELARA_SYNTH_COUNT
} ElaraSynthKind;

// The kind that plays an ElaraInstrumentId; -1 when samples play it.
int elara_synth_kind(int instrument);

typedef struct ElaraSynth ElaraSynth;

// An engine for one player. RATE 8000..192000 frames a second. NULL when out
// of memory.
ElaraSynth* elara_synth_new(ElaraSynthKind kind, int rate);
void elara_synth_free(ElaraSynth* synth); // NULL-safe

// CONTROLLER 1: vibrato, and what else the instrument does with it (glass
// shimmers, the choir goes from A over O to U, the drone opens); 2: dynamics,
// in place of velocity once it has moved; 7 volume; 11 expression; 120 all
// sound off; 121 reset; 123 all notes off. Others are ignored.
void elara_synth_control(ElaraSynth* synth, int controller, int value);
void elara_synth_bend(ElaraSynth* synth, int value); // 0..16383, +-2 semitones

// Starts a note that will be released LENGTH frames from now (at least 1).
// TRIM is a linear gain of its own. ELARA_NO_MEMORY loses the note.
//
// At trim 1, velocity 100 and the middle of the sweet range a note is as loud
// as model/instrument.h says (power_db over a string section at forte, which
// is -32 LUFS before the master): no calibration is needed.
ElaraStatus elara_synth_note(
    ElaraSynth* synth, int key, int velocity, int64_t length, double trim);

// Adds COUNT frames to LEFT and RIGHT; they may be NULL when nothing sounds.
void
elara_synth_render(ElaraSynth* synth, float* left, float* right, int count);

// Sounding voices; 0 = the next frames are silent until the next note.
size_t elara_synth_voice_count(const ElaraSynth* synth);
// Frames rendered so far, summed over voices.
uint64_t elara_synth_voice_frames(const ElaraSynth* synth);

#endif
