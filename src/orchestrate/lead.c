// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// The tune: who has it, when it changes hands, who doubles it and how far
// away. Rates of doubling are those of 80 000 notes of symphonic melody, by
// the number of parts at work.

#include "orchestrate/room.h"

// --- who
// ----------------------------------------------------------------------------------

static double
weight_of(const Stand* s, int i, int member, int first, Job* job)
{
  const ElaraTheme* const theme =
      s->melody->theme >= 0 ? &s->desk->sketch->themes[s->melody->theme] : NULL;
  if (!has(s->cast.lead, i)) return 0.0;
  double w = elara_lead_weight(s, i);
  if (w <= 0.0) return 0.0;
  job->shift = elara_best_shift(s, s->melody, i, member);
  if (job->shift < -12 || job->shift > 12) return 0.0;
  if (!elara_may(s, i, job, member)) return 0.0;
  const double fit = elara_fit(s, s->melody, i, job->shift, member);
  // a tune an octave down is a cello's, not a flute's
  const double down = elara_instrument(i)->sweet_high <= 72 ? .3 : .06;
  w *= fit * fit * (job->shift > 0 ? .6 : job->shift < 0 ? down : 1.0);
  if (theme && theme->instrument == i) w = w * 2.2 + (first ? .2 * fit : 0.0);
  if (i == s->desk->last_lead) w *= .3;
  return w;
}

static int
choose(Stand* s, int member, int first, Job* chosen)
{
  double weights[ELARA_INSTRUMENT_COUNT];
  Job jobs[ELARA_INSTRUMENT_COUNT];
  for (int i = 0; i < ELARA_INSTRUMENT_COUNT; i++) {
    jobs[i] = (Job){.line = s->melody, .technique = -1, .lead = 1};
    weights[i] = weight_of(s, i, member, first, &jobs[i]);
  }
  const int lead =
      elara_random_weighted(&s->random, weights, ELARA_INSTRUMENT_COUNT);
  *chosen = jobs[lead];
  return weights[lead] > 0.0 ? lead : -1;
}

// Nobody of the ensemble can: then whoever can.
static int
choose_anyone(Stand* s, int member, Job* chosen)
{
  static const int able[] = {ELARA_VIOLIN_1, ELARA_CLARINET, ELARA_VIOLA,
                             ELARA_CELLO,    ELARA_FLUTE,    ELARA_BASSOON,
                             ELARA_HORN};
  for (size_t i = 0; i < sizeof able / sizeof *able; i++) {
    *chosen = (Job){.line = s->melody, .technique = -1, .lead = 1};
    chosen->shift = elara_best_shift(s, s->melody, able[i], member);
    if (chosen->shift > NO_SHIFT && elara_may(s, able[i], chosen, member))
      return able[i];
  }
  return -1;
}

static const char*
reason(const Stand* s, int lead, int before)
{
  const ElaraTheme* const theme =
      s->melody->theme >= 0 ? &s->desk->sketch->themes[s->melody->theme] : NULL;
  ElaraArena* const arena = s->desk->arena;
  const char* const mood = elara_mood_info(s->phrase->mood)->name;
  if (theme && theme->instrument == lead)
    return elara_arena_printf(arena, "the own instrument of the theme of %s",
                              theme->name);
  if (s->speaking)
    return "someone speaks: a colour outside the speaker's voice";
  if (s->phrase->ensemble != ELARA_ENSEMBLE_ACCOMPANIED)
    return elara_arena_printf(
        arena, "%s: %s", elara_ensemble_name(s->phrase->ensemble), s->cast.why);
  if (elara_lead_mood(s->phrase, lead) >= 6)
    return elara_arena_printf(arena, "its colour speaks of %s", mood);
  if (before >= 0)
    return "a tune stays two or three bars in one colour, then moves on";
  return elara_arena_printf(arena, "it carries the tune well in %s", mood);
}

// --- doublings
// ------------------------------------------------------------------------------

enum { UNISON, OCTAVE_BELOW, TWO_BELOW, OCTAVE_ABOVE, KINDS };

