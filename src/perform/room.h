// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// Private to perform/: the work sheet that its steps share.

#ifndef ELARA_PERFORM_ROOM_H
#define ELARA_PERFORM_ROOM_H

#include "perform/perform.h"

typedef struct {
  const ElaraScore* score;
  const ElaraPlan* plan;
  const ElaraSketch* sketch; // may be NULL
  ElaraPerformConfig config;
  ElaraArena* arena;   // the take's own
  ElaraArena* scratch; // dies with the call
  ElaraTake* take;
  ElaraTempoMap map; // the performed one, once elara_perform_tempo has run
  ElaraTick* hits;   // ticks of the hard hits, rising
  size_t hit_count;
} PerformRoom;

// A note of the score with all that playing it depends on.
typedef struct {
  const ElaraScoreNote* note;
  const ElaraScoreNote* next; // of the same voice, NULL at the end
  const ElaraInstrument* instrument;
  int instrument_id;
  int chord_rank; // 0 = the lowest note of its chord in the part
  int cue;        // index, -1 outside
  ElaraMood mood;
  int phrase_end;    // 1: the last of its phrase in this part
  int on_hit;        // 1: falls on a hard hit
  double mean_pitch; // of the part
  double level;      // 0..1, by the part's dynamics
  double written_s;  // length as written, in the performed tempo
} PerformNote;

// The way a note is sounded: which of its instrument's presets.
typedef enum {
  PERFORM_SOUND_PLAIN,
  PERFORM_SOUND_SLOW, // slow attack, for long soft notes
  PERFORM_SOUND_TREMOLO,
  PERFORM_SOUND_PIZZICATO,
  PERFORM_SOUND_MUTED,
  PERFORM_SOUND_COUNT
} PerformSound;

// How freely a mood lets the tempo breathe, 0..1.4.
double elara_perform_freedom(ElaraMood mood);

// Fills the take's tempo map and room->map.
ElaraStatus elara_perform_tempo(PerformRoom* room);
// The beat that a musician counts in a bar of this metre, in ticks.
ElaraTick elara_perform_beat_ticks(const ElaraBar* bar);

// When NOTE sounds: always ON < OFF, within the cue.
void elara_perform_timing(const PerformRoom* room,
                          const PerformNote* note,
                          ElaraTime* on,
                          ElaraTime* off);

// Velocity 1..127 of NOTE.
int elara_perform_velocity(const PerformRoom* room, const PerformNote* note);
// Controller 11 for LEVEL (0..1), changed by DB.
int elara_perform_expression(double level, double db);
// Loudness of LEVEL in the sampler, dB below full, velocity and controller 11
// together.
double elara_perform_level_db(double level);

// Which sound NOTE wants, the preset of a sound, and what to call the player.
PerformSound elara_perform_sound(const PerformNote* note);
ElaraPreset elara_perform_preset(int instrument, PerformSound sound);
const char* elara_perform_player_name(ElaraArena* arena,
                                      int instrument,
                                      PerformSound sound);

// Adds the curves of controllers 11 and 1 to PLAYER, whose notes are PART's.
typedef ELARA_LIST(ElaraTakeEvent) PerformEvents;
ElaraStatus elara_perform_curves(const PerformRoom* room,
                                 const ElaraPart* part,
                                 PerformEvents* events);

// Index of the sketch's phrase at TICK, or -1.
int elara_perform_phrase_at(const PerformRoom* room, ElaraTick tick);
// dB of the phrase arch and of the pull of the harmony at TICK.
double elara_perform_arch_db(const PerformRoom* room, ElaraTick tick);
double elara_perform_harmony_db(const PerformRoom* room, ElaraTick tick);
// Harmonic charge of a chord (0 tonic ... 8 far away), melodic charge of a
// pitch over a chord root; after the KTH rules.
double elara_perform_chord_charge(const ElaraChord* chord);
double elara_perform_melodic_charge(int pitch, int root);
// The chord at TICK, or NULL.
const ElaraChord* elara_perform_chord_at(const PerformRoom* room,
                                         ElaraTick tick);

// Uniform in [0, 1) by name, without state.
double elara_perform_unit(uint64_t seed, uint64_t a, uint64_t b);
double elara_perform_clamp(double x, double low, double high);

#endif
