// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

#include "story/table.h"

#include <math.h>
#include <string.h>

#define HEAD ((size_t)8 + 2 * 4 + 2 * 4)
#define SLOT ((size_t)4) // bytes
#define MOST_SLOTS 1000000u
#define SEED 2166136261u
#define LONGEST_GRAM 80

struct ElaraFeelingTable {
  uint32_t slots;
  float step[2];                          // valence, arousal
  float weights[ELARA_SIGN_COUNT + 1][2]; // the offset first
  const unsigned char* cells;
};

static uint32_t
hash_bytes(const void* bytes, size_t count)
{
  const unsigned char* const p = (const unsigned char*)bytes;
  uint32_t hash = SEED;
  for (size_t i = 0; i < count; i++) {
    hash = (hash ^ p[i]) * 16777619u;
  }
  return hash;
}

// A word as it is looked up.
typedef struct {
  char text[34];
  size_t length;
} Gram;

static Gram
fold(const ElaraToken* token, int negated)
{
  Gram gram = {.length = 0};
  if (negated) gram.text[gram.length++] = '!';
  for (size_t i = 0; i < token->length; i++) {
    const char c = token->text[i];
    gram.text[gram.length++] = c >= '0' && c <= '9' ? '0' : c;
  }
  return gram;
}

static void
visit_pair(const Gram* a,
           const Gram* b,
           char between,
           ElaraGramVisit visit,
           void* data)
{
  char text[LONGEST_GRAM];
  if (!a->length) return;
  memcpy(text, a->text, a->length);
  text[a->length] = between;
  memcpy(text + a->length + 1, b->text, b->length);
  visit(data, text, a->length + 1 + b->length);
}

void
elara_grams(ElaraSpan text, ElaraGramVisit visit, void* data)
{
  Gram last[2] = {{.length = 0}, {.length = 0}};
  ElaraToken token;
  size_t at = 0;
  int negated = 0;
  while (elara_token_next(text, &at, &token)) {
    if (elara_ends_reach(token.before)) negated = 0;
    const Gram gram = fold(&token, negated > 0);
    visit(data, gram.text, gram.length);
    visit_pair(&last[0], &gram, ' ', visit, data);
    visit_pair(&last[1], &gram, '_', visit, data);
    last[1] = last[0];
    last[0] = gram;
    if (negated) negated--;
    if (elara_is_negation(&token)) negated = ELARA_NEGATION_REACH;
  }
}

static uint32_t
get_u32(const unsigned char* p)
{
  return (uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 |
         (uint32_t)p[3] << 24;
}

static float
get_float(const unsigned char* p)
{
  const uint32_t bits = get_u32(p);
  float value;
  memcpy(&value, &bits, sizeof value);
  return value;
}

static ElaraStatus
refuse(ElaraDiags* diags, const char* name, const char* what)
{
  elara_diag(diags, ELARA_DIAG_ERROR, name, 0, 0,
             "give the table that came with this version, or none", "%s", what);
  return ELARA_BAD_INPUT;
}

// 1 when the numbers are what sums can be made of.
static int
read_weights(ElaraFeelingTable* table, const unsigned char* bytes)
{
  int good = 1;
  for (int i = 0; i < 2; i++) {
    table->step[i] = get_float(bytes + 16 + 4 * i);
    good &= isfinite(table->step[i]) != 0;
  }
  for (int i = 0; i <= ELARA_SIGN_COUNT; i++) {
    for (int k = 0; k < 2; k++) {
      table->weights[i][k] = get_float(bytes + HEAD + 8 * (size_t)i + 4 * k);
      good &= isfinite(table->weights[i][k]) != 0;
    }
  }
  return good;
}

ElaraStatus
elara_table_read(ElaraArena* arena,
                 const char* name,
                 const unsigned char* bytes,
                 size_t count,
                 ElaraDiags* diags,
                 const ElaraFeelingTable** table)
{
  const size_t body = HEAD + 8 * (ELARA_SIGN_COUNT + 1);
  *table = NULL;
  if (count < body || memcmp(bytes, "ELARAFT2", 8) != 0) {
    return refuse(diags, name, "this is no table of feelings");
  }
  ElaraFeelingTable* const made =
      (ElaraFeelingTable*)elara_arena_alloc(arena, sizeof *made);
  ELARA_TRY_PTR(made);
  made->slots = get_u32(bytes + 12);
  if (get_u32(bytes + 8) != ELARA_SIGN_COUNT) {
    return refuse(diags, name, "the table is of another version");
  }
  if (made->slots == 0 || made->slots > MOST_SLOTS ||
      count != body + SLOT * made->slots + 4 ||
      hash_bytes(bytes, count - 4) != get_u32(bytes + count - 4) ||
      !read_weights(made, bytes)) {
    return refuse(diags, name, "the table of feelings is damaged");
  }
  unsigned char* const cells =
      (unsigned char*)elara_arena_alloc(arena, count - body - 4);
  ELARA_TRY_PTR(cells);
  memcpy(cells, bytes + body, count - body - 4);
  made->cells = cells;
  *table = made;
  return ELARA_OK;
}

// Sums over the grams of a text.
typedef struct {
  const ElaraFeelingTable* table;
  int sums[2]; // valence, arousal
  int count;
} Tally;

static void
count_gram(void* data, const char* gram, size_t length)
{
  Tally* const tally = (Tally*)data;
  const ElaraFeelingTable* const table = tally->table;
  const uint32_t hash = hash_bytes(gram, length);
  const unsigned check = hash >> 16 ? hash >> 16 : 1;
  uint32_t slot = hash % table->slots;
  tally->count++;
  for (uint32_t tries = 0; tries < table->slots; tries++) {
    const unsigned char* const cell = table->cells + SLOT * slot;
    const unsigned found = (unsigned)cell[0] | (unsigned)cell[1] << 8;
    if (found == check) {
      tally->sums[0] += (signed char)cell[2];
      tally->sums[1] += (signed char)cell[3];
    }
    if (found == check || found == 0) return;
    slot = slot + 1 < table->slots ? slot + 1 : 0;
  }
}

void
elara_table_feel(const ElaraFeelingTable* table,
                 ElaraSpan text,
                 const ElaraSigns* signs,
                 double* valence,
                 double* arousal)
{
  double felt[2];
  Tally tally = {.table = table};
  elara_grams(text, count_gram, &tally);
  const double root = sqrt(fmax(tally.count, 1.0));
  for (int k = 0; k < 2; k++) {
    felt[k] = (double)table->weights[0][k] +
              (double)table->step[k] * tally.sums[k] / root;
    for (int i = 0; i < ELARA_SIGN_COUNT; i++) {
      felt[k] += (double)signs->value[i] * (double)table->weights[i + 1][k];
    }
  }
  *valence = felt[0];
  *arousal = felt[1];
}
