// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// Every element of Fountain 1.1, and what writers do with them.

#include "story/dump.h"
#include "tap.h"

typedef struct {
  const char* name;
  const char* script;
  const char* elements; // see dump.h
} Case;

static const Case cases[] = {
    // Title page.
    {"title page", "Title: The Bell\nAuthor: A. B.\n\nHello.",
     "T The Bell [Title]\nT A. B. [Author]\nA Hello.\n"},
    {"title page, values on indented lines",
     "Title:\n\t_**A**_\n    B: C\nDraft date: 1/1\n\nX.",
     "T _**A**_/B: C [Title]\nT 1/1 [Draft date]\nA X.\n"},
    {"title page, keys in any case, with blank lines between",
     "TITLE: A\n\nauthor: B\n\nX.", "T A [TITLE]\nT B [author]\nA X.\n"},
    {"title page ends at a line that is no key",
     "Title: A\nNot a key.\nStill: none.",
     "T A [Title]\nA Not a key./Still: none.\n"},
    {"a colon alone makes no title page", "FADE IN:\n\nX.",
     "> FADE IN:\nA X.\n"},
    {"nor does a transition", "CUT TO:\n\nX.", "> CUT TO:\nA X.\n"},
    {"nor does a narrator", "Narrator: once upon a time.",
     "A Narrator: once upon a time.\n"},
    {"title page after a note, with a boneyard in it",
     "[[draft]]\n\nTitle: A /* B */ C\n\nX.",
     "N draft\nT A  C [Title]\nB B\nA X.\n"},
    {"title page with full-width colons", "Title\xef\xbc\x9a\xe6\x98\xa0\n\nX",
     "T \xe6\x98\xa0 [Title]\nA X\n"},
    // Headings.
    {"headings by prefix",
     "INT. A - DAY\n\next b\n\nINT/EXT C\n\nI/E. D\n\nI./E E\n\nEST. F\n\n"
     "INT - G - DAY\n\nint./ext. h",
     "H INT. A - DAY\nH ext b\nH INT/EXT C\nH I/E. D\nH I./E E\nH EST. F\n"
     "H INT - G - DAY\nH int./ext. h\n"},
    {"not headings", "INTERIOR MONOLOGUE\n\nESTABLISHING\n\nexterior walls",
     "A INTERIOR MONOLOGUE\nA ESTABLISHING\nA exterior walls\n"},
    {"scene numbers", "INT. A #1#\n\nINT. B #I-1-A#\n\nINT. C #110A.#",
     "H INT. A [1]\nH INT. B [I-1-A]\nH INT. C [110A.]\n"},
    {"not a scene number", "INT. A #\xf0\x9f\x98\x86#",
     "H INT. A #\xf0\x9f\x98\x86#\n"},
    {"dashes and dates", "EXT. PARK--DAY\n\nINT. A - DAY (1979)",
     "H EXT. PARK--DAY\nH INT. A - DAY (1979)\n"},
    {"forced heading", ".KITCHEN\n\n... and on.\n\n. no\n\n.snap #2#",
     "H KITCHEN\nA ... and on.\nA . no\nH snap [2]\n"},
    {"forced heading without a blank line after", ".KITCHEN\nHe eats.",
     "H KITCHEN\nA He eats.\n"},
    {"heading without a blank line after", "INT. A\nHe eats.",
     "H INT. A\nA He eats.\n"},
    {"two headings without a blank line are action",
     "INT. A - DAY\nEXT. B - DAY", "A INT. A - DAY/EXT. B - DAY\n"},
    {"a heading inside a paragraph is action", "He goes.\nINT. A - DAY",
     "A He goes./INT. A - DAY\n"},
    {"heading after a section", "# Act\nINT. A\n\nX.",
     "S1 Act\nH INT. A\nA X.\n"},
    // Action.
    {"action keeps lines and leading spaces",
     "He opens it:\n\n    Scott --\n\tRoom 4\n\nOk.",
     "A He opens it:\nA     Scott --/    Room 4\nA Ok.\n"},
    {"forced action", "!BANG\nBANG\n\n!\n\n! x", "A BANG/BANG\nA \nA  x\n"},
    {"capitals inside a paragraph are action",
     "Made famous by\nWALTER HILL\nbut used.",
     "A Made famous by/WALTER HILL/but used.\n"},
    {"capitals before a blank line are action", "THE BEAST.\n\nIt roars.",
     "A THE BEAST.\nA It roars.\n"},
    {"capitals at the end are action", "Hm.\n\nBOSS", "A Hm.\nA BOSS\n"},
    {"MONTAGE is not a speaker", "MONTAGE - THE ROAD\n-- A snail.",
     "A MONTAGE - THE ROAD/-- A snail.\n"},
    // Characters.
    {"a speech", "JOHN\nHello.\n\nHe goes.", "C JOHN\nD Hello.\nA He goes.\n"},
    {"extensions",
     "MOM (O. S.)\nA.\n\nHANS (on the radio)\nB.\n\nJOHN (O.S., "
     "PRELAP)\nC.",
     "C MOM [O. S.]\nD A.\nC HANS [on the radio]\nD B.\nC JOHN [O.S., "
     "PRELAP]\nD C.\n"},
    {"continued",
     "EVE (cont'd)\nA.\n\nEVE (V.O.) (CONT\xe2\x80\x99"
     "D)\nB.\n\nTOM (as DOROTHY)\nC.",
     "C EVE\nD A.\nC EVE [V.O.]\nD B.\nC TOM [as DOROTHY]\nD C.\n"},
    {"names with digits and marks",
     "R2D2\nA.\n\nC-3PO\nB.\n\nCITIZEN #1\nC.\n\nSARAH'S FRIEND\nD.\n\nBILL / "
     "THE MONSTER\nE.\n\n1ST ROBOT\nF.",
     "C R2D2\nD A.\nC C-3PO\nD B.\nC CITIZEN #1\nD C.\nC SARAH'S FRIEND\nD "
     "D.\nC BILL / THE MONSTER\nD E.\nC 1ST ROBOT\nD F.\n"},
    {"a name needs a letter", "23 (O.S.)\nNo.", "A 23 (O.S.)/No.\n"},
    {"a name needs capitals", "Han (O.S.)\nNo.", "A Han (O.S.)/No.\n"},
    {"forced name",
     "@McCLANE\nYippee.\n\n@\xe3\x82\xb8\xe3\x83\xa7\xe3\x83\xb3"
     "\nHai.",
     "C McCLANE\nD Yippee.\nC \xe3\x82\xb8\xe3\x83\xa7\xe3\x83\xb3\nD Hai.\n"},
    {"names in Cyrillic and with accents",
     "\xd0\x9c\xd0\x90\xd0\xa8\xd0\x90\n\xd0\x94\xd0\xb0.\n\n\xc3\x89LO\xc3\x8f"
     "SE\nOui.\n\n\xc3\x89lo\xc3\xafse\nnon",
     "C \xd0\x9c\xd0\x90\xd0\xa8\xd0\x90\nD \xd0\x94\xd0\xb0.\nC \xc3\x89LO\xc3"
     "\x8fSE\nD Oui.\nA \xc3\x89lo\xc3\xafse/non\n"},
    {"indented like a page", "\t\tEVE\n\t  (proud)\n\tI indent!\n",
     "C EVE\nP proud\nD I indent!\n"},
    // Dialogue.
    {"parentheticals", "BOB\n(slowly)\nOne.\n(loudly)\nTwo.\nThree.\n(damn)",
     "C BOB\nP slowly\nD One.\nP loudly\nD Two./Three.\nP damn\n"},
    {"a parenthetical over two lines", "BOB\n(slowly,\nas ever)\nOne.",
     "C BOB\nP slowly,/as ever\nD One.\n"},
    {"a parenthesis that opens a sentence", "BOB\n(Oh) no.\nOne.",
     "C BOB\nD (Oh) no./One.\n"},
    {"parenthetical outside a speech is action", "(Jack)\nKnife.",
     "A (Jack)/Knife.\n"},
    {"a line of two spaces keeps a speech open",
     "FISH\nI am\n  \na little fish.\n\nGone.",
     "C FISH\nD I am//a little fish.\nA Gone.\n"},
    {"a blank line ends it, whatever else is said",
     "FISH\nI am.\n\na little fish.", "C FISH\nD I am.\nA a little fish.\n"},
    {"a number with a point is no heading in a speech",
     "BOB\n.44 Magnum.\nINT. is short.",
     "C BOB\nD .44 Magnum./INT. is short.\n"},
    {"capitals in a speech", "EVE\nME TOO!\nJOHN", "C EVE\nD ME TOO!/JOHN\n"},
    {"dual dialogue", "ADAM\nYes.\n\nEVE ^\n(low)\nNo.\n\nADAM\nWhat?",
     "1C ADAM\n1D Yes.\n2C EVE\n2P low\n2D No.\nC ADAM\nD What?\n"},
    {"a caret glued to the name", "A\nx.\n\nB^\ny.",
     "1C A\n1D x.\n2C B\n2D y.\n"},
    {"two carets pair with one another", "Out.\n\nA ^\nx.\n\nB ^\ny.",
     "A Out.\n1C A\n1D x.\n2C B\n2D y.\n"},
    {"a caret in the middle is no cue", "AND ^ (Dual)\nno.",
     "A AND ^ (Dual)/no.\n"},
    {"a caret after action pairs with nobody", "A\nx.\n\nHe goes.\n\nB ^\ny.",
     "C A\nD x.\nA He goes.\nC B\nD y.\n"},
    {"a note inside a speech is not its end",
     "BOB\nOne.\n[[sic]]\nTwo.\n\nBOB\n[[x]]\nThree.",
     "C BOB\nD One./Two.\nN sic\nC BOB\nN x\nD Three.\n"},
    // Lyrics.
    {"lyrics", "~La\n~la la\n\nSINGER\n~These\n~are.\nSpoken.",
     "L La/la la\nC SINGER\nL These/are.\nD Spoken.\n"},
    {"lyrics beside action", "He sings.\n~ La\nHe stops.",
     "A He sings.\nL La\nA He stops.\n"},
    // Transitions and centred text.
    {"transitions", "X.\n\nCUT TO:\n\nSMASH CUT TO:\n\nTO:\n\n    GO TO:\n\nY.",
     "A X.\n> CUT TO:\n> SMASH CUT TO:\n> TO:\n> GO TO:\nA Y.\n"},
    {"standing transitions", "FADE OUT.\n\nFADE TO BLACK.\n\nfade out.",
     "> FADE OUT.\n> FADE TO BLACK.\nA fade out.\n"},
    {"spaces after the colon make it action", "X.\n\nCUT TO: \n\nY.",
     "A X.\nA CUT TO:\nA Y.\n"},
    {"a transition needs its blank lines", "He x.\nCUT TO:\nY.",
     "A He x./CUT TO:/Y.\n"},
    {"a transition right above a heading", "X.\n\nCUT TO:\nINT. A\n\nY.",
     "A X.\n> CUT TO:\nH INT. A\nA Y.\n"},
    {"GOES TO is not one", "HE GOES THERETO:\n\nY.",
     "A HE GOES THERETO:\nA Y.\n"},
    {"forced and centred", "> Burn to white.\n\n> THE END <\n\n>no space<",
     "> Burn to white.\nM THE END\nM no space\n"},
    // Marks.
    {"sections and synopses", "# Act 1\n= The first.\n\n## Two\n### 5 \n\nX.",
     "S1 Act 1\nY The first.\nS2 Two\nS3 5\nA X.\n"},
    {"page breaks", "One.\n\n===\n\nTwo.\n\n  =====\nThree. ==",
     "A One.\n= \nA Two.\n= \nA Three. ==\n"},
    {"a number sign inside a line is text", "Speed dial #1...",
     "A Speed dial #1...\n"},
    // Notes and boneyards.
    {"notes", "Before[[one]] after.\n\n[[Two\nlines]]\n\nX.",
     "A Before after.\nN one\nN Two/lines\nA X.\n"},
    {"a note over an empty line of two spaces", "A [[one\n  \ntwo]]B.",
     "A A B.\nN one/  /two\n"},
    {"a note over an empty line is text", "A [[one\n\ntwo]] B.",
     "A A [[one\nA two]] B.\n"},
    {"an open note is text", "A [[one", "A A [[one\n"},
    {"boneyards", "A /* x */ line.\n\n/*\nINT. NO\n\nBOB\nNo.\n*/\n\nB.",
     "A A  line.\nB x\nB INT. NO//BOB/No.\nA B.\n"},
    {"a boneyard right before a heading",
     "CUT TO:\n/*\nINT. NO\n\nCUT TO:\n*/\nEXT. YES\n\nX.",
     "> CUT TO:\nB INT. NO//CUT TO:\nH EXT. YES\nA X.\n"},
    {"a boneyard glued to a forced heading", "A.\n\n/* x\n*/.YES\n\nB.",
     "A A.\nB x\nH YES\nA B.\n"},
    {"boneyards nest", "A /* b /* c */ d */ e.", "A A  e.\nB b /* c */ d\n"},
    {"unbalanced boneyards end at the first close", "A /* b /* c */ d.",
     "A A  d.\nB b /* c\n"},
    {"an open boneyard is text", "A /* b", "A A /* b\n"},
    {"only a note", "[[x]]", "N x\n"},
    // Bytes.
    {"byte order mark and CRLF", "\xef\xbb\xbfINT. A\r\n\r\nBOB\r\nHi.\r\n",
     "H INT. A\nC BOB\nD Hi.\n"},
    {"old Mac line ends", "INT. A\r\rBOB\rHi.", "H INT. A\nC BOB\nD Hi.\n"},
    {"Latin-1", "Un caf\xe9 \x93noir\x94.",
     "A Un caf\xc3\xa9 \xe2\x80\x9cnoir\xe2\x80\x9d.\n"},
    {"empty lines only", "\n \n\n", ""},
};

