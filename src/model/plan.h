// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// The Plan: which stretches of the story have music, what each is for, whose
// theme it carries, what it must hit, and the tempo map that makes the hits
// fall on beats. Made by plan/, read by compose/, perform/ and export/.
//
// Time runs from 0 to LENGTH. Bars tile the whole of it: bars with cue >= 0
// are music, bars with cue -1 are silence (written as few, slow, empty bars).

#ifndef ELARA_MODEL_PLAN_H
#define ELARA_MODEL_PLAN_H

#include "model/mood.h"
#include "model/story.h"
#include "model/tempo_map.h"
#include "model/theme.h"
#include "model/timecode.h"

// A part in the cast of themes. Its notes are compose/'s affair.
typedef struct {
  ElaraThemeKind kind;
  const char* name;     // "ELARA", "Elara and Tam", "The Crimson Echoes"
  int person;           // index into the story's people, or -1
  int other;            // bonds: the second person, else -1
  ElaraRole role;       // of the person
  ElaraFeeling feeling; // what the theme should sound like at rest
  double weight;        // 0..1, how much of the score belongs to it
  int parent;           // index of the theme that it grows out of, or -1
  const char* reason;   // one sentence with the evidence
  const char* book;     // the theme of the plan's book that it takes up again;
                        //   NULL or "" when it is new
} ElaraThemeRole;

// What is done to a theme in a cue, as the story drives it.
typedef enum {
  ELARA_TREAT_STATE,    // whole, plain
  ELARA_TREAT_HINT,     // fragment, solo, unfinished
  ELARA_TREAT_DOUBT,    // mode changed, thinned
  ELARA_TREAT_GROW,     // augmented, fuller, extended
  ELARA_TREAT_CORRUPT,  // chromatic
  ELARA_TREAT_LAMENT,   // slow, falling, minor
  ELARA_TREAT_TRIUMPH,  // tutti, major
  ELARA_TREAT_PLAY,     // quick, staccato, comic
  ELARA_TREAT_UNITE,    // against another theme
  ELARA_TREAT_REMEMBER, // late, soft return
  ELARA_TREAT_COUNT
} ElaraTreatment;

const char* elara_treatment_name(ElaraTreatment treatment);

typedef struct {
  int theme; // index into the plan's themes
  ElaraTreatment treatment;
  double weight; // share of the cue, 0..1
  const char* reason;
} ElaraCueTheme;

// A synthetic sound that a cue asks for (sound/synth/), sparingly.
typedef struct {
  int instrument;     // ElaraInstrumentId of the family synth
  ElaraTime time;     // what it answers: near here; a riser ends here
  int line;           // the line that says so
  const char* reason; // one sentence with the evidence
} ElaraCueLayer;

#define ELARA_CUE_LAYERS 2  // at most, in one cue
#define ELARA_CUE_THEMES 16 // at most, in one cue

// A moment inside a cue: the feeling the music should have there. Between two
// points it is interpolated.
typedef struct {
  ElaraTime time;
  ElaraFeeling feeling;
  double speech; // 0..1: write around dialogue where this is high
  int line;      // the story line it follows
} ElaraArcPoint;

typedef struct {
  const char* name;  // "1m1 The Scroll": unique
  const char* label; // the short title
  const char* key;   // what it is called by wherever it stands, unique: the
                     //   words with which it begins; all its dice hang on it
  uint64_t words;    // a sum of all words that it covers: other words, another
                     //   sum; 0 when it covers none
  ElaraMood mood;    // of the cue as a whole
  ElaraTime start;   // music begins
  ElaraTime end;     // the last note is released
  int first_bar;     // index into bars
  int bar_count;     // >= 1
  double bpm;        // quarter notes per minute at the start
  int beats;         // base metre: beats per bar
  int beat_type;     //   and the note that has the beat (4, 8)
  int line;          // first story line covered
  int line_last;
  ElaraFeeling feeling; // mean
  double importance;    // 0..1; the climax of the story is 1
  double reach; // 0..1, how much of its full force the orchestra may show:
                //   the long line over all cues; 1 at the story's climax
  int tonic;    // pitch class of its home key, in the plan of all keys
  int movement; // 0 in the story; 1, 2 ... when the score goes on after it
  const ElaraCueTheme* themes;
  size_t theme_count; // >= 1
  const ElaraCueLayer* layers;
  size_t layer_count;       // usually none
  const ElaraArcPoint* arc; // first at start, last at end
  size_t arc_count;         // >= 2
  const char* why;          // why music here, and why this music: sentences
  const char* enter_why;    // why it begins there
  const char* leave_why;    // why it ends there
  const char* key_why;      // why this key, and this much force
  int reroll;               // 0; another number gives this cue another reading
  int locked;               // kept as it is when the story changes
} ElaraCue;

