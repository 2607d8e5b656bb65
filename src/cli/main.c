// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

#include "cli/cli.h"

#include <stdio.h>
#include <string.h>

static const struct {
  const char* name;
  int (*run)(int argc, char** argv);
  const char* what;
} commands[] = {
    {"score", elara_cli_score, "a screenplay -> the whole score"},
    {"render", elara_cli_render, "a MIDI file -> the orchestra's sound"},
    {"review", elara_cli_review,
     "what a tough reader would ask about a script"},
    {"themes", elara_cli_themes, "the themes of a score, listed or played"},
    {"story", elara_cli_story, "what Elara understood of a script, as JSON"},
    {"plan", elara_cli_plan, "the plan of a score, as JSON"},
    {"cut", elara_cli_cut, "what is seen and heard of a film, as JSON"},
    {"compose", elara_cli_compose, "the short score, as JSON"},
};
#define COMMAND_COUNT (sizeof commands / sizeof *commands)

static void
help(FILE* out)
{
  fputs(
      "Elara turns a story into its symphony.\n\nusage: elara COMMAND ...\n\n",
      out);
  for (size_t i = 0; i < COMMAND_COUNT; i++) {
    fprintf(out, "  %-8s %s\n", commands[i].name, commands[i].what);
  }
  fputs(
      "\nelara COMMAND --help says more; elara --version prints the version.\n",
      out);
}

int
main(int argc, char** argv)
{
  if (argc < 2) {
    help(stderr);
    return USAGE;
  }
  if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0) {
    help(stdout);
    return DONE;
  }
  if (strcmp(argv[1], "--version") == 0) {
    printf("elara %s\n", elara_version());
    return DONE;
  }
  for (size_t i = 0; i < COMMAND_COUNT; i++) {
    if (strcmp(argv[1], commands[i].name) == 0)
      return commands[i].run(argc - 2, argv + 2);
  }
  fprintf(stderr, "elara: unknown command: %s; see elara --help\n", argv[1]);
  return USAGE;
}
