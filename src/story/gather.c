// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

#include "story/gather.h"

#include "story/cue.h"

#include <string.h>

ElaraGather
elara_gather_begin(ElaraArena* arena, ElaraElementList* list)
{
  return (ElaraGather){
      .arena = arena,
      .list = list,
      .element.kind = ELARA_ELEMENT_KIND_COUNT,
      .cue = -1,
  };
}

static ElaraStatus
push(ElaraGather* gather, ElaraElement element)
{
  element.scene = element.person = -1;
  if (!element.extra) element.extra = "";
  ELARA_TRY_PTR(element.text);
  ELARA_TRY_PTR(ELARA_PUSH(gather->arena, gather->list, element));
  return ELARA_OK;
}

// Comments that begin before LINE become elements before it.
static ElaraStatus
flush_comments(ElaraGather* gather, int line)
{
  while (gather->comment < gather->comment_count &&
         gather->comments[gather->comment].line < line) {
    const ElaraComment* const comment = &gather->comments[gather->comment++];
    const ElaraElement element = {
        .kind = comment->is_note ? ELARA_ELEMENT_NOTE : ELARA_ELEMENT_BONEYARD,
        .line = comment->line,
        .line_last = comment->line_last,
        .text = elara_arena_strdup(gather->arena, comment->text),
    };
    ELARA_TRY(push(gather, element));
  }
  return ELARA_OK;
}

static int
is_spoken(ElaraElementKind kind)
{
  return kind == ELARA_ELEMENT_PARENTHETICAL ||
         kind == ELARA_ELEMENT_DIALOGUE || kind == ELARA_ELEMENT_LYRIC;
}

ElaraStatus
elara_gather_paragraph(ElaraGather* gather)
{
  ElaraElement element = gather->element;
  ElaraText* const text = &gather->text;
  if (element.kind == ELARA_ELEMENT_KIND_COUNT) return ELARA_OK;
  if (text->failed) return ELARA_NO_MEMORY;
  while (text->count && strchr(" \t\n", text->bytes[text->count - 1])) {
    text->count--;
  }
  element.text = elara_arena_strndup(
      gather->arena, text->bytes ? text->bytes : "", text->count);
  text->count = 0;
  gather->element.kind = ELARA_ELEMENT_KIND_COUNT;
  ELARA_TRY(flush_comments(gather, element.line));
  return push(gather, element);
}

ElaraStatus
elara_gather_line(ElaraGather* gather,
                  ElaraElementKind kind,
                  const char* joint,
                  ElaraSpan span,
                  int line,
                  int line_last)
{
  if (gather->element.kind != kind || !joint) {
    ELARA_TRY(elara_gather_paragraph(gather));
    gather->element = (ElaraElement){.kind = kind, .line = line};
    if (is_spoken(kind)) gather->element.dual = gather->dual;
  } else {
    elara_text_add(&gather->text, joint);
  }
  if (!is_spoken(kind) && kind < ELARA_ELEMENT_SYNOPSIS) {
    gather->cue = -1;
    gather->dual = 0;
  }
  elara_text_bytes(&gather->text, span.s, span.n);
  gather->element.line_last = line_last;
  return ELARA_OK;
}

ElaraStatus
elara_gather_heading(ElaraGather* gather,
                     ElaraSpan text,
                     ElaraSpan number,
                     int line,
                     int line_last)
{
  const char* const extra =
      elara_arena_strndup(gather->arena, number.s, number.n);
  ELARA_TRY_PTR(extra);
  ELARA_TRY(elara_gather_line(gather, ELARA_ELEMENT_HEADING, NULL, text, line,
                              line_last));
  gather->element.extra = extra;
  return elara_gather_paragraph(gather);
}

// A caret pairs this speech with the one right before it.
static int
pair_dual(ElaraGather* gather)
{
  ElaraElement* const items = gather->list->items;
  if (gather->cue < 0 || items[gather->cue].dual) return 0;
  for (size_t i = (size_t)gather->cue; i < gather->list->count; i++) {
    if (items[i].kind < ELARA_ELEMENT_TRANSITION) items[i].dual = 1;
  }
  return 2;
}

ElaraStatus
elara_gather_cue(ElaraGather* gather, ElaraSpan span, int side, int line)
{
  ElaraCue cue;
  ELARA_TRY(elara_gather_paragraph(gather));
  ELARA_TRY(elara_cue_read(gather->arena, span, &cue));
  ELARA_TRY(flush_comments(gather, line));
  if (side == 0 && cue.caret) side = pair_dual(gather);
  gather->cue = (int)gather->list->count;
  gather->dual = side;
  return push(gather, (ElaraElement){
                          .kind = ELARA_ELEMENT_CHARACTER,
                          .line = line,
                          .line_last = line,
                          .dual = side,
                          .text = cue.name,
                          .extra = cue.extension,
                      });
}

int
elara_gather_in_speech(const ElaraGather* gather)
{
  return gather->cue >= 0;
}

ElaraStatus
elara_gather_end(ElaraGather* gather, ElaraStatus status)
{
  if (status == ELARA_OK) status = elara_gather_paragraph(gather);
  elara_text_clear(&gather->text);
  ELARA_TRY(status);
  return flush_comments(gather, INT32_MAX);
}

// What follows "by" in a line that says who wrote it: the rest of the line, or
// nothing; NULL when it says no such thing.
static const char*
after_by(ElaraSpan line)
{
  static const char* const forms[] = {
      "written by",
      "screenplay by",
      "screenplay",
      "a screenplay by",
      "teleplay by",
      "story by",
      "a film by",
      "a play by",
      "an original screenplay by",
      "script by",
      "by",
  };
  for (size_t i = 0; i < sizeof forms / sizeof forms[0]; i++) {
    const size_t length = strlen(forms[i]);
    if (elara_span_is(line, forms[i])) return line.s + line.n;
    if (i != 2 && elara_span_starts(line, forms[i]) &&
        strchr(" :", line.s[length])) {
      return line.s + length + 1;
    }
  }
  return NULL;
}

static ElaraStatus
push_title(ElaraArena* arena,
           const char* key,
           ElaraSpan value,
           int line,
           ElaraElementList* list)
{
  const ElaraElement element = {
      .kind = ELARA_ELEMENT_TITLE,
      .line = line,
      .line_last = line,
      .scene = -1,
      .person = -1,
      .extra = key,
      .text = elara_arena_strndup(arena, value.s, value.n),
  };
  ELARA_TRY_PTR(element.text);
  ELARA_TRY_PTR(ELARA_PUSH(arena, list, element));
  return ELARA_OK;
}

ElaraStatus
elara_title_guess(ElaraArena* arena,
                  const ElaraTitleLine* lines,
                  size_t count,
                  ElaraElementList* list)
{
  size_t by = 0;
  while (by < count && !after_by(lines[by].span)) {
    by++;
  }
  if (count == 0) return ELARA_OK;
  if (by > 0) {
    ELARA_TRY(push_title(arena, "Title", lines[0].span, lines[0].line, list));
  }
  if (by == count) return ELARA_OK;
  const ElaraSpan span = lines[by].span;
  const char* const rest = after_by(span);
  const ElaraSpan author =
      elara_span_trim((ElaraSpan){rest, (size_t)(span.s + span.n - rest)});
  if (author.n)
    return push_title(arena, "Author", author, lines[by].line, list);
  if (by + 1 == count) return ELARA_OK;
  return push_title(arena, "Author", lines[by + 1].span, lines[by + 1].line,
                    list);
}
