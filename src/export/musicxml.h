// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// Shared by the files of the MusicXML writer:
//
//   musicxml.c         the document: title, part list, parts
//   musicxml_streams.c a part's notes as streams (one voice of one staff)
//   musicxml_voices.c  which players of a staff share a stem
//   musicxml_part.c    measures: attributes, order of streams and directions
//   musicxml_note.c    one note or rest
//   musicxml_marks.c   what stands above and below: dynamics, words, chord
//                      symbols
//   musicxml_tempo.c   what the conductor reads: cue names, tempo, silences
//   musicxml_desks.c   who of several players plays: div., a 2, 1.; and 8va
//   musicxml_clef.c    which clef each bar has
//   musicxml_page.c    paper, title, the rests of a single part

#ifndef ELARA_EXPORT_MUSICXML_H
#define ELARA_EXPORT_MUSICXML_H

#include "base/arena.h"
#include "export/notate.h"
#include "export/spell.h"
#include "export/xml.h"
#include "model/plan.h"
#include "model/score.h"

#define ELARA_STAVES 2
#define ELARA_VOICES 4 // of one staff

typedef struct {
  ElaraChordal* chords; // in order, not overlapping
  size_t count;
  size_t at; // first chord that may still sound
} ElaraStream;

typedef enum {
  ELARA_MARK_DYNAMIC,
  ELARA_MARK_WEDGE, // text "crescendo", "diminuendo" or "stop"
  ELARA_MARK_WORDS, // "pizz."
  ELARA_MARK_REHEARSAL,
  ELARA_MARK_TITLE, // of a cue
  ELARA_MARK_TEMPO, // text may be "": metronome only
  ELARA_MARK_SOUND, // tempo for the player program, nothing printed
  ELARA_MARK_HARMONY,
  ELARA_MARK_OCTAVE, // text "down" (8va begins) or "stop"
} ElaraMarkKind;

// At one tick: what ends, what the page needs first, what the notes need.
enum {
  ELARA_RANK_STOP,
  ELARA_RANK_CUE,
  ELARA_RANK_TEMPO,
  ELARA_RANK_WORDS,
  ELARA_RANK_HARMONY,
  ELARA_RANK_LOUDNESS,
  ELARA_RANK_WEDGE
};

typedef struct {
  ElaraTick tick;
  ElaraMarkKind kind;
  size_t rank;
  const char* text;
  double bpm; // quarter notes a minute, 0 = says nothing of tempo
  int dotted; // the beat is a dotted quarter
  const ElaraChord* chord;
} ElaraMark;

typedef struct {
  ElaraMark* items; // by tick
  size_t count;
  size_t capacity;
  size_t at;
} ElaraMarks;

// Accidentals in force in a measure, per staff, step and octave.
typedef struct {
  signed char alter[ELARA_STAVES][7][12];
  signed char before[ELARA_STAVES][7][12]; // as the bar before left them
} ElaraAccidentals;

// A new measure; what the last one left is remembered for courtesy, unless it
// is a new beginning: FRESH.
void elara_accidentals_begin(ElaraAccidentals* a, int fifths, int fresh);

typedef struct {
  const ElaraPlan* plan;
  const ElaraScore* score;
  const ElaraPart* part;
  const ElaraInstrument* instrument;
  int number;         // of the part, from 1
  int staves;         // 1 or 2
  int top;            // 1: carries tempo, cue names and silences
  int chords;         // 1: carries the chord symbols
  ElaraTick division; // ticks of one MusicXML division
  ElaraArena* arena;
  ElaraXml* xml;
  int alone;          // 1: a part by itself, for its player
  const char* silent; // alone: of each bar, 1 when it may join a long rest
  const char* clefs;  // of each bar: 'G', 'F', 'C' (alto) or 'T' (tenor)
  ElaraStream streams[ELARA_STAVES][ELARA_VOICES];
  ElaraMarks marks;
  int hand;        // staff of the last single note
  size_t key_at;   // key in force
  size_t chord_at; // harmony in force
  ElaraAccidentals accidentals;
} ElaraPartWriter;

// Instruments on a grand staff, split near middle C as written.
int elara_musicxml_staves(int instrument);
// "P3-I38": the id of a part's (drum's) instrument.
const char* elara_musicxml_instrument_id(ElaraArena* arena, int part, int key);

// The voice, 0 or 1, in which each note of the part is written; NULL when out
// of memory. SLURS: for each note, 1 a slur begins, 2 one ends.
const unsigned char* elara_musicxml_voices(ElaraPartWriter* w,
                                           const unsigned char* slurs);
// Fills streams; ELARA_UNSATISFIED when more than ELARA_VOICES overlap.
ElaraStatus elara_musicxml_streams(ElaraPartWriter* w);
// Fills marks, sorted.
ElaraStatus elara_musicxml_marks(ElaraPartWriter* w);
ElaraStatus elara_musicxml_push(ElaraPartWriter* w, ElaraMark mark);
// Those of the conductor; of the desks.
ElaraStatus elara_musicxml_tempo_marks(ElaraPartWriter* w);
ElaraStatus elara_musicxml_desk_marks(ElaraPartWriter* w);
ElaraStatus elara_musicxml_octave_marks(ElaraPartWriter* w);

// Paper and titles; ALONE is the only part, or NULL for the full score.
void elara_musicxml_page(ElaraXml* xml,
                         const ElaraPlan* plan,
                         const ElaraScore* score,
                         const ElaraInstrument* alone);
// Fills clefs.
ElaraStatus elara_musicxml_clefs(ElaraPartWriter* w);
// Fills silent; and how many bars from BAR on are one long rest, 0 when none
// begins there.
ElaraStatus elara_musicxml_silence(ElaraPartWriter* w);
int elara_musicxml_long_rest(const ElaraPartWriter* w, size_t bar);
// Writes <part>.
ElaraStatus elara_musicxml_part(ElaraPartWriter* w);

// The written key signature of the part where the score has FIFTHS, and how
// far along the line of fifths its notes move.
int elara_musicxml_key(const ElaraPartWriter* w, int fifths);
int elara_musicxml_shift(const ElaraPartWriter* w, int fifths);
const ElaraKeyChange* elara_musicxml_key_at(ElaraPartWriter* w, ElaraTick tick);
ElaraSpellContext elara_musicxml_context(ElaraPartWriter* w, ElaraTick tick);

// A piece with the spelling of each of its notes, ready to be written.
typedef struct {
  const ElaraPiece* piece;
  int staff; // from 0
  int voice; // from 0, of that staff
  ElaraSpelling spelling[16];
  int octave[16];
  int accidental[16]; // 1: print it; 2: a courtesy
} ElaraWrittenPiece;

void elara_musicxml_spell(ElaraPartWriter* w,
                          ElaraWrittenPiece* piece,
                          ElaraAccidentals* accidentals,
                          int next);
void elara_musicxml_piece(ElaraPartWriter* w, const ElaraWrittenPiece* piece);
// One mark; OFFSET in ticks after the place where it is written.
void elara_musicxml_mark(ElaraPartWriter* w,
                         const ElaraMark* mark,
                         ElaraTick offset);

#endif
