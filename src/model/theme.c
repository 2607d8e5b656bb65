// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

#include "model/theme.h"

#include "model/instrument.h"

#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

const char*
elara_theme_kind_name(ElaraThemeKind kind)
{
  static const char* const names[ELARA_THEME_KIND_COUNT] = {
      [ELARA_THEME_PERSON] = "person",
      [ELARA_THEME_PLACE] = "place",
      [ELARA_THEME_IDEA] = "idea",
      [ELARA_THEME_BOND] = "bond",
  };
  return kind < ELARA_THEME_KIND_COUNT ? names[kind] : "unknown";
}

void
elara_theme_book_free(ElaraThemeBook* book)
{
  if (book) elara_arena_free(book->arena);
}

// --- names -------------------------------------------------------------------

static const char*
without_the(const char* name)
{
  return strncasecmp(name, "the ", 4) == 0 ? name + 4 : name;
}

// "Ada and Ben" is "Ben and Ada" too.
static int
same_bond(const char* a, const char* b)
{
  const char* const x = strstr(a, " and ");
  const char* const y = strstr(b, " and ");
  if (!x || !y) return 0;
  const size_t first = (size_t)(x - a);
  const size_t last = strlen(y + 5);
  return first == last && strncasecmp(a, y + 5, first) == 0 &&
         strlen(x + 5) == (size_t)(y - b) &&
         strncasecmp(x + 5, b, (size_t)(y - b)) == 0;
}

static int
same_name(const char* a, const char* b)
{
  return strcasecmp(without_the(a), without_the(b)) == 0 || same_bond(a, b);
}

const ElaraTheme*
elara_theme_named(const ElaraTheme* themes,
                  size_t count,
                  const char* name,
                  ElaraThemeKind kind)
{
  const ElaraTheme* any = NULL;
  for (size_t i = 0; i < count; i++) {
    if (!themes[i].name || !same_name(themes[i].name, name)) continue;
    if (themes[i].kind == kind) return &themes[i];
    if (!any) any = &themes[i];
  }
  return any;
}

// --- the promises ------------------------------------------------------------

typedef struct {
  const char* file;
  const char* list;
  ElaraDiags* diags;
  int broken;
} Check;

#define PROMISE(check, condition, index, ...)                                  \
  do {                                                                         \
    if (!(condition)) fault((check), (index), __VA_ARGS__);                    \
  } while (0)

static void
fault(Check* c, size_t theme, const char* field, const char* what)
{
  c->broken++;
  elara_diag(c->diags, ELARA_DIAG_ERROR, c->file, 0, 0,
             "compare it with a themes.json that elara score wrote",
             "%s[%zu].%s: %s", c->list, theme, field, what);
}

static int
metre_known(const ElaraTheme* t)
{
  return t->beats >= 1 && t->beats <= 16 &&
         (t->beat_type == 2 || t->beat_type == 4 || t->beat_type == 8 ||
          t->beat_type == 16);
}

// Those that can carry a melody through a whole score.
static int
instrument_fits(int id)
{
  if (id < 0 || id >= ELARA_INSTRUMENT_COUNT) return 0;
  const ElaraFamily family = elara_instrument(id)->family;
  return family == ELARA_FAMILY_WOODWIND || family == ELARA_FAMILY_BRASS ||
         family == ELARA_FAMILY_STRING;
}

static void
check_frame(Check* c, const ElaraTheme* t, size_t i)
{
  PROMISE(c, t->name && t->name[0] && strlen(t->name) <= 200, i, "name",
          "must say something, in at most 200 bytes");
  PROMISE(c, t->mode < ELARA_MODE_COUNT, i, "mode", "unknown");
  PROMISE(c, t->kind < ELARA_THEME_KIND_COUNT, i, "kind", "unknown");
  PROMISE(c, t->tonic >= 0 && t->tonic < 12, i, "tonic",
          "must be within 0 and 11");
  PROMISE(c, metre_known(t), i, "beats", "with beat_type, is no metre");
  PROMISE(c, t->bars >= 1 && t->bars <= 32, i, "bars",
          "must be within 1 and 32");
  PROMISE(c, isfinite(t->bpm) && t->bpm >= 10.0 && t->bpm <= 600.0, i, "bpm",
          "must be within 10 and 600");
  PROMISE(c, instrument_fits(t->instrument), i, "instrument",
          "must be a wind or a string of the orchestra");
  PROMISE(c, t->note_count >= 3 && t->note_count <= ELARA_THEME_NOTES, i,
          "notes", "a theme has at least three and at most 64");
  PROMISE(c,
          t->head_count >= 3 && t->head_count <= t->note_count &&
              t->head_count <= 16,
          i, "head_notes", "must be within 3 and 16, and not past the notes");
}

static void
check_notes(Check* c, const ElaraTheme* t, size_t i)
{
  const ElaraTick end =
      4 * ELARA_TICKS_PER_QUARTER * t->beats * t->bars / t->beat_type;
  ElaraTick now = 0;
  for (int k = 0; k < t->note_count; k++) {
    const ElaraThemeNote* const n = &t->notes[k];
    char place[32];
    snprintf(place, sizeof place, "notes[%d]", k);
    const int timed = n->tick >= now && n->duration >= 1 && n->tick < end &&
                      n->duration <= end - n->tick;
    PROMISE(c, timed, i, place,
            "must begin when the one before has ended, and end in its bars");
    const int near =
        n->degree >= -14 && n->degree <= 21 && n->alter >= -2 && n->alter <= 2;
    PROMISE(c, near, i, place,
            "its degree must be within -14 and 21, alter within -2 and 2");
    if (!timed || !near) return;
    now = n->tick + n->duration;
    PROMISE(c,
            k >= t->head_count ||
                now <= ELARA_THEME_HEAD_QUARTERS * ELARA_TICKS_PER_QUARTER,
            i, "head_notes", "a head motif ends within 16 quarters");
  }
}

