// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// Where the script is light, and whether that is enough.
//
// Nobody finds a joke in a line by a rule. What goes with laughter in 14,653
// recorded laughs of 96 comedies is the shape of the exchange: a very short
// reply, an echo of the partner's word, A-B-A, a long line and a short answer
// (AUC .69). Besides, a script says where people laugh, and comic people talk
// of mirth. Each such place is a moment; moments within ten seconds are one.
// Short replies in the dark are suspense, so a moment must not be grim.

#include "review/room.h"
#include "review/words.h"

#include <math.h>
#include <string.h>

#define ENOUGH 2.5      // points that make an exchange comic
#define SHORT_REPLY 8   // words; a reply longer than this is no quip
#define VERY_SHORT 5    // words
#define LIKELY .5       // confidence of a joke that the Story tells of
#define TOGETHER_S 10.0 // moments closer than this are one
#define DREAD (-.5)     // tone below which exchanges are suspense
#define NOT_GRAVE (-.1) // levity of the beat below which nobody quips
#define LIGHT .1        // levity of the beat in which quick replies are banter
#define DARK .35        // tension of the beat in which nothing is light

#define RATE_LOW 2.0     // moments in ten minutes: hardly any
#define RATE_GOOD 2.5    // enough to speak of
#define LONG_S 240.0     // the least stretch worth a question
#define LONG_SHARE .3    // of the script
#define SPREAD_SHARE .3  // with no longer stretch than this, it is spread
#define SHORTEST_S 180.0 // a script shorter than this is not asked

// In action and asides.
static const char* const laughter[] = {
    "laugh*", "chuckl*", "giggl*",  "grin*",   "smile*", "smiling",
    "smirk*", "guffaw*", "titter*", "deadpan", "wink*",  "amused",
    "drily",  "dryly",   "teasing", "merrily", "joking",
};

// In speech: whoever is merry says so.
static const char* const mirth[] = {
    "laugh*", "merr*",    "jest*",   "joke*",       "joking",      "funny",
    "silly",  "nonsense", "absurd*", "ridiculous*", "delightful",  "witty",
    "amus*",  "ha ha",    "mirth",   "comic*",      "knock knock",
};

static const char* const grim[] = {
    "blood*", "murder*", "kill*",  "dead",     "death",      "die",   "dies",
    "dying",  "slain",   "corpse", "knife",    "dagger",     "ghost", "hell",
    "grave",  "scream*", "terror", "farewell", "good night",
};

// Words too common to be an echo.
static const char* const common[] = {
    "that",  "this",  "with",  "what",  "have", "your", "they", "them", "will",
    "shall", "would", "could", "there", "here", "then", "than", "were", "been",
    "very",  "from",  "come",  "know",  "must", "well", "like", "good", "lord",
    "lady",  "sir",   "miss",  "yes",   "thou", "thee", "hath", "upon",
};

// A question or a cry that takes up a word is surprise, not wit.
static int
is_statement(const Reader* reader, const Speech* s)
{
  const char* const text = reader->story->elements[s->first].text;
  size_t n = strlen(text);
  while (n > 0 && strchr("*_ )\"", text[n - 1]))
    n--;
  return n > 0 && !strchr("?!", text[n - 1]);
}

// Whether a word of four letters or more of REPLY is one of BEFORE.
static int
echoes(const char* reply, const char* before)
{
  for (const char* p = reply; p && *p; p = strchr(p + 1, ' ')) {
    char word[40];
    const size_t n = strcspn(p + 1, " ");
    if (n < 4 || n >= sizeof word) continue;
    memcpy(word, p + 1, n);
    word[n] = '\0';
    char around[48] = " ";
    memcpy(around + 1, word, n + 1);
    around[n + 1] = ' ';
    around[n + 2] = '\0';
    if (!ELARA_PLAIN_ANY(around, common) && elara_plain_find(before, word))
      return 1;
  }
  return 0;
}

// The points of the last of three speeches; FIRST may be NULL.
static double
points(const Speech* last, const Speech* before, const Speech* first)
{
  double sum = last->words <= VERY_SHORT ? 1.0 : 0.0;
  if (echoes(last->plain, before->plain)) sum += 1.0;
  if (first && first->person == last->person) sum += .5;
  if (before->words > 2 * last->words) sum += .5;
  return sum;
}

static int
is_dark(const Reader* reader, ElaraTime time)
{
  const ElaraBeat* const beat = elara_story_beat_at(reader->story, time);
  return beat && beat->feeling.tension > DARK;
}

