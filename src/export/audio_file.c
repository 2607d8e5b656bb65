// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

#include "export/audio_file.h"

#include "base/random.h"
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
  int bits; // of an integer sample, rounded by us; 32 = float
  ElaraRandom noise;
};

static int
ends_with(const char* text, const char* ending)
{
  const size_t a = strlen(text), b = strlen(ending);
  return a >= b && strcasecmp(text + a - b, ending) == 0;
}

static const struct {
  const char* ending;
  int bits;
  int libsndfile;
} formats[] = {
    [ELARA_AUDIO_FLAC_16] = {".flac", 16, SF_FORMAT_FLAC | SF_FORMAT_PCM_16},
    [ELARA_AUDIO_FLAC_24] = {".flac", 24, SF_FORMAT_FLAC | SF_FORMAT_PCM_24},
    [ELARA_AUDIO_WAV_16] = {".wav", 16, SF_FORMAT_RF64 | SF_FORMAT_PCM_16},
    [ELARA_AUDIO_WAV_24] = {".wav", 24, SF_FORMAT_RF64 | SF_FORMAT_PCM_24},
    [ELARA_AUDIO_WAV_FLOAT] = {".wav", 32, SF_FORMAT_RF64 | SF_FORMAT_FLOAT},
};
#define FORMATS (sizeof formats / sizeof *formats)

int
elara_audio_format_with_bits(const char* path,
                             int bits,
                             ElaraAudioFormat* format)
{
  for (size_t i = 0; i < FORMATS; i++) {
    if (bits != formats[i].bits || !ends_with(path, formats[i].ending))
      continue;
    *format = (ElaraAudioFormat)i;
    return 1;
  }
  return 0;
}

int
elara_audio_format_of(const char* path, ElaraAudioFormat* format)
{
  return elara_audio_format_with_bits(path, 24, format);
}

static ElaraStatus
failed(const ElaraAudioFile* f, const char* why)
{
  elara_diag(f->diags, ELARA_DIAG_ERROR, f->path, 0, 0,
             "is there space, and may we write there?",
             "cannot write the audio file: %s", why);
  return ELARA_IO_ERROR;
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
                  .format = formats[format].libsndfile};
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
                        .bits = formats[format].bits};
  elara_audio_file_dither(f, 0);
  const ElaraStatus status = open_file(f, path, format, rate);
  if (status != ELARA_OK) {
    elara_arena_free(arena);
    return status;
  }
  *file = f;
  return ELARA_OK;
}

void
elara_audio_file_dither(ElaraAudioFile* f, uint64_t stream)
{
  f->noise = elara_random(0, "dither", stream, 0);
}

// libsndfile takes 32-bit integers and keeps the upper bits; round here so
// that no bias of half a step is left.
static int
to_integer(double scaled, double full)
{
  double x = rint(scaled);
  if (!(x > -full)) x = -full; // also not-a-number
  if (x > full - 1.0) x = full - 1.0;
  return (int)(x * (2147483648.0 / full));
}

static void
to_24_bits(const float* in, int* out, size_t count)
{
  for (size_t i = 0; i < count; i++)
    out[i] = to_integer((double)in[i] * 8388608.0, 8388608.0);
}

// Rounding alone distorts what is soft. Noise of triangular density, two steps
// wide (the difference of two uniform numbers), makes mean and power of the
// error independent of the music: a steady hiss at -93 dBFS in its place.
// Lipshitz, Wannamaker, Vanderkooy, "Quantization and Dither", 1992.
static void
to_16_bits(ElaraAudioFile* f, const float* in, int* out, size_t count)
{
  for (size_t i = 0; i < count; i++) {
    const uint64_t bits = elara_random_u64(&f->noise);
    const double one = (double)(bits >> 32) * 0x1p-32;
    const double other = (double)(bits & 0xffffffffu) * 0x1p-32;
    out[i] = to_integer((double)in[i] * 32768.0 + (one - other), 32768.0);
  }
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
    if (f->bits < 32) {
      int samples[CHUNK];
      if (f->bits == 16)
        to_16_bits(f, interleaved, samples, n);
      else
        to_24_bits(interleaved, samples, n);
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
