// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

#include "compose/compose.h"

#include "base/threads.h"
#include "compose/room.h"
#include "compose/themes.h"

#include <stdlib.h>
#include <string.h>

ElaraComposeConfig
elara_compose_config(void)
{
  return (ElaraComposeConfig){.threads = 0};
}

static void
compose_cue(void* data, size_t index)
{
  CueWork* const work = &((CueWork*)data)[index];
  PhraseSpec* const specs = (PhraseSpec*)elara_arena_array(
      work->arena, MOST_PHRASES, sizeof(PhraseSpec));
  if (!specs) {
    work->failed = 1;
    return;
  }
  const int count = elara_form_cue(work, specs);
  for (int i = 0; i < count; i++) {
    elara_phrase_compose(work, &specs[i]);
  }
  if (work->failed) return;
  elara_devices(work, specs, count);
  for (int i = 0; i < count; i++) {
    elara_layers(work, specs, count, i);
  }
}

// The theme's own harmony, found as for any phrase, kept in the book.
static void
harmonise_theme(ElaraTheme* theme, uint64_t seed)
{
  ElaraSlot slots[ELARA_SLOTS];
  ElaraChord chords[ELARA_SLOTS];
  const ElaraTick bar = theme->beats * 4 * QUARTER / theme->beat_type;
  const int count =
      theme->bars < ELARA_THEME_CHORDS ? theme->bars : ELARA_THEME_CHORDS;
  for (int b = 0; b < count; b++) {
    slots[b] = (ElaraSlot){.tick = b * bar, .duration = bar, .new_bar = 1};
    for (int i = 0; i < theme->note_count; i++) {
      const ElaraThemeNote* const n = &theme->notes[i];
      if (n->tick / bar != b) continue;
      const int pitch = elara_degree_pitch(theme->tonic + 60, theme->mode,
                                           n->degree, n->alter);
      slots[b].melody[pitch % 12] += (double)n->duration / (double)QUARTER;
    }
  }
  const ElaraHarmonyStyle style = {.tonic = theme->tonic,
                                   .mode = theme->mode,
                                   .cadence = ELARA_CADENCE_AUTHENTIC,
                                   .sevenths = .5,
                                   .chromatic = .2,
                                   .opens_on_tonic = 1};
  ElaraRandom random =
      elara_random(seed, "theme harmony", elara_hash_text(theme->name), 0);
  elara_harmonise(slots, count, &style, &random, chords);
  theme->chord_count = count;
  for (int b = 0; b < count; b++) {
    theme->chords[b] =
        (ElaraThemeChord){.tick = slots[b].tick,
                          .duration = bar,
                          .root = (chords[b].root - theme->tonic + 12) % 12,
                          .quality = chords[b].quality};
  }
}

static ElaraStatus
make_themes(const ElaraPlan* plan, ElaraSketch* sketch)
{
  sketch->theme_count = plan->theme_count;
  sketch->themes = (ElaraTheme*)elara_arena_array(
      sketch->arena, plan->theme_count, sizeof(ElaraTheme));
  ELARA_TRY_PTR(sketch->themes);
  ELARA_TRY(elara_themes_search(plan, sketch->arena, sketch->themes));
  for (size_t i = 0; i < sketch->theme_count; i++) {
    sketch->themes[i].name =
        elara_arena_strdup(sketch->arena, sketch->themes[i].name);
    ELARA_TRY_PTR(sketch->themes[i].name);
    harmonise_theme(&sketch->themes[i], plan->seed);
  }
  return ELARA_OK;
}

static void*
copy(ElaraArena* arena, const void* items, size_t count, size_t size)
{
  void* const memory = elara_arena_array(arena, count, size);
  if (memory && count) memcpy(memory, items, count * size);
  return memory;
}

