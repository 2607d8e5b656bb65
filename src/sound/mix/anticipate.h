// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// Notes that must be heard on their time begin a little before it.

#ifndef ELARA_SOUND_MIX_ANTICIPATE_H
#define ELARA_SOUND_MIX_ANTICIPATE_H

#include "sound/mix/strip.h"

// No note begins earlier than this before its time: what needs longer swells
// into the moment, and something quicker has it.
#define ELARA_ANTICIPATE_MOST_S 0.030
// Of the attack nothing is made up: early is heard sooner than late, and the
// eye forgives 15 ms after the frame more easily than 5 before it.
#define ELARA_ANTICIPATE_LATE_S 0.003

// Gives STRIP's player a copy of its events, in ARENA, in which every note
// that is to be prompt begins early by the attack of its preset (strip.h:
// attack_s, which calibrate.h measures). Ends stay. Does nothing without such
// notes. Before the first run.
ElaraStatus elara_anticipate(ElaraStrip* strip, ElaraArena* arena);

#endif
