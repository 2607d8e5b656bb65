// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// Any bytes as a theme book: read, and if it is one, write it and read it
// again; the two texts must be the same.

#include "model/theme.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t* bytes, size_t count);

int
LLVMFuzzerTestOneInput(const uint8_t* bytes, size_t count)
{
  ElaraThemeBook* book;
  if (elara_themes_read("fuzz", (const char*)bytes, count, NULL, &book))
    return 0;
  ElaraText first = {0};
  ElaraText second = {0};
  ElaraThemeBook* again;
  if (elara_themes_write(book, &first) != ELARA_OK) abort();
  if (elara_themes_read("again", first.bytes, first.count, NULL, &again))
    abort();
  if (elara_themes_write(again, &second) != ELARA_OK) abort();
  if (first.count != second.count ||
      memcmp(first.bytes, second.bytes, first.count) != 0) {
    abort();
  }
  elara_text_clear(&first);
  elara_text_clear(&second);
  elara_theme_book_free(book);
  elara_theme_book_free(again);
  return 0;
}
