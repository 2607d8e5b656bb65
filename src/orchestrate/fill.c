// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// Member by member, parts join until the page is as full as it should be, and
// leave again: who plays the same as before is likely to go on, who has played
// long is likely to rest.

#include "orchestrate/room.h"

// What an instrument likes to add, 0 never ... 9; from which loudness on, and
// from which reach of the cue.
typedef struct {
  int instrument;
  int tune, harmony, bass, figure;
  double level;
  double reach;
} Taste;

static const Taste tastes[] = {
    {ELARA_PICCOLO, 7, 5, 0, 1, .42, .35},
    {ELARA_FLUTE, 5, 6, 0, 2, .0, .0},
    {ELARA_OBOE, 4, 6, 0, 1, .0, .0},
    {ELARA_ENGLISH_HORN, 2, 6, 0, 0, .2, .0},
    {ELARA_CLARINET, 4, 8, 0, 3, .0, .0},
    {ELARA_BASS_CLARINET, 0, 2, 6, 0, .0, .0},
    {ELARA_BASSOON, 2, 6, 8, 2, .0, .0},
    {ELARA_CONTRABASSOON, 0, 0, 7, 0, .34, .0},
    {ELARA_HORN, 2, 9, 0, 0, .2, .0},
    {ELARA_TRUMPET, 2, 6, 0, 0, .44, .4},
    {ELARA_TROMBONE, 1, 8, 1, 0, .36, .38},
    {ELARA_BASS_TROMBONE, 0, 2, 8, 0, .45, .0},
    {ELARA_TUBA, 0, 0, 8, 0, .4, .0},
    {ELARA_GLOCKENSPIEL, 2, 0, 0, 1, .5, .5},
    {ELARA_XYLOPHONE, 2, 0, 0, 1, .45, .4},
    {ELARA_CELESTA, 1, 1, 0, 2, .0, .4},
    {ELARA_HARP, 0, 3, 1, 3, .0, .3},
    {ELARA_CHOIR, 1, 6, 0, 0, .45, .5},
    {ELARA_VIOLIN_1, 6, 5, 0, 2, .0, .0},
    {ELARA_VIOLIN_2, 4, 8, 0, 5, .0, .0},
    {ELARA_VIOLA, 1, 9, 1, 5, .0, .0},
    {ELARA_CELLO, 2, 6, 9, 3, .0, .0},
    {ELARA_DOUBLE_BASS, 0, 0, 9, 0, .0, .0},
};
#define TASTES ((int)(sizeof tastes / sizeof *tastes))
#define LINES 20
#define OCTAVES 3

static int
taste_for(const Taste* t, const ElaraLine* line)
{
  switch (line->role) {
  case ELARA_LINE_MELODY:
  case ELARA_LINE_COUNTER:
    return t->tune;
  case ELARA_LINE_INNER:
    return t->harmony;
  case ELARA_LINE_BASS:
  case ELARA_LINE_PEDAL:
    return t->bass;
  default:
    return t->figure;
  }
}

static int
lines_of(const Stand* s, const ElaraLine** lines)
{
  int count = 0;
  const int middle = s->phrase->ensemble != ELARA_ENSEMBLE_EXTREMES;
  for (int v = 0; v < 3; v++) {
    if (s->inner[v]) lines[count++] = s->inner[v];
  }
  for (int k = 0; k < PADS && s->cast.bed && middle; k++) {
    if (s->pad[k]) lines[count++] = s->pad[k];
  }
  if (s->bass) lines[count++] = s->bass;
  const int fugato = s->phrase->ensemble == ELARA_ENSEMBLE_FUGATO;
  if (s->melody && fugato) lines[count++] = s->melody;
  if (s->counter[0] && !fugato && middle && s->phrase->density > .5)
    lines[count++] = s->counter[0];
  for (int k = 0; k < COUNTERS && fugato; k++) {
    if (s->counter[k]) lines[count++] = s->counter[k];
  }
  for (int k = 0; k < FIGURES && middle; k++) {
    if (s->figure[k]) lines[count++] = s->figure[k];
  }
  return count;
}

