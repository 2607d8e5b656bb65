// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// Shared by the files of the review's page:
//
//   review_html.c        the page: head, questions, what works, how sure
//   review_html_arc.c    the arc, and who is where, on one clock
//   review_html_people.c who talks with whom, act by act; the scenes
//   review_style.c       what its look adds to that of the report

#ifndef ELARA_EXPORT_REVIEW_HTML_H
#define ELARA_EXPORT_REVIEW_HTML_H

#include "export/report.h"

typedef struct {
  const ElaraReview* review;
  const ElaraReport* r; // for the hands of the report: only its OUT is set
  ElaraText* out;
} ElaraReviewPage;

// Person I's colour in pictures is the class "t%zu" of I modulo this.
#define ELARA_REVIEW_COLOURS 8

void elara_review_style(const ElaraReviewPage* page);
void elara_review_arc_picture(const ElaraReviewPage* page);
void elara_review_presence_picture(const ElaraReviewPage* page);
void elara_review_networks(const ElaraReviewPage* page);
void elara_review_scene_table(const ElaraReviewPage* page);

// Opens a picture W x H that may scroll sideways; ends with elara_review_close.
void elara_review_open(const ElaraReviewPage* page,
                       const char* name,
                       double w,
                       double h);
void elara_review_close(const ElaraReviewPage* page);
// <title>...</title>: what a pointer shows.
void elara_review_tip(const ElaraReviewPage* page,
                      const char* what,
                      ElaraTime time,
                      const char* more);

#endif
