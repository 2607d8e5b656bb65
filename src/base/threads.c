// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

#include "base/threads.h"

#include <pthread.h>
#include <stdatomic.h>
#include <unistd.h>

#define MOST_THREADS 64

typedef struct {
  atomic_size_t next;
  size_t count;
  ElaraJob job;
  void* data;
} Work;

static void*
run_jobs(void* pointer)
{
  Work* const work = (Work*)pointer;
  for (;;) {
    const size_t index = atomic_fetch_add(&work->next, 1);
    if (index >= work->count) return NULL;
    work->job(work->data, index);
  }
}

int
elara_core_count(void)
{
  const long cores = sysconf(_SC_NPROCESSORS_ONLN);
  return cores < 1 ? 1 : cores > MOST_THREADS ? MOST_THREADS : (int)cores;
}

void
elara_parallel(int threads, size_t count, ElaraJob job, void* data)
{
  if (threads <= 0) threads = elara_core_count();
  if (threads > MOST_THREADS) threads = MOST_THREADS;
  if ((size_t)threads > count) threads = (int)count;
  Work work = {.count = count, .job = job, .data = data};
  atomic_init(&work.next, 0);
  pthread_t helpers[MOST_THREADS];
  int started = 0;
  while (started < threads - 1 &&
         pthread_create(&helpers[started], NULL, run_jobs, &work) == 0) {
    started++;
  }
  run_jobs(&work);
  for (int i = 0; i < started; i++) {
    pthread_join(helpers[i], NULL);
  }
}
