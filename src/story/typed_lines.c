// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

#include "story/typed_lines.h"

#include "story/fountain.h"

#include <string.h>

#define INDENT_MOST 200
#define HEADS 1024 // running heads are counted by hash
#define HEAD_LEAST 3

static int
is_digit(char c)
{
  return c >= '0' && c <= '9';
}

static int
is_blank(char c)
{
  return c == ' ' || c == '\t';
}

static int
indent_of(ElaraSpan span, const char* until, int tab)
{
  int column = 0;
  for (const char* p = span.s; p < until && column < INDENT_MOST; p++) {
    column = *p == '\t' ? (column / tab + 1) * tab : column + 1;
  }
  return column < INDENT_MOST ? column : INDENT_MOST;
}

// A scene number: "12", "12A", "A12."; its length, or 0.
static size_t
number_length(ElaraSpan span)
{
  size_t i = 0, digits = 0;
  if (i < span.n && span.s[i] >= 'A' && span.s[i] <= 'Z') i++;
  while (i < span.n && is_digit(span.s[i])) {
    i++;
    digits++;
  }
  if (i < span.n && span.s[i] >= 'A' && span.s[i] <= 'Z') i++;
  if (i < span.n && span.s[i] == '.') i++;
  return digits && digits < 5 ? i : 0;
}

// Takes scene numbers off the margins of a heading: before it, and, two
// columns or more away, after it.
static ElaraSpan
without_numbers(ElaraSpan span, ElaraSpan* number)
{
  const size_t left = number_length(span);
  if (left && left < span.n && is_blank(span.s[left])) {
    *number = (ElaraSpan){span.s, left};
    span = elara_span_trim((ElaraSpan){span.s + left, span.n - left});
  }
  size_t begin = span.n;
  while (begin > 0 && !is_blank(span.s[begin - 1])) {
    begin--;
  }
  const ElaraSpan last = {span.s + begin, span.n - begin};
  if (begin >= 2 &&
      (is_blank(span.s[begin - 2]) || span.s[begin - 1] == '\t') && last.n &&
      number_length(last) == last.n) {
    *number = last;
    span = elara_span_trim((ElaraSpan){span.s, begin});
  }
  if (number->n && number->s[number->n - 1] == '.') number->n--;
  return span;
}

// What stands around pages, whatever the script.
static int
is_furniture(ElaraSpan span)
{
  static const char* const words[] = {"(MORE)",    "(CONTINUED)", "CONTINUED:",
                                      "CONTINUED", "(CONT'D)",    "(CONT’D)"};
  for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
    if (elara_span_is(span, words[i])) return 1;
  }
  if (!elara_span_starts(span, "CONTINUED: (")) return 0;
  return span.n < 18;
}

// "12", "12.", "- 12 -", "Page 12".
static int
is_page_number(ElaraSpan span)
{
  size_t digits = 0;
  if (elara_span_starts(span, "page ")) {
    span = (ElaraSpan){span.s + 5, span.n - 5};
  }
  for (size_t i = 0; i < span.n; i++) {
    if (is_digit(span.s[i]))
      digits++;
    else if (!strchr(" .-", span.s[i]))
      return 0;
  }
  return digits > 0 && digits < 5;
}

// The hash of a line that may be a running head, without its digits: words,
// and a page number at the right margin, alone between blank lines. Or 0.
static uint32_t
head_hash(const ElaraTypedLine* line)
{
  const ElaraSpan span = line->span;
  const unsigned alone = ELARA_TYPED_AFTER_BLANK | ELARA_TYPED_BEFORE_BLANK;
  size_t end = span.n;
  while (end > 0 && (is_digit(span.s[end - 1]) || span.s[end - 1] == '.')) {
    end--;
  }
  if (end == span.n || end < 4 || (line->flags & alone) != alone ||
      line->flags & ELARA_TYPED_HEADING || !is_blank(span.s[end - 1]) ||
      !is_blank(span.s[end - 2])) {
    return 0;
  }
  uint32_t hash = 2166136261u;
  for (size_t i = 0; i < end; i++) {
    if (!is_digit(span.s[i]) && !is_blank(span.s[i])) {
      hash = (hash ^ (unsigned char)span.s[i]) * 16777619u;
    }
  }
  return hash | 1;
}

