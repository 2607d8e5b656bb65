// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// A toy score played: the take keeps its paper's promises, the plan's times,
// and sounds like people.

#include "perform/perform.h"
#include "perform/room.h"
#include "perform/toy_score.h"
#include "plan/plan.h"
#include "plan/toy_story.h"
#include "tap.h"

typedef struct {
  ElaraPlan* plan;
  ToyScore toy;
  ElaraTake* take;
  double expression;
} Session;

static Session
open_session(double length_s, uint64_t seed, double expression)
{
  Session s = {.expression = expression};
  ElaraStory* const story = toy_story(length_s, seed);
  elara_plan_make(story, NULL, NULL, &s.plan);
  elara_story_free(story);
  s.toy = toy_score(s.plan);
  ElaraPerformConfig config = elara_perform_config();
  config.expression = expression;
  elara_perform(s.toy.score, s.plan, s.toy.sketch, &config, NULL, &s.take);
  return s;
}

static void
close_session(Session* s)
{
  elara_take_free(s->take);
  toy_score_free(&s->toy);
  elara_plan_free(s->plan);
}

// --- the time-line -----------------------------------------------------------

static void
test_tempo(const Session* s)
{
  const ElaraPlan* const plan = s->plan;
  const ElaraTempoMap map = {s->take->tempo, s->take->tempo_count};
  const ElaraTempoMap planned = elara_plan_tempo_map(plan);
  TAP_OK(elara_tempo_map_valid(&map), "the performed map rises");
  double worst_hit = 0.0;
  double worst_door = 0.0;
  double sum = 0.0;
  double squares = 0.0;
  double most = 0.0;
  int beats = 0;
  for (size_t i = 0; i < plan->hit_count; i++) {
    if (!plan->hits[i].hard) continue;
    worst_hit =
        fmax(worst_hit,
             fabs(elara_time_s(elara_tempo_map_time(&map, plan->hits[i].tick) -
                               plan->hits[i].time)));
  }
  for (size_t i = 0; i < plan->cue_count; i++) {
    const ElaraCue* const cue = &plan->cues[i];
    const ElaraTick start = plan->bars[cue->first_bar].tick;
    const ElaraTick end =
        elara_plan_bar_end(plan, (size_t)(cue->first_bar + cue->bar_count - 1));
    worst_door = fmax(
        worst_door,
        fabs(elara_time_s(elara_tempo_map_time(&map, start) - cue->start)));
    worst_door =
        fmax(worst_door,
             fabs(elara_time_s(elara_tempo_map_time(&map, end) - cue->end)));
    for (ElaraTick t = start; t + 3360 < end - 6 * 3360; t += 3360) {
      const double ratio =
          elara_tempo_map_bpm(&map, t) / elara_tempo_map_bpm(&planned, t);
      sum += ratio;
      squares += ratio * ratio;
      most = fmax(most, fabs(ratio - 1.0));
      beats++;
    }
  }
  const double mean = sum / beats;
  TAP_NEAR(1000.0 * worst_hit, 0.0, .001, "hard hits on the beat, ms");
  TAP_NEAR(1000.0 * worst_door, 0.0, .001, "cues start and end in time, ms");
  TAP_OK(most < .08, "no beat strays more than 8 % before a ritard");
  printf("# rubato: sd %.2f %%, most %.1f %%\n",
         100.0 * sqrt(fmax(0.0, squares / beats - mean * mean)), 100.0 * most);
  if (s->expression > 0.0) {
    TAP_OK(squares / beats - mean * mean > 1e-5, "there is rubato");
  } else {
    TAP_NEAR(most, 0.0, 1e-6, "no expression, no rubato");
  }
  TAP_OK(s->take->length == plan->length, "as long as the plan");
}

// --- the notes ---------------------------------------------------------------

typedef struct {
  double worst_off_ms; // from the common beat
  double sum_ms, squares_ms;
  double worst_hit_ms;
  double gate[ELARA_TECHNIQUE_COUNT]; // mean share of the written length
  int count[ELARA_TECHNIQUE_COUNT];
  int notes;
  int crossed; // same key struck while it is down
} Listening;

static int
is_hard_hit(const ElaraPlan* plan, ElaraTick tick)
{
  for (size_t i = 0; i < plan->hit_count; i++) {
    if (plan->hits[i].hard && plan->hits[i].tick == tick) return 1;
  }
  return 0;
}

