// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

#include "orchestrate/orchestrate.h"

#include "orchestrate/room.h"

#include <stdlib.h>
#include <string.h>

ElaraOrchestrateConfig
elara_orchestrate_config(void)
{
  return (ElaraOrchestrateConfig){.without = 0};
}

static Placing
whole(const Stand* s, const ElaraLine* line, int instrument, int shift)
{
  return (Placing){.line = line,
                   .instrument = instrument,
                   .shift = shift,
                   .from = s->phrase->tick,
                   .to = s->phrase->end,
                   .technique = -1};
}

// Tries the instruments in order; the first free one on which the line fits
// takes it. Returns it, or -1.
static int
give(Stand* s, const ElaraLine* line, const int* order, int sustain)
{
  for (; line && *order >= 0; order++) {
    if (s->voices[*order] > 0) continue;
    if (elara_welcome(s->phrase, *order) == 0) continue;
    const int shift =
        elara_best_shift(line, *order, s->phrase->tick, s->phrase->end);
    if (shift < -24 || (line->role != ELARA_LINE_FIGURE &&
                        line->role != ELARA_LINE_COLOUR && shift != 0))
      continue;
    if (!elara_playable(line, *order, shift, s->phrase->tick, s->phrase->end)) {
      continue;
    }
    Placing p = whole(s, line, *order, shift);
    p.sustain = sustain;
    if (elara_place(s, &p)) return *order;
  }
  return -1;
}

// --- the lead
// ----------------------------------------------------------------------

static int
choose_lead(const Stand* s,
            ElaraTick from,
            ElaraTick to,
            int first,
            ElaraRandom* random,
            int* shift)
{
  const ElaraTheme* const theme =
      s->melody->theme >= 0 ? &s->desk->sketch->themes[s->melody->theme] : NULL;
  double weights[ELARA_INSTRUMENT_COUNT];
  int shifts[ELARA_INSTRUMENT_COUNT];
  for (int i = 0; i < ELARA_INSTRUMENT_COUNT; i++) {
    weights[i] = 0.0;
    if (s->desk->without >> i & 1u) continue;
    const double w = elara_lead_weight(s->phrase, i);
    if (w <= 0.0 || s->voices[i] > 0) continue;
    shifts[i] = elara_best_shift(s->melody, i, from, to);
    if (shifts[i] < -12 || shifts[i] > 12) continue;
    if (!elara_playable(s->melody, i, shifts[i], from, to)) continue;
    const double fit = elara_fit(s->melody, i, shifts[i], from, to);
    weights[i] = w * fit * fit *
                 (shifts[i] > 0   ? .5
                  : shifts[i] < 0 ? .08
                                  : 1.0);
    if (theme && theme->instrument == i)
      weights[i] = weights[i] * 3.0 + (first ? .25 * fit : 0.0);
    if (i == s->desk->last_lead) weights[i] *= .3;
  }
  const int lead =
      elara_random_weighted(random, weights, ELARA_INSTRUMENT_COUNT);
  *shift = weights[lead] > 0.0 ? shifts[lead] : -99;
  return lead;
}

// The bar where the present colour gives the lead away: after two to four bars,
// where a melody note begins on the bar line.
static ElaraTick
next_handover(const Stand* s, ElaraTick from, int bars)
{
  const ElaraPlan* const plan = s->desk->plan;
  size_t bar = elara_plan_bar_at(plan, from) + (size_t)bars;
  // the end of a tune stays with who carries it
  const size_t last = (size_t)(s->phrase->first_bar + s->phrase->bar_count - 1);
  for (; bar < last; bar++) {
    const ElaraTick tick = plan->bars[bar].tick;
    for (size_t i = 0; i < s->melody->note_count; i++) {
      if (s->melody->notes[i].tick == tick) return tick;
    }
  }
  return s->phrase->end;
}

