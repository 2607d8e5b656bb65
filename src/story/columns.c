// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

#include "story/columns.h"

#include <stdlib.h>
#include <string.h>

#define INDENTS 208
#define NAME_BEYOND_ACTION 8
#define SPEECH_BEYOND_ACTION 4
#define TITLE_LINES_MOST 40

// How many lines begin at each column.
typedef struct {
  int at[INDENTS];
  int total;
} Histogram;

static void
count(Histogram* histogram, int indent)
{
  histogram->at[indent < INDENTS ? indent : INDENTS - 1]++;
  histogram->total++;
}

// The column in [FROM, TO) that most lines begin at, counting its neighbours by
// half; -1 when there is none.
static int
mode(const Histogram* histogram, int from, int to)
{
  int best = -1, most = 0;
  for (int i = from < 0 ? 0 : from; i < to && i < INDENTS; i++) {
    const int left = i > 0 ? histogram->at[i - 1] : 0;
    const int right = i + 1 < INDENTS ? histogram->at[i + 1] : 0;
    const int weight = 2 * histogram->at[i] + left + right;
    if (histogram->at[i] && weight > most) {
      most = weight;
      best = i;
    }
  }
  return best;
}

static int
share_beyond(const Histogram* histogram, int column)
{
  int beyond = 0;
  for (int i = column; i < INDENTS; i++) {
    beyond += histogram->at[i];
  }
  return histogram->total ? 100 * beyond / histogram->total : 0;
}

static int
is_name(const ElaraTypedLines* lines, size_t i)
{
  const unsigned flags = lines->items[i].flags;
  return flags & ELARA_TYPED_CUE && flags & ELARA_TYPED_AFTER_BLANK &&
         !(flags & ELARA_TYPED_BEFORE_BLANK) && i + 1 < lines->count;
}

// The columns of speeches: what stands right under a name, not bracketed.
static Histogram
under_names(const ElaraTypedLines* lines, int name)
{
  Histogram histogram = {0};
  for (size_t i = 0; i + 1 < lines->count; i++) {
    if (!is_name(lines, i) || abs(lines->items[i].indent - name) > 3) continue;
    size_t next = i + 1;
    while (next + 1 < lines->count && lines->items[next].span.s[0] == '(' &&
           !(lines->items[next].flags & ELARA_TYPED_BEFORE_BLANK)) {
      next++;
    }
    count(&histogram, lines->items[next].indent);
  }
  return histogram;
}

// The width that all but one line in fifty keep to.
static size_t
width_at(const ElaraTypedLines* lines, int column)
{
  int at[128] = {0}, total = 0, beyond = 0;
  for (size_t i = 0; i < lines->count; i++) {
    if (abs(lines->items[i].indent - column) > 1) continue;
    const size_t n = lines->items[i].span.n;
    at[n < 128 ? n : 127]++;
    total++;
  }
  size_t width = 127;
  while (width > 20 && (beyond + at[width]) * 50 <= total) {
    beyond += at[width--];
  }
  return width;
}

static int
around(const Histogram* histogram, int column)
{
  const int left = column > 0 ? histogram->at[column - 1] : 0;
  return left + histogram->at[column] + histogram->at[column + 1];
}

// Where headings are, unless next to nothing else begins there.
static int
action_column(const ElaraTypedLines* lines, int heading, int speech)
{
  Histogram histogram = {0};
  for (size_t i = 0; i < lines->count; i++) {
    const ElaraTypedLine* const line = &lines->items[i];
    if (line->flags & ELARA_TYPED_AFTER_BLANK &&
        !(line->flags & ELARA_TYPED_HEADING)) {
      count(&histogram, line->indent);
    }
  }
  const int found = mode(&histogram, 0, speech - SPEECH_BEYOND_ACTION + 1);
  if (heading >= 0 && (found < 0 || 4 * around(&histogram, heading) >=
                                        around(&histogram, found))) {
    return heading;
  }
  return found >= 0 ? found : speech > 10 ? speech - 10 : 0;
}

