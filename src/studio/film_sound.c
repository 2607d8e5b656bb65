// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// The film's own sound as stereo at the project's rate, from the picture's
// first frame on: what begins late has silence before it, what comes before
// the picture is cut, holes in the time stamps are filled.
//
// More than two channels are folded down by ITU-R BS.775: the centre, the
// surrounds and the back go in 3 dB down, the low frequency effects stay out.
// One channel goes to both sides as it is, as every player does it.

#include "studio/film_out.h"

#include <errno.h>
#include <math.h>
#include <string.h>

#define BLOCK 8192 // frames
#define ROOT_HALF "0.70710678"

// Channels of a layout in ffmpeg's order: Left, Right, Centre, low frequency
// (E), side left and right (A, B), back left and right (X, Y), back centre (M).
static const struct {
  const char* layout;
  const char* channels;
} layouts[] = {
    {"mono", "C"},          {"stereo", "LR"},       {"downmix", "LR"},
    {"2.1", "LRE"},         {"3.0", "LRC"},         {"3.0(back)", "LRM"},
    {"3.1", "LRCE"},        {"4.0", "LRCM"},        {"4.1", "LRCEM"},
    {"quad", "LRXY"},       {"quad(side)", "LRAB"}, {"5.0", "LRCXY"},
    {"5.0(side)", "LRCAB"}, {"5.1", "LRCEXY"},      {"5.1(side)", "LRCEAB"},
    {"6.0", "LRCMAB"},      {"6.1", "LRCEMAB"},     {"6.1(back)", "LRCEXYM"},
    {"7.0", "LRCXYAB"},     {"7.1", "LRCEXYAB"},
};

static const char*
channels_of(const FilmStream* s)
{
  for (size_t i = 0; i < sizeof layouts / sizeof *layouts; i++) {
    if (strcmp(s->layout, layouts[i].layout) == 0 &&
        strlen(layouts[i].channels) == (size_t)s->channels)
      return layouts[i].channels;
  }
  if (s->layout[0]) return NULL;
  return s->channels == 1 ? "C" : s->channels == 2 ? "LR" : NULL;
}

// What CHANNEL adds to a side, whose own channels are OWN; NULL = nothing.
static const char*
factor(char channel, const char* own)
{
  if (channel == own[0]) return "1";
  if (channel == 'C' || channel == own[1] || channel == own[2])
    return ROOT_HALF;
  return channel == 'M' ? "0.5" : NULL;
}

static const char*
side(ElaraArena* arena, const char* channels, const char* own)
{
  const char* sum = "";
  for (int i = 0; channels[i] && sum; i++) {
    const char* const by = factor(channels[i], own);
    if (!by) continue;
    sum = elara_arena_printf(arena, "%s%s%s*c%d", sum, *sum ? "+" : "", by, i);
  }
  return sum;
}

// The filter that folds SOUND down to stereo, with a comma after it. Floats
// first: sums of integers would be clipped.
static const char*
fold(ElaraProject* project, const FilmFile* film)
{
  const FilmStream* const sound = film->sound;
  const char* const channels = channels_of(sound);
  if (!channels) {
    elara_diag(project->diags, ELARA_DIAG_WARNING, film->path, 0, 0,
               "listen to the mix",
               "%d channels of sound in an unknown order "
               "are folded down as ffmpeg does it",
               sound->channels);
    return "aformat=sample_fmts=flt:channel_layouts=stereo,";
  }
  if (strcmp(channels, "LR") == 0) return "aformat=sample_fmts=flt,";
  if (strcmp(channels, "C") == 0)
    return "aformat=sample_fmts=flt,pan=stereo|c0=c0|c1=c0,";
  const char* const left = side(project->arena, channels, "LAX");
  const char* const right = side(project->arena, channels, "RBY");
  if (!left || !right) return NULL;
  return elara_arena_printf(project->arena,
                            "aformat=sample_fmts=flt,pan=stereo|c0=%s|c1=%s,",
                            left, right);
}

static ElaraStatus
start(ElaraProject* project, const FilmFile* film, ElaraChild** child)
{
  ElaraArena* const arena = project->arena;
  const ElaraPictureConfig picture = elara_picture_config();
  const int rate = project->options.rate;
  const char* const folded = fold(project, film);
  ELARA_TRY_PTR(folded);
  const char* const file = elara_arena_printf(arena, "file:%s", film->path);
  const char* const map = elara_arena_printf(arena, "0:%d", film->sound->index);
  // Time 0 is the picture's; the resampler fills and cuts up to it, and fills
  // holes of more than a tenth of a second.
  const char* const filter = elara_arena_printf(
      arena,
      "asetpts=round(PTS-(%.9f)/TB),%saresample=%d:async=1:min_comp=0.000001:"
      "first_pts=0",
      film->start_s, folded, rate);
  if (!file || !map || !filter) return ELARA_NO_MEMORY;
  const char* const argv[] = {
      picture.ffmpeg, "-nostdin", "-v",    "error",  "-protocol_whitelist",
      "file,pipe",    "-copyts",  "-vn",   "-sn",    "-dn",
      "-i",           file,       "-map",  map,      "-af",
      filter,         "-f",       "f32le", "pipe:1", NULL};
  ElaraChildConfig limits = elara_child_config();
  limits.stall_s = picture.stall_s;
  errno = 0;
  const ElaraStatus status = elara_child_start(argv, &limits, child);
  if (status == ELARA_IO_ERROR) {
    elara_studio_blame(project, film->path, picture.ffmpeg, errno == ENOENT,
                       strerror(errno));
  }
  return status;
}

static ElaraStatus
take_in(ElaraChild* child, ElaraFilmMix* mix, ElaraFilmTrack track)
{
  static const size_t frame = 2 * sizeof(float);
  float block[2 * BLOCK];
  for (;;) {
    size_t got = 0;
    ELARA_TRY(elara_child_read_whole(child, block, sizeof block, &got));
    const size_t frames = got / frame;
    if (frames == 0) return elara_child_finish(child);
    for (size_t i = 0; i < 2 * frames; i++) {
      if (!isfinite(block[i])) block[i] = 0.0f;
    }
    ELARA_TRY(elara_film_mix_add(mix, track, block, frames));
  }
}

ElaraStatus
elara_studio_hear(ElaraProject* project,
                  const FilmFile* film,
                  ElaraFilmMix* mix,
                  ElaraFilmTrack track)
{
  if (!film->sound) return elara_film_mix_end(mix, track);
  ElaraChild* child = NULL;
  ELARA_TRY(start(project, film, &child));
  ElaraStatus status = take_in(child, mix, track);
  if (status == ELARA_IO_ERROR &&
      elara_diags_at_least(project->diags, ELARA_DIAG_ERROR) == 0) {
    elara_studio_blame_child(project, film->path, "ffmpeg", child);
  }
  elara_child_free(child);
  return status == ELARA_OK ? elara_film_mix_end(mix, track) : status;
}
