// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

#include "sound/dsp/kernel.h"

#include "sound/dsp/kernel_list.h"

#include <stdlib.h>
#include <string.h>

#if defined(__x86_64__) && defined(ELARA_WIDE_KERNELS)
static int
has_avx2(void)
{
  return __builtin_cpu_supports("avx2");
}

static int
has_avx512(void)
{
  return __builtin_cpu_supports("avx512f") &&
         __builtin_cpu_supports("avx512vl") &&
         __builtin_cpu_supports("avx512dq") &&
         __builtin_cpu_supports("avx512bw");
}
#endif

const ElaraKernel*
elara_kernel_at(size_t index)
{
  static ElaraKernel list[4];
  static const ElaraKernel* const sources[] = {
    &elara_kernel_scalar,
    &elara_kernel_narrow,
#if defined(__x86_64__) && defined(ELARA_WIDE_KERNELS)
    &elara_kernel_avx2,
    &elara_kernel_avx512,
#endif
  };
  if (index >= sizeof sources / sizeof *sources) return NULL;
  // Idempotent, so that two threads may come here at once.
  ElaraKernel k = *sources[index];
  k.usable = 1;
#if defined(__x86_64__) && defined(ELARA_WIDE_KERNELS)
  if (index == 2) k.usable = has_avx2();
  if (index == 3) k.usable = has_avx512();
#endif
  list[index] = k;
  return &list[index];
}

const ElaraKernel*
elara_kernel(void)
{
  const char* const asked = getenv("ELARA_KERNEL");
  const ElaraKernel* best = elara_kernel_at(0);
  for (size_t i = 0; elara_kernel_at(i); i++) {
    const ElaraKernel* const k = elara_kernel_at(i);
    if (!k->usable) continue;
    if (asked && strcmp(asked, k->name) == 0) return k;
    best = k;
  }
  return best;
}
