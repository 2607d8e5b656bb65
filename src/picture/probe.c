// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// What the file is, by ffprobe: which stream is the picture, its rate, its
// size as shown, its timecode, where the sound begins.

#include "picture/room.h"

#include "base/child.h"

#include <errno.h>
#include <jansson.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

// --- the rate ----------------------------------------------------------------

static const struct {
  int num, den;
} standard[] = {
    {24000, 1001}, {24, 1}, {25, 1},  {30000, 1001}, {30, 1}, {48, 1}, {50, 1},
    {60000, 1001}, {60, 1}, {100, 1}, {120, 1},      {12, 1}, {15, 1},
};
#define STANDARD_COUNT (sizeof standard / sizeof *standard)
#define EXACT .0004 // 24 and 24000/1001 are .001 apart
#define NEAR .02    // a mean over few frames, or with some lost

static double
fraction(const char* text)
{
  char* end;
  if (!text) return 0.0;
  const double num = strtod(text, &end);
  const double den = *end == '/' ? strtod(end + 1, NULL) : 1.0;
  return den > 0.0 && num > 0.0 ? num / den : 0.0;
}

// The standard rate within SHARE of RATE, the nearest; -1 when there is none.
static int
nearest(double rate, double share)
{
  int best = -1;
  double least = share;
  for (size_t i = 0; i < STANDARD_COUNT; i++) {
    const double off = fabs(rate * standard[i].den / standard[i].num - 1.0);
    if (off <= least) least = off, best = (int)i;
  }
  return best;
}

// The slowest standard rate that shows every frame.
static int
fast_enough(double rate)
{
  int best = 10; // 120
  for (size_t i = 0; i < 11; i++) {
    const double is = (double)standard[i].num / standard[i].den;
    const double was = (double)standard[best].num / standard[best].den;
    if (is >= rate && is < was) best = (int)i;
  }
  return best;
}

// MEAN is frames over duration; BASE the rate that all time stamps fit, which
// is the nominal one where frames are left out, and nonsense (90000) where
// they come when they like.
static void
set_rate(ElaraFilmClock* clock, double mean, double base)
{
  int i = nearest(mean, EXACT);
  if (i < 0 && (mean <= 0.0 || (base >= .9 * mean && base <= 3.0 * mean)))
    i = nearest(base, EXACT);
  if (i < 0) i = nearest(mean, NEAR);
  if (i < 0) {
    const double rate = mean > 0.0 ? mean : base;
    const int whole = (int)lround(fmin(rate, 120.0));
    if (whole >= 2 && fabs(rate - whole) < .01) {
      clock->num = whole;
      clock->den = 1;
      return;
    }
    // A slide show is looked at twice a second.
    if (rate > 0.0 && rate < 2.0) {
      clock->num = 2;
      clock->den = 1;
      return;
    }
    i = rate > 0.0 ? fast_enough(rate) : 1;
  }
  clock->num = standard[i].num;
  clock->den = standard[i].den;
}

// --- what ffprobe says -------------------------------------------------------

static const char*
text_of(const json_t* object, const char* key)
{
  return json_string_value(json_object_get(object, key));
}

static double
number_of(const json_t* object, const char* key)
{
  const json_t* const value = json_object_get(object, key);
  const char* const text = json_string_value(value);
  const double x = text ? strtod(text, NULL) : json_number_value(value);
  return isfinite(x) ? x : 0.0;
}

static int
is_kind(const json_t* stream, const char* kind)
{
  const char* const type = text_of(stream, "codec_type");
  return type && strcmp(type, kind) == 0;
}

// A cover is a picture, but no film.
static int
is_cover(const json_t* stream)
{
  const json_t* const what = json_object_get(stream, "disposition");
  return number_of(what, "attached_pic") > 0.0 ||
         number_of(what, "still_image") > 0.0;
}

static int
is_turned(const json_t* stream)
{
  size_t i;
  json_t* side;
  double degrees = number_of(json_object_get(stream, "tags"), "rotate");
  json_array_foreach(json_object_get(stream, "side_data_list"), i, side)
  {
    if (json_object_get(side, "rotation"))
      degrees = number_of(side, "rotation");
  }
  return (lround(degrees / 90.0) & 1) != 0;
}

static double
pixel_shape(const json_t* stream)
{
  const char* const text = text_of(stream, "sample_aspect_ratio");
  const char* const colon = text ? strchr(text, ':') : NULL;
  const double wide = text ? strtod(text, NULL) : 0.0;
  const double high = colon ? strtod(colon + 1, NULL) : 0.0;
  const double shape = wide > 0.0 && high > 0.0 ? wide / high : 1.0;
  return shape > .1 && shape < 10.0 ? shape : 1.0;
}

static void
read_picture(const json_t* stream, ElaraFilm* film)
{
  const double wide = number_of(stream, "width") * pixel_shape(stream);
  const int width = (int)fmin(100000.0, fmax(1.0, round(wide)));
  const int height =
      (int)fmin(100000.0, fmax(1.0, number_of(stream, "height")));
  const int turned = is_turned(stream);
  film->width = turned ? height : width;
  film->height = turned ? width : height;
  film->video = (int)number_of(stream, "index");
  film->start_s = number_of(stream, "start_time");
  film->duration_s = number_of(stream, "duration");
  set_rate(&film->clock, fraction(text_of(stream, "avg_frame_rate")),
           fraction(text_of(stream, "r_frame_rate")));
}

