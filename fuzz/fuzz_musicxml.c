// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// Any bytes as a score, bare or in an archive: what is read must be papers that
// hold and can be performed, and a refusal must have a reason.

#include "notation/notation.h"
#include "perform/perform.h"

#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size);

static void
perform(const ElaraNotation* read, ElaraDiags* diags)
{
  ElaraTake* take = NULL;
  if (elara_plan_check(read->plan, diags) != ELARA_OK) abort();
  if (elara_sketch_check(read->sketch, diags) != ELARA_OK) abort();
  if (elara_perform(read->score, read->plan, read->sketch, NULL, diags,
                    &take) != ELARA_OK)
    abort();
  if (elara_take_check(take, diags) != ELARA_OK) abort();
  elara_take_free(take);
}

int
LLVMFuzzerTestOneInput(const uint8_t* data, size_t size)
{
  ElaraDiags* const diags = elara_diags_new();
  ElaraNotation read;
  const ElaraStatus status =
      elara_notation_read("fuzz", data, size, diags, &read);
  if (status == ELARA_OK) {
    perform(&read, diags);
  } else if (elara_diags_count(diags) == 0) {
    abort();
  }
  elara_notation_clear(&read);
  elara_diags_free(diags);
  return 0;
}
