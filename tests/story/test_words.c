// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// The word list and what is made of it; and, where ../shared is, how well it
// agrees with people: 1,000 sentences that readers have rated.

#include "base/text.h"
#include "story/feeling.h"
#include "tap.h"

static const char*
found(const char* word)
{
  const ElaraWord* const entry = elara_word_find(word, strlen(word));
  return entry ? entry->word : "";
}

static double
valence(const char* text)
{
  const ElaraTextScore score = elara_score_felt(NULL, elara_span(text));
  return elara_score_valence(&score);
}

static double
arousal(const char* text)
{
  const ElaraTextScore score = elara_score_felt(NULL, elara_span(text));
  return elara_score_arousal(&score);
}

static void
test_list(void)
{
  int sorted = 1;
  for (size_t i = 1; i < elara_word_count; i++) {
    sorted &= strcmp(elara_word_list[i - 1].word, elara_word_list[i].word) < 0;
  }
  TAP_OK(elara_word_count >= 5000, "the list is there");
  TAP_OK(sorted, "and sorted");
  size_t lost = 0;
  for (size_t i = 0; i < elara_word_count; i++) {
    const char* const word = elara_word_list[i].word;
    lost += elara_word_exact(word, strlen(word)) != &elara_word_list[i];
  }
  TAP_EQ_I(lost, 0, "each word is found");
  TAP_EQ_S(found("stabbed"), "stab", "a doubled consonant");
  TAP_EQ_S(found("loves"), "love", "-s");
  TAP_EQ_S(found("abandoned"), "abandon", "-ed");
  TAP_EQ_S(found("adoring"), "adore", "-ing of a word in -e");
  TAP_EQ_S(found("adventure's"), "adventure", "-'s");
  TAP_EQ_S(found("xyzzy"), "", "an unknown word");
  TAP_EQ_S(found(""), "", "no word");
}

static void
test_scores(void)
{
  TAP_OK(valence("I love you") > 0.2, "love");
  TAP_OK(valence("I do not love you") < 0.0, "negation turns it");
  TAP_OK(valence("I am very happy") > valence("I am happy"), "boosters");
  TAP_OK(valence("He is HAPPY now") > valence("He is happy now"), "capitals");
  TAP_OK(arousal("Run! Run!") > arousal("Run. Run."), "exclamations");
  TAP_NEAR(valence(""), 0.0, 0.0, "nothing");
  const ElaraTextScore grim =
      elara_score_text(elara_span("the corpse is dead"));
  TAP_OK(grim.grim > 1.5, "a corpse is grim");
}

// Pearson's r of COUNT pairs.
static double
correlation(const double* x, const double* y, size_t count)
{
  double mx = 0, my = 0, xx = 0, yy = 0, xy = 0;
  for (size_t i = 0; i < count; i++) {
    mx += x[i] / (double)count;
    my += y[i] / (double)count;
  }
  for (size_t i = 0; i < count; i++) {
    xx += (x[i] - mx) * (x[i] - mx);
    yy += (y[i] - my) * (y[i] - my);
    xy += (x[i] - mx) * (y[i] - my);
  }
  return xy / sqrt(xx * yy);
}

#define MOST 2000

// The text of a CSV field: quotes around it off, doubled ones single.
static ElaraSpan
field(char* at, size_t length)
{
  if (length && at[length - 1] == '\r') length--;
  if (length < 2 || at[0] != '"' || at[length - 1] != '"') {
    return (ElaraSpan){at, length};
  }
  size_t n = 0;
  for (size_t i = 1; i + 1 < length; i++) {
    if (at[i] == '"' && at[i + 1] == '"') i++;
    at[n++] = at[i];
  }
  return (ElaraSpan){at, n};
}

typedef struct {
  double rated[2][MOST];
  ElaraSpan texts[MOST];
  size_t count;
} Readers;

