// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

#include "story/feeling.h"

#include <math.h>
#include <string.h>

#define NEGATION_REACH 3 // words after "not" that it turns
#define NEGATED -0.74    // Hutto & Gilbert 2014 measured -0.74 on raters
#define NEGATED_AROUSAL 0.8
#define CAPITALS 0.35 // share that a word in capitals gains
#define EXCLAIMED 2.0 // arousal of one '!', as readers feel it
#define ASKED 0.1
#define GRIM_FULL 50.0  // hundredths of valence at which a word is all grim
#define LEAST_WORDS 4.0 // a shout of one word is no proof

static const char* const negations[] = {
    "not",  "no",      "never",  "without", "nor",   "neither", "nobody",
    "none", "nothing", "cannot", "lack",    "lacks", "ain't",   "nowhere",
};

// Share that the next affect word gains or loses.
static const struct {
  const char* word;
  double share;
} boosters[] = {
    {"very", 0.29},     {"so", 0.2},         {"too", 0.2},
    {"really", 0.29},   {"extremely", 0.4},  {"utterly", 0.4},
    {"terribly", 0.29}, {"completely", 0.3}, {"absolutely", 0.35},
    {"totally", 0.3},   {"such", 0.15},      {"most", 0.25},
    {"deeply", 0.3},    {"quite", 0.15},     {"more", 0.15},
    {"all", 0.1},       {"incredibly", 0.4}, {"truly", 0.25},
    {"slightly", -0.3}, {"somewhat", -0.3},  {"hardly", -0.7},
    {"barely", -0.6},   {"almost", -0.3},    {"nearly", -0.3},
    {"little", -0.15},  {"less", -0.3},      {"faintly", -0.35},
    {"half", -0.3},     {"scarcely", -0.6},  {"rather", -0.05},
};

static int
is_negation(const ElaraToken* token)
{
  if (token->length > 3 &&
      strcmp(token->text + token->length - 3, "n't") == 0) {
    return 1;
  }
  for (size_t i = 0; i < sizeof negations / sizeof negations[0]; i++) {
    if (strcmp(token->text, negations[i]) == 0) return 1;
  }
  return 0;
}

static double
booster(const ElaraToken* token)
{
  for (size_t i = 0; i < sizeof boosters / sizeof boosters[0]; i++) {
    if (strcmp(token->text, boosters[i].word) == 0) return boosters[i].share;
  }
  return 0.0;
}

static void
count_tags(ElaraTextScore* score, const ElaraWord* word, int negated)
{
  const uint32_t grim = 1u << ELARA_TAG_VIOLENCE | 1u << ELARA_TAG_THREAT |
                        1u << ELARA_TAG_DEATH | 1u << ELARA_TAG_FEAR;
  if (negated) return;
  if (word->tags & grim) {
    // A crash or a bang is a noise before it is a violence.
    const double share = word->tags >> ELARA_TAG_SOUND & 1 ? 0.5 : 1.0;
    score->grim += share * fmin(1.0, fmax(0.0, -word->valence / GRIM_FULL));
  }
  for (int tag = 0; tag < ELARA_TAG_COUNT; tag++) {
    if (word->tags >> tag & 1 && score->tags[tag] < UINT16_MAX) {
      score->tags[tag]++;
    }
  }
}

static void
count_marks(ElaraTextScore* score, ElaraSpan text)
{
  int ended = 1;
  for (size_t i = 0; i < text.n; i++) {
    const char c = text.s[i];
    score->exclamations += c == '!';
    score->questions += c == '?';
    const int end = c == '.' || c == '!' || c == '?';
    if (end && !ended) score->sentences++;
    ended = end || (ended && (c == ' ' || c == '\n'));
  }
  if (!ended) score->sentences++;
}

// What the words before the one at hand do to it.
typedef struct {
  int negated; // words that a negation still reaches
  double boost;
} Context;

