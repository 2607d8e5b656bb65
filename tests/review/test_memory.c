// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// Memory that runs out, at each allocation in turn: a review says so and leaves
// nothing behind, and one that had enough is whole.

#include "export/export.h"
#include "failing_malloc.h"
#include "review/review.h"
#include "tap.h"
#include "toy.h"

#define MOST 400

static Toy
story(void)
{
  Toy toy = toy_begin();
  const int a = toy_person(&toy, "ANN", ELARA_ROLE_PROTAGONIST, .9);
  const int b = toy_person(&toy, "KROLL", ELARA_ROLE_ANTAGONIST, .9);
  for (int s = 0; s < 12; s++) {
    toy_scene(&toy, "TOWER", s % 2 ? toy_dark : toy_calm);
    for (int i = 0; i < 10; i++)
      toy_say(&toy, i % 2 ? a : b, "They will burn, and you will see.", 5.0);
  }
  return toy;
}

typedef ElaraStatus (*Writer)(const ElaraReview*, ElaraText*);

static void
test_make(const ElaraStory* s)
{
  int wrong = 0;
  int tries = 0;
  ElaraStatus status = ELARA_NO_MEMORY;
  for (; tries < MOST && status != ELARA_OK; tries++) {
    ElaraReview* r = NULL;
    failing_malloc(tries);
    status = elara_review_make(s, NULL, &r);
    failing_malloc(-1);
    wrong += (status == ELARA_OK) != (r != NULL);
    wrong += status != ELARA_OK && status != ELARA_NO_MEMORY;
    elara_review_free(r);
  }
  TAP_EQ_I(wrong, 0, "no memory is said, and nothing is left");
  TAP_OK(tries > 2 && status == ELARA_OK, "with enough it is made");
  printf("# %d allocations\n", tries - 1);
}

static void
test_write(const ElaraReview* r, Writer writer, const char* name)
{
  int tries = 0;
  ElaraStatus status = ELARA_NO_MEMORY;
  for (; tries < MOST && status == ELARA_NO_MEMORY; tries++) {
    ElaraText text = {0};
    failing_malloc(tries);
    status = writer(r, &text);
    failing_malloc(-1);
    elara_text_clear(&text);
  }
  TAP_OK(tries > 1 && status == ELARA_OK, name);
}

int
main(void)
{
  tap_begin("review without memory");
  Toy toy = story();
  ElaraReview* r = NULL;
  test_make(toy.story);
  TAP_OK(elara_review_make(toy.story, NULL, &r) == ELARA_OK, "made");
  test_write(r, elara_review_write, "JSON");
  test_write(r, elara_review_page, "page");
  test_write(r, elara_review_summary, "summary");
  elara_review_free(r);
  elara_story_free(toy.story);
  return tap_end();
}
