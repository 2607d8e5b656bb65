// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// What stays when a story is planned again, and what a tempo or a metre that
// was edited by hand does to the clock.

#include "example.h"
#include "plan/plan.h"
#include "plan/toy_story.h"

#define SCRIPT "examples/crimson-echoes.fountain"

static void
print_errors(const ElaraDiags* diags)
{
  for (size_t i = 0; diags && i < elara_diags_count(diags); i++) {
    const ElaraDiag* const d = elara_diags_at(diags, i);
    if (d->level == ELARA_DIAG_ERROR) printf("# %s\n", d->what);
  }
}

static ElaraStory*
story_of(const char* text)
{
  ElaraStory* story = NULL;
  elara_story_from_text("script", text, strlen(text), NULL, NULL, &story);
  return story;
}

static ElaraPlan*
planned(const char* text, const ElaraPlan* before, int keep, ElaraDiags* diags)
{
  ElaraPlanConfig how = elara_plan_config();
  how.before = before;
  how.keep = keep;
  ElaraStory* const story = story_of(text);
  ElaraPlan* plan = NULL;
  elara_plan_make(story, &how, diags, &plan);
  elara_story_free(story);
  if (plan && elara_plan_check(plan, diags) != ELARA_OK) print_errors(diags);
  return plan;
}

static char*
with_text(const char* text, const char* at, const char* in)
{
  char* const out = (char*)malloc(strlen(text) + strlen(in) + 1);
  memcpy(out, text, (size_t)(at - text));
  strcpy(out + (at - text), in);
  strcat(out, at);
  return out;
}

static const ElaraCue*
cue_of(const ElaraPlan* plan, const char* key)
{
  for (size_t i = 0; i < plan->cue_count; i++) {
    if (strcmp(plan->cues[i].key, key) == 0) return &plan->cues[i];
  }
  return NULL;
}

static size_t
hits_of(const ElaraPlan* plan, const ElaraCue* cue)
{
  size_t count = 0;
  for (size_t i = 0; i < plan->hit_count; i++)
    count += &plan->cues[plan->hits[i].cue] == cue;
  return count;
}

// Bars, tempo and hits of two cues agree, counted from their starts.
static int
same_clock(const ElaraPlan* a,
           const ElaraCue* x,
           const ElaraPlan* b,
           const ElaraCue* y)
{
  if (x->bar_count != y->bar_count || hits_of(a, x) != hits_of(b, y)) return 0;
  const ElaraTempoMap p = elara_plan_tempo_map(a);
  const ElaraTempoMap q = elara_plan_tempo_map(b);
  for (int i = 0; i < x->bar_count; i++) {
    const ElaraBar* const m = &a->bars[x->first_bar + i];
    const ElaraBar* const n = &b->bars[y->first_bar + i];
    if (m->beats != n->beats || m->beat_type != n->beat_type ||
        elara_tempo_map_time(&p, m->tick) - x->start !=
            elara_tempo_map_time(&q, n->tick) - y->start) {
      return 0;
    }
  }
  return 1;
}

static int
same_cue(const ElaraPlan* a, const ElaraCue* x, const ElaraPlan* b)
{
  const ElaraCue* const y = cue_of(b, x->key);
  if (!y || x->mood != y->mood || x->bpm != y->bpm || x->tonic != y->tonic ||
      x->reach != y->reach || x->reroll != y->reroll ||
      x->theme_count != y->theme_count || x->arc_count != y->arc_count) {
    return 0;
  }
  for (size_t i = 0; i < x->theme_count; i++) {
    const ElaraThemeRole* const t = &a->themes[x->themes[i].theme];
    const ElaraThemeRole* const u = &b->themes[y->themes[i].theme];
    if (strcmp(t->name, u->name) != 0 ||
        t->feeling.valence != u->feeling.valence ||
        x->themes[i].treatment != y->themes[i].treatment) {
      return 0;
    }
  }
  return same_clock(a, x, b, y);
}

