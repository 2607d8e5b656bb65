// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

#include "story/signs.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define NEGATED -0.74 // Hutto & Gilbert 2014 measured -0.74 on raters
#define NEGATED_AROUSAL 0.8
#define CAPITALS 0.35   // share that a word in capitals gains
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

// Little words, by family: who speaks of whom, and how surely.
static const struct {
  const char* word;
  int sign;
} little[] = {
    {"i", ELARA_SIGN_I},          {"me", ELARA_SIGN_I},
    {"my", ELARA_SIGN_I},         {"mine", ELARA_SIGN_I},
    {"myself", ELARA_SIGN_I},     {"i'm", ELARA_SIGN_I},
    {"i've", ELARA_SIGN_I},       {"i'll", ELARA_SIGN_I},
    {"i'd", ELARA_SIGN_I},        {"we", ELARA_SIGN_WE},
    {"us", ELARA_SIGN_WE},        {"our", ELARA_SIGN_WE},
    {"ours", ELARA_SIGN_WE},      {"you", ELARA_SIGN_YOU},
    {"your", ELARA_SIGN_YOU},     {"yours", ELARA_SIGN_YOU},
    {"you're", ELARA_SIGN_YOU},   {"he", ELARA_SIGN_HE},
    {"him", ELARA_SIGN_HE},       {"his", ELARA_SIGN_HE},
    {"she", ELARA_SIGN_HE},       {"her", ELARA_SIGN_HE},
    {"hers", ELARA_SIGN_HE},      {"they", ELARA_SIGN_THEY},
    {"them", ELARA_SIGN_THEY},    {"their", ELARA_SIGN_THEY},
    {"the", ELARA_SIGN_THE},      {"of", ELARA_SIGN_THE},
    {"is", ELARA_SIGN_IS},        {"are", ELARA_SIGN_IS},
    {"was", ELARA_SIGN_IS},       {"were", ELARA_SIGN_IS},
    {"be", ELARA_SIGN_IS},        {"been", ELARA_SIGN_IS},
    {"will", ELARA_SIGN_WILL},    {"would", ELARA_SIGN_WILL},
    {"shall", ELARA_SIGN_WILL},   {"should", ELARA_SIGN_WILL},
    {"can", ELARA_SIGN_WILL},     {"could", ELARA_SIGN_WILL},
    {"may", ELARA_SIGN_WILL},     {"might", ELARA_SIGN_WILL},
    {"must", ELARA_SIGN_WILL},    {"why", ELARA_SIGN_WHO},
    {"what", ELARA_SIGN_WHO},     {"how", ELARA_SIGN_WHO},
    {"who", ELARA_SIGN_WHO},      {"when", ELARA_SIGN_WHO},
    {"but", ELARA_SIGN_BUT},      {"however", ELARA_SIGN_BUT},
    {"although", ELARA_SIGN_BUT}, {"though", ELARA_SIGN_BUT},
    {"and", ELARA_SIGN_AND},
};

static int
is_word(const ElaraToken* token, const char* word)
{
  return token->text[0] == word[0] && strcmp(token->text, word) == 0;
}

int
elara_is_negation(const ElaraToken* token)
{
  if (token->length > 3 &&
      strcmp(token->text + token->length - 3, "n't") == 0) {
    return 1;
  }
  for (size_t i = 0; i < sizeof negations / sizeof negations[0]; i++) {
    if (is_word(token, negations[i])) return 1;
  }
  return 0;
}

int
elara_ends_reach(char mark)
{
  return strchr(",;:.!?-\"(", mark) != NULL;
}

static double
booster(const ElaraToken* token)
{
  for (size_t i = 0; i < sizeof boosters / sizeof boosters[0]; i++) {
    if (is_word(token, boosters[i].word)) return boosters[i].share;
  }
  return 0.0;
}

