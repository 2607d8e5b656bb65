// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// What two reviewers of one film would say. Its script has levity, people who
// change and a villain with a wound; a copy without its jokes and with a flat
// villain must be asked about just these two. Then the page.

#include "edits.h"
#include "elara/elara.h"
#include "model/review.h"
#include "tap.h"

#include <jansson.h>
#include <libxml/HTMLparser.h>
#include <unistd.h>

#define COUNT(a) (sizeof(a) / sizeof *(a))
#define SCRIPT "examples/crimson-echoes.fountain"

// The writer's word, so that no guess stands in the way.
static const char* const told = "\n\n[[elara: villain = VANTE]]\n";

static ElaraProject*
project_of(const char* path, const char* page)
{
  const ElaraOptions options = elara_options();
  ElaraProject* const project = elara_project_new(&options);
  const int failed = elara_review_story(project, path, page);
  for (size_t i = 0; failed && i < elara_message_count(project); i++)
    printf("# %s\n", elara_message(project, i));
  TAP_OK(!failed, path);
  return project;
}

// --- the copy ----------------------------------------------------------------

static char*
read_all(const char* path)
{
  ElaraFile file;
  if (elara_file_read(path, 0, &file) != ELARA_OK) return NULL;
  char* const text = strdup((const char*)file.bytes);
  elara_file_clear(&file);
  return text;
}

// TEXT is freed; the text with EDIT made.
static char*
make_edit(char* text, const Edit* edit)
{
  char* const at = strstr(text, edit->from);
  if (!at) {
    printf("# not there: %.60s\n", edit->from);
    return text;
  }
  const size_t head = (size_t)(at - text);
  const size_t size = strlen(text) + strlen(edit->to) + 1;
  char* const made = malloc(size);
  snprintf(made, size, "%.*s%s%s", (int)head, text, edit->to,
           at + strlen(edit->from));
  free(text);
  return made;
}

static char*
make_edits(char* text, const Edit* edits, size_t count, int* missing)
{
  for (size_t i = 0; i < count; i++) {
    *missing += strstr(text, edits[i].from) == NULL;
    text = make_edit(text, &edits[i]);
  }
  return text;
}

// The kinds of question about TEXT and NOTE, as bits; of what works as
// *STRENGTHS.
static unsigned
kinds_of(const char* text, const char* note, unsigned* strengths)
{
  char* const path = tap_scratch("elara-review");
  const int file = mkstemp(path);
  char named[4200];
  snprintf(named, sizeof named, "%s.fountain", path);
  ElaraText whole = {0};
  elara_text_add(&whole, text);
  elara_text_add(&whole, note);
  elara_file_write(named, whole.bytes, whole.count);
  elara_text_clear(&whole);
  ElaraProject* const project = project_of(named, NULL);
  json_t* const root = json_loads(elara_review_json(project), 0, NULL);
  unsigned bits[2] = {0, 0};
  for (int k = 0; k < 2; k++) {
    size_t i;
    json_t* f;
    json_array_foreach(json_object_get(root, k ? "strengths" : "questions"), i,
                       f)
    {
      const char* const kind = json_string_value(json_object_get(f, "kind"));
      printf("# %s %s: %s\n", k ? "+" : "?", kind,
             json_string_value(json_object_get(f, "text")));
      for (unsigned n = 0; n < ELARA_FINDING_KIND_COUNT; n++) {
        if (!strcmp(kind, elara_finding_kind_name((ElaraFindingKind)n)))
          bits[k] |= 1u << n;
      }
    }
  }
  json_decref(root);
  elara_project_free(project);
  close(file);
  unlink(path);
  unlink(named);
  *strengths = bits[1];
  return bits[0];
}

#define BIT(kind_) (1u << ELARA_FINDING_##kind_)

