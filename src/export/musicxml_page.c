// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// The paper: its size, the size of a staff, titles; and for the part of a
// single player the bars in which nothing happens, taken together.

#include "export/musicxml.h"
#include "export/number.h"

// The full score on A3 upright, staves as large as lets the whole orchestra
// stand on a page with STAFF_TENTHS each, title and margins; a part on A4 with
// the staff that parts have (Gould, Behind Bars, 2011: 7 mm).
#define SCORE_MM_HIGH 420.0
#define SCORE_MM_WIDE 297.0
#define PART_MM_HIGH 297.0
#define PART_MM_WIDE 210.0
#define PART_STAFF_MM 7.0
#define MARGIN_MM 14.0
#define STAFF_TENTHS 152.0

typedef struct {
  double wide, high; // mm
  double staff;
} Paper;

static Paper
paper_of(const ElaraScore* score, const ElaraInstrument* alone)
{
  if (alone) return (Paper){PART_MM_WIDE, PART_MM_HIGH, PART_STAFF_MM};
  double staves = 0.0;
  for (size_t i = 0; i < score->part_count; i++) {
    staves += elara_musicxml_staves(score->parts[i].instrument);
  }
  const double mm = 40.0 * SCORE_MM_HIGH / (STAFF_TENTHS * staves + 1000.0);
  return (Paper){SCORE_MM_WIDE, SCORE_MM_HIGH,
                 mm < 2.4   ? 2.4
                 : mm > 6.0 ? 6.0
                            : mm};
}

static double
tenths(const Paper* paper, double mm)
{
  return mm * 40.0 / paper->staff;
}

static void
leaf_tenths(ElaraXml* xml, const char* name, const Paper* paper, double mm)
{
  elara_xml_leaf(xml, name, elara_number_fixed(tenths(paper, mm), 0).text);
}

static void
write_defaults(ElaraXml* xml, const Paper* paper)
{
  static const char* const margins[] = {"left-margin", "right-margin",
                                        "top-margin", "bottom-margin"};
  elara_xml_open(xml, "defaults");
  elara_xml_open(xml, "scaling");
  elara_xml_leaf(xml, "millimeters", elara_number_fixed(paper->staff, 2).text);
  elara_xml_leaf(xml, "tenths", "40");
  elara_xml_close(xml);
  elara_xml_open(xml, "page-layout");
  leaf_tenths(xml, "page-height", paper, paper->high);
  leaf_tenths(xml, "page-width", paper, paper->wide);
  elara_xml_open(xml, "page-margins");
  elara_xml_attr(xml, "type", "both");
  for (size_t i = 0; i < 4; i++) {
    leaf_tenths(xml, margins[i], paper, MARGIN_MM);
  }
  elara_xml_close(xml);
  elara_xml_close(xml);
  elara_xml_close(xml);
}

static void
credit(ElaraXml* xml,
       const Paper* paper,
       const char* type,
       const char* justify,
       int size,
       const char* text)
{
  const double x = justify[0] == 'l'   ? MARGIN_MM
                   : justify[0] == 'r' ? paper->wide - MARGIN_MM
                                       : .5 * paper->wide;
  const double down = size > 20 ? 0.0 : 12.0;
  elara_xml_open(xml, "credit");
  elara_xml_attr_int(xml, "page", 1);
  elara_xml_leaf(xml, "credit-type", type);
  elara_xml_open(xml, "credit-words");
  elara_xml_attr(xml, "default-x",
                 elara_number_fixed(tenths(paper, x), 0).text);
  elara_xml_attr(
      xml, "default-y",
      elara_number_fixed(tenths(paper, paper->high - MARGIN_MM - down), 0)
          .text);
  elara_xml_attr(xml, "justify", justify);
  elara_xml_attr(xml, "valign", "top");
  elara_xml_attr_int(xml, "font-size", size);
  elara_xml_text(xml, text);
  elara_xml_close(xml);
  elara_xml_close(xml);
}

void
elara_musicxml_page(ElaraXml* xml,
                    const ElaraPlan* plan,
                    const ElaraScore* score,
                    const ElaraInstrument* alone)
{
  const Paper paper = paper_of(score, alone);
  write_defaults(xml, &paper);
  if (plan->title && plan->title[0])
    credit(xml, &paper, "title", "center", 24, plan->title);
  credit(xml, &paper, "composer", "right", 12, "Elara");
  if (alone) credit(xml, &paper, "part name", "left", 14, alone->name);
}

// --- long rests --------------------------------------------------------------

static int
same_metre(const ElaraBar* a, const ElaraBar* b)
{
  return a->beats == b->beats && a->beat_type == b->beat_type &&
         a->cue == b->cue;
}

// Whether a bar has notes, marks or a key of its own.
static void
find_events(ElaraPartWriter* w, char* busy, char* marked)
{
  const ElaraPlan* const plan = w->plan;
  for (size_t i = 0; i < w->part->note_count; i++) {
    const ElaraScoreNote* const n = &w->part->notes[i];
    const size_t last = elara_plan_bar_at(plan, n->tick + n->duration - 1);
    for (size_t b = elara_plan_bar_at(plan, n->tick); b <= last; b++)
      busy[b] = 1;
  }
  for (size_t i = 0; i < w->marks.count; i++) {
    if (w->marks.items[i].kind == ELARA_MARK_SOUND) continue;
    marked[elara_plan_bar_at(plan, w->marks.items[i].tick)] = 1;
  }
  for (size_t i = 0; i < w->score->key_count; i++) {
    marked[elara_plan_bar_at(plan, w->score->keys[i].tick)] = 1;
  }
}

// 1: a rest begins here; 2: it goes on. A mark begins a new one.
ElaraStatus
elara_musicxml_silence(ElaraPartWriter* w)
{
  const size_t count = w->plan->bar_count;
  char* const busy = (char*)elara_arena_alloc(w->arena, count);
  char* const marked = (char*)elara_arena_alloc(w->arena, count);
  char* const silent = (char*)elara_arena_alloc(w->arena, count);
  if (!busy || !marked || !silent) return ELARA_NO_MEMORY;
  find_events(w, busy, marked);
  for (size_t i = 0; i < count; i++) {
    if (busy[i]) continue;
    const int joins = i > 0 && silent[i - 1] && !marked[i] &&
                      same_metre(&w->plan->bars[i - 1], &w->plan->bars[i]);
    silent[i] = joins ? 2 : 1;
  }
  w->silent = silent;
  return ELARA_OK;
}

int
elara_musicxml_long_rest(const ElaraPartWriter* w, size_t bar)
{
  int count = 1;
  if (!w->silent || w->silent[bar] != 1) return 0;
  while (bar + (size_t)count < w->plan->bar_count &&
         w->silent[bar + (size_t)count] == 2)
    count++;
  return count > 1 ? count : 0;
}
