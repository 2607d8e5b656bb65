// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

#include "story/layout.h"

#include "story/columns.h"
#include "story/cue.h"
#include "story/gather.h"

#include <string.h>

// One way of reading the indents.
typedef struct {
  ElaraTypedLines lines;
  ElaraColumns columns;
  unsigned char* kinds;
  double confidence;
} Reading;

typedef struct {
  ElaraArena* scratch;
  ElaraGather gather;
  const Reading* reading;
  const char* speaker; // of the last speech, or NULL
  size_t above;        // bytes of the line before
} Typist;

static int
is_indented(ElaraLineCursor cursor)
{
  ElaraLine line;
  int words = 0, far = 0;
  while (elara_line_next(&cursor, &line)) {
    if (line.blank) continue;
    words++;
    far += line.span.s[0] == '\t' || elara_span_starts(line.span, "        ");
  }
  return far * 10 > words;
}

static ElaraStatus
read_indents(ElaraArena* scratch,
             const ElaraScriptLines* script,
             int tab,
             Reading* reading)
{
  *reading = (Reading){0};
  ELARA_TRY(elara_typed_lines(scratch, script, tab, elara_typed_spacing(script),
                              &reading->lines));
  reading->columns = elara_columns(&reading->lines);
  if (!reading->columns.found) return ELARA_OK;
  reading->kinds =
      (unsigned char*)elara_arena_alloc(scratch, reading->lines.count + 1);
  ELARA_TRY_PTR(reading->kinds);
  reading->confidence = elara_columns_judge(&reading->columns, &reading->lines,
                                            scratch, reading->kinds);
  return ELARA_OK;
}

// Marks that only Fountain has, where lines begin.
static int
is_marked_up(const ElaraTypedLines* lines)
{
  size_t marks = 0;
  for (size_t i = 0; i < lines->count; i++) {
    const ElaraTypedLine* const line = &lines->items[i];
    const ElaraSpan s = line->span;
    if (!(line->flags & ELARA_TYPED_AFTER_BLANK) || s.n < 2) continue;
    marks +=
        strchr("@#=>!~", s.s[0]) != NULL || (s.s[0] == '.' && s.s[1] != '.');
  }
  return lines->count > 0 && marks * 50 > lines->count;
}

static ElaraStatus
read_title(Typist* typist, size_t* next)
{
  const Reading* const reading = typist->reading;
  ELARA_LIST(ElaraTitleLine) title = {0};
  size_t i = 0;
  for (;
       i < reading->lines.count && reading->kinds[i] == ELARA_TYPED_KIND_TITLE;
       i++) {
    const ElaraTypedLine* const line = &reading->lines.items[i];
    const ElaraTitleLine one = {line->span, line->line};
    ELARA_TRY_PTR(ELARA_PUSH(typist->scratch, &title, one));
  }
  *next = i;
  return elara_title_guess(typist->gather.arena, title.items, title.count,
                           typist->gather.list);
}

// A name after (MORE) and a page's end goes on with its own speech.
static ElaraStatus
read_name(Typist* typist, const ElaraTypedLine* line)
{
  ElaraCue cue;
  ELARA_TRY(elara_cue_read(typist->scratch, line->span, &cue));
  const int same = line->flags & ELARA_TYPED_AFTER_MORE && typist->speaker &&
                   strcmp(typist->speaker, cue.name) == 0;
  typist->speaker = cue.name;
  if (same && elara_gather_in_speech(&typist->gather)) return ELARA_OK;
  return elara_gather_cue(&typist->gather, line->span, 0, line->line);
}

static ElaraSpan
without_brackets(ElaraSpan span)
{
  if (span.n && span.s[0] == '(') span = (ElaraSpan){span.s + 1, span.n - 1};
  if (span.n && span.s[span.n - 1] == ')') span.n--;
  return elara_span_trim(span);
}

