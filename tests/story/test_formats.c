// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// Every way a script comes in is one list of elements: the same plays in
// Fountain, Final Draft's XML and indented text; alphabets; typed pages with
// all that pages have; stage plays. test_hostile.c has the files that mean
// harm.

#include "story/formats.h"
#include "story/story.h"

#include <jansson.h>

#define CORPUS "../shared/corpus/screenplays/"

// The plays.

static ElaraFile
read_file(const char* path)
{
  ElaraFile file = {0};
  if (elara_file_read(tap_path(path), 0, &file)) file = (ElaraFile){0};
  return file;
}

static const struct {
  const char* path;
  const char* ending;
  ElaraScriptFormat format;
} forms[] = {
    {CORPUS "full_cc0/", ".fountain", ELARA_SCRIPT_FOUNTAIN},
    {CORPUS "triformat/", ".fdx", ELARA_SCRIPT_FDX},
    {CORPUS "triformat/", ".txt", ELARA_SCRIPT_TEXT},
};

// Speakers whose number of speeches is not the truth's.
static int
wrong_speakers(const ElaraStory* story, const json_t* speakers, int* speeches)
{
  int wrong = 0;
  size_t seen = 0;
  *speeches = 0;
  for (size_t i = 0; i < story->person_count; i++) {
    const ElaraPerson* const p = &story->people[i];
    if (p->speeches == 0) continue;
    seen++;
    *speeches += p->speeches;
    const json_t* const pair = json_object_get(speakers, p->name);
    if (json_integer_value(json_array_get(pair, 0)) == p->speeches) continue;
    printf("# %s: %d speeches\n", p->name, p->speeches);
    wrong++;
  }
  return wrong + abs((int)seen - (int)json_object_size(speakers));
}

static void
test_play(const char* play, size_t form, const json_t* truth)
{
  char path[300], name[300];
  snprintf(path, sizeof path, "%s%s%s", forms[form].path, play,
           forms[form].ending);
  ElaraFile file = read_file(path);
  ElaraStory* story = NULL;
  snprintf(name, sizeof name, "%s%s is read", play, forms[form].ending);
  if (!TAP_OK(elara_story_from_text(path, (const char*)file.bytes, file.count,
                                    NULL, NULL, &story) == ELARA_OK,
              name)) {
    return;
  }
  int speeches;
  TAP_EQ_I(story->format, forms[form].format, "as what it is");
  TAP_OK(story->format_confidence > 0.95, "with confidence");
  TAP_EQ_I(wrong_speakers(story, json_object_get(truth, "speakers"), &speeches),
           0, "every speaker speaks as often as in truth");
  TAP_EQ_I(speeches, json_integer_value(json_object_get(truth, "speeches")),
           "speeches in all");
  TAP_EQ_I(story->scene_count,
           json_array_size(json_object_get(truth, "scenes")), "scenes");
  elara_story_free(story);
  elara_file_clear(&file);
}

static void
test_plays(void)
{
  static const char* const plays[] = {"macbeth", "earnest", "much_ado", "rur"};
  for (size_t i = 0; i < sizeof plays / sizeof plays[0]; i++) {
    char path[300];
    snprintf(path, sizeof path, CORPUS "full_cc0/%s.truth.json", plays[i]);
    json_t* const truth = json_load_file(tap_path(path), 0, NULL);
    for (size_t form = 0; form < sizeof forms / sizeof forms[0]; form++) {
      test_play(plays[i], form, truth);
    }
    json_decref(truth);
  }
}

// Other programs' pairs of the same script in Final Draft and Fountain: the
// same elements, but for what the one format cannot say.
static const char* const pairs[] = {
    "fdx/TestFDX-FD",
    "fdx/TestFDX-FI",
    "unit/afterwriting/header_note",
    "unit/afterwriting/note",
    "unit/afterwriting/synopsis",
    "unit/screenplain/dialogue",
    "unit/screenplain/dialogue-with-blank-line",
    "unit/screenplain/dual-dialogue",
    "unit/screenplain/extended-characters",
    "unit/screenplain/forced-action",
    "unit/screenplain/indentation",
    "unit/screenplain/parenthetical",
    "unit/screenplain/simple",
    "unit/screenplain/utf-8-bom",
};

