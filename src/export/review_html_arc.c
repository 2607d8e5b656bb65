// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// Two pictures on one clock. The arc: acts, the four feelings smoothed, turning
// points with the width of their uncertainty, the events that matter, where it
// is light. Then a row for each person: where he speaks, is seen, is heard.

#include "export/review_html.h"

#include <string.h>

#define WIDTH 1180.0
#define LEFT 140.0
#define RIGHT 16.0
#define ACTS 22.0
#define TOP 34.0
#define HEIGHT 260.0
#define BOTTOM (TOP + HEIGHT)
#define EVENTS (BOTTOM + 16.0)
#define LIGHT (EVENTS + 22.0)
#define TURNS (LIGHT + 24.0)
#define CLOCK (TURNS + 56.0)
#define WIDEST_VALUE .62 // smoothed curves hardly leave this
#define ROW 24.0
#define MOST_ROWS 18
#define CELL 15.0

static double
x_of(const ElaraReviewPage* page, ElaraTime time)
{
  const double length = elara_time_s(page->review->length);
  const double share = length > 0.0 ? elara_time_s(time) / length : 0.0;
  return LEFT + share * (WIDTH - LEFT - RIGHT);
}

static double
y_of(double value)
{
  const double v = value / WIDEST_VALUE;
  return TOP + HEIGHT * (1.0 - (v > 1.0 ? 1.0 : v < -1.0 ? -1.0 : v)) / 2.0;
}

static void
text_at(const ElaraReviewPage* page,
        const char* class_name,
        double x,
        double y,
        const char* text)
{
  elara_text_addf(page->out, "<text class=\"%s\"", class_name);
  elara_report_at(page->r, "x", x);
  elara_report_at(page->r, "y", y);
  elara_text_add(page->out, ">");
  elara_report_text(page->r, text);
  elara_text_add(page->out, "</text>");
}

// --- the arc -----------------------------------------------------------------

static void
acts(const ElaraReviewPage* page, double bottom)
{
  const ElaraReview* const v = page->review;
  for (size_t i = 0; i < v->act_count; i++) {
    const ElaraAct* const a = &v->acts[i];
    const double x = x_of(page, a->start);
    const double w = x_of(page, a->end) - x;
    elara_report_rect(page->r, i % 2 ? "act odd" : "act", x, 4.0, w,
                      bottom - 4.0, 0.0);
    elara_report_label(page->r, "actname", x + 6.0, ACTS - 4.0, w - 8.0,
                       a->name);
    if (i) elara_report_line(page->r, "actline", x, 4.0, x, bottom);
  }
  elara_text_add(page->out, "\n");
}

static void
scene_ticks(const ElaraReviewPage* page, double y, double size)
{
  const ElaraReview* const v = page->review;
  for (size_t i = 0; i < v->scene_count; i++) {
    const ElaraReviewScene* const s = &v->scenes[i];
    const double x = x_of(page, s->start);
    elara_text_add(page->out, "<g>");
    elara_review_tip(page, s->name, s->start, NULL);
    elara_report_line(page->r, "scenetick", x, y, x, y + size);
    elara_text_add(page->out, "</g>");
  }
  elara_text_add(page->out, "\n");
}

static const struct {
  const char* name;
  ElaraFeelingOf feeling;
  const char* weight; // CSS class
  const char* says;
} curves[] = {
    {"arousal", elara_arousal_of, "minor", "calm to excited"},
    {"levity", elara_levity_of, "minor", "grave to funny"},
    {"tension", elara_tension_of, "major", "resolved to unbearable"},
    {"valence", elara_valence_of, "major", "unpleasant to pleasant"},
};
#define CURVE_COUNT (sizeof curves / sizeof *curves)

static void
curve(const ElaraReviewPage* page, size_t index)
{
  const ElaraReview* const v = page->review;
  elara_text_addf(page->out, "<path class=\"curve %s %s\" d=\"",
                  curves[index].name, curves[index].weight);
  for (size_t i = 0; i < v->point_count; i++) {
    elara_text_add(page->out, i ? "L" : "M");
    elara_report_number(page->r, x_of(page, v->points[i].time));
    elara_text_add(page->out, " ");
    elara_report_number(page->r,
                        y_of(curves[index].feeling(&v->points[i].feeling)));
  }
  elara_text_addf(page->out, "\"><title>%s</title></path>\n",
                  curves[index].name);
}

