// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

#include "story/fdx_paragraph.h"

#include <string.h>

// What a paragraph's Type makes of it; KIND_COUNT = nothing.
typedef struct {
  const char* type;
  ElaraElementKind kind;
  int depth; // of a section
} Type;

static const Type types[] = {
    {"Scene Heading", ELARA_ELEMENT_HEADING, 0},
    {"Action", ELARA_ELEMENT_ACTION, 0},
    {"Character", ELARA_ELEMENT_CHARACTER, 0},
    {"Parenthetical", ELARA_ELEMENT_PARENTHETICAL, 0},
    {"Dialogue", ELARA_ELEMENT_DIALOGUE, 0},
    {"Transition", ELARA_ELEMENT_TRANSITION, 0},
    {"Shot", ELARA_ELEMENT_ACTION, 0},
    {"General", ELARA_ELEMENT_ACTION, 0},
    {"Lyrics", ELARA_ELEMENT_LYRIC, 0},
    {"Singing", ELARA_ELEMENT_LYRIC, 0},
    {"New Act", ELARA_ELEMENT_SECTION, 1},
    {"End of Act", ELARA_ELEMENT_SECTION, 1},
    {"Outline 1", ELARA_ELEMENT_SECTION, 1},
    {"Outline 2", ELARA_ELEMENT_SECTION, 2},
    {"Outline 3", ELARA_ELEMENT_SECTION, 3},
    {"Outline 4", ELARA_ELEMENT_SECTION, 4},
    {"Outline Body", ELARA_ELEMENT_SYNOPSIS, 0},
    {"Cast List", ELARA_ELEMENT_KIND_COUNT, 0},
};

typedef struct {
  ElaraElementKind kind;
  const char* text;
  int line;
  int line_last;
} Aside;

static Type
type_of(ElaraSpan name)
{
  for (size_t i = 0; i < sizeof types / sizeof types[0]; i++) {
    if (elara_span_is(name, types[i].type)) return types[i];
  }
  return (Type){"", ELARA_ELEMENT_ACTION, 0};
}

// "1 3/8", "3/8" or "2" pages as eighths; 0 for anything else.
static int
eighths_of(ElaraSpan text)
{
  int whole = 0, part = 0, digits = 0;
  for (size_t i = 0; i < text.n && i < 12; i++) {
    const char c = text.s[i];
    if (c >= '0' && c <= '9' && ++digits < 5) {
      part = 10 * part + (c - '0');
    } else if (c == ' ') {
      whole = part ? part : whole;
      part = 0;
    } else {
      const ElaraSpan rest = {text.s + i, text.n - i};
      return elara_span_is(rest, "/8") ? 8 * whole + part : 0;
    }
  }
  return 8 * (whole + part);
}

void
elara_fdx_open(ElaraFdxParagraph* paragraph,
               ElaraSpan type,
               ElaraSpan number,
               int line)
{
  const Type known = type_of(type);
  paragraph->kind = known.kind;
  paragraph->depth = known.depth;
  paragraph->text.count = 0;
  paragraph->line = line;
  paragraph->eighths = 0;
  paragraph->on_scene = paragraph->script->on_scene.count;
  paragraph->number[0] = '\0';
  if (number.n < sizeof paragraph->number) {
    memcpy(paragraph->number, number.s, number.n);
    paragraph->number[number.n] = '\0';
  }
}

void
elara_fdx_length(ElaraFdxParagraph* paragraph, ElaraSpan length)
{
  paragraph->eighths = eighths_of(length);
}

ElaraStatus
elara_fdx_on_scene(ElaraFdxParagraph* paragraph, ElaraSpan name)
{
  const ElaraSpan trimmed = elara_span_trim(name);
  if (!trimmed.n) return ELARA_OK;
  const ElaraOnScene one = {
      -1, elara_arena_strndup(paragraph->arena, trimmed.s, trimmed.n)};
  ELARA_TRY_PTR(one.name);
  ELARA_TRY_PTR(
      ELARA_PUSH(paragraph->arena, &paragraph->script->on_scene, one));
  return ELARA_OK;
}

ElaraSpan
elara_fdx_text(ElaraText* text, int one_line)
{
  for (size_t i = 0; one_line && i < text->count; i++) {
    if (text->bytes[i] == '\n') text->bytes[i] = ' ';
  }
  ElaraSpan span = {text->bytes ? text->bytes : "", text->count};
  while (span.n && strchr(" \t\n", span.s[span.n - 1])) {
    span.n--;
  }
  while (span.n && span.s[0] == '\n') {
    span = (ElaraSpan){span.s + 1, span.n - 1};
  }
  return one_line ? elara_span_trim(span) : span;
}

static ElaraStatus
push_heading(ElaraFdxParagraph* paragraph, int last)
{
  const ElaraHeadingParts parts =
      elara_heading_split(elara_fdx_text(&paragraph->text, 1));
  const ElaraSpan own = elara_span_trim(elara_span(paragraph->number));
  ELARA_TRY(elara_gather_heading(&paragraph->gather, parts.text,
                                 own.n ? own : parts.number, paragraph->line,
                                 last));
  ElaraElementList* const list = &paragraph->script->elements;
  list->items[list->count - 1].eighths = paragraph->eighths;
  for (size_t i = paragraph->on_scene; i < paragraph->script->on_scene.count;
       i++) {
    paragraph->script->on_scene.items[i].element = (int)list->count - 1;
  }
  return ELARA_OK;
}

