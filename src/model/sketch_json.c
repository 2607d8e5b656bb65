// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// The Sketch as JSON, to be looked at and measured; it is not read back, for
// the same plan and seed make the same sketch again. Notes are rows in the
// order of note_fields: a play has a hundred thousand.

#include "model/fields.h"
#include "model/plan.h"
#include "model/sketch.h"

static const char*
mode_name(unsigned v)
{
  return elara_mode_name((ElaraMode)v);
}

static const char*
quality_name(unsigned v)
{
  return elara_chord_info((ElaraChordQuality)v)->name;
}

static const char*
instrument_name(unsigned v)
{
  return elara_instrument((int)v)->name;
}

static const char*
technique_name(unsigned v)
{
  return elara_technique_name((ElaraTechnique)v);
}

static const char*
line_role_name(unsigned v)
{
  return elara_line_role_name((ElaraLineRole)v);
}

static const char*
mood_name(unsigned v)
{
  return elara_mood_info((ElaraMood)v)->name;
}

static const char*
treatment_name(unsigned v)
{
  return elara_treatment_name((ElaraTreatment)v);
}

static const char*
ensemble_name(unsigned v)
{
  return elara_ensemble_name((ElaraEnsemble)v);
}

static const char*
cadence_name(unsigned v)
{
  return elara_cadence_name((ElaraCadence)v);
}

static const ElaraField theme_note_fields[] = {
    ELARA_FIELD(ElaraThemeNote, tick, "tick", TICK),
    ELARA_FIELD(ElaraThemeNote, duration, "duration", TICK),
    ELARA_FIELD(ElaraThemeNote, degree, "degree", INT),
    ELARA_FIELD(ElaraThemeNote, alter, "alter", INT),
};
static const ElaraShape theme_note_shape =
    ELARA_SHAPE(ElaraThemeNote, LINE, theme_note_fields);

static const ElaraField theme_chord_fields[] = {
    ELARA_FIELD(ElaraThemeChord, tick, "tick", TICK),
    ELARA_FIELD(ElaraThemeChord, duration, "duration", TICK),
    ELARA_FIELD(ElaraThemeChord, root, "root", INT),
    ELARA_NAMED(ElaraThemeChord,
                quality,
                "quality",
                quality_name,
                ELARA_CHORD_QUALITY_COUNT),
    ELARA_FIELD(ElaraThemeChord, inversion, "inversion", INT),
};
static const ElaraShape theme_chord_shape =
    ELARA_SHAPE(ElaraThemeChord, LINE, theme_chord_fields);

static const ElaraField theme_fields[] = {
    ELARA_FIELD(ElaraTheme, name, "name", TEXT),
    ELARA_FIELD(ElaraTheme, role, "role", INT),
    ELARA_NAMED(ElaraTheme, mode, "mode", mode_name, ELARA_MODE_COUNT),
    ELARA_FIELD(ElaraTheme, tonic, "tonic", INT),
    ELARA_FIELD(ElaraTheme, beats, "beats", INT),
    ELARA_FIELD(ElaraTheme, beat_type, "beat_type", INT),
    ELARA_FIELD(ElaraTheme, bpm, "bpm", REAL),
    ELARA_FIELD(ElaraTheme, bars, "bars", INT),
    ELARA_NAMED(ElaraTheme,
                instrument,
                "instrument",
                instrument_name,
                ELARA_INSTRUMENT_COUNT),
    ELARA_FIELD(ElaraTheme, head_count, "head_notes", INT),
    ELARA_FIELD(ElaraTheme, quality, "quality", REAL),
    ELARA_FIELD(ElaraTheme, nearest, "distance_to_nearest", REAL),
    ELARA_FIELD(ElaraTheme, character, "character", TEXT),
    ELARA_INLINED(ElaraTheme, notes, "notes", theme_note_shape, note_count),
    ELARA_INLINED(ElaraTheme, chords, "chords", theme_chord_shape, chord_count),
};
static const ElaraShape theme_shape =
    ELARA_SHAPE(ElaraTheme, BLOCK, theme_fields);