// Octave (or unison) doubling of one stretch of the lead by a free instrument.
static void
double_lead(Stand* s, const Placing* lead, ElaraRandom* random)
{
  static const struct {
    int lead, partner, shift;
    double chance;
  } pairs[] = {
      {ELARA_VIOLIN_1, ELARA_VIOLIN_2, -12, .5},
      {ELARA_VIOLIN_1, ELARA_FLUTE, 0, .5},
      {ELARA_VIOLIN_1, ELARA_OBOE, 0, .3},
      {ELARA_VIOLIN_1, ELARA_CLARINET, -12, .35},
      {ELARA_VIOLIN_1, ELARA_PICCOLO, 12, .25},
      {ELARA_FLUTE, ELARA_OBOE, -12, .3},
      {ELARA_FLUTE, ELARA_CLARINET, -12, .35},
      {ELARA_FLUTE, ELARA_VIOLIN_1, 0, .4},
      {ELARA_FLUTE, ELARA_BASSOON, -24, .2},
      {ELARA_OBOE, ELARA_FLUTE, 12, .3},
      {ELARA_OBOE, ELARA_CLARINET, 0, .25},
      {ELARA_CLARINET, ELARA_BASSOON, -12, .35},
      {ELARA_CLARINET, ELARA_FLUTE, 12, .35},
      {ELARA_HORN, ELARA_TRUMPET, 12, .3},
      {ELARA_HORN, ELARA_CELLO, 0, .35},
      {ELARA_HORN, ELARA_VIOLA, 0, .3},
      {ELARA_HORN, ELARA_TROMBONE, 0, .3},
      {ELARA_CELLO, ELARA_VIOLA, 0, .4},
      {ELARA_CELLO, ELARA_BASSOON, 0, .3},
      {ELARA_TRUMPET, ELARA_HORN, -12, .6},
      {ELARA_TRUMPET, ELARA_VIOLIN_1, 12, .5},
      {ELARA_TRUMPET, ELARA_TROMBONE, -12, .3},
      {ELARA_BASSOON, ELARA_CELLO, 0, .35},
      {ELARA_BASSOON, ELARA_CLARINET, 12, .3},
      {ELARA_TROMBONE, ELARA_TUBA, -12, .5},
      {ELARA_TROMBONE, ELARA_HORN, 0, .4},
      {ELARA_VIOLIN_1, ELARA_HORN, -12, .25},
      {ELARA_VIOLIN_1, ELARA_TRUMPET, 0, .2},
      {ELARA_VIOLIN_1, ELARA_GLOCKENSPIEL, 24, .08},
      {ELARA_VIOLIN_1, ELARA_CHOIR, -12, .06},
      {ELARA_FLUTE, ELARA_PICCOLO, 12, .15},
      {ELARA_OBOE, ELARA_BASSOON, -12, .25},
      {ELARA_VIOLIN_2, ELARA_VIOLIN_1, 0, .6},
      {ELARA_VIOLIN_2, ELARA_OBOE, 0, .3},
  };
  const double density = s->phrase->density;
  for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
    if (pairs[i].lead != lead->instrument || s->voices[pairs[i].partner] > 0)
      continue;
    if (s->playing >= s->budget) return;
    const int brass =
        elara_instrument(pairs[i].partner)->family == ELARA_FAMILY_BRASS;
    const double chance = pairs[i].chance * (density < .35   ? .5
                                             : density > .65 ? 1.9
                                                             : 1.0);
    if (elara_welcome(s->phrase, pairs[i].partner) == 0) continue;
    if ((brass && s->phrase->level < .5) ||
        !elara_random_chance(random, chance))
      continue;
    Placing p = *lead;
    p.instrument = pairs[i].partner;
    p.shift += pairs[i].shift;
    p.lead = 0;
    if (elara_fit(p.line, p.instrument, p.shift, p.from, p.to) > .55 &&
        elara_playable(p.line, p.instrument, p.shift, p.from, p.to)) {
      elara_place(s, &p);
    }
  }
}

