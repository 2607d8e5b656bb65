// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// Accompaniment textures: how a phrase's harmony is set in motion. The table
// is for musicians to read and change; README.md says how to add one.

#ifndef ELARA_COMPOSE_TEXTURE_H
#define ELARA_COMPOSE_TEXTURE_H

#include "model/mood.h"

typedef enum {
  ELARA_INNER_NONE,
  ELARA_INNER_SUSTAIN,   // held, tied where a voice does not move
  ELARA_INNER_REPEAT,    // repeated eighths
  ELARA_INNER_PULSE,     // repeated quarters
  ELARA_INNER_OFFBEAT,   // after each beat
  ELARA_INNER_AFTERBEAT, // every beat but the first
  ELARA_INNER_CHORALE,   // with the melody's beats
  ELARA_INNER_SYNCOPATE, // across the beat
  ELARA_INNER_STAB,      // short accents, 3+3+2
} ElaraInnerPattern;

typedef enum {
  ELARA_FIGURE_NONE,
  ELARA_FIGURE_ARPEGGIO,    // rising and falling eighths
  ELARA_FIGURE_RIPPLE,      // rising and falling sixteenths
  ELARA_FIGURE_ALBERTI,     // low, high, middle, high
  ELARA_FIGURE_TRIPLET,     // rising triplets
  ELARA_FIGURE_MURMUR,      // two tones in sixteenths
  ELARA_FIGURE_OSTINATO_8,  // a cell of the theme, in eighths
  ELARA_FIGURE_OSTINATO_16, // chord tone and neighbours in sixteenths, 3+3+2
  ELARA_FIGURE_DIALOGUE,    // short groups with rests, answering the melody
  ELARA_FIGURE_BELL,        // one high tone a beat or slower
  ELARA_FIGURE_RUN,         // a scale into the next bar
} ElaraFigurePattern;

typedef enum {
  ELARA_BASS_NONE,
  ELARA_BASS_HOLD,
  ELARA_BASS_BEATS,
  ELARA_BASS_EIGHTHS,
  ELARA_BASS_OOMPAH, // root on one, fifth on the middle beat, short
  ELARA_BASS_WALK,   // quarters with passing tones
  ELARA_BASS_PEDAL,  // one note for the phrase
  ELARA_BASS_SPARSE, // downbeats only
} ElaraBassPattern;

typedef struct {
  const char* name;
  ElaraInnerPattern inner;
  ElaraFigurePattern figure;
  ElaraBassPattern bass;
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

#endif
