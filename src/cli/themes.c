// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// elara themes: what is in a theme book, on the terminal and, with -o, as a
// page, a score and sound.

#include "cli/cli.h"

#include <stdio.h>

static const CliOption options[] = {
    {"--no-audio", NULL, "with -o: page and notes only", elara_cli_set_no_audio,
     NULL},
    {"--sound-font", "FILE", "SF2 or SF3 to play with", elara_cli_set_font,
     NULL},
    {"--quality", "NAME", "how well samples are read (normal)",
     elara_cli_set_quality, elara_offered_quality},
    {"--hall", "NAME", "where it is played (concert-hall; for a draft, light)",
     elara_cli_set_hall, elara_offered_hall},
    {"--rate", "HZ", "44100, 48000, 88200 or 96000 (48000)", elara_cli_set_rate,
     NULL},
    {"--loudness", "LUFS", "how loud: a number (-23), off, or by name",
     elara_cli_set_loudness, elara_offered_loudness},
    {"--wav", NULL, "WAV instead of FLAC", elara_cli_set_wav, NULL},
    {"--threads", "N", "0 = all cores", elara_cli_set_threads, NULL},
    {NULL, NULL, NULL, NULL, NULL},
};

static const CliCommand command = {
    .name = "themes",
    .synopsis = "FILE [-o DIR] [options]",
    .what = "Lists the themes of a score: FILE is its themes.json, or the "
            "folder it lies in.\n"
            "With -o they are engraved and played, each on its own instrument.",
    .options = options,
    .out_help = "folder for page, score, MIDI and sound",
};

int
elara_cli_themes(int argc, char** argv)
{
  CliArguments a;
  const int stop = elara_cli_parse(&command, argc, argv, &a);
  if (stop >= 0) return stop;
  elara_cli_progress_begin(&a);
  ElaraProject* const project = elara_project_new(&a.options);
  elara_cli_progress_of(project);
  if (!project) {
    fputs("elara: out of memory\n", stderr);
    return FAILED;
  }
  const char* const text = elara_themes_text(project, a.input);
  int failed = !text;
  if (!failed && a.out) failed = elara_play_themes(project, a.input, a.out);
  elara_cli_progress_end();
  if (failed || !a.quiet) elara_cli_messages(project);
  if (!failed) failed = fputs(text, stdout) < 0 || fflush(stdout) != 0;
  const ElaraSummary s = elara_summary(project);
  if (!failed && s.audio_path) printf("\nlisten to  %s\n", s.audio_path);
  if (!failed && s.report_path) printf("look at    %s\n", s.report_path);
  elara_project_free(project);
  return failed ? FAILED : DONE;
}
