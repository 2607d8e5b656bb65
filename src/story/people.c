// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// Who is in the story: speakers by their cues, others by the way scripts
// introduce people ("ODO FENNICK, 15,"), and where action names each.
//
// A person is known in action by the whole name or by any one word of it that
// no other person has: VANTE also by "Casimir Vante", MRS. QUILL by "Quill",
// but FIRST WITCH not by "witch" when there is a SECOND.

#include "story/aliases.h"

#include <string.h>

#define AMBIGUOUS (-2)
#define LONGEST_NAME_WORDS 3

// Words that are in names without naming anybody.
static const char* const titles[] = {
    "MR",     "MRS",     "MS",       "MISS",   "DR",        "DOCTOR",
    "SIR",    "LADY",    "LORD",     "THE",    "OLD",       "YOUNG",
    "FIRST",  "SECOND",  "THIRD",    "FOURTH", "CAPTAIN",   "KING",
    "QUEEN",  "PRINCE",  "FATHER",   "MOTHER", "AUNT",      "UNCLE",
    "LITTLE", "BIG",     "OF",       "AND",    "AN",        "A",
    "IN",     "ON",      "FROM",     "WITH",   "ST",        "1ST",
    "2ND",    "3RD",     "4TH",      "OTHER",  "ANOTHER",   "ECHO",
    "MAN'S",  "WOMAN'S", "CHILD'S",  "VOICE",  "DON",       "GIRL'S",
    "BOY'S",  "SIGNOR",  "MONSIEUR", "MADAME", "DETECTIVE", "OFFICER",
    "AGENT",
};

typedef struct {
  ElaraDraft* draft;
  ElaraPeople people;
  ElaraNameMap by_name; // whole names
} Register;

static ElaraStatus
find_or_add(Register* reg,
            ElaraSpan name,
            const ElaraElement* element,
            int* person)
{
  const ElaraNameKey key = elara_name_key(name);
  *person = elara_name_get(&reg->by_name, &key);
  if (*person >= 0) return ELARA_OK;
  const ElaraPerson fresh = {
      .name = elara_quote(reg->draft->arena, name, ELARA_NAME_KEY),
      .aliases = "",
      .kind = elara_kind_of_name(name),
      .role = ELARA_ROLE_EXTRA,
      .evidence = "",
      .first_line = element->line,
  };
  ELARA_TRY_PTR(fresh.name);
  *person = (int)reg->people.count;
  ELARA_TRY_PTR(ELARA_PUSH(reg->draft->scratch, &reg->people, fresh));
  ELARA_TRY_PTR(elara_name_put(&reg->by_name, &key, *person));
  return ELARA_OK;
}

static ElaraStatus
collect_speakers(Register* reg)
{
  ElaraStory* const story = reg->draft->story;
  int speaker = -1;
  for (size_t i = 0; i < story->element_count; i++) {
    ElaraElement* const element = &story->elements[i];
    switch (element->kind) {
    case ELARA_ELEMENT_CHARACTER:
      if (!element->text[0]) break;
      ELARA_TRY(find_or_add(reg, elara_span(element->text), element, &speaker));
      element->person = speaker;
      break;
    case ELARA_ELEMENT_PARENTHETICAL:
    case ELARA_ELEMENT_DIALOGUE:
      element->person = speaker;
      break;
    case ELARA_ELEMENT_LYRIC:
      element->person = speaker;
      break;
    case ELARA_ELEMENT_NOTE:
    case ELARA_ELEMENT_BONEYARD:
      break;
    default:
      speaker = -1;
      break;
    }
  }
  return ELARA_OK;
}

// True when an age follows a name in capitals: ", 15", " (30s)", " of 5".
static int
age_follows(ElaraSpan text, size_t at)
{
  static const char* const forms[] = {", ",  " (",       ", about ", " of ",
                                      ", (", ", early ", ", late ",  ", mid "};
  const ElaraSpan rest = {text.s + at, text.n - at};
  for (size_t i = 0; i < sizeof forms / sizeof forms[0]; i++) {
    const size_t length = strlen(forms[i]);
    if (!elara_span_starts(rest, forms[i]) || rest.n <= length) continue;
    const char c = rest.s[length];
    if (c >= '1' && c <= '9') return 1;
  }
  return 0;
}

