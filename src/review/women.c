// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// A woman who is there and hardly speaks. Who is a woman is told by pronouns in
// action where she is the only one named; it is told honestly only where that
// is often and never otherwise, else nothing is said.

#include "review/room.h"
#include "review/words.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define LEAST_PRONOUNS 4
#define LEAST_PRESENT .35 // share of the scenes
#define FEW_WORDS .4      // of what a man says for each of his scenes

typedef struct {
  int she;
  int he;
} Pronouns;

static int
count_word(const char* plain, const char* word)
{
  int count = 0;
  for (const char* p = plain; (p = elara_plain_find(p, word)) != NULL; p++)
    count++;
  return count;
}

// The only person whom the action of ELEMENT names, or -1.
static int
only_named(const Reader* reader, size_t element, char (*names)[80])
{
  int found = -1;
  for (int p = 0; p < (int)reader->story->person_count; p++) {
    if (!names[p][0] || !elara_plain_find(reader->plain[element], names[p]))
      continue;
    if (found >= 0) return -1;
    found = p;
  }
  return found;
}

static void
count_pronouns(Reader* reader, Pronouns* pronouns)
{
  const ElaraStory* const story = reader->story;
  char(*const names)[80] =
      elara_arena_array(reader->scratch, story->person_count + 1, 80);
  if (!names) {
    reader->failed = 1;
    return;
  }
  for (size_t p = 0; p < story->person_count; p++) {
    const char* const plain =
        elara_plain_text(reader->scratch, story->people[p].name);
    const size_t n = plain ? strlen(plain) : 0;
    if (n > 4) snprintf(names[p], 80, "%.*s", (int)(n - 4), plain + 1);
  }
  for (size_t i = 0; i < story->element_count; i++) {
    if (story->elements[i].kind != ELARA_ELEMENT_ACTION) continue;
    const int person = only_named(reader, i, names);
    if (person < 0) continue;
    const char* const plain = reader->plain[i];
    pronouns[person].she += count_word(plain, "she") + count_word(plain, "her");
    pronouns[person].he += count_word(plain, "he") + count_word(plain, "his") +
                           count_word(plain, "him");
  }
}

static int
is_clear(int these, int those)
{
  return these >= LEAST_PRONOUNS && these >= 5 * those;
}

// Words for each scene; 0 when hardly present.
static double
words_a_scene(const Reader* reader, int person)
{
  const ElaraReviewPerson* const p = &reader->review->people[person];
  const double scenes = (double)reader->review->scene_count;
  return p->scenes >= LEAST_PRESENT * scenes && p->scenes >= 3
             ? (double)p->words / p->scenes
             : 0.0;
}

void
elara_review_judge_women(Reader* reader)
{
  const size_t n = reader->story->person_count;
  Pronouns* const pronouns =
      elara_arena_array(reader->scratch, n + 1, sizeof *pronouns);
  double man = 0.0;
  int woman = -1;
  if (!pronouns) {
    reader->failed = 1;
    return;
  }
  count_pronouns(reader, pronouns);
  for (int p = 0; p < (int)n; p++) {
    if (is_clear(pronouns[p].he, pronouns[p].she))
      man = fmax(man, words_a_scene(reader, p));
    if (is_clear(pronouns[p].she, pronouns[p].he) &&
        (woman < 0 || words_a_scene(reader, p) > words_a_scene(reader, woman)))
      woman = p;
  }
  const double hers = woman >= 0 ? words_a_scene(reader, woman) : 0.0;
  if (hers <= 0.0 || man <= 0.0 || hers >= FEW_WORDS * man) return;
  ElaraFinding f = elara_review_finding(ELARA_FINDING_UNDERWRITTEN,
                                        .5 + .5 * (FEW_WORDS - hers / man));
  f.person = woman;
  elara_review_say(reader, &f,
                   "What would %s say if she were asked? She is there, and "
                   "hardly speaks.",
                   elara_review_name(reader, woman));
  elara_review_count(reader, &f,
                     "%d words in %d scenes: %d %% of what the men beside her "
                     "say for each of theirs.",
                     reader->review->people[woman].words,
                     reader->review->people[woman].scenes,
                     elara_review_percent(hers / man));
  elara_review_show_ends(reader, &f, woman, -1, NULL);
  elara_review_add(reader, &f);
}