// Share of melody notes that are doubled so, with few (under 6), some, and
// many parts (12 and more) at work; the last row: not doubled at all.
static const double rates[KINDS + 1][3] = {
    [UNISON] = {.17, .33, .59},    [OCTAVE_BELOW] = {.35, .56, .79},
    [TWO_BELOW] = {.13, .26, .46}, [OCTAVE_ABOVE] = {.04, .11, .21},
    [KINDS] = {.51, .24, .09},
};
static const int distances[KINDS] = {0, -12, -24, 12};

// Partners by the instrument that leads, in the order in which composers take
// them; unison, an octave below, two below, an octave above.
typedef struct {
  int lead;
  int partners[KINDS][5];
} Partners;

#define NO -1
static const Partners partners[] = {
    {ELARA_VIOLIN_1,
     {{ELARA_FLUTE, ELARA_OBOE, ELARA_TRUMPET, ELARA_CLARINET, NO},
      {ELARA_VIOLIN_2, ELARA_CLARINET, ELARA_HORN, ELARA_OBOE, ELARA_VIOLA},
      {ELARA_BASSOON, ELARA_CELLO, ELARA_VIOLA, ELARA_HORN, NO},
      {ELARA_FLUTE, ELARA_PICCOLO, ELARA_GLOCKENSPIEL, NO, NO}}},
    {ELARA_VIOLIN_2,
     {{ELARA_VIOLIN_1, ELARA_OBOE, ELARA_CLARINET, NO, NO},
      {ELARA_VIOLA, ELARA_CLARINET, ELARA_HORN, ELARA_BASSOON, NO},
      {ELARA_CELLO, ELARA_BASSOON, NO, NO, NO},
      {ELARA_VIOLIN_1, ELARA_FLUTE, NO, NO, NO}}},
    {ELARA_FLUTE,
     {{ELARA_VIOLIN_1, ELARA_OBOE, NO, NO, NO},
      {ELARA_OBOE, ELARA_CLARINET, ELARA_VIOLIN_2, NO, NO},
      {ELARA_BASSOON, ELARA_VIOLA, ELARA_CELLO, NO, NO},
      {ELARA_PICCOLO, ELARA_GLOCKENSPIEL, ELARA_CELESTA, NO, NO}}},
    {ELARA_OBOE,
     {{ELARA_CLARINET, ELARA_VIOLIN_1, ELARA_FLUTE, NO, NO},
      {ELARA_BASSOON, ELARA_CLARINET, ELARA_ENGLISH_HORN, ELARA_CELLO, NO},
      {ELARA_BASSOON, ELARA_CELLO, NO, NO, NO},
      {ELARA_FLUTE, ELARA_VIOLIN_1, NO, NO, NO}}},
    {ELARA_CLARINET,
     {{ELARA_VIOLIN_1, ELARA_OBOE, ELARA_VIOLA, NO, NO},
      {ELARA_BASSOON, ELARA_BASS_CLARINET, ELARA_CELLO, NO, NO},
      {ELARA_BASS_CLARINET, ELARA_BASSOON, NO, NO, NO},
      {ELARA_FLUTE, ELARA_VIOLIN_1, NO, NO, NO}}},
    {ELARA_HORN,
     {{ELARA_CELLO, ELARA_VIOLA, ELARA_TROMBONE, ELARA_CLARINET, NO},
      {ELARA_TROMBONE, ELARA_BASSOON, ELARA_CELLO, NO, NO},
      {NO, NO, NO, NO, NO},
      {ELARA_TRUMPET, ELARA_VIOLIN_1, ELARA_OBOE, NO, NO}}},
    {ELARA_CELLO,
     {{ELARA_BASSOON, ELARA_VIOLA, ELARA_HORN, NO, NO},
      {ELARA_DOUBLE_BASS, ELARA_BASSOON, NO, NO, NO},
      {NO, NO, NO, NO, NO},
      {ELARA_VIOLIN_1, ELARA_CLARINET, NO, NO, NO}}},
    {ELARA_TRUMPET,
     {{ELARA_VIOLIN_1, ELARA_OBOE, ELARA_FLUTE, NO, NO},
      {ELARA_HORN, ELARA_TROMBONE, ELARA_VIOLIN_2, NO, NO},
      {ELARA_TROMBONE, ELARA_BASSOON, NO, NO, NO},
      {ELARA_VIOLIN_1, ELARA_FLUTE, ELARA_PICCOLO, NO, NO}}},
    {ELARA_BASSOON,
     {{ELARA_CELLO, ELARA_VIOLA, ELARA_CLARINET, NO, NO},
      {ELARA_CONTRABASSOON, ELARA_DOUBLE_BASS, NO, NO, NO},
      {NO, NO, NO, NO, NO},
      {ELARA_CLARINET, ELARA_OBOE, NO, NO, NO}}},
    {ELARA_TROMBONE,
     {{ELARA_HORN, ELARA_CELLO, ELARA_BASSOON, NO, NO},
      {ELARA_TUBA, ELARA_BASS_TROMBONE, NO, NO, NO},
      {NO, NO, NO, NO, NO},
      {ELARA_TRUMPET, ELARA_HORN, NO, NO, NO}}},
    // anyone else
    {-1,
     {{ELARA_CLARINET, ELARA_VIOLIN_1, ELARA_VIOLA, NO, NO},
      {ELARA_CLARINET, ELARA_BASSOON, ELARA_VIOLIN_2, NO, NO},
      {ELARA_BASSOON, NO, NO, NO, NO},
      {ELARA_FLUTE, ELARA_CELESTA, NO, NO, NO}}},
};

