// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// The line classifier. Order of judgement, first match wins:
//
//   page break ===   section #   synopsis =   forced action !
//   forced heading . (after a blank line)    forced cue @ (same)
//   centered > <     forced transition >     lyric ~
//   heading INT. ... (after a blank line, before no second heading)
//   transition TO:   (blank lines on both sides)
//   cue in CAPITALS  (after a blank line, text right below)
//   action           until a blank line or one of # = > ~ ===
//
// A comment that fills a line counts as a blank line before what follows, and
// as no line at all inside a speech.

#include "story/fountain.h"

#include "base/text.h"
#include "story/cue.h"
#include "story/script_lines.h"
#include "story/title_page.h"

#include <string.h>

#define LONGEST_PARENTHETICAL 5 // lines

typedef struct {
  ElaraArena* arena;
  ElaraScriptLines lines;
  ElaraLineCursor cursor;
  ElaraElementList* list;
  size_t comment;   // the next comment to become an element
  int after_blank;  // the line before was blank
  int speech;       // index of the last speech's cue, -1 when not adjacent
  int speech_caret; // that speech had a caret and no partner yet
} Parser;

// Comments that begin before LINE become elements before it.
static ElaraStatus
flush_comments(Parser* parser, int line)
{
  while (parser->comment < parser->lines.comment_count &&
         parser->lines.comments[parser->comment].line < line) {
    const ElaraComment* const comment =
        &parser->lines.comments[parser->comment++];
    const ElaraElement element = {
        .kind = comment->is_note ? ELARA_ELEMENT_NOTE : ELARA_ELEMENT_BONEYARD,
        .line = comment->line,
        .line_last = comment->line_last,
        .scene = -1,
        .person = -1,
        .text = comment->text,
        .extra = "",
    };
    ELARA_TRY_PTR(ELARA_PUSH(parser->arena, parser->list, element));
  }
  return ELARA_OK;
}

static ElaraStatus
push(Parser* parser, ElaraElement element)
{
  ELARA_TRY(flush_comments(parser, element.line));
  element.scene = element.person = -1;
  if (!element.extra) element.extra = "";
  ELARA_TRY_PTR(element.text);
  ELARA_TRY_PTR(ELARA_PUSH(parser->arena, parser->list, element));
  return ELARA_OK;
}

static ElaraStatus
push_line(Parser* parser,
          ElaraElementKind kind,
          const ElaraLine* line,
          ElaraSpan text,
          int depth)
{
  const ElaraSpan inner = elara_span_trim(text);
  return push(parser,
              (ElaraElement){
                  .kind = kind,
                  .line = line->line,
                  .line_last = line->line_last,
                  .depth = depth,
                  .text = elara_arena_strndup(parser->arena, inner.s, inner.n),
              });
}

static ElaraSpan
skip(ElaraSpan span, size_t count)
{
  return (ElaraSpan){span.s + count, span.n - count};
}

static int
is_page_break(ElaraSpan span)
{
  for (size_t i = 0; i < span.n; i++) {
    if (span.s[i] != '=') return 0;
  }
  return span.n >= 3;
}

// Marks that end a paragraph of action without a blank line.
static int
breaks_action(ElaraSpan span)
{
  return span.n && (strchr("#>~", span.s[0]) || span.s[0] == '=');
}

static int
next_is_blank(const Parser* parser)
{
  ElaraLine next;
  ElaraLineCursor ahead = parser->cursor;
  return !elara_line_next(&ahead, &next) || next.blank;
}

static int
next_is_heading(const Parser* parser)
{
  ElaraLine next;
  ElaraLineCursor ahead = parser->cursor;
  return elara_line_next(&ahead, &next) && !next.blank &&
         elara_fountain_is_heading(next.span);
}

// True when a line of words, not a blank one, comes next, looking through
// lines that are only comments.
static int
words_follow(const Parser* parser)
{
  ElaraLine next;
  return elara_line_peek(&parser->cursor, &next) && !next.blank;
}

static ElaraStatus
read_heading(Parser* parser, const ElaraLine* line, ElaraSpan span)
{
  const ElaraHeadingParts parts = elara_heading_split(span);
  const char* const number =
      elara_arena_strndup(parser->arena, parts.number.s, parts.number.n);
  ELARA_TRY_PTR(number);
  return push(parser, (ElaraElement){
                          .kind = ELARA_ELEMENT_HEADING,
                          .line = line->line,
                          .line_last = line->line_last,
                          .text = elara_arena_strndup(
                              parser->arena, parts.text.s, parts.text.n),
                          .extra = number,
                      });
}

