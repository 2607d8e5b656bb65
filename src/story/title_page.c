// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

#include "story/title_page.h"

#include "base/text.h"

#include <string.h>

static const char* const known_keys[] = {
    "title",      "credit",   "author",   "authors",   "source",
    "draft date", "date",     "contact",  "copyright", "notes",
    "revision",   "font",     "episode",  "series",    "format",
    "written by", "based on", "language", "license",   "subtitle",
    "draft",      "version",  "genre",    "logline",   "show",
};

static int
is_known_key(ElaraSpan key)
{
  for (size_t i = 0; i < sizeof known_keys / sizeof known_keys[0]; i++) {
    if (elara_span_is(key, known_keys[i])) return 1;
  }
  return 0;
}

// Splits "Key: value"; the colon may be a full-width one.
static int
split_key(const ElaraLine* line, ElaraSpan* key, ElaraSpan* value)
{
  const ElaraSpan all = line->span;
  if (all.n == 0 || strchr(" \t.@!>~#=(", all.s[0])) return 0;
  for (size_t i = 0; i < all.n && i < 40; i++) {
    const ElaraSpan rest = {all.s + i, all.n - i};
    const size_t colon = all.s[i] == ':'                           ? 1
                         : elara_span_starts(rest, "\xef\xbc\x9a") ? 3
                                                                   : 0;
    if (!colon) continue;
    *key = elara_span_trim((ElaraSpan){all.s, i});
    *value = elara_span_trim((ElaraSpan){rest.s + colon, rest.n - colon});
    return key->n > 0;
  }
  return 0;
}

static int
is_indented(const ElaraLine* line)
{
  return line->span.n &&
         (line->span.s[0] == '\t' || elara_span_starts(line->span, "   "));
}

// True when the paragraph at CURSOR is a title page's: its first line has a
// key, and one of its lines has a known one.
static int
is_title_block(ElaraLineCursor cursor)
{
  ElaraLine line;
  ElaraSpan key, value;
  int first = 1;
  while (elara_line_next(&cursor, &line)) {
    if (line.blank && line.touched) continue;
    if (line.blank) return 0;
    const int has_key = split_key(&line, &key, &value);
    if (first && (!has_key || elara_fountain_is_transition(line.span))) {
      return 0;
    }
    if (has_key && (is_known_key(key) ||
                    (first && (unsigned char)key.s[0] >= 0xe0 && value.n))) {
      return 1;
    }
    if (!has_key && !is_indented(&line)) return 0;
    first = 0;
  }
  return 0;
}

// Values of one key run over indented lines.
static ElaraStatus
push_key(ElaraArena* arena,
         ElaraLineCursor* cursor,
         const ElaraLine* line,
         ElaraSpan key,
         ElaraSpan value,
         ElaraElementList* elements)
{
  ElaraText text = {0};
  elara_text_bytes(&text, value.s, value.n);
  int line_last = line->line_last;
  ElaraLineCursor ahead = *cursor;
  ElaraLine more;
  while (elara_line_next(&ahead, &more) && !more.blank && is_indented(&more)) {
    const ElaraSpan span = elara_span_trim(more.span);
    if (text.count) elara_text_add(&text, "\n");
    elara_text_bytes(&text, span.s, span.n);
    line_last = more.line_last;
    *cursor = ahead;
  }
  ElaraElement element = {
      .kind = ELARA_ELEMENT_TITLE,
      .line = line->line,
      .line_last = line_last,
      .scene = -1,
      .person = -1,
      .extra = elara_arena_strndup(arena, key.s, key.n),
      .text =
          elara_arena_strndup(arena, text.bytes ? text.bytes : "", text.count),
  };
  const int failed = text.failed;
  elara_text_clear(&text);
  ELARA_TRY_PTR(!failed && element.text && element.extra);
  ELARA_TRY_PTR(ELARA_PUSH(arena, elements, element));
  return ELARA_OK;
}

static ElaraStatus
read_block(ElaraArena* arena,
           ElaraLineCursor* cursor,
           ElaraElementList* elements)
{
  ElaraLine line;
  ElaraSpan key, value;
  ElaraLineCursor ahead = *cursor;
  while (elara_line_next(&ahead, &line)) {
    if (line.blank && !line.touched) break;
    if (!line.blank) {
      if (!split_key(&line, &key, &value)) break;
      ELARA_TRY(push_key(arena, &ahead, &line, key, value, elements));
    }
    *cursor = ahead;
  }
  return ELARA_OK;
}

static void
skip_blank(ElaraLineCursor* cursor)
{
  ElaraLine line;
  ElaraLineCursor ahead = *cursor;
  while (elara_line_next(&ahead, &line) && line.blank) {
    *cursor = ahead;
  }
}

ElaraStatus
elara_title_page(ElaraArena* arena,
                 ElaraLineCursor* cursor,
                 ElaraElementList* elements)
{
  for (;;) {
    ElaraLineCursor ahead = *cursor;
    skip_blank(&ahead);
    if (!is_title_block(ahead)) return ELARA_OK;
    const size_t count = elements->count;
    ELARA_TRY(read_block(arena, &ahead, elements));
    if (elements->count == count) return ELARA_OK;
    *cursor = ahead;
  }
}
