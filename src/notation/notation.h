// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// A score on paper, read back: MusicXML -> Score, with the Plan that gives its
// ticks a time and the Sketch that gives its phrases. What comes out is what
// perform/ plays.

#ifndef ELARA_NOTATION_NOTATION_H
#define ELARA_NOTATION_NOTATION_H

#include "model/plan.h"
#include "model/score.h"
#include "model/sketch.h"

#include <stddef.h>

typedef struct {
  ElaraPlan* plan;
  ElaraScore* score;
  ElaraSketch* sketch; // phrases and chords; no lines
} ElaraNotation;

void elara_notation_clear(ElaraNotation* notation);

// True when BYTES may be a score: XML, or a zip archive.
int elara_notation_is(const unsigned char* bytes, size_t count);

// Reads MusicXML 1.0 to 4.0, partwise or timewise, bare or compressed (.mxl,
// where the build has libzip). Repeats, endings, da capo and dal segno are
// played out; ties become one note; ornaments, grace notes and measured
// tremolos become the notes that they stand for; fermatas hold the time.
// Pitches sound: transposing parts are put where they are heard.
//
// Parts are found by name (English, German, Italian, French), by their
// instrument-sound or their General MIDI program; what we have not is played
// by the nearest of ours, with a note in DIAGS. Where more than two voices of
// a part overlap, the rest becomes another part of the same instrument.
//
// The paper need not be playable: elara_score_check may find fault with it.
// Nothing outside of BYTES is read; entities are refused. ELARA_BAD_INPUT when
// it is no score, with the place in DIAGS. NAME is used there. *NOTATION is the
// caller's (elara_notation_clear), empty on failure. Any thread.
//
// Time is about linear in COUNT; memory some ten times COUNT.
ElaraStatus elara_notation_read(const char* name,
                                const unsigned char* bytes,
                                size_t count,
                                ElaraDiags* diags,
                                ElaraNotation* notation);

#endif
