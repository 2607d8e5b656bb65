// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// The score goes on when the story is over: symphonies of four movements on
// its themes, until the length that was asked for is full. Each movement has
// themes of its own that grow out of the story's, a tempo, a key and a form
// (forms.c); each of its sections is a cue with an arc, which develops a theme
// as it stood on some line of the story.
//
// All dice are hung on the number of the movement: nothing ever comes twice,
// and a longer score begins as the shorter one does, up to the movement in
// which that one ends.

#include "plan/beyond.h"
#include "base/random.h"

#include <string.h>

#define LEAST_S 60.0  // shorter than this is no movement
#define SHORT_S 365.0 // of a movement, unless it is the only one
#define LONG_S 720.0
#define PAUSE_S 6.0 // between two movements, and as much again at most
#define CUE_LEAST_S 20.0

ElaraRandom
elara_plan_dice(const PlanBeyond* b,
                const char* what,
                int movement,
                int section)
{
  return elara_random(b->room->config.seed, what, (uint64_t)movement,
                      (uint64_t)section);
}

// --- time --------------------------------------------------------------------

// Length of movement NUMBER when REST_S are left for it and all after it. The
// last takes what is left, the last two share it where that is much for one.
static double
movement_s(const PlanBeyond* b, int number, const PlanForm* form, double rest_s)
{
  ElaraRandom random = elara_plan_dice(b, "plan.length", number, 0);
  const double own =
      60.0 * elara_random_range(&random, form->least, form->most);
  if (rest_s <= LONG_S) return rest_s;
  if (rest_s - own - 2.0 * PAUSE_S >= SHORT_S) return elara_plan_step(own, 10);
  return elara_plan_step((rest_s - 2.0 * PAUSE_S) / 2.0, 10);
}

static double
pause_s(const PlanBeyond* b, int number)
{
  ElaraRandom random = elara_plan_dice(b, "plan.pause", number, 0);
  return PAUSE_S +
         elara_plan_step(elara_random_range(&random, 0.0, PAUSE_S), 2);
}

// Shares of the sections; the shortest are left out until each of the others
// lasts long enough to be music.
static void
share_out(PlanMovement* m)
{
  const double length_s = elara_time_s(m->end - m->start);
  for (int i = 0; m->form->sections[i].name; i++)
    m->share[i] = m->form->sections[i].share;
  for (;;) {
    double sum = 0.0;
    int least = -1; // of all but the last, which closes the movement
    int last = -1;
    for (int i = 0; i < SECTIONS_MOST; i++) {
      if (m->share[i] <= 0.0) continue;
      sum += m->share[i];
      if (last >= 0 && (least < 0 || m->share[last] < m->share[least]))
        least = last;
      last = i;
    }
    const double shortest = least >= 0 && m->share[least] < m->share[last]
                                ? m->share[least]
                                : m->share[last];
    const int fits = least < 0 || shortest / sum * length_s >= CUE_LEAST_S;
    for (int i = 0; i < SECTIONS_MOST && fits; i++)
      m->share[i] /= sum;
    if (fits) return;
    m->share[least] = 0.0;
  }
}

// --- themes ------------------------------------------------------------------

int
elara_plan_root(const PlanBeyond* b, int theme)
{
  while ((size_t)theme >= b->story_themes)
    theme = b->themes.items[theme].parent;
  return theme;
}

static int
depth_of(const PlanBeyond* b, int theme)
{
  int depth = 0;
  for (; (size_t)theme >= b->story_themes; depth++)
    theme = b->themes.items[theme].parent;
  return depth;
}

// The story's theme in place AT of the order in which symphony NTH takes them:
// the first has the heaviest first, later ones deal them anew.
int
elara_plan_dealt(const PlanBeyond* b, int nth, int at)
{
  int order[64];
  const int count = b->story_themes < 64 ? (int)b->story_themes : 64;
  ElaraRandom random = elara_plan_dice(b, "plan.deal", nth, 0);
  for (int i = 0; i < count; i++)
    order[i] = i;
  for (int i = count - 1; i > 0 && nth > 0; i--) {
    const int k = elara_random_index(&random, i + 1);
    const int held = order[i];
    order[i] = order[k];
    order[k] = held;
  }
  return order[at % count];
}

// A finale grows out of the story's own idea, where it has one.
static int
idea_or(const PlanBeyond* b, int theme)
{
  for (size_t i = 0; i < b->story_themes; i++) {
    if (b->themes.items[i].kind == ELARA_THEME_IDEA) return (int)i;
  }
  return theme;
}

// What a new theme of ROOT grows out of: ROOT, or sometimes what an earlier
// movement made of it.
static int
parent_for(const PlanBeyond* b, const PlanMovement* m, int root, int slot)
{
  ElaraRandom random = elara_plan_dice(b, "plan.parent", m->number, slot);
  if (!elara_random_chance(&random, .4)) return root;
  for (size_t i = b->themes.count; i > b->story_themes; i--) {
    const int theme = (int)i - 1;
    if (elara_plan_root(b, theme) == root && depth_of(b, theme) < 2)
      return theme;
  }
  return root;
}