static void
test_both_reviews(void)
{
  unsigned works, less, flat;
  int missing = 0;
  char* text = read_all(tap_path(SCRIPT));
  const unsigned before = kinds_of(text, told, &works);
  TAP_OK((works & BIT(LEVITY)) && (works & BIT(CHANGE)) &&
             (works & BIT(WOUNDED_VILLAIN)),
         "levity, people who change, a villain with a wound");
  TAP_OK(!(before & (BIT(NO_LEVITY) | BIT(NO_CHANGE) | BIT(FLAT_VILLAIN))),
         "none of these is asked about");
  text = make_edits(text, jokes, COUNT(jokes), &missing);
  const unsigned grave = kinds_of(text, told, &less);
  TAP_OK(grave == (before | BIT(NO_LEVITY)) && (less & BIT(WOUNDED_VILLAIN)),
         "without the jokes: levity is missed, and nothing else");
  text = make_edits(text, wound, COUNT(wound), &missing);
  const unsigned both = kinds_of(text, told, &flat);
  TAP_OK(both == (before | BIT(NO_LEVITY) | BIT(FLAT_VILLAIN)) &&
             !(flat & BIT(WOUNDED_VILLAIN)),
         "and without the wound: the villain too, and nothing else");
  const unsigned guessed = kinds_of(text, "", &flat);
  TAP_OK((guessed | BIT(WHO_IS_VILLAIN)) ==
             (BIT(NO_LEVITY) | BIT(FLAT_VILLAIN) | BIT(WHO_IS_VILLAIN)),
         "nor when the villain has to be guessed");
  TAP_EQ_I(missing, 0, "every edit was made");
  free(text);
}

// --- the page ----------------------------------------------------------------

// libxml2 knows HTML 4: tags that came later are no fault.
static int
is_new_tag(const xmlError* error)
{
  return error->code == XML_HTML_UNKNOWN_TAG;
}

static int faults;

static void
hear(void* data, const xmlError* error)
{
  (void)data;
  if (is_new_tag(error)) return;
  faults++;
  printf("# line %d: %s", error->line, error->message);
}

static void
test_page(void)
{
  char* const path = tap_scratch("elara-page");
  const int file = mkstemp(path);
  ElaraProject* const project = project_of(tap_path(SCRIPT), path);
  const char* const html = elara_review_html(project);
  char* const written = read_all(path);
  TAP_EQ_S(written, html, "the page is what was written");
  xmlSetStructuredErrorFunc(NULL, (xmlStructuredErrorFunc)hear);
  htmlDocPtr doc = htmlReadMemory(html, (int)strlen(html), "page", "utf-8", 0);
  TAP_OK(doc && faults == 0, "it parses without a fault");
  xmlFreeDoc(doc);
  xmlSetStructuredErrorFunc(NULL, NULL);
  TAP_OK(!strstr(html, "http") && !strstr(html, "src=") &&
             !strstr(html, "<script"),
         "nothing from outside, no script");
  TAP_OK(!strstr(html, "nan") && !strstr(html, "inf\""), "finite numbers");
  TAP_OK(strstr(html, "id=\"arc\"") && strstr(html, "id=\"where\"") &&
             strstr(html, "id=\"networks\"") && strstr(html, "id=\"sure\""),
         "every part is there");
  free(written);
  elara_project_free(project);
  close(file);
  unlink(path);
}

// --- a story.json ------------------------------------------------------------

// An old story.json that lacks the newer lists is reviewed too.
static void
test_story_json(void)
{
  static const char* const lists[] = {"presences", "acts", "bonds", "turns"};
  char* const path = tap_scratch("elara-story");
  const int file = mkstemp(path);
  char named[4200];
  snprintf(named, sizeof named, "%s.json", path);
  const ElaraOptions options = elara_options();
  ElaraProject* project = elara_project_new(&options);
  json_t* const root =
      json_loads(elara_story_json(project, tap_path(SCRIPT)), 0, NULL);
  for (size_t i = 0; i < COUNT(lists); i++)
    json_object_set_new(root, lists[i], json_array());
  TAP_OK(json_dump_file(root, named, 0) == 0, "a story without newer lists");
  json_decref(root);
  elara_project_free(project);
  project = project_of(named, NULL);
  TAP_OK(strstr(elara_review_text(project), "WHO IS WHERE"), "is reviewed");
  elara_project_free(project);
  close(file);
  unlink(path);
  unlink(named);
}

int
main(void)
{
  tap_begin("review of the examples");
  test_both_reviews();
  test_page();
  test_story_json();
  return tap_end();
}
