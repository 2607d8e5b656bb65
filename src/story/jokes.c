// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// Where a laugh may be. Nothing finds jokes line by line; what goes with
// laughter in 14,000 recorded comedy turns is the shape of the exchange: a
// very short reply, an echo of the partner's word, A-B-A. So the end of such
// an exchange is marked, only in beats that are light, with low confidence.

#include "story/events.h"

#include <string.h>

#define LIGHT 0.2     // levity of the beat
#define SHORT_REPLY 5 // words
#define ECHO_REACH 60 // words of the partner that are looked at
#define ENOUGH 2.5    // points of the table below

// One speech of an exchange.
typedef struct {
  int element; // of its first paragraph of dialogue, -1 none
  int person;
  int words;
  int scene;
} Turn;

int
elara_echoes(const char* reply, const char* before)
{
  size_t at = 0;
  ElaraToken word, other;
  while (elara_token_next(elara_span(reply), &at, &word)) {
    size_t from = 0;
    if (word.length < 4) continue;
    for (int i = 0; i < ECHO_REACH; i++) {
      if (!elara_token_next(elara_span(before), &from, &other)) break;
      if (strcmp(word.text, other.text) == 0) return 1;
    }
  }
  return 0;
}

static double
points(const ElaraStory* story,
       const Turn* last,
       const Turn* before,
       const Turn* first)
{
  const char* const reply = story->elements[last->element].text;
  const char* const set_up = story->elements[before->element].text;
  double sum = last->words <= SHORT_REPLY ? 1.0 : 0.0;
  sum += elara_echoes(reply, set_up) ? 1.0 : 0.0;
  sum += first->element >= 0 && first->person == last->person ? 0.5 : 0.0;
  sum += before->words > 2 * last->words ? 0.5 : 0.0;
  return sum;
}

static ElaraStatus
judge(ElaraEvents* events, const Turn* turns)
{
  const ElaraStory* const story = events->draft->story;
  const Turn* const last = &turns[0];
  const Turn* const before = &turns[1];
  if (last->element < 0 || before->element < 0) return ELARA_OK;
  if (last->person == before->person || last->scene != before->scene) {
    return ELARA_OK;
  }
  if (last->words > 2 * SHORT_REPLY) return ELARA_OK;
  const ElaraElement* const e = &story->elements[last->element];
  const ElaraBeat* const beat = elara_story_beat_at(story, e->start);
  if (!beat || beat->feeling.levity < LIGHT) return ELARA_OK;
  const double sum = points(story, last, before, &turns[2]);
  if (sum < ENOUGH) return ELARA_OK;
  return elara_event_add(events,
                         (ElaraEvent){
                             .kind = ELARA_EVENT_JOKE,
                             .time = e->end,
                             .line = e->line,
                             .scene = e->scene,
                             .person = last->person,
                             .other = before->person,
                             .strength = 0.3 + 0.4 * beat->feeling.levity,
                             .confidence = 0.15 * sum,
                         },
                         elara_span(e->text));
}

ElaraStatus
elara_events_jokes(ElaraEvents* events)
{
  const ElaraStory* const story = events->draft->story;
  Turn turns[3] = {{.element = -1}, {.element = -1}, {.element = -1}};
  for (size_t i = 0; i < story->element_count; i++) {
    const ElaraElement* const e = &story->elements[i];
    if (e->kind == ELARA_ELEMENT_CHARACTER) {
      ELARA_TRY(judge(events, turns));
      turns[2] = turns[1];
      turns[1] = turns[0];
      turns[0] = (Turn){-1, e->person, 0, e->scene};
    } else if (e->kind == ELARA_ELEMENT_DIALOGUE) {
      if (turns[0].element < 0) turns[0].element = (int)i;
      turns[0].words += e->words;
    } else if (e->kind == ELARA_ELEMENT_ACTION) {
      ELARA_TRY(judge(events, turns));
      turns[0].element = turns[1].element = turns[2].element = -1;
    }
  }
  return judge(events, turns);
}
