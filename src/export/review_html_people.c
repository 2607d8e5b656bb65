// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// Who talks with whom, a circle for each act: the same people at the same
// places, so that an eye that goes from act to act sees who comes, who goes and
// which tie turns. Then the scenes as a table.

#include "export/review_html.h"

#include <math.h>
#include <string.h>

#define WIDE 440.0
#define HIGH 300.0
#define MIDDLE_X (WIDE / 2.0)
#define MIDDLE_Y (HIGH / 2.0)
#define NAME 100.0 // px of the longest name
#define RADIUS 104.0
#define MOST_NODES 10
#define COOL .08 // warmth nearer to 0 than this is neither

typedef struct {
  int people[MOST_NODES];
  size_t count;
} Circle;

// The ones who speak most, of those who are tied to anybody.
static Circle
choose(const ElaraReview* v)
{
  Circle circle = {.count = 0};
  for (size_t p = 0; p < v->person_count && circle.count < MOST_NODES; p++) {
    int tied = 0;
    for (size_t i = 0; i < v->tie_count; i++)
      tied |= v->ties[i].a == (int)p || v->ties[i].b == (int)p;
    if (tied) circle.people[circle.count++] = (int)p;
  }
  return circle;
}

static int
place_of(const Circle* circle, int person)
{
  for (size_t i = 0; i < circle->count; i++) {
    if (circle->people[i] == person) return (int)i;
  }
  return -1;
}

static double
angle_of(const Circle* circle, int place)
{
  return 6.28318530717959 * place / (double)circle->count - 1.5707963267949;
}

static double
node_x(const Circle* circle, int place)
{
  return MIDDLE_X + RADIUS * cos(angle_of(circle, place));
}

static double
node_y(const Circle* circle, int place)
{
  return MIDDLE_Y + RADIUS * sin(angle_of(circle, place));
}

static void
tie_tip(const ElaraReviewPage* page, const ElaraTie* t)
{
  const ElaraReview* const v = page->review;
  elara_text_add(page->out, "<title>");
  elara_report_text(page->r, v->people[t->a].name);
  elara_text_add(page->out, " and ");
  elara_report_text(page->r, v->people[t->b].name);
  elara_text_addf(page->out, ": %d replies, warmth %s, line %d</title>",
                  t->turns, elara_number_fixed(t->warmth, 2).text, t->line);
}

// Bent towards the middle, so that ties between neighbours can be told apart.
static void
draw_tie(const ElaraReviewPage* page, const Circle* circle, const ElaraTie* t)
{
  const int a = place_of(circle, t->a);
  const int b = place_of(circle, t->b);
  if (a < 0 || b < 0) return;
  const double x = node_x(circle, a), y = node_y(circle, a);
  const double u = node_x(circle, b), w = node_y(circle, b);
  elara_text_addf(page->out, "<path class=\"tie %s\" d=\"M",
                  t->warmth > COOL    ? "warm"
                  : t->warmth < -COOL ? "cold"
                                      : "cool");
  const double at[] = {
      x, y, .6 * MIDDLE_X + .2 * (x + u), .6 * MIDDLE_Y + .2 * (y + w), u, w};
  for (size_t i = 0; i < 6; i++) {
    if (i == 2) elara_text_add(page->out, "Q");
    elara_report_number(page->r, at[i]);
    elara_text_add(page->out, " ");
  }
  elara_text_addf(page->out, "\" stroke-width=\"%s\">",
                  elara_number_fixed(1.2 + 9.0 * sqrt(t->weight), 1).text);
  tie_tip(page, t);
  elara_text_add(page->out, "</path>\n");
}

static int
is_in_act(const ElaraReview* v, int person, size_t act)
{
  const ElaraAct* const a = &v->acts[act];
  for (size_t i = 0; i < v->presence_count; i++) {
    const ElaraPresence* const p = &v->presences[i];
    if (p->person == person && p->scene >= a->first_scene &&
        p->scene < a->first_scene + a->scene_count)
      return 1;
  }
  return 0;
}

static void
node_name(const ElaraReviewPage* page,
          const Circle* circle,
          int place,
          int away,
          double size)
{
  const double turn = angle_of(circle, place);
  const double across = cos(turn);
  const char* const anchor = across > .3 ? "" : across < -.3 ? "end" : "mid";
  elara_text_addf(page->out, "<text class=\"who %s%s\"", anchor,
                  away ? " away" : "");
  double x = MIDDLE_X + (RADIUS + size + 5.0) * across;
  const double y = MIDDLE_Y + (RADIUS + size + 10.0) * sin(turn) + 4.0;
  x = across > .3 ? fmin(x, WIDE - NAME) : across < -.3 ? fmax(x, NAME) : x;
  elara_report_at(page->r, "x", x);
  elara_report_at(page->r, "y", y);
  elara_text_add(page->out, ">");
  elara_report_short(page->r, page->review->people[circle->people[place]].name,
                     13);
  elara_text_add(page->out, "</text>");
}

static void
draw_nodes(const ElaraReviewPage* page, const Circle* circle, size_t act)
{
  const ElaraReview* const v = page->review;
  const double most = fmax(v->people[circle->people[0]].words, 1.0);
  for (size_t i = 0; i < circle->count; i++) {
    const int person = circle->people[i];
    const int away = !is_in_act(v, person, act);
    const double size = 4.0 + 9.0 * sqrt(v->people[person].words / most);
    elara_text_addf(page->out, "<g class=\"t%d\"><circle class=\"node%s\"",
                    person % ELARA_REVIEW_COLOURS, away ? " away" : "");
    elara_report_at(page->r, "cx", node_x(circle, (int)i));
    elara_report_at(page->r, "cy", node_y(circle, (int)i));
    elara_report_at(page->r, "r", size);
    elara_text_add(page->out, "/>");
    node_name(page, circle, (int)i, away, size);
    elara_text_add(page->out, "</g>\n");
  }
}