typedef struct {
  ElaraTime time;  // where the story wants it
  ElaraTick tick;  // where the music has it
  int cue;         // index into cues
  int hard;        // 1: must be met within a frame; 0: colour or harmony change
  double strength; // 0..1
  ElaraEventKind kind;
  int line;
  const char* what; // the words
} ElaraHit;

typedef struct {
  ElaraTick tick;
  int beats; // 4 of 4/4
  int beat_type;
  int cue; // index into cues, or -1 for silence
} ElaraBar;

// A player beside the standing orchestra.
typedef struct {
  int instrument;     // ElaraInstrumentId
  const char* reason; // one sentence
} ElaraHired;

// Somebody speaks in the film from START to END.
typedef struct {
  ElaraTime start;
  ElaraTime end;
} ElaraSpeech;

typedef struct {
  ElaraArena* arena;
  const char* title;
  const char* source_name;
  uint64_t seed;
  ElaraFilmClock film;       // of the picture; rate 0 when there is none
  const ElaraSpeech* speech; // in time order, not overlapping; only with a
  size_t speech_count;       //   picture, or subtitles
  ElaraTime length;          // of the whole film = of the audio
  ElaraTime story_end;       // the score may go on beyond the story
  int story_line_count;

  ElaraThemeRole* themes; // heaviest first
  size_t theme_count;
  const ElaraTheme* book; // themes of earlier films; usually none
  size_t book_count;
  ElaraHired* hired; // with the standing orchestra; none = everybody may play
  size_t hired_count;
  ElaraCue* cues; // in time order, not overlapping
  size_t cue_count;
  ElaraHit* hits; // in time order
  size_t hit_count;
  ElaraBar* bars; // tile the plan; the last ends at length
  size_t bar_count;
  ElaraTick tick_count;    // end of the last bar
  ElaraTempoAnchor* tempo; // anchors, first (0, 0), last (tick_count, length)
  size_t tempo_count;
} ElaraPlan;

// NULL-safe.
void elara_plan_free(ElaraPlan* plan);
// Tempo map monotone and covering; bars tile; cues ordered and made of whole
// bars; hits inside their cues; indices in range; text present.
ElaraStatus elara_plan_check(const ElaraPlan* plan, ElaraDiags* diags);

ElaraTempoMap elara_plan_tempo_map(const ElaraPlan* plan);
// Ticks in a bar of this metre.
ElaraTick elara_bar_ticks(const ElaraBar* bar);
// End of bar INDEX (start of the next, or tick_count).
ElaraTick elara_plan_bar_end(const ElaraPlan* plan, size_t index);
// Index of the bar that holds TICK (clamped).
size_t elara_plan_bar_at(const ElaraPlan* plan, ElaraTick tick);
// The feeling that CUE should have at TIME, interpolated; speech too when
// SPEECH is not NULL.
ElaraFeeling
elara_cue_feeling(const ElaraCue* cue, ElaraTime time, double* speech);

ElaraStatus elara_plan_write(const ElaraPlan* plan, ElaraText* text);
ElaraStatus elara_plan_read(const char* name,
                            const char* json,
                            size_t count,
                            ElaraDiags* diags,
                            ElaraPlan** plan);

#endif