static void
place_lead(Stand* s, ElaraRandom* random)
{
  if (!s->melody) return;
  ElaraTick from = s->phrase->tick;
  int first = 1;
  while (from < s->phrase->end) {
    const int bars = s->phrase->climax ? s->phrase->bar_count
                                       : 2 + elara_random_index(random, 3);
    const ElaraTick to = next_handover(s, from, bars);
    int shift;
    const int lead = choose_lead(s, from, to, first, random, &shift);
    if (shift > -99) {
      Placing p = whole(s, s->melody, lead, shift);
      p.from = from;
      p.to = to;
      p.lead = 1;
      if (lead == ELARA_TRUMPET && s->phrase->mood == ELARA_MOOD_GROTESQUE)
        p.technique = ELARA_TECHNIQUE_MUTED;
      const int before = s->playing;
      elara_place(s, &p);
      double_lead(s, &p, random);
      s->desk->last_lead = lead;
      // colours that follow each other count once
      if (!first) s->playing = before;
    }
    from = to;
    first = 0;
  }
}

// --- bass
// -----------------------------------------------------------------------------

static void
try_bass(Stand* s, int instrument, int shift)
{
  if (!s->bass || s->voices[instrument] > 0) return;
  if (elara_welcome(s->phrase, instrument) == 0) return;
  Placing p = whole(s, s->bass, instrument, shift);
  const ElaraFamily family = elara_instrument(instrument)->family;
  if (family == ELARA_FAMILY_BRASS) p.sustain = s->phrase->density < .8;
  elara_place(s, &p);
}

static void
place_bass(Stand* s, ElaraRandom* random)
{
  if (!s->bass) return;
  const int winds = s->phrase->density < .4 && s->voices[ELARA_BASSOON] == 0 &&
                    elara_random_chance(random, .25);
  if (winds) {
    try_bass(s, ELARA_BASSOON, 0);
    return;
  }
  try_bass(s, ELARA_CELLO, 0);
  if (s->phrase->density > .22 || s->voices[ELARA_CELLO] == 0) {
    // an octave under the cellos where the instrument has it, else with them
    const int low = elara_fit(s->bass, ELARA_DOUBLE_BASS, -12, s->phrase->tick,
                              s->phrase->end) > .6 &&
                    elara_random_chance(random, .3 + .35 * s->phrase->density);
    try_bass(s, ELARA_DOUBLE_BASS, low ? -12 : 0);
  }
  const double level = s->phrase->level;
  if (s->phrase->density > .45 && elara_random_chance(random, .7))
    try_bass(s, ELARA_BASSOON, 0);
  if (level > .55 && s->phrase->density > .55 &&
      elara_random_chance(random, .7))
    try_bass(s, ELARA_TUBA, 0);
  if (level > .6 && s->phrase->density > .6 && elara_random_chance(random, .6))
    try_bass(s, ELARA_BASS_TROMBONE, 0);
  if (level > .55 && s->phrase->density > .6 && elara_random_chance(random, .5))
    try_bass(s, ELARA_CONTRABASSOON, -12);
  if (s->phrase->mood == ELARA_MOOD_DREAD && elara_random_chance(random, .5))
    try_bass(s, ELARA_BASS_CLARINET, 0);
}

// --- harmony, figures, colours
// ------------------------------------------------------------

static int
technique_of(const ElaraLine* line)
{
  return line && line->note_count ? line->notes[0].technique
                                  : ELARA_TECHNIQUE_NORMAL;
}

static void
place_inner(Stand* s)
{
  for (int v = 0; v < 3; v++) {
    const ElaraLine* const line = s->inner[v];
    if (!line) continue;
    const int* const order = elara_cast_inner(s->phrase, technique_of(line), v);
    if (give(s, line, order, 0) >= 0) continue;
    // nobody free: the violas or horns divide
    static const int divisi[] = {ELARA_VIOLA, ELARA_HORN, ELARA_CLARINET,
                                 ELARA_VIOLIN_2, -1};
    for (const int* d = divisi; *d >= 0; d++) {
      if (s->voices[*d] != 1 ||
          elara_fit(line, *d, 0, s->phrase->tick, s->phrase->end) < .5)
        continue;
      const Placing p = whole(s, line, *d, 0);
      if (elara_place(s, &p)) break;
    }
  }
}

static int
has_sixteenths(const ElaraLine* line)
{
  return line && line->note_count > 1 &&
         line->notes[1].tick - line->notes[0].tick < QUARTER / 2;
}

