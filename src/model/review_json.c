// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// The Review as JSON, for other tools to show; it is not read back.

#include "model/fields.h"
#include "model/review.h"

static const char*
shape_name(unsigned v)
{
  return elara_arc_shape_name((ElaraArcShape)v);
}

static const char*
finding_name(unsigned v)
{
  return elara_finding_kind_name((ElaraFindingKind)v);
}

static const char*
role_name(unsigned v)
{
  return elara_role_name((ElaraRole)v);
}

static const char*
person_kind_name(unsigned v)
{
  return elara_person_kind_name((ElaraPersonKind)v);
}

static const char*
format_name(unsigned v)
{
  return elara_script_format_name((ElaraScriptFormat)v);
}

static const char*
clock_name(unsigned v)
{
  return elara_clock_source_name((ElaraClockSource)v);
}

static const ElaraField point_fields[] = {
    ELARA_FIELD(ElaraReviewPoint, time, "time_s", TIME),
    ELARA_FIELD(ElaraReviewPoint, feeling, "feeling", FEELING),
};
static const ElaraShape point_shape =
    ELARA_SHAPE(ElaraReviewPoint, LINE, point_fields);

static const ElaraField person_fields[] = {
    ELARA_FIELD(ElaraReviewPerson, name, "name", TEXT),
    ELARA_NAMED(ElaraReviewPerson,
                kind,
                "kind",
                person_kind_name,
                ELARA_PERSON_KIND_COUNT),
    ELARA_NAMED(ElaraReviewPerson, role, "role", role_name, ELARA_ROLE_COUNT),
    ELARA_FIELD(ElaraReviewPerson, confidence, "confidence", REAL),
    ELARA_FIELD(ElaraReviewPerson, speeches, "speeches", INT),
    ELARA_FIELD(ElaraReviewPerson, words, "words", INT),
    ELARA_FIELD(ElaraReviewPerson, scenes, "scenes", INT),
    ELARA_FIELD(ElaraReviewPerson, first_line, "first_line", INT),
    ELARA_FIELD(ElaraReviewPerson, last_line, "last_line", INT),
    ELARA_FIELD(ElaraReviewPerson, first_time, "first_s", TIME),
    ELARA_FIELD(ElaraReviewPerson, last_time, "last_s", TIME),
    ELARA_FIELD(ElaraReviewPerson, change, "change", REAL),
};
static const ElaraShape person_shape =
    ELARA_SHAPE(ElaraReviewPerson, LINE, person_fields);

static const ElaraField scene_fields[] = {
    ELARA_FIELD(ElaraReviewScene, name, "name", TEXT),
    ELARA_FIELD(ElaraReviewScene, line, "line", INT),
    ELARA_FIELD(ElaraReviewScene, start, "start_s", TIME),
    ELARA_FIELD(ElaraReviewScene, end, "end_s", TIME),
    ELARA_FIELD(ElaraReviewScene, start_error, "start_error_s", TIME),
    ELARA_FIELD(ElaraReviewScene, talk, "talk", REAL),
    ELARA_FIELD(ElaraReviewScene, feeling, "feeling", FEELING),
};
static const ElaraShape scene_shape =
    ELARA_SHAPE(ElaraReviewScene, LINE, scene_fields);

static const ElaraField tie_fields[] = {
    ELARA_FIELD(ElaraTie, a, "a", INT),
    ELARA_FIELD(ElaraTie, b, "b", INT),
    ELARA_FIELD(ElaraTie, act, "act", INT),
    ELARA_FIELD(ElaraTie, turns, "turns", INT),
    ELARA_FIELD(ElaraTie, weight, "weight", REAL),
    ELARA_FIELD(ElaraTie, warmth, "warmth", REAL),
    ELARA_FIELD(ElaraTie, line, "line", INT),
};
static const ElaraShape tie_shape = ELARA_SHAPE(ElaraTie, LINE, tie_fields);

static const ElaraField evidence_fields[] = {
    ELARA_FIELD(ElaraEvidence, line, "line", INT),
    ELARA_FIELD(ElaraEvidence, scene, "scene", INT),
    ELARA_FIELD(ElaraEvidence, time, "time_s", TIME),
    ELARA_FIELD(ElaraEvidence, quote, "quote", TEXT),
};
static const ElaraShape evidence_shape =
    ELARA_SHAPE(ElaraEvidence, LINE, evidence_fields);

static const ElaraField finding_fields[] = {
    ELARA_NAMED(
        ElaraFinding, kind, "kind", finding_name, ELARA_FINDING_KIND_COUNT),
    ELARA_FIELD(ElaraFinding, strength, "strength", REAL),
    ELARA_FIELD(ElaraFinding, text, "text", TEXT),
    ELARA_FIELD(ElaraFinding, detail, "detail", TEXT),
    ELARA_FIELD(ElaraFinding, why, "why", TEXT),
    ELARA_FIELD(ElaraFinding, person, "person", INT),
    ELARA_FIELD(ElaraFinding, scene, "scene", INT),
    ELARA_LISTED(
        ElaraFinding, evidence, "evidence", evidence_shape, evidence_count),
};
static const ElaraShape finding_shape =
    ELARA_SHAPE(ElaraFinding, BLOCK, finding_fields);

#define LISTED(list_, shape_, counter_)                                        \
  ELARA_LISTED(ElaraReview, list_, #list_, shape_, counter_)

static const ElaraField review_fields[] = {
    ELARA_FIELD(ElaraReview, title, "title", TEXT),
    ELARA_FIELD(ElaraReview, author, "author", TEXT),
    ELARA_FIELD(ElaraReview, source_name, "source", TEXT),
    ELARA_NAMED(
        ElaraReview, format, "format", format_name, ELARA_SCRIPT_FORMAT_COUNT),
    ELARA_FIELD(ElaraReview, format_confidence, "format_confidence", REAL),
    ELARA_NAMED(ElaraReview, clock, "clock", clock_name, ELARA_CLOCK_COUNT),
    ELARA_FIELD(ElaraReview, time_error, "time_error", REAL),
    ELARA_FIELD(ElaraReview, tone, "tone", REAL),
    ELARA_FIELD(ElaraReview, pages, "pages", INT),
    ELARA_FIELD(ElaraReview, line_last, "lines", INT),
    ELARA_FIELD(ElaraReview, length, "length_s", TIME),
    ELARA_FIELD(ElaraReview, talk, "talk", REAL),
    ELARA_NAMED(ElaraReview, shape, "shape", shape_name, ELARA_SHAPE_COUNT),
    ELARA_FIELD(ElaraReview, shape_likeness, "shape_likeness", REAL),
    LISTED(questions, finding_shape, question_count),
    LISTED(strengths, finding_shape, strength_count),
    LISTED(people, person_shape, person_count),
    LISTED(scenes, scene_shape, scene_count),
    LISTED(presences, elara_presence_shape, presence_count),
    LISTED(acts, elara_act_shape, act_count),
    LISTED(ties, tie_shape, tie_count),
    LISTED(turns, elara_turn_shape, turn_count),
    LISTED(moments, elara_event_shape, moment_count),
    LISTED(light, evidence_shape, light_count),
    LISTED(points, point_shape, point_count),
};
static const ElaraShape review_shape =
    ELARA_SHAPE(ElaraReview, BLOCK, review_fields);

ElaraStatus
elara_review_write(const ElaraReview* review, ElaraText* text)
{
  return elara_shape_write(&review_shape, review, text);
}