static int
has_small_letters(ElaraSpan span)
{
  for (size_t i = 0; i < span.n;) {
    uint32_t code;
    i += elara_letter_next(span.s + i, span.n - i, &code);
    if (elara_letter_kind(code) == ELARA_LETTER_LOWER) return 1;
  }
  return 0;
}

static void
look_at(ElaraTypedLine* line)
{
  ElaraSpan number = {line->span.s, 0};
  const ElaraSpan bare = without_numbers(line->span, &number);
  line->number = (ElaraSpan){line->span.s, 0};
  if (!has_small_letters(line->span)) line->flags |= ELARA_TYPED_CAPITALS;
  if (elara_fountain_is_heading(bare) || is_furniture(bare)) {
    line->indent += (int)(bare.s - line->span.s);
    line->span = bare;
    line->number = number;
  }
  if (elara_fountain_is_heading(line->span)) {
    line->flags |= ELARA_TYPED_HEADING;
  } else if (elara_fountain_is_transition(line->span)) {
    line->flags |= ELARA_TYPED_TRANSITION;
  } else if (elara_fountain_is_cue(line->span)) {
    line->flags |= ELARA_TYPED_CUE;
  }
}

static size_t
count_lines(const ElaraScriptLines* script)
{
  ElaraLineCursor cursor = elara_line_cursor(script);
  ElaraLine line;
  size_t count = 0;
  while (elara_line_next(&cursor, &line)) {
    count += !line.blank;
  }
  return count;
}

int
elara_typed_spacing(const ElaraScriptLines* script)
{
  ElaraLineCursor cursor = elara_line_cursor(script);
  ElaraLine line;
  size_t words = 0, after_one = 0, after_more = 0, run = 0;
  while (elara_line_next(&cursor, &line)) {
    if (line.blank) {
      run++;
      continue;
    }
    words++;
    after_one += run >= 1;
    after_more += run >= 2;
    run = 0;
  }
  return words >= 20 && after_one * 10 >= words * 9 && after_more > 0 ? 2 : 1;
}

static void
collect(const ElaraScriptLines* script,
        int tab,
        int spacing,
        ElaraTypedLines* lines)
{
  ElaraLineCursor cursor = elara_line_cursor(script);
  ElaraLine from;
  unsigned flags = ELARA_TYPED_AFTER_BLANK;
  int run = 0;
  while (elara_line_next(&cursor, &from)) {
    run = from.blank ? run + 1 : 0;
    if (from.blank && run < spacing) continue;
    if (from.blank) {
      if (lines->count) {
        lines->items[lines->count - 1].flags |= ELARA_TYPED_BEFORE_BLANK;
      }
      flags = ELARA_TYPED_AFTER_BLANK;
      continue;
    }
    ElaraTypedLine* const line = &lines->items[lines->count++];
    *line = (ElaraTypedLine){
        .span = elara_span_trim(from.span), .line = from.line, .flags = flags};
    line->indent = indent_of(from.span, line->span.s, tab);
    lines->tabbed |=
        memchr(from.span.s, '\t', (size_t)(line->span.s - from.span.s)) != NULL;
    look_at(line);
    flags = 0;
  }
  if (lines->count) {
    lines->items[lines->count - 1].flags |= ELARA_TYPED_BEFORE_BLANK;
  }
}

// True when LINE is left out. HEADS: how often each running head stands.
static int
is_left_out(const ElaraTypedLine* line, const uint16_t* heads)
{
  const unsigned blanks = ELARA_TYPED_AFTER_BLANK | ELARA_TYPED_BEFORE_BLANK;
  if (is_furniture(line->span)) return 1;
  if ((line->flags & blanks) == blanks && is_page_number(line->span)) return 1;
  const uint32_t hash = head_hash(line);
  return hash && heads[hash / 2 % HEADS] >= HEAD_LEAST;
}