// Octaves in which an instrument joins, in order of preference: tunes at any,
// the bass as it is or below, harmony as it is or above, or as a tenor under
// it; comedy likes it light and dread stays down.
static const int*
joining_octaves(const Stand* s, int instrument, const ElaraLine* line)
{
  static const int tenor[] = {-12, 0, NO_SHIFT};
  static const int heights[] = {24, 12, NO_SHIFT};
  static const int nowhere[] = {NO_SHIFT};
  static const int tune[] = {0, 12, -12, NO_SHIFT};
  static const int bass[] = {0, -12, NO_SHIFT};
  static const int deep[] = {-12, 0, NO_SHIFT};
  static const int harmony[] = {0, 12, -12, NO_SHIFT};
  static const int near[] = {0, 12, NO_SHIFT};
  static const int light[] = {12, 0, NO_SHIFT};
  static const int dark[] = {0, NO_SHIFT};
  const int dread = s->phrase->mood == ELARA_MOOD_DREAD ||
                    s->phrase->mood == ELARA_MOOD_TERROR;
  const int string =
      elara_instrument(instrument)->family == ELARA_FAMILY_STRING;
  const int comic = s->phrase->mood == ELARA_MOOD_PLAYFULNESS && !string;
  switch (line->role) {
  case ELARA_LINE_MELODY:
  case ELARA_LINE_COUNTER:
    return tune;
  case ELARA_LINE_BASS:
  case ELARA_LINE_PEDAL:
    return dread                                       ? deep
           : s->phrase->mood == ELARA_MOOD_PLAYFULNESS ? dark
                                                       : bass;
  default:
    if (s->phrase->ensemble == ELARA_ENSEMBLE_EXTREMES)
      return elara_line_mean(line) > 57.0 ? heights : nowhere;
    if (elara_line_mean(line) - 12.0 < THIRDS_FROM + 4.0 && !dread && !comic)
      return near;
    if (line->order == 0 && elara_instrument(instrument)->sweet_high <= 70 &&
        elara_line_mean(line) - 12.0 > THIRDS_FROM)
      return tenor;
    return dread ? dark : comic ? light : harmony;
  }
}

static int
is_pad(const ElaraLine* line)
{
  return line->role == ELARA_LINE_INNER && line->order > 2;
}

// A trumpet that holds a high tone is all that one hears.
static int
blares(const Stand* s, int instrument, const ElaraLine* line)
{
  const int bright =
      instrument == ELARA_TRUMPET || instrument == ELARA_TROMBONE;
  if (!bright || !is_pad(line)) return 0;
  const double high = instrument == ELARA_TRUMPET ? 70.0 : 58.0;
  return s->phrase->level < .6 || elara_line_mean(line) > high;
}

// For how many members the instrument has played up to here.
static int
stay(const Stand* s, int instrument, int member)
{
  int count = 0;
  for (int m = member - 1; m >= 0 && elara_busy(s, instrument, m); m--) {
    count++;
  }
  return count;
}

static double
weight(const Stand* s, const Taste* t, const Job* job, int m)
{
  const int welcome = elara_welcome(s, t->instrument);
  double w = (double)taste_for(t, job->line) * welcome;
  if (w <= 0.0 || blares(s, t->instrument, job->line)) return 0.0;
  // a line that many have already needs no more, least of all the tune
  const int tune = job->line->role == ELARA_LINE_MELODY;
  int have = 0;
  for (int i = 0; i < ELARA_INSTRUMENT_COUNT; i++) {
    have += s->jobs[i][0][m].line == job->line;
  }
  for (int i = 0; i < have; i++) {
    w *= tune ? .5 : .75;
  }
  const int since = stay(s, t->instrument, m);
  if (m > 0) {
    const Job* const before = &s->jobs[t->instrument][0][m - 1];
    const int same = before->line == job->line && before->shift == job->shift;
    if (same) w *= since < 3 ? 9.0 : 3.0;
  } else if (has(s->desk->last_playing, t->instrument)) {
    w *= 5.0;
  }
  return w;
}

typedef struct {
  Job jobs[TASTES * LINES * OCTAVES];
  int who[TASTES * LINES * OCTAVES];
  double weights[TASTES * LINES * OCTAVES];
  int count;
} Choice;

// Adds what INSTRUMENT may do with LINE, in each octave where it lies well.
static void
add_choices(const Stand* s,
            const Taste* t,
            const ElaraLine* line,
            int sustain,
            int m,
            Choice* choice)
{
  static const int as_written[] = {0, NO_SHIFT};
  const int* shift =
      is_pad(line) ? as_written : joining_octaves(s, t->instrument, line);
  double liking = 1.0;
  for (; *shift != NO_SHIFT; shift++) {
    if (elara_fit(s, line, t->instrument, *shift, m) < .5) continue;
    Job job = {.line = line, .shift = *shift, .technique = -1};
    if (sustain) {
      job.sustain = 1;
      job.technique = ELARA_TECHNIQUE_LEGATO;
    }
    const double w = liking * weight(s, t, &job, m);
    liking *= .4;
    if (w <= 0.0) continue;
    choice->jobs[choice->count] = job;
    choice->who[choice->count] = t->instrument;
    choice->weights[choice->count++] = w;
  }
}

