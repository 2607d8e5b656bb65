// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

#include "model/story.h"

#include <math.h>

static const char* const element_names[] = {
    [ELARA_ELEMENT_TITLE] = "title",
    [ELARA_ELEMENT_HEADING] = "heading",
    [ELARA_ELEMENT_ACTION] = "action",
    [ELARA_ELEMENT_CHARACTER] = "character",
    [ELARA_ELEMENT_PARENTHETICAL] = "parenthetical",
    [ELARA_ELEMENT_DIALOGUE] = "dialogue",
    [ELARA_ELEMENT_LYRIC] = "lyric",
    [ELARA_ELEMENT_TRANSITION] = "transition",
    [ELARA_ELEMENT_CENTERED] = "centered",
    [ELARA_ELEMENT_SECTION] = "section",
    [ELARA_ELEMENT_SYNOPSIS] = "synopsis",
    [ELARA_ELEMENT_NOTE] = "note",
    [ELARA_ELEMENT_BONEYARD] = "boneyard",
    [ELARA_ELEMENT_PAGE_BREAK] = "page_break",
};

static const char* const role_names[] = {
    [ELARA_ROLE_PRINCIPAL] = "principal",
    [ELARA_ROLE_PROTAGONIST] = "protagonist",
    [ELARA_ROLE_ANTAGONIST] = "antagonist",
    [ELARA_ROLE_SUPPORTING] = "supporting",
    [ELARA_ROLE_EXTRA] = "extra",
};

static const char* const event_names[] = {
    [ELARA_EVENT_ENTRANCE] = "entrance",
    [ELARA_EVENT_MEETING] = "meeting",
    [ELARA_EVENT_REUNION] = "reunion",
    [ELARA_EVENT_DEATH] = "death",
    [ELARA_EVENT_FIGHT] = "fight",
    [ELARA_EVENT_CHASE] = "chase",
    [ELARA_EVENT_KISS] = "kiss",
    [ELARA_EVENT_REVELATION] = "revelation",
    [ELARA_EVENT_MAGIC] = "magic",
    [ELARA_EVENT_JOKE] = "joke",
    [ELARA_EVENT_SOUND] = "sound",
    [ELARA_EVENT_SILENCE] = "silence",
    [ELARA_EVENT_CUT] = "cut",
    [ELARA_EVENT_MUSIC_NOTE] = "music_note",
    [ELARA_EVENT_EXIT] = "exit",
    [ELARA_EVENT_LAST_EXIT] = "last_exit",
    [ELARA_EVENT_BANTER] = "banter",
    [ELARA_EVENT_INTERRUPTION] = "interruption",
    [ELARA_EVENT_WEATHER] = "weather",
    [ELARA_EVENT_DAYTIME] = "daytime",
};

static const char* const format_names[] = {
    [ELARA_SCRIPT_FOUNTAIN] = "fountain",
    [ELARA_SCRIPT_FDX] = "fdx",
    [ELARA_SCRIPT_TEXT] = "text",
};

static const char* const clock_names[] = {
    [ELARA_CLOCK_ESTIMATE] = "estimate",   [ELARA_CLOCK_LENGTH] = "length",
    [ELARA_CLOCK_EIGHTHS] = "eighths",     [ELARA_CLOCK_PICTURE] = "picture",
    [ELARA_CLOCK_SUBTITLES] = "subtitles",
};

static const char* const person_kind_names[] = {
    [ELARA_PERSON_NAMED] = "named",
    [ELARA_PERSON_NUMBERED] = "numbered",
    [ELARA_PERSON_GROUP] = "group",
};

static const char* const turn_names[] = {
    [ELARA_TURN_OPPORTUNITY] = "opportunity",
    [ELARA_TURN_CHANGE_OF_PLANS] = "change_of_plans",
    [ELARA_TURN_NO_RETURN] = "point_of_no_return",
    [ELARA_TURN_SETBACK] = "major_setback",
    [ELARA_TURN_CLIMAX] = "climax",
};

const char*
elara_element_kind_name(ElaraElementKind kind)
{
  return (unsigned)kind < ELARA_ELEMENT_KIND_COUNT ? element_names[kind] : "?";
}

