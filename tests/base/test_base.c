// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

#include "base/arena.h"
#include "base/diag.h"
#include "base/random.h"
#include "base/text.h"
#include "base/threads.h"
#include "tap.h"

#include <unistd.h>

static void
test_arena(void)
{
  ElaraArena* const arena = elara_arena_new();
  ELARA_LIST(int) list = {0};
  int whole = 1;
  for (int i = 0; i < 100000; i++) {
    whole &= ELARA_PUSH(arena, &list, i);
  }
  for (int i = 0; i < 100000; i++) {
    whole &= list.items[i] == i;
  }
  TAP_OK(whole, "a list keeps what was pushed");
  unsigned char* const big = (unsigned char*)elara_arena_alloc(arena, 1000000);
  int zero = ((size_t)big & 15) == 0;
  for (int i = 0; i < 1000000; i++) {
    zero &= big[i] == 0;
  }
  TAP_OK(zero, "memory is zeroed and aligned");
  TAP_OK(!elara_arena_array(arena, (size_t)-1, 16),
         "an overflowing array is refused");
  TAP_EQ_S(elara_arena_printf(arena, "%d bars", 12), "12 bars", "printf");
  elara_arena_free(arena);
  elara_arena_free(NULL);
}

static void
test_random(void)
{
  ElaraRandom a = elara_random(1, "compose", 3, 4);
  ElaraRandom b = elara_random(1, "compose", 3, 4);
  ElaraRandom c = elara_random(1, "compose", 4, 3);
  TAP_OK(elara_random_u64(&a) == elara_random_u64(&b), "one name, one stream");
  TAP_OK(elara_random_u64(&a) != elara_random_u64(&c),
         "another name, another stream");
  double sum = 0.0;
  double square = 0.0;
  for (int i = 0; i < 100000; i++) {
    const double x = elara_random_normal(&a);
    sum += x;
    square += x * x;
  }
  TAP_NEAR(sum / 100000, 0.0, .015, "normal: mean");
  TAP_NEAR(square / 100000, 1.0, .02, "normal: variance");
  const double weights[] = {0.0, 1.0, 3.0, 0.0};
  int counts[4] = {0};
  for (int i = 0; i < 40000; i++) {
    counts[elara_random_weighted(&a, weights, 4)]++;
  }
  TAP_EQ_I(counts[0] + counts[3], 0, "weight 0 is never drawn");
  TAP_NEAR(counts[2] / 40000.0, .75, .01, "drawn in proportion");
}

static void
test_text(void)
{
  ElaraText text = {0};
  elara_text_add_escaped(&text, "a<b & \"c\"");
  TAP_EQ_S(text.bytes, "a&lt;b &amp; &quot;c&quot;", "escaping");
  elara_text_clear(&text);
  uint32_t code = 0;
  TAP_EQ_I(elara_utf8_next("\xc3\xa9", 2, &code), 2, "two bytes");
  TAP_EQ_I(code, 0xe9, "e acute");
  TAP_EQ_I(elara_utf8_next("\xc0\xaf", 2, NULL), 0,
           "an overlong form is malformed");
  TAP_EQ_I(elara_utf8_next("\xed\xa0\x80", 3, NULL), 0,
           "a surrogate is malformed");
  TAP_EQ_I(elara_utf8_next("\xe2\x82", 2, NULL), 0,
           "a cut character is malformed");
}

static void
test_files(void)
{
  char* const dir = tap_scratch("elara-test");
  TAP_OK(mkdtemp(dir), "a scratch folder");
  ElaraArena* const arena = elara_arena_new();
  const char* const deep = elara_path_join(arena, dir, "a/b");
  TAP_EQ_I(elara_dir_make(deep), ELARA_OK, "folders with parents");
  const char* const path = elara_path_join(arena, deep, "x.txt");
  TAP_EQ_I(elara_file_write(path, "hello", 5), ELARA_OK, "write");
  ElaraFile file;
  TAP_EQ_I(elara_file_read(path, 0, &file), ELARA_OK, "read");
  TAP_EQ_S((const char*)file.bytes, "hello", "the same bytes");
  elara_file_clear(&file);
  TAP_EQ_I(elara_file_read(path, 3, &file), ELARA_BAD_INPUT,
           "too long is said");
  TAP_EQ_I(elara_file_write("/nonexistent/x", "a", 1), ELARA_IO_ERROR,
           "no such folder");
  TAP_EQ_S(elara_path_stem(arena, "a/b.c/film.fountain"), "film", "stem");
  remove(path);
  rmdir(deep);
  rmdir(elara_path_join(arena, dir, "a"));
  rmdir(dir);
  elara_arena_free(arena);
}

static void
square(void* data, size_t index)
{
  ((long*)data)[index] = (long)(index * index);
}

static void
test_threads(void)
{
  static long results[1000];
  for (int threads = 1; threads <= 4; threads++) {
    memset(results, 0, sizeof results);
    elara_parallel(threads, 1000, square, results);
    int right = 1;
    for (long i = 0; i < 1000; i++) {
      right &= results[i] == i * i;
    }
    TAP_OK(right, "every job is done once");
  }
}

static void
test_diags(void)
{
  ElaraDiags* const diags = elara_diags_new();
  elara_diag(diags, ELARA_DIAG_ERROR, "a.fountain", 3, 7, "write one", "no %s",
             "scene");
  elara_diag(diags, ELARA_DIAG_NOTE, "", 0, 0, "", "fine");
  char* buffer = NULL;
  size_t size = 0;
  FILE* const out = open_memstream(&buffer, &size);
  elara_diags_print(diags, out);
  fclose(out);
  TAP_EQ_S(buffer, "a.fountain:3:7: no scene; write one\nnote: fine\n",
           "FILE:LINE:COLUMN: what; hint");
  TAP_EQ_I(elara_diags_at_least(diags, ELARA_DIAG_WARNING), 1, "one error");
  for (int i = 0; i < 5000; i++) {
    elara_diag(diags, ELARA_DIAG_NOTE, "", 0, 0, "", "again");
  }
  TAP_EQ_I(elara_diags_count(diags), 1000, "a flood is cut off");
  free(buffer);
  elara_diags_free(diags);
}

int
main(void)
{
  tap_begin("base");
  test_arena();
  test_random();
  test_text();
  test_files();
  test_threads();
  test_diags();
  return tap_end();
}