// The dev split; lines are ID,SPLIT,V,A,D,TEXT.
static void
read_readers(Readers* readers, char* bytes)
{
  for (char* line = bytes; line && *line && readers->count < MOST;) {
    char* const next = strchr(line, '\n');
    const size_t length = next ? (size_t)(next - line) : strlen(line);
    char* at = (char*)memchr(line, ',', length);
    if (at && strncmp(at, ",dev,", 5) == 0) {
      readers->rated[0][readers->count] = strtod(at + 5, &at);
      readers->rated[1][readers->count] = strtod(at + 1, &at);
      strtod(at + 1, &at);
      readers->texts[readers->count++] =
          field(at + 1, (size_t)(line + length - at - 1));
    }
    line = next ? next + 1 : NULL;
  }
}

static void
test_table(const Readers* readers,
           const ElaraFeelingTable* table,
           double least_valence,
           double least_arousal)
{
  static double felt[2][MOST];
  for (size_t i = 0; i < readers->count; i++) {
    const ElaraTextScore score = elara_score_felt(table, readers->texts[i]);
    felt[0][i] = elara_score_valence(&score);
    felt[1][i] = elara_score_arousal(&score);
  }
  const double v = correlation(readers->rated[0], felt[0], readers->count);
  const double a = correlation(readers->rated[1], felt[1], readers->count);
  printf("# %zu sentences, %s: valence r %.3f, arousal r %.3f\n",
         readers->count, table ? "with the table" : "words alone", v, a);
  TAP_OK(v >= least_valence, "valence agrees with readers");
  TAP_OK(a >= least_arousal, "arousal agrees with readers");
}

static void
test_readers(void)
{
  static Readers readers;
  const ElaraFeelingTable* table = NULL;
  const char* const path = tap_path("../shared/corpus/affect/"
                                    "emobank_train_dev.csv");
  ElaraFile file, bytes;
  if (!tap_exists(path) || elara_file_read(path, 0, &file) != ELARA_OK) {
    tap_skip("readers' ratings", "no ../shared/corpus/affect");
    return;
  }
  ElaraArena* const arena = elara_arena_new();
  elara_file_read(tap_path("data/feeling/readers.table"), 0, &bytes);
  TAP_OK(elara_table_read(arena, "t", bytes.bytes, bytes.count, NULL, &table) ==
             ELARA_OK,
         "the table is whole");
  TAP_OK(bytes.count <= 128 * 1024, "and of 128 KB at most");
  read_readers(&readers, (char*)file.bytes);
  TAP_OK(readers.count > 900, "the ratings are there");
  test_table(&readers, NULL, 0.58, 0.42);
  test_table(&readers, table, 0.65, 0.50);
  elara_arena_free(arena);
  elara_file_clear(&bytes);
  elara_file_clear(&file);
}

static void
test_weights(void)
{
  char name[64];
  int same = 1;
  for (int i = 0; i < ELARA_SIGN_COUNT; i++) {
    same &= strcmp(elara_sign_weights[i].name,
                   elara_sign_name(i, name, sizeof name)) == 0;
  }
  TAP_OK(same, "weights.tsv has the signs in their order");
}

// Any damage is found out.
static void
test_damage(void)
{
  ElaraFile file;
  const ElaraFeelingTable* table = NULL;
  if (elara_file_read(tap_path("data/feeling/readers.table"), 0, &file) !=
      ELARA_OK) {
    return;
  }
  ElaraArena* const arena = elara_arena_new();
  int taken = 0;
  for (size_t at = 0; at < file.count; at += 997) {
    file.bytes[at] ^= 1;
    taken += elara_table_read(arena, "t", file.bytes, file.count, NULL,
                              &table) == ELARA_OK;
    file.bytes[at] ^= 1;
    taken +=
        elara_table_read(arena, "t", file.bytes, at, NULL, &table) == ELARA_OK;
  }
  TAP_EQ_I(taken, 0, "a damaged or shortened table is refused");
  elara_arena_free(arena);
  elara_file_clear(&file);
}

int
main(void)
{
  tap_begin("words");
  test_list();
  test_scores();
  test_weights();
  test_damage();
  test_readers();
  return tap_end();
}
