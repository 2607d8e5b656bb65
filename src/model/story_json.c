// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// The Story as JSON: what is written is what is read.

#include "model/fields.h"
#include "model/story.h"

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

static const char*
format_name(unsigned value)
{
  return elara_script_format_name((ElaraScriptFormat)value);
}

static const char*
clock_name(unsigned value)
{
  return elara_clock_source_name((ElaraClockSource)value);
}

static const char*
person_kind_name(unsigned value)
{
  return elara_person_kind_name((ElaraPersonKind)value);
}

static const char*
turn_name(unsigned value)
{
  return elara_turn_kind_name((ElaraTurnKind)value);
}

static const ElaraField person_fields[] = {
    ELARA_FIELD(ElaraPerson, name, "name", TEXT),
    ELARA_FIELD(ElaraPerson, aliases, "aliases", TEXT),
    ELARA_NAMED(
        ElaraPerson, kind, "kind", person_kind_name, ELARA_PERSON_KIND_COUNT),
    ELARA_NAMED(ElaraPerson, role, "role", role_name, ELARA_ROLE_COUNT),
    ELARA_FIELD(ElaraPerson, confidence, "confidence", REAL),
    ELARA_FIELD(ElaraPerson, evidence, "evidence", TEXT),
    ELARA_FIELD(ElaraPerson, evidence_line, "evidence_line", INT),
    ELARA_FIELD(ElaraPerson, speeches, "speeches", INT),
    ELARA_FIELD(ElaraPerson, words, "words", INT),
    ELARA_FIELD(ElaraPerson, scenes, "scenes", INT),
    ELARA_FIELD(ElaraPerson, first_line, "first_line", INT),
    ELARA_FIELD(ElaraPerson, first_time, "first_s", TIME),
    ELARA_FIELD(ElaraPerson, feeling, "feeling", FEELING),
    ELARA_FIELD(ElaraPerson, arc, "arc", REAL),
};
static const ElaraShape person_shape =
    ELARA_SHAPE(ElaraPerson, LINE, person_fields);

static const ElaraField relation_fields[] = {
    ELARA_FIELD(ElaraRelation, a, "a", INT),
    ELARA_FIELD(ElaraRelation, b, "b", INT),
    ELARA_FIELD(ElaraRelation, weight, "weight", REAL),
    ELARA_FIELD(ElaraRelation, warmth, "warmth", REAL),
    ELARA_FIELD(ElaraRelation, first_line, "first_line", INT),
};
static const ElaraShape relation_shape =
    ELARA_SHAPE(ElaraRelation, LINE, relation_fields);

static const ElaraField presence_fields[] = {
    ELARA_FIELD(ElaraPresence, scene, "scene", INT),
    ELARA_FIELD(ElaraPresence, person, "person", INT),
    ELARA_FIELD(ElaraPresence, how, "how", INT),
    ELARA_FIELD(ElaraPresence, line, "line", INT),
    ELARA_FIELD(ElaraPresence, speeches, "speeches", INT),
    ELARA_FIELD(ElaraPresence, words, "words", INT),
};
const ElaraShape elara_presence_shape =
    ELARA_SHAPE(ElaraPresence, LINE, presence_fields);

static const ElaraField act_fields[] = {
    ELARA_FIELD(ElaraAct, name, "name", TEXT),
    ELARA_FIELD(ElaraAct, line, "line", INT),
    ELARA_FIELD(ElaraAct, first_scene, "first_scene", INT),
    ELARA_FIELD(ElaraAct, scene_count, "scene_count", INT),
    ELARA_FIELD(ElaraAct, start, "start_s", TIME),
    ELARA_FIELD(ElaraAct, end, "end_s", TIME),
};
const ElaraShape elara_act_shape = ELARA_SHAPE(ElaraAct, LINE, act_fields);

static const ElaraField bond_fields[] = {
    ELARA_FIELD(ElaraBond, relation, "relation", INT),
    ELARA_FIELD(ElaraBond, act, "act", INT),
    ELARA_FIELD(ElaraBond, turns, "turns", INT),
    ELARA_FIELD(ElaraBond, weight, "weight", REAL),
    ELARA_FIELD(ElaraBond, warmth, "warmth", REAL),
    ELARA_FIELD(ElaraBond, line, "line", INT),
};
static const ElaraShape bond_shape = ELARA_SHAPE(ElaraBond, LINE, bond_fields);

