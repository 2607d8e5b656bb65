// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

#include "story/script_text.h"

#include "base/text.h"
#include "story/utf16.h"

#include <string.h>

// Where a diagnostic points.
typedef struct {
  const char* name;
  ElaraDiags* diags;
} Report;

// Windows-1252, 0x80 ... 0x9f; the rest of the page is Latin-1.
static const uint16_t windows_1252[32] = {
    0x20ac, 0xfffd, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021,
    0x02c6, 0x2030, 0x0160, 0x2039, 0x0152, 0xfffd, 0x017d, 0xfffd,
    0xfffd, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014,
    0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0xfffd, 0x017e, 0x0178,
};

typedef struct {
  size_t malformed;       // bytes outside UTF-8
  size_t first_malformed; // offset of the first
  size_t control;         // control characters other than white space
  size_t nul;             // offset of the first NUL, COUNT when none
} Census;

static Census
take_census(const char* bytes, size_t count)
{
  Census census = {.nul = count};
  for (size_t i = 0; i < count;) {
    const unsigned char c = (unsigned char)bytes[i];
    size_t length = 1;
    if (c >= 0x80) {
      length = elara_utf8_next(bytes + i, count - i, NULL);
      if (length == 0) {
        if (census.malformed++ == 0) census.first_malformed = i;
        length = 1;
      }
    } else if (c == 0) {
      if (census.nul == count) census.nul = i;
    } else if ((c < ' ' && !strchr("\t\n\v\f\r\x1a", c)) || c == 0x7f) {
      census.control++;
    }
    i += length;
  }
  return census;
}

static void
locate(const char* bytes, size_t at, int* line, int* column)
{
  *line = *column = 1;
  for (size_t i = 0; i < at; i++) {
    const int lone_cr = bytes[i] == '\r' && bytes[i + 1] != '\n';
    if (bytes[i] == '\n' || lone_cr) {
      ++*line;
      *column = 1;
    } else {
      ++*column;
    }
  }
}

static ElaraStatus
refuse(Report to, int line, int column, const char* hint, const char* what)
{
  elara_diag(to.diags, ELARA_DIAG_ERROR, to.name, line, column, hint, "%s",
             what);
  return ELARA_BAD_INPUT;
}

// A screenplay in an eight-bit alphabet other than Latin is mostly malformed;
// one in French is malformed in a byte of twenty.
static ElaraStatus
judge(Report to, const char* bytes, size_t count, const Census* census)
{
  int line, column;
  if (census->nul < count) {
    locate(bytes, census->nul, &line, &column);
    return refuse(to, line, column,
                  "give a screenplay as plain text (.fountain or .txt)",
                  "a NUL byte: this is a binary file, not a screenplay");
  }
  if (census->malformed > count / 5 || census->control > count / 50 + 1) {
    locate(bytes, census->first_malformed, &line, &column);
    return refuse(to, line, column, "save the screenplay as UTF-8 text",
                  "this does not read as text");
  }
  if (census->malformed) {
    locate(bytes, census->first_malformed, &line, &column);
    elara_diag(to.diags, ELARA_DIAG_WARNING, to.name, line, column,
               "save the screenplay as UTF-8 if accents look wrong",
               "%zu byte%s not UTF-8, read as Latin-1", census->malformed,
               census->malformed == 1 ? " is" : "s are");
  }
  return ELARA_OK;
}

static size_t
convert(const char* bytes, size_t count, char* out)
{
  size_t n = 0;
  for (size_t i = 0; i < count;) {
    const unsigned char c = (unsigned char)bytes[i];
    if (c == '\r') {
      out[n++] = '\n';
      i += i + 1 < count && bytes[i + 1] == '\n' ? 2 : 1;
    } else if (c < 0x80) {
      out[n++] =
          (c < ' ' && c != '\n' && c != '\t') || c == 0x7f ? ' ' : (char)c;
      i++;
    } else {
      const size_t length = elara_utf8_next(bytes + i, count - i, NULL);
      if (length) {
        memcpy(out + n, bytes + i, length);
        n += length;
        i += length;
      } else {
        n += elara_utf8_put(out + n, c < 0xa0 ? windows_1252[c - 0x80] : c);
        i++;
      }
    }
  }
  out[n] = '\0';
  return n;
}

// UTF-16 as UTF-8 in ARENA; anything else stays where it is.
static ElaraStatus
from_utf16(Report to, ElaraArena* arena, const char** bytes, size_t* count)
{
  const ElaraUtf16Order order = elara_utf16_order(*bytes, *count);
  size_t lone;
  int line = 0;
  if (order == ELARA_UTF16_NOT) return ELARA_OK;
  char* const out = (char*)elara_arena_alloc(arena, 2 * *count + 4);
  ELARA_TRY_PTR(out);
  *count = elara_utf16_to_utf8(*bytes, *count, order, out, &lone, &line);
  *bytes = out;
  if (lone) {
    elara_diag(to.diags, ELARA_DIAG_WARNING, to.name, line, 0,
               "save the screenplay as UTF-8",
               "UTF-16 with %zu half character%s, read as U+FFFD", lone,
               lone == 1 ? "" : "s");
  }
  return ELARA_OK;
}

ElaraStatus
elara_script_text(ElaraArena* arena,
                  const char* name,
                  const char* bytes,
                  size_t count,
                  ElaraDiags* diags,
                  ElaraScriptText* text)
{
  const Report to = {name, diags};
  *text = (ElaraScriptText){0};
  if (count > ELARA_SCRIPT_LIMIT) {
    return refuse(to, 0, 0, "give one screenplay a file",
                  "the file is longer than 16 MB");
  }
  ELARA_TRY(from_utf16(to, arena, &bytes, &count));
  if (count >= 3 && memcmp(bytes, "\xef\xbb\xbf", 3) == 0) {
    bytes += 3;
    count -= 3;
  }
  if (count == 0) {
    return refuse(to, 1, 1, "give a screenplay in Fountain or plain text",
                  "the file is empty");
  }
  const Census census = take_census(bytes, count);
  ELARA_TRY(judge(to, bytes, count, &census));
  text->bytes =
      (char*)elara_arena_alloc(arena, count + 2 * census.malformed + 1);
  ELARA_TRY_PTR(text->bytes);
  text->count = convert(bytes, count, text->bytes);
  return ELARA_OK;
}
