// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// The rules of the KTH school (Friberg 1991; Friberg, Bresin & Sundberg 2006,
// with the numbers of Director Musices) and the accents of Jones & Friberg
// (2023), on one line of tones. DR is the length of a tone in ms, k the
// strength that the palette gives a rule. Three questions are asked of each
// tone: how much longer it is than written (of the virtual melody only: all
// follow it), how much louder (of each part for itself), and how much of its
// end is silent. Each answer is a sum over rules; each costs O(1) a tone.

#ifndef ELARA_PERFORM_RULES_H
#define ELARA_PERFORM_RULES_H

#include "model/time.h"

#include <stddef.h>

// Strength of each rule: palette.c says what is behind the names.
typedef struct {
  double contrast, twice, charge, harmony, phrase, sub, ritard, punct, leap;
  double repeat, breath, staccato, runs, clock, motor, high, accent;
  double swell_db, swell_peak, taper_db;
} PerformPalette;

// A tone of a line; chords count as their highest note.
typedef struct {
  ElaraTick tick;
  ElaraTick end;    // of the tone as written
  double ms;        // DR: written length
  int pitch;        // < 0: none, a drum
  double charge;    // melodic charge over its chord, 0..6.5
  double harmony;   // harmonic charge of its chord, 0..8
  int chord_begins; // 1: the first tone over its chord
  int rest;         // 1: silence follows
  int phrase_end;   // 1: the last of its phrase
  int sub_start;    // 1: the first of a sub-phrase
  int comma;        // 1: a boundary of the melody lies behind it
  double mean;      // mean pitch of the line, two bars around
} PerformTone;

// Sets COMMA where a listener hears a small caesura: boundary weights after
// rests, isolated leaps, long tones; the strongest of neighbours stays.
// WEIGHTS is room for COUNT numbers.
void elara_rule_punctuate(PerformTone* tones, size_t count, double* weights);

// Duration contrast: c(DR), negative for what is shorter than 600 ms.
double elara_rule_contrast(double ms);
// Gap of punctuation: 20 ms for tones of 160 ms, 60 ms for 640 ms.
double elara_rule_comma_ms(double ms);

// ms that tone I of COUNT lasts longer than written.
double elara_rule_lengthen_ms(const PerformPalette* k,
                              const PerformTone* tones,
                              size_t count,
                              size_t i);
// dB that it is louder, without what moves slowly (arches, harmony).
double elara_rule_louder_db(const PerformPalette* k,
                            const PerformTone* tones,
                            size_t count,
                            size_t i);
// ms of silence before the next tone that are taken from its end.
double elara_rule_gap_ms(const PerformPalette* k,
                         const PerformTone* tones,
                         size_t count,
                         size_t i);
// Share of a staccato tone that is silent.
double elara_rule_staccato(double k);

// The phrase arch, 0 at its TURN: START at x = 0, END at x = 1, parabolas.
double elara_rule_arch(double x, double turn, double start, double end);
// Friberg & Sundberg's final ritard, q = 3: the stretch 1/v at share X of it
// when the speed falls to LAST.
double elara_rule_ritard(double x, double last);

#endif
