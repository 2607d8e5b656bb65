// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

#include "model/theme.h"

#include "model/instrument.h"

#include <jansson.h>
#include <stdlib.h>

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
    json_array_append_new(
        chords, json_pack("{s:I,s:I,s:i,s:s}", "tick", (json_int_t)c->tick,
                          "duration", (json_int_t)c->duration, "root", c->root,
                          "quality", elara_chord_info(c->quality)->name));
  }
  return chords;
}

static json_t*
theme_json(const ElaraTheme* t)
{
  return json_pack(
      "{s:s,s:s,s:s,s:i,s:i,s:i,s:i,s:f,s:s,s:i,s:f,s:f,s:o,s:o}", "name",
      t->name, "character", t->character ? t->character : "", "mode",
      elara_mode_name(t->mode), "tonic", t->tonic, "beats", t->beats,
      "beat_type", t->beat_type, "bars", t->bars, "bpm", t->bpm, "instrument",
      elara_instrument(t->instrument)->name, "head_notes", t->head_count,
      "quality", t->quality, "distance_to_nearest", t->nearest, "notes",
      notes_json(t), "chords", chords_json(t));
}

ElaraStatus
elara_themes_write(const ElaraTheme* themes, size_t count, ElaraText* text)
{
  json_t* const list = json_array();
  for (size_t i = 0; i < count; i++) {
    json_array_append_new(list, theme_json(&themes[i]));
  }
  json_t* const root = json_pack("{s:s,s:i,s:o}", "format", "elara themes",
                                 "version", 1, "themes", list);
  char* const dump =
      root ? json_dumps(root, JSON_INDENT(2) | JSON_REAL_PRECISION(9)) : NULL;
  json_decref(root);
  ELARA_TRY_PTR(dump);
  elara_text_add(text, dump);
  elara_text_add(text, "\n");
  free(dump);
  return text->failed ? ELARA_NO_MEMORY : ELARA_OK;
}
