// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// The theme book: the melodies of a story, in a form that any key, mode, metre
// or register can take. Made by compose/, carried in the Sketch, exported as
// themes.json, and carried into a sequel.

#ifndef ELARA_MODEL_THEME_H
#define ELARA_MODEL_THEME_H

#include "base/arena.h"
#include "base/diag.h"
#include "base/text.h"
#include "model/harmony.h"

#define ELARA_THEME_NOTES 64
#define ELARA_THEME_CHORDS 24
#define ELARA_THEME_HEAD_QUARTERS 16 // how long a head motif may be
#define ELARA_BOOK_THEMES 256        // in one book

typedef enum {
  ELARA_THEME_PERSON,
  ELARA_THEME_PLACE,
  ELARA_THEME_IDEA, // the story's own: destiny, the magic, the main title
  ELARA_THEME_BOND, // two people
  ELARA_THEME_KIND_COUNT
} ElaraThemeKind;

const char* elara_theme_kind_name(ElaraThemeKind kind);

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
  ElaraThemeKind kind;
  const char* origin; // the film in which it was first heard; NULL or "" = this
  const char* reason; // where it comes from and what became of it; NULL or ""
                      //   when it is new
  int waits;          // 1: of an earlier film, not heard in this one
} ElaraTheme;

typedef struct {
  ElaraArena* arena;
  const char* title; // of the film
  ElaraTheme* themes;
  size_t count;
} ElaraThemeBook;

// NULL-safe.
void elara_theme_book_free(ElaraThemeBook* book);

// The theme that is called NAME, in any case, with or without a leading "the",
// a bond in either order; one of KIND before others; NULL when there is none.
const ElaraTheme* elara_theme_named(const ElaraTheme* themes,
                                    size_t count,
                                    const char* name,
                                    ElaraThemeKind kind);

// Names present and distinct; keys, metres, tempi and instruments that exist;
// notes in order, in the bars, on the keyboard; a head motif at most
// ELARA_THEME_HEAD_QUARTERS long. FILE and LIST ("themes") name the place.
ElaraStatus elara_themes_check(const char* file,
                               const char* list,
                               const ElaraTheme* themes,
                               size_t count,
                               ElaraDiags* diags);

// A theme book as JSON, and back. Every note also has its pitch in the home
// key, for the eye; what is read is its degree.
ElaraStatus elara_themes_write(const ElaraThemeBook* book, ElaraText* text);
ElaraStatus elara_themes_read(const char* name,
                              const char* json,
                              size_t count,
                              ElaraDiags* diags,
                              ElaraThemeBook** book);

#endif
