// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// elara story, elara plan, elara cut, elara compose: a paper as JSON, to look
// at; a plan also to edit and feed back.

#include "cli/cli.h"

#include <stdio.h>

static int
print_paper(const CliCommand* command,
            int argc,
            char** argv,
            const char* (*json)(ElaraProject*, const char*))
{
  CliArguments a;
  const int stop = elara_cli_parse(command, argc, argv, &a);
  if (stop >= 0) return stop;
  ElaraProject* const project = elara_project_new(&a.options);
  if (!project) {
    fputs("elara: out of memory\n", stderr);
    return FAILED;
  }
  const char* const text =
      a.lines ? elara_line_feelings(project, a.input) : json(project, a.input);
  if (!text || !a.quiet) elara_cli_messages(project);
  const int failed = !text || fputs(text, stdout) < 0 || fflush(stdout) != 0;
  elara_project_free(project);
  return failed ? FAILED : DONE;
}

int
elara_cli_story(int argc, char** argv)
{
  static const CliCommand command = {
      .name = "story",
      .synopsis = "FILE [options]",
      .what = "Prints what Elara understood of a script: scenes, people, "
              "feelings, events.",
      .options = elara_cli_story_options,
      .reads_lines = 1,
  };
  return print_paper(&command, argc, argv, elara_story_json);
}

int
elara_cli_plan(int argc, char** argv)
{
  static const CliCommand command = {
      .name = "plan",
      .synopsis = "FILE [options]",
      .what = "Prints the plan of a score: cues, moods, themes, hits, tempo, "
              "reasons. Edit it\n"
              "and give it to elara score.",
      .options = elara_cli_story_options,
  };
  return print_paper(&command, argc, argv, elara_plan_json);
}

int
elara_cli_compose(int argc, char** argv)
{
  static const CliCommand command = {
      .name = "compose",
      .synopsis = "FILE [options]",
      .what = "Prints the short score of a script or plan.json before it is "
              "orchestrated:\nthemes, phrases, chords, lines of notes.",
      .options = elara_cli_story_options,
  };
  return print_paper(&command, argc, argv, elara_compose_json);
}

// Watching takes a while: unlike the others it shows how far it is.
int
elara_cli_cut(int argc, char** argv)
{
  static const CliOption none[] = {{NULL, NULL, NULL, NULL, NULL}};
  static const CliCommand command = {
      .name = "cut",
      .synopsis = "FILM [options]",
      .what = "Prints what is seen and heard of a film: shots and how they are "
              "joined, places,\nlight, motion, loudness. Needs ffmpeg.",
      .options = none,
  };
  CliArguments a;
  const int stop = elara_cli_parse(&command, argc, argv, &a);
  if (stop >= 0) return stop;
  elara_cli_progress_begin(&a);
  ElaraProject* const project = elara_project_new(&a.options);
  if (!project) {
    fputs("elara: out of memory\n", stderr);
    return FAILED;
  }
  elara_cli_progress_of(project);
  const char* const text = elara_cut_json(project, a.input);
  elara_cli_progress_end();
  if (!text || !a.quiet) elara_cli_messages(project);
  const int failed = !text || fputs(text, stdout) < 0 || fflush(stdout) != 0;
  elara_project_free(project);
  return failed ? FAILED : DONE;
}
