// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

#include "model/stems.h"

static const char* const names[ELARA_BUS_COUNT] = {
    [ELARA_BUS_STRINGS] = "strings", [ELARA_BUS_WOODWINDS] = "woodwinds",
    [ELARA_BUS_BRASS] = "brass",     [ELARA_BUS_PERCUSSION] = "percussion",
    [ELARA_BUS_KEYS] = "keys",       [ELARA_BUS_CHOIR] = "choir",
    [ELARA_BUS_SYNTH] = "synth",     [ELARA_BUS_ECHO] = "echo",
};

const char*
elara_bus_name(ElaraBus bus)
{
  return bus < ELARA_BUS_COUNT ? names[bus] : "?";
}