static void
test_cases(void)
{
  for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
    char* const got = dump_text(cases[i].script);
    TAP_EQ_S(got, cases[i].elements, cases[i].name);
    free(got);
  }
}

static void
test_lines(void)
{
  ElaraArena* const arena = elara_arena_new();
  ElaraElementList list = {0};
  const char script[] =
      "Title: A\n\nINT. B\n\nOne\ntwo [[n\nm]] x\n\nBOB\nHi.\n"
      "  \nHo.\n/* c\n*/\nEnd.";
  char* const dump = dump_bytes(script, sizeof script - 1, &list, arena);
  TAP_EQ_S(dump,
           "T A [Title]\nH INT. B\nA One/two  x\nN n/m\nC BOB\nD "
           "Hi.//Ho./End.\nB c\n",
           "elements of the line test");
  TAP_EQ_I(list.items[2].line, 5, "a paragraph begins");
  TAP_EQ_I(list.items[2].line_last, 7, "and ends where its note ends");
  TAP_EQ_I(list.items[3].line, 6, "a note has its own line");
  TAP_EQ_I(list.items[4].line, 9, "a cue after it");
  TAP_EQ_I(list.items[5].line, 10, "dialogue begins");
  TAP_EQ_I(list.items[5].line_last, 15, "and ends behind a boneyard");
  free(dump);
  elara_arena_free(arena);
}

