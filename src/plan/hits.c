// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// What the music answers. Hard hits must be met within a frame and fall at
// most once in 4 s ("never hit everything"); soft ones get a change of colour
// or harmony on the nearest beat.

#include "plan/room.h"

#include <stdlib.h>
#include <string.h>

#define HARD_GAP_S 4.0
#define SOFT_GAP_S 3.0
#define DOOR_S 2.0 // nothing is hit this near to the start or end of a cue

typedef struct {
  double hard_from; // size (strength x confidence) from which it is hard; > 1 =
                    // never
  double soft_from; // and soft
  double bonus;     // over other events of the same size
} HitRule;

static const HitRule rules[ELARA_EVENT_KIND_COUNT] = {
    [ELARA_EVENT_ENTRANCE] = {2., .30, .0},
    [ELARA_EVENT_MEETING] = {2., .30, .0},
    [ELARA_EVENT_REUNION] = {.40, .25, .3},
    [ELARA_EVENT_DEATH] = {.33, .20, .5},
    [ELARA_EVENT_FIGHT] = {.40, .25, .3},
    [ELARA_EVENT_CHASE] = {.40, .25, .3},
    [ELARA_EVENT_KISS] = {.50, .25, .2},
    [ELARA_EVENT_REVELATION] = {.38, .25, .4},
    [ELARA_EVENT_MAGIC] = {.40, .25, .3},
    [ELARA_EVENT_JOKE] = {2., .25, .0},
    [ELARA_EVENT_SOUND] = {.45, .30, .1},
    [ELARA_EVENT_SILENCE] = {2., 2., .0},
    [ELARA_EVENT_CUT] = {.90, .40, .0},
    [ELARA_EVENT_MUSIC_NOTE] = {.0, .0, 1.},
    // What goes on for a while is not hit.
    [ELARA_EVENT_EXIT] = {2., 2., .0},
    [ELARA_EVENT_LAST_EXIT] = {2., .40, .0},
    [ELARA_EVENT_BANTER] = {2., 2., .0},
    [ELARA_EVENT_INTERRUPTION] = {2., 2., .0},
    [ELARA_EVENT_WEATHER] = {2., 2., .0},
    [ELARA_EVENT_DAYTIME] = {2., 2., .0},
};

typedef struct {
  ElaraHit hit;
  double rank;
} Wish;

typedef ELARA_LIST(Wish) WishList;

static const char*
what_words(PlanRoom* room, const char* quote)
{
  return elara_plan_clean(room->arena, quote ? quote : "", 90);
}

static int
wish_event(PlanRoom* room, const ElaraEvent* event, int cue, WishList* list)
{
  const HitRule* const rule = &rules[event->kind];
  const double size = event->strength * event->confidence;
  if (event->kind == ELARA_EVENT_MUSIC_NOTE && !elara_plan_note(event).hit) {
    return 1;
  }
  if (size < rule->soft_from || elara_plan_is_song(room, event)) return 1;
  const Wish wish = {
      .hit = {.time = event->time,
              .cue = cue,
              .hard = size >= rule->hard_from,
              .strength = elara_plan_clamp(size + .5 * rule->bonus, 0.0, 1.0),
              .kind = event->kind,
              .line = event->line,
              .what = what_words(room, event->quote)},
      .rank = size + rule->bonus,
  };
  return wish.hit.what && ELARA_PUSH(room->scratch, list, wish);
}

// A cut to another scene inside a cue: hard when the feeling leaps with it.
static int
wish_cut(PlanRoom* room, size_t cell, int cue, WishList* list)
{
  const PlanCell* const here = &room->cells[cell];
  const ElaraFeeling* const a = &here[-1].feeling;
  const ElaraFeeling* const b = &here->feeling;
  const double leap = elara_plan_clamp(b->arousal - a->arousal, -1.0, 1.0) +
                      elara_plan_clamp(b->tension - a->tension, -1.0, 1.0);
  const double size = .4 + .4 * (leap < 0.0 ? -leap : leap);
  const char* const heading =
      here->scene >= 0 ? room->story->scenes[here->scene].heading : "";
  const Wish wish = {
      .hit = {.time = here->start,
              .cue = cue,
              .hard = size > .64,
              .strength = elara_plan_clamp(size, 0.0, 1.0),
              .kind = ELARA_EVENT_CUT,
              .line = here->line,
              .what = what_words(room, heading)},
      .rank = size,
  };
  return wish.hit.what && ELARA_PUSH(room->scratch, list, wish);
}

// Where the writer raises his voice (bold, capitals) the music is meant.
static int
wish_voice(PlanRoom* room, const ElaraElement* element, int cue, WishList* list)
{
  double where;
  const char* const words = elara_plan_raised_voice(room, element, &where);
  if (!words) return 1;
  const double length_s = elara_time_s(element->end - element->start);
  const Wish wish = {
      .hit = {.time = element->start + elara_time_from_s(where * length_s),
              .cue = cue,
              .hard = 1,
              .strength = .8,
              .kind = ELARA_EVENT_SOUND,
              .line = element->line,
              .what = what_words(room, words)},
      .rank = 1.0,
  };
  return wish.hit.what && ELARA_PUSH(room->scratch, list, wish);
}

