// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// The sentences of a cue sheet: why music, why this music, why it begins and
// ends where it does. Every one cites a line.

#include "base/text.h"
#include "plan/room.h"

#include <string.h>

static const char* const event_words[ELARA_EVENT_KIND_COUNT] = {
    [ELARA_EVENT_ENTRANCE] = "an entrance",
    [ELARA_EVENT_MEETING] = "a meeting",
    [ELARA_EVENT_REUNION] = "a reunion",
    [ELARA_EVENT_DEATH] = "a death",
    [ELARA_EVENT_FIGHT] = "a fight",
    [ELARA_EVENT_CHASE] = "a chase",
    [ELARA_EVENT_KISS] = "a kiss",
    [ELARA_EVENT_REVELATION] = "a revelation",
    [ELARA_EVENT_MAGIC] = "magic",
    [ELARA_EVENT_JOKE] = "a joke",
    [ELARA_EVENT_SOUND] = "a sound",
    [ELARA_EVENT_SILENCE] = "a silence",
    [ELARA_EVENT_CUT] = "a cut",
    [ELARA_EVENT_MUSIC_NOTE] = "the writer's own note",
    [ELARA_EVENT_EXIT] = "an exit",
    [ELARA_EVENT_LAST_EXIT] = "a last exit",
    [ELARA_EVENT_BANTER] = "quick talk",
    [ELARA_EVENT_INTERRUPTION] = "an interruption",
    [ELARA_EVENT_WEATHER] = "the weather",
    [ELARA_EVENT_DAYTIME] = "the time of day",
};

static const ElaraEvent*
strongest_event(const PlanRoom* room, const ElaraCue* cue)
{
  const ElaraEvent* best = NULL;
  double most = .3;
  for (size_t i = 0; i < room->story->event_count; i++) {
    const ElaraEvent* const event = &room->story->events[i];
    const double size = event->strength * event->confidence;
    if (!elara_plan_event_in(event, cue) || event->kind == ELARA_EVENT_CUT ||
        event->kind == ELARA_EVENT_SILENCE ||
        event->kind > ELARA_EVENT_LAST_EXIT || size <= most) {
      continue;
    }
    most = size;
    best = event;
  }
  return best;
}

// The beat of the cue whose feeling is farthest from nothing.
static const PlanCell*
strongest_cell(const PlanRoom* room, size_t index)
{
  const PlanCell* best = &room->cells[room->first[index]];
  for (size_t i = room->first[index]; i < room->last[index]; i++) {
    if (room->cells[i].want > best->want) best = &room->cells[i];
  }
  return best;
}

static double
cue_speech(const PlanRoom* room, size_t index)
{
  double speech = 0.0;
  double time = 0.0;
  for (size_t i = room->first[index]; i < room->last[index]; i++) {
    const PlanCell* const cell = &room->cells[i];
    const double t = elara_time_s(cell->end - cell->start);
    speech += t * cell->speech;
    time += t;
  }
  return time > 0.0 ? speech / time : 0.0;
}

static void
say_what(PlanRoom* room, size_t index, ElaraText* text)
{
  const ElaraCue* const cue = &room->plan->cues[index];
  const ElaraEvent* const event = strongest_event(room, cue);
  if (event) {
    const char* const words = elara_plan_clean(room->scratch, event->quote, 70);
    elara_text_addf(text, "Carried by %s on line %d (\"%s\"). ",
                    event_words[event->kind], event->line, words ? words : "");
    return;
  }
  const PlanCell* const cell = strongest_cell(room, index);
  if (cell->beat < 0) return;
  const ElaraBeat* const beat = &room->story->beats[cell->beat];
  const char* const words =
      elara_plan_clean(room->scratch, beat->evidence ? beat->evidence : "", 70);
  elara_text_addf(text, "Carried by what is felt on line %d (\"%s\"). ",
                  beat->evidence_line, words ? words : "");
}

static const char*
amount(double x, const char* low, const char* middle, const char* high)
{
  return x < -.12 ? low : x > .12 ? high : middle;
}

static void
say_feeling(const ElaraCue* cue, ElaraText* text)
{
  const ElaraFeeling* const f = &cue->feeling;
  elara_text_addf(
      text,
      "For this story it is %s, %s and %s%s (valence %+.2f, arousal %+.2f, "
      "tension %+.2f, levity %+.2f): %s. ",
      amount(f->valence, "dark", "neither dark nor bright", "bright"),
      amount(f->arousal, "still", "moderate", "lively"),
      amount(f->tension, "at ease", "poised", "tense"),
      f->levity > .2 ? ", and it jokes" : "", f->valence, f->arousal,
      f->tension, f->levity, elara_mood_info(cue->mood)->name);
}

static ElaraStatus
take_text(PlanRoom* room, ElaraText* text, const char** into)
{
  while (text->count > 0 && text->bytes[text->count - 1] == ' ') {
    text->bytes[--text->count] = '\0';
  }
  const int failed = text->failed || !text->bytes;
  *into = failed ? NULL : elara_arena_strdup(room->arena, text->bytes);
  elara_text_clear(text);
  return *into ? ELARA_OK : ELARA_NO_MEMORY;
}

