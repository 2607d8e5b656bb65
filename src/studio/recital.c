// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// A recital: the themes of a book one after another, each a cue of its own,
// played by its own instrument over the plainest chords. No composing is done
// here; the notes and the chords are the book's.

#include "model/instrument.h"
#include "studio/room.h"

#include <stdlib.h>

#define QUARTER ELARA_TICKS_PER_QUARTER
#define PAUSE_S 2.0 // a bar of 4/4 between two themes
#define TAIL_S 4.0  // and one after the last
#define TUNE_LEVEL .6
#define CHORD_LEVEL .35
#define BREATH_S .25
#define VOICES 3

typedef struct {
  ElaraArena* arena;
  ElaraPlan* plan;
  ELARA_LIST(ElaraBar) bars;
  ELARA_LIST(ElaraTempoAnchor) tempo;
  ElaraTick tick;
  double time_s;
  int failed;
} Clock;

static void
anchor(Clock* c)
{
  const ElaraTempoAnchor a = {c->tick, elara_time_from_s(c->time_s)};
  if (!ELARA_PUSH(c->arena, &c->tempo, a)) c->failed = 1;
}

static void
bar(Clock* c, int beats, int beat_type, int cue, double seconds)
{
  const ElaraBar b = {
      .tick = c->tick, .beats = beats, .beat_type = beat_type, .cue = cue};
  if (!ELARA_PUSH(c->arena, &c->bars, b)) c->failed = 1;
  c->tick += elara_bar_ticks(&b);
  c->time_s += seconds;
}

// --- the plan ----------------------------------------------------------------

static int
describe(Clock* c, const ElaraTheme* t, size_t i, ElaraCue* cue)
{
  ElaraArena* const arena = c->arena;
  ElaraCueTheme* const use = elara_arena_alloc(arena, sizeof *use);
  ElaraArcPoint* const arc = elara_arena_array(arena, 2, sizeof *arc);
  ElaraThemeRole* const role = &c->plan->themes[i];
  const char* const name = elara_arena_strdup(arena, t->name);
  const char* const why = elara_arena_printf(
      arena, "%s", t->character && t->character[0] ? t->character : "A theme.");
  cue->name = elara_arena_printf(arena, "%zu %s", i + 1, t->name);
  if (!use || !arc || !name || !why || !cue->name) return 0;
  *use = (ElaraCueTheme){(int)i, ELARA_TREAT_STATE, 1.0, why};
  *role = (ElaraThemeRole){.kind = t->kind,
                           .name = name,
                           .person = -1,
                           .other = -1,
                           .parent = -1,
                           .role = ELARA_ROLE_EXTRA,
                           .weight = 1.0,
                           .reason = why};
  arc[0].time = cue->start;
  arc[1].time = cue->end;
  cue->label = name;
  cue->key = cue->name;
  cue->why = cue->enter_why = cue->leave_why = cue->key_why = why;
  cue->themes = use;
  cue->theme_count = 1;
  cue->arc = arc;
  cue->arc_count = 2;
  return 1;
}

static void
add_cue(Clock* c, const ElaraTheme* t, size_t i)
{
  const double bar_s =
      4.0 * t->beats / t->beat_type * 60.0 / t->bpm; // bpm counts quarters
  ElaraCue* const cue = &c->plan->cues[i];
  *cue = (ElaraCue){.mood = elara_mood_nearest(0.0, 0.0, 0.0, 0.0),
                    .first_bar = (int)c->bars.count,
                    .bar_count = t->bars,
                    .bpm = t->bpm,
                    .beats = t->beats,
                    .beat_type = t->beat_type,
                    .line = 1,
                    .line_last = 1,
                    .importance = .5,
                    .reach = .5,
                    .tonic = t->tonic};
  anchor(c);
  cue->start = elara_time_from_s(c->time_s);
  for (int b = 0; b < t->bars; b++)
    bar(c, t->beats, t->beat_type, (int)i, bar_s);
  cue->end = elara_time_from_s(c->time_s);
  if (!describe(c, t, i, cue)) c->failed = 1;
  anchor(c);
}

static ElaraStatus
make_plan(const ElaraThemeBook* book, ElaraPlan* plan)
{
  Clock c = {.arena = plan->arena, .plan = plan};
  plan->title = elara_arena_strdup(plan->arena, book->title ? book->title : "");
  plan->source_name = "themes.json";
  plan->seed = 1;
  plan->story_line_count = 1;
  plan->theme_count = plan->cue_count = book->count;
  plan->themes =
      elara_arena_array(plan->arena, book->count, sizeof *plan->themes);
  plan->cues = elara_arena_array(plan->arena, book->count, sizeof *plan->cues);
  if (!plan->title || !plan->themes || !plan->cues) return ELARA_NO_MEMORY;
  for (size_t i = 0; i < book->count; i++) {
    add_cue(&c, &book->themes[i], i);
    bar(&c, 4, 4, -1, i + 1 < book->count ? PAUSE_S : TAIL_S);
  }
  anchor(&c);
  plan->bars = c.bars.items;
  plan->bar_count = c.bars.count;
  plan->tempo = c.tempo.items;
  plan->tempo_count = c.tempo.count;
  plan->tick_count = c.tick;
  plan->length = plan->story_end = elara_time_from_s(c.time_s);
  return c.failed ? ELARA_NO_MEMORY : ELARA_OK;
}

