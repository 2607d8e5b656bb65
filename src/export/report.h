// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// Shared by the files of the report:
//
//   report.c        the page: head, summary, people, glossary
//   report_arc.c    the arc of the story as a picture
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
  ElaraText* out;
} ElaraReport;

void elara_report_style(const ElaraReport* r);
void elara_report_arc(const ElaraReport* r);
void elara_report_themes(const ElaraReport* r);
// One of them; ROLE may be NULL. COLOUR is its number.
void elara_report_theme(const ElaraReport* r,
                        const ElaraTheme* theme,
                        const ElaraThemeRole* role,
                        size_t colour);
void elara_report_staff(const ElaraReport* r, const ElaraTheme* theme);
void elara_report_why(const ElaraReport* report, size_t cue);
void elara_report_cues(const ElaraReport* r);

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