static void
place_figure(Stand* s)
{
  if (!s->figure) return;
  const int* const order = elara_cast_figure(s->phrase, technique_of(s->figure),
                                             has_sixteenths(s->figure));
  const int first = give(s, s->figure, order, 0);
  // a driven figure is shared by two sections; one harp is enough
  const int driven = technique_of(s->figure) == ELARA_TECHNIQUE_STACCATO;
  if (first >= 0 && driven && s->phrase->density > .5 &&
      s->playing < s->budget) {
    give(s, s->figure, order, 0);
  }
}

// Winds and brass thicken the harmony, in long notes, until the phrase is as
// full as it should be.
static void
thicken(Stand* s, ElaraRandom* random)
{
  static const struct {
    int instrument, voice;
    double level; // from which loudness on
  } ways[] = {
      {ELARA_CLARINET, 0, 0},        {ELARA_HORN, 1, .2},
      {ELARA_BASSOON, 2, 0},         {ELARA_OBOE, 0, .3},
      {ELARA_FLUTE, 0, .3},          {ELARA_HORN, 2, .3},
      {ELARA_TROMBONE, 2, .5},       {ELARA_TRUMPET, 0, .6},
      {ELARA_VIOLA, 1, 0},           {ELARA_VIOLIN_2, 0, 0},
      {ELARA_TROMBONE, 1, .6},       {ELARA_ENGLISH_HORN, 1, .2},
      {ELARA_BASS_TROMBONE, 2, .65}, {ELARA_CHOIR, 0, .6},
      {ELARA_CELLO, 2, .2},          {ELARA_VIOLIN_1, 0, .3},
      {ELARA_OBOE, 1, .45},          {ELARA_TRUMPET, 1, .75},
  };
  const int count = (int)(sizeof ways / sizeof *ways);
  const int start = elara_random_index(random, 6);
  for (int k = 0; k < count && s->playing < s->budget; k++) {
    const int i = k < 6 ? (k + start) % 6 : k;
    const ElaraLine* const line = s->inner[ways[i].voice];
    const int welcome = elara_welcome(s->phrase, ways[i].instrument);
    if (welcome == 0 || !elara_random_chance(random, .3 + .08 * welcome)) {
      continue;
    }
    if (!line || s->phrase->level < ways[i].level ||
        s->voices[ways[i].instrument] > 1)
      continue;
    const int string =
        elara_instrument(ways[i].instrument)->family == ELARA_FAMILY_STRING;
    if (s->voices[ways[i].instrument] == 1 &&
        (string || elara_instrument(ways[i].instrument)->polyphony < 2))
      continue;
    int shift = 0;
    const int high =
        ways[i].instrument == ELARA_FLUTE ||
        ways[i].instrument == ELARA_VIOLIN_1 ||
        (ways[i].instrument == ELARA_OBOE && elara_random_chance(random, .5));
    if (high && s->melody == NULL) shift = 12;
    if (elara_fit(line, ways[i].instrument, shift, s->phrase->tick,
                  s->phrase->end) < .5) {
      shift = elara_best_shift(line, ways[i].instrument, s->phrase->tick,
                               s->phrase->end);
      if (shift < -12 || shift > (s->melody ? 0 : 12)) continue;
    }
    Placing p = whole(s, line, ways[i].instrument, shift);
    p.sustain = !string;
    p.technique = string ? -1 : ELARA_TECHNIQUE_LEGATO;
    elara_place(s, &p);
  }
}

static void
place_rest(Stand* s, ElaraRandom* random)
{
  if (s->counter) give(s, s->counter, elara_cast_counter(s->phrase), 0);
  if (s->descant)
    give(s, s->descant, elara_cast_descant(s->desk->last_lead), 0);
  if (s->colour) give(s, s->colour, elara_cast_colour(s->phrase), 0);
  if (s->drum) {
    const Placing p = whole(s, s->drum, ELARA_TIMPANI, 0);
    elara_place(s, &p);
  }
  if (s->noise) {
    const Placing p = whole(s, s->noise, ELARA_PERCUSSION, 0);
    elara_place(s, &p);
  }
  thicken(s, random);
}

// --- dynamics
// -------------------------------------------------------------------------------