static ElaraStatus
read_centered(Parser* parser, const ElaraLine* line, ElaraSpan span)
{
  const int centered = span.n >= 2 && span.s[span.n - 1] == '<';
  ElaraSpan inner = skip(span, 1);
  if (centered) inner.n--;
  return push_line(parser,
                   centered ? ELARA_ELEMENT_CENTERED : ELARA_ELEMENT_TRANSITION,
                   line, inner, 0);
}

static ElaraStatus
read_section(Parser* parser, const ElaraLine* line, ElaraSpan span)
{
  int depth = 0;
  while (span.n && span.s[0] == '#') {
    span = skip(span, 1);
    depth++;
  }
  return push_line(parser, ELARA_ELEMENT_SECTION, line, span,
                   depth > 6 ? 6 : depth);
}

// Adds SPAN to a paragraph, on a new line of it.
static void
add_line(ElaraText* text, int* lines, ElaraSpan span)
{
  if ((*lines)++) elara_text_add(text, "\n");
  elara_text_bytes(text, span.s, span.n);
}

// The paragraph so far as an element; TEXT is emptied for the next one.
static ElaraStatus
push_text(Parser* parser, ElaraElement element, ElaraText* text)
{
  if (text->failed) return ELARA_NO_MEMORY;
  element.text = elara_arena_strndup(
      parser->arena, text->bytes ? text->bytes : "", text->count);
  text->count = 0;
  return push(parser, element);
}

// Lyrics outside a speech: one paragraph of '~' lines.
static ElaraStatus
read_lyrics(Parser* parser, const ElaraLine* first, ElaraSpan span)
{
  ElaraText text = {0};
  ElaraElement element = {.kind = ELARA_ELEMENT_LYRIC, .line = first->line};
  element.line_last = first->line_last;
  int lines = 0;
  add_line(&text, &lines, elara_span_trim(skip(span, 1)));
  ElaraLineCursor ahead = parser->cursor;
  ElaraLine line;
  while (elara_line_next(&ahead, &line)) {
    const ElaraSpan trimmed = elara_span_trim(line.span);
    if (!trimmed.n || trimmed.s[0] != '~') break;
    add_line(&text, &lines, elara_span_trim(skip(trimmed, 1)));
    element.line_last = line.line_last;
    parser->cursor = ahead;
  }
  const ElaraStatus status = push_text(parser, element, &text);
  elara_text_clear(&text);
  return status;
}

// Keeps spaces at the beginning (a tab is four) and drops those at the end.
static void
add_action(ElaraText* text, int* lines, ElaraSpan span)
{
  while (span.n && (span.s[span.n - 1] == ' ' || span.s[span.n - 1] == '\t')) {
    span.n--;
  }
  add_line(text, lines, (ElaraSpan){span.s, 0});
  for (size_t i = 0; i < span.n;) {
    const char* const tab = (const char*)memchr(span.s + i, '\t', span.n - i);
    const size_t end = tab ? (size_t)(tab - span.s) : span.n;
    elara_text_bytes(text, span.s + i, end - i);
    if (tab) elara_text_add(text, "    ");
    i = end + (tab ? 1 : 0);
  }
}

static ElaraStatus
read_action(Parser* parser, const ElaraLine* first, int forced)
{
  ElaraText text = {0};
  ElaraElement element = {.kind = ELARA_ELEMENT_ACTION, .line = first->line};
  element.line_last = first->line_last;
  int lines = 0;
  ElaraSpan span = first->span;
  if (forced) {
    while (span.s[0] != '!') {
      span = skip(span, 1);
    }
    span = skip(span, 1);
  }
  add_action(&text, &lines, span);
  ElaraLineCursor ahead = parser->cursor;
  ElaraLine line;
  while (elara_line_next(&ahead, &line) && !line.blank && !line.fresh &&
         !breaks_action(elara_span_trim(line.span))) {
    add_action(&text, &lines, line.span);
    element.line_last = line.line_last;
    parser->cursor = ahead;
  }
  const ElaraStatus status = push_text(parser, element, &text);
  elara_text_clear(&text);
  return status;
}

// A speech: everything under a cue until a blank line that is not held open.

typedef struct {
  Parser* parser;
  ElaraText text;
  ElaraElement element; // the paragraph being read; kind COUNT = none yet
  int lines;
  int held; // two-space lines waiting for words
  int dual;
} Speech;

