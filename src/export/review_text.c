// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// The review for a terminal: 80 columns, no colours, the most pressing first.

#include "base/letters.h"
#include "export/export.h"
#include "export/number.h"

#include <string.h>

#define COLUMNS 78
#define CURVE 60 // columns of a curve
#define MOST_PEOPLE 10
#define NAME 14       // columns of a name
#define IN_FULL 5     // questions with all that they rest on
#define MOST_QUOTES 3 // for each

// --- small hands -------------------------------------------------------------

static size_t
columns_of(const char* text, size_t bytes)
{
  size_t columns = 0;
  for (size_t i = 0; i < bytes; i++)
    columns += ((unsigned char)text[i] & 0xc0) != 0x80;
  return columns;
}

static void
blanks(ElaraText* out, size_t count)
{
  for (size_t i = 0; i < count; i++)
    elara_text_add(out, " ");
}

// TEXT from column AT on, folded at blanks; further lines at column INDENT.
static void
fold(ElaraText* out, const char* text, size_t at, size_t indent)
{
  const size_t start = indent;
  while (*text) {
    const size_t n = strcspn(text, " ");
    const size_t wide = columns_of(text, n);
    if (at > start && at + 1 + wide > COLUMNS) {
      elara_text_add(out, "\n");
      blanks(out, indent);
      at = indent;
    } else if (at > start) {
      elara_text_add(out, " ");
      at++;
    }
    elara_text_bytes(out, text, n);
    at += wide;
    text += n;
    text += strspn(text, " ");
  }
  elara_text_add(out, "\n");
}

// TEXT in exactly WIDTH columns.
static void
field(ElaraText* out, const char* text, size_t width)
{
  size_t bytes = 0;
  size_t columns = 0;
  const size_t length = strlen(text);
  while (bytes < length && columns < width) {
    uint32_t code;
    bytes += elara_letter_next(text + bytes, length - bytes, &code);
    columns++;
  }
  elara_text_bytes(out, text, bytes);
  blanks(out, width - columns);
}

static void
heading(ElaraText* out, const char* text)
{
  elara_text_addf(out, "\n%s\n", text);
}

// --- head --------------------------------------------------------------------

static const char*
clock_words(ElaraClockSource clock)
{
  static const char* const words[ELARA_CLOCK_COUNT] = {
      [ELARA_CLOCK_ESTIMATE] = "estimated from the words",
      [ELARA_CLOCK_LENGTH] = "estimated, within the length that was given",
      [ELARA_CLOCK_EIGHTHS] = "by the eighths of a page that the script gives",
      [ELARA_CLOCK_PICTURE] = "by the film's picture",
      [ELARA_CLOCK_SUBTITLES] = "by subtitles",
  };
  return words[clock];
}

static void
head(const ElaraReview* r, ElaraText* out)
{
  elara_text_addf(out, "%s\n", r->title && r->title[0] ? r->title : "Untitled");
  if (r->author && r->author[0]) elara_text_addf(out, "by %s\n", r->author);
  elara_text_addf(out,
                  "\n  %s of story on %d page%s: %zu scene%s, %zu people, "
                  "%s %% talk\n",
                  elara_number_clock(r->length).text, r->pages,
                  r->pages == 1 ? "" : "s", r->scene_count,
                  r->scene_count == 1 ? "" : "s", r->person_count,
                  elara_number_fixed(100.0 * r->talk, 0).text);
  elara_text_addf(out, "  read as %s (%s %% sure); times %s",
                  elara_script_format_name(r->format),
                  elara_number_fixed(100.0 * r->format_confidence, 0).text,
                  clock_words(r->clock));
  if (r->time_error > 0.0)
    elara_text_addf(out, ", \xc2\xb1%s %%",
                    elara_number_fixed(100.0 * r->time_error, 0).text);
  elara_text_add(out, "\n");
}

// --- the arc -----------------------------------------------------------------

// Eighths of a block; -.6 is the lowest, .6 the highest: smoothed curves hardly
// go further.
static void
curve(const ElaraReview* r,
      ElaraText* out,
      const char* name,
      ElaraFeelingOf feeling)
{
  static const char* const blocks[] = {
      "\xe2\x96\x81", "\xe2\x96\x82", "\xe2\x96\x83", "\xe2\x96\x84",
      "\xe2\x96\x85", "\xe2\x96\x86", "\xe2\x96\x87", "\xe2\x96\x88"};
  elara_text_add(out, "  ");
  field(out, name, NAME);
  for (size_t i = 0; i < CURVE; i++) {
    const size_t k = i * (r->point_count - 1) / (CURVE - 1);
    const double level = feeling(&r->points[k].feeling) / 1.2 + .5;
    const int step = (int)(level * 8.0);
    elara_text_add(out, blocks[step < 0 ? 0 : step > 7 ? 7 : step]);
  }
  elara_text_add(out, "\n");
}

static size_t
column_of(const ElaraReview* r, ElaraTime time)
{
  const double length = elara_time_s(r->length);
  const double x = length > 0.0 ? elara_time_s(time) / length : 0.0;
  const size_t column = (size_t)(x * CURVE);
  return column < CURVE ? column : CURVE - 1;
}

