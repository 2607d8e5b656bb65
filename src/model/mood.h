// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// Moods: sixteen named places in the space of feeling, with the starting
// values of tempo, register, articulation and harmony that film practice gives
// them. A table, so that a musician can read and change it.

#ifndef ELARA_MODEL_MOOD_H
#define ELARA_MODEL_MOOD_H

typedef enum {
  ELARA_MOOD_TENDERNESS,
  ELARA_MOOD_SORROW,
  ELARA_MOOD_WONDER,
  ELARA_MOOD_MYSTERY,
  ELARA_MOOD_DREAD,
  ELARA_MOOD_TERROR,
  ELARA_MOOD_SUSPENSE,
  ELARA_MOOD_ACTION,
  ELARA_MOOD_TRIUMPH,
  ELARA_MOOD_RESOLVE,
  ELARA_MOOD_SERENITY,
  ELARA_MOOD_NOSTALGIA,
  ELARA_MOOD_PLAYFULNESS,
  ELARA_MOOD_GROTESQUE,
  ELARA_MOOD_ROMANCE,
  ELARA_MOOD_ANGER,
  ELARA_MOOD_COUNT
} ElaraMood;

typedef struct {
  const char* name;
  double valence, arousal, tension, levity; // centre, each -1..1
  double bpm_low, bpm_high;                 // quarter notes per minute
  double level_low, level_high;             // dynamics, 0 = ppp ... 1 = fff
  double gate; // sounding share of a note, .4 staccato ... 1 legato
  double bars_per_chord;
  int centre_low, centre_high; // register of the middle of the texture, MIDI
  int minor;                   // 1 minor-like, 0 major-like
} ElaraMoodInfo;

const ElaraMoodInfo* elara_mood_info(ElaraMood mood);
// The mood by name ("dread"), or ELARA_MOOD_COUNT.
ElaraMood elara_mood_by_name(const char* name);
// The nearest mood to a feeling (each axis -1..1, weighted distance).
ElaraMood elara_mood_nearest(double valence,
                             double arousal,
                             double tension,
                             double levity);

#endif