const char*
elara_plan_root_name(const PlanBeyond* b, int theme)
{
  const ElaraThemeRole* const t = &b->themes.items[elara_plan_root(b, theme)];
  if (t->kind != ELARA_THEME_PERSON) return t->name;
  return elara_plan_title_case(b->room->scratch, t->name);
}

// Half what its parent is like, half what the movement is.
static ElaraFeeling
grown_feeling(const ElaraThemeRole* parent, ElaraMood mood)
{
  const ElaraMoodInfo* const m = elara_mood_info(mood);
  const ElaraFeeling* const f = &parent->feeling;
  const ElaraFeeling grown = {
      .valence = .5 * f->valence + .4 * m->valence,
      .arousal = .5 * f->arousal + .4 * m->arousal,
      .tension = .5 * f->tension + .4 * m->tension,
      .levity = .5 * f->levity + .4 * m->levity,
  };
  return elara_plan_step_feeling(grown, 4);
}

static ElaraStatus
grow_theme(PlanBeyond* b, const PlanMovement* m, int root, int slot, int* theme)
{
  ElaraArena* const arena = b->room->arena;
  const int from = parent_for(b, m, root, slot);
  ElaraThemeRole grown = b->themes.items[from];
  const char* const name = elara_plan_root_name(b, from);
  ELARA_TRY_PTR(name);
  const ElaraMood mood = m->form->sections[slot ? 3 : 1].mood;
  grown.feeling = grown_feeling(&b->themes.items[from], mood);
  grown.weight = elara_plan_step(.8 * grown.weight, 20);
  grown.parent = from;
  grown.book = NULL; // the child of an old theme is new
  grown.name = elara_arena_printf(arena, "%s, %s%s", name, m->ordinal,
                                  slot ? ", second theme" : "");
  grown.reason =
      elara_arena_printf(arena, "Grows out of %s%s for the %s, %s (%s).",
                         depth_of(b, from) ? "what became of " : "", name,
                         m->ordinal, m->form->name, m->form->form);
  if (!grown.name || !grown.reason) return ELARA_NO_MEMORY;
  *theme = (int)b->themes.count;
  return ELARA_PUSH(arena, &b->themes, grown) ? ELARA_OK : ELARA_NO_MEMORY;
}

static ElaraStatus
grow_themes(PlanBeyond* b, PlanMovement* m)
{
  const int nth = (m->number - 1) / 4;
  const int place = (m->number - 1) % 4;
  const int count = (int)b->story_themes;
  m->root = elara_plan_dealt(b, nth, place);
  if (place == 3 || m->final) m->root = idea_or(b, m->root);
  int other = elara_plan_dealt(b, nth, place + (count + 1) / 2);
  for (int i = 1; other == m->root && i < count; i++)
    other = elara_plan_dealt(b, nth, place + i);
  ELARA_TRY(grow_theme(b, m, m->root, 0, &m->first));
  m->second = m->first;
  if (m->form->themes < 2) return ELARA_OK;
  return grow_theme(b, m, other, 1, &m->second);
}

// --- a movement --------------------------------------------------------------

static ElaraStatus
say_doors(PlanBeyond* b, const PlanMovement* m, double pause)
{
  ElaraArena* const arena = b->room->arena;
  for (size_t i = m->first_cue; i < b->cues.count; i++) {
    ElaraCue* const cue = &b->cues.items[i];
    const int first = i == m->first_cue;
    const int last = i + 1 == b->cues.count;
    cue->enter_why =
        first
            ? elara_arena_printf(arena, "Opens the %s after %.1f s of silence.",
                                 m->ordinal, pause)
            : elara_arena_printf(arena, "Takes over from %s without a break.",
                                 cue[-1].name);
    cue->leave_why =
        last ? elara_arena_printf(arena,
                                  m->final ? "Ends the %s, and the score."
                                           : "Ends the %s.",
                                  m->ordinal)
             : elara_arena_printf(arena, "Hands over to %s.", cue[1].name);
    if (!cue->enter_why || !cue->leave_why) return ELARA_NO_MEMORY;
  }
  return ELARA_OK;
}

static int
near_key(int home, int fifths)
{
  return ((home + 7 * fifths) % 12 + 12) % 12;
}

