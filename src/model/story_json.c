// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// The Story as JSON. One table a struct says which key is which field, and
// both directions walk the tables, so what is written is what is read.
//
// Times are seconds with nine decimals: a flick is 1.4 ns, so rounding to the
// nearest nanosecond and back to the nearest flick gives the same flick.
// Other numbers have six decimals. All are written with integer arithmetic:
// no locale can put a comma in them, and reading and writing again gives the
// same bytes.

#include "model/story.h"

#include <jansson.h>
#include <math.h>
#include <string.h>

typedef enum {
  FIELD_INT,
  FIELD_TIME,
  FIELD_REAL,
  FIELD_TEXT,
  FIELD_NAME, // an enum, by name
  FIELD_FEELING,
} FieldType;

typedef const char* (*NameOf)(unsigned value);

typedef struct {
  const char* key;
  FieldType type;
  size_t offset;
  NameOf name_of; // FIELD_NAME
  unsigned name_count;
} Field;

static const char*
element_name(unsigned value)
{
  return elara_element_kind_name((ElaraElementKind)value);
}

static const char*
role_name(unsigned value)
{
  return elara_role_name((ElaraRole)value);
}

static const char*
event_name(unsigned value)
{
  return elara_event_kind_name((ElaraEventKind)value);
}

#define FIELD(struct_, field_, key_, type_)                                    \
  {                                                                            \
    .key = (key_), .type = FIELD_##type_, .offset = offsetof(struct_, field_)  \
  }
#define NAMED(struct_, field_, key_, of, count)                                \
  {                                                                            \
    .key = (key_), .type = FIELD_NAME, .offset = offsetof(struct_, field_),    \
    .name_of = (of), .name_count = (count)                                     \
  }

static const Field head_fields[] = {
    FIELD(ElaraStory, title, "title", TEXT),
    FIELD(ElaraStory, author, "author", TEXT),
    FIELD(ElaraStory, source_name, "source", TEXT),
    FIELD(ElaraStory, length, "length_s", TIME),
    FIELD(ElaraStory, time_scale, "time_scale", REAL),
    FIELD(ElaraStory, tone, "tone", REAL),
    FIELD(ElaraStory, pages, "pages", INT),
};

static const Field person_fields[] = {
    FIELD(ElaraPerson, name, "name", TEXT),
    NAMED(ElaraPerson, role, "role", role_name, ELARA_ROLE_COUNT),
    FIELD(ElaraPerson, confidence, "confidence", REAL),
    FIELD(ElaraPerson, speeches, "speeches", INT),
    FIELD(ElaraPerson, words, "words", INT),
    FIELD(ElaraPerson, scenes, "scenes", INT),
    FIELD(ElaraPerson, first_line, "first_line", INT),
    FIELD(ElaraPerson, first_time, "first_s", TIME),
    FIELD(ElaraPerson, feeling, "feeling", FEELING),
    FIELD(ElaraPerson, arc, "arc", REAL),
};

static const Field relation_fields[] = {
    FIELD(ElaraRelation, a, "a", INT),
    FIELD(ElaraRelation, b, "b", INT),
    FIELD(ElaraRelation, weight, "weight", REAL),
    FIELD(ElaraRelation, warmth, "warmth", REAL),
    FIELD(ElaraRelation, first_line, "first_line", INT),
};

static const Field scene_fields[] = {
    FIELD(ElaraScene, heading, "heading", TEXT),
    FIELD(ElaraScene, place, "place", TEXT),
    FIELD(ElaraScene, moment, "moment", TEXT),
    FIELD(ElaraScene, interior, "interior", INT),
    FIELD(ElaraScene, line, "line", INT),
    FIELD(ElaraScene, line_last, "line_last", INT),
    FIELD(ElaraScene, first_element, "first_element", INT),
    FIELD(ElaraScene, element_count, "element_count", INT),
    FIELD(ElaraScene, start, "start_s", TIME),
    FIELD(ElaraScene, end, "end_s", TIME),
    FIELD(ElaraScene, feeling, "feeling", FEELING),
};

static const Field beat_fields[] = {
    FIELD(ElaraBeat, scene, "scene", INT),
    FIELD(ElaraBeat, line, "line", INT),
    FIELD(ElaraBeat, line_last, "line_last", INT),
    FIELD(ElaraBeat, first_element, "first_element", INT),
    FIELD(ElaraBeat, element_count, "element_count", INT),
    FIELD(ElaraBeat, start, "start_s", TIME),
    FIELD(ElaraBeat, end, "end_s", TIME),
    FIELD(ElaraBeat, feeling, "feeling", FEELING),
    FIELD(ElaraBeat, speech, "speech", REAL),
    FIELD(ElaraBeat, evidence_line, "evidence_line", INT),
    FIELD(ElaraBeat, evidence, "evidence", TEXT),
};

