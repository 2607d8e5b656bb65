// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// Who is hero and who is villain is a guess; where it is a weak one the writer
// is asked, with what speaks for it.

#include "review/room.h"

#include <string.h>

#define SURE .6

static void
show_evidence(Reader* reader, ElaraFinding* f, const ElaraPerson* p)
{
  const ElaraStory* const story = reader->story;
  const int line = p->evidence_line > 0 ? p->evidence_line : p->first_line;
  for (size_t i = 0; i < story->element_count; i++) {
    const ElaraElement* const e = &story->elements[i];
    if (e->line > line || e->line_last < line) continue;
    elara_review_show(reader, f, (int)i, NULL);
    return;
  }
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
  elara_review_say(reader, &f,
                   "Is %s the %s? %d %%%s%s; say it with "
                   "[[@%s: %s]].",
                   p->name, villain ? "antagonist" : "protagonist",
                   elara_review_percent(p->confidence), why ? ": " : "",
                   why ? why : "", villain ? "villain" : "hero", p->name);
  elara_review_count(reader, &f, "%d words in %d speeches, %d scenes.",
                     p->words, p->speeches, p->scenes);
  show_evidence(reader, &f, p);
  elara_review_add(reader, &f);
}

void
elara_review_judge_roles(Reader* reader)
{
  ask(reader, reader->hero, ELARA_FINDING_WHO_IS_HERO);
  ask(reader, reader->villain, ELARA_FINDING_WHO_IS_VILLAIN);
}