static ElaraStatus
end_paragraph(Speech* speech)
{
  if (speech->element.kind == ELARA_ELEMENT_KIND_COUNT) return ELARA_OK;
  speech->element.dual = speech->dual;
  const ElaraStatus status =
      push_text(speech->parser, speech->element, &speech->text);
  speech->element.kind = ELARA_ELEMENT_KIND_COUNT;
  speech->lines = speech->held = 0;
  return status;
}

// Adds LINE to the paragraph of KIND, ending another kind's first.
static ElaraStatus
add_speech_line(Speech* speech,
                ElaraElementKind kind,
                const ElaraLine* line,
                ElaraSpan span)
{
  if (speech->element.kind != kind || kind == ELARA_ELEMENT_PARENTHETICAL) {
    ELARA_TRY(end_paragraph(speech));
    speech->element = (ElaraElement){.kind = kind, .line = line->line};
  }
  for (; speech->held > 0; speech->held--) {
    add_line(&speech->text, &speech->lines, (ElaraSpan){"", 0});
  }
  add_line(&speech->text, &speech->lines, span);
  speech->element.line_last = line->line_last;
  return ELARA_OK;
}

// A parenthetical may run over a few lines; it must close inside the speech.
static int
parenthetical_lines(const Parser* parser, ElaraSpan first)
{
  if (first.s[0] != '(') return 0;
  if (first.s[first.n - 1] == ')') return 1;
  if (memchr(first.s, ')', first.n)) return 0;
  ElaraLineCursor ahead = parser->cursor;
  ElaraLine line;
  for (int count = 2; count <= LONGEST_PARENTHETICAL; count++) {
    if (!elara_line_next(&ahead, &line) || line.blank) return 0;
    const ElaraSpan span = elara_span_trim(line.span);
    if (span.s[span.n - 1] == ')') return count;
    if (memchr(span.s, '(', span.n) || memchr(span.s, ')', span.n)) return 0;
  }
  return 0;
}

static ElaraStatus
read_parenthetical(Speech* speech, ElaraLine line, int count)
{
  ElaraSpan span = elara_span_trim(line.span);
  ElaraText text = {0};
  int lines = 0;
  const int first_line = line.line;
  add_line(&text, &lines, skip(span, 1));
  for (int i = 1; i < count; i++) {
    elara_line_next(&speech->parser->cursor, &line);
    add_line(&text, &lines, elara_span_trim(line.span));
  }
  if (text.count) text.count--; // the closing parenthesis
  line.line = first_line;
  const ElaraSpan inner = {text.bytes ? text.bytes : "", text.count};
  const ElaraStatus status =
      text.failed ? ELARA_NO_MEMORY
                  : add_speech_line(speech, ELARA_ELEMENT_PARENTHETICAL, &line,
                                    elara_span_trim(inner));
  elara_text_clear(&text);
  return status;
}

static ElaraStatus
read_speech_line(Speech* speech, const ElaraLine* line)
{
  const ElaraSpan span = elara_span_trim(line->span);
  const int count = parenthetical_lines(speech->parser, span);
  if (count) return read_parenthetical(speech, *line, count);
  if (span.s[0] == '~') {
    return add_speech_line(speech, ELARA_ELEMENT_LYRIC, line,
                           elara_span_trim(skip(span, 1)));
  }
  return add_speech_line(speech, ELARA_ELEMENT_DIALOGUE, line, span);
}

static ElaraStatus
read_speech_body(Speech* speech)
{
  Parser* const parser = speech->parser;
  ElaraLineCursor ahead = parser->cursor;
  ElaraLine line;
  while (elara_line_next(&ahead, &line)) {
    if (line.blank && !line.touched && !line.held) break;
    if (line.blank && line.held) speech->held++;
    parser->cursor = ahead;
    if (line.blank) continue;
    ELARA_TRY(read_speech_line(speech, &line));
    ahead = parser->cursor;
  }
  return end_paragraph(speech);
}

// A caret pairs this speech with the one right before it.
static int
pair_dual(Parser* parser, int caret)
{
  if (!caret || parser->speech < 0) return 0;
  ElaraElement* const items = parser->list->items;
  if (items[parser->speech].dual) return 0;
  for (size_t i = (size_t)parser->speech; i < parser->list->count; i++) {
    if (items[i].kind < ELARA_ELEMENT_TRANSITION) items[i].dual = 1;
  }
  return 2;
}

