// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// What the files of this room share: the reader at work. Memory that runs out
// is remembered in FAILED and asked for once, at the end; until then every
// function leaves what it could not make empty.

#ifndef ELARA_REVIEW_ROOM_H
#define ELARA_REVIEW_ROOM_H

#include "model/review.h"

// One speech: a cue and what is said under it.
typedef struct {
  int cue;    // index into elements
  int first;  // its first words; the cue when it has none
  int person; // -1 nobody known
  int scene;
  int line; // of the first words
  int words;
  int to_oneself; // aside, or to nobody who is there
  int after_exit; // somebody was seen to go just before
  ElaraTime start;
  ElaraTime end;
  const char* plain; // its words, see words.h
} Speech;

typedef ELARA_LIST(ElaraFinding) Findings;
typedef ELARA_LIST(ElaraEvidence) Evidences;

typedef struct {
  const ElaraStory* story;
  ElaraReview* review;
  ElaraArena* arena;   // of the review
  ElaraArena* scratch; // of this call
  const char** plain;  // the words of each element
  Speech* speeches;
  size_t speech_count;
  int hero;    // -1 none
  int villain; // -1 none
  Findings questions;
  Findings strengths;
  int failed;
} Reader;

// facts.c: everything that is counted and not judged.
void elara_review_facts(Reader* reader);
// curve.c: the smoothed feelings and the shape of the arc.
void elara_review_curve(Reader* reader);
// speeches.c
void elara_review_speeches(Reader* reader);
// Shows the first and the last words of PERSON, and between them the element
// BETWEEN at PHRASE, or nothing when it is -1.
void elara_review_show_ends(Reader* reader,
                            ElaraFinding* f,
                            int person,
                            int between,
                            const char* phrase);
// light.c: where it is light.
void elara_review_light(Reader* reader);

// finding.c
// A finding about nobody in particular, with nothing to show yet.
ElaraFinding elara_review_finding(ElaraFindingKind kind, double strength);
// The sentence of F, and what was counted.
void elara_review_say(Reader* reader, ElaraFinding* f, const char* format, ...)
    __attribute__((format(printf, 3, 4)));
void
elara_review_count(Reader* reader, ElaraFinding* f, const char* format, ...)
    __attribute__((format(printf, 3, 4)));
// Shows the line of ELEMENT; the quote is the sentence around PHRASE (as in a
// table of words.h), or its beginning when PHRASE is NULL.
void elara_review_show(Reader* reader,
                       ElaraFinding* f,
                       int element,
                       const char* phrase);
void elara_review_show_scene(Reader* reader, ElaraFinding* f, int scene);
// Into the list where it belongs.
void elara_review_add(Reader* reader, const ElaraFinding* f);
// Both lists, the strongest first; then the review has them.
void elara_review_rank(Reader* reader);
// The sentence of TEXT around PHRASE, on one line, shortened, without marks.
const char*
elara_review_quote(Reader* reader, const char* text, const char* phrase);

// That sentence alone, without the mark at its end.
const char*
elara_review_sentence(Reader* reader, const char* text, const char* phrase);

// The rules; each file says its own.
void elara_review_judge_levity(Reader* reader);
void elara_review_judge_villain(Reader* reader);
void elara_review_judge_change(Reader* reader);
void elara_review_judge_absence(Reader* reader);
void elara_review_judge_women(Reader* reader);
void elara_review_judge_scenes(Reader* reader);
void elara_review_judge_shape(Reader* reader);
void elara_review_judge_talk(Reader* reader);
void elara_review_judge_roles(Reader* reader);
void elara_review_judge_returns(Reader* reader);

// --- small hands (finding.c) -------------------------------------------------

const char* elara_review_name(const Reader* reader, int person);
// "12:30": M:SS, as long as needed.
const char* elara_review_clock(Reader* reader, ElaraTime time);
int elara_review_percent(double share);
// TIME as a share of the whole, 0..1.
double elara_review_at(const Reader* reader, ElaraTime time);
// Of a person with a name of his own who matters: PRINCIPAL and up.
int elara_review_is_principal(const Reader* reader, int person);
// How PERSON is in SCENE, 0 when not.
int elara_review_presence(const Reader* reader, int scene, int person);

#endif
