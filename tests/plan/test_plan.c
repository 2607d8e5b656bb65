// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// Planning made-up stories of 3 seconds to 3 hours: what spotting promises,
// hits on their beats, tempo within bounds, the same plan twice.

#include "plan/plan.h"
#include "plan/toy_story.h"
#include "tap.h"

typedef struct {
  double length_s;
  double share_low, share_high;
} Case;

static const Case cases[] = {
    {3.0, 1.0, 1.0},   {20.0, .5, 1.0},    {90.0, .6, 1.0},   {300.0, .6, .86},
    {600.0, .6, .85},  {1100.0, .6, .85},  {1800.0, .45, .8}, {2500.0, .35, .6},
    {5400.0, .35, .6}, {10800.0, .35, .6},
};

static char name_[200];

static const char*
named(const char* what, double length_s, int seed)
{
  snprintf(name_, sizeof name_, "%s (%.0f s, seed %d)", what, length_s, seed);
  return name_;
}

static double
least_gap(const ElaraPlan* plan)
{
  double least = 1e9;
  for (size_t i = 1; i < plan->cue_count; i++) {
    const double gap =
        elara_time_s(plan->cues[i].start - plan->cues[i - 1].end);
    if (gap > 0.0 && gap < least) least = gap;
  }
  return least;
}

static void
check_spotting(const ElaraPlan* plan, const Case* c, int seed)
{
  const double story_s = elara_time_s(plan->length) - 4.0;
  double scored = 0.0;
  double shortest = 1e9;
  double longest = 0.0;
  for (size_t i = 0; i < plan->cue_count; i++) {
    const ElaraCue* const cue = &plan->cues[i];
    const double length = elara_time_s(cue->end - cue->start);
    scored += length;
    shortest = fmin(shortest, length);
    longest = fmax(longest, length);
  }
  const double share = scored / story_s;
  const ElaraCue* const last = &plan->cues[plan->cue_count - 1];
  TAP_OK(share >= c->share_low - 1e-9 && share <= c->share_high + 1e-9,
         named("share of the story with music", c->length_s, seed));
  if (story_s >= 30.0) {
    TAP_OK(shortest >= 20.0 - 1e-6,
           named("no cue under 20 s", c->length_s, seed));
  }
  TAP_OK(longest <= 300.0 + 1e-6,
         named("no cue over 5 min", c->length_s, seed));
  TAP_OK(least_gap(plan) >= 6.0 - 1e-6,
         named("no gap under 6 s", c->length_s, seed));
  TAP_OK(elara_time_s(plan->cues[0].start) <= 60.0,
         named("music in the first minute", c->length_s, seed));
  TAP_NEAR(elara_time_s(last->end), story_s, 1e-6,
           named("the last cue ends with the story", c->length_s, seed));
}

// The beat that a musician counts: dotted quarters in 6/8.
static ElaraTick
beat_ticks(const ElaraBar* bar)
{
  const ElaraTick written = ELARA_TICKS_PER_QUARTER * 4 / bar->beat_type;
  return bar->beat_type == 8 && bar->beats % 3 == 0 ? written * 3 : written;
}

static void
check_hits(const ElaraPlan* plan, double length_s, int seed)
{
  const ElaraTempoMap map = elara_plan_tempo_map(plan);
  double worst_hard = 0.0;
  double worst_soft = 0.0;
  double closest = 1e9;
  int off_beat = 0;
  int hard = 0;
  int down = 0;
  const ElaraHit* before = NULL;
  for (size_t i = 0; i < plan->hit_count; i++) {
    const ElaraHit* const hit = &plan->hits[i];
    const ElaraBar* const bar = &plan->bars[elara_plan_bar_at(plan, hit->tick)];
    const double off_ms =
        1000.0 *
        fabs(elara_time_s(elara_tempo_map_time(&map, hit->tick) - hit->time));
    const double beat_ms = 60000.0 / elara_tempo_map_bpm(&map, hit->tick) *
                           (double)beat_ticks(bar) / ELARA_TICKS_PER_QUARTER;
    if (!hit->hard) {
      // On the beat, or off it by half (a third of a dotted one) if that is
      // nearer by six frames.
      const ElaraTick part =
          beat_ticks(bar) / (beat_ticks(bar) % 5040 == 0 ? 3 : 2);
      off_beat += (hit->tick - bar->tick) % part != 0;
      worst_soft = fmax(worst_soft, off_ms / fmax(500.0, beat_ms));
      continue;
    }
    off_beat += (hit->tick - bar->tick) % beat_ticks(bar) != 0;
    hard++;
    down += hit->tick == bar->tick;
    worst_hard = fmax(worst_hard, off_ms);
    if (before && before->cue == hit->cue) {
      closest = fmin(closest, elara_time_s(hit->time - before->time));
    }
    before = hit;
  }
  TAP_NEAR(worst_hard, 0.0, 1.0, named("worst hard hit, ms", length_s, seed));
  TAP_EQ_I(off_beat, 0, named("hits off the beat", length_s, seed));
  TAP_OK(worst_soft <= .56,
         named("soft hits on the nearest beat", length_s, seed));
  TAP_OK(closest >= 4.0 - 1e-6, named("one hard hit in 4 s", length_s, seed));
  TAP_OK(hard < 8 || down * 2 >= hard,
         named("most hard hits on downbeats", length_s, seed));
}