static void
test_pairs(void)
{
  for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++) {
    char path[300];
    snprintf(path, sizeof path, CORPUS "%s.fountain", pairs[i]);
    ElaraFile fountain = read_file(path);
    snprintf(path, sizeof path, CORPUS "%s.fdx", pairs[i]);
    ElaraFile fdx = read_file(path);
    read_elements((const char*)fountain.bytes, fountain.count);
    char* const want = dump_script();
    read_elements((const char*)fdx.bytes, fdx.count);
    TAP_EQ_I(script.format, ELARA_SCRIPT_FDX, pairs[i]);
    char* const got = dump_script();
    TAP_EQ_S(got, want, "the same elements as in Fountain");
    free(got);
    free(want);
    elara_file_clear(&fountain);
    elara_file_clear(&fdx);
  }
}

static void
test_final_draft(void)
{
  ElaraFile file = read_file(CORPUS "fdx/TestFDX-FD.fdx");
  read_elements((const char*)file.bytes, file.count);
  const ElaraElement* const e = script.elements.items;
  TAP_EQ_S(e[0].text, "FDX Test Script", "the title");
  TAP_EQ_S(e[0].extra, "Title", "is a title");
  TAP_EQ_S(e[1].text, "Ian", "the author");
  TAP_EQ_I(e[2].eighths, 3, "the first scene's eighths");
  TAP_EQ_S(e[2].extra, "1", "its number");
  TAP_EQ_I(e[2].line, 5, "its line");
  TAP_EQ_I(e[13].eighths, 2, "the second's");
  TAP_EQ_I(script.on_scene.count, 4, "four people on scene");
  TAP_EQ_S(script.on_scene.items[0].name, "DAVE", "the first");
  TAP_EQ_I(script.on_scene.items[0].element, 2, "in the first scene");
  TAP_EQ_I(script.on_scene.items[3].element, 13, "the last in the second");
  elara_file_clear(&file);
}

// A good page loses its indents, every STEPth line of it: confidence falls.
static double
confidence_without(const ElaraFile* file, size_t step)
{
  char* const bytes = (char*)malloc(file->count + 1);
  size_t n = 0, line = 0;
  for (size_t i = 0; i < file->count;) {
    if (step && ++line % step == 0) {
      while (i < file->count && file->bytes[i] == ' ') {
        i++;
      }
    }
    do {
      bytes[n++] = (char)file->bytes[i];
    } while (i < file->count && file->bytes[i++] != '\n');
  }
  read_elements(bytes, n);
  free(bytes);
  return script.format == ELARA_SCRIPT_TEXT ? script.confidence : 0.0;
}

static void
test_damage(void)
{
  ElaraFile file = read_file(CORPUS "triformat/macbeth.txt");
  const double whole = confidence_without(&file, 0);
  TAP_OK(elara_diags_count(diags) == 0, "a good page needs no warning");
  const double tenth = confidence_without(&file, 10);
  const double quarter = confidence_without(&file, 4);
  TAP_OK(has_diag(ELARA_DIAG_WARNING, "ragged"), "a ragged one does");
  const double half = confidence_without(&file, 2);
  printf("# confidence %.3f, a tenth lost %.3f, a quarter %.3f, half %.3f\n",
         whole, tenth, quarter, half);
  TAP_OK(whole > 0.99, "a good page");
  TAP_OK(tenth < 0.9 && tenth > 0.6, "a tenth of its indents lost");
  TAP_OK(quarter < 0.6 && quarter < tenth, "a quarter");
  TAP_OK(half < 0.45 && half < quarter, "half");
  elara_file_clear(&file);
}

