// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// A theme on a staff, drawn by us as SVG: lines, clef, key signature, metre,
// heads, stems, beams, accidentals, ledger lines, rests, bar lines. Space goes
// by time, four bars a system. Not an engraver: one voice, treble clef.

#include "export/report.h"
#include "export/spell.h"

#include <math.h>
#include <stdlib.h>

#define SPACE 8.0 // between two staff lines
#define QUARTER_WIDTH 33.0
#define BAR_GAP 12.0 // from a bar line to its first note
#define SYSTEM_HEIGHT 104.0
#define BARS_A_SYSTEM 4
#define STEM 27.0
#define G4 32 // steps of the scale above C0: the line of the clef

typedef struct {
  double x;
  double y; // of the head
  int step; // above C0
  int alter;
  int accidental; // 1: draw it
  ElaraTick tick;
  ElaraTick duration;
  int motif;
} Head;

typedef struct {
  const ElaraReport* r;
  const ElaraTheme* theme;
  ElaraTick bar;
  ElaraTick system; // ticks
  double left;      // where notes begin
  double width;
  Head heads[ELARA_THEME_NOTES];
  int count;
} Staff;

static double
top_of(const Staff* s, ElaraTick tick)
{
  return 40.0 + SYSTEM_HEIGHT * (double)(tick / s->system);
}

static double
x_at(const Staff* s, ElaraTick tick)
{
  const double quarters =
      (double)(tick % s->system) / (double)ELARA_TICKS_PER_QUARTER;
  const double bars = (double)(tick % s->system / s->bar);
  return s->left + 10.0 + quarters * QUARTER_WIDTH + bars * BAR_GAP;
}

static double
y_of_step(double top, int step)
{
  return top + 3.0 * SPACE - (step - G4) * SPACE / 2.0;
}

static void
line(const Staff* s,
     const char* class_name,
     double x1,
     double y1,
     double x2,
     double y2)
{
  elara_text_addf(s->r->out, "<line class=\"%s\"", class_name);
  elara_report_at(s->r, "x1", x1);
  elara_report_at(s->r, "y1", y1);
  elara_report_at(s->r, "x2", x2);
  elara_report_at(s->r, "y2", y2);
  elara_text_add(s->r->out, "/>");
}

// PATH is drawn round (X, Y).
static void
glyph(const Staff* s,
      const char* class_name,
      double x,
      double y,
      const char* path)
{
  elara_text_addf(s->r->out, "<path class=\"%s\" transform=\"translate(",
                  class_name);
  elara_report_number(s->r, x);
  elara_text_add(s->r->out, " ");
  elara_report_number(s->r, y);
  elara_text_addf(s->r->out, ")\" d=\"%s\"/>", path);
}

static const char sharp[] =
    "M-1.6-7V7.6M1.6-7.6V7M-3.4-1.6 3.4-3.4M-3.4 3.4 3.4 1.6";
static const char flat[] =
    "M-2.4-10V4.2C1 2.4 3.2.2 2.4-1.6 1.6-3-1-2.4-2.4-.4";
static const char natural[] = "M-2-8V3.4L2 1.8M2 8V-3.4L-2-1.8";
static const char clef[] =
    "M.6 3.2C-2.9 3.4-3.6-2.4.4-3.4 5.4-4.4 8 2.6 3.6 6.2-2 9.8-9 5.4-8-1.2"
    "-7-8.4 3.4-13 3.4-21.4 3.4-26 .4-28.6-1-24.4-2.6-19 2.4 6 3.2 13"
    " 3.8 18.4-3 19.2-3.4 15";
static const char quarter_rest[] =
    "M-2-9 2.6-3.4C-1.4.4-1 1.4 2.8 5.6-.8 4-3.4 5.4-.2 9.4";
static const char eighth_rest[] = "M-2.6-3.4C-1-1 1.8-1.8 3-4.4L-.4 7";

static const char*
sign(int alter)
{
  return alter > 0 ? sharp : alter < 0 ? flat : natural;
}

// --- the notes ---------------------------------------------------------------

static ElaraSpelling
spell(const ElaraTheme* t, int pitch, int next)
{
  const ElaraSpellContext context = {.fifths =
                                         elara_key_fifths(t->tonic, t->mode),
                                     .tonic = t->tonic,
                                     .mode = t->mode,
                                     .next = next};
  return elara_spell(&context, pitch);
}