// Spread of the bar tempos around their middle, and the largest step.
static void
check_tempo(const ElaraPlan* plan, double length_s, int seed)
{
  const ElaraTempoMap map = elara_plan_tempo_map(plan);
  double worst_spread = 0.0;
  double worst_step = 0.0;
  double worst_mood = 0.0;
  int odd = 0;
  for (size_t i = 0; i < plan->cue_count; i++) {
    const ElaraCue* const cue = &plan->cues[i];
    const ElaraMoodInfo* const mood = elara_mood_info(cue->mood);
    double low = 1e9;
    double high = 0.0;
    double last = 0.0;
    for (int b = 0; b < cue->bar_count; b++) {
      const size_t bar = (size_t)(cue->first_bar + b);
      const ElaraTick start = plan->bars[bar].tick;
      const ElaraTick end = elara_plan_bar_end(plan, bar);
      const double bpm = (double)(end - start) / 3360.0 * 60.0 /
                         elara_time_s(elara_tempo_map_time(&map, end) -
                                      elara_tempo_map_time(&map, start));
      low = fmin(low, bpm);
      high = fmax(high, bpm);
      if (last > 0.0) worst_step = fmax(worst_step, fabs(bpm / last - 1.0));
      last = bpm;
      odd += plan->bars[bar].beats != cue->beats;
    }
    worst_spread = fmax(worst_spread, high / low - 1.0);
    worst_mood = fmax(worst_mood, cue->bpm / mood->bpm_high - 1.0);
    worst_mood = fmax(worst_mood, 1.0 - cue->bpm / mood->bpm_low);
  }
  TAP_OK(worst_spread <= .24,
         named("tempo within 12 % either way", length_s, seed));
  TAP_OK(worst_step <= .06,
         named("tempo steps from bar to bar", length_s, seed));
  if (length_s >= 20.0) {
    TAP_OK(worst_mood <= .21, named("tempo near its mood", length_s, seed));
  }
  TAP_OK(plan->bar_count < 12 || odd * 4 <= (int)plan->bar_count,
         named("at most one odd bar in four", length_s, seed));
}

static void
check_themes(const ElaraPlan* plan, double length_s, int seed)
{
  const ElaraCue* const last = &plan->cues[plan->cue_count - 1];
  int unstated = 0;
  int missing = 0;
  int most = 0;
  for (size_t t = 0; t < plan->theme_count; t++) {
    const ElaraThemeRole* const theme = &plan->themes[t];
    if (theme->kind != ELARA_THEME_IDEA &&
        theme->role != ELARA_ROLE_PROTAGONIST &&
        theme->role != ELARA_ROLE_ANTAGONIST) {
      continue;
    }
    int stated = 0;
    int back = 0;
    for (size_t i = 0; i < plan->cue_count; i++) {
      for (size_t j = 0; j < plan->cues[i].theme_count; j++) {
        stated += plan->cues[i].themes[j].theme == (int)t &&
                  plan->cues[i].themes[j].treatment == ELARA_TREAT_STATE;
      }
    }
    for (size_t j = 0; j < last->theme_count; j++) {
      back += last->themes[j].theme == (int)t;
    }
    unstated += !stated;
    missing += !back;
  }
  for (size_t i = 0; i < plan->cue_count; i++) {
    most = (int)fmax(most, (double)plan->cues[i].theme_count);
  }
  TAP_EQ_I(unstated, 0, named("principal themes never stated", length_s, seed));
  TAP_EQ_I(missing, 0,
           named("principal themes absent from the last cue", length_s, seed));
  TAP_OK(most <= 5, named("themes in a cue", length_s, seed));
  TAP_OK(plan->theme_count <= 8 && plan->theme_count >= 2,
         named("number of themes", length_s, seed));
}

static int
same_plan(const ElaraPlan* a, const ElaraPlan* b)
{
  ElaraText x = {0};
  ElaraText y = {0};
  elara_plan_write(a, &x);
  elara_plan_write(b, &y);
  const int same = x.count == y.count && memcmp(x.bytes, y.bytes, x.count) == 0;
  elara_text_clear(&x);
  elara_text_clear(&y);
  return same;
}

