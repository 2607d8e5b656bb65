// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// Keys, modes and chords: small values shared by themes, sketch and score.
// Pitch classes are 0..11 with C = 0.

#ifndef ELARA_MODEL_HARMONY_H
#define ELARA_MODEL_HARMONY_H

#include "model/time.h"

typedef enum {
  ELARA_MODE_MAJOR,
  ELARA_MODE_MINOR, // natural, with the raised 7th (and 6th) where it leads
  ELARA_MODE_DORIAN,
  ELARA_MODE_PHRYGIAN,
  ELARA_MODE_LYDIAN,
  ELARA_MODE_MIXOLYDIAN,
  ELARA_MODE_COUNT
} ElaraMode;

const char* elara_mode_name(ElaraMode mode);
ElaraMode elara_mode_by_name(const char* name); // ELARA_MODE_COUNT if unknown
// Semitones above the tonic of the seven degrees.
const int* elara_mode_scale(ElaraMode mode);
// True for modes with a minor third.
int elara_mode_is_minor(ElaraMode mode);
// Key signature: sharps positive, flats negative, -6..6, for this tonic.
int elara_key_fifths(int tonic, ElaraMode mode);

// Semitones above TONIC_PITCH of a scale DEGREE (0 = tonic, 7 = an octave up,
// negative below), plus ALTER.
int elara_degree_pitch(int tonic_pitch, ElaraMode mode, int degree, int alter);

typedef enum {
  ELARA_CHORD_MAJOR,
  ELARA_CHORD_MINOR,
  ELARA_CHORD_DIMINISHED,
  ELARA_CHORD_AUGMENTED,
  ELARA_CHORD_DOMINANT_7,
  ELARA_CHORD_MAJOR_7,
  ELARA_CHORD_MINOR_7,
  ELARA_CHORD_HALF_DIMINISHED,
  ELARA_CHORD_DIMINISHED_7,
  ELARA_CHORD_SUS_4,
  ELARA_CHORD_ADD_9,
  ELARA_CHORD_DOMINANT_9,
  ELARA_CHORD_POWER, // root and fifth only
  ELARA_CHORD_QUALITY_COUNT
} ElaraChordQuality;

typedef struct {
  const char* name;     // "dominant seventh"
  const char* symbol;   // after the root: "7", "m", "dim" ...
  const char* musicxml; // <kind> value
  int count;            // 2..5
  int tones[5];         // semitones above the root
} ElaraChordInfo;

const ElaraChordInfo* elara_chord_info(ElaraChordQuality quality);

typedef struct {
  ElaraTick tick;
  ElaraTick duration;
  int root; // pitch class
  ElaraChordQuality quality;
  int bass;       // pitch class sounding lowest
  int tonic;      // of the key it belongs to, pitch class
  ElaraMode mode; // of that key
  char roman[12]; // "V7/V", "iv6": its function in that key
} ElaraChord;

// Bit set (bit i = pitch class i) of the chord's tones.
unsigned elara_chord_mask(const ElaraChord* chord);
unsigned elara_scale_mask(int tonic, ElaraMode mode);

#endif
