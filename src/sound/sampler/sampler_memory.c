// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

#include "sound/sampler/sampler_inside.h"

#include <stdlib.h>

// Voices that are fading out after being stolen have room of their own.
#define SPARE(voices) ((voices) / 8 + 8)

int
elara_sampler_grow(ElaraSampler* s, size_t capacity)
{
  ElaraVoice* const grown =
      (ElaraVoice*)realloc(s->voices, capacity * sizeof *grown);
  if (!grown) return 0;
  s->voices = grown;
  s->capacity = capacity;
  return 1;
}

ElaraSampler*
elara_sampler_new(const ElaraFont* font,
                  const ElaraTables* tables,
                  int rate,
                  size_t reserve,
                  int fixed)
{
  ElaraSampler* const s = (ElaraSampler*)calloc(1, sizeof *s);
  if (!s) return NULL;
  s->font = font;
  s->tables = tables;
  s->rate = rate;
  s->fixed = fixed;
  s->limit = fixed ? reserve : ELARA_MOST_VOICES;
  s->next_release = INT64_MAX;
  s->last_key = -1;
  elara_controls_reset(&s->controls);
  if (reserve && !elara_sampler_grow(s, reserve + SPARE(reserve))) {
    free(s);
    return NULL;
  }
  return s;
}

void
elara_sampler_free(ElaraSampler* s)
{
  if (!s) return;
  free(s->voices);
  free(s);
}
