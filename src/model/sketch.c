// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

#include "model/sketch.h"

static const char* const role_names[ELARA_LINE_ROLE_COUNT] = {
    "melody",      "counter-melody", "descant", "bass",
    "inner voice", "figure",         "pedal",   "colour",
    "drums",       "percussion",     "layer",
};

static const char* const cadence_names[ELARA_CADENCE_COUNT] = {
    "open", "authentic", "half", "plagal", "deceptive",
};

static const char* const ensemble_names[ELARA_ENSEMBLE_COUNT] = {
    "tune and accompaniment",
    "solo",
    "chorale",
    "fugato",
    "dialogue",
    "tremolo field",
    "ostinato layers",
    "unison",
    "hocket",
    "harp and celesta web",
    "planing brass",
    "extremes",
    "winds alone",
    "strings alone",
    "tutti",
};

const char*
elara_ensemble_name(ElaraEnsemble ensemble)
{
  return ensemble < ELARA_ENSEMBLE_COUNT ? ensemble_names[ensemble] : "?";
}

const char*
elara_line_role_name(ElaraLineRole role)
{
  return role < ELARA_LINE_ROLE_COUNT ? role_names[role] : "?";
}

const char*
elara_cadence_name(ElaraCadence cadence)
{
  return cadence < ELARA_CADENCE_COUNT ? cadence_names[cadence] : "?";
}

void
elara_sketch_free(ElaraSketch* sketch)
{
  if (sketch) elara_arena_free(sketch->arena);
}

static int
broken(ElaraDiags* diags, const char* what, size_t index)
{
  elara_diag(diags, ELARA_DIAG_ERROR, "", 0, 0,
             "this is a fault of the composer, please report it",
             "sketch: %s (item %zu)", what, index);
  return 1;
}

static int
check_line(const ElaraSketch* sketch, size_t index, ElaraDiags* diags)
{
  const ElaraLine* const line = &sketch->lines[index];
  if (line->phrase < 0 || (size_t)line->phrase >= sketch->phrase_count) {
    return broken(diags, "a line without a phrase", index);
  }
  const ElaraPhrase* const phrase = &sketch->phrases[line->phrase];
  for (size_t i = 0; i < line->note_count; i++) {
    const ElaraSketchNote* const n = &line->notes[i];
    if (n->duration < 1 || n->pitch < 0 || n->pitch > 127) {
      return broken(diags, "a note without length or pitch", index);
    }
    if (n->tick < phrase->tick || n->tick + n->duration > phrase->end) {
      return broken(diags, "a note outside its phrase", index);
    }
    if (i == 0) continue;
    const ElaraSketchNote* const b = &line->notes[i - 1];
    const int chord = b->tick == n->tick && b->duration == n->duration;
    if (!chord && n->tick < b->tick + b->duration) {
      return broken(diags, "overlapping notes in a line", index);
    }
  }
  return 0;
}

ElaraStatus
elara_sketch_check(const ElaraSketch* sketch, ElaraDiags* diags)
{
  int faults = 0;
  for (size_t i = 0; i < sketch->phrase_count; i++) {
    const ElaraPhrase* const p = &sketch->phrases[i];
    if (p->end <= p->tick || (i > 0 && p->tick < sketch->phrases[i - 1].end)) {
      faults += broken(diags, "phrases out of order", i);
    }
    if (p->theme >= (int)sketch->theme_count)
      faults += broken(diags, "an unknown theme", i);
  }
  for (size_t i = 1; i < sketch->chord_count; i++) {
    const ElaraChord* const b = &sketch->chords[i - 1];
    if (sketch->chords[i].tick < b->tick + b->duration)
      faults += broken(diags, "chords out of order", i);
  }
  for (size_t i = 0; i < sketch->line_count; i++) {
    faults += check_line(sketch, i, diags);
  }
  return faults ? ELARA_UNSATISFIED : ELARA_OK;
}
