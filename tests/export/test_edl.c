// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// What goes to the cutting room: edit decision list and markers to the letter,
// the click, the film's start in the MIDI file, and how a cue is used.

#include "papers.h"
#include "tap.h"

#include "export/usage.h"

static const char edl_want[] =
    "TITLE: The Bell\r\nFCM: NON-DROP FRAME\r\n\r\n"
    "001  BELL2    AA    C        00:00:00:00 00:00:12:00 00:00:00:00 "
    "00:00:12:00\r\n"
    "* FROM CLIP NAME: 1m1 The \"Bell\", again\r\n"
    "* SOURCE FILE: bell-2.flac\r\n"
    "002  BELL2    AA    C        00:00:22:00 00:00:30:00 00:00:22:00 "
    "00:00:30:00\r\n"
    "* FROM CLIP NAME: 1m2 Harbour\r\n"
    "* SOURCE FILE: bell-2.flac\r\n";

// 22 s are 659.3 frames, 30 s are 899.1.
static const char dropped_event[] =
    "002  ELARA    AA    C        10:00:21;29 10:00:29;29 10:00:21;29 "
    "10:00:29;29\r\n";

static const char marker_want[] =
    "002  001      V     C        00:00:04:00 00:00:04:01 00:00:04:00 "
    "00:00:04:01\r\n"
    "Hit on the frame, sound, line 5, in 1m1 The \"Bell\", again "
    "|C:ResolveColorRed |M:A bell, <struck> |D:1\r\n";

static ElaraFilmClock
dropped(void)
{
  ElaraFilmClock film = {30000, 1001, 1, 0};
  film.start = elara_film_parse(&film, "10:00:00;00");
  return film;
}

static void
test_edl(ElaraText* text)
{
  text->count = 0;
  elara_edl_write(&plan, "The Bell", "bell-2.flac", text);
  TAP_EQ_S(text->bytes, edl_want, "edit decision list");
  plan.film = dropped();
  text->count = 0;
  elara_edl_write(&plan, "a\nb|c", "--.wav", text);
  TAP_OK(strstr(text->bytes, "TITLE: a b/c\r\nFCM: DROP FRAME\r\n"),
         "one line of title, the frame code mode");
  TAP_OK(strstr(text->bytes, dropped_event), "dropped, from ten o'clock");
  plan.film = (ElaraFilmClock){0};
}

static void
test_markers(ElaraText* text)
{
  text->count = 0;
  elara_markers_edl(&plan, NULL, "The Bell", text);
  TAP_OK(strstr(text->bytes, marker_want), "a marker as Resolve has it");
  TAP_OK(strstr(text->bytes, "|C:ResolveColorBlue |M:1m2 Harbour |D:192\r\n"),
         "a cue is as long as it is");
  text->count = 0;
  elara_markers_csv(&plan, &story, text);
  TAP_OK(strstr(text->bytes, "Marker Name,Description,In,Out,Duration,"
                             "Marker Type\r\n") == text->bytes,
         "the columns of a marker list");
  TAP_OK(strstr(text->bytes, "00:00:22:00,00:00:30:00,00:00:08:00,Comment"),
         "a cue with its length");
  TAP_OK(strstr(text->bytes, "Scene, line"), "scenes where there is a story");
  plan.film = dropped();
  text->count = 0;
  elara_markers_csv(&plan, NULL, text);
  TAP_OK(strstr(text->bytes, ",10;00;21;29,10;00;29;29,00;00;08;00,Comment"),
         "Premiere's semicolons");
  plan.film = (ElaraFilmClock){0};
}

// How often BYTES occur in TEXT.
static int
occurs(const ElaraText* text, const void* bytes, size_t count)
{
  int n = 0;
  for (size_t i = 0; i + count <= text->count; i++)
    n += memcmp(text->bytes + i, bytes, count) == 0;
  return n;
}

static int
offset_is(const ElaraFilmClock* film, const char* want)
{
  ElaraText text = {0};
  plan.film = *film;
  elara_midi_write(&plan, &take, "", &text);
  const int found = occurs(&text, want, 8);
  plan.film = (ElaraFilmClock){0};
  elara_text_clear(&text);
  return found == 1;
}

