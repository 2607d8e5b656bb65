// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// Private to notation/: what its steps share, in the order they run:
//
//   container.c    zip archive -> the score in it
//   tree.c         bytes -> XML tree, with nothing dangerous in it
//   parts.c        part list -> instruments (names.c, drums.c: the tables)
//   measure.c      a measure of a part -> notes; direction.c: and marks
//                  (words.c: what words mean)
//   settle.c       ticks of the whole piece, ties, techniques
//   ornament.c     grace notes, trills, tremolos -> notes
//   loudness.c     marks and hairpins -> levels
//   order.c        repeats: which measures, in which order
//   unfold.c       everything again in that order
//   plan.c         bars, tempo, fermatas, cues
//   score.c        notes -> two voices a part
//   phrases.c      phrases, where the music breathes
//
// Up to unfold.c a tick counts from the first measure on the paper, after it
// from the beginning of the music.

#ifndef ELARA_NOTATION_ROOM_H
#define ELARA_NOTATION_ROOM_H

#include "notation/notation.h"

#include <libxml/tree.h>

#define NOTATION_STAVES 4 // of one part that may transpose differently
#define NOTATION_SLURS 32 // open at once, of one part

enum { // flags of a note
  NOTE_TIE_IN = 1,
  NOTE_TIE_OUT = 2,
  NOTE_GRACE = 4,
  NOTE_CHORD = 8, // begins with the note before it in the file
  NOTE_STACCATO = 16,
  NOTE_TENUTO = 32,
  NOTE_STRONG = 64,
  NOTE_STOPPED = 128,
  NOTE_HARMONIC = 256,
  NOTE_PLUCKED = 512,
  NOTE_TRILL = 1024,
  NOTE_MORDENT = 2048, // with the note below
  NOTE_UPPER = 4096,   // with the note above
  NOTE_TURN = 8192,
  NOTE_GONE = 16384, // swallowed by another
};

typedef struct {
  ElaraTick tick, end; // of its measure, then of the piece
  int measure;
  int pitch; // sounding, or a drum key
  int staff, voice;
  unsigned flags;
  int tremolo; // beams that its repetitions would have; 0 none
  int slur;
  int technique;
  double accent;
  size_t order; // in the file
} NotationNote;

typedef enum {
  MARK_LEVEL,  // value: 0 ppp ... 1 fff
  MARK_ACCENT, // value: 0..1, once
  MARK_GROW,
  MARK_SHRINK,
  MARK_HAIRPIN_END,
  MARK_TECHNIQUE, // which: NotationWay
} NotationMarkKind;

// How to play from here on.
typedef enum {
  WAY_NONE,
  WAY_PLUCKED,
  WAY_BOWED,
  WAY_MUTED,
  WAY_OPEN,
  WAY_BRIDGE,
  WAY_ORDINARY, // neither at the bridge nor trembling
  WAY_TREMBLING,
  WAY_STOPPED,
  WAY_WOOD, // col legno
} NotationWay;

typedef struct {
  ElaraTick tick;
  int measure;
  NotationMarkKind kind;
  int which;
  double value;
} NotationMark;

typedef struct {
  const char* id;
  int key; // General MIDI drum, or -1
} NotationDrum;

typedef struct {
  const char* id;
  const char* name;
  int line;
  int instrument;
  int vague; // some string: its notes tell which
  int drum;  // key of a part that is one drum, or -1
  ELARA_LIST(NotationDrum) drums;
  int transpose[NOTATION_STAVES];
  ELARA_LIST(NotationNote) notes;
  ELARA_LIST(NotationMark) marks;
  ELARA_LIST(ElaraDynamic) levels; // in order, not overlapping
  double divisions;                // of a quarter, in force
  int beats, beat_type;            // in force
  struct {
    int number; // 0 free
    int voice;
    int slur;
  } slurs[NOTATION_SLURS];
  int slur_count;
  int tuned; // 1: it said how many divisions a quarter has
} NotationPart;

typedef enum {
  EVENT_TEMPO,     // value: quarter notes a minute
  EVENT_SLOWER,    // rit.: until the next tempo
  EVENT_FASTER,    // accel.
  EVENT_BACK,      // a tempo
  EVENT_FIRST,     // tempo primo
  EVENT_REHEARSAL, // text
  EVENT_MOOD,      // value: ElaraMood
  EVENT_TACET,
  EVENT_KEY,   // value: concert fifths; which: ElaraMode
  EVENT_HOLD,  // fermata over tick..end
  EVENT_CHORD, // chord
} NotationEventKind;

typedef struct {
  ElaraTick tick, end;
  int measure;
  int part;
  NotationEventKind kind;
  int which;
  double value;
  const char* text;
  ElaraChord chord;
} NotationEvent;

typedef struct {
  ElaraTick tick;
  ElaraTick length;
  ElaraTick reach; // of notes in it
  ElaraTick rest;  // of whole-measure rests in it
  int beats, beat_type;
  int implicit;
  int forward, backward; // repeat signs; backward: how often it is played
  unsigned ending;       // bit n: is played the n+1st time; 0: always
  int ending_stop;
  int segno, coda, to_coda, fine, da_capo, dal_segno;
  int double_bar; // after it
  int line;
} NotationMeasure;

