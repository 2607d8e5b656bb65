// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

#include "story/aliases.h"

#include <stdlib.h>
#include <string.h>

#define SHORTEST_MISSPELT 4 // letters
#define FEW_SPEECHES 2      // of a misspelt name
#define MOST_WARNINGS 10
#define MOST_KNOWN 200

// Before a name these say nothing of who it is: DR. BELL is BELL. Not those of
// kin, sex or birth: LADY MACDUFF is not MACDUFF.
static const char* const titles[] = {
    "DR",    "DOCTOR",     "CAPTAIN",   "DETECTIVE", "OFFICER",
    "AGENT", "SERGEANT",   "INSPECTOR", "GENERAL",   "COLONEL",
    "MAJOR", "LIEUTENANT", "PROFESSOR", "SHERIFF",   "SIR"};

// Cues that several people answer to.
static const char* const groups[] = {
    "ALL",      "BOTH",   "EVERYONE", "EVERYBODY",  "OTHERS",
    "CROWD",    "VOICES", "THEY",     "MEN",        "WOMEN",
    "CHILDREN", "CHORUS", "TOGETHER", "WE",         "SEVERAL",
    "KIDS",     "PEOPLE", "MOB",      "AUDIENCE",   "COMPANY",
    "TEAM",     "CREW",   "ENSEMBLE", "THE OTHERS", "ALL THE OTHERS",
};

// What people are when they have no name; with an S they are a group.
static const char* const callings[] = {
    "MAN",       "WOMAN",      "BOY",       "GIRL",      "KID",
    "CHILD",     "GUARD",      "SOLDIER",   "COP",       "POLICEMAN",
    "CLERK",     "WAITER",     "WAITRESS",  "BARTENDER", "NURSE",
    "DRIVER",    "SERVANT",    "MESSENGER", "CITIZEN",   "VILLAGER",
    "PASSENGER", "REPORTER",   "STUDENT",   "TEACHER",   "WITCH",
    "MURDERER",  "LORD",       "GENTLEMAN", "SAILOR",    "WORKER",
    "PLAYER",    "APPARITION", "ATTENDANT", "WATCHMAN",  "ROBOT",
    "VOICE",     "SECRETARY",  "PEASANT",   "PRIEST",    "MONK",
    "STRANGER",  "SHOPKEEPER", "PORTER",    "ANNOUNCER", "OPERATOR",
    "NEIGHBOR",  "NEIGHBOUR",  "CUSTOMER",
};

static const char* const ordinals[] = {
    "FIRST", "SECOND", "THIRD", "FOURTH", "FIFTH",   "SIXTH", "SEVENTH",
    "1ST",   "2ND",    "3RD",   "4TH",    "ANOTHER", "OTHER", "YOUNG",
    "OLD",   "A",      "THE",   "TALL",   "FAT",     "THIN",
};

static int
is_calling(const char* word, int* plural)
{
  char single[ELARA_NAME_KEY];
  const size_t n = strlen(word);
  *plural = 0;
  if (ELARA_NAME_IN(word, callings)) return 1;
  if (n < 3 || word[n - 1] != 'S') return 0;
  memcpy(single, word, n);
  single[n - 1] = '\0';
  *plural = ELARA_NAME_IN(single, callings);
  return *plural;
}

// All but the last word are of a kind that counts or describes; the last is a
// calling, or a number stands behind it.
static ElaraPersonKind
kind_by_words(const ElaraNameKey* key)
{
  char word[ELARA_NAME_KEY] = "";
  int named = 0, called = 0, plural = 0, numbered = 0;
  for (size_t i = 0; i <= key->length;) {
    size_t n = strcspn(key->text + i, " ");
    memcpy(word, key->text + i, n);
    word[n] = '\0';
    i += n + 1;
    if (word[0] == '#' || (word[0] >= '0' && word[0] <= '9' && n <= 2)) {
      numbered = 1;
    } else if (is_calling(word, &plural)) {
      called = 1;
    } else if (ELARA_NAME_IN(word, ordinals)) {
      numbered |= word[0] != 'A' && n > 3;
    } else {
      named++;
    }
  }
  if (called && plural && !numbered) return ELARA_PERSON_GROUP;
  if (numbered && (called || named)) return ELARA_PERSON_NUMBERED;
  return called && !named ? ELARA_PERSON_NUMBERED : ELARA_PERSON_NAMED;
}

ElaraPersonKind
elara_kind_of_name(ElaraSpan name)
{
  const ElaraNameKey key = elara_name_key(name);
  if (ELARA_NAME_IN(key.text, groups)) return ELARA_PERSON_GROUP;
  if (strstr(key.text, " AND ") || strstr(key.text, " & ") ||
      strchr(key.text, '/') || strchr(key.text, ',')) {
    return ELARA_PERSON_GROUP;
  }
  return kind_by_words(&key);
}

