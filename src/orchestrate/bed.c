// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// What lies under the tune: bass, inner voices, figures, counter-melodies,
// colours and drums. Voices go to instruments in the order of their pitch.

#include "orchestrate/room.h"

#define END -1

static int
technique_of(const ElaraLine* line)
{
  return line->note_count ? line->notes[0].technique : ELARA_TECHNIQUE_NORMAL;
}

static int
family(int instrument)
{
  return (int)elara_instrument(instrument)->family;
}

// The member that begins nearest to BARS bars after the beginning.
static int
member_after(const Stand* s, int bars)
{
  const ElaraPlan* const plan = s->desk->plan;
  int bar = s->phrase->first_bar + bars;
  const int last = s->phrase->first_bar + s->phrase->bar_count - 1;
  if (bar > last) bar = last;
  int m = 0;
  while (m + 1 < s->members && s->cut[m + 1] <= plan->bars[bar].tick) {
    m++;
  }
  return m;
}

// --- bass
// ---------------------------------------------------------------------------------

static int
give_bass(Stand* s, int instrument, int shift, int member)
{
  if (!has(s->cast.bass, instrument) || elara_welcome(s, instrument) == 0)
    return 0;
  Job job = {.line = s->bass, .shift = shift, .technique = -1};
  if (elara_seat(s, instrument, &job, member)) return 1;
  if (shift == 0) return 0;
  job.shift = 0;
  return elara_seat(s, instrument, &job, member);
}

// A tenor among the cellos leaves the bass to those below.
typedef struct {
  int winds;      // bassoon instead of strings
  int low_octave; // double basses an octave under the cellos
  int tenor;      // cellos have an inner voice
} BassPlan;

static BassPlan
plan_bass(Stand* s)
{
  const double d = s->phrase->density;
  BassPlan plan;
  plan.winds = d < .4 && elara_random_chance(&s->random, .25);
  // double basses are written to sound an octave under the cellos; dread
  // wants depth, comedy little of it
  const ElaraMood mood = s->phrase->mood;
  const double depth = mood == ELARA_MOOD_PLAYFULNESS ? .05
                       : mood == ELARA_MOOD_DREAD || mood == ELARA_MOOD_TERROR
                           ? 1.0
                           : .9;
  plan.low_octave = elara_random_chance(&s->random, depth);
  // alone in the depths, basses leave a hole above them
  const int dread = mood == ELARA_MOOD_DREAD || mood == ELARA_MOOD_TERROR;
  // and under a speaker there is no room for a tenor
  plan.tenor = !dread && !s->speaking && (s->inner[2] || s->pad[0]) &&
               elara_random_chance(&s->random, .5);
  return plan;
}

// An octave under the cellos, where they have the bass; alone as written,
// but in dread always in the depths.
static int
bass_octave(const Stand* s, const BassPlan* plan, int m)
{
  const ElaraMood mood = s->phrase->mood;
  const int dread = mood == ELARA_MOOD_DREAD || mood == ELARA_MOOD_TERROR;
  const int under = s->jobs[ELARA_CELLO][0][m].line == s->bass;
  return plan->low_octave && (under || dread) ? -12 : 0;
}

static void
bass_member(Stand* s, const BassPlan* plan, int m)
{
  static const int low[] = {
      ELARA_BASSOON,       ELARA_BASS_CLARINET, ELARA_CELLO,
      ELARA_DOUBLE_BASS,   ELARA_TROMBONE,      ELARA_HORN,
      ELARA_CONTRABASSOON, ELARA_TUBA,          END};
  int given = 0;
  if (s->phrase->ensemble == ELARA_ENSEMBLE_EXTREMES) {
    given += give_bass(s, ELARA_CONTRABASSOON, -12, m);
    given += give_bass(s, ELARA_DOUBLE_BASS, -12, m);
    give_bass(s, ELARA_BASS_CLARINET, 0, m);
    if (given) return;
  }
  if (!plan->winds) {
    if (!plan->tenor) given += give_bass(s, ELARA_CELLO, 0, m);
    if (s->phrase->density > .25 || !given)
      given += give_bass(s, ELARA_DOUBLE_BASS, bass_octave(s, plan, m), m);
  }
  for (const int* i = low; *i >= 0 && !given; i++) {
    given += give_bass(s, *i, 0, m);
  }
}

