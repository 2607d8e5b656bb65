// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// What happens, beside what test_story.c asks: exits, talk, weather, the hour;
// acts, turning points and how bonds stand in each act.

#include "story/story.h"
#include "tap.h"

static ElaraStory*
read_script(const char* script)
{
  ElaraStory* story = NULL;
  elara_story_from_text("a.fountain", script, strlen(script), NULL, NULL,
                        &story);
  return story;
}

// How many events of KIND there are; *FOUND is the first, or NULL.
static int
count(const ElaraStory* story, ElaraEventKind kind, const ElaraEvent** found)
{
  int n = 0;
  *found = NULL;
  for (size_t i = 0; i < story->event_count; i++) {
    if (story->events[i].kind != kind) continue;
    if (n++ == 0) *found = &story->events[i];
  }
  return n;
}

static const char*
who(const ElaraStory* story, int person)
{
  return person >= 0 ? story->people[person].name : "nobody";
}

static void
test_exits(void)
{
  const ElaraEvent* e;
  ElaraStory* const story = read_script(
      "INT. HALL - DAY\n\nANNA\nGo, then.\n\nBen storms out. A crack runs out "
      "along the wall.\n\nANNA\nGood.\n\nBEN (O.S.)\nAll right.\n\nExit.\n\n"
      "INT. YARD - DAY\n\nCora walks away.\n\nANNA\nThe day is long, and the "
      "work is hard.\n\nBEN\nI know it is, I have been at it since before "
      "the sun was up.\n\nINT. HALL - DAY\n\nANNA\nSo have I, and so have we "
      "all, and nobody says thank you for it.\n\nCORA\nHm.\n\nANNA\nThey "
      "never do. They never have. They take the bread and they go.\n\nBEN\n"
      "Some do, now and then. Old Martin did, once, at the fair.\n");
  const int exits = count(story, ELARA_EVENT_EXIT, &e);
  TAP_EQ_I(exits, 3, "he twice, she once; a crack that runs is nobody");
  TAP_EQ_S(e ? who(story, e->person) : "", "BEN", "he storms out");
  TAP_EQ_I(e ? e->line : 0, 6, "there");
  elara_story_free(story);
}

static void
test_last_exit(void)
{
  const ElaraEvent* e;
  ElaraText script = {0};
  elara_text_add(&script, "INT. HALL - DAY\n\nCORA\nGoodbye, both.\n\nCora "
                          "walks out.\n\n");
  for (int i = 0; i < 12; i++) {
    elara_text_add(&script, "ANNA\nThe day is long, and the work is hard.\n\n"
                            "BEN\nIt is as long as it was before.\n\n");
  }
  ElaraStory* const story = read_script(script.bytes);
  TAP_EQ_I(count(story, ELARA_EVENT_LAST_EXIT, &e), 1, "one is not seen again");
  TAP_EQ_S(e ? who(story, e->person) : "", "CORA", "she");
  elara_story_free(story);
  elara_text_clear(&script);
}

static void
test_talk(void)
{
  const ElaraEvent* e;
  ElaraText script = {0};
  elara_text_add(&script, "INT. HALL - DAY\n\nRain falls.\n\n");
  for (int i = 0; i < 5; i++) {
    elara_text_add(&script, "ANNA\nThe kettle?\n\nBEN\nThe kettle.\n\n");
  }
  elara_text_add(&script, "ANNA\nBut if you--\n\nBEN\nNo.\n\n");
  ElaraStory* story = read_script(script.bytes);
  TAP_EQ_I(count(story, ELARA_EVENT_BANTER, &e), 1, "quick replies");
  TAP_EQ_I(e ? e->line : 0, 5, "from the first on");
  TAP_OK(e && e->confidence > 0.8, "echoes make it sure");
  TAP_EQ_I(count(story, ELARA_EVENT_INTERRUPTION, &e), 1, "a speech cut off");
  TAP_EQ_S(e ? who(story, e->person) : "", "BEN", "by him");
  elara_story_free(story);
  elara_text_clear(&script);
  story = read_script("INT. HALL - DAY\n\nANNA\nThe day is long, and the work "
                      "is hard, and nobody says thank you for it at all.\n\n"
                      "BEN\nIt is as long as it was before, and so it will be "
                      "when we are gone, and others do it.\n\nANNA\nTrue.\n");
  TAP_EQ_I(count(story, ELARA_EVENT_BANTER, &e), 0, "long speeches are none");
  elara_story_free(story);
}

