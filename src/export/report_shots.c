// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// The strip of film itself: a block a shot, in the shot's own light and warmth,
// and how each is joined to the one before. Shots narrower than two pixels are
// drawn together, so that the picture's size hangs on its width and not on the
// film.

#include "export/report.h"

#include <math.h>

#define EDGE 9.0 // of the strip, with its holes
#define FRAMES (ELARA_REPORT_STRIP - 2.0 * EDGE)
#define MERGED 2.0 // px: shots narrower than that are drawn together
#define SEEN 3.0   // px: narrower ones have no line at their cut, no words
#define JOINED 7.0 // px: the least width of a dissolve or a fade

typedef struct {
  const ElaraReport* r;
  const ElaraCut* cut;
  const ElaraReportAxis* axis;
  double top; // of the frames
  double end; // px where the film ends
} Shots;

static double
x_of(const Shots* s, ElaraTime time)
{
  return elara_report_x(s->axis, time);
}

static void
add(const Shots* s, const char* text)
{
  elara_text_add(s->r->out, text);
}

// --- a block ---------------------------------------------------------------

// Shots FIRST .. LAST, drawn as one.
typedef struct {
  size_t first;
  size_t last;
  double x;
  double width;
} Block;

static double
shot_width(const Shots* s, const ElaraShot* shot)
{
  return x_of(s, shot->end) - x_of(s, shot->start);
}

static Block
block_from(const Shots* s, size_t first)
{
  const ElaraShot* const shots = s->cut->shots;
  Block b = {first, first, x_of(s, shots[first].start), 0.0};
  b.width = shot_width(s, &shots[first]);
  while (b.width < MERGED && b.last + 1 < s->cut->shot_count &&
         shot_width(s, &shots[b.last + 1]) < MERGED) {
    b.last++;
    b.width = x_of(s, shots[b.last].end) - b.x;
  }
  return b;
}

static int
level(double value)
{
  return value <= 0.0 ? 0 : value >= 1.0 ? 255 : (int)(value * 255.0 + .5);
}

// The mean colour that is as light and as warm; the dark is lifted a little, or
// most films would be one brown. Nothing to see is black and nothing else is.
static void
paint(const Shots* s, const Block* b)
{
  double light = 0.0, warm = 0.0, sum = 0.0;
  int black = 1;
  for (size_t i = b->first; i <= b->last; i++) {
    const ElaraShot* const shot = &s->cut->shots[i];
    const double weight = elara_time_s(shot->end - shot->start);
    light += weight * shot->look.brightness;
    warm += weight * shot->look.warmth;
    sum += weight;
    black &= shot->black && shot->look.brightness < .5;
  }
  if (black || sum <= 0.0) {
    add(s, "#000");
    return;
  }
  const double lifted = .07 + .93 * pow(light / sum, .8);
  const double lean = .5 * warm / sum * lifted;
  const double green = lifted - .14 * lean;
  elara_text_addf(s->r->out, "#%02x%02x%02x", level(green + lean), level(green),
                  level(green - lean));
}

static void
block(const Shots* s, const Block* b)
{
  const ElaraShot* const shot = &s->cut->shots[b->first];
  add(s, "<path fill=\"");
  paint(s, b);
  elara_report_move(s->r, "\" d=\"M", b->x, s->top);
  elara_text_addf(s->r->out, "h%s", elara_number_fixed(b->width, 1).text);
  elara_text_addf(s->r->out, "v%dh-%sz\"", (int)FRAMES,
                  elara_number_fixed(b->width, 1).text);
  if (b->width < SEEN) {
    add(s, "/>");
    return;
  }
  elara_text_addf(s->r->out, "><title>Shot %zu", b->first + 1);
  if (b->last > b->first) elara_text_addf(s->r->out, " to %zu", b->last + 1);
  elara_text_addf(s->r->out, ", %s</title></path>",
                  elara_film_timecode(&s->cut->clock, shot->first_frame).text);
}

static void
blocks(const Shots* s)
{
  add(s, "<g class=\"shots\">");
  for (size_t i = 0; i < s->cut->shot_count;) {
    const Block b = block_from(s, i);
    block(s, &b);
    i = b.last + 1;
  }
  add(s, "</g>\n");
}

// --- how they are joined ---------------------------------------------------

