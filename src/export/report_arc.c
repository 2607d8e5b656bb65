// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// The arc of the story over time, top to bottom: scenes as bands, the four
// feelings as curves, cues as blocks coloured by mood, hits as ticks, a lane
// per theme, the clock. A long film makes a wide picture that scrolls.

#include "export/report.h"

#include <math.h>
#include <string.h>

#define STEP 11.0 // px between two points of a curve, at least
#define SCENES 26.0
#define CURVES_TOP 40.0
#define CURVES_HEIGHT 190.0
#define CUES_TOP (CURVES_TOP + CURVES_HEIGHT + 14.0)
#define HITS_TOP (CUES_TOP + ELARA_REPORT_CUE_HEIGHT + 4.0)
#define LANES_TOP (HITS_TOP + 26.0)
#define LANE 34.0

static double
y_of(double value)
{
  return CURVES_TOP + CURVES_HEIGHT * (1.0 - value) / 2.0;
}

// --- layers ------------------------------------------------------------------

static void
scenes(const ElaraReportAxis* arc)
{
  const ElaraStory* const story = arc->r->story;
  for (size_t i = 0; i < story->scene_count; i++) {
    const ElaraScene* const s = &story->scenes[i];
    const double x = elara_report_x(arc, s->start);
    const double w = elara_report_x(arc, s->end) - x;
    elara_text_add(arc->r->out, "<g>");
    elara_report_tooltip(arc, s->heading, s->start, NULL);
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

// From beat *INDEX on, as many beats as make a step of the curve: their mean,
// and the middle of their time as *X.
static double
step_of(const ElaraReportAxis* arc,
        ElaraFeelingOf feeling,
        size_t* index,
        double* x)
{
  const ElaraStory* const story = arc->r->story;
  const double left = elara_report_x(arc, story->beats[*index].start);
  double right = left;
  double sum = 0.0;
  while (*index < story->beat_count && right - left < STEP) {
    const ElaraBeat* const b = &story->beats[(*index)++];
    const double end = elara_report_x(arc, b->end);
    sum += feeling(&b->feeling) * (end - right);
    right = end;
  }
  *x = (left + right) / 2.0;
  return right > left ? sum / (right - left) : 0.0;
}

// Points at the middle of each step, joined by level-ended curves: the line
// never swings beyond its points.
static void
curve(const ElaraReportAxis* arc, const char* name, ElaraFeelingOf feeling)
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
      elara_report_move(arc->r, "M", ELARA_REPORT_LEFT, y);
      elara_report_move(arc->r, "L", x, y);
    } else {
      elara_report_move(arc->r, "C", (px + x) / 2.0, py);
      elara_report_move(arc->r, " ", (px + x) / 2.0, y);
      elara_report_move(arc->r, " ", x, y);
    }
    px = x;
    py = y;
  }
  if (story->beat_count)
    elara_report_move(arc->r, "L", elara_report_x(arc, story->length), py);
  elara_text_addf(arc->r->out, "\"><title>%s</title></path>\n", name);
}

static void
curves(const ElaraReportAxis* arc)
{
  for (int v = -1; v <= 1; v++) {
    elara_report_line(arc->r, "grid", ELARA_REPORT_LEFT, y_of(v),
                      arc->width - ELARA_REPORT_LEFT, y_of(v));
  }
  curve(arc, "valence", elara_valence_of);
  curve(arc, "arousal", elara_arousal_of);
  curve(arc, "tension", elara_tension_of);
  curve(arc, "levity", elara_levity_of);
}

