// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// Files that mean harm: each an error that says where, or a story. How soon is
// printed, and measured by bench_story.

#include "story/formats.h"
#include "story/story.h"

#include <time.h>

typedef struct {
  char* bytes;
  size_t count;
} Bytes;

static Bytes
repeat(const char* head, const char* body, size_t times, const char* tail)
{
  const size_t a = strlen(head), b = strlen(body), c = strlen(tail);
  Bytes out = {(char*)malloc(a + b * times + c + 1), a + b * times + c};
  memcpy(out.bytes, head, a);
  for (size_t i = 0; i < times; i++) {
    memcpy(out.bytes + a + i * b, body, b);
  }
  memcpy(out.bytes + a + b * times, tail, c + 1);
  return out;
}

static double
seconds(void)
{
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

// ERROR: words of the one error; NULL when a story comes out.
static void
hostile(Bytes in, const char* error, const char* name)
{
  ElaraStory* story = NULL;
  elara_diags_free(diags);
  diags = elara_diags_new();
  const double start = seconds();
  const ElaraStatus status = elara_story_from_text(
      "evil.fdx", in.bytes, in.count, NULL, diags, &story);
  const double took = seconds() - start;
  TAP_OK(status == (error ? ELARA_BAD_INPUT : ELARA_OK), name);
  if (error) {
    TAP_OK(has_diag(ELARA_DIAG_ERROR, error) &&
               elara_diags_at_least(diags, ELARA_DIAG_ERROR) == 1,
           "one error says why");
    if (!has_diag(ELARA_DIAG_ERROR, error)) elara_diags_print(diags, stdout);
  }
  TAP_OK(!story || elara_story_check(story, NULL) == ELARA_OK,
         "what comes out keeps its word");
  printf("# %s: %.3f s\n", name, took);
  elara_story_free(story);
}

static void
hostile_text(const char* text, const char* error, const char* name)
{
  const Bytes in = repeat(text, "", 0, "");
  hostile(in, error, name);
  free(in.bytes);
}

// Where an XML breaks.
static void
test_xml_place(void)
{
  static const char broken[] = "<FinalDraft>\n<Content>\n<Paragraph>"
                               "<Text>Rain</Paragraph>\n";
  TAP_OK(read_elements(broken, sizeof broken - 1) == ELARA_BAD_INPUT,
         "a broken XML");
  TAP_EQ_I(elara_diags_at(diags, 0)->line, 3, "at its line");
  TAP_OK(elara_diags_at(diags, 0)->column > 20, "and column");
  TAP_OK(elara_diags_at(diags, 0)->hint[0] != '\0', "with what to do");
}

static void
test_hostile_xml(void)
{
  hostile_text(
      "<?xml version=\"1.0\"?><!DOCTYPE FinalDraft [<!ENTITY a \"ha\">"
      "<!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\"><!ENTITY c \"&b;&b;&b;&b;\">]>"
      "<FinalDraft><Content><Paragraph><Text>&c;</Text></Paragraph></Content>"
      "</FinalDraft>",
      "declares entities", "a billion laughs");
  hostile_text("<?xml version=\"1.0\"?><!DOCTYPE FinalDraft [<!ENTITY x SYSTEM "
               "\"file:///etc/passwd\">]><FinalDraft><Content><Paragraph>"
               "<Text>&x;</Text></Paragraph></Content></FinalDraft>",
               "declares entities", "an external entity");
  hostile_text("<?xml version=\"1.0\"?><!DOCTYPE FinalDraft [<!ENTITY % x "
               "SYSTEM \"file:///etc/passwd\"> %x;]><FinalDraft/>",
               "declares entities", "an external parameter entity");
  hostile_text(FDX(P("Action", "&none; here")), "not well-formed",
               "an entity that nobody declared");
  hostile_text("<FinalDraft><Content>" P("Action", "Rain"), "not well-formed",
               "an XML cut off");
  hostile_text("<FinalDraft><Content><Paragraph Type=\"Act", "not well-formed",
               "an XML cut off in a tag");
  hostile_text("<FinalDraft><Content><Paragraph><Text>Rain</Paragraph>"
               "</Content></FinalDraft>",
               "not well-formed", "a tag that is not closed");
  hostile_text("<FinalDraft></FinalDraft>", "no", "no words at all");
  hostile_text("<?xml version=\"1.0\"?><document>Rain</document>",
               "not a Final Draft", "another XML");
  hostile_text("<x><FinalDraft>Rain</FinalDraft></x>", "not a Final Draft",
               "another root");
  hostile_text(FDX(P("Action", "caf\xe9 and rain on the roof")), NULL,
               "XML that is no UTF-8");
}

static void
test_hostile_sizes(void)
{
  Bytes in = repeat("<FinalDraft><Content>", "<a>", 100000, "Rain");
  hostile(in, "deeper", "deep nesting");
  free(in.bytes);
  in = repeat("<FinalDraft><Content>", "<Paragraph/>", 1000000,
              P("Action", "Rain.") "</Content></FinalDraft>");
  hostile(in, NULL, "a million empty paragraphs");
  free(in.bytes);
  in = repeat("<FinalDraft><Content><Paragraph Number=\"", "x", 1000000,
              "\" Type=\"Scene Heading\"><Text>INT. A</Text></Paragraph>"
              "</Content></FinalDraft>");
  hostile(in, NULL, "an attribute of a megabyte");
  free(in.bytes);
  in = repeat("<FinalDraft><Content><Paragraph><Text>", "rain ", 2000000,
              "</Text></Paragraph></Content></FinalDraft>");
  hostile(in, NULL, "ten megabytes of text");
  free(in.bytes);
  in = repeat("", "rain ", 200000, "");
  hostile(in, NULL, "a line of a megabyte");
  free(in.bytes);
  in = repeat("", "        A\n    b\n", 200000, "");
  hostile(in, NULL, "a ragged page of three megabytes");
  free(in.bytes);
  in = repeat("", "A. b\n", 600000, "");
  hostile(in, NULL, "a name of one letter, six hundred thousand times");
  free(in.bytes);
  in = repeat("x", " ", 4000000, "\n");
  hostile(in, NULL, "four megabytes of spaces");
  free(in.bytes);
  in = repeat("", "\t\t\tANN\n\t\tHello.\n\n", 150000, "");
  hostile(in, NULL, "a hundred and fifty thousand speeches");
  free(in.bytes);
}

static void
test_hostile_files(void)
{
  hostile_text("PK\3\4 word/document.xml", "zip archive", "a Word file");
  hostile_text("%PDF-1.7 rain", "PDF", "a PDF");
  hostile_text("{\\rtf1 rain}", "RTF", "rich text");
  hostile_text("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old Word", "an OLE file");
  hostile_text("\x1f\x8b\x08 rain", "gzip", "a gzip file");
  hostile_text("<!DOCTYPE html><html>rain</html>", "web page", "a web page");
  hostile((Bytes){(char[]){"INT. A\n\0rain and more rain"}, 26}, "NUL",
          "a NUL in plain text");
  hostile((Bytes){(char[]){"<FinalDraft>\0</FinalDraft>"}, 26}, "NUL",
          "a NUL in XML");
}

int
main(void)
{
  tap_begin("hostile");
  test_xml_place();
  test_hostile_xml();
  test_hostile_sizes();
  test_hostile_files();
  elara_diags_free(diags);
  elara_arena_free(arena);
  return tap_end();
}
