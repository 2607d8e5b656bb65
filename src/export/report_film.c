// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// The film in the report: what it is, how many of its cuts the music meets and
// how near it comes to others, the strip, the hits in frames, and where the
// scenes of the script were placed.

#include "export/report.h"

#include <math.h>
#include <string.h>

#define OPEN_UP_TO 16 // rows that are shown unfolded
#define NEAREST 3     // cuts told that are not met
#define NEAR_S .5     // and no further from the music than that

static void
add(const ElaraReport* r, const char* text)
{
  elara_text_add(r->out, text);
}

static double
frame_s(const ElaraReport* r)
{
  const ElaraFilmClock* const film = &r->cut->clock;
  return film->num > 0 ? (double)film->den / film->num : 1.0 / 24.0;
}

// "0.4 frames late": the music LATE frames after the picture.
static void
off_by(const ElaraReport* r, double late)
{
  const double amount = fabs(late);
  elara_text_addf(r->out, "%s frame%s %s", elara_number_fixed(amount, 1).text,
                  amount >= .95 && amount < 1.05 ? "" : "s",
                  late > 0.0 ? "late" : "early");
}

// --- what is met -------------------------------------------------------------

// The music's event nearest to a cut.
typedef struct {
  size_t shot;
  double late; // frames after the cut; large when there is none
  int on_hit;  // else on a bar line
} Near;

static void
nearer(Near* best, double late, int on_hit)
{
  if (fabs(late) >= fabs(best->late)) return;
  best->late = late;
  best->on_hit = on_hit;
}

static Near
nearest_hit(const ElaraReport* r, size_t shot)
{
  const ElaraTempoMap map = {r->take->tempo, r->take->tempo_count};
  const ElaraTime cut = r->cut->shots[shot].start;
  Near best = {.shot = shot, .late = 1e9};
  for (size_t i = 0; i < r->plan->hit_count; i++) {
    const ElaraTime at = elara_tempo_map_time(&map, r->plan->hits[i].tick);
    nearer(&best, elara_time_s(at - cut) / frame_s(r), 1);
  }
  return best;
}

// The bar lines on both sides of the cut.
static void
nearest_bar(const ElaraReport* r, Near* best)
{
  const ElaraPlan* const plan = r->plan;
  const ElaraTempoMap map = {r->take->tempo, r->take->tempo_count};
  const ElaraTime cut = r->cut->shots[best->shot].start;
  if (plan->bar_count == 0) return;
  const size_t first = elara_plan_bar_at(plan, elara_tempo_map_tick(&map, cut));
  for (size_t i = first; i < plan->bar_count && i < first + 2; i++) {
    if (plan->bars[i].cue < 0) continue;
    const ElaraTime at = elara_tempo_map_time(&map, plan->bars[i].tick);
    nearer(best, elara_time_s(at - cut) / frame_s(r), 0);
  }
}

// LIST keeps the NEAREST, the nearest first.
static void
keep(Near* list, size_t* count, const Near* one)
{
  size_t i = *count < NEAREST ? (*count)++ : NEAREST;
  for (; i > 0 && fabs(list[i - 1].late) > fabs(one->late); i--) {
    if (i < NEAREST) list[i] = list[i - 1];
  }
  if (i < NEAREST) list[i] = *one;
}

static void
others(const ElaraReport* r, const Near* list, size_t count)
{
  add(r, "; the nearest others: ");
  for (size_t i = 0; i < count; i++) {
    const ElaraShot* const shot = &r->cut->shots[list[i].shot];
    elara_text_addf(r->out, "%sshot %zu (%s), by a %s ", i ? "; " : "",
                    list[i].shot + 1,
                    elara_film_timecode(&r->cut->clock, shot->first_frame).text,
                    list[i].on_hit ? "hit" : "bar line");
    off_by(r, list[i].late);
  }
}

// Every join counts as a cut; a frame off is met.
static void
met(const ElaraReport* r)
{
  Near list[NEAREST];
  size_t count = 0, by_hit = 0, by_bar = 0;
  if (r->cut->shot_count < 2) return;
  for (size_t i = 1; i < r->cut->shot_count; i++) {
    Near near = nearest_hit(r, i);
    if (fabs(near.late) <= 1.0) {
      by_hit++;
      continue;
    }
    nearest_bar(r, &near);
    if (fabs(near.late) <= 1.0) {
      by_bar++;
    } else if (fabs(near.late) * frame_s(r) <= NEAR_S) {
      keep(list, &count, &near);
    }
  }
  elara_text_addf(r->out, "<p><b>%zu of %zu cut%s met on the frame</b>", by_hit,
                  r->cut->shot_count - 1,
                  r->cut->shot_count == 2 ? " is" : "s are");
  if (by_bar) {
    elara_text_addf(r->out, ", %zu more fall%s on a bar line", by_bar,
                    by_bar == 1 ? "s" : "");
  }
  if (count) others(r, list, count);
  add(r, ". The music answers what changes most, and lets the rest go "
         "by.</p>\n");
}

