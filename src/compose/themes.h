// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// The theme bank: one melody for each part in the plan's cast, found by search
// against elara_melody_quality() and kept apart from the others.

#ifndef ELARA_COMPOSE_THEMES_H
#define ELARA_COMPOSE_THEMES_H

#include "compose/melody.h"
#include "model/plan.h"

// Fills THEMES[0..plan->theme_count). Names and reasons go to ARENA.
ElaraStatus elara_themes_search(const ElaraPlan* plan,
                                ElaraArena* arena,
                                ElaraTheme* themes);

#endif
