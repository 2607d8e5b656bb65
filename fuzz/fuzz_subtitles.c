// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// Any bytes are subtitles in order or bad input with a diagnostic; and, put on
// a script's clock, they give a story that keeps its promises.

#include "story/story.h"
#include "story/subtitles.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size);

static const char script[] =
    "INT. MILL - NIGHT\n\nRain falls.\n\nMIRA\nWhere is the dog? He was here "
    "when the rain began.\n\nTOM\nOut.\n\nMIRA ^\nOut where in this rain?\n\n"
    "She waits.\n\nEXT. YARD - DAY\n\nTOM\n(beat)\nHe will come back, he "
    "always "
    "comes back to the mill.\n\nMIRA\nYes.\n";

static void
require(int condition)
{
  if (!condition) abort();
}

static void
check_list(const ElaraSubtitleList* list)
{
  for (size_t i = 0; i < list->count; i++) {
    const ElaraSubtitle* const s = &list->items[i];
    require(s->end > s->start && s->start >= 0 && s->text && s->line >= 1);
    require(i == 0 || s->start >= s[-1].start);
  }
}

static void
check_story(const uint8_t* data, size_t size)
{
  ElaraStoryConfig config = elara_story_config();
  ElaraStory* story = NULL;
  config.subtitles = (const char*)data;
  config.subtitles_count = size;
  config.length = size % 3 ? 0 : ELARA_FLICKS_PER_S * 60;
  const ElaraStatus status = elara_story_from_text(
      "fuzz.fountain", script, sizeof script - 1, &config, NULL, &story);
  require(status == ELARA_OK || status == ELARA_BAD_INPUT);
  if (story) require(elara_story_check(story, NULL) == ELARA_OK);
  elara_story_free(story);
}

int
LLVMFuzzerTestOneInput(const uint8_t* data, size_t size)
{
  ElaraDiags* const diags = elara_diags_new();
  ElaraArena* const arena = elara_arena_new();
  ElaraSubtitleList list = {0};
  const ElaraStatus status = elara_subtitles_read(
      arena, "fuzz.srt", (const char*)data, size, diags, &list);
  require(status == ELARA_OK
              ? list.count > 0
              : elara_diags_at_least(diags, ELARA_DIAG_ERROR) > 0);
  check_list(&list);
  elara_arena_free(arena);
  elara_diags_free(diags);
  check_story(data, size);
  return 0;
}
