// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// The romantic orchestra as a table: range, transposition, General MIDI
// program, seat, strength. Shared by compose, orchestrate, perform, sound,
// export. Pitches are sounding MIDI numbers (60 = middle C).

#ifndef ELARA_MODEL_INSTRUMENT_H
#define ELARA_MODEL_INSTRUMENT_H

// In score order, top to bottom.
typedef enum {
  ELARA_PICCOLO,
  ELARA_FLUTE,
  ELARA_OBOE,
  ELARA_ENGLISH_HORN,
  ELARA_CLARINET,
  ELARA_BASS_CLARINET,
  ELARA_BASSOON,
  ELARA_CONTRABASSOON,
  ELARA_HORN,
  ELARA_TRUMPET,
  ELARA_TROMBONE,
  ELARA_BASS_TROMBONE,
  ELARA_TUBA,
  ELARA_TIMPANI,
  ELARA_PERCUSSION, // unpitched: bass drum, cymbals, snare, tam-tam, triangle
  ELARA_GLOCKENSPIEL,
  ELARA_XYLOPHONE,
  ELARA_TUBULAR_BELLS,
  ELARA_CELESTA,
  ELARA_HARP,
  ELARA_CHOIR,
  ELARA_VIOLIN_1,
  ELARA_VIOLIN_2,
  ELARA_VIOLA,
  ELARA_CELLO,
  ELARA_DOUBLE_BASS,
  // Synthetic (sound/synth/): magic and dread only.
  ELARA_CHURCH_BELL,
  ELARA_GLASS_HARMONICA,
  ELARA_FORMANT_CHOIR,
  ELARA_DEEP_DRONE,
  ELARA_RISER,           // ends on a hit
  ELARA_SUB_DROP,        // follows it
  ELARA_INSTRUMENT_COUNT // 32 at most: sets of them are bits
} ElaraInstrumentId;

typedef enum {
  ELARA_FAMILY_WOODWIND,
  ELARA_FAMILY_BRASS,
  ELARA_FAMILY_PERCUSSION,
  ELARA_FAMILY_KEYS, // harp, celesta, mallets
  ELARA_FAMILY_CHOIR,
  ELARA_FAMILY_STRING,
  ELARA_FAMILY_SYNTH,
  ELARA_FAMILY_COUNT
} ElaraFamily;

typedef enum {
  ELARA_TECHNIQUE_NORMAL,
  ELARA_TECHNIQUE_STACCATO,
  ELARA_TECHNIQUE_LEGATO,
  ELARA_TECHNIQUE_MARCATO,
  ELARA_TECHNIQUE_TREMOLO,
  ELARA_TECHNIQUE_PIZZICATO,
  ELARA_TECHNIQUE_MUTED,
  ELARA_TECHNIQUE_ROLL,       // timpani, cymbal
  ELARA_TECHNIQUE_PONTICELLO, // tremolo at the bridge of a string
  ELARA_TECHNIQUE_HARMONIC,   // a string's flute tone, at its sounding pitch
  ELARA_TECHNIQUE_STOPPED,    // a horn closed with the hand
  ELARA_TECHNIQUE_COUNT
} ElaraTechnique;

const char* elara_technique_name(ElaraTechnique technique);

typedef struct {
  const char* name;       // "Clarinet in B-flat": the part name in a score
  const char* short_name; // "Cl."
  const char* sound_id;   // MusicXML instrument-sound
  ElaraFamily family;
  int low, high;             // hard range
  int used_low, used_high;   // what composers use (1st to 99th percentile)
  int sweet_low, sweet_high; // where it sounds best
  int transpose;   // semitones to add to the written pitch to get the sounding
  int fifths;      // to add to the concert key signature for the written part
  int clef;        // 'G', 'F', 'C' (alto), or 'P' for percussion
  int program;     // General MIDI, 0-based; 48 on bank 128 for percussion
  int bank;        // MuseScore General bank of the sustained sound, 0 if none
  int players;     // desks or players that share the line
  double breath_s; // longest line without a breath at mf; 0 = needs none
  double power_db; // loudness at f relative to one string section at f
  double seat_x;   // metres right of the conductor, listener's view
  double seat_y;   // metres upstage of the conductor
  int polyphony;   // notes at once that one part may write (divisi included)
} ElaraInstrument;

const ElaraInstrument* elara_instrument(int id);
// True for what has no pitch, only keys or an effect: no rule of harmony holds.
int elara_instrument_unpitched(int id);
const char* elara_family_name(ElaraFamily family);
// By part name or short name, any case; -1 when unknown.
int elara_instrument_by_name(const char* name);
// By General MIDI program (0-based), samples only; -1 when none fits.
int elara_instrument_by_program(int program);

// Weight of a pitch in the instrument's tessitura: 1 in the sweet range,
// falling to 0 at the hard limits, 0 outside.
double elara_instrument_comfort(int id, int pitch);
// How loud the instrument naturally is at PITCH relative to its middle, dB:
// a flute is weak below 67, a trumpet dominates above 76, and so on.
double elara_instrument_register_db(int id, int pitch);

#endif