static void
draw_act(const ElaraReviewPage* page, const Circle* circle, size_t act)
{
  const ElaraReview* const v = page->review;
  elara_text_add(page->out, "<figure><figcaption>");
  elara_report_text(page->r, v->acts[act].name);
  elara_text_addf(page->out,
                  "</figcaption><svg role=\"img\" viewBox=\"0 0 %d %d\">"
                  "<title>Who talks with whom in ",
                  (int)WIDE, (int)HIGH);
  elara_report_text(page->r, v->acts[act].name);
  elara_text_add(page->out, "</title>\n");
  for (size_t i = 0; i < v->tie_count; i++) {
    if ((size_t)v->ties[i].act == act) draw_tie(page, circle, &v->ties[i]);
  }
  draw_nodes(page, circle, act);
  elara_text_add(page->out, "</svg></figure>\n");
}

void
elara_review_networks(const ElaraReviewPage* page)
{
  const Circle circle = choose(page->review);
  if (circle.count < 2) return;
  elara_text_add(page->out,
                 "<section id=\"networks\"><h2>Who talks with whom</h2><p "
                 "class=\"note\">Act by act, the same people at the same "
                 "places. The thicker, the more replies; <span "
                 "style=\"color:var(--warm)\">green is kind</span>, <span "
                 "style=\"color:var(--cold)\">red is hostile</span>, grey is "
                 "neither. An empty dot is not there.</p>\n<div "
                 "class=\"networks\">\n");
  for (size_t a = 0; a < page->review->act_count; a++)
    draw_act(page, &circle, a);
  elara_text_add(page->out, "</div></section>\n");
}

// --- scenes ------------------------------------------------------------------

static ElaraNumber
signed_number(double value)
{
  ElaraNumber number = elara_number_fixed(value, 2);
  if (value >= .005) {
    memmove(number.text + 1, number.text, sizeof number.text - 1);
    number.text[0] = '+';
    number.text[sizeof number.text - 1] = '\0';
  }
  return number;
}

// The bar is as long as the scene beside the longest, its first part talk.
static void
scene_bar(const ElaraReviewPage* page,
          const ElaraReviewScene* s,
          double longest)
{
  const double share =
      longest > 0.0 ? 100.0 * elara_time_s(s->end - s->start) / longest : 0.0;
  elara_text_addf(page->out,
                  "<span class=\"bar\"><i class=\"said\" "
                  "style=\"width:%s%%\"></i>",
                  elara_number_fixed(share * s->talk, 1).text);
  elara_text_addf(page->out,
                  "<i class=\"done\" style=\"width:%s%%\"></i></span>",
                  elara_number_fixed(share * (1.0 - s->talk), 1).text);
}

static void
scene_row(const ElaraReviewPage* page, size_t index, double longest)
{
  const ElaraReviewScene* const s = &page->review->scenes[index];
  elara_text_addf(page->out, "<tr><td class=\"n\">%zu</td><th scope=\"row\">",
                  index + 1);
  elara_report_text(page->r, s->name);
  elara_text_addf(page->out, "</th><td class=\"n\">%d</td><td class=\"n\">%s",
                  s->line, elara_number_clock(s->start).text);
  if (s->start_error > 0)
    elara_text_addf(page->out, " \xc2\xb1%s",
                    elara_number_clock(s->start_error).text);
  elara_text_addf(page->out, "</td><td class=\"n\">%s</td><td>",
                  elara_number_clock(s->end - s->start).text);
  scene_bar(page, s, longest);
  elara_text_addf(page->out, "</td><td class=\"n\">%s&#8201;%%</td>",
                  elara_number_fixed(100.0 * s->talk, 0).text);
  elara_text_addf(page->out, "<td class=\"n\">%s</td><td class=\"n\">%s</td>",
                  signed_number(s->feeling.valence).text,
                  signed_number(s->feeling.tension).text);
  elara_text_add(page->out, "</tr>\n");
}

void
elara_review_scene_table(const ElaraReviewPage* page)
{
  static const char* const columns[] = {"Line", "Starts", "Length"};
  const ElaraReview* const v = page->review;
  double longest = 0.0;
  for (size_t i = 0; i < v->scene_count; i++)
    longest =
        fmax(longest, elara_time_s(v->scenes[i].end - v->scenes[i].start));
  elara_text_addf(
      page->out,
      "<section id=\"scenes\"><h2>Scenes</h2><p class=\"note\">%s&#8201;%% of "
      "the time somebody speaks. Blue is talk, orange is action; the bar is "
      "as long as the scene.</p>\n<div class=\"table\" tabindex=\"0\" "
      "role=\"group\" aria-label=\"Scenes\"><table><thead><tr><th "
      "scope=\"col\" "
      "class=\"n\">#</th><th scope=\"col\">Scene</th>",
      elara_number_fixed(100.0 * v->talk, 0).text);
  for (size_t i = 0; i < sizeof columns / sizeof *columns; i++)
    elara_text_addf(page->out, "<th scope=\"col\" class=\"n\">%s</th>",
                    columns[i]);
  elara_text_add(page->out,
                 "<th scope=\"col\">Talk and action</th><th scope=\"col\" "
                 "class=\"n\">Talk</th><th scope=\"col\" class=\"n\">Valence"
                 "</th><th scope=\"col\" class=\"n\">Tension</th></tr></thead>"
                 "<tbody>\n");
  for (size_t i = 0; i < v->scene_count; i++)
    scene_row(page, i, longest);
  elara_text_add(page->out, "</tbody></table></div></section>\n");
}
