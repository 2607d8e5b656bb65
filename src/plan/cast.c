// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// Casting: who and what has a theme. The story's own idea always; then people
// by their part in it, the strongest bond, and a place that dominates. Three
// themes for a short, up to eight for a feature: a listener learns no more.

#include "plan/room.h"

#include <stdlib.h>
#include <string.h>

typedef struct {
  ElaraThemeRole theme;
  int order; // ties keep the order of nomination
} Candidate;

typedef ELARA_LIST(Candidate) CandidateList;

static size_t
theme_limit(const PlanRoom* room)
{
  if (room->config.themes_most > 0) return (size_t)room->config.themes_most;
  const double minutes = elara_plan_minutes(room);
  // 3 up to nine minutes, 5 for twenty, 8 from forty.
  return 3 + (size_t)elara_plan_clamp((minutes - 3.0) / 6.5, 0.0, 5.0);
}

static int
nominate(PlanRoom* room, CandidateList* list, const ElaraThemeRole* theme)
{
  if (!theme->name || !theme->reason) return 0;
  Candidate candidate = {*theme, (int)list->count};
  // On a coarse grid, so that a line more or less makes no other theme, nor
  // another order of them: all the music would follow.
  candidate.theme.feeling = elara_plan_step_feeling(theme->feeling, 4);
  candidate.theme.weight = elara_plan_step(theme->weight, 20);
  return ELARA_PUSH(room->scratch, list, candidate);
}

// --- the idea ----------------------------------------------------------------

static int
word_count(const char* text)
{
  int words = text[0] != '\0';
  for (const char* p = text; *p != '\0'; p++)
    words += *p == ' ';
  return words;
}

// "Infinite Symphony of the Crimson Echoes" -> "The Crimson Echoes": what a
// long title is about stands after its "of the".
static const char*
idea_name(PlanRoom* room)
{
  const char* const title =
      elara_plan_title_case(room->arena, room->story->title);
  if (!title) return NULL;
  if (title[0] == '\0') return elara_arena_strdup(room->arena, "The Story");
  const char* const of = strstr(title, " of the ");
  if (of && word_count(title) > 4) {
    return elara_arena_printf(room->arena, "The %s", of + 8);
  }
  // A story named after one of its people still has an idea of its own.
  for (size_t i = 0; i < room->story->person_count; i++) {
    const char* const name =
        elara_plan_title_case(room->scratch, room->story->people[i].name);
    if (name && strcmp(name, title) == 0) {
      return elara_arena_printf(room->arena, "The Story of %s", title);
    }
  }
  return title;
}

static ElaraFeeling
story_feeling(const PlanRoom* room)
{
  ElaraFeeling sum = {0};
  double time = 0.0;
  for (size_t i = 0; i < room->cell_count; i++) {
    const PlanCell* const cell = &room->cells[i];
    // What the story is about shows most where it matters most.
    const double w = elara_time_s(cell->end - cell->start) * cell->power;
    sum.valence += w * cell->feeling.valence;
    sum.arousal += w * cell->feeling.arousal;
    sum.tension += w * cell->feeling.tension;
    sum.levity += w * cell->feeling.levity;
    time += w;
  }
  if (time > 0.0) {
    sum.valence /= time;
    sum.arousal /= time;
    sum.tension /= time;
    sum.levity /= time;
  }
  return sum;
}

static int
nominate_idea(PlanRoom* room, CandidateList* list)
{
  const char* const name = idea_name(room);
  if (!name) return 0;
  return nominate(
      room, list,
      &(ElaraThemeRole){
          .kind = ELARA_THEME_IDEA,
          .name = name,
          .person = -1,
          .other = -1,
          .parent = -1,
          .role = ELARA_ROLE_EXTRA,
          .feeling = story_feeling(room),
          .weight = .9,
          .reason = elara_arena_printf(
              room->arena,
              "The story's own idea: it opens and closes the score and "
              "answers what is larger than any one person (line %d).",
              room->cells[room->climax].line),
      });
}

// --- people ------------------------------------------------------------------