// What is known of the speakers for merging.
typedef struct {
  ElaraDraft* draft;
  ElaraPeople* people;
  ElaraNameMap* by_name;
  int* place;    // the person whom an index now means
  int* speeches; // of each name
  int* starts;   // of a name's scenes in SCENES; one more than there are people
  int* scenes;   // ascending
} Merge;

static int
find_name(const Merge* merge, ElaraSpan name)
{
  const ElaraNameKey key = elara_name_key(name);
  return elara_name_get(merge->by_name, &key);
}

static int
root(const Merge* merge, int person)
{
  while (merge->place[person] != person) {
    person = merge->place[person];
  }
  return person;
}

// B is another name of A. The name that is kept is A's.
static void
join(Merge* merge, int a, int b)
{
  a = root(merge, a);
  b = root(merge, b);
  if (a != b) merge->place[b] = a;
}

// Fills the scenes in which each name speaks, by counting, then writing.
static ElaraStatus
find_scenes(Merge* merge)
{
  const ElaraStory* const story = merge->draft->story;
  const size_t people = merge->people->count;
  int* const last =
      (int*)elara_arena_array(merge->draft->scratch, people + 1, sizeof(int));
  ELARA_TRY_PTR(last);
  for (int pass = 0; pass < 2; pass++) {
    for (size_t i = 0; i < people; i++) {
      last[i] = -2;
    }
    for (size_t i = 0; i < story->element_count; i++) {
      const ElaraElement* const e = &story->elements[i];
      if (e->kind != ELARA_ELEMENT_CHARACTER || e->person < 0) continue;
      if (pass == 0) merge->speeches[e->person]++;
      if (last[e->person] == e->scene) continue;
      last[e->person] = e->scene;
      if (pass == 0) merge->starts[e->person + 1]++;
      if (pass == 1) merge->scenes[merge->starts[e->person]++] = e->scene;
    }
    if (pass == 1) break;
    for (size_t i = 0; i < people; i++) {
      merge->starts[i + 1] += merge->starts[i];
    }
    merge->scenes = (int*)elara_arena_array(
        merge->draft->scratch, (size_t)merge->starts[people] + 1, sizeof(int));
    ELARA_TRY_PTR(merge->scenes);
  }
  // Writing has moved each start to its end, which is the next one's start.
  memmove(merge->starts + 1, merge->starts, people * sizeof(int));
  merge->starts[0] = 0;
  return ELARA_OK;
}

static int
share_scene(const Merge* merge, int a, int b)
{
  int i = merge->starts[a], k = merge->starts[b];
  while (i < merge->starts[a + 1] && k < merge->starts[b + 1]) {
    if (merge->scenes[i] == merge->scenes[k]) return 1;
    if (merge->scenes[i] < merge->scenes[k]) {
      i++;
    } else {
      k++;
    }
  }
  return 0;
}

// The writer's word: every name after the first is another one's.
static ElaraStatus
merge_said(Merge* merge, const ElaraSays* says)
{
  ElaraSpan rest = says->value, name;
  int first = -1;
  const int line = merge->draft->story->elements[says->element].line;
  while (elara_directive_name(&rest, &name)) {
    const int person = find_name(merge, name);
    if (person < 0) {
      elara_diag(merge->draft->diags, ELARA_DIAG_WARNING, merge->draft->name,
                 line, 1, "write the names as they stand above the speeches",
                 "nobody called %.*s speaks", (int)name.n, name.s);
    } else if (first < 0) {
      first = person;
    } else {
      join(merge, first, person);
    }
  }
  return ELARA_OK;
}

// "ANNA AS DOROTHY": the part is played by ANNA. "BILL / THE MONSTER": one of
// the two speaks elsewhere and the other does not.
static void
merge_compound(Merge* merge, int person)
{
  const ElaraSpan name = elara_span(merge->people->items[person].name);
  const ElaraNameKey key = elara_name_key(name);
  const char* at = strstr(key.text, " AS ");
  const size_t gap = at ? 4 : 1;
  if (!at) at = strchr(key.text, '/');
  if (!at) return;
  const ElaraSpan left =
      elara_span_trim((ElaraSpan){key.text, (size_t)(at - key.text)});
  const ElaraSpan right = elara_span_trim(elara_span(at + gap));
  const int a = find_name(merge, left), b = find_name(merge, right);
  if (a >= 0 && (gap == 4 || b < 0)) join(merge, a, person);
  if (a < 0 && b >= 0) join(merge, b, person);
}

