// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// The clock that the arc and the film strip share, and the cues on it: what
// stands below each other in the two pictures happens together.

#include "export/report.h"

#define WIDEST 9000.0
#define MINUTE 64.0 // px of a minute

double
elara_report_width(const ElaraReport* r)
{
  const double wanted = elara_time_s(r->plan->length) / 60.0 * MINUTE;
  return wanted < ELARA_REPORT_NARROW ? ELARA_REPORT_NARROW
         : wanted > WIDEST            ? WIDEST
                                      : wanted;
}

ElaraReportAxis
elara_report_axis(const ElaraReport* r, double width, double height)
{
  const double length = elara_time_s(r->plan->length);
  const double inner = width - 2.0 * ELARA_REPORT_LEFT;
  return (ElaraReportAxis){.r = r,
                           .width = width,
                           .height = height,
                           .scale = length > 0.0 ? inner / length : 1.0};
}

double
elara_report_x(const ElaraReportAxis* axis, ElaraTime time)
{
  return ELARA_REPORT_LEFT + elara_time_s(time) * axis->scale;
}

void
elara_report_tooltip(const ElaraReportAxis* axis,
                     const char* what,
                     ElaraTime time,
                     const char* more)
{
  ElaraText* const out = axis->r->out;
  elara_text_add(out, "<title>");
  elara_report_text(axis->r, what);
  elara_text_addf(out, ", %s%s", elara_number_clock(time).text,
                  more && *more ? ": " : "");
  elara_report_text(axis->r, more);
  elara_text_add(out, "</title>");
}

void
elara_report_cue_blocks(const ElaraReportAxis* axis, double top)
{
  const ElaraReport* const r = axis->r;
  for (size_t i = 0; i < r->plan->cue_count; i++) {
    const ElaraCue* const c = &r->plan->cues[i];
    const double x = elara_report_x(axis, c->start);
    const double w = elara_report_x(axis, c->end) - x;
    const char* const mood = elara_mood_info(c->mood)->name;
    elara_text_addf(r->out,
                    "<a href=\"#cue-%zu\" style=\"--h:%d\" aria-label=\"",
                    i + 1, elara_report_hue(c->mood));
    elara_report_text(r, c->name);
    elara_text_add(r->out, "\">");
    elara_report_tooltip(axis, c->name, c->start, mood);
    elara_report_rect(r, "mood", x, top, w > 2.0 ? w : 2.0,
                      ELARA_REPORT_CUE_HEIGHT, 5.0);
    elara_report_label(r, "on", x + 7.0, top + 15.0, w - 12.0, c->label);
    elara_report_label(r, "on", x + 7.0, top + 28.0, w - 12.0, mood);
    elara_text_add(r->out, "</a>\n");
  }
}
