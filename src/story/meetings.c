// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// Entrances, first meetings and reunions: who is where, by speech and by
// name in action.

#include "story/events.h"

#include <string.h>

#define MOST_PRINCIPALS 12
#define APART_SHARE 0.12 // of the story's length: long enough to be missed
#define APART_S 60.0

// A person's first sight of the audience.
typedef struct {
  int element;  // -1 not yet
  int at;       // offset of the name in its text
  int capitals; // introduced in capitals, as scripts do
} Sight;

// Extensions of those who are heard, not seen.
static const char* const unseen[] = {"V.O",     "O.S",      "O. S",   "VO",
                                     "OS",      "V. O",     "on the", "over",
                                     "through", "filtered", "from",   "off"};

int
elara_cue_is_unseen(const ElaraElement* cue)
{
  for (size_t i = 0; i < sizeof unseen / sizeof unseen[0]; i++) {
    if (elara_span_starts(elara_span(cue->extra), unseen[i])) return 1;
  }
  return 0;
}

static int
in_capitals(const char* text, int at)
{
  ElaraToken token;
  size_t from = (size_t)at;
  return elara_token_next(elara_span(text), &from, &token) && token.all_caps;
}

// A name in capitals beats an earlier passing mention ("Vante's house"), but
// not the person's own presence in speech.
static void
see(Sight* sight, int element, int at, int capitals)
{
  if (sight->element < 0 || (capitals && !sight->capitals)) {
    *sight = (Sight){element, at, capitals};
  }
}

static void
first_sights(const ElaraDraft* draft, Sight* sights)
{
  const ElaraStory* const story = draft->story;
  size_t m = 0;
  for (size_t i = 0; i < story->element_count; i++) {
    const ElaraElement* const e = &story->elements[i];
    for (; m < draft->mentions.count &&
           draft->mentions.items[m].element == (int)i;
         m++) {
      const ElaraMention* const mention = &draft->mentions.items[m];
      see(&sights[mention->person], (int)i, mention->at,
          in_capitals(e->text, mention->at));
    }
    if (e->kind == ELARA_ELEMENT_CHARACTER && e->person >= 0 &&
        !elara_cue_is_unseen(e)) {
      see(&sights[e->person], (int)i, 0, 1);
    }
  }
}

static double
entrance_strength(ElaraRole role)
{
  static const double strengths[ELARA_ROLE_COUNT] = {
      [ELARA_ROLE_PROTAGONIST] = 1.0, [ELARA_ROLE_ANTAGONIST] = 1.0,
      [ELARA_ROLE_PRINCIPAL] = 0.8,   [ELARA_ROLE_SUPPORTING] = 0.5,
      [ELARA_ROLE_EXTRA] = 0.2,
  };
  return strengths[role];
}

static ElaraSpan
words_at(const ElaraStory* story, int element, int at)
{
  const ElaraElement* const e = &story->elements[element];
  if (e->kind != ELARA_ELEMENT_CHARACTER) {
    return elara_sentence_at(elara_span(e->text), (size_t)at);
  }
  for (size_t i = (size_t)element + 1; i < story->element_count; i++) {
    if (elara_is_speech(story->elements[i].kind)) {
      return elara_sentence_at(elara_span(story->elements[i].text), 0);
    }
  }
  return elara_span(e->text);
}

static ElaraStatus
add_entrances(ElaraEvents* events, const Sight* sights)
{
  const ElaraStory* const story = events->draft->story;
  for (size_t i = 0; i < story->person_count; i++) {
    if (sights[i].element < 0) continue;
    const ElaraPerson* const person = &story->people[i];
    const ElaraElement* const e = &story->elements[sights[i].element];
    ELARA_TRY(
        elara_event_add(events,
                        (ElaraEvent){
                            .kind = ELARA_EVENT_ENTRANCE,
                            .time = elara_event_time(e, (size_t)sights[i].at),
                            .line = elara_event_line(e, (size_t)sights[i].at),
                            .scene = e->scene,
                            .person = (int)i,
                            .other = -1,
                            .strength = entrance_strength(person->role),
                            .confidence = sights[i].capitals ? 0.9 : 0.6,
                        },
                        words_at(story, sights[i].element, sights[i].at)));
  }
  return ELARA_OK;
}

// Principals' presence, scene by scene.

typedef struct {
  int people[MOST_PRINCIPALS];
  size_t count;
  int here[MOST_PRINCIPALS]; // element of the first sight in the scene, -1
  ElaraTime last[MOST_PRINCIPALS][MOST_PRINCIPALS]; // last time together
} Cast;

static int
is_principal(ElaraRole role)
{
  return role == ELARA_ROLE_PRINCIPAL || role == ELARA_ROLE_PROTAGONIST ||
         role == ELARA_ROLE_ANTAGONIST;
}

static void
be_here(Cast* cast, int person, int element)
{
  for (size_t i = 0; i < cast->count; i++) {
    if (cast->people[i] == person && cast->here[i] < 0) cast->here[i] = element;
  }
}

