// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// The whole way from text to a Story: form, time, people, beats, feelings,
// events, and what is refused.

#include "story/story.h"
#include "tap.h"

#include <time.h>

static ElaraDiags* diags;

static ElaraStory*
read_bytes(const char* bytes, size_t count, const ElaraStoryConfig* config)
{
  ElaraStory* story = NULL;
  elara_diags_free(diags);
  diags = elara_diags_new();
  elara_story_from_text("a.fountain", bytes, count, config, diags, &story);
  return story;
}

static ElaraStory*
read_script(const char* script)
{
  return read_bytes(script, strlen(script), NULL);
}

static void
test_refused(
    const char* bytes, size_t count, int line, int column, const char* name)
{
  ElaraStory* story = NULL;
  elara_diags_free(diags);
  diags = elara_diags_new();
  const ElaraStatus status =
      elara_story_from_text("a.fountain", bytes, count, NULL, diags, &story);
  TAP_OK(status == ELARA_BAD_INPUT && !story, name);
  const size_t errors = elara_diags_at_least(diags, ELARA_DIAG_ERROR);
  if (!TAP_EQ_I(errors, 1, "one error says why")) return;
  const ElaraDiag* const diag =
      elara_diags_at(diags, elara_diags_count(diags) - 1);
  TAP_EQ_S(diag->file, "a.fountain", "with the file");
  TAP_EQ_I(diag->line, line, "the line");
  TAP_EQ_I(diag->column, column, "the column");
  TAP_OK(diag->hint[0] != '\0', "and what to do");
}

static void
test_bad_input(void)
{
  test_refused("", 0, 1, 1, "nothing");
  test_refused("\xef\xbb\xbf", 3, 1, 1, "only a byte order mark");
  test_refused(" \n\n \n", 5, 1, 1, "only blank lines");
  test_refused("... --- !!!", 11, 1, 1, "no words");
  test_refused("ab\ncd\0ef", 8, 2, 3, "a NUL byte");
  test_refused("\x89PNG\r\n\x1a\n\xff\xd8\xff\xe0\x90\xfe", 14, 1, 1,
               "a picture");
  test_refused("Title: A\nAuthor: B\n", 19, 1, 1, "only a title page");
  test_refused("[[a note]]", 10, 1, 1, "only a note");
}

static int
has_warning(const char* words)
{
  for (size_t i = 0; i < elara_diags_count(diags); i++) {
    const ElaraDiag* const diag = elara_diags_at(diags, i);
    if (diag->level == ELARA_DIAG_WARNING && strstr(diag->what, words)) {
      return 1;
    }
  }
  return 0;
}

static void
test_odd_input(void)
{
  ElaraStory* story = read_script("BOB\nHello there.\n\nHe goes out.");
  TAP_EQ_I(story->scene_count, 1, "no headings: one scene");
  TAP_EQ_S(story->scenes[0].heading, "", "without a heading");
  TAP_OK(has_warning("no scene headings"), "and a warning");
  elara_story_free(story);
  story = read_script("INT. A - DAY\n\nRain falls on the roof.");
  TAP_OK(story && story->person_count == 0, "nobody speaks");
  TAP_OK(has_warning("nobody speaks"), "and a warning");
  elara_story_free(story);
  story =
      read_script("INT. A - DAY\n\nUn caf\xe9 noir sur la table, monsieur.");
  TAP_OK(story && has_warning("not UTF-8"), "Latin-1 with a warning");
  TAP_OK(strstr(story->elements[1].text, "caf\xc3\xa9") != NULL, "converted");
  elara_story_free(story);
  story = read_bytes("\xff\xfeI\0N\0T\0.\0 \0A\0\n\0\n\0R\0a\0", 22, NULL);
  TAP_OK(story && strcmp(story->scenes[0].heading, "INT. A") == 0, "UTF-16");
  elara_story_free(story);
  story = read_script("INT. A\n\nX. /* never closed\n\nHe goes.");
  TAP_OK(story && has_warning("never closed"), "an open boneyard is said");
  elara_story_free(story);
  story = read_script("@BOB\n\nINT. A\n\n~\n\n(beat)\n\nBOB\n(smiles)");
  TAP_OK(story && elara_story_check(story, diags) == ELARA_OK,
         "speeches without words");
  elara_story_free(story);
}

