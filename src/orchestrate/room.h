// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// What the files of this room share. For every phrase: cast.c says who may
// play what, orchestrate.c decides, place.c writes the notes, repair.c then
// makes the whole score playable.

#ifndef ELARA_ORCHESTRATE_ROOM_H
#define ELARA_ORCHESTRATE_ROOM_H

#include "base/random.h"
#include "model/score.h"

#define QUARTER ELARA_TICKS_PER_QUARTER

typedef ELARA_LIST(ElaraScoreNote) NoteList;
typedef ELARA_LIST(ElaraDynamic) DynamicList;

typedef struct {
  const ElaraSketch* sketch;
  const ElaraPlan* plan;
  ElaraArena* arena; // of the score
  ElaraTempoMap map;
  unsigned without;
  NoteList notes[ELARA_INSTRUMENT_COUNT];
  DynamicList dynamics[ELARA_INSTRUMENT_COUNT];
  int next_slur[ELARA_INSTRUMENT_COUNT];
  int last_lead;
  int failed;
} Desk;

// The lines of one phrase, and who is busy.
typedef struct {
  Desk* desk;
  const ElaraPhrase* phrase;
  int index;
  const ElaraLine* melody;
  const ElaraLine* counter;
  const ElaraLine* descant;
  const ElaraLine* bass; // or pedal
  const ElaraLine* inner[3];
  const ElaraLine* figure;
  const ElaraLine* colour;
  const ElaraLine* drum;
  const ElaraLine* noise;
  int voices[ELARA_INSTRUMENT_COUNT]; // lines taken, 0..2
  int playing;                        // parts in use
  int budget;                         // parts wanted
} Stand;

// A request to play a line.
typedef struct {
  const ElaraLine* line;
  int instrument;
  int shift;      // semitones
  ElaraTick from; // only notes that begin in [from, to)
  ElaraTick to;
  int lead;
  int sustain;   // join repeated notes into long ones
  int technique; // ElaraTechnique, or -1 = as written
} Placing;

// place.c
// Share of the notes of LINE (in the span) that INSTRUMENT can play comfortably
// when moved by SHIFT, 0..1.
double elara_fit(const ElaraLine* line,
                 int instrument,
                 int shift,
                 ElaraTick from,
                 ElaraTick to);
// The octave shift (0, +-12, +-24, nearest first) that fits best; -99 if none.
int elara_best_shift(const ElaraLine* line,
                     int instrument,
                     ElaraTick from,
                     ElaraTick to);
// True when every note of the span lies in the hard range: a tune is not
// played with holes.
int elara_playable(const ElaraLine* line,
                   int instrument,
                   int shift,
                   ElaraTick from,
                   ElaraTick to);
// Writes the notes; false when the instrument has no free voice or the line
// does not fit at all.
int elara_place(Stand* stand, const Placing* placing);

// cast.c
// Instruments in order of preference for a job, ended by -1.
const int*
elara_cast_inner(const ElaraPhrase* phrase, int technique, int order);
const int*
elara_cast_figure(const ElaraPhrase* phrase, int technique, int sixteenths);
const int* elara_cast_counter(const ElaraPhrase* phrase);
const int* elara_cast_descant(int lead);
const int* elara_cast_colour(const ElaraPhrase* phrase);
// How welcome INSTRUMENT is in the accompaniment of PHRASE, 0 (not) ... 9.
int elara_welcome(const ElaraPhrase* phrase, int instrument);
// Weight of INSTRUMENT as a lead in PHRASE, 0 = never.
double elara_lead_weight(const ElaraPhrase* phrase, int instrument);

// repair.c
void elara_repair(Desk* desk);

// layers.c
// Writes the synthetic lines, last: they give way to everything else.
void elara_place_layers(Desk* desk);

#endif