// --- the notes ---------------------------------------------------------------

typedef struct {
  ELARA_LIST(ElaraScoreNote) notes;
  ELARA_LIST(ElaraDynamic) dynamics;
} Part;

typedef struct {
  ElaraArena* arena;
  Part parts[ELARA_INSTRUMENT_COUNT];
  ELARA_LIST(ElaraChord) chords;
  int failed;
} Desk;

// PITCH in other octaves until INSTRUMENT has it.
static int
within(int instrument, int pitch)
{
  const ElaraInstrument* const own = elara_instrument(instrument);
  while (pitch < own->low)
    pitch += 12;
  while (pitch > own->high)
    pitch -= 12;
  return pitch < own->low ? own->low : pitch;
}

static void
play(Desk* d,
     int instrument,
     ElaraTick tick,
     ElaraTick duration,
     int pitch,
     ElaraLineRole role)
{
  const ElaraScoreNote note = {.tick = tick,
                               .duration = duration,
                               .pitch = within(instrument, pitch),
                               .technique = ELARA_TECHNIQUE_NORMAL,
                               .role = (int)role,
                               .lead = role == ELARA_LINE_MELODY,
                               .phrase = -1};
  if (!ELARA_PUSH(d->arena, &d->parts[instrument].notes, note)) d->failed = 1;
}

static void
loud(Desk* d, int instrument, ElaraTick from, ElaraTick to, double level)
{
  const ElaraDynamic mark = {from, to, level, level};
  if (!ELARA_PUSH(d->arena, &d->parts[instrument].dynamics, mark))
    d->failed = 1;
}

// Semitones above octave 0 of the tonic at which the tune lies best.
static int
register_of(const ElaraTheme* t)
{
  int best = 60;
  double most = -1.0;
  for (int base = 24; base <= 84; base += 12) {
    double comfort = 0.0;
    for (int i = 0; i < t->note_count; i++) {
      const int pitch = elara_degree_pitch(
          base + t->tonic, t->mode, t->notes[i].degree, t->notes[i].alter);
      comfort += pitch >= 0 && pitch < 128
                     ? elara_instrument_comfort(t->instrument, pitch)
                     : -1.0;
    }
    if (comfort > most) most = comfort, best = base;
  }
  return best;
}

// DURATION without what a wind needs to breathe, in sixteenths, but never less
// than half.
static ElaraTick
with_breath(const ElaraTheme* t, int instrument, ElaraTick duration)
{
  if (elara_instrument(instrument)->breath_s <= 0.0) return duration;
  const ElaraTick unit = QUARTER / 4;
  const ElaraTick least =
      (ElaraTick)(BREATH_S * t->bpm / 60.0 * (double)QUARTER);
  const ElaraTick breath = (least + unit - 1) / unit * unit;
  return duration - (breath < duration / 2 ? breath : duration / 2);
}

// Every second bar ends with a breath.
static void
play_tune(Desk* d, const ElaraTheme* t, ElaraTick at)
{
  const int base = register_of(t) + t->tonic;
  const ElaraTick breath_bars = 2 * 4 * QUARTER * t->beats / t->beat_type;
  for (int i = 0; i < t->note_count; i++) {
    const ElaraThemeNote* const n = &t->notes[i];
    ElaraTick duration = n->duration;
    if ((n->tick + duration) % breath_bars == 0)
      duration = with_breath(t, t->instrument, duration);
    play(d, t->instrument, at + n->tick, duration,
         elara_degree_pitch(base, t->mode, n->degree, n->alter),
         ELARA_LINE_MELODY);
  }
}

// The pitch of CLASS nearest to CENTRE.
static int
nearest(int class, int centre)
{
  const int up = ((class - centre) % 12 + 12) % 12;
  return up <= 6 ? centre + up : centre + up - 12;
}

// Where the two upper voices and the bass feel at home.
static const int homes[VOICES] = {67, 60, 48};

static int
move_to(int class, int voice, int last)
{
  return nearest(class, (3 * last + homes[voice]) / 4);
}

// The third and the tone above it, to the upper voices that are nearer to
// them: no voice leaps, and few go side by side.
static void
voice_chord(const ElaraChord* chord, int last[])
{
  const ElaraChordInfo* const info = elara_chord_info(chord->quality);
  const int a = (chord->root + info->tones[1]) % 12;
  const int b = (chord->root + (info->count > 2 ? info->tones[2] : 0)) % 12;
  const int straight[] = {move_to(b, 0, last[0]), move_to(a, 1, last[1])};
  const int crossed[] = {move_to(a, 0, last[0]), move_to(b, 1, last[1])};
  const int off = abs(straight[0] - last[0]) + abs(straight[1] - last[1]);
  const int other = abs(crossed[0] - last[0]) + abs(crossed[1] - last[1]);
  const int* const best = other < off ? crossed : straight;
  last[0] = best[0];
  last[1] = best[1];
  last[2] = move_to(chord->bass, 2, last[2]);
}