static const char duel[] =
    "Title: **The Duel**\nAuthor: A. Writer\n\nFADE IN:\n\n"
    "EXT. MEADOW - DAWN #1#\n\nMist. ANNA BELL, 30, waits with a sword. She "
    "hums.\n\nANNA\nYou are late.\n(beat)\nAgain.\n\nRUFUS (O.S.)\nI had to "
    "say goodbye to the dog.\n\nRUFUS, 40, walks out of the mist.\n\n"
    "They fight. Steel screams on steel. She stabs at him, he strikes back.\n\n"
    "Rufus falls to his knees and dies.\n\nSilence.\n\n[[elara: nothing but a "
    "low drum]]\n\nCUT TO:\n\nINT. CHAPEL - NIGHT #2#\n\n= She prays.\n\nAnna "
    "kneels. A bell rings.\n\nPRIEST\nHe is dead?\n\nANNA\nHe was my "
    "brother.\n\nShe kisses the cross.";

static const ElaraEvent*
find_event(const ElaraStory* story, ElaraEventKind kind)
{
  for (size_t i = 0; i < story->event_count; i++) {
    if (story->events[i].kind == kind) return &story->events[i];
  }
  return NULL;
}

static int
count_events(const ElaraStory* story, ElaraEventKind kind)
{
  int count = 0;
  for (size_t i = 0; i < story->event_count; i++) {
    count += story->events[i].kind == kind;
  }
  return count;
}

static const ElaraPerson*
find_person(const ElaraStory* story, const char* name)
{
  for (size_t i = 0; i < story->person_count; i++) {
    if (strcmp(story->people[i].name, name) == 0) return &story->people[i];
  }
  return NULL;
}

static void
test_story(void)
{
  ElaraStory* const story = read_script(duel);
  TAP_OK(elara_story_check(story, diags) == ELARA_OK, "a story keeps its word");
  elara_diags_print(diags, stdout);
  TAP_EQ_S(story->title, "The Duel", "title without marks");
  TAP_EQ_S(story->author, "A. Writer", "author");
  TAP_EQ_I(story->scene_count, 2, "two scenes");
  TAP_EQ_S(story->scenes[0].place, "MEADOW", "place");
  TAP_EQ_S(story->scenes[1].moment, "NIGHT", "moment");
  TAP_EQ_I(story->scenes[0].line, 6, "the scene's line");
  TAP_EQ_I(story->scenes[0].line_last, 28, "and its last");
  TAP_EQ_I(story->person_count, 3, "three people");
  const ElaraPerson* const anna = find_person(story, "ANNA");
  TAP_OK(anna && anna->role == ELARA_ROLE_PROTAGONIST, "ANNA leads");
  TAP_EQ_I(anna->speeches, 2, "she speaks twice");
  TAP_EQ_I(anna->scenes, 2, "in two scenes");
  TAP_EQ_I(anna->first_line, 8, "and is first named in action");
  const ElaraEvent* const death = find_event(story, ELARA_EVENT_DEATH);
  TAP_OK(death && death->line == 22 && death->person >= 0, "Rufus dies");
  TAP_EQ_S(death ? story->people[death->person].name : NULL, "RUFUS",
           "he does");
  TAP_EQ_I(count_events(story, ELARA_EVENT_DEATH), 1, "and nobody else");
  TAP_EQ_I(count_events(story, ELARA_EVENT_ENTRANCE), 3, "three entrances");
  TAP_OK(find_event(story, ELARA_EVENT_FIGHT) != NULL, "a fight");
  TAP_OK(find_event(story, ELARA_EVENT_SILENCE) != NULL, "a silence");
  TAP_OK(find_event(story, ELARA_EVENT_KISS) != NULL, "a kiss");
  const ElaraEvent* const note = find_event(story, ELARA_EVENT_MUSIC_NOTE);
  TAP_OK(note && strstr(note->quote, "low drum"), "the writer's own note");
  const ElaraEvent* const cut = find_event(story, ELARA_EVENT_CUT);
  TAP_OK(cut != NULL, "a cut");
  elara_story_free(story);
}

