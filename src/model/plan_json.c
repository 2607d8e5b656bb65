// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// The Plan as JSON, to be read, edited by hand and fed back. One table a
// struct says which key is which field; writing and reading walk the same
// tables, so they cannot disagree.
//
// Times are seconds with nine decimals: a flick is 1.4 ns, so rounding to the
// nearest nanosecond and back gives the same flick. Reals have as many digits
// as it takes to read the same number back: a plan that was read makes the
// same music as the plan that was written. The seed is text, since JSON
// numbers stop at 2^53 in many tools.

#include "model/plan.h"

#include "model/instrument.h"

#include <inttypes.h>
#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef enum {
  TYPE_INT,
  TYPE_TICK,
  TYPE_TIME,
  TYPE_REAL,
  TYPE_TEXT,
  TYPE_SEED,
  TYPE_NAME, // an enum, by name
  TYPE_FEELING,
  TYPE_ARRAY,
} Type;

typedef const char* (*NameOf)(unsigned value);

typedef struct Shape Shape;

typedef struct {
  const char* key;
  size_t offset;
  Type type;
  int optional;   // may be missing: then it is zero, or empty
  NameOf name_of; // TYPE_NAME
  unsigned name_count;
  const Shape* shape;  // TYPE_ARRAY: of its items
  size_t count_offset; //   where the number of items is kept
} Field;

struct Shape {
  size_t size;
  int flat; // written on one line
  const Field* fields;
  size_t count;
};

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

#define F(struct_, field_, key_, type_)                                        \
  {                                                                            \
    .key = (key_), .type = TYPE_##type_, .offset = offsetof(struct_, field_)   \
  }
#define N(struct_, field_, key_, of_, count_)                                  \
  {                                                                            \
    .key = (key_), .type = TYPE_NAME, .offset = offsetof(struct_, field_),     \
    .name_of = (of_), .name_count = (count_)                                   \
  }
#define A(struct_, field_, key_, shape_, counter_)                             \
  {                                                                            \
    .key = (key_), .type = TYPE_ARRAY, .offset = offsetof(struct_, field_),    \
    .shape = &(shape_), .count_offset = offsetof(struct_, counter_)            \
  }
#define SHAPE(struct_, flat_, fields_)                                         \
  {                                                                            \
    sizeof(struct_), (flat_), (fields_), sizeof(fields_) / sizeof *(fields_)   \
  }

static const Field theme_fields[] = {
    N(ElaraThemeRole, kind, "kind", kind_name, ELARA_THEME_KIND_COUNT),
    F(ElaraThemeRole, name, "name", TEXT),
    F(ElaraThemeRole, person, "person", INT),
    F(ElaraThemeRole, other, "other", INT),
    N(ElaraThemeRole, role, "role", role_name, ELARA_ROLE_COUNT),
    F(ElaraThemeRole, feeling, "feeling", FEELING),
    F(ElaraThemeRole, weight, "weight", REAL),
    F(ElaraThemeRole, parent, "parent", INT),
    F(ElaraThemeRole, reason, "reason", TEXT),
};
static const Shape theme_shape = SHAPE(ElaraThemeRole, 0, theme_fields);

static const Field cue_theme_fields[] = {
    F(ElaraCueTheme, theme, "theme", INT),
    N(ElaraCueTheme, treatment, "treatment", treatment_name, ELARA_TREAT_COUNT),
    F(ElaraCueTheme, weight, "weight", REAL),
    F(ElaraCueTheme, reason, "reason", TEXT),
};
static const Shape cue_theme_shape = SHAPE(ElaraCueTheme, 1, cue_theme_fields);

static const Field layer_fields[] = {
    N(ElaraCueLayer,
      instrument,
      "instrument",
      instrument_name,
      ELARA_INSTRUMENT_COUNT),
    F(ElaraCueLayer, time, "time_s", TIME),
    F(ElaraCueLayer, line, "line", INT),
    F(ElaraCueLayer, reason, "reason", TEXT),
};
static const Shape layer_shape = SHAPE(ElaraCueLayer, 1, layer_fields);

static const Field arc_fields[] = {
    F(ElaraArcPoint, time, "time_s", TIME),
    F(ElaraArcPoint, feeling, "feeling", FEELING),
    F(ElaraArcPoint, speech, "speech", REAL),
    F(ElaraArcPoint, line, "line", INT),
};
static const Shape arc_shape = SHAPE(ElaraArcPoint, 1, arc_fields);

