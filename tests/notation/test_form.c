// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// Form, time and colour: repeats, metre, tempo, loudness, techniques, names;
// and what is refused.

#include "snippet.h"

#define FOUR(step) NOTE(step, "4", "16", "")

static void
test_repeats(void)
{
  plays(BAR(ATTR("") FOUR("C") REPEAT("right", "backward")) BAR(FOUR("D")),
        "0+16:60 16+16:60 32+16:62", "once more from the beginning");
  plays(BAR(ATTR("") FOUR("C"))
            BAR(REPEAT("left", "forward") FOUR("D") REPEAT("right", "backward"))
                BAR(FOUR("E")),
        "0+16:60 16+16:62 32+16:62 48+16:64", "between the signs");
  plays(BAR(ATTR("") FOUR(
            "C") "<barline><repeat direction=\"backward\" times=\"3\"/>"
                 "</barline>"),
        "0+16:60 16+16:60 32+16:60", "three times");
  plays(BAR(ATTR("") FOUR("C"))
            BAR(ENDING("1", "left", "start", "") FOUR("D") ENDING(
                "1", "right", "stop", "<repeat direction=\"backward\"/>"))
                BAR(ENDING("2", "left", "start", "") FOUR("E")
                        ENDING("2", "right", "discontinue", "")) BAR(FOUR("F")),
        "0+16:60 16+16:62 32+16:60 48+16:64 64+16:65", "two endings");
  plays(BAR(ATTR("") FOUR("C")) BAR(ENDING("1, 2", "left", "start", "") FOUR(
            "D") ENDING("1, 2", "right", "stop",
                        "<repeat direction=\"backward\" times=\"3\"/>"))
            BAR(ENDING("3", "left", "start", "") FOUR("E")
                    ENDING("3", "right", "stop", "")),
        "0+16:60 16+16:62 32+16:60 48+16:62 64+16:60 80+16:64",
        "an ending for two rounds");
  plays(BAR(ATTR("") FOUR("C")) BAR(FOUR("D") WORDS("Fine"))
            BAR(FOUR("E") WORDS("D.C. al Fine")),
        "0+16:60 16+16:62 32+16:64 48+16:60 64+16:62", "da capo al fine");
  plays(BAR(ATTR("") FOUR("C"))
            BAR("<direction><direction-type><segno/></direction-type>"
                "</direction>" FOUR("D") "<sound tocoda=\"x\"/>")
                BAR(FOUR("E") "<sound dalsegno=\"x\"/>")
                    BAR("<sound coda=\"x\"/>" FOUR("F")),
        "0+16:60 16+16:62 32+16:64 48+16:62 64+16:65", "dal segno, to coda");
  plays(BAR(ATTR("") NOTE("C", "4", "16", "<tie type=\"start\"/>"))
            BAR(NOTE("C", "4", "16", "<tie type=\"stop\"/>")
                    REPEAT("right", "backward")) BAR(FOUR("D")),
        "0+32:60 32+32:60 64+16:62", "ties within the repeat");
}

static void
test_metre(void)
{
  plays("<measure number=\"0\" implicit=\"yes\">" ATTR(
            "<time><beats>3</beats><beat-type>4</beat-type></time>")
            NOTE("G", "4", "4", "") "</measure>" BAR(NOTE("C", "5", "12", "")),
        "0+4:67 4+12:72", "a pickup bar");
  TAP_EQ_I(read_.plan->bars[0].beats, 1, "has one beat");
  TAP_EQ_I(read_.plan->bars[1].beats, 3, "then three");
  plays(BAR(ATTR("<time><beats>4</beats><beat-type>4</beat-type></time>")
                FOUR("C"))
            BAR("<attributes><time><beats>3+2</beats><beat-type>8</beat-type>"
                "</time></attributes>" NOTE("D", "4", "10", ""))
                BAR(NOTE("E", "4", "10", "")),
        "0+16:60 16+10:62 26+10:64", "the metre changes");
  TAP_EQ_I(read_.plan->bars[2].beats, 5, "to five");
  TAP_EQ_I(read_.plan->bars[2].beat_type, 8, "eighths");
  plays(BAR(ATTR("") "<note><rest measure=\"yes\"/><duration>16</duration>"
                     "</note>") BAR(FOUR("C")),
        "16+16:60", "a bar of rest");
}

