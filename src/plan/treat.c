// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// Whose theme a cue carries and what the story does to it. Presence is counted
// from who speaks, who is named and what happens to whom; the treatment
// follows the mood, and above it the story: not yet met, newly dead, long
// dead, reunited, the end. Two promises are kept at the last: every principal
// theme is stated plainly once, early, and comes back in the last cue.

#include "plan/room.h"

#include <string.h>

#define THEMES_MOST 8
#define CUE_THEMES_MOST 3
#define LAST_THEMES_MOST 4
#define LAMENT_S 120.0 // how long after a death its themes lament

// How much of a cue a theme could claim.
typedef struct {
  double amount;
  int on_stage; // speaks or acts, is not only spoken of
  int line;     // the first line that says so; 0 = none
  const char* how;
} Presence;

typedef struct {
  PlanRoom* room;
  Presence* grid;   // themes x cues
  ElaraTime* death; // per theme: time of the person's death, or -1
  int* death_line;
  ElaraCueTheme (*chosen)[LAST_THEMES_MOST];
  size_t* count;
  int* played; // per theme: cues so far
  int* last;   // per theme: last treatment, -1 for none
} Casting;

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

static Presence*
presence(const Casting* c, size_t theme, size_t cue)
{
  return &c->grid[theme * c->room->plan->cue_count + cue];
}

static void
count_in(Casting* c, size_t theme, size_t cue, double amount, int on_stage,
         int line, const char* how)
{
  Presence* const p = presence(c, theme, cue);
  p->amount += amount;
  // The line cited is where the person is first seen or heard, if ever.
  if (p->line == 0 || (on_stage && !p->on_stage)) {
    p->line = line;
    p->how = how;
  }
  if (on_stage) p->on_stage = 1;
}

// --- presence ------------------------------------------------------------------

// Last word of "MRS. QUILL", unless it is short.
static const char*
last_name(const char* name)
{
  const char* const space = strrchr(name, ' ');
  return space && strlen(space + 1) > 3 ? space + 1 : name;
}

