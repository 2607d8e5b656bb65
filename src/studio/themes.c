// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// Theme books: read for a sequel, written for the next one.

#include "studio/room.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#define LARGEST_BOOK ((size_t)32 << 20)

ElaraStatus
elara_studio_book(ElaraProject* project,
                  const char* path,
                  ElaraThemeBook** book)
{
  struct stat info;
  if (stat(path, &info) == 0 && S_ISDIR(info.st_mode))
    ELARA_TRY_PTR(path = elara_path_join(project->arena, path, "themes.json"));
  ElaraFile file;
  const ElaraStatus status = elara_file_read(path, LARGEST_BOOK, &file);
  if (status == ELARA_IO_ERROR) {
    elara_diag(project->diags, ELARA_DIAG_ERROR, path, 0, 0,
               "give the themes.json of a score, or its folder",
               "cannot read: %s", strerror(errno));
  } else if (status == ELARA_BAD_INPUT) {
    elara_diag(project->diags, ELARA_DIAG_ERROR, path, 0, 0,
               "is it a theme book? the largest is far below 1 MB",
               "larger than 32 MB");
  }
  ELARA_TRY(status);
  const ElaraStatus read = elara_themes_read(path, (const char*)file.bytes,
                                             file.count, project->diags, book);
  elara_file_clear(&file);
  return read;
}

static int
is_carried(const ElaraPlan* plan, const ElaraTheme* old)
{
  for (size_t i = 0; i < plan->theme_count; i++) {
    const ElaraThemeRole* const role = &plan->themes[i];
    if (role->book && role->book[0] &&
        elara_theme_named(plan->book, plan->book_count, role->book,
                          role->kind) == old)
      return 1;
  }
  return 0;
}

ElaraStatus
elara_studio_write_book(const Papers* papers, ElaraText* text)
{
  const ElaraPlan* const plan = papers->plan;
  const ElaraSketch* const sketch = papers->sketch;
  ElaraArena* const arena = elara_arena_new();
  ELARA_TRY_PTR(arena);
  ElaraThemeBook book = {.title = plan->title};
  book.themes = elara_arena_array(arena, sketch->theme_count + plan->book_count,
                                  sizeof *book.themes);
  for (size_t i = 0; book.themes && i < sketch->theme_count; i++)
    book.themes[book.count++] = sketch->themes[i];
  for (size_t i = 0; book.themes && i < plan->book_count; i++) {
    if (is_carried(plan, &plan->book[i])) continue;
    book.themes[book.count] = plan->book[i];
    book.themes[book.count++].waits = 1;
  }
  const ElaraStatus status =
      book.themes ? elara_themes_write(&book, text) : ELARA_NO_MEMORY;
  elara_arena_free(arena);
  return status;
}