static ElaraStatus
add(Typist* typist,
    ElaraElementKind kind,
    const char* joint,
    ElaraSpan span,
    const ElaraTypedLine* line)
{
  return elara_gather_line(&typist->gather, kind, joint, span, line->line,
                           line->line);
}

static ElaraStatus
read_action(Typist* typist, const ElaraTypedLine* line)
{
  const char* const joint =
      line->flags & ELARA_TYPED_AFTER_BLANK
          ? NULL
          : elara_typed_joint(typist->above, line->span,
                              typist->reading->columns.action_width);
  return add(typist, ELARA_ELEMENT_ACTION, joint, line->span, line);
}

static ElaraStatus
read_line(Typist* typist, const ElaraTypedLine* line, ElaraTypedKind kind)
{
  const ElaraColumns* const c = &typist->reading->columns;
  switch (kind) {
  case ELARA_TYPED_KIND_HEADING:
    return elara_gather_heading(&typist->gather, line->span, line->number,
                                line->line, line->line);
  case ELARA_TYPED_KIND_ACT:
    ELARA_TRY(add(typist, ELARA_ELEMENT_SECTION, NULL, line->span, line));
    typist->gather.element.depth = 1;
    return ELARA_OK;
  case ELARA_TYPED_KIND_NAME:
    return read_name(typist, line);
  case ELARA_TYPED_KIND_PARENTHETICAL:
    return add(typist, ELARA_ELEMENT_PARENTHETICAL,
               line->span.s[0] == '(' ? NULL : " ",
               without_brackets(line->span), line);
  case ELARA_TYPED_KIND_SPEECH:
    return add(typist, ELARA_ELEMENT_DIALOGUE,
               elara_typed_joint(typist->above, line->span, c->speech_width),
               line->span, line);
  case ELARA_TYPED_KIND_TRANSITION:
    return add(typist, ELARA_ELEMENT_TRANSITION, NULL, line->span, line);
  case ELARA_TYPED_KIND_CENTERED:
    return add(typist, ELARA_ELEMENT_CENTERED, NULL, line->span, line);
  default:
    return read_action(typist, line);
  }
}

static ElaraStatus
read_lines(Typist* typist)
{
  const ElaraTypedLines* const lines = &typist->reading->lines;
  size_t first;
  ELARA_TRY(read_title(typist, &first));
  for (size_t i = first; i < lines->count; i++) {
    const ElaraTypedLine* const line = &lines->items[i];
    ELARA_TRY(
        read_line(typist, line, (ElaraTypedKind)typist->reading->kinds[i]));
    typist->above = line->span.n;
  }
  return ELARA_OK;
}

// Tabs are eight columns wide, or four, whichever makes a straighter page.
static ElaraStatus
best_reading(ElaraArena* scratch,
             const ElaraScriptLines* script,
             Reading* reading)
{
  Reading narrow;
  ELARA_TRY(read_indents(scratch, script, 8, reading));
  if (!reading->lines.tabbed) return ELARA_OK;
  ELARA_TRY(read_indents(scratch, script, 4, &narrow));
  if (narrow.confidence > reading->confidence) *reading = narrow;
  return ELARA_OK;
}

ElaraStatus
elara_layout(ElaraArena* arena,
             ElaraArena* scratch,
             const ElaraScriptLines* lines,
             ElaraScript* script)
{
  Reading reading;
  if (!is_indented(elara_line_cursor(lines))) return ELARA_OK;
  ELARA_TRY(best_reading(scratch, lines, &reading));
  if (reading.confidence <= 0.0 || is_marked_up(&reading.lines)) {
    return ELARA_OK;
  }
  Typist typist = {
      .scratch = scratch,
      .gather = elara_gather_begin(arena, &script->elements),
      .reading = &reading,
  };
  typist.gather.comments = lines->comments;
  typist.gather.comment_count = lines->comment_count;
  script->confidence = reading.confidence;
  return elara_gather_end(&typist.gather, read_lines(&typist));
}
