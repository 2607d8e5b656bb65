// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// Stories made by hand, a line at a time, each line a beat that feels as its
// scene is told to: enough for one rule of review/ at a time. Lists that a
// story may lack (presences, acts, bonds, turns) are missing here.

#ifndef ELARA_TESTS_REVIEW_TOY_H
#define ELARA_TESTS_REVIEW_TOY_H

#include "model/story.h"

#include <string.h>

#define TOY_MOST 4000

typedef struct {
  ElaraStory* story;
  int line;
  int scene_of[40]; // of each person, where counted last; from 1
} Toy;

static inline Toy
toy_begin(void)
{
  ElaraArena* const arena = elara_arena_new();
  ElaraStory* const s = elara_arena_alloc(arena, sizeof *s);
  s->arena = arena;
  s->title = "THE TOY";
  s->author = "Nobody";
  s->source_name = "toy.fountain";
  s->format_confidence = s->time_scale = 1.0;
  s->time_error = .25;
  s->pages = 1;
  s->elements = elara_arena_array(arena, TOY_MOST, sizeof *s->elements);
  s->beats = elara_arena_array(arena, TOY_MOST, sizeof *s->beats);
  s->scenes = elara_arena_array(arena, 200, sizeof *s->scenes);
  s->people = elara_arena_array(arena, 40, sizeof *s->people);
  s->events = elara_arena_array(arena, 100, sizeof *s->events);
  s->relations = elara_arena_array(arena, 100, sizeof *s->relations);
  return (Toy){.story = s, .line = 1};
}

static inline int
toy_person(Toy* toy, const char* name, ElaraRole role, double confidence)
{
  ElaraStory* const s = toy->story;
  s->people[s->person_count] = (ElaraPerson){.name = name,
                                             .aliases = "",
                                             .evidence = "",
                                             .role = role,
                                             .confidence = confidence};
  return (int)s->person_count++;
}

static inline void
toy_element(Toy* toy,
            ElaraElementKind kind,
            int person,
            const char* text,
            double seconds,
            int words)
{
  ElaraStory* const s = toy->story;
  ElaraScene* const scene = &s->scenes[s->scene_count - 1];
  ElaraElement* const e = &s->elements[s->element_count++];
  *e = (ElaraElement){
      .kind = kind,
      .line = toy->line,
      .line_last = toy->line,
      .scene = (int)s->scene_count - 1,
      .person = person,
      .text = text,
      .extra = "",
      .words = words,
      .start = s->length,
      .end = s->length + elara_time_from_s(seconds),
  };
  s->length = e->end;
  scene->element_count++;
  scene->line_last = toy->line++;
  scene->end = s->length;
}

// A beat of the last COUNT elements.
static inline void
toy_beat(Toy* toy, int count)
{
  ElaraStory* const s = toy->story;
  const int first = (int)s->element_count - count;
  const ElaraElement* const e = &s->elements[first];
  s->beats[s->beat_count++] = (ElaraBeat){
      .scene = e->scene,
      .line = e->line,
      .line_last = toy->line - 1,
      .first_element = first,
      .element_count = count,
      .start = e->start,
      .end = s->length,
      .feeling = s->scenes[e->scene].feeling,
      .evidence_line = toy->line - 1,
      .evidence = "",
  };
}

static inline void
toy_scene(Toy* toy, const char* place, ElaraFeeling feeling)
{
  ElaraStory* const s = toy->story;
  s->scenes[s->scene_count++] = (ElaraScene){
      .heading = place,
      .place = place,
      .moment = "",
      .line = toy->line,
      .first_element = (int)s->element_count,
      .start = s->length,
      .end = s->length,
      .feeling = feeling,
  };
  toy_element(toy, ELARA_ELEMENT_HEADING, -1, place, 1.0, 0);
  toy_beat(toy, 1);
}

static inline int
toy_words(const char* text)
{
  int words = 1;
  for (; *text; text++)
    words += *text == ' ';
  return words;
}

static inline void
toy_say(Toy* toy, int person, const char* text, double seconds)
{
  ElaraStory* const s = toy->story;
  ElaraPerson* const p = &s->people[person];
  toy_element(toy, ELARA_ELEMENT_CHARACTER, person, p->name, 0.0, 0);
  toy_element(toy, ELARA_ELEMENT_DIALOGUE, person, text, seconds,
              toy_words(text));
  toy_beat(toy, 2);
  p->speeches++;
  p->words += toy_words(text);
  if (toy->scene_of[person] != (int)s->scene_count) p->scenes++;
  toy->scene_of[person] = (int)s->scene_count;
}

static inline void
toy_do(Toy* toy, const char* text, double seconds)
{
  toy_element(toy, ELARA_ELEMENT_ACTION, -1, text, seconds, toy_words(text));
  toy_beat(toy, 1);
}

static inline void
toy_event(Toy* toy, ElaraEventKind kind, int person)
{
  ElaraStory* const s = toy->story;
  s->events[s->event_count++] = (ElaraEvent){
      .kind = kind,
      .time = s->length,
      .line = toy->line - 1,
      .scene = (int)s->scene_count - 1,
      .person = person,
      .other = -1,
      .strength = 1.0,
      .confidence = 1.0,
      .quote = "",
  };
}

static const ElaraFeeling toy_calm = {.1, -.1, -.1, 0.0};
static const ElaraFeeling toy_dark = {-.6, .5, .7, -.5};
static const ElaraFeeling toy_funny = {.6, .2, -.5, .7};

#endif
