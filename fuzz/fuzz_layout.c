// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// Any page is a story that keeps its promises, or bad input with a diagnostic.
// A first byte of a line from 1 to 6 stands for an indent that pages have, so
// that most runs are laid out.

#include "base/text.h"
#include "story/story.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size);

static void
require(int condition)
{
  if (!condition) abort();
}

static void
add_indented(ElaraText* text, const uint8_t* data, size_t size)
{
  static const char* const indents[] = {
      "",
      "     ",
      "               ",
      "                         ",
      "\t",
      "\t\t\t",
      "                                             12"};
  int begin = 1;
  for (size_t i = 0; i < size; i++) {
    if (begin && data[i] < 7) {
      elara_text_add(text, indents[data[i]]);
    } else {
      elara_text_bytes(text, data + i, 1);
    }
    begin = data[i] == '\n';
  }
}

int
LLVMFuzzerTestOneInput(const uint8_t* data, size_t size)
{
  ElaraDiags* const diags = elara_diags_new();
  ElaraText text = {0};
  ElaraStory* story = NULL;
  add_indented(&text, data, size);
  const ElaraStatus status =
      elara_story_from_text("fuzz.txt", text.bytes ? text.bytes : "",
                            text.count, NULL, diags, &story);
  if (status == ELARA_OK) {
    require(elara_story_check(story, diags) == ELARA_OK);
    text.count = 0; // every word of it is still there
    require(elara_story_write(story, &text) == ELARA_OK);
  } else {
    require(status == ELARA_BAD_INPUT && story == NULL);
    require(elara_diags_at_least(diags, ELARA_DIAG_ERROR) > 0);
  }
  elara_story_free(story);
  elara_diags_free(diags);
  elara_text_clear(&text);
  return 0;
}