// Cue results, in cue order, into one paper; phrase indices become global.
static ElaraStatus
gather(const CueWork* works, size_t count, ElaraSketch* sketch)
{
  size_t phrases = 0, chords = 0, lines = 0;
  for (size_t i = 0; i < count; i++) {
    if (works[i].failed) return ELARA_NO_MEMORY;
    phrases += works[i].phrases.count;
    chords += works[i].chords.count;
    lines += works[i].lines.count;
  }
  ElaraArena* const arena = sketch->arena;
  sketch->phrases =
      (ElaraPhrase*)elara_arena_array(arena, phrases, sizeof(ElaraPhrase));
  sketch->chords =
      (ElaraChord*)elara_arena_array(arena, chords, sizeof(ElaraChord));
  sketch->lines =
      (ElaraLine*)elara_arena_array(arena, lines, sizeof(ElaraLine));
  if (!sketch->phrases || !sketch->chords || !sketch->lines)
    return ELARA_NO_MEMORY;
  for (size_t i = 0; i < count; i++) {
    const CueWork* const w = &works[i];
    const int offset = (int)sketch->phrase_count;
    for (size_t k = 0; k < w->phrases.count; k++) {
      ElaraPhrase phrase = w->phrases.items[k];
      phrase.why = elara_arena_strdup(arena, phrase.why);
      ELARA_TRY_PTR(phrase.why);
      sketch->phrases[sketch->phrase_count++] = phrase;
    }
    for (size_t k = 0; k < w->chords.count; k++) {
      sketch->chords[sketch->chord_count++] = w->chords.items[k];
    }
    for (size_t k = 0; k < w->lines.count; k++) {
      ElaraLine line = w->lines.items[k];
      line.phrase += offset;
      line.notes = (ElaraSketchNote*)copy(arena, line.notes, line.note_count,
                                          sizeof *line.notes);
      ELARA_TRY_PTR(line.notes);
      sketch->lines[sketch->line_count++] = line;
    }
  }
  return ELARA_OK;
}

static ElaraStatus
compose_all(const ElaraPlan* plan,
            const ElaraComposeConfig* config,
            CueWork* works,
            ElaraSketch* sketch)
{
  for (size_t i = 0; i < plan->cue_count; i++) {
    const ElaraCue* const cue = &plan->cues[i];
    const uint64_t name =
        elara_hash_mix(elara_hash_text(cue->key), (uint64_t)cue->reroll);
    works[i] = (CueWork){.plan = plan,
                         .cue = cue,
                         .cue_index = (int)i,
                         .themes = sketch->themes,
                         .seed = elara_hash_mix(plan->seed, name),
                         .map = elara_plan_tempo_map(plan),
                         .arena = elara_arena_new()};
    ELARA_TRY_PTR(works[i].arena);
  }
  elara_parallel(config ? config->threads : 0, plan->cue_count, compose_cue,
                 works);
  return gather(works, plan->cue_count, sketch);
}

ElaraStatus
elara_compose(const ElaraPlan* plan,
              const ElaraComposeConfig* config,
              ElaraDiags* diags,
              ElaraSketch** sketch)
{
  *sketch = NULL;
  ElaraArena* const arena = elara_arena_new();
  ELARA_TRY_PTR(arena);
  ElaraSketch* const made =
      (ElaraSketch*)elara_arena_alloc(arena, sizeof(ElaraSketch));
  CueWork* const works = (CueWork*)calloc(plan->cue_count + 1, sizeof(CueWork));
  ElaraStatus status = made && works ? ELARA_OK : ELARA_NO_MEMORY;
  if (status == ELARA_OK) {
    made->arena = arena;
    status = make_themes(plan, made);
  }
  if (status == ELARA_OK) status = compose_all(plan, config, works, made);
  for (size_t i = 0; works && i < plan->cue_count; i++) {
    elara_arena_free(works[i].arena);
  }
  free(works);
  if (status == ELARA_OK) status = elara_sketch_check(made, diags);
  if (status == ELARA_OK) {
    *sketch = made;
  } else {
    elara_arena_free(arena);
  }
  return status;
}
