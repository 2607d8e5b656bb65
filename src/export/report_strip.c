// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// The film on the clock of the arc, top to bottom: its timecode, the scenes
// where they were placed, the strip (a block a shot, in the shot's own light
// and warmth, and how it is joined), who speaks, three curves, the cues with
// their bar lines, and through all of it the hits.

#include "export/report.h"

#include <math.h>
#include <stdio.h>

#define CLOCK_Y 13.0
#define PLACES_TOP 26.0
#define STRIP_TOP 54.0
#define SPEECH_TOP (STRIP_TOP + ELARA_REPORT_STRIP + 10.0)
#define SPEECH 24.0
#define LANE 50.0
#define LANE_CURVE 32.0
#define STEP 4.0      // px between two points of a curve
#define LOOKED 8      // looks to a point, when they lie closer
#define NUMBER 15.0   // px that the number of a hit takes, of two figures
#define CROWD 8.0     // px: softer hits that lie closer leave the strip free
#define BAR_APART 5.0 // px between two bar lines
#define SILENT_LUFS -60.0
#define LOUD_LUFS 0.0

typedef struct {
  const ElaraReport* r;
  const ElaraCut* cut;
  ElaraReportAxis axis;
  double lanes_top;
  double cues_top;
  double end; // px where the film ends
} Strip;

static double
x_of(const Strip* s, ElaraTime time)
{
  return elara_report_x(&s->axis, time);
}

static void
add(const Strip* s, const char* text)
{
  elara_text_add(s->r->out, text);
}

// --- the clock ---------------------------------------------------------------

// Seconds between two timecodes that do not touch.
static int
clock_step(const Strip* s)
{
  static const int steps[] = {1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1800};
  size_t k = 0;
  while (k + 1 < sizeof steps / sizeof *steps &&
         steps[k] * s->axis.scale < 100.0) {
    k++;
  }
  return steps[k];
}

// Round timecodes, whatever the film's first one is.
static void
clock(const Strip* s)
{
  const ElaraFilmClock* const film = &s->cut->clock;
  const int64_t step = (int64_t)clock_step(s) * elara_film_base(film);
  const int64_t into = film->start % step;
  for (int64_t f = into ? step - into : 0; f < s->cut->frame_count; f += step) {
    const double x = x_of(s, elara_film_time(film, f));
    elara_report_line(s->r, "grid", x, 2.0, x, PLACES_TOP - 8.0);
    if (x > s->axis.width - 80.0) continue;
    elara_report_label(s->r, "time", x + 4.0, CLOCK_Y, 96.0,
                       elara_film_timecode(film, f).text);
  }
}

// --- the scenes --------------------------------------------------------------

static void
place(const Strip* s,
      const char* heading,
      ElaraTime start,
      double width,
      const ElaraPlacing* placing)
{
  const double x = x_of(s, start);
  const int doubt = placing && !placing->fixed && placing->confidence < .5;
  char sure[48] = "";
  if (placing && placing->fixed) {
    snprintf(sure, sizeof sure, "set by hand");
  } else if (placing) {
    snprintf(sure, sizeof sure, "%s %% sure",
             elara_number_fixed(placing->confidence * 100.0, 0).text);
  }
  add(s, "<g>");
  elara_report_tooltip(&s->axis, heading, start, sure);
  elara_text_addf(s->r->out, "<path class=\"place%s\"", doubt ? " doubt" : "");
  elara_report_move(s->r, " d=\"M", x, PLACES_TOP);
  elara_report_move(s->r, "L", x, STRIP_TOP);
  add(s, "\"/>");
  const double words = sure[0] && width > 130.0 ? 70.0 : 0.0;
  elara_report_label(s->r, "scene", x + 5.0, PLACES_TOP + 13.0,
                     width - 8.0 - words, heading);
  if (words > 0.0) {
    elara_text_addf(s->r->out, "<text class=\"sure%s\"", doubt ? " doubt" : "");
    elara_report_at(s->r, "x", x + width - 6.0);
    elara_report_at(s->r, "y", PLACES_TOP + 13.0);
    elara_text_addf(s->r->out, ">%s</text>", sure);
  }
  add(s, "</g>\n");
}

// Without a script along it, the film's own sequences.
static void
places(const Strip* s)
{
  const ElaraCut* const cut = s->cut;
  const ElaraStory* const story = s->r->story;
  for (size_t i = 0; i < cut->placing_count; i++) {
    const ElaraPlacing* const p = &cut->placings[i];
    const ElaraTime end = i + 1 < cut->placing_count ? p[1].start : cut->length;
    place(s, p->heading, p->start, x_of(s, end) - x_of(s, p->start), p);
  }
  for (size_t i = 0; !cut->placing_count && i < story->scene_count; i++) {
    const ElaraScene* const c = &story->scenes[i];
    place(s, c->heading, c->start, x_of(s, c->end) - x_of(s, c->start), NULL);
  }
}

// --- what is heard and how it moves ------------------------------------------

