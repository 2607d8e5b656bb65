// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// What comes back: whole sentences that are said, sung or done again much
// later. The cheapest sign of something planted, and the surest: nobody writes
// the same sentence twice over half a story by chance, if it is not a phrase
// that everybody uses.

#include "review/room.h"
#include "review/words.h"

#include <stdlib.h>
#include <string.h>

#define LEAST_WORDS 3
#define MOST_WORDS 14
#define APART .25    // of the story, between first and last
#define BOOKENDS .75 // two words are enough over this distance
#define RARE 4       // letters of a word that is not a common one
#define MOST_SHOWN 3

static const char* const common[] = {
    "that",   "this",   "with",   "what",    "have",    "your",    "they",
    "them",   "will",   "shall",  "would",   "could",   "there",   "here",
    "then",   "than",   "were",   "been",    "very",    "from",    "come",
    "know",   "must",   "well",   "like",    "good",    "lord",    "lady",
    "miss",   "thou",   "thee",   "hath",    "upon",    "think",   "about",
    "really", "quite",  "going",  "right",   "course",  "sure",    "sorry",
    "don't",  "can't",  "won't",  "didn't",  "that's",  "what's",  "you're",
    "i'll",   "it's",   "dear",   "cousin",  "night",   "morning", "enter",
    "exit",   "mean",   "matter", "thank",   "please",  "nothing", "something",
    "again",  "fare",   "stay",   "follow",  "welcome", "away",    "where",
    "their",  "speak",  "tell",   "truth",   "fear",    "afraid",  "hear",
    "heard",  "doctor", "sister", "brother", "yours",   "mine",    "look",
    "make",   "says",   "said",   "goes",    "looks",   "just",    "want",
};

typedef struct {
  const char* text; // in a plain text; LENGTH bytes with a blank at either end
  size_t length;
  int element;
} Sentence;

typedef struct {
  Sentence* items;
  size_t count;
  size_t capacity;
} Sentences;

static int
word_count(const Sentence* s)
{
  int count = -1;
  for (size_t i = 0; i < s->length; i++)
    count += s->text[i] == ' ';
  return count;
}

static int
is_common(const char* word, size_t length)
{
  for (size_t i = 0; i < sizeof common / sizeof *common; i++) {
    if (strlen(common[i]) == length && memcmp(common[i], word, length) == 0)
      return 1;
  }
  return 0;
}

static int
is_telling(const Sentence* s)
{
  for (size_t i = 1; i < s->length;) {
    size_t n = 0;
    while (i + n < s->length && s->text[i + n] != ' ')
      n++;
    if (n >= RARE && !is_common(s->text + i, n)) return 1;
    i += n + 1;
  }
  return 0;
}

// Comings and goings come back in every play.
static int
is_direction(const Sentence* s)
{
  static const char* const words[] = {" enter ", " exit ",   " exeunt ",
                                      " exits ", " enters ", " re-enter "};
  for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
    const size_t n = strlen(words[i]);
    if (s->length >= n && memcmp(s->text, words[i], n) == 0) return 1;
  }
  return 0;
}

static int
may_return(const ElaraElement* e)
{
  return e->scene >= 0 &&
         (e->kind == ELARA_ELEMENT_DIALOGUE || e->kind == ELARA_ELEMENT_LYRIC ||
          e->kind == ELARA_ELEMENT_ACTION);
}

static void
gather(Reader* reader, Sentences* list)
{
  const ElaraStory* const story = reader->story;
  for (size_t i = 0; i < story->element_count; i++) {
    if (!may_return(&story->elements[i])) continue;
    size_t at = 0;
    Sentence s = {.element = (int)i};
    while ((s.length = elara_plain_sentence(reader->plain[i], &at, &s.text))) {
      const int words = word_count(&s);
      if (is_direction(&s)) continue;
      if (words < 2 || words > MOST_WORDS || !is_telling(&s)) continue;
      if (words < LEAST_WORDS &&
          story->elements[i].kind == ELARA_ELEMENT_ACTION)
        continue;
      if (!ELARA_PUSH(reader->scratch, list, s)) reader->failed = 1;
    }
  }
}

