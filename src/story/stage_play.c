// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

#include "story/stage_play.h"

#include "story/gather.h"
#include "story/names.h"
#include "story/typed_lines.h"

#include <string.h>

#define NAME_WORDS 5
#define NAME_BYTES 40
#define LEAST_LINES 10
#define LEAST_NAMES 2 // that speak twice or more

// A line "NAME. words" taken apart.
typedef struct {
  ElaraSpan name;
  ElaraSpan words; // may be empty
  int capitals;    // the name is all capitals
} Spoken;

typedef struct {
  ElaraNameMap names;
  ELARA_LIST(int) counts; // speeches of each
  size_t lines;           // that begin with a name in capitals
  size_t colons;          // that begin with another name and a colon
  size_t repeated;        // names that speak twice or more
  size_t cues;            // names written as in a screenplay
  size_t paragraphs;
} Census;

static int
is_title(ElaraSpan name)
{
  static const char* const titles[] = {"DR", "MR",   "MRS", "MS",  "ST",
                                       "LT", "CAPT", "SGT", "REV", "PROF"};
  size_t begin = name.n;
  while (begin > 0 && name.s[begin - 1] != ' ') {
    begin--;
  }
  for (size_t i = 0; i < sizeof titles / sizeof titles[0]; i++) {
    if (elara_span_is((ElaraSpan){name.s + begin, name.n - begin}, titles[i])) {
      return 1;
    }
  }
  return 0;
}

// Every word begins with a capital and there are few of them.
static int
is_name(ElaraSpan name, int* capitals)
{
  size_t at = 0;
  ElaraToken token;
  int words = 0;
  *capitals = elara_fountain_is_cue(name);
  while (elara_token_next(name, &at, &token)) {
    if (++words > NAME_WORDS || !token.capitalised) return 0;
  }
  return words > 0 && name.n >= 2 && name.s[name.n - 1] != ' ' &&
         !elara_fountain_is_heading(name) && !elara_span_starts(name, "ACT ") &&
         !elara_span_starts(name, "SCENE");
}

static int
split(ElaraSpan line, Spoken* spoken)
{
  for (size_t i = 1; i < line.n && i < NAME_BYTES; i++) {
    const char c = line.s[i];
    if (c != '.' && c != ':') continue;
    const ElaraSpan name = {line.s, i};
    if (c == '.' && is_title(name)) continue;
    if (i + 1 < line.n && line.s[i + 1] != ' ') return 0;
    if (!is_name(name, &spoken->capitals)) return 0;
    if (c == '.' && !spoken->capitals) return 0;
    spoken->name = name;
    spoken->words =
        elara_span_trim((ElaraSpan){line.s + i + 1, line.n - i - 1});
    return 1;
  }
  return 0;
}

// A name alone needs words below it.
static int
is_spoken(const ElaraTypedLine* line, Spoken* spoken)
{
  if (line->indent > 4 || !split(line->span, spoken)) return 0;
  return spoken->words.n || !(line->flags & ELARA_TYPED_BEFORE_BLANK);
}

static int
count_of(const Census* census, ElaraSpan name)
{
  const ElaraNameKey key = elara_name_key(name);
  const int index = elara_name_get(&census->names, &key);
  return index < 0 ? 0 : census->counts.items[index];
}

static ElaraStatus
count_name(Census* census, ElaraArena* scratch, ElaraSpan name)
{
  const ElaraNameKey key = elara_name_key(name);
  const int index = elara_name_get(&census->names, &key);
  if (index >= 0) {
    census->repeated += census->counts.items[index]++ == 1;
    return ELARA_OK;
  }
  ELARA_TRY_PTR(
      elara_name_put(&census->names, &key, (int)census->counts.count));
  ELARA_TRY_PTR(ELARA_PUSH(scratch, &census->counts, 1));
  return ELARA_OK;
}

static ElaraStatus
take_census(Census* census, ElaraArena* scratch, const ElaraTypedLines* lines)
{
  for (size_t i = 0; i < lines->count; i++) {
    const ElaraTypedLine* const line = &lines->items[i];
    Spoken spoken;
    const int found = is_spoken(line, &spoken);
    census->paragraphs += line->flags & ELARA_TYPED_AFTER_BLANK || found;
    if (found) {
      census->lines += (size_t)spoken.capitals;
      census->colons += (size_t)!spoken.capitals;
      ELARA_TRY(count_name(census, scratch, spoken.name));
    } else if (line->flags & ELARA_TYPED_CUE &&
               (line->flags & ELARA_TYPED_AFTER_BLANK) &&
               !(line->flags & ELARA_TYPED_BEFORE_BLANK)) {
      census->cues++;
    }
  }
  return ELARA_OK;
}

// The share of paragraphs that are speeches; 0 when this is no such play.
static double
judge(const Census* census)
{
  const size_t lines = census->lines + census->colons;
  if (lines < LEAST_LINES || census->repeated < LEAST_NAMES) return 0.0;
  if (census->cues * 2 > lines) return 0.0;
  const double share = (double)lines / (double)census->paragraphs;
  return share < 0.3 ? 0.0 : share > 0.9 ? 0.9 : share;
}

typedef struct {
  ElaraArena* scratch;
  ElaraGather gather;
  const Census* census;
  size_t above;
  size_t width;
  int scenes; // lines that open a scene
} Play;

