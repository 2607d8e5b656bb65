// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

#include "sound/mix/spool.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static ElaraStatus
failed(const char* doing, ElaraDiags* diags)
{
  elara_diag(diags, ELARA_DIAG_ERROR, "", 0, 0,
             "set TMPDIR to a folder with more space",
             "cannot %s the temporary sound file: %s", doing, strerror(errno));
  return ELARA_IO_ERROR;
}

ElaraStatus
elara_spool_open(ElaraSpool* s,
                 const char* dir,
                 size_t lanes,
                 size_t block,
                 ElaraDiags* diags)
{
  memset(s, 0, sizeof *s);
  s->file = -1;
  s->lanes = lanes;
  s->block = block;
  s->arena = elara_arena_new();
  ELARA_TRY_PTR(s->arena);
  if (!dir) dir = getenv("TMPDIR");
  if (!dir || !*dir) dir = "/tmp";
  char* const path = elara_arena_printf(s->arena, "%s/elara-XXXXXX", dir);
  ELARA_TRY_PTR(path);
  s->file = mkstemp(path);
  if (s->file < 0) return failed("make", diags);
  unlink(path);
  return ELARA_OK;
}

void
elara_spool_close(ElaraSpool* s)
{
  if (s->file >= 0) close(s->file);
  elara_arena_free(s->arena);
  memset(s, 0, sizeof *s);
  s->file = -1;
}

static size_t
lane_bytes(const ElaraSpool* s)
{
  return s->block * 2 * sizeof(float);
}

ElaraStatus
elara_spool_write(ElaraSpool* s, const float* frames, ElaraDiags* diags)
{
  const int64_t place = frames ? s->end : -1;
  ELARA_TRY_PTR(ELARA_PUSH(s->arena, &s->places, place));
  s->blocks = (s->places.count + s->lanes - 1) / s->lanes;
  if (!frames) return ELARA_OK;
  const char* bytes = (const char*)frames;
  size_t left = lane_bytes(s);
  while (left > 0) {
    const ssize_t put = pwrite(s->file, bytes, left, (off_t)s->end);
    if (put < 0 && errno == EINTR) continue;
    if (put <= 0) return failed("write", diags);
    bytes += put;
    left -= (size_t)put;
    s->end += put;
  }
  return ELARA_OK;
}

int
elara_spool_sounds(const ElaraSpool* s, size_t block, size_t lane)
{
  return s->places.items[block * s->lanes + lane] >= 0;
}

ElaraStatus
elara_spool_read(const ElaraSpool* s,
                 size_t block,
                 size_t lane,
                 float* frames,
                 ElaraDiags* diags)
{
  int64_t at = s->places.items[block * s->lanes + lane];
  size_t left = lane_bytes(s);
  if (at < 0) {
    memset(frames, 0, left);
    return ELARA_OK;
  }
  char* bytes = (char*)frames;
  while (left > 0) {
    const ssize_t got = pread(s->file, bytes, left, (off_t)at);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return failed("read", diags);
    bytes += got;
    left -= (size_t)got;
    at += got;
  }
  return ELARA_OK;
}

static int
reel_sounds(void* of, size_t block, size_t lane)
{
  return elara_spool_sounds((const ElaraSpool*)of, block, lane);
}

static ElaraStatus
reel_read(void* of, size_t block, size_t lane, float* frames, ElaraDiags* diags)
{
  return elara_spool_read((const ElaraSpool*)of, block, lane, frames, diags);
}

ElaraReel
elara_spool_reel(ElaraSpool* spool)
{
  return (ElaraReel){.lanes = spool->lanes,
                     .block = spool->block,
                     .blocks = spool->blocks,
                     .sounds = reel_sounds,
                     .read = reel_read,
                     .of = spool};
}
