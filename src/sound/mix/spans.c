// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

#include "sound/mix/spans.h"

ElaraStatus
elara_spans_add(ElaraStretches* spans,
                ElaraArena* arena,
                ElaraStretch span,
                int64_t gap)
{
  if (span.end <= span.start) return ELARA_OK;
  ElaraStretch* const last =
      spans->count > 0 ? &spans->items[spans->count - 1] : NULL;
  if (!last || span.start - last->end >= gap) {
    ELARA_TRY_PTR(ELARA_PUSH(arena, spans, span));
  } else if (span.end > last->end) {
    last->end = span.end;
  }
  return ELARA_OK;
}

size_t
elara_spans_after(const ElaraStretch* spans, size_t count, int64_t frame)
{
  size_t low = 0, high = count;
  while (low < high) {
    const size_t middle = low + (high - low) / 2;
    if (spans[middle].end > frame)
      high = middle;
    else
      low = middle + 1;
  }
  return low;
}

int64_t
elara_spans_sum(const ElaraStretch* spans, size_t count, int64_t limit)
{
  int64_t sum = 0;
  for (size_t i = 0; i < count && spans[i].start < limit; i++)
    sum += (spans[i].end < limit ? spans[i].end : limit) - spans[i].start;
  return sum;
}