static void
listen_player(const Session* s, const ElaraPlayer* player, Listening* l)
{
  const ElaraTempoMap map = {s->take->tempo, s->take->tempo_count};
  ElaraTime down[128] = {0};
  for (size_t i = 0; i < player->event_count; i++) {
    const ElaraTakeEvent* const e = &player->events[i];
    if (e->kind != ELARA_TAKE_NOTE) continue;
    const ElaraTime written = elara_tempo_map_time(&map, e->tick);
    const ElaraTime end = elara_tempo_map_time(&map, e->tick_end);
    const double off = 1000.0 * elara_time_s(e->time - written);
    l->notes++;
    l->sum_ms += off;
    l->squares_ms += off * off;
    l->worst_off_ms = fmax(l->worst_off_ms, fabs(off));
    if (is_hard_hit(s->plan, e->tick)) {
      l->worst_hit_ms = fmax(l->worst_hit_ms, fabs(off));
    }
    l->gate[e->technique] +=
        elara_time_s(e->end - written) / elara_time_s(end - written);
    l->count[e->technique]++;
    l->crossed += e->time < down[e->a];
    down[e->a] = e->end;
  }
}

static void
test_notes(const Session* s)
{
  Listening l = {0};
  size_t written = 0;
  for (size_t i = 0; i < s->take->player_count; i++) {
    listen_player(s, &s->take->players[i], &l);
  }
  for (size_t i = 0; i < s->toy.score->part_count; i++) {
    written += s->toy.score->parts[i].note_count;
  }
  TAP_EQ_I(l.notes, written, "every note is played");
  TAP_OK(l.worst_off_ms <= 30.0, "nobody is 30 ms off");
  TAP_OK(l.worst_hit_ms <= 3.0, "on a hard hit nobody is 3 ms off");
  TAP_EQ_I(l.crossed, 0, "no key is struck while it is down");
  const double mean = l.sum_ms / l.notes;
  const double sd = sqrt(l.squares_ms / l.notes - mean * mean);
  printf("# onsets: mean %+.1f ms, sd %.1f ms, worst %.1f ms\n", mean, sd,
         l.worst_off_ms);
  TAP_OK(sd > 2.0 && sd < 12.0, "onsets are spread as people's are");
  static const struct {
    int technique;
    double low, high;
  } gates[] = {
      {ELARA_TECHNIQUE_STACCATO, .28, .62}, {ELARA_TECHNIQUE_LEGATO, .95, 1.2},
      {ELARA_TECHNIQUE_NORMAL, .75, .99},   {ELARA_TECHNIQUE_TREMOLO, .9, 1.01},
      {ELARA_TECHNIQUE_MUTED, .8, .95},
  };
  for (size_t i = 0; i < sizeof gates / sizeof *gates; i++) {
    const int t = gates[i].technique;
    const double gate = l.gate[t] / l.count[t];
    TAP_NEAR(gate, (gates[i].low + gates[i].high) / 2.0,
             (gates[i].high - gates[i].low) / 2.0,
             elara_technique_name((ElaraTechnique)t));
  }
}

static void
test_paper(const Session* s)
{
  ElaraDiags* const diags = elara_diags_new();
  TAP_EQ_I(elara_take_check(s->take, diags), ELARA_OK, "check");
  elara_diags_print(diags, stdout);
  elara_diags_free(diags);
  int pizz = 0;
  int drums = 0;
  int muted = 0;
  for (size_t i = 0; i < s->take->player_count; i++) {
    const ElaraPlayer* const p = &s->take->players[i];
    pizz += strcmp(p->name, "Viola (pizz.)") == 0 && p->preset.bank == 30 &&
            p->preset.program == 45;
    drums += p->percussion && p->midi_channel == 9 && p->preset.bank == 128;
    muted += p->preset.program == 59;
  }
  TAP_EQ_I(pizz, 1, "the pizzicato has a player of its own");
  TAP_EQ_I(drums, 1, "drums on channel 10");
  TAP_EQ_I(muted, 1, "the muted trumpet has its preset");
}

static int
same_take(const ElaraTake* a, const ElaraTake* b)
{
  if (a->player_count != b->player_count) return 0;
  for (size_t i = 0; i < a->player_count; i++) {
    const ElaraPlayer* const x = &a->players[i];
    const ElaraPlayer* const y = &b->players[i];
    if (x->event_count != y->event_count) return 0;
    for (size_t j = 0; j < x->event_count; j++) {
      const ElaraTakeEvent* const e = &x->events[j];
      const ElaraTakeEvent* const f = &y->events[j];
      if (e->time != f->time || e->end != f->end || e->a != f->a ||
          e->b != f->b || e->kind != f->kind) {
        return 0;
      }
    }
  }
  return 1;
}