static void
test_atmosphere(void)
{
  const ElaraEvent* e;
  ElaraStory* const story = read_script(
      "EXT. FIELD - DAY\n\nA storm comes over the hill. More rain.\n\nEXT. "
      "FIELD - CONTINUOUS\n\nShe storms past him.\n\nEXT. FIELD - NIGHT\n\n"
      "Stars.\n\nThey walk for a long time, hand in hand, along the black "
      "water and the black trees, and neither of them says a word about the "
      "house, the fire, or what was in it, and the long road winds on before "
      "them.\n\nThen dawn breaks over the river.\n");
  TAP_EQ_I(count(story, ELARA_EVENT_WEATHER, &e), 1, "weather once a scene");
  TAP_EQ_I(e ? e->line : 0, 3, "in action");
  TAP_OK(e && strstr(e->quote, "storm comes"), "with its sentence");
  TAP_EQ_I(count(story, ELARA_EVENT_DAYTIME, &e), 2, "night, and dawn");
  TAP_OK(e && strstr(e->quote, "NIGHT"), "the heading that changes the hour");
  elara_story_free(story);
}

static void
add_scene(ElaraText* script, int scene, const char* warm, const char* cold)
{
  elara_text_addf(script, "INT. ROOM %d - DAY\n\n", scene);
  for (int i = 0; i < 3; i++) {
    elara_text_addf(script, "ANNA\n%s\n\nBEN\n%s\n\n", scene < 6 ? warm : cold,
                    scene < 6 ? warm : cold);
  }
}

static void
test_acts(void)
{
  ElaraText script = {0};
  for (int scene = 0; scene < 12; scene++) {
    if (scene == 0) elara_text_add(&script, "# ACT ONE\n\n");
    if (scene == 6) elara_text_add(&script, "# ACT TWO\n\n");
    add_scene(&script, scene, "I love you, my dear friend, with all my heart.",
              "I hate you, you cruel liar, and I will kill you.");
  }
  ElaraStory* const story = read_script(script.bytes);
  TAP_EQ_I(story->act_count, 2, "the script's own acts");
  TAP_EQ_S(story->acts[1].name, "ACT TWO", "by name");
  TAP_EQ_I(story->acts[1].first_scene, 6, "from its first scene");
  TAP_EQ_I(story->bond_count, 2, "the bond stands in both");
  TAP_OK(story->bonds[0].warmth > 0.3 && story->bonds[1].warmth < -0.3,
         "and turns from love to hate");
  TAP_OK(story->bonds[0].line > 0, "with the line that says most");
  TAP_EQ_I(story->turn_count, ELARA_TURN_COUNT, "five turning points");
  const ElaraTurn* const climax = &story->turns[ELARA_TURN_CLIMAX];
  TAP_NEAR(elara_time_s(climax->time) / elara_time_s(story->length), 0.96,
           0.001, "the climax where films have it");
  TAP_OK(climax->error > 0 && climax->quote[0], "with its error and words");
  elara_story_free(story);
  elara_text_clear(&script);
}

static void
test_own_middle(void)
{
  ElaraText script = {0};
  for (int scene = 0; scene < 12; scene++) {
    add_scene(&script, scene, "It rains.", "It snows.");
  }
  ElaraStory* const story = read_script(script.bytes);
  TAP_EQ_I(story->act_count, 3, "without acts: between turning points");
  TAP_EQ_S(story->acts[0].name, "beginning", "named so");
  elara_story_free(story);
  elara_text_clear(&script);
}

int
main(void)
{
  tap_begin("events");
  test_exits();
  test_last_exit();
  test_talk();
  test_atmosphere();
  test_acts();
  test_own_middle();
  return tap_end();
}
