// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// Private to plan/: the work sheet that the steps of planning share. The steps
// run in the order of the functions below, each filling what the next reads.

#ifndef ELARA_PLAN_ROOM_H
#define ELARA_PLAN_ROOM_H

#include "plan/plan.h"

// The story asks for silence here, and music may have a strong reason against
// it; the writer does, and there is none.
#define PLAN_SILENT 1
#define PLAN_SILENT_BY_ORDER 100

// The grain of spotting: a beat of the story or a piece of a long one. Cells
// tile the story.
typedef struct {
  ElaraTime start;
  ElaraTime end;
  int beat;
  int scene;
  int line;
  int line_last;
  ElaraFeeling feeling;
  double speech;
  double want;  // for music, mean 0 and sd 1 over the story's time
  double power; // how near the top of the story, 0..1
  double enter; // how good a place its start is for music to begin
  double leave; // how good a place its start is for music to have ended
  int scene_start;
  int silent;      // 0, or one of the two below
  const char* key; // the words with which it begins: unique
} PlanCell;

// What the writer asks for in a [[elara: ...]] note.
typedef struct {
  int silence;
  int music;
  int hit;
  int scene;         // it speaks of its whole scene
  ElaraMood mood;    // ELARA_MOOD_COUNT when none is named
  double bpm;        // "tempo = 96"; 0 when none is named
  const char* theme; // "theme = ANNA": from the name on, as written; or NULL
} PlanNote;

typedef struct {
  const ElaraStory* story;
  ElaraPlanConfig config;
  ElaraDiags* diags;
  ElaraArena* arena;   // the plan's own
  ElaraArena* scratch; // dies with the call
  ElaraPlan* plan;
  PlanCell* cells;
  size_t cell_count;
  size_t climax;  // the cell at the top of the story
  double tone;    // of the whole: -1 dread ... 1 mirth
  size_t* first;  // per cue: its first cell,
  size_t* last;   //   and the one after its last
  size_t* shared; // per cue: 1 when it follows the one before without a gap
  int any_kept;   // something is to stay as it was in config.before:
  int* kept;      //   per cue: its index there, or -1; may be NULL
} PlanRoom;

typedef ELARA_LIST(ElaraTime) PlanTimes;

// picture.c: only with a cut of the film, but for the speech.
// Who speaks when, as far as it is known.
ElaraStatus elara_plan_speech(PlanRoom* room);
// Where between FROM and TO the picture goes black or comes back.
ElaraStatus elara_plan_picture_cuts(PlanRoom* room,
                                    ElaraTime from,
                                    ElaraTime to,
                                    PlanTimes* cuts);
// Cells begin with shots; what kind of door each is.
void elara_plan_picture_doors(PlanRoom* room);
void elara_plan_picture_starts(PlanRoom* room);
// Moves TIME to what is seen near it; 0 when nothing is.
int elara_plan_on_picture(const PlanRoom* room, ElaraTime* time);
// The hit that a shot's beginning or an action deserves, 0 = none. WHAT is NULL
// when out of memory; CUE is left to the caller.
int elara_plan_wish_cut(PlanRoom* room, size_t shot, ElaraHit* hit);
int elara_plan_wish_action(PlanRoom* room, size_t index, ElaraHit* hit);

PlanNote elara_plan_note(const ElaraEvent* event);

// Cells with their want, power and doors.
ElaraStatus elara_plan_cells(PlanRoom* room);
// What the cells are called by, wherever they stand.
ElaraStatus elara_plan_identity(PlanRoom* room);
// Cues: start, end, cells, key.
ElaraStatus elara_plan_spot(PlanRoom* room);
// A new list of cues; then each of them, by its cells.
ElaraStatus elara_plan_new_cues(PlanRoom* room, size_t count);
void elara_plan_fill_cue(
    PlanRoom* room, size_t index, size_t first, size_t last, int shared);
