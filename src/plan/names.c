// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// Names of cues, as on a cue sheet: act, "m", number, short title. The title
// is taken from the script where it raises its own voice (bold or capitals),
// else from what happens, else from the place, the people, the mood.

#include "plan/room.h"

#include <string.h>

#define LABEL_MOST 34

// Titles of what happens. %s is the person, then the other person.
typedef struct {
  const char* alone; // nobody in particular
  const char* one;
  const char* two;
} EventTitle;

static const EventTitle titles[ELARA_EVENT_KIND_COUNT] = {
    [ELARA_EVENT_ENTRANCE] = {NULL, "Enter %s", NULL},
    [ELARA_EVENT_MEETING] = {NULL, NULL, "%s Meets %s"},
    [ELARA_EVENT_REUNION] = {"Reunion", "%s Returns", "%s and %s Again"},
    [ELARA_EVENT_DEATH] = {"A Death", "Farewell, %s", "Farewell, %s"},
    [ELARA_EVENT_FIGHT] = {"The Fight", "%s Fights", "%s against %s"},
    [ELARA_EVENT_CHASE] = {"The Chase", "%s Runs", NULL},
    [ELARA_EVENT_KISS] = {"The Kiss", "The Kiss", "%s and %s"},
    [ELARA_EVENT_REVELATION] = {"The Truth", "What %s Learns", NULL},
    [ELARA_EVENT_MAGIC] = {"Enchantment", "The Magic of %s", NULL},
};

typedef struct {
  PlanRoom* room;
  const char** used;
  size_t used_count;
} Namer;

static int
fits(const Namer* namer, const char* label)
{
  if (!label || strlen(label) < 3 || strlen(label) > LABEL_MOST) return 0;
  for (size_t i = 0; i < namer->used_count; i++) {
    if (strcmp(namer->used[i], label) == 0) return 0;
  }
  return 1;
}

static const char*
label_from_voice(Namer* namer, const ElaraCue* cue)
{
  const ElaraStory* const story = namer->room->story;
  for (size_t i = 0; i < story->element_count; i++) {
    const ElaraElement* const element = &story->elements[i];
    if (element->start < cue->start) continue;
    if (element->start >= cue->end) break;
    if (element->kind != ELARA_ELEMENT_ACTION) continue;
    const char* const label =
        elara_plan_raised_voice(namer->room, element, NULL);
    if (fits(namer, label)) return label;
  }
  return NULL;
}

static const char*
person_name(PlanRoom* room, int person)
{
  if (person < 0 || (size_t)person >= room->story->person_count) return NULL;
  const ElaraPerson* const p = &room->story->people[person];
  if (p->role == ELARA_ROLE_EXTRA) return NULL;
  return elara_plan_title_case(room->scratch, p->name);
}

static const char*
event_label(PlanRoom* room, const ElaraEvent* event)
{
  const EventTitle* const title = &titles[event->kind];
  const char* const a = person_name(room, event->person);
  const char* const b = person_name(room, event->other);
  if (a && b && title->two) {
    // Formats come from the table above and hold at most two %s.
    const char* const second = strstr(title->two, "%s");
    if (!strstr(second + 2, "%s")) {
      return elara_arena_printf(room->scratch, "%.*s%s%s",
                                (int)(second - title->two), title->two, a,
                                second + 2);
    }
    const char* const third = strstr(second + 2, "%s");
    return elara_arena_printf(
        room->scratch, "%.*s%s%.*s%s%s", (int)(second - title->two), title->two,
        a, (int)(third - second - 2), second + 2, b, third + 2);
  }
  if (a && title->one) {
    const char* const hole = strstr(title->one, "%s");
    if (!hole) return title->one;
    return elara_arena_printf(room->scratch, "%.*s%s%s",
                              (int)(hole - title->one), title->one, a,
                              hole + 2);
  }
  return a || event->kind == ELARA_EVENT_ENTRANCE ? NULL : title->alone;
}