static void
speech(const Strip* s)
{
  const ElaraPlan* const plan = s->r->plan;
  if (plan->speech_count == 0) return;
  add(s, "<path class=\"spoken\" d=\"");
  double last = -1.0;
  for (size_t i = 0; i < plan->speech_count; i++) {
    const double x = fmax(last, x_of(s, plan->speech[i].start));
    const double w = fmax(1.0, x_of(s, plan->speech[i].end) - x);
    if (x + w < last + .5) continue;
    elara_report_move(s->r, "M", x, SPEECH_TOP + 13.0);
    elara_text_addf(s->r->out, "h%s", elara_number_fixed(w, 1).text);
    last = x + w;
  }
  add(s, "\"><title>somebody speaks</title></path>\n");
}

typedef double (*LookOf)(const Strip* s, const ElaraLook* look);

static double
motion_of(const Strip* s, const ElaraLook* look)
{
  (void)s;
  return look->motion;
}

static double
most_cuts(const ElaraCut* cut)
{
  double most = 1.0;
  for (size_t i = 0; i < cut->look_count; i++)
    most = fmax(most, cut->looks[i].look.cut_rate);
  return most;
}

static double
cutting_of(const Strip* s, const ElaraLook* look)
{
  (void)s;
  return look->cut_rate;
}

static double
loudness_of(const Strip* s, const ElaraLook* look)
{
  (void)s;
  return (look->sound_lufs - SILENT_LUFS) / (LOUD_LUFS - SILENT_LUFS);
}

// The mean from X to X + STEP, 0..1.
static double
height_at(const Strip* s, LookOf of, double full, double x)
{
  double sum = 0.0;
  for (int i = 0; i < LOOKED; i++) {
    const double px = x + STEP * (i + .5) / LOOKED - ELARA_REPORT_LEFT;
    const ElaraLook look =
        elara_cut_look(s->cut, elara_time_from_s(px / s->axis.scale));
    sum += of(s, &look) / full;
  }
  return fmin(1.0, fmax(0.0, sum / LOOKED));
}

static void
lane(const Strip* s, int index, LookOf of, double full)
{
  const double top = s->lanes_top + LANE * index;
  const double bottom = top + LANE - 6.0;
  elara_text_addf(s->r->out, "<path class=\"look\" d=\"");
  elara_report_move(s->r, "M", ELARA_REPORT_LEFT, bottom);
  for (double x = ELARA_REPORT_LEFT; x < s->end; x += STEP) {
    const double y = bottom - LANE_CURVE * height_at(s, of, full, x);
    if (x == ELARA_REPORT_LEFT) elara_report_move(s->r, "L", x, y);
    elara_report_move(s->r, "L", fmin(x + STEP / 2.0, s->end), y);
  }
  elara_text_addf(s->r->out, "H%s", elara_number_fixed(s->end, 1).text);
  elara_text_addf(s->r->out, "V%sz\"/>", elara_number_fixed(bottom, 1).text);
  elara_report_line(s->r, "grid", ELARA_REPORT_LEFT, bottom, s->end, bottom);
  add(s, "\n");
}

static void
lanes(const Strip* s)
{
  lane(s, 0, motion_of, 1.0);
  lane(s, 1, cutting_of, most_cuts(s->cut));
  if (s->cut->has_sound) lane(s, 2, loudness_of, 1.0);
}

static void
name(const Strip* s, double top, const char* text)
{
  elara_report_label(s->r, "lane", ELARA_REPORT_LEFT + 2.0, top + 6.0, 500.0,
                     text);
}

// After all that could cover them.
static void
names(const Strip* s)
{
  char cutting[64];
  snprintf(cutting, sizeof cutting, "cutting, up to %s cuts in 10 s",
           elara_number_fixed(most_cuts(s->cut), 0).text);
  if (s->r->plan->speech_count) name(s, SPEECH_TOP, "speech");
  name(s, s->lanes_top, "motion");
  name(s, s->lanes_top + LANE, cutting);
  if (s->cut->has_sound) {
    name(s, s->lanes_top + 2.0 * LANE,
         "its own sound, \xe2\x88\x92"
         "60 to 0 LUFS");
  }
  add(s, "\n");
}

// --- the music ---------------------------------------------------------------

// Nothing where they would be a comb.
static void
bars(const Strip* s)
{
  const ElaraPlan* const plan = s->r->plan;
  const ElaraTempoMap map = {s->r->take->tempo, s->r->take->tempo_count};
  const double width = s->end - ELARA_REPORT_LEFT;
  if (width < BAR_APART * (double)plan->bar_count) return;
  const double y = s->cues_top + ELARA_REPORT_CUE_HEIGHT + 2.0;
  add(s, "<path class=\"bars\" d=\"");
  for (size_t i = 0; i < plan->bar_count; i++) {
    if (plan->bars[i].cue < 0) continue;
    elara_report_move(
        s->r, "M", x_of(s, elara_tempo_map_time(&map, plan->bars[i].tick)), y);
    add(s, "v6");
  }
  add(s, "\"/>\n");
}

// Hits on the frame go through strip and music, the others where there is
// room.
static int
goes_through(const Strip* s, size_t index)
{
  const ElaraPlan* const plan = s->r->plan;
  const ElaraHit* const h = &plan->hits[index];
  const double x = x_of(s, h->time);
  if (h->hard) return 1;
  if (index > 0 && x - x_of(s, h[-1].time) < CROWD) return 0;
  return index + 1 >= plan->hit_count || x_of(s, h[1].time) - x >= CROWD;
}