const char*
elara_role_name(ElaraRole role)
{
  return (unsigned)role < ELARA_ROLE_COUNT ? role_names[role] : "?";
}

const char*
elara_event_kind_name(ElaraEventKind kind)
{
  return (unsigned)kind < ELARA_EVENT_KIND_COUNT ? event_names[kind] : "?";
}

const char*
elara_script_format_name(ElaraScriptFormat format)
{
  return (unsigned)format < ELARA_SCRIPT_FORMAT_COUNT ? format_names[format]
                                                      : "?";
}

const char*
elara_clock_source_name(ElaraClockSource source)
{
  return (unsigned)source < ELARA_CLOCK_COUNT ? clock_names[source] : "?";
}

const char*
elara_person_kind_name(ElaraPersonKind kind)
{
  return (unsigned)kind < ELARA_PERSON_KIND_COUNT ? person_kind_names[kind]
                                                  : "?";
}

const char*
elara_turn_kind_name(ElaraTurnKind kind)
{
  return (unsigned)kind < ELARA_TURN_COUNT ? turn_names[kind] : "?";
}

double
elara_valence_of(const ElaraFeeling* feeling)
{
  return feeling->valence;
}

double
elara_arousal_of(const ElaraFeeling* feeling)
{
  return feeling->arousal;
}

double
elara_tension_of(const ElaraFeeling* feeling)
{
  return feeling->tension;
}

double
elara_levity_of(const ElaraFeeling* feeling)
{
  return feeling->levity;
}

void
elara_story_free(ElaraStory* story)
{
  if (story) elara_arena_free(story->arena);
}

// The walker behind elara_story_check: one function a list, each promise one
// call of `promise`.

typedef struct {
  const ElaraStory* story;
  ElaraDiags* diags;
  int broken;
} Check;

#define MOST_REPORTED 50

static void
promise(
    Check* check, int kept, const char* list, size_t index, const char* what)
{
  if (kept) return;
  if (check->broken++ >= MOST_REPORTED) return;
  elara_diag(check->diags, ELARA_DIAG_ERROR, check->story->source_name, 0, 0,
             "mend the story file or read the script again", "%s[%zu]: %s",
             list, index, what);
}

static int
in_range(int index, size_t count, int lowest)
{
  return index >= lowest && (index < 0 || (size_t)index < count);
}

static int
is_unit(double value)
{
  return isfinite(value) && value >= 0.0 && value <= 1.0;
}

static int
is_signed_unit(double value)
{
  return isfinite(value) && value >= -1.0 && value <= 1.0;
}

static int
feeling_ok(const ElaraFeeling* feeling)
{
  return is_signed_unit(feeling->valence) && is_signed_unit(feeling->arousal) &&
         is_signed_unit(feeling->tension) && is_signed_unit(feeling->levity);
}

static void
check_elements(Check* check)
{
  const ElaraStory* const story = check->story;
  int line = 1, scene = -1;
  ElaraTime start = 0;
  for (size_t i = 0; i < story->element_count; i++) {
    const ElaraElement* const e = &story->elements[i];
    promise(check, (unsigned)e->kind < ELARA_ELEMENT_KIND_COUNT, "elements", i,
            "unknown kind");
    promise(check, e->line >= line && e->line_last >= e->line, "elements", i,
            "lines out of order");
    promise(check,
            in_range(e->scene, story->scene_count, -1) && e->scene >= scene,
            "elements", i, "scene out of range or order");
    promise(check, in_range(e->person, story->person_count, -1), "elements", i,
            "no such person");
    promise(check, e->text && e->extra, "elements", i, "no text");
    promise(check, e->eighths >= 0 && feeling_ok(&e->feeling), "elements", i,
            "eighths or feeling out of range");
    promise(check, e->end >= e->start && e->end <= story->length, "elements", i,
            "ends before it starts or after the story");
    // The right side of a dual dialogue starts together with the left.
    promise(check, e->start >= start || e->dual == 2, "elements", i,
            "times out of order");
    line = e->line;
    scene = e->scene;
    if (e->dual != 2) start = e->start;
  }
}

static int
run_ok(const ElaraStory* story, int first, int count)
{
  return first >= 0 && count >= 0 &&
         (size_t)first + (size_t)count <= story->element_count;
}

