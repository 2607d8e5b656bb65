// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

#include "review/review.h"

#include "review/room.h"
#include "review/words.h"

static void
make_plain(Reader* reader)
{
  const ElaraStory* const story = reader->story;
  reader->plain = elara_arena_array(reader->scratch, story->element_count + 1,
                                    sizeof *reader->plain);
  for (size_t i = 0; reader->plain && i < story->element_count; i++) {
    const char* const text = story->elements[i].text;
    reader->plain[i] = elara_plain_text(reader->scratch, text ? text : "");
    if (!reader->plain[i]) reader->failed = 1;
  }
  if (!reader->plain) reader->failed = 1;
}

// Reading comes first, judging after; the order of the rules does not matter.
static void
read(Reader* reader)
{
  static void (*const steps[])(Reader*) = {
      make_plain,
      elara_review_facts,
      elara_review_curve,
      elara_review_speeches,
      elara_review_light,
      elara_review_judge_levity,
      elara_review_judge_villain,
      elara_review_judge_change,
      elara_review_judge_absence,
      elara_review_judge_women,
      elara_review_judge_scenes,
      elara_review_judge_shape,
      elara_review_judge_talk,
      elara_review_judge_roles,
      elara_review_judge_returns,
      elara_review_rank,
  };
  for (size_t i = 0; i < sizeof steps / sizeof *steps && !reader->failed; i++)
    steps[i](reader);
}

static ElaraStatus
make(const ElaraStory* story, ElaraArena* arena, ElaraReview** review)
{
  ElaraReview* const made = elara_arena_alloc(arena, sizeof *made);
  ELARA_TRY_PTR(made);
  made->arena = arena;
  Reader reader = {.story = story,
                   .review = made,
                   .arena = arena,
                   .scratch = elara_arena_new()};
  ELARA_TRY_PTR(reader.scratch);
  read(&reader);
  elara_arena_free(reader.scratch);
  *review = made;
  return reader.failed ? ELARA_NO_MEMORY : ELARA_OK;
}

ElaraStatus
elara_review_make(const ElaraStory* story,
                  ElaraDiags* diags,
                  ElaraReview** review)
{
  *review = NULL;
  ElaraArena* const arena = elara_arena_new();
  ELARA_TRY_PTR(arena);
  ElaraReview* made = NULL;
  ElaraStatus status = make(story, arena, &made);
  if (status == ELARA_OK) status = elara_review_check(made, diags);
  if (status == ELARA_OK)
    *review = made;
  else
    elara_arena_free(arena);
  return status;
}
