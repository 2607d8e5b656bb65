// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// How loud a house wants what it is given: the table of targets.

#ifndef ELARA_SOUND_MIX_TARGET_H
#define ELARA_SOUND_MIX_TARGET_H

#include <stddef.h>

typedef struct {
  const char* name;
  double lufs; // of the whole, gated (ITU-R BS.1770-4)
  // Where somebody speaks in enough of the film, this is asked of the mix in
  // these stretches instead; NAN = the house does not ask.
  double dialogue_lufs;
  double ceiling_dbtp;
  const char* source;
} ElaraTarget;

// Below this share of the film, speech says nothing about its loudness:
// Netflix then measures the programme.
#define ELARA_DIALOGUE_LEAST .15

// By index from 0; NULL past the last.
const ElaraTarget* elara_target_at(size_t index);
// NULL when no target has that name.
const ElaraTarget* elara_target_named(const char* name);

#endif
