// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

#include "sound/mix/target.h"

#include <math.h>
#include <string.h>

#define NONE ((double)NAN)

// Cinemas have no norm in LUFS (SMPTE RP 200 sets the loudspeakers, not the
// mix): "film" is what festivals and makers hand around, EBU R 128 as it is.
// "tv" keeps the 3 dB that broadcasters ask for before a lossy coder (EBU Tech
// 3344; the DPP's delivery standard), and so meets R 128 as well.
static const ElaraTarget targets[] = {
    {"film", -23.0, NONE, -1.0, "EBU R 128"},
    {"tv", -23.0, NONE, -3.0, "EBU R 128 with Tech 3344, DPP"},
    {"us", -24.0, NONE, -2.0, "ATSC A/85"},
    {"stream", -14.0, NONE, -1.0, "Spotify, YouTube, Tidal"},
    {"podcast", -16.0, NONE, -1.0, "Apple Podcasts; AES TD1004"},
    {"netflix", -27.0, -27.0, -2.0, "Netflix Sound Mix Specifications"},
};

const ElaraTarget*
elara_target_at(size_t index)
{
  return index < sizeof targets / sizeof *targets ? &targets[index] : NULL;
}

const ElaraTarget*
elara_target_named(const char* name)
{
  for (size_t i = 0; elara_target_at(i); i++) {
    if (strcmp(targets[i].name, name) == 0) return &targets[i];
  }
  return NULL;
}
