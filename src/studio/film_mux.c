// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// The new film, written by ffmpeg in one go while the mix comes through a pipe:
// nothing but the film itself is on disk twice.
//
// Sound in MP4 is AAC at 320 kb/s: every player and every upload takes it, and
// it is transparent at that rate. MOV and Matroska are for houses that edit on:
// PCM and FLAC lose nothing.

#include "studio/film_out.h"

#include <errno.h>
#include <stdarg.h>
#include <string.h>

static const FilmBox mp4 = {".mp4", "mp4", 1};
static const FilmBox mov = {".mov", "mov", 0};
static const FilmBox mkv = {".mkv", "matroska", 0};

// Codecs that a container holds so that players know them; spaces around each.
static const char mp4_pictures[] = " h264 hevc av1 vp9 mpeg4 mpeg2video ";
static const char mov_pictures[] =
    " prores qtrle dnxhd mjpeg dvvideo rawvideo v210 v410 cinepak svq1 svq3 "
    "rpza png jpeg2000 h263 cfhd hap ";
static const char mp4_sounds[] = " aac mp3 mp2 ac3 eac3 alac opus flac ";
static const char mov_sounds[] =
    " aac mp3 ac3 eac3 alac pcm_s16le pcm_s16be pcm_s24le pcm_s24be pcm_s32le "
    "pcm_s32be pcm_f32le pcm_f32be pcm_u8 pcm_s8 adpcm_ima_qt ";
static const char mkv_sounds_not[] =
    " pcm_s16be pcm_s24be pcm_s32be pcm_f32be pcm_s8 adpcm_ima_qt ";
static const char text_subtitles[] = " subrip ass ssa webvtt text mov_text ";
static const char mkv_subtitles[] =
    " subrip ass ssa webvtt text dvd_subtitle hdmv_pgs_subtitle dvb_subtitle ";

static int
is_in(const char* list, const char* codec)
{
  const size_t length = strlen(codec);
  for (const char* at = list; length && (at = strstr(at, codec)); at++) {
    if (at[-1] == ' ' && at[length] == ' ') return 1;
  }
  return 0;
}

const FilmBox*
elara_studio_box(const FilmFile* film)
{
  if (is_in(mp4_pictures, film->picture->codec)) return &mp4;
  return is_in(mov_pictures, film->picture->codec) ? &mov : &mkv;
}

// --- its arguments -----------------------------------------------------------

typedef struct {
  ElaraProject* project;
  const FilmFile* film;
  const FilmBox* box;
  ELARA_LIST(const char*) list;
  int failed;
  int sounds, subtitles, pictures; // streams of the new film so far
  ElaraText lost;                  // what the new film cannot hold
} Arguments;

static void add(Arguments* a, const char* format, ...)
    __attribute__((format(printf, 2, 3)));

static void
add(Arguments* a, const char* format, ...)
{
  va_list values;
  va_start(values, format);
  char* const text = elara_arena_vprintf(a->project->arena, format, values);
  va_end(values);
  if (!text || !ELARA_PUSH(a->project->arena, &a->list, text)) a->failed = 1;
}

static void
add_end(Arguments* a)
{
  if (!ELARA_PUSH(a->project->arena, &a->list, NULL)) a->failed = 1;
}

static void
add_inputs(Arguments* a)
{
  const FilmFile* const film = a->film;
  add(a, "-protocol_whitelist");
  add(a, "file,pipe");
  add(a, "-i");
  add(a, "file:%s", film->path);
  // ffmpeg moves the film's earliest time stamp to 0: the new sound begins
  // where that leaves the picture.
  add(a, "-itsoffset");
  add(a, "%.9f", film->start_s - film->file_start_s);
  add(a, "-f");
  add(a, "f32le");
  add(a, "-ar");
  add(a, "%d", a->project->options.rate);
  add(a, "-ac");
  add(a, "4");
  add(a, "-i");
  add(a, "pipe:0");
  add(a, "-filter_complex");
  add(a, "[1:a]asplit[a][b];[a]pan=stereo|c0=c0|c1=c1[mix];"
         "[b]pan=stereo|c0=c2|c1=c3[score]");
}

