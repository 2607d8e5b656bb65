// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// A story written as JSON, read back, and broken in many ways.

#include "story/story.h"
#include "tap.h"

static const char script[] =
    "Title: \"Quotes\" \\ and \xc3\xa9\n\nINT. HOUSE - DAY #1A#\n\nANN, 20, "
    "runs.\tA bell rings.\n\nANN (V.O.)\nOh!\n\nBEN ^\nAh!\n\n[[elara: "
    "soft]]\n\n> END <\n\nEXT. ROAD - NIGHT\n\nThey kiss.\n\nBEN\nYes.";

static ElaraStory*
make_story(double length_s)
{
  ElaraStory* story = NULL;
  ElaraStoryConfig config = elara_story_config();
  config.length = elara_time_from_s(length_s);
  elara_story_from_text("a \"b\".fountain", script, sizeof script - 1, &config,
                        NULL, &story);
  return story;
}

static void
test_round_trip(double length_s)
{
  ElaraStory* const story = make_story(length_s);
  ElaraText first = {0}, second = {0};
  ElaraStory* again = NULL;
  ElaraDiags* const diags = elara_diags_new();
  TAP_OK(elara_story_write(story, &first) == ELARA_OK, "written");
  TAP_OK(first.bytes[first.count - 1] == '\n', "ends in a newline");
  TAP_OK(elara_story_read("s.json", first.bytes, first.count, diags, &again) ==
             ELARA_OK,
         "read");
  elara_diags_print(diags, stdout);
  TAP_OK(elara_story_write(again, &second) == ELARA_OK, "written again");
  TAP_OK(first.count == second.count &&
             memcmp(first.bytes, second.bytes, first.count) == 0,
         "the same bytes");
  int moved = story->length != again->length;
  for (size_t i = 0; i < story->element_count; i++) {
    moved += story->elements[i].start != again->elements[i].start ||
             story->elements[i].end != again->elements[i].end;
  }
  TAP_EQ_I(moved, 0, "the same flicks");
  TAP_EQ_S(again->title, story->title, "the same title");
  TAP_EQ_S(again->source_name, "a \"b\".fountain", "the same source");
  elara_story_free(story);
  elara_story_free(again);
  elara_text_clear(&first);
  elara_text_clear(&second);
  elara_diags_free(diags);
}

// Every flick of a few milliseconds, near and far, through its nine decimals.
static void
test_flicks(void)
{
  int lost = 0;
  static const ElaraTime far[] = {0, 3 * ELARA_FLICKS_PER_S,
                                  7200 * ELARA_FLICKS_PER_S,
                                  86400 * ELARA_FLICKS_PER_S};
  for (size_t k = 0; k < sizeof far / sizeof far[0]; k++) {
    for (ElaraTime i = 0; i < 200000; i++) {
      const ElaraTime time = far[k] + i * 7;
      char digits[40];
      snprintf(digits, sizeof digits, "%.9f", elara_time_s(time));
      lost += elara_time_from_s(strtod(digits, NULL)) != time;
    }
  }
  TAP_EQ_I(lost, 0, "nine decimals keep every flick");
}

static void
test_broken(const char* json, int line, const char* words, const char* name)
{
  ElaraDiags* const diags = elara_diags_new();
  ElaraStory* story = NULL;
  const ElaraStatus status =
      elara_story_read("s.json", json, strlen(json), diags, &story);
  TAP_OK(status == ELARA_BAD_INPUT && !story, name);
  const ElaraDiag* diag = NULL; // the first error
  for (size_t i = 0; i < elara_diags_count(diags) && !diag; i++) {
    const ElaraDiag* const d = elara_diags_at(diags, i);
    if (d->level == ELARA_DIAG_ERROR) diag = d;
  }
  TAP_OK(diag && diag->line == line && strstr(diag->what, words), words);
  if (diag && !strstr(diag->what, words)) {
    printf("# got \"%s\" at line %d\n", diag->what, diag->line);
  }
  elara_diags_free(diags);
}

// The written story with FROM replaced by TO, once.
static void
test_edited(const char* from, const char* to, const char* words)
{
  ElaraStory* const story = make_story(60.0);
  ElaraText text = {0};
  elara_story_write(story, &text);
  elara_story_free(story);
  char* const at = strstr(text.bytes, from);
  if (TAP_OK(at != NULL, from)) {
    ElaraText edited = {0};
    elara_text_bytes(&edited, text.bytes, (size_t)(at - text.bytes));
    elara_text_add(&edited, to);
    elara_text_add(&edited, at + strlen(from));
    test_broken(edited.bytes, 0, words, to);
    elara_text_clear(&edited);
  }
  elara_text_clear(&text);
}

int
main(void)
{
  tap_begin("story.json");
  test_round_trip(0.0);
  test_round_trip(61.7);
  test_round_trip(1.0);
  test_round_trip(359999.123456789);
  test_flicks();
  test_broken("", 1, "", "nothing");
  test_broken("{\n\"title\": oops}", 2, "", "no JSON");
  test_broken("[]", 0, "the story: must be a { } group", "no object");
  test_broken("{\"title\": \"a\"}", 0, "author", "no author");
  test_edited("\"arousal\": ", "\"arousal\": \"high\", \"x\": ",
              "people[0].feeling.arousal: must be a number");
  test_edited("\"role\": \"protagonist\"", "\"role\": \"clown\"", ".role");
  test_edited("\"kind\": \"entrance\"", "\"kind\": 3", "events[0].kind");
  test_edited("\"scene\": 0", "\"scene\": 0.5", ".scene: must be a whole");
  test_edited("\"scene\": 0", "\"scene\": 99", "presences[0]");
  test_edited("\"first_scene\": 0", "\"first_scene\": 1", "acts[0]");
  test_edited("\"valence\": ", "\"valence\": 7, \"x\": ", "people[0]");
  test_edited("\"beats\": [", "\"beats\": 4, \"x\": [",
              "beats: must be a list");
  test_edited("\"start_s\": 0.000000000", "\"start_s\": 1e300", "start_s");
  return tap_end();
}
