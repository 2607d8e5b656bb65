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

static ElaraStatus
parse(ElaraDraft* draft, const char* bytes, size_t count)
{
  ELARA_TRY(elara_script_read(draft->arena, draft->scratch, draft->name, bytes,
                              count, draft->diags, &draft->script));
  draft->story->elements = draft->script.elements.items;
  draft->story->element_count = draft->script.elements.count;
  draft->story->format = draft->script.format;
  draft->story->format_confidence = draft->script.confidence;
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
  ELARA_TRY(elara_draft_tone(draft));
  ELARA_TRY(elara_draft_feelings(draft));
  ELARA_TRY(elara_draft_acts(draft));
  ELARA_TRY(elara_draft_lives(draft));
  ELARA_TRY(elara_draft_reputes(draft));
  ELARA_TRY(elara_draft_relations(draft));
  ELARA_TRY(elara_draft_roles(draft));
  ELARA_TRY(elara_draft_presence(draft));
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
      .table = config ? config->table : NULL,
      .cut = config ? config->cut : NULL,
      .told = config && config->cut && config->lines,
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

ElaraFeeling
elara_story_line_feeling(const ElaraFeelingTable* table,
                         const char* text,
                         size_t count)
{
  const ElaraTextScore score =
      elara_score_felt(table, (ElaraSpan){text, count});
  return elara_score_feeling(&score);
}