// --- inner voices
// ---------------------------------------------------------------------------

typedef enum { BED_STRINGS, BED_WINDS, BED_BRASS } Bed;

static Bed
choose_bed(Stand* s)
{
  const int technique = s->inner[0]   ? technique_of(s->inner[0])
                        : s->inner[1] ? technique_of(s->inner[1])
                                      : ELARA_TECHNIQUE_NORMAL;
  const double pick = elara_random_unit(&s->random);
  const ElaraPhrase* const p = s->phrase;
  if (!(s->cast.bed & elara_strings))
    return s->cast.bed & elara_brass && !(s->cast.bed & elara_woods)
               ? BED_BRASS
               : BED_WINDS;
  if (technique == ELARA_TECHNIQUE_PIZZICATO ||
      technique == ELARA_TECHNIQUE_TREMOLO)
    return BED_STRINGS;
  if (p->ensemble == ELARA_ENSEMBLE_OSTINATO) return BED_WINDS;
  if (technique == ELARA_TECHNIQUE_MARCATO && p->level > .55) return BED_BRASS;
  const int noble = p->mood == ELARA_MOOD_TRIUMPH ||
                    p->mood == ELARA_MOOD_RESOLVE ||
                    p->mood == ELARA_MOOD_WONDER || p->mood == ELARA_MOOD_DREAD;
  if (pick < .24 && p->level < .6) return BED_WINDS;
  if (pick < .42 && noble) return BED_BRASS;
  return BED_STRINGS;
}

// Who has the inner voice, from the highest (0) to the lowest.
static const int*
bed_order(const Stand* s, Bed bed, int voice, int member)
{
  static const int full[3][6] = {
      {ELARA_VIOLIN_1, ELARA_VIOLIN_2, ELARA_CLARINET, ELARA_HORN, END},
      {ELARA_VIOLIN_2, ELARA_VIOLA, ELARA_HORN, ELARA_CLARINET, END},
      {ELARA_VIOLA, ELARA_CELLO, ELARA_BASSOON, ELARA_HORN, END}};
  static const int under[3][6] = {
      {ELARA_VIOLIN_2, ELARA_CLARINET, ELARA_HORN, ELARA_OBOE, END},
      {ELARA_VIOLA, ELARA_VIOLIN_2, ELARA_HORN, ELARA_CLARINET, END},
      {ELARA_CELLO, ELARA_VIOLA, ELARA_HORN, ELARA_BASSOON, END}};
  static const int winds[3][6] = {
      {ELARA_CLARINET, ELARA_OBOE, ELARA_FLUTE, ELARA_VIOLIN_2, END},
      {ELARA_CLARINET, ELARA_ENGLISH_HORN, ELARA_HORN, ELARA_VIOLA, END},
      {ELARA_BASSOON, ELARA_BASS_CLARINET, ELARA_HORN, ELARA_CELLO, END}};
  static const int brass[3][6] = {
      {ELARA_TRUMPET, ELARA_HORN, ELARA_VIOLIN_2, ELARA_CLARINET, END},
      {ELARA_HORN, ELARA_TROMBONE, ELARA_BASSOON, ELARA_VIOLA, END},
      {ELARA_TROMBONE, ELARA_BASS_TROMBONE, ELARA_BASSOON, ELARA_CELLO, END}};
  static const int soft_brass[3][6] = {
      {ELARA_HORN, ELARA_VIOLIN_2, ELARA_CLARINET, END},
      {ELARA_HORN, ELARA_TROMBONE, ELARA_VIOLA, END},
      {ELARA_TROMBONE, ELARA_BASSOON, ELARA_CELLO, END}};
  switch (bed) {
  case BED_WINDS:
    return winds[voice];
  case BED_BRASS:
    return s->phrase->level > .5 ? brass[voice] : soft_brass[voice];
  default:
    return elara_busy(s, ELARA_VIOLIN_1, member) ? under[voice] : full[voice];
  }
}

