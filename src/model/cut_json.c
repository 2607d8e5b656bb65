// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// The Cut as JSON, to be read, edited by hand and fed back: a scene's start_s
// that is set by hand stays where FIXED is 1. Times rule over frames nowhere:
// both are written, and must agree.

#include "model/cut.h"
#include "model/fields.h"

#include <string.h>

static const char*
join_name(unsigned v)
{
  return elara_join_name((ElaraJoin)v);
}

static const char*
action_name(unsigned v)
{
  return elara_action_name((ElaraActionKind)v);
}

#define LOOK_FIELDS(struct_)                                                   \
  ELARA_FIELD(struct_, look.motion, "motion", REAL),                           \
      ELARA_FIELD(struct_, look.brightness, "brightness", REAL),               \
      ELARA_FIELD(struct_, look.contrast, "contrast", REAL),                   \
      ELARA_FIELD(struct_, look.warmth, "warmth", REAL),                       \
      ELARA_FIELD(struct_, look.cut_rate, "cut_rate", REAL),                   \
      ELARA_FIELD(struct_, look.sound_lufs, "sound_lufs", REAL)

static const ElaraField shot_fields[] = {
    ELARA_FIELD(ElaraShot, first_frame, "first_frame", TICK),
    ELARA_FIELD(ElaraShot, frame_count, "frames", TICK),
    ELARA_FIELD(ElaraShot, start, "start_s", TIME),
    ELARA_FIELD(ElaraShot, end, "end_s", TIME),
    ELARA_NAMED(ElaraShot, join, "join", join_name, ELARA_JOIN_COUNT),
    ELARA_FIELD(ElaraShot, join_first, "join_first", TICK),
    ELARA_FIELD(ElaraShot, join_last, "join_last", TICK),
    ELARA_FIELD(ElaraShot, confidence, "confidence", REAL),
    ELARA_FIELD(ElaraShot, change, "change", REAL),
    ELARA_FIELD(ElaraShot, black, "black", INT),
    ELARA_FIELD(ElaraShot, setting, "setting", INT),
    LOOK_FIELDS(ElaraShot),
};
static const ElaraShape shot_shape = ELARA_SHAPE(ElaraShot, LINE, shot_fields);

static const ElaraField look_fields[] = {
    ELARA_FIELD(ElaraLookPoint, time, "time_s", TIME),
    LOOK_FIELDS(ElaraLookPoint),
};
static const ElaraShape look_shape =
    ELARA_SHAPE(ElaraLookPoint, LINE, look_fields);

static const ElaraField action_fields[] = {
    ELARA_NAMED(ElaraAction, kind, "kind", action_name, ELARA_ACTION_COUNT),
    ELARA_FIELD(ElaraAction, frame, "frame", TICK),
    ELARA_FIELD(ElaraAction, time, "time_s", TIME),
    ELARA_FIELD(ElaraAction, strength, "strength", REAL),
};
static const ElaraShape action_shape =
    ELARA_SHAPE(ElaraAction, LINE, action_fields);

static const ElaraField placing_fields[] = {
    ELARA_FIELD(ElaraPlacing, scene, "scene", INT),
    ELARA_FIELD(ElaraPlacing, start, "start_s", TIME),
    ELARA_FIELD(ElaraPlacing, fixed, "fixed", INT),
    ELARA_FIELD(ElaraPlacing, confidence, "confidence", REAL),
    ELARA_FIELD(ElaraPlacing, line, "line", INT),
    ELARA_FIELD(ElaraPlacing, heading, "heading", TEXT),
};
static const ElaraShape placing_shape =
    ELARA_SHAPE(ElaraPlacing, LINE, placing_fields);

