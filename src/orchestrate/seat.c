// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// Who may have which job: ranges, the speaker's voice, the order of the string
// section, the tune in the clear, no mud. Asked before anything is given, so
// that nothing needs to be repaired.

#include "orchestrate/room.h"

#include <stdlib.h>

// Notes of LINE that sound in the member, whether begun there or held over.
static int
inside(const Stand* s, const ElaraSketchNote* n, int member)
{
  return n->tick < s->cut[member + 1] && n->tick + n->duration > s->cut[member];
}

// Index of the first note that may sound in the member.
static size_t
first_note(const Stand* s, const ElaraLine* line, int member)
{
  size_t low = 0;
  size_t high = line->note_count;
  while (low < high) {
    const size_t middle = low + (high - low) / 2;
    const ElaraSketchNote* const n = &line->notes[middle];
    if (n->tick + n->duration <= s->cut[member]) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

int
elara_sounds(const Stand* s, const ElaraLine* line, int member)
{
  const size_t i = first_note(s, line, member);
  return i < line->note_count && line->notes[i].tick < s->cut[member + 1];
}

double
elara_line_mean(const ElaraLine* line)
{
  double sum = 0.0;
  double time = 0.0;
  for (size_t i = 0; i < line->note_count; i++) {
    sum += (double)line->notes[i].pitch * (double)line->notes[i].duration;
    time += (double)line->notes[i].duration;
  }
  return time > 0.0 ? sum / time : 0.0;
}

double
elara_fit(const Stand* s,
          const ElaraLine* line,
          int instrument,
          int shift,
          int member)
{
  const ElaraInstrument* const t = elara_instrument(instrument);
  double sum = 0.0;
  int count = 0;
  for (size_t i = first_note(s, line, member); i < line->note_count; i++) {
    const ElaraSketchNote* const n = &line->notes[i];
    if (n->tick >= s->cut[member + 1]) break;
    const int pitch = n->pitch + shift;
    if (pitch < t->low || pitch > t->high) return 0.0;
    count++;
    if (pitch < t->used_low || pitch > t->used_high) continue;
    sum += .4 + .6 * elara_instrument_comfort(instrument, pitch);
  }
  return count ? sum / count : 0.0;
}

int
elara_best_shift(const Stand* s,
                 const ElaraLine* line,
                 int instrument,
                 int member)
{
  static const int shifts[] = {0, 12, -12, 24, -24};
  static const double distance[] = {0.0, .2, .2, .6, .6};
  int best = NO_SHIFT;
  double most = .25;
  for (int i = 0; i < 5; i++) {
    const double value =
        elara_fit(s, line, instrument, shifts[i], member) - distance[i];
    if (value > most) most = value, best = shifts[i];
  }
  return best;
}

int
elara_busy(const Stand* s, int instrument, int member)
{
  return s->jobs[instrument][0][member].line != NULL;
}

int
elara_playing(const Stand* s, int member)
{
  int count = 0;
  for (int i = 0; i < ELARA_INSTRUMENT_COUNT; i++) {
    count += elara_busy(s, i, member);
  }
  return count;
}

// --- two lines at a time
// ----------------------------------------------------------------

typedef struct {
  int pairs; // moments that were compared
  int bad;
} Tally;

// Compares every note of A with those of B that sound with it.
static Tally
compare(const Stand* s,
        const Job* a,
        const Job* b,
        int member,
        int (*is_bad)(int, int))
{
  Tally tally = {0, 0};
  size_t k = first_note(s, b->line, member);
  for (size_t i = first_note(s, a->line, member); i < a->line->note_count;
       i++) {
    const ElaraSketchNote* const n = &a->line->notes[i];
    if (!inside(s, n, member)) break;
    while (k < b->line->note_count &&
           b->line->notes[k].tick + b->line->notes[k].duration <= n->tick) {
      k++;
    }
    for (size_t j = k; j < b->line->note_count; j++) {
      const ElaraSketchNote* const o = &b->line->notes[j];
      if (o->tick >= n->tick + n->duration) break;
      if (!inside(s, o, member)) break;
      tally.pairs++;
      tally.bad += is_bad(n->pitch + a->shift, o->pitch + b->shift);
    }
  }
  return tally;
}

static int
crossed(int upper, int lower)
{
  return lower > upper;
}

// A held note covers the tune when it lies above it or less than a third
// below; beside a low tune (a cello's) only seconds and unisons hurt.
static int
covered(int tune, int pad)
{
  const int gap = tune - pad;
  if (tune < 62) return abs(gap) < 3;
  return gap < 3 && gap > -13;
}

static int
muddy(int a, int b)
{
  const int low = a < b ? a : b;
  const int gap = abs(a - b);
  return gap > 0 && (gap < 7 && low < THIRDS_FROM - 5);
}

// The string section keeps its order: violins over violas over cellos.
static int
keeps_order(const Stand* s, int instrument, const Job* job, int member)
{
  if (elara_instrument(instrument)->family != ELARA_FAMILY_STRING) return 1;
  for (int i = ELARA_VIOLIN_1; i <= ELARA_DOUBLE_BASS; i++) {
    const Job* const other = &s->jobs[i][0][member];
    if (i == instrument || !other->line) continue;
    if (other->line == job->line) continue;
    const Tally t = i < instrument ? compare(s, other, job, member, crossed)
                                   : compare(s, job, other, member, crossed);
    if (t.pairs && t.bad * 40 > t.pairs) return 0;
  }
  return 1;
}

static int
is_bass(const ElaraLine* line)
{
  return line->role == ELARA_LINE_BASS || line->role == ELARA_LINE_PEDAL;
}

static int
is_melodic(const ElaraLine* line)
{
  return line->role == ELARA_LINE_MELODY || line->role == ELARA_LINE_COUNTER ||
         line->role == ELARA_LINE_DESCANT;
}

// Held tones cover; short ones leave air between them.
static int
is_held(const Stand* s, const ElaraLine* line, int member)
{
  ElaraTick sum = 0;
  ElaraTick count = 0;
  for (size_t i = first_note(s, line, member);
       i < line->note_count && line->notes[i].tick < s->cut[member + 1]; i++) {
    sum += line->notes[i].duration;
    count++;
  }
  return sum > count * QUARTER;
}

static int
leaves_tune_clear(const Stand* s, const Job* job, int member)
{
  if (job->line->role != ELARA_LINE_INNER || s->lead[member] < 0) return 1;
  if (!job->sustain && !is_held(s, job->line, member)) return 1;
  const Job* const lead = &s->jobs[s->lead[member]][0][member];
  if (!lead->line || lead->line == job->line) return 1;
  const Tally t = compare(s, lead, job, member, covered);
  return t.bad * 6 <= t.pairs;
}

static int
leaves_bass_clear(const Stand* s, const Job* job, int member)
{
  if (!s->bass || is_bass(job->line)) return 1;
  const Job bass = {.line = s->bass};
  const Tally t = compare(s, &bass, job, member, muddy);
  return t.bad * 8 <= t.pairs;
}

// While somebody speaks: nothing for long in the register of the voice.
static int
leaves_voice_clear(const Stand* s, const Job* job, int member)
{
  if (!s->speaking || is_bass(job->line)) return 1;
  int count = 0;
  int bad = 0;
  for (size_t i = first_note(s, job->line, member); i < job->line->note_count;
       i++) {
    const int pitch = job->line->notes[i].pitch + job->shift;
    if (job->line->notes[i].tick >= s->cut[member + 1]) break;
    count++;
    bad += pitch >= VOICE_LOW && pitch <= VOICE_HIGH &&
           (job->sustain || job->line->notes[i].duration > QUARTER);
  }
  // what doubles a tune must have all of it
  if (is_melodic(job->line) && !job->lead) return bad == 0;
  return bad * (job->lead ? 8 : 2) <= count;
}

// --- who else has it
// ---------------------------------------------------------------------

static int
equal(int a, int b)
{
  return a == b;
}

typedef struct {
  int all;     // who have the line, or its notes
  int here;    // in the same octave
  int strings; //   of these
  int family;  //   of these, of the family that asks
} Company;

static Company
company(const Stand* s, int instrument, const Job* job, int member)
{
  const ElaraFamily own = elara_instrument(instrument)->family;
  Company c = {0};
  for (int i = 0; i < ELARA_INSTRUMENT_COUNT; i++) {
    for (int voice = 0; voice < 2 && i != instrument; voice++) {
      const Job* const other = &s->jobs[i][voice][member];
      if (!other->line) continue;
      int here = 0;
      if (other->line == job->line) {
        here = other->shift == job->shift;
        c.all++;
      } else if (other->line->role == ELARA_LINE_INNER &&
                 job->line->role == ELARA_LINE_INNER) {
        const Tally t = compare(s, other, job, member, equal);
        const int strings = own == ELARA_FAMILY_STRING &&
                            elara_instrument(i)->family == ELARA_FAMILY_STRING;
        here = t.bad * (strings ? 12 : 4) > t.pairs;
      }
      const ElaraFamily f = elara_instrument(i)->family;
      c.here += here;
      c.strings += here && f == ELARA_FAMILY_STRING;
      c.family += here && f == own;
    }
  }
  return c;
}

// The tune: two doublings beside the lead, four when everyone plays at the
// height of the story; in unison settings two to an octave beside strings.
static int
tune_has_room(const Stand* s, int string, const Company* c)
{
  const int height = s->cue->reach >= .95;
  if (s->phrase->ensemble == ELARA_ENSEMBLE_UNISON)
    return string ? c->strings < 2 : c->here - c->strings < 2;
  const int full =
      s->phrase->ensemble == ELARA_ENSEMBLE_TUTTI || s->phrase->climax;
  return c->all < (full && height ? 5 : 3) && c->here < 2;
}

// A line has so many players: inner voices one section each, a second family
// only where it is loud; figures one; who would only thicken finds something
// else to do.
static int
leaves_room(const Stand* s, int instrument, const Job* job, int member)
{
  const Company c = company(s, instrument, job, member);
  const int string =
      elara_instrument(instrument)->family == ELARA_FAMILY_STRING;
  const int loud = s->phrase->level >= FORTE || s->phrase->level_end >= FORTE ||
                   s->phrase->ensemble == ELARA_ENSEMBLE_TUTTI;
  switch (job->line->role) {
  case ELARA_LINE_MELODY:
    return tune_has_room(s, string, &c);
  case ELARA_LINE_COUNTER:
  case ELARA_LINE_DESCANT:
    return c.all < 2;
  case ELARA_LINE_INNER:
    return c.here == 0 || (loud && c.here == 1 && c.family == 0);
  case ELARA_LINE_BASS:
  case ELARA_LINE_PEDAL:
    return c.here < 2 && c.family == 0;
  case ELARA_LINE_FIGURE:
  case ELARA_LINE_COLOUR:
    return c.all < (s->cue->reach > .85 ? 2 : 1) && c.here == 0;
  default:
    return 1;
  }
}

// --- the answer
// -------------------------------------------------------------------------

int
elara_may(const Stand* s, int instrument, const Job* job, int member)
{
  if (!job->line || has(s->desk->without, instrument)) return 0;
  if (!has(s->turn[member], instrument)) return 0;
  if (elara_busy(s, instrument, member)) return 0;
  if (!elara_sounds(s, job->line, member)) return 0;
  if (elara_instrument(instrument)->family != ELARA_FAMILY_PERCUSSION) {
    const double least = is_melodic(job->line) ? .45 : .34;
    if (elara_fit(s, job->line, instrument, job->shift, member) < least)
      return 0;
    if (!leaves_voice_clear(s, job, member)) return 0;
  }
  if (job->line->role == ELARA_LINE_NOISE || job->line->role == ELARA_LINE_DRUM)
    return 1;
  return keeps_order(s, instrument, job, member) &&
         leaves_tune_clear(s, job, member) &&
         leaves_bass_clear(s, job, member) &&
         leaves_room(s, instrument, job, member);
}

int
elara_seat(Stand* s, int instrument, const Job* job, int member)
{
  if (!elara_may(s, instrument, job, member)) return 0;
  s->jobs[instrument][0][member] = *job;
  return 1;
}

int
elara_seat_span(Stand* s, int instrument, const Job* job, int first, int last)
{
  int given = 0;
  for (int m = first; m < last; m++) {
    if (!elara_sounds(s, job->line, m)) continue;
    if (!has(s->turn[m], instrument)) continue;
    if (!elara_may(s, instrument, job, m)) return 0;
    given++;
  }
  for (int m = first; m < last && given; m++) {
    if (elara_sounds(s, job->line, m) && has(s->turn[m], instrument))
      s->jobs[instrument][0][m] = *job;
  }
  return given;
}