static void
name_sound(Arguments* a, const char* title, const char* language)
{
  const int i = a->sounds;
  add(a, "-metadata:s:a:%d", i);
  add(a, "title=%s", title);
  if (a->box != &mkv) { // where MP4 keeps a track's name
    add(a, "-metadata:s:a:%d", i);
    add(a, "handler_name=%s", title);
  }
  if (language[0]) {
    add(a, "-metadata:s:a:%d", i);
    add(a, "language=%s", language);
  }
  add(a, "-disposition:a:%d", i);
  add(a, i == 0 ? "default" : "0");
}

static void
add_new_sound(Arguments* a, const char* label, const char* title)
{
  const FilmStream* const sound = a->film->sound;
  add(a, "-map");
  add(a, "%s", label);
  add(a, "-c:a:%d", a->sounds);
  add(a, a->box == &mp4 ? "aac" : a->box == &mov ? "pcm_s24le" : "flac");
  if (a->box == &mp4) {
    add(a, "-b:a:%d", a->sounds);
    add(a, "320k");
  } else if (a->box == &mkv) {
    // 24 bits, which FLAC is given as the upper part of 32.
    add(a, "-sample_fmt:a:%d", a->sounds);
    add(a, "s32");
    add(a, "-bits_per_raw_sample:a:%d", a->sounds);
    add(a, "24");
  }
  name_sound(a, title, a->sounds == 0 && sound ? sound->language : "");
  a->sounds++;
}

static void
add_old_sound(Arguments* a, const FilmStream* s, const char* title)
{
  const int holds = a->box == &mp4   ? is_in(mp4_sounds, s->codec)
                    : a->box == &mov ? is_in(mov_sounds, s->codec)
                                     : !is_in(mkv_sounds_not, s->codec);
  const char* const instead = a->box == &mkv ? "flac" : "alac";
  add(a, "-map");
  add(a, "0:%d", s->index);
  add(a, "-c:a:%d", a->sounds);
  add(a, "%s", holds ? "copy" : instead);
  name_sound(a, title, s->language);
  a->sounds++;
  if (!holds) {
    elara_diag(a->project->diags, ELARA_DIAG_NOTE, a->film->path, 0, 0, "",
               "%s cannot hold sound as %s: it is kept, without loss, as %s",
               a->box->ending, s->codec, instead);
  }
}

static void
lose(Arguments* a, const FilmStream* s)
{
  elara_text_addf(&a->lost, "%s%s %s", a->lost.count ? ", " : "", s->kind,
                  s->codec[0] ? s->codec : "(unknown)");
}

static void
add_subtitle(Arguments* a, const FilmStream* s)
{
  const int is_mkv = a->box == &mkv;
  const char* codec = "copy";
  if (is_mkv && strcmp(s->codec, "mov_text") == 0)
    codec = "srt";
  else if (is_mkv && !is_in(mkv_subtitles, s->codec))
    codec = NULL;
  else if (!is_mkv && is_in(text_subtitles, s->codec))
    codec = "mov_text";
  else if (!is_mkv && (a->box == &mov || strcmp(s->codec, "dvd_subtitle") != 0))
    codec = NULL;
  if (!codec) {
    lose(a, s);
    return;
  }
  add(a, "-map");
  add(a, "0:%d", s->index);
  add(a, "-c:s:%d", a->subtitles++);
  add(a, "%s", codec);
}

// Timecode tracks and the lists of chapters are written anew.
static int
is_written_anew(const FilmStream* s)
{
  return strcmp(s->kind, "data") == 0 &&
         (s->codec[0] == '\0' || strcmp(s->codec, "none") == 0 ||
          strcmp(s->codec, "bin_data") == 0);
}

