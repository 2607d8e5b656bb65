// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// What is no script, no plan, no sound font or no folder is refused, with a
// reason and a way out, and leaves nothing behind. What is odd is scored.

#include "elara/elara.h"
#include "folder.h"

static ElaraOptions
silent(void)
{
  ElaraOptions options = elara_options();
  options.audio = 0;
  return options;
}

static const char*
label(const char* what, const char* rest)
{
  static char text[PATH_SIZE];
  snprintf(text, sizeof text, "%s: %s", what, rest);
  return text;
}

// Whether an error (no note, no warning) has WORDS in it.
static int
says(const ElaraProject* project, const char* words)
{
  const size_t count = elara_message_count(project);
  for (size_t i = 0; i < count; i++) {
    const char* const text = elara_message(project, i);
    if (strstr(text, words) && !strstr(text, "note: ") &&
        !strstr(text, "warning: "))
      return 1;
  }
  printf("# none of %zu messages says \"%s\"\n", count, words);
  return 0;
}

static void
refused_saying(const char* what,
               const ElaraOptions* options,
               const char* input,
               const char* dir,
               const char* words)
{
  ElaraProject* const project = elara_project_new(options);
  TAP_EQ_I(elara_score_story(project, input, dir), 1, label(what, "refused"));
  TAP_OK(says(project, words), label(what, "says why"));
  TAP_EQ_I(folder_each(dir, NULL), 0, label(what, "nothing is written"));
  TAP_OK(elara_summary(project).audio_path == NULL,
         label(what, "no audio is announced"));
  elara_project_free(project);
}

// Refused with a way out: what is wrong; what to do.
static void
refused(const char* what,
        const ElaraOptions* options,
        const char* input,
        const char* dir)
{
  refused_saying(what, options, input, dir, "; ");
}

static void
test_no_script(void)
{
  const ElaraOptions options = silent();
  const char* const out = folder_path("refused");
  static const char noise[] = "RIFF\0\1\2\3\377\376WAVEfmt \0\0\0";
  refused("an empty file", &options,
          file_write(folder_path("empty.fountain"), "", 0), out);
  refused("nothing but space", &options,
          file_write(folder_path("space.fountain"), "\n \n\t\n", 5), out);
  refused("a binary file", &options,
          file_write(folder_path("noise.fountain"), noise, sizeof noise), out);
  refused("a missing file", &options, folder_path("nobody.fountain"), out);
  refused("a folder", &options, folder_path("."), out);
  FILE* const huge = fopen(folder_path("huge.fountain"), "wb");
  if (huge) {
    fseek(huge, 40L << 20, SEEK_SET);
    fputc('.', huge);
    fclose(huge);
  }
  refused("40 MB", &options, folder_path("huge.fountain"), out);
}

static void
test_no_folder(void)
{
  const ElaraOptions options = silent();
  const char* const file = file_write(folder_path("file"), "mine", 4);
  refused("a folder below a file", &options,
          tap_path("examples/the-well.fountain"), folder_path("file/below"));
  const Bytes left = file_read(file);
  TAP_EQ_S(left.bytes, "mine", "the file in the way is left alone");
  free(left.bytes);
}

static void
test_no_font(void)
{
  ElaraOptions options = elara_options();
  options.length_s = 12.0;
  const char* const story = tap_path("examples/the-well.fountain");
  options.sound_font = folder_path("nothing.sf2");
  refused("a missing sound font", &options, story, folder_path("font"));
  options.sound_font = file_write(folder_path("text.sf2"), "no samples", 10);
  refused("a broken sound font", &options, story, folder_path("font"));
  options.sound_font = file_write(folder_path("none.sf2"), "", 0);
  refused("an empty sound font", &options, story, folder_path("font"));
}

// Breaks of a good plan: the first FROM in it becomes TO; "" cuts it there.
// The message SAYS where.
static const struct {
  const char* what;
  const char* from;
  const char* to;
  const char* says;
} breaks[] = {
    {"a plan cut off in the middle", "\"hits\"", "", "; "},
    {"a plan without a comma", ",\n", "\n", "; "},
    {"an unknown mood", "\"mood\": \"", "\"mood\": \"x", "tenderness, "},
    {"a bar that is not there", "\"first_bar\": ", "\"first_bar\": 99",
     "cues[0]"},
    {"a negative tempo", "\"bpm\": ", "\"bpm\": -", "cues[0].bpm"},
    {"a number for a name", "\"name\": \"", "\"name\": 7, \"\": \"",
     "themes[0].name"},
    {"a cue before the story", "\"start_s\": ", "\"start_s\": -1",
     "cues[0].start_s"},
    {"a negative metre", "\"beats\": ", "\"beats\": -", "cues[0]"},
    {"a theme that is not there", "\"theme\": ", "\"theme\": 99",
     "cues[0].themes[0].theme"},
};

