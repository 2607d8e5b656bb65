// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// A sequel: the cast takes up the melodies of an earlier film's theme book. Who
// has the same name has the same theme; who is missing but spoken of comes
// back as a memory. The plan carries the whole book, so that it makes the same
// music without it, and so that the new themes can keep their distance.

#include "plan/room.h"

#include <string.h>

#define MEMORIES_MOST 2

int
elara_plan_is_memory(const ElaraThemeRole* theme)
{
  return theme->kind == ELARA_THEME_PERSON && theme->person < 0 &&
         theme->book && theme->book[0];
}

// A theme without a film of its own is from the film of the book.
static ElaraStatus
copy_book(PlanRoom* room)
{
  const ElaraThemeBook* const book = room->config.book;
  ElaraArena* const arena = room->arena;
  ElaraTheme* const themes =
      elara_arena_array(arena, book->count, sizeof *themes);
  ELARA_TRY_PTR(themes);
  for (size_t i = 0; i < book->count; i++) {
    ElaraTheme* const t = &themes[i];
    *t = book->themes[i];
    const char* const origin = t->origin && t->origin[0] ? t->origin
                               : book->title && book->title[0]
                                   ? book->title
                                   : "an earlier film";
    t->name = elara_arena_strdup(arena, t->name);
    t->character = elara_arena_strdup(arena, t->character ? t->character : "");
    t->origin = elara_arena_strdup(arena, origin);
    t->reason = NULL;
    t->waits = 0;
    if (!t->name || !t->character || !t->origin) return ELARA_NO_MEMORY;
  }
  room->plan->book = themes;
  room->plan->book_count = book->count;
  return ELARA_OK;
}

// By the theme's name, or by any other name of its person.
static const ElaraTheme*
old_theme(const PlanRoom* room, const ElaraThemeRole* role)
{
  const ElaraPlan* const plan = room->plan;
  const ElaraTheme* found =
      elara_theme_named(plan->book, plan->book_count, role->name, role->kind);
  if (found || role->kind != ELARA_THEME_PERSON || role->person < 0)
    return found;
  const char* p = room->story->people[role->person].aliases;
  while (p && *p && !found) {
    const size_t n = strcspn(p, ",");
    const char* const alias = elara_arena_strndup(room->scratch, p, n);
    if (alias)
      found =
          elara_theme_named(plan->book, plan->book_count, alias, role->kind);
    p += n + strspn(p + n, ", ");
  }
  return found;
}

static int
is_taken(const ElaraPlan* plan, const ElaraTheme* old)
{
  for (size_t i = 0; i < plan->theme_count; i++) {
    const char* const name = plan->themes[i].book;
    if (name && strcmp(name, old->name) == 0) return 1;
  }
  return 0;
}

static ElaraStatus
take_up(PlanRoom* room)
{
  for (size_t i = 0; i < room->plan->theme_count; i++) {
    ElaraThemeRole* const role = &room->plan->themes[i];
    const ElaraTheme* const old = old_theme(room, role);
    if (!old || is_taken(room->plan, old)) continue;
    role->book = old->name;
    role->reason = elara_arena_printf(
        room->arena, "%s Known from \"%s\": the melody is taken up again.",
        role->reason, old->origin);
    ELARA_TRY_PTR(role->reason);
  }
  return ELARA_OK;
}

// The first line that speaks of NAME, or 0.
static int
spoken_of(const ElaraStory* story, const char* name)
{
  for (size_t i = 0; i < story->element_count; i++) {
    const ElaraElement* const e = &story->elements[i];
    if (e->kind != ELARA_ELEMENT_DIALOGUE && e->kind != ELARA_ELEMENT_LYRIC &&
        e->kind != ELARA_ELEMENT_ACTION) {
      continue;
    }
    if (elara_plan_mentions(e->text, name)) return e->line;
  }
  return 0;
}

static ElaraStatus
remember(PlanRoom* room)
{
  ElaraPlan* const plan = room->plan;
  ElaraThemeRole* const themes = elara_arena_array(
      room->arena, plan->theme_count + MEMORIES_MOST, sizeof *themes);
  ELARA_TRY_PTR(themes);
  memcpy(themes, plan->themes, plan->theme_count * sizeof *themes);
  plan->themes = themes;
  int memories = 0;
  for (size_t i = 0; i < plan->book_count && memories < MEMORIES_MOST; i++) {
    const ElaraTheme* const old = &plan->book[i];
    if (old->kind != ELARA_THEME_PERSON || is_taken(plan, old)) continue;
    const int line = spoken_of(room->story, old->name);
    if (!line) continue;
    const ElaraThemeRole role = {
        .kind = ELARA_THEME_PERSON,
        .name = old->name,
        .person = -1,
        .other = -1,
        .parent = -1,
        .role = ELARA_ROLE_EXTRA,
        .feeling = {.valence = .25, .arousal = -.5, .tension = -.25},
        .weight = .25,
        .book = old->name,
        .reason = elara_arena_printf(
            room->arena,
            "%s was in \"%s\" and is spoken of on line %d: a memory.",
            elara_plan_title_case(room->scratch, old->name), old->origin, line),
    };
    ELARA_TRY_PTR(role.reason);
    themes[plan->theme_count++] = role;
    memories++;
  }
  return ELARA_OK;
}

ElaraStatus
elara_plan_sequel(PlanRoom* room)
{
  if (!room->config.book || room->config.book->count == 0) return ELARA_OK;
  ELARA_TRY(copy_book(room));
  ELARA_TRY(take_up(room));
  return remember(room);
}