// Bytes.

#define SCENE "INT. A - DAY\n\nRain.\n\nBOB\nHello there.\n"
#define SCENE_DUMP "H INT. A - DAY\nA Rain.\nC BOB\nD Hello there.\n"

// TEXT, which is ASCII, as UTF-16.
static size_t
widen(const char* text, int big, int mark, char* out)
{
  size_t n = 0;
  if (mark) {
    out[n++] = (char)(big ? 0xfe : 0xff);
    out[n++] = (char)(big ? 0xff : 0xfe);
  }
  for (const char* p = text; *p; p++) {
    out[n + (big ? 1 : 0)] = *p;
    out[n + (big ? 0 : 1)] = '\0';
    n += 2;
  }
  return n;
}

static void
test_utf16(void)
{
  static char wide[4096];
  for (int big = 0; big < 2; big++) {
    for (int mark = 0; mark < 2; mark++) {
      const size_t count = widen(SCENE, big, mark, wide);
      expect(wide, count, ELARA_SCRIPT_FOUNTAIN, SCENE_DUMP,
             big ? "UTF-16 BE" : "UTF-16 LE");
    }
  }
  size_t count = widen("<?xml version=\"1.0\" encoding=\"UTF-16\"?><FinalDraft>"
                       "<Content><Paragraph Type=\"Action\"><Text>Rain.</Text>"
                       "</Paragraph></Content></FinalDraft>",
                       0, 1, wide);
  expect(wide, count, ELARA_SCRIPT_FDX, "A Rain.\n", "FDX in UTF-16");
  count = widen("Rain fallsX and falls.", 0, 1, wide);
  wide[23] = (char)0xd8;
  TAP_OK(read_elements(wide, count) == ELARA_OK, "half a surrogate pair");
  TAP_OK(has_diag(ELARA_DIAG_WARNING, "half character"), "with a warning");
  TAP_EQ_S(script.elements.items[0].text, "Rain falls\xef\xbf\xbd and falls.",
           "is U+FFFD");
  static const char clef[] = "\xff\xfe"
                             "R\0a\0i\0n\0 \0\x34\xd8\x1e\xdd";
  TAP_OK(read_elements(clef, 16) == ELARA_OK, "a whole pair");
  TAP_EQ_S(script.elements.items[0].text, "Rain \xf0\x9d\x84\x9e",
           "is one character");
}

static void
test_alphabets(void)
{
  expect_text("\xef\xbb\xbf" SCENE, ELARA_SCRIPT_FOUNTAIN, SCENE_DUMP, "a BOM");
  expect_text("INT. A - DAY\r\n\r\nRain.\r\n\r\nBOB\r\nHello there.\r\n",
              ELARA_SCRIPT_FOUNTAIN, SCENE_DUMP, "CRLF");
  expect_text("INT. A - DAY\n\nREN\xc9\nDu caf\xe9 pour la dame au chien.\n",
              ELARA_SCRIPT_FOUNTAIN,
              "H INT. A - DAY\nC REN\xc3\x89\nD Du caf\xc3\xa9 pour la dame au "
              "chien.\n",
              "Latin-1");
  TAP_OK(has_diag(ELARA_DIAG_WARNING, "Latin-1"), "with a warning");
  expect_text("ИНТ. ДОМ - НОЧЬ\n\nМАША\nКто там?\n", ELARA_SCRIPT_FOUNTAIN,
              "H ИНТ. ДОМ - НОЧЬ\nC МАША\nD Кто там?\n", "Cyrillic");
  expect_text("INT. ΣΠΙΤΙ - ΝΥΧΤΑ\n\nΕΛΕΝΗ\nΠοιος είναι;\n",
              ELARA_SCRIPT_FOUNTAIN,
              "H INT. ΣΠΙΤΙ - ΝΥΧΤΑ\nC ΕΛΕΝΗ\nD Ποιος είναι;\n", "Greek");
  expect_text("INT. 家 - DAY\n\n@花子\nだれですか。\n", ELARA_SCRIPT_FOUNTAIN,
              "H INT. 家 - DAY\nC 花子\nD だれですか。\n", "Japanese");
  expect_text("<FinalDraft><Content><Paragraph Type=\"Character\"><Text>花子"
              "</Text></Paragraph><Paragraph Type=\"Dialogue\"><Text>だれ。"
              "</Text></Paragraph></Content></FinalDraft>",
              ELARA_SCRIPT_FDX, "C 花子\nD だれ。\n", "Japanese in FDX");
}