static const Partners*
partners_of(int lead)
{
  const Partners* p = partners;
  while (p->lead >= 0 && p->lead != lead) {
    p++;
  }
  return p;
}

static int
may_double(const Stand* s, int instrument)
{
  const int brass = elara_instrument(instrument)->family == ELARA_FAMILY_BRASS;
  if (brass && s->phrase->level < .5) return 0;
  return has(s->cast.lead | s->cast.fill, instrument) &&
         elara_welcome(s, instrument) > 0;
}

// One doubling of KIND for as long as the lead stays: by the first who can
// play all of it. Whoever doubles begins and ends with the tune.
static int
double_kind(Stand* s, int kind, int first, int last)
{
  Job job = s->jobs[s->lead[first]][0][first];
  job.lead = 0;
  job.shift += distances[kind];
  const int* const order = partners_of(s->lead[first])->partners[kind];
  for (int k = 0; k < 5 && order[k] >= 0; k++) {
    if (may_double(s, order[k]) &&
        elara_seat_span(s, order[k], &job, first, last))
      return 1;
  }
  return 0;
}

// A third or a sixth below goes with the tune as a doubling does.
static void
add_third(Stand* s, int first, int last)
{
  if (!s->third || s->third == s->descant) return;
  const Job* const lead = &s->jobs[s->lead[first]][0][first];
  const Job job = {
      .line = s->third, .shift = lead->shift, .technique = lead->technique};
  for (const int* i = elara_cast_descant(s->lead[first]); *i >= 0; i++) {
    if (may_double(s, *i) && elara_seat_span(s, *i, &job, first, last)) return;
  }
}

// A doubling is decided for as long as one player has the tune.
static void
double_run(Stand* s, int first, int last)
{
  const int few = s->budget[first] < 6 ? 0 : s->budget[first] < 12 ? 1 : 2;
  const double doubling = s->cast.doubling * (s->speaking ? .5 : 1.0);
  const double none = rates[KINDS][few];
  if (doubling <= 0.0) return;
  static const double thirds[] = {.2, .35, .45};
  const int third = elara_random_chance(&s->random, doubling * thirds[few]);
  if (doubling < 1.5 && elara_random_chance(&s->random, none)) return;
  const int height =
      s->cue->reach >= .95 && (s->phrase->climax || doubling > 1.5);
  int most = few == 0 ? 1 : height ? 4 : 2;
  // octaves first: they are heard, unisons only colour
  static const int kinds[] = {OCTAVE_BELOW, OCTAVE_ABOVE, TWO_BELOW, UNISON};
  for (int k = 0; k < KINDS && most > 0; k++) {
    const double chance = doubling * rates[kinds[k]][few] / (1.0 - none);
    if (elara_random_chance(&s->random, chance))
      most -= double_kind(s, kinds[k], first, last);
  }
  if (third && most > 0) add_third(s, first, last);
}

