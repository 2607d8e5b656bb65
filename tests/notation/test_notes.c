// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// Each construct of MusicXML by itself: what is written, what should sound.

#include "snippet.h"

static void
test_time(void)
{
  plays(BAR(ATTR("") NOTE("C", "4", "4", "") NOTE("D", "4", "12", "")),
        "0+4:60 4+12:62", "notes in a row");
  plays(BAR(ATTR("") NOTE("C", "4", "4", "") REST("4") NOTE("D", "4", "8", "")),
        "0+4:60 8+8:62", "a rest");
  plays(BAR(ATTR("") "<note>" PITCH(
            "C", "4") "<duration>8</duration></note>"
                      "<note><chord/>" PITCH(
                          "E", "4") "<duration>8</duration></note>" REST("8")),
        "0+8:60 0+8:64", "a chord");
  plays(BAR(ATTR("") NOTE(
            "C", "5", "16",
            "") "<backup><duration>16</duration></backup>"
                "<forward><duration>4</duration></forward>"
                "<note>" PITCH(
                    "E", "4") "<duration>12</duration><voice>2</voice></note>"),
        "0+16:72 4+12:64", "backup, forward, a second voice");
  plays(BAR("<attributes><divisions>3</divisions></attributes>" NOTE(
            "C", "4", "1", "") NOTE("D", "4", "1", "") NOTE("E", "4", "1", "")
                NOTE("F", "4", "9", "")),
        "0+1120t:60 1120t+1120t:62 2240t+1120t:64 4+12:65", "triplets");
  plays(BAR("<attributes><divisions>10080</divisions></attributes>" NOTE(
            "C", "4", "1440", "") NOTE("D", "4", "38880", "")),
        "0+480t:60 480t+12960t:62", "septuplets of fine divisions");
  plays(BAR("<attributes><divisions>0.5</divisions></attributes>" NOTE(
            "C", "4", "0.5", "") NOTE("D", "4", "1.5", "")),
        "0+4:60 4+12:62", "divisions need not be whole");
  plays(
      BAR(ATTR("") NOTE(
          "C", "4", "8",
          "") "<attributes><divisions>8</divisions></attributes>" NOTE("D", "4",
                                                                       "16",
                                                                       "")),
      "0+8:60 8+8:62", "and may change");
}

static void
test_ties(void)
{
  plays(BAR(ATTR("") NOTE("C", "4", "16", "<tie type=\"start\"/>")) BAR(
            NOTE("C", "4", "16", "<tie type=\"stop\"/><tie type=\"start\"/>"))
            BAR(NOTE("C", "4", "4", "<tie type=\"stop\"/>") REST("12")),
        "0+36:60", "ties over two bar lines are one note");
  plays(BAR(ATTR("") NOTE("C", "4", "8",
                          "<notations><tied type=\"start\"/></notations>")
                NOTE("C", "4", "8",
                     "<notations><tied type=\"stop\"/></notations>")),
        "0+16:60", "tied without tie");
  plays(BAR(ATTR("") NOTE("C", "4", "8", "<tie type=\"start\"/>")
                NOTE("D", "4", "8", "<tie type=\"stop\"/>")),
        "0+8:60 8+8:62", "a tie to another pitch is none");
  plays(BAR(ATTR("")
                NOTE("C", "4", "8", "<tie type=\"start\"/>") "<note>" PITCH(
                    "C", "4") "<duration>8</duration>"
                              "<tie type=\"stop\"/><voice>2</voice></note>"),
        "0+16:60", "a tie may change the voice");
}

static void
test_pitch(void)
{
  plays(BAR(ATTR("<transpose><diatonic>-1</diatonic><chromatic>-2</chromatic>"
                 "</transpose>") NOTE("D", "5", "16", "")),
        "0+16:72", "a clarinet in B flat");
  plays(BAR(ATTR("<transpose><chromatic>0</chromatic><octave-change>-1"
                 "</octave-change></transpose>") NOTE("C", "3", "16", "")),
        "0+16:36", "a double bass");
  plays(BAR(ATTR("") "<direction><direction-type><octave-shift type=\"down\" "
                     "size=\"8\"/></direction-type></direction>" NOTE(
                         "C", "6", "16", "")),
        "0+16:84", "8va is drawn, the pitch sounds");
  plays(BAR(ATTR("") "<note><pitch><step>B</step><alter>-1</alter><octave>3"
                     "</octave></pitch><duration>16</duration></note>"),
        "0+16:58", "B flat");
  plays(BAR(ATTR("") "<note><pitch><step>C</step><alter>-1</alter><octave>4"
                     "</octave></pitch><duration>16</duration></note>"),
        "0+16:59", "C flat keeps its octave");
}

static void
test_grace(void)
{
  const char* const grace =
      "<note><grace slash=\"yes\"/>" PITCH("D", "5") "<voice>1</voice></note>";
  char bar[4096];
  snprintf(bar, sizeof bar, BAR(ATTR("") "%s%s%s"), NOTE("C", "4", "8", ""),
           grace, NOTE("C", "5", "8", ""));
  plays(bar, "0+6243t:60 6243t+477t:74 8+8:72",
        "before the beat, short, from what comes before");
  snprintf(bar, sizeof bar, BAR(ATTR("") "%s%s"), grace,
           NOTE("C", "5", "16", ""));
  plays(bar, "0+477t:74 0+16:72", "at the start it comes with the beat");
}