static int
little_sign(const ElaraToken* token)
{
  if (token->length > 8) return -1;
  for (size_t i = 0; i < sizeof little / sizeof little[0]; i++) {
    if (is_word(token, little[i].word)) return little[i].sign;
  }
  return -1;
}

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
count_grim(ElaraSigns* signs, const ElaraWord* word)
{
  const uint32_t grim = 1u << ELARA_TAG_VIOLENCE | 1u << ELARA_TAG_THREAT |
                        1u << ELARA_TAG_DEATH | 1u << ELARA_TAG_FEAR;
  if (!(word->tags & grim)) return;
  // A crash or a bang is a noise before it is a violence.
  const double share = word->tags >> ELARA_TAG_SOUND & 1 ? 0.5 : 1.0;
  signs->grim += share * fmin(1.0, fmax(0.0, -word->valence / GRIM_FULL));
}

static void
add(ElaraSigns* signs, int sign, double value)
{
  signs->value[sign] += (float)value;
}

// The tags of a word that nothing denies, with GAIN.
static void
add_tags(ElaraSigns* signs, const ElaraWord* word, double gain)
{
  const double valence = gain * word->valence / 100.0;
  const double arousal = gain * word->arousal / 100.0;
  for (int tag = 0; tag < ELARA_TAG_COUNT; tag++) {
    if (!(word->tags >> tag & 1)) continue;
    if (signs->tags[tag] < UINT16_MAX) signs->tags[tag]++;
    add(signs, ELARA_SIGN_TAGS + tag, gain);
    add(signs, ELARA_SIGN_TAG_VALENCE + tag, valence);
    add(signs, ELARA_SIGN_TAG_AROUSAL + tag, arousal);
  }
  if (word->tags) return;
  add(signs, ELARA_SIGN_UNTAGGED_VALENCE, valence);
  add(signs, ELARA_SIGN_UNTAGGED_AROUSAL, arousal);
}

static void
keep_extremes(ElaraSigns* signs, float valence, float arousal)
{
  float* const v = signs->value;
  v[ELARA_SIGN_BEST] = fmaxf(v[ELARA_SIGN_BEST], valence);
  v[ELARA_SIGN_WORST] = fminf(v[ELARA_SIGN_WORST], valence);
  v[ELARA_SIGN_HIGHEST] = fmaxf(v[ELARA_SIGN_HIGHEST], arousal);
  v[ELARA_SIGN_LOWEST] = fminf(v[ELARA_SIGN_LOWEST], arousal);
}

// What the words before the one at hand do to it.
typedef struct {
  int negated; // words that a negation still reaches
  double boost;
} Context;

static void
weigh_word(ElaraSigns* signs,
           const ElaraWord* word,
           const Context* context,
           int shouted)
{
  const double gain = 1.0 + context->boost + (shouted ? CAPITALS : 0.0);
  const double turn = context->negated ? NEGATED : 1.0;
  const double valence = turn * gain * word->valence / 100.0;
  const double calmed = context->negated ? NEGATED_AROUSAL : 1.0;
  const double arousal = calmed * gain * word->arousal / 100.0;
  if (context->negated) {
    add(signs, ELARA_SIGN_NEGATED, word->valence / 100.0);
  } else {
    add_tags(signs, word, gain);
    count_grim(signs, word);
  }
  add(signs, ELARA_SIGN_VALENCE, valence);
  add(signs, ELARA_SIGN_AROUSAL, arousal);
  add(signs, ELARA_SIGN_CHARGE, fabs(valence));
  add(signs, valence > 0.0 ? ELARA_SIGN_PLEASANT : ELARA_SIGN_UNPLEASANT,
      valence);
  add(signs, arousal > 0.0 ? ELARA_SIGN_STIRRING : ELARA_SIGN_CALM, arousal);
  keep_extremes(signs, (float)valence, (float)arousal);
  signs->valence += weight_of(word) * valence;
  signs->arousal += arousal;
  signs->known++;
}