static void
check_scenes(Check* check)
{
  const ElaraStory* const story = check->story;
  for (size_t i = 0; i < story->scene_count; i++) {
    const ElaraScene* const s = &story->scenes[i];
    promise(check, s->heading && s->place && s->moment, "scenes", i, "no text");
    promise(check, s->line >= 1 && s->line_last >= s->line, "scenes", i,
            "lines out of order");
    promise(check, run_ok(story, s->first_element, s->element_count), "scenes",
            i, "elements out of range");
    promise(check, s->interior >= -1 && s->interior <= 2, "scenes", i,
            "interior is not -1 ... 2");
    promise(check, s->start == (i ? s[-1].end : 0) && s->end >= s->start,
            "scenes", i, "does not begin where the last one ended");
    promise(check, s->start_error >= 0, "scenes", i, "a negative error");
    promise(check, feeling_ok(&s->feeling), "scenes", i,
            "feeling outside -1 ... 1");
  }
  if (story->scene_count) {
    promise(check, story->scenes[story->scene_count - 1].end == story->length,
            "scenes", story->scene_count - 1, "does not end with the story");
  }
}

static void
check_beats(Check* check)
{
  const ElaraStory* const story = check->story;
  for (size_t i = 0; i < story->beat_count; i++) {
    const ElaraBeat* const b = &story->beats[i];
    promise(check, in_range(b->scene, story->scene_count, 0), "beats", i,
            "no such scene");
    promise(check, run_ok(story, b->first_element, b->element_count), "beats",
            i, "elements out of range");
    promise(check, b->start == (i ? b[-1].end : 0) && b->end > b->start,
            "beats", i, "does not begin where the last one ended");
    promise(check,
            b->line >= 1 && b->line_last >= b->line &&
                b->line >= (i ? b[-1].line : 1),
            "beats", i, "lines out of order");
    promise(check, feeling_ok(&b->feeling) && is_unit(b->speech), "beats", i,
            "feeling or speech out of range");
    promise(check,
            b->evidence && b->evidence_line >= b->line &&
                b->evidence_line <= b->line_last,
            "beats", i, "no evidence line inside the beat");
  }
  if (story->beat_count) {
    promise(check, story->beats[story->beat_count - 1].end == story->length,
            "beats", story->beat_count - 1, "does not end with the story");
  } else {
    promise(check, story->length == 0, "beats", 0, "a story without beats");
  }
}

static void
check_people(Check* check)
{
  const ElaraStory* const story = check->story;
  for (size_t i = 0; i < story->person_count; i++) {
    const ElaraPerson* const p = &story->people[i];
    promise(check, p->name && p->name[0] && p->aliases && p->evidence, "people",
            i, "no name, aliases or evidence");
    promise(check,
            (unsigned)p->role < ELARA_ROLE_COUNT &&
                (unsigned)p->kind < ELARA_PERSON_KIND_COUNT,
            "people", i, "unknown role or kind");
    promise(check,
            is_unit(p->confidence) && feeling_ok(&p->feeling) &&
                isfinite(p->arc),
            "people", i, "numbers out of range");
    promise(check, p->speeches >= 0 && p->words >= 0 && p->scenes >= 0,
            "people", i, "negative counts");
    promise(check, i == 0 || p->words <= p[-1].words, "people", i,
            "not in order of words");
  }
  for (size_t i = 0; i < story->relation_count; i++) {
    const ElaraRelation* const r = &story->relations[i];
    promise(check,
            in_range(r->a, story->person_count, 0) &&
                in_range(r->b, story->person_count, 0) && r->a < r->b,
            "relations", i, "no such pair of people");
    promise(check,
            is_unit(r->weight) && is_signed_unit(r->warmth) &&
                (i == 0 || r->weight <= r[-1].weight),
            "relations", i, "numbers out of range or order");
  }
}

static void
check_presences(Check* check)
{
  const ElaraStory* const story = check->story;
  for (size_t i = 0; i < story->presence_count; i++) {
    const ElaraPresence* const p = &story->presences[i];
    const int after = i == 0 || p->scene > p[-1].scene ||
                      (p->scene == p[-1].scene && p->person > p[-1].person);
    promise(check,
            in_range(p->scene, story->scene_count, 0) &&
                in_range(p->person, story->person_count, 0) && after,
            "presences", i, "no such scene or person, or out of order");
    promise(check,
            p->how > 0 && p->how < 16 && p->line >= 1 && p->speeches >= 0 &&
                p->words >= 0,
            "presences", i, "numbers out of range");
  }
}

