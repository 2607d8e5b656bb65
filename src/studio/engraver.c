// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// The printed score: MusicXML through MuseScore, a child process without a
// shell or a screen, into PDF. The full score, and a part for each player's
// desk; two engravers at a time. Everything is made in a folder of its own and
// moved to its place with all other files.

#include "base/child.h"
#include "export/export.h"
#include "studio/room.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define LONGEST_S 900 // for one engraver
#define AT_ONCE 2

// --- the program -------------------------------------------------------------

static const char*
in_folder(ElaraArena* arena, const char* dir, size_t length, const char* name)
{
  const char* const path =
      elara_arena_printf(arena, "%.*s/%s", (int)length, dir, name);
  struct stat info;
  return path && stat(path, &info) == 0 && S_ISREG(info.st_mode) &&
                 access(path, X_OK) == 0
             ? path
             : NULL;
}

// The first MuseScore on the PATH, or NULL.
static const char*
find_engraver(ElaraArena* arena)
{
  static const char* const names[] = {"musescore4", "mscore4", "musescore3",
                                      "mscore3",    "mscore",  "musescore"};
  const char* const path = getenv("PATH");
  for (size_t i = 0; path && i < sizeof names / sizeof *names; i++) {
    for (const char* p = path; *p; p += *p == ':') {
      const size_t length = strcspn(p, ":");
      const char* const found = in_folder(arena, p, length, names[i]);
      if (length && found) return found;
      p += length;
      if (!*p) break;
    }
  }
  return NULL;
}

ElaraStatus
elara_studio_check_engraver(ElaraProject* project)
{
  if (find_engraver(project->arena)) return ELARA_OK;
  elara_diag(project->diags, ELARA_DIAG_ERROR, "", 0, 0,
             "install the package musescore3, or leave --pdf away and open the "
             ".musicxml in any notation program",
             "a PDF needs MuseScore, and none is on the PATH");
  return ELARA_IO_ERROR;
}

// --- jobs --------------------------------------------------------------------

typedef struct {
  const char* source; // MusicXML, in the folder
  const char* made;   // PDF, in the folder
  const char* path;   // where it is to go
} Sheet;

typedef struct {
  ElaraProject* project;
  const char* program;
  const char* folder; // temporary
  Sheet* sheets;
  size_t count;
} Engraver;

static ElaraStatus
failed(Engraver* e, const char* what)
{
  elara_diag(e->project->diags, ELARA_DIAG_ERROR, e->program, 0, 0,
             "leave --pdf away, or try the .musicxml in it by hand", "%s",
             what);
  return ELARA_IO_ERROR;
}

// The sheets I, I + AT_ONCE, ... as one job file: MuseScore then starts once.
static const char*
write_job(Engraver* e, size_t first)
{
  ElaraText text = {0};
  elara_text_add(&text, "[");
  for (size_t i = first; i < e->count; i += AT_ONCE) {
    // the names are our own: nothing in them needs escaping
    elara_text_addf(&text, "%s{\"in\":\"%s\",\"out\":\"%s\"}",
                    i == first ? "" : ",", e->sheets[i].source,
                    e->sheets[i].made);
  }
  elara_text_add(&text, "]\n");
  const char* const name =
      elara_arena_printf(e->project->arena, "%s/%zu.json", e->folder, first);
  const int good = name && !text.failed &&
                   elara_file_write(name, text.bytes, text.count) == ELARA_OK;
  elara_text_clear(&text);
  return good ? name : NULL;
}

static size_t
sheets_made(const Engraver* e)
{
  struct stat info;
  size_t made = 0;
  for (size_t i = 0; i < e->count; i++) {
    made += stat(e->sheets[i].made, &info) == 0 && info.st_size > 0;
  }
  return made;
}

static int
cancelled(void* data)
{
  Engraver* const e = (Engraver*)data;
  const double share = (double)sheets_made(e) / (double)e->count;
  return elara_studio_progress(e->project, "engraving", share);
}

