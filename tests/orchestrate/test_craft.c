// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// What an orchestrator would sign: shares of the tune, entries, fifteen
// settings that differ, cues that know nothing of each other.

#include "papers.h"

// --- the tune
// ------------------------------------------------------------------------

#define MOST_RUNS 8000

typedef struct {
  double time[ELARA_INSTRUMENT_COUNT]; // of the tune
  double all;
  int runs[MOST_RUNS]; // bars in one colour
  int run_count;
} Tune;

// Who has the tune at the end of a bar, -1 nobody.
static int
lead_in(const ElaraScore* score, ElaraTick from, ElaraTick to)
{
  int lead = -1;
  ElaraTick latest = -1;
  for (size_t p = 0; p < score->part_count; p++) {
    for (size_t i = 0; i < score->parts[p].note_count; i++) {
      const ElaraScoreNote* const n = &score->parts[p].notes[i];
      if (!n->lead || n->tick < from || n->tick >= to || n->tick < latest)
        continue;
      latest = n->tick;
      lead = score->parts[p].instrument;
    }
  }
  return lead;
}

static void
count_runs(const Papers* p, Tune* tune)
{
  int before = -1;
  int cue = -1;
  for (size_t b = 0; b < p->plan->bar_count; b++) {
    const ElaraBar* const bar = &p->plan->bars[b];
    const int lead =
        lead_in(p->score, bar->tick, elara_plan_bar_end(p->plan, b));
    if (bar->cue != cue) before = -1;
    cue = bar->cue;
    if (lead < 0 || tune->run_count >= MOST_RUNS) continue;
    if (lead != before) tune->runs[tune->run_count++] = 0;
    tune->runs[tune->run_count - 1]++;
    before = lead;
  }
}

static void
count_tune(const Papers* p, Tune* tune)
{
  for (size_t k = 0; k < p->score->part_count; k++) {
    const ElaraPart* const part = &p->score->parts[k];
    for (size_t i = 0; i < part->note_count; i++) {
      if (!part->notes[i].lead) continue;
      tune->time[part->instrument] += (double)part->notes[i].duration;
      tune->all += (double)part->notes[i].duration;
    }
  }
  count_runs(p, tune);
}

static int
by_size(const void* a, const void* b)
{
  return *(const int*)a - *(const int*)b;
}

// A hand-over in the last bar of a phrase robs a tune of its end.
static int
late_handovers(const Papers* p)
{
  int late = 0;
  for (size_t i = 0; i < p->score->colour_count; i++) {
    const ElaraColour* const c = &p->score->colours[i];
    const ElaraPhrase* const ph = &p->sketch->phrases[c->phrase];
    const ElaraTick last =
        p->plan->bars[ph->first_bar + ph->bar_count - 1].tick;
    if (strcmp(c->what, "has the tune") == 0 && ph->bar_count > 2 &&
        c->tick >= last && c->tick != ph->tick)
      late++;
  }
  return late;
}

static void
test_tune(void)
{
  Tune tune = {.all = 0.0};
  int late = 0;
  for (int i = 0; i < 12; i++) {
    Papers p = papers_of(scripts[i % 3], ELARA_ENSEMBLE_ACCOMPANIED,
                         (uint64_t)(1 + i / 3));
    count_tune(&p, &tune);
    late += late_handovers(&p);
    papers_free(&p);
  }
  const double violins =
      (tune.time[ELARA_VIOLIN_1] + tune.time[ELARA_VIOLIN_2]) / tune.all;
  printf("# violins %.2f flute %.2f oboe %.2f clarinet %.2f horn %.2f cello "
         "%.2f\n",
         violins, tune.time[ELARA_FLUTE] / tune.all,
         tune.time[ELARA_OBOE] / tune.all, tune.time[ELARA_CLARINET] / tune.all,
         tune.time[ELARA_HORN] / tune.all, tune.time[ELARA_CELLO] / tune.all);
  TAP_NEAR(violins, .42, .14, "violins have the tune two fifths of the time");
  TAP_NEAR(tune.time[ELARA_FLUTE] / tune.all, .22, .10, "flutes a fifth");
  TAP_NEAR(tune.time[ELARA_OBOE] / tune.all, .10, .06, "oboes a tenth");
  TAP_OK(tune.time[ELARA_HORN] / tune.all < .12, "horns seldom");
  double most = 0.0;
  for (int i = 0; i < ELARA_INSTRUMENT_COUNT; i++) {
    most += tune.time[i] > 0.0;
  }
  TAP_OK(most >= 8.0, "eight colours or more have had it");
  qsort(tune.runs, (size_t)tune.run_count, sizeof(int), by_size);
  double mean = 0.0;
  for (int i = 0; i < tune.run_count; i++) {
    mean += (double)tune.runs[i] / tune.run_count;
  }
  TAP_EQ_I(tune.runs[tune.run_count / 2], 2, "handed on every two bars");
  TAP_NEAR(mean, 2.8, .7, "on the whole a little later");
  TAP_OK(tune.runs[tune.run_count * 9 / 10] <= 8, "at last after eight");
  TAP_EQ_I(late, 0, "never in the last bar of a phrase");
}

