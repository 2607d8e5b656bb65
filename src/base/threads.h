// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// A parallel loop over independent jobs. The results must not depend on who
// runs which job or when: each job writes only to its own place.

#ifndef ELARA_BASE_THREADS_H
#define ELARA_BASE_THREADS_H

#include <stddef.h>

typedef void (*ElaraJob)(void* data, size_t index);

// Runs job(data, 0..count-1) on up to THREADS threads (0 = all cores), and
// returns when all are done. Falls back to the calling thread when no thread
// can be started.
void elara_parallel(int threads, size_t count, ElaraJob job, void* data);

// Number of cores this process may use, at least 1.
int elara_core_count(void);

#endif