static ElaraStatus
add_pair(ElaraEvents* events,
         const Cast* cast,
         size_t a,
         size_t b,
         ElaraEventKind kind)
{
  const ElaraStory* const story = events->draft->story;
  const int element =
      cast->here[a] > cast->here[b] ? cast->here[a] : cast->here[b];
  const ElaraElement* const e = &story->elements[element];
  const ElaraRole x = story->people[cast->people[a]].role;
  const ElaraRole y = story->people[cast->people[b]].role;
  const int hero = x == ELARA_ROLE_PROTAGONIST || y == ELARA_ROLE_PROTAGONIST;
  const int foe = x == ELARA_ROLE_ANTAGONIST || y == ELARA_ROLE_ANTAGONIST;
  return elara_event_add(events,
                         (ElaraEvent){
                             .kind = kind,
                             .time = e->start,
                             .line = e->line,
                             .scene = e->scene,
                             .person = cast->people[a],
                             .other = cast->people[b],
                             .strength = 0.5 + 0.25 * hero + 0.25 * foe,
                             .confidence = 0.8,
                         },
                         words_at(story, element, 0));
}

// A pair shares a scene for the first time, or after a long time apart.
static ElaraStatus
read_pair(ElaraEvents* events,
          Cast* cast,
          size_t a,
          size_t b,
          const ElaraScene* scene)
{
  const ElaraStory* const story = events->draft->story;
  const double length = elara_time_s(story->length);
  ElaraTime* const last = &cast->last[a][b];
  if (cast->here[a] < 0 || cast->here[b] < 0) return ELARA_OK;
  const double apart = elara_time_s(scene->start - *last);
  const int first = *last < 0;
  *last = scene->end;
  if (first) return add_pair(events, cast, a, b, ELARA_EVENT_MEETING);
  if (apart < APART_SHARE * length || apart < APART_S) return ELARA_OK;
  return add_pair(events, cast, a, b, ELARA_EVENT_REUNION);
}

static ElaraStatus
read_pairs(ElaraEvents* events, Cast* cast, const ElaraScene* scene)
{
  for (size_t a = 0; a < cast->count; a++) {
    for (size_t b = a + 1; b < cast->count; b++) {
      ELARA_TRY(read_pair(events, cast, a, b, scene));
    }
  }
  return ELARA_OK;
}

// A montage, or a transition without a heading after it, brings other people
// to other places within what Fountain calls one scene.
static int
changes_place(const ElaraElement* element)
{
  static const char* const openings[] = {"MONTAGE", "SERIES OF SHOTS",
                                         "INTERCUT", "-- "};
  if (element->kind == ELARA_ELEMENT_TRANSITION) return 1;
  if (element->kind != ELARA_ELEMENT_ACTION) return 0;
  for (size_t i = 0; i < sizeof openings / sizeof openings[0]; i++) {
    if (elara_span_starts(elara_span(element->text), openings[i])) return 1;
  }
  return 0;
}

static void
clear_stage(Cast* cast)
{
  for (size_t i = 0; i < cast->count; i++) {
    cast->here[i] = -1;
  }
}

static ElaraStatus
add_meetings(ElaraEvents* events, Cast* cast)
{
  const ElaraDraft* const draft = events->draft;
  const ElaraStory* const story = draft->story;
  size_t m = 0;
  for (size_t s = 0; s < story->scene_count; s++) {
    const ElaraScene* const scene = &story->scenes[s];
    const int end = scene->first_element + scene->element_count;
    clear_stage(cast);
    for (int i = scene->first_element; i < end; i++) {
      const ElaraElement* const e = &story->elements[i];
      if (changes_place(e)) {
        ELARA_TRY(read_pairs(events, cast, scene));
        clear_stage(cast);
      }
      for (; m < draft->mentions.count && draft->mentions.items[m].element <= i;
           m++) {
        be_here(cast, draft->mentions.items[m].person, i);
      }
      const int cue = e->kind == ELARA_ELEMENT_CHARACTER;
      if (cue && !elara_cue_is_unseen(e)) be_here(cast, e->person, i);
    }
    ELARA_TRY(read_pairs(events, cast, scene));
  }
  return ELARA_OK;
}

ElaraStatus
elara_events_meetings(ElaraEvents* events)
{
  const ElaraStory* const story = events->draft->story;
  Sight* const sights = (Sight*)elara_arena_array(
      events->draft->scratch, story->person_count, sizeof *sights);
  ELARA_TRY_PTR(sights);
  for (size_t i = 0; i < story->person_count; i++) {
    sights[i].element = -1;
  }
  first_sights(events->draft, sights);
  ELARA_TRY(add_entrances(events, sights));
  Cast cast = {.count = 0};
  for (size_t i = 0; i < story->person_count; i++) {
    if (cast.count < MOST_PRINCIPALS && is_principal(story->people[i].role)) {
      cast.people[cast.count++] = (int)i;
    }
  }
  for (size_t a = 0; a < cast.count; a++) {
    for (size_t b = 0; b < cast.count; b++) {
      cast.last[a][b] = -1;
    }
  }
  return add_meetings(events, &cast);
}