static int
by_text(const void* a, const void* b)
{
  const Sentence* const x = (const Sentence*)a;
  const Sentence* const y = (const Sentence*)b;
  const size_t n = x->length < y->length ? x->length : y->length;
  const int order = memcmp(x->text, y->text, n);
  if (order) return order;
  if (x->length != y->length) return x->length < y->length ? -1 : 1;
  return (x->element > y->element) - (x->element < y->element);
}

typedef struct {
  size_t first; // in the sorted list
  size_t count;
  double worth;
} Return;

static Return
weigh(const Reader* reader, const Sentence* all, size_t first, size_t count)
{
  const ElaraElement* const elements = reader->story->elements;
  const ElaraElement* const a = &elements[all[first].element];
  const ElaraElement* const b = &elements[all[first + count - 1].element];
  const double apart = elara_review_at(reader, b->start - a->start);
  const int words = word_count(&all[first]);
  Return r = {first, count, 0.0};
  if (a->scene == b->scene || apart < APART) return r;
  if (words < LEAST_WORDS && apart < BOOKENDS) return r;
  r.worth = apart * words * (count > 4 ? 4.0 : (double)count);
  return r;
}

static void
keep(Return* best, Return fresh)
{
  for (size_t i = 0; i < MOST_SHOWN; i++) {
    if (fresh.worth <= best[i].worth) continue;
    const Return pushed = best[i];
    best[i] = fresh;
    fresh = pushed;
  }
}

// The first and the last time of each; TOTAL is how many there are.
static void
praise(Reader* reader, const Sentence* all, const Return* best, size_t total)
{
  const ElaraElement* const elements = reader->story->elements;
  const Sentence* const s = &all[best[0].first];
  ElaraFinding f =
      elara_review_finding(ELARA_FINDING_RETURNS, .45 + .04 * best[0].worth);
  char phrase[256] = "";
  if (s->length > 2 && s->length < sizeof phrase)
    memcpy(phrase, s->text + 1, s->length - 2);
  elara_review_say(
      reader, &f, "What is planted comes back: \xe2\x80\x9c%s\xe2\x80\x9d.",
      elara_review_sentence(reader, elements[s->element].text, phrase));
  for (size_t i = 0; i < MOST_SHOWN && best[i].worth > 0.0; i++) {
    const Sentence* const from = &all[best[i].first];
    memset(phrase, 0, sizeof phrase);
    if (from->length > 2 && from->length < sizeof phrase)
      memcpy(phrase, from->text + 1, from->length - 2);
    elara_review_show(reader, &f, from->element, phrase);
    elara_review_show(reader, &f, from[best[i].count - 1].element, phrase);
  }
  elara_review_count(reader, &f,
                     "%zu sentence%s come%s back after a quarter of the story "
                     "or more.",
                     total, total == 1 ? "" : "s", total == 1 ? "s" : "");
  elara_review_add(reader, &f);
}

void
elara_review_judge_returns(Reader* reader)
{
  Sentences all = {0};
  Return best[MOST_SHOWN] = {{0}};
  size_t total = 0;
  gather(reader, &all);
  if (all.count == 0) return;
  qsort(all.items, all.count, sizeof *all.items, by_text);
  for (size_t i = 0; i < all.count;) {
    size_t n = 1;
    while (i + n < all.count &&
           all.items[i + n].length == all.items[i].length &&
           memcmp(all.items[i + n].text, all.items[i].text,
                  all.items[i].length) == 0)
      n++;
    const Return fresh = weigh(reader, all.items, i, n);
    if (n > 1 && fresh.worth > 0.0) {
      keep(best, fresh);
      total++;
    }
    i += n;
  }
  if (best[0].worth > 0.0) praise(reader, all.items, best, total);
}