// Typed pages.

static const char page[] =
    "                                   THE LONG NIGHT\n\n"
    "                                     written by\n\n"
    "                                     A. Writer\n\n\n"
    "     FADE IN:\n\n"
    "1    INT. MILL - NIGHT                                           1\n\n"
    "     Rain on the roof. MIRA, 30, counts the sacks one after the\n"
    "     other, and begins again.\n\n"
    "                         MIRA\n"
    "                    (not looking\n"
    "                    up)\n"
    "               Where is the dog? He was here when\n"
    "               the rain began.\n\n"
    "                         OLD TOM (O.S.)\n"
    "               Out.\n"
    "                         (MORE)\n\n"
    "                                                                  2.\n\n"
    "     CONTINUED:\n\n"
    "                         OLD TOM (CONT'D)\n"
    "               He will come back.\n\n"
    "     She listens.\n\n"
    "                                                             CUT TO:\n\n"
    "2A   EXT. YARD - CONTINUOUS                                     2A\n\n"
    "     A dog, soaked.\n\n"
    "                         MIRA\n"
    "               NO!\n\n"
    "                         THE END\n";

static const char page_dump[] =
    "> FADE IN:\nH INT. MILL - NIGHT [1]\n"
    "A Rain on the roof. MIRA, 30, counts the sacks one after the other, and "
    "begins again.\n"
    "C MIRA\nP not looking up\n"
    "D Where is the dog? He was here when the rain began.\n"
    "C OLD TOM [O.S.]\nD Out./He will come back.\n"
    "A She listens.\n> CUT TO:\nH EXT. YARD - CONTINUOUS [2A]\n"
    "A A dog, soaked.\nC MIRA\nD NO!\nM THE END\n";

// Every indent by a tab for eight columns and spaces for the rest.
static char*
tabbed(const char* text)
{
  char* const out = (char*)malloc(strlen(text) + 1);
  size_t n = 0;
  int begin = 1;
  for (const char* p = text; *p;) {
    if (begin && strncmp(p, "        ", 8) == 0) {
      out[n++] = '\t';
      p += 8;
      continue;
    }
    begin = *p == '\n';
    out[n++] = *p++;
  }
  out[n] = '\0';
  return out;
}

// A blank line after every line.
static char*
double_spaced(const char* text)
{
  char* const out = (char*)malloc(2 * strlen(text) + 1);
  size_t n = 0;
  for (const char* p = text; *p; p++) {
    out[n++] = *p;
    if (*p == '\n' && p > text && p[-1] != '\n') out[n++] = '\n';
  }
  out[n] = '\0';
  return out;
}

static void
test_pages(void)
{
  expect_text(page, ELARA_SCRIPT_TEXT, page_dump, "a typed page");
  TAP_EQ_S(script.elements.items[0].text, "THE LONG NIGHT", "its title");
  TAP_EQ_S(script.elements.items[1].text, "A. Writer", "its author");
  TAP_NEAR(script.confidence, 0.85, 0.1, "with confidence");
  char* const tabs = tabbed(page);
  expect_text(tabs, ELARA_SCRIPT_TEXT, page_dump, "with tabs");
  free(tabs);
  char* const wide = double_spaced(page);
  expect_text(wide, ELARA_SCRIPT_TEXT, page_dump, "double-spaced");
  free(wide);
  read_elements(page, sizeof page - 1);
  int ordered = 1;
  for (size_t i = 1; i < script.elements.count; i++) {
    const ElaraElement* const e = &script.elements.items[i];
    ordered &= e->line >= e[-1].line && e->line_last >= e->line;
  }
  TAP_OK(ordered, "lines are in order");
  expect_text("    INT. A - DAY\n\n    He sits.\n\n          BOB\n       Hi.\n",
              ELARA_SCRIPT_FOUNTAIN,
              "H INT. A - DAY\nA     He sits.\nC BOB\nD Hi.\n",
              "one name does not make a column");
}

