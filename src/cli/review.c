// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// elara review: what a tough and friendly reader would ask, on the terminal
// and, with -o, as a page.

#include "cli/cli.h"

#include <stdio.h>

static const CliOption options[] = {
    {"--pace", "X", "the estimated length times X (0.1 to 10)",
     elara_cli_set_pace, NULL},
    {"--length", "H:MM:SS", "how long the film is", elara_cli_set_length, NULL},
    {"--subtitles", "FILE.srt", "the film's subtitles: their times, exactly",
     elara_cli_set_subtitles, NULL},
    {"--feelings", "FILE", "another table of feelings; words: the list alone",
     elara_cli_set_feelings, NULL},
    {NULL, NULL, NULL, NULL, NULL},
};

static const CliCommand command = {
    .name = "review",
    .synopsis = "STORY [-o FILE.html] [--json]",
    .what =
        "Reads STORY, a screenplay or a story.json, as a tough and friendly "
        "reader does:\n"
        "its arc, who is where, what works, and questions with the lines "
        "that raise them.",
    .options = options,
    .out_help = "also write the whole as one HTML page",
    .prints_json = 1,
};

int
elara_cli_review(int argc, char** argv)
{
  CliArguments a;
  const int stop = elara_cli_parse(&command, argc, argv, &a);
  if (stop >= 0) return stop;
  ElaraProject* const project = elara_project_new(&a.options);
  if (!project) {
    fputs("elara: out of memory\n", stderr);
    return FAILED;
  }
  int failed = elara_review_story(project, a.input, a.out);
  if (failed || !a.quiet) elara_cli_messages(project);
  const char* const text =
      a.json ? elara_review_json(project) : elara_review_text(project);
  if (!failed) failed = fputs(text, stdout) < 0 || fflush(stdout) != 0;
  if (!failed && a.out && !a.json && !a.quiet) printf("\nlook at %s\n", a.out);
  elara_project_free(project);
  return failed ? FAILED : DONE;
}
