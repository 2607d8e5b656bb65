// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// The Plan as JSON, to be read, edited by hand and fed back. One table a
// struct says which key is which field; writing and reading walk the same
// tables, so they cannot disagree.

#include "model/fields.h"
#include "model/instrument.h"
#include "model/plan.h"

// --- the tables --------------------------------------------------------------

static const char*
role_name(unsigned v)
{
  return elara_role_name((ElaraRole)v);
}

static const char*
kind_name(unsigned v)
{
  return elara_theme_kind_name((ElaraThemeKind)v);
}

static const char*
treatment_name(unsigned v)
{
  return elara_treatment_name((ElaraTreatment)v);
}

static const char*
mood_name(unsigned v)
{
  return elara_mood_info((ElaraMood)v)->name;
}

static const char*
event_name(unsigned v)
{
  return elara_event_kind_name((ElaraEventKind)v);
}

static const char*
instrument_name(unsigned v)
{
  return elara_instrument((int)v)->name;
}

static const ElaraField theme_fields[] = {
    ELARA_NAMED(
        ElaraThemeRole, kind, "kind", kind_name, ELARA_THEME_KIND_COUNT),
    ELARA_FIELD(ElaraThemeRole, name, "name", TEXT),
    ELARA_FIELD(ElaraThemeRole, person, "person", INT),
    ELARA_FIELD(ElaraThemeRole, other, "other", INT),
    ELARA_NAMED(ElaraThemeRole, role, "role", role_name, ELARA_ROLE_COUNT),
    ELARA_FIELD(ElaraThemeRole, feeling, "feeling", FEELING),
    ELARA_FIELD(ElaraThemeRole, weight, "weight", REAL),
    ELARA_FIELD(ElaraThemeRole, parent, "parent", INT),
    ELARA_FIELD(ElaraThemeRole, reason, "reason", TEXT),
    {.key = "from_book",
     .type = ELARA_FIELD_TEXT,
     .optional = ELARA_FIELD_SPARSE,
     .offset = offsetof(ElaraThemeRole, book)},
};
static const ElaraShape theme_shape =
    ELARA_SHAPE(ElaraThemeRole, BLOCK, theme_fields);

static const ElaraField hired_fields[] = {
    ELARA_NAMED(ElaraHired,
                instrument,
                "instrument",
                instrument_name,
                ELARA_INSTRUMENT_COUNT),
    ELARA_FIELD(ElaraHired, reason, "reason", TEXT),
};
static const ElaraShape hired_shape =
    ELARA_SHAPE(ElaraHired, LINE, hired_fields);

static const ElaraField cue_theme_fields[] = {
    ELARA_FIELD(ElaraCueTheme, theme, "theme", INT),
    ELARA_NAMED(ElaraCueTheme,
                treatment,
                "treatment",
                treatment_name,
                ELARA_TREAT_COUNT),
    ELARA_FIELD(ElaraCueTheme, weight, "weight", REAL),
    ELARA_FIELD(ElaraCueTheme, reason, "reason", TEXT),
};
static const ElaraShape cue_theme_shape =
    ELARA_SHAPE(ElaraCueTheme, LINE, cue_theme_fields);

static const ElaraField layer_fields[] = {
    ELARA_NAMED(ElaraCueLayer,
                instrument,
                "instrument",
                instrument_name,
                ELARA_INSTRUMENT_COUNT),
    ELARA_FIELD(ElaraCueLayer, time, "time_s", TIME),
    ELARA_FIELD(ElaraCueLayer, line, "line", INT),
    ELARA_FIELD(ElaraCueLayer, reason, "reason", TEXT),
};
static const ElaraShape layer_shape =
    ELARA_SHAPE(ElaraCueLayer, LINE, layer_fields);

static const ElaraField arc_fields[] = {
    ELARA_FIELD(ElaraArcPoint, time, "time_s", TIME),
    ELARA_FIELD(ElaraArcPoint, feeling, "feeling", FEELING),
    ELARA_FIELD(ElaraArcPoint, speech, "speech", REAL),
    ELARA_FIELD(ElaraArcPoint, line, "line", INT),
};
static const ElaraShape arc_shape =
    ELARA_SHAPE(ElaraArcPoint, LINE, arc_fields);

