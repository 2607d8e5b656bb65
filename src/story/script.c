// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

#include "story/script.h"

static int
has_words(const ElaraScriptText* text)
{
  size_t at = 0;
  ElaraToken token;
  return elara_token_next((ElaraSpan){text->bytes, text->count}, &at, &token);
}

ElaraStatus
elara_script_read(ElaraArena* arena,
                  ElaraArena* scratch,
                  const char* name,
                  const char* bytes,
                  size_t count,
                  ElaraDiags* diags,
                  ElaraScript* script)
{
  ElaraScriptText text;
  ELARA_TRY(elara_script_text(scratch, name, bytes, count, diags, &text));
  if (!has_words(&text)) {
    elara_diag(diags, ELARA_DIAG_ERROR, name, 1, 1,
               "give a screenplay in Fountain or plain text",
               "there are no words in it");
    return ELARA_BAD_INPUT;
  }
  script->format = ELARA_SCRIPT_FOUNTAIN;
  script->confidence = 1.0;
  return elara_fountain(arena, name, &text, diags, &script->elements);
}