static void
add_stream(Arguments* a, const FilmStream* s)
{
  const int picture = strcmp(s->kind, "video") == 0;
  if (s == a->film->picture || s == a->film->sound || is_written_anew(s))
    return;
  if (strcmp(s->kind, "audio") == 0 && s->channels > 0) {
    add_old_sound(a, s, s->name[0] ? s->name : "Original sound 2");
  } else if (strcmp(s->kind, "subtitle") == 0) {
    add_subtitle(a, s);
  } else if ((picture && s->is_cover && a->box != &mov) ||
             (strcmp(s->kind, "attachment") == 0 && a->box == &mkv)) {
    add(a, "-map");
    add(a, "0:%d", s->index);
    if (picture) {
      add(a, "-disposition:v:%d", ++a->pictures);
      add(a, "attached_pic");
    }
  } else {
    lose(a, s);
  }
}

static void
add_outputs(Arguments* a, const char* temporary)
{
  const FilmFile* const film = a->film;
  add(a, "-map");
  add(a, "0:%d", film->picture->index);
  add_new_sound(a, "[mix]", "Mix");
  if (film->sound) add_old_sound(a, film->sound, "Original sound");
  add_new_sound(a, "[score]", "Score");
  for (size_t i = 0; i < film->count; i++)
    add_stream(a, &film->streams[i]);
  add(a, "-c:v");
  add(a, "copy");
  add(a, "-c:t");
  add(a, "copy");
  add(a, "-map_metadata");
  add(a, "0");
  add(a, "-map_chapters");
  add(a, "0");
  if (a->box != &mkv) {
    add(a, "-write_tmcd");
    add(a, "1");
    add(a, "-movflags");
    add(a, "+faststart");
    // Delays are written in units of it: milliseconds would be heard as an
    // echo against the original sound.
    if (film->start_s > film->file_start_s) {
      add(a, "-movie_timescale");
      add(a, "90000");
    }
  }
  add(a, "-f");
  add(a, "%s", a->box->format);
  add(a, "file:%s", temporary);
}

static void
tell_lost(Arguments* a)
{
  if (a->lost.count > 0) {
    elara_diag(a->project->diags, ELARA_DIAG_WARNING, a->film->path, 0, 0,
               "take them from the film itself",
               "the new film cannot hold these of its streams: %s",
               a->lost.bytes ? a->lost.bytes : "");
  }
  elara_text_clear(&a->lost);
}

// --- running it --------------------------------------------------------------

// At the end the index is moved to the front of the file: ffmpeg then copies
// all of it once more and says nothing. A slow disk writes 10 MB a second.
static double
patience_s(const FilmFile* film)
{
  return 60.0 + film->bytes / 1e7 + film->length_s / 10.0;
}

ElaraStatus
elara_studio_mux_start(ElaraProject* project,
                       const FilmFile* film,
                       const FilmBox* box,
                       const char* temporary,
                       ElaraChild** child)
{
  const ElaraPictureConfig picture = elara_picture_config();
  Arguments a = {.project = project, .film = film, .box = box};
  add(&a, "%s", picture.ffmpeg);
  add(&a, "-v");
  add(&a, "error");
  add(&a, "-y");
  add_inputs(&a);
  add_outputs(&a, temporary);
  add_end(&a);
  tell_lost(&a);
  if (a.failed) return ELARA_NO_MEMORY;
  ElaraChildConfig limits = elara_child_config();
  limits.takes_input = 1;
  limits.stall_s = patience_s(film);
  errno = 0;
  const ElaraStatus status = elara_child_start(a.list.items, &limits, child);
  if (status == ELARA_IO_ERROR) {
    elara_studio_blame(project, film->path, picture.ffmpeg, errno == ENOENT,
                       strerror(errno));
  }
  return status;
}

ElaraStatus
elara_studio_mux_finish(ElaraProject* project,
                        const FilmFile* film,
                        ElaraChild* child)
{
  const ElaraStatus status = elara_child_finish(child);
  if (status == ELARA_IO_ERROR)
    elara_studio_blame_child(project, film->path, "ffmpeg", child);
  return status;
}
