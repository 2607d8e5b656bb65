// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

#include "base/letters.h"

#include "base/text.h"

#include <string.h>

// Blocks of the scripts that have capitals. STEP 1: capitals and small letters
// alternate, even (or odd) first; else a block of capitals whose small letters
// lie STEP further on. Source: Unicode code charts.
typedef struct {
  uint32_t first;
  uint32_t last;
  uint32_t step;
} CaseRange;

static const CaseRange case_ranges[] = {
    {0x0041, 0x005a, 32}, // Latin
    {0x00c0, 0x00d6, 32}, {0x00d8, 0x00de, 32},
    {0x0100, 0x0137, 1},  {0x0139, 0x0148, 1},
    {0x014a, 0x0177, 1},  {0x0179, 0x017e, 1},
    {0x0388, 0x038a, 37}, // Greek
    {0x0391, 0x03a1, 32}, {0x03a3, 0x03ab, 32},
    {0x0410, 0x042f, 32}, // Cyrillic
    {0x0400, 0x040f, 80}, {0x0460, 0x0481, 1},
    {0x048a, 0x04bf, 1},  {0x04d0, 0x052f, 1},
    {0x0531, 0x0556, 48}, // Armenian
    {0x1e00, 0x1e95, 1},  {0x1ea0, 0x1eff, 1},
};

static const CaseRange*
find_range(uint32_t code, ElaraLetter* kind)
{
  for (size_t i = 0; i < sizeof case_ranges / sizeof case_ranges[0]; i++) {
    const CaseRange* const range = &case_ranges[i];
    if (range->step == 1) {
      if (code < range->first || code > range->last) continue;
      *kind =
          (code - range->first) % 2 ? ELARA_LETTER_LOWER : ELARA_LETTER_UPPER;
      return range;
    }
    if (code >= range->first && code <= range->last) {
      *kind = ELARA_LETTER_UPPER;
      return range;
    }
    if (code >= range->first + range->step &&
        code <= range->last + range->step) {
      *kind = ELARA_LETTER_LOWER;
      return range;
    }
  }
  return NULL;
}

static int
is_caseless(uint32_t code)
{
  if (code == 0xaa || code == 0xba) return 1;
  if (code < 0x0531) return 0;
  if (code < 0x2000) return 1;
  if (code < 0x2c00) return 0; // punctuation, arrows, symbols
  if (code >= 0x3000 && code <= 0x3004) return 0;
  if (code >= 0x3007 && code <= 0x3020) return 0;
  if (code == 0x3030 || code == 0x30fb) return 0;
  if (code >= 0xe000 && code <= 0xf8ff) return 0; // private
  if (code >= 0xfe00 && code <= 0xfe6f) return 0;
  if (code >= 0xff00 && code <= 0xff0f) return 0; // full-width marks
  if (code >= 0xff1a && code <= 0xff20) return 0;
  if (code >= 0xff3b && code <= 0xff40) return 0;
  if (code >= 0xff5b && code <= 0xff65) return 0;
  if (code >= 0xffe0 && code <= 0xffff) return 0;
  return code < 0x1d000 || (code >= 0x20000 && code < 0x40000);
}

ElaraLetter
elara_letter_kind(uint32_t code)
{
  if (code < 0x80) {
    if (code >= 'A' && code <= 'Z') return ELARA_LETTER_UPPER;
    if (code >= 'a' && code <= 'z') return ELARA_LETTER_LOWER;
    return ELARA_LETTER_NONE;
  }
  ElaraLetter kind = ELARA_LETTER_NONE;
  if (find_range(code, &kind)) return kind;
  if (code == 0xdf || code == 0xff || code == 0x0138 || code == 0x0149 ||
      code == 0x017f || code == 0x03ac || code == 0x03c2 || code == 0x03cc ||
      code == 0x03cd || code == 0x03ce || (code >= 0x0250 && code <= 0x02af)) {
    return ELARA_LETTER_LOWER;
  }
  if (code == 0x0178 || code == 0x0386 || code == 0x038c || code == 0x038e ||
      code == 0x038f || code == 0x1e9e) {
    return ELARA_LETTER_UPPER;
  }
  return is_caseless(code) ? ELARA_LETTER_CASELESS : ELARA_LETTER_NONE;
}

uint32_t
elara_letter_upper(uint32_t code)
{
  if (code < 0x80) return code >= 'a' && code <= 'z' ? code - 32 : code;
  ElaraLetter kind = ELARA_LETTER_NONE;
  const CaseRange* const range = find_range(code, &kind);
  return range && kind == ELARA_LETTER_LOWER ? code - range->step : code;
}

size_t
elara_letter_next(const char* s, size_t count, uint32_t* code)
{
  const unsigned char first = (unsigned char)s[0];
  if (first < 0x80) {
    *code = first;
    return 1;
  }
  const size_t length = elara_utf8_next(s, count, code);
  if (length) return length;
  *code = 0xfffd;
  return 1;
}

