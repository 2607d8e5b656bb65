// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// One section of a movement after the story: a cue with its mood, its arc, the
// theme that it takes up from a line of the story, and the sentences that say
// so.

#include "plan/beyond.h"

#include <string.h>

// A theme of one of the last movements; before there are any, of the story.
static int
recalled(const PlanBeyond* b, const PlanMovement* m, ElaraRandom* random)
{
  const int story = (int)b->story_themes;
  const int known = m->first - story;
  if (known <= 0) return elara_plan_dealt(b, 1, m->number);
  const int recent = known < 6 ? known : 6;
  return m->first - 1 - elara_random_index(random, recent);
}

static int
draw_mood(const PlanBeyond* b, const PlanSection* section, ElaraRandom* random)
{
  const ElaraMood moods[] = {section->mood, section->other_mood,
                             section->third_mood};
  double weights[3];
  for (int i = 0; i < 3; i++) {
    const double cost = elara_plan_tone_cost(b->room, moods[i]);
    weights[i] = elara_plan_clamp((i ? .8 : 1.0) - 2.0 * cost, .02, 1.0);
  }
  return (int)moods[elara_random_weighted(random, weights, 3)];
}

// The moods of all sections, not the same as when the form was heard last.
void
elara_plan_draw_moods(PlanBeyond* b, PlanMovement* m)
{
  int* const heard = b->heard[m->form_index];
  for (int attempt = 0; attempt < 8; attempt++) {
    int same = 1;
    ElaraRandom random = elara_plan_dice(b, "plan.moods", m->number, attempt);
    for (int i = 0; i < SECTIONS_MOST; i++) {
      const PlanSection* const section = &m->form->sections[i];
      if (!section->name) break;
      m->moods[i] = draw_mood(b, section, &random);
      same &= heard[i] == m->moods[i] + 1;
    }
    if (!same) break;
  }
  for (int i = 0; i < SECTIONS_MOST; i++)
    heard[i] = m->moods[i] + 1;
}

static int
main_theme(const PlanBeyond* b,
           const PlanMovement* m,
           const PlanSection* section,
           ElaraRandom* random)
{
  switch (section->voice) {
  case VOICE_SECOND:
    return m->second;
  case VOICE_ROOT:
    return m->root;
  case VOICE_RECALL:
    return recalled(b, m, random);
  default:
    return m->first;
  }
}

// A mood stands at the corner of what can be felt; a symphony is milder.
static ElaraFeeling
felt(ElaraMood mood, double rise, double wobble)
{
  const ElaraMoodInfo* const m = elara_mood_info(mood);
  const ElaraFeeling f = {
      .valence = elara_plan_clamp(.7 * m->valence - .2 * rise, -1.0, 1.0),
      .arousal =
          elara_plan_clamp(.7 * m->arousal + .5 * rise + wobble, -1.0, 1.0),
      .tension = elara_plan_clamp(.6 * m->tension + rise, -1.0, 1.0),
      .levity = elara_plan_clamp(.7 * m->levity, -1.0, 1.0),
  };
  return elara_plan_step_feeling(f, 20);
}

#define ARC_POINTS 5

static ElaraStatus
draw_arc(PlanBeyond* b, ElaraCue* cue, double rise, ElaraRandom* random)
{
  ElaraArcPoint* const arc =
      elara_arena_array(b->room->arena, ARC_POINTS, sizeof *arc);
  ELARA_TRY_PTR(arc);
  ElaraFeeling sum = {0};
  for (int i = 0; i < ARC_POINTS; i++) {
    const double x = (double)i / (ARC_POINTS - 1);
    const double wobble = elara_random_range(random, -.12, .12);
    arc[i].feeling = felt(cue->mood, rise * (x - .3), wobble);
    arc[i].line = cue->line;
    arc[i].time = i + 1 < ARC_POINTS ? cue->start + (cue->end - cue->start) /
                                                        (ARC_POINTS - 1) * i
                                     : cue->end;
    sum.valence += arc[i].feeling.valence / ARC_POINTS;
    sum.arousal += arc[i].feeling.arousal / ARC_POINTS;
    sum.tension += arc[i].feeling.tension / ARC_POINTS;
    sum.levity += arc[i].feeling.levity / ARC_POINTS;
  }
  cue->feeling = elara_plan_step_feeling(sum, 20);
  cue->arc = arc;
  cue->arc_count = ARC_POINTS;
  return ELARA_OK;
}

// Another way to do it that belongs to the same place of a form.
static ElaraTreatment
varied(ElaraTreatment treatment, ElaraRandom* random)
{
  static const ElaraTreatment others[ELARA_TREAT_COUNT] = {
      [ELARA_TREAT_STATE] = ELARA_TREAT_STATE,
      [ELARA_TREAT_HINT] = ELARA_TREAT_HINT,
      [ELARA_TREAT_DOUBT] = ELARA_TREAT_CORRUPT,
      [ELARA_TREAT_GROW] = ELARA_TREAT_PLAY,
      [ELARA_TREAT_CORRUPT] = ELARA_TREAT_DOUBT,
      [ELARA_TREAT_LAMENT] = ELARA_TREAT_DOUBT,
      [ELARA_TREAT_TRIUMPH] = ELARA_TREAT_GROW,
      [ELARA_TREAT_PLAY] = ELARA_TREAT_GROW,
      [ELARA_TREAT_UNITE] = ELARA_TREAT_UNITE,
      [ELARA_TREAT_REMEMBER] = ELARA_TREAT_HINT,
  };
  return elara_random_chance(random, .25) ? others[treatment] : treatment;
}