// Brings names of the same person together.
static ElaraStatus
merge_names(Register* reg)
{
  ElaraStory* const story = reg->draft->story;
  int* const place = (int*)elara_arena_array(
      reg->draft->scratch, reg->people.count + 1, sizeof *place);
  ELARA_TRY_PTR(place);
  ELARA_TRY(elara_directives(reg->draft, &reg->draft->says));
  ELARA_TRY(elara_merge_people(reg->draft, &reg->draft->says, &reg->people,
                               &reg->by_name, place));
  for (size_t i = 0; i < story->element_count; i++) {
    ElaraElement* const element = &story->elements[i];
    if (element->person >= 0) element->person = place[element->person];
  }
  return ELARA_OK;
}

// People whom the script itself lists in its scenes.
static ElaraStatus
collect_listed(Register* reg)
{
  ElaraDraft* const draft = reg->draft;
  for (size_t i = 0; i < draft->script.on_scene.count; i++) {
    const ElaraOnScene* const here = &draft->script.on_scene.items[i];
    ElaraMention mention = {.element = here->element};
    if (!here->name[0]) continue;
    ELARA_TRY(find_or_add(reg, elara_span(here->name),
                          &draft->story->elements[here->element],
                          &mention.person));
    ELARA_TRY_PTR(ELARA_PUSH(draft->scratch, &draft->listed, mention));
  }
  return ELARA_OK;
}

static int known_by_words(const Register* reg, ElaraSpan name);

// Names in capitals with an age: people who may never speak.
static ElaraStatus
collect_introduced(Register* reg, const ElaraElement* element)
{
  const ElaraSpan text = elara_span(element->text);
  ElaraToken token;
  size_t at = 0, run = 0;
  const char* begin = NULL;
  while (elara_token_next(text, &at, &token)) {
    const int joins = begin && token.before == ' ';
    if (!token.all_caps) {
      begin = NULL;
      continue;
    }
    run = joins ? run + 1 : 1;
    if (!joins) begin = token.span.s;
    if (!age_follows(text, at) || run > LONGEST_NAME_WORDS) continue;
    const ElaraSpan name = {begin, (size_t)(text.s + at - begin)};
    int person;
    if (known_by_words(reg, name)) continue;
    ELARA_TRY(find_or_add(reg, name, element, &person));
  }
  return ELARA_OK;
}

static ElaraStatus
put_words(Register* reg, const ElaraNameKey* key, int person)
{
  const int before = elara_name_get(&reg->draft->by_words, key);
  const int value = before < 0 || before == person ? person : AMBIGUOUS;
  if (before == AMBIGUOUS) return ELARA_OK;
  ELARA_TRY_PTR(elara_name_put(&reg->draft->by_words, key, value));
  return ELARA_OK;
}

// Any one word of NAME.
static ElaraStatus
index_words(Register* reg, ElaraSpan name, int person)
{
  size_t at = 0;
  ElaraToken token;
  while (elara_token_next(name, &at, &token)) {
    const ElaraNameKey word = elara_name_key(token.span);
    if (word.length < 3 || ELARA_NAME_IN(word.text, titles)) continue;
    ELARA_TRY(put_words(reg, &word, person));
  }
  return ELARA_OK;
}

static int
is_group(const Register* reg, size_t person)
{
  return reg->people.items[person].kind == ELARA_PERSON_GROUP;
}

// Whole names win over words of names, so they are put last.
static ElaraStatus
index_people(Register* reg, size_t first)
{
  ElaraSpan name, rest;
  for (size_t i = first; i < reg->people.count; i++) {
    if (is_group(reg, i)) continue;
    const ElaraPerson* const person = &reg->people.items[i];
    ELARA_TRY(index_words(reg, elara_span(person->name), (int)i));
    rest = elara_span(person->aliases);
    while (elara_directive_name(&rest, &name)) {
      ELARA_TRY(index_words(reg, name, (int)i));
    }
  }
  for (size_t i = first; i < reg->people.count; i++) {
    if (is_group(reg, i)) continue;
    const ElaraPerson* const person = &reg->people.items[i];
    const ElaraNameKey whole = elara_name_key(elara_span(person->name));
    ELARA_TRY_PTR(elara_name_put(&reg->draft->by_words, &whole, (int)i));
    rest = elara_span(person->aliases);
    while (elara_directive_name(&rest, &name)) {
      const ElaraNameKey other = elara_name_key(name);
      ELARA_TRY_PTR(elara_name_put(&reg->draft->by_words, &other, (int)i));
    }
  }
  return ELARA_OK;
}