static const char new_scene[] =
    "INT. LIGHTHOUSE - NIGHT\n\nThe lamp turns. A scream! Somebody dies.\n\n"
    "KEEPER\nMurder! Murder! Run for your lives!\n\nThe keeper runs down the "
    "stairs, and the sea breaks the door.\n\n";

static void
test_locked(const char* text)
{
  ElaraDiags* const diags = elara_diags_new();
  ElaraPlan* const before = planned(text, NULL, 0, diags);
  ElaraCue* const locked = &before->cues[4];
  locked->locked = 1;
  locked->reroll = 3;
  locked->mood = ELARA_MOOD_GROTESQUE;
  const char* const heading = strstr(strstr(text, "INT.") + 4, "\nINT.") + 1;
  char* const other = with_text(text, heading, new_scene);
  ElaraPlan* const after = planned(other, before, 0, diags);
  const ElaraCue* const kept = cue_of(after, locked->key);
  TAP_OK(kept && kept->locked, "a locked cue is still locked");
  TAP_OK(kept && kept->start > locked->start, "it moved with its words");
  TAP_OK(same_cue(before, locked, after), "and stayed as it was");
  TAP_EQ_I(elara_diags_at_least(diags, ELARA_DIAG_WARNING), 0, "silently");
  elara_plan_free(after);
  elara_plan_free(before);
  elara_diags_free(diags);
  free(other);
}

static void
test_gone(const char* text)
{
  ElaraDiags* const diags = elara_diags_new();
  ElaraPlan* const before = planned(text, NULL, 0, diags);
  before->cues[4].locked = 1;
  const size_t half = strlen(text) / 4;
  char* const start = (char*)malloc(half + 1);
  memcpy(start, text, half);
  start[half] = '\0';
  ElaraPlan* const after = planned(start, before, 0, diags);
  TAP_OK(after != NULL, "a locked cue whose words are gone breaks nothing");
  TAP_EQ_I(elara_diags_at_least(diags, ELARA_DIAG_WARNING), 1, "one warning");
  TAP_EQ_I(elara_diags_at_least(diags, ELARA_DIAG_ERROR), 0, "no error");
  elara_plan_free(after);
  elara_plan_free(before);
  elara_diags_free(diags);
  free(start);
}

// The same script again, all kept: the same plan.
static void
test_nothing_new(const char* text)
{
  ElaraPlan* const before = planned(text, NULL, 0, NULL);
  ElaraPlan* const after = planned(text, before, 1, NULL);
  int same = before->cue_count == after->cue_count;
  for (size_t i = 0; i < before->cue_count; i++)
    same &= same_cue(before, &before->cues[i], after);
  TAP_OK(same, "with all its words the same a plan is the same");
  ElaraText x = {0};
  ElaraText y = {0};
  elara_plan_write(before, &x);
  elara_plan_write(after, &y);
  TAP_EQ_S(y.bytes, x.bytes, "to the byte");
  elara_text_clear(&x);
  elara_text_clear(&y);
  elara_plan_free(before);
  elara_plan_free(after);
}

// Every cue locked, in a story that is slower, quicker, or another one.
static void
test_all_locked(double scale, int seed)
{
  ElaraStory* const story = toy_story(900.0, 4);
  ElaraStory* const other = toy_story(900.0 * scale, (uint64_t)seed);
  ElaraDiags* const diags = elara_diags_new();
  ElaraPlanConfig how = elara_plan_config();
  ElaraPlan* before = NULL;
  ElaraPlan* after = NULL;
  elara_plan_make(story, &how, NULL, &before);
  for (size_t i = 0; i < before->cue_count; i++)
    before->cues[i].locked = 1;
  how.before = before;
  TAP_EQ_I(elara_plan_make(other, &how, NULL, &after), ELARA_OK,
           "all cues locked in another story: planned");
  TAP_EQ_I(elara_plan_check(after, diags), ELARA_OK,
           "and it keeps its promises");
  print_errors(diags);
  elara_plan_free(before);
  elara_plan_free(after);
  elara_diags_free(diags);
  elara_story_free(story);
  elara_story_free(other);
}

