// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// Scores made by hand, small enough to read, and what should sound.

#ifndef ELARA_TESTS_NOTATION_SNIPPET_H
#define ELARA_TESTS_NOTATION_SNIPPET_H

#include "base/text.h"
#include "notation/notation.h"
#include "perform/perform.h"
#include "tap.h"

#define Q ELARA_TICKS_PER_QUARTER

static ElaraDiags* diags_;
static ElaraNotation read_;

// A whole score of one part called NAME with these MEASURES.
static inline const char*
score_of(const char* name, const char* measures)
{
  static char text[65536];
  snprintf(text, sizeof text,
           "<?xml version=\"1.0\"?>\n<score-partwise version=\"4.0\">"
           "<part-list><score-part id=\"P1\"><part-name>%s</part-name>"
           "</score-part></part-list>\n<part id=\"P1\">%s</part>"
           "</score-partwise>",
           name, measures);
  return text;
}

static inline ElaraStatus
read_text(const char* text)
{
  elara_diags_free(diags_);
  elara_notation_clear(&read_);
  diags_ = elara_diags_new();
  return elara_notation_read("x.musicxml", (const unsigned char*)text,
                             strlen(text), diags_, &read_);
}

static inline int
says(const char* words)
{
  for (size_t i = 0; i < elara_diags_count(diags_); i++) {
    if (strstr(elara_diags_at(diags_, i)->what, words)) return 1;
  }
  return 0;
}

// What a part plays, in sixteenths: "0+4:60 4+4:62". Ticks that are no
// sixteenths are given as ticks, "1120t".
static inline void
add_time(ElaraText* text, ElaraTick tick)
{
  if (tick % (Q / 4) == 0) {
    elara_text_addf(text, "%lld", (long long)(tick / (Q / 4)));
  } else {
    elara_text_addf(text, "%lldt", (long long)tick);
  }
}

static inline const char*
played(size_t part)
{
  static ElaraText text;
  text.count = 0;
  elara_text_add(&text, "");
  if (!read_.score || part >= read_.score->part_count) return "nothing";
  const ElaraPart* const p = &read_.score->parts[part];
  for (size_t i = 0; i < p->note_count; i++) {
    if (i) elara_text_add(&text, " ");
    add_time(&text, p->notes[i].tick);
    elara_text_add(&text, "+");
    add_time(&text, p->notes[i].duration);
    elara_text_addf(&text, ":%d", p->notes[i].pitch);
  }
  return text.bytes;
}

// MEASURES of one part sound as WANT; the papers hold and can be performed.
static inline void
plays_as(const char* part,
         const char* measures,
         const char* want,
         const char* what)
{
  if (!TAP_OK(read_text(score_of(part, measures)) == ELARA_OK, what)) {
    elara_diags_print(diags_, stdout);
    return;
  }
  TAP_EQ_S(played(0), want, what);
  ElaraTake* take = NULL;
  const int good = elara_plan_check(read_.plan, diags_) == ELARA_OK &&
                   elara_sketch_check(read_.sketch, diags_) == ELARA_OK &&
                   elara_perform(read_.score, read_.plan, read_.sketch, NULL,
                                 diags_, &take) == ELARA_OK &&
                   elara_take_check(take, diags_) == ELARA_OK;
  elara_take_free(take);
  if (!good) elara_diags_print(diags_, stdout);
  TAP_OK(good, "and its papers hold");
}

static inline void
plays(const char* measures, const char* want, const char* what)
{
  plays_as("Flute", measures, want, what);
}

// One note or rest: divisions are quarters times four.
#define ATTR(more) "<attributes><divisions>4</divisions>" more "</attributes>"
#define PITCH(step, octave)                                                    \
  "<pitch><step>" step "</step><octave>" octave "</octave></pitch>"
#define NOTE(step, octave, duration, more)                                     \
  "<note>" PITCH(step, octave) "<duration>" duration                           \
                               "</duration><voice>1</voice>" more "</note>"
#define REST(duration)                                                         \
  "<note><rest/><duration>" duration "</duration><voice>1</voice></note>"
#define BAR(body) "<measure number=\"1\">" body "</measure>\n"
#define WORDS(words)                                                           \
  "<direction><direction-type><words>" words                                   \
  "</words></direction-type></direction>"
#define REPEAT(side, way)                                                      \
  "<barline location=\"" side "\"><repeat direction=\"" way "\"/></barline>"
#define ENDING(number, side, type, more)                                       \
  "<barline location=\"" side "\"><ending number=\"" number "\" type=\"" type  \
  "\"/>" more "</barline>"

#endif