// Without a possessive: "QUILL'S" is QUILL.
static ElaraSpan
without_possessive(ElaraSpan span)
{
  if (elara_span_ends(span, "'s")) span.n -= 2;
  if (elara_span_ends(span, "\xe2\x80\x99s")) span.n -= 4;
  return span;
}

static int
known_by_words(const Register* reg, ElaraSpan name)
{
  const ElaraNameKey whole = elara_name_key(name);
  if (elara_name_get(&reg->draft->by_words, &whole) >= 0) return 1;
  size_t at = 0;
  ElaraToken token;
  while (elara_token_next(name, &at, &token)) {
    const ElaraNameKey word = elara_name_key(token.span);
    if (ELARA_NAME_IN(word.text, titles)) continue;
    if (elara_name_get(&reg->draft->by_words, &word) >= 0) return 1;
  }
  return 0;
}

int
elara_person_at(const ElaraDraft* draft,
                ElaraSpan text,
                const ElaraToken* token,
                size_t* end)
{
  size_t ends[LONGEST_NAME_WORDS] = {*end};
  int words = 1;
  ElaraToken next;
  for (size_t at = *end; words < LONGEST_NAME_WORDS; words++) {
    if (!elara_token_next(text, &at, &next)) break;
    if (next.before != ' ' && next.before != '.' && next.before != '#') break;
    ends[words] = at;
  }
  const size_t begin = (size_t)(token->span.s - text.s);
  for (; words > 0; words--) {
    const ElaraSpan span = {text.s + begin, ends[words - 1] - begin};
    const ElaraNameKey key = elara_name_key(without_possessive(span));
    const int person = elara_name_get(&draft->by_words, &key);
    if (person < 0) continue;
    *end = ends[words - 1];
    return person;
  }
  return -1;
}

static int
is_article(const ElaraToken* token)
{
  return strcmp(token->text, "the") == 0 || strcmp(token->text, "a") == 0 ||
         strcmp(token->text, "an") == 0;
}

static ElaraStatus
find_mentions(Register* reg, int index)
{
  ElaraDraft* const draft = reg->draft;
  const ElaraSpan text = elara_span(draft->story->elements[index].text);
  ElaraToken token;
  size_t at = 0;
  int article = 0;
  while (elara_token_next(text, &at, &token)) {
    const int may_name = token.capitalised || article;
    article = is_article(&token);
    if (!may_name || article) continue;
    const int person = elara_person_at(draft, text, &token, &at);
    if (person < 0) continue;
    const ElaraMention mention = {index, person, (int)(token.span.s - text.s)};
    ELARA_TRY_PTR(ELARA_PUSH(draft->scratch, &draft->mentions, mention));
  }
  return ELARA_OK;
}

ElaraStatus
elara_draft_people(ElaraDraft* draft)
{
  ElaraStory* const story = draft->story;
  draft->by_words = (ElaraNameMap){.arena = draft->scratch};
  Register reg = {
      .draft = draft,
      .by_name = {.arena = draft->scratch},
  };
  ELARA_TRY(collect_speakers(&reg));
  ELARA_TRY(merge_names(&reg));
  ELARA_TRY(collect_listed(&reg));
  ELARA_TRY(index_people(&reg, 0));
  const size_t speakers = reg.people.count;
  for (size_t i = 0; i < story->element_count; i++) {
    if (story->elements[i].kind != ELARA_ELEMENT_ACTION) continue;
    ELARA_TRY(collect_introduced(&reg, &story->elements[i]));
  }
  ELARA_TRY(index_people(&reg, speakers));
  for (size_t i = 0; i < story->element_count; i++) {
    if (story->elements[i].kind != ELARA_ELEMENT_ACTION) continue;
    ELARA_TRY(find_mentions(&reg, (int)i));
  }
  story->person_count = reg.people.count;
  story->people = (ElaraPerson*)elara_arena_array(
      draft->arena, story->person_count, sizeof *story->people);
  ELARA_TRY_PTR(story->people);
  if (story->person_count) {
    memcpy(story->people, reg.people.items,
           story->person_count * sizeof *story->people);
  }
  return ELARA_OK;
}
