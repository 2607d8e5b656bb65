// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// Private to perform/: the work sheet that its steps share.

#ifndef ELARA_PERFORM_ROOM_H
#define ELARA_PERFORM_ROOM_H

#include "perform/perform.h"
#include "perform/rules.h"

typedef struct {
  const ElaraScore* score;
  const ElaraPlan* plan;
  const ElaraSketch* sketch; // may be NULL
  ElaraPerformConfig config;
  ElaraArena* arena;   // the take's own
  ElaraArena* scratch; // dies with the call
  ElaraTake* take;
  const PerformPalette* palettes; // one for each mood
  // The performed time-line, once elara_perform_tempo has run: the take's own
  // has the beats, this one also what lies between them.
  ElaraTempoMap map;
  ElaraTick* hits; // ticks of the hard hits, rising
  size_t hit_count;
} PerformRoom;

// Tones one after another.
typedef struct {
  PerformTone* tones;
  size_t count;
} PerformLine;

// A note of the score with all that playing it depends on.
typedef struct {
  const ElaraScoreNote* note;
  const ElaraScoreNote* next; // of the same voice, NULL at the end of the cue
  const PerformLine* line;    // of its voice in this cue, and where it is there
  size_t place;
  const PerformPalette* palette;
  const ElaraInstrument* instrument;
  int instrument_id;
  int chord_rank; // 0 = the lowest note of its chord in the part
  int cue;        // index, -1 outside
  ElaraMood mood;
  int phrase_end;    // 1: the last of its phrase in this part
  int on_hit;        // 1: falls on a hard hit
  int up_bow;        // strings: 1 on the weaker stroke
  int again;         // how often this pitch has just been played
  double mean_pitch; // of the part in this cue
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

// The strengths of the rules, one row for each mood.
const PerformPalette* elara_perform_palettes(void);
// The palette of CUE (or of no cue), each strength times the expression.
PerformPalette elara_perform_palette(const PerformRoom* room, int cue);

// elara_perform with palettes of one's own: to hear one rule alone.
ElaraStatus elara_perform_with(const ElaraScore* score,
                               const ElaraPlan* plan,
                               const ElaraSketch* sketch,
                               const ElaraPerformConfig* config,
                               const PerformPalette* palettes,
                               ElaraTake** take);

// The one melody that all follow in CUE: at each instant the shortest of the
// notes that sound, of equals the one with the highest melodic charge. MAP
// gives its tones their ms.
ElaraStatus elara_perform_melody(const PerformRoom* room,
                                 size_t cue,
                                 const ElaraTempoMap* map,
                                 PerformLine* line);
// The line of VOICE in notes [FIRST, LAST) of PART. PLACES[i - first] becomes
// the place of note i in it.
ElaraStatus elara_perform_line(const PerformRoom* room,
                               const ElaraPart* part,
                               size_t first,
                               size_t last,
                               int voice,
                               PerformLine* line,
                               size_t* places);

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
// Velocity of a plain note at LEVEL.
double elara_perform_level_velocity(double level);
// Controller 11 for LEVEL (0..1), changed by DB.
int elara_perform_expression(double level, double db);
// Loudness of LEVEL in the sampler, dB below full, velocity and controller 11
// together.
double elara_perform_level_db(double level);

// Which sound NOTE wants, the preset of a sound, and what to call the player.
PerformSound elara_perform_sound(const PerformNote* note);
// The key that plays PITCH: PITCH itself but in the percussion's kit.
int elara_perform_key(int instrument, int pitch);
ElaraPreset elara_perform_preset(int instrument, PerformSound sound);
const char* elara_perform_player_name(ElaraArena* arena,
                                      int instrument,
                                      PerformSound sound);

// dB by which a note of LENGTH_S swells and tapers AT_S after its start, by
// the mood, the breath and the bow of its instrument at LEVEL. KEY names its
// dice; TO_HIT: it ends on a hard hit and does not taper; FROM, ON: it is
// slurred from the note before it, on to the next, and is one line with them.
typedef struct {
  const PerformPalette* palette;
  ElaraFamily family;
  int technique;
  double length_s;
  double level;
  double living; // 0..1, how much the tone lives
  int to_hit;
  int from, on;
  uint64_t key;
} PerformHeld;
double elara_perform_shape_db(const PerformHeld* held, double at_s);

// Adds the curves of controllers 11 and 1 to EVENTS, notes of PART.
typedef ELARA_LIST(ElaraTakeEvent) PerformEvents;
ElaraStatus elara_perform_curves(const PerformRoom* room,
                                 const ElaraPart* part,
                                 PerformEvents* events);

// Parts of a phrase: groups of two bars, the last one of up to three. Start
// and end of the group at TICK; 0 when the phrase is not divided.
int elara_perform_sub_phrase(const PerformRoom* room,
                             const ElaraPhrase* phrase,
                             ElaraTick tick,
                             ElaraTick* start,
                             ElaraTick* end);
// Index of the sketch's phrase at TICK, or -1.
int elara_perform_phrase_at(const PerformRoom* room, ElaraTick tick);
// dB of the phrase arch and of the pull of the harmony at TICK.
double elara_perform_arch_db(const PerformRoom* room,
                             const PerformPalette* palette,
                             ElaraTick tick);
double elara_perform_harmony_db(const PerformRoom* room,
                                const PerformPalette* palette,
                                ElaraTick tick);
// Index of the first hard hit at or after TICK, or hit_count.
size_t elara_perform_hit_from(const PerformRoom* room, ElaraTick tick);
// 1 when a hard hit falls on TICK.
int elara_perform_on_hit(const PerformRoom* room, ElaraTick tick);
// Harmonic charge of a chord (0 tonic ... 8 far away), melodic charge of a
// pitch over a chord root; after the KTH rules.
double elara_perform_chord_charge(const ElaraChord* chord);
double elara_perform_melodic_charge(int pitch, int root);
// The chord at TICK, or NULL.
const ElaraChord* elara_perform_chord_at(const PerformRoom* room,
                                         ElaraTick tick);

// 1/f noise, about -1..1, by name: the value at INDEX.
double elara_perform_drift(uint64_t seed, uint64_t index);
// The dice of CUE: by what it is called wherever it stands.
uint64_t elara_perform_dice(const PerformRoom* room, int cue, const char* what);
// First tick of CUE, 0 when there is none.
ElaraTick elara_perform_cue_tick(const PerformRoom* room, int cue);
// Uniform in [0, 1) by name, without state.
double elara_perform_unit(uint64_t seed, uint64_t a, uint64_t b);
double elara_perform_clamp(double x, double low, double high);

#endif
