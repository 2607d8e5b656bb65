// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// What people live through: the mean feeling of the beats in which each
// speaks or is named, and how far valence moves from the first third of the
// story to the last.

#include "story/draft.h"

typedef struct {
  int beat;         // last beat counted, -1 none
  ElaraFeeling sum; // of the beats, by seconds
  double seconds;
  double early, early_s; // valence in the first third, its seconds
  double late, late_s;
} Life;

static void
live_through(const ElaraStory* story, Life* life, int index)
{
  if (life->beat == index) return;
  life->beat = index;
  const ElaraBeat* const beat = &story->beats[index];
  const double seconds = elara_time_s(beat->end - beat->start);
  const ElaraFeeling* const f = &beat->feeling;
  life->sum.valence += seconds * f->valence;
  life->sum.arousal += seconds * f->arousal;
  life->sum.tension += seconds * f->tension;
  life->sum.levity += seconds * f->levity;
  life->seconds += seconds;
  if (beat->start < story->length / 3) {
    life->early += seconds * f->valence;
    life->early_s += seconds;
  } else if (beat->start >= story->length / 3 * 2) {
    life->late += seconds * f->valence;
    life->late_s += seconds;
  }
}

static void
set_feeling(ElaraPerson* person, const Life* life)
{
  const double share = life->seconds > 0.0 ? 1.0 / life->seconds : 0.0;
  person->feeling = (ElaraFeeling){
      life->sum.valence * share,
      life->sum.arousal * share,
      life->sum.tension * share,
      life->sum.levity * share,
  };
  if (life->early_s > 0.0 && life->late_s > 0.0) {
    person->arc = life->late / life->late_s - life->early / life->early_s;
  }
}

ElaraStatus
elara_draft_lives(ElaraDraft* draft)
{
  ElaraStory* const story = draft->story;
  Life* const lives = (Life*)elara_arena_array(
      draft->scratch, story->person_count, sizeof *lives);
  ELARA_TRY_PTR(lives);
  for (size_t i = 0; i < story->person_count; i++) {
    lives[i].beat = -1;
  }
  size_t m = 0;
  for (size_t b = 0; b < story->beat_count; b++) {
    const ElaraBeat* const beat = &story->beats[b];
    const int end = beat->first_element + beat->element_count;
    for (int i = beat->first_element; i < end; i++) {
      const int person = story->elements[i].person;
      if (person >= 0) live_through(story, &lives[person], (int)b);
    }
    for (; m < draft->mentions.count && draft->mentions.items[m].element < end;
         m++) {
      live_through(story, &lives[draft->mentions.items[m].person], (int)b);
    }
  }
  for (size_t i = 0; i < story->person_count; i++) {
    set_feeling(&story->people[i], &lives[i]);
  }
  return ELARA_OK;
}