static void
add_word(ElaraSigns* signs, const ElaraToken* token, Context* context)
{
  if (elara_ends_reach(token->before)) *context = (Context){0};
  const ElaraWord* const word = elara_word_find(token->text, token->length);
  if (word) {
    weigh_word(signs, word, context, token->all_caps);
    context->boost = 0.0;
  }
  const int family = little_sign(token);
  if (family >= 0) add(signs, family, 1.0);
  const double share = booster(token);
  if (share > 0.0 || share < 0.0) context->boost = share;
  if (context->negated) context->negated--;
  if (elara_is_negation(token)) {
    context->negated = ELARA_NEGATION_REACH;
    add(signs, ELARA_SIGN_NEGATIONS, 1.0);
  }
}

static void
count_marks(ElaraSigns* signs, ElaraSpan text)
{
  float* const v = signs->value;
  size_t digits = 0;
  for (size_t i = 0; i < text.n; i++) {
    const char c = text.s[i];
    const int pair = i + 1 < text.n && text.s[i + 1] == c;
    signs->exclamations += c == '!';
    signs->questions += c == '?';
    v[ELARA_SIGN_COMMAS] += c == ',' ? 1.0f : 0.0f;
    digits += c >= '0' && c <= '9';
    if (c == '"') v[ELARA_SIGN_QUOTES] = 1.0f;
    if (c == ';' || c == ':') v[ELARA_SIGN_COLONS] = 1.0f;
    if (c == '-' && pair) v[ELARA_SIGN_DASH] = 1.0f;
    if (c == '.' && pair) v[ELARA_SIGN_ELLIPSIS] = 1.0f;
    if (c != '\xe2' || i + 2 >= text.n || text.s[i + 1] != '\x80') continue;
    if (text.s[i + 2] == '\x94') v[ELARA_SIGN_DASH] = 1.0f;     // em dash
    if (text.s[i + 2] == '\xa6') v[ELARA_SIGN_ELLIPSIS] = 1.0f; // ellipsis
    if (text.s[i + 2] == '\x9c') v[ELARA_SIGN_QUOTES] = 1.0f;   // “
  }
  v[ELARA_SIGN_DIGITS] = text.n ? (float)digits / (float)text.n : 0.0f;
}

static float
at_most(int count, float most)
{
  return fminf((float)count, most);
}

// What is known once all words are: marks as signs, and sums by the root.
static void
finish(ElaraSigns* signs, size_t letters)
{
  float* const v = signs->value;
  const float words = (float)signs->words;
  const float root = sqrtf(fmaxf(words, (float)LEAST_WORDS));
  v[ELARA_SIGN_EXCLAMATIONS] = at_most(signs->exclamations, 4.0f);
  v[ELARA_SIGN_EXCLAIMED] = at_most(signs->exclamations, 1.0f);
  v[ELARA_SIGN_SHOUTED] = at_most(signs->exclamations, 4.0f);
  v[ELARA_SIGN_QUESTIONS] = at_most(signs->questions, 3.0f);
  v[ELARA_SIGN_ASKED] = at_most(signs->questions, 1.0f);
  v[ELARA_SIGN_CAPITALS] = at_most(signs->capitals, 6.0f);
  v[ELARA_SIGN_IN_CAPITALS] = at_most(signs->capitals, 1.0f);
  v[ELARA_SIGN_LENGTH] = log1pf(words);
  v[ELARA_SIGN_LENGTH_SQUARED] = v[ELARA_SIGN_LENGTH] * v[ELARA_SIGN_LENGTH];
  v[ELARA_SIGN_KNOWN] = (float)signs->known / fmaxf(words, 1.0f);
  v[ELARA_SIGN_WORD_LENGTH] = (float)letters / fmaxf(words, 1.0f);
  for (int i = 0; i < ELARA_SIGN_COUNT; i++) {
    const int whole = (i >= ELARA_SIGN_BEST && i <= ELARA_SIGN_LOWEST) ||
                      i == ELARA_SIGN_EXCLAIMED || i == ELARA_SIGN_SHOUTED ||
                      i == ELARA_SIGN_ASKED || i == ELARA_SIGN_IN_CAPITALS ||
                      (i >= ELARA_SIGN_QUOTES && i <= ELARA_SIGN_COLONS) ||
                      (i >= ELARA_SIGN_DIGITS && i <= ELARA_SIGN_WORD_LENGTH);
    if (!whole) v[i] /= root;
  }
}