static double
bpm_at(ElaraTick tick)
{
  const ElaraTempoMap map = elara_plan_tempo_map(read_.plan);
  return elara_tempo_map_bpm(&map, tick);
}

#define METRONOME(unit, dot, number)                                           \
  "<direction><direction-type><metronome><beat-unit>" unit "</beat-unit>" dot  \
  "<per-minute>" number "</per-minute></metronome></direction-type>"           \
  "</direction>"

static void
test_tempo(void)
{
  plays(BAR(ATTR("") METRONOME("quarter", "<beat-unit-dot/>", "c. 60")
                FOUR("C")) BAR("<sound tempo=\"72\"/>" FOUR("D")),
        "0+16:60 16+16:62", "tempo");
  TAP_NEAR(bpm_at(0), 90.0, .01, "a dotted quarter at 60");
  TAP_NEAR(bpm_at(4 * Q), 72.0, .01, "a new tempo");
  plays(BAR(ATTR("") WORDS("Adagio") FOUR("C")) BAR(WORDS("rit.") FOUR("D"))
            BAR(WORDS("a tempo") FOUR("E")),
        "0+16:60 16+16:62 32+16:64", "words");
  TAP_NEAR(bpm_at(0), 60.0, .01, "Adagio");
  TAP_OK(bpm_at(7 * Q) < 47.0, "slower at the end of the rit.");
  TAP_NEAR(bpm_at(8 * Q), 60.0, .01, "a tempo");
  plays(BAR(ATTR("") "<sound tempo=\"60\"/>" NOTE("C", "4", "8", "") NOTE(
            "D", "4", "8", "<notations><fermata/></notations>")) BAR(FOUR("E")),
        "0+8:60 8+8:62 16+16:64", "a fermata");
  TAP_NEAR(elara_time_s(read_.plan->length), 10.0, 1e-6, "is held twice");
}

static void
test_colour(void)
{
  static const char* const marks = BAR(
      ATTR("") "<direction><direction-type><dynamics><p/></dynamics>"
               "</direction-type></direction>"
               "<direction><direction-type><wedge type=\"crescendo\"/>"
               "</direction-type></direction>" FOUR("C"))
      BAR("<direction><direction-type><wedge type=\"stop\"/></direction-type>"
          "</direction><direction><direction-type><dynamics><f/></dynamics>"
          "</direction-type></direction>" FOUR("D"))
          BAR("<direction><direction-type><dynamics><sfz/></dynamics>"
              "</direction-type></direction>" FOUR("E"));
  plays(marks, "0+16:60 16+16:62 32+16:64", "loudness");
  const ElaraPart* const part = &read_.score->parts[0];
  TAP_NEAR(elara_part_level(part, 0), .3125, 1e-9, "p");
  TAP_NEAR(elara_part_level(part, 2 * Q), .5, 1e-9, "growing");
  TAP_NEAR(elara_part_level(part, 4 * Q), .6875, 1e-9, "f");
  TAP_NEAR(part->notes[2].accent, .9, 1e-9, "sfz");
  static const char* const strings = BAR(
      ATTR("") WORDS("pizz.") NOTE("C", "4", "4", "") WORDS("arco")
          NOTE("D", "4", "4", "") WORDS("mit D\xC3\xA4mpfer")
              NOTE("E", "4", "4", "") WORDS("senza sord.")
                  NOTE("F", "4", "4",
                       "<notations><articulations><staccato/></articulations>"
                       "</notations>"))
      BAR(NOTE("C", "4", "8", "<notations><slur type=\"start\"/></notations>")
              NOTE("D", "4", "8",
                   "<notations><slur type=\"stop\"/></notations>"));
  plays_as("Viola", strings, "0+4:60 4+4:62 8+4:64 12+4:65 16+8:60 24+8:62",
           "strings");
  static const int want[] = {
      ELARA_TECHNIQUE_PIZZICATO, ELARA_TECHNIQUE_NORMAL,
      ELARA_TECHNIQUE_MUTED,     ELARA_TECHNIQUE_STACCATO,
      ELARA_TECHNIQUE_LEGATO,    ELARA_TECHNIQUE_LEGATO};
  for (int i = 0; i < 6; i++) {
    const int got = read_.score->parts[0].notes[i].technique;
    TAP_EQ_S(elara_technique_name((ElaraTechnique)got),
             elara_technique_name((ElaraTechnique)want[i]), "technique");
  }
  TAP_OK(read_.score->parts[0].notes[4].slur > 0 &&
             read_.score->parts[0].notes[4].slur ==
                 read_.score->parts[0].notes[5].slur,
         "one slur");
}

