// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// Bytes -> XML tree. Nothing outside of the bytes is looked at: no network, no
// external subset; a file that declares entities is refused, so that none can
// grow. libxml2 itself stops at 256 elements deep and 10 MB of text in one.

#include "notation/room.h"

#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <stdlib.h>
#include <string.h>

#define MOST_BYTES (128 << 20)
#define MOST_TAGS 12000000 // a tree of so many takes some 2 GB

typedef struct {
  NotationRoom* room;
  xmlParserCtxt* context;
  ElaraStatus status;
} Reader;

ElaraStatus
elara_notation_refuse(NotationRoom* room,
                      int line,
                      const char* hint,
                      const char* what)
{
  elara_diag(room->diags, ELARA_DIAG_ERROR, room->file, line, line ? 1 : 0,
             hint, "%s", what);
  return ELARA_BAD_INPUT;
}

void
elara_notation_warn(NotationRoom* room,
                    int line,
                    const char* hint,
                    const char* what)
{
  elara_diag(room->diags, ELARA_DIAG_WARNING, room->file, line, line ? 1 : 0,
             hint, "%s", what);
}

static void
on_entity(void* data,
          const xmlChar* name,
          int type,
          const xmlChar* public_id,
          const xmlChar* system_id,
          xmlChar* content)
{
  xmlParserCtxt* const context = (xmlParserCtxt*)data;
  Reader* const reader = (Reader*)context->_private;
  (void)name, (void)type, (void)public_id, (void)system_id, (void)content;
  if (reader->status == ELARA_OK) {
    reader->status = elara_notation_refuse(
        reader->room, context->input ? context->input->line : 1,
        "export the score from your notation program again",
        "the file declares entities, which no score has");
  }
  xmlStopParser(context);
}

static void
on_error(void* data, xmlErrorPtr error)
{
  Reader* const reader = (Reader*)((xmlParserCtxt*)data)->_private;
  char what[200];
  if (error->level < XML_ERR_FATAL || reader->status != ELARA_OK) return;
  if (error->code == XML_ERR_NO_MEMORY) {
    reader->status = ELARA_NO_MEMORY;
    return;
  }
  snprintf(what, sizeof what, "not well-formed XML: %s",
           error->message ? error->message : "");
  what[strcspn(what, "\n")] = '\0';
  elara_diag(reader->room->diags, ELARA_DIAG_ERROR, reader->room->file,
             error->line, error->int2 > 0 ? error->int2 : 1,
             "is the file whole? export it again", "%s", what);
  reader->status = ELARA_BAD_INPUT;
}

static size_t
count_tags(const unsigned char* bytes, size_t count)
{
  size_t tags = 0;
  for (size_t i = 0; i < count; i++)
    tags += bytes[i] == '<';
  return tags;
}

ElaraStatus
elara_notation_tree(NotationRoom* room,
                    const unsigned char* bytes,
                    size_t count,
                    xmlDoc** doc)
{
  *doc = NULL;
  if (count > MOST_BYTES || count_tags(bytes, count) > MOST_TAGS) {
    return elara_notation_refuse(
        room, 0, "give one movement at a time",
        "a score of more than 128 MiB, or twelve million tags");
  }
  Reader reader = {.room = room, .status = ELARA_OK};
  xmlParserCtxt* const context = xmlNewParserCtxt();
  ELARA_TRY_PTR(context);
  reader.context = context;
  context->_private = &reader;
  context->sax->entityDecl = on_entity;
  context->sax->serror = on_error;
  xmlDoc* const made = xmlCtxtReadMemory(
      context, (const char*)bytes, (int)count, NULL, NULL,
      XML_PARSE_NONET | XML_PARSE_BIG_LINES | XML_PARSE_NOWARNING);
  xmlFreeParserCtxt(context);
  if (!made && reader.status == ELARA_OK) {
    reader.status =
        elara_notation_refuse(room, 1, "give a MusicXML file (.musicxml, .mxl)",
                              "not well-formed XML");
  }
  if (reader.status != ELARA_OK) {
    xmlFreeDoc(made);
    return reader.status;
  }
  *doc = made;
  return ELARA_OK;
}

// --- what stands in a tree ---------------------------------------------------

const char*
elara_node_name(const xmlNode* node)
{
  return node && node->type == XML_ELEMENT_NODE ? (const char*)node->name : "";
}

static xmlNode*
find(xmlNode* node, const char* name)
{
  while (node && strcmp(elara_node_name(node), name) != 0) {
    node = node->next;
  }
  return node;
}

xmlNode*
elara_node_child(const xmlNode* node, const char* name)
{
  return node ? find(node->children, name) : NULL;
}

xmlNode*
elara_node_next(const xmlNode* node, const char* name)
{
  return node ? find(node->next, name) : NULL;
}

const char*
elara_node_text(NotationRoom* room, const xmlNode* node)
{
  const xmlNode* text = node ? node->children : NULL;
  while (text && text->type != XML_TEXT_NODE &&
         text->type != XML_CDATA_SECTION_NODE) {
    text = text->next;
  }
  if (!text || !text->content) return "";
  const char* from = (const char*)text->content;
  from += strspn(from, " \t\r\n");
  size_t count = strlen(from);
  while (count && strchr(" \t\r\n", from[count - 1])) {
    count--;
  }
  const char* const copy = elara_arena_strndup(room->arena, from, count);
  return copy ? copy : "";
}

const char*
elara_child_text(NotationRoom* room, const xmlNode* node, const char* name)
{
  return elara_node_text(room, elara_node_child(node, name));
}

// No comma, no exponent, no locale: what the schema calls a decimal.
static double
decimal(const char* text, double otherwise)
{
  const char* p = text + (*text == '-' || *text == '+');
  double value = 0.0;
  double place = 1.0;
  int digits = 0;
  int point = 0;
  for (; *p && digits < 18; p++) {
    if (*p == '.' && !point) {
      point = 1;
      continue;
    }
    if (*p < '0' || *p > '9') break;
    value = 10.0 * value + (*p - '0');
    if (point) place *= 10.0;
    digits++;
  }
  if (!digits) return otherwise;
  return (*text == '-' ? -value : value) / place;
}

double
elara_child_number(NotationRoom* room,
                   const xmlNode* node,
                   const char* name,
                   double otherwise)
{
  return decimal(elara_child_text(room, node, name), otherwise);
}

const char*
elara_node_attribute(NotationRoom* room, const xmlNode* node, const char* name)
{
  if (!node) return "";
  const xmlAttr* a = node->properties;
  while (a && strcmp((const char*)a->name, name) != 0) {
    a = a->next;
  }
  return a ? elara_node_text(room, (const xmlNode*)a) : "";
}

double
elara_node_attribute_number(NotationRoom* room,
                            const xmlNode* node,
                            const char* name,
                            double otherwise)
{
  return decimal(elara_node_attribute(room, node, name), otherwise);
}

int
elara_node_line(const xmlNode* node)
{
  const long line = node ? xmlGetLineNo(node) : 0;
  return line > 0 ? (int)line : 1;
}
