// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// The door of export/: the papers as files that other programs open. Every
// writer fills an ElaraText (cleared by the caller); studio/ decides where it
// goes. The same papers give the same bytes on every compiler. All functions
// are pure, may run on any thread, and return ELARA_NO_MEMORY when TEXT or
// working memory could not grow; TEXT is then of no use.

#ifndef ELARA_EXPORT_EXPORT_H
#define ELARA_EXPORT_EXPORT_H

#include "base/text.h"
#include "model/plan.h"
#include "model/review.h"
#include "model/score.h"
#include "model/sketch.h"
#include "model/stems.h"
#include "model/story.h"
#include "model/take.h"

// A Standard MIDI File, type 1, 3360 ticks a quarter. Track 0: TITLE (may be
// ""), the performed tempo map, metres, a marker per cue and per hard hit.
// Then one track per player. Bar lines are the plan's; a note that is played
// early or late keeps its distance from the beat. An anchor of the tempo map
// is at most 1 us off, except in bars slower than 3.6 quarters a minute, which
// the format cannot express.
ElaraStatus elara_midi_write(const ElaraPlan* plan,
                             const ElaraTake* take,
                             const char* title,
                             ElaraText* text);

// MusicXML 4.0, score-partwise: the score as an orchestrator would hand it to
// an engraver. Note for note the Score: same onsets, durations and pitches.
// ELARA_UNSATISFIED when more than four voices of one staff overlap.
ElaraStatus elara_musicxml_write(const ElaraPlan* plan,
                                 const ElaraScore* score,
                                 ElaraText* text);

// The same tempo map, metres and markers with a click: one track "Click" on
// channel 10, the high wood block on every first beat and the low one on the
// others, in the bars of cues only. Compound metres click dotted beats. There
// is no count-in: the first bar begins with the film.
ElaraStatus elara_midi_click(const ElaraPlan* plan,
                             const ElaraTake* take,
                             const char* title,
                             ElaraText* text);

// The same for one PART of the score by itself, as its player reads it: with
// the cues and tempi of the whole, rests of many bars as one.
ElaraStatus elara_musicxml_write_part(const ElaraPlan* plan,
                                      const ElaraScore* score,
                                      size_t part,
                                      ElaraText* text);

// One row per cue (RFC 4180, CRLF). SKETCH may be NULL: no keys then; STORY may
// be NULL: then nobody is known to play on screen (usage.h).
ElaraStatus elara_cues_csv(const ElaraPlan* plan,
                           const ElaraSketch* sketch,
                           const ElaraStory* story,
                           ElaraText* text);

// A CMX 3600 edit decision list of the music, one event per cue. SOURCE is the
// name of the score's sound file: it is as long as the film and begins with it,
// so source and record are the same timecodes.
ElaraStatus elara_edl_write(const ElaraPlan* plan,
                            const char* title,
                            const char* source,
                            ElaraText* text);

// Cues, hits and (when STORY is not NULL) scenes as markers: an EDL as DaVinci
// Resolve imports it, and the marker list of Premiere Pro.
ElaraStatus elara_markers_edl(const ElaraPlan* plan,
                              const ElaraStory* story,
                              const char* title,
                              ElaraText* text);
ElaraStatus elara_markers_csv(const ElaraPlan* plan,
                              const ElaraStory* story,
                              ElaraText* text);

// One row per hit: where the story wants it, where the performance has it.
ElaraStatus
elara_hits_csv(const ElaraPlan* plan, const ElaraTake* take, ElaraText* text);

// Every reason in the order of time: cues, keys, themes, phrases, colours.
ElaraStatus elara_reasons_csv(const ElaraPlan* plan,
                              const ElaraSketch* sketch,
                              const ElaraScore* score,
                              ElaraText* text);

// One HTML page without outside resources: the arc as a picture, the themes,
// each cue with its reasons. STEMS may be NULL (then no loudness).
ElaraStatus elara_report_html(const ElaraStory* story,
                              const ElaraPlan* plan,
                              const ElaraSketch* sketch,
                              const ElaraScore* score,
                              const ElaraTake* take,
                              const ElaraStems* stems,
                              ElaraText* text);

// A theme book for a terminal of 80 columns, and as one HTML page with every
// theme on a staff.
ElaraStatus elara_book_text(const ElaraThemeBook* book, ElaraText* text);
ElaraStatus elara_book_page(const ElaraThemeBook* book, ElaraText* text);

// The review as one HTML page without outside resources or scripts: the arc,
// the questions, who is where, the networks, the scenes.
ElaraStatus elara_review_page(const ElaraReview* review, ElaraText* text);

// The review for a terminal of 80 columns, in plain UTF-8.
ElaraStatus elara_review_summary(const ElaraReview* review, ElaraText* text);

#endif