static void
test_margin_numbers(void)
{
  static const char numbered[] =
      "1    INT. MILL - NIGHT                     1\n\nRain on the roof.\n\n"
      "                    MIRA\n          Who?\n\nShe listens.\n\n"
      "                    TOM\n          Me.\n\nHe enters.\n\n"
      "2    EXT. YARD - DAY                       2\n\nA dog.\n\n"
      "                    MIRA\n          Come.\n";
  expect_text(numbered, ELARA_SCRIPT_TEXT,
              "H INT. MILL - NIGHT [1]\nA Rain on the roof.\nC MIRA\nD Who?\n"
              "A She listens.\nC TOM\nD Me.\nA He enters.\n"
              "H EXT. YARD - DAY [2]\nA A dog.\nC MIRA\nD Come.\n",
              "numbers where action begins");
  TAP_OK(script.confidence > 0.8, "with confidence");
}

static void
test_notes(void)
{
  static const char notes[] =
      "     Rain.\n\n                    ANN\n          Who?\n\n"
      "[[@hero: BEN]]\n\n                    BEN\n          Me.\n\n"
      "     /* cut */\n\n     She goes.\n";
  expect_text(notes, ELARA_SCRIPT_TEXT,
              "A Rain.\nC ANN\nD Who?\nN @hero: BEN\nC BEN\nD Me.\n"
              "B cut\nA She goes.\n",
              "notes stand where they stood");
}

static void
test_no_headings(void)
{
  expect_text("               Rain falls.\n\n"
              "                         ANNA\n"
              "                    Who is it?\n\n"
              "                         BEN\n"
              "                    Me.\n\n"
              "               She opens the door.\n\n"
              "                         ANNA\n"
              "                    Come in.\n",
              ELARA_SCRIPT_TEXT,
              "A Rain falls.\nC ANNA\nD Who is it?\nC BEN\nD Me.\n"
              "A She opens the door.\nC ANNA\nD Come in.\n",
              "a layout without headings");
  expect_text("It was a dark night.\nNobody came.\n\nThen it was day.\n",
              ELARA_SCRIPT_FOUNTAIN,
              "A It was a dark night./Nobody came.\nA Then it was day.\n",
              "prose is action");
  TAP_OK(script.confidence < 0.5, "with little confidence");
  TAP_OK(has_diag(ELARA_DIAG_WARNING, "neither scene headings nor speakers"),
         "and it says so");
}