static void
test_names(void)
{
  static const struct {
    const char* name;
    int instrument;
  } rows[] = {
      {"Violins I", ELARA_VIOLIN_1},
      {"Violine 2", ELARA_VIOLIN_2},
      {"Violino II", ELARA_VIOLIN_2},
      {"Premier violon", ELARA_VIOLIN_1},
      {"Strings 2, violin1:", ELARA_VIOLIN_1},
      {"Strings 1, violin2:", ELARA_VIOLIN_2},
      {"Strings 1, cello:", ELARA_CELLO},
      {"Strings", ELARA_VIOLA}, // by its one note, middle C
      {"Bratschen", ELARA_VIOLA},
      {"Violoncelli", ELARA_CELLO},
      {"Kontrabass", ELARA_DOUBLE_BASS},
      {"Contrabbassi", ELARA_DOUBLE_BASS},
      {"Horn in F", ELARA_HORN},
      {"4 H\xC3\xB6rner in F", ELARA_HORN},
      {"Corno inglese", ELARA_ENGLISH_HORN},
      {"Cor anglais", ELARA_ENGLISH_HORN},
      {"Cors en Fa", ELARA_HORN},
      {"Clarinet in B\xE2\x99\xAD", ELARA_CLARINET},
      {"Bassklarinette", ELARA_BASS_CLARINET},
      {"Fl\xC3\xB6te", ELARA_FLUTE},
      {"Fl\xC3\xBBte 1", ELARA_FLUTE},
      {"Piccolofl\xC3\xB6te", ELARA_PICCOLO},
      {"Hautbois", ELARA_OBOE},
      {"Kontrafagott", ELARA_CONTRABASSOON},
      {"Trombe in Do", ELARA_TRUMPET},
      {"Tromboni", ELARA_TROMBONE},
      {"Bassposaune", ELARA_BASS_TROMBONE},
      {"Pauken", ELARA_TIMPANI},
      {"Harfe", ELARA_HARP},
      {"Harp 1", ELARA_HARP},
      {"Sopran", ELARA_CHOIR},
      {"Vc.", ELARA_CELLO},
      {"Tam-tam", ELARA_PERCUSSION},
      {"R\xC3\xB6hrenglocken", ELARA_TUBULAR_BELLS},
      {"Alto Saxophone", ELARA_ENGLISH_HORN},
      {"Deep Drone", ELARA_DEEP_DRONE},
  };
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    const ElaraStatus status =
        read_text(score_of(rows[i].name, BAR(ATTR("") FOUR("C"))));
    TAP_EQ_I(status == ELARA_OK ? read_.score->parts[0].instrument : -1,
             rows[i].instrument, rows[i].name);
  }
}

static void
refused(const char* text, const char* words)
{
  TAP_OK(read_text(text) == ELARA_BAD_INPUT && says(words), words);
  TAP_OK(!read_.plan && !read_.score, "and nothing comes of it");
}

static void
test_refused(void)
{
  refused("", "XML");
  refused("<score-partwise>", "not well-formed");
  refused("<html/>", "not a MusicXML score");
  refused("<opus/>", "a collection of scores");
  refused("<score-partwise/>", "lists no parts");
  refused(score_of("Flute", BAR("")), "no notes");
  refused("<!DOCTYPE x [<!ENTITY a \"b\">]><score-partwise>&a;"
          "</score-partwise>",
          "declares entities");
  refused("<!DOCTYPE x [<!ENTITY % a SYSTEM \"file:///etc/passwd\">%a;]>"
          "<score-partwise/>",
          "declares entities");
  refused("PK\3\4 no archive", "");

  refused(score_of("Flute", BAR(ATTR("") NOTE("C", "4", "999999", ""))
                                BAR(NOTE("C", "4", "1", ""))),
          "a measure longer");
  const ElaraDiag* const d = elara_diags_at(diags_, 0);
  TAP_OK(d && d->hint[0], "with what to do");
  ElaraText deep = {0};
  elara_text_add(&deep, "<score-partwise>");
  for (int i = 0; i < 5000; i++)
    elara_text_add(&deep, "<a>");
  refused(deep.bytes, "XML");
  elara_text_clear(&deep);
}

