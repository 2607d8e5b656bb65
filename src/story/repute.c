// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// What people are called, and what they mean to do. The antagonist is often
// charming to the face and seldom on stage; but others speak ill of him where
// they name him, and somewhere he says what he is about: "I hate the Moor".

#include "story/draft.h"
#include "story/names.h"

#include <math.h>
#include <string.h>

// How ill a sentence is meant: words of harm, lies, anger and power.
static double
ill_will(const ElaraTextScore* score)
{
  return score->grim + 0.5 * score->tags[ELARA_TAG_DECEIT] +
         0.4 * score->tags[ELARA_TAG_ANGER] +
         0.3 * score->tags[ELARA_TAG_DISGUST] +
         0.3 * score->tags[ELARA_TAG_POWER];
}

// What people call those they fear or hate. Not what befell somebody: whoever
// is murdered is spoken of among ill words too.
static const char* const epithets[] = {
    "villain",  "traitor",     "tyrant",    "devil",    "monster",
    "fiend",    "liar",        "knave",     "rogue",    "bastard",
    "murderer", "butcher",     "thief",     "wretch",   "scoundrel",
    "snake",    "serpent",     "brute",     "beast",    "cheat",
    "criminal", "killer",      "enemy",     "evil",     "wicked",
    "cruel",    "treacherous", "dangerous", "demon",    "spider",
    "coward",   "hypocrite",   "usurper",   "poisoner", "assassin",
    "ruthless", "merciless",   "heartless", "madman",   "deformed",
    "revenge",  "plot",        "trap",      "plotted",  "beware",
    "afraid",   "fear",        "fears",     "hates",    "lied",
    "lies",     "betrayed",    "stole",     "killed",   "villains",
    "villany",  "villainy",    "mischief",
};

static double
count_epithets(ElaraSpan sentence)
{
  double count = 0.0;
  size_t at = 0;
  ElaraToken token;
  while (elara_token_next(sentence, &at, &token)) {
    for (size_t i = 0; i < sizeof epithets / sizeof epithets[0]; i++) {
      if (token.text[0] != epithets[i][0]) continue;
      count += strcmp(token.text, epithets[i]) == 0;
    }
  }
  return count;
}

// True when the sentence is about the speaker's own doing: "I shall", "my".
static int
is_own(ElaraSpan sentence)
{
  static const char* const own[] = {"i",  "i'll", "my",   "me",
                                    "we", "i'd",  "i've", "mine"};
  size_t at = 0;
  ElaraToken token;
  while (elara_token_next(sentence, &at, &token)) {
    for (size_t i = 0; i < sizeof own / sizeof own[0]; i++) {
      if (strcmp(token.text, own[i]) == 0) return 1;
    }
  }
  return 0;
}

static void
speak_of(
    ElaraDraft* draft, int speaker, ElaraSpan sentence, double ill, int line)
{
  size_t at = 0;
  ElaraToken token;
  while (elara_token_next(sentence, &at, &token)) {
    if (!token.capitalised) continue;
    const int person = elara_person_at(draft, sentence, &token, &at);
    if (person < 0 || person == speaker) continue;
    ElaraRepute* const repute = &draft->reputes[person];
    repute->spoken++;
    repute->called += ill;
    if (ill <= repute->worst_called) continue;
    repute->worst_called = ill;
    repute->called_line = line;
  }
}

static int
line_at(const ElaraElement* element, const char* place)
{
  int line = element->line;
  for (const char* p = element->text; p < place; p++) {
    line += *p == '\n';
  }
  return line <= element->line_last ? line : element->line_last;
}

static void
read_speech(ElaraDraft* draft, const ElaraElement* element)
{
  const ElaraSpan text = elara_span(element->text);
  ElaraRepute* const own = &draft->reputes[element->person];
  ElaraSpan sentence;
  size_t at = 0;
  while (elara_sentence_next(text, &at, &sentence)) {
    if (!sentence.n) continue;
    const ElaraTextScore score = elara_score_text(sentence);
    const double ill = ill_will(&score);
    const int line = line_at(element, sentence.s);
    own->grim += score.grim;
    own->marks += score.exclamations;
    speak_of(draft, element->person, sentence, count_epithets(sentence), line);
    if (!is_own(sentence)) continue;
    own->malice += ill;
    if (ill <= own->worst_malice) continue;
    own->worst_malice = ill;
    own->malice_line = line;
  }
}

ElaraStatus
elara_draft_reputes(ElaraDraft* draft)
{
  const ElaraStory* const story = draft->story;
  draft->reputes = (ElaraRepute*)elara_arena_array(
      draft->scratch, story->person_count, sizeof *draft->reputes);
  ELARA_TRY_PTR(draft->reputes);
  for (size_t i = 0; i < story->element_count; i++) {
    const ElaraElement* const e = &story->elements[i];
    if (elara_is_speech(e->kind) && e->person >= 0) read_speech(draft, e);
  }
  return ELARA_OK;
}