// MuseScore says nothing while it works, and Qt asks for much address space.
// Without a screen it draws into memory.
static ElaraStatus
start_job(Engraver* e, size_t first, ElaraChild** child)
{
  const char* const job = write_job(e, first);
  if (!job) return failed(e, "its files cannot be written");
  const char* const argv[] = {
      "/usr/bin/env", "QT_QPA_PLATFORM=offscreen", e->program, "-j", job, NULL};
  ElaraChildConfig config = elara_child_config();
  config.memory_bytes = 0;
  config.stall_s = 0.0;
  config.wall_s = LONGEST_S;
  config.stop = cancelled;
  config.stop_data = e;
  const ElaraStatus status = elara_child_start(argv, &config, child);
  return status == ELARA_IO_ERROR ? failed(e, "MuseScore cannot be started")
                                  : status;
}

static ElaraStatus
finish_job(Engraver* e, ElaraChild* child)
{
  const ElaraStatus status = elara_child_finish(child);
  if (status != ELARA_IO_ERROR) return status;
  ElaraText why = {0};
  elara_text_add(&why, "MuseScore ");
  elara_child_describe(child, &why);
  const ElaraStatus told =
      failed(e, why.failed ? "MuseScore failed" : why.bytes);
  elara_text_clear(&why);
  return told;
}

// Any that fails, or time, or the user, stops all.
static ElaraStatus
engrave(Engraver* e)
{
  ElaraChild* children[AT_ONCE] = {0};
  ElaraStatus status = ELARA_OK;
  for (size_t i = 0; i < AT_ONCE && i < e->count && status == ELARA_OK; i++)
    status = start_job(e, i, &children[i]);
  for (size_t i = 0; i < AT_ONCE && children[i] && status == ELARA_OK; i++)
    status = finish_job(e, children[i]);
  for (size_t i = 0; i < AT_ONCE; i++)
    elara_child_free(children[i]);
  ELARA_TRY(status);
  return sheets_made(e) == e->count ? ELARA_OK
                                    : failed(e, "MuseScore left sheets out");
}

// --- sheets ------------------------------------------------------------------

static ElaraStatus
write_source(Engraver* e,
             const ElaraPlan* plan,
             const ElaraScore* score,
             size_t index,
             const char* path)
{
  ElaraArena* const arena = e->project->arena;
  Sheet* const sheet = &e->sheets[index];
  ElaraText text = {0};
  ElaraStatus status =
      index == 0 ? elara_musicxml_write(plan, score, &text)
                 : elara_musicxml_write_part(plan, score, index - 1, &text);
  sheet->source =
      elara_arena_printf(arena, "%s/%zu.musicxml", e->folder, index);
  sheet->made = elara_arena_printf(arena, "%s/%zu.pdf", e->folder, index);
  sheet->path = path;
  if (status == ELARA_OK && (!sheet->source || !sheet->made || !path))
    status = ELARA_NO_MEMORY;
  if (status == ELARA_OK)
    status = elara_file_write(sheet->source, text.bytes, text.count);
  elara_text_clear(&text);
  return status;
}

// "parts/03 Clarinet in B-flat.pdf"; a second desk of the same name is "2".
static const char*
part_path(ElaraArena* arena,
          const char* dir,
          const ElaraScore* score,
          size_t part)
{
  int desk = 1;
  for (size_t i = 0; i < part; i++) {
    desk += score->parts[i].instrument == score->parts[part].instrument;
  }
  const char* const name =
      elara_instrument(score->parts[part].instrument)->name;
  return desk > 1 ? elara_arena_printf(arena, "%s/%02zu %s %d.pdf", dir,
                                       part + 1, name, desk)
                  : elara_arena_printf(arena, "%s/%02zu %s.pdf", dir, part + 1,
                                       name);
}

// Synthetic sounds are in the full score; nobody reads them from a part.
static int
has_player(const ElaraPart* part)
{
  return elara_instrument(part->instrument)->family != ELARA_FAMILY_SYNTH;
}

