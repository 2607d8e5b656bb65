// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// The arc of the story over time, top to bottom: scenes as bands, the four
// feelings as curves, cues as blocks coloured by mood, hits as ticks, a lane
// per theme, the clock. A long film makes a wide picture that scrolls.

#include "export/report.h"

#include <math.h>
#include <string.h>

#define NARROW 1180.0
#define WIDEST 9000.0
#define MINUTE 64.0 // px of a minute
#define STEP 11.0   // px between two points of a curve, at least
#define LEFT 12.0
#define SCENES 26.0
#define CURVES_TOP 40.0
#define CURVES_HEIGHT 190.0
#define CUES_TOP (CURVES_TOP + CURVES_HEIGHT + 14.0)
#define CUE_HEIGHT 34.0
#define HITS_TOP (CUES_TOP + CUE_HEIGHT + 4.0)
#define LANES_TOP (HITS_TOP + 26.0)
#define LANE 34.0

typedef struct {
  const ElaraReport* r;
  double width;
  double height;
  double scale; // px a second
} Arc;

static double
x_of(const Arc* arc, ElaraTime time)
{
  return LEFT + elara_time_s(time) * arc->scale;
}

static double
y_of(double value)
{
  return CURVES_TOP + CURVES_HEIGHT * (1.0 - value) / 2.0;
}

static void
tooltip(const Arc* arc, const char* what, ElaraTime time, const char* more)
{
  ElaraText* const out = arc->r->out;
  elara_text_add(out, "<title>");
  elara_report_text(arc->r, what);
  elara_text_addf(out, ", %s%s", elara_number_clock(time).text,
                  more && *more ? ": " : "");
  elara_report_text(arc->r, more);
  elara_text_add(out, "</title>");
}

// --- layers ------------------------------------------------------------------

static void
scenes(const Arc* arc)
{
  const ElaraStory* const story = arc->r->story;
  for (size_t i = 0; i < story->scene_count; i++) {
    const ElaraScene* const s = &story->scenes[i];
    const double x = x_of(arc, s->start);
    const double w = x_of(arc, s->end) - x;
    elara_text_add(arc->r->out, "<g>");
    tooltip(arc, s->heading, s->start, NULL);
    if (i % 2 == 0)
      elara_report_rect(arc->r, "band", x, 8.0, w, arc->height - 32.0, 0.0);
    if (i % 2) {
      elara_text_add(arc->r->out, "<rect fill=\"none\" pointer-events=\"all\"");
      elara_report_at(arc->r, "x", x);
      elara_text_add(arc->r->out, " y=\"8\"");
      elara_report_at(arc->r, "width", w);
      elara_report_at(arc->r, "height", SCENES);
      elara_text_add(arc->r->out, "/>");
    }
    const char* const name = s->place && *s->place ? s->place : s->heading;
    elara_report_label(arc->r, "scene", x + 5.0, SCENES, w - 8.0, name);
    elara_text_add(arc->r->out, "</g>\n");
  }
}

static void
point(const Arc* arc, const char* command, double x, double y)
{
  elara_text_add(arc->r->out, command);
  elara_report_number(arc->r, x);
  elara_text_add(arc->r->out, " ");
  elara_report_number(arc->r, y);
}

// From beat *INDEX on, as many beats as make a step of the curve: their mean,
// and the middle of their time as *X.
static double
step_of(const Arc* arc, ElaraFeelingOf feeling, size_t* index, double* x)
{
  const ElaraStory* const story = arc->r->story;
  const double left = x_of(arc, story->beats[*index].start);
  double right = left;
  double sum = 0.0;
  while (*index < story->beat_count && right - left < STEP) {
    const ElaraBeat* const b = &story->beats[(*index)++];
    const double end = x_of(arc, b->end);
    sum += feeling(&b->feeling) * (end - right);
    right = end;
  }
  *x = (left + right) / 2.0;
  return right > left ? sum / (right - left) : 0.0;
}

// Points at the middle of each step, joined by level-ended curves: the line
// never swings beyond its points.
static void
curve(const Arc* arc, const char* name, ElaraFeelingOf feeling)
{
  const ElaraStory* const story = arc->r->story;
  elara_text_addf(arc->r->out, "<path class=\"curve %s\" d=\"", name);
  double px = 0.0;
  double py = 0.0;
  for (size_t i = 0; i < story->beat_count;) {
    const int first = i == 0;
    double x = 0.0;
    const double y = y_of(step_of(arc, feeling, &i, &x));
    if (first) {
      point(arc, "M", LEFT, y);
      point(arc, "L", x, y);
    } else {
      point(arc, "C", (px + x) / 2.0, py);
      point(arc, " ", (px + x) / 2.0, y);
      point(arc, " ", x, y);
    }
    px = x;
    py = y;
  }
  if (story->beat_count) point(arc, "L", x_of(arc, story->length), py);
  elara_text_addf(arc->r->out, "\"><title>%s</title></path>\n", name);
}