static void
test_case(const Case* c, int seed)
{
  ElaraStory* const story = toy_story(c->length_s, (uint64_t)seed);
  ElaraDiags* const diags = elara_diags_new();
  ElaraPlan* plan = NULL;
  ElaraPlan* again = NULL;
  TAP_EQ_I(elara_plan_make(story, NULL, diags, &plan), ELARA_OK,
           named("plan", c->length_s, seed));
  TAP_EQ_I(elara_plan_check(plan, diags), ELARA_OK,
           named("check", c->length_s, seed));
  if (elara_diags_at_least(diags, ELARA_DIAG_ERROR)) {
    elara_diags_print(diags, stdout);
  }
  check_spotting(plan, c, seed);
  check_hits(plan, c->length_s, seed);
  check_tempo(plan, c->length_s, seed);
  check_themes(plan, c->length_s, seed);
  elara_plan_make(story, NULL, diags, &again);
  TAP_OK(same_plan(plan, again),
         named("the same plan twice", c->length_s, seed));
  elara_plan_free(plan);
  elara_plan_free(again);
  elara_diags_free(diags);
  elara_story_free(story);
}

static void
test_bare_story(void)
{
  ElaraStory* const story = toy_story(120.0, 3);
  ElaraDiags* const diags = elara_diags_new();
  ElaraPlan* plan = NULL;
  // No scenes, no beats, nobody: still as long as it is.
  story->scene_count = 0;
  story->beat_count = 0;
  story->event_count = 0;
  story->person_count = 0;
  story->relation_count = 0;
  story->element_count = 0;
  story->title = "";
  TAP_EQ_I(elara_plan_make(story, NULL, diags, &plan), ELARA_OK,
           "plan of a story of which nothing is known");
  TAP_EQ_I(elara_plan_check(plan, diags), ELARA_OK, "its check");
  TAP_EQ_I(plan->theme_count, 1, "it has one theme");
  elara_plan_free(plan);
  story->length = 0;
  TAP_EQ_I(elara_plan_make(story, NULL, diags, &plan), ELARA_BAD_INPUT,
           "no time, no plan");
  TAP_OK(plan == NULL, "and no half of one");
  elara_diags_free(diags);
  elara_story_free(story);
}

// Stories a flick or a breath long.
static void
test_tiny(void)
{
  static const double lengths[] = {.00001, .01, .3, 1.0, 2.2};
  for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++) {
    ElaraStory* const story = toy_story(1.0, 5);
    ElaraDiags* const diags = elara_diags_new();
    ElaraPlan* plan = NULL;
    story->beat_count = 0;
    story->event_count = 0;
    story->length = elara_time_from_s(lengths[i]);
    elara_plan_make(story, NULL, diags, &plan);
    TAP_EQ_I(elara_plan_check(plan, diags), ELARA_OK,
             named("tiny", lengths[i], 0));
    elara_diags_print(diags, stdout);
    elara_plan_free(plan);
    elara_diags_free(diags);
    elara_story_free(story);
  }
}

static void
test_silence(void)
{
  ElaraStory* const story = toy_story(600.0, 1);
  const ElaraTime at = story->beats[story->beat_count / 2].start;
  story->event_count = 1;
  story->events[0] = (ElaraEvent){
      .kind = ELARA_EVENT_SILENCE,
      .time = at,
      .line = story->beats[story->beat_count / 2].line,
      .person = -1,
      .other = -1,
      .strength = 1.0,
      .confidence = 1.0,
      .quote = "Nobody says a word.",
  };
  ElaraPlan* plan = NULL;
  elara_plan_make(story, NULL, NULL, &plan);
  int covered = 0;
  for (size_t i = 0; i < plan->cue_count; i++) {
    covered += plan->cues[i].start <= at && at < plan->cues[i].end;
  }
  TAP_EQ_I(covered, 0, "no music where the story is silent");
  elara_plan_free(plan);
  elara_story_free(story);
}

// A line rewritten near the end: the first half keeps its cues.
static void
test_stability(void)
{
  int same = 0;
  int all = 0;
  for (int seed = 1; seed <= 6; seed++) {
    ElaraStory* const story = toy_story(1500.0, (uint64_t)seed);
    ElaraPlan* before = NULL;
    ElaraPlan* after = NULL;
    elara_plan_make(story, NULL, NULL, &before);
    ElaraBeat* const beat = &story->beats[story->beat_count * 9 / 10];
    beat->feeling.valence = -beat->feeling.valence;
    beat->feeling.tension = .2;
    elara_plan_make(story, NULL, NULL, &after);
    for (size_t i = 0; i < before->cue_count; i++) {
      const ElaraCue* const a = &before->cues[i];
      const ElaraCue* const b = &after->cues[i];
      if (a->end > story->length / 2) break;
      all++;
      same += i < after->cue_count && a->start == b->start &&
              a->end == b->end && a->mood == b->mood && a->bpm == b->bpm &&
              a->bar_count == b->bar_count;
    }
    elara_plan_free(before);
    elara_plan_free(after);
    elara_story_free(story);
  }
  printf("# of %d early cues %d stayed\n", all, same);
  TAP_OK(same * 10 >= all * 8, "early cues stay when the end is rewritten");
}

int
main(void)
{
  tap_begin("plan");
  test_stability();
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    for (int seed = 1; seed <= 3; seed++)
      test_case(&cases[i], seed);
  }
  test_bare_story();
  test_tiny();
  test_silence();
  return tap_end();
}
