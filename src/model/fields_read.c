// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

#include "model/fields.h"
#include "model/story.h"
#include "model/time.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static ElaraStatus
complain(ElaraFieldReader* r, const char* what, const char* hint)
{
  elara_diag(r->diags, ELARA_DIAG_ERROR, r->name, 0, 0, hint, "%s: %s",
             r->path[0] ? r->path : r->what, what);
  return ELARA_BAD_INPUT;
}

static ElaraStatus read_shape(ElaraFieldReader* r,
                              const ElaraShape* shape,
                              json_t* json,
                              char* base);

// 2^53: beyond it a JSON number is not exact everywhere.
#define EXACT_MOST ((json_int_t)1 << 53)

static ElaraStatus
read_integer(ElaraFieldReader* r,
             json_t* json,
             json_int_t most,
             json_int_t* value)
{
  if (!json_is_integer(json)) {
    return complain(r, "must be a whole number", r->hint);
  }
  *value = json_integer_value(json);
  if (*value < -most || *value > most) {
    return complain(r, "is too large a number", r->hint);
  }
  return ELARA_OK;
}

static ElaraStatus
read_number(ElaraFieldReader* r, json_t* json, double* value)
{
  if (!json_is_number(json)) return complain(r, "must be a number", r->hint);
  *value = json_number_value(json);
  return isfinite(*value) ? ELARA_OK : complain(r, "must be finite", r->hint);
}

static ElaraStatus
read_time(ElaraFieldReader* r, json_t* json, ElaraTime* time)
{
  double seconds;
  ELARA_TRY(read_number(r, json, &seconds));
  if (seconds < 0.0 || seconds > 1e6) {
    return complain(r, "must be seconds between 0 and 1000000", r->hint);
  }
  *time = elara_time_from_s(seconds);
  return ELARA_OK;
}

static ElaraStatus
read_seed(ElaraFieldReader* r, json_t* json, uint64_t* seed)
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
read_name(ElaraFieldReader* r,
          const ElaraField* field,
          json_t* json,
          unsigned* value)
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

// COUNT items in a row from AT, each named by its place in the list.
static ElaraStatus
read_items(ElaraFieldReader* r,
           const ElaraShape* shape,
           json_t* json,
           size_t count,
           char* at)
{
  const size_t length = strlen(r->path);
  for (size_t i = 0; i < count; i++) {
    snprintf(r->path + length, sizeof r->path - length, "[%zu]", i);
    ELARA_TRY(
        read_shape(r, shape, json_array_get(json, i), at + i * shape->size));
    r->path[length] = '\0';
  }
  return ELARA_OK;
}

static ElaraStatus
read_array(ElaraFieldReader* r,
           const ElaraField* field,
           json_t* json,
           char* base)
{
  if (!json_is_array(json)) return complain(r, "must be a list", r->hint);
  const size_t count = json_array_size(json);
  char* const items = elara_arena_array(r->arena, count, field->shape->size);
  ELARA_TRY_PTR(items);
  ELARA_TRY(read_items(r, field->shape, json, count, items));
  memcpy(base + field->offset, &items, sizeof items);
  memcpy(base + field->count_offset, &count, sizeof count);
  return ELARA_OK;
}

static ElaraStatus
read_inline(ElaraFieldReader* r,
            const ElaraField* field,
            json_t* json,
            char* base)
{
  if (!json_is_array(json)) return complain(r, "must be a list", r->hint);
  const size_t size = json_array_size(json);
  if (size > field->most) {
    char what[80];
    snprintf(what, sizeof what, "holds %zu, but there is room for %zu", size,
             field->most);
    return complain(r, what, "leave some out");
  }
  const int count = (int)size;
  memcpy(base + field->count_offset, &count, sizeof count);
  return read_items(r, field->shape, json, size, base + field->offset);
}

static ElaraStatus
read_text(ElaraFieldReader* r, json_t* json, const char** text)
{
  if (!json_is_string(json))
    return complain(r, "must be text in quotes", r->hint);
  *text = elara_arena_strdup(r->arena, json_string_value(json));
  return *text ? ELARA_OK : ELARA_NO_MEMORY;
}

static ElaraStatus
read_value(ElaraFieldReader* r,
           const ElaraField* field,
           json_t* json,
           char* base)
{
  char* const at = base + field->offset;
  json_int_t whole = 0;
  double real = 0.0;
  switch (field->type) {
  case ELARA_FIELD_INT: {
    ELARA_TRY(read_integer(r, json, 1 << 29, &whole));
    const int i = (int)whole;
    memcpy(at, &i, sizeof i);
    return ELARA_OK;
  }
  case ELARA_FIELD_TICK: {
    ELARA_TRY(read_integer(r, json, EXACT_MOST, &whole));
    const ElaraTick tick = (ElaraTick)whole;
    memcpy(at, &tick, sizeof tick);
    return ELARA_OK;
  }
  case ELARA_FIELD_TIME: {
    ElaraTime time = 0;
    ELARA_TRY(read_time(r, json, &time));
    memcpy(at, &time, sizeof time);
    return ELARA_OK;
  }
  case ELARA_FIELD_REAL:
    ELARA_TRY(read_number(r, json, &real));
    memcpy(at, &real, sizeof real);
    return ELARA_OK;
  case ELARA_FIELD_TEXT: {
    const char* text = NULL;
    ELARA_TRY(read_text(r, json, &text));
    memcpy(at, &text, sizeof text);
    return ELARA_OK;
  }
  case ELARA_FIELD_SEED: {
    uint64_t seed = 0;
    ELARA_TRY(read_seed(r, json, &seed));
    memcpy(at, &seed, sizeof seed);
    return ELARA_OK;
  }
  case ELARA_FIELD_NAME: {
    unsigned value = 0;
    ELARA_TRY(read_name(r, field, json, &value));
    memcpy(at, &value, sizeof value);
    return ELARA_OK;
  }
  case ELARA_FIELD_FEELING:
    return read_shape(r, &elara_feeling_shape, json, at);
  case ELARA_FIELD_ARRAY:
    return read_array(r, field, json, base);
  case ELARA_FIELD_INLINE:
    return read_inline(r, field, json, base);
  case ELARA_FIELD_LETTERS: // written only
  case ELARA_FIELD_ECHO:
    break;
  }
  return ELARA_OK;
}

// A key that nobody reads is most likely a slip of the pen.
static void
warn_unknown(ElaraFieldReader* r, const ElaraShape* shape, json_t* json)
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
read_shape(ElaraFieldReader* r,
           const ElaraShape* shape,
           json_t* json,
           char* base)
{
  if (!json_is_object(json)) return complain(r, "must be a { } group", "");
  const size_t length = strlen(r->path);
  for (size_t i = 0; i < shape->count; i++) {
    const ElaraField* const field = &shape->fields[i];
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

ElaraStatus
elara_shape_read(ElaraFieldReader* reader,
                 const ElaraShape* shape,
                 json_t* json,
                 void* base)
{
  return read_shape(reader, shape, json, base);
}