static void
hit(const Strip* s, size_t index, double* number_end)
{
  const ElaraHit* const h = &s->r->plan->hits[index];
  const double x = x_of(s, h->time);
  const double bottom = s->cues_top + ELARA_REPORT_CUE_HEIGHT + 16.0;
  elara_text_addf(s->r->out, "<g><title>%zu, ", index + 1);
  add(s, elara_number_timecode(&s->r->plan->film, h->time).text);
  elara_text_addf(s->r->out,
                  ", %s: ", h->hard ? "on the frame" : "a change of colour");
  elara_report_short(s->r, h->what, 80);
  elara_text_addf(s->r->out, "</title><path class=\"meet%s\"",
                  h->hard ? " hard" : "");
  elara_report_move(s->r, " d=\"M", x,
                    goes_through(s, index)
                        ? STRIP_TOP - 4.0
                        : s->cues_top + ELARA_REPORT_CUE_HEIGHT);
  elara_text_addf(s->r->out, "V%s\"/><circle class=\"%s\" r=\"3\"",
                  elara_number_fixed(bottom - (h->hard ? 0.0 : 3.0), 1).text,
                  h->hard ? "met" : "touched");
  elara_report_at(s->r, "cx", x);
  elara_report_at(s->r, "cy", bottom);
  add(s, "/>");
  if (x - *number_end >= (index < 99 ? NUMBER : 1.5 * NUMBER)) {
    *number_end = x;
    add(s, "<text class=\"which\"");
    elara_report_at(s->r, "x", x);
    elara_report_at(s->r, "y", bottom + 15.0);
    elara_text_addf(s->r->out, ">%zu</text>", index + 1);
  }
  add(s, "</g>");
}

// Under or over the lines of the hits, where the ground is dark.
static void
light(const Strip* s, const char* class_name, double top, double height)
{
  const ElaraPlan* const plan = s->r->plan;
  elara_text_addf(s->r->out, "<path class=\"%s\" d=\"", class_name);
  for (size_t i = 0; i < plan->hit_count; i++) {
    if (!goes_through(s, i)) continue;
    elara_report_move(s->r, "M", x_of(s, plan->hits[i].time), top);
    elara_text_addf(s->r->out, "v%d", (int)height);
  }
  add(s, "\"/>\n");
}

static void
hits(const Strip* s)
{
  const ElaraPlan* const plan = s->r->plan;
  light(s, "halo", STRIP_TOP - 4.0, ELARA_REPORT_STRIP + 8.0);
  double number_end = -NUMBER;
  for (size_t i = 0; i < plan->hit_count; i++)
    hit(s, i, &number_end);
  light(s, "through", s->cues_top, ELARA_REPORT_CUE_HEIGHT);
  add(s, "\n");
}

// --- the picture -------------------------------------------------------------

static void
open_picture(const Strip* s, const char* id)
{
  const double width = s->axis.width;
  elara_text_addf(s->r->out,
                  "<div class=\"scroll%s\" tabindex=\"0\" role=\"group\" "
                  "aria-label=\"The film, scrolls sideways\"><svg role=\"img\" "
                  "aria-labelledby=\"%s-title %s-desc\" viewBox=\"0 0 ",
                  width > ELARA_REPORT_NARROW ? " wide" : "", id, id);
  elara_report_number(s->r, width);
  add(s, " ");
  elara_report_number(s->r, s->axis.height);
  elara_text_addf(s->r->out, "\" style=\"min-width:%dpx\">",
                  width > ELARA_REPORT_NARROW ? (int)width : 860);
  elara_text_addf(s->r->out,
                  "<title id=\"%s-title\">The film and its music</title><desc "
                  "id=\"%s-desc\">A strip of the film's shots in their light "
                  "and warmth with how they are joined; speech, motion, "
                  "cutting and loudness; below them the cues, and the hits "
                  "that the tables list.</desc>\n",
                  id, id);
}

void
elara_report_strip(const ElaraReport* r, double width, const char* id)
{
  const ElaraTime shown =
      r->cut->length < r->plan->length ? r->cut->length : r->plan->length;
  Strip s = {.r = r, .cut = r->cut};
  s.lanes_top = SPEECH_TOP + (r->plan->speech_count ? SPEECH : 0.0);
  s.cues_top = s.lanes_top + LANE * (r->cut->has_sound ? 3 : 2) + 4.0;
  const double height = s.cues_top + ELARA_REPORT_CUE_HEIGHT + 36.0;
  s.axis = elara_report_axis(r, width, height);
  s.end = elara_report_x(&s.axis, shown);
  open_picture(&s, id);
  clock(&s);
  places(&s);
  elara_report_shots(&s.axis, STRIP_TOP, s.end);
  speech(&s);
  lanes(&s);
  elara_report_cue_blocks(&s.axis, s.cues_top);
  bars(&s);
  hits(&s);
  names(&s);
  add(&s, "</svg></div>\n");
}