static const Field cue_fields[] = {
    F(ElaraCue, name, "name", TEXT),
    F(ElaraCue, label, "label", TEXT),
    F(ElaraCue, key, "key", TEXT),
    F(ElaraCue, words, "words", SEED),
    N(ElaraCue, mood, "mood", mood_name, ELARA_MOOD_COUNT),
    F(ElaraCue, start, "start_s", TIME),
    F(ElaraCue, end, "end_s", TIME),
    F(ElaraCue, first_bar, "first_bar", INT),
    F(ElaraCue, bar_count, "bar_count", INT),
    F(ElaraCue, bpm, "bpm", REAL),
    F(ElaraCue, beats, "beats", INT),
    F(ElaraCue, beat_type, "beat_type", INT),
    F(ElaraCue, line, "line", INT),
    F(ElaraCue, line_last, "line_last", INT),
    F(ElaraCue, feeling, "feeling", FEELING),
    F(ElaraCue, importance, "importance", REAL),
    F(ElaraCue, reach, "reach", REAL),
    F(ElaraCue, tonic, "tonic", INT),
    F(ElaraCue, movement, "movement", INT),
    F(ElaraCue, why, "why", TEXT),
    F(ElaraCue, enter_why, "enter_why", TEXT),
    F(ElaraCue, leave_why, "leave_why", TEXT),
    F(ElaraCue, key_why, "key_why", TEXT),
    F(ElaraCue, reroll, "reroll", INT),
    F(ElaraCue, locked, "locked", INT),
    A(ElaraCue, themes, "themes", cue_theme_shape, theme_count),
    {.key = "layers",
     .type = TYPE_ARRAY,
     .optional = 1,
     .offset = offsetof(ElaraCue, layers),
     .shape = &layer_shape,
     .count_offset = offsetof(ElaraCue, layer_count)},
    A(ElaraCue, arc, "arc", arc_shape, arc_count),
};
static const Shape cue_shape = SHAPE(ElaraCue, 0, cue_fields);

static const Field hit_fields[] = {
    F(ElaraHit, time, "time_s", TIME),
    F(ElaraHit, tick, "tick", TICK),
    F(ElaraHit, cue, "cue", INT),
    F(ElaraHit, hard, "hard", INT),
    F(ElaraHit, strength, "strength", REAL),
    N(ElaraHit, kind, "kind", event_name, ELARA_EVENT_KIND_COUNT),
    F(ElaraHit, line, "line", INT),
    F(ElaraHit, what, "what", TEXT),
};
static const Shape hit_shape = SHAPE(ElaraHit, 1, hit_fields);

static const Field bar_fields[] = {
    F(ElaraBar, tick, "tick", TICK),
    F(ElaraBar, beats, "beats", INT),
    F(ElaraBar, beat_type, "beat_type", INT),
    F(ElaraBar, cue, "cue", INT),
};
static const Shape bar_shape = SHAPE(ElaraBar, 1, bar_fields);

static const Field anchor_fields[] = {
    F(ElaraTempoAnchor, tick, "tick", TICK),
    F(ElaraTempoAnchor, time, "time_s", TIME),
};
static const Shape anchor_shape = SHAPE(ElaraTempoAnchor, 1, anchor_fields);

static const Field plan_fields[] = {
    F(ElaraPlan, title, "title", TEXT),
    F(ElaraPlan, source_name, "source", TEXT),
    F(ElaraPlan, seed, "seed", SEED),
    F(ElaraPlan, length, "length_s", TIME),
    F(ElaraPlan, story_end, "story_end_s", TIME),
    F(ElaraPlan, story_line_count, "story_lines", INT),
    A(ElaraPlan, themes, "themes", theme_shape, theme_count),
    A(ElaraPlan, cues, "cues", cue_shape, cue_count),
    A(ElaraPlan, hits, "hits", hit_shape, hit_count),
    F(ElaraPlan, tick_count, "ticks", TICK),
    A(ElaraPlan, bars, "bars", bar_shape, bar_count),
    A(ElaraPlan, tempo, "tempo", anchor_shape, tempo_count),
};
static const Shape plan_shape = SHAPE(ElaraPlan, 0, plan_fields);

static const Field feeling_fields[] = {
    F(ElaraFeeling, valence, "valence", REAL),
    F(ElaraFeeling, arousal, "arousal", REAL),
    F(ElaraFeeling, tension, "tension", REAL),
    F(ElaraFeeling, levity, "levity", REAL),
};
static const Shape feeling_shape = SHAPE(ElaraFeeling, 1, feeling_fields);