static int
may_bed(const Stand* s, int instrument)
{
  return has(s->cast.bed, instrument) && elara_welcome(s, instrument) > 0;
}

// Nobody free: a section divides.
static int
divide(Stand* s, const Job* job, int member)
{
  static const int order[] = {ELARA_VIOLA,    ELARA_VIOLIN_2, ELARA_HORN,
                              ELARA_CLARINET, ELARA_TROMBONE, END};
  for (const int* i = order; *i >= 0; i++) {
    Job* const jobs = &s->jobs[*i][1][member];
    const Job* const first = &s->jobs[*i][0][member];
    if (!may_bed(s, *i) || jobs->line || !first->line) continue;
    if (first->line->role != ELARA_LINE_INNER) continue;
    if (elara_fit(s, job->line, *i, job->shift, member) < .5) continue;
    *jobs = *job;
    return 1;
  }
  return 0;
}

static int
same_as_before(const Stand* s, int instrument, const Job* job, int member)
{
  return member > 0 && s->jobs[instrument][0][member - 1].line == job->line &&
         s->jobs[instrument][0][member - 1].shift == job->shift;
}

// Cellos without the bass sing a tenor of their own.
static void
tenor_member(Stand* s, int m)
{
  for (int k = 0; k < 2 && !elara_busy(s, ELARA_CELLO, m); k++) {
    const Job job = {.line = s->pad[k], .technique = -1};
    if (job.line && may_bed(s, ELARA_CELLO))
      elara_seat(s, ELARA_CELLO, &job, m);
  }
}

static void
inner_member(Stand* s, Bed bed, int m)
{
  for (int v = 0; v < 3; v++) {
    Job job = {.line = s->inner[v], .technique = -1};
    if (!job.line || !elara_sounds(s, job.line, m)) continue;
    const int* const order = bed_order(s, bed, v, m);
    int given = 0;
    for (const int* i = order; *i >= 0 && !given; i++) {
      given = may_bed(s, *i) && same_as_before(s, *i, &job, m) &&
              elara_seat(s, *i, &job, m);
    }
    for (const int* i = order; *i >= 0 && !given; i++) {
      given = may_bed(s, *i) && elara_seat(s, *i, &job, m);
    }
    if (!given && s->phrase->density > .3) divide(s, &job, m);
  }
}

// Very high, far over the void: the top voice in harmonics and piccolo.
static void
inner_extremes(Stand* s, int m)
{
  static const int high[] = {ELARA_VIOLIN_1, ELARA_VIOLIN_2, ELARA_PICCOLO,
                             ELARA_FLUTE, END};
  if (!s->inner[0]) return;
  for (const int* i = high; *i >= 0; i++) {
    if (elara_welcome(s, *i) == 0) continue;
    Job job = {.line = s->inner[0], .shift = 24, .technique = -1};
    if (elara_line_mean(s->inner[0]) + 24.0 > 94.0) job.shift = 12;
    if (family(*i) == ELARA_FAMILY_STRING)
      job.technique = ELARA_TECHNIQUE_HARMONIC;
    job.sustain = 1;
    if (elara_seat(s, *i, &job, m)) return;
  }
}

// Accompaniment breathes: a member without inner voices at times, never at a
// climax nor twice in a row; at the beginning the tune may come first.
static int
bed_rests(Stand* s, int member, int rested)
{
  const ElaraPhrase* const p = s->phrase;
  if (p->climax || s->members < 3 || rested || p->density > .8) return 0;
  if (p->ensemble != ELARA_ENSEMBLE_ACCOMPANIED || !s->melody) return 0;
  const double chance = member == 0 && p->density < .55 ? .3 : .1;
  return elara_random_chance(&s->random, chance);
}