// "01:00:00;00" with its drop-frame mark; of the picture, the file, a track.
static void
read_timecode(const json_t* root, ElaraFilm* film)
{
  size_t i;
  json_t* stream;
  const json_t* const format = json_object_get(root, "format");
  const char* code = text_of(json_object_get(format, "tags"), "timecode");
  json_array_foreach(json_object_get(root, "streams"), i, stream)
  {
    const char* const own =
        text_of(json_object_get(stream, "tags"), "timecode");
    if (own && (!code || (int)i == film->video)) code = own;
  }
  if (!code) return;
  ElaraFilmClock clock = film->clock;
  clock.drop = strchr(code, ';') && elara_film_can_drop(&clock);
  const int64_t start = elara_film_parse(&clock, code);
  if (start < 0 || start >= 1000000000) return;
  film->clock = clock;
  film->clock.start = start;
}

static int
read_streams(const json_t* root, ElaraFilm* film)
{
  size_t i;
  json_t* stream;
  int found = 0;
  json_array_foreach(json_object_get(root, "streams"), i, stream)
  {
    if (!found && is_kind(stream, "video") && !is_cover(stream)) {
      read_picture(stream, film);
      found = 1;
    }
  }
  json_array_foreach(json_object_get(root, "streams"), i, stream)
  {
    if (film->audio >= 0 || !is_kind(stream, "audio")) continue;
    film->audio = (int)number_of(stream, "index");
    film->audio_at_s = number_of(stream, "start_time") - film->start_s;
  }
  if (film->duration_s <= 0.0)
    film->duration_s = number_of(json_object_get(root, "format"), "duration");
  return found;
}

// --- asking it ---------------------------------------------------------------

const char*
elara_film_argument(ElaraArena* arena, const char* path)
{
  return elara_arena_printf(arena, "file:%s", path);
}

void
elara_film_blame(ElaraDiags* diags,
                 const char* path,
                 const char* program,
                 int missing,
                 const char* why)
{
  if (missing) {
    elara_diag(diags, ELARA_DIAG_ERROR, path, 0, 0,
               "install the package ffmpeg; without it Elara scores scripts, "
               "not films",
               "%s is needed to watch a film and is not installed", program);
  } else {
    elara_diag(diags, ELARA_DIAG_ERROR, path, 0, 0,
               "see that it plays; if so, convert it with ffmpeg -i FILM "
               "new.mp4 and try that",
               "%s %s", program, why);
  }
}

// What is no file needs no ffprobe to be told.
static ElaraStatus
check_file(const char* path, ElaraDiags* diags)
{
  struct stat info;
  const char* what = NULL;
  if (stat(path, &info) != 0) {
    elara_diag(diags, ELARA_DIAG_ERROR, path, 0, 0,
               "check the name and that you may read it", "cannot read: %s",
               strerror(errno));
    return ELARA_IO_ERROR;
  }
  if (S_ISDIR(info.st_mode))
    what = "this is a folder";
  else if (!S_ISREG(info.st_mode))
    what = "this is no file";
  else if (info.st_size == 0)
    what = "this file is empty";
  if (!what) return ELARA_OK;
  elara_diag(diags, ELARA_DIAG_ERROR, path, 0, 0, "give a film", "%s", what);
  return ELARA_BAD_INPUT;
}

static ElaraStatus
run_probe(const char* path,
          const ElaraPictureConfig* config,
          ElaraDiags* diags,
          ElaraText* output)
{
  ElaraArena* const scratch = elara_arena_new();
  ELARA_TRY_PTR(scratch);
  const char* const argv[] = {config->ffprobe,
                              "-v",
                              "error",
                              "-protocol_whitelist",
                              "file,pipe",
                              "-of",
                              "json",
                              "-show_streams",
                              "-show_format",
                              elara_film_argument(scratch, path),
                              NULL};
  ElaraChildConfig limits = elara_child_config();
  limits.stall_s = config->stall_s;
  limits.memory_bytes = config->memory_bytes;
  ElaraText why = {0};
  errno = 0;
  ElaraStatus status = elara_child_run(argv, &limits, output, &why);
  const int missing = status == ELARA_IO_ERROR && errno == ENOENT &&
                      why.bytes && strstr(why.bytes, "cannot be started");
  if (status == ELARA_IO_ERROR) {
    elara_film_blame(diags, path, config->ffprobe, missing,
                     why.bytes ? why.bytes : "failed");
    // A program that is there and says no has read something that is no film.
    if (!missing && why.bytes && strncmp(why.bytes, "failed", 6) == 0)
      status = ELARA_BAD_INPUT;
  }
  elara_text_clear(&why);
  elara_arena_free(scratch);
  return status;
}

static ElaraStatus
understand(const char* path,
           const ElaraText* said,
           ElaraDiags* diags,
           ElaraFilm* film)
{
  json_t* const root =
      json_loadb(said->bytes ? said->bytes : "", said->count, 0, NULL);
  const int is_film = root && read_streams(root, film);
  if (is_film) read_timecode(root, film);
  const int has_sound = film->audio >= 0;
  json_decref(root);
  if (is_film) return ELARA_OK;
  elara_diag(diags, ELARA_DIAG_ERROR, path, 0, 0, "give a film", "%s",
             has_sound ? "there is sound in this file, but no moving picture"
                       : "there is no moving picture in this file");
  return ELARA_BAD_INPUT;
}

ElaraStatus
elara_film_probe(const char* path,
                 const ElaraPictureConfig* config,
                 ElaraDiags* diags,
                 ElaraFilm* film)
{
  *film = (ElaraFilm){.audio = -1, .video = -1};
  ELARA_TRY(check_file(path, diags));
  ElaraText said = {0};
  ElaraStatus status = run_probe(path, config, diags, &said);
  if (status == ELARA_OK) status = understand(path, &said, diags, film);
  elara_text_clear(&said);
  return status;
}