static void
hits(const ElaraReportAxis* arc)
{
  const ElaraPlan* const plan = arc->r->plan;
  for (size_t i = 0; i < plan->hit_count; i++) {
    const ElaraHit* const h = &plan->hits[i];
    const double x = elara_report_x(arc, h->time);
    const double size = h->hard ? 15.0 : 4.0 + 6.0 * h->strength;
    elara_text_add(arc->r->out, "<g>");
    elara_report_tooltip(arc, elara_event_kind_name(h->kind), h->time, h->what);
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
phrase_block(const ElaraReportAxis* arc, const ElaraPhrase* p, double y)
{
  const ElaraTempoMap map = elara_plan_tempo_map(arc->r->plan);
  const ElaraTime start = elara_tempo_map_time(&map, p->tick);
  const double x = elara_report_x(arc, start);
  const double w =
      elara_report_x(arc, elara_tempo_map_time(&map, p->end)) - x - 1.0;
  const char* const how = elara_report_treatment(p->treatment);
  elara_text_add(arc->r->out, "<g>");
  elara_report_tooltip(arc, arc->r->sketch->themes[p->theme].name, start, how);
  elara_report_rect(arc->r, "play", x, y, w > 1.5 ? w : 1.5, 12.0, 3.0);
  elara_text_add(arc->r->out, "</g>");
}

static void
lanes(const ElaraReportAxis* arc)
{
  const ElaraSketch* const sketch = arc->r->sketch;
  for (size_t t = 0; t < sketch->theme_count; t++) {
    const double y = LANES_TOP + LANE * (double)t;
    elara_text_addf(arc->r->out, "<g class=\"t%zu\">", t % 8);
    elara_report_label(arc->r, "lane", ELARA_REPORT_LEFT + 2.0, y + 11.0, 300.0,
                       sketch->themes[t].name);
    elara_report_line(arc->r, "rail", ELARA_REPORT_LEFT, y + 21.0,
                      arc->width - ELARA_REPORT_LEFT, y + 21.0);
    for (size_t i = 0; i < sketch->phrase_count; i++) {
      const ElaraPhrase* const p = &sketch->phrases[i];
      if (p->theme == (int)t) phrase_block(arc, p, y + 15.0);
    }
    elara_text_add(arc->r->out, "</g>\n");
  }
}

static void
clock(const ElaraReportAxis* arc)
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
    const double x = elara_report_x(arc, time);
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
  const double lane_count = with_lanes ? (double)r->sketch->theme_count : -.3;
  const double height = LANES_TOP + LANE * lane_count + 34.0;
  const ElaraReportAxis arc = elara_report_axis(r, width, height);
  elara_text_addf(r->out,
                  "<div class=\"scroll\" tabindex=\"0\" role=\"group\" "
                  "aria-label=\"The arc, scrolls sideways\"><svg role=\"img\" "
                  "aria-labelledby=\"%s-title %s-desc\" viewBox=\"0 0 ",
                  id, id);
  elara_report_number(r, arc.width);
  elara_text_add(r->out, " ");
  elara_report_number(r, arc.height);
  elara_text_addf(r->out, "\" style=\"min-width:%dpx\">",
                  width > ELARA_REPORT_NARROW ? (int)width : 860);
  elara_text_addf(r->out,
                  "<title id=\"%s-title\">The arc of the story</title><desc "
                  "id=\"%s-desc\">Curves of valence, arousal, tension and "
                  "levity over the scenes; below them the cues by mood, the "
                  "hits, and where each theme sounds. The same facts stand in "
                  "the tables of this page.</desc>\n",
                  id, id);
  scenes(&arc);
  curves(&arc);
  elara_report_cue_blocks(&arc, CUES_TOP);
  hits(&arc);
  if (with_lanes) lanes(&arc);
  clock(&arc);
  elara_text_add(r->out, "</svg></div>\n");
}

// A long story is drawn twice: at a glance, then wide enough to read.
void
elara_report_arc(const ElaraReport* r)
{
  const double width = elara_report_width(r);
  elara_text_add(r->out,
                 "<section id=\"arc\"><h2>The arc</h2><p class=\"note\">What "
                 "the story feels like, moment by moment, and the music that "
                 "answers: scenes, feelings, cues, hits and themes on one "
                 "clock. A cue leads to its reasons.</p>\n");
  if (width > ELARA_REPORT_NARROW) picture(r, ELARA_REPORT_NARROW, 0, "glance");
  picture(r, width, 1, "picture");
  legend(r);
  elara_text_add(r->out, "</section>\n");
}
