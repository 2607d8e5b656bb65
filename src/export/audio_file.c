// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

#include "export/audio_file.h"

#include "base/text.h"

#include <errno.h>
#include <math.h>
#include <sndfile.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#define CHUNK 4096 // samples converted at once

struct ElaraAudioFile {
  ElaraArena* arena;
  ElaraDiags* diags;
  const char* path;
  const char* temporary;
  SNDFILE* out;
  int channels;
  int integer; // 24-bit samples, rounded by us
};

static int
ends_with(const char* text, const char* ending)
{
  const size_t a = strlen(text), b = strlen(ending);
  return a >= b && strcasecmp(text + a - b, ending) == 0;
}

int
elara_audio_format_of(const char* path, ElaraAudioFormat* format)
{
  if (ends_with(path, ".flac"))
    *format = ELARA_AUDIO_FLAC_24;
  else if (ends_with(path, ".wav"))
    *format = ELARA_AUDIO_WAV_24;
  else
    return 0;
  return 1;
}

static ElaraStatus
failed(const ElaraAudioFile* f, const char* why)
{
  elara_diag(f->diags, ELARA_DIAG_ERROR, f->path, 0, 0,
             "is there space, and may we write there?",
             "cannot write the audio file: %s", why);
  return ELARA_IO_ERROR;
}

static int
libsndfile_format(ElaraAudioFormat format)
{
  switch (format) {
  case ELARA_AUDIO_FLAC_24:
    return SF_FORMAT_FLAC | SF_FORMAT_PCM_24;
  case ELARA_AUDIO_WAV_24:
    return SF_FORMAT_RF64 | SF_FORMAT_PCM_24;
  case ELARA_AUDIO_WAV_FLOAT:
    break;
  }
  return SF_FORMAT_RF64 | SF_FORMAT_FLOAT;
}

static ElaraStatus
open_file(ElaraAudioFile* f,
          const char* path,
          ElaraAudioFormat format,
          int rate)
{
  f->path = elara_arena_strdup(f->arena, path);
  f->temporary = elara_file_temporary_name(f->arena, path);
  if (!f->path || !f->temporary) return ELARA_NO_MEMORY;
  SF_INFO info = {.samplerate = rate,
                  .channels = f->channels,
                  .format = libsndfile_format(format)};
  f->out = sf_open(f->temporary, SFM_WRITE, &info);
  if (!f->out) return failed(f, sf_strerror(NULL));
  // A plain WAV file when it turns out to be below 4 GiB.
  sf_command(f->out, SFC_RF64_AUTO_DOWNGRADE, NULL, SF_TRUE);
  return ELARA_OK;
}

ElaraStatus
elara_audio_file_create(const char* path,
                        ElaraAudioFormat format,
                        int rate,
                        int channels,
                        ElaraDiags* diags,
                        ElaraAudioFile** file)
{
  *file = NULL;
  ElaraArena* const arena = elara_arena_new();
  ElaraAudioFile* const f =
      arena ? (ElaraAudioFile*)elara_arena_alloc(arena, sizeof *f) : NULL;
  if (!f) {
    elara_arena_free(arena);
    return ELARA_NO_MEMORY;
  }
  *f = (ElaraAudioFile){.arena = arena,
                        .diags = diags,
                        .channels = channels,
                        .integer = format != ELARA_AUDIO_WAV_FLOAT};
  const ElaraStatus status = open_file(f, path, format, rate);
  if (status != ELARA_OK) {
    elara_arena_free(arena);
    return status;
  }
  *file = f;
  return ELARA_OK;
}

// libsndfile takes 32-bit integers and keeps the upper 24 bits; round here so
// that no bias of half a step is left.
static int
to_24_bits(float x)
{
  double scaled = rint((double)x * 8388608.0);
  if (!(scaled > -8388608.0)) scaled = -8388608.0; // also not-a-number
  if (scaled > 8388607.0) scaled = 8388607.0;
  return (int)scaled * 256;
}

ElaraStatus
elara_audio_file_write(ElaraAudioFile* f,
                       const float* interleaved,
                       size_t frames)
{
  size_t left = frames * (size_t)f->channels;
  while (left > 0) {
    const size_t n = left < CHUNK ? left : CHUNK;
    sf_count_t put;
    if (f->integer) {
      int samples[CHUNK];
      for (size_t i = 0; i < n; i++)
        samples[i] = to_24_bits(interleaved[i]);
      put = sf_write_int(f->out, samples, (sf_count_t)n);
    } else {
      put = sf_write_float(f->out, interleaved, (sf_count_t)n);
    }
    if (put != (sf_count_t)n) return failed(f, sf_strerror(f->out));
    interleaved += n;
    left -= n;
  }
  return ELARA_OK;
}

ElaraStatus
elara_audio_file_close(ElaraAudioFile* f, int keep)
{
  if (!f) return ELARA_OK;
  ElaraStatus status = ELARA_OK;
  if (sf_close(f->out) != 0) status = failed(f, "it could not be closed");
  if (status == ELARA_OK && keep && rename(f->temporary, f->path) != 0) {
    status = failed(f, strerror(errno));
  }
  if (status != ELARA_OK || !keep) remove(f->temporary);
  elara_arena_free(f->arena);
  return status;
}
