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
elara_cli_set_subtitles(ElaraOptions* options, const char* value)
{
  options->subtitles = value;
  return value[0] != '\0';
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
          options->rate == 88200 || options->rate == 96000);
}

int
elara_cli_set_loudness(ElaraOptions* options, const char* value)
{
  if (strcmp(value, "off") == 0) {
    options->loudness = NULL;
    options->loudness_lufs = (double)NAN;
    return 1;
  }
  for (size_t i = 0; elara_offered_loudness(i); i++) {
    if (strcmp(value, elara_offered_loudness(i)) != 0) continue;
    options->loudness = elara_offered_loudness(i);
    return 1;
  }
  options->loudness = NULL;
  return number(value, -60.0, -6.0, &options->loudness_lufs);
}

int
elara_cli_set_picture(ElaraOptions* options, const char* value)
{
  options->picture = value;
  return value[0] != '\0';
}

int
elara_cli_set_dialogue(ElaraOptions* options, const char* value)
{
  options->dialogue = value;
  return value[0] != '\0';
}

int
elara_cli_set_bits(ElaraOptions* options, const char* value)
{
  return whole(value, 16, 32, &options->bits) && options->bits % 8 == 0;
}

static int
is_one_of(const char* (*at)(size_t), const char* value)
{
  for (size_t i = 0; at(i); i++) {
    if (strcmp(at(i), value) == 0) return 1;
  }
  return 0;
}

int
elara_cli_set_quality(ElaraOptions* options, const char* value)
{
  options->quality = value;
  return is_one_of(elara_offered_quality, value);
}

int
elara_cli_set_hall(ElaraOptions* options, const char* value)
{
  options->hall = value;
  return is_one_of(elara_offered_hall, value);
}

int
elara_cli_set_impulse(ElaraOptions* options, const char* value)
{
  options->impulse = value;
  return value[0] != '\0';
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
elara_cli_set_only(ElaraOptions* options, const char* value)
{
  options->only = value;
  return value[0] != '\0';
}

int
elara_cli_set_reroll(ElaraOptions* options, const char* value)
{
  return whole(value, 0, 1000000, &options->reroll);
}

// May be given more than once: the names are strung together.
int
elara_cli_set_lock(ElaraOptions* options, const char* value)
{
  static char names[4096];
  const size_t n = strlen(names);
  const int written =
      snprintf(names + n, sizeof names - n, "%s%s", n > 0 ? "," : "", value);
  options->lock = names;
  return value[0] != '\0' && (size_t)written < sizeof names - n;
}

int
elara_cli_set_keep(ElaraOptions* options, const char* value)
{
  (void)value;
  options->keep = 1;
  return 1;
}

int
elara_cli_set_feelings(ElaraOptions* options, const char* value)
{
  options->feelings = value;
  return value[0] != '\0';
}

int
elara_cli_set_themes(ElaraOptions* options, const char* value)
{
  options->themes = value;
  return value[0] != '\0';
}

int
elara_cli_set_pdf(ElaraOptions* options, const char* value)
{
  (void)value;
  options->pdf = 1;
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
elara_cli_set_plain(ElaraOptions* options, const char* value)
{
  (void)value;
  options->plain = 1;
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

#define HELP_COLUMN 27
#define HELP_WIDTH 80

// What the option may be, in lines below its help.
static void
print_choices(const CliOption* o)
{
  int column = HELP_WIDTH;
  for (size_t i = 0; o->choices && o->choices(i); i++) {
    const char* const comma = o->choices(i + 1) ? "," : "";
    const int length = (int)(strlen(o->choices(i)) + strlen(comma));
    if (column + 1 + length > HELP_WIDTH) {
      printf("%s%*s", i > 0 ? "\n" : "", HELP_COLUMN, "");
      column = HELP_COLUMN;
    } else {
      putchar(' ');
      column++;
    }
    printf("%s%s", o->choices(i), comma);
    column += length;
  }
  if (o->choices) putchar('\n');
}

static int
help(const CliCommand* command)
{
  printf("usage: elara %s %s\n\n%s\n\n", command->name, command->synopsis,
         command->what);
  if (command->out_help) print_option("-o", "PATH", command->out_help);
  for (const CliOption* o = command->options; o->name; o++) {
    print_option(o->name, o->value, o->help);
    print_choices(o);
  }
  if (command->tells_fonts) {
    print_option("--info", NULL, "print what FONT holds, or the default one");
    print_option("--json", NULL, "with --info: as JSON");
  }
  if (command->prints_json) print_option("--json", NULL, "print JSON instead");
  if (command->reads_lines) {
    print_option("--lines", NULL,
                 "FILE is one text a line: print valence, arousal,");
    print_option("", NULL, "tension and levity of each, with tabs");
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

static int
bad_value(const CliCommand* command, const CliOption* o, const char* value)
{
  fprintf(stderr, "elara %s: %s cannot be: %s", command->name, o->name,
          value ? value : "");
  for (size_t i = 0; o->choices && o->choices(i); i++)
    fprintf(stderr, "%s%s", i > 0 ? ", " : "; one of: ", o->choices(i));
  fprintf(stderr, "; see elara %s --help\n", command->name);
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
    return o->set(&a->options, value) ? -1 : bad_value(command, o, value);
  }
  return usage(command, "unknown option", word);
}

// Switches that are no business of the library's.
static int
take_switch(const CliCommand* command, const char* word, CliArguments* a)
{
  const struct {
    const char *name, *short_name;
    int* set;
    int known;
  } switches[] = {
      {"--quiet", "-q", &a->quiet, 1},
      {"--info", NULL, &a->info, command->tells_fonts},
      {"--json", NULL, &a->json, command->tells_fonts || command->prints_json},
      {"--lines", NULL, &a->lines, command->reads_lines},
  };
  for (size_t i = 0; i < sizeof switches / sizeof switches[0]; i++) {
    if (!switches[i].known) continue;
    if (strcmp(word, switches[i].name) == 0 ||
        (switches[i].short_name && strcmp(word, switches[i].short_name) == 0)) {
      *switches[i].set = 1;
      return 1;
    }
  }
  return 0;
}

// What cannot go together, or is not there.
static int
check(const CliCommand* command, const CliArguments* a)
{
  const ElaraOptions* const o = &a->options;
  if (!!o->dry + !!o->hall + !!o->impulse > 1)
    return usage(command, "one of --dry, --hall and --impulse at a time", "");
  if (o->reroll >= 0 && !o->only)
    return usage(command, "--reroll goes with --only", "");
  if (a->json && !a->info && command->tells_fonts)
    return usage(command, "--json goes with --info only", "");
  if (a->info && a->out) return usage(command, "--info writes no file", a->out);
  if (a->info && a->input && o->sound_font)
    return usage(command, "one sound font at a time, not also", a->input);
  if (a->input || a->info) return -1;
  return usage(command, "no input given", "");
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
    if (take_switch(command, word, a)) continue;
    if (command->out_help &&
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
  return check(command, a);
}

const CliOption elara_cli_story_options[] = {
    {"--length", "H:MM:SS", "the exact length of the score",
     elara_cli_set_length, NULL},
    {"--pace", "X", "its estimated length times X (0.1 to 10)",
     elara_cli_set_pace, NULL},
    {"--subtitles", "FILE.srt", "the film's subtitles: their times, exactly",
     elara_cli_set_subtitles, NULL},
    {"--seed", "N", "another seed, another reading (1)", elara_cli_set_seed,
     NULL},
    {"--feelings", "FILE", "another table of feelings; words: the list alone",
     elara_cli_set_feelings, NULL},
    {NULL, NULL, NULL, NULL, NULL},
};
