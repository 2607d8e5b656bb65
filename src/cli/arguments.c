// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

#include "cli/cli.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int
number(const char* text, double low, double high, double* value)
{
  char* end;
  *value = strtod(text, &end);
  return end != text && *end == '\0' && *value >= low && *value <= high;
}

int
elara_cli_set_seed(ElaraOptions* options, const char* value)
{
  char* end;
  errno = 0;
  options->seed = strtoull(value, &end, 10);
  return end != value && *end == '\0' && errno == 0 && value[0] != '-';
}

// Seconds, M:SS or H:MM:SS, each with decimals in the last field.
int
elara_cli_set_length(ElaraOptions* options, const char* value)
{
  double total = 0.0;
  const char* p = value;
  for (int field = 0; field < 3; field++) {
    char* end;
    const double part = strtod(p, &end);
    if (end == p || !(part >= 0.0) || !isfinite(part)) return 0;
    total = total * 60.0 + part;
    if (*end == '\0') {
      options->length_s = total;
      return total >= 1.0 && total <= 36000.0;
    }
    if (*end != ':') return 0;
    p = end + 1;
  }
  return 0;
}

int
elara_cli_set_pace(ElaraOptions* options, const char* value)
{
  return number(value, .1, 10.0, &options->pace);
}

int
elara_cli_set_font(ElaraOptions* options, const char* value)
{
  options->sound_font = value;
  return value[0] != '\0';
}

static int
whole(const char* text, int low, int high, int* value)
{
  double x;
  const int good = number(text, low, high, &x) && x == (int)x;
  if (good) *value = (int)x;
  return good;
}

int
elara_cli_set_rate(ElaraOptions* options, const char* value)
{
  return whole(value, 44100, 96000, &options->rate) &&
         (options->rate == 44100 || options->rate == 48000 ||
          options->rate == 96000);
}

int
elara_cli_set_loudness(ElaraOptions* options, const char* value)
{
  return number(value, -60.0, -6.0, &options->loudness_lufs);
}

int
elara_cli_set_threads(ElaraOptions* options, const char* value)
{
  return whole(value, 0, 64, &options->threads);
}

int
elara_cli_set_stems(ElaraOptions* options, const char* value)
{
  (void)value;
  options->stems = 1;
  return 1;
}

int
elara_cli_set_no_audio(ElaraOptions* options, const char* value)
{
  (void)value;
  options->audio = 0;
  return 1;
}

int
elara_cli_set_dry(ElaraOptions* options, const char* value)
{
  (void)value;
  options->dry = 1;
  return 1;
}

int
elara_cli_set_wav(ElaraOptions* options, const char* value)
{
  (void)value;
  options->wav = 1;
  return 1;
}

static void
print_option(const char* name, const char* value, const char* help)
{
  char left[48];
  snprintf(left, sizeof left, "%s%s%s", name, value ? " " : "",
           value ? value : "");
  printf("  %-24s %s\n", left, help);
}

static int
help(const CliCommand* command)
{
  printf("usage: elara %s %s\n\n%s\n\n", command->name, command->synopsis,
         command->what);
  if (command->out_help) print_option("-o", "PATH", command->out_help);
  for (const CliOption* o = command->options; o->name; o++) {
    print_option(o->name, o->value, o->help);
  }
  print_option("--quiet", NULL, "no progress, no notes");
  print_option("--help", NULL, "this text");
  return DONE;
}

static int
usage(const CliCommand* command, const char* what, const char* word)
{
  fprintf(stderr, "elara %s: %s%s%s; see elara %s --help\n", command->name,
          what, word[0] ? ": " : "", word, command->name);
  return USAGE;
}

// An option with its value in the same word (--seed=7) or in the next.
static int
take_option(
    const CliCommand* command, int argc, char** argv, int* i, CliArguments* a)
{
  const char* const word = argv[*i];
  const size_t length = strcspn(word, "=");
  for (const CliOption* o = command->options; o->name; o++) {
    if (strlen(o->name) != length || strncmp(o->name, word, length) != 0)
      continue;
    const char* value = word[length] == '=' ? word + length + 1 : NULL;
    if (o->value && !value) {
      if (*i + 1 >= argc)
        return usage(command, "a value is missing after", word);
      value = argv[++*i];
    }
    if (!o->value && value) return usage(command, "takes no value", o->name);
    return o->set(&a->options, value)
               ? -1
               : usage(command, "not a usable value", value ? value : "");
  }
  return usage(command, "unknown option", word);
}

int
elara_cli_parse(const CliCommand* command,
                int argc,
                char** argv,
                CliArguments* a)
{
  *a = (CliArguments){.options = elara_options()};
  for (int i = 0; i < argc; i++) {
    const char* const word = argv[i];
    if (strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0)
      return help(command);
    if (strcmp(word, "--quiet") == 0 || strcmp(word, "-q") == 0) {
      a->quiet = 1;
    } else if (command->out_help &&
               (strcmp(word, "-o") == 0 || strcmp(word, "--output") == 0)) {
      if (i + 1 >= argc) return usage(command, "a path is missing after", word);
      a->out = argv[++i];
    } else if (word[0] == '-' && word[1]) {
      const int stop = take_option(command, argc, argv, &i, a);
      if (stop >= 0) return stop;
    } else if (a->input) {
      return usage(command, "one input at a time, not also", word);
    } else {
      a->input = word;
    }
  }
  return a->input ? -1 : usage(command, "no input given", "");
}

const CliOption elara_cli_story_options[] = {
    {"--length", "H:MM:SS", "the exact length of the score",
     elara_cli_set_length},
    {"--pace", "X", "its estimated length times X (0.1 to 10)",
     elara_cli_set_pace},
    {"--seed", "N", "another seed, another reading (1)", elara_cli_set_seed},
    {NULL, NULL, NULL, NULL},
};