static ElaraStatus
say_why(PlanRoom* room, size_t index)
{
  ElaraCue* const cue = &room->plan->cues[index];
  ElaraText text = {0};
  if (cue->importance >= 1.0) {
    elara_text_addf(&text, "The top of the story, around line %d. ",
                    room->cells[room->climax].line);
  }
  say_what(room, index, &text);
  say_feeling(cue, &text);
  const double speech = cue_speech(room, index);
  if (speech > .55) {
    elara_text_addf(&text,
                    "Someone speaks for %.0f %% of it: the music stays under "
                    "the voices.",
                    100.0 * speech);
  } else if (speech < .15) {
    elara_text_add(&text, "Hardly a word is spoken: the music may lead.");
  }
  return take_text(room, &text, &cue->why);
}

// --- doors
// -------------------------------------------------------------------------

static const char*
place_of(PlanRoom* room, const PlanCell* cell)
{
  if (cell->scene < 0) return "the next scene";
  const ElaraScene* const scene = &room->story->scenes[cell->scene];
  const char* const name = elara_plan_title_case(room->scratch, scene->place);
  return name && name[0] != '\0' ? name : "the next scene";
}

static const ElaraEvent*
event_near(const PlanRoom* room, ElaraTime time)
{
  for (size_t i = 0; i < room->story->event_count; i++) {
    const ElaraEvent* const event = &room->story->events[i];
    const double off_s = elara_time_s(event->time - time);
    if (off_s > -.5 && off_s < 2.0 && event->kind != ELARA_EVENT_CUT &&
        event->kind != ELARA_EVENT_SILENCE &&
        event->strength * event->confidence >= .3) {
      return event;
    }
  }
  return NULL;
}

static ElaraStatus
say_enter(PlanRoom* room, size_t index)
{
  ElaraCue* const cue = &room->plan->cues[index];
  const PlanCell* const cell = &room->cells[room->first[index]];
  const ElaraEvent* const event = event_near(room, cue->start);
  ElaraText text = {0};
  if (cue->start == 0) {
    elara_text_addf(&text, "Opens the story with its first image (line %d).",
                    cue->line);
  } else if (room->shared[index]) {
    elara_text_addf(&text,
                    "Takes over from %s without a break, as %s turns into %s "
                    "(line %d).",
                    cue[-1].name, elara_mood_info(cue[-1].mood)->name,
                    elara_mood_info(cue->mood)->name, cue->line);
  } else if (cell->scene_start) {
    elara_text_addf(&text, "Enters on the cut to %s (line %d).",
                    place_of(room, cell), cue->line);
  } else if (event) {
    elara_text_addf(&text, "Enters as attention turns to %s (line %d).",
                    event_words[event->kind], event->line);
  } else if (cell->speech < cell[-1].speech - .2) {
    elara_text_addf(&text, "Enters as the talk falls away (line %d).",
                    cue->line);
  } else {
    elara_text_addf(&text,
                    "Enters between two lines, as the feeling turns "
                    "(line %d).",
                    cue->line);
  }
  return take_text(room, &text, &cue->enter_why);
}

static ElaraStatus
say_leave(PlanRoom* room, size_t index)
{
  ElaraCue* const cue = &room->plan->cues[index];
  const size_t last = room->last[index];
  const int final = index + 1 == room->plan->cue_count;
  const ElaraCue* const next = final ? NULL : cue + 1;
  ElaraText text = {0};
  if (final || last >= room->cell_count) {
    elara_text_addf(&text, "Comes to rest with the story's last line (%d).",
                    cue->line_last);
  } else if (room->shared[index + 1]) {
    elara_text_addf(&text, "Hands over to %s on line %d.", next->name,
                    next->line);
  } else if (room->cells[last].silent) {
    elara_text_addf(&text, "Leaves, so that the silence on line %d is silent.",
                    room->cells[last].line);
  } else if (next->importance >= 1.0) {
    elara_text_addf(&text,
                    "Leaves before line %d, so that %s comes out of silence.",
                    room->cells[last].line, next->name);
  } else if (room->cells[last].scene_start) {
    elara_text_addf(&text, "Leaves on the cut to %s (line %d).",
                    place_of(room, &room->cells[last]), room->cells[last].line);
  } else {
    elara_text_addf(&text, "Leaves the words from line %d on to themselves.",
                    room->cells[last].line);
  }
  return take_text(room, &text, &cue->leave_why);
}

ElaraStatus
elara_plan_reasons(PlanRoom* room)
{
  for (size_t i = 0; i < room->plan->cue_count; i++) {
    ELARA_TRY(say_why(room, i));
    ELARA_TRY(say_enter(room, i));
    ELARA_TRY(say_leave(room, i));
  }
  return ELARA_OK;
}
