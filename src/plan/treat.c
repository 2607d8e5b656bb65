// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// Whose theme a cue carries and what the story does to it. The treatment
// follows the mood, and above it the story: not yet met, newly dead, long
// dead, reunited, the end. Two promises are kept at the last: every principal
// theme is stated plainly once, early, and comes back in the last cue.

#include "plan/treat.h"

#include <string.h>
#include <strings.h>

#define ASKED_FOR 100.0 // more than any presence
#define LAMENT_S 120.0  // how long after a death its themes lament

// Treatment by mood: of the hero's side, and of the antagonist.
static const ElaraTreatment by_mood[ELARA_MOOD_COUNT][2] = {
    [ELARA_MOOD_TENDERNESS] = {ELARA_TREAT_GROW, ELARA_TREAT_DOUBT},
    [ELARA_MOOD_SORROW] = {ELARA_TREAT_LAMENT, ELARA_TREAT_LAMENT},
    [ELARA_MOOD_WONDER] = {ELARA_TREAT_GROW, ELARA_TREAT_HINT},
    [ELARA_MOOD_MYSTERY] = {ELARA_TREAT_HINT, ELARA_TREAT_HINT},
    [ELARA_MOOD_DREAD] = {ELARA_TREAT_CORRUPT, ELARA_TREAT_GROW},
    [ELARA_MOOD_TERROR] = {ELARA_TREAT_CORRUPT, ELARA_TREAT_GROW},
    [ELARA_MOOD_SUSPENSE] = {ELARA_TREAT_DOUBT, ELARA_TREAT_HINT},
    [ELARA_MOOD_ACTION] = {ELARA_TREAT_GROW, ELARA_TREAT_GROW},
    [ELARA_MOOD_TRIUMPH] = {ELARA_TREAT_TRIUMPH, ELARA_TREAT_CORRUPT},
    [ELARA_MOOD_RESOLVE] = {ELARA_TREAT_GROW, ELARA_TREAT_DOUBT},
    [ELARA_MOOD_SERENITY] = {ELARA_TREAT_STATE, ELARA_TREAT_DOUBT},
    [ELARA_MOOD_NOSTALGIA] = {ELARA_TREAT_STATE, ELARA_TREAT_LAMENT},
    [ELARA_MOOD_PLAYFULNESS] = {ELARA_TREAT_PLAY, ELARA_TREAT_PLAY},
    [ELARA_MOOD_GROTESQUE] = {ELARA_TREAT_PLAY, ELARA_TREAT_CORRUPT},
    [ELARA_MOOD_ROMANCE] = {ELARA_TREAT_GROW, ELARA_TREAT_DOUBT},
    [ELARA_MOOD_ANGER] = {ELARA_TREAT_CORRUPT, ELARA_TREAT_GROW},
};

static const char* const treatment_words[ELARA_TREAT_COUNT] = {
    [ELARA_TREAT_STATE] = "stated whole and plain",
    [ELARA_TREAT_HINT] = "only a fragment of it, unfinished",
    [ELARA_TREAT_DOUBT] = "thinned and turned to the other mode, in doubt",
    [ELARA_TREAT_GROW] = "broadened, since more is at stake than before",
    [ELARA_TREAT_CORRUPT] = "bent out of its key by what threatens",
    [ELARA_TREAT_LAMENT] = "slow and falling, in mourning",
    [ELARA_TREAT_TRIUMPH] = "in full strength",
    [ELARA_TREAT_PLAY] = "quick and light, for the humour",
    [ELARA_TREAT_UNITE] = "joined with another theme",
    [ELARA_TREAT_REMEMBER] = "softly, as it is remembered",
};

const char*
elara_plan_treatment_words(ElaraTreatment treatment)
{
  return treatment_words[treatment];
}

// --- treatment
// -----------------------------------------------------------------

static int
is_principal(const ElaraThemeRole* theme)
{
  return theme->kind == ELARA_THEME_IDEA ||
         (theme->kind == ELARA_THEME_PERSON &&
          (theme->role == ELARA_ROLE_PROTAGONIST ||
           theme->role == ELARA_ROLE_ANTAGONIST));
}

