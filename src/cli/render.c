// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

#include "cli/cli.h"

#include <stdio.h>

static const CliOption options[] = {
    {"--sound-font", "FILE", "SF2 or SF3 to play with", elara_cli_set_font},
    {"--rate", "HZ", "44100, 48000 or 96000 (48000)", elara_cli_set_rate},
    {"--loudness", "LUFS", "integrated loudness (-23)", elara_cli_set_loudness},
    {"--dry", NULL, "without the hall", elara_cli_set_dry},
    {"--threads", "N", "0 = all cores", elara_cli_set_threads},
    {NULL, NULL, NULL, NULL},
};

static const CliCommand command = {
    .name = "render",
    .synopsis = "FILE.mid -o OUT.wav [options]",
    .what =
        "Plays a Standard MIDI file with the orchestra, in the hall or dry.",
    .options = options,
    .out_help = "the sound: .flac or .wav",
};

int
elara_cli_render(int argc, char** argv)
{
  CliArguments a;
  const int stop = elara_cli_parse(&command, argc, argv, &a);
  if (stop >= 0) return stop;
  if (!a.out) {
    fputs(
        "elara render: say where to with -o OUT.wav; see elara render --help\n",
        stderr);
    return USAGE;
  }
  elara_cli_progress_begin(&a);
  ElaraProject* const project = elara_project_new(&a.options);
  if (!project) {
    fputs("elara: out of memory\n", stderr);
    return FAILED;
  }
  const int failed = elara_render_midi(project, a.input, a.out);
  elara_cli_progress_end();
  if (failed || !a.quiet) elara_cli_messages(project);
  const ElaraSummary s = elara_summary(project);
  if (!failed) {
    printf("%s: %.1f s, %.1f LUFS, true peak %.1f dBTP, %.1f x real time\n",
           a.out, s.length_s, s.integrated_lufs, s.true_peak_dbtp,
           s.sound_s > 0.0 ? s.length_s / s.sound_s : 0.0);
  }
  elara_project_free(project);
  return failed ? FAILED : DONE;
}