// --- what it is --------------------------------------------------------------

static const char*
base_name(const char* path)
{
  const char* const slash = path ? strrchr(path, '/') : NULL;
  return slash ? slash + 1 : path;
}

static void
counted(const ElaraReport* r, size_t count, const char* one, const char* many)
{
  if (count)
    elara_text_addf(r->out, ", %zu %s", count, count == 1 ? one : many);
}

static void
rate(const ElaraReport* r)
{
  const ElaraFilmClock* const film = &r->cut->clock;
  add(r, elara_number_fixed(1.0 / frame_s(r), film->den == 1 ? 0 : 3).text);
  add(r, " frames a second");
  if (film->drop) add(r, ", drop-frame");
}

static void
what_it_is(const ElaraReport* r)
{
  const ElaraCut* const cut = r->cut;
  size_t joins[ELARA_JOIN_COUNT] = {0};
  size_t black = 0;
  for (size_t i = 0; i < cut->shot_count; i++) {
    joins[cut->shots[i].join]++;
    black += cut->shots[i].black != 0;
  }
  add(r, "<p class=\"note\">");
  elara_report_text(r, base_name(cut->source_name));
  elara_text_addf(r->out, ", %d \xc3\x97 %d, ", cut->width, cut->height);
  rate(r);
  elara_text_addf(r->out, ": %zu shot%s", cut->shot_count,
                  cut->shot_count == 1 ? "" : "s");
  if (cut->shot_count > 1) {
    const double mean_s = elara_time_s(cut->length) / (double)cut->shot_count;
    elara_text_addf(r->out, ", one every %s s",
                    elara_number_fixed(mean_s, 1).text);
  }
  counted(r, joins[ELARA_JOIN_CUT], "cut", "cuts");
  counted(r, joins[ELARA_JOIN_DISSOLVE], "dissolve", "dissolves");
  counted(r, joins[ELARA_JOIN_FADE], "fade", "fades");
  counted(r, black, "stretch of black", "stretches of black");
  add(r, cut->has_sound ? "." : ", without sound.");
  add(r, " The clock is the arc's; times are the film's own timecode.</p>\n");
}

// --- tables ------------------------------------------------------------------

static void
open_table(const ElaraReport* r, size_t rows, const char* name)
{
  elara_text_addf(r->out,
                  "<details%s><summary>%s (%zu)</summary><div class=\"table\" "
                  "tabindex=\"0\" role=\"group\" aria-label=\"%s\"><table>",
                  rows <= OPEN_UP_TO ? " open" : "", name, rows, name);
}

static void
close_table(const ElaraReport* r)
{
  add(r, "</tbody></table></div></details>\n");
}

static void
hit_row(const ElaraReport* r, size_t index)
{
  const ElaraHit* const h = &r->plan->hits[index];
  const double ms = elara_report_error_ms(r, h);
  const double frames = ms / 1000.0 / frame_s(r);
  const ElaraNumber n = elara_number_fixed(frames, 1);
  elara_text_addf(
      r->out,
      "<tr><th scope=\"row\" class=\"n\">%zu</th><td>%s</td>"
      "<td>%s</td><td class=\"n\">%s%s</td>"
      "<td class=\"n\">%zu</td><td>",
      index + 1, elara_number_timecode(&r->plan->film, h->time).text,
      h->hard ? "on the frame" : "a change of colour", frames >= .05 ? "+" : "",
      n.text, elara_plan_bar_at(r->plan, h->tick) + 1);
  elara_report_short(r, h->what, 120);
  add(r, "</td></tr>\n");
}