static const Field event_fields[] = {
    NAMED(ElaraEvent, kind, "kind", event_name, ELARA_EVENT_KIND_COUNT),
    FIELD(ElaraEvent, time, "time_s", TIME),
    FIELD(ElaraEvent, line, "line", INT),
    FIELD(ElaraEvent, scene, "scene", INT),
    FIELD(ElaraEvent, person, "person", INT),
    FIELD(ElaraEvent, other, "other", INT),
    FIELD(ElaraEvent, strength, "strength", REAL),
    FIELD(ElaraEvent, confidence, "confidence", REAL),
    FIELD(ElaraEvent, quote, "quote", TEXT),
};

static const Field element_fields[] = {
    NAMED(ElaraElement, kind, "kind", element_name, ELARA_ELEMENT_KIND_COUNT),
    FIELD(ElaraElement, line, "line", INT),
    FIELD(ElaraElement, line_last, "line_last", INT),
    FIELD(ElaraElement, scene, "scene", INT),
    FIELD(ElaraElement, person, "person", INT),
    FIELD(ElaraElement, depth, "depth", INT),
    FIELD(ElaraElement, dual, "dual", INT),
    FIELD(ElaraElement, words, "words", INT),
    FIELD(ElaraElement, start, "start_s", TIME),
    FIELD(ElaraElement, end, "end_s", TIME),
    FIELD(ElaraElement, extra, "extra", TEXT),
    FIELD(ElaraElement, text, "text", TEXT),
};

static const Field feeling_fields[] = {
    FIELD(ElaraFeeling, valence, "valence", REAL),
    FIELD(ElaraFeeling, arousal, "arousal", REAL),
    FIELD(ElaraFeeling, tension, "tension", REAL),
    FIELD(ElaraFeeling, levity, "levity", REAL),
};

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

// Where a list lives in ElaraStory.
typedef struct {
  const char* key;
  const Field* fields;
  size_t field_count;
  size_t size;
  size_t items; // offset of the pointer
  size_t count; // offset of the size_t
} List;

#define LIST(key_, field_, items_, count_, type_)                              \
  {                                                                            \
    .key = (key_), .fields = (field_), .field_count = COUNT_OF(field_),        \
    .size = sizeof(type_), .items = offsetof(ElaraStory, items_),              \
    .count = offsetof(ElaraStory, count_)                                      \
  }

static const List lists[] = {
    LIST("people", person_fields, people, person_count, ElaraPerson),
    LIST(
        "relations", relation_fields, relations, relation_count, ElaraRelation),
    LIST("scenes", scene_fields, scenes, scene_count, ElaraScene),
    LIST("beats", beat_fields, beats, beat_count, ElaraBeat),
    LIST("events", event_fields, events, event_count, ElaraEvent),
    LIST("elements", element_fields, elements, element_count, ElaraElement),
};

// Writing.

static void
put_text(ElaraText* out, const char* text)
{
  elara_text_add(out, "\"");
  const char* run = text;
  const char* p = text;
  for (; *p; p++) {
    const unsigned char c = (unsigned char)*p;
    if (c >= ' ' && c != '"' && c != '\\' && c != 0x7f) continue;
    elara_text_bytes(out, run, (size_t)(p - run));
    run = p + 1;
    if (c == '\n') {
      elara_text_add(out, "\\n");
    } else if (c == '"' || c == '\\') {
      elara_text_addf(out, "\\%c", c);
    } else {
      elara_text_addf(out, "\\u%04x", c);
    }
  }
  elara_text_bytes(out, run, (size_t)(p - run));
  elara_text_add(out, "\"");
}

static void
put_time(ElaraText* out, ElaraTime time)
{
  const char* const sign = time < 0 ? "-" : "";
  const uint64_t flicks = time < 0 ? 0 - (uint64_t)time : (uint64_t)time;
  uint64_t seconds = flicks / (uint64_t)ELARA_FLICKS_PER_S;
  const uint64_t rest = flicks % (uint64_t)ELARA_FLICKS_PER_S;
  // rest * 1e9 < 7.1e17 fits.
  uint64_t nanos = (rest * 1000000000u + (uint64_t)ELARA_FLICKS_PER_S / 2) /
                   (uint64_t)ELARA_FLICKS_PER_S;
  seconds += nanos / 1000000000u;
  nanos %= 1000000000u;
  elara_text_addf(out, "%s%llu.%09llu", sign, (unsigned long long)seconds,
                  (unsigned long long)nanos);
}

