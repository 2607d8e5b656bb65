// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

#include "export/audio_file.h"
#include "sound/sound.h"
#include "studio/film_out.h"
#include "studio/room.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

typedef struct {
  ElaraAudioFile* mix;
  ElaraAudioFile* stems[ELARA_BUS_COUNT];
  ElaraFilmMix* film; // NULL without a picture
} Tape;

static ElaraStatus
write_block(void* data, int bus, const float* interleaved, size_t frames)
{
  Tape* const tape = (Tape*)data;
  ElaraAudioFile* const file = bus < 0 ? tape->mix : tape->stems[bus];
  return file ? elara_audio_file_write(file, interleaved, frames) : ELARA_OK;
}

// The mix of the film is mastered by itself: it takes the score as played.
static ElaraStatus
keep_played(void* data, const float* interleaved, size_t frames)
{
  Tape* const tape = (Tape*)data;
  return elara_film_mix_add(tape->film, ELARA_FILM_SCORE, interleaved, frames);
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
check_format(ElaraProject* project, const char* name, ElaraAudioFormat* format)
{
  if (elara_audio_format_with_bits(name, project->options.bits, format))
    return ELARA_OK;
  if (!elara_audio_format_of(name, format)) {
    elara_diag(project->diags, ELARA_DIAG_ERROR, name, 0, 0,
               "name it .flac or .wav", "no audio format goes with this name");
  } else {
    elara_diag(project->diags, ELARA_DIAG_ERROR, name, 0, 0,
               "take 16 or 24, or 32 in a WAV file",
               "this kind of file has no samples of %d bits",
               project->options.bits);
  }
  return ELARA_BAD_INPUT;
}

ElaraStatus
elara_studio_open_sound(ElaraProject* project,
                        const char* path,
                        Outputs* outputs,
                        uint64_t dither,
                        ElaraAudioFile** file)
{
  ElaraAudioFormat format;
  ELARA_TRY(check_format(project, path, &format));
  const char* const temporary = elara_outputs_add(outputs, path);
  ELARA_TRY_PTR(temporary);
  ELARA_TRY(elara_audio_file_create(temporary, format, project->options.rate, 2,
                                    project->diags, file));
  elara_audio_file_dither(*file, dither);
  return ELARA_OK;
}

ElaraStatus
elara_studio_make_folder(ElaraProject* project,
                         const char* dir,
                         Outputs* outputs)
{
  struct stat info;
  if (stat(dir, &info) != 0) elara_outputs_folder(outputs, dir);
  const ElaraStatus status = elara_dir_make(dir);
  if (status == ELARA_IO_ERROR) {
    elara_diag(project->diags, ELARA_DIAG_ERROR, dir, 0, 0,
               "choose another place with -o",
               "cannot make the folder of the stems: %s", strerror(errno));
  }
  return status;
}

// The stems have the ending of the mix, LIKE.
static ElaraStatus
open_stems(ElaraProject* project,
           const char* dir,
           const char* like,
           Outputs* outputs,
           Tape* tape)
{
  ELARA_TRY(elara_studio_make_folder(project, dir, outputs));
  for (int i = 0; i < ELARA_BUS_COUNT; i++) {
    const char* const name =
        elara_arena_printf(project->arena, "%s%s", elara_bus_name((ElaraBus)i),
                           strrchr(like, '.'));
    const char* const path =
        name ? elara_path_join(project->arena, dir, name) : NULL;
    ELARA_TRY_PTR(path);
    ELARA_TRY(elara_studio_open_sound(project, path, outputs, 1 + (uint64_t)i,
                                      &tape->stems[i]));
  }
  return ELARA_OK;
}

void
elara_studio_count_voices(ElaraProject* project)
{
  const ElaraSoundTally* const t = &project->tally;
  project->summary.rendered_s = t->seconds;
  project->summary.voices = t->voices;
  project->summary.most_voices = t->most_voices;
  project->summary.stolen = t->stolen;
}

static int
progress(void* data, double done, double seconds)
{
  (void)seconds;
  ElaraProject* const project = (ElaraProject*)data;
  elara_studio_count_voices(project);
  return elara_studio_progress(project, "recording", done);
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

const char*
elara_offered_quality(size_t index)
{
  return index < ELARA_QUALITY_COUNT ? elara_quality_name((ElaraQuality)index)
                                     : NULL;
}

const char*
elara_offered_hall(size_t index)
{
  return elara_sound_hall(index);
}

const char*
elara_offered_loudness(size_t index)
{
  const ElaraTarget* const target = elara_target_at(index);
  return target ? target->name : NULL;
}

ElaraTarget
elara_studio_target(const ElaraProject* project)
{
  const ElaraOptions* const o = &project->options;
  const ElaraTarget* const named =
      o->loudness ? elara_target_named(o->loudness) : NULL;
  return named
             ? *named
             : (ElaraTarget){.name = "",
                             .lufs = o->loudness_lufs,
                             .dialogue_lufs = (double)NAN,
                             .ceiling_dbtp = elara_sound_config().ceiling_dbtp,
                             .source = ""};
}

// The number of NAME (NULL: STANDARD) in a list, -1 when it is not there.
static int
find(const char* (*at)(size_t), const char* name, int standard)
{
  if (!name) return standard;
  for (size_t i = 0; at(i); i++) {
    if (strcmp(at(i), name) == 0) return (int)i;
  }
  return -1;
}

static ElaraSoundConfig
configure(ElaraProject* project)
{
  const ElaraOptions* const o = &project->options;
  ElaraSoundConfig config = elara_sound_config();
  config.sound_font = o->sound_font;
  config.rate = o->rate;
  const ElaraTarget target = elara_studio_target(project);
  config.loudness_lufs = target.lufs;
  config.ceiling_dbtp = target.ceiling_dbtp;
  config.dry = o->dry;
  config.hall = o->hall;
  config.impulse = o->impulse;
  config.quality = (ElaraQuality)find(elara_offered_quality, o->quality,
                                      (int)config.quality);
  config.plain = o->plain;
  config.threads = o->threads;
  config.progress = progress;
  config.progress_data = project;
  config.tally = &project->tally;
  return config;
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
  ElaraStatus status =
      elara_studio_open_sound(project, path, outputs, 0, &tape.mix);
  if (status == ELARA_OK && stems_dir)
    status = open_stems(project, stems_dir, path, outputs, &tape);
  ElaraSoundConfig config = configure(project);
  config.stems = stems_dir != NULL;
  config.spool_dir = folder_of(project->arena, path);
  ElaraSink sink = {.write = write_block, .data = &tape};
  tape.film = project->film ? project->film->mix : NULL;
  if (tape.film) sink.played = keep_played;
  if (status == ELARA_OK)
    status = elara_sound_render(take, &config, &sink, project->diags, stems);
  elara_studio_count_voices(project);
  const ElaraStatus closed = close_tape(&tape, status == ELARA_OK);
  return status == ELARA_OK ? closed : status;
}

ElaraStatus
elara_studio_check_readable(ElaraProject* project,
                            const char* path,
                            const char* what,
                            const char* hint)
{
  struct stat info;
  FILE* const file = fopen(path, "rb");
  const int folder = file && stat(path, &info) == 0 && S_ISDIR(info.st_mode);
  const char* const why = folder ? "it is a folder" : strerror(errno);
  if (file) fclose(file);
  if (file && !folder) return ELARA_OK;
  elara_diag(project->diags, ELARA_DIAG_ERROR, path, 0, 0, hint,
             "cannot read the %s: %s", what, why);
  return ELARA_IO_ERROR;
}

ElaraStatus
elara_studio_check_font(ElaraProject* project)
{
  const char* const font = project->options.sound_font
                               ? project->options.sound_font
                               : elara_sound_default_font();
  if (font) {
    return elara_studio_check_readable(project, font, "sound font",
                                       "name another with --sound-font");
  }
  elara_diag(
      project->diags, ELARA_DIAG_ERROR, "", 0, 0,
      "install musescore-general-soundfont, or name one with --sound-font",
      "no sound font found");
  return ELARA_BAD_INPUT;
}

static ElaraStatus
check_name(ElaraProject* project,
           const char* what,
           const char* name,
           const char* (*at)(size_t))
{
  if (find(at, name, 0) >= 0) return ELARA_OK;
  const char* known = at(0);
  for (size_t i = 1; known && at(i); i++)
    known = elara_arena_printf(project->arena, "%s, %s", known, at(i));
  ELARA_TRY_PTR(known);
  const char* const hint =
      elara_arena_printf(project->arena, "known: %s", known);
  ELARA_TRY_PTR(hint);
  elara_diag(project->diags, ELARA_DIAG_ERROR, "", 0, 0, hint,
             "no %s is called \"%s\"", what, name);
  return ELARA_BAD_INPUT;
}

ElaraStatus
elara_studio_check_sound(ElaraProject* project, const char* name)
{
  const ElaraOptions* const o = &project->options;
  ElaraAudioFormat format;
  ELARA_TRY(check_format(project, name, &format));
  ELARA_TRY(check_name(project, "quality", o->quality, elara_offered_quality));
  ELARA_TRY(check_name(project, "hall", o->hall, elara_offered_hall));
  ELARA_TRY(
      check_name(project, "loudness", o->loudness, elara_offered_loudness));
  if (o->impulse) {
    ELARA_TRY(elara_studio_check_readable(
        project, o->impulse, "impulse response", "name a WAV file"));
  }
  return elara_studio_check_font(project);
}
