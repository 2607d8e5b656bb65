// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

#include "plan/plan.h"

#include "plan/room.h"

ElaraPlanConfig
elara_plan_config(void)
{
  return (ElaraPlanConfig){.seed = 1, .tail_s = 4.0};
}

static ElaraStatus
begin(PlanRoom* room)
{
  const ElaraStory* const story = room->story;
  ElaraPlan* const plan = elara_arena_alloc(room->arena, sizeof *room->plan);
  ELARA_TRY_PTR(plan);
  plan->arena = room->arena;
  plan->title = elara_plan_title_case(room->arena, story->title);
  plan->source_name = elara_arena_strdup(
      room->arena, story->source_name ? story->source_name : "");
  if (!plan->title || !plan->source_name) return ELARA_NO_MEMORY;
  plan->seed = room->config.seed;
  plan->length = story->length + elara_time_from_s(room->config.tail_s);
  if (room->config.cut) {
    plan->length = room->config.cut->length;
    plan->film = room->config.cut->clock;
  }
  plan->story_end = plan->length;
  for (size_t i = 0; i < story->element_count; i++) {
    if (story->elements[i].line_last > plan->story_line_count) {
      plan->story_line_count = story->elements[i].line_last;
    }
  }
  if (plan->story_line_count < 1) plan->story_line_count = 1;
  room->plan = plan;
  room->tone = story->tone;
  return ELARA_OK;
}

// The steps in their order; each reads what those before it filled.
static ElaraStatus
make(PlanRoom* room)
{
  ELARA_TRY(begin(room));
  ELARA_TRY(elara_plan_speech(room));
  ELARA_TRY(elara_plan_cells(room));
  ELARA_TRY(elara_plan_identity(room));
  ELARA_TRY(elara_plan_spot(room));
  elara_plan_picture_starts(room);
  ELARA_TRY(elara_plan_pin(room));
  ELARA_TRY(elara_plan_words(room));
  ELARA_TRY(elara_plan_cast(room));
  ELARA_TRY(elara_plan_sequel(room));
  ELARA_TRY(elara_plan_keep_themes(room));
  ELARA_TRY(elara_plan_mood(room));
  ELARA_TRY(elara_plan_names(room));
  ELARA_TRY(elara_plan_reasons(room));
  ELARA_TRY(elara_plan_treat(room));
  ELARA_TRY(elara_plan_long_range(room));
  ELARA_TRY(elara_plan_hits(room));
  ELARA_TRY(elara_plan_orchestra(room));
  ELARA_TRY(elara_plan_layers(room));
  ELARA_TRY(elara_plan_beyond(room));
  ELARA_TRY(elara_plan_keep(room));
  return elara_plan_clock(room);
}

ElaraStatus
elara_plan_make(const ElaraStory* story,
                const ElaraPlanConfig* config,
                ElaraDiags* diags,
                ElaraPlan** plan)
{
  *plan = NULL;
  if (story->length <= 0) {
    elara_diag(diags, ELARA_DIAG_ERROR, story->source_name, 0, 0,
               "write at least one line of action or dialogue",
               "the story lasts no time at all");
    return ELARA_BAD_INPUT;
  }
  PlanRoom room = {
      .story = story,
      .config = config ? *config : elara_plan_config(),
      .diags = diags,
      .arena = elara_arena_new(),
      .scratch = elara_arena_new(),
  };
  const ElaraStatus status =
      room.arena && room.scratch ? make(&room) : ELARA_NO_MEMORY;
  elara_arena_free(room.scratch);
  if (status == ELARA_OK) {
    *plan = room.plan;
  } else {
    elara_arena_free(room.arena);
  }
  return status;
}