static void
trim(char* text)
{
  size_t n = strlen(text);
  while (n > 0 && text[n - 1] == ' ')
    text[--n] = '\0';
}

// A bar where an act begins, a number for each turning point.
static void
ruler(const ElaraReview* r, ElaraText* out)
{
  char acts[CURVE + 1];
  char turns[CURVE + 1];
  memset(acts, ' ', CURVE);
  memset(turns, ' ', CURVE);
  acts[CURVE] = turns[CURVE] = '\0';
  for (size_t i = 0; i < r->act_count; i++)
    acts[column_of(r, r->acts[i].start)] = '|';
  for (size_t i = 0; i < r->turn_count && i < 9; i++)
    turns[column_of(r, r->turns[i].time)] = (char)('1' + i);
  trim(acts);
  trim(turns);
  elara_text_addf(out, "  %-*s%s\n", NAME, "acts", acts);
  if (r->turn_count) elara_text_addf(out, "  %-*s%s\n", NAME, "turns", turns);
}

static void
arc(const ElaraReview* r, ElaraText* out)
{
  if (r->point_count < 2) return;
  heading(out, "THE ARC");
  elara_text_addf(out,
                  "  %s (likeness of valence to the nearest of six known "
                  "shapes: %s)\n\n",
                  elara_arc_shape_name(r->shape),
                  elara_number_fixed(r->shape_likeness, 2).text);
  curve(r, out, "valence", elara_valence_of);
  curve(r, out, "arousal", elara_arousal_of);
  curve(r, out, "tension", elara_tension_of);
  curve(r, out, "levity", elara_levity_of);
  ruler(r, out);
}

// --- who is where ------------------------------------------------------------

static int
presence_of(const ElaraReview* r, size_t scene, size_t person)
{
  for (size_t i = 0; i < r->presence_count; i++) {
    const ElaraPresence* const p = &r->presences[i];
    if ((size_t)p->scene == scene && (size_t)p->person == person) return p->how;
  }
  return 0;
}

// A sign for each column; where scenes share one, the most telling.
static char
sign_of(const ElaraReview* r, size_t person, size_t column, size_t columns)
{
  int how = 0;
  for (size_t s = 0; s < r->scene_count; s++) {
    if (s * columns / r->scene_count == column)
      how |= presence_of(r, s, person);
  }
  return how & ELARA_PRESENT_SPEAKS  ? 'S'
         : how & ELARA_PRESENT_HEARD ? 'h'
         : how                       ? 's'
                                     : '.';
}

static void
presence(const ElaraReview* r, ElaraText* out)
{
  const size_t columns = r->scene_count < CURVE ? r->scene_count : CURVE;
  if (r->presence_count == 0) return;
  heading(out, "WHO IS WHERE (a column a scene: S speaks, s seen, h heard)");
  for (size_t p = 0; p < r->person_count && p < MOST_PEOPLE; p++) {
    if (r->people[p].first_line == 0) continue;
    elara_text_add(out, "  ");
    field(out, r->people[p].name, NAME - 1);
    elara_text_add(out, " ");
    for (size_t c = 0; c < columns; c++) {
      const char sign = sign_of(r, p, c, columns);
      elara_text_bytes(out, &sign, 1);
    }
    elara_text_add(out, "\n");
  }
}

// --- findings ----------------------------------------------------------------

static void
quotes(const ElaraFinding* f, ElaraText* out)
{
  for (size_t i = 0; i < f->evidence_count && i < MOST_QUOTES; i++) {
    const ElaraEvidence* const e = &f->evidence[i];
    elara_text_addf(out, "     line %-6d ", e->line);
    fold(out, e->quote, 17, 17);
  }
}

static void
finding(const ElaraFinding* f, ElaraText* out, const char* mark, int in_full)
{
  elara_text_addf(out, "%3s  ", mark);
  fold(out, f->text, 5, 5);
  if (!in_full) return;
  if (f->detail[0]) {
    blanks(out, 5);
    fold(out, f->detail, 5, 5);
  }
  quotes(f, out);
}

static void
strengths(const ElaraReview* r, ElaraText* out)
{
  if (r->strength_count == 0) return;
  heading(out, "WHAT WORKS");
  for (size_t i = 0; i < r->strength_count; i++)
    finding(&r->strengths[i], out, "+", i < IN_FULL);
}

static void
questions(const ElaraReview* r, ElaraText* out)
{
  heading(out, r->question_count ? "QUESTIONS, the most pressing first"
                                 : "QUESTIONS: none that these rules know");
  for (size_t i = 0; i < r->question_count; i++) {
    const ElaraNumber mark = elara_number_fixed((double)i + 1.0, 0);
    finding(&r->questions[i], out, mark.text, i < IN_FULL);
  }
}

ElaraStatus
elara_review_summary(const ElaraReview* review, ElaraText* text)
{
  head(review, text);
  arc(review, text);
  presence(review, text);
  strengths(review, text);
  questions(review, text);
  return text->failed ? ELARA_NO_MEMORY : ELARA_OK;
}
