// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// What the files of this room share. A cue is composed top-down: form (cue.c)
// cuts it into phrases; phrase.c gives each its melody, chords and voices;
// inner.c, figure.c, bass.c, counter.c and drums.c write the lines around it.

#ifndef ELARA_COMPOSE_ROOM_H
#define ELARA_COMPOSE_ROOM_H

#include "base/random.h"
#include "compose/forms.h"
#include "compose/harmony.h"
#include "compose/melody.h"
#include "compose/texture.h"
#include "model/plan.h"
#include "model/sketch.h"

#define QUARTER ELARA_TICKS_PER_QUARTER
#define EIGHTH (ELARA_TICKS_PER_QUARTER / 2)
#define SIXTEENTH (ELARA_TICKS_PER_QUARTER / 4)
#define MOST_BARS 24    // of one phrase
#define MOST_PHRASES 64 // of one cue

typedef enum {
  MELODY_NONE,
  MELODY_THEME,    // a stretch of a theme
  MELODY_SEQUENCE, // its head, sequenced and liquidated
  MELODY_HINT,     // its head, unfinished, with rests
  MELODY_LONG,     // its head in very long notes
  MELODY_CODA,     // its end, slowed, or an echo of its head
  MELODY_FUGATO,   // its head in voices that enter one after another
} MelodyKind;

typedef struct {
  ElaraPhrase p;
  PhraseFunction function;
  MelodyKind melody;
  double rise;       // 0..1: how near the high point of the cue
  int theme_bar;     // first bar of the theme that is used
  int augment;       // 1, or 2 = twice as slow
  int step;          // of the sequence, in degrees
  int counter_theme; // a second theme to try in counterpoint, or -1
  int vary;          // a statement that has been heard in this cue
  int last;          // ends the cue
  int wound;         // a villain's theme shows its other face
  int builds;        // layers enter one by one
  int ground;        // keeps the harmony of the cue's first phrase
  int lament;        // over a falling fourth
  int next_tonic;    // of the phrase that follows, -1 at the end
} PhraseSpec;

// One cue being composed; owned by one thread.
typedef struct {
  const ElaraPlan* plan;
  const ElaraCue* cue;
  int cue_index;
  const ElaraTheme* themes;
  ElaraArena* arena;
  uint64_t seed; // of the cue: project seed, name, reroll
  ELARA_LIST(ElaraPhrase) phrases;
  ELARA_LIST(ElaraChord) chords;
  ELARA_LIST(ElaraLine) lines;
  ElaraTempoMap map;
  unsigned heard; // themes that lines have stated so far, as bits
  ElaraChord ground[ELARA_SLOTS]; // of the first phrase, relative to it
  int ground_count;
  int ground_tonic;
  ElaraChord last_chord; // of the phrase before; duration 0: none
  int failed;            // out of memory
} CueWork;

// One phrase being composed: what the line writers read.
typedef struct {
  CueWork* work;
  const PhraseSpec* spec;
  int phrase; // index in work->phrases
  ElaraTick bar_ticks[MOST_BARS];
  ElaraTick bar_start[MOST_BARS]; // absolute
  int bar_count;
  ElaraMelody degrees;             // relative to the phrase
  int pitches[ELARA_MELODY_NOTES]; // sounding, of degrees.notes
  ElaraSlot slots[ELARA_SLOTS];    // absolute ticks
  ElaraChord chords[ELARA_SLOTS];
  int bass[ELARA_SLOTS];
  int inner[ELARA_SLOTS][ELARA_INNER_VOICES];
  int slot_count;
  double gate; // wanted articulation, .4 short ... 1 legato
} PhraseWork;

// A line being written.
typedef struct {
  ElaraArena* arena;
  ELARA_LIST(ElaraSketchNote) notes;
  int failed;
} LineWork;

static inline double
clamp(double x, double low, double high)
{
  return x < low ? low : x > high ? high : x;
}

// cue.c
int elara_form_cue(CueWork* work, PhraseSpec* specs);

// phrase.c
void elara_phrase_compose(CueWork* work, const PhraseSpec* spec);

// phrase_melody.c
ElaraMelody elara_phrase_melody(const PhraseWork* p, ElaraRandom* random);

// phrase_view.c
// Index of the slot that holds absolute TICK.
int elara_phrase_slot_at(const PhraseWork* p, ElaraTick tick);
// Sounding melody pitch at absolute TICK, 0 when silent.
int elara_phrase_melody_at(const PhraseWork* p, ElaraTick tick);
// True when a melody note begins at absolute TICK.
int elara_phrase_melody_attacks(const PhraseWork* p, ElaraTick tick);
// End of slot S.
ElaraTick elara_phrase_slot_end(const PhraseWork* p, int s);
// Start of the bar that holds absolute TICK.
ElaraTick elara_phrase_bar_of(const PhraseWork* p, ElaraTick tick);
// Settings in four equal parts, led strictly.
int elara_phrase_in_parts(const ElaraPhrase* phrase);
// True when going FROM -> TO at TICK makes octaves or fifths with the melody.
int elara_phrase_shadows_melody(const PhraseWork* p,
                                ElaraTick tick,
                                int from,
                                int to);
// First tick of the bar in which everything comes to rest, or the end.
ElaraTick elara_phrase_moving_end(const PhraseWork* p);

// lines.c
void elara_line_add(LineWork* line,
                    ElaraTick tick,
                    ElaraTick duration,
                    int pitch,
                    int technique,
                    double accent);
// Hands the line to the sketch; empty lines are dropped.
void elara_line_finish(CueWork* work,
                       LineWork* line,
                       ElaraLineRole role,
                       int phrase,
                       int order,
                       int theme);
LineWork elara_line_begin(const CueWork* work);
// Slurs runs of notes inside each bar when the playing is legato.
void elara_line_slur(LineWork* line, const PhraseWork* p);

// inner.c, figure.c, bass.c
void
elara_inner_lines(PhraseWork* p, const ElaraTexture* t, ElaraRandom* random);
void elara_figure_line(PhraseWork* p,
                       const ElaraTexture* t,
                       int order,
                       ElaraRandom* random);
void elara_bass_lines(PhraseWork* p, const ElaraTexture* t);
// The last note of a line that moved until the last bar.
void elara_hold_last_bar(const PhraseWork* p, int pitch, LineWork* line);

// fugato.c
// The subject's entries, each in a voice of its own, and what each voice sings
// after it; called instead of the melody and its accompaniment.
ElaraMelody elara_fugato_subject(const PhraseWork* p);
void elara_fugato_lines(PhraseWork* p, ElaraRandom* random);

// counter.c, drums.c
void elara_counter(PhraseWork* p, ElaraRandom* random);
void elara_drums(PhraseWork* p, ElaraRandom* random);

// judge.c
// Points against one reading of the harmony and its voices; less is better.
double elara_judge_phrase(const PhraseWork* p);

// clash.c
// Accompaniment that rubs against the tune of the phrase moves or rests.
void elara_phrase_clear_rubs(PhraseWork* p);

// devices.c
// Comedy, chase and dread, once all phrases of the cue are written.
void elara_devices(CueWork* work, const PhraseSpec* specs, int count);

// layers.c
// The synthetic lines of phrase INDEX of the COUNT of a cue, once its other
// lines are written. Draws no random numbers: nothing else moves.
void elara_layers(CueWork* work, const PhraseSpec* specs, int count, int index);

#endif