static const ElaraField turn_fields[] = {
    ELARA_NAMED(ElaraTurn, kind, "kind", turn_name, ELARA_TURN_COUNT),
    ELARA_FIELD(ElaraTurn, time, "time_s", TIME),
    ELARA_FIELD(ElaraTurn, error, "error_s", TIME),
    ELARA_FIELD(ElaraTurn, scene, "scene", INT),
    ELARA_FIELD(ElaraTurn, line, "line", INT),
    ELARA_FIELD(ElaraTurn, quote, "quote", TEXT),
};
const ElaraShape elara_turn_shape = ELARA_SHAPE(ElaraTurn, LINE, turn_fields);

static const ElaraField scene_fields[] = {
    ELARA_FIELD(ElaraScene, heading, "heading", TEXT),
    ELARA_FIELD(ElaraScene, place, "place", TEXT),
    ELARA_FIELD(ElaraScene, moment, "moment", TEXT),
    ELARA_FIELD(ElaraScene, interior, "interior", INT),
    ELARA_FIELD(ElaraScene, line, "line", INT),
    ELARA_FIELD(ElaraScene, line_last, "line_last", INT),
    ELARA_FIELD(ElaraScene, first_element, "first_element", INT),
    ELARA_FIELD(ElaraScene, element_count, "element_count", INT),
    ELARA_FIELD(ElaraScene, start, "start_s", TIME),
    ELARA_FIELD(ElaraScene, end, "end_s", TIME),
    ELARA_FIELD(ElaraScene, start_error, "start_error_s", TIME),
    ELARA_FIELD(ElaraScene, feeling, "feeling", FEELING),
};
static const ElaraShape scene_shape =
    ELARA_SHAPE(ElaraScene, LINE, scene_fields);

static const ElaraField beat_fields[] = {
    ELARA_FIELD(ElaraBeat, scene, "scene", INT),
    ELARA_FIELD(ElaraBeat, line, "line", INT),
    ELARA_FIELD(ElaraBeat, line_last, "line_last", INT),
    ELARA_FIELD(ElaraBeat, first_element, "first_element", INT),
    ELARA_FIELD(ElaraBeat, element_count, "element_count", INT),
    ELARA_FIELD(ElaraBeat, start, "start_s", TIME),
    ELARA_FIELD(ElaraBeat, end, "end_s", TIME),
    ELARA_FIELD(ElaraBeat, feeling, "feeling", FEELING),
    ELARA_FIELD(ElaraBeat, speech, "speech", REAL),
    ELARA_FIELD(ElaraBeat, evidence_line, "evidence_line", INT),
    ELARA_FIELD(ElaraBeat, evidence, "evidence", TEXT),
};
static const ElaraShape beat_shape = ELARA_SHAPE(ElaraBeat, LINE, beat_fields);

static const ElaraField event_fields[] = {
    ELARA_NAMED(ElaraEvent, kind, "kind", event_name, ELARA_EVENT_KIND_COUNT),
    ELARA_FIELD(ElaraEvent, time, "time_s", TIME),
    ELARA_FIELD(ElaraEvent, line, "line", INT),
    ELARA_FIELD(ElaraEvent, scene, "scene", INT),
    ELARA_FIELD(ElaraEvent, person, "person", INT),
    ELARA_FIELD(ElaraEvent, other, "other", INT),
    ELARA_FIELD(ElaraEvent, strength, "strength", REAL),
    ELARA_FIELD(ElaraEvent, confidence, "confidence", REAL),
    ELARA_FIELD(ElaraEvent, quote, "quote", TEXT),
};
const ElaraShape elara_event_shape =
    ELARA_SHAPE(ElaraEvent, LINE, event_fields);

