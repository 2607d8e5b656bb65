// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// The theme book: the melodies of a story, in a form that any key, mode, metre
// or register can take. Made by compose/, carried in the Sketch, exported as
// themes.json.

#ifndef ELARA_MODEL_THEME_H
#define ELARA_MODEL_THEME_H

#include "base/text.h"
#include "model/harmony.h"

#define ELARA_THEME_NOTES 64
#define ELARA_THEME_CHORDS 24

typedef struct {
  ElaraTick tick;     // from the start of the theme
  ElaraTick duration; // notated
  int degree;         // scale degree: 0 = tonic, 7 an octave above
  int alter;          // semitones
} ElaraThemeNote;

// A chord of the theme's own harmony, by degree of its mode.
typedef struct {
  ElaraTick tick;
  ElaraTick duration;
  int root; // semitones above the tonic
  ElaraChordQuality quality;
  int inversion; // 0 root in the bass, 1 third, 2 fifth, 3 seventh
} ElaraThemeChord;

typedef struct {
  const char* name; // of whom or what
  int role;         // index into the plan's themes
  ElaraMode mode;
  int tonic; // home key, pitch class
  int beats; // metre
  int beat_type;
  double bpm;     // at rest
  int bars;       // of the whole theme, 4 or 8
  int instrument; // its own colour: ElaraInstrumentId
  int head_count; // notes of the head motif, 4..9
  ElaraThemeNote notes[ELARA_THEME_NOTES];
  int note_count;
  ElaraThemeChord chords[ELARA_THEME_CHORDS];
  int chord_count;
  double quality;        // 0..1 by the melodic measure of compose/
  double nearest;        // distance to the nearest other theme, 0..1
  const char* character; // one sentence: its interval, rhythm, mode
} ElaraTheme;

// JSON text of a theme book.
ElaraStatus
elara_themes_write(const ElaraTheme* themes, size_t count, ElaraText* text);

#endif
