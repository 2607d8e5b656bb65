// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

#include "story/subtitles.h"

#include "base/letters.h"
#include "base/text.h"
#include "story/script_text.h"

#include <stdlib.h>
#include <string.h>

#define WARNINGS_MOST 20
#define HOURS_MOST 24.0

typedef struct {
  ElaraArena* arena;
  const char* name;
  ElaraDiags* diags;
  ElaraSubtitleList* list;
  ElaraSpan rest; // of the text
  int line;       // the number of the next line
  int warnings;
  ElaraText text; // of the block being read
} Reader;

// The next line, trimmed; 0 at the end.
static int
next_line(Reader* reader, ElaraSpan* line)
{
  ElaraSpan* const rest = &reader->rest;
  if (rest->n == 0) return 0;
  const char* const end = (const char*)memchr(rest->s, '\n', rest->n);
  const size_t length = end ? (size_t)(end - rest->s) : rest->n;
  *line = elara_span_trim((ElaraSpan){rest->s, length});
  *rest = (ElaraSpan){rest->s + length + (end ? 1 : 0),
                      rest->n - length - (end ? 1 : 0)};
  reader->line++;
  return 1;
}

static void
warn(Reader* reader, int line, const char* what)
{
  if (reader->warnings++ >= WARNINGS_MOST) return;
  elara_diag(reader->diags, ELARA_DIAG_WARNING, reader->name, line, 0,
             "a block is a number, HH:MM:SS,mmm --> HH:MM:SS,mmm, and words",
             "%s; the block is left out", what);
}

// Seconds of "HH:MM:SS,mmm" or "MM:SS.mmm" at the beginning of *SPAN, which
// moves on past it; -1 when it is none.
static double
take_time(ElaraSpan* span)
{
  double total = 0.0, part = 0.0, unit = 0.0;
  int digits = 0, fields = 1;
  size_t i = 0;
  for (; i < span->n; i++) {
    const char c = span->s[i];
    if (c >= '0' && c <= '9') {
      part = unit > 0.0 ? part + (c - '0') * unit : 10.0 * part + (c - '0');
      unit *= 0.1;
      digits++;
    } else if (c == ':' && unit == 0.0) {
      total = (total + part) * 60.0;
      part = 0.0;
      fields++;
    } else if ((c == ',' || c == '.') && unit == 0.0) {
      unit = 0.1;
    } else {
      break;
    }
    if (digits > 12 || fields > 3) return -1.0;
  }
  *span = (ElaraSpan){span->s + i, span->n - i};
  return digits >= 3 && fields >= 2 ? total + part : -1.0;
}

static int
is_times(ElaraSpan line)
{
  for (size_t i = 0; i + 3 <= line.n; i++) {
    if (memcmp(line.s + i, "-->", 3) == 0) return 1;
  }
  return 0;
}

static int
read_times(ElaraSpan line, double* start, double* end)
{
  *start = take_time(&line);
  line = elara_span_trim(line);
  if (*start < 0.0 || !elara_span_starts(line, "-->")) return 0;
  line = elara_span_trim((ElaraSpan){line.s + 3, line.n - 3});
  *end = take_time(&line);
  return *end >= 0.0 && *end <= HOURS_MOST * 3600.0;
}

// Adds LINE without <tags>, {\tags} and the dash of a change of speaker.
static void
add_words(ElaraText* text, ElaraSpan line)
{
  if (text->count) elara_text_add(text, "\n");
  for (size_t i = 0; i < line.n;) {
    const char c = line.s[i];
    const char close = c == '<' ? '>' : '}';
    const int tag =
        c == '<' || (c == '{' && i + 1 < line.n && line.s[i + 1] == '\\');
    const char* const end =
        tag ? (const char*)memchr(line.s + i, close, line.n - i) : NULL;
    if (end) {
      i = (size_t)(end - line.s) + 1;
    } else {
      elara_text_bytes(text, line.s + i++, 1);
    }
  }
}

static ElaraStatus
push(Reader* reader, double start, double end, int line)
{
  size_t at = 0;
  ElaraToken token;
  const ElaraText* const text = &reader->text;
  const ElaraSpan words = {text->bytes ? text->bytes : "", text->count};
  if (text->failed) return ELARA_NO_MEMORY;
  if (!elara_token_next(words, &at, &token)) return ELARA_OK;
  if (!(end > start)) {
    warn(reader, line, "a subtitle ends before it begins");
    return ELARA_OK;
  }
  const ElaraSubtitle subtitle = {
      .start = elara_time_from_s(start),
      .end = elara_time_from_s(end),
      .text = elara_arena_strndup(reader->arena, words.s, words.n),
      .line = line,
  };
  ELARA_TRY_PTR(subtitle.text);
  ELARA_TRY_PTR(ELARA_PUSH(reader->arena, reader->list, subtitle));
  return ELARA_OK;
}

// The words under a line of times, until a blank line or the next such line.
static ElaraStatus
read_block(Reader* reader, ElaraSpan times, int line)
{
  double start, end;
  const int good = read_times(times, &start, &end);
  if (!good) warn(reader, line, "these times do not read");
  reader->text.count = 0;
  for (;;) {
    const Reader before = *reader;
    ElaraSpan words;
    if (!next_line(reader, &words)) break;
    if (is_times(words)) { // a blank line is missing: it is the next block's
      reader->rest = before.rest;
      reader->line = before.line;
      break;
    }
    if (words.n == 0) break;
    add_words(&reader->text, words);
  }
  return good ? push(reader, start, end, line) : ELARA_OK;
}

static int
by_start(const void* a, const void* b)
{
  const ElaraSubtitle* const x = (const ElaraSubtitle*)a;
  const ElaraSubtitle* const y = (const ElaraSubtitle*)b;
  if (x->start != y->start) return x->start < y->start ? -1 : 1;
  return x->line < y->line ? -1 : x->line > y->line;
}

static ElaraStatus
read_blocks(Reader* reader)
{
  ElaraSpan line;
  while (next_line(reader, &line)) {
    if (is_times(line)) {
      ELARA_TRY(read_block(reader, line, reader->line - 1));
    }
  }
  if (reader->list->count == 0) {
    elara_diag(reader->diags, ELARA_DIAG_ERROR, reader->name, 1, 1,
               "give SubRip (.srt) or WebVTT",
               "there is no subtitle in this file");
    return ELARA_BAD_INPUT;
  }
  qsort(reader->list->items, reader->list->count, sizeof(ElaraSubtitle),
        by_start);
  return ELARA_OK;
}

ElaraStatus
elara_subtitles_read(ElaraArena* arena,
                     const char* name,
                     const char* bytes,
                     size_t count,
                     ElaraDiags* diags,
                     ElaraSubtitleList* list)
{
  ElaraScriptText text;
  ELARA_TRY(elara_script_text(arena, name, bytes, count, diags, &text));
  Reader reader = {
      .arena = arena,
      .name = name,
      .diags = diags,
      .list = list,
      .rest = {text.bytes, text.count},
      .line = 1,
  };
  const ElaraStatus status = read_blocks(&reader);
  elara_text_clear(&reader.text);
  return status;
}
