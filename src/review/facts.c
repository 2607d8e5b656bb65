// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// What is counted and not judged: the review's own copies of people, scenes,
// presences, acts, ties, turning points and the events that matter.

#include "review/room.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define MOST_MOMENTS 14

static const char*
copy(Reader* reader, const char* text)
{
  const char* const made = elara_arena_strdup(reader->arena, text ? text : "");
  if (!made) reader->failed = 1;
  return made ? made : "";
}

static void*
list(Reader* reader, size_t count, size_t size)
{
  void* const made = elara_arena_array(reader->arena, count + 1, size);
  if (!made) reader->failed = 1;
  return made;
}

static int
is_speech(const ElaraElement* e)
{
  return e->kind == ELARA_ELEMENT_DIALOGUE || e->kind == ELARA_ELEMENT_LYRIC ||
         e->kind == ELARA_ELEMENT_PARENTHETICAL;
}

static void
whole(Reader* reader)
{
  const ElaraStory* const story = reader->story;
  ElaraReview* const r = reader->review;
  r->title = copy(reader, story->title);
  r->author = copy(reader, story->author);
  r->source_name = copy(reader, story->source_name);
  r->format = story->format;
  r->format_confidence = story->format_confidence;
  r->clock = story->clock;
  r->time_error = story->time_error;
  r->tone = story->tone;
  r->pages = story->pages;
  r->length = story->length;
  for (size_t i = 0; i < story->element_count; i++) {
    if (story->elements[i].line_last > r->line_last)
      r->line_last = story->elements[i].line_last;
  }
}

// Share of the time of COUNT elements from FIRST in which somebody speaks.
static double
talk_of(const ElaraStory* story, int first, int count)
{
  double talk = 0.0;
  double all = 0.0;
  for (int i = first; i < first + count; i++) {
    const ElaraElement* const e = &story->elements[i];
    const double s = elara_time_s(e->end - e->start);
    if (is_speech(e)) talk += s;
    if (is_speech(e) || e->kind == ELARA_ELEMENT_ACTION) all += s;
  }
  return all > 0.0 ? fmin(talk / all, 1.0) : 0.0;
}

static void
scenes(Reader* reader)
{
  const ElaraStory* const story = reader->story;
  ElaraReview* const r = reader->review;
  r->talk = talk_of(story, 0, (int)story->element_count);
  r->scenes = list(reader, story->scene_count, sizeof *r->scenes);
  if (!r->scenes) return;
  r->scene_count = story->scene_count;
  for (size_t i = 0; i < story->scene_count; i++) {
    const ElaraScene* const s = &story->scenes[i];
    const int has_place = s->place && s->place[0];
    r->scenes[i] = (ElaraReviewScene){
        .name = copy(reader, has_place ? s->place : s->heading),
        .line = s->line,
        .start = s->start,
        .end = s->end,
        .start_error = s->start_error,
        .talk = talk_of(story, s->first_element, s->element_count),
        .feeling = s->feeling,
    };
  }
}

// --- presences ---------------------------------------------------------------

static int
by_place(const void* a, const void* b)
{
  const ElaraPresence* const x = (const ElaraPresence*)a;
  const ElaraPresence* const y = (const ElaraPresence*)b;
  if (x->scene != y->scene) return x->scene < y->scene ? -1 : 1;
  return (x->person > y->person) - (x->person < y->person);
}

static ElaraPresence*
presence_in(ElaraReview* r, int scene, int person)
{
  for (size_t i = r->presence_count; i-- > 0;) {
    ElaraPresence* const p = &r->presences[i];
    if (p->scene != scene) return NULL;
    if (p->person == person) return p;
  }
  return NULL;
}

// Speakers alone, when the Story does not say who is where.
static void
derive_presences(Reader* reader)
{
  const ElaraStory* const story = reader->story;
  ElaraReview* const r = reader->review;
  for (size_t i = 0; i < story->element_count; i++) {
    const ElaraElement* const e = &story->elements[i];
    if (e->kind != ELARA_ELEMENT_CHARACTER || e->person < 0 || e->scene < 0)
      continue;
    ElaraPresence* p = presence_in(r, e->scene, e->person);
    if (!p) {
      p = &r->presences[r->presence_count++];
      *p = (ElaraPresence){e->scene, e->person, ELARA_PRESENT_SPEAKS,
                           e->line,  0,         0};
    }
    p->speeches++;
  }
  if (r->presence_count)
    qsort(r->presences, r->presence_count, sizeof *r->presences, by_place);
}

static void
presences(Reader* reader)
{
  const ElaraStory* const story = reader->story;
  ElaraReview* const r = reader->review;
  const size_t most =
      story->presence_count ? story->presence_count : story->element_count;
  r->presences = list(reader, most, sizeof *r->presences);
  if (!r->presences) return;
  r->presence_count = story->presence_count;
  if (story->presence_count)
    memcpy(r->presences, story->presences,
           story->presence_count * sizeof *r->presences);
  else
    derive_presences(reader);
}

// --- people ------------------------------------------------------------------

static void
span_of(Reader* reader)
{
  ElaraReview* const r = reader->review;
  for (size_t i = 0; i < r->presence_count; i++) {
    const ElaraPresence* const p = &r->presences[i];
    ElaraReviewPerson* const person = &r->people[p->person];
    const ElaraReviewScene* const scene = &r->scenes[p->scene];
    if (person->first_line == 0) {
      person->first_line = p->line;
      person->first_time = scene->start;
    }
    person->last_line = p->line;
    person->last_time = scene->end;
  }
}

