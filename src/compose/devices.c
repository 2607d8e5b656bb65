// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// The devices of comedy, chase and dread, put into a cue once its lines are
// written: silence before a punch line and the answer after it, stop-time, the
// wrong note and its correction, a scale into a pratfall, holes in an ostinato,
// silence before a blow, clusters. Each leaves a sentence in its phrase.

#include "compose/room.h"

#include "model/instrument.h"

#define MELODY_BIT (1u << ELARA_LINE_MELODY)
#define ACCOMPANIMENT                                                          \
  (1u << ELARA_LINE_INNER | 1u << ELARA_LINE_FIGURE | 1u << ELARA_LINE_BASS |  \
   1u << ELARA_LINE_PEDAL | 1u << ELARA_LINE_COLOUR |                          \
   1u << ELARA_LINE_COUNTER | 1u << ELARA_LINE_DESCANT |                       \
   1u << ELARA_LINE_DRUM | 1u << ELARA_LINE_NOISE)
#define EVERYTHING (ACCOMPANIMENT | MELODY_BIT)

typedef struct {
  CueWork* work;
  const PhraseSpec* spec;
  int phrase;
  ElaraRandom random;
} Stage;

static void
say(const Stage* s, const char* sentence)
{
  ElaraPhrase* const p = &s->work->phrases.items[s->phrase];
  p->why = elara_arena_printf(s->work->arena, "%s %s", p->why, sentence);
  if (!p->why) s->work->failed = 1;
}

static int
is_comic(const ElaraPhrase* p)
{
  return p->mood == ELARA_MOOD_PLAYFULNESS || p->mood == ELARA_MOOD_GROTESQUE;
}

static int
is_dark(const ElaraPhrase* p)
{
  return p->mood == ELARA_MOOD_DREAD || p->mood == ELARA_MOOD_TERROR ||
         p->mood == ELARA_MOOD_SUSPENSE;
}

// Nothing of the lines in ROLES sounds in [FROM, TO).
static void
silence(const Stage* s, ElaraTick from, ElaraTick to, unsigned roles)
{
  for (size_t i = 0; i < s->work->lines.count; i++) {
    ElaraLine* const line = &s->work->lines.items[i];
    if (line->phrase != s->phrase || !(roles >> line->role & 1u)) continue;
    size_t kept = 0;
    for (size_t k = 0; k < line->note_count; k++) {
      ElaraSketchNote n = line->notes[k];
      if (n.tick >= from && n.tick < to) continue;
      if (n.tick < from && n.tick + n.duration > from)
        n.duration = from - n.tick;
      line->notes[kept++] = n;
    }
    line->note_count = kept;
  }
}

// Lines that lost all their notes are no lines.
static void
drop_empty(CueWork* work)
{
  size_t kept = 0;
  for (size_t i = 0; i < work->lines.count; i++) {
    if (work->lines.items[i].note_count)
      work->lines.items[kept++] = work->lines.items[i];
  }
  work->lines.count = kept;
}

static const ElaraLine*
line_of(const Stage* s, ElaraLineRole role)
{
  for (size_t i = 0; i < s->work->lines.count; i++) {
    const ElaraLine* const line = &s->work->lines.items[i];
    if (line->phrase == s->phrase && line->role == role && line->note_count)
      return line;
  }
  return NULL;
}

static ElaraLine*
melody_of(const Stage* s)
{
  for (size_t i = 0; i < s->work->lines.count; i++) {
    ElaraLine* const line = &s->work->lines.items[i];
    if (line->phrase == s->phrase && line->role == ELARA_LINE_MELODY)
      return line;
  }
  return NULL;
}

static ElaraTick
bar_tick(const Stage* s, int bar)
{
  return s->work->plan->bars[s->spec->p.first_bar + bar].tick;
}

static ElaraTick
bar_end(const Stage* s, int bar)
{
  return elara_plan_bar_end(s->work->plan,
                            (size_t)(s->spec->p.first_bar + bar));
}

static double
seconds(const Stage* s, ElaraTick from, ElaraTick to)
{
  return elara_time_s(elara_tempo_map_time(&s->work->map, to) -
                      elara_tempo_map_time(&s->work->map, from));
}

static void
add_line(const Stage* s, LineWork* line, ElaraLineRole role, int order)
{
  elara_line_finish(s->work, line, role, s->phrase, order, -1);
}

