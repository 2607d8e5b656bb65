// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// Any bytes as a MIDI file: what is read must be a valid Take,
// and a refusal must have a reason.

#include "perform/midi_read.h"

#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t* data, size_t size)
{
  ElaraDiags* const diags = elara_diags_new();
  ElaraTake* take = NULL;
  const ElaraStatus status = elara_midi_read("fuzz", data, size, diags, &take);
  if (status == ELARA_OK && elara_take_check(take, NULL) != ELARA_OK) abort();
  if (status != ELARA_OK && elara_diags_count(diags) == 0) abort();
  elara_take_free(take);
  elara_diags_free(diags);
  return 0;
}