// --- writing -----------------------------------------------------------------

static void
write_text(ElaraText* out, const char* text)
{
  elara_text_add(out, "\"");
  size_t left = strlen(text);
  while (left > 0) {
    const size_t n = elara_utf8_next(text, left, NULL);
    const unsigned char c = (unsigned char)*text;
    if (n == 0) {
      elara_text_add(out, "\\ufffd");
    } else if (c == '"' || c == '\\') {
      elara_text_addf(out, "\\%c", c);
    } else if (c == '\n') {
      elara_text_add(out, "\\n");
    } else if (c < 0x20 || c == 0x7f) {
      elara_text_addf(out, "\\u%04x", c);
    } else {
      elara_text_bytes(out, text, n);
    }
    text += n ? n : 1;
    left -= n ? n : 1;
  }
  elara_text_add(out, "\"");
}

static void
write_time(ElaraText* out, ElaraTime time)
{
  const ElaraTime size = time < 0 ? -time : time;
  ElaraTime whole = size / ELARA_FLICKS_PER_S;
  const ElaraTime rest = size % ELARA_FLICKS_PER_S;
  // rest x 10^9 stays below 7.1e17 and so within 63 bits.
  ElaraTime nanos =
      (rest * 1000000000 + ELARA_FLICKS_PER_S / 2) / ELARA_FLICKS_PER_S;
  if (nanos == 1000000000) {
    whole++;
    nanos = 0;
  }
  elara_text_addf(out, "%s%" PRId64 ".%09" PRId64, time < 0 ? "-" : "", whole,
                  nanos);
}

static void
write_real(ElaraText* out, double x)
{
  char digits[40];
  // -0 would come back as 0; what is not finite no check lets pass.
  if (x == 0.0 || !isfinite(x)) x = 0.0;
  for (int precision = 6; precision <= 17; precision++) {
    snprintf(digits, sizeof digits, "%.*g", precision, x);
    if (strtod(digits, NULL) == x) break;
  }
  elara_text_add(out, digits);
}

static void
write_shape(ElaraText* out, const Shape* shape, const char* base, int indent);

static void
new_line(ElaraText* out, int indent)
{
  elara_text_addf(out, "\n%*s", indent, "");
}

static void
write_array(ElaraText* out, const Field* field, const char* base, int indent)
{
  size_t count;
  const char* items;
  memcpy(&count, base + field->count_offset, sizeof count);
  memcpy(&items, base + field->offset, sizeof items);
  elara_text_add(out, "[");
  for (size_t i = 0; i < count; i++) {
    if (i) elara_text_add(out, ",");
    new_line(out, indent + 1);
    write_shape(out, field->shape, items + i * field->shape->size, indent + 1);
  }
  if (count) new_line(out, indent);
  elara_text_add(out, "]");
}

static void
write_value(ElaraText* out, const Field* field, const char* base, int indent)
{
  const char* const at = base + field->offset;
  union {
    int i;
    unsigned u;
    int64_t l;
    uint64_t seed;
    double d;
    const char* s;
  } v;
  switch (field->type) {
  case TYPE_INT:
    memcpy(&v.i, at, sizeof v.i);
    elara_text_addf(out, "%d", v.i);
    break;
  case TYPE_TICK:
    memcpy(&v.l, at, sizeof v.l);
    elara_text_addf(out, "%" PRId64, v.l);
    break;
  case TYPE_TIME:
    memcpy(&v.l, at, sizeof v.l);
    write_time(out, v.l);
    break;
  case TYPE_REAL:
    memcpy(&v.d, at, sizeof v.d);
    write_real(out, v.d);
    break;
  case TYPE_TEXT:
    memcpy(&v.s, at, sizeof v.s);
    write_text(out, v.s ? v.s : "");
    break;
  case TYPE_SEED:
    memcpy(&v.seed, at, sizeof v.seed);
    elara_text_addf(out, "\"%" PRIu64 "\"", v.seed);
    break;
  case TYPE_NAME:
    memcpy(&v.u, at, sizeof v.u);
    write_text(out, field->name_of(v.u));
    break;
  case TYPE_FEELING:
    write_shape(out, &feeling_shape, at, indent);
    break;
  case TYPE_ARRAY:
    write_array(out, field, base, indent);
    break;
  }
}