static void
check_chords(Check* c, const ElaraTheme* t, size_t i)
{
  for (int k = 0; k < t->chord_count; k++) {
    const ElaraThemeChord* const h = &t->chords[k];
    char place[32];
    snprintf(place, sizeof place, "chords[%d]", k);
    PROMISE(c,
            h->tick >= 0 && h->duration >= 1 && h->root >= 0 && h->root < 12 &&
                h->inversion >= 0 && h->inversion <= 3 &&
                h->quality < ELARA_CHORD_QUALITY_COUNT,
            i, place, "is no chord");
  }
}

static int
is_taken(const ElaraTheme* themes, size_t index)
{
  for (size_t i = 0; i < index; i++) {
    if (themes[i].kind == themes[index].kind &&
        strcmp(themes[i].name, themes[index].name) == 0)
      return 1;
  }
  return 0;
}

ElaraStatus
elara_themes_check(const char* file,
                   const char* list,
                   const ElaraTheme* themes,
                   size_t count,
                   ElaraDiags* diags)
{
  Check c = {file, list, diags, 0};
  if (count < 1 || count > ELARA_BOOK_THEMES) {
    elara_diag(diags, ELARA_DIAG_ERROR, file, 0, 0,
               "leave out those that nobody will miss",
               "%s: holds %zu, but 1 to %d are allowed", list, count,
               ELARA_BOOK_THEMES);
    return ELARA_BAD_INPUT;
  }
  for (size_t i = 0; i < count; i++) {
    const int broken = c.broken;
    check_frame(&c, &themes[i], i);
    if (c.broken > broken) continue;
    check_notes(&c, &themes[i], i);
    check_chords(&c, &themes[i], i);
    PROMISE(&c, !is_taken(themes, i), i, "name", "another theme has it");
  }
  return c.broken ? ELARA_BAD_INPUT : ELARA_OK;
}

// --- the text ----------------------------------------------------------------

static json_t*
notes_json(const ElaraTheme* theme)
{
  json_t* const notes = json_array();
  for (int i = 0; i < theme->note_count; i++) {
    const ElaraThemeNote* const n = &theme->notes[i];
    const int pitch =
        elara_degree_pitch(60 + theme->tonic, theme->mode, n->degree, n->alter);
    json_array_append_new(
        notes, json_pack("{s:I,s:I,s:i,s:i,s:i}", "tick", (json_int_t)n->tick,
                         "duration", (json_int_t)n->duration, "degree",
                         n->degree, "alter", n->alter, "pitch", pitch));
  }
  return notes;
}

static json_t*
chords_json(const ElaraTheme* theme)
{
  json_t* const chords = json_array();
  for (int i = 0; i < theme->chord_count; i++) {
    const ElaraThemeChord* const c = &theme->chords[i];
    json_t* const chord =
        json_pack("{s:I,s:I,s:i,s:s}", "tick", (json_int_t)c->tick, "duration",
                  (json_int_t)c->duration, "root", c->root, "quality",
                  elara_chord_info(c->quality)->name);
    if (c->inversion)
      json_object_set_new(chord, "inversion", json_integer(c->inversion));
    json_array_append_new(chords, chord);
  }
  return chords;
}

static void
set_text(json_t* object, const char* key, const char* text)
{
  if (text && *text) json_object_set_new(object, key, json_string(text));
}

static json_t*
theme_json(const ElaraTheme* t)
{
  json_t* const theme = json_pack("{s:s,s:s,s:s}", "name", t->name, "kind",
                                  elara_theme_kind_name(t->kind), "character",
                                  t->character ? t->character : "");
  json_t* const rest = json_pack(
      "{s:s,s:i,s:i,s:i,s:i,s:f,s:s,s:i,s:f,s:f,s:o,s:o}", "mode",
      elara_mode_name(t->mode), "tonic", t->tonic, "beats", t->beats,
      "beat_type", t->beat_type, "bars", t->bars, "bpm", t->bpm, "instrument",
      elara_instrument(t->instrument)->name, "head_notes", t->head_count,
      "quality", t->quality, "distance_to_nearest", t->nearest, "notes",
      notes_json(t), "chords", chords_json(t));
  set_text(theme, "origin", t->origin);
  set_text(theme, "reason", t->reason);
  if (t->waits) json_object_set_new(theme, "waits", json_integer(1));
  json_object_update(theme, rest);
  json_decref(rest);
  return theme;
}

ElaraStatus
elara_themes_write(const ElaraThemeBook* book, ElaraText* text)
{
  json_t* const list = json_array();
  for (size_t i = 0; i < book->count; i++) {
    json_array_append_new(list, theme_json(&book->themes[i]));
  }
  json_t* const root =
      json_pack("{s:s,s:i,s:s,s:o}", "format", "elara themes", "version", 1,
                "title", book->title ? book->title : "", "themes", list);
  char* const dump =
      root ? json_dumps(root, JSON_INDENT(2) | JSON_REAL_PRECISION(9)) : NULL;
  json_decref(root);
  ELARA_TRY_PTR(dump);
  elara_text_add(text, dump);
  elara_text_add(text, "\n");
  free(dump);
  return text->failed ? ELARA_NO_MEMORY : ELARA_OK;
}
