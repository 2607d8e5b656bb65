// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

#include "story/story.h"

#include "story/draft.h"

#include <assert.h>

ElaraStoryConfig
elara_story_config(void)
{
  return (ElaraStoryConfig){.pace = 1.0};
}

static int
has_words(const ElaraScriptText* text)
{
  size_t at = 0;
  ElaraToken token;
  return elara_token_next((ElaraSpan){text->bytes, text->count}, &at, &token);
}

static ElaraStatus
parse(ElaraDraft* draft, const char* bytes, size_t count)
{
  ElaraScriptText text;
  ELARA_TRY(elara_script_text(draft->scratch, draft->name, bytes, count,
                              draft->diags, &text));
  if (!has_words(&text)) {
    elara_diag(draft->diags, ELARA_DIAG_ERROR, draft->name, 1, 1,
               "give a screenplay in Fountain or plain text",
               "there are no words in it");
    return ELARA_BAD_INPUT;
  }
  ElaraElementList list = {0};
  ELARA_TRY(
      elara_fountain(draft->arena, draft->name, &text, draft->diags, &list));
  draft->story->elements = list.items;
  draft->story->element_count = list.count;
  return ELARA_OK;
}

static ElaraStatus
read_story(ElaraDraft* draft,
           const char* bytes,
           size_t count,
           const ElaraStoryConfig* config)
{
  draft->story->source_name = elara_arena_strdup(draft->arena, draft->name);
  ELARA_TRY_PTR(draft->story->source_name);
  ELARA_TRY(parse(draft, bytes, count));
  ELARA_TRY(elara_draft_scenes(draft));
  ELARA_TRY(elara_draft_people(draft));
  ELARA_TRY(elara_draft_time(draft, config));
  ELARA_TRY(elara_draft_beats(draft));
  ELARA_TRY(elara_draft_feelings(draft));
  ELARA_TRY(elara_draft_tone(draft));
  ELARA_TRY(elara_draft_lives(draft));
  ELARA_TRY(elara_draft_relations(draft));
  ELARA_TRY(elara_draft_roles(draft));
  return elara_draft_events(draft);
}

ElaraStatus
elara_story_from_text(const char* name,
                      const char* text,
                      size_t count,
                      const ElaraStoryConfig* config,
                      ElaraDiags* diags,
                      ElaraStory** story)
{
  const ElaraStoryConfig defaults = elara_story_config();
  ElaraDraft draft = {
      .arena = elara_arena_new(),
      .scratch = elara_arena_new(),
      .diags = diags,
      .name = name ? name : "",
  };
  ElaraStatus status = ELARA_NO_MEMORY;
  *story = NULL;
  if (draft.arena && draft.scratch) {
    draft.story =
        (ElaraStory*)elara_arena_alloc(draft.arena, sizeof *draft.story);
  }
  if (draft.story) {
    draft.story->arena = draft.arena;
    status = read_story(&draft, text, count, config ? config : &defaults);
  }
  elara_arena_free(draft.scratch);
  if (status == ELARA_OK) {
    assert(elara_story_check(draft.story, NULL) == ELARA_OK);
    *story = draft.story;
  } else {
    elara_arena_free(draft.arena);
  }
  return status;
}