void
elara_give_bed(Stand* s)
{
  const BassPlan bass = plan_bass(s);
  const Bed bed = choose_bed(s);
  const int late = s->phrase->ensemble == ELARA_ENSEMBLE_FUGATO;
  int rested = 0;
  for (int m = 0; m < s->members; m++) {
    if (s->bass) bass_member(s, &bass, m);
    rested = bed_rests(s, m, rested);
    if (rested || (late && 2 * m < s->members)) continue;
    if (s->phrase->ensemble == ELARA_ENSEMBLE_EXTREMES) {
      inner_extremes(s, m);
    } else if (s->cast.bed) {
      inner_member(s, bed, m);
      if (bass.tenor) tenor_member(s, m);
    }
  }
}

// --- counter-melodies and figures
// --------------------------------------------------------------

// The first of ORDER that can play LINE from member FIRST on.
static int
give(Stand* s, const ElaraLine* line, const int* order, int octaves, int first)
{
  const Cast* const c = &s->cast;
  for (; line && *order >= 0; order++) {
    if (!has(c->lead | c->bed | c->bass | c->fill, *order)) continue;
    if (elara_welcome(s, *order) == 0) continue;
    int shift = 0;
    int m = first;
    while (m < s->members && !elara_sounds(s, line, m)) {
      m++;
    }
    if (m == s->members) return -1;
    if (octaves) shift = elara_best_shift(s, line, *order, m);
    if (shift < -24) continue;
    const Job job = {.line = line, .shift = shift, .technique = -1};
    if (elara_seat_span(s, *order, &job, m, s->members)) return *order;
  }
  return -1;
}

// Voices of a fugato or a canon, each to an instrument of its own, in the
// order of their pitch. The first voice is the melody's.
static void
give_voices(Stand* s)
{
  static const int strings[] = {
      ELARA_VIOLIN_1, ELARA_VIOLIN_2, ELARA_VIOLA, ELARA_CELLO,
      ELARA_CLARINET, ELARA_BASSOON,  ELARA_HORN,  END};
  static const int winds[] = {
      ELARA_FLUTE,         ELARA_OBOE,  ELARA_CLARINET, ELARA_BASSOON,
      ELARA_BASS_CLARINET, ELARA_VIOLA, ELARA_CELLO,    END};
  const int* const order =
      s->lead[0] >= 0 && family(s->lead[0]) == ELARA_FAMILY_WOODWIND ? winds
                                                                     : strings;
  for (int k = 0; k < COUNTERS; k++) {
    if (!s->counter[k]) continue;
    // the place in the order that its pitch asks for
    const double mean = elara_line_mean(s->counter[k]);
    int place = mean > 70.0 ? 0 : mean > 63.0 ? 1 : mean > 55.0 ? 2 : 3;
    int given = -1;
    for (; place >= 0 && given < 0; place--) {
      given = give(s, s->counter[k], order + place, 0, 0);
    }
  }
}

// Between the extremes nothing moves.
static int
in_the_void(const Stand* s, const ElaraLine* line)
{
  const double mean = elara_line_mean(line);
  return s->phrase->ensemble == ELARA_ENSEMBLE_EXTREMES && mean > 45.0 &&
         mean < 70.0;
}

void
elara_give_counters(Stand* s)
{
  if (s->phrase->ensemble == ELARA_ENSEMBLE_FUGATO || s->counter[1]) {
    give_voices(s);
  } else if (s->counter[0]) {
    give(s, s->counter[0], elara_cast_counter(s->phrase), 0, 0);
  }
  if (s->descant && s->lead[0] >= 0)
    give(s, s->descant, elara_cast_descant(s->lead[0]), 0, 0);
  int bars = 0;
  for (int k = 0; k < FIGURES; k++) {
    if (!s->figure[k] || in_the_void(s, s->figure[k])) continue;
    const int first = s->cast.layers ? member_after(s, bars) : 0;
    give(s, s->figure[k], elara_cast_figure(s, s->figure[k]), 1, first);
    bars += 2 + elara_random_index(&s->random, 3);
  }
}

