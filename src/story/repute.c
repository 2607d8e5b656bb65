// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// What people are called, and what they mean to do. The antagonist is often
// charming to the face and seldom on stage; but others speak ill of him where
// they name him, and somewhere he says what he is about: "I hate the Moor".

#include "story/events.h"

#include <math.h>
#include <string.h>

// How ill a sentence is meant: words of harm, lies, anger and power.
static double
ill_will(const ElaraTextScore* score)
{
  return score->grim + 0.5 * score->tags[ELARA_TAG_DECEIT] +
         0.4 * score->tags[ELARA_TAG_ANGER] +
         0.3 * score->tags[ELARA_TAG_DISGUST] +
         0.6 * score->tags[ELARA_TAG_POWER];
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
  return elara_has_word(sentence, own, sizeof own / sizeof own[0]);
}

// Fear and anger less love and pity: the villain and his victim are both
// spoken of among terrible words, but not in the same tone.
static double
odium_of(const ElaraTextScore* score)
{
  const uint16_t* const t = score->tags;
  return t[ELARA_TAG_FEAR] + t[ELARA_TAG_ANGER] + t[ELARA_TAG_DECEIT] +
         t[ELARA_TAG_THREAT] + t[ELARA_TAG_DISGUST] + 0.5 * t[ELARA_TAG_POWER] -
         t[ELARA_TAG_LOVE] - t[ELARA_TAG_TRUST] - t[ELARA_TAG_SADNESS] -
         t[ELARA_TAG_JOY] - 0.5 * t[ELARA_TAG_FAMILY];
}

// "Come here, Watson." speaks to him, not of him: the name stands between
// marks, or between one and an end of the sentence.
static int
is_addressed(ElaraSpan sentence, const ElaraToken* token, size_t end)
{
  const int first = token->span.s == sentence.s;
  while (end < sentence.n && sentence.s[end] == ' ') {
    end++;
  }
  const char after = end < sentence.n ? sentence.s[end] : '.';
  if (first) return after == ',' || after == '!' || after == '?';
  return token->before == ',' && strchr(",.!?;:-", after) != NULL;
}

// Whom a sentence names, among how many names of abuse. HERE marks who is in
// the scene: who is talked of in absence has the others' minds.
static void
speak_of(ElaraDraft* draft,
         const ElaraElement* element,
         ElaraSpan sentence,
         const ElaraTextScore* score,
         int line,
         const int* here)
{
  const double abuse = count_epithets(sentence);
  const double odium = abuse + odium_of(score);
  size_t at = 0;
  ElaraToken token;
  while (elara_token_next(sentence, &at, &token)) {
    if (!token.capitalised) continue;
    const int person = elara_person_at(draft, sentence, &token, &at);
    if (person < 0 || person == element->person) continue;
    if (is_addressed(sentence, &token, at)) continue;
    ElaraRepute* const repute = &draft->reputes[person];
    repute->spoken++;
    repute->called += abuse;
    repute->absent += here[person] != element->scene;
    repute->odium += odium;
    if (abuse <= repute->worst_called) continue;
    repute->worst_called = abuse;
    repute->called_line = line;
  }
}

static void
read_speech(ElaraDraft* draft, const ElaraElement* element, const int* here)
{
  const ElaraSpan text = elara_span(element->text);
  ElaraRepute* const own = &draft->reputes[element->person];
  ElaraSpan sentence;
  size_t at = 0;
  while (elara_sentence_next(text, &at, &sentence)) {
    if (!sentence.n) continue;
    const ElaraTextScore score = elara_score_text(sentence);
    const double ill = ill_will(&score);
    const int line = elara_event_line(element, (size_t)(sentence.s - text.s));
    own->grim += score.grim;
    own->marks += score.exclamations;
    speak_of(draft, element, sentence, &score, line, here);
    if (!is_own(sentence)) continue;
    own->malice += ill;
    if (ill <= own->worst_malice) continue;
    own->worst_malice = ill;
    own->malice_line = line;
  }
}

// Marks in HERE, with the scene's number, who speaks or is named in its action.
static void
mark_present(const ElaraDraft* draft, int scene, size_t* mention, int* here)
{
  const ElaraScene* const s = &draft->story->scenes[scene];
  const int end = s->first_element + s->element_count;
  for (int i = s->first_element; i < end; i++) {
    const int person = draft->story->elements[i].person;
    if (person >= 0) here[person] = scene;
  }
  for (; *mention < draft->mentions.count &&
         draft->mentions.items[*mention].element < end;
       ++*mention) {
    here[draft->mentions.items[*mention].person] = scene;
  }
}

ElaraStatus
elara_draft_reputes(ElaraDraft* draft)
{
  const ElaraStory* const story = draft->story;
  draft->reputes = (ElaraRepute*)elara_arena_array(
      draft->scratch, story->person_count, sizeof *draft->reputes);
  ELARA_TRY_PTR(draft->reputes);
  int* const here =
      (int*)elara_arena_array(draft->scratch, story->person_count, sizeof(int));
  ELARA_TRY_PTR(here);
  for (size_t i = 0; i < story->person_count; i++) {
    here[i] = -1;
  }
  size_t mention = 0;
  for (size_t scene = 0; scene < story->scene_count; scene++) {
    const ElaraScene* const s = &story->scenes[scene];
    mark_present(draft, (int)scene, &mention, here);
    for (int i = 0; i < s->element_count; i++) {
      const ElaraElement* const e = &story->elements[s->first_element + i];
      if (elara_is_speech(e->kind) && e->person >= 0)
        read_speech(draft, e, here);
    }
  }
  return ELARA_OK;
}
