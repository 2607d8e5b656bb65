// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// The versions of the kernel, one object file each.

#ifndef ELARA_SOUND_DSP_KERNEL_LIST_H
#define ELARA_SOUND_DSP_KERNEL_LIST_H

#include "sound/dsp/kernel.h"

extern const ElaraKernel elara_kernel_scalar;
extern const ElaraKernel elara_kernel_narrow;
extern const ElaraKernel elara_kernel_avx2;
extern const ElaraKernel elara_kernel_avx512;

#endif