static ElaraStatus
read_speech(Parser* parser, const ElaraLine* line, ElaraSpan span)
{
  ElaraCue cue;
  ELARA_TRY(elara_cue_read(parser->arena, span, &cue));
  const int dual = pair_dual(parser, cue.caret);
  ELARA_TRY(flush_comments(parser, line->line));
  parser->speech = (int)parser->list->count;
  ELARA_TRY(push(parser, (ElaraElement){
                             .kind = ELARA_ELEMENT_CHARACTER,
                             .line = line->line,
                             .line_last = line->line_last,
                             .dual = dual,
                             .text = cue.name,
                             .extra = cue.extension,
                         }));
  Speech speech = {.parser = parser, .dual = dual};
  speech.element.kind = ELARA_ELEMENT_KIND_COUNT;
  const ElaraStatus status = read_speech_body(&speech);
  elara_text_clear(&speech.text);
  return status;
}

static int
is_forced_heading(ElaraSpan span)
{
  return span.n >= 2 && span.s[0] == '.' && span.s[1] != '.' &&
         span.s[1] != ' ' && span.s[1] != '\t';
}

static ElaraStatus
read_by_mark(Parser* parser, const ElaraLine* line, ElaraSpan span, int* done)
{
  *done = 1;
  switch (span.s[0]) {
  case '=':
    if (is_page_break(span)) {
      return push_line(parser, ELARA_ELEMENT_PAGE_BREAK, line,
                       (ElaraSpan){"", 0}, 0);
    }
    return push_line(parser, ELARA_ELEMENT_SYNOPSIS, line, skip(span, 1), 0);
  case '#':
    return read_section(parser, line, span);
  case '!':
    return read_action(parser, line, 1);
  case '>':
    return read_centered(parser, line, span);
  case '~':
    return read_lyrics(parser, line, span);
  default:
    *done = 0;
    return ELARA_OK;
  }
}

static ElaraStatus
read_line(Parser* parser, const ElaraLine* line)
{
  const ElaraSpan span = elara_span_trim(line->span);
  const int free_above = parser->after_blank || line->fresh;
  int done;
  if (free_above && span.s[0] == '@' && span.n > 1) {
    return read_speech(parser, line, skip(span, 1));
  }
  if (free_above && !strchr("!#=>~.", span.s[0]) &&
      elara_fountain_is_cue(span) && !elara_fountain_is_heading(span) &&
      words_follow(parser)) {
    return read_speech(parser, line, span);
  }
  parser->speech = -1;
  ELARA_TRY(read_by_mark(parser, line, span, &done));
  if (done) return ELARA_OK;
  if (free_above && is_forced_heading(span)) {
    return read_heading(parser, line, skip(span, 1));
  }
  if (free_above && elara_fountain_is_heading(span) &&
      !next_is_heading(parser)) {
    return read_heading(parser, line, span);
  }
  if (free_above && elara_fountain_is_transition(line->span) &&
      (next_is_blank(parser) || next_is_heading(parser))) {
    return push_line(parser, ELARA_ELEMENT_TRANSITION, line, span, 0);
  }
  return read_action(parser, line, 0);
}

static ElaraStatus
read_body(Parser* parser)
{
  ElaraLine line;
  parser->after_blank = 1;
  while (elara_line_next(&parser->cursor, &line)) {
    if (line.blank) {
      parser->after_blank = 1;
      continue;
    }
    ELARA_TRY(read_line(parser, &line));
    const ElaraElementKind last =
        parser->list->items[parser->list->count - 1].kind;
    parser->after_blank =
        last == ELARA_ELEMENT_SECTION || last == ELARA_ELEMENT_SYNOPSIS ||
        last == ELARA_ELEMENT_PAGE_BREAK || last == ELARA_ELEMENT_TRANSITION;
  }
  return flush_comments(parser, INT32_MAX);
}

static ElaraStatus
read_title_page(Parser* parser)
{
  ElaraElementList keys = {0};
  ELARA_TRY(elara_title_page(parser->arena, &parser->cursor, &keys));
  for (size_t i = 0; i < keys.count; i++) {
    ELARA_TRY(push(parser, keys.items[i]));
  }
  return ELARA_OK;
}

ElaraStatus
elara_fountain(ElaraArena* arena,
               const char* name,
               const ElaraScriptText* text,
               ElaraDiags* diags,
               ElaraElementList* elements)
{
  Parser parser = {.arena = arena, .list = elements, .speech = -1};
  ELARA_TRY(elara_script_lines(arena, text, &parser.lines));
  if (parser.lines.open_line) {
    elara_diag(diags, ELARA_DIAG_WARNING, name, parser.lines.open_line, 0,
               "close it with */ or take the /* out",
               "a boneyard is opened and never closed; it is read as text");
  }
  parser.cursor = elara_line_cursor(&parser.lines);
  ELARA_TRY(read_title_page(&parser));
  return read_body(&parser);
}
