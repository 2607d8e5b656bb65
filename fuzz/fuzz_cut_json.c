// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// Any bytes as a cut: read, and if it is one, write it and read it again; the
// two texts must be the same.

#include "model/cut.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t* bytes, size_t count);

int
LLVMFuzzerTestOneInput(const uint8_t* bytes, size_t count)
{
  ElaraCut* cut;
  if (elara_cut_read("fuzz", (const char*)bytes, count, NULL, &cut)) return 0;
  ElaraText first = {0};
  ElaraText second = {0};
  ElaraCut* again;
  if (elara_cut_write(cut, &first) != ELARA_OK) abort();
  if (elara_cut_read("again", first.bytes, first.count, NULL, &again)) abort();
  if (elara_cut_write(again, &second) != ELARA_OK) abort();
  if (first.count != second.count ||
      memcmp(first.bytes, second.bytes, first.count) != 0) {
    abort();
  }
  elara_text_clear(&first);
  elara_text_clear(&second);
  elara_cut_free(cut);
  elara_cut_free(again);
  return 0;
}
