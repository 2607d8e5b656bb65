// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// Memory that runs out, at each allocation in turn, for every format that a
// script comes in: reading says so and leaves nothing behind, and reading that
// had enough is whole. (The sanitizers' build tells what is left behind.)

#include "failing_malloc.h"
#include "story/story.h"
#include "tap.h"

#define MOST 2000

typedef struct {
  const char* what;
  const char* head;
  const char* body; // many times over, so that all lists grow
  const char* tail;
} Sample;

static const Sample samples[] = {
    {"Fountain",
     "Title: A\nAuthor: B\n\nFADE IN:\n\n[[elara: hero = ANNA]]\n\n",
     "INT. HOUSE - NIGHT\n\nRain. ANNA, 30, takes the knife and screams.\n\n"
     "ANNA\n(low)\nYou lied to me, Ben, and I hate you--\n\nBEN (V.O.) ^\nMe? "
     "I love you.\n\nDR. BELL\nSay ah.\n\n~A song of the sea\n\nBen walks "
     "out.\n\n[[elara: tempo = 90]]\n\nCUT TO:\n\n",
     ""},
    {"Final Draft", "<?xml version=\"1.0\"?><FinalDraft><Content>",
     "<Paragraph Type=\"Scene Heading\"><SceneProperties Length=\"3/8\"/>"
     "<Text>INT. HOUSE - DAY</Text></Paragraph><Paragraph Type=\"Action\">"
     "<Text>The door opens and </Text><Text>nobody is there.</Text>"
     "</Paragraph><Paragraph Type=\"Character\"><Text>ANNA</Text></Paragraph>"
     "<Paragraph Type=\"Dialogue\"><Text>Who is it?</Text></Paragraph>",
     "</Content></FinalDraft>"},
    {"a typed page", "",
     "     INT. HOUSE - DAY\n\n     The door opens and nobody is\n     there "
     "at all.\n\n                         ANNA\n               Who is it? Is "
     "anybody\n               out there?\n\n                         BEN\n"
     "               It is only me.\n\n",
     ""},
    {"a stage play", "",
     "ANNA. Who is it? Is anybody out there?\nBEN. It is only me, and the "
     "rain.\n\n",
     ""},
};

static void
make(const Sample* sample, ElaraText* text)
{
  elara_text_add(text, sample->head);
  for (int i = 0; i < 120; i++) {
    elara_text_add(text, sample->body);
  }
  elara_text_add(text, sample->tail);
}

// Reads TEXT with room for COUNT allocations.
static ElaraStatus
read_with(const ElaraText* text,
          const ElaraStoryConfig* config,
          int count,
          ElaraStory** story)
{
  ElaraDiags* const diags = elara_diags_new();
  failing_malloc(count);
  const ElaraStatus status = elara_story_from_text(
      "a", text->bytes, text->count, config, diags, story);
  failing_malloc(-1);
  elara_diags_free(diags);
  return status;
}

static void
test_sample(const Sample* sample, const ElaraStoryConfig* config)
{
  ElaraText text = {0};
  char name[200];
  make(sample, &text);
  int refused = 0, wrong = 0, enough = -1;
  for (int count = 0; count < MOST && enough < 0; count++) {
    ElaraStory* story = NULL;
    const ElaraStatus status = read_with(&text, config, count, &story);
    if (status == ELARA_OK) {
      enough = count;
      wrong += elara_story_check(story, NULL) != ELARA_OK;
    } else {
      refused += status == ELARA_NO_MEMORY;
      wrong += status != ELARA_NO_MEMORY || story != NULL;
    }
    elara_story_free(story);
  }
  printf("# %s: %zu bytes, %d allocations\n", sample->what, text.count, enough);
  snprintf(name, sizeof name, "%s: enough is enough", sample->what);
  TAP_OK(enough > 0, name);
  snprintf(name, sizeof name, "%s: each failure is told", sample->what);
  TAP_EQ_I(refused, enough, name);
  snprintf(name, sizeof name, "%s: and nothing is half made", sample->what);
  TAP_EQ_I(wrong, 0, name);
  elara_text_clear(&text);
}

int
main(void)
{
  tap_begin("memory");
  ElaraStoryConfig config = elara_story_config();
  for (size_t i = 0; i < sizeof samples / sizeof samples[0]; i++) {
    test_sample(&samples[i], &config);
  }
  config.subtitles_name = "a.srt";
  config.subtitles = "1\n00:00:01,000 --> 00:00:03,000\nYou lied to me, Ben\n\n"
                     "2\n00:00:04,000 --> 00:00:06,000\nSay ah.\n";
  config.subtitles_count = strlen(config.subtitles);
  test_sample(&samples[0], &config);
  return tap_end();
}