static void
count_element(Casting* c, const ElaraElement* e, size_t theme, size_t cue)
{
  const ElaraThemeRole* const t = &c->room->plan->themes[theme];
  if (t->kind == ELARA_THEME_IDEA) {
    if (e->kind == ELARA_ELEMENT_ACTION && elara_plan_mentions(e->text, t->name)) {
      count_in(c, theme, cue, 12.0, 1, e->line, "is named");
    }
    return;
  }
  if (t->kind != ELARA_THEME_PERSON) return;
  const int speech =
      e->kind == ELARA_ELEMENT_DIALOGUE || e->kind == ELARA_ELEMENT_LYRIC;
  if (speech && e->person == t->person) {
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
count_elements(Casting* c)
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
count_events(Casting* c)
{
  const PlanRoom* const room = c->room;
  for (size_t i = 0; i < room->story->event_count; i++) {
    const ElaraEvent* const event = &room->story->events[i];
    const double size = event->strength * event->confidence;
    for (size_t t = 0; t < room->plan->theme_count; t++) {
      const ElaraThemeRole* const theme = &room->plan->themes[t];
      const int person = theme->kind == ELARA_THEME_PERSON &&
                         (event->person == theme->person ||
                          event->other == theme->person);
      // Only a death that the reader is fairly sure of is mourned.
      if (event->kind == ELARA_EVENT_DEATH && size >= .3 &&
          event->person >= 0 && theme->person >= 0 &&
          (event->person == theme->person || event->person == theme->other)) {
        if (c->death[t] < 0) {
          c->death[t] = event->time;
          c->death_line[t] = event->line;
        }
      }
      const int idea = theme->kind == ELARA_THEME_IDEA &&
                       event->kind == ELARA_EVENT_MAGIC;
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
amount_of(Casting* c, int person, size_t cue, int* line)
{
  const size_t t = theme_of_person(c->room, person);
  if (t >= c->room->plan->theme_count) {
    return words_of(c->room, person, &c->room->plan->cues[cue], line);
  }
  const Presence* const p = presence(c, t, cue);
  *line = p->line;
  return p->on_stage ? p->amount : 0.0;
}

static int
event_between(const PlanRoom* room, const ElaraThemeRole* bond,
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
count_bond(Casting* c, size_t theme, size_t cue)
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
  const int inward = q->mood == ELARA_MOOD_TENDERNESS ||
                     q->mood == ELARA_MOOD_ROMANCE ||
                     q->mood == ELARA_MOOD_SORROW ||
                     q->mood == ELARA_MOOD_NOSTALGIA ||
                     q->mood == ELARA_MOOD_SERENITY;
  const int line = event_between(room, bond, q);
  const double amount = both * (line ? 3.0 : inward ? 1.6 : .8);
  count_in(c, theme, cue, amount, 1,
           line     ? line
           : line_a > line_b ? line_a
                             : line_b,
           "are together");
}

static void
count_place(Casting* c, size_t theme, size_t cue)
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
count_idea(Casting* c, size_t theme, size_t cue)
{
  const PlanRoom* const room = c->room;
  const ElaraCue* const q = &room->plan->cues[cue];
  const double seconds = elara_time_s(q->end - q->start);
  const double weight =
      (cue == 0 ? .9 : .12) + .5 * q->importance * q->importance +
      (q->mood == ELARA_MOOD_WONDER || q->mood == ELARA_MOOD_MYSTERY ? .25
                                                                     : 0.0);
  Presence* const p = presence(c, theme, cue);
  const int line = p->line > 0 ? p->line : q->line;
  count_in(c, theme, cue, weight * seconds, 1, line,
           cue == 0 ? "opens the story" : "stands behind the scene");
}

static void
count_presence(Casting* c)
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

// --- treatment -----------------------------------------------------------------

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
treat_last(const Casting* c, size_t theme, const ElaraCue* cue)
{
  const ElaraThemeRole* const t = &c->room->plan->themes[theme];
  const int dark = cue->feeling.valence + cue->arc[cue->arc_count - 1]
                                              .feeling.valence < -.2;
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
treat(const Casting* c, size_t theme, size_t index)
{
  const PlanRoom* const room = c->room;
  const ElaraThemeRole* const t = &room->plan->themes[theme];
  const ElaraCue* const cue = &room->plan->cues[index];
  const Presence* const p = presence(c, theme, index);
  if (index + 1 == room->plan->cue_count && index > 0) {
    return treat_last(c, theme, cue);
  }
  if (c->death[theme] >= 0 && c->death[theme] < cue->end) {
    const double since_s = elara_time_s(cue->start - c->death[theme]);
    return since_s < LAMENT_S ? ELARA_TREAT_LAMENT : ELARA_TREAT_REMEMBER;
  }
  if (t->kind == ELARA_THEME_BOND && event_between(room, t, cue)) {
    return ELARA_TREAT_UNITE;
  }
  const int late = cue->start > room->story->length / 3 * 2;
  if (!p->on_stage) {
    return late && c->played[theme] ? ELARA_TREAT_REMEMBER : ELARA_TREAT_HINT;
  }
  if (c->played[theme] == 0) return ELARA_TREAT_STATE;
  const int dark_side = t->kind == ELARA_THEME_PERSON &&
                        t->role == ELARA_ROLE_ANTAGONIST;
  const ElaraTreatment first = by_mood[cue->mood][dark_side];
  // Said twice the same way it is furniture; the third time it is plain again.
  if ((int)first != c->last[theme]) return first;
  return late && t->kind != ELARA_THEME_PERSON && cue->feeling.arousal < 0.0
             ? ELARA_TREAT_REMEMBER
             : ELARA_TREAT_STATE;
}

static const char*
reason_of(const Casting* c, size_t theme, size_t index, ElaraTreatment how)
{
  const PlanRoom* const room = c->room;
  const Presence* const p = presence(c, theme, index);
  const char* const name =
      elara_plan_title_case(room->scratch, room->plan->themes[theme].name);
  if (!name) return NULL;
  if ((how == ELARA_TREAT_LAMENT || how == ELARA_TREAT_REMEMBER) &&
      c->death[theme] >= 0) {
    return elara_arena_printf(room->arena, "%s died on line %d: %s.", name,
                              c->death_line[theme], treatment_words[how]);
  }
  if (p->line == 0) {
    return elara_arena_printf(room->arena,
                              "%s belongs to what happens on line %d: %s.",
                              name, room->plan->cues[index].line,
                              treatment_words[how]);
  }
  return elara_arena_printf(room->arena, "%s %s (line %d): %s.", name, p->how,
                            p->line, treatment_words[how]);
}

// --- choice --------------------------------------------------------------------

static int
is_chosen(const Casting* c, size_t cue, size_t theme)
{
  for (size_t i = 0; i < c->count[cue]; i++) {
    if (c->chosen[cue][i].theme == (int)theme) return 1;
  }
  return 0;
}

static double
claim(const Casting* c, size_t theme, size_t cue)
{
  return presence(c, theme, cue)->amount *
         (.4 + .6 * c->room->plan->themes[theme].weight);
}

// The largest claim of a theme not yet chosen; theme_count when none.
static size_t
next_theme(const Casting* c, size_t cue)
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
choose_cue(Casting* c, size_t cue)
{
  const ElaraCue* const q = &c->room->plan->cues[cue];
  const double seconds = elara_time_s(q->end - q->start);
  const size_t most = seconds < 40.0 ? 2 : CUE_THEMES_MOST;
  double first = 0.0;
  while (c->count[cue] < most) {
    const size_t t = next_theme(c, cue);
    if (t >= c->room->plan->theme_count) break;
    if (c->count[cue] == 0) first = claim(c, t, cue);
    if (claim(c, t, cue) < .35 * first) break;
    c->chosen[cue][c->count[cue]++] =
        (ElaraCueTheme){.theme = (int)t, .weight = claim(c, t, cue)};
  }
  if (c->count[cue] == 0) {
    c->chosen[cue][c->count[cue]++] = (ElaraCueTheme){.theme = 0, .weight = 1.};
  }
}

// Principal themes come back in the last cue, however little room there is.
static void
gather_last(Casting* c)
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
      while (at > 0 && is_principal(&c->room->plan->themes
                                         [c->chosen[last][at - 1].theme])) {
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
give_voice(Casting* c, size_t theme)
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
    const double amount = presence(c, theme, cue)->amount;
    if (amount > most) {
      most = amount;
      best = cue;
    }
  }
  if (most < 0.0 || is_chosen(c, best, theme)) return;
  c->chosen[best][c->count[best]++] =
      (ElaraCueTheme){.theme = (int)theme,
                      .weight = .4 * c->chosen[best][0].weight};
}

// The first plain statement of a principal theme, early.
static void
state_plainly(Casting* c, size_t theme)
{
  ElaraCueTheme* candidate = NULL;
  for (size_t cue = 0; cue < c->room->plan->cue_count; cue++) {
    for (size_t i = 0; i < c->count[cue]; i++) {
      ElaraCueTheme* const use = &c->chosen[cue][i];
      if (use->theme != (int)theme) continue;
      if (use->treatment == ELARA_TREAT_STATE) return;
      const int on_stage = presence(c, theme, cue)->on_stage;
      if (!candidate && (on_stage || cue > 0)) candidate = use;
    }
  }
  if (candidate) candidate->treatment = ELARA_TREAT_STATE;
}

static void
treat_all(Casting* c)
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
hand_out(Casting* c, size_t index)
{
  ElaraCue* const cue = &c->room->plan->cues[index];
  const size_t count = c->count[index];
  ElaraCueTheme* const themes =
      elara_arena_array(c->room->arena, count, sizeof *themes);
  ELARA_TRY_PTR(themes);
  double sum = 0.0;
  for (size_t i = 0; i < count; i++) sum += c->chosen[index][i].weight;
  for (size_t i = 0; i < count; i++) {
    themes[i] = c->chosen[index][i];
    themes[i].weight = sum > 0.0 ? themes[i].weight / sum : 1.0 / (double)count;
    themes[i].reason = reason_of(c, (size_t)themes[i].theme, index,
                                 themes[i].treatment);
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
  Casting c = {.room = room};
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
  count_presence(&c);
  for (size_t i = 0; i < cues; i++) choose_cue(&c, i);
  for (size_t t = 0; t < themes; t++) {
    if (is_principal(&room->plan->themes[t])) give_voice(&c, t);
  }
  gather_last(&c);
  treat_all(&c);
  for (size_t i = 0; i < cues; i++) ELARA_TRY(hand_out(&c, i));
  return ELARA_OK;
}
