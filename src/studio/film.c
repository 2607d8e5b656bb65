// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// A story on its film: the film is watched, once; then the script is laid along
// it, or, where there is none, what is seen is told as one. What was seen lies
// in the folder as cut.json: edited there it is believed, and the film is not
// watched again.

#include "picture/picture.h"
#include "studio/room.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#define LARGEST_CUT ((size_t)256 << 20)
#define HEAD 4096

// What writers hand in by mistake: story/ has better words for these.
static int
is_document(const unsigned char* head, size_t count)
{
  static const char* const begins[] = {"PK\x03\x04", "%PDF", "{\\rt",
                                       "\xd0\xcf\x11\xe0"};
  for (size_t i = 0; i < sizeof begins / sizeof *begins; i++) {
    if (count >= 4 && memcmp(head, begins[i], 4) == 0) return 1;
  }
  return 0;
}

// Text has no zero bytes, but as UTF-16, which begins with its mark or has them
// in every other place and nowhere else. Films have: some are padded with them.
int
elara_studio_is_film(const char* path)
{
  unsigned char head[HEAD];
  struct stat info;
  if (strcmp(path, "-") == 0) return 0;
  if (stat(path, &info) != 0 || !S_ISREG(info.st_mode)) return 0;
  FILE* const file = fopen(path, "rb");
  if (!file) return 0;
  const size_t count = fread(head, 1, sizeof head, file);
  fclose(file);
  size_t zeros[2] = {0, 0};
  for (size_t i = 0; i < count; i++)
    zeros[i & 1] += head[i] == 0;
  const int marked = count >= 2 && ((head[0] == 0xff && head[1] == 0xfe) ||
                                    (head[0] == 0xfe && head[1] == 0xff));
  const size_t all = zeros[0] + zeros[1];
  const int wide = (zeros[0] == 0 || zeros[1] == 0) && all > count * 2 / 5;
  return all > 0 && !marked && !wide && count > 16 && !is_document(head, count);
}

// --- what was seen -----------------------------------------------------------

static int
on_progress(void* data, double done)
{
  return elara_studio_progress((ElaraProject*)data, "watching", done);
}

static ElaraStatus
watch(ElaraProject* project, const char* path, ElaraCut** cut)
{
  ElaraPictureConfig config = elara_picture_config();
  config.progress = on_progress;
  config.progress_data = project;
  if (elara_studio_stage(project, "watching", 0.0, .05)) return ELARA_CANCELLED;
  const double start = elara_studio_clock_s();
  const ElaraStatus status =
      elara_picture_watch(path, &config, project->diags, cut);
  project->summary.picture_s = elara_studio_clock_s() - start;
  return status;
}

static ElaraStatus
read_cut(ElaraProject* project, const char* path, ElaraCut** cut)
{
  ElaraFile file;
  const ElaraStatus status = elara_file_read(path, LARGEST_CUT, &file);
  if (status != ELARA_OK) {
    elara_diag(project->diags, ELARA_DIAG_ERROR, path, 0, 0,
               "check the name and that you may read it", "cannot read: %s",
               status == ELARA_IO_ERROR ? strerror(errno) : "too large");
    return status;
  }
  const ElaraStatus read = elara_cut_read(path, (const char*)file.bytes,
                                          file.count, project->diags, cut);
  elara_file_clear(&file);
  return read;
}

static const char*
name_of(const char* path)
{
  const char* const slash = strrchr(path, '/');
  return slash ? slash + 1 : path;
}

// Whether two paths, perhaps given from different folders, mean one film.
static int
same_film(const char* a, const char* b)
{
  struct stat x, y;
  if (stat(a, &x) == 0 && stat(b, &y) == 0)
    return x.st_dev == y.st_dev && x.st_ino == y.st_ino;
  return strcmp(name_of(a), name_of(b)) == 0;
}

