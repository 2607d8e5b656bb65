// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// How long reading a script takes, from its bytes to the Story: each file given
// alone (the best of five), then the last one again and again up to 10 MB, to
// see that the cost is linear. The peer beside it is the least that any reader
// does: libxml2's parser for a .fdx, counting the words of the text otherwise.
// bench_story TABLE FILE...

#include "base/letters.h"
#include "story/story.h"

#include <libxml/parser.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

#define TRIES 5
#define MOST ((size_t)10 * 1000 * 1000)

static double
now_ms(void)
{
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return 1e3 * (double)t.tv_sec + 1e-6 * (double)t.tv_nsec;
}

static double
read_ms(const char* bytes, size_t count, const ElaraStoryConfig* config)
{
  double best = 1e9;
  for (int i = 0; i < TRIES && (i == 0 || count < 2000000); i++) {
    ElaraStory* story = NULL;
    const double start = now_ms();
    elara_story_from_text("bench", bytes, count, config, NULL, &story);
    const double took = now_ms() - start;
    elara_story_free(story);
    if (!story) return -1.0;
    if (took < best) best = took;
  }
  return best;
}

static double
peer_ms(const char* bytes, size_t count)
{
  const double start = now_ms();
  if (strncmp(bytes, "<?xml", 5) == 0) {
    xmlFreeDoc(xmlReadMemory(bytes, (int)count, "bench", NULL, 0));
    return now_ms() - start;
  }
  volatile int words = elara_count_words((ElaraSpan){bytes, count});
  (void)words;
  return now_ms() - start;
}

static void
told(const char* name, const ElaraFile* file, const ElaraStoryConfig* config)
{
  const char* const bytes = (const char*)file->bytes;
  const double ms = read_ms(bytes, file->count, config);
  const double peer = peer_ms(bytes, file->count);
  const char* const slash = strrchr(name, '/');
  printf("%-28s %7.1f KB  %7.1f ms  %6.2f MB/s  %5.1f x the peer's\n",
         slash ? slash + 1 : name, (double)file->count / 1e3, ms,
         (double)file->count / 1e3 / ms, ms / peer);
}

// The text of FILE over and over, in steps; its cost a byte should not rise.
static void
slope(const ElaraFile* file, const ElaraStoryConfig* config)
{
  static const double steps[] = {0.5, 1.0, 2.0, 5.0, 10.0};
  char* const bytes = (char*)malloc(MOST + file->count + 2);
  size_t count = 0;
  double first = 0.0;
  for (size_t i = 0; bytes && i < sizeof steps / sizeof steps[0]; i++) {
    while ((double)count < steps[i] * 1e6) {
      memcpy(bytes + count, file->bytes, file->count);
      count += file->count;
      memcpy(bytes + count, "\n\n", 2);
      count += 2;
    }
    const double ms = read_ms(bytes, count, config);
    const double rate = ms / ((double)count / 1e6);
    if (i == 0) first = rate;
    printf("%5.1f MB  %8.0f ms  %6.0f ms a MB  %.2f of the first\n",
           (double)count / 1e6, ms, rate, rate / first);
  }
  free(bytes);
}

int
main(int argc, char** argv)
{
  ElaraStoryConfig config = elara_story_config();
  ElaraArena* const arena = elara_arena_new();
  ElaraFile table, file = {0};
  if (argc < 3 || elara_file_read(argv[1], 0, &table) != ELARA_OK) {
    fputs("usage: bench_story TABLE FILE...\n", stderr);
    return 2;
  }
  elara_table_read(arena, argv[1], table.bytes, table.count, NULL,
                   &config.table);
  elara_file_clear(&table);
  for (int i = 2; i < argc; i++) {
    elara_file_clear(&file);
    if (elara_file_read(argv[i], 0, &file) != ELARA_OK) return 1;
    told(argv[i], &file, &config);
  }
  struct rusage use;
  getrusage(RUSAGE_SELF, &use);
  printf("peak memory %.1f MB\n", (double)use.ru_maxrss / 1024.0);
  slope(&file, &config);
  getrusage(RUSAGE_SELF, &use);
  printf("peak memory at 10 MB %.1f MB\n", (double)use.ru_maxrss / 1024.0);
  elara_file_clear(&file);
  elara_arena_free(arena);
  return 0;
}