// How much of a word's valence a sentence takes over, by what the word is
// about: readers of 8,000 sentences felt all of a death, little of the dark,
// and nothing of mothers and horses. Weights of several tags add up.
static const float tag_weights[ELARA_TAG_COUNT] = {
    [ELARA_TAG_VIOLENCE] = 0.9f, [ELARA_TAG_THREAT] = 0.6f,
    [ELARA_TAG_DEATH] = 1.0f,    [ELARA_TAG_LOVE] = 0.9f,
    [ELARA_TAG_LOSS] = 0.8f,     [ELARA_TAG_MAGIC] = 0.3f,
    [ELARA_TAG_WONDER] = 0.7f,   [ELARA_TAG_COMEDY] = 0.7f,
    [ELARA_TAG_MOTION] = 0.3f,   [ELARA_TAG_SOUND] = 0.5f,
    [ELARA_TAG_LIGHT] = 0.25f,   [ELARA_TAG_DARK] = 0.35f,
    [ELARA_TAG_PLACE] = 0.15f,   [ELARA_TAG_WEATHER] = 0.2f,
    [ELARA_TAG_SILENCE] = 0.3f,  [ELARA_TAG_JOY] = 1.0f,
    [ELARA_TAG_FEAR] = 0.75f,    [ELARA_TAG_ANGER] = 0.85f,
    [ELARA_TAG_SADNESS] = 0.95f, [ELARA_TAG_DISGUST] = 0.8f,
    [ELARA_TAG_SURPRISE] = 0.4f, [ELARA_TAG_TRUST] = 0.7f,
    [ELARA_TAG_FAMILY] = 0.0f,   [ELARA_TAG_POWER] = 0.25f,
    [ELARA_TAG_RITUAL] = 0.0f,   [ELARA_TAG_NATURE] = 0.4f,
    [ELARA_TAG_CREATURE] = 0.0f, [ELARA_TAG_BODY] = 0.6f,
    [ELARA_TAG_DECEIT] = 0.65f,  [ELARA_TAG_REVEAL] = 0.2f,
};

#define UNTAGGED 0.8
#define MOST_WEIGHT 1.5

static double
weight_of(const ElaraWord* word)
{
  double sum = word->tags ? 0.0 : UNTAGGED;
  for (int tag = 0; tag < ELARA_TAG_COUNT; tag++) {
    if (word->tags >> tag & 1) sum += (double)tag_weights[tag];
  }
  return fmin(sum, MOST_WEIGHT);
}

static void
add_word(ElaraTextScore* score, const ElaraToken* token, Context* context)
{
  if (strchr(",;:.!?-\"(", token->before)) *context = (Context){0};
  const ElaraWord* const word = elara_word_find(token->text, token->length);
  const int negated = context->negated > 0;
  if (word) {
    double gain = 1.0 + context->boost;
    if (token->all_caps) gain += CAPITALS;
    const double valence = gain * weight_of(word) * word->valence / 100.0;
    const double arousal = gain * word->arousal / 100.0;
    score->valence += negated ? valence * NEGATED : valence;
    score->arousal += negated ? arousal * NEGATED_AROUSAL : arousal;
    score->known++;
    count_tags(score, word, negated);
    context->boost = 0.0;
  }
  const double share = booster(token);
  if (share > 0.0 || share < 0.0) context->boost = share;
  if (context->negated) context->negated--;
  if (is_negation(token)) context->negated = NEGATION_REACH;
}

ElaraTextScore
elara_score_text(ElaraSpan text)
{
  ElaraTextScore score = {0};
  Context context = {0};
  ElaraToken token;
  size_t at = 0;
  int small = 0;
  count_marks(&score, text);
  while (elara_token_next(text, &at, &token)) {
    score.words++;
    score.capitals += token.all_caps;
    small += !token.all_caps && token.length > 1;
    add_word(&score, &token, &context);
  }
  if (small == 0) score.capitals = 0;
  return score;
}

void
elara_score_add(ElaraTextScore* sum, const ElaraTextScore* part)
{
  sum->valence += part->valence;
  sum->arousal += part->arousal;
  sum->words += part->words;
  sum->known += part->known;
  sum->exclamations += part->exclamations;
  sum->questions += part->questions;
  sum->capitals += part->capitals;
  sum->sentences += part->sentences;
  sum->grim += part->grim;
  for (int i = 0; i < ELARA_TAG_COUNT; i++) {
    const int both = sum->tags[i] + part->tags[i];
    sum->tags[i] = (uint16_t)(both > UINT16_MAX ? UINT16_MAX : both);
  }
}

static double
root_words(const ElaraTextScore* score)
{
  return sqrt(fmax((double)score->words, LEAST_WORDS));
}

double
elara_score_valence(const ElaraTextScore* score)
{
  return score->valence / root_words(score);
}

double
elara_score_arousal(const ElaraTextScore* score)
{
  const double marks = EXCLAIMED * fmin(score->exclamations, 4.0) +
                       ASKED * fmin(score->questions, 3.0);
  return (score->arousal + marks) / root_words(score);
}

double
elara_score_rate(const ElaraTextScore* score, ElaraWordTag tag)
{
  return score->words ? (double)score->tags[tag] / score->words : 0.0;
}
