// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// Letters and words of UTF-8 text: enough of Unicode to tell a speaker's cue
// (capitals) from a sentence in Latin, Greek and Cyrillic scripts.

#ifndef ELARA_BASE_LETTERS_H
#define ELARA_BASE_LETTERS_H

#include <stddef.h>
#include <stdint.h>

typedef enum {
  ELARA_LETTER_NONE,
  ELARA_LETTER_UPPER,
  ELARA_LETTER_LOWER,
  ELARA_LETTER_CASELESS, // CJK, Arabic, Hebrew ...
} ElaraLetter;

ElaraLetter elara_letter_kind(uint32_t code);
// The capital of CODE, or CODE itself.
uint32_t elara_letter_upper(uint32_t code);

// Length in bytes of the character at S, at least 1; *CODE is U+FFFD for a
// malformed one. COUNT >= 1 bytes are readable.
size_t elara_letter_next(const char* s, size_t count, uint32_t* code);

// A span of text that need not end in NUL.
typedef struct {
  const char* s;
  size_t n;
} ElaraSpan;

ElaraSpan elara_span(const char* text);
// Without spaces and tabs at either end.
ElaraSpan elara_span_trim(ElaraSpan span);
// Compares ASCII letters without regard to case.
int elara_span_is(ElaraSpan span, const char* text);
int elara_span_starts(ElaraSpan span, const char* prefix);
int elara_span_ends(ElaraSpan span, const char* suffix);

// One word as it is looked up: lower case, ASCII apostrophes.
typedef struct {
  char text[32]; // longer words are cut; no list has longer ones
  size_t length;
  ElaraSpan span;  // where it stands
  int capitalised; // the first letter is a capital
  int all_caps;    // every letter is, and there are two or more
  char before;     // the last mark passed since the word before, or ' '
} ElaraToken;

// The next word at or after *AT in TEXT; 0 at the end. Emphasis marks are
// skipped, hyphens end a word, apostrophes inside belong to it.
int elara_token_next(ElaraSpan text, size_t* at, ElaraToken* token);

// Words that take time to say: tokens with a letter or digit; two CJK
// characters count as one word.
int elara_count_words(ElaraSpan text);

#endif