static ElaraSpan
without_title(const ElaraNameKey* key)
{
  const size_t n = strcspn(key->text, " ");
  char word[ELARA_NAME_KEY];
  memcpy(word, key->text, n);
  word[n] = '\0';
  const ElaraSpan whole = {key->text, key->length};
  if (n == key->length || !ELARA_NAME_IN(word, titles)) return whole;
  return (ElaraSpan){key->text + n + 1, key->length - n - 1};
}

// DR. BELL and BELL who never meet are one.
static void
merge_titled(Merge* merge, int person)
{
  const ElaraNameKey key =
      elara_name_key(elara_span(merge->people->items[person].name));
  const ElaraSpan bare = without_title(&key);
  if (bare.n == key.length) return;
  const int other = find_name(merge, bare);
  if (other < 0 || other == person || share_scene(merge, person, other)) return;
  join(merge, person < other ? person : other, person < other ? other : person);
}

// JOHN and the only JOHN SMITH are one, if they never meet. FIRSTS maps a
// first word to the person whose name has it, or to AMBIGUOUS.
#define AMBIGUOUS (-2)

static void
merge_first_name(Merge* merge, const ElaraNameMap* firsts, int person)
{
  const ElaraNameKey key =
      elara_name_key(elara_span(merge->people->items[person].name));
  if (strchr(key.text, ' ') || key.length < 3) return;
  if (elara_kind_of_name((ElaraSpan){key.text, key.length}) !=
      ELARA_PERSON_NAMED) {
    return;
  }
  const int other = elara_name_get(firsts, &key);
  if (other < 0 || share_scene(merge, person, other)) return;
  join(merge, person < other ? person : other, person < other ? other : person);
}

static ElaraStatus
index_firsts(const Merge* merge, ElaraNameMap* firsts)
{
  for (size_t i = 0; i < merge->people->count; i++) {
    const ElaraSpan name = elara_span(merge->people->items[i].name);
    const ElaraNameKey key = elara_name_key(name);
    const size_t n = strcspn(key.text, " ");
    if (n == key.length || n < 3 ||
        elara_kind_of_name(name) != ELARA_PERSON_NAMED) {
      continue;
    }
    const ElaraNameKey first = elara_name_key((ElaraSpan){key.text, n});
    const int before = elara_name_get(firsts, &first);
    if (ELARA_NAME_IN(first.text, ordinals) ||
        ELARA_NAME_IN(first.text, titles))
      continue;
    ELARA_TRY_PTR(
        elara_name_put(firsts, &first, before == -1 ? (int)i : AMBIGUOUS));
  }
  return ELARA_OK;
}

// 1 when one letter is put in, left out, changed, or two stand the wrong way
// round.
static int
letter_apart(const ElaraNameKey* a, const ElaraNameKey* b)
{
  if (a->length > b->length) return letter_apart(b, a);
  if (b->length - a->length > 1) return 0;
  size_t i = 0;
  while (i < a->length && a->text[i] == b->text[i]) {
    i++;
  }
  const char* const x = a->text + i;
  const char* const y = b->text + i;
  if (a->length < b->length) return strcmp(x, y + 1) == 0;
  if (!x[0]) return 0;
  const int changed = strcmp(x + 1, y + 1) == 0;
  const int swapped =
      x[1] && x[0] == y[1] && x[1] == y[0] && strcmp(x + 2, y + 2) == 0;
  return changed || swapped;
}

static int
may_be_misspelt(const ElaraNameKey* key)
{
  if (key->length < SHORTEST_MISSPELT) return 0;
  return strpbrk(key->text, "0123456789#") == NULL;
}

// A name that speaks often, for comparison.
typedef struct {
  int person;
  ElaraNameKey key;
} Known;

typedef ELARA_LIST(Known) KnownList;

static ElaraStatus
find_known(const Merge* merge, KnownList* known)
{
  for (size_t i = 0; i < merge->people->count; i++) {
    if (merge->speeches[i] <= 2 * FEW_SPEECHES) continue;
    const Known fresh = {
        (int)i, elara_name_key(elara_span(merge->people->items[i].name))};
    if (!may_be_misspelt(&fresh.key) || known->count >= MOST_KNOWN) continue;
    ELARA_TRY_PTR(ELARA_PUSH(merge->draft->scratch, known, fresh));
  }
  return ELARA_OK;
}