// With a film the script says what happens and the picture when: what is not
// seen is not met on the frame.
static void
look_at_film(const PlanRoom* room, WishList* list)
{
  for (size_t i = 0; room->config.cut && i < list->count; i++) {
    Wish* const wish = &list->items[i];
    if (!elara_plan_on_picture(room, &wish->hit.time)) wish->hit.hard = 0;
  }
}

static ElaraStatus
wish_film(PlanRoom* room, int index, WishList* list)
{
  const ElaraCut* const cut = room->config.cut;
  const ElaraCue* const cue = &room->plan->cues[index];
  for (size_t i = 1; cut && i < cut->shot_count + cut->action_count; i++) {
    Wish wish;
    const int shot = i < cut->shot_count;
    const ElaraTime at =
        shot ? cut->shots[i].start : cut->actions[i - cut->shot_count].time;
    if (at < cue->start || at >= cue->end) continue;
    if (shot ? !elara_plan_wish_cut(room, i, &wish.hit)
             : !elara_plan_wish_action(room, i - cut->shot_count, &wish.hit))
      continue;
    wish.hit.cue = index;
    wish.rank = wish.hit.strength;
    if (!wish.hit.what || !ELARA_PUSH(room->scratch, list, wish))
      return ELARA_NO_MEMORY;
  }
  return ELARA_OK;
}

static int
stronger(const void* a, const void* b)
{
  const Wish* const x = a;
  const Wish* const y = b;
  if (x->rank > y->rank) return -1;
  if (x->rank < y->rank) return 1;
  if (x->hit.time != y->hit.time) return x->hit.time < y->hit.time ? -1 : 1;
  return x->hit.line - y->hit.line;
}

static int
earlier(const void* a, const void* b)
{
  const ElaraHit* const x = a;
  const ElaraHit* const y = b;
  if (x->time != y->time) return x->time < y->time ? -1 : 1;
  return x->line - y->line;
}

// How far HIT is from the nearest of those already chosen.
static double
room_around(const ElaraHit* hit, const ElaraHit* chosen, size_t count, int hard)
{
  double least = 1e9;
  for (size_t i = 0; i < count; i++) {
    if (hard && !chosen[i].hard) continue;
    double off = elara_time_s(chosen[i].time - hit->time);
    if (off < 0.0) off = -off;
    if (off < least) least = off;
  }
  return least;
}

static size_t
choose(WishList* list, const ElaraCue* cue, ElaraHit* chosen)
{
  size_t count = 0;
  // Never more than one answer in six seconds on the whole.
  const size_t most = 1 + (size_t)(elara_time_s(cue->end - cue->start) / 6.0);
  qsort(list->items, list->count, sizeof *list->items, stronger);
  for (size_t i = 0; i < list->count && count < most; i++) {
    ElaraHit hit = list->items[i].hit;
    const double from_start = elara_time_s(hit.time - cue->start);
    const double to_end = elara_time_s(cue->end - hit.time);
    if (from_start < DOOR_S || to_end < DOOR_S) continue;
    if (room_around(&hit, chosen, count, 0) < SOFT_GAP_S) continue;
    if (room_around(&hit, chosen, count, 1) < HARD_GAP_S) hit.hard = 0;
    chosen[count++] = hit;
  }
  qsort(chosen, count, sizeof *chosen, earlier);
  return count;
}

static ElaraStatus
wishes_of(PlanRoom* room, size_t index, WishList* list)
{
  const ElaraCue* const cue = &room->plan->cues[index];
  for (size_t i = 0; i < room->story->event_count; i++) {
    const ElaraEvent* const event = &room->story->events[i];
    if (!elara_plan_event_in(event, cue)) continue;
    if (!wish_event(room, event, (int)index, list)) return ELARA_NO_MEMORY;
  }
  for (size_t i = 0; i < room->story->element_count; i++) {
    const ElaraElement* const element = &room->story->elements[i];
    if (element->start < cue->start || element->start >= cue->end) continue;
    if (!wish_voice(room, element, (int)index, list)) return ELARA_NO_MEMORY;
  }
  for (size_t i = room->first[index] + 1; i < room->last[index]; i++) {
    if (!room->cells[i].scene_start) continue;
    if (!wish_cut(room, i, (int)index, list)) return ELARA_NO_MEMORY;
  }
  look_at_film(room, list);
  return wish_film(room, (int)index, list);
}

ElaraStatus
elara_plan_hits(PlanRoom* room)
{
  ELARA_LIST(ElaraHit) all = {0};
  for (size_t i = 0; i < room->plan->cue_count; i++) {
    WishList list = {0};
    ELARA_TRY(wishes_of(room, i, &list));
    if (list.count == 0) continue;
    ElaraHit* const chosen =
        elara_arena_array(room->scratch, list.count, sizeof *chosen);
    ELARA_TRY_PTR(chosen);
    const size_t count = choose(&list, &room->plan->cues[i], chosen);
    for (size_t j = 0; j < count; j++) {
      if (!ELARA_PUSH(room->arena, &all, chosen[j])) return ELARA_NO_MEMORY;
    }
  }
  room->plan->hits = all.items;
  room->plan->hit_count = all.count;
  return ELARA_OK;
}
