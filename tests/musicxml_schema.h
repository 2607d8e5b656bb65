// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// Validation against the W3C schema of MusicXML, where it is at hand:
// ELARA_MUSICXML_XSD names musicxml.xsd, with xml.xsd and xlink.xsd beside it.
// Nothing is downloaded. Source: https://github.com/w3c/musicxml, schema/.

#ifndef ELARA_TESTS_MUSICXML_SCHEMA_H
#define ELARA_TESTS_MUSICXML_SCHEMA_H

#include "tap.h"

#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <libxml/xmlschemas.h>
#include <stdarg.h>

static xmlSchema* schema_;
static int schema_faults_;

// What the schema imports lies beside it, whatever address it has.
static xmlParserInput*
schema_import_(const char* url, const char* id, xmlParserCtxt* context)
{
  const char* const own = getenv("ELARA_MUSICXML_XSD");
  const char* const name = url ? strrchr(url, '/') : NULL;
  const char* const slash = own ? strrchr(own, '/') : NULL;
  char path[4096];
  (void)id;
  if (url && strcmp(url, own) == 0) return xmlNewInputFromFile(context, url);
  snprintf(path, sizeof path, "%.*s%s", slash ? (int)(slash - own + 1) : 0, own,
           name  ? name + 1
           : url ? url
                 : "");
  return xmlNewInputFromFile(context, path);
}

static void
schema_fault_(void* data, const char* format, ...)
{
  (void)data;
  if (schema_faults_++ > 5) return;
  va_list values;
  va_start(values, format);
  printf("# ");
  vprintf(format, values);
  va_end(values);
}

// 0 when there is no schema: say so.
static inline int
schema_begin(void)
{
  const char* const path = getenv("ELARA_MUSICXML_XSD");
  if (!path) {
    tap_skip("valid MusicXML", "ELARA_MUSICXML_XSD names no musicxml.xsd");
    return 0;
  }
  xmlExternalEntityLoader const usual = xmlGetExternalEntityLoader();
  xmlSetExternalEntityLoader(schema_import_);
  xmlSchemaParserCtxt* const context = xmlSchemaNewParserCtxt(path);
  schema_ = context ? xmlSchemaParse(context) : NULL;
  xmlSchemaFreeParserCtxt(context);
  xmlSetExternalEntityLoader(usual);
  return TAP_OK(schema_ != NULL, "the schema is read");
}

static inline void
schema_check(const char* text, size_t count, const char* name)
{
  if (!schema_) return;
  xmlDoc* const doc = xmlReadMemory(text, (int)count, name, NULL,
                                    XML_PARSE_NONET | XML_PARSE_NOWARNING);
  xmlSchemaValidCtxt* const context = xmlSchemaNewValidCtxt(schema_);
  schema_faults_ = 0;
  xmlSchemaSetValidErrors(context, schema_fault_, NULL, NULL);
  TAP_OK(doc && xmlSchemaValidateDoc(context, doc) == 0, name);
  xmlSchemaFreeValidCtxt(context);
  xmlFreeDoc(doc);
}

static inline void
schema_end(void)
{
  xmlSchemaFree(schema_);
  schema_ = NULL;
}

#endif