// The NTH cue of the story, going round, that carries theme ROOT.
static const ElaraCue*
cue_of_theme(const PlanBeyond* b, int root, int nth)
{
  const ElaraCue* const cues = b->room->plan->cues;
  size_t found = 0;
  for (size_t i = 0; i < b->story_cues; i++) {
    for (size_t t = 0; t < cues[i].theme_count; t++)
      found += cues[i].themes[t].theme == root;
  }
  if (found == 0) return &cues[(size_t)nth % b->story_cues];
  size_t at = (size_t)nth % found;
  for (size_t i = 0; i < b->story_cues; i++) {
    for (size_t t = 0; t < cues[i].theme_count; t++) {
      if (cues[i].themes[t].theme == root && at-- == 0) return &cues[i];
    }
  }
  return cues;
}

static ElaraStatus
give_themes(PlanBeyond* b,
            const PlanMovement* m,
            const PlanSection* section,
            int main,
            ElaraCue* cue,
            ElaraRandom* random)
{
  const size_t count =
      section->voice == VOICE_BOTH && m->second != m->first ? 2 : 1;
  ElaraCueTheme* const themes =
      elara_arena_array(b->room->arena, count, sizeof *themes);
  ELARA_TRY_PTR(themes);
  const ElaraTreatment how = varied(section->treatment, random);
  for (size_t i = 0; i < count; i++) {
    const int theme = i ? m->second : main;
    const char* const name = elara_plan_root_name(b, theme);
    ELARA_TRY_PTR(name);
    const int own = theme >= (int)b->story_themes;
    themes[i] =
        (ElaraCueTheme){.theme = theme,
                        .treatment = how,
                        .weight = count == 1 ? 1.0
                                  : i        ? .45
                                             : .55,
                        .reason = elara_arena_printf(
                            b->room->arena, "%s%s, %s (line %d).", name,
                            own ? ", grown into a theme of its own" : "",
                            elara_plan_treatment_words(how), cue->line)};
    ELARA_TRY_PTR(themes[i].reason);
  }
  cue->themes = themes;
  cue->theme_count = count;
  return ELARA_OK;
}

static ElaraStatus
say_section(PlanBeyond* b,
            const PlanMovement* m,
            const PlanSection* section,
            int nth,
            const ElaraCue* old,
            ElaraCue* cue)
{
  ElaraArena* const arena = b->room->arena;
  const char* const title = elara_plan_title_case(arena, section->name);
  const char* const name = elara_plan_root_name(b, cue->themes[0].theme);
  if (!title || !name) return ELARA_NO_MEMORY;
  cue->label =
      elara_arena_printf(arena, "%s %s: %s", m->roman, m->form->name, title);
  cue->name = elara_arena_printf(arena, "%s.%d %s: %s", m->roman, nth,
                                 m->form->name, title);
  cue->key = elara_arena_printf(arena, "movement-%d-%d", m->number,
                                (int)(section - m->form->sections) + 1);
  cue->why = elara_arena_printf(
      arena,
      "%sThe %s of the %s, %s (%s): it takes up %s as it was in %s (line %d), "
      "in a mood of %s.",
      nth == 1 ? "The story is told; its symphony goes on. " : "",
      section->name, m->ordinal, m->form->name, m->form->form, name, old->name,
      old->line, elara_mood_info(cue->mood)->name);
  return cue->label && cue->name && cue->key && cue->why ? ELARA_OK
                                                         : ELARA_NO_MEMORY;
}

ElaraStatus
elara_plan_section(PlanBeyond* b,
                   const PlanMovement* m,
                   int index,
                   ElaraTime start,
                   ElaraTime end)
{
  const PlanSection* const section = &m->form->sections[index];
  ElaraRandom random = elara_plan_dice(b, "plan.section", m->number, index);
  const ElaraMoodInfo* const mood = elara_mood_info((ElaraMood)m->moods[index]);
  ElaraCue cue = {
      .mood = (ElaraMood)m->moods[index],
      .start = start,
      .end = end,
      .beats = m->beats,
      .beat_type = m->beat_type,
      .importance = section->importance,
      .reach = elara_plan_step(.40 + .58 * section->importance, 20),
      .movement = m->number,
  };
  // The movement keeps its tempo; the mood of a section bends it.
  cue.bpm = elara_plan_step(.65 * m->bpm * section->pace +
                                .35 * (mood->bpm_low + mood->bpm_high) / 2.0,
                            2);
  const int main = main_theme(b, m, section, &random);
  const ElaraCue* const old =
      cue_of_theme(b, elara_plan_root(b, main), m->number + index);
  cue.line = old->line;
  cue.line_last = old->line_last;
  ELARA_TRY(give_themes(b, m, section, main, &cue, &random));
  ELARA_TRY(draw_arc(b, &cue, section->rise, &random));
  const int nth = (int)(b->cues.count - m->first_cue) + 1;
  ELARA_TRY(say_section(b, m, section, nth, old, &cue));
  return ELARA_PUSH(b->room->arena, &b->cues, cue) ? ELARA_OK : ELARA_NO_MEMORY;
}