static void
test_broken_plans(void)
{
  const ElaraOptions options = silent();
  ElaraProject* const project = elara_project_new(&options);
  const char* const plan =
      elara_plan_json(project, tap_path("examples/the-well.fountain"));
  TAP_OK(plan != NULL, "a plan to break");
  for (size_t i = 0; plan && i < sizeof breaks / sizeof *breaks; i++) {
    const char* const at = strstr(plan, breaks[i].from);
    FILE* const out = fopen(folder_path("broken.json"), "wb");
    if (!TAP_OK(at && out, label(breaks[i].what, "made"))) continue;
    fwrite(plan, 1, (size_t)(at - plan), out);
    fputs(breaks[i].to, out);
    if (breaks[i].to[0]) fputs(at + strlen(breaks[i].from), out);
    fclose(out);
    refused_saying(breaks[i].what, &options, folder_path("broken.json"),
                   folder_path("refused"), breaks[i].says);
  }
  elara_project_free(project);
  refused_saying("another paper", &options,
                 file_write(folder_path("other.json"), "{\"a\": [1, 2]}", 13),
                 folder_path("refused"), "missing");
}

// --- odd, but scripts

static const struct {
  const char* what;
  const char* text;
} odd[] = {
    {"no scenes", "A man walks to the window.\n\nHe looks out. He waits.\n"},
    {"no dialogue",
     "INT. ROOM - DAY\n\nA clock ticks.\n\nEXT. FIELD - NIGHT\n\nWind.\n"},
    {"one word", "Rain.\n"},
    {"a heading alone", "INT. ROOM - DAY\n"},
    {"dialogue alone", "ANNA\nNo.\n\nBEN\nYes.\n"},
    {"not English",
     "INT. KÜCHE - TAG\n\nÉlise lächelt.\n\nÉLISE\n«Où est 雨?»\n"},
    {"Windows line ends",
     "INT. ROOM - DAY\r\n\r\nRain.\r\n\r\nANNA\r\nNo.\r\n"},
    {"markup in words", "INT. <b>&\"ROOM - DAY\n\nA & B < C ]]> \"x\" 'y'.\n"},
};

static void
test_odd(void)
{
  const ElaraOptions options = silent();
  for (size_t i = 0; i < sizeof odd / sizeof *odd; i++) {
    const char* const path = file_write(folder_path("odd%zu.fountain", i),
                                        odd[i].text, strlen(odd[i].text));
    ElaraProject* const project = elara_project_new(&options);
    TAP_EQ_I(elara_score_story(project, path, folder_path("odd%zu", i)), 0,
             label(odd[i].what, "scored"));
    TAP_OK(elara_summary(project).notes > 0, label(odd[i].what, "has notes"));
    elara_project_free(project);
  }
}

static void
test_ten_megabytes(void)
{
  const Bytes one = file_read(tap_path("examples/crimson-echoes.fountain"));
  FILE* const out = fopen(folder_path("long.fountain"), "wb");
  size_t size = 0;
  while (out && one.count && size < (size_t)10 << 20) {
    size += fwrite(one.bytes, 1, one.count, out);
    size += fwrite("\n\n", 1, 2, out);
  }
  if (out) fclose(out);
  free(one.bytes);
  const ElaraOptions options = silent();
  ElaraProject* const project = elara_project_new(&options);
  const char* const json =
      elara_story_json(project, folder_path("long.fountain"));
  TAP_OK(json && json[0] == '{', "a script of 10 MB is read");
  elara_project_free(project);
}

int
main(void)
{
  tap_begin("studio: what is given in");
  if (!TAP_OK(folder_begin(), "a folder to write to")) return tap_end();
  test_no_script();
  test_no_folder();
  test_no_font();
  test_broken_plans();
  test_odd();
  test_ten_megabytes();
  folder_end();
  return tap_end();
}
