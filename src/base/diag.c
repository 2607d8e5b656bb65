// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

#include "base/diag.h"

#include <stdlib.h>

#define MOST_KEPT 1000

struct ElaraDiags {
  ElaraArena* arena;
  ELARA_LIST(ElaraDiag) list;
  size_t dropped;
};

ElaraDiags*
elara_diags_new(void)
{
  ElaraDiags* const diags = (ElaraDiags*)calloc(1, sizeof(ElaraDiags));
  if (!diags) return NULL;
  diags->arena = elara_arena_new();
  if (diags->arena) return diags;
  free(diags);
  return NULL;
}

void
elara_diags_free(ElaraDiags* diags)
{
  if (!diags) return;
  elara_arena_free(diags->arena);
  free(diags);
}

void
elara_diag(ElaraDiags* diags,
           ElaraDiagLevel level,
           const char* file,
           int line,
           int column,
           const char* hint,
           const char* what,
           ...)
{
  if (!diags) return;
  if (diags->list.count >= MOST_KEPT) {
    diags->dropped++;
    return;
  }
  va_list args;
  va_start(args, what);
  ElaraDiag diag = {
      .level = level,
      .file = elara_arena_strdup(diags->arena, file ? file : ""),
      .line = line,
      .column = column,
      .what = elara_arena_vprintf(diags->arena, what, args),
      .hint = elara_arena_strdup(diags->arena, hint ? hint : ""),
  };
  va_end(args);
  if (!diag.file || !diag.what || !diag.hint ||
      !ELARA_PUSH(diags->arena, &diags->list, diag)) {
    diags->dropped++;
  }
}

size_t
elara_diags_count(const ElaraDiags* diags)
{
  return diags ? diags->list.count : 0;
}

const ElaraDiag*
elara_diags_at(const ElaraDiags* diags, size_t index)
{
  return index < elara_diags_count(diags) ? &diags->list.items[index] : NULL;
}

size_t
elara_diags_at_least(const ElaraDiags* diags, ElaraDiagLevel level)
{
  size_t found = 0;
  for (size_t i = 0; i < elara_diags_count(diags); i++) {
    found += diags->list.items[i].level >= level;
  }
  return found;
}

static void
print_place(const ElaraDiag* diag, FILE* out)
{
  if (!diag->file[0]) return;
  fputs(diag->file, out);
  if (diag->line > 0)
    fprintf(out, ":%d:%d", diag->line, diag->column > 0 ? diag->column : 1);
  fputs(": ", out);
}

void
elara_diags_print(const ElaraDiags* diags, FILE* out)
{
  static const char* const prefix[] = {"note: ", "warning: ", ""};
  for (size_t i = 0; i < elara_diags_count(diags); i++) {
    const ElaraDiag* const diag = &diags->list.items[i];
    print_place(diag, out);
    fprintf(out, "%s%s", prefix[diag->level], diag->what);
    if (diag->hint[0]) fprintf(out, "; %s", diag->hint);
    fputc('\n', out);
  }
  if (diags && diags->dropped) {
    fprintf(out, "... and %zu more\n", diags->dropped);
  }
}
