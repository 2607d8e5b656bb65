// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// Speakers' cues and transitions: the two kinds of line known by capitals.

#include "story/cue.h"

#include <string.h>

// More is a sentence in capitals, not a name.
#define LONGEST_NAME 60

// Transitions that do not end in "TO:" yet stand in every script.
static const char* const transitions[] = {
    "FADE IN:",        "FADE IN.",      "FADE OUT.",     "FADE OUT:",
    "FADE TO BLACK.",  "CUT TO BLACK.", "CUT TO WHITE.", "FADE TO WHITE.",
    "SMASH TO BLACK.", "DISSOLVE OUT.", "IRIS OUT.",     "IRIS IN:",
    "BLACKOUT.",
};

// Lines in capitals that open a list, a title or a shot, and never speak.
static const char* const not_names[] = {
    "MONTAGE",  "SERIES OF SHOTS", "INTERCUT",  "SUPER:",  "SUPERIMPOSE",
    "TITLE:",   "TITLE CARD",      "INSERT",    "BACK TO", "THE END",
    "CLOSE ON", "ANGLE ON",        "FLASHBACK", "END OF",  "LATER",
};

// Extensions that only say the speech goes on.
static const char* const continuations[] = {
    "CONT'D",     "CONT’D", "CONTD",   "CONT.", "CONT",   "CONTINUED",
    "CONTINUING", "MORE",   "CONT'D.", "CON'T", "CON'TD",
};

static int
in_table(ElaraSpan span, const char* const* table, size_t count)
{
  for (size_t i = 0; i < count; i++) {
    if (elara_span_is(span, table[i])) return 1;
  }
  return 0;
}

#define IN_TABLE(span, table)                                                  \
  in_table((span), (table), sizeof(table) / sizeof((table)[0]))

// Counts capitals and small letters outside parentheses.
static void
count_case(ElaraSpan line, int* upper, int* lower)
{
  int depth = 0;
  *upper = *lower = 0;
  for (size_t i = 0; i < line.n;) {
    uint32_t code;
    i += elara_letter_next(line.s + i, line.n - i, &code);
    if (code == '(') depth++;
    if (code == ')' && depth) depth--;
    if (depth) continue;
    const ElaraLetter kind = elara_letter_kind(code);
    *upper += kind == ELARA_LETTER_UPPER;
    *lower += kind == ELARA_LETTER_LOWER;
  }
}

int
elara_fountain_is_transition(ElaraSpan line)
{
  ElaraSpan head = elara_span_trim(line);
  if (!head.n) return 0;
  if (IN_TABLE(head, transitions)) {
    int upper, lower;
    count_case(head, &upper, &lower);
    return lower == 0;
  }
  const char last = line.s[line.n - 1];
  if (last != ':' || head.n < 3 || memcmp(head.s + head.n - 3, "TO:", 3) != 0) {
    return 0;
  }
  if (head.n > 3 && head.s[head.n - 4] != ' ') return 0;
  int upper, lower;
  count_case(head, &upper, &lower);
  return lower == 0;
}

// The caret of a dual dialogue at the end, taken off.
static ElaraSpan
without_caret(ElaraSpan line, int* caret)
{
  ElaraSpan span = elara_span_trim(line);
  *caret = span.n > 0 && span.s[span.n - 1] == '^';
  if (*caret) span.n--;
  return elara_span_trim(span);
}

// Where the extensions begin: the first '(' with something before it.
static size_t
name_length(ElaraSpan line)
{
  const char* const open =
      line.n ? (const char*)memchr(line.s, '(', line.n) : NULL;
  return open ? (size_t)(open - line.s) : line.n;
}

// Extensions must close, and nothing may follow but another one.
static int
extensions_close(ElaraSpan rest)
{
  int depth = 0;
  for (size_t i = 0; i < rest.n; i++) {
    const char c = rest.s[i];
    if (c == '(') depth++;
    if (c == ')' && --depth < 0) return 0;
    if (depth == 0 && c != ')' && c != ' ' && c != '\t') return 0;
  }
  return depth == 0;
}

int
elara_fountain_is_cue(ElaraSpan line)
{
  int caret, upper, lower;
  const ElaraSpan span = without_caret(line, &caret);
  const ElaraSpan name =
      elara_span_trim((ElaraSpan){span.s, name_length(span)});
  if (name.n == 0 || name.n > LONGEST_NAME) return 0;
  if (memchr(name.s, '^', name.n)) return 0;
  if (!extensions_close((ElaraSpan){
          name.s + name.n, (size_t)(span.s + span.n - name.s) - name.n})) {
    return 0;
  }
  count_case(name, &upper, &lower);
  if (upper == 0 || lower > 0) return 0;
  if (elara_span_ends(name, "TO:") || IN_TABLE(span, transitions)) return 0;
  for (size_t i = 0; i < sizeof not_names / sizeof not_names[0]; i++) {
    if (elara_span_starts(name, not_names[i])) return 0;
  }
  return 1;
}

// Appends one extension to OUT, which has room for all of them.
static size_t
add_extension(char* out, size_t written, ElaraSpan extension)
{
  const ElaraSpan inner = elara_span_trim(extension);
  if (!inner.n || IN_TABLE(inner, continuations)) return written;
  if (written) {
    memcpy(out + written, ", ", 2);
    written += 2;
  }
  memcpy(out + written, inner.s, inner.n);
  return written + inner.n;
}

ElaraStatus
elara_cue_read(ElaraArena* arena, ElaraSpan line, ElaraCue* cue)
{
  const ElaraSpan span = without_caret(line, &cue->caret);
  const size_t length = name_length(span);
  ElaraSpan name = elara_span_trim((ElaraSpan){span.s, length});
  while (name.n && strchr("*_", name.s[0])) {
    name.s++;
    name.n--;
  }
  while (name.n && strchr("*_: ", name.s[name.n - 1])) {
    name.n--;
  }
  char* const extension = (char*)elara_arena_alloc(arena, 2 * span.n + 1);
  cue->name = elara_arena_strndup(arena, name.s, name.n);
  ELARA_TRY_PTR(extension && cue->name);
  size_t written = 0, open = length;
  for (size_t i = length; i < span.n; i++) {
    if (span.s[i] == '(') open = i + 1;
    if (span.s[i] == ')' && i >= open) {
      written = add_extension(extension, written,
                              (ElaraSpan){span.s + open, i - open});
      open = i + 1;
    }
  }
  extension[written] = '\0';
  cue->extension = extension;
  return ELARA_OK;
}
