// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// The review as one HTML page that needs nothing else. What presses most comes
// first: the arc, five questions, what works; then who is where, and at the
// end how sure all of it is.

#include "export/review_html.h"

#include <string.h>

#define FIRST 5 // questions that are open on the page

// --- small hands -------------------------------------------------------------

void
elara_review_open(const ElaraReviewPage* page,
                  const char* name,
                  double w,
                  double h)
{
  elara_text_add(page->out, "<div class=\"scroll\" tabindex=\"0\" "
                            "role=\"group\" aria-label=\"");
  elara_report_text(page->r, name);
  elara_text_add(page->out, "\"><svg role=\"img\" viewBox=\"0 0 ");
  elara_report_number(page->r, w);
  elara_text_add(page->out, " ");
  elara_report_number(page->r, h);
  elara_text_addf(page->out, "\" style=\"min-width:%dpx\"><title>",
                  w > 900.0 ? 860 : (int)w);
  elara_report_text(page->r, name);
  elara_text_add(page->out, "</title>\n");
}

void
elara_review_close(const ElaraReviewPage* page)
{
  elara_text_add(page->out, "</svg></div>\n");
}

void
elara_review_tip(const ElaraReviewPage* page,
                 const char* what,
                 ElaraTime time,
                 const char* more)
{
  elara_text_add(page->out, "<title>");
  elara_report_text(page->r, what);
  elara_text_addf(page->out, ", %s", elara_number_clock(time).text);
  if (more && *more) elara_text_add(page->out, ": ");
  elara_report_text(page->r, more);
  elara_text_add(page->out, "</title>");
}

// --- head --------------------------------------------------------------------

// What the curve does, in words, and what that shape is called.
static const char* const shapes[ELARA_SHAPE_COUNT] = {
    [ELARA_SHAPE_RAGS_TO_RICHES] =
        "Its mood rises over all, the shape called rags to riches",
    [ELARA_SHAPE_TRAGEDY] = "Its mood falls over all, the shape called tragedy",
    [ELARA_SHAPE_MAN_IN_A_HOLE] =
        "Its mood falls and rises, the shape called man in a hole",
    [ELARA_SHAPE_ICARUS] = "Its mood rises and falls, the shape called Icarus",
    [ELARA_SHAPE_CINDERELLA] =
        "Its mood rises, falls and rises, the shape called Cinderella",
    [ELARA_SHAPE_OEDIPUS] =
        "Its mood falls, rises and falls, the shape called Oedipus",
    [ELARA_SHAPE_NONE] =
        "Its mood has no clear arc among the six that are known",
};

static void
figure(const ElaraReviewPage* page, const char* name, const char* value)
{
  elara_text_addf(page->out, "<div><dt>%s</dt><dd>%s</dd></div>\n", name,
                  value);
}

static ElaraNumber
whole(size_t value)
{
  return elara_number_fixed((double)value, 0);
}

static void
figures(const ElaraReviewPage* page)
{
  const ElaraReview* const v = page->review;
  ElaraNumber talk = elara_number_fixed(100.0 * v->talk, 0);
  elara_text_add(page->out, "<dl class=\"figures\">\n");
  figure(page, "Length", elara_number_clock(v->length).text);
  figure(page, "Pages", whole((size_t)v->pages).text);
  figure(page, "Scenes", whole(v->scene_count).text);
  figure(page, "People", whole(v->person_count).text);
  strcat(talk.text, "&#8201;%");
  figure(page, "Talk", talk.text);
  figure(page, "Questions", whole(v->question_count).text);
  elara_text_add(page->out, "</dl>\n");
}

static void
lead(const ElaraReviewPage* page)
{
  const ElaraReview* const v = page->review;
  elara_text_addf(page->out, "<p class=\"lead\">%s (likeness %s).",
                  shapes[v->shape],
                  elara_number_fixed(v->shape_likeness, 2).text);
  if (v->strength_count) {
    elara_text_add(page->out, " What works best: ");
    elara_report_text(page->r, v->strengths[0].text);
  }
  if (v->question_count) {
    elara_text_add(page->out, " <a href=\"#questions\">The first "
                              "question</a>: ");
    elara_report_text(page->r, v->questions[0].text);
  }
  elara_text_add(page->out, "</p>\n");
}

