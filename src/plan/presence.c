// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// Presence: how much of a cue each theme could claim, counted in spoken words
// from who speaks, who is named, what happens to whom, and where we are.

#include "plan/treat.h"

#include <string.h>

PlanPresence*
elara_plan_presence(const PlanCasting* c, size_t theme, size_t cue)
{
  return &c->grid[theme * c->room->plan->cue_count + cue];
}

static void
count_in(PlanCasting* c,
         size_t theme,
         size_t cue,
         double amount,
         int on_stage,
         int line,
         const char* how)
{
  PlanPresence* const p = elara_plan_presence(c, theme, cue);
  p->amount += amount;
  // The line cited is where the person is first seen or heard, if ever.
  if (p->line == 0 || (on_stage && !p->on_stage)) {
    p->line = line;
    p->how = how;
  }
  if (on_stage) p->on_stage = 1;
}

// Last word of "MRS. QUILL", unless it is short.
static const char*
last_name(const char* name)
{
  const char* const space = strrchr(name, ' ');
  return space && strlen(space + 1) > 3 ? space + 1 : name;
}

static void
count_element(PlanCasting* c, const ElaraElement* e, size_t theme, size_t cue)
{
  const ElaraThemeRole* const t = &c->room->plan->themes[theme];
  if (t->kind == ELARA_THEME_IDEA) {
    if (e->kind == ELARA_ELEMENT_ACTION &&
        elara_plan_mentions(e->text, t->name)) {
      count_in(c, theme, cue, 12.0, 1, e->line, "is named");
    }
    return;
  }
  if (t->kind != ELARA_THEME_PERSON) return;
  const int speech =
      e->kind == ELARA_ELEMENT_DIALOGUE || e->kind == ELARA_ELEMENT_LYRIC;
  if (speech && t->person >= 0 && e->person == t->person) {
    count_in(c, theme, cue, 2.0 + e->words, 1, e->line, "speaks");
  } else if ((speech || e->kind == ELARA_ELEMENT_ACTION) &&
             elara_plan_mentions(e->text, last_name(t->name))) {
    if (speech) {
      count_in(c, theme, cue, 3.0, 0, e->line, "is spoken of");
    } else {
      count_in(c, theme, cue, 8.0, 1, e->line, "is seen");
    }
  }
}

static void
count_elements(PlanCasting* c)
{
  const PlanRoom* const room = c->room;
  for (size_t cue = 0; cue < room->plan->cue_count; cue++) {
    const ElaraCue* const q = &room->plan->cues[cue];
    for (size_t i = 0; i < room->story->element_count; i++) {
      const ElaraElement* const e = &room->story->elements[i];
      if (e->start < q->start || e->start >= q->end) continue;
      for (size_t t = 0; t < room->plan->theme_count; t++) {
        count_element(c, e, t, cue);
      }
    }
  }
}

// In spoken words: whose moment this is, the music knows.
static double
event_weight(ElaraEventKind kind)
{
  switch (kind) {
  case ELARA_EVENT_DEATH:
    return 120.0;
  case ELARA_EVENT_REUNION:
  case ELARA_EVENT_KISS:
    return 50.0;
  case ELARA_EVENT_REVELATION:
  case ELARA_EVENT_MAGIC:
  case ELARA_EVENT_ENTRANCE:
    return 25.0;
  default:
    return 10.0;
  }
}

static void
count_events(PlanCasting* c)
{
  const PlanRoom* const room = c->room;
  for (size_t i = 0; i < room->story->event_count; i++) {
    const ElaraEvent* const event = &room->story->events[i];
    const double size = event->strength * event->confidence;
    for (size_t t = 0; t < room->plan->theme_count; t++) {
      const ElaraThemeRole* const theme = &room->plan->themes[t];
      const int person =
          theme->kind == ELARA_THEME_PERSON && theme->person >= 0 &&
          (event->person == theme->person || event->other == theme->person);
      // Only a death that the reader is fairly sure of is mourned.
      if (event->kind == ELARA_EVENT_DEATH && size >= .3 &&
          event->person >= 0 && theme->person >= 0 &&
          (event->person == theme->person || event->person == theme->other)) {
        if (c->death[t] < 0) {
          c->death[t] = event->time;
          c->death_line[t] = event->line;
        }
      }
      const int idea =
          theme->kind == ELARA_THEME_IDEA && event->kind == ELARA_EVENT_MAGIC;
      if (!person && !idea) continue;
      for (size_t cue = 0; cue < room->plan->cue_count; cue++) {
        if (!elara_plan_event_in(event, &room->plan->cues[cue])) continue;
        count_in(c, t, cue, event_weight(event->kind) * size, 1, event->line,
                 idea ? "answers the magic" : "acts");
      }
    }
  }
}

static size_t
theme_of_person(const PlanRoom* room, int person)
{
  for (size_t t = 0; t < room->plan->theme_count; t++) {
    if (room->plan->themes[t].kind == ELARA_THEME_PERSON &&
        room->plan->themes[t].person == person) {
      return t;
    }
  }
  return room->plan->theme_count;
}