static void
check_acts(Check* check)
{
  const ElaraStory* const story = check->story;
  for (size_t i = 0; i < story->act_count; i++) {
    const ElaraAct* const a = &story->acts[i];
    promise(check, a->name && a->line >= 1, "acts", i, "no name or line");
    promise(check,
            a->first_scene == (i ? a[-1].first_scene + a[-1].scene_count : 0) &&
                a->scene_count > 0 && a->start == (i ? a[-1].end : 0) &&
                a->end >= a->start,
            "acts", i, "does not begin where the last one ended");
  }
  if (story->act_count) {
    const ElaraAct* const last = &story->acts[story->act_count - 1];
    promise(check,
            last->end == story->length &&
                (size_t)(last->first_scene + last->scene_count) ==
                    story->scene_count,
            "acts", story->act_count - 1, "does not end with the story");
  }
  for (size_t i = 0; i < story->bond_count; i++) {
    const ElaraBond* const b = &story->bonds[i];
    promise(check,
            in_range(b->relation, story->relation_count, 0) &&
                in_range(b->act, story->act_count, 0) && is_unit(b->weight) &&
                is_signed_unit(b->warmth) && b->turns > 0 && b->line >= 0,
            "bonds", i, "no such relation or act, or numbers out of range");
  }
  for (size_t i = 0; i < story->turn_count; i++) {
    const ElaraTurn* const t = &story->turns[i];
    promise(check,
            (unsigned)t->kind < ELARA_TURN_COUNT && t->quote &&
                t->time >= (i ? t[-1].time : 0) && t->time <= story->length &&
                t->error >= 0 && t->line >= 1 &&
                in_range(t->scene, story->scene_count, 0),
            "turns", i, "out of order or range");
  }
}

static void
check_events(Check* check)
{
  const ElaraStory* const story = check->story;
  for (size_t i = 0; i < story->event_count; i++) {
    const ElaraEvent* const e = &story->events[i];
    promise(check, (unsigned)e->kind < ELARA_EVENT_KIND_COUNT, "events", i,
            "unknown kind");
    promise(check, e->time >= (i ? e[-1].time : 0) && e->time <= story->length,
            "events", i, "times out of order");
    promise(check,
            in_range(e->scene, story->scene_count, -1) &&
                in_range(e->person, story->person_count, -1) &&
                in_range(e->other, story->person_count, -1),
            "events", i, "no such scene or person");
    promise(check,
            e->quote && e->line >= 1 && is_unit(e->strength) &&
                is_unit(e->confidence),
            "events", i, "no line, quote or strength");
  }
}

ElaraStatus
elara_story_check(const ElaraStory* story, ElaraDiags* diags)
{
  Check check = {.story = story, .diags = diags};
  promise(&check, story->title && story->author && story->source_name, "story",
          0, "no title, author or source name");
  promise(&check, story->length >= 0 && isfinite(story->time_scale), "story", 0,
          "no length");
  promise(&check,
          (unsigned)story->format < ELARA_SCRIPT_FORMAT_COUNT &&
              (unsigned)story->clock < ELARA_CLOCK_COUNT &&
              is_unit(story->format_confidence) && is_unit(story->time_error),
          "story", 0, "unknown format or clock");
  check_elements(&check);
  check_scenes(&check);
  check_beats(&check);
  check_people(&check);
  check_presences(&check);
  check_acts(&check);
  check_events(&check);
  return check.broken ? ELARA_UNSATISFIED : ELARA_OK;
}

const ElaraBeat*
elara_story_beat_at(const ElaraStory* story, ElaraTime time)
{
  size_t low = 0, high = story->beat_count;
  if (!high) return NULL;
  while (high - low > 1) {
    const size_t middle = low + (high - low) / 2;
    if (story->beats[middle].start <= time) {
      low = middle;
    } else {
      high = middle;
    }
  }
  return &story->beats[low];
}