static void
write_shape(ElaraText* out, const Shape* shape, const char* base, int indent)
{
  elara_text_add(out, "{");
  for (size_t i = 0; i < shape->count; i++) {
    const Field* const field = &shape->fields[i];
    if (i) elara_text_add(out, shape->flat ? ", " : ",");
    if (!shape->flat) new_line(out, indent + 1);
    elara_text_addf(out, "\"%s\": ", field->key);
    write_value(out, field, base, indent + 1);
  }
  if (!shape->flat) new_line(out, indent);
  elara_text_add(out, "}");
}

ElaraStatus
elara_plan_write(const ElaraPlan* plan, ElaraText* text)
{
  write_shape(text, &plan_shape, (const char*)plan, 0);
  elara_text_add(text, "\n");
  return text->failed ? ELARA_NO_MEMORY : ELARA_OK;
}

// --- reading -----------------------------------------------------------------

typedef struct {
  const char* name; // of the file
  ElaraDiags* diags;
  ElaraArena* arena;
  char path[200]; // of the value being read: "cues[3].arc[0].time_s"
} Reader;

static ElaraStatus
complain(Reader* r, const char* what, const char* hint)
{
  elara_diag(r->diags, ELARA_DIAG_ERROR, r->name, 0, 0, hint, "%s: %s",
             r->path[0] ? r->path : "the plan", what);
  return ELARA_BAD_INPUT;
}

static ElaraStatus
read_shape(Reader* r, const Shape* shape, json_t* json, char* base);

// 2^53: beyond it a JSON number is not exact everywhere.
#define EXACT_MOST ((json_int_t)1 << 53)

static ElaraStatus
read_integer(Reader* r, json_t* json, json_int_t most, json_int_t* value)
{
  if (!json_is_integer(json)) {
    return complain(r, "must be a whole number",
                    "compare it with what elara plan prints");
  }
  *value = json_integer_value(json);
  if (*value < -most || *value > most) {
    return complain(r, "is too large a number",
                    "compare it with what elara plan prints");
  }
  return ELARA_OK;
}

static ElaraStatus
read_number(Reader* r, json_t* json, double* value)
{
  if (!json_is_number(json))
    return complain(r, "must be a number",
                    "compare it with what elara plan prints");
  *value = json_number_value(json);
  return isfinite(*value) ? ELARA_OK
                          : complain(r, "must be finite",
                                     "compare it with what elara plan prints");
}

static ElaraStatus
read_time(Reader* r, json_t* json, ElaraTime* time)
{
  double seconds;
  ELARA_TRY(read_number(r, json, &seconds));
  if (seconds < 0.0 || seconds > 1e6) {
    return complain(r, "must be seconds between 0 and 1000000",
                    "compare it with what elara plan prints");
  }
  *time = elara_time_from_s(seconds);
  return ELARA_OK;
}

static ElaraStatus
read_seed(Reader* r, json_t* json, uint64_t* seed)
{
  const char* const text = json_string_value(json);
  char* end = NULL;
  if (text && text[0] >= '0' && text[0] <= '9') {
    *seed = strtoull(text, &end, 10);
  }
  if (!end || *end != '\0') {
    return complain(r, "must be a whole number in quotes", "as in \"42\"");
  }
  return ELARA_OK;
}

static ElaraStatus
read_name(Reader* r, const Field* field, json_t* json, unsigned* value)
{
  const char* const text = json_string_value(json);
  for (unsigned i = 0; text && i < field->name_count; i++) {
    if (strcmp(field->name_of(i), text) == 0) {
      *value = i;
      return ELARA_OK;
    }
  }
  ElaraText known = {0};
  elara_text_add(&known, "one of");
  for (unsigned i = 0; i < field->name_count; i++) {
    elara_text_addf(&known, "%s %s", i ? "," : "", field->name_of(i));
  }
  const ElaraStatus status =
      complain(r, text ? "is not a known name" : "must be a name in quotes",
               known.failed ? "" : known.bytes);
  elara_text_clear(&known);
  return status;
}

static ElaraStatus
read_array(Reader* r, const Field* field, json_t* json, char* base)
{
  if (!json_is_array(json))
    return complain(r, "must be a list",
                    "compare it with what elara plan prints");
  const size_t count = json_array_size(json);
  char* const items = elara_arena_array(r->arena, count, field->shape->size);
  ELARA_TRY_PTR(items);
  const size_t length = strlen(r->path);
  for (size_t i = 0; i < count; i++) {
    snprintf(r->path + length, sizeof r->path - length, "[%zu]", i);
    ELARA_TRY(read_shape(r, field->shape, json_array_get(json, i),
                         items + i * field->shape->size));
    r->path[length] = '\0';
  }
  memcpy(base + field->offset, &items, sizeof items);
  memcpy(base + field->count_offset, &count, sizeof count);
  return ELARA_OK;
}