static double
person_weight(const ElaraStory* story, const ElaraPerson* person)
{
  double most_words = 1.0;
  double most_scenes = 1.0;
  for (size_t i = 0; i < story->person_count; i++) {
    const ElaraPerson* const p = &story->people[i];
    if (p->words > most_words) most_words = p->words;
    if (p->scenes > most_scenes) most_scenes = p->scenes;
  }
  const double words = person->words / most_words;
  const double scenes = person->scenes / most_scenes;
  const double part = .5 * words + .5 * scenes;
  switch (person->role) {
  case ELARA_ROLE_PROTAGONIST:
    return 1.0;
  case ELARA_ROLE_ANTAGONIST:
    return .6 + .25 * part;
  case ELARA_ROLE_PRINCIPAL:
    return .35 + .5 * part;
  case ELARA_ROLE_SUPPORTING:
    return .15 + .5 * part;
  default:
    return .3 * part;
  }
}

static const char*
person_reason(PlanRoom* room, const ElaraPerson* person)
{
  return elara_arena_printf(
      room->arena, "%s is %s %s: %d speech%s in %d scene%s, first on line %d.",
      elara_plan_title_case(room->scratch, person->name),
      person->role == ELARA_ROLE_PROTAGONIST ||
              person->role == ELARA_ROLE_ANTAGONIST
          ? "the"
          : "a",
      elara_role_name(person->role), person->speeches,
      person->speeches == 1 ? "" : "es", person->scenes,
      person->scenes == 1 ? "" : "s", person->first_line);
}

// The theme at rest: what the person is like, not only what befalls them; an
// antagonist carries some tension however kindly he speaks.
static ElaraFeeling
person_feeling(const ElaraPerson* person)
{
  ElaraFeeling f = person->feeling;
  if (person->role == ELARA_ROLE_ANTAGONIST) {
    f.tension = elara_plan_clamp(f.tension + .45, -1.0, 1.0);
    f.valence = elara_plan_clamp(f.valence - .3, -1.0, 1.0);
  } else if (person->role == ELARA_ROLE_PROTAGONIST) {
    f.valence = elara_plan_clamp(f.valence + .2, -1.0, 1.0);
    f.arousal = elara_plan_clamp(f.arousal + .1, -1.0, 1.0);
  }
  return f;
}

static int
nominate_people(PlanRoom* room, CandidateList* list)
{
  const ElaraStory* const story = room->story;
  for (size_t i = 0; i < story->person_count && i < 40; i++) {
    const ElaraPerson* const person = &story->people[i];
    const double weight = person_weight(story, person);
    if (weight < .2 || (person->speeches == 0 && person->scenes < 2)) continue;
    const ElaraThemeRole theme = {
        .kind = ELARA_THEME_PERSON,
        .name = elara_arena_strdup(room->arena, person->name),
        .person = (int)i,
        .other = -1,
        .parent = -1,
        .role = person->role,
        .feeling = person_feeling(person),
        .weight = elara_plan_clamp(weight, 0.0, 1.0),
        .reason = person_reason(room, person),
    };
    if (!nominate(room, list, &theme)) return 0;
  }
  return 1;
}

// --- bonds and places
// ----------------------------------------------------------

static int
matters(const ElaraStory* story, int person)
{
  return person >= 0 && (size_t)person < story->person_count &&
         person_weight(story, &story->people[person]) >= .45;
}

static int
nominate_bond(PlanRoom* room, CandidateList* list)
{
  const ElaraStory* const story = room->story;
  const ElaraRelation* best = NULL;
  double most = 0.0;
  for (size_t i = 0; i < story->relation_count; i++) {
    const ElaraRelation* const r = &story->relations[i];
    if (!matters(story, r->a) || !matters(story, r->b)) continue;
    const double heat = r->warmth < 0.0 ? -.6 * r->warmth : r->warmth;
    const double strength = r->weight * (.5 + .5 * heat);
    if (strength > most) {
      most = strength;
      best = r;
    }
  }
  if (!best) return 1;
  const char* const a =
      elara_plan_title_case(room->scratch, story->people[best->a].name);
  const char* const b =
      elara_plan_title_case(room->scratch, story->people[best->b].name);
  if (!a || !b) return 0;
  const ElaraThemeRole theme = {
      .kind = ELARA_THEME_BOND,
      .name = elara_arena_printf(room->arena, "%s and %s", a, b),
      .person = best->a,
      .other = best->b,
      .parent = -1,
      .role = ELARA_ROLE_EXTRA,
      .feeling = {.valence = elara_plan_clamp(best->warmth * .8, -1.0, 1.0),
                  .arousal = -.2,
                  .tension = best->warmth < 0.0 ? .4 : -.2,
                  .levity = 0.0},
      .weight = .4 + .3 * most,
      .reason = elara_arena_printf(
          room->arena,
          "What is between %s and %s: the talk they share is %s of the "
          "story's, and it is %s (from line %d).",
          a, b, best->weight > .99 ? "the most" : "among the most",
          best->warmth > .15    ? "warm"
          : best->warmth < -.15 ? "hostile"
                                : "guarded",
          best->first_line),
  };
  return nominate(room, list, &theme);
}

