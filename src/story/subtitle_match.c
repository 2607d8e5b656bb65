// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

#include "story/subtitle_match.h"

#include "base/letters.h"
#include "story/word_match.h"

#include <math.h>
#include <string.h>

#define LEAST_SHARE 0.5 // of a line's words
#define SHORT_LINE 2    // words; such a line needs a neighbour that is found
#define NEIGHBOUR_S 15.0
#define LEAST_APART_S 0.05

typedef struct {
  uint32_t* hashes;
  int* owners; // the element or subtitle of each word
  int* places; // which word of it
  size_t count;
} Words;

// A line of dialogue and what was found of it.
typedef struct {
  int element;
  size_t first_word;
  size_t words;
  int found;
  double start, end;
} Line;

typedef struct {
  const ElaraSubtitleList* subtitles;
  int* subtitle_words; // words of each
  Words script, said;
  int* partners;
  Line* lines;
  size_t line_count;
} Matching;

static uint32_t
word_hash(const ElaraToken* token)
{
  uint32_t hash = 2166136261u;
  for (size_t i = 0; i < token->length; i++) {
    hash = (hash ^ (unsigned char)token->text[i]) * 16777619u;
  }
  return hash;
}

static size_t
count_tokens(const char* text)
{
  size_t at = 0, count = 0;
  ElaraToken token;
  while (elara_token_next(elara_span(text), &at, &token)) {
    count++;
  }
  return count;
}

static ElaraStatus
make_room(ElaraArena* scratch, size_t count, Words* words)
{
  words->hashes =
      (uint32_t*)elara_arena_array(scratch, count + 1, sizeof(uint32_t));
  words->owners = (int*)elara_arena_array(scratch, count + 1, sizeof(int));
  words->places = (int*)elara_arena_array(scratch, count + 1, sizeof(int));
  ELARA_TRY_PTR(words->hashes && words->owners && words->places);
  return ELARA_OK;
}

// Adds TEXT's words as OWNER's; how many.
static int
add_words(Words* words, const char* text, int owner)
{
  size_t at = 0;
  ElaraToken token;
  int place = 0;
  while (elara_token_next(elara_span(text), &at, &token)) {
    words->hashes[words->count] = word_hash(&token);
    words->owners[words->count] = owner;
    words->places[words->count++] = place++;
  }
  return place;
}

static int
is_line(const ElaraElement* element)
{
  return (element->kind == ELARA_ELEMENT_DIALOGUE ||
          element->kind == ELARA_ELEMENT_LYRIC) &&
         element->words > 0;
}

static ElaraStatus
collect_script(Matching* m, ElaraArena* scratch, const ElaraStory* story)
{
  size_t words = 0, lines = 0;
  for (size_t i = 0; i < story->element_count; i++) {
    if (!is_line(&story->elements[i])) continue;
    words += count_tokens(story->elements[i].text);
    lines++;
  }
  ELARA_TRY(make_room(scratch, words, &m->script));
  m->lines = (Line*)elara_arena_array(scratch, lines + 1, sizeof(Line));
  ELARA_TRY_PTR(m->lines);
  for (size_t i = 0; i < story->element_count; i++) {
    if (!is_line(&story->elements[i])) continue;
    Line* const line = &m->lines[m->line_count++];
    line->element = (int)i;
    line->first_word = m->script.count;
    line->words = (size_t)add_words(&m->script, story->elements[i].text,
                                    (int)m->line_count - 1);
  }
  return ELARA_OK;
}

static ElaraStatus
collect_said(Matching* m, ElaraArena* scratch)
{
  const ElaraSubtitleList* const list = m->subtitles;
  size_t words = 0;
  for (size_t i = 0; i < list->count; i++) {
    words += count_tokens(list->items[i].text);
  }
  ELARA_TRY(make_room(scratch, words, &m->said));
  m->subtitle_words =
      (int*)elara_arena_array(scratch, list->count + 1, sizeof(int));
  ELARA_TRY_PTR(m->subtitle_words);
  for (size_t i = 0; i < list->count; i++) {
    m->subtitle_words[i] = add_words(&m->said, list->items[i].text, (int)i);
  }
  return ELARA_OK;
}

