// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// The theme bank: one melody for each part in the plan's cast, found by search
// against elara_melody_quality() and kept apart from the others.

#ifndef ELARA_COMPOSE_THEMES_H
#define ELARA_COMPOSE_THEMES_H

#include "base/random.h"
#include "compose/melody.h"
#include "model/plan.h"

// Fills THEMES[0..plan->theme_count). Names and reasons go to ARENA.
ElaraStatus elara_themes_search(const ElaraPlan* plan,
                                ElaraArena* arena,
                                ElaraTheme* themes);

// theme_cast.c
// What its part in the story gives a theme: its mode, its instrument (the most
// wanted that is not in TAKEN, a set of bits), its home key.
ElaraMode elara_theme_mode(const ElaraThemeRole* role, ElaraRandom* random);
int elara_theme_colour(const ElaraThemeRole* role, unsigned taken);
int elara_theme_tonic(const ElaraPlan* plan, size_t index);

#endif
