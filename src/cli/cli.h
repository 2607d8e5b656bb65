// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// What the subcommands share. This room includes elara/elara.h and nothing
// else of the house.

#ifndef ELARA_CLI_CLI_H
#define ELARA_CLI_CLI_H

#include "elara/elara.h"

// Exit codes.
enum { DONE = 0, FAILED = 1, USAGE = 2 };

// Subcommands get the arguments after their name.
int elara_cli_score(int argc, char** argv);
int elara_cli_render(int argc, char** argv);
int elara_cli_review(int argc, char** argv);
int elara_cli_themes(int argc, char** argv);
int elara_cli_story(int argc, char** argv);
int elara_cli_plan(int argc, char** argv);
int elara_cli_cut(int argc, char** argv);
int elara_cli_compose(int argc, char** argv);

// One option of a subcommand.
typedef struct {
  const char* name;  // "--seed"
  const char* value; // "N" for the help text; NULL for a switch
  const char* help;
  int (*set)(ElaraOptions* options, const char* value); // 0 = bad value
  // What VALUE may be, by index, NULL past the last; or NULL.
  const char* (*choices)(size_t index);
} CliOption;

typedef struct {
  const char* name; // "score"
  const char* synopsis;
  const char* what;         // what it does, a sentence or two
  const CliOption* options; // ended by a NULL name
  const char* out_help;     // of -o, NULL when there is none
  int tells_fonts;          // understands --info, --json
  int prints_json;          // understands --json
  int reads_lines;          // understands --lines
} CliCommand;

typedef struct {
  ElaraOptions options;
  const char* input;
  const char* out; // of -o, NULL when not given
  int quiet;
  int info, json; // --info: INPUT is a sound font, or NULL
  int lines;      // --lines: INPUT is one text a line
} CliArguments;

// Parses; returns -1 to go on, or an exit code (after --help or a usage error).
int elara_cli_parse(const CliCommand* command,
                    int argc,
                    char** argv,
                    CliArguments* arguments);
// Messages of the project to stderr.
void elara_cli_messages(const ElaraProject* project);
// The progress bar on stderr, silent when it is no terminal: begin() before the
// project is made, of() after, so that it can tell speed and voices.
void elara_cli_progress_begin(CliArguments* arguments);
void elara_cli_progress_of(const ElaraProject* project);
void elara_cli_progress_end(void);

extern const CliOption elara_cli_story_options[];
int elara_cli_set_subtitles(ElaraOptions* options, const char* value);
int elara_cli_set_seed(ElaraOptions* options, const char* value);
int elara_cli_set_length(ElaraOptions* options, const char* value);
int elara_cli_set_pace(ElaraOptions* options, const char* value);
int elara_cli_set_font(ElaraOptions* options, const char* value);
int elara_cli_set_rate(ElaraOptions* options, const char* value);
int elara_cli_set_loudness(ElaraOptions* options, const char* value);
int elara_cli_set_threads(ElaraOptions* options, const char* value);
int elara_cli_set_stems(ElaraOptions* options, const char* value);
int elara_cli_set_no_audio(ElaraOptions* options, const char* value);
int elara_cli_set_pdf(ElaraOptions* options, const char* value);
int elara_cli_set_dry(ElaraOptions* options, const char* value);
int elara_cli_set_wav(ElaraOptions* options, const char* value);
int elara_cli_set_plain(ElaraOptions* options, const char* value);
int elara_cli_set_quality(ElaraOptions* options, const char* value);
int elara_cli_set_hall(ElaraOptions* options, const char* value);
int elara_cli_set_impulse(ElaraOptions* options, const char* value);
int elara_cli_set_only(ElaraOptions* options, const char* value);
int elara_cli_set_reroll(ElaraOptions* options, const char* value);
int elara_cli_set_lock(ElaraOptions* options, const char* value);
int elara_cli_set_keep(ElaraOptions* options, const char* value);
int elara_cli_set_feelings(ElaraOptions* options, const char* value);
int elara_cli_set_themes(ElaraOptions* options, const char* value);
int elara_cli_set_picture(ElaraOptions* options, const char* value);
int elara_cli_set_dialogue(ElaraOptions* options, const char* value);
int elara_cli_set_bits(ElaraOptions* options, const char* value);

#endif