static void
put_real(ElaraText* out, double value)
{
  if (!isfinite(value)) value = 0.0;
  if (fabs(value) > 1e12) value = value < 0 ? -1e12 : 1e12;
  const long long micros = llround(value * 1e6);
  const unsigned long long size =
      micros < 0 ? 0 - (unsigned long long)micros : (unsigned long long)micros;
  elara_text_addf(out, "%s%llu.%06llu", micros < 0 ? "-" : "", size / 1000000,
                  size % 1000000);
}

static void
put_fields(ElaraText* out, const void* item, const Field* fields, size_t count);

static void
put_value(ElaraText* out, const void* value, const Field* field)
{
  switch (field->type) {
  case FIELD_INT:
    elara_text_addf(out, "%d", *(const int*)value);
    break;
  case FIELD_TIME:
    put_time(out, *(const ElaraTime*)value);
    break;
  case FIELD_REAL:
    put_real(out, *(const double*)value);
    break;
  case FIELD_TEXT:
    put_text(out, *(const char* const*)value);
    break;
  case FIELD_NAME:
    put_text(out, field->name_of(*(const unsigned*)value));
    break;
  case FIELD_FEELING:
    elara_text_add(out, "{");
    put_fields(out, value, feeling_fields, COUNT_OF(feeling_fields));
    elara_text_add(out, "}");
    break;
  }
}

static void
put_fields(ElaraText* out, const void* item, const Field* fields, size_t count)
{
  for (size_t i = 0; i < count; i++) {
    if (i) elara_text_add(out, ", ");
    elara_text_addf(out, "\"%s\": ", fields[i].key);
    put_value(out, (const char*)item + fields[i].offset, &fields[i]);
  }
}

ElaraStatus
elara_story_write(const ElaraStory* story, ElaraText* text)
{
  elara_text_add(text, "{\n");
  for (size_t i = 0; i < COUNT_OF(head_fields); i++) {
    const Field* const field = &head_fields[i];
    elara_text_addf(text, "\"%s\": ", field->key);
    put_value(text, (const char*)story + field->offset, field);
    elara_text_add(text, ",\n");
  }
  for (size_t i = 0; i < COUNT_OF(lists); i++) {
    const List* const list = &lists[i];
    const char* const base = (const char*)story;
    const char* const items = *(const char* const*)(base + list->items);
    const size_t count = *(const size_t*)(base + list->count);
    elara_text_addf(text, "\"%s\": [", list->key);
    for (size_t k = 0; k < count; k++) {
      elara_text_add(text, k ? ",\n  {" : "\n  {");
      put_fields(text, items + k * list->size, list->fields, list->field_count);
      elara_text_add(text, "}");
    }
    elara_text_add(text, i + 1 < COUNT_OF(lists) ? "\n],\n" : "\n]\n");
  }
  elara_text_add(text, "}\n");
  return text->failed ? ELARA_NO_MEMORY : ELARA_OK;
}

// Reading.

typedef struct {
  const char* name;
  ElaraDiags* diags;
  ElaraArena* arena;
  const char* list; // path of the value at hand: LIST[INDEX].OUTER.KEY
  size_t index;
  const char* outer; // "feeling" inside one
} Reader;

static ElaraStatus
wrong(const Reader* reader, const char* key, const char* expected)
{
  const char* const dot = reader->outer ? "." : "";
  const char* const outer = reader->outer ? reader->outer : "";
  if (reader->list) {
    elara_diag(reader->diags, ELARA_DIAG_ERROR, reader->name, 0, 0,
               "correct this value, or write the story anew",
               "%s[%zu]%s%s.%s: expected %s", reader->list, reader->index, dot,
               outer, key, expected);
  } else {
    elara_diag(reader->diags, ELARA_DIAG_ERROR, reader->name, 0, 0,
               "correct this value, or write the story anew", "%s: expected %s",
               key, expected);
  }
  return ELARA_BAD_INPUT;
}

static ElaraStatus read_fields(Reader* reader,
                               const json_t* object,
                               void* item,
                               const Field* fields,
                               size_t count);

static ElaraStatus
read_name(Reader* reader,
          const json_t* value,
          unsigned* into,
          const Field* field)
{
  const char* const text = json_string_value(value);
  for (unsigned i = 0; text && i < field->name_count; i++) {
    if (strcmp(text, field->name_of(i)) != 0) continue;
    *into = i;
    return ELARA_OK;
  }
  return wrong(reader, field->key, "one of the known names");
}

static ElaraStatus
read_int(Reader* reader, const json_t* value, int* into, const char* key)
{
  const json_int_t number =
      json_is_integer(value) ? json_integer_value(value) : INT64_MAX;
  if (number < INT32_MIN || number > INT32_MAX) {
    return wrong(reader, key, "a whole number");
  }
  *into = (int)number;
  return ELARA_OK;
}