static const ElaraField cue_fields[] = {
    ELARA_FIELD(ElaraCue, name, "name", TEXT),
    ELARA_FIELD(ElaraCue, label, "label", TEXT),
    ELARA_FIELD(ElaraCue, key, "key", TEXT),
    ELARA_FIELD(ElaraCue, words, "words", SEED),
    ELARA_NAMED(ElaraCue, mood, "mood", mood_name, ELARA_MOOD_COUNT),
    ELARA_FIELD(ElaraCue, start, "start_s", TIME),
    ELARA_FIELD(ElaraCue, end, "end_s", TIME),
    ELARA_FIELD(ElaraCue, first_bar, "first_bar", INT),
    ELARA_FIELD(ElaraCue, bar_count, "bar_count", INT),
    ELARA_FIELD(ElaraCue, bpm, "bpm", REAL),
    ELARA_FIELD(ElaraCue, beats, "beats", INT),
    ELARA_FIELD(ElaraCue, beat_type, "beat_type", INT),
    ELARA_FIELD(ElaraCue, line, "line", INT),
    ELARA_FIELD(ElaraCue, line_last, "line_last", INT),
    ELARA_FIELD(ElaraCue, feeling, "feeling", FEELING),
    ELARA_FIELD(ElaraCue, importance, "importance", REAL),
    ELARA_FIELD(ElaraCue, reach, "reach", REAL),
    ELARA_FIELD(ElaraCue, tonic, "tonic", INT),
    ELARA_FIELD(ElaraCue, movement, "movement", INT),
    ELARA_FIELD(ElaraCue, why, "why", TEXT),
    ELARA_FIELD(ElaraCue, enter_why, "enter_why", TEXT),
    ELARA_FIELD(ElaraCue, leave_why, "leave_why", TEXT),
    ELARA_FIELD(ElaraCue, key_why, "key_why", TEXT),
    ELARA_FIELD(ElaraCue, reroll, "reroll", INT),
    ELARA_FIELD(ElaraCue, locked, "locked", INT),
    ELARA_LISTED(ElaraCue, themes, "themes", cue_theme_shape, theme_count),
    {.key = "layers",
     .type = ELARA_FIELD_ARRAY,
     .optional = 1,
     .offset = offsetof(ElaraCue, layers),
     .shape = &layer_shape,
     .count_offset = offsetof(ElaraCue, layer_count)},
    ELARA_LISTED(ElaraCue, arc, "arc", arc_shape, arc_count),
};
static const ElaraShape cue_shape = ELARA_SHAPE(ElaraCue, BLOCK, cue_fields);

static const ElaraField hit_fields[] = {
    ELARA_FIELD(ElaraHit, time, "time_s", TIME),
    ELARA_FIELD(ElaraHit, tick, "tick", TICK),
    ELARA_FIELD(ElaraHit, cue, "cue", INT),
    ELARA_FIELD(ElaraHit, hard, "hard", INT),
    ELARA_FIELD(ElaraHit, strength, "strength", REAL),
    ELARA_NAMED(ElaraHit, kind, "kind", event_name, ELARA_EVENT_KIND_COUNT),
    ELARA_FIELD(ElaraHit, line, "line", INT),
    ELARA_FIELD(ElaraHit, what, "what", TEXT),
};
static const ElaraShape hit_shape = ELARA_SHAPE(ElaraHit, LINE, hit_fields);

static const ElaraField bar_fields[] = {
    ELARA_FIELD(ElaraBar, tick, "tick", TICK),
    ELARA_FIELD(ElaraBar, beats, "beats", INT),
    ELARA_FIELD(ElaraBar, beat_type, "beat_type", INT),
    ELARA_FIELD(ElaraBar, cue, "cue", INT),
};
static const ElaraShape bar_shape = ELARA_SHAPE(ElaraBar, LINE, bar_fields);

static const ElaraField anchor_fields[] = {
    ELARA_FIELD(ElaraTempoAnchor, tick, "tick", TICK),
    ELARA_FIELD(ElaraTempoAnchor, time, "time_s", TIME),
};
static const ElaraShape anchor_shape =
    ELARA_SHAPE(ElaraTempoAnchor, LINE, anchor_fields);

static const ElaraField speech_fields[] = {
    ELARA_FIELD(ElaraSpeech, start, "start_s", TIME),
    ELARA_FIELD(ElaraSpeech, end, "end_s", TIME),
};
static const ElaraShape speech_shape =
    ELARA_SHAPE(ElaraSpeech, LINE, speech_fields);

