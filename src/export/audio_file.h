// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// Audio files, written as a stream: FLAC and WAV of 16 or
// 24 bits, WAV of 32-bit float. The file
// grows under a temporary name and gets its own when it is whole.

#ifndef ELARA_EXPORT_AUDIO_FILE_H
#define ELARA_EXPORT_AUDIO_FILE_H

#include "base/diag.h"
#include "base/status.h"

#include <stddef.h>
#include <stdint.h>

typedef enum {
  ELARA_AUDIO_FLAC_16,
  ELARA_AUDIO_FLAC_24,
  ELARA_AUDIO_WAV_16,
  ELARA_AUDIO_WAV_24,
  ELARA_AUDIO_WAV_FLOAT,
} ElaraAudioFormat;

// The same with BITS a sample: 16, 24, or 32 for float, which FLAC has not. 0
// when there is no such format.
int elara_audio_format_with_bits(const char* path,
                                 int bits,
                                 ElaraAudioFormat* format);

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
// Chooses the noise that 16 bits are dithered with; 0 unless called. Files that
// will be added up need different ones.
void elara_audio_file_dither(ElaraAudioFile* file, uint64_t stream);
// INTERLEAVED: frames x channels, full scale 1; beyond is clipped.
ElaraStatus elara_audio_file_write(ElaraAudioFile* file,
                                   const float* interleaved,
                                   size_t frames);
// Closes the file and, with KEEP, gives it its name; else removes it. Always
// frees FILE (NULL-safe).
ElaraStatus elara_audio_file_close(ElaraAudioFile* file, int keep);

#endif
