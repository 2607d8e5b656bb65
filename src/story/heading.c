// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// Scene headings: "INT./EXT. PLACE - MOMENT #NUMBER#".

#include "story/fountain.h"

#include <string.h>

// Longest first within one beginning. INTERIOR as in ElaraScene.
typedef struct {
  const char* text;
  int interior;
} Prefix;

static const Prefix prefixes[] = {
    {"INT./EXT", 2},
    {"INT/EXT", 2},
    {"EXT./INT", 2},
    {"EXT/INT", 2},
    {"I./E", 2},
    {"I/E", 2},
    {"E./I", 2},
    {"E/I", 2},
    {"INT", 1},
    {"EXT", 0},
    {"EST", 0},
    // The same three in German and Russian drafts; beyond the standard.
    {"INNEN", 1},
    {"AUSSEN", 0},
    {"ИНТ", 1},
    {"НАТ", 0},
    {"ЭКСТ", 0},
};

// Words that make the last part of a heading a moment, not a place.
static const char* const moments[] = {
    "DAY",        "NIGHT",   "MORNING", "EVENING", "AFTERNOON", "DAWN",
    "DUSK",       "SUNRISE", "SUNSET",  "NOON",    "MIDNIGHT",  "TWILIGHT",
    "CONTINUOUS", "LATER",   "SAME",    "MOMENTS", "DAYBREAK",  "NIGHTFALL",
    "MIDDAY",     "DAYS",    "EARLIER", "NOW",     "YEARS",     "SUNDOWN",
    "MAGIC HOUR", "DUSK.",   "ДЕНЬ",    "НОЧЬ",    "УТРО",      "ВЕЧЕР",
    "TAG",        "NACHT",   "JOUR",    "NUIT",    "MATIN",     "SOIR",
};

static const Prefix*
find_prefix(ElaraSpan line)
{
  for (size_t i = 0; i < sizeof prefixes / sizeof prefixes[0]; i++) {
    const size_t length = strlen(prefixes[i].text);
    if (!elara_span_starts(line, prefixes[i].text) || line.n <= length) {
      continue;
    }
    const char after = line.s[length];
    if (after == '.' || after == ' ' || after == '-' || after == '\t') {
      return &prefixes[i];
    }
    const ElaraSpan rest = {line.s + length, line.n - length};
    if (elara_span_starts(rest, "\xe3\x80\x82")) return &prefixes[i]; // 。
  }
  return NULL;
}

int
elara_fountain_is_heading(ElaraSpan line)
{
  return find_prefix(elara_span_trim(line)) != NULL;
}

static int
is_number_char(char c)
{
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
         (c >= 'A' && c <= 'Z') || c == '-' || c == '.';
}

ElaraHeadingParts
elara_heading_split(ElaraSpan line)
{
  const ElaraSpan whole = elara_span_trim(line);
  ElaraHeadingParts parts = {.text = whole, .number = {whole.s, 0}};
  if (whole.n < 3 || whole.s[whole.n - 1] != '#') return parts;
  size_t open = whole.n - 1;
  while (open > 0 && is_number_char(whole.s[open - 1])) {
    open--;
  }
  if (open == 0 || open == whole.n - 1 || whole.s[open - 1] != '#') {
    return parts;
  }
  parts.number = (ElaraSpan){whole.s + open, whole.n - 1 - open};
  parts.text = elara_span_trim((ElaraSpan){whole.s, open - 1});
  return parts;
}

static int
has_moment(ElaraSpan part)
{
  size_t at = 0;
  ElaraToken token;
  while (elara_token_next(part, &at, &token)) {
    for (size_t i = 0; i < sizeof moments / sizeof moments[0]; i++) {
      if (elara_span_is(token.span, moments[i])) return 1;
    }
  }
  return 0;
}

// Length of a dash that separates parts at S, or 0: " - ", "--", en, em dash.
static size_t
dash_at(ElaraSpan text, size_t at)
{
  const ElaraSpan rest = {text.s + at, text.n - at};
  if (elara_span_starts(rest, " - ")) return 3;
  if (elara_span_starts(rest, "--")) return 2;
  if (elara_span_starts(rest, "\xe2\x80\x93")) return 3;
  if (elara_span_starts(rest, "\xe2\x80\x94")) return 3;
  return 0;
}

// The moment is the last part after a dash, or the last word when there is no
// dash ("EXT HOUSE DAY"); in both cases only when it names one.
static void
split_place(ElaraSpan rest, ElaraSpan* place, ElaraSpan* moment)
{
  size_t begin = 0, end = 0;
  for (size_t i = 0; i < rest.n; i++) {
    const size_t length = dash_at(rest, i);
    if (!length) continue;
    begin = i;
    end = i + length;
    i += length - 1;
  }
  if (!end) {
    size_t space = rest.n;
    while (space > 0 && rest.s[space - 1] != ' ') {
      space--;
    }
    if (space > 1) begin = end = space;
  }
  *place = rest;
  *moment = (ElaraSpan){rest.s, 0};
  const ElaraSpan last =
      elara_span_trim((ElaraSpan){rest.s + end, rest.n - end});
  if (!end || !has_moment(last)) return;
  *moment = last;
  *place = elara_span_trim((ElaraSpan){rest.s, begin});
}

ElaraStatus
elara_heading_read(ElaraArena* arena, const char* text, ElaraScene* scene)
{
  const ElaraSpan whole = elara_span_trim(elara_span(text));
  const Prefix* const prefix = find_prefix(whole);
  ElaraSpan rest = whole;
  scene->interior = -1;
  if (prefix) {
    const size_t length = strlen(prefix->text);
    scene->interior = prefix->interior;
    rest = (ElaraSpan){whole.s + length, whole.n - length};
    if (elara_span_starts(rest, "\xe3\x80\x82")) {
      rest = (ElaraSpan){rest.s + 3, rest.n - 3};
    }
    while (rest.n && strchr(". -\t", rest.s[0])) {
      rest = (ElaraSpan){rest.s + 1, rest.n - 1};
    }
  }
  ElaraSpan place, moment;
  split_place(rest, &place, &moment);
  scene->heading = elara_arena_strndup(arena, whole.s, whole.n);
  scene->place = elara_arena_strndup(arena, place.s, place.n);
  scene->moment = elara_arena_strndup(arena, moment.s, moment.n);
  ELARA_TRY_PTR(scene->heading && scene->place && scene->moment);
  return ELARA_OK;
}