// "point_of_no_return" -> "point of no return"
static void
spaced(const char* name, char* text, size_t size)
{
  size_t n = 0;
  for (; name[n] && n + 1 < size; n++)
    text[n] = name[n] == '_' ? ' ' : name[n];
  text[n] = '\0';
}

// A diamond at TURNS, a whisker of one deviation to either side.
static void
turn_mark(const ElaraReviewPage* page, const ElaraTurn* t, int low)
{
  const double x = x_of(page, t->time);
  double left = x_of(page, t->time - t->error);
  double right = x_of(page, t->time + t->error);
  char name[40];
  left = left < LEFT ? LEFT : left;
  right = right > WIDTH - RIGHT ? WIDTH - RIGHT : right;
  spaced(elara_turn_kind_name(t->kind), name, sizeof name);
  elara_text_add(page->out, "<g>");
  elara_review_tip(page, name, t->time, t->quote);
  elara_report_line(page->r, "turn", x, TOP, x, TURNS);
  elara_report_line(page->r, "whisker", left, TURNS, right, TURNS);
  elara_text_add(page->out, "<path class=\"event\" d=\"M");
  elara_report_number(page->r, x - 5.0);
  elara_text_add(page->out, " ");
  elara_report_number(page->r, TURNS);
  elara_text_add(page->out, "l5 -5 5 5 -5 5z\"/>");
  text_at(page, "turnname", x > WIDTH - 60.0 ? WIDTH - 60.0 : x,
          TURNS + (low ? 32.0 : 18.0), name);
  elara_text_add(page->out, "</g>\n");
}

static void
turn_marks(const ElaraReviewPage* page)
{
  const ElaraReview* const v = page->review;
  if (v->turn_count)
    text_at(page, "end", LEFT - 10.0, TURNS + 4.0, "turning points");
  for (size_t i = 0; i < v->turn_count; i++)
    turn_mark(page, &v->turns[i], i % 2);
}

static void
moments(const ElaraReviewPage* page)
{
  const ElaraReview* const v = page->review;
  text_at(page, "end", LEFT - 10.0, EVENTS + 4.0, "events");
  for (size_t i = 0; i < v->moment_count; i++) {
    const ElaraEvent* const e = &v->moments[i];
    elara_text_add(page->out, "<g>");
    elara_review_tip(page, elara_event_kind_name(e->kind), e->time, e->quote);
    elara_text_add(page->out, "<circle class=\"event\" r=\"4\"");
    elara_report_at(page->r, "cx", x_of(page, e->time));
    elara_report_at(page->r, "cy", EVENTS);
    elara_text_add(page->out, "/></g>");
  }
  text_at(page, "end", LEFT - 10.0, LIGHT + 4.0, "light moments");
  for (size_t i = 0; i < v->light_count; i++) {
    const double x = x_of(page, v->light[i].time);
    elara_text_add(page->out, "<g>");
    elara_review_tip(page, "light", v->light[i].time, v->light[i].quote);
    elara_report_line(page->r, "lighttick", x, LIGHT - 6.0, x, LIGHT + 6.0);
    elara_text_add(page->out, "</g>");
  }
  elara_text_add(page->out, "\n");
}

static void
clock_marks(const ElaraReviewPage* page, double y)
{
  static const int steps[] = {10, 30, 60, 120, 300, 600, 1200, 1800, 3600};
  const double length = elara_time_s(page->review->length);
  size_t k = 0;
  while (k + 1 < sizeof steps / sizeof *steps && length / steps[k] > 14.0)
    k++;
  for (int s = 0; s <= length; s += steps[k]) {
    const ElaraTime time = s * ELARA_FLICKS_PER_S;
    text_at(page, "mid", x_of(page, time), y, elara_number_clock(time).text);
  }
  elara_text_add(page->out, "\n");
}

// The names of the curves stand where these end on the left, apart.
static void
curve_names(const ElaraReviewPage* page)
{
  static const size_t order[CURVE_COUNT] = {3, 2, 0, 1};
  for (size_t i = 0; i < CURVE_COUNT; i++) {
    char name[48] = "end curvename ";
    strcat(name, curves[order[i]].name);
    strcat(name, "-name");
    text_at(page, name, LEFT - 10.0, TOP + 16.0 + 18.0 * (double)i,
            curves[order[i]].name);
  }
  text_at(page, "end", LEFT - 10.0, y_of(0.0) + 4.0, "its own middle");
}

