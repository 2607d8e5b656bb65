// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// Diagnostics: what is wrong with an input, where, and what to do about it.
// Collected, never printed, by the library. The command line prints them as
//   FILE:LINE:COLUMN: what is wrong; what to do

#ifndef ELARA_BASE_DIAG_H
#define ELARA_BASE_DIAG_H

#include "base/arena.h"

#include <stdio.h>

typedef enum {
  ELARA_DIAG_NOTE,
  ELARA_DIAG_WARNING,
  ELARA_DIAG_ERROR
} ElaraDiagLevel;

typedef struct {
  ElaraDiagLevel level;
  const char* file; // may be "" when no file is involved
  int line;         // 1-based, 0 = the whole file
  int column;       // 1-based in bytes, 0 = the whole line
  const char* what; // what is wrong
  const char* hint; // what to do; may be ""
} ElaraDiag;

typedef struct ElaraDiags ElaraDiags;

ElaraDiags* elara_diags_new(void);
void elara_diags_free(ElaraDiags* diags);

// Add one entry. DIAGS may be NULL (then nothing is kept). WHAT is a printf
// format. At most 1000 entries are kept; the rest are counted.
void elara_diag(ElaraDiags* diags,
                ElaraDiagLevel level,
                const char* file,
                int line,
                int column,
                const char* hint,
                const char* what,
                ...) __attribute__((format(printf, 7, 8)));

size_t elara_diags_count(const ElaraDiags* diags);
const ElaraDiag* elara_diags_at(const ElaraDiags* diags, size_t index);
// Number of entries at LEVEL or above.
size_t elara_diags_at_least(const ElaraDiags* diags, ElaraDiagLevel level);
void elara_diags_print(const ElaraDiags* diags, FILE* out);

#endif
