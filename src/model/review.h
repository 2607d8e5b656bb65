// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// The Review: what a tough and friendly reader would ask about a script. Made
// by review/ of a Story alone, read by export/. Immutable once returned; owned
// by one arena, its text too: the Story may go.
//
//   points     the four feelings over story time, smoothed
//   people     as in the Story, same order, with where they begin and end
//   scenes     as in the Story, with how much of each is talk
//   ties       who talks with whom, act by act
//   moments    the events that matter
//   light      where the script is light
//   questions  what to think about again, the most pressing first
//   strengths  what works, the strongest first
//
// Indices named person, scene and act are those of the Story.

#ifndef ELARA_MODEL_REVIEW_H
#define ELARA_MODEL_REVIEW_H

#include "model/story.h"

// The six shapes that stories have (Reagan et al. 2016, EPJ Data Science 5).
typedef enum {
  ELARA_SHAPE_RAGS_TO_RICHES, // rises
  ELARA_SHAPE_TRAGEDY,        // falls
  ELARA_SHAPE_MAN_IN_A_HOLE,  // falls, rises
  ELARA_SHAPE_ICARUS,         // rises, falls
  ELARA_SHAPE_CINDERELLA,     // rises, falls, rises
  ELARA_SHAPE_OEDIPUS,        // falls, rises, falls
  ELARA_SHAPE_NONE,           // no clear arc
  ELARA_SHAPE_COUNT
} ElaraArcShape;

const char* elara_arc_shape_name(ElaraArcShape shape);

// Questions first, then strengths.
typedef enum {
  ELARA_FINDING_LATE_START,
  ELARA_FINDING_NO_CONFLICT,
  ELARA_FINDING_NO_LEVITY,
  ELARA_FINDING_FLAT_VILLAIN,
  ELARA_FINDING_NO_CHANGE,
  ELARA_FINDING_VANISHES,
  ELARA_FINDING_ANTICLIMAX,
  ELARA_FINDING_MONOLOGUES,
  ELARA_FINDING_TONE_JUMPS,
  ELARA_FINDING_REPEATS,
  ELARA_FINDING_UNDERWRITTEN,
  ELARA_FINDING_ONE_SIDED,
  ELARA_FINDING_WHO_IS_HERO,
  ELARA_FINDING_WHO_IS_VILLAIN,
  ELARA_FINDING_LEVITY, // from here on: strengths
  ELARA_FINDING_WOUNDED_VILLAIN,
  ELARA_FINDING_CHANGE,
  ELARA_FINDING_CLIMAX,
  ELARA_FINDING_RETURNS,
  ELARA_FINDING_KIND_COUNT
} ElaraFindingKind;

const char* elara_finding_kind_name(ElaraFindingKind kind);
int elara_finding_is_strength(ElaraFindingKind kind);

// A place in the script that shows it.
typedef struct {
  int line;
  int scene; // -1 before the first
  ElaraTime time;
  const char* quote; // on one line, shortened; "" when the line is enough
} ElaraEvidence;

typedef struct {
  ElaraFindingKind kind;
  double strength;    // 0..1, for the order alone
  const char* text;   // a question, or what works, in a sentence
  const char* detail; // what was counted, in words and numbers
  const char* why;    // why it matters, in a sentence
  int person;         // -1 nobody in particular
  int scene;          // -1
  ElaraEvidence* evidence;
  size_t evidence_count;
} ElaraFinding;

typedef struct {
  ElaraTime time;
  ElaraFeeling feeling;
} ElaraReviewPoint;

typedef struct {
  const char* name;
  ElaraPersonKind kind;
  ElaraRole role;
  double confidence;
  int speeches;
  int words;
  int scenes;
  int first_line; // 0 when never present in a scene
  int last_line;  // where last present begins
  ElaraTime first_time;
  ElaraTime last_time; // end of the last scene
  double change;       // how far feelings moved from first third to last, 0..2
} ElaraReviewPerson;

typedef struct {
  const char* name; // its place, or its heading
  int line;
  ElaraTime start;
  ElaraTime end;
  ElaraTime start_error; // START is uncertain by this much (one deviation)
  double talk;           // share of its time in which somebody speaks, 0..1
  ElaraFeeling feeling;
} ElaraReviewScene;

typedef struct {
  int a; // < b
  int b;
  int act;
  int turns;
  double weight; // the largest of all acts is 1
  double warmth; // -1 hostile ... 1 loving
  int line;
} ElaraTie;

typedef struct {
  ElaraArena* arena;
  const char* title;
  const char* author;
  const char* source_name;
  ElaraScriptFormat format;
  double format_confidence;
  ElaraClockSource clock;
  double time_error; // share of a scene's length, one deviation
  double tone;       // -1 dread ... 1 comedy
  int pages;
  int line_last; // of the script
  ElaraTime length;
  double talk; // share of the whole in which somebody speaks
  ElaraArcShape shape;
  double shape_likeness; // correlation with the nearest shape, also of NONE

  ElaraReviewPoint* points;
  size_t point_count;
  ElaraReviewPerson* people;
  size_t person_count;
  ElaraReviewScene* scenes;
  size_t scene_count;
  ElaraPresence* presences;
  size_t presence_count;
  ElaraAct* acts;
  size_t act_count;
  ElaraTie* ties;
  size_t tie_count;
  ElaraTurn* turns;
  size_t turn_count;
  ElaraEvent* moments;
  size_t moment_count;
  ElaraEvidence* light;
  size_t light_count;
  ElaraFinding* questions;
  size_t question_count;
  ElaraFinding* strengths;
  size_t strength_count;
} ElaraReview;

// NULL-safe; frees the arena, and with it the struct.
void elara_review_free(ElaraReview* review);

// Keeps the promises above: times in order, indices and lines inside the
// script, feelings in range, findings of the right kind, ranked, each with
// words and with a line or a person to look at; questions end with '?'. Adds
// one error to DIAGS per broken promise.
ElaraStatus elara_review_check(const ElaraReview* review, ElaraDiags* diags);

// JSON text, stable key order, UTF-8, ends in a newline; it is not read back.
ElaraStatus elara_review_write(const ElaraReview* review, ElaraText* text);

#endif
