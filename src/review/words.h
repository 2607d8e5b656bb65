// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// Text made plain: its words in lower case, each after one blank, sentences
// parted by " ." and a blank at the end:
//
//   "Forgive me. It's *late*!"  ->  " forgive me . it's late ."
//
// Tables of phrases are looked up in it. A phrase is whole words; '*' at its
// end stands for any ending of the last word: "laugh*".

#ifndef ELARA_REVIEW_WORDS_H
#define ELARA_REVIEW_WORDS_H

#include "base/arena.h"

// NULL when out of memory.
const char* elara_plain_text(ElaraArena* arena, const char* text);

// Where PHRASE stands in PLAIN (at the blank before it), or NULL.
const char* elara_plain_find(const char* plain, const char* phrase);

// The first phrase of TABLE that PLAIN holds, or NULL.
const char*
elara_plain_any(const char* plain, const char* const* table, size_t count);

#define ELARA_PLAIN_ANY(plain, table)                                          \
  elara_plain_any((plain), (table), sizeof(table) / sizeof *(table))

// The next sentence of PLAIN at *AT (0 at first), with a blank at either end;
// its length, or 0 at the end.
size_t elara_plain_sentence(const char* plain, size_t* at, const char** start);

#endif
