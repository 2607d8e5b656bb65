// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// The words that two texts have in common, in order.

#ifndef ELARA_STORY_WORD_MATCH_H
#define ELARA_STORY_WORD_MATCH_H

#include "base/arena.h"
#include "base/status.h"

#include <stdint.h>

// For every word of A (by hash) the index of its partner in B, rising, or -1,
// into PARTNERS. See subtitle_match.h for how and for the cost.
ElaraStatus elara_word_match(ElaraArena* scratch,
                             const uint32_t* a,
                             size_t a_count,
                             const uint32_t* b,
                             size_t b_count,
                             int* partners);

#endif