static int
pitch_of(const ElaraTheme* t, int base, int i)
{
  return elara_degree_pitch(base, t->mode, t->notes[i].degree,
                            t->notes[i].alter);
}

// The tonic that puts the melody's middle nearest to the middle line.
static int
base_pitch(const ElaraTheme* t)
{
  double sum = 0.0;
  for (int i = 0; i < t->note_count; i++) {
    sum += pitch_of(t, t->tonic, i);
  }
  const double mean = t->note_count ? sum / t->note_count : 0.0;
  return t->tonic + 12 * (int)lround((71.0 - mean) / 12.0);
}

static void
place_heads(Staff* s)
{
  static const int steps[] = {5, 6, 0, 1, 2, 3, 4}; // A B C D E F G
  const ElaraTheme* const t = s->theme;
  const int base = base_pitch(t);
  const int fifths = elara_key_fifths(t->tonic, t->mode);
  int inked[128];
  ElaraTick bar = -1;
  for (int i = 0; i < t->note_count; i++) {
    const ElaraThemeNote* const n = &t->notes[i];
    const int pitch = pitch_of(t, base, i);
    const int next = i + 1 < t->note_count ? pitch_of(t, base, i + 1) : -1;
    const ElaraSpelling p = spell(t, pitch, next);
    const int letter = steps[p.step - 'A'];
    const int step = 7 * elara_spell_octave(p, pitch) + letter;
    if (n->tick / s->bar != bar) {
      for (int k = 0; k < 128; k++) {
        const int order = (k % 7 * 2 + 1) % 7; // of FCGDAEB
        inked[k] = fifths > order ? 1 : fifths < order - 6 ? -1 : 0;
      }
    }
    bar = n->tick / s->bar;
    s->heads[i] = (Head){.x = x_at(s, n->tick),
                         .y = y_of_step(top_of(s, n->tick), step),
                         .step = step,
                         .alter = p.alter,
                         .accidental = inked[step & 127] != p.alter,
                         .tick = n->tick,
                         .duration = n->duration,
                         .motif = i < t->head_count};
    inked[step & 127] = p.alter;
  }
  s->count = t->note_count;
}

static void
ledgers(const Staff* s, const Head* h)
{
  const double top = top_of(s, h->tick);
  for (int step = G4 + 8; step <= h->step; step += 2) { // A5 and above
    const double y = y_of_step(top, step);
    line(s, "line", h->x - 8.0, y, h->x + 8.0, y);
  }
  for (int step = G4 - 4; step >= h->step; step -= 2) { // C4 and below
    const double y = y_of_step(top, step);
    line(s, "line", h->x - 8.0, y, h->x + 8.0, y);
  }
}

static int
is_dotted(ElaraTick duration)
{
  for (ElaraTick base = 1260; base <= 20160; base *= 2) {
    if (duration == base) return 1;
  }
  return 0;
}

static void
circle(const Staff* s, double x, double y, double radius)
{
  elara_text_add(s->r->out, "<circle class=\"head\"");
  elara_report_at(s->r, "cx", x);
  elara_report_at(s->r, "cy", y);
  elara_report_at(s->r, "r", radius);
  elara_text_add(s->r->out, "/>");
}

static void
head(const Staff* s, const Head* h)
{
  ledgers(s, h);
  if (h->accidental) glyph(s, "sign", h->x - 11.0, h->y, sign(h->alter));
  elara_text_addf(s->r->out, "<ellipse class=\"%s\" rx=\"4.9\" ry=\"3.6\"",
                  h->duration >= 2 * ELARA_TICKS_PER_QUARTER ? "open" : "head");
  elara_text_add(s->r->out, " transform=\"translate(");
  elara_report_number(s->r, h->x);
  elara_text_add(s->r->out, " ");
  elara_report_number(s->r, h->y);
  elara_text_add(s->r->out, ") rotate(-18)\"/>");
  const double lift = (h->step - G4) % 2 ? 0.0 : -SPACE / 2.0;
  if (is_dotted(h->duration)) circle(s, h->x + 9.0, h->y + lift, 1.5);
}

// --- stems and beams ---------------------------------------------------------

static int
flags(const Head* h)
{
  return h->duration >= ELARA_TICKS_PER_QUARTER      ? 0
         : h->duration > ELARA_TICKS_PER_QUARTER / 4 ? 1
         : h->duration > ELARA_TICKS_PER_QUARTER / 8 ? 2
                                                     : 3;
}