static void
test_time(void)
{
  ElaraStory* story = read_script(duel);
  const double usual = elara_time_s(story->length);
  TAP_NEAR(usual, 60.0 * 48 / 55, 12.0, "about a page a minute");
  elara_story_free(story);
  ElaraStoryConfig config = elara_story_config();
  config.pace = 2.0;
  story = read_bytes(duel, sizeof duel - 1, &config);
  TAP_NEAR(elara_time_s(story->length), 2.0 * usual, 1e-6, "pace 2");
  elara_story_free(story);
  config.length = elara_time_from_s(93.0);
  story = read_bytes(duel, sizeof duel - 1, &config);
  TAP_OK(story->length == config.length, "an exact length");
  TAP_OK(story->beats[story->beat_count - 1].end == config.length,
         "reached by the last beat");
  elara_story_free(story);
  story = read_script("INT. A\n\nA\nOne two three four five.\n\nB ^\nOne.\n\n"
                      "C\nSix.");
  const ElaraElement* const e = story->elements;
  TAP_OK(e[3].start == e[1].start, "both sides of a dual dialogue start");
  TAP_OK(e[5].start == e[2].end, "and the longer one counts");
  elara_story_free(story);
  story =
      read_script("INT. A\n\n# Act\n\n= Synopsis\n\n[[Note]]\n\n/* No */\n\n"
                  "He goes.");
  for (size_t i = 1; i + 1 < story->element_count; i++) {
    TAP_OK(story->elements[i].start == story->elements[i].end &&
               story->elements[i].words == 0,
           "marks take no time");
  }
  elara_story_free(story);
}

static ElaraFeeling
mean_feeling(const ElaraStory* story)
{
  ElaraFeeling sum = {0};
  for (size_t i = 0; i < story->beat_count; i++) {
    const ElaraBeat* const beat = &story->beats[i];
    const double share =
        elara_time_s(beat->end - beat->start) / elara_time_s(story->length);
    sum.valence += share * beat->feeling.valence;
    sum.arousal += share * beat->feeling.arousal;
    sum.tension += share * beat->feeling.tension;
    sum.levity += share * beat->feeling.levity;
  }
  return sum;
}

static void
test_feelings(void)
{
  ElaraStory* const comedy = read_script(
      "INT. CAFE - DAY\n\nTIM and JO giggle over a cake with a silly hat.\n\n"
      "TIM\nYou ate it all!\n\nJO\nI did!\n\nTIM\nThe whole cake?\n\nJO\nThe "
      "whole cake. With joy!\n\nTIM\nI love you, you ridiculous clown.\n\n"
      "JO\nHa! You love the cake.\n\nTIM\nI adored the cake.\n\nThey laugh. "
      "Jo dances a happy little dance.\n\nJO\nAnother one?\n\nTIM\nPlease!");
  ElaraStory* const dread = read_script(
      "INT. CELLAR - NIGHT\n\nDark. Silence. A corpse hangs from the beam, "
      "blood black on the stones.\n\nShe creeps, trembling with fear, past "
      "the dead man.\n\nA shadow moves. Something scratches in the dark.\n\n"
      "MARA\n(whispering)\nPlease. Don't kill me.\n\nThe lantern dies. She "
      "screams. The knife stabs, again, again.\n\nSilence. Death has come to "
      "the house, cold and cruel.");
  const ElaraFeeling fun = mean_feeling(comedy);
  const ElaraFeeling grim = mean_feeling(dread);
  TAP_OK(fun.levity > 0.3, "a comedy is light, all of it");
  TAP_OK(grim.levity < -0.3, "dread is not");
  TAP_OK(fun.valence > 0.2 && grim.valence < -0.2, "glad and sad");
  TAP_OK(grim.tension > 0.3 && fun.tension < 0.0, "tense and easy");
  elara_story_free(comedy);
  elara_story_free(dread);
}

static void
test_beats(void)
{
  ElaraText script = {0};
  elara_text_add(&script, "INT. HALL - DAY\n\n");
  for (int i = 0; i < 60; i++) {
    elara_text_addf(&script, i / 8 % 2
                                 ? "ANN\nWhat a lovely and happy day it is.\n\n"
                                 : "The murderer strikes. Blood and fear.\n\n");
  }
  ElaraStory* const story = read_bytes(script.bytes, script.count, NULL);
  int outside = 0;
  for (size_t i = 0; i < story->beat_count; i++) {
    const double s = elara_time_s(story->beats[i].end - story->beats[i].start);
    outside += s < 4.0 || s > 45.0;
  }
  TAP_OK(story->beat_count >= 6, "one long scene has many beats");
  TAP_EQ_I(outside, 0, "each of 5 to 40 seconds or nearly so");
  TAP_OK(elara_story_beat_at(story, 0) == story->beats, "the first beat");
  TAP_OK(elara_story_beat_at(story, story->length * 2) ==
             &story->beats[story->beat_count - 1],
         "the last beat");
  elara_story_free(story);
  elara_text_clear(&script);
}