static const ElaraField phrase_fields[] = {
    ELARA_FIELD(ElaraPhrase, cue, "cue", INT),
    ELARA_FIELD(ElaraPhrase, first_bar, "first_bar", INT),
    ELARA_FIELD(ElaraPhrase, bar_count, "bar_count", INT),
    ELARA_FIELD(ElaraPhrase, tick, "tick", TICK),
    ELARA_FIELD(ElaraPhrase, end, "end", TICK),
    ELARA_FIELD(ElaraPhrase, tonic, "tonic", INT),
    ELARA_NAMED(ElaraPhrase, mode, "mode", mode_name, ELARA_MODE_COUNT),
    ELARA_NAMED(ElaraPhrase, mood, "mood", mood_name, ELARA_MOOD_COUNT),
    ELARA_FIELD(ElaraPhrase, theme, "theme", INT),
    ELARA_NAMED(
        ElaraPhrase, treatment, "treatment", treatment_name, ELARA_TREAT_COUNT),
    ELARA_FIELD(ElaraPhrase, texture_name, "texture", TEXT),
    ELARA_NAMED(
        ElaraPhrase, ensemble, "ensemble", ensemble_name, ELARA_ENSEMBLE_COUNT),
    ELARA_FIELD(ElaraPhrase, form, "form", TEXT),
    ELARA_FIELD(ElaraPhrase, cue_form, "cue_form", TEXT),
    ELARA_FIELD(ElaraPhrase, why, "why", TEXT),
    ELARA_NAMED(
        ElaraPhrase, cadence, "cadence", cadence_name, ELARA_CADENCE_COUNT),
    ELARA_FIELD(ElaraPhrase, level, "level", REAL),
    ELARA_FIELD(ElaraPhrase, level_end, "level_end", REAL),
    ELARA_FIELD(ElaraPhrase, tension, "tension", REAL),
    ELARA_FIELD(ElaraPhrase, brightness, "brightness", REAL),
    ELARA_FIELD(ElaraPhrase, density, "density", REAL),
    ELARA_FIELD(ElaraPhrase, speech, "speech", REAL),
    ELARA_FIELD(ElaraPhrase, valence, "valence", REAL),
    ELARA_FIELD(ElaraPhrase, arousal, "arousal", REAL),
    ELARA_FIELD(ElaraPhrase, levity, "levity", REAL),
    ELARA_FIELD(ElaraPhrase, climax, "climax", INT),
};
static const ElaraShape phrase_shape =
    ELARA_SHAPE(ElaraPhrase, BLOCK, phrase_fields);

static const ElaraField chord_fields[] = {
    ELARA_FIELD(ElaraChord, tick, "tick", TICK),
    ELARA_FIELD(ElaraChord, duration, "duration", TICK),
    ELARA_FIELD(ElaraChord, roman, "roman", LETTERS),
    ELARA_FIELD(ElaraChord, root, "root", INT),
    ELARA_NAMED(ElaraChord,
                quality,
                "quality",
                quality_name,
                ELARA_CHORD_QUALITY_COUNT),
    ELARA_FIELD(ElaraChord, bass, "bass", INT),
    ELARA_FIELD(ElaraChord, tonic, "tonic", INT),
    ELARA_NAMED(ElaraChord, mode, "mode", mode_name, ELARA_MODE_COUNT),
};
static const ElaraShape chord_shape =
    ELARA_SHAPE(ElaraChord, LINE, chord_fields);

static const ElaraField note_fields[] = {
    ELARA_FIELD(ElaraSketchNote, tick, "tick", TICK),
    ELARA_FIELD(ElaraSketchNote, duration, "duration", TICK),
    ELARA_FIELD(ElaraSketchNote, pitch, "pitch", INT),
    ELARA_NAMED(ElaraSketchNote,
                technique,
                "technique",
                technique_name,
                ELARA_TECHNIQUE_COUNT),
    ELARA_FIELD(ElaraSketchNote, accent, "accent", REAL),
    ELARA_FIELD(ElaraSketchNote, slur, "slur", INT),
};
static const ElaraShape note_shape =
    ELARA_SHAPE(ElaraSketchNote, ROW, note_fields);

static const ElaraField line_fields[] = {
    ELARA_NAMED(ElaraLine, role, "role", line_role_name, ELARA_LINE_ROLE_COUNT),
    ELARA_FIELD(ElaraLine, phrase, "phrase", INT),
    ELARA_FIELD(ElaraLine, order, "order", INT),
    ELARA_FIELD(ElaraLine, theme, "theme", INT),
    ELARA_LISTED(ElaraLine, notes, "notes", note_shape, note_count),
};
static const ElaraShape line_shape = ELARA_SHAPE(ElaraLine, LINE, line_fields);

static const ElaraField sketch_fields[] = {
    ELARA_LISTED(ElaraSketch, themes, "themes", theme_shape, theme_count),
    ELARA_LISTED(ElaraSketch, phrases, "phrases", phrase_shape, phrase_count),
    ELARA_LISTED(ElaraSketch, chords, "chords", chord_shape, chord_count),
    ELARA_LISTED(ElaraSketch, lines, "lines", line_shape, line_count),
};
static const ElaraShape sketch_shape =
    ELARA_SHAPE(ElaraSketch, BLOCK, sketch_fields);

ElaraStatus
elara_sketch_write(const ElaraSketch* sketch, ElaraText* text)
{
  return elara_shape_write(&sketch_shape, sketch, text);
}