static void
head(const ElaraReviewPage* page)
{
  const ElaraReview* const v = page->review;
  elara_text_add(page->out, "<!doctype html>\n<html lang=\"en\"><head><meta "
                            "charset=\"utf-8\"><meta name=\"viewport\" "
                            "content=\"width=device-width,initial-scale=1\">"
                            "<title>");
  elara_report_text(page->r, v->title);
  elara_text_add(page->out, ": a reading</title>\n");
  elara_review_style(page);
  elara_text_add(page->out, "</head><body><header><div class=\"eyebrow\">"
                            "Elara, a reading of</div><h1>");
  elara_report_text(page->r, v->title && *v->title ? v->title : "Untitled");
  elara_text_add(page->out, "</h1>");
  if (v->author && *v->author) {
    elara_text_add(page->out, "<p class=\"by\">by ");
    elara_report_text(page->r, v->author);
    elara_text_add(page->out, "</p>");
  }
  lead(page);
  figures(page);
  elara_text_add(
      page->out,
      "</header>\n<nav aria-label=\"Contents\"><ul><li><a href=\"#arc\">The "
      "arc</a></li><li><a href=\"#questions\">Questions</a></li><li><a "
      "href=\"#works\">What works</a></li><li><a href=\"#where\">Who is "
      "where</a></li><li><a href=\"#networks\">Who with whom</a></li><li><a "
      "href=\"#scenes\">Scenes</a></li><li><a href=\"#sure\">How sure</a></li>"
      "</ul></nav>\n<main>\n");
}

// --- findings ----------------------------------------------------------------

static void
evidence(const ElaraReviewPage* page, const ElaraFinding* f)
{
  for (size_t i = 0; i < f->evidence_count; i++) {
    const ElaraEvidence* const e = &f->evidence[i];
    elara_text_addf(page->out, "<blockquote><b>line %d, %s</b>", e->line,
                    elara_number_clock(e->time).text);
    elara_report_text(page->r, e->quote);
    elara_text_add(page->out, "</blockquote>\n");
  }
}

// NUMBER 0 writes none.
static void
finding(const ElaraReviewPage* page, const ElaraFinding* f, size_t number)
{
  elara_text_addf(page->out, "<li class=\"finding %s\">",
                  number ? "ask" : "works");
  if (number)
    elara_text_addf(page->out, "<span class=\"no\">%zu</span>", number);
  elara_text_add(page->out, "<h3>");
  elara_report_text(page->r, f->text);
  elara_text_add(page->out, "</h3>\n");
  if (f->detail[0]) {
    elara_text_add(page->out, "<p class=\"count\">");
    elara_report_text(page->r, f->detail);
    elara_text_add(page->out, "</p>\n");
  }
  evidence(page, f);
  elara_text_add(page->out, "<p class=\"why\">");
  elara_report_text(page->r, f->why);
  elara_text_add(page->out, "</p></li>\n");
}

static void
questions(const ElaraReviewPage* page)
{
  const ElaraReview* const v = page->review;
  elara_text_add(page->out,
                 "<section id=\"questions\"><h2>Questions</h2><p "
                 "class=\"note\">What a tough and friendly reader would ask, "
                 "the most pressing first. They are no grades: each may have "
                 "a good answer.</p>\n");
  if (v->question_count == 0)
    elara_text_add(page->out, "<p>None that these rules know.</p>");
  for (size_t i = 0; i < v->question_count; i++) {
    if (i == 0) elara_text_add(page->out, "<ol class=\"findings\">\n");
    if (i == FIRST)
      elara_text_addf(page->out,
                      "</ol>\n<details><summary>%zu more</summary><ol "
                      "class=\"findings\">\n",
                      v->question_count - FIRST);
    finding(page, &v->questions[i], i + 1);
  }
  if (v->question_count) elara_text_add(page->out, "</ol>\n");
  if (v->question_count > FIRST) elara_text_add(page->out, "</details>\n");
  elara_text_add(page->out, "</section>\n");
}