static void
test_names(void)
{
  ElaraStory* const story = read_script(
      "INT. A\n\nMRS. QUILL\nYes.\n\nMRS QUILL (V.O.)\nNo.\n\n"
      "Mrs. Quill and Old Tom go. The copyist stays.\n\nCOPYIST\nWell.\n\n"
      "FIRST WITCH\nHail.\n\nSECOND WITCH\nHail.\n\nA witch smiles.\n\n"
      "OLD TOM\nHm.\n\n[[@villain: Copyist]]\n\n[[elara: hero OLD TOM]]");
  TAP_EQ_I(story->person_count, 5, "five people");
  const ElaraPerson* const quill = find_person(story, "MRS. QUILL");
  TAP_OK(quill && quill->speeches == 2, "with and without a full stop");
  TAP_OK(find_person(story, "OLD TOM")->role == ELARA_ROLE_PROTAGONIST,
         "a note names the hero");
  TAP_OK(find_person(story, "COPYIST")->role == ELARA_ROLE_ANTAGONIST,
         "and the villain");
  TAP_EQ_I(find_person(story, "COPYIST")->first_line, 9, "named in action");
  TAP_EQ_I(find_person(story, "FIRST WITCH")->first_line, 14,
           "but a witch is any witch");
  elara_story_free(story);
}

static void
test_size(const char* name, const char* paragraph, size_t bytes)
{
  ElaraText script = {0};
  while (script.count < bytes) {
    elara_text_add(&script, paragraph);
  }
  const clock_t start = clock();
  ElaraStory* const story = read_bytes(script.bytes, script.count, NULL);
  const double seconds = (double)(clock() - start) / CLOCKS_PER_SEC;
  TAP_OK(story != NULL, name);
  printf("# %.1f MB in %.2f s\n", (double)script.count / 1e6, seconds);
  elara_story_free(story);
  elara_text_clear(&script);
}

static void
test_example(const char* path)
{
  ElaraFile file;
  if (elara_file_read(tap_path(path), 0, &file) != ELARA_OK) {
    tap_skip(path, "not there");
    return;
  }
  ElaraStory* const story =
      read_bytes((const char*)file.bytes, file.count, NULL);
  TAP_OK(story && elara_story_check(story, diags) == ELARA_OK, path);
  TAP_EQ_I(elara_diags_count(diags), 0, "without a warning");
  const double minutes = story ? elara_time_s(story->length) / 60.0 : 1.0;
  const double rate = story ? (double)story->event_count / minutes : 0.0;
  printf("# %.1f minutes, %.1f events a minute\n", minutes, rate);
  TAP_OK(rate > 0.5 && rate < 5.0, "events few and sure");
  elara_story_free(story);
  elara_file_clear(&file);
}

int
main(void)
{
  tap_begin("story");
  test_bad_input();
  test_odd_input();
  test_story();
  test_time();
  test_feelings();
  test_beats();
  test_names();
  test_example("examples/crimson-echoes.fountain");
  test_example("examples/the-understudy.fountain");
  test_example("examples/the-well.fountain");
  test_size("10 MB of scenes",
            "INT. HOUSE - NIGHT\n\nThe door opens. ANNA, 30, screams.\n\nANNA\n"
            "Who is there? I love you all so very much.\n\nBEN (O.S.)\nMe!\n\n"
            "They fight in the dark until the candle dies.\n\n",
            10000000);
  test_size("1 MB in one scene without dialogue",
            "The old man walks along the river and remembers his brother. ",
            1000000);
  test_size("1 MB of open notes and boneyards", "a [[ /* ", 1000000);
  test_size("1 MB of capitals", "BOB\nx\n\n", 1000000);
  elara_diags_free(diags);
  return tap_end();
}
