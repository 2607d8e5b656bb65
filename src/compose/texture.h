// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// Accompaniment: how a phrase's harmony is set in motion. A texture joins an
// ensemble, a rhythm for the inner voices, up to three figurations and a way
// for the bass. All are tables for musicians to read and change; README.md
// says how to add to them.

#ifndef ELARA_COMPOSE_TEXTURE_H
#define ELARA_COMPOSE_TEXTURE_H

#include "model/mood.h"
#include "model/sketch.h"

// The rhythm of the inner voices. BAR is repeated from each bar line: x a
// stroke, X a stroke with an accent, _ the note before goes on, . a rest.
typedef struct {
  const char* name;
  int grid;             // steps to a quarter; 0: a way of its own, by name
  const char* bar;      // in metres of whole quarters
  const char* compound; // in metres of eighths, grid 2; NULL = BAR
} ElaraRhythm;

// A figuration. BAR is repeated from each bar line, one sign a step:
//   0..9  a rung of the ladder of chord tones that begins at LOW
//   + -   a scale step above, below the rung before
//   #     a semitone below the rung before
//   _     the note before goes on
//   .     a rest
typedef enum {
  ELARA_FIGURE_PATTERN,
  ELARA_FIGURE_THEME,    // the contour of the theme's head, displaced
  ELARA_FIGURE_DIALOGUE, // answers where the melody holds or rests
  ELARA_FIGURE_RUN,      // a scale into the next bar
} ElaraFigureKind;

typedef struct {
  const char* name;
  ElaraFigureKind kind;
  int grid; // steps to a quarter
  const char* bar;
  int low, high; // its register, MIDI
  int colour;    // 1: harp, celesta, bells
} ElaraFigure;

// The way of the bass. BAR as above: 0 the bass note, 5 the chord's fifth (or
// the bass note), 8 the octave above, _ goes on, . rest.
typedef struct {
  const char* name;
  int grid; // 0: a way of its own, by name: held, walking, pedal, lament
  const char* bar;
  const char* compound; // in metres of eighths, grid 2; NULL = BAR
} ElaraBassWay;

#define ELARA_TEXTURE_FIGURES 3

typedef struct {
  const char* name;
  ElaraEnsemble ensemble;
  const char* inner; // name of a rhythm; NULL = no inner voices
  const char* figures[ELARA_TEXTURE_FIGURES];
  const char* bass;    // name of a way; NULL = no bass
  int inner_technique; // ElaraTechnique
  int figure_technique;
  int bass_technique;
  double energy; // 0 still ... 1 driving
  // One digit per mood in the order of ElaraMood: tenderness sorrow wonder
  // mystery, dread terror suspense action, triumph resolve serenity nostalgia,
  // playfulness grotesque romance anger. 0 = never ... 9 = often.
  const char* moods;
} ElaraTexture;

int elara_texture_count(void);
const ElaraTexture* elara_texture(int index);

// By name; NULL when there is none. By index for tests, NULL past the last.
const ElaraRhythm* elara_rhythm(const char* name);
const ElaraFigure* elara_figure(const char* name);
const ElaraBassWay* elara_bass_way(const char* name);
const ElaraRhythm* elara_rhythm_at(int index);
const ElaraFigure* elara_figure_at(int index);
const ElaraBassWay* elara_bass_way_at(int index);

#endif