static ElaraTick
beat_of(const Staff* s)
{
  const ElaraTheme* const t = s->theme;
  const ElaraTick unit = 4 * ELARA_TICKS_PER_QUARTER / t->beat_type;
  return t->beat_type == 8 && t->beats % 3 == 0 ? 3 * unit
         : unit < ELARA_TICKS_PER_QUARTER       ? ELARA_TICKS_PER_QUARTER
                                                : unit;
}

static int
joined(const Staff* s, int a, int b)
{
  const Head* const x = &s->heads[a];
  const Head* const y = &s->heads[b];
  const ElaraTick beat = beat_of(s);
  return flags(x) && flags(y) && x->tick / s->bar == y->tick / s->bar &&
         x->tick % s->bar / beat == y->tick % s->bar / beat &&
         s->heads[b - 1].tick + s->heads[b - 1].duration == y->tick;
}

static void
lone_flags(const Staff* s, const Head* h, double x, double tip, int up)
{
  for (int f = 0; f < flags(h); f++) {
    const double y = tip + (up ? 6.0 : -6.0) * f;
    glyph(s, "sign", x, y, up ? "M0 0C1 5 7 6 4.6 13" : "M0 0C1-5 7-6 4.6-13");
  }
}

// Heads FIRST..LAST share a beam (or stand alone); stems point away from the
// middle line by the mean of the group.
static void
stems(const Staff* s, int first, int last)
{
  double mean = 0.0;
  double edge = 0.0;
  for (int i = first; i <= last; i++) {
    mean += s->heads[i].step;
  }
  const int up = mean / (last - first + 1) < G4 + 2;
  const double sign_y = up ? -1.0 : 1.0;
  for (int i = first; i <= last; i++) {
    const double tip = s->heads[i].y * sign_y;
    if (i == first || tip > edge) edge = tip;
  }
  edge = (edge + STEM) * sign_y;
  for (int i = first; i <= last; i++) {
    const Head* const h = &s->heads[i];
    const double x = h->x + (up ? 4.4 : -4.4);
    const double tip = first == last ? h->y + sign_y * STEM : edge;
    if (h->duration < 4 * ELARA_TICKS_PER_QUARTER)
      line(s, "stem", x, h->y, x, tip);
    if (first == last) lone_flags(s, h, x, tip, up);
    for (int f = 0; i > first && f < flags(h); f++) {
      const double y = edge - sign_y * 5.5 * f;
      const int both = flags(h - 1) > f;
      const double from = both ? h[-1].x + (up ? 4.4 : -4.4) : x - 7.0;
      line(s, "beam", from, y, x, y);
    }
    for (int f = 1; i == first && last > first && f < flags(h); f++) {
      if (flags(h + 1) > f) continue;
      const double y = edge - sign_y * 5.5 * f;
      line(s, "beam", x, y, x + 7.0, y);
    }
  }
}

static void
triplet(const Staff* s, int first, int last)
{
  const Head* const h = &s->heads[first];
  if (h->duration % 1120 || h->duration % 840 == 0) return;
  const double x = (h->x + s->heads[last].x) / 2.0;
  elara_text_add(s->r->out, "<text class=\"time\" font-style=\"italic\"");
  elara_report_at(s->r, "x", x - 3.0);
  elara_report_at(s->r, "y", top_of(s, h->tick) - 14.0);
  elara_text_add(s->r->out, ">3</text>");
}

static void
notes(const Staff* s)
{
  int first = 0;
  for (int i = 0; i < s->count; i++) {
    if (i + 1 < s->count && joined(s, first, i + 1)) continue;
    elara_text_add(s->r->out,
                   s->heads[first].motif ? "<g class=\"motif\">" : "<g>");
    for (int k = first; k <= i; k++) {
      head(s, &s->heads[k]);
    }
    stems(s, first, i);
    triplet(s, first, i);
    elara_text_add(s->r->out, "</g>\n");
    first = i + 1;
  }
}

// A rest where nothing sounds: one sign for what fits best.
static void
rest(const Staff* s, ElaraTick from, ElaraTick to)
{
  const ElaraTick length = to - from;
  const double x = x_at(s, from);
  const double top = top_of(s, from);
  if (length >= 2 * ELARA_TICKS_PER_QUARTER) {
    const double y =
        length >= s->bar ? top + SPACE + 2.0 : top + 2.0 * SPACE - 2.0;
    line(s, "beam", x - 4.0, y, x + 5.0, y);
  } else {
    glyph(s, "sign", x, top + 2.0 * SPACE,
          length >= ELARA_TICKS_PER_QUARTER ? quarter_rest : eighth_rest);
  }
}