static void
curves(const Arc* arc)
{
  for (int v = -1; v <= 1; v++) {
    elara_report_line(arc->r, "grid", LEFT, y_of(v), arc->width - LEFT,
                      y_of(v));
  }
  curve(arc, "valence", elara_valence_of);
  curve(arc, "arousal", elara_arousal_of);
  curve(arc, "tension", elara_tension_of);
  curve(arc, "levity", elara_levity_of);
}

static void
cues(const Arc* arc)
{
  const ElaraPlan* const plan = arc->r->plan;
  for (size_t i = 0; i < plan->cue_count; i++) {
    const ElaraCue* const c = &plan->cues[i];
    const double x = x_of(arc, c->start);
    const double w = x_of(arc, c->end) - x;
    elara_text_addf(arc->r->out,
                    "<a href=\"#cue-%zu\" style=\"--h:%d\" aria-label=\"",
                    i + 1, elara_report_hue(c->mood));
    elara_report_text(arc->r, c->name);
    elara_text_add(arc->r->out, "\">");
    tooltip(arc, c->name, c->start, elara_mood_info(c->mood)->name);
    elara_report_rect(arc->r, "mood", x, CUES_TOP, w > 2.0 ? w : 2.0,
                      CUE_HEIGHT, 5.0);
    elara_report_label(arc->r, "on", x + 7.0, CUES_TOP + 15.0, w - 12.0,
                       c->label);
    elara_report_label(arc->r, "on", x + 7.0, CUES_TOP + 28.0, w - 12.0,
                       elara_mood_info(c->mood)->name);
    elara_text_add(arc->r->out, "</a>\n");
  }
}

static void
hits(const Arc* arc)
{
  const ElaraPlan* const plan = arc->r->plan;
  for (size_t i = 0; i < plan->hit_count; i++) {
    const ElaraHit* const h = &plan->hits[i];
    const double x = x_of(arc, h->time);
    const double size = h->hard ? 15.0 : 4.0 + 6.0 * h->strength;
    elara_text_add(arc->r->out, "<g>");
    tooltip(arc, elara_event_kind_name(h->kind), h->time, h->what);
    elara_report_line(arc->r, h->hard ? "hit hard" : "hit", x, HITS_TOP, x,
                      HITS_TOP + size);
    if (h->hard) {
      elara_text_add(arc->r->out, "<circle class=\"dot\" r=\"2.6\"");
      elara_report_at(arc->r, "cx", x);
      elara_report_at(arc->r, "cy", HITS_TOP + size);
      elara_text_add(arc->r->out, "/>");
    }
    elara_text_add(arc->r->out, "</g>");
  }
  elara_text_add(arc->r->out, "\n");
}

static void
phrase_block(const Arc* arc, const ElaraPhrase* p, double y)
{
  const ElaraTempoMap map = elara_plan_tempo_map(arc->r->plan);
  const ElaraTime start = elara_tempo_map_time(&map, p->tick);
  const double x = x_of(arc, start);
  const double w = x_of(arc, elara_tempo_map_time(&map, p->end)) - x - 1.0;
  const char* const how = elara_report_treatment(p->treatment);
  elara_text_add(arc->r->out, "<g>");
  tooltip(arc, arc->r->sketch->themes[p->theme].name, start, how);
  elara_report_rect(arc->r, "play", x, y, w > 1.5 ? w : 1.5, 12.0, 3.0);
  elara_text_add(arc->r->out, "</g>");
}

static void
lanes(const Arc* arc)
{
  const ElaraSketch* const sketch = arc->r->sketch;
  for (size_t t = 0; t < sketch->theme_count; t++) {
    const double y = LANES_TOP + LANE * (double)t;
    elara_text_addf(arc->r->out, "<g class=\"t%zu\">", t % 8);
    elara_report_label(arc->r, "lane", LEFT + 2.0, y + 11.0, 300.0,
                       sketch->themes[t].name);
    elara_report_line(arc->r, "rail", LEFT, y + 21.0, arc->width - LEFT,
                      y + 21.0);
    for (size_t i = 0; i < sketch->phrase_count; i++) {
      const ElaraPhrase* const p = &sketch->phrases[i];
      if (p->theme == (int)t) phrase_block(arc, p, y + 15.0);
    }
    elara_text_add(arc->r->out, "</g>\n");
  }
}