// Few things are said so well as in the script's own words, when they are few.
static const char*
title_of_event(Namer* namer, const ElaraEvent* event)
{
  const int person =
      event->kind == ELARA_EVENT_ENTRANCE || event->kind == ELARA_EVENT_MEETING;
  const int plain =
      event->kind == ELARA_EVENT_CUT || event->kind == ELARA_EVENT_MUSIC_NOTE ||
      event->kind == ELARA_EVENT_JOKE || event->kind > ELARA_EVENT_MUSIC_NOTE;
  if (plain) return NULL;
  const char* const quoted =
      person || !event->quote ? NULL
                              : elara_plan_as_title(namer->room, event->quote);
  if (fits(namer, quoted)) return quoted;
  // "Enter ..." is a good title twice.
  int entrances = 0;
  for (size_t i = 0; i < namer->used_count; i++) {
    entrances += strncmp(namer->used[i], "Enter ", 6) == 0;
  }
  if (event->kind == ELARA_EVENT_ENTRANCE &&
      (entrances >= 2 || event->strength < .75)) {
    return NULL;
  }
  return event_label(namer->room, event);
}

// The strongest event first, then weaker ones until a title is free.
static const char*
label_from_events(Namer* namer, const ElaraCue* cue)
{
  const ElaraStory* const story = namer->room->story;
  const char* best = NULL;
  double most = .35;
  for (size_t i = 0; i < story->event_count; i++) {
    const ElaraEvent* const event = &story->events[i];
    const double size = event->strength * event->confidence;
    if (!elara_plan_event_in(event, cue) || size <= most) continue;
    const char* const label = title_of_event(namer, event);
    if (!fits(namer, label)) continue;
    most = size;
    best = label;
  }
  return best;
}

// Headings end in words that name no place.
static int
is_no_place(const char* part)
{
  static const char* const none[] = {"MOVING",    "LATER",     "SAME",
                                     "VARIOUS",   "DAY",       "NIGHT",
                                     "SOMEWHERE", "ELSEWHERE", "CONTINUOUS"};
  for (size_t i = 0; i < sizeof none / sizeof *none; i++) {
    if (strcmp(part, none[i]) == 0) return 1;
  }
  return strncmp(part, "ACT ", 4) == 0 || strncmp(part, "SCENE ", 6) == 0;
}

// The parts of "ST BRICE'S TOWER - BELL LOFT", the nearest one first.
static const char*
label_from_place(Namer* namer, const char* place)
{
  const size_t length = strlen(place);
  size_t end = length;
  while (end > 0) {
    size_t start = end;
    while (start > 0 &&
           !(start >= 3 && memcmp(place + start - 3, " - ", 3) == 0)) {
      start--;
    }
    const char* const part =
        elara_arena_strndup(namer->room->scratch, place + start, end - start);
    if (!part) return NULL;
    const char* const label = elara_plan_title_case(namer->room->scratch, part);
    if (!is_no_place(part) && fits(namer, label)) return label;
    end = start >= 3 ? start - 3 : 0;
  }
  return NULL;
}

static const char*
label_from_people(Namer* namer, const ElaraCue* cue)
{
  PlanRoom* const room = namer->room;
  const ElaraStory* const story = room->story;
  for (size_t i = 0; i < story->element_count; i++) {
    const ElaraElement* const element = &story->elements[i];
    if (element->start < cue->start || element->start >= cue->end) continue;
    if (element->kind != ELARA_ELEMENT_DIALOGUE) continue;
    const char* const name = person_name(room, element->person);
    if (!name) continue;
    const char* const mood = elara_mood_info(cue->mood)->name;
    const char* const label = elara_plan_title_case(
        room->scratch,
        elara_arena_printf(room->scratch, "%s's %s", name, mood));
    if (fits(namer, label)) return label;
  }
  return NULL;
}

// The line that says what is felt, when it is short enough for a title: "He
// pulls the chain." The cells most in want of music come first.
static const char*
label_from_evidence(Namer* namer, size_t index)
{
  PlanRoom* const room = namer->room;
  const char* best = NULL;
  double most = -1e9;
  for (size_t i = room->first[index]; i < room->last[index]; i++) {
    const PlanCell* const cell = &room->cells[i];
    if (cell->beat < 0 || cell->want <= most) continue;
    const char* const evidence = room->story->beats[cell->beat].evidence;
    const char* const label =
        evidence ? elara_plan_as_title(room, evidence) : NULL;
    if (!fits(namer, label)) continue;
    most = cell->want;
    best = label;
  }
  return best;
}