ElaraColumns
elara_columns(const ElaraTypedLines* lines)
{
  Histogram headings = {0}, names = {0};
  ElaraColumns columns = {0};
  for (size_t i = 0; i < lines->count; i++) {
    const ElaraTypedLine* const line = &lines->items[i];
    if (line->flags & ELARA_TYPED_HEADING) count(&headings, line->indent);
    if (is_name(lines, i)) count(&names, line->indent);
  }
  columns.headings = headings.total;
  columns.name = mode(&names, NAME_BEYOND_ACTION, INDENTS);
  if (columns.name < 0) return columns;
  const Histogram speeches = under_names(lines, columns.name);
  columns.speech = mode(&speeches, 1, columns.name);
  if (columns.speech < 0) return columns;
  columns.heading = headings.total >= 2 ? mode(&headings, 0, columns.name) : -1;
  columns.action = action_column(lines, columns.heading, columns.speech);
  if (columns.heading < 0) columns.heading = columns.action;
  columns.found = columns.name >= columns.action + NAME_BEYOND_ACTION &&
                  columns.speech >= columns.action + SPEECH_BEYOND_ACTION &&
                  share_beyond(&names, columns.speech + 1) >= 50;
  columns.action_width = width_at(lines, columns.action);
  columns.speech_width = width_at(lines, columns.speech);
  return columns;
}

typedef struct {
  const ElaraColumns* columns;
  const ElaraTypedLines* lines;
  ElaraArena* scratch;
  int in_speech;
  int in_block;    // a name stands above without a blank line between
  int in_brackets; // a parenthetical goes on
  int at_front;    // nothing but a title page so far
  int names;
  double in_place;
} Judge;

static int
near(int a, int b, int within)
{
  return abs(a - b) <= within;
}

// Names stand right of speeches; long ones that are centred less so, and then
// a speech right below tells.
static int
is_name_here(const Judge* judge, size_t i)
{
  const ElaraColumns* const c = judge->columns;
  const ElaraTypedLine* const line = &judge->lines->items[i];
  const int third = (c->name - c->speech) / 3;
  const int least = c->speech + (third > 2 ? third : 2);
  if (!(line->flags & ELARA_TYPED_CUE) || i + 1 == judge->lines->count) {
    return 0;
  }
  const ElaraTypedLine* const next = line + 1;
  const int speech_below =
      near(next->indent, c->speech, 2) ||
      (next->span.s[0] == '(' && next->indent > c->speech - 2);
  if (line->indent >= least) {
    return !(line->flags & ELARA_TYPED_BEFORE_BLANK) || speech_below;
  }
  return line->flags & ELARA_TYPED_AFTER_BLANK &&
         !(line->flags & ELARA_TYPED_BEFORE_BLANK) && speech_below &&
         line->indent >= c->action + NAME_BEYOND_ACTION &&
         line->indent != c->speech;
}

static int
heading_here(Judge* judge, const ElaraTypedLine* line)
{
  const ElaraColumns* const c = judge->columns;
  const unsigned alone = ELARA_TYPED_AFTER_BLANK | ELARA_TYPED_BEFORE_BLANK;
  if (line->flags & ELARA_TYPED_HEADING) {
    return line->indent < c->speech || line->flags & ELARA_TYPED_AFTER_BLANK
               ? ELARA_TYPED_KIND_HEADING
               : -1;
  }
  if ((line->flags & alone) != alone) return -1;
  switch (elara_typed_heading(judge->scratch, line->span)) {
  case ELARA_TYPED_SCENE:
    return near(line->indent, c->action, 2) ? ELARA_TYPED_KIND_HEADING : -1;
  case ELARA_TYPED_ACT:
    return c->headings ? ELARA_TYPED_KIND_ACT : ELARA_TYPED_KIND_HEADING;
  default:
    return -1;
  }
}

static ElaraTypedKind
speech_line(Judge* judge, const ElaraTypedLine* line)
{
  const ElaraSpan span = line->span;
  if (judge->in_brackets || span.s[0] == '(') {
    judge->in_brackets =
        span.s[span.n - 1] != ')' && !(line->flags & ELARA_TYPED_BEFORE_BLANK);
    return ELARA_TYPED_KIND_PARENTHETICAL;
  }
  return ELARA_TYPED_KIND_SPEECH;
}

// True when LINE goes on with the speech: right of the middle between action
// and speech, or, with its indent lost, left of both; after a blank line only
// where speeches begin.
static int
goes_on(const Judge* judge, const ElaraTypedLine* line)
{
  const ElaraColumns* const c = judge->columns;
  if (line->flags & ELARA_TYPED_AFTER_BLANK) {
    return judge->in_speech && near(line->indent, c->speech, 2);
  }
  return judge->in_block && (2 * line->indent > c->action + c->speech ||
                             line->indent < c->action - 1);
}

