// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// Audio files, written as a stream: FLAC 24 bit, WAV 24 bit or float. The file
// grows under a temporary name and gets its own when it is whole.

#ifndef ELARA_EXPORT_AUDIO_FILE_H
#define ELARA_EXPORT_AUDIO_FILE_H

#include "base/diag.h"
#include "base/status.h"

#include <stddef.h>

typedef enum {
  ELARA_AUDIO_FLAC_24,
  ELARA_AUDIO_WAV_24,
  ELARA_AUDIO_WAV_FLOAT,
} ElaraAudioFormat;

typedef struct ElaraAudioFile ElaraAudioFile;

// By the name's ending: .flac, .wav (24 bit). 0 when it is neither.
int elara_audio_format_of(const char* path, ElaraAudioFormat* format);

// ELARA_IO_ERROR (with an entry in DIAGS) when it cannot be made. WAV files
// longer than 4 GiB are written as RF64.
ElaraStatus elara_audio_file_create(const char* path,
                                    ElaraAudioFormat format,
                                    int rate,
                                    int channels,
                                    ElaraDiags* diags,
                                    ElaraAudioFile** file);
// INTERLEAVED: frames x channels, full scale 1; beyond is clipped.
ElaraStatus elara_audio_file_write(ElaraAudioFile* file,
                                   const float* interleaved,
                                   size_t frames);
// Closes the file and, with KEEP, gives it its name; else removes it. Always
// frees FILE (NULL-safe).
ElaraStatus elara_audio_file_close(ElaraAudioFile* file, int keep);

#endif
