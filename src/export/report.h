// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// Shared by the files of the report:
//
//   report.c        the page: head, summary, people, glossary
//   report_arc.c    the arc of the story as a picture
//   report_film.c   the film: what is met, the scenes on it
//   report_strip.c  the film and its music as a picture
//   report_shots.c  the strip in it: shots and their joins
//   report_axis.c   the clock of both pictures, and the cues on it
//   report_themes.c the cast of themes
//   report_staff.c  a theme engraved on a staff
//   report_cues.c   each cue with its reasons
//   report_svg.c    rectangles, lines, labels
//   report_style.c  colours and layout as a table of CSS rules

#ifndef ELARA_EXPORT_REPORT_H
#define ELARA_EXPORT_REPORT_H

#include "export/export.h"
#include "export/number.h"

typedef struct {
  const ElaraStory* story;
  const ElaraPlan* plan;
  const ElaraSketch* sketch;
  const ElaraScore* score;
  const ElaraTake* take;
  const ElaraStems* stems; // or NULL
  const ElaraCut* cut;     // or NULL: no film
  ElaraText* out;
} ElaraReport;

void elara_report_style(const ElaraReport* r);
void elara_report_arc(const ElaraReport* r);
// What is met of the film, the strip, the tables; nothing without a film.
void elara_report_film(const ElaraReport* r);
// The film WIDTH px wide; ID is unique on the page.
void elara_report_strip(const ElaraReport* r, double width, const char* id);
void elara_report_themes(const ElaraReport* r);
// One of them; ROLE may be NULL. COLOUR is its number.
void elara_report_theme(const ElaraReport* r,
                        const ElaraTheme* theme,
                        const ElaraThemeRole* role,
                        size_t colour);
void elara_report_staff(const ElaraReport* r, const ElaraTheme* theme);
void elara_report_why(const ElaraReport* report, size_t cue);
void elara_report_cues(const ElaraReport* r);

// --- the clock of the pictures ----------------------------------------------

#define ELARA_REPORT_NARROW 1180.0 // px of a picture at a glance
#define ELARA_REPORT_LEFT 12.0     // px before time 0, and after the end
#define ELARA_REPORT_CUE_HEIGHT 34.0
#define ELARA_REPORT_STRIP 64.0 // px of the strip of film, its edges included

typedef struct {
  const ElaraReport* r;
  double width;
  double height;
  double scale; // px a second
} ElaraReportAxis;

// Px that the whole length wants: a long film makes a wide picture.
double elara_report_width(const ElaraReport* r);
ElaraReportAxis
elara_report_axis(const ElaraReport* r, double width, double height);
double elara_report_x(const ElaraReportAxis* axis, ElaraTime time);
// "WHAT, 1:02: MORE" for a pointer that rests; MORE may be NULL.
void elara_report_tooltip(const ElaraReportAxis* axis,
                          const char* what,
                          ElaraTime time,
                          const char* more);
// The cues as blocks coloured by mood, each leading to its reasons.
void elara_report_cue_blocks(const ElaraReportAxis* axis, double top);
// The strip of film down to END px from the left.
void elara_report_shots(const ElaraReportAxis* axis, double top, double end);

// --- small hands -------------------------------------------------------------

// Text from outside, escaped; NULL reads "".
void elara_report_text(const ElaraReport* r, const char* text);
// At most COUNT characters of it, with an ellipsis where it was cut.
void elara_report_short(const ElaraReport* r, const char* text, size_t count);
// A number with one decimal, as SVG likes it.
void elara_report_number(const ElaraReport* r, double value);
// ' NAME="VALUE"' for SVG geometry.
void elara_report_at(const ElaraReport* r, const char* name, double value);
// "D flat major" with its sign.
void elara_report_key(const ElaraReport* r, int tonic, ElaraMode mode);
// A step of a path: COMMAND, "X Y".
void elara_report_move(const ElaraReport* r,
                       const char* command,
                       double x,
                       double y);
// Shapes in px; CLASS_NAME is styled in report_style.c or review_style.c.
void elara_report_rect(const ElaraReport* r,
                       const char* class_name,
                       double x,
                       double y,
                       double w,
                       double h,
                       double round);
void elara_report_line(const ElaraReport* r,
                       const char* class_name,
                       double x1,
                       double y1,
                       double x2,
                       double y2);
// TEXT cut to what fits in WIDTH; nothing when hardly anything does.
void elara_report_label(const ElaraReport* r,
                        const char* class_name,
                        double x,
                        double y,
                        double width,
                        const char* text);
// Colours: CSS hue of a mood; class name of theme INDEX's colour is "tINDEX%8".
int elara_report_hue(ElaraMood mood);
// Milliseconds that a hit sounds after its planned time.
double elara_report_error_ms(const ElaraReport* r, const ElaraHit* hit);
// "doubt" -> "doubted", for sentences and labels.
const char* elara_report_treatment(int treatment);

#endif
