// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// Stretches of time in which something is so: somebody speaks.

#ifndef ELARA_SOUND_MIX_SPANS_H
#define ELARA_SOUND_MIX_SPANS_H

#include "base/arena.h"
#include "base/status.h"

#include <stddef.h>
#include <stdint.h>

typedef struct {
  int64_t start, end; // frames, end not in it
} ElaraStretch;

typedef ELARA_LIST(ElaraStretch) ElaraStretches;

// Appends a span that begins no earlier than the last one; it becomes one with
// the last when less than GAP frames lie between them. Empty ones are left out.
ElaraStatus elara_spans_add(ElaraStretches* spans,
                            ElaraArena* arena,
                            ElaraStretch span,
                            int64_t gap);
// Index of the first span that ends after FRAME; the count when none does.
size_t
elara_spans_after(const ElaraStretch* spans, size_t count, int64_t frame);
// Frames in all spans, those beyond LIMIT not counted.
int64_t elara_spans_sum(const ElaraStretch* spans, size_t count, int64_t limit);

#endif
