// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// Who is lost on the way: somebody with a name and a voice who is not there at
// the end, and of whom nothing is told.

#include "review/room.h"
#include "review/words.h"

#include <stdio.h>
#include <string.h>

#define ABSENT .25       // of the story, at its end
#define LEAST_SPEECHES 5 // of somebody who is missed
#define LEAST_SHARE .03  // of all words, too

static const char* const ends[] = {
    "dead",    "died",       "dies",   "slain",    "murder*",
    "kill*",   "grave",      "buried", "corpse",   "body",
    "funeral", "slaughter*", "ghost",  "no more",  "is gone",
    "fled",    "hanged",     "ta'en",  "farewell", "goodbye",
};

// Whether a sentence that names PERSON tells what became of him; its element.
static int
told_end(const Reader* reader, int person)
{
  const char* const name =
      elara_plain_text(reader->scratch, elara_review_name(reader, person));
  char phrase[80];
  if (!name) return -1;
  snprintf(phrase, sizeof phrase, "%.*s", (int)strcspn(name + 1, "."),
           name + 1);
  const size_t n = strlen(phrase);
  if (n < 2) return -1;
  phrase[n - 1] = '*';
  for (size_t i = 0; i < reader->story->element_count; i++) {
    if (reader->story->elements[i].words == 0) continue;
    if (elara_plain_find(reader->plain[i], phrase) &&
        ELARA_PLAIN_ANY(reader->plain[i], ends))
      return (int)i;
  }
  return -1;
}

static int
has_left(const Reader* reader, int person)
{
  const ElaraStory* const story = reader->story;
  for (size_t i = 0; i < story->event_count; i++) {
    const ElaraEvent* const e = &story->events[i];
    if (e->kind == ELARA_EVENT_LAST_EXIT && e->person == person) return 1;
    if (e->kind == ELARA_EVENT_DEATH &&
        (e->person == person || e->other == person))
      return 1;
  }
  return 0;
}

static int
is_missed(const Reader* reader, int person)
{
  const ElaraReviewPerson* const p = &reader->review->people[person];
  double words = 1.0;
  for (size_t i = 0; i < reader->review->person_count; i++)
    words += reader->review->people[i].words;
  return p->kind == ELARA_PERSON_NAMED && p->speeches >= LEAST_SPEECHES &&
         p->scenes >= 2 && p->words / words >= LEAST_SHARE;
}

static void
judge(Reader* reader, int person)
{
  const ElaraReviewPerson* const p = &reader->review->people[person];
  const double absent = 1.0 - elara_review_at(reader, p->last_time);
  if (!p->first_line || absent <= ABSENT || !is_missed(reader, person)) return;
  if (has_left(reader, person) || told_end(reader, person) >= 0) return;
  ElaraFinding f = elara_review_finding(
      ELARA_FINDING_VANISHES,
      .3 + .6 * absent +
          (elara_review_is_principal(reader, person) ? .2 : 0.0));
  f.person = person;
  elara_review_say(reader, &f, "What becomes of %s after %s?", p->name,
                   elara_review_clock(reader, p->last_time));
  elara_review_count(reader, &f,
                     "%d speeches in %d scenes, then absent for the last "
                     "%d %% of the script; no death and no farewell was found.",
                     p->speeches, p->scenes, elara_review_percent(absent));
  int last = -1;
  for (size_t i = 0; i < reader->speech_count; i++) {
    if (reader->speeches[i].person == person) last = reader->speeches[i].first;
  }
  elara_review_show(reader, &f, last, NULL);
  elara_review_add(reader, &f);
}

void
elara_review_judge_absence(Reader* reader)
{
  for (int p = 0; p < (int)reader->story->person_count; p++)
    judge(reader, p);
}
