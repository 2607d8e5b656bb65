// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// Who is hero and who is villain is a guess; where it is a weak one the writer
// is asked, with what speaks for it.

#include "review/room.h"

#include <string.h>

#define SURE .6
#define WEAK .35 // below it nobody in particular is asked about

// The line that the Story gives, or the first words.
static void
show_evidence(Reader* reader, ElaraFinding* f, int person)
{
  const ElaraStory* const story = reader->story;
  const int line = story->people[person].evidence_line;
  for (size_t i = 0; line > 0 && i < story->element_count; i++) {
    const ElaraElement* const e = &story->elements[i];
    if (e->line > line || e->line_last < line) continue;
    elara_review_show(reader, f, (int)i, NULL);
    return;
  }
  for (size_t i = 0; i < reader->speech_count; i++) {
    if (reader->speeches[i].person != person) continue;
    elara_review_show(reader, f, reader->speeches[i].first, NULL);
    return;
  }
}

static int
scenes_with(const Reader* reader, int person, int other)
{
  int count = 0;
  for (int s = 0; s < (int)reader->review->scene_count; s++) {
    count += elara_review_presence(reader, s, person) &&
             elara_review_presence(reader, s, other);
  }
  return count;
}

static void
count_part(Reader* reader, ElaraFinding* f, int person)
{
  const ElaraPerson* const p = &reader->story->people[person];
  if (reader->hero >= 0 && reader->hero != person)
    elara_review_count(reader, f,
                       "%d words in %d speeches; scenes: %d, %d of them with "
                       "%s.",
                       p->words, p->speeches, p->scenes,
                       scenes_with(reader, person, reader->hero),
                       elara_review_name(reader, reader->hero));
  else
    elara_review_count(reader, f, "%d words in %d speeches; scenes: %d.",
                       p->words, p->speeches, p->scenes);
}

static void
ask(Reader* reader, int person, ElaraFindingKind kind)
{
  if (person < 0) return;
  const ElaraPerson* const p = &reader->story->people[person];
  const int villain = kind == ELARA_FINDING_WHO_IS_VILLAIN;
  const char* const why = p->evidence && p->evidence[0] ? p->evidence : NULL;
  if (p->confidence >= SURE) return;
  ElaraFinding f = elara_review_finding(kind, .4 + (SURE - p->confidence));
  f.person = person;
  const int sure = elara_review_percent(p->confidence);
  if (villain && p->confidence < WEAK)
    elara_review_say(reader, &f,
                     "Who stands against %s? Most likely %s, %d %%%s%s; say it "
                     "with [[elara: villain = %s]].",
                     elara_review_name(reader, reader->hero), p->name, sure,
                     why ? ": " : "", why ? why : "", p->name);
  else
    elara_review_say(reader, &f,
                     "Is %s the %s? %d %%%s%s; say it with "
                     "[[elara: %s = %s]].",
                     p->name, villain ? "antagonist" : "protagonist", sure,
                     why ? ": " : "", why ? why : "",
                     villain ? "villain" : "hero", p->name);
  count_part(reader, &f, person);
  show_evidence(reader, &f, person);
  elara_review_add(reader, &f);
}

void
elara_review_judge_roles(Reader* reader)
{
  ask(reader, reader->hero, ELARA_FINDING_WHO_IS_HERO);
  ask(reader, reader->villain, ELARA_FINDING_WHO_IS_VILLAIN);
}
