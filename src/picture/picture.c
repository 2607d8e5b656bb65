// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

#include "picture/picture.h"

#include "picture/room.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LONGEST_S 36000.0 // of a film, as of a score
#define PICTURE_SHARE .92 // of the work, the sound has the rest
#define TOO_MANY 1.5      // times the frames that the file speaks of: a fault
#define BREAKS_OFF_S 1.0  // missing at the end: worth a warning

ElaraPictureConfig
elara_picture_config(void)
{
  return (ElaraPictureConfig){.ffmpeg = "ffmpeg",
                              .ffprobe = "ffprobe",
                              .threads = 2,
                              .stall_s = 60.0,
                              .memory_bytes = (size_t)4 << 30};
}

// One film being watched.
typedef struct {
  const char* path;
  const ElaraPictureConfig* config;
  ElaraDiags* diags;
  ElaraArena* scratch;
  ElaraFilm film;
  ElaraTraces traces;
  ElaraLoudness loudness;
  ElaraChildConfig limits;
  double done; // 0..1
} Watch;

static int
wants_stop(void* data)
{
  const Watch* const w = (const Watch*)data;
  return w->config->progress &&
         w->config->progress(w->config->progress_data, w->done);
}

// --- the frames --------------------------------------------------------------

static ElaraStatus
start_decoder(const Watch* w, ElaraChild** child)
{
  char map[32], threads[16], filter[160];
  const ElaraFilm* const f = &w->film;
  const int upright = f->height > f->width;
  snprintf(map, sizeof map, "0:%d", f->video);
  snprintf(threads, sizeof threads, "%d", w->config->threads);
  snprintf(filter, sizeof filter,
           "setpts=PTS-STARTPTS,fps=%d/%d,scale=%d:%d:flags=area,format=rgb24",
           f->clock.num, f->clock.den, upright ? EYE_SHORT : EYE_LONG,
           upright ? EYE_LONG : EYE_SHORT);
  // Frames that no other frame is made from need no deblocking to be seen so
  // small: an eighth of the decoding of H.264.
  const char* const argv[] = {w->config->ffmpeg,
                              "-nostdin",
                              "-v",
                              "error",
                              "-protocol_whitelist",
                              "file,pipe",
                              "-threads",
                              threads,
                              "-skip_loop_filter",
                              "noref",
                              "-an",
                              "-sn",
                              "-dn",
                              "-i",
                              elara_film_argument(w->scratch, w->path),
                              "-map",
                              map,
                              "-filter_threads",
                              "1",
                              "-vf",
                              filter,
                              "-f",
                              "rawvideo",
                              "pipe:1",
                              NULL};
  return elara_child_start(argv, &w->limits, child);
}

// Frames that are surely too many: a decoder that runs wild.
static int64_t
most_frames(const Watch* w)
{
  const double s = w->film.duration_s > 0.0
                       ? fmin(LONGEST_S, TOO_MANY * w->film.duration_s + 10.0)
                       : LONGEST_S;
  return (int64_t)(s * w->traces.rate);
}

static ElaraStatus
refuse_length(const Watch* w)
{
  elara_diag(w->diags, ELARA_DIAG_ERROR, w->path, 0, 0,
             "cut it into parts, or convert it with ffmpeg -i FILM new.mp4",
             "this film has no end: more than %.0f s of frames came",
             (double)most_frames(w) / w->traces.rate);
  return ELARA_BAD_INPUT;
}

static ElaraStatus
read_frames(Watch* w, ElaraChild* child, int* broken)
{
  static const double slow_s = 3600.0; // of a film whose length is unknown
  uint8_t* const rgb = elara_arena_alloc(w->scratch, EYE_BYTES);
  ElaraWatcher* watcher;
  ELARA_TRY_PTR(rgb);
  ELARA_TRY(
      elara_watcher_new(&w->traces, w->film.height > w->film.width, &watcher));
  const int64_t most = most_frames(w);
  const double expected =
      w->traces.rate * (w->film.duration_s > 0.0 ? w->film.duration_s : slow_s);
  for (;;) {
    size_t got;
    ELARA_TRY(elara_child_read_whole(child, rgb, EYE_BYTES, &got));
    *broken = got != 0 && got != EYE_BYTES;
    if (got != EYE_BYTES) break;
    ELARA_TRY(elara_watcher_frame(watcher, rgb));
    const int64_t count = (int64_t)w->traces.frames.count;
    if (count > most) return refuse_length(w);
    w->done = fmin(1.0, (double)count / expected) * PICTURE_SHARE;
  }
  elara_watcher_end(watcher);
  return ELARA_OK;
}

static void
blame_child(const Watch* w, const ElaraChild* child)
{
  ElaraText why = {0};
  elara_child_describe(child, &why);
  const char* const said = elara_child_errors(child);
  const size_t line = strcspn(said, "\n");
  if (line) {
    elara_text_add(&why, ": ");
    elara_text_bytes(&why, said, line);
  }
  elara_film_blame(w->diags, w->path, w->config->ffmpeg, 0,
                   why.failed || !why.bytes ? "failed" : why.bytes);
  elara_text_clear(&why);
}