// The bass note nearest before TICK, for what answers; 0 when there is none.
static int
bass_at(const Stage* s, ElaraTick tick)
{
  const ElaraLine* const bass = line_of(s, ELARA_LINE_BASS);
  int pitch = 0;
  for (size_t i = 0; bass && i < bass->note_count; i++) {
    if (bass->notes[i].tick <= tick) pitch = bass->notes[i].pitch;
  }
  return pitch;
}

// --- the punch line ----------------------------------------------------------

// Half a second to a second of silence before the words land, and two dry
// notes a beat after them.
static void
punch_line(const Stage* s, const ElaraHit* hit)
{
  ElaraTick from = hit->tick;
  while (from - EIGHTH >= s->spec->p.tick &&
         seconds(s, from, hit->tick) < .45) {
    from -= EIGHTH;
  }
  const ElaraTick answer = hit->tick + QUARTER;
  if (seconds(s, from, hit->tick) > 1.05 || from == hit->tick ||
      answer + 2 * QUARTER > s->spec->p.end)
    return;
  const int pitch = bass_at(s, hit->tick);
  silence(s, from, answer + QUARTER, EVERYTHING);
  if (pitch) {
    LineWork line = elara_line_begin(s->work);
    elara_line_add(&line, answer, EIGHTH, pitch + 12 + 7,
                   ELARA_TECHNIQUE_STACCATO, .2);
    elara_line_add(&line, answer + EIGHTH, EIGHTH, pitch + 12,
                   ELARA_TECHNIQUE_STACCATO, .35);
    add_line(s, &line, ELARA_LINE_FIGURE, 2);
  }
  say(s, elara_arena_printf(
             s->work->arena,
             "Silent before the punch line on line %d; two dry notes answer.",
             hit->line));
}

// A scale into a soft hit of a comedy: the music falls with whoever falls.
static void
pratfall(const Stage* s, const ElaraHit* hit)
{
  const ElaraTick step = SIXTEENTH;
  const int count = 6;
  if (hit->tick - count * step < s->spec->p.tick) return;
  const unsigned scale = elara_scale_mask(s->spec->p.tonic, s->spec->p.mode);
  const int falls = hit->kind != ELARA_EVENT_ENTRANCE;
  int pitch = falls ? 79 : 62;
  LineWork line = elara_line_begin(s->work);
  for (int i = 0; i < count; i++) {
    do {
      pitch += falls ? -1 : 1;
    } while (!(scale >> (pitch % 12) & 1u));
    elara_line_add(&line, hit->tick - (count - i) * step, step, pitch,
                   ELARA_TECHNIQUE_STACCATO, 0.0);
  }
  elara_line_add(&line, hit->tick, EIGHTH, falls ? pitch - 12 : pitch + 5,
                 ELARA_TECHNIQUE_STACCATO, .5);
  add_line(s, &line, ELARA_LINE_FIGURE, 2);
  say(s, elara_arena_printf(s->work->arena,
                            "A scale runs %s into what happens on line %d.",
                            falls ? "down" : "up", hit->line));
}

// --- stop-time, wrong notes --------------------------------------------------

// Every fourth bar the accompaniment strikes once and leaves the tune alone.
static void
stop_time(const Stage* s)
{
  const int bar = s->spec->p.bar_count >= 8 ? 6 : 2;
  if (s->spec->p.bar_count < 4 || bar + 1 >= s->spec->p.bar_count) return;
  if (!melody_of(s)) return;
  silence(s, bar_tick(s, bar) + EIGHTH, bar_end(s, bar), ACCOMPANIMENT);
  say(s, "Stop-time: one stroke, and the tune is left alone for a bar.");
}

// The last note a semitone too high, off; then right.
static void
wrong_note(const Stage* s)
{
  ElaraLine* const line = melody_of(s);
  if (!line || line->note_count < 4) return;
  ElaraSketchNote* const last = &line->notes[line->note_count - 1];
  if (last->duration < 2 * QUARTER || last->pitch > 95) return;
  ElaraSketchNote* const notes = (ElaraSketchNote*)elara_arena_array(
      s->work->arena, line->note_count + 1, sizeof *notes);
  if (!notes) {
    s->work->failed = 1;
    return;
  }
  for (size_t i = 0; i < line->note_count; i++) {
    notes[i] = line->notes[i];
  }
  ElaraSketchNote* const wrong = &notes[line->note_count - 1];
  ElaraSketchNote* const right = &notes[line->note_count];
  *right = *wrong;
  wrong->pitch += 1;
  wrong->duration = EIGHTH;
  wrong->technique = ELARA_TECHNIQUE_STACCATO;
  wrong->accent = .5;
  wrong->slur = 0;
  right->tick += 2 * EIGHTH;
  right->duration -= 2 * EIGHTH;
  right->slur = 0;
  line->notes = notes;
  line->note_count++;
  say(s, "The last note is wrong, by a semitone, and is put right: a joke.");
}

