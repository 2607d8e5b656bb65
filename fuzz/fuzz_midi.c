// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// Any bytes as a MIDI file: what is read must be a valid Take.

#include "perform/midi_read.h"

#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t* data, size_t size)
{
  ElaraTake* take = NULL;
  if (elara_midi_read("fuzz", data, size, NULL, &take) == ELARA_OK) {
    if (elara_take_check(take, NULL) != ELARA_OK) abort();
  }
  elara_take_free(take);
  return 0;
}
