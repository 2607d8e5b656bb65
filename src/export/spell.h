// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// Enharmonic spelling on the line of fifths: ... Bb F C G D A E B F# C# ...
// with C = 0, so that seven steps right are a sharp and seven left a flat
// (Temperley, The Cognition of Basic Musical Structures, 2001, chapter 5).
// Chord tones follow their root, diatonic tones the key, leading tones their
// goal: an applied dominant has its sharp, a lament its flat.

#ifndef ELARA_EXPORT_SPELL_H
#define ELARA_EXPORT_SPELL_H

#include "model/harmony.h"

typedef struct {
  int fifths; // place on the line of fifths
  char step;  // 'A'..'G'
  int alter;  // -2..2
} ElaraSpelling;

// What a spelling depends on.
typedef struct {
  const ElaraChord* chord; // the harmony at this moment, or NULL
  int fifths;              // key signature in force, concert
  int tonic;               // of that key, pitch class
  ElaraMode mode;
  int next; // pitch of the next note of the line, or -1
} ElaraSpellContext;

ElaraSpelling elara_spell_fifths(int fifths);
ElaraSpelling elara_spell(const ElaraSpellContext* context, int pitch);
// Root of a chord, and any pitch class as its bass.
ElaraSpelling elara_spell_root(const ElaraSpellContext* context);
ElaraSpelling elara_spell_tonic(int tonic, ElaraMode mode);
// Moved SHIFT fifths along the line (a transposing part), brought back within
// single accidentals where a double one is not needed.
ElaraSpelling elara_spell_shift(ElaraSpelling spelling, int shift);
// The same pitch by a name that is read at sight under a KEY signature: no
// double accidentals and no white keys with a sharp or flat, unless they belong
// to the key or lead to its relative minor's tonic. What the harmony would call
// it gives way to what a player can read (Gould, Behind Bars, 2011).
ElaraSpelling elara_spell_readable(ElaraSpelling spelling, int key);
// Octave number of PITCH (middle C begins octave 4) under this spelling.
int elara_spell_octave(ElaraSpelling spelling, int pitch);

#endif