static void
gather(const Stand* s, const int* sustains, int m, Choice* choice)
{
  const ElaraLine* lines[LINES];
  const int line_count = lines_of(s, lines);
  choice->count = 0;
  for (int k = 0; k < TASTES; k++) {
    const Taste* const t = &tastes[k];
    const int i = t->instrument;
    const int forced = s->phrase->ensemble == ELARA_ENSEMBLE_TUTTI;
    if (!has(s->cast.fill, i) || elara_busy(s, i, m)) continue;
    if (!forced && (s->phrase->level < t->level || s->cue->reach < t->reach))
      continue;
    const ElaraFamily f = elara_instrument(i)->family;
    const int blown = f == ELARA_FAMILY_WOODWIND || f == ELARA_FAMILY_BRASS;
    for (int l = 0; l < line_count; l++) {
      if (!elara_sounds(s, lines[l], m)) continue;
      const int sustain =
          f == ELARA_FAMILY_CHOIR ||
          (sustains[i] && blown && lines[l]->role == ELARA_LINE_INNER);
      add_choices(s, t, lines[l], sustain, m, choice);
    }
  }
}

static void
fill_member(Stand* s, const int* sustains, int m)
{
  Choice choice;
  // the voices of a fugato are doubled only when all have entered
  if (s->phrase->ensemble == ELARA_ENSEMBLE_FUGATO && 2 * m < s->members)
    return;
  gather(s, sustains, m, &choice);
  int playing = elara_playing(s, m);
  while (choice.count && playing < s->budget[m]) {
    const int k =
        elara_random_weighted(&s->random, choice.weights, choice.count);
    if (choice.weights[k] <= 0.0) return;
    choice.weights[k] = 0.0;
    playing += elara_seat(s, choice.who[k], &choice.jobs[k], m);
  }
}

// The voice beside V, below it or above.
static const ElaraLine*
neighbour(const Stand* s, int v)
{
  if (v > 2) return v - 2 < PADS ? s->pad[v - 2] : NULL;
  if (v < 2 && s->inner[v + 1]) return s->inner[v + 1];
  return v > 0 ? s->inner[v - 1] : NULL;
}

// Winds and brass by two, divided strings: the neighbouring voice as well.
static void
pair_member(Stand* s, const int* pairs, int m)
{
  for (int i = 0; i < ELARA_INSTRUMENT_COUNT; i++) {
    const Job* const first = &s->jobs[i][0][m];
    const ElaraInstrument* const t = elara_instrument(i);
    const int strings = t->family == ELARA_FAMILY_STRING;
    if (!pairs[i] || t->polyphony < 2 || !first->line ||
        s->jobs[i][1][m].line || first->line->role != ELARA_LINE_INNER)
      continue;
    if (strings && s->phrase->ensemble != ELARA_ENSEMBLE_STRINGS &&
        s->phrase->ensemble != ELARA_ENSEMBLE_TUTTI)
      continue;
    const int v = first->line->order;
    Job job = *first;
    job.line = neighbour(s, v);
    if (!job.line || !elara_sounds(s, job.line, m)) continue;
    // as if free: the same questions as for a first voice
    const Job kept = *first;
    s->jobs[i][0][m].line = NULL;
    const int may = elara_may(s, i, &job, m);
    s->jobs[i][0][m] = kept;
    if (may && job.line->notes[0].pitch + job.shift >= THIRDS_FROM)
      s->jobs[i][1][m] = job;
  }
}

void
elara_fill(Stand* s)
{
  int sustains[ELARA_INSTRUMENT_COUNT];
  int pairs[ELARA_INSTRUMENT_COUNT];
  const int divided = s->phrase->ensemble == ELARA_ENSEMBLE_STRINGS ||
                      s->phrase->ensemble == ELARA_ENSEMBLE_TUTTI;
  for (int i = 0; i < ELARA_INSTRUMENT_COUNT; i++) {
    sustains[i] = elara_random_chance(&s->random, .75 - .5 * s->phrase->level);
    const double chance = .2 + .6 * s->phrase->density;
    pairs[i] = elara_random_chance(&s->random, divided ? 1.0 : chance);
  }
  for (int m = 0; m < s->members; m++) {
    if (s->cast.fill) fill_member(s, sustains, m);
    if (!s->speaking && (divided || s->budget[m] >= 9))
      pair_member(s, pairs, m);
  }
}
