// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// For tests of what a script may come in: reads bytes as elements and compares
// them with what they should be.

#ifndef ELARA_TESTS_STORY_FORMATS_H
#define ELARA_TESTS_STORY_FORMATS_H

#include "story/dump.h"
#include "story/script.h"
#include "tap.h"

static ElaraDiags* diags;
static ElaraArena* arena;
static ElaraScript script;

static inline ElaraStatus
read_elements(const char* bytes, size_t count)
{
  ElaraArena* const scratch = elara_arena_new();
  elara_diags_free(diags);
  elara_arena_free(arena);
  diags = elara_diags_new();
  arena = elara_arena_new();
  script = (ElaraScript){0};
  const ElaraStatus status = elara_script_read(arena, scratch, "a.script",
                                               bytes, count, diags, &script);
  elara_arena_free(scratch);
  return status;
}

// The elements as dump.h writes them, without the title page; to be freed.
static inline char*
dump_script(void)
{
  ElaraText out = {0};
  for (size_t i = 0; i < script.elements.count; i++) {
    if (script.elements.items[i].kind != ELARA_ELEMENT_TITLE) {
      dump_element(&out, &script.elements.items[i]);
    }
  }
  return out.bytes ? out.bytes : strdup("");
}

static inline int
has_diag(ElaraDiagLevel level, const char* words)
{
  for (size_t i = 0; i < elara_diags_count(diags); i++) {
    const ElaraDiag* const diag = elara_diags_at(diags, i);
    if (diag->level == level && strstr(diag->what, words)) return 1;
  }
  return 0;
}

static inline void
expect(const char* bytes,
       size_t count,
       ElaraScriptFormat format,
       const char* dump,
       const char* name)
{
  if (!TAP_OK(read_elements(bytes, count) == ELARA_OK, name)) return;
  char* const got = dump_script();
  TAP_EQ_I(script.format, format, "the format");
  TAP_EQ_S(got, dump, "the elements");
  free(got);
}

static inline void
expect_text(const char* text,
            ElaraScriptFormat format,
            const char* dump,
            const char* name)
{
  expect(text, strlen(text), format, dump, name);
}

// Final Draft's XML around elements, and one paragraph of it.
#define FDX(inside)                                                            \
  "<?xml version=\"1.0\"?><FinalDraft><Content>" inside                        \
  "</Content></FinalDraft>"
#define P(type, text)                                                          \
  "<Paragraph Type=\"" type "\"><Text>" text "</Text></Paragraph>"

#endif