// --- how many
// ------------------------------------------------------------------------

// Parts of the orchestra at work in a bar.
static int
playing(const Papers* p, size_t bar)
{
  int count = 0;
  const ElaraTick end = elara_plan_bar_end(p->plan, bar);
  for (size_t k = 0; k < p->score->part_count; k++) {
    const ElaraPart* const part = &p->score->parts[k];
    if (is_synthetic(part)) continue;
    for (size_t i = 0; i < part->note_count; i++) {
      const ElaraScoreNote* const n = &part->notes[i];
      if (n->tick >= end || n->tick + n->duration <= p->plan->bars[bar].tick)
        continue;
      count++;
      break;
    }
  }
  return count;
}

typedef struct {
  int moved, bars;
  double built;
  int builds;
} Entries;

// Bars where somebody enters or leaves, of all bars inside phrases.
static void
count_entries(const Papers* p, Entries* e)
{
  for (size_t i = 0; i < p->sketch->phrase_count; i++) {
    const ElaraPhrase* const ph = &p->sketch->phrases[i];
    const size_t first = (size_t)ph->first_bar;
    const size_t last = first + (size_t)ph->bar_count - 1;
    for (size_t b = first + 1; b <= last; b++) {
      e->bars++;
      e->moved += playing(p, b) != playing(p, b - 1);
    }
    if (ph->level_end > ph->level + .08 && !ph->climax && ph->bar_count > 3) {
      e->builds++;
      e->built += playing(p, last - 1) - playing(p, first);
    }
  }
}

// Of several readings: one has few phrases that build.
static void
test_entries(void)
{
  Entries e = {0};
  for (uint64_t seed = 1; seed <= 4; seed++) {
    Papers p = papers_of(scripts[0], ELARA_ENSEMBLE_ACCOMPANIED, seed);
    count_entries(&p, &e);
    papers_free(&p);
  }
  const double share = (double)e.moved / e.bars;
  printf("# parts added where it grows louder: %.1f, %d times\n",
         e.built / e.builds, e.builds);
  TAP_OK(share > .2 && share < .8,
         "within a phrase parts come and go every few bars");
  TAP_OK(e.builds > 0 && e.built / e.builds > 2.0,
         "where it grows louder, parts are added");
}

// --- settings
// ------------------------------------------------------------------------

static double
mean_parts(const Papers* p)
{
  double sum = 0.0;
  int bars = 0;
  for (size_t b = 0; b < p->plan->bar_count; b++) {
    if (p->plan->bars[b].cue < 0) continue;
    sum += playing(p, b);
    bars++;
  }
  return sum / bars;
}

// Notes between the basses and the heights, of all but drums.
static double
share_between(const Papers* p, int low, int high)
{
  double all = 0.0;
  double own = 0.0;
  for (size_t k = 0; k < p->score->part_count; k++) {
    const ElaraPart* const part = &p->score->parts[k];
    if (is_synthetic(part) || family(part) == ELARA_FAMILY_PERCUSSION) continue;
    for (size_t i = 0; i < part->note_count; i++) {
      if (part->notes[i].role == ELARA_LINE_MELODY) continue;
      all++;
      own += part->notes[i].pitch >= low && part->notes[i].pitch <= high;
    }
  }
  return all > 0.0 ? own / all : 0.0;
}

