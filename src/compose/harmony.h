// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// Harmony with a goal: chords for one phrase, chosen together by dynamic
// programming over a grammar of functions, so that they fit the melody, lead
// to the cadence and take the colour that the story asks for.

#ifndef ELARA_COMPOSE_HARMONY_H
#define ELARA_COMPOSE_HARMONY_H

#include "base/random.h"
#include "model/sketch.h"

#define ELARA_SLOTS 64

// A place where the harmony may change: usually half a bar.
typedef struct {
  ElaraTick tick;
  ElaraTick duration;
  int new_bar;       // begins a bar
  double melody[12]; // weight of each pitch class heard in it (strong = more)
  int top;           // melody pitch at its start, 0 when none
  int leave;         // melody pitch at its end, 0 when none
  int lowest;        // lowest melody pitch in it, 0 when none
  double tension;    // wanted, 0 at rest ... 1 at the breaking point
  double wish;       // how much this chord is wanted here; 0 = no wish:
  int wish_root;     //   pitch class
  ElaraChordQuality wish_quality;
} ElaraSlot;

typedef struct {
  int tonic;
  ElaraMode mode;
  ElaraCadence cadence;
  double hold; // wish to keep a chord: -1 (changes often) ... 2 (pedal-like)
  double chromatic; // 0 diatonic ... 1 pantriadic wonder
  double dark;      // 0 ... 1 poles, Neapolitans, diminished
  double sevenths;  // 0 plain triads ... 1 rich
  int opens_on_tonic;
  double follow;     // how closely chords follow the tension of the slots
  ElaraChord before; // the chord before the first; duration 0 = none
  int leads_to;      // tonic of the next phrase, -1 = none: an open end may
                     //   close on its dominant
} ElaraHarmonyStyle;

// Writes COUNT chords, one per slot (neighbours may be equal), into CHORDS.
void elara_harmonise(const ElaraSlot* slots,
                     int count,
                     const ElaraHarmonyStyle* style,
                     ElaraRandom* random,
                     ElaraChord* chords);

// Tonal strain of a chord in a key: its distance from the key in the spiral
// array (Chew 2000, with the weights of Herremans & Chew 2017), 0 for the
// tonic ... about 1 for the far side, and more for what is dissonant in itself.
double
elara_chord_strain(int root_above_tonic, ElaraChordQuality quality, int minor);

// A bass line under them: one pitch per slot in LOW..HIGH, a chord tone, by
// dynamic programming (steps, contrary motion, roots at the cadence). Sets
// chords[i].bass.
void elara_bass_line(const ElaraSlot* slots,
                     int count,
                     ElaraChord* chords,
                     int low,
                     int high,
                     ElaraCadence cadence,
                     ElaraRandom* random,
                     int* pitches);

#define ELARA_INNER_VOICES 3

// Three inner voices by least motion, top voice first, between BASS and CEILING
// (slot by slot; the melody when there is one above).
void elara_inner_voices(const ElaraSlot* slots,
                        int count,
                        const ElaraChord* chords,
                        const int* bass,
                        const int* ceiling,
                        int low,
                        ElaraRandom* random,
                        int (*voices)[ELARA_INNER_VOICES]);
// True when FROM -> TO and BELOW -> NEXT move the same way into an octave or a
// fifth that they had before.
int elara_perfect_parallel(int from, int to, int below, int next);

#endif
