// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// What the writer asks for in notes is what the plan does: mood, tempo, theme,
// hit, silence. The same script without the note is the proof that it would not
// have done so by itself.

#include "plan/plan.h"
#include "story/story.h"
#include "tap.h"

#include <math.h>

static const char head[] =
    "Title: The Sword\n\nINT. HALL - DAY\n\n%s\n\nANNA, 30, waits. She has "
    "waited for a long time, and the rain goes on and on over the roofs of the "
    "town, grey and cold.\n\nANNA\nI have been here before, and I shall be "
    "here again, whatever you say of me in your letters.\n\nBEN\nYou never "
    "listened to me at all. You were always somewhere else.\n\nBen takes the "
    "sword from the wall. They look at each other for a long moment. The rain "
    "is loud now.\n\nEXT. FIELD - NIGHT\n\n%s\n\nBen walks alone through the "
    "field, the sword over his shoulder. He weeps. Nobody sees it. The stars "
    "come out one by one over the black hill.\n\nBEN\nI never meant to hurt "
    "her.\n\nHe stands still.\n\nINT. HALL - NIGHT\n\nAnna sits by the fire "
    "and sings to herself, an old song of the sea and of those who do not come "
    "back from it, and the fire burns low.\n\nANNA\nHe will come back. He "
    "always comes back.\n";

static ElaraPlan*
plan_with(const char* first, const char* second)
{
  ElaraText script = {0};
  ElaraStory* story = NULL;
  ElaraPlan* plan = NULL;
  const ElaraPlanConfig config = elara_plan_config();
  ElaraStoryConfig how = elara_story_config();
  how.pace = 4.0;
  const char* at = head;
  const char* const notes[] = {first, second};
  for (int i = 0; i < 2; i++) {
    const char* const hole = strstr(at, "%s");
    elara_text_bytes(&script, at, (size_t)(hole - at));
    elara_text_add(&script, notes[i]);
    at = hole + 2;
  }
  elara_text_add(&script, at);
  elara_story_from_text("n.fountain", script.bytes, script.count, &how, NULL,
                        &story);
  if (story) elara_plan_make(story, &config, NULL, &plan);
  elara_story_free(story);
  elara_text_clear(&script);
  return plan;
}

// The cue that sounds at LINE, or NULL.
static const ElaraCue*
cue_at(const ElaraPlan* plan, int line)
{
  for (size_t i = 0; plan && i < plan->cue_count; i++) {
    const ElaraCue* const cue = &plan->cues[i];
    if (cue->line <= line && cue->line_last >= line) return cue;
  }
  return NULL;
}

static const char*
leading_theme(const ElaraPlan* plan, const ElaraCue* cue)
{
  double most = -1.0;
  const char* name = "";
  for (size_t i = 0; cue && i < cue->theme_count; i++) {
    if (cue->themes[i].weight <= most) continue;
    most = cue->themes[i].weight;
    name = plan->themes[cue->themes[i].theme].name;
  }
  return name;
}

#define FIRST 7 // lines of the action behind the two notes
#define SECOND 21

static void
test_mood_and_tempo(void)
{
  ElaraPlan* const plain = plan_with("= x", "= y");
  ElaraPlan* const plan =
      plan_with("[[elara: mood = terror; tempo = 150]]", "= y");
  const ElaraCue* const before = cue_at(plain, FIRST);
  const ElaraCue* const cue = cue_at(plan, FIRST);
  TAP_OK(before && before->mood != ELARA_MOOD_TERROR, "no terror by itself");
  TAP_OK(cue && cue->mood == ELARA_MOOD_TERROR, "terror when asked for");
  TAP_OK(before && fabs(before->bpm / 150.0 - 1.0) > 0.1, "nor that tempo");
  TAP_NEAR(cue ? cue->bpm : 0.0, 150.0, 12.0, "the tempo, up to 8 % off");
  elara_plan_free(plain);
  elara_plan_free(plan);
}

static void
test_theme(void)
{
  ElaraPlan* const plain = plan_with("= x", "= y");
  ElaraPlan* const plan = plan_with("= x", "[[elara: theme = Anna]]");
  const ElaraCue* const before = cue_at(plain, SECOND);
  const ElaraCue* const cue = cue_at(plan, SECOND);
  TAP_OK(!before || strcmp(leading_theme(plain, before), "ANNA") != 0,
         "where Ben is alone it is not Anna's music");
  TAP_EQ_S(leading_theme(plan, cue), "ANNA", "unless the writer says so");
  elara_plan_free(plain);
  elara_plan_free(plan);
}

static void
test_silence(void)
{
  ElaraPlan* const plan =
      plan_with("= x", "[[elara: silence = in this scene]]");
  const ElaraCue* const cue = cue_at(plan, SECOND);
  TAP_OK(plan && !cue, "no music where silence is asked for");
  elara_plan_free(plan);
}

int
main(void)
{
  tap_begin("notes");
  test_mood_and_tempo();
  test_theme();
  test_silence();
  return tap_end();
}
