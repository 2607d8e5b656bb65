// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// Weather and the time of day. Weather is told by its words in action, once a
// scene; the hour by the headings, when it changes,
// and by what action says of sun and night.

#include "story/events.h"

#include <string.h>

typedef enum { HOUR_UNKNOWN, HOUR_DAY, HOUR_NIGHT, HOUR_DAWN, HOUR_DUSK } Hour;

static const struct {
  const char* word;
  Hour hour;
} hours[] = {
    {"day", HOUR_DAY},        {"morning", HOUR_DAY},   {"afternoon", HOUR_DAY},
    {"noon", HOUR_DAY},       {"midday", HOUR_DAY},    {"night", HOUR_NIGHT},
    {"midnight", HOUR_NIGHT}, {"evening", HOUR_DUSK},  {"dusk", HOUR_DUSK},
    {"sunset", HOUR_DUSK},    {"twilight", HOUR_DUSK}, {"sundown", HOUR_DUSK},
    {"dawn", HOUR_DAWN},      {"sunrise", HOUR_DAWN},  {"daybreak", HOUR_DAWN},
    {"nightfall", HOUR_DUSK},
};

static Hour
hour_of(const char* moment)
{
  ElaraToken token;
  size_t at = 0;
  while (elara_token_next(elara_span(moment), &at, &token)) {
    for (size_t i = 0; i < sizeof hours / sizeof hours[0]; i++) {
      if (strcmp(token.text, hours[i].word) == 0) return hours[i].hour;
    }
  }
  return HOUR_UNKNOWN;
}

// Words in action that say that the hour changes.
static const char* const changes[] = {
    "night falls",   "dawn breaks",  "day breaks",    "the sun rises",
    "the sun sets",  "the sun goes", "sun comes up",  "darkness falls",
    "evening falls", "first light",  "the sun sinks",
};

// Weather that one sees or hears; how much music may answer it.
static const struct {
  const char* word;
  double strength;
} weathers[] = {
    {"rain", 0.4},      {"rains", 0.4},      {"raining", 0.4},
    {"drizzle", 0.3},   {"downpour", 0.6},   {"storm", 0.7},
    {"storms", 0.5},    {"thunder", 0.7},    {"lightning", 0.7},
    {"tempest", 0.8},   {"snow", 0.4},       {"snows", 0.4},
    {"snowing", 0.4},   {"blizzard", 0.7},   {"sleet", 0.4},
    {"fog", 0.4},       {"mist", 0.35},      {"wind", 0.4},
    {"winds", 0.4},     {"gale", 0.6},       {"gust", 0.4},
    {"breeze", 0.3},    {"hailstones", 0.5}, {"frost", 0.3},
    {"hurricane", 0.8}, {"sunshine", 0.3},   {"sandstorm", 0.7},
    {"clouds", 0.3},
};

static ElaraStatus
add(ElaraEvents* events,
    ElaraEventKind kind,
    const ElaraElement* element,
    size_t at,
    double strength,
    double confidence)
{
  return elara_event_add(events,
                         (ElaraEvent){
                             .kind = kind,
                             .time = elara_event_time(element, at),
                             .line = elara_event_line(element, at),
                             .scene = element->scene,
                             .person = -1,
                             .other = -1,
                             .strength = strength,
                             .confidence = confidence,
                         },
                         elara_sentence_at(elara_span(element->text), at));
}

static ElaraStatus
add_changes(ElaraEvents* events, const ElaraElement* element)
{
  const ElaraSpan text = elara_span(element->text);
  for (size_t at = 0; at < text.n; at++) {
    if (at && text.s[at - 1] != ' ' && text.s[at - 1] != '\n') continue;
    const ElaraSpan rest = {text.s + at, text.n - at};
    for (size_t i = 0; i < sizeof changes / sizeof changes[0]; i++) {
      if (!elara_span_starts(rest, changes[i])) continue;
      ELARA_TRY(add(events, ELARA_EVENT_DAYTIME, element, at, 0.5, 0.8));
    }
  }
  return ELARA_OK;
}

// How much a word of weather asks to be heard; 0 for others.
static double
weather_strength(const ElaraToken* token)
{
  for (size_t i = 0; i < sizeof weathers / sizeof weathers[0]; i++) {
    if (strcmp(token->text, weathers[i].word) == 0) return weathers[i].strength;
  }
  return 0.0;
}

// The first word of weather in ELEMENT; *DONE when there was one.
static ElaraStatus
add_weather(ElaraEvents* events, const ElaraElement* element, int* done)
{
  const ElaraSpan text = elara_span(element->text);
  ElaraToken token;
  size_t at = 0;
  while (!*done && elara_token_next(text, &at, &token)) {
    const double strength = weather_strength(&token);
    if (strength <= 0.0) continue;
    *done = 1;
    ELARA_TRY(add(events, ELARA_EVENT_WEATHER, element,
                  (size_t)(token.span.s - text.s), strength, 0.7));
  }
  return ELARA_OK;
}

static ElaraStatus
add_hour(ElaraEvents* events, const ElaraScene* scene)
{
  return elara_event_add(
      events,
      (ElaraEvent){
          .kind = ELARA_EVENT_DAYTIME,
          .time = scene->start,
          .line = scene->line,
          .scene = events->draft->story->elements[scene->first_element].scene,
          .person = -1,
          .other = -1,
          .strength = 0.3,
          .confidence = 0.9,
      },
      elara_span(scene->heading));
}

static ElaraStatus
read_scene(ElaraEvents* events, const ElaraScene* scene, Hour* hour)
{
  const ElaraStory* const story = events->draft->story;
  const Hour now = hour_of(scene->moment);
  int weather = 0;
  if (now != HOUR_UNKNOWN && *hour != HOUR_UNKNOWN && now != *hour) {
    ELARA_TRY(add_hour(events, scene));
  }
  if (now != HOUR_UNKNOWN) *hour = now;
  for (int i = 0; i < scene->element_count; i++) {
    const ElaraElement* const e = &story->elements[scene->first_element + i];
    if (e->kind != ELARA_ELEMENT_ACTION) continue;
    ELARA_TRY(add_changes(events, e));
    if (!weather) ELARA_TRY(add_weather(events, e, &weather));
  }
  return ELARA_OK;
}

ElaraStatus
elara_events_atmosphere(ElaraEvents* events)
{
  const ElaraStory* const story = events->draft->story;
  Hour hour = HOUR_UNKNOWN;
  for (size_t i = 0; i < story->scene_count; i++) {
    ELARA_TRY(read_scene(events, &story->scenes[i], &hour));
  }
  return ELARA_OK;
}
