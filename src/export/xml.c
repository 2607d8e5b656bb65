// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

#include "export/xml.h"

#include <libxml/xmlwriter.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct ElaraXml {
  xmlBuffer* buffer;
  xmlTextWriter* writer;
  int failed;
};

static const xmlChar*
chars(const char* text)
{
  return (const xmlChar*)text;
}

static void
keep(ElaraXml* xml, int result)
{
  if (result < 0) xml->failed = 1;
}

static void
xml_free(ElaraXml* xml)
{
  if (xml->writer) xmlFreeTextWriter(xml->writer);
  if (xml->buffer) xmlBufferFree(xml->buffer);
  free(xml);
}

ElaraXml*
elara_xml_new(const char* root, const char* public_id, const char* system_id)
{
  ElaraXml* const xml = (ElaraXml*)calloc(1, sizeof(ElaraXml));
  if (!xml) return NULL;
  xml->buffer = xmlBufferCreate();
  xml->writer = xml->buffer ? xmlNewTextWriterMemory(xml->buffer, 0) : NULL;
  if (!xml->writer) {
    xml_free(xml);
    return NULL;
  }
  keep(xml, xmlTextWriterSetIndent(xml->writer, 1));
  keep(xml, xmlTextWriterSetIndentString(xml->writer, chars(" ")));
  keep(xml, xmlTextWriterStartDocument(xml->writer, "1.0", "UTF-8", "no"));
  keep(xml, xmlTextWriterWriteDTD(xml->writer, chars(root), chars(public_id),
                                  chars(system_id), NULL));
  elara_xml_open(xml, root);
  return xml;
}

ElaraStatus
elara_xml_end(ElaraXml* xml, ElaraText* text)
{
  keep(xml, xmlTextWriterEndDocument(xml->writer));
  keep(xml, xmlTextWriterFlush(xml->writer));
  if (!xml->failed) {
    elara_text_bytes(text, xmlBufferContent(xml->buffer),
                     (size_t)xmlBufferLength(xml->buffer));
  }
  const int failed = xml->failed || text->failed;
  xml_free(xml);
  return failed ? ELARA_NO_MEMORY : ELARA_OK;
}

void
elara_xml_open(ElaraXml* xml, const char* name)
{
  keep(xml, xmlTextWriterStartElement(xml->writer, chars(name)));
}

void
elara_xml_close(ElaraXml* xml)
{
  keep(xml, xmlTextWriterEndElement(xml->writer));
}

// What XML 1.0 may hold: tabs and line ends become spaces, other controls and
// broken bytes a question mark.
static ElaraText
safe(const char* value)
{
  ElaraText out = {0};
  size_t left = strlen(value);
  elara_text_bytes(&out, "", 0);
  while (left > 0) {
    uint32_t code = 0;
    const size_t length = elara_utf8_next(value, left, &code);
    if (length == 0 || code == 0xfffe || code == 0xffff || code == 0x7f) {
      elara_text_add(&out, "?");
    } else if (code < 0x20) {
      elara_text_add(&out, code == 9 || code == 10 || code == 13 ? " " : "?");
    } else {
      elara_text_bytes(&out, value, length);
    }
    value += length ? length : 1;
    left -= length ? length : 1;
  }
  return out;
}

void
elara_xml_attr(ElaraXml* xml, const char* name, const char* value)
{
  ElaraText text = safe(value);
  if (text.failed) xml->failed = 1;
  if (!text.failed) {
    keep(xml, xmlTextWriterWriteAttribute(xml->writer, chars(name),
                                          chars(text.bytes)));
  }
  elara_text_clear(&text);
}

void
elara_xml_attr_int(ElaraXml* xml, const char* name, long long value)
{
  char number[32];
  snprintf(number, sizeof number, "%lld", value);
  keep(xml,
       xmlTextWriterWriteAttribute(xml->writer, chars(name), chars(number)));
}

void
elara_xml_text(ElaraXml* xml, const char* value)
{
  ElaraText text = safe(value);
  if (text.failed) xml->failed = 1;
  if (!text.failed) {
    keep(xml, xmlTextWriterWriteString(xml->writer, chars(text.bytes)));
  }
  elara_text_clear(&text);
}

void
elara_xml_leaf(ElaraXml* xml, const char* name, const char* value)
{
  elara_xml_open(xml, name);
  elara_xml_text(xml, value);
  elara_xml_close(xml);
}

void
elara_xml_leaf_int(ElaraXml* xml, const char* name, long long value)
{
  char number[32];
  snprintf(number, sizeof number, "%lld", value);
  elara_xml_open(xml, name);
  keep(xml, xmlTextWriterWriteString(xml->writer, chars(number)));
  elara_xml_close(xml);
}

void
elara_xml_empty(ElaraXml* xml, const char* name)
{
  elara_xml_open(xml, name);
  elara_xml_close(xml);
}
