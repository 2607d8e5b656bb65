// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// What a function that can fail returns, and the two macros that pass it on.

#ifndef ELARA_BASE_STATUS_H
#define ELARA_BASE_STATUS_H

typedef enum {
  ELARA_OK = 0,
  ELARA_BAD_INPUT,   // the input is at fault; an ElaraDiags entry says where
  ELARA_NO_MEMORY,   // the machine refused memory
  ELARA_IO_ERROR,    // a file could not be opened, read or written
  ELARA_UNSATISFIED, // a stage could not keep its paper's promise
  ELARA_CANCELLED,   // the progress callback asked to stop
} ElaraStatus;

// One short English phrase without a full stop, never NULL.
const char* elara_status_text(ElaraStatus status);

// Return from the calling function if EXPR is not ELARA_OK.
#define ELARA_TRY(expr)                                                        \
  do {                                                                         \
    const ElaraStatus try_status_ = (expr);                                    \
    if (try_status_ != ELARA_OK) return try_status_;                           \
  } while (0)

// Return ELARA_NO_MEMORY from the calling function if PTR is NULL.
#define ELARA_TRY_PTR(ptr)                                                     \
  do {                                                                         \
    if (!(ptr)) return ELARA_NO_MEMORY;                                        \
  } while (0)

#endif