// --- the course of a phrase
// -----------------------------------------------------------------

static int
keeps(Stand* s, int before, int member)
{
  Job job = s->jobs[before][0][member - 1];
  const int shift = elara_best_shift(s, s->melody, before, member);
  if (shift != job.shift &&
      elara_fit(s, s->melody, before, job.shift, member) < .45)
    job.shift = shift;
  if (job.shift == NO_SHIFT) return 0;
  return elara_seat(s, before, &job, member);
}

static void
lead_member(Stand* s, int member, int* before)
{
  const int dialogue = s->phrase->ensemble == ELARA_ENSEMBLE_DIALOGUE ||
                       s->phrase->ensemble == ELARA_ENSEMBLE_HOCKET;
  const double stay = s->cast.hold || s->speaking ? 1.0 : dialogue ? 0.0 : .18;
  if (*before >= 0 && s->jobs[*before][0][member - 1].lead &&
      elara_random_chance(&s->random, stay) && keeps(s, *before, member)) {
    s->lead[member] = *before;
    return;
  }
  Job job;
  int lead = choose(s, member, *before < 0, &job);
  if (lead < 0) lead = choose_anyone(s, member, &job);
  if (lead < 0) return;
  s->jobs[lead][0][member] = job;
  s->lead[member] = lead;
  elara_colour_note(s, s->cut[member], lead, "has the tune",
                    reason(s, lead, *before));
  s->desk->last_lead = lead;
  *before = lead;
}

void
elara_give_lead(Stand* s)
{
  if (!s->melody) return;
  int before = -1;
  for (int m = 0; m < s->members; m++) {
    if (elara_sounds(s, s->melody, m)) {
      lead_member(s, m, &before);
    } else {
      before = -1;
    }
  }
  for (int m = 0; m < s->members;) {
    int last = m + 1;
    while (
        last < s->members && s->lead[last] == s->lead[m] && s->lead[m] >= 0 &&
        s->jobs[s->lead[m]][0][last].shift == s->jobs[s->lead[m]][0][m].shift) {
      last++;
    }
    if (s->lead[m] >= 0) double_run(s, m, last);
    m = last;
  }
}

// At most three octaves sound: those of the lead and two more.
static int
octave_is_used(const Stand* s, int shift)
{
  int low = shift;
  int high = shift;
  for (int i = 0; i < ELARA_INSTRUMENT_COUNT; i++) {
    const Job* const job = &s->jobs[i][0][0];
    if (job->line != s->melody) continue;
    low = job->shift < low ? job->shift : low;
    high = job->shift > high ? job->shift : high;
  }
  return high - low <= 24;
}

// All say the same, each where it lies well.
void
elara_give_unison(Stand* s)
{
  static const int order[] = {
      ELARA_VIOLIN_2, ELARA_VIOLA,   ELARA_CELLO,         ELARA_CLARINET,
      ELARA_BASSOON,  ELARA_HORN,    ELARA_VIOLIN_1,      ELARA_DOUBLE_BASS,
      ELARA_OBOE,     ELARA_FLUTE,   ELARA_TROMBONE,      ELARA_TRUMPET,
      ELARA_TUBA,     ELARA_PICCOLO, ELARA_BASS_TROMBONE, ELARA_CONTRABASSOON};
  if (!s->melody) return;
  // whoever joins, joins from the first note to the last
  for (size_t k = 0; k < sizeof order / sizeof *order; k++) {
    if (elara_playing(s, 0) >= s->budget[0]) break;
    if (elara_welcome(s, order[k]) == 0) continue;
    Job job = {.line = s->melody, .technique = -1};
    job.shift = elara_best_shift(s, s->melody, order[k], 0);
    if (job.shift > NO_SHIFT && octave_is_used(s, job.shift))
      elara_seat_span(s, order[k], &job, 0, s->members);
  }
}
