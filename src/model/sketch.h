// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// The Sketch: a short score. Phrases with key, form and character; chords;
// lines (melody, counter-melody, bass, inner voices, figures), each of which
// belongs to one phrase. Made by compose/, read by orchestrate/. Pitches sound
// where the line wants to be heard; orchestrate/ may move doublings by octaves.

#ifndef ELARA_MODEL_SKETCH_H
#define ELARA_MODEL_SKETCH_H

#include "base/diag.h"
#include "base/text.h"
#include "model/instrument.h"
#include "model/mood.h"
#include "model/theme.h"

typedef enum {
  ELARA_LINE_MELODY,
  ELARA_LINE_COUNTER, // an independent second melody
  ELARA_LINE_DESCANT, // a parallel third or sixth under the melody
  ELARA_LINE_BASS,
  ELARA_LINE_INNER,  // a voice of the harmony; sustained or moving
  ELARA_LINE_FIGURE, // accompaniment figuration
  ELARA_LINE_PEDAL,  // one long note
  ELARA_LINE_COLOUR, // harp, celesta, high shimmer
  ELARA_LINE_DRUM,   // timpani (pitched)
  ELARA_LINE_NOISE,  // unpitched percussion: General MIDI drum keys
  ELARA_LINE_LAYER,  // synthetic; its order is its ElaraInstrumentId
  ELARA_LINE_ROLE_COUNT
} ElaraLineRole;

const char* elara_line_role_name(ElaraLineRole role);

typedef struct {
  ElaraTick tick;
  ElaraTick duration;
  int pitch;     // sounding MIDI number
  int technique; // ElaraTechnique
  double accent; // 0 none ... 1 sforzando
  int slur;      // notes of one slur share a number > 0; 0 = none
} ElaraSketchNote;

// Notes of one line never overlap, except that notes with equal tick and
// duration form a chord (figures, colours).
typedef struct {
  ElaraLineRole role;
  int phrase; // index into phrases
  int order;  // 0 = highest inner voice, and so on; counter-melodies: 0..3,
              //   in the order of their entries
  int theme;  // index into themes when it states one, else -1
  ElaraSketchNote* notes;
  size_t note_count;
} ElaraLine;

typedef enum {
  ELARA_CADENCE_NONE,
  ELARA_CADENCE_AUTHENTIC,
  ELARA_CADENCE_HALF,
  ELARA_CADENCE_PLAGAL,
  ELARA_CADENCE_DECEPTIVE,
  ELARA_CADENCE_COUNT
} ElaraCadence;

const char* elara_cadence_name(ElaraCadence cadence);

// How a phrase is set for the orchestra: who sounds together. compose/ writes
// the lines that it needs, orchestrate/ casts them.
typedef enum {
  ELARA_ENSEMBLE_ACCOMPANIED, // a tune and its accompaniment
  ELARA_ENSEMBLE_SOLO,        // one player, thinly accompanied
  ELARA_ENSEMBLE_CHORALE,     // four parts in one family
  ELARA_ENSEMBLE_FUGATO,      // voices enter one after another with the theme
  ELARA_ENSEMBLE_DIALOGUE,    // families answer each other, bar by bar
  ELARA_ENSEMBLE_TREMOLO,     // strings shiver under single winds
  ELARA_ENSEMBLE_OSTINATO,    // layers of repeated cells
  ELARA_ENSEMBLE_UNISON,      // all in octaves
  ELARA_ENSEMBLE_HOCKET,      // the tune is handed from player to player
  ELARA_ENSEMBLE_WEB,         // harp, celesta, glockenspiel
  ELARA_ENSEMBLE_PLANING,     // brass triads in parallel
  ELARA_ENSEMBLE_EXTREMES,    // very low and very high, nothing between
  ELARA_ENSEMBLE_HARMONIE,    // winds alone
  ELARA_ENSEMBLE_STRINGS,     // strings alone, divided
  ELARA_ENSEMBLE_TUTTI,       // everyone
  ELARA_ENSEMBLE_COUNT
} ElaraEnsemble;

const char* elara_ensemble_name(ElaraEnsemble ensemble);

typedef struct {
  int cue;
  int first_bar; // index into the plan's bars
  int bar_count;
  ElaraTick tick;
  ElaraTick end;
  int tonic; // pitch class
  ElaraMode mode;
  ElaraMood mood;
  int theme;     // index into themes, -1 when free
  int treatment; // ElaraTreatment
  int texture;   // index into compose/'s texture table
  const char* texture_name;
  ElaraEnsemble ensemble;
  const char* form;     // "statement", "build", "coda": for the report
  const char* cue_form; // of the whole cue: "song", "fugato", "passacaglia"
  const char* why;      // this theme, key, setting: sentences, with the line
  ElaraCadence cadence;
  double level; // dynamics at the start, 0 ppp ... 1 fff
  double level_end;
  double tension;    // -1..1
  double brightness; // -1 low and dark ... 1 high and bright
  double density;    // 0 bare ... 1 tutti: how many parts should sound
  double speech;     // 0..1: someone speaks
  double valence, arousal, levity; // for colour
  int climax;                      // 1: the high point of its cue
} ElaraPhrase;

typedef struct {
  ElaraArena* arena;
  ElaraTheme* themes;
  size_t theme_count;
  ElaraPhrase* phrases; // in time order
  size_t phrase_count;
  ElaraChord* chords; // in time order, inside cues only
  size_t chord_count;
  ElaraLine* lines; // by phrase
  size_t line_count;
} ElaraSketch;

// NULL-safe.
void elara_sketch_free(ElaraSketch* sketch);
// Phrases and chords ordered; lines inside their phrases, without overlaps;
// pitches 0..127.
ElaraStatus elara_sketch_check(const ElaraSketch* sketch, ElaraDiags* diags);

// JSON text; not read back.
ElaraStatus elara_sketch_write(const ElaraSketch* sketch, ElaraText* text);

#endif
