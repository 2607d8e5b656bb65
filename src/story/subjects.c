// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// Whom an event is about: the people that a sentence names, or means by a
// pronoun, and who is seen again later.

#include "story/events.h"

#include "story/triggers.h"

#include <string.h>

int
elara_has_word(ElaraSpan text, const char* const* words, size_t count)
{
  size_t at = 0;
  ElaraToken token;
  while (elara_token_next(text, &at, &token)) {
    for (size_t i = 0; i < count; i++) {
      if (strcmp(token.text, words[i]) == 0) return 1;
    }
  }
  return 0;
}

static const char* const pronouns[] = {"he",  "she", "they", "him",
                                       "her", "his", "them", "their"};
static const char* const ranks[] = {
    "king",     "queen",   "father",   "mother", "brother", "sister", "son",
    "husband",  "wife",    "daughter", "lord",   "lady",    "master", "prince",
    "princess", "captain", "doctor",   "child",  "baby",    "boy",    "girl"};

// Who was named last before ELEMENT in the same scene; -1 when nobody was.
static int
last_named(const ElaraEvents* events, int element)
{
  const ElaraDraft* const draft = events->draft;
  const ElaraElement* const elements = draft->story->elements;
  if (events->mention == 0) return -1;
  const ElaraMention* const m = &draft->mentions.items[events->mention - 1];
  return elements[m->element].scene == elements[element].scene ? m->person : -1;
}

#define RANK_COUNT (sizeof ranks / sizeof ranks[0])
#define LAST_WORDS 5

ElaraSubject
elara_subject_of(const ElaraEvents* events, int element, ElaraSpan sentence)
{
  const ElaraDraft* const draft = events->draft;
  const char* const text = draft->story->elements[element].text;
  const int begin = (int)(sentence.s - text);
  const int end = begin + (int)sentence.n;
  ElaraSubject subject = {-1, -1, 0};
  int before = -1;
  for (size_t i = events->mention; i < draft->mentions.count; i++) {
    const ElaraMention* const m = &draft->mentions.items[i];
    if (m->element != element || m->at >= end) break;
    if (m->at < begin) {
      before = m->person;
    } else if (subject.person < 0) {
      subject.person = m->person;
    } else if (subject.other < 0 && m->person != subject.person) {
      subject.other = m->person;
    }
  }
  const int pronoun =
      elara_has_word(sentence, pronouns, sizeof pronouns / sizeof pronouns[0]);
  if (subject.person < 0 && pronoun) {
    subject.person = before >= 0 ? before : last_named(events, element);
  }
  subject.somebody = subject.person >= 0 || pronoun;
  return subject;
}

// True when one of the few words before offset AT is a name (a capital that
// does not begin a line) or one of the ranks and kin above.
int
elara_named_before(ElaraSpan text, ElaraSpan sentence, size_t at)
{
  const size_t begin = (size_t)(sentence.s - text.s);
  ElaraToken token;
  int since = LAST_WORDS + 1;
  for (size_t i = begin; elara_token_next(text, &i, &token) && i <= at;) {
    const size_t start = (size_t)(token.span.s - text.s);
    const int opens = start == begin || text.s[start - 1] == '\n';
    const int name = token.capitalised && !opens && token.length > 2;
    since++;
    if (name || elara_has_word(token.span, ranks, RANK_COUNT)) since = 0;
  }
  return since < LAST_WORDS;
}

// Whom a speech that tells of a death may mean: the one, not an extra, who
// was seen last before it and is never seen again; -1 when there is none.
int
elara_vanished_before(const ElaraEvents* events, int element)
{
  const ElaraStory* const story = events->draft->story;
  int person = -1, seen = -1;
  for (size_t i = 0; i < story->person_count && i < 40; i++) {
    const int last = events->last_seen[i];
    if (story->people[i].role == ELARA_ROLE_EXTRA) continue;
    if (last < seen || last >= element || last < 0) continue;
    person = (int)i;
    seen = last;
  }
  return person;
}

void
elara_find_last_seen(ElaraEvents* events)
{
  const ElaraDraft* const draft = events->draft;
  const ElaraStory* const story = draft->story;
  for (size_t i = 0; i < story->person_count; i++) {
    events->last_seen[i] = -1;
  }
  for (size_t i = 0; i < draft->mentions.count; i++) {
    const ElaraMention* const m = &draft->mentions.items[i];
    events->last_seen[m->person] = m->element;
  }
  for (size_t i = 0; i < story->element_count; i++) {
    const ElaraElement* const e = &story->elements[i];
    if (e->kind != ELARA_ELEMENT_CHARACTER || e->person < 0) continue;
    if (elara_cue_is_unseen(e)) continue;
    if ((int)i > events->last_seen[e->person]) {
      events->last_seen[e->person] = (int)i;
    }
  }
}

// PERSON is neither seen nor heard after the element INDEX.
int
elara_is_last_sight(const ElaraEvents* events, int index, int person)
{
  const ElaraStory* const story = events->draft->story;
  const ElaraTime late = story->length - story->length / 20;
  return events->last_seen[person] <= index &&
         story->elements[index].start < late &&
         story->people[person].kind != ELARA_PERSON_GROUP;
}

// "Exit." is the last speaker's, "Exeunt." everybody's; for other words the one
// who goes stands right before them: a crack that runs out is no exit.
int
elara_somebody_goes(const ElaraEvents* events,
                    ElaraSpan text,
                    const ElaraTriggered* found,
                    ElaraSubject* subject)
{
  if (strncmp(found->trigger->words, "ex", 2) == 0) {
    if (subject->person < 0 && strncmp(found->trigger->words, "exit", 4) == 0)
      subject->person = events->speaker;
    return 1;
  }
  ElaraToken token = {.length = 0}, next;
  size_t at = 0;
  while (elara_token_next(text, &at, &next) &&
         (size_t)(next.span.s - text.s) < found->at) {
    token = next;
  }
  const int linked =
      strcmp(token.text, "and") == 0 || strcmp(token.text, "then") == 0 ||
      (token.length > 4 && strcmp(token.text + token.length - 2, "ly") == 0);
  const int named = token.capitalised || linked ||
                    elara_has_word(token.span, pronouns, 3); // he, she, they
  return token.length > 0 && named && subject->person >= 0;
}
