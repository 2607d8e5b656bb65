// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// --pdf, with a stand-in for MuseScore: which sheets it is asked for, what
// happens when it fails, hangs on or is not there.

#include "elara/elara.h"
#include "folder.h"

static int
says(const ElaraProject* project, const char* words)
{
  for (size_t i = 0; i < elara_message_count(project); i++) {
    if (strstr(elara_message(project, i), words)) return 1;
  }
  return 0;
}

// A MuseScore of BODY, alone on the PATH with what a script needs.
static void
stand_in(const char* body)
{
  const char* const path = folder_path("bin/musescore3");
  mkdir(folder_path("bin"), 0777);
  FILE* const file = fopen(path, "w");
  TAP_OK(file && fprintf(file, "#!/bin/sh\n%s\n", body) > 0 &&
             fclose(file) == 0 && chmod(path, 0755) == 0,
         "a stand-in");
}

static int
print_score(const char* dir, const char* words)
{
  ElaraOptions options = elara_options();
  options.audio = 0;
  options.pdf = 1;
  options.length_s = 12.0;
  ElaraProject* const project = elara_project_new(&options);
  const int failed = elara_score_story(
      project, tap_path("examples/the-well.fountain"), folder_path("%s", dir));
  if (words) TAP_OK(says(project, words), words);
  elara_project_free(project);
  return failed;
}

// Copies each input of the job to its output, as a PDF would be written.
static const char engraver[] =
    "[ \"$QT_QPA_PLATFORM\" = offscreen ] || exit 3\n"
    "[ \"$1\" = -j ] || exit 4\n"
    "/usr/bin/tr '{' '\\n' <\"$2\" | /bin/sed -n "
    "'s/.*\"in\":\"\\([^\"]*\\)\",\"out\":\"\\([^\"]*\\)\".*/\\1 \\2/p' |"
    "while read -r from to; do /bin/cp \"$from\" \"$to\"; done";

int
main(void)
{
  tap_begin("studio: the printed score");
  if (!TAP_OK(folder_begin(), "a folder to write to")) return tap_end();
  mkdir(folder_path("tmp"), 0777);
  setenv("TMPDIR", folder_path("tmp"), 1);
  setenv("PATH", folder_path("bin"), 1);
  TAP_EQ_I(print_score("a", "package musescore3"), 1, "no MuseScore");
  TAP_EQ_I(tap_exists(folder_path("a")), 0, "then no work is done");
  stand_in(engraver);
  TAP_EQ_I(print_score("b", NULL), 0, "a score is printed");
  TAP_OK(tap_exists(folder_path("b/the-well.pdf")), "the full score");
  TAP_OK(folder_each(folder_path("b/parts"), NULL) > 3, "and its parts");
  TAP_EQ_I(folder_each(folder_path("tmp"), NULL), 0, "nothing is left over");
  stand_in("exit 1");
  TAP_EQ_I(print_score("c", "MuseScore failed"), 1, "it fails");
  TAP_EQ_I(tap_exists(folder_path("c/the-well.musicxml")), 0,
           "then nothing is written");
  stand_in("exit 0");
  TAP_EQ_I(print_score("d", "left sheets out"), 1, "it does nothing");
  TAP_EQ_I(folder_each(folder_path("tmp"), NULL), 0, "nothing is left over");
  folder_end();
  return tap_end();
}
