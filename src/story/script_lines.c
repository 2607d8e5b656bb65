// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

#include "story/script_lines.h"

#include <string.h>

typedef ELARA_LIST(ElaraComment) Comments;

// State of the one pass. To stay linear, what a failed search has learnt is
// kept: no "]]" before NO_NOTE_BEFORE, no balanced boneyard after a failure,
// no "*/" at all after NO_CLOSE.
typedef struct {
  ElaraArena* arena;
  const char* in;
  size_t count;
  char* out;
  size_t written;
  int line;
  Comments comments;
  size_t no_note_before;
  int no_nesting;
  int no_close;
  int open_line;
} Pass;

static int
pair_at(const Pass* pass, size_t at, char a, char b)
{
  return at + 1 < pass->count && pass->in[at] == a && pass->in[at + 1] == b;
}

// Offset after the boneyard that begins at AT, or 0.
static size_t
boneyard_end(Pass* pass, size_t at)
{
  size_t first_close = 0;
  int depth = 1;
  if (pass->no_close) return 0;
  for (size_t i = at + 2; i + 1 < pass->count; i++) {
    if (pair_at(pass, i, '*', '/')) {
      if (!first_close) first_close = i + 2;
      if (pass->no_nesting || --depth == 0) return i + 2;
      i++;
    } else if (!pass->no_nesting && pair_at(pass, i, '/', '*')) {
      depth++;
      i++;
    }
  }
  if (first_close) pass->no_nesting = 1;
  if (!first_close) {
    pass->no_close = 1;
    pass->open_line = pass->line;
  }
  return first_close;
}

// True when the line that begins at AT is empty: it ends a note. Two spaces
// or more keep the note open.
static int
empty_line_at(const Pass* pass, size_t at)
{
  size_t i = at;
  while (i < pass->count && (pass->in[i] == ' ' || pass->in[i] == '\t')) {
    i++;
  }
  return i - at < 2 && (i == pass->count || pass->in[i] == '\n');
}

static size_t
note_end(Pass* pass, size_t at)
{
  size_t i = at + 2;
  if (at < pass->no_note_before) return 0;
  for (; i < pass->count; i++) {
    if (pass->in[i] == '\n' && empty_line_at(pass, i + 1)) break;
    if (!pair_at(pass, i, ']', ']')) continue;
    while (i + 2 < pass->count && pass->in[i + 2] == ']') {
      i++;
    }
    return i + 2;
  }
  pass->no_note_before = i;
  return 0;
}

static ElaraStatus
take_comment(Pass* pass, size_t at, size_t end, int is_note)
{
  const ElaraSpan inner =
      elara_span_trim((ElaraSpan){pass->in + at + 2, end - at - 4});
  ElaraComment comment = {
      .is_note = is_note,
      .text = elara_arena_strndup(pass->arena, inner.s, inner.n),
      .line = pass->line,
      .at = pass->written,
  };
  ELARA_TRY_PTR(comment.text);
  for (size_t i = at; i < end; i++) {
    pass->line += pass->in[i] == '\n';
  }
  comment.line_last = pass->line;
  ELARA_TRY_PTR(ELARA_PUSH(pass->arena, &pass->comments, comment));
  return ELARA_OK;
}

ElaraStatus
elara_script_lines(ElaraArena* arena,
                   const ElaraScriptText* text,
                   ElaraScriptLines* lines)
{
  Pass pass = {
      .arena = arena,
      .in = text->bytes,
      .count = text->count,
      .out = (char*)elara_arena_alloc(arena, text->count + 1),
      .line = 1,
  };
  ELARA_TRY_PTR(pass.out);
  for (size_t i = 0; i < pass.count;) {
    const int is_note = pair_at(&pass, i, '[', '[');
    size_t end = 0;
    if (is_note) end = note_end(&pass, i);
    if (pair_at(&pass, i, '/', '*')) end = boneyard_end(&pass, i);
    if (end) {
      ELARA_TRY(take_comment(&pass, i, end, is_note));
      i = end;
    } else {
      pass.line += pass.in[i] == '\n';
      pass.out[pass.written++] = pass.in[i++];
    }
  }
  *lines = (ElaraScriptLines){
      .text = pass.out,
      .count = pass.written,
      .comments = pass.comments.items,
      .comment_count = pass.comments.count,
      .open_line = pass.open_line,
  };
  return ELARA_OK;
}

ElaraLineCursor
elara_line_cursor(const ElaraScriptLines* lines)
{
  return (ElaraLineCursor){.lines = lines, .line = 1};
}

int
elara_line_next(ElaraLineCursor* cursor, ElaraLine* line)
{
  const ElaraScriptLines* const from = cursor->lines;
  *line = (ElaraLine){.line = cursor->line};
  if (cursor->at > from->count) return 0;
  const char* const start = from->text + cursor->at;
  const size_t rest = from->count - cursor->at;
  const char* const stop = rest ? (const char*)memchr(start, '\n', rest) : NULL;
  const size_t length = stop ? (size_t)(stop - start) : rest;
  const size_t end = cursor->at + length;
  line->span = (ElaraSpan){start, length};
  while (cursor->comment < from->comment_count &&
         from->comments[cursor->comment].at <= end) {
    const ElaraComment* const comment = &from->comments[cursor->comment++];
    cursor->line = comment->line_last;
    if (comment->at == end - length) {
      line->line = comment->line_last;
      line->fresh |= comment->line_last > comment->line;
    }
    line->touched = 1;
  }
  line->line_last = cursor->line;
  line->blank = elara_span_trim(line->span).n == 0;
  line->held = line->blank && !line->touched && length == 2 &&
               memcmp(start, "  ", 2) == 0;
  cursor->at = end + 1;
  cursor->line++;
  return stop || length || line->touched;
}

int
elara_line_peek(const ElaraLineCursor* cursor, ElaraLine* line)
{
  ElaraLineCursor ahead = *cursor;
  while (elara_line_next(&ahead, line)) {
    if (!line->blank || !line->touched) return 1;
  }
  return 0;
}
