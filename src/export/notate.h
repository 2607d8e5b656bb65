// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// From ticks to note values: a bar of one stream (one voice of one staff) as
// the pieces an engraver writes, tied where a note is longer than one value or
// hides a beat.
//
//   levels   every place in a bar has a weight: bar line 7, group of beats 6,
//            beat 5, half beat 4, quarter 3, eighth 2, sixteenth of a beat 1
//   rule     a note may cross a place when it starts or ends on one as strong,
//            or crosses only one such place and both ends are one level weaker
//            (syncopation); else it is split there and tied
//   triplets windows of 2, 1 or 1/2 quarters whose inner boundaries lie on
//            thirds; notes are split at a window's edges
//
// What no value fits (a tick off every grid) keeps its exact duration and has
// no type: the reader program then chooses one.

#ifndef ELARA_EXPORT_NOTATE_H
#define ELARA_EXPORT_NOTATE_H

#include "base/arena.h"
#include "base/status.h"
#include "model/plan.h"
#include "model/score.h"

#define ELARA_BEAMS 4 // of a 128th

typedef enum {
  ELARA_BEAM_NONE,
  ELARA_BEAM_BEGIN,
  ELARA_BEAM_CONTINUE,
  ELARA_BEAM_END,
  ELARA_BEAM_FORWARD,
  ELARA_BEAM_BACKWARD,
} ElaraBeam;

// Notes of one stream with the same onset and duration.
typedef struct {
  ElaraTick tick;
  ElaraTick end;
  const ElaraScoreNote** notes;
  size_t note_count;
  int slur_start; // of any note
  int slur_stop;
  int next; // pitch of the single note that follows at once, or -1
} ElaraChordal;

typedef struct {
  ElaraTick tick;
  ElaraTick end;
  const ElaraChordal* chord; // NULL = rest
  int value; // 0 breve, 1 whole, 2 half, 3 quarter ...; -1 none fits
  int dots;
  int triplet; // 1: three in the time of two
  int window;  // number of its triplet window in this bar, from 1
  int triplet_start;
  int triplet_stop;
  int whole_bar; // the rest of an empty bar
  ElaraBeam beams[ELARA_BEAMS];
} ElaraPiece;

typedef struct {
  ElaraPiece* items;
  size_t count;
  size_t capacity;
} ElaraPieces;

// Appends the pieces of BAR (from BAR's tick to END) for the chords that sound
// in it: CHORDS[0..COUNT), in order, not overlapping, may reach beyond. All
// ticks are, and all pieces will be, multiples of DIVISION.
ElaraStatus elara_notate_bar(ElaraArena* arena,
                             const ElaraBar* bar,
                             ElaraTick end,
                             ElaraTick division,
                             const ElaraChordal* chords,
                             size_t count,
                             ElaraPieces* pieces);

// "quarter" ...: the MusicXML type of a value.
const char* elara_value_name(int value);
// Length of the beat that a conductor shows and a beam follows.
ElaraTick elara_bar_beat(const ElaraBar* bar);

#endif
