// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// How a finding is put into words, shown and ranked.

#include "base/letters.h"
#include "review/room.h"
#include "review/words.h"

#include <math.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#define LONGEST_QUOTE 110 // bytes, about
#define MOST_EVIDENCE 5

// WEIGHT says how pressing a kind is among kinds: the order in which one
// professional reader complained about 300 scripts that he covered
// ("profound_whatever", 37 kinds of fault: a late start first, no conflict
// second, cartoon villains fifth, women underwritten seventh, repetition
// eighth, anticlimax twelfth, a confused tone nineteenth), with what two
// reviewers of one film missed (levity, depth, a villain who is more than one
// thing) set beside its equals.
static const struct {
  double weight;
  const char* why;
} kinds[ELARA_FINDING_KIND_COUNT] = {
    [ELARA_FINDING_LATE_START] =
        {1.0, "Of the faults that one professional reader noted in 300 "
              "scripts, a story that begins too late was the commonest."},
    [ELARA_FINDING_NO_CONFLICT] =
        {.95, "Scenes without a conflict that means something were the second "
              "commonest fault in 300 scripts read by one professional."},
    [ELARA_FINDING_NO_LEVITY] =
        {.95, "Laughter lets an audience breathe; what follows it weighs more, "
              "and a dark story without any becomes a slog."},
    [ELARA_FINDING_FLAT_VILLAIN] =
        {.95, "Villains who are evil for evil's sake were the fifth commonest "
              "fault in 300 scripts; the hero is as deep as what stands "
              "in the way."},
    [ELARA_FINDING_NO_CHANGE] =
        {.8, "An audience follows somebody whom the story costs or gives "
             "something; whom nothing moves, it forgets."},
    [ELARA_FINDING_VANISHES] =
        {.7, "Whoever has been given a name and a voice is waited for."},
    [ELARA_FINDING_ANTICLIMAX] =
        {.85, "An ending that is weaker than what came before it was the "
              "twelfth commonest fault in 300 scripts."},
    [ELARA_FINDING_MONOLOGUES] =
        {.55, "More than half a minute of one voice is long on a screen; it "
              "has to be an event."},
    [ELARA_FINDING_TONE_JUMPS] =
        {.65, "Not knowing whether to laugh or to fear was the nineteenth "
              "commonest fault in 300 scripts."},
    [ELARA_FINDING_REPEATS] =
        {.75, "The same pattern again and again was the eighth commonest fault "
              "in 300 scripts."},
    [ELARA_FINDING_UNDERWRITTEN] =
        {.8, "Women's parts without substance were the seventh commonest fault "
             "in 300 scripts."},
    [ELARA_FINDING_ONE_SIDED] =
        {.5, "Half of the films of a sample of 95 have between a third and a "
             "half of their words in dialogue; much more is theatre, much "
             "less is dance. Both can be meant."},
    [ELARA_FINDING_WHO_IS_HERO] =
        {.6, "Everything above that speaks of a hero rests on this guess."},
    [ELARA_FINDING_WHO_IS_VILLAIN] =
        {.6, "Everything above that speaks of a villain rests on this guess; "
             "on 50 films the first guess was right three times in five."},
    [ELARA_FINDING_LEVITY] =
        {1.0, "Laughter lets an audience breathe, and what follows it weighs "
              "more."},
    [ELARA_FINDING_WOUNDED_VILLAIN] =
        {1.0, "A villain with a wound is somebody; the hero has to answer."},
    [ELARA_FINDING_CHANGE] =
        {.9, "An audience follows somebody whom the story costs or gives "
             "something."},
    [ELARA_FINDING_CLIMAX] =
        {.85, "In 99 films the climax came at 96 % of the script; what is "
              "strongest is where it is waited for."},
    [ELARA_FINDING_RETURNS] =
        {.8, "What is planted and comes back changed is how an audience feels "
             "that a story is one thing."},
};

