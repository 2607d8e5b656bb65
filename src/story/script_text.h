// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// From a file's bytes to clean text: UTF-8 without a byte order mark, lines
// ended by '\n', no control characters but '\n' and '\t'.

#ifndef ELARA_STORY_SCRIPT_TEXT_H
#define ELARA_STORY_SCRIPT_TEXT_H

#include "base/diag.h"
#include "base/status.h"

// 16 MB: a hundred times a feature film's script.
#define ELARA_SCRIPT_LIMIT ((size_t)16 * 1000 * 1000)

typedef struct {
  char* bytes; // NUL-terminated
  size_t count;
} ElaraScriptText;

// UTF-16 is read by its byte order mark or its NULs (utf16.h). Bytes that are
// not UTF-8 are read as Windows-1252 (which holds Latin-1) with one warning.
// ELARA_BAD_INPUT with an error in DIAGS when the text is empty, too long or
// binary.
ElaraStatus elara_script_text(ElaraArena* arena,
                              const char* name,
                              const char* bytes,
                              size_t count,
                              ElaraDiags* diags,
                              ElaraScriptText* text);

#endif