// --- chases and dread --------------------------------------------------------

// A bar in which the machine misses a step.
static void
hole(const Stage* s)
{
  const int bar = s->spec->p.bar_count - 1;
  if (bar < 3 || s->spec->p.cadence != ELARA_CADENCE_HALF) return;
  silence(s, bar_tick(s, bar) + QUARTER, bar_end(s, bar), ACCOMPANIMENT);
  say(s, "A hole after the half close, so that the ostinato's return bites.");
}

// A beat of nothing before the blow.
static void
hush(const Stage* s, const ElaraHit* hit)
{
  ElaraTick from = hit->tick - QUARTER;
  if (from < s->spec->p.tick + QUARTER) return;
  silence(s, from, hit->tick, EVERYTHING);
  say(s, elara_arena_printf(s->work->arena,
                            "A beat of silence before the blow on line %d.",
                            hit->line));
}

// The inner voices of the last bars close to a cluster of semitones.
static void
cluster(const Stage* s)
{
  const int bars = s->spec->p.bar_count;
  if (bars < 3 || s->spec->last) return;
  const ElaraTick from = bar_tick(s, bars - 2);
  int top = 0;
  int done = 0;
  for (size_t i = 0; i < s->work->lines.count; i++) {
    ElaraLine* const line = &s->work->lines.items[i];
    if (line->phrase != s->phrase || line->role != ELARA_LINE_INNER) continue;
    for (size_t k = 0; k < line->note_count; k++) {
      ElaraSketchNote* const n = &line->notes[k];
      if (n->tick < from) continue;
      if (!top) top = n->pitch;
      n->pitch = top - line->order;
      n->technique = ELARA_TECHNIQUE_TREMOLO;
      n->slur = 0;
      done = 1;
    }
  }
  if (done) say(s, "The inner voices close to a cluster: dread has no key.");
}

// --- the door ----------------------------------------------------------------

static void
answer_hits(const Stage* s)
{
  const ElaraPlan* const plan = s->work->plan;
  ElaraTick last = -1;
  for (size_t i = 0; i < plan->hit_count; i++) {
    const ElaraHit* const hit = &plan->hits[i];
    if (hit->cue != s->work->cue_index || hit->tick < s->spec->p.tick ||
        hit->tick >= s->spec->p.end)
      continue;
    if (last >= 0 && seconds(s, last, hit->tick) < 8.0) continue;
    last = hit->tick;
    if (hit->kind == ELARA_EVENT_JOKE &&
        (is_comic(&s->spec->p) || s->spec->p.levity > .25)) {
      punch_line(s, hit);
    } else if (is_comic(&s->spec->p) && hit->kind != ELARA_EVENT_CUT) {
      pratfall(s, hit);
    } else if (is_dark(&s->spec->p) && hit->hard && hit->strength > .5) {
      hush(s, hit);
    }
  }
}

static void
stage_phrase(const Stage* stage)
{
  Stage s = *stage;
  const ElaraPhrase* const p = &s.spec->p;
  answer_hits(&s);
  const int sings = s.spec->melody == MELODY_THEME && p->speech < .6;
  if (is_comic(p) && sings) {
    if (s.spec->function == FUNCTION_REPEAT ||
        s.spec->function == FUNCTION_VARY)
      stop_time(&s);
    else if (elara_random_chance(&s.random, .35))
      wrong_note(&s);
  }
  if (p->ensemble == ELARA_ENSEMBLE_OSTINATO && p->level > .45 &&
      s.spec->function != FUNCTION_CLIMAX && elara_random_chance(&s.random, .5))
    hole(&s);
  if ((p->mood == ELARA_MOOD_DREAD || p->mood == ELARA_MOOD_TERROR) &&
      s.spec->rise > .5 && elara_random_chance(&s.random, .6))
    cluster(&s);
}

void
elara_devices(CueWork* work, const PhraseSpec* specs, int count)
{
  for (int i = 0; i < count; i++) {
    const Stage stage = {
        .work = work,
        .spec = &specs[i],
        .phrase = i,
        .random = elara_random(work->seed, "device", (uint64_t)i, 0),
    };
    stage_phrase(&stage);
  }
  drop_empty(work);
}
