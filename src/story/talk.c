// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// The shape of talk: banter, a run of quick replies, and interruptions. In
// recorded comedies the rate of turns alone tells half of where laughter is.

#include "story/events.h"

#include <math.h>
#include <string.h>

#define LEAST_TURNS 6
#define SHORT_TURN 9.0  // words, on average
#define LONGEST_TURN 24 // words; a longer one ends the run
#define LEAST_RATE 14.0 // turns a minute

typedef struct {
  int first; // element of the first cue, -1 none
  int last;
  int person, other; // the first two who speak
  int before;        // who spoke last
  int turns;
  int words;
  int words_here; // of the turn at hand
  int echoes;
  const char* line; // the last paragraph said
} Run;

static ElaraStatus
end_run(ElaraEvents* events, Run* run)
{
  const ElaraStory* const story = events->draft->story;
  const Run done = *run;
  *run = (Run){.first = -1, .before = -1, .person = -1, .other = -1};
  if (done.first < 0 || done.turns < LEAST_TURNS || done.other < 0) {
    return ELARA_OK;
  }
  const ElaraElement* const first = &story->elements[done.first];
  const double seconds =
      elara_time_s(story->elements[done.last].end - first->start);
  if (seconds <= 0.0 || done.words > SHORT_TURN * done.turns ||
      60.0 * done.turns / seconds < LEAST_RATE) {
    return ELARA_OK;
  }
  const double echo = (double)done.echoes / done.turns;
  return elara_event_add(events,
                         (ElaraEvent){
                             .kind = ELARA_EVENT_BANTER,
                             .time = first->start,
                             .line = first->line,
                             .scene = first->scene,
                             .person = done.person,
                             .other = done.other,
                             .strength = fmin(0.9, 0.3 + 0.03 * done.turns),
                             .confidence = fmin(0.9, 0.5 + echo),
                         },
                         elara_span(story->elements[done.first + 1].text));
}

// A cue begins another turn; the same speaker going on is the same turn.
static ElaraStatus
begin_turn(ElaraEvents* events, Run* run, int index)
{
  const ElaraElement* const e = &events->draft->story->elements[index];
  if (run->words_here > LONGEST_TURN) ELARA_TRY(end_run(events, run));
  if (run->first < 0) run->first = index;
  if (e->person != run->before) {
    run->turns++;
    run->words_here = 0;
  }
  run->before = e->person;
  if (run->person < 0) {
    run->person = e->person;
  } else if (run->other < 0 && e->person != run->person) {
    run->other = e->person;
  }
  return ELARA_OK;
}

static void
say(Run* run, const ElaraElement* element, int index)
{
  if (run->first < 0) return;
  run->words += element->words;
  run->words_here += element->words;
  run->last = index;
  if (run->line && run->turns > 1 && elara_echoes(element->text, run->line))
    run->echoes++;
  run->line = element->text;
}

static int
is_cut_off(const char* text)
{
  static const char* const ends[] = {"--", "\xe2\x80\x94", "\xe2\x80\x93"};
  const ElaraSpan span = elara_span_trim(elara_span(text));
  for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++) {
    if (elara_span_ends(span, ends[i])) return 1;
  }
  return 0;
}

// A speech that stops at a dash, and at once somebody else's.
static ElaraStatus
add_interruption(ElaraEvents* events, int index)
{
  const ElaraStory* const story = events->draft->story;
  const ElaraElement* const e = &story->elements[index];
  if ((size_t)index + 1 >= story->element_count || !is_cut_off(e->text)) {
    return ELARA_OK;
  }
  const ElaraElement* const next = e + 1;
  if (next->kind != ELARA_ELEMENT_CHARACTER || next->person == e->person ||
      next->person < 0 || next->scene != e->scene) {
    return ELARA_OK;
  }
  return elara_event_add(events,
                         (ElaraEvent){
                             .kind = ELARA_EVENT_INTERRUPTION,
                             .time = e->end,
                             .line = next->line,
                             .scene = e->scene,
                             .person = next->person,
                             .other = e->person,
                             .strength = 0.35,
                             .confidence = 0.8,
                         },
                         elara_span(e->text));
}

ElaraStatus
elara_events_talk(ElaraEvents* events)
{
  const ElaraStory* const story = events->draft->story;
  Run run = {.first = -1, .before = -1, .person = -1, .other = -1};
  int scene = -1;
  for (size_t i = 0; i < story->element_count; i++) {
    const ElaraElement* const e = &story->elements[i];
    if (e->scene != scene) ELARA_TRY(end_run(events, &run));
    scene = e->scene;
    if (e->kind == ELARA_ELEMENT_CHARACTER) {
      ELARA_TRY(begin_turn(events, &run, (int)i));
    } else if (e->kind == ELARA_ELEMENT_DIALOGUE) {
      say(&run, e, (int)i);
      ELARA_TRY(add_interruption(events, (int)i));
    } else if (e->kind == ELARA_ELEMENT_ACTION && e->words > SHORT_TURN) {
      ELARA_TRY(end_run(events, &run));
    }
  }
  return end_run(events, &run);
}