// Seconds at which word PLACE of a subtitle begins.
static double
word_s(const Matching* m, int subtitle, double place)
{
  const ElaraSubtitle* const s = &m->subtitles->items[subtitle];
  const double words = m->subtitle_words[subtitle];
  const double share = fmin(fmax(place / words, 0.0), 1.0);
  return elara_time_s(s->start) + share * elara_time_s(s->end - s->start);
}

// Words before the first that was found are said just before it, those after
// the last just after; one more or less at a subtitle's edge is its edge.
static void
time_line(const Matching* m, Line* line, size_t first, size_t last)
{
  const int a = m->partners[first], b = m->partners[last];
  const double before = (double)(first - line->first_word);
  const double after = (double)(line->first_word + line->words - 1 - last);
  const double begin = m->said.places[a] - before;
  const double rest =
      m->subtitle_words[m->said.owners[b]] - 1 - m->said.places[b] - after;
  line->start = word_s(m, m->said.owners[a], begin <= 1.0 ? 0.0 : begin);
  line->end = word_s(m, m->said.owners[b],
                     rest <= 1.0 ? 1e9 : m->said.places[b] + 1 + after);
}

static void
find_line(const Matching* m, Line* line)
{
  size_t first = 0, last = 0, count = 0;
  for (size_t i = 0; i < line->words; i++) {
    const size_t word = line->first_word + i;
    if (m->partners[word] < 0) continue;
    if (count++ == 0) first = word;
    last = word;
  }
  if (count == 0 || (double)count < LEAST_SHARE * (double)line->words) return;
  if (line->words <= SHORT_LINE && count < line->words) return;
  const int spread = m->partners[last] - m->partners[first] + 1;
  if (spread > 2 * (int)line->words + 6) return;
  time_line(m, line, first, last);
  line->found = line->end > line->start &&
                line->end - line->start < 6.0 + 1.2 * (double)line->words;
}

static int
vouches(const Line* line, const Line* neighbour)
{
  return neighbour->found && neighbour->words > SHORT_LINE &&
         fabs(neighbour->start - line->start) < NEIGHBOUR_S;
}

// "Yes." is found everywhere: it counts beside a longer line that is found.
static void
doubt_short_lines(Matching* m)
{
  for (size_t i = 0; i < m->line_count; i++) {
    Line* const line = &m->lines[i];
    if (!line->found || line->words > SHORT_LINE) continue;
    line->found = (i > 0 && vouches(line, line - 1)) ||
                  (i + 1 < m->line_count && vouches(line, line + 1));
  }
}

// Subtitles may overlap; lines of the script begin one after the other.
static ElaraStatus
take_anchors(const Matching* m,
             ElaraArena* scratch,
             const ElaraStory* story,
             ElaraSubtitleMatch* match)
{
  match->lines = m->line_count;
  for (size_t i = 0; i < m->line_count; i++) {
    const Line* const line = &m->lines[i];
    if (!line->found) continue;
    match->matched++;
    if (story->elements[line->element].dual) continue;
    const size_t count = match->anchors.count;
    ElaraAnchor* const last = count ? &match->anchors.items[count - 1] : NULL;
    if (last && line->start < last->start + LEAST_APART_S) continue;
    if (last && last->end > line->start) last->end = line->start;
    const ElaraAnchor anchor = {line->element, line->start, line->end};
    ELARA_TRY_PTR(ELARA_PUSH(scratch, &match->anchors, anchor));
  }
  return ELARA_OK;
}

ElaraStatus
elara_subtitle_match(ElaraArena* scratch,
                     const ElaraStory* story,
                     const ElaraSubtitleList* subtitles,
                     ElaraSubtitleMatch* match)
{
  Matching m = {.subtitles = subtitles};
  *match = (ElaraSubtitleMatch){0};
  ELARA_TRY(collect_script(&m, scratch, story));
  ELARA_TRY(collect_said(&m, scratch));
  m.partners =
      (int*)elara_arena_array(scratch, m.script.count + 1, sizeof(int));
  ELARA_TRY_PTR(m.partners);
  ELARA_TRY(elara_word_match(scratch, m.script.hashes, m.script.count,
                             m.said.hashes, m.said.count, m.partners));
  for (size_t i = 0; i < m.line_count; i++) {
    find_line(&m, &m.lines[i]);
  }
  doubt_short_lines(&m);
  return take_anchors(&m, scratch, story, match);
}
