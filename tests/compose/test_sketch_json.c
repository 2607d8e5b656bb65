// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// The Sketch as JSON: every note of every line, theme and chord, in order, and
// the names that a reader needs.

#include "compose/compose.h"
#include "example.h"

#include <jansson.h>
#include <string.h>

static json_int_t
whole(const json_t* object, const char* key)
{
  return json_integer_value(json_object_get(object, key));
}

static const char*
name(const json_t* object, const char* key)
{
  const char* const text = json_string_value(json_object_get(object, key));
  return text ? text : "";
}

static int
row_differs(const json_t* row, const ElaraSketchNote* n)
{
  return json_array_size(row) != 6 ||
         json_integer_value(json_array_get(row, 0)) != n->tick ||
         json_integer_value(json_array_get(row, 1)) != n->duration ||
         json_integer_value(json_array_get(row, 2)) != n->pitch ||
         strcmp(json_string_value(json_array_get(row, 3)),
                elara_technique_name((ElaraTechnique)n->technique)) != 0 ||
         memcmp(&n->accent,
                &(double){json_number_value(json_array_get(row, 4))},
                sizeof n->accent) != 0 ||
         json_integer_value(json_array_get(row, 5)) != n->slur;
}

static void
test_lines(const json_t* root, const ElaraSketch* sketch)
{
  const json_t* const lines = json_object_get(root, "lines");
  TAP_EQ_I(json_array_size(lines), sketch->line_count, "every line");
  size_t wrong = 0;
  size_t notes = 0;
  for (size_t i = 0; i < sketch->line_count; i++) {
    const ElaraLine* const line = &sketch->lines[i];
    const json_t* const json = json_array_get(lines, i);
    const json_t* const rows = json_object_get(json, "notes");
    wrong += strcmp(name(json, "role"), elara_line_role_name(line->role)) != 0;
    wrong += whole(json, "phrase") != line->phrase;
    wrong += whole(json, "order") != line->order;
    wrong += whole(json, "theme") != line->theme;
    wrong += json_array_size(rows) != line->note_count;
    for (size_t k = 0; k < line->note_count; k++) {
      wrong += (size_t)row_differs(json_array_get(rows, k), &line->notes[k]);
    }
    notes += line->note_count;
  }
  TAP_OK(notes > 500, "there are notes to compare");
  TAP_EQ_I(wrong, 0, "lines and notes, to the last bit of an accent");
}

static void
test_phrases(const json_t* root, const ElaraSketch* sketch)
{
  const json_t* const phrases = json_object_get(root, "phrases");
  TAP_EQ_I(json_array_size(phrases), sketch->phrase_count, "every phrase");
  size_t wrong = 0;
  for (size_t i = 0; i < sketch->phrase_count; i++) {
    const ElaraPhrase* const p = &sketch->phrases[i];
    const json_t* const json = json_array_get(phrases, i);
    wrong += whole(json, "tick") != p->tick || whole(json, "end") != p->end;
    wrong += strcmp(name(json, "mode"), elara_mode_name(p->mode)) != 0;
    wrong +=
        strcmp(name(json, "ensemble"), elara_ensemble_name(p->ensemble)) != 0;
    wrong += strcmp(name(json, "cadence"), elara_cadence_name(p->cadence)) != 0;
    wrong += strcmp(name(json, "texture"),
                    p->texture_name ? p->texture_name : "") != 0;
  }
  TAP_EQ_I(wrong, 0, "phrases, by name");
}

static void
test_themes_and_chords(const json_t* root, const ElaraSketch* sketch)
{
  const json_t* const themes = json_object_get(root, "themes");
  const json_t* const chords = json_object_get(root, "chords");
  TAP_EQ_I(json_array_size(themes), sketch->theme_count, "every theme");
  TAP_EQ_I(json_array_size(chords), sketch->chord_count, "every chord");
  size_t wrong = 0;
  for (size_t i = 0; i < sketch->theme_count; i++) {
    const ElaraTheme* const t = &sketch->themes[i];
    const json_t* const json = json_array_get(themes, i);
    const json_t* const notes = json_object_get(json, "notes");
    wrong += whole(json, "head_notes") != t->head_count;
    wrong += json_array_size(notes) != (size_t)t->note_count;
    for (int k = 0; k < t->note_count; k++) {
      const json_t* const note = json_array_get(notes, (size_t)k);
      wrong += whole(note, "tick") != t->notes[k].tick;
      wrong += whole(note, "degree") != t->notes[k].degree;
    }
  }
  for (size_t i = 0; i < sketch->chord_count; i++) {
    const ElaraChord* const c = &sketch->chords[i];
    const json_t* const json = json_array_get(chords, i);
    wrong += strcmp(name(json, "roman"), c->roman) != 0;
    wrong += whole(json, "bass") != c->bass || whole(json, "tonic") != c->tonic;
  }
  TAP_EQ_I(wrong, 0, "theme notes and chords");
}

int
main(void)
{
  tap_begin("sketch.json");
  ElaraPlan* const plan = example_plan("examples/the-well.fountain", 3);
  ElaraDiags* const diags = elara_diags_new();
  ElaraSketch* sketch = NULL;
  const ElaraComposeConfig how = elara_compose_config();
  TAP_EQ_I(elara_compose(plan, &how, diags, &sketch), ELARA_OK, "composed");
  ElaraText text = {0};
  TAP_EQ_I(elara_sketch_write(sketch, &text), ELARA_OK, "written");
  json_error_t error = {0};
  json_t* const root = json_loadb(text.bytes, text.count, 0, &error);
  if (TAP_OK(root != NULL, "it is JSON")) {
    test_lines(root, sketch);
    test_phrases(root, sketch);
    test_themes_and_chords(root, sketch);
  }
  json_decref(root);
  elara_text_clear(&text);
  elara_sketch_free(sketch);
  elara_plan_free(plan);
  elara_diags_free(diags);
  return tap_end();
}