static void
test_settings(void)
{
  const char* const script = scripts[2];
  double parts[ELARA_ENSEMBLE_COUNT];
  double woods[ELARA_ENSEMBLE_COUNT];
  double brass[ELARA_ENSEMBLE_COUNT];
  double strings[ELARA_ENSEMBLE_COUNT];
  double middle[ELARA_ENSEMBLE_COUNT];
  int good = 0;
  for (int e = 0; e < ELARA_ENSEMBLE_COUNT; e++) {
    Papers p = papers_of(script, e, 1);
    good += p.score != NULL;
    if (!p.score) continue;
    parts[e] = mean_parts(&p);
    woods[e] = share_of(&p, ELARA_FAMILY_WOODWIND);
    brass[e] = share_of(&p, ELARA_FAMILY_BRASS);
    strings[e] = share_of(&p, ELARA_FAMILY_STRING);
    middle[e] = share_between(&p, 48, 66);
    papers_free(&p);
  }
  for (int e = 0; e < ELARA_ENSEMBLE_COUNT; e++)
    printf(
        "# %-20s parts %.1f woods %.2f brass %.2f strings %.2f middle %.2f\n",
        elara_ensemble_name((ElaraEnsemble)e), parts[e], woods[e], brass[e],
        strings[e], middle[e]);
  TAP_EQ_I(good, ELARA_ENSEMBLE_COUNT, "every setting makes a playable score");
  if (good < ELARA_ENSEMBLE_COUNT) return;
  TAP_OK(parts[ELARA_ENSEMBLE_SOLO] < .7 * parts[ELARA_ENSEMBLE_ACCOMPANIED],
         "a solo is thin");
  TAP_OK(parts[ELARA_ENSEMBLE_TUTTI] > 1.2 * parts[ELARA_ENSEMBLE_ACCOMPANIED],
         "a tutti is full");
  TAP_OK(strings[ELARA_ENSEMBLE_STRINGS] > .9, "strings alone are alone");
  TAP_OK(woods[ELARA_ENSEMBLE_HARMONIE] + brass[ELARA_ENSEMBLE_HARMONIE] > .9,
         "so are winds");
  TAP_OK(brass[ELARA_ENSEMBLE_PLANING] >
             1.5 * brass[ELARA_ENSEMBLE_ACCOMPANIED],
         "triads in parallel are the brass's");
  TAP_OK(middle[ELARA_ENSEMBLE_EXTREMES] <
             .5 * middle[ELARA_ENSEMBLE_ACCOMPANIED],
         "extremes leave the middle empty");
  TAP_OK(strings[ELARA_ENSEMBLE_TREMOLO] > strings[ELARA_ENSEMBLE_HARMONIE],
         "a tremolo field is the strings'");
}

// --- cues that know nothing of each other
// ------------------------------------------------

// Notes of the last cue, folded into a number.
static uint64_t
print_of_last_cue(const Papers* p)
{
  const int cue = (int)p->plan->cue_count - 1;
  uint64_t hash = 7;
  for (size_t k = 0; k < p->score->part_count; k++) {
    const ElaraPart* const part = &p->score->parts[k];
    for (size_t i = 0; i < part->note_count; i++) {
      const ElaraScoreNote* const n = &part->notes[i];
      if (phrase_of(p, n)->cue != cue) continue;
      hash = elara_hash_mix(hash, (uint64_t)part->instrument);
      hash = elara_hash_mix(hash, (uint64_t)n->tick);
      hash = elara_hash_mix(hash, (uint64_t)n->duration);
      hash = elara_hash_mix(hash, (uint64_t)(n->pitch + 128 * n->technique));
    }
  }
  return hash;
}

static void
test_independence(void)
{
  Papers p = papers_of(scripts[0], -1, 1);
  const uint64_t before = print_of_last_cue(&p);
  // an edit early on: the lines of all other cues are gone
  const int last = (int)p.plan->cue_count - 1;
  for (size_t i = 0; i < p.sketch->line_count; i++) {
    if (p.sketch->phrases[p.sketch->lines[i].phrase].cue != last)
      p.sketch->lines[i].note_count = 0;
  }
  orchestrate(&p);
  TAP_OK(before == print_of_last_cue(&p),
         "an edit early in the story recolours no later cue");
  p.plan->cues[last].reroll = 1;
  orchestrate(&p);
  TAP_OK(before != print_of_last_cue(&p), "another reading is another one");
  papers_free(&p);
}

int
main(void)
{
  tap_begin("orchestration craft");
  test_tune();
  test_entries();
  test_settings();
  test_independence();
  return tap_end();
}
