// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// One pass with libxml2's SAX: a stack of what each open element means here,
// and one paragraph in the making. Nothing of the file is kept as a tree.

#include "story/fdx.h"

#include "story/fdx_paragraph.h"

#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <string.h>

#define DEPTH_MOST 100
#define ROOT_WITHIN 4096 // bytes from the start

// What an open element is to us.
typedef enum {
  DOCUMENT,
  FINAL_DRAFT,
  CONTENT,
  PARAGRAPH,
  TEXT,
  DUAL,
  SCENE,
  ON_SCENE_LIST,
  ON_SCENE,
  NOTE,
  SUMMARY,
  ASIDE, // a paragraph of a note or summary
  ASIDE_TEXT,
  TITLE_PAGE,
  TITLE_CONTENT,
  TITLE_PARAGRAPH,
  TITLE_TEXT,
  IGNORED,
} Role;

static const struct {
  Role parent;
  const char* name;
  Role role;
} roles[] = {
    {DOCUMENT, "FinalDraft", FINAL_DRAFT},
    {FINAL_DRAFT, "Content", CONTENT},
    {CONTENT, "Paragraph", PARAGRAPH},
    {PARAGRAPH, "Text", TEXT},
    {PARAGRAPH, "DualDialogue", DUAL},
    {DUAL, "Paragraph", PARAGRAPH},
    {PARAGRAPH, "SceneProperties", SCENE},
    {SCENE, "SceneArcBeats", ON_SCENE_LIST},
    {ON_SCENE_LIST, "CharacterArcBeat", ON_SCENE},
    {SCENE, "Summary", SUMMARY},
    {PARAGRAPH, "Summary", SUMMARY},
    {SUMMARY, "Paragraph", ASIDE},
    {PARAGRAPH, "ScriptNote", NOTE},
    {TEXT, "ScriptNote", NOTE},
    {NOTE, "Paragraph", ASIDE},
    {ASIDE, "Text", ASIDE_TEXT},
    {FINAL_DRAFT, "TitlePage", TITLE_PAGE},
    {TITLE_PAGE, "Content", TITLE_CONTENT},
    {TITLE_CONTENT, "Paragraph", TITLE_PARAGRAPH},
    {TITLE_PARAGRAPH, "Text", TITLE_TEXT},
};

typedef struct {
  xmlParserCtxt* context;
  const char* name;
  ElaraDiags* diags;
  ElaraStatus status; // once bad, all that follows is passed over
  Role open[DEPTH_MOST];
  int depth;
  ElaraFdxParagraph paragraph;
  ELARA_LIST(ElaraTitleLine) title;
} Reader;

int
elara_fdx_is(const ElaraScriptText* text)
{
  const char* p = text->bytes;
  p += strspn(p, " \t\n");
  if (*p != '<') return 0;
  const char* const root = strstr(p, "<FinalDraft");
  return root && root - p < ROOT_WITHIN;
}

static void
stop(Reader* reader, ElaraStatus status)
{
  if (reader->status == ELARA_OK) reader->status = status;
  xmlStopParser(reader->context);
}

static void
refuse(Reader* reader, int line, int column, const char* hint, const char* what)
{
  if (reader->status == ELARA_OK) {
    elara_diag(reader->diags, ELARA_DIAG_ERROR, reader->name, line, column,
               hint, "%s", what);
  }
  stop(reader, ELARA_BAD_INPUT);
}

static void
refuse_here(Reader* reader, const char* hint, const char* what)
{
  const xmlParserInput* const at = reader->context->input;
  refuse(reader, at ? at->line : 1, at ? at->col : 1, hint, what);
}

// The value of the attribute NAME; its length is 0 when there is none.
static ElaraSpan
attribute(const xmlChar** attributes, int count, const char* name)
{
  for (int i = 0; i < count; i++) {
    const char* const* const a = (const char* const*)(attributes + 5 * i);
    if (strcmp(a[0], name) == 0) {
      return (ElaraSpan){a[3], (size_t)(a[4] - a[3])};
    }
  }
  return (ElaraSpan){"", 0};
}

static Role
role_of(Role parent, const char* name)
{
  for (size_t i = 0; i < sizeof roles / sizeof roles[0]; i++) {
    if (roles[i].parent == parent && strcmp(roles[i].name, name) == 0) {
      return roles[i].role;
    }
  }
  return IGNORED;
}