// What is to stay as it was in an earlier plan: its place, its themes, and at
// the end all else. The sums of the cues' words.
ElaraStatus elara_plan_pin(PlanRoom* room);
ElaraStatus elara_plan_words(PlanRoom* room);
ElaraStatus elara_plan_keep_themes(PlanRoom* room);
ElaraStatus elara_plan_keep(PlanRoom* room);
// The cue of the earlier plan that CUE is to stay; or NULL.
const ElaraCue* elara_plan_kept(const PlanRoom* room, const ElaraCue* cue);
// The cast of themes.
ElaraStatus elara_plan_cast(PlanRoom* room);
// What the cast takes up from the book of an earlier film.
ElaraStatus elara_plan_sequel(PlanRoom* room);
// True for the theme of somebody who was in the earlier film and is only
// spoken of in this one.
int elara_plan_is_memory(const ElaraThemeRole* theme);
// Feeling, mood, importance, tempo, metre, arc of every cue.
ElaraStatus elara_plan_mood(PlanRoom* room);
// Names, labels and the sentences that say why.
ElaraStatus elara_plan_names(PlanRoom* room);
ElaraStatus elara_plan_reasons(PlanRoom* room);
// Which themes each cue carries, and how they are treated.
ElaraStatus elara_plan_treat(PlanRoom* room);
// The long line over all cues: keys and force.
ElaraStatus elara_plan_long_range(PlanRoom* room);
// A journey of keys over some cues that stand together.
typedef struct {
  ElaraCue* cues;
  size_t count;
  int home;             // pitch class of the key where it ends
  const double* wanted; // per cue: fifths from home,
  double pull;          //   and what a fifth beside it costs, squared
} PlanKeys;

ElaraStatus elara_plan_keys(PlanRoom* room, const PlanKeys* keys);
// "E-flat"
const char* elara_plan_key_name(int tonic);
// Pitch class of the key in which the story is at home.
int elara_plan_story_tonic(uint64_t seed);
// What each cue must hit: times only.
ElaraStatus elara_plan_hits(PlanRoom* room);
// Who plays beside the standing orchestra.
ElaraStatus elara_plan_orchestra(PlanRoom* room);
// The synthetic sounds that few cues ask for.
ElaraStatus elara_plan_layers(PlanRoom* room);
// The symphony after the story, when the score is to be longer.
ElaraStatus elara_plan_beyond(PlanRoom* room);
// What a mood costs in a story of this tone: 0 when it goes with it.
double elara_plan_tone_cost(const PlanRoom* room, ElaraMood mood);
// What became of a theme: "in full strength".
const char* elara_plan_treatment_words(ElaraTreatment treatment);
// Bars, tempo anchors, and the ticks of the hits.
ElaraStatus elara_plan_clock(PlanRoom* room);

// Words, for names and reasons. All copies live in the plan's arena.
// TEXT without emphasis marks, white space squeezed; at most MOST bytes, cut
// between words with "..." at the end.
char* elara_plan_clean(ElaraArena* arena, const char* text, size_t most);
// "GRIMWALD KEEP" -> "Grimwald Keep".
char* elara_plan_title_case(ElaraArena* arena, const char* text);
// A phrase of two to five words in title case without its final stop, in the
// scratch arena; NULL when it is no title.
const char* elara_plan_as_title(PlanRoom* room, const char* phrase);
// What an action paragraph says in bold, or the whole of one in capitals, as a
// title; NULL when it keeps its voice down. WHERE (may be NULL): how far into
// the paragraph it stands, 0..1.
const char* elara_plan_raised_voice(PlanRoom* room,
                                    const ElaraElement* element,
                                    double* where);
// True when TEXT holds NAME as whole words, any case.
int elara_plan_mentions(const char* text, const char* name);

double elara_plan_clamp(double x, double low, double high);
// X on a grid of PARTS to one. What comes from the statistics of the whole
// script goes through this, so that one edited line moves nothing far from it.
double elara_plan_step(double x, int parts);
// The same for all four.
ElaraFeeling elara_plan_step_feeling(ElaraFeeling feeling, int parts);
// Length of the story in minutes.
double elara_plan_minutes(const PlanRoom* room);
// True when somebody sings: the score does not answer, it keeps out.
int elara_plan_is_song(const PlanRoom* room, const ElaraEvent* event);
// True when EVENT is in [start, end) of CUE.
int elara_plan_event_in(const ElaraEvent* event, const ElaraCue* cue);

#endif