static void
warn_of(const Merge* merge, int rare, const Known* known)
{
  elara_diag(merge->draft->diags, ELARA_DIAG_WARNING, merge->draft->name,
             merge->people->items[rare].first_line, 1,
             "correct the name, or write [[elara: alias = NAME, OTHER]]",
             "%s is a letter away from %s, who speaks %d times; are they one?",
             merge->people->items[rare].name,
             merge->people->items[known->person].name,
             merge->speeches[known->person]);
}

static ElaraStatus
warn_misspelt(const Merge* merge)
{
  KnownList known = {0};
  int told = 0;
  ELARA_TRY(find_known(merge, &known));
  for (size_t i = 0; i < merge->people->count && told < MOST_WARNINGS; i++) {
    const ElaraNameKey key =
        elara_name_key(elara_span(merge->people->items[i].name));
    if (merge->speeches[i] > FEW_SPEECHES || !may_be_misspelt(&key)) continue;
    for (size_t k = 0; k < known.count; k++) {
      if (root(merge, (int)i) == root(merge, known.items[k].person) ||
          !letter_apart(&key, &known.items[k].key)) {
        continue;
      }
      warn_of(merge, (int)i, &known.items[k]);
      told++;
      break;
    }
  }
  return ELARA_OK;
}

static ElaraStatus
add_alias(Merge* merge, ElaraPerson* person, const char* name)
{
  person->aliases = person->aliases[0]
                        ? elara_arena_printf(merge->draft->arena, "%s, %s",
                                             person->aliases, name)
                        : elara_arena_strdup(merge->draft->arena, name);
  ELARA_TRY_PTR(person->aliases);
  return ELARA_OK;
}

// Takes the merged out of the list; PLACE becomes the new indices.
static ElaraStatus
compact(Merge* merge)
{
  ElaraPeople* const people = merge->people;
  const size_t count = people->count;
  int* const fresh =
      (int*)elara_arena_array(merge->draft->scratch, count + 1, sizeof(int));
  ELARA_TRY_PTR(fresh);
  size_t kept = 0;
  for (size_t i = 0; i < count; i++) {
    if (root(merge, (int)i) == (int)i) fresh[i] = (int)kept++;
  }
  for (size_t i = 0; i < count; i++) {
    const int r = root(merge, (int)i);
    if (r == (int)i) continue;
    ELARA_TRY(add_alias(merge, &people->items[r], people->items[i].name));
    if (people->items[i].first_line < people->items[r].first_line) {
      people->items[r].first_line = people->items[i].first_line;
    }
  }
  for (size_t i = 0; i < count; i++) {
    const int r = root(merge, (int)i);
    const ElaraNameKey key = elara_name_key(elara_span(people->items[i].name));
    ELARA_TRY_PTR(elara_name_put(merge->by_name, &key, fresh[r]));
  }
  for (size_t i = 0; i < count; i++) {
    fresh[i] = fresh[root(merge, (int)i)];
  }
  for (size_t i = 0; i < count; i++) {
    if (merge->place[i] == (int)i) people->items[fresh[i]] = people->items[i];
  }
  memcpy(merge->place, fresh, count * sizeof(int));
  people->count = kept;
  return ELARA_OK;
}

static ElaraStatus
merge_by_form(Merge* merge)
{
  ElaraNameMap firsts = {.arena = merge->draft->scratch};
  ELARA_TRY(index_firsts(merge, &firsts));
  for (size_t i = 0; i < merge->people->count; i++) {
    if (merge->place[i] != (int)i) continue; // the writer has said it
    merge_compound(merge, (int)i);
    merge_titled(merge, (int)i);
    merge_first_name(merge, &firsts, (int)i);
  }
  return ELARA_OK;
}

ElaraStatus
elara_merge_people(ElaraDraft* draft,
                   const ElaraSaysList* says,
                   ElaraPeople* people,
                   ElaraNameMap* by_name,
                   int* place)
{
  const size_t count = people->count;
  Merge merge = {
      .draft = draft,
      .people = people,
      .by_name = by_name,
      .place = place,
      .speeches =
          (int*)elara_arena_array(draft->scratch, count + 1, sizeof(int)),
      .starts = (int*)elara_arena_array(draft->scratch, count + 2, sizeof(int)),
  };
  ELARA_TRY_PTR(merge.speeches && merge.starts);
  for (size_t i = 0; i < count; i++) {
    place[i] = (int)i;
  }
  ELARA_TRY(find_scenes(&merge));
  for (size_t i = 0; i < says->count; i++) {
    if (says->items[i].kind != ELARA_SAYS_ALIAS) continue;
    ELARA_TRY(merge_said(&merge, &says->items[i]));
  }
  ELARA_TRY(merge_by_form(&merge));
  ELARA_TRY(warn_misspelt(&merge));
  return compact(&merge);
}
