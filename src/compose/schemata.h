// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// Harmonic patterns as wishes for the slots of a phrase.

#ifndef ELARA_COMPOSE_SCHEMATA_H
#define ELARA_COMPOSE_SCHEMATA_H

#include "compose/harmony.h"
#include "model/mood.h"

// Writes one pattern that suits mode and mood into the wishes of SLOTS, all but
// the last two bars. Returns its name.
const char* elara_wish_schema(ElaraSlot* slots,
                              int count,
                              const ElaraHarmonyStyle* style,
                              ElaraMood mood,
                              double strength,
                              ElaraRandom* random);
// The falling fourth, bar by bar, over the whole phrase.
void elara_wish_lament(ElaraSlot* slots,
                       int count,
                       const ElaraHarmonyStyle* style,
                       double strength);

#endif