ElaraFinding
elara_review_finding(ElaraFindingKind kind, double strength)
{
  return (ElaraFinding){
      .kind = kind,
      .strength = fmin(fmax(strength, 0.0), 1.0) * kinds[kind].weight,
      .text = "",
      .detail = "",
      .why = kinds[kind].why,
      .person = -1,
      .scene = -1,
  };
}

static const char*
print(Reader* reader, const char* format, va_list args)
{
  const char* const text = elara_arena_vprintf(reader->arena, format, args);
  if (!text) reader->failed = 1;
  return text ? text : "";
}

void
elara_review_say(Reader* reader, ElaraFinding* f, const char* format, ...)
{
  va_list args;
  va_start(args, format);
  f->text = print(reader, format, args);
  va_end(args);
}

void
elara_review_count(Reader* reader, ElaraFinding* f, const char* format, ...)
{
  va_list args;
  va_start(args, format);
  f->detail = print(reader, format, args);
  va_end(args);
}

// --- quotes ------------------------------------------------------------------

// Offset in TEXT of the word at which PHRASE stands in its plain form.
static size_t
place_of(Reader* reader, const char* text, const char* phrase)
{
  const char* const plain = elara_plain_text(reader->scratch, text);
  const char* const found = plain ? elara_plain_find(plain, phrase) : NULL;
  if (!found) return 0;
  size_t words = 0;
  for (const char* p = plain; p < found; p++) {
    words += p[0] == ' ' && p[1] != '.';
  }
  size_t at = 0;
  ElaraToken token = {.span = {text, 0}};
  for (size_t i = 0; i <= words; i++) {
    if (!elara_token_next(elara_span(text), &at, &token)) break;
  }
  return (size_t)(token.span.s - text);
}

static size_t
sentence_start(const char* text, size_t at)
{
  while (at > 0 && !strchr(".!?\n", text[at - 1]))
    at--;
  while (text[at] == ' ' || text[at] == '\n')
    at++;
  return at;
}

// Where the quote that starts at AT is to end.
static size_t
quote_end(const char* text, size_t at)
{
  const size_t length = strlen(text);
  if (length - at <= LONGEST_QUOTE) return length;
  size_t end = at + LONGEST_QUOTE;
  while (end > at + LONGEST_QUOTE / 2 && text[end] != ' ' && text[end] != '\n')
    end--;
  while (end > at && ((unsigned char)text[end] & 0xc0) == 0x80)
    end--;
  return end;
}

const char*
elara_review_sentence(Reader* reader, const char* text, const char* phrase)
{
  const char* const quote = elara_review_quote(reader, text, phrase);
  size_t n = strlen(phrase) < strlen(quote) ? strlen(phrase) : strlen(quote);
  n -= n > 2 ? 2 : n;
  n += strcspn(quote + n, ".!?;:");
  const char* const sentence = elara_arena_strndup(reader->arena, quote, n);
  if (!sentence) reader->failed = 1;
  return sentence ? sentence : "";
}

const char*
elara_review_quote(Reader* reader, const char* text, const char* phrase)
{
  const size_t place = phrase ? place_of(reader, text, phrase) : 0;
  const size_t from = sentence_start(text, place);
  const size_t end = quote_end(text, from);
  char* const quote = elara_arena_alloc(reader->arena, end - from + 4);
  if (!quote) {
    reader->failed = 1;
    return "";
  }
  size_t n = 0;
  for (size_t i = from; i < end; i++) {
    const char c = text[i] == '\n' ? ' ' : text[i];
    if (strchr("*_~\\", c) || (c == ' ' && (n == 0 || quote[n - 1] == ' ')))
      continue;
    quote[n++] = c;
  }
  while (n > 0 && strchr(" ,;:", quote[n - 1]))
    n--;
  if (text[end]) memcpy(quote + n, "\xe2\x80\xa6", 3);
  return quote;
}

static void
add_evidence(Reader* reader, ElaraFinding* f, ElaraEvidence evidence)
{
  if (f->evidence_count >= MOST_EVIDENCE) return;
  if (!f->evidence)
    f->evidence =
        elara_arena_array(reader->arena, MOST_EVIDENCE, sizeof *f->evidence);
  if (!f->evidence) {
    reader->failed = 1;
    return;
  }
  f->evidence[f->evidence_count++] = evidence;
}

