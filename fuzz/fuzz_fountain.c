// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// Any bytes are either a story that keeps its promises or bad input with a
// diagnostic; and a story survives being written and read.

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
check_round_trip(const ElaraStory* story)
{
  ElaraText first = {0}, second = {0};
  ElaraStory* again = NULL;
  require(elara_story_write(story, &first) == ELARA_OK);
  require(elara_story_read("fuzz.json", first.bytes, first.count, NULL,
                           &again) == ELARA_OK);
  require(elara_story_write(again, &second) == ELARA_OK);
  require(first.count == second.count &&
          memcmp(first.bytes, second.bytes, first.count) == 0);
  elara_story_free(again);
  elara_text_clear(&first);
  elara_text_clear(&second);
}

int
LLVMFuzzerTestOneInput(const uint8_t* data, size_t size)
{
  ElaraDiags* const diags = elara_diags_new();
  ElaraStory* story = NULL;
  const ElaraStatus status = elara_story_from_text(
      "fuzz.fountain", (const char*)data, size, NULL, diags, &story);
  if (status == ELARA_OK) {
    require(elara_story_check(story, diags) == ELARA_OK);
    check_round_trip(story);
  } else {
    require(status == ELARA_BAD_INPUT && story == NULL);
    require(elara_diags_at_least(diags, ELARA_DIAG_ERROR) > 0);
  }
  elara_story_free(story);
  elara_diags_free(diags);
  return 0;
}
