// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// The Take: a performance. Per player, timed notes and curves, ready for any
// sound engine. Made by perform/ (from a Score, or from a MIDI file), read by
// sound/, live/ and export/.

#ifndef ELARA_MODEL_TAKE_H
#define ELARA_MODEL_TAKE_H

#include "base/arena.h"
#include "base/diag.h"
#include "base/status.h"
#include "model/instrument.h"
#include "model/tempo_map.h"

// A SoundFont preset: MIDI bank (0..16383; 128 = percussion) and program.
typedef struct {
  int bank;
  int program;
} ElaraPreset;

typedef enum {
  ELARA_TAKE_NOTE,
  ELARA_TAKE_CONTROL,       // controller A to value B
  ELARA_TAKE_BEND,          // pitch wheel, B 0..16383, centre 8192
  ELARA_TAKE_PROGRAM,       // preset: bank A, program B
  ELARA_TAKE_PRESSURE,      // channel pressure B
  ELARA_TAKE_KEY_PRESSURE,  // key A, value B
  ELARA_TAKE_RESET,         // everything back to its default; B ElaraTakeMode
  ELARA_TAKE_MASTER_VOLUME, // B 0..16383, default 16383; its square is a gain
  ELARA_TAKE_MASTER_TUNE,   // all notes B hundredths of a cent higher, signed
  ELARA_TAKE_KEY_TUNE,      // the same for key A alone; the two add up
  ELARA_TAKE_KIND_COUNT
} ElaraTakeKind;

// What a reset puts an instrument into. A reset stops what sounds, puts all
// controllers, the bend and its range, volume and tunings to their defaults;
// the preset that holds after it follows as a PROGRAM event.
typedef enum {
  ELARA_TAKE_MODE_NONE, // General MIDI switched off
  ELARA_TAKE_MODE_GM,
  ELARA_TAKE_MODE_GM2,
  ELARA_TAKE_MODE_GS,
  ELARA_TAKE_MODE_XG,
  ELARA_TAKE_MODE_COUNT
} ElaraTakeMode;

// Tunings go no further from equal temperament: 140 semitones, in 1/100 cent.
#define ELARA_TAKE_MOST_TUNE 1400000

// Notes carry their own end: every on has an off by construction. Events at
// one time happen in their order in the list, and a note is released before
// any other event of the time of its end; where a MIDI file has the release
// after a pedal of the same tick, the end is one flick later.
//
// Controllers are raw MIDI: also pedals, portamento, RPN and NRPN, and the
// channel mode messages 120..127. Only bank select is missing: PROGRAM says it.
typedef struct {
  ElaraTime time;
  ElaraTime end;  // notes: released here, > time; else == time
  ElaraTick tick; // score position; notes and controls from a Score, else -1
  ElaraTick tick_end; // notes: written end
  ElaraTakeKind kind;
  int a;         // note: key 0..127
  int b;         // note: velocity 1..127
  int technique; // notes: ElaraTechnique
  int prompt;    // notes: 1 = heard at TIME, on a hard hit: who plays begins as
                 //   much earlier as the sound needs to speak
} ElaraTakeEvent;

// One player or section: one channel strip of the mix.
typedef struct {
  const char* name;       // "Violin I"
  int instrument;         // ElaraInstrumentId, or -1 (MIDI without a known one)
  ElaraPreset preset;     // at the start
  int midi_channel;       // 0..15, as it came or as it should go to a MIDI file
  int midi_port;          // 0..127, as it came: 16 channels each
  int percussion;         // 1: keys are drum names, not pitches, all the time
  ElaraTakeEvent* events; // sorted by time, in order of effect at one time
  size_t event_count;
} ElaraPlayer;

typedef struct {
  ElaraArena* arena;
  ElaraTime length; // of the whole take: the audio is exactly this long
  ElaraPlayer* players;
  size_t player_count;
  // The performed tempo map, rubato included: where the beats really fall.
  ElaraTempoAnchor* tempo;
  size_t tempo_count; // >= 1
} ElaraTake;

// NULL-safe.
void elara_take_free(ElaraTake* take);
// Sorted; ends after starts; nothing after LENGTH; values in MIDI ranges.
ElaraStatus elara_take_check(const ElaraTake* take, ElaraDiags* diags);

#endif
