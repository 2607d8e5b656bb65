// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// For tools/train_feeling.py: reads one text a line and prints what the reader
// sees of it, so that training and reading cannot differ. First line: the
// names of the signs, with tabs. Then for each sentence of each text: the
// number of the text, that of its words, the signs' values and the grams of
// the table, all with tabs.

#include "story/feeling.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LONGEST_LINE 65536

static void
print_gram(void* data, const char* gram, size_t length)
{
  (void)data;
  printf("\t%.*s", (int)length, gram);
}

static void
print_sentence(int number, ElaraSpan text)
{
  ElaraSigns signs;
  elara_signs_read(text, &signs);
  if (!signs.words) return;
  printf("%d\t%d", number, signs.words);
  for (int i = 0; i < ELARA_SIGN_COUNT; i++) {
    printf("\t%.6g", (double)signs.value[i]);
  }
  elara_grams(text, print_gram, NULL);
  printf("\n");
}

int
main(void)
{
  static char line[LONGEST_LINE];
  char name[64];
  for (int i = 0; i < ELARA_SIGN_COUNT; i++) {
    printf("%s%s", i ? "\t" : "", elara_sign_name(i, name, sizeof name));
  }
  printf("\n");
  for (int number = 0; fgets(line, sizeof line, stdin); number++) {
    line[strcspn(line, "\n")] = '\0';
    ElaraSpan sentence;
    size_t at = 0;
    while (elara_sentence_next(elara_span(line), &at, &sentence)) {
      print_sentence(number, sentence);
    }
  }
  return 0;
}
