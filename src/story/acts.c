// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// Turning points and acts. Where the turning points of a film lie was measured
// on 99 films (TRIPOD): as a share of the script they stand within a few
// percent of the same places, and moving them to the local peak of tension
// makes the guess worse. So each is told by its usual place and with its
// usual error. Acts are the script's own where it has them, or else begin and
// end with the second and the fourth of these points.

#include "story/draft.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define LEAST_SCENES 3 // a story of fewer has no turning points
#define LEAST_BEATS 10

// Share of the story and deviation, from the films with a known place.
static const struct {
  double at;
  double error;
} places[ELARA_TURN_COUNT] = {
    [ELARA_TURN_OPPORTUNITY] = {.15, .07},
    [ELARA_TURN_CHANGE_OF_PLANS] = {.37, .14},
    [ELARA_TURN_NO_RETURN] = {.64, .14},
    [ELARA_TURN_SETBACK] = {.85, .09},
    [ELARA_TURN_CLIMAX] = {.96, .03},
};

static ElaraStatus
find_turns(ElaraDraft* draft)
{
  ElaraStory* const story = draft->story;
  if (story->scene_count < LEAST_SCENES || story->beat_count < LEAST_BEATS) {
    return ELARA_OK;
  }
  story->turns = (ElaraTurn*)elara_arena_array(draft->arena, ELARA_TURN_COUNT,
                                               sizeof *story->turns);
  ELARA_TRY_PTR(story->turns);
  for (int i = 0; i < ELARA_TURN_COUNT; i++) {
    const double seconds = elara_time_s(story->length);
    const ElaraTime time = elara_time_from_s(places[i].at * seconds);
    const ElaraBeat* const beat = elara_story_beat_at(story, time);
    story->turns[i] = (ElaraTurn){
        .kind = (ElaraTurnKind)i,
        .time = time,
        .error = elara_time_from_s(places[i].error * seconds),
        .scene = beat->scene,
        .line = beat->evidence_line,
        .quote = beat->evidence,
    };
  }
  story->turn_count = ELARA_TURN_COUNT;
  return ELARA_OK;
}

// The act that TEXT names: "ACT ONE", "ACT 2" of "ACT 2, SCENE 1"; its length,
// or 0.
static size_t
act_name(ElaraSpan text)
{
  static const char* const words[] = {"ACT ",  "PROLOGUE", "EPILOGUE",
                                      "PART ", "TEASER",   "COLD OPEN"};
  for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
    if (!elara_span_starts(text, words[i])) continue;
    size_t n = strlen(words[i]);
    while (n < text.n && !strchr(",.:-(", text.s[n])) {
      n++;
    }
    return elara_span_trim((ElaraSpan){text.s, n}).n;
  }
  return 0;
}

static ElaraSpan
named_act(const ElaraElement* element)
{
  const ElaraSpan text = elara_span_trim(elara_span(element->text));
  const int may =
      element->kind == ELARA_ELEMENT_HEADING ||
      (element->kind == ELARA_ELEMENT_SECTION && element->depth <= 2);
  return (ElaraSpan){text.s, may ? act_name(text) : 0};
}

typedef ELARA_LIST(ElaraAct) ActList;

static ElaraStatus
open_act(
    ElaraDraft* draft, ActList* acts, const char* name, int line, int scene)
{
  const ElaraAct act = {.name = name, .line = line, .first_scene = scene};
  ELARA_TRY_PTR(name);
  ELARA_TRY_PTR(ELARA_PUSH(draft->arena, acts, act));
  return ELARA_OK;
}

// The script's own acts: a section or heading that names another act than the
// one before. A section stands above the scene that it opens.
static ElaraStatus
own_acts(ElaraDraft* draft, ActList* acts)
{
  const ElaraStory* const story = draft->story;
  ElaraSpan name = {"", 0};
  int line = 0, pending = 0;
  for (size_t i = 0; i < story->element_count; i++) {
    const ElaraElement* const e = &story->elements[i];
    const ElaraSpan found = named_act(e);
    if (found.n && (found.n != name.n || memcmp(found.s, name.s, name.n))) {
      name = found;
      line = e->line;
      pending = 1;
    }
    const int begins =
        e->scene >= 0 && story->scenes[e->scene].first_element == (int)i;
    if (!pending || !begins) continue;
    ELARA_TRY(open_act(draft, acts,
                       elara_arena_strndup(draft->arena, name.s, name.n), line,
                       e->scene));
    pending = 0;
  }
  return ELARA_OK;
}

// The scene that begins nearest to TIME, after scene LEAST.
static int
scene_near(const ElaraStory* story, ElaraTime time, int least)
{
  int best = least;
  for (int i = least; i < (int)story->scene_count; i++) {
    if (llabs(story->scenes[i].start - time) <
        llabs(story->scenes[best].start - time)) {
      best = i;
    }
  }
  return best;
}

static ElaraStatus
acts_by_turns(ElaraDraft* draft, ActList* acts)
{
  const ElaraStory* const story = draft->story;
  ELARA_TRY(open_act(draft, acts, "beginning", story->scenes[0].line, 0));
  if (story->turn_count < ELARA_TURN_COUNT) return ELARA_OK;
  const int second =
      scene_near(story, story->turns[ELARA_TURN_CHANGE_OF_PLANS].time, 1);
  ELARA_TRY(
      open_act(draft, acts, "middle", story->scenes[second].line, second));
  if (second + 1 >= (int)story->scene_count) return ELARA_OK;
  const int third =
      scene_near(story, story->turns[ELARA_TURN_SETBACK].time, second + 1);
  return open_act(draft, acts, "end", story->scenes[third].line, third);
}

static void
close_acts(ElaraStory* story)
{
  for (size_t i = 0; i < story->act_count; i++) {
    ElaraAct* const act = &story->acts[i];
    const int last = i + 1 == story->act_count;
    const int end = last ? (int)story->scene_count : act[1].first_scene;
    act->scene_count = end - act->first_scene;
    act->start = i ? story->scenes[act->first_scene].start : 0;
    act->end = last ? story->length : story->scenes[end].start;
  }
}

ElaraStatus
elara_draft_acts(ElaraDraft* draft)
{
  ElaraStory* const story = draft->story;
  ActList acts = {0};
  ELARA_TRY(find_turns(draft));
  ELARA_TRY(own_acts(draft, &acts));
  if (acts.count == 1) acts.count = 0;
  if (acts.count && acts.items[0].first_scene > 0) {
    // What stands before the first act belongs to it.
    acts.items[0].first_scene = 0;
  }
  if (acts.count == 0) ELARA_TRY(acts_by_turns(draft, &acts));
  story->acts = acts.items;
  story->act_count = acts.count;
  close_acts(story);
  return ELARA_OK;
}