static void
people(Reader* reader)
{
  const ElaraStory* const story = reader->story;
  ElaraReview* const r = reader->review;
  reader->hero = reader->villain = -1;
  r->people = list(reader, story->person_count, sizeof *r->people);
  if (!r->people) return;
  r->person_count = story->person_count;
  for (size_t i = 0; i < story->person_count; i++) {
    const ElaraPerson* const p = &story->people[i];
    if (p->role == ELARA_ROLE_PROTAGONIST && reader->hero < 0)
      reader->hero = (int)i;
    if (p->role == ELARA_ROLE_ANTAGONIST && reader->villain < 0)
      reader->villain = (int)i;
    r->people[i] = (ElaraReviewPerson){
        .name = copy(reader, p->name),
        .kind = p->kind,
        .role = p->role,
        .confidence = p->confidence,
        .speeches = p->speeches,
        .words = p->words,
        .scenes = p->scenes,
    };
  }
  if (r->scenes) span_of(reader);
}

// --- acts, ties, turns -------------------------------------------------------

static void
acts(Reader* reader)
{
  const ElaraStory* const story = reader->story;
  ElaraReview* const r = reader->review;
  r->acts = list(reader, story->act_count + 1, sizeof *r->acts);
  if (!r->acts) return;
  r->act_count = story->act_count;
  for (size_t i = 0; i < story->act_count; i++) {
    r->acts[i] = story->acts[i];
    r->acts[i].name = copy(reader, story->acts[i].name);
  }
  if (r->act_count > 0 || story->scene_count == 0) return;
  r->act_count = 1;
  r->acts[0] = (ElaraAct){
      .name = copy(reader, "the whole"),
      .line = story->scenes[0].line,
      .scene_count = (int)story->scene_count,
      .end = story->length,
  };
}

static ElaraTie
whole_tie(const ElaraRelation* x)
{
  return (ElaraTie){x->a, x->b, 0, 0, x->weight, x->warmth, x->first_line};
}

static ElaraTie
act_tie(const ElaraStory* story, const ElaraBond* b)
{
  const ElaraRelation* const x = &story->relations[b->relation];
  return (ElaraTie){x->a,      x->b,      b->act, b->turns,
                    b->weight, b->warmth, b->line};
}

static void
ties(Reader* reader)
{
  const ElaraStory* const story = reader->story;
  ElaraReview* const r = reader->review;
  const int by_act = story->bond_count > 0 && story->act_count > 0;
  const size_t count = by_act ? story->bond_count : story->relation_count;
  r->ties = list(reader, count, sizeof *r->ties);
  if (!r->ties || r->act_count == 0) return;
  r->tie_count = count;
  double largest = 1e-9;
  for (size_t i = 0; i < count; i++) {
    r->ties[i] = by_act ? act_tie(story, &story->bonds[i])
                        : whole_tie(&story->relations[i]);
    largest = fmax(largest, r->ties[i].weight);
  }
  for (size_t i = 0; i < count; i++)
    r->ties[i].weight = fmin(r->ties[i].weight / largest, 1.0);
}

static void
turns(Reader* reader)
{
  const ElaraStory* const story = reader->story;
  ElaraReview* const r = reader->review;
  r->turns = list(reader, story->turn_count, sizeof *r->turns);
  if (!r->turns) return;
  r->turn_count = story->turn_count;
  for (size_t i = 0; i < story->turn_count; i++) {
    r->turns[i] = story->turns[i];
    r->turns[i].quote = copy(reader, story->turns[i].quote);
  }
}

// --- the events that matter --------------------------------------------------

// How much a reader who leafs through wants to be shown one.
static const double matters[ELARA_EVENT_KIND_COUNT] = {
    [ELARA_EVENT_DEATH] = 1.0,  [ELARA_EVENT_FIGHT] = .8,
    [ELARA_EVENT_KISS] = .7,    [ELARA_EVENT_REVELATION] = .8,
    [ELARA_EVENT_CHASE] = .7,   [ELARA_EVENT_MAGIC] = .6,
    [ELARA_EVENT_REUNION] = .5,
};

static double
worth(const ElaraEvent* e)
{
  return matters[e->kind] * e->strength * e->confidence;
}

// The worth of the last one that is shown.
static double
least_worth(Reader* reader)
{
  double best[MOST_MOMENTS + 1] = {0};
  for (size_t i = 0; i < reader->story->event_count; i++) {
    double w = worth(&reader->story->events[i]);
    for (size_t k = 0; k < MOST_MOMENTS; k++) {
      if (w <= best[k]) continue;
      const double pushed = best[k];
      best[k] = w;
      w = pushed;
    }
  }
  return best[MOST_MOMENTS - 1];
}

static void
moments(Reader* reader)
{
  const ElaraStory* const story = reader->story;
  ElaraReview* const r = reader->review;
  const double least = fmax(least_worth(reader), .15);
  r->moments = list(reader, story->event_count, sizeof *r->moments);
  if (!r->moments) return;
  for (size_t i = 0; i < story->event_count; i++) {
    const ElaraEvent* const e = &story->events[i];
    if (worth(e) < least || r->moment_count >= MOST_MOMENTS) continue;
    r->moments[r->moment_count] = *e;
    r->moments[r->moment_count++].quote = copy(reader, e->quote);
  }
}

void
elara_review_facts(Reader* reader)
{
  whole(reader);
  scenes(reader);
  presences(reader);
  people(reader);
  acts(reader);
  ties(reader);
  turns(reader);
  moments(reader);
}
