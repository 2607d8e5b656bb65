// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// plan.json: what is written is read; what is edited badly is refused with
// the place of the fault; check() finds every broken promise.

#include "model/instrument.h"
#include "plan/plan.h"
#include "plan/toy_story.h"
#include "tap.h"

static ElaraPlan*
toy_plan(void)
{
  ElaraStory* const story = toy_story(400.0, 7);
  ElaraPlan* plan = NULL;
  elara_plan_make(story, NULL, NULL, &plan);
  elara_story_free(story);
  return plan;
}

static void
test_round_trip(const ElaraPlan* plan)
{
  ElaraDiags* const diags = elara_diags_new();
  ElaraText first = {0};
  ElaraText second = {0};
  ElaraPlan* again = NULL;
  TAP_EQ_I(elara_plan_write(plan, &first), ELARA_OK, "write");
  TAP_EQ_I(
      elara_plan_read("plan.json", first.bytes, first.count, diags, &again),
      ELARA_OK, "read");
  elara_diags_print(diags, stdout);
  TAP_EQ_I(elara_plan_write(again, &second), ELARA_OK, "write again");
  TAP_OK(first.count == second.count &&
             memcmp(first.bytes, second.bytes, first.count) == 0,
         "write, read, write: the same bytes");
  int same = plan->length == again->length && plan->seed == again->seed;
  for (size_t i = 0; i < plan->tempo_count; i++) {
    same &= plan->tempo[i].time == again->tempo[i].time;
  }
  for (size_t i = 0; i < plan->cue_count; i++) {
    const ElaraCue* const a = &plan->cues[i];
    const ElaraCue* const b = &again->cues[i];
    same &= memcmp(&a->bpm, &b->bpm, sizeof a->bpm) == 0;
    same &= memcmp(&a->feeling, &b->feeling, sizeof a->feeling) == 0;
  }
  TAP_OK(same, "times to the flick, numbers to the last bit");
  elara_plan_free(again);
  elara_text_clear(&first);
  elara_text_clear(&second);
  elara_diags_free(diags);
}

// Text of PLAN with the first OLD after FROM replaced by NEW.
static char*
edited(const ElaraPlan* plan,
       const char* from,
       const char* old,
       const char* new)
{
  ElaraText text = {0};
  elara_plan_write(plan, &text);
  char* const out = calloc(1, text.count + strlen(new) + 1);
  char* const start = strstr(text.bytes, from);
  char* const at = start ? strstr(start, old) : NULL;
  if (!at) {
    printf("# nothing to edit: %s %s\n", from, old);
    exit(1);
  }
  const size_t before = (size_t)(at - text.bytes);
  memcpy(out, text.bytes, before);
  strcpy(out + before, new);
  strcat(out, at + strlen(old));
  elara_text_clear(&text);
  return out;
}

typedef struct {
  const char* from;
  const char* old;
  const char* new;
  const char* complaint; // part of what must be said
} Edit;

static const Edit edits[] = {
    {"{", "\"title\": \"", "\"title\": 3, \"was\": \"",
     "title: must be text in quotes"},
    {"\"cues\"", "\"mood\": \"", "\"mood\": \"jolly", "cues[0].mood: is not"},
    {"\"cues\"", "\"start_s\": ", "\"start_s\": \"x\", \"y\": ",
     "cues[0].start_s: must be a number"},
    {"\"cues\"", "\"bpm\"", "\"bmp\"", "cues[0].bpm: missing"},
    {"\"cues\"", "\"bar_count\": ", "\"bar_count\": 1", "cues["},
    {"\"cues\"", "\"importance\": 0", "\"importance\": 7",
     "importance within 0 and 1"},
    {"\"hits\"", "\"tick\": ", "\"tick\": 1.5, \"t\": ",
     "hits[0].tick: must be a whole number"},
    {"\"bars\"", "\"beats\": 4", "\"beats\": 3", "bars["},
    {"\"tempo\"", "\"tick\": 0", "\"tick\": 5", "tempo"},
    {"{", "\"length_s\": ", "\"length_s\": 1", "length"},
    {"{", "\"seed\": \"", "\"seed\": \"x", "seed: must be a whole number"},
    {"\"cues\"", "[", "{}, [", ""},
};

