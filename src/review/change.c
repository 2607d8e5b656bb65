// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// Who changes, and who does not.
//
// Change is looked for in what can be counted: how the beats feel in which
// somebody speaks, the first third of them beside the last; with whom; and
// whether somebody says of himself, late, that he sees it otherwise now. What
// chance alone would move the feelings by is measured from the spread of the
// same beats.

#include "review/room.h"
#include "review/words.h"

#include <math.h>
#include <string.h>

#define SAME_FEELING .18 // change below which feelings are as they were
#define MOVED .28        // and from which somebody is clearly moved
#define CERTAIN 2.5      // times the noise; less may be chance
#define SAME_COMPANY .35 // share of partners that are new or gone, below
#define TIED .15         // weight of a relation whose end is a loss
#define LEAST_BEATS 9    // with fewer nothing can be said
#define LEAST_SPAN .4    // of the story, between first and last beat
#define MOST_CHANGED 3   // people praised

typedef struct {
  int person;
  int first; // beats
  int last;
  int count;          // beats in which the person speaks
  ElaraFeeling early; // sums, then means, over a third of them
  ElaraFeeling late;
  double moved; // 0..
  double noise; // of moved, one deviation
  int insight;  // element that shows it, -1 none
  const char* phrase;
  double company; // share of partners that are new or gone, 0..1
} Change;

static int
speaks_in(const Reader* reader, const ElaraBeat* beat, int person)
{
  const ElaraElement* const all = reader->story->elements;
  for (int i = beat->first_element;
       i < beat->first_element + beat->element_count; i++) {
    if (all[i].person == person) return 1;
  }
  return 0;
}

static void
add_feeling(ElaraFeeling* sum, const ElaraFeeling* f, double weight)
{
  sum->valence += weight * f->valence;
  sum->arousal += weight * f->arousal;
  sum->tension += weight * f->tension;
  sum->levity += weight * f->levity;
}

static void
count_beats(const Reader* reader, Change* c)
{
  const ElaraStory* const story = reader->story;
  c->first = c->last = -1;
  for (size_t i = 0; i < story->beat_count; i++) {
    if (!speaks_in(reader, &story->beats[i], c->person)) continue;
    if (c->first < 0) c->first = (int)i;
    c->last = (int)i;
    c->count++;
  }
}

// How far apart the beats of C's person are, in the measure of MOVED.
static double
spread(const Reader* reader, const Change* c)
{
  const ElaraStory* const story = reader->story;
  ElaraFeeling sum = {0};
  double squares = 0.0;
  for (size_t i = 0; i < story->beat_count; i++) {
    const ElaraFeeling* const f = &story->beats[i].feeling;
    if (!speaks_in(reader, &story->beats[i], c->person)) continue;
    add_feeling(&sum, f, 1.0 / c->count);
    squares += f->valence * f->valence + .5 * f->tension * f->tension +
               .5 * f->levity * f->levity;
  }
  const double mean = sum.valence * sum.valence +
                      .5 * sum.tension * sum.tension +
                      .5 * sum.levity * sum.levity;
  return sqrt(fmax(squares / c->count - mean, 0.0));
}

static void
feel_thirds(const Reader* reader, Change* c)
{
  const ElaraStory* const story = reader->story;
  const int third = c->count / 3 > 0 ? c->count / 3 : 1;
  int index = 0;
  for (size_t i = 0; i < story->beat_count; i++) {
    const ElaraBeat* const b = &story->beats[i];
    if (!speaks_in(reader, b, c->person)) continue;
    if (index < third) add_feeling(&c->early, &b->feeling, 1.0 / third);
    if (index >= c->count - third)
      add_feeling(&c->late, &b->feeling, 1.0 / third);
    index++;
  }
  c->noise = spread(reader, c) * sqrt(2.0 / third);
  const double v = c->late.valence - c->early.valence;
  const double t = c->late.tension - c->early.tension;
  const double l = c->late.levity - c->early.levity;
  c->moved = sqrt(v * v + .5 * t * t + .5 * l * l);
}

// Turns of talk with each person, in the story's first third or last.
static void
count_company(
    const Reader* reader, int person, double from, double to, int* turns)
{
  for (size_t i = 1; i < reader->speech_count; i++) {
    const Speech* const s = &reader->speeches[i];
    const double at = elara_review_at(reader, s->start);
    if (s[-1].scene != s->scene || at < from || at > to) continue;
    const int other = s->person == person      ? s[-1].person
                      : s[-1].person == person ? s->person
                                               : -1;
    if (other >= 0 && other != person) turns[other]++;
  }
}

static void
compare_company(Reader* reader, Change* c)
{
  const size_t n = reader->story->person_count;
  int* const early = elara_arena_array(reader->scratch, n, sizeof *early);
  int* const late = elara_arena_array(reader->scratch, n, sizeof *late);
  if (!early || !late) {
    reader->failed = 1;
    return;
  }
  count_company(reader, c->person, 0.0, 1.0 / 3.0, early);
  count_company(reader, c->person, 2.0 / 3.0, 1.0, late);
  double sums[2] = {0.0, 0.0};
  double shared = 0.0;
  for (size_t i = 0; i < n; i++) {
    sums[0] += early[i];
    sums[1] += late[i];
  }
  if (sums[0] == 0.0 || sums[1] == 0.0) {
    c->company = 1.0;
    return;
  }
  for (size_t i = 0; i < n; i++)
    shared += fmin(early[i] / sums[0], late[i] / sums[1]);
  c->company = 1.0 - shared;
}