// The cut.json in DIR, when it is of this film as the film is now.
static ElaraStatus
known_cut(ElaraProject* project,
          const char* film,
          const char* dir,
          ElaraCut** cut)
{
  struct stat film_info, cut_info;
  const char* const path =
      dir ? elara_path_join(project->arena, dir, "cut.json") : NULL;
  if (!dir) return ELARA_OK;
  ELARA_TRY_PTR(path);
  if (stat(path, &cut_info) != 0 || stat(film, &film_info) != 0 ||
      cut_info.st_mtime < film_info.st_mtime) {
    return ELARA_OK;
  }
  ELARA_TRY(read_cut(project, path, cut));
  if (same_film((*cut)->source_name, film)) return ELARA_OK;
  elara_cut_free(*cut);
  *cut = NULL;
  return ELARA_OK;
}

static int
ends_with(const char* text, const char* end)
{
  const size_t a = strlen(text);
  const size_t b = strlen(end);
  return a >= b && strcmp(text + a - b, end) == 0;
}

// A cut.json may be given in place of its film.
static ElaraStatus
see(ElaraProject* project, const char* dir, Papers* papers)
{
  const char* const path = project->options.picture;
  if (ends_with(path, ".json")) {
    ELARA_TRY(read_cut(project, path, &papers->cut));
    project->options.picture =
        elara_arena_strdup(project->arena, papers->cut->source_name);
    ELARA_TRY_PTR(project->options.picture);
    return ELARA_OK;
  }
  ELARA_TRY(known_cut(project, path, dir, &papers->cut));
  return papers->cut ? ELARA_OK : watch(project, path, &papers->cut);
}

ElaraStatus
elara_studio_see(ElaraProject* project, const char* dir, Papers* papers)
{
  if (!project->options.picture || papers->cut) return ELARA_OK;
  if (project->options.length_s > 0.0) {
    elara_diag(project->diags, ELARA_DIAG_WARNING, project->options.picture, 0,
               0, "leave --length out",
               "a film is as long as it is: the length asked for is not used");
    project->options.length_s = 0.0;
  }
  ELARA_TRY(see(project, dir, papers));
  project->summary.shots = papers->cut->shot_count;
  return ELARA_OK;
}

// --- the story on it ---------------------------------------------------------

static size_t
unsure(const ElaraCut* cut)
{
  size_t count = 0;
  for (size_t i = 0; i < cut->placing_count; i++)
    count += cut->placings[i].confidence < .5;
  return count;
}

ElaraStatus
elara_studio_lay(ElaraProject* project, Papers* papers)
{
  ElaraCut* placed = NULL;
  ELARA_TRY(
      elara_picture_place(papers->story, papers->cut, project->diags, &placed));
  elara_cut_free(papers->cut);
  papers->cut = placed;
  const size_t doubts = unsure(placed);
  if (doubts > 0) {
    elara_diag(project->diags, ELARA_DIAG_NOTE, project->options.picture, 0, 0,
               "give --subtitles, or set \"start_s\" and \"fixed\": 1 in "
               "cut.json and score again",
               "where %zu of the script's %zu scenes begin in the film is a "
               "guess",
               doubts, placed->placing_count);
  }
  return ELARA_OK;
}

ElaraStatus
elara_studio_tell(ElaraProject* project,
                  const ElaraStoryConfig* given,
                  Papers* papers)
{
  ElaraStoryConfig config = *given;
  ElaraLineTime* lines = NULL;
  size_t count = 0;
  const char* const stem =
      elara_path_stem(project->arena, papers->cut->source_name);
  const char* const name =
      stem ? elara_arena_printf(project->arena, "%s.shots.fountain", stem)
           : NULL;
  ELARA_TRY_PTR(name);
  ELARA_TRY(elara_story_tell(papers->cut, &config, project->arena,
                             project->diags, &papers->told, &lines, &count));
  config.subtitles = NULL; // they are in the lines
  config.cut = papers->cut;
  config.lines = lines;
  config.line_count = count;
  return elara_story_from_text(name, papers->told.bytes, papers->told.count,
                               &config, project->diags, &papers->story);
}
