// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// Any bytes as a plan: read, and if it is one, write it and read it again; the
// two texts must be the same.

#include "model/plan.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t* bytes, size_t count);

int
LLVMFuzzerTestOneInput(const uint8_t* bytes, size_t count)
{
  ElaraPlan* plan;
  if (elara_plan_read("fuzz", (const char*)bytes, count, NULL, &plan)) return 0;
  ElaraText first = {0};
  ElaraText second = {0};
  ElaraPlan* again;
  if (elara_plan_write(plan, &first) != ELARA_OK) abort();
  if (elara_plan_read("again", first.bytes, first.count, NULL, &again)) abort();
  if (elara_plan_write(again, &second) != ELARA_OK) abort();
  if (first.count != second.count ||
      memcmp(first.bytes, second.bytes, first.count) != 0) {
    abort();
  }
  elara_text_clear(&first);
  elara_text_clear(&second);
  elara_plan_free(plan);
  elara_plan_free(again);
  return 0;
}
