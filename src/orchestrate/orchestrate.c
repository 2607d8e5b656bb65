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

// --- phrases
// ---------------------------------------------------------------------------------

static void
take_line(Stand* s, const ElaraLine* line)
{
  const int order = line->order < 0 ? 0 : line->order;
  switch (line->role) {
  case ELARA_LINE_MELODY:
    s->melody = line;
    break;
  case ELARA_LINE_COUNTER:
    s->counter[order < COUNTERS ? order : COUNTERS - 1] = line;
    break;
  case ELARA_LINE_DESCANT:
    s->descant = line;
    break;
  case ELARA_LINE_BASS:
  case ELARA_LINE_PEDAL:
    s->bass = line;
    break;
  case ELARA_LINE_INNER:
    s->inner[order < 3 ? order : 2] = line;
    break;
  case ELARA_LINE_FIGURE:
    s->figure[order < FIGURES ? order : FIGURES - 1] = line;
    break;
  case ELARA_LINE_COLOUR:
    s->colour = line;
    break;
  case ELARA_LINE_DRUM:
    s->drum = line;
    break;
  case ELARA_LINE_NOISE:
    s->noise = line;
    break;
  default:
    break;
  }
}

// The lines by phrase: those of phrase i begin at first_line[i].
static ElaraStatus
sort_lines(Desk* desk)
{
  const ElaraSketch* const sketch = desk->sketch;
  const size_t phrases = sketch->phrase_count;
  desk->first_line =
      (size_t*)elara_arena_array(desk->arena, phrases + 2, sizeof(size_t));
  desk->lines = (const ElaraLine**)elara_arena_array(
      desk->arena, sketch->line_count, sizeof(ElaraLine*));
  ELARA_TRY_PTR(desk->first_line);
  ELARA_TRY_PTR(desk->lines);
  size_t* const next = desk->first_line + 1;
  for (size_t i = 0; i < sketch->line_count; i++) {
    next[sketch->lines[i].phrase + 1]++;
  }
  for (size_t i = 1; i < phrases; i++) {
    next[i] += next[i - 1];
  }
  // each phrase's place moves on as its lines come, to the next one's first
  for (size_t i = 0; i < sketch->line_count; i++) {
    desk->lines[next[sketch->lines[i].phrase]++] = &sketch->lines[i];
  }
  return ELARA_OK;
}

// A cue knows nothing of the cues before it: what is edited there changes
// nothing here.
static void
enter_cue(Desk* desk, int cue)
{
  if (desk->cue == cue) return;
  desk->cue = cue;
  desk->last_lead = -1;
  desk->muted = 0;
  desk->after_climax = 0;
  desk->last_silent = 0;
  desk->last_playing = 0;
}

static void
open_phrase(Stand* s, Desk* desk, int index)
{
  const ElaraPhrase* const p = &desk->sketch->phrases[index];
  const ElaraCue* const cue = &desk->plan->cues[p->cue];
  enter_cue(desk, p->cue);
  *s = (Stand){.desk = desk, .phrase = p, .cue = cue, .index = index};
  s->random = elara_random(
      desk->plan->seed, "orchestrate",
      elara_hash_mix(elara_hash_text(cue->key), (uint64_t)cue->reroll),
      (uint64_t)(p->first_bar - cue->first_bar));
  s->speaking = p->speech > SPEECH_FROM;
  for (size_t i = desk->first_line[index]; i < desk->first_line[index + 1];
       i++) {
    if (desk->lines[i]->note_count) take_line(s, desk->lines[i]);
  }
  s->cast = elara_cast(p, &s->random);
  elara_make_pads(s);
  elara_members(s);
}

// The tune first, then what must be heard beside it, then what carries it;
// who joins and with which colour is decided when the rest is known.
static void
score_phrase(Desk* desk, Stand* s, int index)
{
  open_phrase(s, desk, index);
  elara_give_lead(s);
  if (s->phrase->ensemble == ELARA_ENSEMBLE_UNISON) elara_give_unison(s);
  elara_give_counters(s);
  elara_give_bed(s);
  elara_give_colours(s);
  elara_fill(s);
  elara_colour_phrase(s);
  elara_write_jobs(s);
  desk->after_climax = s->phrase->climax;
  desk->last_playing = 0;
  for (int i = 0; i < ELARA_INSTRUMENT_COUNT; i++) {
    if (elara_busy(s, i, s->members - 1)) desk->last_playing |= ONE(i);
  }
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

static int
by_time(const void* a, const void* b)
{
  const ElaraColour* const x = (const ElaraColour*)a;
  const ElaraColour* const y = (const ElaraColour*)b;
  if (x->tick != y->tick) return x->tick < y->tick ? -1 : 1;
  if (x->phrase != y->phrase) return x->phrase - y->phrase;
  if (x->instrument != y->instrument) return x->instrument - y->instrument;
  const int what = strcmp(x->what, y->what);
  return what ? what : strcmp(x->why, y->why);
}

static void
write_colours(Desk* desk, ElaraScore* score)
{
  score->colours = desk->colours.items;
  score->colour_count = desk->colours.count;
  if (score->colour_count)
    qsort(score->colours, score->colour_count, sizeof(ElaraColour), by_time);
}

static ElaraStatus
fill(Desk* desk, ElaraScore* score, ElaraDiags* diags)
{
  desk->without |= elara_not_hired(desk);
  ELARA_TRY(sort_lines(desk));
  Stand* const stand = (Stand*)elara_arena_alloc(desk->arena, sizeof(Stand));
  ELARA_TRY_PTR(stand);
  for (size_t i = 0; i < desk->sketch->phrase_count; i++) {
    score_phrase(desk, stand, (int)i);
  }
  elara_link_phrases(desk);
  elara_repair(desk);
  elara_idiom(desk);
  elara_strike_hits(desk);
  elara_place_layers(desk);
  if (desk->failed) return ELARA_NO_MEMORY;
  ELARA_TRY(write_parts(desk, score));
  ELARA_TRY(write_keys(desk, score));
  ELARA_TRY(write_chords(desk->sketch, score));
  write_colours(desk, score);
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
                   .cue = -1};
    status = fill(desk, made, diags);
  }
  if (status == ELARA_OK) {
    *score = made;
  } else {
    elara_arena_free(arena);
  }
  return status;
}
