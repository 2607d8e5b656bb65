// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// For tests: the elements of a script as text, one a line: a letter for the
// kind, then the text with its line ends as '/', then the extra in brackets.
//
//   T title   H heading  A action     C character  P parenthetical
//   D dialogue  L lyric  > transition M centered   S section (with depth)
//   Y synopsis  N note   B boneyard   = page break
//   2 before the letter: right side of a dual dialogue; 1 the left side

#ifndef ELARA_TESTS_STORY_DUMP_H
#define ELARA_TESTS_STORY_DUMP_H

#include "story/fountain.h"

#include "base/text.h"

#include <stdlib.h>
#include <string.h>

static const char dump_letters[] = "THACPDL>MSYNB=";

static inline void
dump_element(ElaraText* out, const ElaraElement* e)
{
  if (e->dual) elara_text_addf(out, "%d", e->dual);
  elara_text_addf(out, "%c", dump_letters[e->kind]);
  if (e->depth) elara_text_addf(out, "%d", e->depth);
  elara_text_add(out, " ");
  for (const char* p = e->text; *p; p++) {
    elara_text_bytes(out, *p == '\n' ? "/" : p, 1);
  }
  if (e->extra[0]) elara_text_addf(out, " [%s]", e->extra);
  elara_text_add(out, "\n");
}

// To be freed; NULL when the text is refused.
static inline char*
dump_bytes(const char* bytes,
           size_t count,
           ElaraElementList* list,
           ElaraArena* arena)
{
  ElaraScriptText text;
  ElaraText out = {0};
  if (elara_script_text(arena, "test", bytes, count, NULL, &text)) return NULL;
  if (elara_fountain(arena, "test", &text, NULL, list)) return NULL;
  for (size_t i = 0; i < list->count; i++) {
    dump_element(&out, &list->items[i]);
  }
  return out.bytes ? out.bytes : strdup("");
}

static inline char*
dump_text(const char* script)
{
  ElaraArena* const arena = elara_arena_new();
  ElaraElementList list = {0};
  char* const out = dump_bytes(script, strlen(script), &list, arena);
  elara_arena_free(arena);
  return out;
}

#endif
