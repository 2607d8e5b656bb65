// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

#include "cli/cli.h"

#include <stdio.h>

static const CliOption options[] = {
    {"--sound-font", "FILE", "SF2 or SF3 to play with", elara_cli_set_font,
     NULL},
    {"--quality", "NAME", "how well samples are read (normal)",
     elara_cli_set_quality, elara_offered_quality},
    {"--hall", "NAME", "where it is played (concert-hall; for a draft, light)",
     elara_cli_set_hall, elara_offered_hall},
    {"--impulse", "FILE.wav", "a room's own answer, instead of a hall",
     elara_cli_set_impulse, NULL},
    {"--dry", NULL, "without the hall", elara_cli_set_dry, NULL},
    {"--plain", NULL, "winds as the font has them, no breath",
     elara_cli_set_plain, NULL},
    {"--rate", "HZ", "44100, 48000, 88200 or 96000 (48000)", elara_cli_set_rate,
     NULL},
    {"--bits", "N", "16, 24 or, in WAV, 32 = float (24)", elara_cli_set_bits,
     NULL},
    {"--loudness", "LUFS", "how loud: a number (-23), off, or by name",
     elara_cli_set_loudness, elara_offered_loudness},
    {"--stems", NULL, "also write stems/, one file per section",
     elara_cli_set_stems, NULL},
    {"--threads", "N", "0 = all cores", elara_cli_set_threads, NULL},
    {NULL, NULL, NULL, NULL, NULL},
};

static const CliCommand command = {
    .name = "render",
    .synopsis = "FILE.mid|SCORE.musicxml|SCORE.mxl -o OUT.wav [options]\n"
                "       elara render --info [FONT] [--json]",
    .what =
        "Plays a Standard MIDI file, or a score in MusicXML as an orchestra "
        "would,\n"
        "in a hall or dry; or tells what a sound font holds.",
    .options = options,
    .out_help = "the sound: .flac or .wav",
    .tells_fonts = 1,
};

static int
print_info(CliArguments* a)
{
  if (a->input) a->options.sound_font = a->input;
  ElaraProject* const project = elara_project_new(&a->options);
  if (!project) {
    fputs("elara: out of memory\n", stderr);
    return FAILED;
  }
  const char* const text = elara_font_info(project, a->json);
  if (!text || !a->quiet) elara_cli_messages(project);
  const int failed = !text || fputs(text, stdout) < 0 || fflush(stdout) != 0;
  elara_project_free(project);
  return failed ? FAILED : DONE;
}

static void
report(const char* out, const ElaraSummary* s)
{
  printf("%s: %.1f s, %.1f LUFS, true peak %.1f dBTP, %.1f x real time, at "
         "most %zu voices, %zu stolen",
         out, s->length_s, s->integrated_lufs, s->true_peak_dbtp,
         s->sound_s > 0.0 ? s->length_s / s->sound_s : 0.0, s->most_voices,
         s->stolen);
  if (s->notes) printf(", %zu notes in %zu parts", s->notes, s->parts);
  printf("\n");
}

int
elara_cli_render(int argc, char** argv)
{
  CliArguments a;
  const int stop = elara_cli_parse(&command, argc, argv, &a);
  if (stop >= 0) return stop;
  if (a.info) return print_info(&a);
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
  elara_cli_progress_of(project);
  const int failed = elara_render_file(project, a.input, a.out);
  elara_cli_progress_end();
  if (failed || !a.quiet) elara_cli_messages(project);
  const ElaraSummary s = elara_summary(project);
  if (!failed) report(a.out, &s);
  elara_project_free(project);
  return failed ? FAILED : DONE;
}
