// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

#include "model/fields.h"
#include "model/story.h"
#include "model/time.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const ElaraField feeling_fields[] = {
    ELARA_FIELD(ElaraFeeling, valence, "valence", REAL),
    ELARA_FIELD(ElaraFeeling, arousal, "arousal", REAL),
    ELARA_FIELD(ElaraFeeling, tension, "tension", REAL),
    ELARA_FIELD(ElaraFeeling, levity, "levity", REAL),
};
const ElaraShape elara_feeling_shape =
    ELARA_SHAPE(ElaraFeeling, LINE, feeling_fields);

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

static void write_shape(ElaraText* out,
                        const ElaraShape* shape,
                        const char* base,
                        int indent);

static void
new_line(ElaraText* out, int indent)
{
  elara_text_addf(out, "\n%*s", indent, "");
}

static void
write_items(ElaraText* out,
            const ElaraShape* shape,
            const char* items,
            size_t count,
            int indent)
{
  const int row = shape->form == ELARA_FORM_ROW;
  elara_text_add(out, "[");
  for (size_t i = 0; i < count; i++) {
    if (i) elara_text_add(out, ",");
    if (!row) new_line(out, indent + 1);
    write_shape(out, shape, items + i * shape->size, indent + 1);
  }
  if (count && !row) new_line(out, indent);
  elara_text_add(out, "]");
}

static void
write_array(ElaraText* out,
            const ElaraField* field,
            const char* base,
            int indent)
{
  size_t count;
  const char* items;
  memcpy(&count, base + field->count_offset, sizeof count);
  memcpy(&items, base + field->offset, sizeof items);
  write_items(out, field->shape, items, count, indent);
}

static void
write_inline(ElaraText* out,
             const ElaraField* field,
             const char* base,
             int indent)
{
  int count;
  memcpy(&count, base + field->count_offset, sizeof count);
  write_items(out, field->shape, base + field->offset,
              count > 0 ? (size_t)count : 0, indent);
}

static void
write_value(ElaraText* out,
            const ElaraField* field,
            const char* base,
            int indent)
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
  case ELARA_FIELD_INT:
    memcpy(&v.i, at, sizeof v.i);
    elara_text_addf(out, "%d", v.i);
    break;
  case ELARA_FIELD_TICK:
    memcpy(&v.l, at, sizeof v.l);
    elara_text_addf(out, "%" PRId64, v.l);
    break;
  case ELARA_FIELD_TIME:
    memcpy(&v.l, at, sizeof v.l);
    write_time(out, v.l);
    break;
  case ELARA_FIELD_REAL:
    memcpy(&v.d, at, sizeof v.d);
    write_real(out, v.d);
    break;
  case ELARA_FIELD_TEXT:
    memcpy(&v.s, at, sizeof v.s);
    write_text(out, v.s ? v.s : "");
    break;
  case ELARA_FIELD_SEED:
    memcpy(&v.seed, at, sizeof v.seed);
    elara_text_addf(out, "\"%" PRIu64 "\"", v.seed);
    break;
  case ELARA_FIELD_NAME:
    memcpy(&v.u, at, sizeof v.u);
    write_text(out, field->name_of(v.u));
    break;
  case ELARA_FIELD_FEELING:
    write_shape(out, &elara_feeling_shape, at, indent);
    break;
  case ELARA_FIELD_ARRAY:
    write_array(out, field, base, indent);
    break;
  case ELARA_FIELD_LETTERS:
    write_text(out, at);
    break;
  case ELARA_FIELD_INLINE:
    write_inline(out, field, base, indent);
    break;
  case ELARA_FIELD_ECHO:
    break;
  }
}

// True when FIELD has nothing to say and need not.
static int
is_silent(const ElaraField* field, const char* base)
{
  const char* text;
  size_t count;
  int number;
  if (field->type == ELARA_FIELD_ECHO) return 1;
  if (field->optional != ELARA_FIELD_SPARSE) return 0;
  switch (field->type) {
  case ELARA_FIELD_TEXT:
    memcpy(&text, base + field->offset, sizeof text);
    return !text || !*text;
  case ELARA_FIELD_ARRAY:
    memcpy(&count, base + field->count_offset, sizeof count);
    return count == 0;
  case ELARA_FIELD_INT:
    memcpy(&number, base + field->offset, sizeof number);
    return number == 0;
  default:
    return 0;
  }
}

static void
write_shape(ElaraText* out,
            const ElaraShape* shape,
            const char* base,
            int indent)
{
  const int block = shape->form == ELARA_FORM_BLOCK;
  const int row = shape->form == ELARA_FORM_ROW;
  elara_text_add(out, row ? "[" : "{");
  for (size_t i = 0; i < shape->count; i++) {
    const ElaraField* const field = &shape->fields[i];
    if (is_silent(field, base)) continue;
    if (i) elara_text_add(out, block || row ? "," : ", ");
    if (block) new_line(out, indent + 1);
    if (!row) elara_text_addf(out, "\"%s\": ", field->key);
    write_value(out, field, base, indent + 1);
  }
  if (block) new_line(out, indent);
  elara_text_add(out, row ? "]" : "}");
}

ElaraStatus
elara_shape_write(const ElaraShape* shape, const void* base, ElaraText* out)
{
  write_shape(out, shape, base, 0);
  elara_text_add(out, "\n");
  return out->failed ? ELARA_NO_MEMORY : ELARA_OK;
}
