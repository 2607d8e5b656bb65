// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// Text being written (a growable buffer on the heap) and whole files.

#ifndef ELARA_BASE_TEXT_H
#define ELARA_BASE_TEXT_H

#include "base/arena.h"
#include "base/status.h"

#include <stddef.h>
#include <stdint.h>

// A growable byte buffer, always NUL-terminated once something was added.
// Out of memory is remembered in FAILED and checked once at the end.
typedef struct {
  char* bytes;
  size_t count;
  size_t capacity;
  int failed;
} ElaraText;

void elara_text_clear(ElaraText* text); // frees; TEXT may be used again
void elara_text_bytes(ElaraText* text, const void* bytes, size_t count);
void elara_text_add(ElaraText* text, const char* string);
void elara_text_addf(ElaraText* text, const char* format, ...)
    __attribute__((format(printf, 2, 3)));
// Escapes & < > " ' for HTML and XML.
void elara_text_add_escaped(ElaraText* text, const char* string);

// A whole file. BYTES has one extra NUL after COUNT.
typedef struct {
  unsigned char* bytes;
  size_t count;
} ElaraFile;

// Reads PATH ("-" = standard input) up to LIMIT bytes (0 = 1 GiB).
// ELARA_IO_ERROR with errno set; ELARA_BAD_INPUT when the file is longer than
// LIMIT.
ElaraStatus elara_file_read(const char* path, size_t limit, ElaraFile* file);
void elara_file_clear(ElaraFile* file);

// Writes to a temporary name beside PATH, then renames: PATH is either the
// whole new file or untouched.
ElaraStatus elara_file_write(const char* path, const void* bytes, size_t count);

// PATH with a temporary suffix, for writers that stream; rename it when whole.
char* elara_file_temporary_name(ElaraArena* arena, const char* path);

// DIR and NAME joined by '/'.
char* elara_path_join(ElaraArena* arena, const char* dir, const char* name);
// File name without directories and without the last extension.
char* elara_path_stem(ElaraArena* arena, const char* path);
// Makes DIR and its parents; existing ones are fine.
ElaraStatus elara_dir_make(const char* dir);

// Length in bytes of the UTF-8 character at S (1..4), 0 if malformed.
// COUNT bytes are readable. The code point goes to *CODE when not NULL.
size_t elara_utf8_next(const char* s, size_t count, uint32_t* code);

#endif
