// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// Not a test: renders a MIDI file and prints what it cost, for measuring.
//   render_tool IN.mid OUT.wav [font F] [threads N] [lufs L] [dry] [leave]
//   [stems]

#include "base/text.h"
#include "export/audio_file.h"
#include "perform/midi_read.h"
#include "sound/sound.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

static ElaraStatus
to_file(void* data, int bus, const float* interleaved, size_t frames)
{
  if (bus >= 0) return ELARA_OK;
  return elara_audio_file_write((ElaraAudioFile*)data, interleaved, frames);
}

int
main(int argc, char** argv)
{
  if (argc < 3) return 2;
  ElaraSoundConfig config = elara_sound_config();
  for (int i = 3; i < argc; i++) {
    if (!strcmp(argv[i], "font"))
      config.sound_font = argv[++i];
    else if (!strcmp(argv[i], "threads"))
      config.threads = atoi(argv[++i]);
    else if (!strcmp(argv[i], "lufs"))
      config.loudness_lufs = atof(argv[++i]);
    else if (!strcmp(argv[i], "dry"))
      config.dry = 1;
    else if (!strcmp(argv[i], "leave"))
      config.loudness_lufs = (double)NAN;
    else if (!strcmp(argv[i], "stems"))
      config.stems = 1;
  }
  ElaraDiags* const diags = elara_diags_new();
  ElaraFile file;
  ElaraTake* take = NULL;
  ElaraAudioFile* out = NULL;
  ElaraAudioFormat format;
  ElaraStems stems;
  ElaraStatus status = elara_file_read(argv[1], 0, &file);
  if (status == ELARA_OK) {
    status = elara_midi_read(argv[1], file.bytes, file.count, diags, &take);
  }
  if (status == ELARA_OK) status = elara_take_check(take, diags);
  if (status == ELARA_OK && elara_audio_format_of(argv[2], &format)) {
    status =
        elara_audio_file_create(argv[2], format, config.rate, 2, diags, &out);
  }
  struct timespec a, b;
  clock_gettime(CLOCK_MONOTONIC, &a);
  if (status == ELARA_OK) {
    ElaraSink sink = {to_file, out};
    status = elara_sound_render(take, &config, &sink, diags, &stems);
    elara_audio_file_close(out, status == ELARA_OK);
  }
  clock_gettime(CLOCK_MONOTONIC, &b);
  struct rusage use;
  getrusage(RUSAGE_SELF, &use);
  elara_diags_print(diags, stderr);
  if (status != ELARA_OK) {
    fprintf(stderr, "%s\n", elara_status_text(status));
    return 1;
  }
  const double cpu =
      (double)use.ru_utime.tv_sec + (double)use.ru_stime.tv_sec +
      1e-6 * (double)(use.ru_utime.tv_usec + use.ru_stime.tv_usec);
  printf("%.1f s of audio, wall %.2f s, cpu %.2f s, rss %ld MB\n",
         (double)stems.frame_count / stems.rate,
         (double)(b.tv_sec - a.tv_sec) + 1e-9 * (double)(b.tv_nsec - a.tv_nsec),
         cpu, use.ru_maxrss / 1024);
  printf("%.2f LUFS, %.2f dBTP, LRA %.1f, gain %.1f dB, limited %.1f dB\n",
         stems.integrated_lufs, stems.true_peak_dbtp, stems.loudness_range_lu,
         stems.gain_db, stems.limited_db);
  elara_take_free(take);
  elara_file_clear(&file);
  elara_diags_free(diags);
  return 0;
}