static ElaraStatus
write_sources(Engraver* e,
              const ElaraPlan* plan,
              const ElaraScore* score,
              const char* path,
              const char* parts_dir)
{
  ELARA_TRY(write_source(e, plan, score, 0, path));
  size_t count = 1;
  for (size_t i = 0; i < score->part_count; i++) {
    if (!has_player(&score->parts[i])) continue;
    const char* const part = part_path(e->project->arena, parts_dir, score, i);
    ELARA_TRY(write_source(e, plan, score, i + 1, part));
    e->sheets[count++] = e->sheets[i + 1];
  }
  e->count = count;
  return ELARA_OK;
}

static ElaraStatus
hand_over(Engraver* e, Outputs* outputs)
{
  for (size_t i = 0; i < e->count; i++) {
    ElaraFile file;
    ELARA_TRY(elara_file_read(e->sheets[i].made, 0, &file));
    const char* const temporary = elara_outputs_add(outputs, e->sheets[i].path);
    const ElaraStatus status =
        temporary ? elara_file_write(temporary, file.bytes, file.count)
                  : ELARA_NO_MEMORY;
    elara_file_clear(&file);
    if (status == ELARA_IO_ERROR) {
      elara_diag(e->project->diags, ELARA_DIAG_ERROR, e->sheets[i].path, 0, 0,
                 "choose another folder with -o", "cannot write: %s",
                 strerror(errno));
    }
    ELARA_TRY(status);
  }
  return ELARA_OK;
}

static void
clean_up(Engraver* e)
{
  for (size_t i = 0; i < e->count; i++) {
    if (e->sheets[i].source) remove(e->sheets[i].source);
    if (e->sheets[i].made) remove(e->sheets[i].made);
  }
  for (size_t i = 0; i < AT_ONCE; i++) {
    const char* const job =
        elara_arena_printf(e->project->arena, "%s/%zu.json", e->folder, i);
    if (job) remove(job);
  }
  rmdir(e->folder);
}

// A folder of our own where temporary files belong.
static const char*
make_folder(ElaraArena* arena)
{
  const char* const base = getenv("TMPDIR");
  char* const name = elara_arena_printf(
      arena, "%s/elara-engrave-XXXXXX",
      base && base[0] && !strpbrk(base, "\"\\") ? base : "/tmp");
  return name ? mkdtemp(name) : NULL;
}

static ElaraStatus
make_parts_folder(Engraver* e, const char* dir, Outputs* outputs)
{
  struct stat info;
  if (stat(dir, &info) != 0) elara_outputs_folder(outputs, dir);
  const ElaraStatus status = elara_dir_make(dir);
  if (status == ELARA_IO_ERROR) {
    elara_diag(e->project->diags, ELARA_DIAG_ERROR, dir, 0, 0,
               "choose another folder with -o",
               "cannot make the folder of the parts: %s", strerror(errno));
  }
  return status;
}

ElaraStatus
elara_studio_engrave(ElaraProject* project,
                     const ElaraPlan* plan,
                     const ElaraScore* score,
                     const char* path,
                     const char* parts_dir,
                     Outputs* outputs)
{
  Engraver e = {.project = project,
                .program = find_engraver(project->arena),
                .count = score->part_count + 1};
  if (!e.program) return elara_studio_check_engraver(project);
  e.sheets = (Sheet*)elara_arena_array(project->arena, e.count, sizeof(Sheet));
  if (!e.sheets) return ELARA_NO_MEMORY;
  e.folder = make_folder(project->arena);
  if (!e.folder) return failed(&e, "no folder can be made for its files");
  ElaraStatus status = write_sources(&e, plan, score, path, parts_dir);
  if (status == ELARA_OK) status = engrave(&e);
  if (status == ELARA_OK) status = make_parts_folder(&e, parts_dir, outputs);
  if (status == ELARA_OK) status = hand_over(&e, outputs);
  clean_up(&e);
  return status;
}