static double
levity_at(const Reader* reader, ElaraTime time)
{
  const ElaraBeat* const beat = elara_story_beat_at(reader->story, time);
  return beat ? beat->feeling.levity : 0.0;
}

static int
is_quip(const Reader* reader, size_t i)
{
  const Speech* const s = &reader->speeches[i];
  if (i == 0 || s->words == 0 || s->words > SHORT_REPLY) return 0;
  if (s[-1].scene != s->scene || s[-1].person == s->person) return 0;
  if (ELARA_PLAIN_ANY(s->plain, grim) || ELARA_PLAIN_ANY(s[-1].plain, grim))
    return 0;
  const Speech* const first = i > 1 && s[-2].scene == s->scene ? &s[-2] : NULL;
  if (first && ELARA_PLAIN_ANY(first->plain, grim)) return 0;
  return points(s, &s[-1], first) >= ENOUGH && is_statement(reader, s) &&
         levity_at(reader, s->start) >= NOT_GRAVE && !is_dark(reader, s->start);
}

// --- gathering ---------------------------------------------------------------

// What each element is worth as a moment: bits that say why.
enum { QUIP = 1, LAUGH = 2, MERRY = 4, TOLD = 8 };

// Mirth in a sentence without a grim word.
static int
is_merry(const char* plain)
{
  char sentence[1024];
  const char* start;
  size_t at = 0;
  for (size_t n; (n = elara_plain_sentence(plain, &at, &start)) > 0;) {
    if (n >= sizeof sentence) continue;
    memcpy(sentence, start, n);
    sentence[n] = '\0';
    if (ELARA_PLAIN_ANY(sentence, mirth) && !ELARA_PLAIN_ANY(sentence, grim))
      return 1;
  }
  return 0;
}

static void
mark_speeches(const Reader* reader, unsigned char* marks)
{
  for (size_t i = 0; i < reader->speech_count; i++) {
    const Speech* const s = &reader->speeches[i];
    if (reader->story->tone > DREAD && is_quip(reader, i))
      marks[s->first] |= QUIP;
    if (is_merry(s->plain) && !is_dark(reader, s->start))
      marks[s->first] |= MERRY;
  }
}

static void
mark_action(const Reader* reader, unsigned char* marks)
{
  const ElaraStory* const story = reader->story;
  for (size_t i = 0; i < story->element_count; i++) {
    const ElaraElement* const e = &story->elements[i];
    if (e->kind != ELARA_ELEMENT_ACTION &&
        e->kind != ELARA_ELEMENT_PARENTHETICAL)
      continue;
    if (ELARA_PLAIN_ANY(reader->plain[i], laughter) &&
        !ELARA_PLAIN_ANY(reader->plain[i], grim))
      marks[i] |= LAUGH;
  }
}

// Jokes and banter that the Story tells of; its events are in time order.
static void
mark_events(const Reader* reader, unsigned char* marks)
{
  const ElaraStory* const story = reader->story;
  size_t i = 0;
  for (size_t k = 0; k < story->event_count; k++) {
    const ElaraEvent* const e = &story->events[k];
    if (e->kind != ELARA_EVENT_JOKE && e->kind != ELARA_EVENT_BANTER) continue;
    if (e->confidence < LIKELY) continue;
    if (story->tone <= DREAD || levity_at(reader, e->time) < LIGHT) continue;
    while (i + 1 < story->element_count && story->elements[i].line < e->line)
      i++;
    if (story->elements[i].line == e->line) marks[i] |= TOLD;
  }
}

// What is said under a cue or an aside; else the element itself.
static size_t
words_at(const Reader* reader, size_t element)
{
  const ElaraStory* const story = reader->story;
  while (element + 1 < story->element_count &&
         (story->elements[element].kind == ELARA_ELEMENT_CHARACTER ||
          (story->elements[element].kind == ELARA_ELEMENT_PARENTHETICAL &&
           story->elements[element + 1].kind == ELARA_ELEMENT_DIALOGUE)))
    element++;
  return element;
}

static void
keep_moment(Reader* reader, size_t element, Evidences* list)
{
  const ElaraElement* const e =
      &reader->story->elements[words_at(reader, element)];
  if (list->count &&
      elara_time_s(e->start - list->items[list->count - 1].time) < TOGETHER_S)
    return;
  const ElaraEvidence moment = {
      .line = e->line,
      .scene = e->scene,
      .time = e->start,
      .quote = elara_review_quote(reader, e->text, NULL),
  };
  if (!ELARA_PUSH(reader->arena, list, moment)) reader->failed = 1;
}