// Said late and in the first person: it is otherwise than I thought.
static const char* const insights[] = {
    "all this time i",     "all that time i",   "i was wrong",
    "i've been wrong",     "i have been wrong", "i see now",
    "i understand now",    "i never knew",      "i realise now",
    "i didn't understand", "i suppose i was",   "you were right",
    "i used to think",     "i thought i was",   "i thought i knew",
    "i am not the",        "i'm not the",       "i was a fool",
    "i have been a fool",  "i did not know",    "i yield",
    "no longer afraid",    "i have changed",    "i've changed",
    "i had thought",
};
#define LATE .6 // of the story

static void
find_insight(const Reader* reader, Change* c)
{
  c->insight = -1;
  for (size_t i = 0; i < reader->story->element_count; i++) {
    const ElaraElement* const e = &reader->story->elements[i];
    if (e->person != c->person || e->kind != ELARA_ELEMENT_DIALOGUE ||
        elara_review_at(reader, e->start) < LATE)
      continue;
    c->phrase = ELARA_PLAIN_ANY(reader->plain[i], insights);
    if (!c->phrase) continue;
    c->insight = (int)i;
    return;
  }
}

static Change
measure(Reader* reader, int person)
{
  Change c = {.person = person, .insight = -1};
  count_beats(reader, &c);
  if (c.count == 0) return c;
  feel_thirds(reader, &c);
  compare_company(reader, &c);
  find_insight(reader, &c);
  return c;
}

static int
can_be_judged(const Reader* reader, const Change* c)
{
  if (c->count < LEAST_BEATS) return 0;
  const ElaraBeat* const beats = reader->story->beats;
  return elara_review_at(reader, beats[c->last].end - beats[c->first].start) >=
         LEAST_SPAN;
}

static const char*
direction(double from, double to, const char* up, const char* down)
{
  return to - from > .12 ? up : to - from < -.12 ? down : NULL;
}

// "sees it otherwise, ends darker, ends in other company"
static const char*
change_words(Reader* reader, const Change* c)
{
  const char* const words[] = {
      c->insight >= 0 ? "sees it otherwise" : NULL,
      direction(c->early.valence, c->late.valence, "ends brighter",
                "ends darker"),
      direction(c->early.tension, c->late.tension, "tenser", "calmer"),
      direction(c->early.levity, c->late.levity, "lighter", "graver"),
      c->company >= SAME_COMPANY ? "in other company" : NULL,
  };
  const char* text = "";
  for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
    if (!words[i]) continue;
    text = elara_arena_printf(reader->arena, "%s%s%s", text,
                              text[0] ? ", " : "", words[i]);
    if (!text) {
      reader->failed = 1;
      return "";
    }
  }
  return text;
}

static void
ask_for_change(Reader* reader, const Change* c)
{
  const int hero = c->person == reader->hero;
  ElaraFinding f =
      elara_review_finding(ELARA_FINDING_NO_CHANGE,
                           (hero ? .8 : .5) + .3 * (SAME_FEELING - c->moved));
  f.person = c->person;
  elara_review_say(reader, &f,
                   "What does the story cost %s? The last third feels like the "
                   "first, and in the same company.",
                   elara_review_name(reader, c->person));
  elara_review_count(reader, &f,
                     "Feelings moved by %.2f (chance alone: %.2f), %d %% of "
                     "the company is new, over %d beats.",
                     c->moved, c->noise, elara_review_percent(c->company),
                     c->count);
  elara_review_show_ends(reader, &f, c->person, c->insight, c->phrase);
  elara_review_add(reader, &f);
}

static void
praise_change(Reader* reader, const Change* c)
{
  ElaraFinding f = elara_review_finding(
      ELARA_FINDING_CHANGE, .3 + .5 * fmin(c->moved, .8) + .1 * c->company +
                                (c->insight >= 0 ? .3 : 0.0));
  f.person = c->person;
  elara_review_say(reader, &f, "%s changes: %s.",
                   elara_review_name(reader, c->person),
                   change_words(reader, c));
  elara_review_count(reader, &f,
                     "Feelings moved by %.2f (chance alone: %.2f); %d %% of "
                     "the company is new.",
                     c->moved, c->noise, elara_review_percent(c->company));
  elara_review_show_ends(reader, &f, c->person, c->insight, c->phrase);
  elara_review_add(reader, &f);
}

// Whether somebody dies to whom PERSON is tied.
static int
has_lost(const Reader* reader, int person)
{
  const ElaraStory* const story = reader->story;
  for (size_t i = 0; i < story->event_count; i++) {
    const ElaraEvent* const e = &story->events[i];
    if (e->kind != ELARA_EVENT_DEATH || e->person < 0) continue;
    for (size_t k = 0; k < story->relation_count; k++) {
      const ElaraRelation* const x = &story->relations[k];
      if (x->weight >= TIED && ((x->a == person && x->b == e->person) ||
                                (x->b == person && x->a == e->person)))
        return 1;
    }
  }
  return 0;
}

static int
is_as_before(const Reader* reader, const Change* c)
{
  return !has_lost(reader, c->person) && c->moved < SAME_FEELING &&
         c->moved < CERTAIN * c->noise && c->company < SAME_COMPANY &&
         c->insight < 0;
}

static int
is_changed(const Change* c)
{
  return c->insight >= 0 ||
         (c->moved >= MOVED && c->moved >= CERTAIN * c->noise);
}

void
elara_review_judge_change(Reader* reader)
{
  int praised = 0;
  for (int p = 0; p < (int)reader->story->person_count; p++) {
    const Change c = measure(reader, p);
    reader->review->people[p].change = fmin(c.moved, 2.0);
    if (!elara_review_is_principal(reader, p) || !can_be_judged(reader, &c))
      continue;
    if (is_as_before(reader, &c))
      ask_for_change(reader, &c);
    else if (is_changed(&c) && praised++ < MOST_CHANGED)
      praise_change(reader, &c);
  }
}