static ElaraStatus
read_time(Reader* reader, const json_t* value, ElaraTime* into, const char* key)
{
  const double seconds =
      json_is_number(value) ? json_number_value(value) : HUGE_VAL;
  if (!(fabs(seconds) < 1e9)) {
    return wrong(reader, key, "a number of seconds");
  }
  *into = elara_time_from_s(seconds);
  return ELARA_OK;
}

static ElaraStatus
read_value(Reader* reader, const json_t* value, void* into, const Field* field)
{
  switch (field->type) {
  case FIELD_INT:
    return read_int(reader, value, (int*)into, field->key);
  case FIELD_TIME:
    return read_time(reader, value, (ElaraTime*)into, field->key);
  case FIELD_REAL:
    if (!json_is_number(value)) return wrong(reader, field->key, "a number");
    *(double*)into = json_number_value(value);
    return ELARA_OK;
  case FIELD_TEXT:
    if (!json_is_string(value)) return wrong(reader, field->key, "a text");
    *(const char**)into =
        elara_arena_strdup(reader->arena, json_string_value(value));
    ELARA_TRY_PTR(*(const char**)into);
    return ELARA_OK;
  case FIELD_NAME:
    return read_name(reader, value, (unsigned*)into, field);
  case FIELD_FEELING:
    break;
  }
  if (!json_is_object(value)) return wrong(reader, field->key, "an object");
  reader->outer = field->key;
  const ElaraStatus status = read_fields(reader, value, into, feeling_fields,
                                         COUNT_OF(feeling_fields));
  reader->outer = NULL;
  return status;
}

static ElaraStatus
read_fields(Reader* reader,
            const json_t* object,
            void* item,
            const Field* fields,
            size_t count)
{
  for (size_t i = 0; i < count; i++) {
    const json_t* const value = json_object_get(object, fields[i].key);
    if (!value) return wrong(reader, fields[i].key, "a value; it is missing");
    ELARA_TRY(
        read_value(reader, value, (char*)item + fields[i].offset, &fields[i]));
  }
  return ELARA_OK;
}

static ElaraStatus
read_list(Reader* reader,
          const json_t* root,
          ElaraStory* story,
          const List* list)
{
  const json_t* const array = json_object_get(root, list->key);
  reader->list = NULL;
  if (!json_is_array(array)) return wrong(reader, list->key, "a list");
  const size_t count = json_array_size(array);
  char* const items =
      (char*)elara_arena_array(reader->arena, count, list->size);
  ELARA_TRY_PTR(items);
  reader->list = list->key;
  for (size_t i = 0; i < count; i++) {
    const json_t* const object = json_array_get(array, i);
    reader->index = i;
    if (!json_is_object(object)) return wrong(reader, "", "an object");
    ELARA_TRY(read_fields(reader, object, items + i * list->size, list->fields,
                          list->field_count));
  }
  void* const where = (char*)story + list->items;
  memcpy(where, &items, sizeof items);
  *(size_t*)(void*)((char*)story + list->count) = count;
  return ELARA_OK;
}

static ElaraStatus
read_story(Reader* reader, const json_t* root, ElaraStory* story)
{
  if (!json_is_object(root)) return wrong(reader, "the file", "an object");
  ELARA_TRY(
      read_fields(reader, root, story, head_fields, COUNT_OF(head_fields)));
  for (size_t i = 0; i < COUNT_OF(lists); i++) {
    ELARA_TRY(read_list(reader, root, story, &lists[i]));
  }
  return elara_story_check(story, reader->diags) == ELARA_OK ? ELARA_OK
                                                             : ELARA_BAD_INPUT;
}

ElaraStatus
elara_story_read(const char* name,
                 const char* json,
                 size_t count,
                 ElaraDiags* diags,
                 ElaraStory** story)
{
  *story = NULL;
  json_error_t error;
  json_t* const root = json_loadb(json, count, JSON_REJECT_DUPLICATES, &error);
  if (!root) {
    elara_diag(diags, ELARA_DIAG_ERROR, name, error.line,
               error.column > 0 ? error.column : 1,
               "correct the JSON, or write the story anew", "%s", error.text);
    return ELARA_BAD_INPUT;
  }
  ElaraStatus status = ELARA_NO_MEMORY;
  ElaraArena* const arena = elara_arena_new();
  ElaraStory* const made =
      arena ? (ElaraStory*)elara_arena_alloc(arena, sizeof *made) : NULL;
  if (made) {
    made->arena = arena;
    Reader reader = {.name = name, .diags = diags, .arena = arena};
    status = read_story(&reader, root, made);
  }
  json_decref(root);
  if (status == ELARA_OK) {
    *story = made;
  } else {
    elara_arena_free(arena);
  }
  return status;
}