static void
write_dynamics(Stand* s)
{
  Desk* const desk = s->desk;
  for (int i = 0; i < ELARA_INSTRUMENT_COUNT; i++) {
    if (s->voices[i] == 0) continue;
    int lead = 0;
    for (size_t k = desk->notes[i].count;
         k > 0 && desk->notes[i].items[k - 1].phrase == s->index; k--) {
      lead |= desk->notes[i].items[k - 1].lead;
    }
    const double lift = lead ? .07
                        : elara_instrument(i)->family == ELARA_FAMILY_BRASS
                            ? -.08
                            : -.03;
    double from = s->phrase->level + lift;
    double to = s->phrase->level_end + lift;
    from = from < .05 ? .05 : from > .99 ? .99 : from;
    to = to < .05 ? .05 : to > .99 ? .99 : to;
    const ElaraDynamic d = {.tick = s->phrase->tick,
                            .tick_end = s->phrase->end,
                            .level = from,
                            .level_end = to};
    if (!ELARA_PUSH(desk->arena, &desk->dynamics[i], d)) desk->failed = 1;
  }
}

// --- phrases
// ---------------------------------------------------------------------------------

static Stand
open_phrase(Desk* desk, int index)
{
  Stand s = {
      .desk = desk, .phrase = &desk->sketch->phrases[index], .index = index};
  for (size_t i = 0; i < desk->sketch->line_count; i++) {
    const ElaraLine* const line = &desk->sketch->lines[i];
    if (line->phrase != index) continue;
    switch (line->role) {
    case ELARA_LINE_MELODY:
      s.melody = line;
      break;
    case ELARA_LINE_COUNTER:
      s.counter = line;
      break;
    case ELARA_LINE_DESCANT:
      s.descant = line;
      break;
    case ELARA_LINE_BASS:
    case ELARA_LINE_PEDAL:
      s.bass = line;
      break;
    case ELARA_LINE_INNER:
      s.inner[line->order < 3 ? line->order : 2] = line;
      break;
    case ELARA_LINE_FIGURE:
      s.figure = line;
      break;
    case ELARA_LINE_COLOUR:
      s.colour = line;
      break;
    case ELARA_LINE_DRUM:
      s.drum = line;
      break;
    case ELARA_LINE_NOISE:
      s.noise = line;
      break;
    default:
      break;
    }
  }
  const int comic = s.phrase->mood == ELARA_MOOD_PLAYFULNESS ||
                    s.phrase->mood == ELARA_MOOD_GROTESQUE;
  s.budget =
      (int)((comic ? 4.5 : 5.5) + (comic ? 13.0 : 17.0) * s.phrase->density);
  return s;
}

static void
score_phrase(Desk* desk, int index)
{
  Stand s = open_phrase(desk, index);
  const ElaraCue* const cue = &desk->plan->cues[s.phrase->cue];
  ElaraRandom random = elara_random(
      desk->plan->seed, "orchestrate",
      elara_hash_mix(elara_hash_text(cue->key), (uint64_t)cue->reroll),
      (uint64_t)(s.phrase->first_bar - cue->first_bar));
  place_lead(&s, &random);
  place_bass(&s, &random);
  place_figure(&s);
  place_inner(&s);
  place_rest(&s, &random);
  write_dynamics(&s);
}

// --- the paper
// ---------------------------------------------------------------------------------

static int
by_place(const void* a, const void* b)
{
  const ElaraScoreNote* const x = (const ElaraScoreNote*)a;
  const ElaraScoreNote* const y = (const ElaraScoreNote*)b;
  if (x->tick != y->tick) return x->tick < y->tick ? -1 : 1;
  if (x->voice != y->voice) return x->voice - y->voice;
  return x->pitch - y->pitch;
}

static ElaraStatus
write_parts(Desk* desk, ElaraScore* score)
{
  score->parts = (ElaraPart*)elara_arena_array(
      score->arena, ELARA_INSTRUMENT_COUNT, sizeof(ElaraPart));
  ELARA_TRY_PTR(score->parts);
  for (int i = 0; i < ELARA_INSTRUMENT_COUNT; i++) {
    NoteList* const list = &desk->notes[i];
    if (list->count == 0) continue;
    qsort(list->items, list->count, sizeof *list->items, by_place);
    score->parts[score->part_count++] =
        (ElaraPart){.instrument = i,
                    .notes = list->items,
                    .note_count = list->count,
                    .dynamics = desk->dynamics[i].items,
                    .dynamic_count = desk->dynamics[i].count};
  }
  return ELARA_OK;
}

