// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// Theme books: read for a sequel, written for the next one, listed and played.

#include "export/export.h"
#include "perform/perform.h"
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

// --- listed and played -------------------------------------------------------

static ElaraStatus
list_book(ElaraProject* project, const char* path)
{
  ElaraThemeBook* book;
  ELARA_TRY(elara_studio_book(project, path, &book));
  const ElaraStatus status = elara_book_text(book, &project->json);
  elara_theme_book_free(book);
  return status;
}

const char*
elara_themes_text(ElaraProject* project, const char* path)
{
  elara_text_clear(&project->json);
  const ElaraStatus status = list_book(project, path);
  return elara_studio_finish(project, status, path) ? NULL
                                                    : project->json.bytes;
}

typedef struct {
  ElaraProject* project;
  const char* dir;
  Papers papers;
  Outputs outputs;
} Recital;

static ElaraStatus
keep(Recital* r, const char* name, ElaraStatus written, ElaraText* text)
{
  const char* const path = elara_path_join(r->project->arena, r->dir, name);
  ElaraStatus status = path ? written : ELARA_NO_MEMORY;
  if (status == ELARA_OK)
    status = elara_outputs_text(&r->outputs, path, text, r->project->diags);
  elara_text_clear(text);
  return status;
}

static ElaraStatus
write_pages(Recital* r)
{
  const Papers* const p = &r->papers;
  ElaraText text = {0};
  ELARA_TRY(keep(r, "themes.html", elara_book_page(p->book, &text), &text));
  ELARA_TRY(keep(r, "themes.mid",
                 elara_midi_write(p->plan, p->take, p->plan->title, &text),
                 &text));
  return keep(r, "themes.musicxml",
              elara_musicxml_write(p->plan, p->score, &text), &text);
}

static ElaraStatus
record(Recital* r)
{
  ElaraProject* const project = r->project;
  const char* const path =
      elara_path_join(project->arena, r->dir,
                      project->options.wav ? "themes.wav" : "themes.flac");
  ELARA_TRY_PTR(path);
  if (elara_studio_stage(project, "recording", .1, .97)) return ELARA_CANCELLED;
  ELARA_TRY(elara_studio_record(project, r->papers.take, path, NULL,
                                &r->outputs, &r->papers.stems));
  project->summary.audio_path = path;
  return ELARA_OK;
}

static ElaraStatus
play_book(Recital* r, const char* path)
{
  ElaraProject* const project = r->project;
  const int audio = project->options.audio;
  Papers* const p = &r->papers;
  if (audio) ELARA_TRY(elara_studio_check_sound(project, "themes.flac"));
  ELARA_TRY(elara_studio_book(project, path, &p->book));
  ELARA_TRY(elara_dir_make(r->dir));
  ELARA_TRY(elara_studio_recital(p->book, project->diags, p));
  const ElaraPerformConfig config = elara_perform_config();
  ELARA_TRY(elara_perform(p->score, p->plan, NULL, &config, project->diags,
                          &p->take));
  if (audio) ELARA_TRY(record(r));
  ELARA_TRY(write_pages(r));
  ELARA_TRY(elara_outputs_commit(&r->outputs, project->diags));
  project->summary.report_path =
      elara_path_join(project->arena, r->dir, "themes.html");
  elara_studio_progress(project, "done", 1.0);
  return ELARA_OK;
}

int
elara_play_themes(ElaraProject* project, const char* path, const char* dir)
{
  Recital r = {
      .project = project, .dir = dir, .outputs = {.arena = project->arena}};
  const ElaraStatus status = play_book(&r, path);
  if (status != ELARA_OK) elara_outputs_drop(&r.outputs);
  elara_papers_free(&r.papers);
  return elara_studio_finish(project, status, path);
}
