// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// UTF-16, as some editors on Windows save "Unicode" text: found by its byte
// order mark, or by the NULs that it has in every second byte of Latin text.

#ifndef ELARA_STORY_UTF16_H
#define ELARA_STORY_UTF16_H

#include <stddef.h>
#include <stdint.h>

typedef enum {
  ELARA_UTF16_NOT,
  ELARA_UTF16_LITTLE,
  ELARA_UTF16_BIG,
} ElaraUtf16Order;

// What BYTES are, by their mark or by their first two thousand characters.
ElaraUtf16Order elara_utf16_order(const char* bytes, size_t count);

// Writes CODE at OUT as UTF-8, at most four bytes; how many.
size_t elara_utf8_put(char* out, uint32_t code);

// Converts to UTF-8 without a mark; OUT has room for 2 * COUNT + 4 bytes. Half
// a surrogate pair becomes U+FFFD: *LONE counts them, and *FIRST_LINE is the
// line of the first. Returns the bytes written.
size_t elara_utf16_to_utf8(const char* bytes,
                           size_t count,
                           ElaraUtf16Order order,
                           char* out,
                           size_t* lone,
                           int* first_line);

#endif