static ElaraStatus
push_cue(ElaraFdxParagraph* paragraph)
{
  int side = 0;
  if (paragraph->side >= 0) side = ++paragraph->side < 2 ? 1 : 2;
  return elara_gather_cue(&paragraph->gather,
                          elara_fdx_text(&paragraph->text, 1), side,
                          paragraph->line);
}

static ElaraStatus
push_parenthetical(ElaraFdxParagraph* paragraph, int last)
{
  ElaraSpan span = elara_fdx_text(&paragraph->text, 1);
  if (span.n && span.s[0] == '(') span = (ElaraSpan){span.s + 1, span.n - 1};
  if (span.n && span.s[span.n - 1] == ')') span.n--;
  return elara_gather_line(&paragraph->gather, ELARA_ELEMENT_PARENTHETICAL,
                           NULL, elara_span_trim(span), paragraph->line, last);
}

static ElaraStatus
push_kind(ElaraFdxParagraph* paragraph, ElaraElementKind kind, int last)
{
  const int speech = elara_gather_in_speech(&paragraph->gather);
  switch (kind) {
  case ELARA_ELEMENT_HEADING:
    return push_heading(paragraph, last);
  case ELARA_ELEMENT_CHARACTER:
    return push_cue(paragraph);
  case ELARA_ELEMENT_PARENTHETICAL:
    if (speech) return push_parenthetical(paragraph, last);
    break;
  case ELARA_ELEMENT_DIALOGUE:
    if (!speech) break;
    return elara_gather_line(&paragraph->gather, kind, "\n",
                             elara_fdx_text(&paragraph->text, 0),
                             paragraph->line, last);
  case ELARA_ELEMENT_ACTION:
    break;
  default:
    return elara_gather_line(
        &paragraph->gather, kind, kind == ELARA_ELEMENT_LYRIC ? "\n" : NULL,
        elara_fdx_text(&paragraph->text, kind != ELARA_ELEMENT_LYRIC),
        paragraph->line, last);
  }
  // What nobody says is action.
  return elara_gather_line(&paragraph->gather, ELARA_ELEMENT_ACTION, NULL,
                           elara_fdx_text(&paragraph->text, 0), paragraph->line,
                           last);
}

static ElaraStatus
push_asides(ElaraFdxParagraph* paragraph)
{
  for (size_t i = 0; i < paragraph->asides.count; i++) {
    const ElaraFdxAside* const aside = &paragraph->asides.items[i];
    ELARA_TRY(elara_gather_line(&paragraph->gather, aside->kind, NULL,
                                elara_span(aside->text), aside->line,
                                aside->line_last));
    ELARA_TRY(elara_gather_paragraph(&paragraph->gather));
  }
  paragraph->asides.count = 0;
  return ELARA_OK;
}

// Who is listed for what is no heading is listed for nothing.
static void
settle_on_scene(ElaraFdxParagraph* paragraph, int is_heading)
{
  if (!is_heading) paragraph->script->on_scene.count = paragraph->on_scene;
  paragraph->on_scene = paragraph->script->on_scene.count;
}

ElaraStatus
elara_fdx_close(ElaraFdxParagraph* paragraph, int line_last)
{
  const ElaraElementKind kind = paragraph->kind;
  ElaraGather* const gather = &paragraph->gather;
  const int blank = elara_fdx_text(&paragraph->text, 0).n == 0;
  const int held = gather->element.kind == ELARA_ELEMENT_DIALOGUE &&
                   kind == ELARA_ELEMENT_DIALOGUE;
  if (kind != ELARA_ELEMENT_KIND_COUNT && (!blank || held)) {
    ELARA_TRY(push_kind(paragraph, kind, line_last));
    if (kind == ELARA_ELEMENT_SECTION) gather->element.depth = paragraph->depth;
  }
  settle_on_scene(paragraph, kind == ELARA_ELEMENT_HEADING && !blank);
  paragraph->text.count = 0;
  paragraph->kind = ELARA_ELEMENT_KIND_COUNT;
  return push_asides(paragraph);
}

ElaraStatus
elara_fdx_close_aside(ElaraFdxParagraph* paragraph,
                      ElaraElementKind kind,
                      int line_last)
{
  const ElaraSpan span = elara_fdx_text(&paragraph->aside, 0);
  const ElaraFdxAside aside = {
      .kind = kind,
      .text = elara_arena_strndup(paragraph->arena, span.s, span.n),
      .line = paragraph->aside_line,
      .line_last = line_last,
  };
  ELARA_TRY_PTR(aside.text);
  if (span.n) {
    ELARA_TRY_PTR(ELARA_PUSH(paragraph->scratch, &paragraph->asides, aside));
  }
  return ELARA_OK;
}
