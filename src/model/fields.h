// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// Papers as JSON by tables. One table a struct says which key is which field;
// writing and reading walk the same tables, so they cannot disagree.
//
// Times are seconds with nine decimals: a flick is 1.4 ns, so rounding to the
// nearest nanosecond and back gives the same flick. Reals have as many digits
// as it takes to read the same number back: a paper that was read makes the
// same music as the paper that was written. A seed is text, since JSON numbers
// stop at 2^53 in many tools.

#ifndef ELARA_MODEL_FIELDS_H
#define ELARA_MODEL_FIELDS_H

#include "base/arena.h"
#include "base/diag.h"
#include "base/text.h"

#include <jansson.h>

typedef enum {
  ELARA_FIELD_INT,
  ELARA_FIELD_TICK,
  ELARA_FIELD_TIME,
  ELARA_FIELD_REAL,
  ELARA_FIELD_TEXT,
  ELARA_FIELD_SEED,
  ELARA_FIELD_NAME, // an enum, by name
  ELARA_FIELD_FEELING,
  ELARA_FIELD_ARRAY,
  ELARA_FIELD_LETTERS, // a char array, ended by NUL; written only
  ELARA_FIELD_INLINE,  // items inside the struct, MOST of them, an int counts
  ELARA_FIELD_ECHO,    // what others write for the eye: known, but left alone
} ElaraFieldType;

// A field that is optional and sparse is not written when it is zero or empty.
enum { ELARA_FIELD_OPTIONAL = 1, ELARA_FIELD_SPARSE = 2 };

// How a struct is laid out.
typedef enum {
  ELARA_FORM_BLOCK, // { }, a key on each line
  ELARA_FORM_LINE,  // { } on one line
  ELARA_FORM_ROW,   // [ ], values without keys, beside its neighbours; written
                    //   only: for the many notes of a line
} ElaraForm;

typedef struct ElaraShape ElaraShape;

typedef struct {
  const char* key;
  size_t offset;
  ElaraFieldType type;
  int optional; // may be missing: then it is zero, or empty; see above
  const char* (*name_of)(unsigned value); // of an enum
  unsigned name_count;
  const ElaraShape* shape; // of the items of an array
  size_t count_offset;     //   where their number is kept
  size_t most;             //   and how many there is room for, inline
} ElaraField;

struct ElaraShape {
  size_t size;
  ElaraForm form;
  const ElaraField* fields;
  size_t count;
};

#define ELARA_FIELD(struct_, field_, key_, type_)                              \
  {                                                                            \
    .key = (key_), .type = ELARA_FIELD_##type_,                                \
    .offset = offsetof(struct_, field_)                                        \
  }
#define ELARA_NAMED(struct_, field_, key_, of_, count_)                        \
  {                                                                            \
    .key = (key_), .type = ELARA_FIELD_NAME,                                   \
    .offset = offsetof(struct_, field_), .name_of = (of_),                     \
    .name_count = (count_)                                                     \
  }
#define ELARA_LISTED(struct_, field_, key_, shape_, counter_)                  \
  {                                                                            \
    .key = (key_), .type = ELARA_FIELD_ARRAY,                                  \
    .offset = offsetof(struct_, field_), .shape = &(shape_),                   \
    .count_offset = offsetof(struct_, counter_)                                \
  }
#define ELARA_INLINED(struct_, field_, key_, shape_, counter_)                 \
  {                                                                            \
    .key = (key_), .type = ELARA_FIELD_INLINE,                                 \
    .offset = offsetof(struct_, field_), .shape = &(shape_),                   \
    .count_offset = offsetof(struct_, counter_),                               \
    .most = sizeof((struct_*)0)->field_ / sizeof *((struct_*)0)->field_        \
  }
#define ELARA_SHAPE(struct_, form_, fields_)                                   \
  {                                                                            \
    sizeof(struct_), ELARA_FORM_##form_, (fields_),                            \
        sizeof(fields_) / sizeof *(fields_)                                    \
  }

extern const ElaraShape elara_feeling_shape;
// Of the theme book, which a plan may hold.
extern const ElaraShape elara_theme_shape;
// Of the Story, where another paper repeats them.
extern const ElaraShape elara_presence_shape;
extern const ElaraShape elara_act_shape;
extern const ElaraShape elara_turn_shape;
extern const ElaraShape elara_event_shape;

// The struct at BASE as JSON and a newline.
ElaraStatus
elara_shape_write(const ElaraShape* shape, const void* base, ElaraText* out);

// Reading one file: who complains, and where the memory comes from.
typedef struct {
  const char* name; // of the file
  const char* what; // it is: "the plan"
  const char* hint; // what to do about a wrong value
  ElaraDiags* diags;
  ElaraArena* arena;
  char path[200]; // of the value being read: "cues[3].arc[0].time_s"
} ElaraFieldReader;

// Fills the zeroed struct at BASE. Nothing is believed: every type and size is
// checked, and a message names the value by its path. Order and ranges are the
// affair of the paper's own check.
ElaraStatus elara_shape_read(ElaraFieldReader* reader,
                             const ElaraShape* shape,
                             json_t* json,
                             void* base);

#endif