// "(aside) Is it so?": the bracketed words first.
static ElaraStatus
read_words(Play* play, ElaraSpan words, int line)
{
  const char close = words.n && words.s[0] == '[' ? ']' : ')';
  if (words.n && strchr("([", words.s[0])) {
    const char* const end = (const char*)memchr(words.s, close, words.n);
    if (end) {
      const ElaraSpan inner = {words.s + 1, (size_t)(end - words.s) - 1};
      ELARA_TRY(elara_gather_line(&play->gather, ELARA_ELEMENT_PARENTHETICAL,
                                  NULL, elara_span_trim(inner), line, line));
      words = elara_span_trim(
          (ElaraSpan){end + 1, words.n - (size_t)(end - words.s) - 1});
      while (words.n && strchr(".,", words.s[0])) {
        words = elara_span_trim((ElaraSpan){words.s + 1, words.n - 1});
      }
    }
  }
  if (!words.n) return ELARA_OK;
  return elara_gather_line(&play->gather, ELARA_ELEMENT_DIALOGUE, "\n", words,
                           line, line);
}

static int
opens_scene(const Play* play, const ElaraTypedLine* line, int* is_act)
{
  const ElaraTypedHeading heading =
      line->flags & ELARA_TYPED_AFTER_BLANK
          ? elara_typed_heading(play->scratch, line->span)
          : ELARA_TYPED_NO_HEADING;
  *is_act = heading == ELARA_TYPED_ACT;
  return heading != ELARA_TYPED_NO_HEADING || line->flags & ELARA_TYPED_HEADING;
}

static ElaraStatus
read_heading(Play* play, const ElaraTypedLine* line, int is_act)
{
  if (!is_act || play->scenes == 0) {
    return elara_gather_heading(&play->gather, line->span, line->number,
                                line->line, line->line);
  }
  ELARA_TRY(elara_gather_line(&play->gather, ELARA_ELEMENT_SECTION, NULL,
                              line->span, line->line, line->line));
  play->gather.element.depth = 1;
  return ELARA_OK;
}

// A line without a name: more of the speech, or of a stage direction.
static ElaraStatus
read_more(Play* play, const ElaraTypedLine* line)
{
  const int fresh = (line->flags & ELARA_TYPED_AFTER_BLANK) != 0;
  const int directed = strchr("[(_", line->span.s[0]) != NULL;
  const ElaraElementKind above = play->gather.element.kind;
  const char* const joint =
      fresh ? NULL : elara_typed_joint(play->above, line->span, play->width);
  if (!fresh && !directed && elara_gather_in_speech(&play->gather)) {
    return elara_gather_line(&play->gather, ELARA_ELEMENT_DIALOGUE, joint,
                             line->span, line->line, line->line);
  }
  return elara_gather_line(&play->gather, ELARA_ELEMENT_ACTION,
                           above == ELARA_ELEMENT_ACTION ? joint : NULL,
                           line->span, line->line, line->line);
}

static ElaraStatus
read_line(Play* play, const ElaraTypedLine* line)
{
  Spoken spoken;
  int is_act;
  if (opens_scene(play, line, &is_act)) {
    return read_heading(play, line, is_act);
  }
  if (is_spoken(line, &spoken) &&
      (spoken.capitals || count_of(play->census, spoken.name) > 1)) {
    ELARA_TRY(elara_gather_cue(&play->gather, spoken.name, 0, line->line));
    return read_words(play, spoken.words, line->line);
  }
  return read_more(play, line);
}

static ElaraStatus
read_lines(Play* play, const ElaraTypedLines* lines)
{
  int is_act;
  for (size_t i = 0; i < lines->count; i++) {
    const ElaraTypedLine* const line = &lines->items[i];
    play->scenes += opens_scene(play, line, &is_act) && !is_act;
    if (line->span.n > play->width && line->span.n < 100) {
      play->width = line->span.n;
    }
  }
  for (size_t i = 0; i < lines->count; i++) {
    ELARA_TRY(read_line(play, &lines->items[i]));
    play->above = lines->items[i].span.n;
  }
  return ELARA_OK;
}

// A look before the leap: most texts have no such lines.
static int
may_be_play(const ElaraScriptLines* script)
{
  ElaraLineCursor cursor = elara_line_cursor(script);
  ElaraLine line;
  Spoken spoken;
  int found = 0;
  while (found < LEAST_LINES && elara_line_next(&cursor, &line)) {
    if (!line.blank) found += split(elara_span_trim(line.span), &spoken);
  }
  return found == LEAST_LINES;
}

ElaraStatus
elara_stage_play(ElaraArena* arena,
                 ElaraArena* scratch,
                 const ElaraScriptLines* script_lines,
                 ElaraScript* script)
{
  ElaraTypedLines lines;
  Census census = {.names.arena = scratch};
  if (!may_be_play(script_lines)) return ELARA_OK;
  ELARA_TRY(elara_typed_lines(scratch, script_lines, 8, 1, &lines));
  ELARA_TRY(take_census(&census, scratch, &lines));
  const double confidence = judge(&census);
  if (confidence <= 0.0) return ELARA_OK;
  Play play = {
      .scratch = scratch,
      .gather = elara_gather_begin(arena, &script->elements),
      .census = &census,
  };
  play.gather.comments = script_lines->comments;
  play.gather.comment_count = script_lines->comment_count;
  script->confidence = confidence;
  return elara_gather_end(&play.gather, read_lines(&play, &lines));
}
