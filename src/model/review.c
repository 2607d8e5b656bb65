// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

#include "model/review.h"

#include <math.h>
#include <string.h>

static const char* const shape_names[] = {
    [ELARA_SHAPE_RAGS_TO_RICHES] = "rags to riches",
    [ELARA_SHAPE_TRAGEDY] = "tragedy",
    [ELARA_SHAPE_MAN_IN_A_HOLE] = "man in a hole",
    [ELARA_SHAPE_ICARUS] = "Icarus",
    [ELARA_SHAPE_CINDERELLA] = "Cinderella",
    [ELARA_SHAPE_OEDIPUS] = "Oedipus",
    [ELARA_SHAPE_NONE] = "no clear arc",
};

static const char* const finding_names[] = {
    [ELARA_FINDING_LATE_START] = "late_start",
    [ELARA_FINDING_NO_CONFLICT] = "no_conflict",
    [ELARA_FINDING_NO_LEVITY] = "no_levity",
    [ELARA_FINDING_FLAT_VILLAIN] = "flat_villain",
    [ELARA_FINDING_NO_CHANGE] = "no_change",
    [ELARA_FINDING_VANISHES] = "vanishes",
    [ELARA_FINDING_ANTICLIMAX] = "anticlimax",
    [ELARA_FINDING_MONOLOGUES] = "monologues",
    [ELARA_FINDING_TONE_JUMPS] = "tone_jumps",
    [ELARA_FINDING_REPEATS] = "repeats",
    [ELARA_FINDING_UNDERWRITTEN] = "underwritten",
    [ELARA_FINDING_ONE_SIDED] = "one_sided",
    [ELARA_FINDING_WHO_IS_HERO] = "who_is_hero",
    [ELARA_FINDING_WHO_IS_VILLAIN] = "who_is_villain",
    [ELARA_FINDING_LEVITY] = "levity",
    [ELARA_FINDING_WOUNDED_VILLAIN] = "wounded_villain",
    [ELARA_FINDING_CHANGE] = "change",
    [ELARA_FINDING_CLIMAX] = "climax",
    [ELARA_FINDING_RETURNS] = "returns",
};

const char*
elara_arc_shape_name(ElaraArcShape shape)
{
  return (unsigned)shape < ELARA_SHAPE_COUNT ? shape_names[shape] : "";
}

const char*
elara_finding_kind_name(ElaraFindingKind kind)
{
  return (unsigned)kind < ELARA_FINDING_KIND_COUNT ? finding_names[kind] : "";
}

int
elara_finding_is_strength(ElaraFindingKind kind)
{
  return kind >= ELARA_FINDING_LEVITY;
}

void
elara_review_free(ElaraReview* review)
{
  if (review) elara_arena_free(review->arena);
}

// --- check -------------------------------------------------------------------

typedef struct {
  const ElaraReview* review;
  ElaraDiags* diags;
  int faults;
} Check;

static void
fault(Check* check, const char* where, size_t index, const char* what)
{
  check->faults++;
  elara_diag(check->diags, ELARA_DIAG_ERROR, check->review->source_name, 0, 0,
             "this is a bug of Elara's", "%s[%zu]: %s", where, index, what);
}

static int
is_within(double value, double low, double high)
{
  return isfinite(value) && value >= low && value <= high;
}

static int
is_feeling(const ElaraFeeling* f)
{
  return is_within(f->valence, -1.0, 1.0) && is_within(f->arousal, -1.0, 1.0) &&
         is_within(f->tension, -1.0, 1.0) && is_within(f->levity, -1.0, 1.0);
}

static int
is_index(int index, size_t count)
{
  return index >= 0 && (size_t)index < count;
}

static void
check_points(Check* check)
{
  const ElaraReview* const r = check->review;
  for (size_t i = 0; i < r->point_count; i++) {
    const ElaraReviewPoint* const p = &r->points[i];
    if (!is_feeling(&p->feeling)) fault(check, "points", i, "not a feeling");
    if (p->time < 0 || p->time > r->length)
      fault(check, "points", i, "outside the story");
    if (i > 0 && p->time < p[-1].time)
      fault(check, "points", i, "earlier than the one before");
  }
}

