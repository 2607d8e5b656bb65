// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

#include "story/script.h"

#include "story/fdx.h"
#include "story/layout.h"
#include "story/script_lines.h"
#include "story/stage_play.h"

#include <string.h>

// Below this a reading is worth a look by the writer.
#define SURE_ENOUGH 0.6
// Below this the layout is not used at all.
#define WORTH_TRYING 0.3

// Files of other programs, by how they begin.
static const struct {
  const char* bytes;
  size_t count;
  const char* what;
  const char* hint;
} others[] = {
    {"PK\3\4", 4, "this is a zip archive (a Word or Fade In file?)",
     "export the script as Final Draft (.fdx), Fountain or plain text"},
    {"%PDF-", 5, "this is a PDF: pages, not words",
     "export the script as .fdx, Fountain or text from where it was written"},
    {"{\\rtf", 5, "this is rich text (RTF)",
     "save it as plain text, with its indentation"},
    {"\xd0\xcf\x11\xe0", 4, "this is an old Word document",
     "save it as plain text, with its indentation"},
    {"\x1f\x8b", 2, "this is a compressed file (gzip)", "unpack it first"},
};

// Marked-up text that is no Final Draft document.
static const struct {
  const char* begin;
  const char* what;
} markups[] = {
    {"<!doctype html", "this is a web page (HTML)"},
    {"<html", "this is a web page (HTML)"},
    {"<?xml", "this XML is not a Final Draft document"},
};

static ElaraStatus
refuse(ElaraDiags* diags, const char* name, const char* hint, const char* what)
{
  elara_diag(diags, ELARA_DIAG_ERROR, name, 1, 1, hint, "%s", what);
  return ELARA_BAD_INPUT;
}

static ElaraStatus
refuse_others(const char* name,
              const char* bytes,
              size_t count,
              ElaraDiags* diags)
{
  for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
    if (count >= others[i].count &&
        memcmp(bytes, others[i].bytes, others[i].count) == 0) {
      return refuse(diags, name, others[i].hint, others[i].what);
    }
  }
  return ELARA_OK;
}

static ElaraStatus
refuse_markup(const char* name, const ElaraScriptText* text, ElaraDiags* diags)
{
  const size_t blank = strspn(text->bytes, " \t\n");
  const ElaraSpan span = {text->bytes + blank, text->count - blank};
  for (size_t i = 0; i < sizeof markups / sizeof markups[0]; i++) {
    if (elara_span_starts(span, markups[i].begin)) {
      return refuse(diags, name,
                    "export the script as Final Draft (.fdx) or Fountain",
                    markups[i].what);
    }
  }
  return ELARA_OK;
}

static int
has_words(const ElaraScriptText* text)
{
  size_t at = 0;
  ElaraToken token;
  return elara_token_next((ElaraSpan){text->bytes, text->count}, &at, &token);
}

// Headings and speakers are what a screenplay is known by.
static double
fountain_confidence(const ElaraElementList* list)
{
  int headings = 0, cues = 0;
  for (size_t i = 0; i < list->count; i++) {
    headings |= list->items[i].kind == ELARA_ELEMENT_HEADING;
    cues |= list->items[i].kind == ELARA_ELEMENT_CHARACTER;
  }
  return headings && cues ? 1.0 : headings || cues ? 0.8 : 0.3;
}

static void
warn_unsure(const char* name, const ElaraScript* script, ElaraDiags* diags)
{
  if (script->confidence >= SURE_ENOUGH) return;
  if (script->format == ELARA_SCRIPT_TEXT) {
    elara_diag(diags, ELARA_DIAG_WARNING, name, 0, 0,
               "look at elara story's elements; indent speeches and names "
               "alike throughout, or export the script as .fdx or Fountain",
               "read by its indentation, which is ragged (%.0f %% sure)",
               100.0 * script->confidence);
  } else {
    elara_diag(diags, ELARA_DIAG_WARNING, name, 0, 0,
               "begin scenes with INT. or EXT. and write names in capitals "
               "above what is said",
               "neither scene headings nor speakers: all is read as action");
  }
}

// Tries what is written by indentation, then NAME: speech, then Fountain.
static ElaraStatus
read_plain(ElaraArena* arena,
           ElaraArena* scratch,
           const char* name,
           const ElaraScriptText* text,
           ElaraDiags* diags,
           ElaraScript* script)
{
  ElaraScript other = {0};
  ElaraScriptLines lines;
  ELARA_TRY(elara_script_lines(scratch, text, &lines));
  ELARA_TRY(elara_layout(arena, scratch, &lines, &other));
  if (other.confidence < WORTH_TRYING) {
    other = (ElaraScript){0};
    ELARA_TRY(elara_stage_play(arena, scratch, &lines, &other));
  }
  if (other.confidence >= WORTH_TRYING) {
    *script = other;
    script->format = ELARA_SCRIPT_TEXT;
  } else {
    script->format = ELARA_SCRIPT_FOUNTAIN;
    ELARA_TRY(elara_fountain(arena, name, text, diags, &script->elements));
    script->confidence = fountain_confidence(&script->elements);
  }
  warn_unsure(name, script, diags);
  return ELARA_OK;
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
  ELARA_TRY(refuse_others(name, bytes, count, diags));
  ELARA_TRY(elara_script_text(scratch, name, bytes, count, diags, &text));
  if (!has_words(&text)) {
    return refuse(diags, name, "give a screenplay in Fountain or plain text",
                  "there are no words in it");
  }
  if (elara_fdx_is(&text)) {
    script->format = ELARA_SCRIPT_FDX;
    script->confidence = 1.0;
    return elara_fdx(arena, scratch, name, &text, diags, script);
  }
  ELARA_TRY(refuse_markup(name, &text, diags));
  return read_plain(arena, scratch, name, &text, diags, script);
}