static void
warn_if_short(const Watch* w, int broken)
{
  const double seen = (double)w->traces.frames.count / w->traces.rate;
  const double whole = w->film.duration_s;
  if (!broken && !(whole - seen > fmax(BREAKS_OFF_S, .02 * whole))) return;
  elara_diag(w->diags, ELARA_DIAG_WARNING, w->path, 0, 0,
             "get a whole copy if there should be more",
             "the film breaks off after %.1f of %.1f s", seen,
             fmax(whole, seen));
}

// Frames are worth more than an exit code: what was seen of a film that breaks
// off is kept. Without a frame, or when it was killed, there is no film.
static ElaraStatus
watch_frames(Watch* w)
{
  ElaraChild* child;
  int broken = 0;
  ElaraStatus status = start_decoder(w, &child);
  if (status == ELARA_IO_ERROR) {
    const int missing = errno == ENOENT;
    elara_film_blame(w->diags, w->path, w->config->ffmpeg, missing,
                     strerror(errno));
  }
  ELARA_TRY(status);
  status = read_frames(w, child, &broken);
  if (status == ELARA_OK) status = elara_child_finish(child);
  const ElaraChildEnd end = elara_child_end(child);
  const int left = end == ELARA_CHILD_FAILED || end == ELARA_CHILD_CRASHED;
  if (status == ELARA_IO_ERROR && left && w->traces.frames.count > 0) {
    broken = 1;
    status = ELARA_OK;
  }
  if (status == ELARA_OK && w->traces.frames.count == 0)
    status = ELARA_BAD_INPUT;
  if (status == ELARA_IO_ERROR ||
      (status == ELARA_BAD_INPUT && end != ELARA_CHILD_DONE &&
       w->traces.frames.count == 0))
    blame_child(w, child);
  else if (status == ELARA_BAD_INPUT && w->traces.frames.count == 0)
    elara_diag(w->diags, ELARA_DIAG_ERROR, w->path, 0, 0, "give a film",
               "there is not one frame in this film");
  elara_child_free(child);
  if (status == ELARA_OK) warn_if_short(w, broken);
  return status;
}

// --- the sound ---------------------------------------------------------------

// A film whose sound cannot be heard is a silent film, with a warning.
static ElaraStatus
listen_to(Watch* w)
{
  w->film.duration_s = (double)w->traces.frames.count / w->traces.rate;
  w->done = PICTURE_SHARE;
  if (w->film.audio < 0) return ELARA_OK;
  const ElaraStatus status =
      elara_film_listen(&w->film, w->path, w->config->ffmpeg, &w->limits,
                        w->scratch, &w->loudness);
  if (status != ELARA_IO_ERROR) return status;
  elara_diag(w->diags, ELARA_DIAG_WARNING, w->path, 0, 0,
             "see that it plays with sound",
             "the film's sound cannot be read; it counts as silent");
  return ELARA_OK;
}

// --- all of it ---------------------------------------------------------------

static ElaraStatus
understand(Watch* w, ElaraCut** cut)
{
  ElaraJoins joins = {0};
  ELARA_TRY(elara_find_fades(&w->traces, &joins));
  ELARA_TRY(elara_find_cuts(&w->traces, &joins));
  ELARA_TRY(elara_find_dissolves(&w->traces, &joins));
  return elara_cut_assemble(&w->film, w->path, &w->traces, &joins, &w->loudness,
                            cut);
}

static ElaraStatus
watch(Watch* w, ElaraCut** cut)
{
  ELARA_TRY(elara_film_probe(w->path, w->config, w->diags, &w->film));
  w->traces.rate = (double)w->film.clock.num / w->film.clock.den;
  ELARA_TRY(watch_frames(w));
  ELARA_TRY(listen_to(w));
  ELARA_TRY(understand(w, cut));
  w->done = 1.0;
  return wants_stop(w) ? ELARA_CANCELLED : elara_cut_check(*cut, w->diags);
}

ElaraStatus
elara_picture_watch(const char* path,
                    const ElaraPictureConfig* config,
                    ElaraDiags* diags,
                    ElaraCut** cut)
{
  const ElaraPictureConfig usual = elara_picture_config();
  *cut = NULL;
  Watch w = {.path = path,
             .config = config ? config : &usual,
             .diags = diags,
             .limits = elara_child_config()};
  w.limits.stall_s = w.config->stall_s;
  w.limits.memory_bytes = w.config->memory_bytes;
  w.limits.stop = wants_stop;
  w.limits.stop_data = &w;
  w.scratch = elara_arena_new();
  ELARA_TRY_PTR(w.scratch);
  w.traces.arena = w.scratch;
  const ElaraStatus status = watch(&w, cut);
  elara_arena_free(w.scratch);
  if (status != ELARA_OK) {
    elara_cut_free(*cut);
    *cut = NULL;
  }
  return status;
}