static void
check_scenes(Check* check)
{
  const ElaraReview* const r = check->review;
  for (size_t i = 0; i < r->scene_count; i++) {
    const ElaraReviewScene* const s = &r->scenes[i];
    if (s->end < s->start) fault(check, "scenes", i, "ends before it starts");
    if (i > 0 && s->start < s[-1].start)
      fault(check, "scenes", i, "earlier than the one before");
    if (!is_within(s->talk, 0.0, 1.0)) fault(check, "scenes", i, "talk");
  }
}

static void
check_indices(Check* check)
{
  const ElaraReview* const r = check->review;
  for (size_t i = 0; i < r->presence_count; i++) {
    const ElaraPresence* const p = &r->presences[i];
    if (!is_index(p->scene, r->scene_count) ||
        !is_index(p->person, r->person_count))
      fault(check, "presences", i, "no such scene or person");
    if (i > 0 && p->scene < p[-1].scene)
      fault(check, "presences", i, "out of order");
  }
  for (size_t i = 0; i < r->tie_count; i++) {
    const ElaraTie* const t = &r->ties[i];
    if (!is_index(t->a, r->person_count) || !is_index(t->b, r->person_count) ||
        t->a >= t->b || !is_index(t->act, r->act_count))
      fault(check, "ties", i, "no such people or act");
    if (!is_within(t->warmth, -1.0, 1.0) || !is_within(t->weight, 0.0, 1.0))
      fault(check, "ties", i, "weight or warmth out of range");
  }
}

static void
check_evidence(Check* check, const char* where, size_t i, const ElaraFinding* f)
{
  const ElaraReview* const r = check->review;
  for (size_t k = 0; k < f->evidence_count; k++) {
    const ElaraEvidence* const e = &f->evidence[k];
    if (e->line < 1 || e->line > r->line_last)
      fault(check, where, i, "its evidence is outside the script");
    if (e->scene >= (int)r->scene_count || !e->quote)
      fault(check, where, i, "its evidence has no place");
  }
}

static void
check_finding(Check* check, const char* where, size_t i, const ElaraFinding* f)
{
  const ElaraReview* const r = check->review;
  if (!is_within(f->strength, 0.0, 1.0))
    fault(check, where, i, "strength out of range");
  if (!f->text || !f->text[0] || !f->why || !f->detail)
    fault(check, where, i, "says nothing");
  if (f->person >= (int)r->person_count || f->scene >= (int)r->scene_count)
    fault(check, where, i, "no such person or scene");
  if (f->evidence_count == 0 && f->person < 0 && !f->detail[0])
    fault(check, where, i, "shows nothing");
  check_evidence(check, where, i, f);
}

static void
check_findings(Check* check,
               const char* where,
               const ElaraFinding* list,
               size_t count,
               int strengths)
{
  for (size_t i = 0; i < count; i++) {
    check_finding(check, where, i, &list[i]);
    if (elara_finding_is_strength(list[i].kind) != strengths)
      fault(check, where, i, "in the wrong list");
    if (i > 0 && list[i].strength > list[i - 1].strength)
      fault(check, where, i, "stronger than the one before");
    if (!strengths && list[i].text && !strchr(list[i].text, '?'))
      fault(check, where, i, "is no question");
  }
}

ElaraStatus
elara_review_check(const ElaraReview* review, ElaraDiags* diags)
{
  Check check = {review, diags, 0};
  check_points(&check);
  check_scenes(&check);
  check_indices(&check);
  check_findings(&check, "questions", review->questions, review->question_count,
                 0);
  check_findings(&check, "strengths", review->strengths, review->strength_count,
                 1);
  return check.faults ? ELARA_UNSATISFIED : ELARA_OK;
}