static void
test_ornaments(void)
{
  plays(BAR(ATTR("") "<sound tempo=\"60\"/>" NOTE(
            "C", "5", "4",
            "<notations><ornaments><trill-mark/></ornaments>"
            "</notations>") REST("12")),
        "0+373t:72 373t+373t:74 746t+374t:72 1120t+373t:74 1493t+373t:72 "
        "1866t+374t:74 2240t+373t:72 2613t+373t:74 2986t+374t:72",
        "a trill in the scale, ending on its note");
  plays(BAR(ATTR("") NOTE("C", "5", "8",
                          "<type>half</type><notations><ornaments><tremolo "
                          "type=\"single\">1</tremolo></ornaments></notations>")
                REST("8")),
        "0+2:72 2+2:72 4+2:72 6+2:72", "a tremolo with counted notes");
  plays_as("Violin",
           BAR(ATTR("") NOTE("C", "5", "16",
                             "<type>whole</type><notations><ornaments><tremolo>"
                             "3</tremolo></ornaments></notations>")),
           "0+16:72", "three beams are not counted");
  TAP_EQ_I(read_.score->parts[0].notes[0].technique, ELARA_TECHNIQUE_TREMOLO,
           "they tremble");
  plays_as("Timpani",
           BAR(ATTR("") NOTE("C", "3", "16",
                             "<notations><ornaments><trill-mark/></ornaments>"
                             "</notations>")),
           "0+16:48", "on a drum a trill is a roll");
  TAP_EQ_I(read_.score->parts[0].notes[0].technique, ELARA_TECHNIQUE_ROLL,
           "rolled");
  plays(BAR(ATTR("") "<sound tempo=\"60\"/>" NOTE(
            "C", "5", "16",
            "<notations><ornaments><mordent/></ornaments>"
            "</notations>")),
        "0+286t:72 286t+286t:71 572t+12868t:72", "a mordent");
}

static void
test_cue_notes(void)
{
  plays(BAR(ATTR("") "<note><cue/>" PITCH(
            "C", "4") "<duration>8</duration></note>" NOTE("D", "4", "8", "")),
        "8+8:62", "cue notes are not played");
}

static void
test_drums(void)
{
  static const char drums[] =
      "<score-partwise><part-list><score-part id=\"P1\"><part-name>Percussion"
      "</part-name><score-instrument id=\"a\"><instrument-name>Tam-tam"
      "</instrument-name></score-instrument><score-instrument id=\"b\">"
      "<instrument-name>Thing</instrument-name></score-instrument>"
      "<midi-instrument id=\"b\"><midi-unpitched>36</midi-unpitched>"
      "</midi-instrument></score-part><score-part id=\"P2\"><part-name>Gro\xC3"
      "\x9F"
      "e Trommel</part-name></score-part></part-list><part id=\"P1\">"
      "<measure><attributes><divisions>1</divisions></attributes><note>"
      "<unpitched><display-step>C</display-step><display-octave>5"
      "</display-octave></unpitched><duration>1</duration><instrument "
      "id=\"a\"/></note><note><unpitched/><duration>1</duration><instrument "
      "id=\"b\"/></note><note><unpitched><display-step>C</display-step>"
      "<display-octave>5</display-octave></unpitched><duration>1</duration>"
      "</note></measure></part><part id=\"P2\"><measure><note><unpitched/>"
      "<duration>1</duration></note></measure></part></score-partwise>";
  TAP_OK(read_text(drums) == ELARA_OK, "drums");
  TAP_EQ_S(played(0), "0+4:52 4+4:35 8+4:38",
           "by name, by MIDI, by their place on the staff");
  TAP_EQ_S(played(1), "0+4:36", "a part that is one drum");
}

static void
test_voices(void)
{
  ElaraText text = {0};
  elara_text_add(&text, ATTR(""));
  for (int v = 1; v <= 5; v++) {
    if (v > 1)
      elara_text_add(&text, "<backup><duration>16</duration></backup>");
    elara_text_addf(
        &text,
        "<note>" PITCH("C",
                       "%d") "<duration>%d</duration><voice>%d</voice></note>"
                             "<forward><duration>%d</duration></forward>",
        v + 1, 16 - v, v, v);
  }
  char bar[8192];
  snprintf(bar, sizeof bar, BAR("%s"), text.bytes);
  elara_text_clear(&text);
  TAP_OK(read_text(score_of("Klavier", bar)) == ELARA_OK, "five voices");
  TAP_EQ_I(read_.score->part_count, 3, "are three parts of two");
  TAP_EQ_I(read_.score->parts[2].instrument, ELARA_HARP, "of one instrument");
  TAP_OK(says("no Klavier: Harp plays it"), "which says whom it stands in for");
}

static void
test_timewise(void)
{
  TAP_OK(
      read_text(
          "<score-timewise><part-list><score-part id=\"a\"><part-name>Oboe"
          "</part-name></score-part><score-part id=\"b\"><part-name>Fagott"
          "</part-name></score-part></part-list><measure><part id=\"a\">" ATTR(
              "") NOTE("C", "5", "16", "") "</part><part id=\"b\">" ATTR("")
              NOTE("C", "3", "16",
                   "") "</part></measure><measure>"
                       "<part id=\"b\">" NOTE(
                           "D", "3", "16",
                           "") "</part></measure></score-timewise>") ==
          ELARA_OK,
      "timewise");
  TAP_EQ_S(played(0), "0+16:72", "the upper part");
  TAP_EQ_S(played(1), "0+16:48 16+16:50", "the lower");
  TAP_EQ_I(read_.score->parts[1].instrument, ELARA_BASSOON, "a bassoon");
}

int
main(void)
{
  tap_begin("notation: notes");
  test_time();
  test_ties();
  test_pitch();
  test_grace();
  test_ornaments();
  test_cue_notes();
  test_drums();
  test_voices();
  test_timewise();
  read_text("<x/>");
  elara_diags_free(diags_);
  return tap_end();
}