// One signature a cue: that of the key in which most of it stands.
static ElaraStatus
write_keys(const Desk* desk, ElaraScore* score)
{
  const ElaraSketch* const sketch = desk->sketch;
  score->keys = (ElaraKeyChange*)elara_arena_array(
      score->arena, desk->plan->cue_count + 1, sizeof(ElaraKeyChange));
  ELARA_TRY_PTR(score->keys);
  for (size_t c = 0; c < desk->plan->cue_count; c++) {
    ElaraTick time[12][ELARA_MODE_COUNT] = {{0}};
    int tonic = 0;
    int mode = 0;
    for (size_t i = 0; i < sketch->phrase_count; i++) {
      const ElaraPhrase* const p = &sketch->phrases[i];
      if (p->cue != (int)c) continue;
      time[p->tonic][p->mode] += p->end - p->tick;
      if (time[p->tonic][p->mode] > time[tonic][mode])
        tonic = p->tonic, mode = (int)p->mode;
    }
    const ElaraTick tick =
        c == 0 ? 0 : desk->plan->bars[desk->plan->cues[c].first_bar].tick;
    const ElaraKeyChange key = {tick, elara_key_fifths(tonic, (ElaraMode)mode),
                                tonic, (ElaraMode)mode};
    score->keys[score->key_count++] = key;
  }
  if (score->key_count == 0)
    score->keys[score->key_count++] =
        (ElaraKeyChange){0, 0, 0, ELARA_MODE_MAJOR};
  return ELARA_OK;
}

static ElaraStatus
write_chords(const ElaraSketch* sketch, ElaraScore* score)
{
  ElaraChord* const chords = (ElaraChord*)elara_arena_array(
      score->arena, sketch->chord_count, sizeof(ElaraChord));
  ELARA_TRY_PTR(chords);
  if (sketch->chord_count)
    memcpy(chords, sketch->chords, sketch->chord_count * sizeof *chords);
  score->chords = chords;
  score->chord_count = sketch->chord_count;
  return ELARA_OK;
}

static ElaraStatus
fill(Desk* desk, ElaraScore* score, ElaraDiags* diags)
{
  for (size_t i = 0; i < desk->sketch->phrase_count; i++) {
    score_phrase(desk, (int)i);
  }
  elara_repair(desk);
  elara_place_layers(desk);
  if (desk->failed) return ELARA_NO_MEMORY;
  ELARA_TRY(write_parts(desk, score));
  ELARA_TRY(write_keys(desk, score));
  ELARA_TRY(write_chords(desk->sketch, score));
  return elara_score_check(score, desk->plan, diags);
}

ElaraStatus
elara_orchestrate(const ElaraSketch* sketch,
                  const ElaraPlan* plan,
                  const ElaraOrchestrateConfig* config,
                  ElaraDiags* diags,
                  ElaraScore** score)
{
  *score = NULL;
  ElaraArena* const arena = elara_arena_new();
  ELARA_TRY_PTR(arena);
  ElaraScore* const made =
      (ElaraScore*)elara_arena_alloc(arena, sizeof(ElaraScore));
  Desk* const desk = (Desk*)elara_arena_alloc(arena, sizeof(Desk));
  ElaraStatus status = made && desk ? ELARA_OK : ELARA_NO_MEMORY;
  if (status == ELARA_OK) {
    made->arena = arena;
    *desk = (Desk){.sketch = sketch,
                   .plan = plan,
                   .arena = arena,
                   .map = elara_plan_tempo_map(plan),
                   .without = config ? config->without : 0,
                   .last_lead = -1};
    status = fill(desk, made, diags);
  }
  if (status == ELARA_OK) {
    *score = made;
  } else {
    elara_arena_free(arena);
  }
  return status;
}