static void
test_edits(const ElaraPlan* plan)
{
  for (size_t i = 0; i < sizeof edits / sizeof *edits; i++) {
    const Edit* const e = &edits[i];
    char* const text = edited(plan, e->from, e->old, e->new);
    ElaraDiags* const diags = elara_diags_new();
    ElaraPlan* out = NULL;
    const ElaraStatus status =
        elara_plan_read("plan.json", text, strlen(text), diags, &out);
    int said = 0;
    for (size_t d = 0; d < elara_diags_count(diags); d++) {
      said |= strstr(elara_diags_at(diags, d)->what, e->complaint) != NULL;
    }
    char name[160];
    snprintf(name, sizeof name, "refused: %s -> %s", e->old, e->new);
    TAP_OK(status == ELARA_BAD_INPUT && !out, name);
    if (!TAP_OK(said, "and it says what is wrong")) {
      elara_diags_print(diags, stdout);
    }
    elara_diags_free(diags);
    free(text);
  }
}

// Plans of before there were layers.
static void
test_without_layers(const ElaraPlan* plan)
{
  char* const text = edited(plan, "\"cues\"", "\"layers\": ", "\"was\": ");
  ElaraPlan* out = NULL;
  TAP_EQ_I(elara_plan_read("plan.json", text, strlen(text), NULL, &out),
           ELARA_OK, "layers may be missing");
  TAP_OK(out && out->cues[0].layer_count == 0, "then there are none");
  elara_plan_free(out);
  free(text);
}

static void
test_syntax(void)
{
  static const char json[] = "{\n  \"title\": \"x\",\n  \"oops\n}";
  ElaraDiags* const diags = elara_diags_new();
  ElaraPlan* plan = NULL;
  TAP_EQ_I(elara_plan_read("p.json", json, strlen(json), diags, &plan),
           ELARA_BAD_INPUT, "broken JSON");
  TAP_EQ_I(elara_diags_at(diags, 0)->line, 3, "on its line");
  TAP_OK(elara_diags_at(diags, 0)->column > 0, "and column");
  elara_diags_free(diags);
}

// One promise broken at a time, in a fresh plan.
typedef void (*Break)(ElaraPlan* plan);

#define BREAK(name, ...)                                                       \
  static void name(ElaraPlan* plan)                                            \
  {                                                                            \
    __VA_ARGS__;                                                               \
  }

BREAK(break_length, plan->length += 5)
BREAK(break_ticks, plan->tick_count++)
BREAK(break_anchor, plan->tempo[2].time = plan->tempo[1].time)
BREAK(break_first, plan->tempo[0].time = 1)
BREAK(break_bar, plan->bars[2].tick++)
BREAK(break_metre, plan->bars[1].beat_type = 5)
BREAK(break_bar_cue, plan->bars[plan->cues[1].first_bar].cue = 0)
BREAK(break_owner, plan->bars[plan->bar_count - 1].cue = 0)
BREAK(break_name, plan->cues[1].name = plan->cues[0].name)
BREAK(break_why, plan->cues[1].why = "")
BREAK(break_order, plan->cues[1].start = plan->cues[0].start)
BREAK(break_end, plan->cues[0].end += 100)
BREAK(break_feeling, plan->cues[0].feeling.valence = 2.0)
BREAK(break_nan, plan->cues[0].bpm = (double)NAN)
BREAK(break_importance, plan->cues[0].importance = -.1)
BREAK(break_lines, plan->cues[0].line_last = 1 << 20)
BREAK(break_no_theme, plan->cues[0].theme_count = 0)
BREAK(break_arc, plan->cues[0].arc_count = 1)
BREAK(break_arc_end, plan->cues[0].arc_count--)
BREAK(break_bars, plan->cues[0].bar_count = 1 << 20)
static ElaraCueLayer violin = {ELARA_VIOLIN_1, 0, 1, "no reason"};
static ElaraCueLayer nowhere = {ELARA_RISER, 0, 1 << 20, "no line"};
static ElaraCueLayer many[3] = {{ELARA_RISER, 0, 1, "one"},
                                {ELARA_SUB_DROP, 0, 1, "two"},
                                {ELARA_DEEP_DRONE, 0, 1, "three"}};