void
elara_review_show(Reader* reader,
                  ElaraFinding* f,
                  int element,
                  const char* phrase)
{
  if (element < 0) return;
  const ElaraElement* const e = &reader->story->elements[element];
  for (size_t i = 0; i < f->evidence_count; i++) {
    if (f->evidence[i].line == e->line) return;
  }
  add_evidence(reader, f,
               (ElaraEvidence){
                   .line = e->line,
                   .scene = e->scene,
                   .time = e->start,
                   .quote = elara_review_quote(reader, e->text, phrase),
               });
}

void
elara_review_show_scene(Reader* reader, ElaraFinding* f, int scene)
{
  const ElaraScene* const s = &reader->story->scenes[scene];
  add_evidence(reader, f,
               (ElaraEvidence){
                   .line = s->line,
                   .scene = scene,
                   .time = s->start,
                   .quote = elara_review_quote(reader, s->heading, NULL),
               });
}

// --- order -------------------------------------------------------------------

void
elara_review_add(Reader* reader, const ElaraFinding* f)
{
  Findings* const list = elara_finding_is_strength(f->kind)
                             ? &reader->strengths
                             : &reader->questions;
  if (!ELARA_PUSH(reader->arena, list, *f)) reader->failed = 1;
}

static int
by_strength(const void* a, const void* b)
{
  const ElaraFinding* const x = (const ElaraFinding*)a;
  const ElaraFinding* const y = (const ElaraFinding*)b;
  if (x->strength != y->strength) return x->strength < y->strength ? 1 : -1;
  if (x->kind != y->kind) return x->kind < y->kind ? -1 : 1;
  if (x->person != y->person) return x->person < y->person ? -1 : 1;
  return (x->scene > y->scene) - (x->scene < y->scene);
}

void
elara_review_rank(Reader* reader)
{
  ElaraReview* const review = reader->review;
  review->questions = reader->questions.items;
  review->question_count = reader->questions.count;
  review->strengths = reader->strengths.items;
  review->strength_count = reader->strengths.count;
  if (review->question_count)
    qsort(review->questions, review->question_count, sizeof(ElaraFinding),
          by_strength);
  if (review->strength_count)
    qsort(review->strengths, review->strength_count, sizeof(ElaraFinding),
          by_strength);
}

// --- small hands -------------------------------------------------------------

const char*
elara_review_name(const Reader* reader, int person)
{
  return person >= 0 ? reader->story->people[person].name : "nobody";
}

const char*
elara_review_clock(Reader* reader, ElaraTime time)
{
  const int s = (int)(elara_time_s(time) + .5);
  const char* const text =
      s >= 3600
          ? elara_arena_printf(reader->scratch, "%d:%02d:%02d", s / 3600,
                               s / 60 % 60, s % 60)
          : elara_arena_printf(reader->scratch, "%d:%02d", s / 60, s % 60);
  if (!text) reader->failed = 1;
  return text ? text : "";
}

int
elara_review_percent(double share)
{
  return (int)floor(100.0 * share + .5);
}

double
elara_review_at(const Reader* reader, ElaraTime time)
{
  const double length = elara_time_s(reader->story->length);
  return length > 0.0 ? elara_time_s(time) / length : 0.0;
}

int
elara_review_is_principal(const Reader* reader, int person)
{
  if (person < 0) return 0;
  const ElaraPerson* const p = &reader->story->people[person];
  return p->kind == ELARA_PERSON_NAMED && (p->role == ELARA_ROLE_PRINCIPAL ||
                                           p->role == ELARA_ROLE_PROTAGONIST ||
                                           p->role == ELARA_ROLE_ANTAGONIST);
}

int
elara_review_presence(const Reader* reader, int scene, int person)
{
  const ElaraReview* const review = reader->review;
  for (size_t i = 0; i < review->presence_count; i++) {
    const ElaraPresence* const p = &review->presences[i];
    if (p->scene == scene && p->person == person) return p->how;
  }
  return 0;
}
