// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// Any bytes inside a Final Draft document are a story that keeps its promises,
// or bad input with one error. Bytes that are no document of their own become
// the inside of one, so that most runs get past the root.

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
check(const char* bytes, size_t count)
{
  ElaraDiags* const diags = elara_diags_new();
  ElaraStory* story = NULL;
  const ElaraStatus status =
      elara_story_from_text("fuzz.fdx", bytes, count, NULL, diags, &story);
  if (status == ELARA_OK) {
    ElaraText json = {0}; // every word of it is still there
    require(elara_story_check(story, diags) == ELARA_OK);
    require(elara_story_write(story, &json) == ELARA_OK);
    elara_text_clear(&json);
  } else {
    require(status == ELARA_BAD_INPUT && story == NULL);
    require(elara_diags_at_least(diags, ELARA_DIAG_ERROR) == 1);
  }
  elara_story_free(story);
  elara_diags_free(diags);
}

int
LLVMFuzzerTestOneInput(const uint8_t* data, size_t size)
{
  ElaraText text = {0};
  const int whole = size > 0 && data[0] == '<' && size > 11 &&
                    (memcmp(data, "<FinalDraft", 11) == 0 || data[1] == '?');
  if (!whole) elara_text_add(&text, "<FinalDraft><Content>");
  elara_text_bytes(&text, data, size);
  if (!whole) elara_text_add(&text, "</Content></FinalDraft>");
  check(text.bytes ? text.bytes : "", text.count);
  elara_text_clear(&text);
  return 0;
}