// --- the clock by hand

static void
test_relay(double faster, int beats)
{
  ElaraPlan* const plan = example_plan(SCRIPT, 1);
  ElaraPlan* const before = example_plan(SCRIPT, 1);
  ElaraDiags* const diags = elara_diags_new();
  ElaraCue* const cue = &plan->cues[3];
  const double wanted = cue->bpm * faster;
  cue->bpm = wanted;
  if (beats) cue->beats = beats;
  if (beats) cue->beat_type = 4;
  TAP_EQ_I(elara_plan_relay(plan, diags), ELARA_OK, "laid anew");
  TAP_EQ_I(elara_plan_check(plan, diags), ELARA_OK, "the clock is whole");
  print_errors(diags);
  TAP_NEAR(cue->bpm / wanted, 1.0, .09, "the cue has the tempo asked for");
  if (beats) TAP_EQ_I(plan->bars[cue->first_bar].beats, beats, "and the metre");
  TAP_OK(cue->start == before->cues[3].start && cue->end == before->cues[3].end,
         "it keeps its place in the film");
  int same = 0;
  for (size_t i = 0; i < plan->cue_count; i++)
    same += same_cue(before, &before->cues[i], plan);
  TAP_EQ_I(same, (double)plan->cue_count - (faster != 1.0 || beats),
           "all others keep theirs");
  elara_diags_free(diags);
  elara_plan_free(plan);
  elara_plan_free(before);
}

// Whatever metre is written into a plan, the clock stays whole.
static void
test_metres(void)
{
  static const int types[] = {1, 2, 4, 8, 16};
  int broken = 0;
  for (int beats = 1; beats <= 24; beats++) {
    ElaraPlan* const plan = example_plan(SCRIPT, 1);
    for (size_t i = 0; i < plan->cue_count; i++) {
      plan->cues[i].beats = beats;
      plan->cues[i].beat_type = types[i % 5];
      plan->cues[i].bpm = 30.0 + 40.0 * (double)i;
    }
    broken += elara_plan_relay(plan, NULL) != ELARA_OK;
    broken += elara_plan_check(plan, NULL) != ELARA_OK;
    elara_plan_free(plan);
  }
  TAP_EQ_I(broken, 0, "clocks of odd metres and tempos that are not whole");
}

static void
test_no_tempo(void)
{
  static const double none[] = {0.02, 14.0, 501.0, 1e12};
  for (size_t i = 0; i < sizeof none / sizeof *none; i++) {
    ElaraPlan* const plan = example_plan(SCRIPT, 1);
    ElaraDiags* const diags = elara_diags_new();
    plan->cues[2].bpm = none[i];
    TAP_EQ_I(elara_plan_relay(plan, diags), ELARA_BAD_INPUT, "no tempo");
    TAP_EQ_I(elara_diags_at_least(diags, ELARA_DIAG_ERROR), 1, "it says so");
    elara_diags_free(diags);
    elara_plan_free(plan);
  }
}

int
main(void)
{
  tap_begin("kept cues");
  ElaraFile file;
  if (elara_file_read(tap_path(SCRIPT), 0, &file)) return 1;
  const char* const text = (const char*)file.bytes;
  test_locked(text);
  test_gone(text);
  test_nothing_new(text);
  static const double scales[] = {1.0, .5, 1.7};
  for (size_t i = 0; i < 3; i++) {
    test_all_locked(scales[i], 4);
    test_all_locked(scales[i], 9);
  }
  test_relay(1.0, 0);
  test_relay(1.3, 0);
  test_relay(.6, 0);
  test_relay(1.0, 5);
  test_metres();
  test_no_tempo();
  elara_file_clear(&file);
  return tap_end();
}