// --- compressed --------------------------------------------------------------

static unsigned
crc_of(const char* text, size_t count)
{
  unsigned crc = 0xffffffffU;
  for (size_t i = 0; i < count; i++) {
    crc ^= (unsigned char)text[i];
    for (int bit = 0; bit < 8; bit++)
      crc = crc >> 1 ^ (crc & 1U ? 0xedb88320U : 0U);
  }
  return ~crc;
}

static void
little(ElaraText* out, unsigned long value, int bytes)
{
  for (int i = 0; i < bytes; i++) {
    const unsigned char byte = (unsigned char)(value >> 8 * i & 255U);
    elara_text_bytes(out, &byte, 1);
  }
}

// Header of an entry, local or central; stored, not deflated.
static void
entry(ElaraText* out, const char* name, const char* text, int central)
{
  const size_t count = strlen(text);
  elara_text_bytes(out, central ? "PK\1\2" : "PK\3\4", 4);
  if (central) little(out, 20, 2);
  little(out, 20, 2);
  little(out, 0, 8); // flags, stored, time, date
  little(out, crc_of(text, count), 4);
  little(out, count, 4);
  little(out, count, 4);
  little(out, strlen(name), 2);
  little(out, 0, 2);
  if (central) little(out, 0, 6), little(out, 0, 8);
  elara_text_add(out, name);
  if (!central) elara_text_bytes(out, text, count);
}

static void
test_compressed(void)
{
  static const char* const name = "score.xml";
  const char* const score = score_of("Flute", BAR(ATTR("") FOUR("C")));
  ElaraText zip = {0};
  entry(&zip, name, score, 0);
  const size_t directory = zip.count;
  entry(&zip, name, score, 1);
  const size_t size = zip.count - directory;
  elara_text_bytes(&zip, "PK\5\6", 4);
  little(&zip, 0, 4);
  little(&zip, 1, 2);
  little(&zip, 1, 2);
  little(&zip, size, 4);
  little(&zip, directory, 4);
  little(&zip, 0, 2);
  elara_notation_clear(&read_);
  TAP_OK(elara_notation_is((const unsigned char*)zip.bytes, zip.count),
         "an archive may be a score");
  const ElaraStatus status = elara_notation_read(
      "x.mxl", (const unsigned char*)zip.bytes, zip.count, diags_, &read_);
  if (status != ELARA_OK && says("built without libzip")) {
    tap_skip("a compressed score", "built without libzip");
  } else if (!TAP_OK(status == ELARA_OK, "a compressed score")) {
    elara_diags_print(diags_, stdout);
  } else {
    TAP_EQ_S(played(0), "0+16:60", "holds the same notes");
  }
  elara_text_clear(&zip);
}

static void
test_sections(void)
{
  plays(BAR(ATTR("") "<direction><direction-type><rehearsal>A</rehearsal>"
                     "</direction-type></direction>" WORDS("Andante dolce")
                         FOUR("C"))
            BAR(WORDS("Tacet 0:04") "<note><rest measure=\"yes\"/><duration>16"
                                    "</duration></note>")
                BAR("<direction><direction-type><rehearsal>A</rehearsal>"
                    "</direction-type></direction>" FOUR("D")),
        "0+16:60 32+16:62", "sections");
  TAP_EQ_I(read_.plan->cue_count, 2, "two cues");
  TAP_EQ_S(read_.plan->cues[0].name, "A", "with the mark's name");
  TAP_EQ_S(read_.plan->cues[1].name, "A (2)", "that no other has");
  TAP_EQ_I(read_.plan->cues[0].mood, ELARA_MOOD_TENDERNESS, "dolce");
  TAP_EQ_I(read_.plan->bars[1].cue, -1, "tacet is silence");
}

int
main(void)
{
  tap_begin("notation: form");
  test_repeats();
  test_metre();
  test_tempo();
  test_colour();
  test_names();
  test_sections();
  test_compressed();
  test_refused();
  elara_diags_free(diags_);
  return tap_end();
}