static ElaraStatus
read_text(Reader* r, json_t* json, const char** text)
{
  if (!json_is_string(json))
    return complain(r, "must be text in quotes",
                    "compare it with what elara plan prints");
  *text = elara_arena_strdup(r->arena, json_string_value(json));
  return *text ? ELARA_OK : ELARA_NO_MEMORY;
}

static ElaraStatus
read_value(Reader* r, const Field* field, json_t* json, char* base)
{
  char* const at = base + field->offset;
  json_int_t whole = 0;
  double real = 0.0;
  switch (field->type) {
  case TYPE_INT: {
    ELARA_TRY(read_integer(r, json, 1 << 29, &whole));
    const int i = (int)whole;
    memcpy(at, &i, sizeof i);
    return ELARA_OK;
  }
  case TYPE_TICK: {
    ELARA_TRY(read_integer(r, json, EXACT_MOST, &whole));
    const ElaraTick tick = (ElaraTick)whole;
    memcpy(at, &tick, sizeof tick);
    return ELARA_OK;
  }
  case TYPE_TIME: {
    ElaraTime time = 0;
    ELARA_TRY(read_time(r, json, &time));
    memcpy(at, &time, sizeof time);
    return ELARA_OK;
  }
  case TYPE_REAL:
    ELARA_TRY(read_number(r, json, &real));
    memcpy(at, &real, sizeof real);
    return ELARA_OK;
  case TYPE_TEXT: {
    const char* text = NULL;
    ELARA_TRY(read_text(r, json, &text));
    memcpy(at, &text, sizeof text);
    return ELARA_OK;
  }
  case TYPE_SEED: {
    uint64_t seed = 0;
    ELARA_TRY(read_seed(r, json, &seed));
    memcpy(at, &seed, sizeof seed);
    return ELARA_OK;
  }
  case TYPE_NAME: {
    unsigned value = 0;
    ELARA_TRY(read_name(r, field, json, &value));
    memcpy(at, &value, sizeof value);
    return ELARA_OK;
  }
  case TYPE_FEELING:
    return read_shape(r, &feeling_shape, json, at);
  case TYPE_ARRAY:
    return read_array(r, field, json, base);
  }
  return ELARA_OK;
}

// A key that nobody reads is most likely a slip of the pen.
static void
warn_unknown(Reader* r, const Shape* shape, json_t* json)
{
  const char* key;
  json_t* value;
  json_object_foreach(json, key, value)
  {
    size_t i = 0;
    while (i < shape->count && strcmp(shape->fields[i].key, key) != 0)
      i++;
    if (i < shape->count) continue;
    elara_diag(r->diags, ELARA_DIAG_WARNING, r->name, 0, 0,
               "it is not read; is it spelt as the others are?",
               "%s%s%s: unknown", r->path, r->path[0] ? "." : "", key);
  }
}

static ElaraStatus
read_shape(Reader* r, const Shape* shape, json_t* json, char* base)
{
  if (!json_is_object(json)) return complain(r, "must be a { } group", "");
  const size_t length = strlen(r->path);
  for (size_t i = 0; i < shape->count; i++) {
    const Field* const field = &shape->fields[i];
    json_t* const value = json_object_get(json, field->key);
    snprintf(r->path + length, sizeof r->path - length, "%s%s",
             length ? "." : "", field->key);
    if (!value && field->optional) {
      r->path[length] = '\0';
      continue;
    }
    if (!value) return complain(r, "missing", "");
    ELARA_TRY(read_value(r, field, value, base));
    r->path[length] = '\0';
  }
  warn_unknown(r, shape, json);
  return ELARA_OK;
}

static ElaraStatus
read_plan(Reader* r, json_t* json, ElaraPlan** plan)
{
  ElaraPlan* const p = elara_arena_alloc(r->arena, sizeof *p);
  ELARA_TRY_PTR(p);
  p->arena = r->arena;
  ELARA_TRY(read_shape(r, &plan_shape, json, (char*)p));
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
  Reader reader = {.name = name, .diags = diags, .arena = elara_arena_new()};
  const ElaraStatus status =
      reader.arena ? read_plan(&reader, root, plan) : ELARA_NO_MEMORY;
  json_decref(root);
  if (status != ELARA_OK) elara_arena_free(reader.arena);
  return status;
}