// Roman numerals make any label free.
static const char*
label_numbered(Namer* namer, const char* label)
{
  static const char* const numerals[] = {"II",  "III",  "IV", "V", "VI",
                                         "VII", "VIII", "IX", "X"};
  for (size_t i = 0; i < sizeof numerals / sizeof *numerals; i++) {
    const char* const numbered =
        elara_arena_printf(namer->room->scratch, "%s %s", label, numerals[i]);
    if (fits(namer, numbered)) return numbered;
  }
  return elara_arena_printf(namer->room->scratch, "%s %zu", label,
                            namer->used_count + 1);
}

static const char*
idea_of(const PlanRoom* room)
{
  for (size_t i = 0; i < room->plan->theme_count; i++) {
    const ElaraThemeRole* const theme = &room->plan->themes[i];
    if (theme->kind == ELARA_THEME_IDEA) return theme->name;
  }
  return NULL;
}

static const char*
choose_label(Namer* namer, size_t index)
{
  PlanRoom* const room = namer->room;
  const ElaraCue* const cue = &room->plan->cues[index];
  const int scene = room->cells[room->first[index]].scene;
  const char* const place = scene >= 0 ? room->story->scenes[scene].place : "";
  const ElaraCue* const old = elara_plan_kept(room, cue);
  const char* label = old ? old->label : NULL;
  if (fits(namer, label)) return label;
  label = NULL;
  // The end is named after the whole, the opening after its place.
  if (index > 0 && index + 1 == room->plan->cue_count) label = idea_of(room);
  if (!fits(namer, label)) {
    label = index == 0 ? label_from_place(namer, place) : NULL;
  }
  if (!fits(namer, label)) label = label_from_voice(namer, cue);
  if (!fits(namer, label)) label = label_from_events(namer, cue);
  const int new_scene = room->cells[room->first[index]].scene_start;
  if (!fits(namer, label) && new_scene) label = label_from_place(namer, place);
  if (!fits(namer, label)) label = label_from_evidence(namer, index);
  if (!fits(namer, label)) label = label_from_place(namer, place);
  if (!fits(namer, label)) label = label_from_people(namer, cue);
  if (fits(namer, label)) return label;
  label =
      elara_plan_title_case(room->scratch, elara_mood_info(cue->mood)->name);
  return !label || fits(namer, label) ? label : label_numbered(namer, label);
}

// --- acts
// ------------------------------------------------------------------------

// The script's own acts (two to eight sections of the first depth), else the
// quarters of common practice; a short has one.
static int
act_at(const PlanRoom* room, ElaraTime time)
{
  const ElaraStory* const story = room->story;
  int sections = 0;
  int before = 0;
  for (size_t i = 0; i < story->element_count; i++) {
    const ElaraElement* const element = &story->elements[i];
    if (element->kind != ELARA_ELEMENT_SECTION || element->depth != 1) continue;
    sections++;
    if (element->start <= time) before++;
  }
  if (sections >= 2 && sections <= 8) return before > 0 ? before : 1;
  if (elara_plan_minutes(room) < 20.0) return 1;
  const double x = (double)time / (double)story->length;
  return x < .25 ? 1 : x < .75 ? 2 : 3;
}

ElaraStatus
elara_plan_names(PlanRoom* room)
{
  const size_t count = room->plan->cue_count;
  Namer namer = {.room = room};
  namer.used = elara_arena_array(room->scratch, count, sizeof *namer.used);
  ELARA_TRY_PTR(namer.used);
  int act = 0;
  int number = 0;
  for (size_t i = 0; i < count; i++) {
    ElaraCue* const cue = &room->plan->cues[i];
    const int here = act_at(room, cue->start);
    number = here == act ? number + 1 : 1;
    act = here;
    const char* const label = choose_label(&namer, i);
    ELARA_TRY_PTR(label);
    cue->label = elara_arena_strdup(room->arena, label);
    ELARA_TRY_PTR(cue->label);
    namer.used[namer.used_count++] = cue->label;
    cue->name =
        elara_arena_printf(room->arena, "%dm%d %s", act, number, cue->label);
    ELARA_TRY_PTR(cue->name);
  }
  return ELARA_OK;
}
