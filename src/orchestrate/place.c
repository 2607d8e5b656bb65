// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// Jobs become notes: members in which an instrument goes on with the same are
// one stretch; who enters under a held note enters on it.

#include "orchestrate/room.h"

// One stretch of one voice.
typedef struct {
  const Job* job;
  int instrument;
  int voice;
  ElaraTick from;
  ElaraTick to;
} Stretch;

// What a technique becomes on an instrument that does not have it.
static int
playable_technique(int instrument, int technique)
{
  const ElaraFamily family = elara_instrument(instrument)->family;
  const int string = family == ELARA_FAMILY_STRING;
  const int percussion = family == ELARA_FAMILY_PERCUSSION;
  switch (technique) {
  case ELARA_TECHNIQUE_PIZZICATO:
    if (string) return technique;
    return family == ELARA_FAMILY_KEYS || percussion ? ELARA_TECHNIQUE_NORMAL
                                                     : ELARA_TECHNIQUE_STACCATO;
  case ELARA_TECHNIQUE_TREMOLO:
  case ELARA_TECHNIQUE_PONTICELLO:
  case ELARA_TECHNIQUE_HARMONIC:
    return string ? technique : ELARA_TECHNIQUE_NORMAL;
  case ELARA_TECHNIQUE_ROLL:
    return percussion ? technique : ELARA_TECHNIQUE_NORMAL;
  case ELARA_TECHNIQUE_STOPPED:
    return instrument == ELARA_HORN ? technique : ELARA_TECHNIQUE_NORMAL;
  case ELARA_TECHNIQUE_MUTED:
    return string || family == ELARA_FAMILY_BRASS ? technique
                                                  : ELARA_TECHNIQUE_NORMAL;
  default:
    return family == ELARA_FAMILY_KEYS || percussion ? ELARA_TECHNIQUE_NORMAL
                                                     : technique;
  }
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

// --- heavy instruments
// -------------------------------------------------------------------

// Brass and the deepest winds do not hammer an accompaniment: of each half bar
// and each chord they have the first note, and hold it.
static int
is_heavy(const Stand* s, const Stretch* t)
{
  const ElaraLine* const line = t->job->line;
  const int deep =
      t->instrument == ELARA_CONTRABASSOON || t->instrument == ELARA_TUBA ||
      t->instrument == ELARA_BASS_TROMBONE || t->instrument == ELARA_TROMBONE;
  const int comic = s->phrase->mood == ELARA_MOOD_PLAYFULNESS ||
                    s->phrase->mood == ELARA_MOOD_GROTESQUE;
  const int reed =
      t->instrument == ELARA_BASSOON || t->instrument == ELARA_BASS_CLARINET;
  const int brass =
      elara_instrument(t->instrument)->family == ELARA_FAMILY_BRASS ||
      (reed && !comic);
  if ((!deep && !brass) || (line->role != ELARA_LINE_INNER && !is_bass(line)))
    return 0;
  ElaraTick sum = 0;
  ElaraTick count = 0;
  for (size_t i = 0; i < line->note_count; i++) {
    const ElaraSketchNote* const n = &line->notes[i];
    if (n->tick < t->from || n->tick >= t->to) continue;
    const ElaraTick next =
        i + 1 < line->note_count ? line->notes[i + 1].tick : s->phrase->end;
    sum += next - n->tick;
    count++;
  }
  return count > 0 && sum < count * (deep ? 2 : 1) * QUARTER;
}

// The half bar, or the chord, that TICK is in begins here.
static ElaraTick
window_of(const Stand* s, ElaraTick tick)
{
  const ElaraPlan* const plan = s->desk->plan;
  const ElaraBar* const bar = &plan->bars[elara_plan_bar_at(plan, tick)];
  const ElaraTick half = elara_bar_ticks(bar) / 2;
  ElaraTick from = bar->beats % 2 == 0 && tick >= bar->tick + half
                       ? bar->tick + half
                       : bar->tick;
  const ElaraChord* const chord = elara_chord_at(s->desk->sketch, tick);
  if (chord && chord->tick > from) from = chord->tick;
  return from;
}

// Whether a heavy instrument strikes N; if not, the note before goes on.
static int
strikes(const Stand* s, const Stretch* t, const ElaraSketchNote* n)
{
  const ElaraLine* const line = t->job->line;
  const size_t i = (size_t)(n - line->notes);
  if (i == 0 || line->notes[i - 1].tick < t->from) return 1;
  if (line->notes[i - 1].tick == n->tick) return strikes(s, t, n - 1);
  return window_of(s, n->tick) != window_of(s, line->notes[i - 1].tick);
}

// Where a note goes while somebody speaks: the bass below the voice, held
// tones of the others nowhere. Returns 0 when it is left out.
static int
beside_speech(const Stand* s, const Stretch* t, int* pitch, ElaraTick length)
{
  const int inside = *pitch >= VOICE_LOW && *pitch <= VOICE_HIGH;
  if (!s->speaking || !inside || t->job->lead) return 1;
  if (is_melodic(t->job->line)) return 1;
  const ElaraFamily family = elara_instrument(t->instrument)->family;
  if (family == ELARA_FAMILY_PERCUSSION) return 1;
  if (is_bass(t->job->line)) {
    if (*pitch - 12 >= elara_instrument(t->instrument)->low) *pitch -= 12;
    return 1;
  }
  return length <= QUARTER;
}

static ElaraScoreNote*
last_note(Stand* s, const Stretch* t)
{
  NoteList* const list = &s->desk->notes[t->instrument];
  for (size_t i = list->count; i > 0; i--) {
    ElaraScoreNote* const n = &list->items[i - 1];
    if (n->phrase != s->index || n->tick < t->from) return NULL;
    if (n->voice == t->voice) return n;
  }
  return NULL;
}

// Repeated notes of a pattern become one long note.
static int
joined(Stand* s, const Stretch* t, ElaraTick tick, ElaraTick end, int pitch)
{
  ElaraScoreNote* const before = last_note(s, t);
  if (!t->job->sustain || !before || before->tick == tick) return 0;
  if (tick - before->tick - before->duration > QUARTER) return 0;
  const int same = before->pitch == pitch;
  const int fresh = tick - before->tick >= 8 * QUARTER;
  before->duration = (same && !fresh ? end : tick) - before->tick;
  return same && !fresh;
}

// The note that a heavy instrument has goes on while N sounds.
static void
hold(Stand* s, const Stretch* t, const ElaraSketchNote* n)
{
  ElaraScoreNote* const before = last_note(s, t);
  ElaraTick end = n->tick + n->duration;
  if (end > t->to) end = t->to;
  if (!before || n->tick - before->tick - before->duration > QUARTER) return;
  if (before->technique == ELARA_TECHNIQUE_STACCATO ||
      before->technique == ELARA_TECHNIQUE_PIZZICATO)
    before->technique = ELARA_TECHNIQUE_NORMAL;
  if (before->tick + before->duration < end)
    before->duration = end - before->tick;
}

static void
write_note(Stand* s, const Stretch* t, const ElaraSketchNote* n, int slur_base)
{
  Desk* const desk = s->desk;
  const ElaraInstrument* const info = elara_instrument(t->instrument);
  const ElaraTick tick = n->tick < t->from ? t->from : n->tick;
  ElaraTick end = n->tick + n->duration;
  if (end > t->to) end = t->to;
  int pitch = n->pitch + t->job->shift;
  if (!beside_speech(s, t, &pitch, end - tick)) return;
  if (pitch < info->low || pitch > info->high) return;
  if (joined(s, t, tick, end, pitch)) return;
  const int technique =
      t->job->technique >= 0 ? t->job->technique : n->technique;
  const ElaraScoreNote note = {
      .tick = tick,
      .duration = end - tick,
      .pitch = pitch,
      .voice = t->voice,
      .technique = playable_technique(t->instrument, technique),
      .accent = tick == n->tick ? n->accent : 0.0,
      .slur = n->slur && !t->job->sustain ? slur_base + n->slur : 0,
      .role = (int)t->job->line->role,
      .lead = t->job->lead,
      .phrase = s->index};
  if (!ELARA_PUSH(desk->arena, &desk->notes[t->instrument], note))
    desk->failed = 1;
}

static void
write_stretch(Stand* s, const Stretch* t)
{
  const ElaraLine* const line = t->job->line;
  const int base = s->desk->next_slur[t->instrument];
  int highest = 0;
  const int held = line->role == ELARA_LINE_INNER || is_bass(line);
  const int heavy = is_heavy(s, t);
  for (size_t i = 0; i < line->note_count; i++) {
    const ElaraSketchNote* const n = &line->notes[i];
    if (n->tick >= t->to) break;
    if (heavy && n->tick >= t->from && !strikes(s, t, n)) {
      hold(s, t, n);
      continue;
    }
    if (n->tick < t->from && (!held || n->tick + n->duration <= t->from))
      continue;
    write_note(s, t, n, base);
    if (n->slur > highest) highest = n->slur;
  }
  s->desk->next_slur[t->instrument] += highest + 1;
}

static int
goes_on(const Job* a, const Job* b)
{
  return a->line == b->line && a->shift == b->shift &&
         a->technique == b->technique && a->sustain == b->sustain &&
         a->lead == b->lead;
}

// --- dynamics
// -------------------------------------------------------------------------------

// What a part has beside the level of its phrase: the lead stands out, the
// rest makes room; softer ways of playing are softer.
static double
lift_of(const Stand* s, int instrument)
{
  const ElaraFamily family = elara_instrument(instrument)->family;
  int leads = 0;
  int busy = 0;
  int soft = 0;
  for (int m = 0; m < s->members; m++) {
    const Job* const job = &s->jobs[instrument][0][m];
    busy += job->line != NULL;
    leads += job->line && job->lead;
    soft += job->line && (job->technique == ELARA_TECHNIQUE_HARMONIC ||
                          job->technique == ELARA_TECHNIQUE_PONTICELLO);
  }
  double lift = family == ELARA_FAMILY_BRASS ? -.09 : -.04;
  if (2 * leads >= busy) {
    lift = .08;
  } else if (s->speaking) {
    lift -= .06;
  }
  return lift - (2 * soft > busy ? .05 : 0.0);
}

static double
clamped(double level)
{
  return level < .05 ? .05 : level > .99 ? .99 : level;
}

static double
level_at(const ElaraPhrase* p, ElaraTick tick)
{
  const double x = (double)(tick - p->tick) / (double)(p->end - p->tick);
  return p->level + x * (p->level_end - p->level);
}

// From where the part enters to where it leaves: a mark stands where it is
// read, not over rests.
static void
write_dynamics(Stand* s, int instrument)
{
  Desk* const desk = s->desk;
  const double lift = lift_of(s, instrument);
  int first = 0;
  int last = s->members - 1;
  while (first < last && !s->jobs[instrument][0][first].line) {
    first++;
  }
  while (last > first && !s->jobs[instrument][0][last].line) {
    last--;
  }
  const ElaraTick from = s->cut[first];
  const ElaraTick to = s->cut[last + 1];
  const ElaraDynamic d = {.tick = from,
                          .tick_end = to,
                          .level = clamped(level_at(s->phrase, from) + lift),
                          .level_end = clamped(level_at(s->phrase, to) + lift)};
  if (!ELARA_PUSH(desk->arena, &desk->dynamics[instrument], d))
    desk->failed = 1;
}

void
elara_write_jobs(Stand* s)
{
  for (int i = 0; i < ELARA_INSTRUMENT_COUNT; i++) {
    int busy = 0;
    for (int voice = 0; voice < 2; voice++) {
      const Job* const jobs = s->jobs[i][voice];
      for (int m = 0; m < s->members;) {
        int last = m + 1;
        while (last < s->members && goes_on(&jobs[m], &jobs[last])) {
          last++;
        }
        const Stretch t = {&jobs[m], i, voice, s->cut[m], s->cut[last]};
        if (jobs[m].line) write_stretch(s, &t);
        busy |= jobs[m].line != NULL;
        m = last;
      }
    }
    if (busy) write_dynamics(s, i);
  }
}