static void
test_same(const Session* s)
{
  ElaraTake* again = NULL;
  ElaraTake* other = NULL;
  ElaraPerformConfig config = elara_perform_config();
  elara_perform(s->toy.score, s->plan, s->toy.sketch, &config, NULL, &again);
  TAP_OK(same_take(s->take, again), "the same take twice");
  config.seed = 2;
  elara_perform(s->toy.score, s->plan, s->toy.sketch, &config, NULL, &other);
  TAP_OK(!same_take(s->take, other), "another seed, other people");
  elara_take_free(again);
  elara_take_free(other);
  elara_perform(s->toy.score, s->plan, NULL, NULL, NULL, &again);
  TAP_OK(again != NULL, "without a sketch it still plays");
  elara_take_free(again);
}

// --- loudness ----------------------------------------------------------------

static void
test_levels(void)
{
  double last = -1e9;
  int rising = 1;
  for (int i = 0; i <= 100; i++) {
    const double db = elara_perform_level_db(i / 100.0);
    rising &= db > last;
    last = db;
  }
  TAP_OK(rising, "louder is louder");
  TAP_NEAR(elara_perform_level_db(.8125) - elara_perform_level_db(.1875), 30.0,
           2.0, "pp to ff, dB");
  int steps = 1;
  int before = 0;
  for (int i = 0; i <= 20; i++) {
    const int value = elara_perform_expression(i / 20.0, 0.0);
    steps &= value >= before;
    before = value;
  }
  TAP_OK(steps, "expression rises with the level");
}

// Mean velocity of the notes of a player whose level is near LEVEL.
static double
mean_velocity(const Session* s, int instrument, double level)
{
  double sum = 0.0;
  int count = 0;
  for (size_t i = 0; i < s->take->player_count; i++) {
    const ElaraPlayer* const p = &s->take->players[i];
    if (p->instrument != instrument) continue;
    const ElaraPart* part = NULL;
    for (size_t k = 0; k < s->toy.score->part_count; k++) {
      if (s->toy.score->parts[k].instrument == instrument) {
        part = &s->toy.score->parts[k];
      }
    }
    for (size_t j = 0; j < p->event_count; j++) {
      const ElaraTakeEvent* const e = &p->events[j];
      if (e->kind != ELARA_TAKE_NOTE) continue;
      if (fabs(elara_part_level(part, e->tick) - level) > .05) continue;
      sum += e->b;
      count++;
    }
  }
  return count ? sum / count : 0.0;
}

static void
test_velocity(const Session* s)
{
  double last = 0.0;
  int rising = 1;
  for (int i = 0; i < 5; i++) {
    const double v = mean_velocity(s, ELARA_VIOLIN_1, .25 + .1 * i);
    rising &= v > last;
    last = v;
  }
  TAP_OK(rising, "velocity rises with the level");
  TAP_OK(mean_velocity(s, ELARA_VIOLIN_1, .5) >
             mean_velocity(s, ELARA_FLUTE, .5) + 5.0,
         "the lead is heard");
}

// 3 dB to the octave, and nothing else with it.
static void
test_high_loud(void)
{
  Session s = open_session(240.0, 3, 1.0);
  PerformPalette high[ELARA_MOOD_COUNT];
  memset(high, 0, sizeof high);
  for (int m = 0; m < ELARA_MOOD_COUNT; m++)
    high[m].high = 1.0;
  ElaraPart* const part = &s.toy.score->parts[5];
  for (size_t d = 0; d < part->dynamic_count; d++)
    part->dynamics[d].level = part->dynamics[d].level_end = .5;
  s.toy.score->parts = part;
  s.toy.score->part_count = 1;
  ElaraTake* take = NULL;
  elara_perform_with(s.toy.score, s.plan, s.toy.sketch, NULL, high, &take);
  const int low = elara_instrument(ELARA_VIOLIN_1)->sweet_low;
  double db[5] = {0.0};
  int count[5] = {0};
  const ElaraPlayer* const p = &take->players[0];
  for (size_t i = 0; i < p->event_count; i++) {
    const ElaraTakeEvent* const e = &p->events[i];
    if (e->kind != ELARA_TAKE_NOTE) continue;
    db[e->a - low] += 40.0 * log10(e->b);
    count[e->a - low]++;
  }
  TAP_NEAR(db[4] / count[4] - db[0] / count[0], 1.0, .3,
           "a third higher is 1 dB louder");
  elara_take_free(take);
  close_session(&s);
}