// Words of PERSON in CUE, for bonds of people without a theme of their own.
static double
words_of(const PlanRoom* room, int person, const ElaraCue* cue, int* line)
{
  double words = 0.0;
  for (size_t i = 0; i < room->story->element_count; i++) {
    const ElaraElement* const e = &room->story->elements[i];
    if (e->start < cue->start || e->start >= cue->end) continue;
    if (e->kind != ELARA_ELEMENT_DIALOGUE || e->person != person) continue;
    words += 2.0 + e->words;
    if (*line == 0) *line = e->line;
  }
  return words;
}

static double
amount_of(PlanCasting* c, int person, size_t cue, int* line)
{
  const size_t t = theme_of_person(c->room, person);
  if (t >= c->room->plan->theme_count) {
    return words_of(c->room, person, &c->room->plan->cues[cue], line);
  }
  const PlanPresence* const p = elara_plan_presence(c, t, cue);
  *line = p->line;
  return p->on_stage ? p->amount : 0.0;
}

int
elara_plan_event_between(const PlanRoom* room,
                         const ElaraThemeRole* bond,
                         const ElaraCue* cue)
{
  for (size_t i = 0; i < room->story->event_count; i++) {
    const ElaraEvent* const e = &room->story->events[i];
    if (!elara_plan_event_in(e, cue)) continue;
    if (e->kind != ELARA_EVENT_REUNION && e->kind != ELARA_EVENT_KISS) continue;
    if ((e->person == bond->person && e->other == bond->other) ||
        (e->person == bond->other && e->other == bond->person)) {
      return e->line;
    }
  }
  return 0;
}

// A bond sounds when both are there and the cue is about feeling, not deeds.
static void
count_bond(PlanCasting* c, size_t theme, size_t cue)
{
  const PlanRoom* const room = c->room;
  const ElaraThemeRole* const bond = &room->plan->themes[theme];
  const ElaraCue* const q = &room->plan->cues[cue];
  int line_a = 0;
  int line_b = 0;
  const double a = amount_of(c, bond->person, cue, &line_a);
  const double b = amount_of(c, bond->other, cue, &line_b);
  const double both = a < b ? a : b;
  if (both <= 0.0) return;
  const int inward =
      q->mood == ELARA_MOOD_TENDERNESS || q->mood == ELARA_MOOD_ROMANCE ||
      q->mood == ELARA_MOOD_SORROW || q->mood == ELARA_MOOD_NOSTALGIA ||
      q->mood == ELARA_MOOD_SERENITY;
  const int line = elara_plan_event_between(room, bond, q);
  const double amount = both * (line ? 3.0 : inward ? 1.6 : .8);
  count_in(c, theme, cue, amount, 1,
           line              ? line
           : line_a > line_b ? line_a
                             : line_b,
           "are together");
}

static void
count_place(PlanCasting* c, size_t theme, size_t cue)
{
  const PlanRoom* const room = c->room;
  const char* const name = room->plan->themes[theme].name;
  for (size_t i = room->first[cue]; i < room->last[cue]; i++) {
    const PlanCell* const cell = &room->cells[i];
    if (cell->scene < 0) continue;
    const ElaraScene* const scene = &room->story->scenes[cell->scene];
    if (!elara_plan_mentions(scene->place, name)) continue;
    const double seconds = elara_time_s(cell->end - cell->start);
    count_in(c, theme, cue, seconds * (cell->scene_start ? .8 : .25), 1,
             cell->scene_start ? scene->line : cell->line, "is where we are");
  }
}

static void
count_idea(PlanCasting* c, size_t theme, size_t cue)
{
  const PlanRoom* const room = c->room;
  const ElaraCue* const q = &room->plan->cues[cue];
  const double seconds = elara_time_s(q->end - q->start);
  const double weight =
      (cue == 0 ? .9 : .12) + .5 * q->importance * q->importance +
      (q->mood == ELARA_MOOD_WONDER || q->mood == ELARA_MOOD_MYSTERY ? .25
                                                                     : 0.0);
  PlanPresence* const p = elara_plan_presence(c, theme, cue);
  const int line = p->line > 0 ? p->line : q->line;
  count_in(c, theme, cue, weight * seconds, 1, line,
           cue == 0 ? "opens the story" : "stands behind the scene");
}

void
elara_plan_count_presence(PlanCasting* c)
{
  count_elements(c);
  count_events(c);
  for (size_t t = 0; t < c->room->plan->theme_count; t++) {
    for (size_t cue = 0; cue < c->room->plan->cue_count; cue++) {
      switch (c->room->plan->themes[t].kind) {
      case ELARA_THEME_BOND:
        count_bond(c, t, cue);
        break;
      case ELARA_THEME_PLACE:
        count_place(c, t, cue);
        break;
      case ELARA_THEME_IDEA:
        count_idea(c, t, cue);
        break;
      default:
        break;
      }
    }
  }
}
