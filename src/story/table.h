// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// The learned table: what readers felt at words and pairs of words, found by
// ridge regression over sentences that people have rated
// (tools/train_feeling.py; data/feeling/README.md says which). It is a file of
// its own under a licence of its own, and everything works without it, less
// well: r .59 instead of .65 for valence.
//
// The file, all numbers little-endian:
//
//   8 bytes   "ELARAFT2"
//   uint32    number of signs (ELARA_SIGN_COUNT)
//   uint32    slots
//   float32   step of valence, of arousal: what 1 in a slot is worth
//   float32   valence and arousal: the offset, then the weight of each sign
//   slots     uint16 check, int8 valence, int8 arousal; check 0 = empty
//   uint32    FNV-1a of all bytes before
//
// A gram lies at the slot hash % slots or, by linear probing, behind it; its
// check is the hash's upper half, 1 when that is 0. One gram of 65,000 that
// the table does not have is taken for another.

#ifndef ELARA_STORY_TABLE_H
#define ELARA_STORY_TABLE_H

#include "base/diag.h"
#include "base/status.h"
#include "story/signs.h"

typedef struct ElaraFeelingTable ElaraFeelingTable;

// Reads COUNT bytes of the file NAME; *TABLE lives in ARENA. ELARA_BAD_INPUT
// with an error in DIAGS when they are no such table, or one for other signs.
ElaraStatus elara_table_read(ElaraArena* arena,
                             const char* name,
                             const unsigned char* bytes,
                             size_t count,
                             ElaraDiags* diags,
                             const ElaraFeelingTable** table);

// What readers would say of TEXT, whose signs are SIGNS. Linear in TEXT.
void elara_table_feel(const ElaraFeelingTable* table,
                      ElaraSpan text,
                      const ElaraSigns* signs,
                      double* valence,
                      double* arousal);

// What a text is taken apart into, for the table and its maker: each word, or
// "!word" where a negation reaches it, each pair "a b" of neighbours and "a_b"
// of words with one between. Digits are all '0'. GRAM has LENGTH bytes.
typedef void (*ElaraGramVisit)(void* data, const char* gram, size_t length);
void elara_grams(ElaraSpan text, ElaraGramVisit visit, void* data);

#endif