// A line for a cut between two shots that are wide enough to be told apart.
static void
cuts(const Shots* s)
{
  const ElaraShot* const shots = s->cut->shots;
  add(s, "<path class=\"cut\" d=\"");
  for (size_t i = 1; i < s->cut->shot_count; i++) {
    if (shots[i].join != ELARA_JOIN_CUT) continue;
    if (shot_width(s, &shots[i]) < SEEN || shot_width(s, &shots[i - 1]) < SEEN)
      continue;
    elara_report_move(s->r, "M", x_of(s, shots[i].start), s->top);
    elara_text_addf(s->r->out, "v%d", (int)FRAMES);
  }
  add(s, "\"/>\n");
}

// Where the join of SHOT is drawn: as long as it is, but to be seen. 0: not at
// all, it would hide the shots beside it.
static int
join_span(const Shots* s, const ElaraShot* shot, double* left, double* right)
{
  const ElaraFilmClock* const film = &s->cut->clock;
  *left = x_of(s, elara_film_time(film, shot->join_first));
  *right = x_of(s, elara_film_time(film, shot->join_last));
  const double lack = JOINED - (*right - *left);
  if (lack <= 0.0) return 1;
  *left -= lack / 2.0;
  *right += lack / 2.0;
  return s->end - ELARA_REPORT_LEFT >= SEEN * (double)s->cut->shot_count;
}

static void
cross(const Shots* s, double left, double right)
{
  const double top = s->top + 3.0;
  const double bottom = s->top + FRAMES - 3.0;
  elara_report_move(s->r, "M", left, top);
  elara_report_move(s->r, "L", right, bottom);
  elara_report_move(s->r, "M", left, bottom);
  elara_report_move(s->r, "L", right, top);
}

// From WIDE, where the picture is whole, to its point, where nothing is seen.
static void
wedge(const Shots* s, double wide, double point)
{
  const double top = s->top + 3.0;
  const double bottom = s->top + FRAMES - 3.0;
  elara_report_move(s->r, "M", wide, top);
  elara_report_move(s->r, "L", point, (top + bottom) / 2.0);
  elara_report_move(s->r, "L", wide, bottom);
  add(s, "z");
}

static void
fade(const Shots* s, const ElaraShot* shot, double left, double right)
{
  const double middle = (left + right) / 2.0;
  const int out = shot->black || shot->look.brightness < .01;
  const int in = shot[-1].black || shot[-1].look.brightness < .01;
  if (out) {
    wedge(s, left, right);
  } else if (in) {
    wedge(s, right, left);
  } else {
    wedge(s, left, middle);
    wedge(s, right, middle);
  }
}

static void
joins(const Shots* s, ElaraJoin kind, const char* class_name)
{
  double last = -JOINED;
  elara_text_addf(s->r->out, "<path class=\"%s\" d=\"", class_name);
  for (size_t i = 1; i < s->cut->shot_count; i++) {
    const ElaraShot* const shot = &s->cut->shots[i];
    double left, right;
    if (shot->join != kind) continue;
    if (!join_span(s, shot, &left, &right) || left < last) continue;
    last = right;
    if (kind == ELARA_JOIN_FADE) {
      fade(s, shot, left, right);
    } else {
      cross(s, left, right);
    }
  }
  add(s, "\"/>\n");
}

// --- the strip ---------------------------------------------------------------

static void
ground(const ElaraReport* r, double top, double end)
{
  const double left = ELARA_REPORT_LEFT;
  const double holes[] = {top + EDGE / 2.0,
                          top + ELARA_REPORT_STRIP - EDGE / 2.0};
  elara_report_rect(r, "strip", left, top, end - left, ELARA_REPORT_STRIP, 2.0);
  for (int i = 0; i < 2; i++)
    elara_report_line(r, "holes", left + 3.0, holes[i], end - 2.0, holes[i]);
}

void
elara_report_shots(const ElaraReportAxis* axis, double top, double end)
{
  const Shots s = {axis->r, axis->r->cut, axis, top + EDGE, end};
  ground(s.r, top, end);
  blocks(&s);
  cuts(&s);
  joins(&s, ELARA_JOIN_DISSOLVE, "cross under");
  joins(&s, ELARA_JOIN_DISSOLVE, "cross");
  joins(&s, ELARA_JOIN_FADE, "wedge");
}
