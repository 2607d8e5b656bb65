// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// The Score: who plays what. One part per instrument, in score order. Made by
// orchestrate/, read by perform/ (which plays it) and export/ (which prints
// it; its text form is MusicXML).

#ifndef ELARA_MODEL_SCORE_H
#define ELARA_MODEL_SCORE_H

#include "model/plan.h"
#include "model/sketch.h"

typedef struct {
  ElaraTick tick;
  ElaraTick duration;
  int pitch;     // sounding; for percussion a General MIDI drum key
  int voice;     // 0 or 1; within a voice, notes either share tick and
                 // duration (a chord, divisi) or do not overlap
  int technique; // ElaraTechnique
  double accent; // 0..1
  int slur;      // > 0: notes of one slur share the number, consecutive
  int role;      // ElaraLineRole of the line it came from
  int lead;      // 1: carries the melody that the listener follows
  int phrase;    // index into the sketch's phrases
} ElaraScoreNote;

// A span of loudness. Marks are printed at TICK; a hairpin to TICK_END when
// the levels differ by more than a step.
typedef struct {
  ElaraTick tick;
  ElaraTick tick_end;
  double level; // 0 ppp ... 1 fff
  double level_end;
} ElaraDynamic;

typedef struct {
  int instrument;        // ElaraInstrumentId
  ElaraScoreNote* notes; // by tick, then voice, then pitch
  size_t note_count;
  ElaraDynamic* dynamics; // by tick, not overlapping
  size_t dynamic_count;
} ElaraPart;

typedef struct {
  ElaraTick tick;
  int fifths; // concert key signature
  int tonic;  // pitch class
  ElaraMode mode;
} ElaraKeyChange;

// A decision of the orchestrator that a listener may notice, and its reason.
typedef struct {
  ElaraTick tick;
  int phrase;       // index into the sketch's phrases
  int instrument;   // ElaraInstrumentId, or -1 for several
  const char* what; // "has the tune", "con sordino", "tutti"
  const char* why;  // the rule, and what in the phrase asked for it
} ElaraColour;

typedef struct {
  ElaraArena* arena;
  ElaraPart* parts;
  size_t part_count;    // only instruments that play
  ElaraKeyChange* keys; // on bar lines; first at tick 0
  size_t key_count;
  const ElaraChord* chords; // copied from the sketch
  size_t chord_count;
  ElaraColour* colours; // in time order
  size_t colour_count;
} ElaraScore;

// "ppp".."fff" of a level 0..1.
const char* elara_dynamic_mark(double level);

// NULL-safe.
void elara_score_free(ElaraScore* score);
// Hard ranges, breath (no wind or brass line longer than 12 s), nothing closer
// than a fifth below MIDI 42, no overlaps within a voice, polyphony of the
// part, dynamics ordered. PLAN gives bars and tempo.
ElaraStatus elara_score_check(const ElaraScore* score,
                              const ElaraPlan* plan,
                              ElaraDiags* diags);
// Level of a part at TICK by its dynamics; 0.5 where none is in force.
double elara_part_level(const ElaraPart* part, ElaraTick tick);

#endif