static void
hits(const ElaraReport* r)
{
  if (r->plan->hit_count == 0) return;
  open_table(r, r->plan->hit_count, "The hits");
  add(r, "<thead><tr><th scope=\"col\" class=\"n\">No.</th><th scope=\"col\">"
         "Timecode</th><th scope=\"col\">How</th><th scope=\"col\" "
         "class=\"n\">Frames late</th><th scope=\"col\" class=\"n\">Bar</th>"
         "<th scope=\"col\">What</th></tr></thead><tbody>\n");
  for (size_t i = 0; i < r->plan->hit_count; i++)
    hit_row(r, i);
  close_table(r);
}

static void
placing_row(const ElaraReport* r, const ElaraPlacing* p)
{
  const int64_t frame = elara_film_nearest(&r->cut->clock, p->start);
  add(r, "<tr><th scope=\"row\">");
  elara_report_text(r, p->heading);
  elara_text_addf(r->out, "</th><td class=\"n\">%d</td><td>%s</td><td>",
                  p->line, elara_film_timecode(&r->cut->clock, frame).text);
  if (p->fixed) {
    add(r, "set by hand");
  } else {
    elara_text_addf(r->out, "%s&#8201;%%%s",
                    elara_number_fixed(p->confidence * 100.0, 0).text,
                    p->confidence < .5 ? ", a guess" : "");
  }
  add(r, "</td></tr>\n");
}

static void
placings(const ElaraReport* r)
{
  if (r->cut->placing_count == 0) return;
  open_table(r, r->cut->placing_count, "The scenes on the film");
  add(r, "<caption>To move one, give it its \"start_s\" and \"fixed\": 1 in "
         "cut.json and score again; the others are laid around it.</caption>"
         "<thead><tr><th scope=\"col\">Scene</th><th scope=\"col\" "
         "class=\"n\">Line</th><th scope=\"col\">Begins</th><th "
         "scope=\"col\">Sure</th></tr></thead><tbody>\n");
  for (size_t i = 0; i < r->cut->placing_count; i++)
    placing_row(r, &r->cut->placings[i]);
  close_table(r);
}

// --- the section -------------------------------------------------------------

#define SIGN(drawing)                                                          \
  "<li><svg class=\"sign\" viewBox=\"0 0 16 12\" aria-hidden=\"true\">"        \
  "<rect class=\"strip\" width=\"16\" height=\"12\"/>" drawing "</svg>"

static const char* const legend = "<ul class=\"legend\">" SIGN(
    "<path fill=\"#c08c5a\" d=\"M0 "
    "0h8v12h-8z\"/><path fill=\"#5b6f86\" "
    "d=\"M8 0h8v12h-8z\"/><path class=\"cut\" "
    "d=\"M8 0v12\"/>") "a shot in its light and "
                       "warmth; a line: a "
                       "cut</li>" SIGN(
                           "<path "
                           "class="
                           "\"cross\" "
                           "d=\"M2 "
                           "1L14 11M2 "
                           "11L14 "
                           "1\"/>") "d"
                                    "i"
                                    "s"
                                    "s"
                                    "o"
                                    "l"
                                    "v"
                                    "e"
                                    "<"
                                    "/"
                                    "l"
                                    "i"
                                    ">" SIGN(
                                        "<path class=\"wedge\" d=\"M2 1L14 6L2 "
                                        "11z\"/>") "fade, its point where "
                                                   "nothing is seen</li>"
                                                   "<li><svg class=\"sign\" "
                                                   "viewBox=\"0 0 16 12\" "
                                                   "aria-hidden=\"true\"><path "
                                                   "class=\"meet hard\" d=\"M4 "
                                                   "0V8\"/><circle "
                                                   "class=\"met\" cx=\"4\" "
                                                   "cy=\"8\" "
                                                   "r=\"3\"/><path "
                                                   "class=\"meet\" d=\"M12 "
                                                   "0V5\"/><circle "
                                                   "class=\"touched\" "
                                                   "cx=\"12\" cy=\"8\" "
                                                   "r=\"3\"/></svg>full: met "
                                                   "on the frame; open: a "
                                                   "change "
                                                   "of colour</li></ul>\n";

// A long film is drawn twice, as the arc is.
void
elara_report_film(const ElaraReport* r)
{
  if (!r->cut) return;
  const double width = elara_report_width(r);
  add(r, "<section id=\"film\"><h2>The film</h2>");
  what_it_is(r);
  met(r);
  if (width > ELARA_REPORT_NARROW)
    elara_report_strip(r, ELARA_REPORT_NARROW, "reel");
  elara_report_strip(r, width, "strip");
  add(r, legend);
  hits(r);
  placings(r);
  add(r, "</section>\n");
}
