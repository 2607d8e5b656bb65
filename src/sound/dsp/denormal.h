// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// Numbers below 1e-38 cost a hundred times more than others and mean nothing
// to the ear: flush them to zero while sound is made. Per thread.

#ifndef ELARA_SOUND_DSP_DENORMAL_H
#define ELARA_SOUND_DSP_DENORMAL_H

#if defined(__SSE2__)
#include <xmmintrin.h>

static inline unsigned
elara_flush_denormals(void)
{
  const unsigned before = _mm_getcsr();
  _mm_setcsr(before | 0x8040u); // FTZ and DAZ
  return before;
}

static inline void
elara_restore_denormals(unsigned before)
{
  _mm_setcsr(before);
}
#else
static inline unsigned
elara_flush_denormals(void)
{
  return 0;
}

static inline void
elara_restore_denormals(unsigned before)
{
  (void)before;
}
#endif

#endif