#define ELARA_MAYBE(field_, key_, type_)                                       \
  {                                                                            \
    .key = (key_), .type = ELARA_FIELD_##type_, .optional = 1,                 \
    .offset = offsetof(ElaraPlan, field_)                                      \
  }

static const ElaraField plan_fields[] = {
    ELARA_FIELD(ElaraPlan, title, "title", TEXT),
    ELARA_FIELD(ElaraPlan, source_name, "source", TEXT),
    ELARA_FIELD(ElaraPlan, seed, "seed", SEED),
    ELARA_MAYBE(film.num, "frame_rate", INT),
    ELARA_MAYBE(film.den, "frame_rate_per", INT),
    ELARA_MAYBE(film.drop, "drop_frame", INT),
    ELARA_MAYBE(film.start, "first_frame", TICK),
    ELARA_FIELD(ElaraPlan, length, "length_s", TIME),
    ELARA_FIELD(ElaraPlan, story_end, "story_end_s", TIME),
    ELARA_FIELD(ElaraPlan, story_line_count, "story_lines", INT),
    ELARA_LISTED(ElaraPlan, themes, "themes", theme_shape, theme_count),
    {.key = "book",
     .type = ELARA_FIELD_ARRAY,
     .optional = ELARA_FIELD_SPARSE,
     .offset = offsetof(ElaraPlan, book),
     .shape = &elara_theme_shape,
     .count_offset = offsetof(ElaraPlan, book_count)},
    ELARA_LISTED(ElaraPlan, hired, "orchestra_and", hired_shape, hired_count),
    ELARA_LISTED(ElaraPlan, cues, "cues", cue_shape, cue_count),
    ELARA_LISTED(ElaraPlan, hits, "hits", hit_shape, hit_count),
    ELARA_FIELD(ElaraPlan, tick_count, "ticks", TICK),
    ELARA_LISTED(ElaraPlan, bars, "bars", bar_shape, bar_count),
    ELARA_LISTED(ElaraPlan, tempo, "tempo", anchor_shape, tempo_count),
    {.key = "speech",
     .type = ELARA_FIELD_ARRAY,
     .optional = 1,
     .offset = offsetof(ElaraPlan, speech),
     .shape = &speech_shape,
     .count_offset = offsetof(ElaraPlan, speech_count)},
};
static const ElaraShape plan_shape = ELARA_SHAPE(ElaraPlan, BLOCK, plan_fields);

ElaraStatus
elara_plan_write(const ElaraPlan* plan, ElaraText* text)
{
  return elara_shape_write(&plan_shape, plan, text);
}

static ElaraStatus
read_plan(ElaraFieldReader* r, json_t* json, ElaraPlan** plan)
{
  ElaraPlan* const p = elara_arena_alloc(r->arena, sizeof *p);
  ELARA_TRY_PTR(p);
  p->arena = r->arena;
  ELARA_TRY(elara_shape_read(r, &plan_shape, json, p));
  // What the check finds wrong stands in this file, not in the story's.
  const char* const source = p->source_name;
  p->source_name = r->name;
  const ElaraStatus status = elara_plan_check(p, r->diags);
  p->source_name = source;
  if (status == ELARA_OK) *plan = p;
  return status;
}

ElaraStatus
elara_plan_read(const char* name,
                const char* json,
                size_t count,
                ElaraDiags* diags,
                ElaraPlan** plan)
{
  *plan = NULL;
  json_error_t error;
  json_t* const root = json_loadb(json, count, JSON_REJECT_DUPLICATES, &error);
  if (!root) {
    elara_diag(diags, ELARA_DIAG_ERROR, name, error.line, error.column,
               "a plan is JSON as \"elara plan\" writes it", "%s", error.text);
    return ELARA_BAD_INPUT;
  }
  ElaraFieldReader reader = {.name = name,
                             .what = "the plan",
                             .hint = "compare it with what elara plan prints",
                             .diags = diags,
                             .arena = elara_arena_new()};
  const ElaraStatus status =
      reader.arena ? read_plan(&reader, root, plan) : ELARA_NO_MEMORY;
  json_decref(root);
  if (status != ELARA_OK) elara_arena_free(reader.arena);
  return status;
}
