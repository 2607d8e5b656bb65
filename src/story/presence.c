// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// Who is in which scene, and how: by speaking, by being named in action, by a
// voice from elsewhere, or by the script's own list.

#include "story/draft.h"
#include "story/events.h"

#include <stdlib.h>
#include <string.h>

typedef struct {
  ElaraDraft* draft;
  int* places; // of a person in the list of this scene, -1 none
  ELARA_LIST(ElaraPresence) list;
  size_t first; // of this scene
} Roll;

static ElaraStatus
be_present(Roll* roll, int scene, int person, int how, int line)
{
  if (person < 0) return ELARA_OK;
  if (roll->places[person] < 0) {
    const ElaraPresence fresh = {
        .scene = scene, .person = person, .line = line};
    roll->places[person] = (int)roll->list.count;
    ELARA_TRY_PTR(ELARA_PUSH(roll->draft->arena, &roll->list, fresh));
  }
  ElaraPresence* const presence = &roll->list.items[roll->places[person]];
  presence->how |= how;
  if (line < presence->line) presence->line = line;
  return ELARA_OK;
}

static ElaraStatus
hear(Roll* roll, const ElaraElement* element)
{
  if (element->person < 0) return ELARA_OK;
  if (element->kind == ELARA_ELEMENT_CHARACTER) {
    const int unseen = elara_cue_is_unseen(element);
    const int how = unseen ? ELARA_PRESENT_HEARD : ELARA_PRESENT_SPEAKS;
    ELARA_TRY(
        be_present(roll, element->scene, element->person, how, element->line));
    roll->list.items[roll->places[element->person]].speeches++;
  } else if (roll->places[element->person] >= 0) {
    roll->list.items[roll->places[element->person]].words += element->words;
  }
  return ELARA_OK;
}

static int
by_person(const void* a, const void* b)
{
  const ElaraPresence* const x = (const ElaraPresence*)a;
  const ElaraPresence* const y = (const ElaraPresence*)b;
  return (x->person > y->person) - (x->person < y->person);
}

static void
close_scene(Roll* roll)
{
  const size_t count = roll->list.count - roll->first;
  for (size_t i = roll->first; i < roll->list.count; i++) {
    roll->places[roll->list.items[i].person] = -1;
  }
  if (count > 1) {
    qsort(roll->list.items + roll->first, count, sizeof *roll->list.items,
          by_person);
  }
  roll->first = roll->list.count;
}

ElaraStatus
elara_draft_presence(ElaraDraft* draft)
{
  ElaraStory* const story = draft->story;
  Roll roll = {.draft = draft};
  roll.places = (int*)elara_arena_array(draft->scratch, story->person_count,
                                        sizeof *roll.places);
  ELARA_TRY_PTR(roll.places);
  for (size_t i = 0; i < story->person_count; i++) {
    roll.places[i] = -1;
  }
  size_t m = 0, listed = 0;
  for (size_t s = 0; s < story->scene_count; s++) {
    const ElaraScene* const scene = &story->scenes[s];
    const int end = scene->first_element + scene->element_count;
    for (int i = scene->first_element; i < end; i++) {
      ELARA_TRY(hear(&roll, &story->elements[i]));
    }
    for (; m < draft->mentions.count && draft->mentions.items[m].element < end;
         m++) {
      const ElaraMention* const mention = &draft->mentions.items[m];
      const ElaraElement* const e = &story->elements[mention->element];
      ELARA_TRY(be_present(&roll, (int)s, mention->person, ELARA_PRESENT_SEEN,
                           elara_event_line(e, (size_t)mention->at)));
    }
    for (; listed < draft->listed.count &&
           draft->listed.items[listed].element < end;
         listed++) {
      ELARA_TRY(be_present(&roll, (int)s, draft->listed.items[listed].person,
                           ELARA_PRESENT_LISTED, scene->line));
    }
    close_scene(&roll);
  }
  story->presences = roll.list.items;
  story->presence_count = roll.list.count;
  return ELARA_OK;
}
