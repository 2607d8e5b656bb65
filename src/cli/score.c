// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

#include "cli/cli.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

static const CliOption options[] = {
    {"--seed", "N", "another seed, another score (1)", elara_cli_set_seed,
     NULL},
    {"--length", "H:MM:SS", "the exact length of the score",
     elara_cli_set_length, NULL},
    {"--pace", "X", "its estimated length times X (0.1 to 10)",
     elara_cli_set_pace, NULL},
    {"--subtitles", "FILE.srt", "the film's subtitles: their times, exactly",
     elara_cli_set_subtitles, NULL},
    {"--picture", "CUT.mp4", "the cut of the film that is scored, to the frame",
     elara_cli_set_picture, NULL},
    {"--dialogue", "FILE", "the film's dialogue alone, as a sound file",
     elara_cli_set_dialogue, NULL},
    {"--only", "CUE", "read this cue anew, leave all else as it is",
     elara_cli_set_only, NULL},
    {"--reroll", "N", "with --only: which reading (the next)",
     elara_cli_set_reroll, NULL},
    {"--lock", "CUE", "from now on this cue stays as it is", elara_cli_set_lock,
     NULL},
    {"--keep", NULL, "cues whose words are the same stay as they are",
     elara_cli_set_keep, NULL},
    {"--themes", "FILE", "a sequel: the themes.json of the film before it",
     elara_cli_set_themes, NULL},
    {"--feelings", "FILE", "another table of feelings; words: the list alone",
     elara_cli_set_feelings, NULL},
    {"--sound-font", "FILE", "SF2 or SF3 to play with", elara_cli_set_font,
     NULL},
    {"--quality", "NAME", "how well samples are read (normal)",
     elara_cli_set_quality, elara_offered_quality},
    {"--hall", "NAME", "where it is played (concert-hall; for a draft, light)",
     elara_cli_set_hall, elara_offered_hall},
    {"--impulse", "FILE.wav", "a room's own answer, instead of a hall",
     elara_cli_set_impulse, NULL},
    {"--rate", "HZ", "44100, 48000, 88200 or 96000 (48000)", elara_cli_set_rate,
     NULL},
    {"--bits", "N", "16, 24 or, in WAV, 32 = float (24)", elara_cli_set_bits,
     NULL},
    {"--loudness", "LUFS", "how loud: a number (-23), off, or by name",
     elara_cli_set_loudness, elara_offered_loudness},
    {"--stems", NULL, "also write stems/, one file per section",
     elara_cli_set_stems, NULL},
    {"--pdf", NULL, "also the printed score and parts/ (needs MuseScore)",
     elara_cli_set_pdf, NULL},
    {"--no-audio", NULL, "notes and papers only", elara_cli_set_no_audio, NULL},
    {"--wav", NULL, "WAV instead of FLAC", elara_cli_set_wav, NULL},
    {"--threads", "N", "0 = all cores", elara_cli_set_threads, NULL},
    {NULL, NULL, NULL, NULL, NULL},
};

static const CliCommand command = {
    .name = "score",
    .synopsis = "STORY [-o DIR] [options]",
    .what = "Composes, orchestrates, performs and records a score for STORY: a "
            "screenplay\n"
            "(.fountain, .fdx, .txt) or a plan.json that you edited.",
    .options = options,
    .out_help = "folder for the results (score)",
};

static void
clock_text(double seconds, char* text, size_t size)
{
  const int s = (int)(seconds + .5);
  snprintf(text, size, "%d:%02d:%02d", s / 3600, s / 60 % 60, s % 60);
}

static void
report_loudness(const ElaraSummary* s)
{
  if (s->target && s->target[0])
    printf("loudness \"%s\": ", s->target);
  else
    printf("loudness: ");
  if (isnan(s->target_lufs))
    printf("as played");
  else
    printf("%.1f LUFS wanted", s->target_lufs);
  printf(", peaks up to %.1f dBTP\n", s->ceiling_dbtp);
  printf("  score  %.1f LUFS, true peak %.1f dBTP, range %.1f LU\n",
         s->integrated_lufs, s->true_peak_dbtp, s->loudness_range_lu);
  if (!s->film_path) return;
  printf("  film   %.1f LUFS, true peak %.1f dBTP, range %.1f LU", s->film_lufs,
         s->film_true_peak_dbtp, s->film_range_lu);
  if (s->film_by_speech)
    printf("; where somebody speaks %.1f LUFS, %.1f wanted",
           s->film_speech_lufs, s->film_target_lufs);
  printf("\n");
}

static void
report(const ElaraProject* project, const char* dir)
{
  const ElaraSummary s = elara_summary(project);
  char length[32];
  char music[32];
  char told[32];
  clock_text(s.length_s, length, sizeof length);
  clock_text(s.music_s, music, sizeof music);
  clock_text(s.told_s, told, sizeof told);
  printf("%s of story", s.movements ? told : length);
  if (s.time_error > 0.0) printf(" (scenes +-%.0f %%)", 100.0 * s.time_error);
  printf(", ");
  if (s.movements)
    printf("%zu movement%s after it up to %s, ", s.movements,
           s.movements == 1 ? "" : "s", length);
  printf("%s of music in %zu cues on %zu themes\n", music, s.cues, s.themes);
  printf("%zu notes in %zu parts; %zu hits, hard ones within %.1f ms\n",
         s.notes, s.parts, s.hits, s.worst_hard_hit_ms);
  if (s.audio_path) report_loudness(&s);
  printf("\n");
  if (s.film_path) printf("watch      %s\n", s.film_path);
  if (s.audio_path) printf("listen to  %s\n", s.audio_path);
  if (s.report_path) printf("look at    %s\n", s.report_path);
  printf("open       the .musicxml in a notation program, the .mid in a "
         "sequencer (in %s)\n",
         dir);
}

// With ELARA_TIMES in the environment: wall time per stage, for benchmarks.
static void
times(const ElaraProject* project)
{
  const ElaraSummary s = elara_summary(project);
  fprintf(stderr,
          "stage story %.3f plan %.3f compose %.3f orchestrate %.3f perform "
          "%.3f sound %.3f export %.3f s\n",
          s.story_s, s.plan_s, s.compose_s, s.orchestrate_s, s.perform_s,
          s.sound_s, s.export_s);
}

int
elara_cli_score(int argc, char** argv)
{
  CliArguments a;
  const int stop = elara_cli_parse(&command, argc, argv, &a);
  if (stop >= 0) return stop;
  const char* const dir = a.out ? a.out : "score";
  elara_cli_progress_begin(&a);
  ElaraProject* const project = elara_project_new(&a.options);
  elara_cli_progress_of(project);
  if (!project) {
    fputs("elara: out of memory\n", stderr);
    return FAILED;
  }
  const int failed = elara_score_story(project, a.input, dir);
  elara_cli_progress_end();
  if (failed || !a.quiet) elara_cli_messages(project);
  if (!failed && getenv("ELARA_TIMES")) times(project);
  if (!failed) report(project, dir);
  elara_project_free(project);
  return failed ? FAILED : DONE;
}