static ElaraStatus
enter(Reader* reader, Role role, const xmlChar** attributes, int count)
{
  ElaraFdxParagraph* const paragraph = &reader->paragraph;
  const int line = reader->context->input->line;
  switch (role) {
  case PARAGRAPH:
    elara_fdx_open(paragraph, attribute(attributes, count, "Type"),
                   attribute(attributes, count, "Number"), line);
    break;
  case TITLE_PARAGRAPH:
    paragraph->text.count = 0;
    break;
  case DUAL:
    paragraph->side = 0;
    break;
  case SCENE:
    elara_fdx_length(paragraph, attribute(attributes, count, "Length"));
    break;
  case ON_SCENE:
    return elara_fdx_on_scene(paragraph, attribute(attributes, count, "Name"));
  case NOTE:
  case SUMMARY:
    paragraph->aside.count = 0;
    paragraph->aside_line = line;
    break;
  default:
    break;
  }
  return ELARA_OK;
}

static void
on_start(void* data,
         const xmlChar* name,
         const xmlChar* prefix,
         const xmlChar* uri,
         int namespace_count,
         const xmlChar** namespaces,
         int attribute_count,
         int defaulted,
         const xmlChar** attributes)
{
  Reader* const reader = (Reader*)data;
  (void)prefix, (void)uri, (void)namespace_count, (void)namespaces;
  (void)defaulted;
  if (reader->status != ELARA_OK) return;
  if (reader->depth + 1 >= DEPTH_MOST) {
    refuse_here(reader, "export the script from Final Draft again",
                "elements lie deeper than a hundred");
    return;
  }
  const Role role = role_of(reader->open[reader->depth], (const char*)name);
  if (reader->depth == 0 && role == IGNORED) {
    refuse_here(reader, "export the script as Final Draft (.fdx) or Fountain",
                "this XML is not a Final Draft document");
    return;
  }
  reader->open[++reader->depth] = role;
  const ElaraStatus status = enter(reader, role, attributes, attribute_count);
  if (status != ELARA_OK) stop(reader, status);
}

static void
on_text(void* data, const xmlChar* bytes, int count)
{
  Reader* const reader = (Reader*)data;
  const Role role = reader->open[reader->depth];
  if (reader->status != ELARA_OK) return;
  if (role == TEXT || role == TITLE_TEXT) {
    elara_text_bytes(&reader->paragraph.text, bytes, (size_t)count);
  } else if (role == ASIDE_TEXT) {
    elara_text_bytes(&reader->paragraph.aside, bytes, (size_t)count);
  }
}

// The title page stands behind the script in the file, and before it here: its
// lines are those of the document's beginning.
static ElaraStatus
close_title_line(Reader* reader)
{
  const ElaraSpan span = elara_fdx_text(&reader->paragraph.text, 1);
  const ElaraTitleLine line = {
      {elara_arena_strndup(reader->paragraph.scratch, span.s, span.n), span.n},
      1};
  ELARA_TRY_PTR(line.span.s);
  if (span.n)
    ELARA_TRY_PTR(ELARA_PUSH(reader->paragraph.scratch, &reader->title, line));
  return ELARA_OK;
}

static ElaraStatus
leave(Reader* reader, Role role)
{
  ElaraFdxParagraph* const paragraph = &reader->paragraph;
  const int line = reader->context->input->line;
  switch (role) {
  case PARAGRAPH:
    return elara_fdx_close(paragraph, line);
  case DUAL:
    paragraph->side = -1;
    paragraph->gather.cue = -1;
    return ELARA_OK;
  case NOTE:
    return elara_fdx_close_aside(paragraph, ELARA_ELEMENT_NOTE, line);
  case SUMMARY:
    return elara_fdx_close_aside(paragraph, ELARA_ELEMENT_SYNOPSIS, line);
  case ASIDE:
    elara_text_add(&paragraph->aside, "\n");
    return ELARA_OK;
  case TITLE_PARAGRAPH:
    return close_title_line(reader);
  default:
    return ELARA_OK;
  }
}

static void
on_end(void* data,
       const xmlChar* name,
       const xmlChar* prefix,
       const xmlChar* uri)
{
  Reader* const reader = (Reader*)data;
  (void)name, (void)prefix, (void)uri;
  if (reader->status != ELARA_OK || reader->depth == 0) return;
  const ElaraStatus status = leave(reader, reader->open[reader->depth--]);
  if (status != ELARA_OK) stop(reader, status);
}