BREAK(break_layer, plan->cues[0].layers = &violin;
      plan->cues[0].layer_count = 1)
BREAK(break_layer_line, plan->cues[0].layers = &nowhere;
      plan->cues[0].layer_count = 1)
BREAK(break_layers, plan->cues[0].layers = many; plan->cues[0].layer_count = 3)
BREAK(break_hit_cue, plan->hits[0].cue = 99)
BREAK(break_hit_time, plan->hits[0].time = plan->length)
BREAK(break_hit_tick, plan->hits[0].tick = plan->tick_count)
BREAK(break_hit_order, plan->hits[1].time = 0)
BREAK(break_theme_name, plan->themes[0].name = NULL)
BREAK(break_theme_weight, plan->themes[0].weight = 3.0)
BREAK(break_no_cast, plan->theme_count = 0)

static const Break breaks[] = {
    break_length,     break_ticks,        break_anchor,     break_first,
    break_bar,        break_metre,        break_bar_cue,    break_owner,
    break_name,       break_why,          break_order,      break_end,
    break_feeling,    break_nan,          break_importance, break_lines,
    break_no_theme,   break_arc,          break_arc_end,    break_bars,
    break_hit_cue,    break_hit_time,     break_hit_tick,   break_hit_order,
    break_theme_name, break_theme_weight, break_no_cast,    break_layer,
    break_layer_line, break_layers,
};

static void
test_check(void)
{
  for (size_t i = 0; i < sizeof breaks / sizeof *breaks; i++) {
    ElaraPlan* const plan = toy_plan();
    ElaraDiags* const diags = elara_diags_new();
    breaks[i](plan);
    const ElaraStatus status = elara_plan_check(plan, diags);
    TAP_OK(status == ELARA_BAD_INPUT && elara_diags_count(diags) > 0,
           "check finds a broken promise");
    if (status == ELARA_OK) printf("# it was number %zu\n", i);
    elara_diags_free(diags);
    elara_plan_free(plan);
  }
}

static void
test_lookups(const ElaraPlan* plan)
{
  int wrong = 0;
  for (size_t i = 0; i < plan->bar_count; i++) {
    wrong += elara_plan_bar_at(plan, plan->bars[i].tick) != i;
    wrong += elara_plan_bar_at(plan, elara_plan_bar_end(plan, i) - 1) != i;
  }
  TAP_EQ_I(wrong, 0, "every bar is found by its first and its last tick");
  const ElaraCue* const cue = &plan->cues[0];
  double speech = -1.0;
  const ElaraFeeling start = elara_cue_feeling(cue, cue->start, &speech);
  TAP_NEAR(start.valence, cue->arc[0].feeling.valence, 1e-12,
           "feeling at the start");
  TAP_NEAR(speech, cue->arc[0].speech, 1e-12, "speech at the start");
  const ElaraTime middle =
      cue->arc[0].time + (cue->arc[1].time - cue->arc[0].time) / 2;
  TAP_NEAR(elara_cue_feeling(cue, middle, NULL).tension,
           (cue->arc[0].feeling.tension + cue->arc[1].feeling.tension) / 2.0,
           1e-6, "feeling between two points");
  TAP_NEAR(elara_cue_feeling(cue, plan->length * 2, NULL).arousal,
           cue->arc[cue->arc_count - 1].feeling.arousal, 1e-12,
           "feeling after the end");
}

int
main(void)
{
  tap_begin("plan json");
  ElaraPlan* const plan = toy_plan();
  test_round_trip(plan);
  test_edits(plan);
  test_without_layers(plan);
  test_syntax();
  test_check();
  test_lookups(plan);
  elara_plan_free(plan);
  return tap_end();
}
