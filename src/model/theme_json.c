// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// The theme book read back. The table of a theme is the plan's too: a plan
// that was made with a book carries it.

#include "model/fields.h"
#include "model/instrument.h"
#include "model/theme.h"

#include <string.h>

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
kind_name(unsigned v)
{
  return elara_theme_kind_name((ElaraThemeKind)v);
}

#define MAYBE(struct_, field_, key_, type_, how_)                              \
  {                                                                            \
    .key = (key_), .type = ELARA_FIELD_##type_,                                \
    .optional = ELARA_FIELD_##how_, .offset = offsetof(struct_, field_)        \
  }

static const ElaraField note_fields[] = {
    ELARA_FIELD(ElaraThemeNote, tick, "tick", TICK),
    ELARA_FIELD(ElaraThemeNote, duration, "duration", TICK),
    ELARA_FIELD(ElaraThemeNote, degree, "degree", INT),
    MAYBE(ElaraThemeNote, alter, "alter", INT, OPTIONAL),
    {.key = "pitch", .type = ELARA_FIELD_ECHO, .optional = 1},
};
static const ElaraShape note_shape =
    ELARA_SHAPE(ElaraThemeNote, LINE, note_fields);

static const ElaraField chord_fields[] = {
    ELARA_FIELD(ElaraThemeChord, tick, "tick", TICK),
    ELARA_FIELD(ElaraThemeChord, duration, "duration", TICK),
    ELARA_FIELD(ElaraThemeChord, root, "root", INT),
    ELARA_NAMED(ElaraThemeChord,
                quality,
                "quality",
                quality_name,
                ELARA_CHORD_QUALITY_COUNT),
    MAYBE(ElaraThemeChord, inversion, "inversion", INT, SPARSE),
};
static const ElaraShape chord_shape =
    ELARA_SHAPE(ElaraThemeChord, LINE, chord_fields);

static const ElaraField theme_fields[] = {
    ELARA_FIELD(ElaraTheme, name, "name", TEXT),
    {.key = "kind",
     .type = ELARA_FIELD_NAME,
     .optional = 1,
     .offset = offsetof(ElaraTheme, kind),
     .name_of = kind_name,
     .name_count = ELARA_THEME_KIND_COUNT},
    MAYBE(ElaraTheme, character, "character", TEXT, OPTIONAL),
    MAYBE(ElaraTheme, origin, "origin", TEXT, SPARSE),
    MAYBE(ElaraTheme, reason, "reason", TEXT, SPARSE),
    MAYBE(ElaraTheme, waits, "waits", INT, SPARSE),
    ELARA_NAMED(ElaraTheme, mode, "mode", mode_name, ELARA_MODE_COUNT),
    ELARA_FIELD(ElaraTheme, tonic, "tonic", INT),
    ELARA_FIELD(ElaraTheme, beats, "beats", INT),
    ELARA_FIELD(ElaraTheme, beat_type, "beat_type", INT),
    ELARA_FIELD(ElaraTheme, bars, "bars", INT),
    ELARA_FIELD(ElaraTheme, bpm, "bpm", REAL),
    ELARA_NAMED(ElaraTheme,
                instrument,
                "instrument",
                instrument_name,
                ELARA_INSTRUMENT_COUNT),
    ELARA_FIELD(ElaraTheme, head_count, "head_notes", INT),
    MAYBE(ElaraTheme, quality, "quality", REAL, OPTIONAL),
    MAYBE(ElaraTheme, nearest, "distance_to_nearest", REAL, OPTIONAL),
    ELARA_INLINED(ElaraTheme, notes, "notes", note_shape, note_count),
    {.key = "chords",
     .type = ELARA_FIELD_INLINE,
     .optional = 1,
     .offset = offsetof(ElaraTheme, chords),
     .shape = &chord_shape,
     .count_offset = offsetof(ElaraTheme, chord_count),
     .most = ELARA_THEME_CHORDS},
};
const ElaraShape elara_theme_shape =
    ELARA_SHAPE(ElaraTheme, BLOCK, theme_fields);

typedef struct {
  const char* format;
  int version;
  const char* title;
  ElaraTheme* themes;
  size_t count;
} Page;

static const ElaraField page_fields[] = {
    ELARA_FIELD(Page, format, "format", TEXT),
    ELARA_FIELD(Page, version, "version", INT),
    MAYBE(Page, title, "title", TEXT, OPTIONAL),
    ELARA_LISTED(Page, themes, "themes", elara_theme_shape, count),
};
static const ElaraShape page_shape = ELARA_SHAPE(Page, BLOCK, page_fields);

#define HINT "compare it with a themes.json that elara score wrote"

static ElaraStatus
refuse(const ElaraFieldReader* r, const char* what)
{
  elara_diag(r->diags, ELARA_DIAG_ERROR, r->name, 0, 0, HINT, "%s", what);
  return ELARA_BAD_INPUT;
}

static ElaraStatus
read_book(ElaraFieldReader* r, json_t* json, ElaraThemeBook** book)
{
  Page page = {0};
  ELARA_TRY(elara_shape_read(r, &page_shape, json, &page));
  if (strcmp(page.format, "elara themes") != 0)
    return refuse(r, "format: is not \"elara themes\"");
  if (page.version != 1) return refuse(r, "version: only 1 is known");
  ELARA_TRY(
      elara_themes_check(r->name, "themes", page.themes, page.count, r->diags));
  ElaraThemeBook* const b = elara_arena_alloc(r->arena, sizeof *b);
  ELARA_TRY_PTR(b);
  *b = (ElaraThemeBook){.arena = r->arena,
                        .title = page.title ? page.title : "",
                        .themes = page.themes,
                        .count = page.count};
  *book = b;
  return ELARA_OK;
}

ElaraStatus
elara_themes_read(const char* name,
                  const char* json,
                  size_t count,
                  ElaraDiags* diags,
                  ElaraThemeBook** book)
{
  *book = NULL;
  json_error_t error;
  json_t* const root = json_loadb(json, count, JSON_REJECT_DUPLICATES, &error);
  if (!root) {
    elara_diag(diags, ELARA_DIAG_ERROR, name, error.line, error.column,
               "a theme book is JSON as elara score writes it", "%s",
               error.text);
    return ELARA_BAD_INPUT;
  }
  ElaraFieldReader reader = {.name = name,
                             .what = "the theme book",
                             .hint = HINT,
                             .diags = diags,
                             .arena = elara_arena_new()};
  const ElaraStatus status =
      reader.arena ? read_book(&reader, root, book) : ELARA_NO_MEMORY;
  json_decref(root);
  if (status != ELARA_OK) elara_arena_free(reader.arena);
  return status;
}
