// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// A story of any length made of nothing but a seed: scenes in six places, five
// people, feelings that wander and come to a head late, events where they are
// likely. Enough for planning; the words are of no account.

#ifndef ELARA_TESTS_TOY_STORY_H
#define ELARA_TESTS_TOY_STORY_H

#include "base/random.h"
#include "model/story.h"

#include <math.h>

typedef struct {
  ElaraStory* story;
  ElaraRandom random;
  size_t element_capacity;
  size_t scene_capacity;
  size_t beat_capacity;
  size_t event_capacity;
  int line;
} Toy;

#define TOY_ADD(toy, list, value)                                              \
  (elara_arena_grow((toy)->story->arena, (void**)&(toy)->story->list##s,       \
                    sizeof *(toy)->story->list##s, (toy)->story->list##_count, \
                    &(toy)->list##_capacity)                                   \
       ? (void)((toy)->story->list##s[(toy)->story->list##_count++] = (value)) \
       : (void)0)

static inline void
toy_element(Toy* toy,
            ElaraElementKind kind,
            int person,
            const char* text,
            double seconds)
{
  ElaraStory* const story = toy->story;
  const ElaraElement element = {
      .kind = kind,
      .line = toy->line,
      .line_last = toy->line,
      .scene = (int)story->scene_count,
      .person = person,
      .text = text,
      .extra = "",
      .words = kind == ELARA_ELEMENT_DIALOGUE ? (int)(seconds * 3.0) : 5,
      .start = story->length,
      .end = story->length + elara_time_from_s(seconds),
  };
  toy->line += 2;
  story->length = element.end;
  TOY_ADD(toy, element, element);
}

static inline double
toy_wave(double x, double phase)
{
  return sin(x * 6.2831853 + phase);
}

static inline ElaraFeeling
toy_feeling(Toy* toy, double x)
{
  const double head = exp(-(x - .88) * (x - .88) / .006);
  ElaraFeeling f = {
      .valence = .5 * toy_wave(x * 5.0, 1.0) - .5 * head +
                 elara_random_range(&toy->random, -.3, .3),
      .arousal = .5 * toy_wave(x * 7.0, 2.0) + .6 * head +
                 elara_random_range(&toy->random, -.3, .3),
      .tension = .4 * toy_wave(x * 3.0, 4.0) + .6 * head +
                 elara_random_range(&toy->random, -.3, .3),
      .levity = .4 * toy_wave(x * 4.0, .5) - .5 * head,
  };
  double* const v[] = {&f.valence, &f.arousal, &f.tension, &f.levity};
  for (int i = 0; i < 4; i++) {
    *v[i] = *v[i] < -1.0 ? -1.0 : *v[i] > 1.0 ? 1.0 : *v[i];
  }
  return f;
}

static inline void
toy_event(Toy* toy, ElaraTime time, int line, ElaraEventKind kind)
{
  const ElaraEvent event = {
      .kind = kind,
      .time = time,
      .line = line,
      .scene = (int)toy->story->scene_count,
      .person = elara_random_index(&toy->random, 5),
      .other = -1,
      .strength = elara_random_range(&toy->random, .5, 1.0),
      .confidence = elara_random_range(&toy->random, .6, 1.0),
      .quote = "Something happens here, all at once.",
  };
  TOY_ADD(toy, event, event);
}

// One beat of 5 to 40 seconds: action and talk.
static inline void
toy_beat(Toy* toy, double x)
{
  static const ElaraEventKind kinds[] = {
      ELARA_EVENT_ENTRANCE, ELARA_EVENT_MEETING, ELARA_EVENT_FIGHT,
      ELARA_EVENT_CHASE,    ELARA_EVENT_MAGIC,   ELARA_EVENT_REVELATION,
      ELARA_EVENT_DEATH,    ELARA_EVENT_SOUND,   ELARA_EVENT_SILENCE,
      ELARA_EVENT_JOKE};
  ElaraStory* const story = toy->story;
  ElaraBeat beat = {
      .scene = (int)story->scene_count,
      .line = toy->line,
      .first_element = (int)story->element_count,
      .start = story->length,
      .feeling = toy_feeling(toy, x),
      .evidence = "Something is felt here.",
  };
  double spoken = 0.0;
  const int paragraphs = 2 + elara_random_index(&toy->random, 7);
  for (int i = 0; i < paragraphs; i++) {
    const double seconds = elara_random_range(&toy->random, 1.5, 5.0);
    if (elara_random_chance(&toy->random, .3)) {
      toy_event(toy, story->length, toy->line,
                kinds[elara_random_index(&toy->random, 10)]);
    }
    if (elara_random_chance(&toy->random, .5)) {
      toy_element(toy, ELARA_ELEMENT_DIALOGUE,
                  elara_random_index(&toy->random, 5), "Words are said.",
                  seconds);
      spoken += seconds;
    } else {
      toy_element(toy, ELARA_ELEMENT_ACTION, -1,
                  "Ada crosses the floor. **The door opens.**", seconds);
    }
  }
  beat.line_last = toy->line - 2;
  beat.evidence_line = beat.line;
  beat.element_count = (int)story->element_count - beat.first_element;
  beat.end = story->length;
  beat.speech = fmin(1.0, spoken / elara_time_s(beat.end - beat.start));
  TOY_ADD(toy, beat, beat);
}

static inline void
toy_scene(Toy* toy, double length_s)
{
  static const char* const places[] = {"THE HARBOUR",     "THE MILL - LOFT",
                                       "THE MILL - YARD", "A LONG ROAD",
                                       "THE COURT",       "THE SHORE"};
  ElaraStory* const story = toy->story;
  const char* const place = places[elara_random_index(&toy->random, 6)];
  ElaraScene scene = {
      .heading = place,
      .place = place,
      .moment = "DAY",
      .interior = 0,
      .line = toy->line,
      .first_element = (int)story->element_count,
      .start = story->length,
  };
  const double scene_s = elara_random_range(&toy->random, 25.0, 160.0);
  toy_element(toy, ELARA_ELEMENT_HEADING, -1, place, 1.5);
  const size_t first_beat = story->beat_count;
  do {
    toy_beat(toy, elara_time_s(story->length) / length_s);
  } while (elara_time_s(story->length - scene.start) < scene_s &&
           elara_time_s(story->length) < length_s);
  // The heading belongs to the first beat.
  story->beats[first_beat].first_element--;
  story->beats[first_beat].element_count++;
  story->beats[first_beat].start = scene.start;
  story->beats[first_beat].line = scene.line;
  scene.element_count = (int)story->element_count - scene.first_element;
  scene.end = story->length;
  scene.line_last = toy->line - 2;
  scene.feeling = story->beats[first_beat].feeling;
  TOY_ADD(toy, scene, scene);
}

static inline void
toy_cast(Toy* toy)
{
  static const char* const names[] = {"ADA", "BEN", "MRS. CROW", "DILL", "EVE"};
  ElaraStory* const story = toy->story;
  story->people = elara_arena_array(story->arena, 5, sizeof *story->people);
  story->person_count = 5;
  for (int i = 0; i < 5; i++) {
    story->people[i] = (ElaraPerson){
        .name = names[i],
        .aliases = "",
        .evidence = "",
        .role = i == 0   ? ELARA_ROLE_PROTAGONIST
                : i == 2 ? ELARA_ROLE_ANTAGONIST
                : i == 1 ? ELARA_ROLE_PRINCIPAL
                         : ELARA_ROLE_SUPPORTING,
        .confidence = .8,
        .speeches = 50 - 9 * i,
        .words = 500 - 90 * i,
        .scenes = 12 - 2 * i,
        .first_line = 4 + i,
        .first_time = elara_time_from_s(3.0 + i),
        .feeling = {.1 * i - .2, .1, .0, .0},
    };
  }
  story->relations =
      elara_arena_array(story->arena, 2, sizeof *story->relations);
  story->relation_count = 2;
  story->relations[0] = (ElaraRelation){0, 1, 1.0, .6, 9};
  story->relations[1] = (ElaraRelation){0, 2, .7, -.7, 12};
}

static inline ElaraStory*
toy_story(double length_s, uint64_t seed)
{
  ElaraArena* const arena = elara_arena_new();
  ElaraStory* const story = elara_arena_alloc(arena, sizeof *story);
  Toy toy = {
      .story = story,
      .random = elara_random(seed, "toy", 0, 0),
      .line = 3,
  };
  story->arena = arena;
  story->title = "THE LONG WAY OF THE HARBOUR BELL";
  story->author = "Nobody";
  story->source_name = "toy.fountain";
  story->time_scale = 1.0;
  story->pages = 1;
  while (elara_time_s(story->length) < length_s)
    toy_scene(&toy, length_s);
  toy_cast(&toy);
  return story;
}

#endif