// Each voice by a string, or by a wind where that string has the tune.
static void
play_chord(Desk* d, const ElaraTheme* t, const ElaraChord* chord, int last[])
{
  static const int players[VOICES][2] = {{ELARA_VIOLIN_2, ELARA_CLARINET},
                                         {ELARA_VIOLA, ELARA_HORN},
                                         {ELARA_CELLO, ELARA_BASSOON}};
  voice_chord(chord, last);
  for (int v = 0; v < VOICES; v++) {
    const int player = players[v][t->instrument == players[v][0]];
    play(d, player, chord->tick, with_breath(t, player, chord->duration),
         last[v], v == VOICES - 1 ? ELARA_LINE_BASS : ELARA_LINE_INNER);
  }
}

static void
play_chords(Desk* d, const ElaraTheme* t, ElaraTick at, ElaraTick end)
{
  int last[VOICES] = {homes[0], homes[1], homes[2]};
  ElaraTick free_from = at;
  for (int i = 0; i < t->chord_count; i++) {
    const ElaraThemeChord* const c = &t->chords[i];
    const ElaraChordInfo* const info = elara_chord_info(c->quality);
    ElaraChord chord = {.tick = at + c->tick,
                        .duration = c->duration,
                        .root = (t->tonic + c->root) % 12,
                        .quality = c->quality,
                        .tonic = t->tonic,
                        .mode = t->mode};
    if (c->tick >= end - at || chord.tick < free_from) continue;
    if (chord.duration > end - chord.tick) chord.duration = end - chord.tick;
    const int tone = c->inversion < info->count ? c->inversion : 0;
    chord.bass = (chord.root + info->tones[tone]) % 12;
    free_from = chord.tick + chord.duration;
    if (!ELARA_PUSH(d->arena, &d->chords, chord)) d->failed = 1;
    play_chord(d, t, &chord, last);
  }
}

static ElaraStatus
gather(Desk* d,
       const ElaraPlan* plan,
       const ElaraThemeBook* book,
       ElaraScore* s)
{
  s->parts =
      elara_arena_array(d->arena, ELARA_INSTRUMENT_COUNT, sizeof *s->parts);
  s->keys = elara_arena_array(d->arena, book->count, sizeof *s->keys);
  if (d->failed || !s->parts || !s->keys) return ELARA_NO_MEMORY;
  for (int i = 0; i < ELARA_INSTRUMENT_COUNT; i++) {
    const Part* const p = &d->parts[i];
    if (p->notes.count == 0) continue;
    s->parts[s->part_count++] = (ElaraPart){.instrument = i,
                                            .notes = p->notes.items,
                                            .note_count = p->notes.count,
                                            .dynamics = p->dynamics.items,
                                            .dynamic_count = p->dynamics.count};
  }
  for (size_t i = 0; i < book->count; i++) {
    const ElaraTheme* const t = &book->themes[i];
    s->keys[s->key_count++] =
        (ElaraKeyChange){.tick = plan->bars[plan->cues[i].first_bar].tick,
                         .fifths = elara_key_fifths(t->tonic, t->mode),
                         .tonic = t->tonic,
                         .mode = t->mode};
  }
  s->chords = d->chords.items;
  s->chord_count = d->chords.count;
  return ELARA_OK;
}

static ElaraStatus
make_score(const ElaraThemeBook* book, const ElaraPlan* plan, ElaraScore* score)
{
  Desk d = {.arena = score->arena};
  for (size_t i = 0; i < book->count; i++) {
    const ElaraTheme* const t = &book->themes[i];
    const ElaraCue* const cue = &plan->cues[i];
    const ElaraTick at = plan->bars[cue->first_bar].tick;
    const ElaraTick end = elara_plan_bar_end(
        plan, (size_t)cue->first_bar + (size_t)cue->bar_count - 1);
    play_tune(&d, t, at);
    play_chords(&d, t, at, end);
    for (int k = 0; k < ELARA_INSTRUMENT_COUNT; k++)
      loud(&d, k, at, end, k == t->instrument ? TUNE_LEVEL : CHORD_LEVEL);
  }
  return gather(&d, plan, book, score);
}

ElaraStatus
elara_studio_recital(const ElaraThemeBook* book,
                     ElaraDiags* diags,
                     Papers* papers)
{
  ElaraArena* const of_plan = elara_arena_new();
  ElaraPlan* const plan =
      of_plan ? elara_arena_alloc(of_plan, sizeof *plan) : NULL;
  if (!plan) elara_arena_free(of_plan);
  ELARA_TRY_PTR(plan);
  plan->arena = of_plan;
  papers->plan = plan;
  ELARA_TRY(make_plan(book, plan));
  ELARA_TRY(elara_plan_check(plan, diags));
  ElaraArena* const of_score = elara_arena_new();
  ElaraScore* const score =
      of_score ? elara_arena_alloc(of_score, sizeof *score) : NULL;
  if (!score) elara_arena_free(of_score);
  ELARA_TRY_PTR(score);
  score->arena = of_score;
  papers->score = score;
  return make_score(book, plan, score);
}