static void
works(const ElaraReviewPage* page)
{
  const ElaraReview* const v = page->review;
  elara_text_add(page->out, "<section id=\"works\"><h2>What works</h2>\n");
  if (v->strength_count == 0)
    elara_text_add(page->out, "<p class=\"note\">Nothing that these rules can "
                              "point at; they know five things only.</p>");
  else
    elara_text_add(page->out, "<ul class=\"findings\">\n");
  for (size_t i = 0; i < v->strength_count; i++)
    finding(page, &v->strengths[i], 0);
  if (v->strength_count) elara_text_add(page->out, "</ul>\n");
  elara_text_add(page->out, "</section>\n");
}

// --- how sure ----------------------------------------------------------------

static void
sure_of_time(const ElaraReviewPage* page)
{
  static const char* const clocks[ELARA_CLOCK_COUNT] = {
      [ELARA_CLOCK_ESTIMATE] = "estimated from the words",
      [ELARA_CLOCK_LENGTH] = "estimated, within the length that was given",
      [ELARA_CLOCK_EIGHTHS] = "taken from the eighths of a page in the script",
      [ELARA_CLOCK_PICTURE] = "taken from the film's picture",
      [ELARA_CLOCK_SUBTITLES] = "taken from subtitles",
  };
  const ElaraReview* const v = page->review;
  elara_text_addf(page->out, "<li>Times are %s", clocks[v->clock]);
  if (v->time_error > 0.0)
    elara_text_addf(page->out, "; a scene may be %s&#8201;%% longer or shorter",
                    elara_number_fixed(100.0 * v->time_error, 0).text);
  elara_text_add(page->out, ".</li>\n");
  if (v->turn_count)
    elara_text_add(page->out,
                   "<li>Turning points stand where 99 films have them, at a "
                   "line near by; the whiskers show how far off they may be."
                   "</li>\n");
}

static void
sure_of_people(const ElaraReviewPage* page)
{
  const ElaraReview* const v = page->review;
  for (size_t i = 0; i < v->person_count; i++) {
    const ElaraReviewPerson* const p = &v->people[i];
    if (p->role != ELARA_ROLE_PROTAGONIST && p->role != ELARA_ROLE_ANTAGONIST)
      continue;
    elara_text_add(page->out, "<li>");
    elara_report_text(page->r, p->name);
    elara_text_addf(page->out,
                    " was taken for the %s, %s&#8201;%% sure.</li>\n",
                    elara_role_name(p->role),
                    elara_number_fixed(100.0 * p->confidence, 0).text);
  }
}

static void
sure(const ElaraReviewPage* page)
{
  const ElaraReview* const v = page->review;
  elara_text_addf(page->out,
                  "<section id=\"sure\"><h2>How sure this is</h2><ul "
                  "class=\"sure\"><li>The script was read as %s, %s&#8201;%% "
                  "sure.</li>\n",
                  elara_script_format_name(v->format),
                  elara_number_fixed(100.0 * v->format_confidence, 0).text);
  sure_of_time(page);
  sure_of_people(page);
  elara_text_add(
      page->out,
      "<li>Feelings are relative: 0 is this script&#8217;s own middle. They "
      "are read from words, a few sentences at a time; a single line can be "
      "wrong, a scene hardly.</li><li>Irony, deceit and what is left unsaid "
      "cannot be seen: a charming liar reads as a friend.</li><li>The rules "
      "are tables with their sources, and count; the judgement is "
      "yours.</li></ul></section>\n");
}

ElaraStatus
elara_review_page(const ElaraReview* review, ElaraText* text)
{
  const ElaraReport r = {.out = text};
  const ElaraReviewPage page = {review, &r, text};
  head(&page);
  elara_review_arc_picture(&page);
  questions(&page);
  works(&page);
  elara_review_presence_picture(&page);
  elara_review_networks(&page);
  elara_review_scene_table(&page);
  sure(&page);
  elara_text_add(text, "</main><footer>Read by Elara from ");
  elara_report_text(&r, review->source_name);
  elara_text_add(text, ". The same script gives the same page.</footer>"
                       "</body></html>\n");
  return text->failed ? ELARA_NO_MEMORY : ELARA_OK;
}
