// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// What a film holds, stream by stream, so that all of it can be carried over.

#include "studio/film_out.h"

#include <errno.h>
#include <jansson.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

void
elara_studio_blame(ElaraProject* project,
                   const char* path,
                   const char* program,
                   int missing,
                   const char* why)
{
  if (missing) {
    elara_diag(project->diags, ELARA_DIAG_ERROR, path, 0, 0,
               "install the package ffmpeg; without it Elara scores scripts, "
               "not films",
               "%s is needed for a film and is not installed", program);
  } else {
    elara_diag(project->diags, ELARA_DIAG_ERROR, path, 0, 0,
               "see that it plays and that there is space for the new film; if "
               "so, convert it with ffmpeg -i FILM new.mp4 and try that",
               "%s %s", program, why);
  }
}

// The last line of what it said.
static const char*
last_line(ElaraArena* arena, const char* text)
{
  size_t end = strlen(text);
  while (end > 0 && strchr("\r\n ", text[end - 1]))
    end--;
  size_t start = end;
  while (start > 0 && text[start - 1] != '\n' && text[start - 1] != '\r')
    start--;
  return elara_arena_strndup(arena, text + start, end - start);
}

void
elara_studio_blame_child(ElaraProject* project,
                         const char* path,
                         const char* program,
                         const ElaraChild* child)
{
  ElaraText text = {0};
  elara_child_describe(child, &text);
  const char* const line = last_line(project->arena, elara_child_errors(child));
  if (line && *line) elara_text_addf(&text, ": %s", line);
  elara_studio_blame(project, path, program, 0,
                     text.bytes ? text.bytes : "failed");
  elara_text_clear(&text);
}

// --- JSON --------------------------------------------------------------------

static const char*
text_of(ElaraArena* arena, const json_t* object, const char* key)
{
  const char* const text = json_string_value(json_object_get(object, key));
  return text ? elara_arena_strdup(arena, text) : "";
}

static double
number_of(const json_t* object, const char* key)
{
  const json_t* const value = json_object_get(object, key);
  const char* const text = json_string_value(value);
  const double x = text ? strtod(text, NULL) : json_number_value(value);
  return isfinite(x) ? x : 0.0;
}

// "30000/1001" frames a second -> seconds a frame; 0 when it is not said.
static double
frame_of(const json_t* stream)
{
  const char* const text =
      json_string_value(json_object_get(stream, "avg_frame_rate"));
  char* end = NULL;
  const double num = text ? strtod(text, &end) : 0.0;
  const double den = end && *end == '/' ? strtod(end + 1, NULL) : 1.0;
  return num > 0.0 && den > 0.0 ? den / num : 0.0;
}

// Matroska says it in a tag, "00:00:32.480000000", and means the end.
static double
tagged_end(const json_t* stream)
{
  const char* const text = json_string_value(
      json_object_get(json_object_get(stream, "tags"), "DURATION"));
  int hours = 0, minutes = 0;
  double seconds = 0.0;
  if (!text || sscanf(text, "%d:%d:%lf", &hours, &minutes, &seconds) != 3)
    return 0.0;
  return 3600.0 * hours + 60.0 * minutes + seconds;
}

static double
length_of(const json_t* stream, const json_t* format)
{
  const double said = number_of(stream, "duration");
  if (said > 0.0) return said;
  const double start = number_of(stream, "start_time");
  const double tagged = tagged_end(stream);
  if (tagged > start) return tagged - start;
  return number_of(format, "duration") -
         (start - number_of(format, "start_time"));
}

static void
read_stream(ElaraArena* arena, const json_t* from, FilmStream* s)
{
  const json_t* const tags = json_object_get(from, "tags");
  const json_t* const kept = json_object_get(from, "disposition");
  *s = (FilmStream){
      .index = (int)number_of(from, "index"),
      .kind = text_of(arena, from, "codec_type"),
      .codec = text_of(arena, from, "codec_name"),
      .layout = text_of(arena, from, "channel_layout"),
      .language = text_of(arena, tags, "language"),
      .name = text_of(arena, tags, "title"),
      .channels = (int)number_of(from, "channels"),
      .is_cover = number_of(kept, "attached_pic") > 0.0 ||
                  number_of(kept, "still_image") > 0.0,
  };
}

// The picture's clock, or the sound's where there is no picture.
static void
read_clock(const json_t* stream, const json_t* format, FilmFile* film)
{
  film->length_s = length_of(stream, format);
  film->start_s = number_of(stream, "start_time");
  film->frame_s = film->picture ? frame_of(stream) : 0.0;
}

static ElaraStatus
read_streams(ElaraArena* arena, const json_t* root, FilmFile* film)
{
  const json_t* const format = json_object_get(root, "format");
  const json_t* const list = json_object_get(root, "streams");
  film->streams = (FilmStream*)elara_arena_array(arena, json_array_size(list),
                                                 sizeof *film->streams);
  ELARA_TRY_PTR(film->streams);
  film->file_start_s = number_of(format, "start_time");
  film->bytes = number_of(format, "size");
  size_t i;
  json_t* from;
  json_array_foreach(list, i, from)
  {
    FilmStream* const s = &film->streams[film->count++];
    read_stream(arena, from, s);
    if (!s->kind || !s->codec || !s->layout || !s->language || !s->name)
      return ELARA_NO_MEMORY;
    if (!film->picture && strcmp(s->kind, "video") == 0 && !s->is_cover) {
      film->picture = s;
      read_clock(from, format, film);
    } else if (!film->sound && strcmp(s->kind, "audio") == 0 &&
               s->channels > 0) {
      film->sound = s;
      if (!film->picture) read_clock(from, format, film);
    }
  }
  return ELARA_OK;
}

// --- asking ------------------------------------------------------------------

static ElaraStatus
ask(ElaraProject* project, const char* path, ElaraText* said)
{
  const ElaraPictureConfig picture = elara_picture_config();
  const char* const file = elara_arena_printf(project->arena, "file:%s", path);
  ELARA_TRY_PTR(file);
  const char* const argv[] = {
      picture.ffprobe, "-v",  "error", "-protocol_whitelist",
      "file,pipe",     "-of", "json",  "-show_streams",
      "-show_format",  file,  NULL};
  ElaraChildConfig limits = elara_child_config();
  limits.stall_s = picture.stall_s;
  ElaraText why = {0};
  errno = 0;
  ElaraStatus status = elara_child_run(argv, &limits, said, &why);
  const int missing = status == ELARA_IO_ERROR && errno == ENOENT &&
                      why.bytes && strstr(why.bytes, "cannot be started");
  if (status == ELARA_IO_ERROR) {
    elara_studio_blame(project, path, picture.ffprobe, missing,
                       why.bytes ? why.bytes : "failed");
  }
  elara_text_clear(&why);
  return status;
}

ElaraStatus
elara_studio_probe(ElaraProject* project, const char* path, FilmFile* film)
{
  ElaraText said = {0};
  *film = (FilmFile){.path = path};
  ELARA_TRY(elara_studio_check_readable(
      project, path, "film", "check the name and that you may read it"));
  ElaraStatus status = ask(project, path, &said);
  json_t* const root =
      status == ELARA_OK
          ? json_loadb(said.bytes ? said.bytes : "", said.count, 0, NULL)
          : NULL;
  if (status == ELARA_OK) {
    status = root ? read_streams(project->arena, root, film) : ELARA_BAD_INPUT;
  }
  json_decref(root);
  elara_text_clear(&said);
  return status;
}