static const ElaraField cut_fields[] = {
    ELARA_FIELD(ElaraCut, source_name, "source", TEXT),
    ELARA_FIELD(ElaraCut, clock.num, "frame_rate", INT),
    ELARA_FIELD(ElaraCut, clock.den, "frame_rate_per", INT),
    ELARA_FIELD(ElaraCut, clock.drop, "drop_frame", INT),
    ELARA_FIELD(ElaraCut, clock.start, "first_frame", TICK),
    ELARA_FIELD(ElaraCut, width, "width", INT),
    ELARA_FIELD(ElaraCut, height, "height", INT),
    ELARA_FIELD(ElaraCut, frame_count, "frames", TICK),
    ELARA_FIELD(ElaraCut, length, "length_s", TIME),
    ELARA_FIELD(ElaraCut, has_sound, "has_sound", INT),
    {.key = "scenes",
     .type = ELARA_FIELD_ARRAY,
     .optional = 1,
     .offset = offsetof(ElaraCut, placings),
     .shape = &placing_shape,
     .count_offset = offsetof(ElaraCut, placing_count)},
    ELARA_LISTED(ElaraCut, shots, "shots", shot_shape, shot_count),
    ELARA_LISTED(ElaraCut, actions, "actions", action_shape, action_count),
    ELARA_LISTED(ElaraCut, looks, "looks", look_shape, look_count),
};
static const ElaraShape cut_shape = ELARA_SHAPE(ElaraCut, BLOCK, cut_fields);

ElaraStatus
elara_cut_write(const ElaraCut* cut, ElaraText* text)
{
  return elara_shape_write(&cut_shape, cut, text);
}

static int
stands_in_the_way(const ElaraCut* cut, size_t index)
{
  const ElaraPlacing* const p = cut->placings;
  if (p[index].fixed) return 0;
  for (size_t i = 0; i < cut->placing_count; i++) {
    if (!p[i].fixed) continue;
    if (i < index ? p[i].start >= p[index].start : p[i].start <= p[index].start)
      return 1;
  }
  return 0;
}

// A scene moved by hand past others that were guessed: the guesses give way.
static void
drop_guesses(ElaraCut* cut)
{
  // Fixed ones stay, so that those kept so far leave the question as it is.
  for (size_t i = 0; i < cut->placing_count;) {
    if (!stands_in_the_way(cut, i)) {
      i++;
      continue;
    }
    cut->placing_count--;
    memmove(&cut->placings[i], &cut->placings[i + 1],
            (cut->placing_count - i) * sizeof *cut->placings);
  }
}

static ElaraStatus
read_cut(ElaraFieldReader* r, json_t* json, ElaraCut** cut)
{
  ElaraCut* const p = elara_arena_alloc(r->arena, sizeof *p);
  ELARA_TRY_PTR(p);
  p->arena = r->arena;
  ELARA_TRY(elara_shape_read(r, &cut_shape, json, p));
  drop_guesses(p);
  // What the check finds wrong stands in this file, not in the film.
  const char* const source = p->source_name;
  p->source_name = r->name;
  const ElaraStatus status = elara_cut_check(p, r->diags);
  p->source_name = source;
  if (status == ELARA_OK) *cut = p;
  return status;
}

ElaraStatus
elara_cut_read(const char* name,
               const char* json,
               size_t count,
               ElaraDiags* diags,
               ElaraCut** cut)
{
  *cut = NULL;
  json_error_t error;
  json_t* const root = json_loadb(json, count, JSON_REJECT_DUPLICATES, &error);
  if (!root) {
    elara_diag(diags, ELARA_DIAG_ERROR, name, error.line, error.column,
               "a cut is JSON as \"elara cut\" writes it", "%s", error.text);
    return ELARA_BAD_INPUT;
  }
  ElaraFieldReader reader = {.name = name,
                             .what = "the cut",
                             .hint = "compare it with what elara cut prints",
                             .diags = diags,
                             .arena = elara_arena_new()};
  const ElaraStatus status =
      reader.arena ? read_cut(&reader, root, cut) : ELARA_NO_MEMORY;
  json_decref(root);
  if (status != ELARA_OK) elara_arena_free(reader.arena);
  return status;
}