// How the story ends for a theme.
static ElaraTreatment
treat_last(const PlanCasting* c, size_t theme, const ElaraCue* cue)
{
  const ElaraThemeRole* const t = &c->room->plan->themes[theme];
  const int dark =
      cue->feeling.valence + cue->arc[cue->arc_count - 1].feeling.valence < -.2;
  if (c->death[theme] >= 0) return ELARA_TREAT_REMEMBER;
  if (t->role == ELARA_ROLE_ANTAGONIST && t->kind == ELARA_THEME_PERSON) {
    return dark ? ELARA_TREAT_GROW : ELARA_TREAT_REMEMBER;
  }
  if (dark) {
    return cue->mood == ELARA_MOOD_SORROW ? ELARA_TREAT_LAMENT
                                          : by_mood[cue->mood][0];
  }
  if (t->kind == ELARA_THEME_BOND) return ELARA_TREAT_UNITE;
  return cue->feeling.arousal > .15 ? ELARA_TREAT_TRIUMPH : ELARA_TREAT_GROW;
}

static ElaraTreatment
treat(const PlanCasting* c, size_t theme, size_t index)
{
  const PlanRoom* const room = c->room;
  const ElaraThemeRole* const t = &room->plan->themes[theme];
  const ElaraCue* const cue = &room->plan->cues[index];
  const PlanPresence* const p = elara_plan_presence(c, theme, index);
  if (elara_plan_is_memory(t)) return ELARA_TREAT_REMEMBER;
  if (index + 1 == room->plan->cue_count && index > 0) {
    return treat_last(c, theme, cue);
  }
  if (c->death[theme] >= 0 && c->death[theme] < cue->end) {
    const double since_s = elara_time_s(cue->start - c->death[theme]);
    return since_s < LAMENT_S ? ELARA_TREAT_LAMENT : ELARA_TREAT_REMEMBER;
  }
  if (t->kind == ELARA_THEME_BOND && elara_plan_event_between(room, t, cue)) {
    return ELARA_TREAT_UNITE;
  }
  const int late = cue->start > room->story->length / 3 * 2;
  if (!p->on_stage) {
    return late && c->played[theme] ? ELARA_TREAT_REMEMBER : ELARA_TREAT_HINT;
  }
  if (c->played[theme] == 0) return ELARA_TREAT_STATE;
  const int dark_side =
      t->kind == ELARA_THEME_PERSON && t->role == ELARA_ROLE_ANTAGONIST;
  const ElaraTreatment first = by_mood[cue->mood][dark_side];
  // Said twice the same way it is furniture; the third time it is plain again.
  if ((int)first != c->last[theme]) return first;
  return late && t->kind != ELARA_THEME_PERSON && cue->feeling.arousal < 0.0
             ? ELARA_TREAT_REMEMBER
             : ELARA_TREAT_STATE;
}

static const char*
reason_of(const PlanCasting* c, size_t theme, size_t index, ElaraTreatment how)
{
  const PlanRoom* const room = c->room;
  const PlanPresence* const p = elara_plan_presence(c, theme, index);
  const char* const name =
      elara_plan_title_case(room->scratch, room->plan->themes[theme].name);
  if (!name) return NULL;
  if ((how == ELARA_TREAT_LAMENT || how == ELARA_TREAT_REMEMBER) &&
      c->death[theme] >= 0) {
    return elara_arena_printf(room->arena, "%s died on line %d: %s.", name,
                              c->death_line[theme], treatment_words[how]);
  }
  if (p->line == 0) {
    return elara_arena_printf(
        room->arena, "%s belongs to what happens on line %d: %s.", name,
        room->plan->cues[index].line, treatment_words[how]);
  }
  return elara_arena_printf(room->arena, "%s %s (line %d): %s.", name, p->how,
                            p->line, treatment_words[how]);
}

// --- choice
// --------------------------------------------------------------------

static int
is_chosen(const PlanCasting* c, size_t cue, size_t theme)
{
  for (size_t i = 0; i < c->count[cue]; i++) {
    if (c->chosen[cue][i].theme == (int)theme) return 1;
  }
  return 0;
}

// True when NAME begins as VALUE does, up to its end or a mark.
static int
is_called(const char* name, const char* value)
{
  const size_t length = strlen(name);
  return length > 0 && strncasecmp(name, value, length) == 0 &&
         (value[length] == '\0' || strchr(" ;,]", value[length]));
}