ElaraSpan
elara_span(const char* text)
{
  return (ElaraSpan){text, strlen(text)};
}

static int
is_space(char c)
{
  return c == ' ' || c == '\t' || c == '\n';
}

ElaraSpan
elara_span_trim(ElaraSpan span)
{
  while (span.n && is_space(span.s[0])) {
    span.s++;
    span.n--;
  }
  while (span.n && is_space(span.s[span.n - 1])) {
    span.n--;
  }
  return span;
}

static char
ascii_upper(char c)
{
  return c >= 'a' && c <= 'z' ? (char)(c - 32) : c;
}

static int
same_letters(const char* a, const char* b, size_t count)
{
  for (size_t i = 0; i < count; i++) {
    if (ascii_upper(a[i]) != ascii_upper(b[i])) return 0;
  }
  return 1;
}

int
elara_span_is(ElaraSpan span, const char* text)
{
  return span.n == strlen(text) && same_letters(span.s, text, span.n);
}

int
elara_span_starts(ElaraSpan span, const char* prefix)
{
  const size_t length = strlen(prefix);
  return span.n >= length && same_letters(span.s, prefix, length);
}

int
elara_span_ends(ElaraSpan span, const char* suffix)
{
  const size_t length = strlen(suffix);
  return span.n >= length &&
         same_letters(span.s + span.n - length, suffix, length);
}

static int
is_apostrophe(uint32_t code)
{
  return code == '\'' || code == 0x2019;
}

static int
is_word_code(uint32_t code)
{
  return elara_letter_kind(code) != ELARA_LETTER_NONE ||
         (code >= '0' && code <= '9') || (code >= 0x300 && code <= 0x36f);
}

// Appends CODE in lower case; false when the token is full.
static void
add_code(ElaraToken* token, uint32_t code, const char* s, size_t length)
{
  if (token->length + 4 >= sizeof token->text) return;
  if (code >= 'A' && code <= 'Z') {
    token->text[token->length++] = (char)(code + 32);
  } else if (is_apostrophe(code)) {
    token->text[token->length++] = '\'';
  } else {
    memcpy(token->text + token->length, s, length);
    token->length += length;
  }
  token->text[token->length] = '\0';
}

static size_t
skip_to_word(ElaraSpan text, size_t at, char* before)
{
  while (at < text.n) {
    uint32_t code;
    const size_t length = elara_letter_next(text.s + at, text.n - at, &code);
    if (is_word_code(code)) break;
    if (code > ' ' && code != '*' && code != '_') {
      *before = code < 0x80 ? (char)code : '"';
    }
    at += length;
  }
  return at;
}

int
elara_token_next(ElaraSpan text, size_t* at, ElaraToken* token)
{
  *token = (ElaraToken){.before = ' '};
  size_t i = skip_to_word(text, *at, &token->before);
  const size_t start = i;
  size_t letters = 0, capitals = 0;
  while (i < text.n) {
    uint32_t code;
    const size_t length = elara_letter_next(text.s + i, text.n - i, &code);
    if (is_apostrophe(code)) {
      uint32_t next = 0;
      if (i + length < text.n) {
        elara_letter_next(text.s + i + length, text.n - i - length, &next);
      }
      if (!is_word_code(next)) break;
    } else if (!is_word_code(code)) {
      break;
    }
    const ElaraLetter kind = elara_letter_kind(code);
    if (kind == ELARA_LETTER_UPPER && letters == 0) token->capitalised = 1;
    if (kind != ELARA_LETTER_NONE) letters++;
    if (kind == ELARA_LETTER_UPPER) capitals++;
    add_code(token, code, text.s + i, length);
    i += length;
  }
  token->span = (ElaraSpan){text.s + start, i - start};
  token->all_caps = letters >= 2 && capitals == letters;
  *at = i;
  return i > start;
}

int
elara_count_words(ElaraSpan text)
{
  int words = 0, wide = 0, inside = 0;
  for (size_t i = 0; i < text.n;) {
    uint32_t code;
    const size_t length = elara_letter_next(text.s + i, text.n - i, &code);
    i += length;
    if (code >= 0x3040 && elara_letter_kind(code) == ELARA_LETTER_CASELESS) {
      wide++;
      inside = 0;
    } else if (is_word_code(code)) {
      if (!inside) words++;
      inside = 1;
    } else if (!is_apostrophe(code) && code != '-' && code != '*' &&
               code != '_' && code != '.') {
      inside = 0;
    } else if (i < text.n && text.s[i] == text.s[i - 1]) {
      inside = 0; // "--" and "..." part words
    }
  }
  return words + (wide + 1) / 2;
}