static void
test_heading(const char* heading,
             const char* place,
             const char* moment,
             int interior)
{
  ElaraArena* const arena = elara_arena_new();
  ElaraScene scene = {0};
  elara_heading_read(arena, heading, &scene);
  TAP_EQ_S(scene.place, place, heading);
  TAP_EQ_S(scene.moment, moment, heading);
  TAP_EQ_I(scene.interior, interior, heading);
  elara_arena_free(arena);
}

int
main(void)
{
  tap_begin("fountain");
  test_cases();
  test_lines();
  test_heading("INT. GRIMWALD KEEP - NIGHT", "GRIMWALD KEEP", "NIGHT", 1);
  test_heading("EXT HOUSE DAY", "HOUSE", "DAY", 0);
  test_heading("INT./EXT. CAR - MOVING - DAY", "CAR - MOVING", "DAY", 2);
  test_heading("EXT. PARK--DAY", "PARK", "DAY", 0);
  test_heading("INT. KITCHEN - MOMENTS LATER", "KITCHEN", "MOMENTS LATER", 1);
  test_heading("THE WELL", "THE WELL", "", -1);
  test_heading("INT. ATTIC - BEHIND THE TRUNK", "ATTIC - BEHIND THE TRUNK", "",
               1);
  return tap_end();
}