// The writer asks for this theme in this cue: [[elara: theme = NAME]].
static int
is_asked_for(const PlanCasting* c, size_t theme, size_t cue)
{
  const ElaraStory* const story = c->room->story;
  const ElaraThemeRole* const t = &c->room->plan->themes[theme];
  for (size_t i = 0; i < story->event_count; i++) {
    const ElaraEvent* const event = &story->events[i];
    if (event->kind != ELARA_EVENT_MUSIC_NOTE ||
        !elara_plan_event_in(event, &c->room->plan->cues[cue])) {
      continue;
    }
    const PlanNote note = elara_plan_note(event);
    if (note.theme && is_called(t->name, note.theme)) return 1;
  }
  return 0;
}

static double
claim(const PlanCasting* c, size_t theme, size_t cue)
{
  return elara_plan_presence(c, theme, cue)->amount *
             (.4 + .6 * c->room->plan->themes[theme].weight) +
         ASKED_FOR * is_asked_for(c, theme, cue);
}

// The largest claim of a theme not yet chosen; theme_count when none.
static size_t
next_theme(const PlanCasting* c, size_t cue)
{
  const size_t count = c->room->plan->theme_count;
  size_t best = count;
  double most = 0.0;
  for (size_t t = 0; t < count; t++) {
    if (is_chosen(c, cue, t) || claim(c, t, cue) <= most) continue;
    most = claim(c, t, cue);
    best = t;
  }
  return best;
}

static void
choose_cue(PlanCasting* c, size_t cue)
{
  const ElaraCue* const q = &c->room->plan->cues[cue];
  const double seconds = elara_time_s(q->end - q->start);
  const size_t most = seconds < 30.0 ? 2 : seconds < 50.0 ? 3 : CUE_THEMES_MOST;
  double first = 0.0;
  while (c->count[cue] < most) {
    const size_t t = next_theme(c, cue);
    if (t >= c->room->plan->theme_count) break;
    if (c->count[cue] == 0) first = claim(c, t, cue);
    // who is there at all is heard, be it once
    if (claim(c, t, cue) < .12 * first) break;
    c->chosen[cue][c->count[cue]++] =
        (ElaraCueTheme){.theme = (int)t, .weight = claim(c, t, cue)};
  }
  if (c->count[cue] == 0) {
    c->chosen[cue][c->count[cue]++] = (ElaraCueTheme){.theme = 0, .weight = 1.};
  }
}

// Principal themes come back in the last cue, however little room there is.
static void
gather_last(PlanCasting* c)
{
  const size_t last = c->room->plan->cue_count - 1;
  for (size_t t = 0; t < c->room->plan->theme_count; t++) {
    if (!is_principal(&c->room->plan->themes[t]) || is_chosen(c, last, t)) {
      continue;
    }
    const ElaraCueTheme back = {.theme = (int)t,
                                .weight = .5 * c->chosen[last][0].weight};
    size_t at = c->count[last];
    if (at < LAST_THEMES_MOST) {
      c->count[last]++;
    } else {
      // Full: the lightest of those who are not principal makes room.
      while (
          at > 0 &&
          is_principal(&c->room->plan->themes[c->chosen[last][at - 1].theme])) {
        at--;
      }
      if (at-- == 0) return;
    }
    c->chosen[last][at] = back;
  }
}

// A theme that never plays cannot be known: principal ones get the cue of
// their largest presence in the first two thirds, else the one with most room.
static void
give_voice(PlanCasting* c, size_t theme)
{
  const PlanRoom* const room = c->room;
  size_t best = 0;
  double most = -1.0;
  for (size_t cue = 0; cue < room->plan->cue_count; cue++) {
    if (is_chosen(c, cue, theme) && cue + 1 < room->plan->cue_count) return;
    if (c->count[cue] >= CUE_THEMES_MOST ||
        (room->plan->cues[cue].start > room->story->length / 3 * 2 && cue)) {
      continue;
    }
    const double amount = elara_plan_presence(c, theme, cue)->amount;
    if (amount > most) {
      most = amount;
      best = cue;
    }
  }
  if (most < 0.0 || is_chosen(c, best, theme)) return;
  c->chosen[best][c->count[best]++] = (ElaraCueTheme){
      .theme = (int)theme, .weight = .4 * c->chosen[best][0].weight};
}

