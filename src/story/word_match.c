// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

#include "story/word_match.h"

#include <stdlib.h>
#include <string.h>

#define RUN 3        // words of an anchor, at first
#define CELLS 250000 // of one table; its shorter side is below 2^16

typedef struct {
  size_t a0, a1, b0, b1;
} Range;

// A run of words in one of the texts.
typedef struct {
  uint64_t hash;
  uint32_t at;
  uint32_t side;
} Run;

// The same run in both.
typedef struct {
  size_t a, b;
  size_t before; // in the chain, index + 1; 0 = first
} Pair;

typedef struct {
  const uint32_t* a;
  const uint32_t* b;
  int* partners;
  Run* runs;       // room for all words of both
  Pair* pairs;     // a stack: of the ranges that are open
  size_t* tails;   // of chains, by length
  size_t pair_top; // of the stack
  uint16_t* table;
} Matcher;

static uint64_t
run_hash(const uint32_t* words, size_t length)
{
  uint64_t hash = 1469598103934665603u;
  for (size_t i = 0; i < length; i++) {
    hash = (hash ^ words[i]) * 1099511628211u;
    hash ^= hash >> 29;
  }
  return hash;
}

static int
by_hash(const void* a, const void* b)
{
  const Run* const x = (const Run*)a;
  const Run* const y = (const Run*)b;
  if (x->hash != y->hash) return x->hash < y->hash ? -1 : 1;
  if (x->side != y->side) return x->side < y->side ? -1 : 1;
  return x->at < y->at ? -1 : x->at > y->at;
}

static int
by_a(const void* a, const void* b)
{
  const Pair* const x = (const Pair*)a;
  const Pair* const y = (const Pair*)b;
  return x->a < y->a ? -1 : x->a > y->a;
}

static size_t
collect_runs(Matcher* m, Range r, size_t length)
{
  size_t n = 0;
  for (size_t i = r.a0; i + length <= r.a1; i++) {
    m->runs[n++] = (Run){run_hash(m->a + i, length), (uint32_t)i, 0};
  }
  for (size_t i = r.b0; i + length <= r.b1; i++) {
    m->runs[n++] = (Run){run_hash(m->b + i, length), (uint32_t)i, 1};
  }
  qsort(m->runs, n, sizeof *m->runs, by_hash);
  return n;
}

// Runs that stand once in each text, by their place in A.
static size_t
collect_pairs(Matcher* m, Range r, size_t length, Pair* pairs)
{
  const size_t n = collect_runs(m, r, length);
  size_t count = 0;
  for (size_t i = 0, end; i < n; i = end) {
    end = i + 1;
    while (end < n && m->runs[end].hash == m->runs[i].hash) {
      end++;
    }
    if (end - i == 2 && m->runs[i].side != m->runs[i + 1].side) {
      pairs[count++] = (Pair){m->runs[i].at, m->runs[i + 1].at, 0};
    }
  }
  qsort(pairs, count, sizeof *pairs, by_a);
  return count;
}

// Keeps the longest chain that rises in B too; returns its length.
static size_t
keep_chain(Matcher* m, Pair* pairs, size_t count)
{
  size_t length = 0;
  for (size_t i = 0; i < count; i++) {
    size_t low = 0, high = length;
    while (low < high) {
      const size_t middle = (low + high) / 2;
      if (pairs[m->tails[middle]].b < pairs[i].b)
        low = middle + 1;
      else
        high = middle;
    }
    pairs[i].before = low ? m->tails[low - 1] + 1 : 0;
    m->tails[low] = i;
    if (low == length) length++;
  }
  size_t at = length ? m->tails[length - 1] + 1 : 0;
  for (size_t k = length; k-- > 0;) {
    m->tails[k] = at - 1;
    at = pairs[at - 1].before;
  }
  for (size_t k = 0; k < length; k++) {
    pairs[k] = pairs[m->tails[k]];
  }
  return length;
}

// A longest common subsequence of a small range.
static void
match_small(Matcher* m, Range r)
{
  const size_t rows = r.a1 - r.a0, width = r.b1 - r.b0 + 1;
  memset(m->table + rows * width, 0, width * sizeof *m->table);
  for (size_t i = rows; i-- > 0;) {
    uint16_t* const row = m->table + i * width;
    row[width - 1] = 0;
    for (size_t k = width - 1; k-- > 0;) {
      const uint16_t down = row[width + k], right = row[k + 1];
      row[k] = down > right ? down : right;
      if (m->a[r.a0 + i] == m->b[r.b0 + k]) {
        row[k] = (uint16_t)(row[width + k + 1] + 1);
      }
    }
  }
  for (size_t i = 0, k = 0; i < rows && k + 1 < width;) {
    const uint16_t* const row = m->table + i * width;
    if (m->a[r.a0 + i] == m->b[r.b0 + k]) {
      m->partners[r.a0 + i++] = (int)(r.b0 + k++);
    } else if (row[width + k] >= row[k + 1]) {
      i++;
    } else {
      k++;
    }
  }
}

// RUN levels deep at most.
static void
match_range(Matcher* m, Range r, size_t length)
{
  if (r.a0 >= r.a1 || r.b0 >= r.b1) return;
  if (r.b1 - r.b0 < CELLS && (r.a1 - r.a0 + 1) * (r.b1 - r.b0 + 1) <= CELLS) {
    match_small(m, r);
    return;
  }
  if (length == 0) return;
  Pair* const pairs = m->pairs + m->pair_top;
  const size_t found = collect_pairs(m, r, length, pairs);
  const size_t count = keep_chain(m, pairs, found);
  m->pair_top += count;
  Range gap = r;
  for (size_t i = 0; i <= count; i++) {
    gap.a1 = i < count ? pairs[i].a : r.a1;
    gap.b1 = i < count ? pairs[i].b : r.b1;
    match_range(m, gap, length - 1);
    for (size_t k = 0; i < count && k < length; k++) {
      m->partners[pairs[i].a + k] = (int)(pairs[i].b + k);
    }
    // The next anchor may share words with this one.
    gap.a0 = gap.a1 + length;
    gap.b0 = gap.b1 + length;
  }
  m->pair_top -= count;
}

// Chains of overlapping runs may cross where a word repeats: what does not rise
// is let go.
static void
keep_rising(int* partners, size_t count)
{
  int last = -1;
  for (size_t i = 0; i < count; i++) {
    if (partners[i] < 0) continue;
    if (partners[i] <= last)
      partners[i] = -1;
    else
      last = partners[i];
  }
}

ElaraStatus
elara_word_match(ElaraArena* scratch,
                 const uint32_t* a,
                 size_t a_count,
                 const uint32_t* b,
                 size_t b_count,
                 int* partners)
{
  const size_t all = a_count + b_count;
  const size_t both = a_count < b_count ? a_count : b_count;
  Matcher m = {
      .a = a,
      .b = b,
      .partners = partners,
      .runs = (Run*)elara_arena_array(scratch, all + 1, sizeof(Run)),
      .pairs =
          (Pair*)elara_arena_array(scratch, (RUN + 1) * both + 1, sizeof(Pair)),
      .tails = (size_t*)elara_arena_array(scratch, both + 1, sizeof(size_t)),
      .table = (uint16_t*)elara_arena_array(scratch, CELLS, sizeof(uint16_t)),
  };
  ELARA_TRY_PTR(m.runs && m.pairs && m.tails && m.table);
  for (size_t i = 0; i < a_count; i++) {
    partners[i] = -1;
  }
  match_range(&m, (Range){0, a_count, 0, b_count}, RUN);
  keep_rising(partners, a_count);
  return ELARA_OK;
}
