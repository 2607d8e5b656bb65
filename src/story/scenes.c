// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

#include "story/draft.h"

#include "base/text.h"

#include <string.h>

int
elara_is_speech(ElaraElementKind kind)
{
  return kind == ELARA_ELEMENT_DIALOGUE || kind == ELARA_ELEMENT_LYRIC;
}

const char*
elara_quote(ElaraArena* arena, ElaraSpan text, size_t most)
{
  char* const out = (char*)elara_arena_alloc(arena, most + 8);
  if (!out) return NULL;
  size_t n = 0;
  int space = 0;
  const ElaraSpan all = elara_span_trim(text);
  for (size_t i = 0; i < all.n;) {
    uint32_t code;
    const size_t length = elara_letter_next(all.s + i, all.n - i, &code);
    const char* const s = all.s + i;
    i += length;
    if (code == '*' || code == '_' || code == '\\') continue;
    if (code == ' ' || code == '\n' || code == '\t') {
      space = n > 0;
      continue;
    }
    if (n + length + (size_t)space > most) {
      memcpy(out + n, "\xe2\x80\xa6", 4);
      return out;
    }
    if (space) out[n++] = ' ';
    space = 0;
    memcpy(out + n, s, length);
    n += length;
  }
  out[n] = '\0';
  return out;
}

// "Mrs." and its like do not end a sentence.
static int
is_abbreviated(ElaraSpan text, size_t stop)
{
  static const char* const titles[] = {"Mr", "Mrs", "Ms", "Dr", "St", "Jr"};
  size_t begin = stop;
  while (begin > 0 && stop - begin < 4 &&
         elara_letter_kind((unsigned char)text.s[begin - 1])) {
    begin--;
  }
  const ElaraSpan word = {text.s + begin, stop - begin};
  for (size_t i = 0; i < sizeof titles / sizeof titles[0]; i++) {
    if (elara_span_is(word, titles[i])) return 1;
  }
  return 0;
}

static int
ends_sentence(ElaraSpan text, size_t i)
{
  const char c = text.s[i];
  if (c == '\n' && i + 1 < text.n && text.s[i + 1] == '\n') return 1;
  if (c != '.' && c != '!' && c != '?') return 0;
  if (c == '.' && is_abbreviated(text, i)) return 0;
  return i + 1 == text.n || strchr(" \n\"*_)", text.s[i + 1]) != NULL;
}

ElaraSpan
elara_sentence_at(ElaraSpan text, size_t at)
{
  size_t begin = at < text.n ? at : text.n;
  size_t end = begin;
  while (begin > 0 && !ends_sentence(text, begin - 1)) {
    begin--;
  }
  while (end < text.n && !ends_sentence(text, end)) {
    end++;
  }
  if (end < text.n) end++;
  return elara_span_trim((ElaraSpan){text.s + begin, end - begin});
}

// The value of the title page's KEY, on one line; "" when it has none.
static const char*
title_value(const ElaraDraft* draft, const char* key, const char* other)
{
  const ElaraStory* const story = draft->story;
  for (size_t i = 0; i < story->element_count; i++) {
    const ElaraElement* const element = &story->elements[i];
    if (element->kind != ELARA_ELEMENT_TITLE) {
      if (element->kind < ELARA_ELEMENT_NOTE) break;
      continue;
    }
    const ElaraSpan name = elara_span(element->extra);
    if (elara_span_is(name, key) || elara_span_is(name, other)) {
      return elara_quote(draft->arena, elara_span(element->text), 300);
    }
  }
  return "";
}

static int
belongs_to_scene(ElaraElementKind kind)
{
  return kind == ELARA_ELEMENT_ACTION || kind == ELARA_ELEMENT_CHARACTER ||
         kind == ELARA_ELEMENT_LYRIC || kind == ELARA_ELEMENT_CENTERED;
}

// Number of scenes; an implied one holds what stands before the first
// heading, if it takes time.
static size_t
count_scenes(const ElaraStory* story, int* implied)
{
  size_t headings = 0;
  *implied = 0;
  for (size_t i = 0; i < story->element_count; i++) {
    const ElaraElementKind kind = story->elements[i].kind;
    if (kind == ELARA_ELEMENT_HEADING) headings++;
    if (headings == 0 && belongs_to_scene(kind)) *implied = 1;
  }
  return headings + (size_t)*implied;
}

static ElaraStatus
open_scene(ElaraDraft* draft, ElaraScene* scene, size_t first)
{
  const ElaraElement* const element = &draft->story->elements[first];
  scene->line = element->line;
  scene->first_element = (int)first;
  scene->interior = -1;
  if (element->kind == ELARA_ELEMENT_HEADING) {
    return elara_heading_read(draft->arena, element->text, scene);
  }
  scene->heading = scene->place = scene->moment = "";
  return ELARA_OK;
}

static void
close_scenes(ElaraStory* story)
{
  for (size_t i = 0; i < story->scene_count; i++) {
    ElaraScene* const scene = &story->scenes[i];
    const size_t end = i + 1 < story->scene_count
                           ? (size_t)scene[1].first_element
                           : story->element_count;
    scene->element_count = (int)end - scene->first_element;
    scene->line_last = scene->line;
    for (size_t k = (size_t)scene->first_element; k < end; k++) {
      story->elements[k].scene = (int)i;
      if (story->elements[k].line_last > scene->line_last) {
        scene->line_last = story->elements[k].line_last;
      }
    }
  }
}

static void
warn_about_form(const ElaraDraft* draft, int implied)
{
  const ElaraStory* const story = draft->story;
  int speeches = 0;
  for (size_t i = 0; i < story->element_count; i++) {
    speeches += elara_is_speech(story->elements[i].kind);
  }
  if (story->scene_count == 1 && implied) {
    elara_diag(draft->diags, ELARA_DIAG_WARNING, draft->name, 0, 0,
               "begin each scene with INT. or EXT., or with a full stop",
               "no scene headings: the whole script is one scene");
  }
  if (story->scene_count > 0 && speeches == 0 && !draft->told) {
    elara_diag(draft->diags, ELARA_DIAG_WARNING, draft->name, 0, 0,
               "write a speaker's name in capitals above what is said",
               "nobody speaks");
  }
}

ElaraStatus
elara_draft_scenes(ElaraDraft* draft)
{
  ElaraStory* const story = draft->story;
  int implied;
  story->title = title_value(draft, "title", "title");
  story->author = title_value(draft, "author", "authors");
  ELARA_TRY_PTR(story->title && story->author);
  story->scene_count = count_scenes(story, &implied);
  story->scenes = (ElaraScene*)elara_arena_array(
      draft->arena, story->scene_count, sizeof *story->scenes);
  ELARA_TRY_PTR(story->scenes);
  size_t scene = 0;
  for (size_t i = 0; i < story->element_count; i++) {
    const ElaraElementKind kind = story->elements[i].kind;
    const int first_implied = implied && scene == 0 && belongs_to_scene(kind);
    if (kind == ELARA_ELEMENT_HEADING || first_implied) {
      ELARA_TRY(open_scene(draft, &story->scenes[scene++], i));
    }
  }
  close_scenes(story);
  warn_about_form(draft, implied);
  return ELARA_OK;
}