static void
rests(const Staff* s)
{
  ElaraTick at = 0;
  const ElaraTick end = s->bar * s->theme->bars;
  for (int i = 0; i <= s->count; i++) {
    const ElaraTick next = i < s->count ? s->heads[i].tick : end;
    while (at < next) {
      ElaraTick to = (at / s->bar + 1) * s->bar;
      if (to > next) to = next;
      if (to - at >= ELARA_TICKS_PER_QUARTER / 2) rest(s, at, to);
      at = to;
    }
    if (i < s->count) at = next + s->heads[i].duration;
  }
}

// --- the staff ---------------------------------------------------------------

static void
key_signature(const Staff* s, double top)
{
  static const int sharps[] = {38, 35, 39, 36, 33, 37}; // F5 C5 G5 D5 A4 E5
  static const int flats[] = {34, 37, 33, 36, 32, 35};  // B4 E5 A4 D5 G4 C5
  const int fifths = elara_key_fifths(s->theme->tonic, s->theme->mode);
  const int count = fifths < 0 ? -fifths : fifths;
  for (int i = 0; i < count && i < 6; i++) {
    const double y = y_of_step(top, fifths < 0 ? flats[i] : sharps[i]);
    glyph(s, "sign", 30.0 + 8.0 * i, y, fifths < 0 ? flat : sharp);
  }
}

static void
metre(const Staff* s)
{
  const int numbers[] = {s->theme->beats, s->theme->beat_type};
  for (int i = 0; i < 2; i++) {
    elara_text_add(s->r->out,
                   "<text text-anchor=\"middle\" style=\"font:700 17px "
                   "Georgia,serif;fill:currentColor\"");
    elara_report_at(s->r, "x", s->left - 10.0);
    elara_report_at(s->r, "y", 40.0 + SPACE * (i ? 3.85 : 1.85));
    elara_text_addf(s->r->out, ">%d</text>", numbers[i]);
  }
}

static void
lines(const Staff* s, int systems)
{
  for (int k = 0; k < systems; k++) {
    const ElaraTick start = s->system * k;
    const ElaraTick left = s->bar * s->theme->bars - start;
    const ElaraTick ticks = left < s->system ? left : s->system;
    const double top = top_of(s, start);
    const double end = x_at(s, ticks - 1);
    for (int i = 0; i < 5; i++) {
      const double y = top + SPACE * i;
      line(s, "line", 4.0, y, end, y);
    }
    for (ElaraTick t = s->bar; t <= ticks; t += s->bar) {
      const double x = x_at(s, t - 1);
      line(s, "line", x, top, x, top + 4.0 * SPACE);
    }
    glyph(s, "clef", 15.0, top + 3.0 * SPACE, clef);
    key_signature(s, top);
  }
}

void
elara_report_staff(const ElaraReport* r, const ElaraTheme* theme)
{
  if (theme->beat_type < 1 || theme->beats < 1 || theme->bars < 1) return;
  Staff s = {.r = r, .theme = theme};
  const int fifths = elara_key_fifths(theme->tonic, theme->mode);
  const int systems = (theme->bars + BARS_A_SYSTEM - 1) / BARS_A_SYSTEM;
  const int widest = theme->bars < BARS_A_SYSTEM ? theme->bars : BARS_A_SYSTEM;
  s.bar = 4 * ELARA_TICKS_PER_QUARTER * theme->beats / theme->beat_type;
  s.system = s.bar * BARS_A_SYSTEM;
  s.left = 48.0 + 8.0 * abs(fifths);
  s.width = x_at(&s, s.bar * widest - 1) + 6.0;
  place_heads(&s);
  elara_text_add(r->out,
                 "<div class=\"staff\"><svg role=\"img\" viewBox=\"0 0 ");
  elara_report_number(r, s.width);
  elara_text_addf(r->out, " %d\" style=\"max-width:%spx\"><title>The theme of ",
                  (int)(SYSTEM_HEIGHT * systems + 8.0),
                  elara_number_fixed(s.width * 1.2, 0).text);
  elara_report_text(r, theme->name);
  elara_text_add(r->out, " on a staff; its head motif is coloured</title>\n");
  lines(&s, systems);
  metre(&s);
  rests(&s);
  notes(&s);
  elara_text_add(r->out, "</svg></div>\n");
}
