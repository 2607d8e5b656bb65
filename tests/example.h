// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// Real papers for tests: a screenplay of examples/ read and planned.

#ifndef ELARA_TESTS_EXAMPLE_H
#define ELARA_TESTS_EXAMPLE_H

#include "base/text.h"
#include "plan/plan.h"
#include "story/story.h"
#include "tap.h"

static inline ElaraPlan*
example_plan(const char* script, uint64_t seed)
{
  ElaraDiags* const diags = elara_diags_new();
  ElaraFile file;
  if (elara_file_read(tap_path(script), 0, &file)) return NULL;
  const ElaraStoryConfig how = elara_story_config();
  ElaraPlanConfig plan_how = elara_plan_config();
  plan_how.seed = seed;
  ElaraStory* story = NULL;
  ElaraPlan* plan = NULL;
  if (elara_story_from_text(script, (const char*)file.bytes, file.count, &how,
                            diags, &story) == ELARA_OK) {
    elara_plan_make(story, &plan_how, diags, &plan);
  }
  if (!plan) elara_diags_print(diags, stdout);
  elara_story_free(story);
  elara_file_clear(&file);
  elara_diags_free(diags);
  return plan;
}

#endif