static void
test_click(ElaraText* text)
{
  text->count = 0;
  TAP_OK(elara_midi_click(&plan, &take, "The Bell", text) == ELARA_OK, "click");
  TAP_EQ_I(text->bytes[11], 2, "the map and one track");
  TAP_EQ_I(occurs(text,
                  "\xff\x03\x05"
                  "Click",
                  8),
           1, "called Click");
  // bars of cues: 4/4 4/4 4/4, then 6/8 5/8 3/4
  TAP_EQ_I(occurs(text, "\x99\x4c\x78", 3), 6, "six first beats");
  TAP_EQ_I(occurs(text, "\x99\x4d\x58", 3), 9 + 1 + 4 + 2, "the others");
  text->count = 0;
  elara_midi_write(&plan, &take, "The Bell", text);
  TAP_EQ_I(occurs(text, "Click", 5), 0, "the orchestra has none");
  TAP_EQ_I(occurs(text, "\xff\x54\x05", 3), 0, "no film, no start");
  TAP_EQ_I(occurs(text, "1m2 Harbour (00:00:22:00)", 25), 1,
           "a marker says its timecode");
}

static void
test_start(void)
{
  const ElaraFilmClock ntsc = dropped();
  const ElaraFilmClock film = {24000, 1001, 0, 86400};
  const ElaraFilmClock tv = {25, 1, 0, 90013};
  const ElaraFilmClock fast = {50, 1, 0, 3 * 50 + 7};
  const ElaraFilmClock even = {30, 1, 0, 30};
  TAP_OK(offset_is(&film, "\xff\x54\x05\x01\x00\x00\x00\x00"), "23.976");
  TAP_OK(offset_is(&tv, "\xff\x54\x05\x21\x00\x00\x0d\x00"), "25");
  TAP_OK(offset_is(&ntsc, "\xff\x54\x05\x4a\x00\x00\x00\x00"), "29.97 drop");
  TAP_OK(offset_is(&even, "\xff\x54\x05\x60\x00\x01\x00\x00"), "30");
  TAP_OK(offset_is(&fast, "\xff\x54\x05\x20\x00\x03\x03\x32"),
         "50 counts in halves");
}

static void
test_usage(void)
{
  TAP_EQ_S(elara_usage_code(elara_usage_of(&plan, NULL, 0)), "BI",
           "no idea, no main title");
  theme_roles[0].kind = ELARA_THEME_IDEA;
  TAP_EQ_S(elara_usage_code(elara_usage_of(&plan, NULL, 0)), "MT", "title");
  theme_roles[0].kind = ELARA_THEME_PERSON;
  TAP_EQ_S(elara_usage_code(elara_usage_of(&plan, NULL, 1)), "ET", "end");
  ElaraElement line = {.kind = ELARA_ELEMENT_ACTION, .line = 6};
  ElaraStory scene = {.elements = &line, .element_count = 1};
  line.text = "He plays cards beside the piano.";
  TAP_EQ_I(elara_usage_of(&plan, &scene, 0), ELARA_USAGE_VISUAL,
           "a line is read by its words, not its sense");
  line.text = "She picks up the fiddle and PLAYS.";
  TAP_EQ_I(elara_usage_of(&plan, &scene, 0), ELARA_USAGE_VISUAL, "seen");
  line.text = "Children play in the harbour.";
  TAP_EQ_I(elara_usage_of(&plan, &scene, 0), ELARA_USAGE_BACKGROUND, "games");
  line.text = "The organist displays a drumstick.";
  TAP_EQ_I(elara_usage_of(&plan, &scene, 0), ELARA_USAGE_BACKGROUND,
           "whole words");
  line = (ElaraElement){.kind = ELARA_ELEMENT_ACTION, .line = 11};
  line.text = "Ada plays the organ.";
  TAP_EQ_I(elara_usage_of(&plan, &scene, 0), ELARA_USAGE_BACKGROUND,
           "in another cue");
}

// "Margit teaches Odo the kettledrum." "She plays eleven."
static void
test_scene(void)
{
  ElaraElement lines[] = {
      {.kind = ELARA_ELEMENT_ACTION, .line = 2, .text = "A kettledrum."},
      {.kind = ELARA_ELEMENT_ACTION, .line = 6, .text = "She plays eleven."},
  };
  ElaraStory scene = {.elements = lines, .element_count = 2};
  TAP_EQ_I(elara_usage_of(&plan, &scene, 0), ELARA_USAGE_VISUAL,
           "the instrument was named before, in the scene");
  lines[1].scene = 1;
  TAP_EQ_I(elara_usage_of(&plan, &scene, 0), ELARA_USAGE_BACKGROUND,
           "not in another scene");
}

int
main(void)
{
  tap_begin("edl");
  papers_use();
  ElaraText text = {0};
  test_edl(&text);
  test_markers(&text);
  test_click(&text);
  test_start();
  test_usage();
  test_scene();
  elara_text_clear(&text);
  return tap_end();
}