static void
legend(const ElaraReviewPage* page)
{
  elara_text_add(page->out, "<ul class=\"legend\">");
  for (size_t i = CURVE_COUNT; i-- > 0;)
    elara_text_addf(page->out,
                    "<li><span class=\"key\" style=\"--c:var(--%s)\"></span>"
                    "%s: %s</li>",
                    curves[i].name, curves[i].name, curves[i].says);
  elara_text_add(page->out,
                 "<li>&#9670; a turning point, and how far off it may "
                 "be</li><li>&#9679; death, fight, kiss, revelation "
                 "...</li></ul>\n");
}

void
elara_review_arc_picture(const ElaraReviewPage* page)
{
  elara_text_add(page->out,
                 "<section id=\"arc\"><h2>The arc</h2><p class=\"note\">What "
                 "the story feels like over its time, smoothed over a tenth "
                 "of it.</p>\n");
  elara_review_open(page, "The arc of the story", WIDTH, CLOCK + 8.0);
  acts(page, BOTTOM);
  scene_ticks(page, BOTTOM - 5.0, 5.0);
  elara_report_line(page->r, "grid", LEFT, y_of(0.0), WIDTH - RIGHT, y_of(0.0));
  turn_marks(page);
  for (size_t i = 0; i < CURVE_COUNT; i++)
    curve(page, i);
  curve_names(page);
  moments(page);
  clock_marks(page, CLOCK);
  elara_review_close(page);
  legend(page);
  elara_text_add(page->out, "</section>\n");
}

// --- who is where ------------------------------------------------------------

static void
cell(const ElaraReviewPage* page, const ElaraPresence* p, double y)
{
  const ElaraReviewScene* const s = &page->review->scenes[p->scene];
  const double x = x_of(page, s->start) + .8;
  double w = x_of(page, s->end) - x - .8;
  w = w < 2.0 ? 2.0 : w;
  elara_text_add(page->out, "<g>");
  elara_review_tip(page, s->name, s->start,
                   p->how & ELARA_PRESENT_SPEAKS  ? "speaks"
                   : p->how & ELARA_PRESENT_HEARD ? "heard"
                                                  : "seen");
  elara_report_rect(page->r,
                    p->how & ELARA_PRESENT_SPEAKS  ? "speaks"
                    : p->how & ELARA_PRESENT_HEARD ? "heard"
                                                   : "seen",
                    x, y, w, CELL, 3.0);
  elara_text_add(page->out, "</g>");
}

static void
person_row(const ElaraReviewPage* page, size_t person, double y)
{
  const ElaraReview* const v = page->review;
  const ElaraReviewPerson* const p = &v->people[person];
  const double middle = y + CELL / 2.0;
  char name[64];
  elara_text_addf(page->out, "<g class=\"t%zu\">",
                  person % ELARA_REVIEW_COLOURS);
  memset(name, 0, sizeof name);
  strncpy(name, p->name, sizeof name - 1);
  elara_report_label(page->r, "who", 6.0, middle + 4.0, LEFT - 4.0, name);
  elara_report_line(page->r, "life", x_of(page, p->first_time), middle,
                    x_of(page, p->last_time), middle);
  for (size_t i = 0; i < v->presence_count; i++) {
    if ((size_t)v->presences[i].person == person)
      cell(page, &v->presences[i], y);
  }
  elara_text_add(page->out, "</g>\n");
}

static size_t
row_count(const ElaraReview* v)
{
  size_t rows = 0;
  for (size_t i = 0; i < v->person_count && rows < MOST_ROWS; i++)
    rows += v->people[i].first_line > 0;
  return rows;
}

void
elara_review_presence_picture(const ElaraReviewPage* page)
{
  const ElaraReview* const v = page->review;
  const size_t rows = row_count(v);
  const double bottom = TOP + ROW * (double)rows + 2.0;
  double y = TOP;
  elara_text_add(page->out,
                 "<section id=\"where\"><h2>Who is where</h2><p class=\"note\">"
                 "Full: speaks. Pale: seen. Dashed: heard from elsewhere. A "
                 "thin line runs from the first scene to the last.</p>\n");
  elara_review_open(page, "Who is in which scene", WIDTH, bottom + 26.0);
  acts(page, bottom);
  scene_ticks(page, bottom - 2.0, 5.0);
  for (size_t i = 0; i < v->person_count && y < bottom - 4.0; i++) {
    if (v->people[i].first_line == 0) continue;
    person_row(page, i, y + 2.0);
    y += ROW;
  }
  clock_marks(page, bottom + 19.0);
  elara_review_close(page);
  elara_text_add(page->out, "</section>\n");
}
