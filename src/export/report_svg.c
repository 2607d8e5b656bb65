// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// The shapes that the pictures of report and review are made of.

#include "export/report.h"

#include <string.h>

// Width of a character at 11 px, about: plain, bold, capitals.
#define CHARACTER 6.3
#define BOLD 7.4
#define CAPITAL 7.9

void
elara_report_move(const ElaraReport* r, const char* command, double x, double y)
{
  elara_text_add(r->out, command);
  elara_report_number(r, x);
  elara_text_add(r->out, " ");
  elara_report_number(r, y);
}

void
elara_report_rect(const ElaraReport* r,
                  const char* class_name,
                  double x,
                  double y,
                  double w,
                  double h,
                  double round)
{
  elara_text_addf(r->out, "<rect class=\"%s\"", class_name);
  elara_report_at(r, "x", x);
  elara_report_at(r, "y", y);
  elara_report_at(r, "width", w);
  elara_report_at(r, "height", h);
  if (round > 0.0) elara_report_at(r, "rx", round);
  elara_text_add(r->out, "/>");
}

void
elara_report_line(const ElaraReport* r,
                  const char* class_name,
                  double x1,
                  double y1,
                  double x2,
                  double y2)
{
  elara_text_addf(r->out, "<line class=\"%s\"", class_name);
  elara_report_at(r, "x1", x1);
  elara_report_at(r, "y1", y1);
  elara_report_at(r, "x2", x2);
  elara_report_at(r, "y2", y2);
  elara_text_add(r->out, "/>");
}

void
elara_report_label(const ElaraReport* r,
                   const char* class_name,
                   double x,
                   double y,
                   double width,
                   const char* text)
{
  const double wide = strcmp(class_name, "scene") == 0 ? CAPITAL
                      : strcmp(class_name, "on") == 0  ? BOLD
                                                       : CHARACTER;
  const int fits = (int)(width / wide);
  if (fits < 3 || !text) return;
  elara_text_addf(r->out, "<text class=\"%s\"", class_name);
  elara_report_at(r, "x", x);
  elara_report_at(r, "y", y);
  elara_text_add(r->out, ">");
  elara_report_short(r, text, (size_t)fits);
  elara_text_add(r->out, "</text>");
}
