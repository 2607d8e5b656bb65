// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

#include "export/audio_file.h"
#include "sound/sound.h"
#include "studio/room.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

typedef struct {
  ElaraAudioFile* mix;
  ElaraAudioFile* stems[ELARA_BUS_COUNT];
} Tape;

static ElaraStatus
write_block(void* data, int bus, const float* interleaved, size_t frames)
{
  Tape* const tape = (Tape*)data;
  ElaraAudioFile* const file = bus < 0 ? tape->mix : tape->stems[bus];
  return file ? elara_audio_file_write(file, interleaved, frames) : ELARA_OK;
}

static ElaraStatus
close_tape(Tape* tape, int keep)
{
  ElaraStatus status = elara_audio_file_close(tape->mix, keep);
  for (int i = 0; i < ELARA_BUS_COUNT; i++) {
    const ElaraStatus closed =
        elara_audio_file_close(tape->stems[i], keep && status == ELARA_OK);
    if (closed != ELARA_OK) status = closed;
  }
  return status;
}

static ElaraStatus
open_file(ElaraProject* project,
          const char* path,
          Outputs* outputs,
          ElaraAudioFile** file)
{
  ElaraAudioFormat format;
  if (!elara_audio_format_of(path, &format)) {
    elara_diag(project->diags, ELARA_DIAG_ERROR, path, 0, 0,
               "name it .flac or .wav", "no audio format goes with this name");
    return ELARA_BAD_INPUT;
  }
  const char* const temporary = elara_outputs_add(outputs, path);
  ELARA_TRY_PTR(temporary);
  return elara_audio_file_create(temporary, format, project->options.rate, 2,
                                 project->diags, file);
}

static ElaraStatus
open_stems(ElaraProject* project, const char* dir, Outputs* outputs, Tape* tape)
{
  ELARA_TRY(elara_dir_make(dir));
  for (int i = 0; i < ELARA_BUS_COUNT; i++) {
    const char* const ending = project->options.wav ? "wav" : "flac";
    const char* const name = elara_arena_printf(
        project->arena, "%s.%s", elara_bus_name((ElaraBus)i), ending);
    const char* const path =
        name ? elara_path_join(project->arena, dir, name) : NULL;
    ELARA_TRY_PTR(path);
    ELARA_TRY(open_file(project, path, outputs, &tape->stems[i]));
  }
  return ELARA_OK;
}

static int
progress(void* data, double done, double seconds)
{
  (void)seconds;
  return elara_studio_progress((ElaraProject*)data, "recording", done);
}

// The folder that PATH lies in: the spool goes there, where there is room for
// the result.
static const char*
folder_of(ElaraArena* arena, const char* path)
{
  const char* const slash = strrchr(path, '/');
  return slash ? elara_arena_strndup(arena, path, (size_t)(slash - path) + 1)
               : ".";
}

ElaraStatus
elara_studio_record(ElaraProject* project,
                    const ElaraTake* take,
                    const char* path,
                    const char* stems_dir,
                    Outputs* outputs,
                    ElaraStems* stems)
{
  Tape tape = {0};
  ElaraStatus status = open_file(project, path, outputs, &tape.mix);
  if (status == ELARA_OK && stems_dir)
    status = open_stems(project, stems_dir, outputs, &tape);
  ElaraSoundConfig config = elara_sound_config();
  config.sound_font = project->options.sound_font;
  config.rate = project->options.rate;
  config.loudness_lufs = project->options.loudness_lufs;
  config.dry = project->options.dry;
  config.threads = project->options.threads;
  config.stems = stems_dir != NULL;
  config.spool_dir = folder_of(project->arena, path);
  config.progress = progress;
  config.progress_data = project;
  ElaraSink sink = {.write = write_block, .data = &tape};
  if (status == ELARA_OK)
    status = elara_sound_render(take, &config, &sink, project->diags, stems);
  const ElaraStatus closed = close_tape(&tape, status == ELARA_OK);
  return status == ELARA_OK ? closed : status;
}

ElaraStatus
elara_studio_check_font(ElaraProject* project)
{
  const char* const font = project->options.sound_font
                               ? project->options.sound_font
                               : elara_sound_default_font();
  if (!font) {
    elara_diag(
        project->diags, ELARA_DIAG_ERROR, "", 0, 0,
        "install musescore-general-soundfont, or name one with --sound-font",
        "no sound font found");
    return ELARA_BAD_INPUT;
  }
  FILE* const file = fopen(font, "rb");
  if (!file) {
    elara_diag(project->diags, ELARA_DIAG_ERROR, font, 0, 0,
               "name another with --sound-font",
               "cannot read the sound font: %s", strerror(errno));
    return ELARA_IO_ERROR;
  }
  fclose(file);
  return ELARA_OK;
}