// What two headings must share to be one place: all before " - ".
static size_t
place_length(const char* place)
{
  const char* const dash = strstr(place, " - ");
  return dash ? (size_t)(dash - place) : strlen(place);
}

static int
same_place(const char* a, const char* b)
{
  const size_t n = place_length(a);
  return n > 0 && n == place_length(b) && memcmp(a, b, n) == 0;
}

typedef struct {
  const ElaraScene* scene; // the first one there
  double share;            // of the story's time
  int scenes;
} Place;

// The place of scene INDEX; none when an earlier scene is there too.
static Place
place_of(const ElaraStory* story, size_t index)
{
  Place place = {.scene = &story->scenes[index]};
  for (size_t j = 0; j < story->scene_count; j++) {
    const ElaraScene* const other = &story->scenes[j];
    if (!same_place(place.scene->place, other->place)) continue;
    if (j < index) return (Place){0};
    place.share +=
        elara_time_s(other->end - other->start) / elara_time_s(story->length);
    place.scenes++;
  }
  return place;
}

static int
nominate_one(PlanRoom* room, CandidateList* list, const Place* place)
{
  const ElaraScene* const scene = place->scene;
  const char* const name = elara_arena_strndup(room->scratch, scene->place,
                                               place_length(scene->place));
  if (!name) return 0;
  const ElaraThemeRole theme = {
      .kind = ELARA_THEME_PLACE,
      .name = elara_plan_title_case(room->arena, name),
      .person = -1,
      .other = -1,
      .parent = -1,
      .role = ELARA_ROLE_EXTRA,
      .feeling = scene->feeling,
      .weight = .25 + .4 * place->share,
      .reason = elara_arena_printf(
          room->arena,
          "The story comes back to this place %d times, %.0f %% of its "
          "length (first on line %d).",
          place->scenes, 100.0 * place->share, scene->line),
  };
  return nominate(room, list, &theme);
}

// One place for a whole play is no place at all; it must be come back to. A
// film of which nobody is known by name has more than one: what it shows.
static int
nominate_place(PlanRoom* room, CandidateList* list)
{
  const ElaraStory* const story = room->story;
  int shown = room->config.cut != NULL;
  for (size_t i = 0; i < story->person_count; i++)
    shown &= story->people[i].kind != ELARA_PERSON_NAMED;
  Place best = {.share = .25};
  for (size_t i = 0; i < story->scene_count; i++) {
    const Place place = place_of(story, i);
    if (place.share >= .9) continue;
    if (shown && place.scenes >= 2 && place.share > .08) {
      if (!nominate_one(room, list, &place)) return 0;
    } else if (!shown && place.scenes >= 3 && place.share > best.share) {
      best = place;
    }
  }
  return best.scene ? nominate_one(room, list, &best) : 1;
}

// --- the choice
// ----------------------------------------------------------------

static int
heavier(const void* a, const void* b)
{
  const Candidate* const x = a;
  const Candidate* const y = b;
  if (x->theme.weight > y->theme.weight) return -1;
  if (x->theme.weight < y->theme.weight) return 1;
  return x->order - y->order;
}

ElaraStatus
elara_plan_cast(PlanRoom* room)
{
  CandidateList list = {0};
  if (!nominate_idea(room, &list) || !nominate_people(room, &list) ||
      !nominate_bond(room, &list) || !nominate_place(room, &list)) {
    return ELARA_NO_MEMORY;
  }
  qsort(list.items, list.count, sizeof *list.items, heavier);
  const size_t limit = theme_limit(room);
  const size_t count = list.count < limit ? list.count : limit;
  ElaraThemeRole* const themes =
      elara_arena_array(room->arena, count, sizeof *themes);
  ELARA_TRY_PTR(themes);
  for (size_t i = 0; i < count; i++)
    themes[i] = list.items[i].theme;
  room->plan->themes = themes;
  room->plan->theme_count = count;
  return ELARA_OK;
}