void
elara_signs_read(ElaraSpan text, ElaraSigns* signs)
{
  Context context = {0};
  ElaraToken token;
  size_t at = 0, letters = 0;
  int small = 0;
  memset(signs, 0, sizeof *signs);
  count_marks(signs, text);
  while (elara_token_next(text, &at, &token)) {
    signs->words++;
    signs->capitals += token.all_caps;
    letters += token.length;
    small += !token.all_caps && token.length > 1;
    add_word(signs, &token, &context);
  }
  if (small == 0) signs->capitals = 0;
  finish(signs, letters);
}

static const char* const names[ELARA_SIGN_TAGS] = {
    [ELARA_SIGN_VALENCE] = "valence",
    [ELARA_SIGN_AROUSAL] = "arousal",
    [ELARA_SIGN_PLEASANT] = "pleasant",
    [ELARA_SIGN_UNPLEASANT] = "unpleasant",
    [ELARA_SIGN_STIRRING] = "stirring",
    [ELARA_SIGN_CALM] = "calm",
    [ELARA_SIGN_CHARGE] = "charge",
    [ELARA_SIGN_NEGATED] = "negated",
    [ELARA_SIGN_UNTAGGED_VALENCE] = "untagged valence",
    [ELARA_SIGN_UNTAGGED_AROUSAL] = "untagged arousal",
    [ELARA_SIGN_BEST] = "best",
    [ELARA_SIGN_WORST] = "worst",
    [ELARA_SIGN_HIGHEST] = "highest",
    [ELARA_SIGN_LOWEST] = "lowest",
    [ELARA_SIGN_NEGATIONS] = "negations",
    [ELARA_SIGN_EXCLAMATIONS] = "exclamations",
    [ELARA_SIGN_EXCLAIMED] = "exclaimed",
    [ELARA_SIGN_SHOUTED] = "shouted",
    [ELARA_SIGN_QUESTIONS] = "questions",
    [ELARA_SIGN_ASKED] = "asked",
    [ELARA_SIGN_CAPITALS] = "capitals",
    [ELARA_SIGN_IN_CAPITALS] = "in capitals",
    [ELARA_SIGN_QUOTES] = "quotes",
    [ELARA_SIGN_ELLIPSIS] = "ellipsis",
    [ELARA_SIGN_DASH] = "dash",
    [ELARA_SIGN_COLONS] = "colons",
    [ELARA_SIGN_COMMAS] = "commas",
    [ELARA_SIGN_DIGITS] = "digits",
    [ELARA_SIGN_LENGTH] = "length",
    [ELARA_SIGN_LENGTH_SQUARED] = "length squared",
    [ELARA_SIGN_KNOWN] = "known",
    [ELARA_SIGN_WORD_LENGTH] = "word length",
    [ELARA_SIGN_I] = "i",
    [ELARA_SIGN_WE] = "we",
    [ELARA_SIGN_YOU] = "you",
    [ELARA_SIGN_HE] = "he",
    [ELARA_SIGN_THEY] = "they",
    [ELARA_SIGN_THE] = "the",
    [ELARA_SIGN_IS] = "is",
    [ELARA_SIGN_WILL] = "will",
    [ELARA_SIGN_WHO] = "who",
    [ELARA_SIGN_BUT] = "but",
    [ELARA_SIGN_AND] = "and",
};

const char*
elara_sign_name(int sign, char* buffer, size_t size)
{
  if (sign < ELARA_SIGN_TAGS) return names[sign];
  const char* const kinds[] = {"tag ", "valence of ", "arousal of "};
  const int kind = (sign - ELARA_SIGN_TAGS) / ELARA_TAG_COUNT;
  const int tag = (sign - ELARA_SIGN_TAGS) % ELARA_TAG_COUNT;
  snprintf(buffer, size, "%s%s", kinds[kind], elara_tag_name(tag));
  return buffer;
}