void
elara_review_light(Reader* reader)
{
  const size_t count = reader->story->element_count;
  unsigned char* const marks = elara_arena_alloc(reader->scratch, count + 1);
  Evidences list = {0};
  if (!marks) {
    reader->failed = 1;
    return;
  }
  mark_speeches(reader, marks);
  mark_action(reader, marks);
  mark_events(reader, marks);
  for (size_t i = 0; i < count; i++) {
    if (marks[i]) keep_moment(reader, i, &list);
  }
  reader->review->light = list.items;
  reader->review->light_count = list.count;
}

// --- judging -----------------------------------------------------------------

typedef struct {
  ElaraTime from;
  ElaraTime to;
} Stretch;

static Stretch
longest_dark(const ElaraReview* r)
{
  Stretch best = {0, 0};
  ElaraTime from = 0;
  for (size_t i = 0; i <= r->light_count; i++) {
    const ElaraTime to = i < r->light_count ? r->light[i].time : r->length;
    if (to - from > best.to - best.from) best = (Stretch){from, to};
    from = to;
  }
  return best;
}

static double
rate_of(const ElaraReview* r)
{
  const double minutes = elara_time_s(r->length) / 60.0;
  return minutes > 0.0 ? 10.0 * (double)r->light_count / minutes : 0.0;
}

// The darkest places of the stretch, to look at.
static void
show_stretch(Reader* reader, ElaraFinding* f, Stretch stretch)
{
  const ElaraStory* const story = reader->story;
  for (size_t i = 0; i < story->scene_count; i++) {
    const ElaraScene* const s = &story->scenes[i];
    if (s->start >= stretch.from && s->end <= stretch.to)
      elara_review_show_scene(reader, f, (int)i);
  }
}

// A tragedy may be dark: then the question is still asked, more softly.
static double
softened(const Reader* reader, double strength)
{
  return reader->story->tone <= DREAD ? .45 * strength : strength;
}

static void
ask_for_levity(Reader* reader, Stretch dark, double share, double rate)
{
  const int none = rate < RATE_LOW;
  const char* const from = elara_review_clock(reader, dark.from);
  const char* const to = elara_review_clock(reader, dark.to);
  ElaraFinding f = elara_review_finding(
      ELARA_FINDING_NO_LEVITY,
      softened(reader, none ? .75 + .25 * share : .35 + share));
  if (none)
    elara_review_say(
        reader, &f,
        "Where may the audience laugh? Between %s and %s nothing was "
        "found that invites it to.",
        from, to);
  else
    elara_review_say(reader, &f,
                     "May the audience breathe once between %s and %s?", from,
                     to);
  elara_review_count(reader, &f,
                     "%zu light moment%s in all, %.1f in ten minutes; the "
                     "longest stretch without one is %d %% of the script.",
                     reader->review->light_count,
                     reader->review->light_count == 1 ? "" : "s", rate,
                     elara_review_percent(share));
  show_stretch(reader, &f, dark);
  elara_review_add(reader, &f);
}

static void
praise_levity(Reader* reader, double share, double rate)
{
  const ElaraReview* const r = reader->review;
  ElaraFinding f = elara_review_finding(ELARA_FINDING_LEVITY,
                                        .5 + .05 * rate + .3 * (.3 - share));
  elara_review_say(reader, &f,
                   "Levity is spread over the whole script: %zu light moments, "
                   "and never more than %d %% of it without one.",
                   r->light_count, elara_review_percent(share) + 1);
  elara_review_count(reader, &f, "%.1f light moments in ten minutes.", rate);
  for (size_t k = 0; k < 5; k++) {
    const ElaraEvidence* const e = &r->light[k * (r->light_count - 1) / 4];
    for (size_t i = 0; i < reader->story->element_count; i++) {
      if (reader->story->elements[i].line != e->line) continue;
      elara_review_show(reader, &f, (int)i, NULL);
      break;
    }
  }
  elara_review_add(reader, &f);
}

void
elara_review_judge_levity(Reader* reader)
{
  const ElaraReview* const r = reader->review;
  const Stretch dark = longest_dark(r);
  const double seconds = elara_time_s(dark.to - dark.from);
  const double share = elara_review_at(reader, dark.to - dark.from);
  const double rate = rate_of(r);
  if (elara_time_s(r->length) < SHORTEST_S) return;
  if (rate < RATE_LOW || (share > LONG_SHARE && seconds > LONG_S))
    ask_for_levity(reader, dark, share, rate);
  else if (rate >= RATE_GOOD && share <= SPREAD_SHARE && r->light_count >= 5)
    praise_levity(reader, share, rate);
}
