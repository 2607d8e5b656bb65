// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// The summary of a story made by hand, as a golden file. After a change on
// purpose: ELARA_GOLDEN_WRITE=1, and look at the difference.

#include "export/export.h"
#include "review/review.h"
#include "tap.h"
#include "toy.h"

#define GOLDEN "tests/review/summary.txt"

// Three acts of a quarrel; the villain has nothing but threats.
static Toy
story(void)
{
  Toy toy = toy_begin();
  const int a = toy_person(&toy, "ANN", ELARA_ROLE_PROTAGONIST, .9);
  const int b = toy_person(&toy, "BEN", ELARA_ROLE_PRINCIPAL, .7);
  const int v = toy_person(&toy, "KROLL", ELARA_ROLE_ANTAGONIST, .8);
  for (int s = 0; s < 9; s++) {
    toy_scene(&toy, s % 3 ? "THE QUAY" : "THE TOWER",
              s > 6 ? toy_dark : toy_calm);
    toy_do(&toy, "Ann shuts the door behind her. The lamp goes out.", 6.0);
    for (int i = 0; i < 6; i++)
      toy_say(&toy, i % 2 ? a : b, "No, we must not wait for the tide.", 4.0);
    if (s % 3 == 0 || s > 6)
      toy_say(&toy, v, "Everybody on this quay will burn for it.", 35.0);
  }
  return toy;
}

// The first line in which GOT and WANTED differ, for the eye.
static void
show_difference(const char* got, const char* wanted)
{
  int line = 1;
  size_t start = 0;
  for (size_t i = 0; got[i] && got[i] == wanted[i]; i++) {
    if (got[i] != '\n') continue;
    start = i + 1;
    line++;
  }
  printf("# line %d: \"%.*s\"\n# expected: \"%.*s\"\n", line,
         (int)strcspn(got + start, "\n"), got + start,
         (int)strcspn(wanted + start, "\n"), wanted + start);
}

static int
widest(const char* text)
{
  int most = 0;
  for (int columns = 0; *text; text++) {
    columns =
        *text == '\n' ? 0 : columns + (((unsigned char)*text & 0xc0) != 0x80);
    most = columns > most ? columns : most;
  }
  return most;
}

int
main(void)
{
  tap_begin("summary of a review");
  Toy toy = story();
  ElaraReview* review = NULL;
  ElaraText text = {0};
  ElaraFile golden;
  TAP_OK(elara_review_make(toy.story, NULL, &review) == ELARA_OK, "reviewed");
  elara_story_free(toy.story);
  TAP_OK(elara_review_summary(review, &text) == ELARA_OK, "written");
  elara_review_free(review);
  if (getenv("ELARA_GOLDEN_WRITE"))
    elara_file_write(tap_path(GOLDEN), text.bytes, text.count);
  if (TAP_OK(elara_file_read(tap_path(GOLDEN), 0, &golden) == ELARA_OK,
             "golden file")) {
    const char* const wanted = (const char*)golden.bytes;
    if (!TAP_OK(strcmp(text.bytes, wanted) == 0, "the same"))
      show_difference(text.bytes, wanted);
    elara_file_clear(&golden);
  }
  TAP_OK(widest(text.bytes) <= 80, "80 columns");
  elara_text_clear(&text);
  return tap_end();
}