// A long note moves: its curve has more than one value.
static void
test_swells(const Session* s)
{
  int longs = 0;
  int moving = 0;
  for (size_t i = 0; i < s->take->player_count; i++) {
    const ElaraPlayer* const p = &s->take->players[i];
    if (p->instrument != ELARA_CELLO) continue;
    for (size_t j = 0; j < p->event_count; j++) {
      const ElaraTakeEvent* const e = &p->events[j];
      if (e->kind != ELARA_TAKE_NOTE || elara_time_s(e->end - e->time) < 2.0) {
        continue;
      }
      int changes = 0;
      for (size_t k = j + 1; k < p->event_count && p->events[k].time < e->end;
           k++) {
        changes +=
            p->events[k].kind == ELARA_TAKE_CONTROL && p->events[k].a == 11;
      }
      longs++;
      moving += changes >= 2;
    }
  }
  printf("# long notes %d, with a swell %d\n", longs, moving);
  TAP_OK(longs > 0 && moving * 10 >= longs * 9, "long notes swell");
}

// A roll is many strokes, and grows with its hairpin.
static void
test_roll(void)
{
  Session s = open_session(60.0, 2, 1.0);
  ElaraPart* const part = &s.toy.score->parts[3];
  const ElaraPhrase* const phrase = &s.toy.sketch->phrases[0];
  const double written_s = elara_time_s(
      elara_tempo_map_time(&(ElaraTempoMap){s.take->tempo, s.take->tempo_count},
                           phrase->end) -
      s.plan->cues[0].start);
  part->instrument = ELARA_TIMPANI;
  part->note_count = 1;
  part->notes[0].pitch = 45;
  part->notes[0].duration = phrase->end - phrase->tick;
  part->notes[0].technique = ELARA_TECHNIQUE_ROLL;
  part->dynamics[0].level = .2;
  part->dynamics[0].level_end = .8;
  s.toy.score->parts = part;
  s.toy.score->part_count = 1;
  ElaraTake* take = NULL;
  elara_perform(s.toy.score, s.plan, s.toy.sketch, NULL, NULL, &take);
  TAP_EQ_I(elara_take_check(take, NULL), ELARA_OK, "check of a roll");
  int strokes = 0;
  int first = 0;
  int last = 0;
  const ElaraPlayer* const p = &take->players[0];
  for (size_t i = 0; i < p->event_count; i++) {
    if (p->events[i].kind != ELARA_TAKE_NOTE) continue;
    if (strokes++ == 0) first = p->events[i].b;
    last = p->events[i].b;
  }
  TAP_NEAR(strokes / written_s, 13.0, 1.5, "strokes in a second");
  TAP_OK(last > first + 15, "the roll grows");
  elara_take_free(take);
  close_session(&s);
}

static void
test_empty(void)
{
  Session s = open_session(30.0, 4, 1.0);
  ElaraTake* take = NULL;
  s.toy.score->part_count = 0;
  TAP_EQ_I(elara_perform(s.toy.score, s.plan, s.toy.sketch, NULL, NULL, &take),
           ELARA_OK, "a score without parts");
  TAP_EQ_I(elara_take_check(take, NULL), ELARA_OK, "its check");
  elara_take_free(take);
  close_session(&s);
}

int
main(void)
{
  tap_begin("perform");
  static const double lengths[] = {25.0, 240.0, 900.0};
  for (size_t i = 0; i < 3; i++) {
    for (uint64_t seed = 1; seed <= 2; seed++) {
      Session s = open_session(lengths[i], seed, 1.0);
      test_paper(&s);
      test_tempo(&s);
      test_notes(&s);
      if (i == 1) test_same(&s);
      if (i == 2) {
        test_velocity(&s);
        test_swells(&s);
      }
      close_session(&s);
    }
  }
  Session plain = open_session(240.0, 1, 0.0);
  test_paper(&plain);
  test_tempo(&plain);
  close_session(&plain);
  test_levels();
  test_high_loud();
  test_roll();
  test_empty();
  return tap_end();
}