static void
leave_out(ElaraTypedLines* lines)
{
  uint16_t heads[HEADS] = {0};
  size_t kept = 0;
  unsigned carried = 0;
  for (size_t i = 0; i < lines->count; i++) {
    const uint32_t hash = head_hash(&lines->items[i]);
    if (hash && heads[hash / 2 % HEADS] < UINT16_MAX) heads[hash / 2 % HEADS]++;
  }
  for (size_t i = 0; i < lines->count; i++) {
    ElaraTypedLine line = lines->items[i];
    if (is_left_out(&line, heads)) {
      carried |= line.flags & ELARA_TYPED_AFTER_BLANK;
      if (line.flags & ELARA_TYPED_BEFORE_BLANK) {
        carried |= ELARA_TYPED_AFTER_BLANK;
        if (kept) lines->items[kept - 1].flags |= ELARA_TYPED_BEFORE_BLANK;
      }
      if (elara_span_is(line.span, "(MORE)")) carried |= ELARA_TYPED_AFTER_MORE;
      continue;
    }
    line.flags |= carried;
    carried = 0;
    lines->items[kept++] = line;
  }
  lines->count = kept;
}

ElaraStatus
elara_typed_lines(ElaraArena* scratch,
                  const ElaraScriptLines* script,
                  int tab,
                  int spacing,
                  ElaraTypedLines* lines)
{
  *lines = (ElaraTypedLines){0};
  lines->items = (ElaraTypedLine*)elara_arena_array(
      scratch, count_lines(script) + 1, sizeof *lines->items);
  ELARA_TRY_PTR(lines->items);
  collect(script, tab, spacing, lines);
  leave_out(lines);
  return ELARA_OK;
}

// Words of LINE up to three, and whether a mark that sets a place off follows.
static int
words_then_mark(ElaraSpan line, int* marked)
{
  size_t at = 0;
  ElaraToken token;
  int words = 0;
  *marked = 0;
  while (words < 3 && elara_token_next(line, &at, &token)) {
    words++;
  }
  for (size_t i = 0; i + 1 < line.n; i++) {
    *marked |= strchr(",-:.", line.s[i]) != NULL || (line.s[i] & 0x80);
  }
  return words;
}

ElaraTypedHeading
elara_typed_heading(ElaraArena* scratch, ElaraSpan line)
{
  static const char* const openings[] = {"SCENE ", "PROLOGUE", "EPILOGUE",
                                         "PROLOG", "EPILOG"};
  int marked;
  if (line.n > 160) return ELARA_TYPED_NO_HEADING;
  for (size_t i = 0; i < sizeof openings / sizeof openings[0]; i++) {
    const size_t length = strlen(openings[i]);
    if (line.n >= length && memcmp(line.s, openings[i], length) == 0) {
      return ELARA_TYPED_SCENE;
    }
  }
  if (has_small_letters(line)) return ELARA_TYPED_NO_HEADING;
  if (elara_span_starts(line, "END OF ACT")) return ELARA_TYPED_ACT;
  if (elara_span_starts(line, "ACT ")) {
    const int words = words_then_mark(line, &marked);
    return words > 2 && marked ? ELARA_TYPED_SCENE : ELARA_TYPED_ACT;
  }
  if (!memchr(line.s, '-', line.n)) return ELARA_TYPED_NO_HEADING;
  ElaraScene scene;
  char* const text = elara_arena_strndup(scratch, line.s, line.n);
  if (!text || elara_heading_read(scratch, text, &scene) != ELARA_OK) {
    return ELARA_TYPED_NO_HEADING;
  }
  return scene.moment[0] ? ELARA_TYPED_SCENE : ELARA_TYPED_NO_HEADING;
}

const char*
elara_typed_joint(size_t above, ElaraSpan line, size_t width)
{
  size_t word = 0;
  while (word < line.n && !is_blank(line.s[word])) {
    word++;
  }
  return above + 1 + word > width ? " " : "\n";
}