static void
on_entity(void* data,
          const xmlChar* name,
          int type,
          const xmlChar* public_id,
          const xmlChar* system_id,
          xmlChar* content)
{
  (void)name, (void)type, (void)public_id, (void)system_id, (void)content;
  refuse_here((Reader*)data, "export the script from Final Draft again",
              "the file declares entities, which no script has");
}

static void
on_error(void* data, xmlErrorPtr error)
{
  Reader* const reader = (Reader*)data;
  char what[200];
  if (error->level < XML_ERR_FATAL || reader->status != ELARA_OK) return;
  if (error->code == XML_ERR_NO_MEMORY) {
    stop(reader, ELARA_NO_MEMORY);
    return;
  }
  snprintf(what, sizeof what, "not well-formed XML: %s",
           error->message ? error->message : "");
  what[strcspn(what, "\n")] = '\0';
  refuse(reader, error->line, error->int2,
         "is the file whole? export it from Final Draft again", what);
}

// XML_PARSE_HUGE lifts the limit on the length of a text; what it leaves open
// (depth, entities) is closed above. The bytes are UTF-8 whatever they claim.
static ElaraStatus
parse(Reader* reader, const ElaraScriptText* text)
{
  xmlParserCtxt* const context =
      xmlCreateMemoryParserCtxt(text->bytes, (int)text->count);
  ELARA_TRY_PTR(context);
  reader->context = context;
  memset(context->sax, 0, sizeof *context->sax);
  context->sax->initialized = XML_SAX2_MAGIC;
  context->sax->startElementNs = on_start;
  context->sax->endElementNs = on_end;
  context->sax->characters = on_text;
  context->sax->ignorableWhitespace = on_text;
  context->sax->cdataBlock = on_text;
  context->sax->entityDecl = on_entity;
  context->sax->serror = on_error;
  context->userData = reader;
  xmlCtxtUseOptions(context, XML_PARSE_NONET | XML_PARSE_HUGE |
                                 XML_PARSE_IGNORE_ENC | XML_PARSE_NOWARNING);
  xmlParseDocument(context);
  if (!context->wellFormed && reader->status == ELARA_OK) {
    refuse_here(reader, "export it from Final Draft again",
                "not well-formed XML");
  }
  xmlFreeDoc(context->myDoc); // a DTD makes one, whatever the handlers
  xmlFreeParserCtxt(context);
  return reader->status;
}

// The title page's elements, then the script's, whose indices move.
static ElaraStatus
put_title_first(Reader* reader)
{
  ElaraElementList all = {0};
  ElaraScript* const script = reader->paragraph.script;
  ELARA_TRY(elara_title_guess(reader->paragraph.arena, reader->title.items,
                              reader->title.count, &all));
  const int shift = (int)all.count;
  if (shift == 0) return ELARA_OK;
  for (size_t i = 0; i < script->elements.count; i++) {
    ELARA_TRY_PTR(
        ELARA_PUSH(reader->paragraph.arena, &all, script->elements.items[i]));
  }
  for (size_t i = 0; i < script->on_scene.count; i++) {
    script->on_scene.items[i].element += shift;
  }
  script->elements = all;
  return ELARA_OK;
}

ElaraStatus
elara_fdx(ElaraArena* arena,
          ElaraArena* scratch,
          const char* name,
          const ElaraScriptText* text,
          ElaraDiags* diags,
          ElaraScript* script)
{
  Reader reader = {.name = name, .diags = diags};
  ElaraFdxParagraph* const paragraph = &reader.paragraph;
  *paragraph = (ElaraFdxParagraph){
      .arena = arena,
      .scratch = scratch,
      .script = script,
      .gather = elara_gather_begin(arena, &script->elements),
      .side = -1,
      .kind = ELARA_ELEMENT_KIND_COUNT,
  };
  ElaraStatus status = parse(&reader, text);
  status = elara_gather_end(&paragraph->gather, status);
  if (paragraph->text.failed || paragraph->aside.failed) {
    status = ELARA_NO_MEMORY;
  }
  elara_text_clear(&paragraph->text);
  elara_text_clear(&paragraph->aside);
  ELARA_TRY(status);
  return put_title_first(&reader);
}