static void
test_stage_plays(void)
{
  expect_text("ACT I\n\nSCENE I. A heath.\n\nEnter three WITCHES.\n\n"
              "FIRST WITCH. When shall we three meet again?\nIn thunder?\n\n"
              "SECOND WITCH. (aside) When the hurlyburly's done.\n\n"
              "THIRD WITCH. That will be ere the set of sun.\n\n"
              "FIRST WITCH. Where the place?\nSECOND WITCH. Upon the heath.\n"
              "DR. GALL. There to meet.\n\nFIRST WITCH. I come.\n"
              "SECOND WITCH.\nPaddock calls.\n\nTHIRD WITCH. Anon.\n\n"
              "FIRST WITCH. Fair is foul.\n\n[Exeunt.]\n",
              ELARA_SCRIPT_TEXT,
              "S1 ACT I\nH SCENE I. A heath.\nA Enter three WITCHES.\n"
              "C FIRST WITCH\nD When shall we three meet again?/In thunder?\n"
              "C SECOND WITCH\nP aside\nD When the hurlyburly's done.\n"
              "C THIRD WITCH\nD That will be ere the set of sun.\n"
              "C FIRST WITCH\nD Where the place?\nC SECOND WITCH\n"
              "D Upon the heath.\nC DR. GALL\nD There to meet.\n"
              "C FIRST WITCH\nD I come.\nC SECOND WITCH\nD Paddock calls.\n"
              "C THIRD WITCH\nD Anon.\nC FIRST WITCH\nD Fair is foul.\n"
              "A [Exeunt.]\n",
              "a stage play");
  expect_text("Mira: Hello.\nTom: Hello.\nMira: Who?\nTom: Me.\nMira: You?\n"
              "Tom: Yes.\nMira: Oh.\nTom: So.\nMira: Well.\nTom: Bye.\n",
              ELARA_SCRIPT_TEXT,
              "C Mira\nD Hello.\nC Tom\nD Hello.\nC Mira\nD Who?\nC Tom\nD Me."
              "\nC Mira\nD You?\nC Tom\nD Yes.\nC Mira\nD Oh.\nC Tom\nD So.\n"
              "C Mira\nD Well.\nC Tom\nD Bye.\n",
              "a transcript");
}

// Final Draft's XML, in particular.

static void
test_fdx(void)
{
  expect_text(
      FDX(P("New Act", "ACT ONE") P("Scene Heading", "INT. A") P(
          "Cast List", "BOB, ANN") P("Shot", "ON THE DOOR") P("General", "Hm.")
              P("Character", "BOB (V.O.) (CONT'D)") P("Dialogue", "One &amp; ")
                  P("Dialogue", "two.") P("Lyrics", "La la.")
                      P("Character", "ANN") P("Dialogue", "Three.")
                          P("Outline Body", "They talk.") P("Dialogue", "Lost.")
                              P("End of Act", "END OF ACT ONE")),
      ELARA_SCRIPT_FDX,
      "S1 ACT ONE\nH INT. A\nA ON THE DOOR\nA Hm.\nC BOB [V.O.]\n"
      "D One &/two.\nL La la.\nC ANN\nD Three.\nY They talk.\nD Lost.\n"
      "S1 END OF ACT ONE\n",
      "every type");
  expect_text(FDX("<Paragraph Type=\"Action\"><Text>He </Text><Text "
                  "Style=\"Bold\">runs</Text><Text>.</Text></Paragraph>"),
              ELARA_SCRIPT_FDX, "A He runs.\n", "runs of text are one");
  expect_text(FDX(P("Dialogue", "Who says this?")), ELARA_SCRIPT_FDX,
              "A Who says this?\n", "what nobody says is action");
  expect_text(FDX(P("Action", "<![CDATA[a < b]]> &#233;")), ELARA_SCRIPT_FDX,
              "A a < b \xc3\xa9\n", "CDATA and characters by number");
  static const char length[] =
      "<FinalDraft><Content><Paragraph Type=\"Scene Heading\">"
      "<SceneProperties Length=\"1 3/8\"/><Text>INT. A</Text></Paragraph>"
      "</Content></FinalDraft>";
  TAP_OK(read_elements(length, sizeof length - 1) == ELARA_OK &&
             script.elements.items[0].eighths == 11,
         "a page and three eighths");
}

int
main(void)
{
  tap_begin("formats");
  test_utf16();
  test_alphabets();
  test_pages();
  test_notes();
  test_margin_numbers();
  test_no_headings();
  test_stage_plays();
  test_fdx();
  if (tap_exists(tap_path(CORPUS))) {
    test_plays();
    test_pairs();
    test_final_draft();
    test_damage();
  } else {
    tap_skip("corpus", "no ../shared/corpus/screenplays");
  }
  elara_diags_free(diags);
  elara_arena_free(arena);
  return tap_end();
}
