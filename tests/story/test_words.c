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
  const ElaraTextScore score = elara_score_text(elara_span(text));
  return elara_score_valence(&score);
}

static double
arousal(const char* text)
{
  const ElaraTextScore score = elara_score_text(elara_span(text));
  return elara_score_arousal(&score);
}

static void
test_list(void)
{
  int sorted = 1;
  for (size_t i = 1; i < elara_word_count; i++) {
    sorted &= strcmp(elara_word_list[i - 1].word, elara_word_list[i].word) < 0;
  }
  TAP_OK(elara_word_count > 1000, "the list is there");
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

// Lines are ID,SPLIT,V,A,D,TEXT; quotes around the text do no harm here.
static void
test_readers(void)
{
  static double rated[2][MOST], scored[2][MOST];
  const char* const path = tap_path("../shared/corpus/affect/"
                                    "emobank_train_dev.csv");
  ElaraFile file;
  if (!tap_exists(path) || elara_file_read(path, 0, &file) != ELARA_OK) {
    tap_skip("readers' ratings", "no ../shared/corpus/affect");
    return;
  }
  size_t count = 0;
  for (char* line = (char*)file.bytes; line && *line && count < MOST;) {
    char* const next = strchr(line, '\n');
    const size_t length = next ? (size_t)(next - line) : strlen(line);
    char* at = (char*)memchr(line, ',', length);
    if (at && strncmp(at, ",dev,", 5) == 0) {
      rated[0][count] = strtod(at + 5, &at);
      rated[1][count] = strtod(at + 1, &at);
      strtod(at + 1, &at);
      const ElaraSpan text = {at + 1, (size_t)(line + length - at - 1)};
      const ElaraTextScore score = elara_score_text(text);
      scored[0][count] = elara_score_valence(&score);
      scored[1][count++] = elara_score_arousal(&score);
    }
    line = next ? next + 1 : NULL;
  }
  const double v = correlation(rated[0], scored[0], count);
  const double a = correlation(rated[1], scored[1], count);
  printf("# %zu sentences: valence r %.3f, arousal r %.3f\n", count, v, a);
  TAP_OK(count > 900 && v > 0.40, "valence agrees with readers");
  TAP_OK(a > 0.28, "arousal agrees with readers");
  elara_file_clear(&file);
}

int
main(void)
{
  tap_begin("words");
  test_list();
  test_scores();
  test_readers();
  return tap_end();
}