static ElaraStatus
choose_keys(PlanBeyond* b, const PlanMovement* m)
{
  ElaraCue* const cues = &b->cues.items[m->first_cue];
  const size_t count = b->cues.count - m->first_cue;
  double* const wanted =
      elara_arena_array(b->room->scratch, count, sizeof *wanted);
  ELARA_TRY_PTR(wanted);
  size_t at = 0;
  for (int i = 0; i < SECTIONS_MOST; i++) {
    if (m->share[i] > 0.0) wanted[at++] = m->form->sections[i].fifths;
  }
  const PlanKeys keys = {cues, count, m->home, wanted, .8};
  ELARA_TRY(elara_plan_keys(b->room, &keys));
  for (size_t i = 0; i < count; i++) {
    cues[i].key_why = elara_arena_printf(
        b->room->arena,
        "In %s; the %s is at home in %s. It may use %d %% of the orchestra's "
        "force.",
        elara_plan_key_name(cues[i].tonic), m->ordinal,
        elara_plan_key_name(m->home), (int)(100.0 * cues[i].reach + .5));
    ELARA_TRY_PTR(cues[i].key_why);
  }
  return ELARA_OK;
}

// Tempo, metre and key of the whole movement.
static void
tune(const PlanBeyond* b, PlanMovement* m)
{
  static const int homes[] = {0, -1, 1, 3, -3, 2, -2};
  const PlanForm* const form = m->form;
  const int nth = (m->number - 1) / 4;
  ElaraRandom random = elara_plan_dice(b, "plan.tune", m->number, 0);
  m->bpm = elara_random_range(&random, form->low, form->high);
  const int other = elara_random_chance(&random, .35);
  m->beats = other ? form->other : form->beats;
  m->beat_type = other ? form->other_type : form->beat_type;
  const int story = elara_plan_story_tonic(b->room->config.seed);
  const int home = m->final ? story : near_key(story, homes[nth % 7]);
  m->home = near_key(home, form->fifths[elara_random_index(&random, 3)]);
}

static ElaraStatus
add_movement(PlanBeyond* b, PlanMovement* m, double pause)
{
  ElaraArena* const arena = b->room->arena;
  m->ordinal = elara_plan_ordinal(arena, m->number);
  m->roman = elara_plan_roman(arena, m->number);
  if (!m->ordinal || !m->roman) return ELARA_NO_MEMORY;
  m->first_cue = b->cues.count;
  tune(b, m);
  ELARA_TRY(grow_themes(b, m));
  elara_plan_draw_moods(b, m);
  share_out(m);
  const double length_s = elara_time_s(m->end - m->start);
  double sum = 0.0;
  ElaraTime start = m->start;
  for (int i = 0; i < SECTIONS_MOST; i++) {
    if (m->share[i] <= 0.0) continue;
    sum += m->share[i];
    const ElaraTime end =
        sum > 1.0 - 1e-6
            ? m->end
            : m->start + elara_time_from_s(elara_plan_step(sum * length_s, 10));
    ELARA_TRY(elara_plan_section(b, m, i, start, end));
    start = end;
  }
  ELARA_TRY(say_doors(b, m, pause));
  return choose_keys(b, m);
}

static ElaraStatus
add_movements(PlanBeyond* b)
{
  ElaraPlan* const plan = b->room->plan;
  const ElaraTime end =
      plan->length - elara_time_from_s(b->room->config.tail_s);
  ElaraTime at = plan->story_end;
  for (int number = 1; at < end; number++) {
    const double pause = pause_s(b, number);
    PlanMovement m = {.number = number, .start = at + elara_time_from_s(pause)};
    const int* const order =
        elara_plan_order(b->room->config.seed, (number - 1) / 4);
    const double rest_s = elara_time_s(end - m.start);
    m.form_index = order[(number - 1) % 4];
    m.final = rest_s <= LONG_S;
    if (m.final) m.form_index = order[3];
    m.form = elara_plan_form(m.form_index);
    m.end = m.final
                ? end
                : m.start +
                      elara_time_from_s(movement_s(b, number, m.form, rest_s));
    ELARA_TRY(add_movement(b, &m, pause));
    at = m.end;
  }
  return ELARA_OK;
}

ElaraStatus
elara_plan_beyond(PlanRoom* room)
{
  ElaraPlan* const plan = room->plan;
  const ElaraTime least = plan->story_end + elara_time_from_s(LEAST_S);
  if (room->config.length < least || plan->cue_count == 0) return ELARA_OK;
  plan->length = room->config.length;
  PlanBeyond b = {.room = room,
                  .story_cues = plan->cue_count,
                  .story_themes = plan->theme_count};
  for (size_t i = 0; i < plan->theme_count; i++) {
    if (!ELARA_PUSH(room->arena, &b.themes, plan->themes[i])) {
      return ELARA_NO_MEMORY;
    }
  }
  for (size_t i = 0; i < plan->cue_count; i++) {
    if (!ELARA_PUSH(room->arena, &b.cues, plan->cues[i])) {
      return ELARA_NO_MEMORY;
    }
  }
  ELARA_TRY(add_movements(&b));
  plan->themes = b.themes.items;
  plan->theme_count = b.themes.count;
  plan->cues = b.cues.items;
  plan->cue_count = b.cues.count;
  return ELARA_OK;
}