static ElaraTypedKind
loose_line(const Judge* judge, const ElaraTypedLine* line)
{
  const ElaraColumns* const c = judge->columns;
  if (line->flags & ELARA_TYPED_TRANSITION) return ELARA_TYPED_KIND_TRANSITION;
  if (line->indent > c->action + NAME_BEYOND_ACTION) {
    if (judge->at_front) return ELARA_TYPED_KIND_TITLE;
    if (line->flags & ELARA_TYPED_CAPITALS) return ELARA_TYPED_KIND_CENTERED;
  }
  return ELARA_TYPED_KIND_ACTION;
}

static ElaraTypedKind
kind_of(Judge* judge, size_t i)
{
  const ElaraTypedLine* const line = &judge->lines->items[i];
  const int heading = heading_here(judge, line);
  if (heading >= 0) return (ElaraTypedKind)heading;
  if (judge->in_brackets && goes_on(judge, line)) {
    return speech_line(judge, line);
  }
  judge->in_brackets = 0;
  if (!(line->flags & ELARA_TYPED_TRANSITION) && is_name_here(judge, i)) {
    return ELARA_TYPED_KIND_NAME;
  }
  if (goes_on(judge, line)) return speech_line(judge, line);
  return loose_line(judge, line);
}

// 1 when LINE stands where its kind does. A name that lost its indent reads as
// action with words right below; a line of speech, as action right under it.
static double
in_place(const Judge* judge, size_t i, ElaraTypedKind kind)
{
  const ElaraColumns* const c = judge->columns;
  const ElaraTypedLine* const line = &judge->lines->items[i];
  switch (kind) {
  case ELARA_TYPED_KIND_HEADING:
    return near(line->indent, c->heading, 1) ||
           near(line->indent, c->action, 1);
  case ELARA_TYPED_KIND_ACTION:
    if (is_name(judge->lines, i)) return 0.0;
    if (judge->in_speech && !(line->flags & ELARA_TYPED_AFTER_BLANK)) {
      return 0.0;
    }
    return near(line->indent, c->action, 1);
  case ELARA_TYPED_KIND_NAME:
    return near(line->indent, c->name, 2) ||
           near(line->indent + (int)line->span.n / 2, c->name + 4, 4);
  case ELARA_TYPED_KIND_SPEECH:
    return line->indent >= c->speech - 1 && line->indent < c->name + 2;
  case ELARA_TYPED_KIND_PARENTHETICAL:
    return line->indent >= c->speech - 1;
  default:
    return 1.0;
  }
}

static void
step(Judge* judge, size_t i, ElaraTypedKind kind)
{
  judge->in_place += in_place(judge, i, kind);
  judge->names += kind == ELARA_TYPED_KIND_NAME;
  judge->in_speech = kind == ELARA_TYPED_KIND_NAME ||
                     kind == ELARA_TYPED_KIND_PARENTHETICAL ||
                     kind == ELARA_TYPED_KIND_SPEECH;
  judge->in_block = judge->in_speech ||
                    (judge->in_block && kind == ELARA_TYPED_KIND_ACTION &&
                     !(judge->lines->items[i].flags & ELARA_TYPED_AFTER_BLANK));
  if (!judge->in_speech) judge->in_brackets = 0;
  if (kind != ELARA_TYPED_KIND_TITLE || i >= TITLE_LINES_MOST) {
    judge->at_front = 0;
  }
}

double
elara_columns_judge(const ElaraColumns* columns,
                    const ElaraTypedLines* lines,
                    ElaraArena* scratch,
                    unsigned char* kinds)
{
  Judge judge = {
      .columns = columns, .lines = lines, .scratch = scratch, .at_front = 1};
  for (size_t i = 0; i < lines->count; i++) {
    const ElaraTypedKind kind = kind_of(&judge, i);
    step(&judge, i, kind);
    kinds[i] = (unsigned char)kind;
  }
  const double share =
      lines->count ? judge.in_place / (double)lines->count : 0.0;
  return share * share * judge.names / (judge.names + 0.5);
}