static const ElaraField element_fields[] = {
    ELARA_NAMED(
        ElaraElement, kind, "kind", element_name, ELARA_ELEMENT_KIND_COUNT),
    ELARA_FIELD(ElaraElement, line, "line", INT),
    ELARA_FIELD(ElaraElement, line_last, "line_last", INT),
    ELARA_FIELD(ElaraElement, scene, "scene", INT),
    ELARA_FIELD(ElaraElement, person, "person", INT),
    ELARA_FIELD(ElaraElement, depth, "depth", INT),
    ELARA_FIELD(ElaraElement, dual, "dual", INT),
    ELARA_FIELD(ElaraElement, words, "words", INT),
    ELARA_FIELD(ElaraElement, eighths, "eighths", INT),
    ELARA_FIELD(ElaraElement, feeling, "feeling", FEELING),
    ELARA_FIELD(ElaraElement, start, "start_s", TIME),
    ELARA_FIELD(ElaraElement, end, "end_s", TIME),
    ELARA_FIELD(ElaraElement, extra, "extra", TEXT),
    ELARA_FIELD(ElaraElement, text, "text", TEXT),
};
static const ElaraShape element_shape =
    ELARA_SHAPE(ElaraElement, LINE, element_fields);

static const ElaraField story_fields[] = {
    ELARA_FIELD(ElaraStory, title, "title", TEXT),
    ELARA_FIELD(ElaraStory, author, "author", TEXT),
    ELARA_FIELD(ElaraStory, source_name, "source", TEXT),
    ELARA_NAMED(
        ElaraStory, format, "format", format_name, ELARA_SCRIPT_FORMAT_COUNT),
    ELARA_FIELD(ElaraStory, format_confidence, "format_confidence", REAL),
    ELARA_FIELD(ElaraStory, length, "length_s", TIME),
    ELARA_FIELD(ElaraStory, time_scale, "time_scale", REAL),
    ELARA_NAMED(ElaraStory, clock, "clock", clock_name, ELARA_CLOCK_COUNT),
    ELARA_FIELD(ElaraStory, time_error, "time_error", REAL),
    ELARA_FIELD(ElaraStory, tone, "tone", REAL),
    ELARA_FIELD(ElaraStory, pages, "pages", INT),
    ELARA_LISTED(ElaraStory, people, "people", person_shape, person_count),
    ELARA_LISTED(
        ElaraStory, relations, "relations", relation_shape, relation_count),
    ELARA_LISTED(ElaraStory,
                 presences,
                 "presences",
                 elara_presence_shape,
                 presence_count),
    ELARA_LISTED(ElaraStory, acts, "acts", elara_act_shape, act_count),
    ELARA_LISTED(ElaraStory, bonds, "bonds", bond_shape, bond_count),
    ELARA_LISTED(ElaraStory, turns, "turns", elara_turn_shape, turn_count),
    ELARA_LISTED(ElaraStory, scenes, "scenes", scene_shape, scene_count),
    ELARA_LISTED(ElaraStory, beats, "beats", beat_shape, beat_count),
    ELARA_LISTED(ElaraStory, events, "events", elara_event_shape, event_count),
    ELARA_LISTED(
        ElaraStory, elements, "elements", element_shape, element_count),
};
static const ElaraShape story_shape =
    ELARA_SHAPE(ElaraStory, BLOCK, story_fields);

ElaraStatus
elara_story_write(const ElaraStory* story, ElaraText* text)
{
  return elara_shape_write(&story_shape, story, text);
}

static ElaraStatus
read_story(ElaraFieldReader* reader, json_t* root, ElaraStory** story)
{
  ElaraStory* const made = elara_arena_alloc(reader->arena, sizeof *made);
  ELARA_TRY_PTR(made);
  made->arena = reader->arena;
  ELARA_TRY(elara_shape_read(reader, &story_shape, root, made));
  const ElaraStatus status = elara_story_check(made, reader->diags);
  if (status == ELARA_OK) *story = made;
  return status == ELARA_NO_MEMORY || status == ELARA_OK ? status
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
  ElaraFieldReader reader = {
      .name = name,
      .what = "the story",
      .hint = "correct this value, or write the story anew",
      .diags = diags,
      .arena = elara_arena_new(),
  };
  const ElaraStatus status =
      reader.arena ? read_story(&reader, root, story) : ELARA_NO_MEMORY;
  json_decref(root);
  if (status != ELARA_OK) elara_arena_free(reader.arena);
  return status;
}