static void
clock(const Arc* arc)
{
  static const int steps[] = {5, 10, 15, 30, 60, 120, 300, 600, 1800};
  const double length = elara_time_s(arc->r->plan->length);
  size_t k = 0;
  while (k + 1 < sizeof steps / sizeof *steps && steps[k] * arc->scale < 80.0) {
    k++;
  }
  const double y = arc->height - 8.0;
  for (int s = 0; s <= length; s += steps[k]) {
    const ElaraTime time = s * ELARA_FLICKS_PER_S;
    const double x = x_of(arc, time);
    elara_report_line(arc->r, "grid", x, arc->height - 24.0, x,
                      arc->height - 19.0);
    if (x < arc->width - 40.0) {
      elara_report_label(arc->r, "time", x, y, 60.0,
                         elara_number_clock(time).text);
    }
  }
}

static void
legend(const ElaraReport* r)
{
  static const char* const feelings[][2] = {
      {"valence", "unpleasant to pleasant"},
      {"arousal", "calm to excited"},
      {"tension", "resolved to unbearable"},
      {"levity", "grave to funny"},
  };
  elara_text_add(r->out, "<ul class=\"legend\">");
  for (size_t i = 0; i < 4; i++) {
    elara_text_addf(r->out,
                    "<li><span class=\"key\" style=\"--c:var(--%s)\"></span>"
                    "%s: %s</li>",
                    feelings[i][0], feelings[i][0], feelings[i][1]);
  }
  elara_text_add(r->out, "<li>| a dot below a cue: a hard hit, on the frame; "
                         "a short tick: a change of colour</li></ul>\n");
}

// The whole picture WIDTH px wide; without LANES, only down to the hits.
static void
picture(const ElaraReport* r, double width, int with_lanes, const char* id)
{
  const double length = elara_time_s(r->plan->length);
  const double lane_count = with_lanes ? (double)r->sketch->theme_count : -.3;
  Arc arc = {.r = r, .width = width};
  arc.height = LANES_TOP + LANE * lane_count + 34.0;
  arc.scale = length > 0.0 ? (width - 2.0 * LEFT) / length : 1.0;
  elara_text_addf(r->out,
                  "<div class=\"scroll\" tabindex=\"0\" role=\"group\" "
                  "aria-label=\"The arc, scrolls sideways\"><svg role=\"img\" "
                  "aria-labelledby=\"%s-title %s-desc\" viewBox=\"0 0 ",
                  id, id);
  elara_report_number(r, arc.width);
  elara_text_add(r->out, " ");
  elara_report_number(r, arc.height);
  elara_text_addf(r->out, "\" style=\"min-width:%dpx\">",
                  width > NARROW ? (int)width : 860);
  elara_text_addf(r->out,
                  "<title id=\"%s-title\">The arc of the story</title><desc "
                  "id=\"%s-desc\">Curves of valence, arousal, tension and "
                  "levity over the scenes; below them the cues by mood, the "
                  "hits, and where each theme sounds. The same facts stand in "
                  "the tables of this page.</desc>\n",
                  id, id);
  scenes(&arc);
  curves(&arc);
  cues(&arc);
  hits(&arc);
  if (with_lanes) lanes(&arc);
  clock(&arc);
  elara_text_add(r->out, "</svg></div>\n");
}

// A long story is drawn twice: at a glance, then wide enough to read.
void
elara_report_arc(const ElaraReport* r)
{
  const double minutes = elara_time_s(r->plan->length) / 60.0;
  const double wanted = minutes * MINUTE;
  const double width = wanted < NARROW   ? NARROW
                       : wanted > WIDEST ? WIDEST
                                         : wanted;
  elara_text_add(r->out,
                 "<section id=\"arc\"><h2>The arc</h2><p class=\"note\">What "
                 "the story feels like, moment by moment, and the music that "
                 "answers: scenes, feelings, cues, hits and themes on one "
                 "clock. A cue leads to its reasons.</p>\n");
  if (width > NARROW) picture(r, NARROW, 0, "glance");
  picture(r, width, 1, "picture");
  legend(r);
  elara_text_add(r->out, "</section>\n");
}
