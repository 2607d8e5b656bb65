// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// Rules about talk: speeches that are long on a screen, and a script that is
// nearly all talk or nearly none.

#include "review/room.h"

#include <math.h>

#define LONG_S 30.0   // as other editors count a monologue
#define HABIT 8       // from here on long speeches are the script's manner
#define ONE_SIDED .85 // share of talk, or of action
#define SHORTEST_S 180.0

// One voice, until another speaks or something is done. From the speech at
// INDEX; the index of the speech after it, and how long it lasts as *SECONDS.
static size_t
run_of(const Reader* reader, size_t index, double* seconds)
{
  const ElaraElement* const all = reader->story->elements;
  const Speech* const s = &reader->speeches[index];
  size_t next = index + 1;
  ElaraTime end = s->end;
  while (next < reader->speech_count &&
         reader->speeches[next].person == s->person &&
         reader->speeches[next].scene == s->scene) {
    for (int e = reader->speeches[next - 1].cue; e < reader->speeches[next].cue;
         e++) {
      if (all[e].kind != ELARA_ELEMENT_ACTION) continue;
      *seconds = elara_time_s(end - s->start);
      return next;
    }
    end = reader->speeches[next++].end;
  }
  *seconds = elara_time_s(end - s->start);
  return next;
}

typedef struct {
  size_t speech;
  double seconds;
} Long;

// Keeps the longest first; the rest is pushed down and out.
static void
keep(Long* list, size_t most, Long fresh)
{
  for (size_t i = 0; i < most; i++) {
    if (fresh.seconds <= list[i].seconds) continue;
    const Long pushed = list[i];
    list[i] = fresh;
    fresh = pushed;
  }
}

static void
ask_about_monologues(Reader* reader, const Long* list, int count)
{
  const Speech* const s = &reader->speeches[list[0].speech];
  ElaraFinding f = elara_review_finding(
      ELARA_FINDING_MONOLOGUES,
      .4 + .1 * log2(list[0].seconds / LONG_S) + .02 * fmin(count, HABIT));
  f.person = s->person;
  if (count >= HABIT)
    elara_review_say(reader, &f,
                     "Which of the %d long speeches must be heard whole? The "
                     "longest, %s's, takes %d seconds.",
                     count, elara_review_name(reader, s->person),
                     (int)list[0].seconds);
  else
    elara_review_say(
        reader, &f, "What do we see while %s speaks for %d seconds?",
        elara_review_name(reader, s->person), (int)list[0].seconds);
  elara_review_count(reader, &f, "%d speech%s of more than 30 seconds.", count,
                     count == 1 ? "" : "es");
  for (size_t i = 0; i < 3 && list[i].seconds > 0.0; i++)
    elara_review_show(reader, &f, reader->speeches[list[i].speech].first, NULL);
  elara_review_add(reader, &f);
}

static void
judge_monologues(Reader* reader)
{
  Long list[3] = {{0}};
  int count = 0;
  for (size_t i = 0; i < reader->speech_count;) {
    Long fresh = {.speech = i};
    const size_t next = run_of(reader, i, &fresh.seconds);
    if (fresh.seconds > LONG_S && reader->speeches[i].words > 0) {
      keep(list, 3, fresh);
      count++;
    }
    i = next;
  }
  if (count) ask_about_monologues(reader, list, count);
}

static void
judge_balance(Reader* reader)
{
  const double talk = reader->review->talk;
  const double most = fmax(talk, 1.0 - talk);
  if (most <= ONE_SIDED || elara_time_s(reader->story->length) < SHORTEST_S)
    return;
  ElaraFinding f = elara_review_finding(ELARA_FINDING_ONE_SIDED,
                                        .4 + 2.0 * (most - ONE_SIDED));
  if (talk > .5)
    elara_review_say(reader, &f,
                     "What is there to see that could not be heard? %d %% of "
                     "the time somebody speaks.",
                     elara_review_percent(talk));
  else
    elara_review_say(reader, &f,
                     "Is it meant to do without talk? %d %% of the time is "
                     "action.",
                     elara_review_percent(1.0 - talk));
  elara_review_count(reader, &f, "%d %% talk, %d %% action, by time.",
                     elara_review_percent(talk),
                     100 - elara_review_percent(talk));
  elara_review_add(reader, &f);
}

void
elara_review_judge_talk(Reader* reader)
{
  judge_monologues(reader);
  judge_balance(reader);
}