// Measures FIRST .. FIRST + COUNT are played from TICK on.
typedef struct {
  int first, count;
} NotationRun;

typedef struct {
  const char* file;
  ElaraDiags* diags;
  ElaraArena* arena; // dies with the call
  const char* title;
  ELARA_LIST(NotationPart) parts;
  ELARA_LIST(NotationMeasure) measures;
  ELARA_LIST(NotationEvent) events;
  ELARA_LIST(NotationRun) runs;
  ElaraTick tick_count;
  size_t note_count;
  int no_mark_seen; // a mark was met that is not played out
} NotationRoom;

// Errors and remarks with a place.
ElaraStatus elara_notation_refuse(NotationRoom* room,
                                  int line,
                                  const char* hint,
                                  const char* what);
void elara_notation_warn(NotationRoom* room,
                         int line,
                         const char* hint,
                         const char* what);

// --- tree.c
ElaraStatus elara_notation_tree(NotationRoom* room,
                                const unsigned char* bytes,
                                size_t count,
                                xmlDoc** doc);
const char* elara_node_name(const xmlNode* node); // "" for what is no element
xmlNode* elara_node_child(const xmlNode* node, const char* name);
xmlNode* elara_node_next(const xmlNode* node, const char* name);
// Its text without the spaces around it, in the arena; "" when there is none.
const char* elara_node_text(NotationRoom* room, const xmlNode* node);
const char*
elara_child_text(NotationRoom* room, const xmlNode* node, const char* name);
double elara_child_number(NotationRoom* room,
                          const xmlNode* node,
                          const char* name,
                          double otherwise);
// "" when it has none.
const char*
elara_node_attribute(NotationRoom* room, const xmlNode* node, const char* name);
double elara_node_attribute_number(NotationRoom* room,
                                   const xmlNode* node,
                                   const char* name,
                                   double otherwise);
int elara_node_line(const xmlNode* node);

// --- container.c: the score inside of an archive, in the arena.
ElaraStatus elara_notation_unpack(NotationRoom* room,
                                  const unsigned char** bytes,
                                  size_t* count);

// --- names.c
// Lower case, without accents, marks and numbers.
const char* elara_notation_plain(NotationRoom* room, const char* text);
// The instrument that a part's name tells, or -1. NEAREST: 1 it is not ours,
// NOTATION_VAGUE some string.
#define NOTATION_VAGUE 2
int elara_notation_by_name(const char* plain, int* nearest);
int elara_notation_by_sound(const char* sound, int* nearest);
int elara_notation_by_program(int program, int* nearest);
// --- drums.c: General MIDI key by name, or by its place on the staff; -1.
int elara_notation_drum(const char* plain);
int elara_notation_drum_at(char step, int octave, const char* head);

ElaraStatus elara_notation_parts(NotationRoom* room, const xmlNode* root);
void elara_notation_find_strings(NotationRoom* room);
ElaraStatus elara_notation_measure(NotationRoom* room,
                                   size_t part,
                                   size_t measure,
                                   const xmlNode* node);

// --- direction.c: at TICK of the measure.
typedef struct {
  NotationRoom* room;
  NotationPart* part;
  NotationMeasure* measure;
  int part_index, measure_index;
  double at;           // ticks from the start of the measure
  ElaraTick last, end; // of the last note, for chords
  int line;
} NotationPlace;

ElaraStatus elara_notation_direction(NotationPlace* place, const xmlNode* node);
ElaraStatus elara_notation_sound(NotationPlace* place, const xmlNode* node);
ElaraStatus elara_notation_harmony(NotationPlace* place, const xmlNode* node);
ElaraStatus elara_notation_dynamics(NotationPlace* place, const xmlNode* node);
ElaraStatus elara_notation_mark(NotationPlace* place, NotationMark mark);
ElaraStatus elara_notation_event(NotationPlace* place, NotationEvent event);
void elara_notation_barline(NotationPlace* place, const xmlNode* node);

// --- words.c
typedef struct {
  NotationWay ways[2];
  NotationEventKind event;
  int has_event;
  double bpm; // 0: says nothing of tempo
  int mood;   // -1
  int jump;   // 1 D.C., 2 D.S., 3 to Coda, 4 Fine
  NotationMarkKind level;
  int has_level; // cresc., dim.
} NotationWords;
NotationWords elara_notation_words(const char* plain);
// Level of "mf", or -1.
double elara_notation_level(const char* mark);

ElaraStatus elara_notation_settle(NotationRoom* room);
ElaraStatus elara_notation_ornaments(NotationRoom* room);
ElaraStatus elara_notation_loudness(NotationRoom* room);
ElaraStatus elara_notation_order(NotationRoom* room);
ElaraStatus elara_notation_unfold(NotationRoom* room);
ElaraStatus elara_notation_plan(NotationRoom* room, ElaraPlan** plan);
ElaraStatus elara_notation_score(NotationRoom* room,
                                 const ElaraPlan* plan,
                                 ElaraScore** score);
ElaraStatus elara_notation_phrases(NotationRoom* room,
                                   const ElaraPlan* plan,
                                   ElaraScore* score,
                                   ElaraSketch** sketch);
// By tick, what stands first in the file first.
void elara_notation_sort_notes(NotationPart* part);

#endif