// --- colours and drums
// ---------------------------------------------------------------------

// What a percussionist adds where the sketch has nothing: one stroke, on the
// first beat of every so many bars.
typedef struct {
  ElaraMood mood;
  int key;            // General MIDI
  int bars;           // between strokes
  double least, most; // level of the phrase
  double chance;
  const char* what;
  const char* why;
} Stroke;

static const Stroke strokes[] = {
    {ELARA_MOOD_DREAD, 52, 8, .0, 1.0, .5, "tam-tam",
     "a stroke that does not end, for what is to be feared"},
    {ELARA_MOOD_TERROR, 52, 8, .6, 1.0, .5, "tam-tam",
     "metal over the loudest noise"},
    {ELARA_MOOD_SUSPENSE, 36, 2, .0, .7, .4, "bass drum",
     "felt rather than heard, like a heart"},
    {ELARA_MOOD_WONDER, 81, 4, .0, .8, .5, "triangle",
     "a spark over the strings"},
    {ELARA_MOOD_MYSTERY, 81, 8, .0, .5, .3, "triangle",
     "one point of light in the dark"},
    {ELARA_MOOD_PLAYFULNESS, 54, 2, .3, .8, .5, "tambourine",
     "small bells on the first beat: it dances"},
    {ELARA_MOOD_TRIUMPH, 38, 1, .55, 1.0, .5, "snare drum",
     "every bar begins on parade"},
};

static ElaraLine*
write_strokes(Stand* s, const Stroke* stroke)
{
  ElaraArena* const arena = s->desk->arena;
  const int bars = s->phrase->bar_count;
  ElaraLine* const line = (ElaraLine*)elara_arena_alloc(arena, sizeof *line);
  ElaraSketchNote* const notes = (ElaraSketchNote*)elara_arena_array(
      arena, (size_t)bars, sizeof(ElaraSketchNote));
  if (!line || !notes) {
    s->desk->failed = 1;
    return NULL;
  }
  *line = (ElaraLine){.role = ELARA_LINE_NOISE,
                      .phrase = s->index,
                      .theme = -1,
                      .notes = notes};
  for (int b = 0; b < bars; b += stroke->bars) {
    const ElaraTick tick = s->desk->plan->bars[s->phrase->first_bar + b].tick;
    notes[line->note_count++] = (ElaraSketchNote){
        .tick = tick, .duration = QUARTER, .pitch = stroke->key};
  }
  return line;
}

static void
add_strokes(Stand* s)
{
  const ElaraPhrase* const p = s->phrase;
  const Cast* const c = &s->cast;
  const double pick = elara_random_unit(&s->random);
  if (s->noise || p->ensemble == ELARA_ENSEMBLE_STRINGS ||
      p->ensemble == ELARA_ENSEMBLE_SOLO ||
      p->ensemble == ELARA_ENSEMBLE_CHORALE || c->most < 6)
    return;
  for (size_t i = 0; i < sizeof strokes / sizeof *strokes; i++) {
    const Stroke* const stroke = &strokes[i];
    if (stroke->mood != p->mood || pick > stroke->chance) continue;
    if (p->level < stroke->least || p->level > stroke->most) continue;
    s->noise = write_strokes(s, stroke);
    elara_colour_note(s, p->tick, ELARA_PERCUSSION, stroke->what, stroke->why);
    return;
  }
}

void
elara_give_colours(Stand* s)
{
  if (s->colour) give(s, s->colour, elara_cast_colour(s->phrase), 1, 0);
  // drums keep out of what is said
  if (s->speaking && !s->phrase->climax) return;
  if (!has(s->desk->without, ELARA_PERCUSSION)) add_strokes(s);
  for (int m = 0; m < s->members; m++) {
    const Job drum = {.line = s->drum, .technique = -1};
    const Job noise = {.line = s->noise, .technique = -1};
    if (s->drum) elara_seat(s, ELARA_TIMPANI, &drum, m);
    if (s->noise) elara_seat(s, ELARA_PERCUSSION, &noise, m);
  }
}