// The first plain statement of a principal theme, early.
static void
state_plainly(PlanCasting* c, size_t theme)
{
  ElaraCueTheme* candidate = NULL;
  for (size_t cue = 0; cue < c->room->plan->cue_count; cue++) {
    for (size_t i = 0; i < c->count[cue]; i++) {
      ElaraCueTheme* const use = &c->chosen[cue][i];
      if (use->theme != (int)theme) continue;
      if (use->treatment == ELARA_TREAT_STATE) return;
      const int on_stage = elara_plan_presence(c, theme, cue)->on_stage;
      if (!candidate && (on_stage || cue > 0)) candidate = use;
    }
  }
  if (candidate) candidate->treatment = ELARA_TREAT_STATE;
}

static void
treat_all(PlanCasting* c)
{
  const ElaraPlan* const plan = c->room->plan;
  for (size_t cue = 0; cue < plan->cue_count; cue++) {
    for (size_t i = 0; i < c->count[cue]; i++) {
      ElaraCueTheme* const use = &c->chosen[cue][i];
      const size_t t = (size_t)use->theme;
      use->treatment = treat(c, t, cue);
      c->played[t]++;
      c->last[t] = (int)use->treatment;
    }
  }
  for (size_t t = 0; t < plan->theme_count; t++) {
    if (is_principal(&plan->themes[t])) state_plainly(c, t);
  }
}

static ElaraStatus
hand_out(PlanCasting* c, size_t index)
{
  ElaraCue* const cue = &c->room->plan->cues[index];
  const size_t count = c->count[index];
  ElaraCueTheme* const themes =
      elara_arena_array(c->room->arena, count, sizeof *themes);
  ELARA_TRY_PTR(themes);
  double sum = 0.0;
  for (size_t i = 0; i < count; i++)
    sum += c->chosen[index][i].weight;
  for (size_t i = 0; i < count; i++) {
    themes[i] = c->chosen[index][i];
    themes[i].weight = sum > 0.0 ? elara_plan_step(themes[i].weight / sum, 20)
                                 : 1.0 / (double)count;
    themes[i].reason =
        reason_of(c, (size_t)themes[i].theme, index, themes[i].treatment);
    ELARA_TRY_PTR(themes[i].reason);
  }
  cue->themes = themes;
  cue->theme_count = count;
  return ELARA_OK;
}

ElaraStatus
elara_plan_treat(PlanRoom* room)
{
  const size_t cues = room->plan->cue_count;
  const size_t themes = room->plan->theme_count;
  ElaraArena* const arena = room->scratch;
  PlanCasting c = {.room = room};
  c.grid = elara_arena_array(arena, themes * cues, sizeof *c.grid);
  c.death = elara_arena_array(arena, themes, sizeof *c.death);
  c.death_line = elara_arena_array(arena, themes, sizeof *c.death_line);
  c.chosen = elara_arena_array(arena, cues, sizeof *c.chosen);
  c.count = elara_arena_array(arena, cues, sizeof *c.count);
  c.played = elara_arena_array(arena, themes, sizeof *c.played);
  c.last = elara_arena_array(arena, themes, sizeof *c.last);
  if (!c.grid || !c.death || !c.death_line || !c.chosen || !c.count ||
      !c.played || !c.last) {
    return ELARA_NO_MEMORY;
  }
  for (size_t t = 0; t < themes; t++) {
    c.death[t] = -1;
    c.last[t] = -1;
  }
  elara_plan_count_presence(&c);
  for (size_t i = 0; i < cues; i++)
    choose_cue(&c, i);
  for (size_t t = 0; t < themes; t++) {
    const ElaraThemeRole* const theme = &room->plan->themes[t];
    if (is_principal(theme) || elara_plan_is_memory(theme)) give_voice(&c, t);
  }
  gather_last(&c);
  treat_all(&c);
  for (size_t i = 0; i < cues; i++)
    ELARA_TRY(hand_out(&c, i));
  return ELARA_OK;
}
