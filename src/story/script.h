// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// A script's bytes as a list of elements, whatever it was written in: Fountain
// (fountain.h), Final Draft's XML (fdx.h) or plain text laid out by
// indentation (layout.h). The bytes decide, not the name of the file.

#ifndef ELARA_STORY_SCRIPT_H
#define ELARA_STORY_SCRIPT_H

#include "base/diag.h"
#include "story/fountain.h"

// The script's own word for who is in a scene.
typedef struct {
  int element; // the scene's heading
  const char* name;
} ElaraOnScene;

typedef struct {
  ElaraScriptFormat format;
  double confidence; // that it is laid out so, 0..1
  ElaraElementList elements;
  ELARA_LIST(ElaraOnScene) on_scene; // by element
} ElaraScript;

// Reads COUNT bytes into *SCRIPT, zeroed by the caller. What it points to lives
// in ARENA; working memory in SCRATCH. ELARA_BAD_INPUT with an error in DIAGS
// for what is empty, binary, malformed or too long. Time and memory are linear
// in COUNT.
ElaraStatus elara_script_read(ElaraArena* arena,
                              ElaraArena* scratch,
                              const char* name,
                              const char* bytes,
                              size_t count,
                              ElaraDiags* diags,
                              ElaraScript* script);

#endif
