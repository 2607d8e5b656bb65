// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// A thin hand on libxml2's writer: failure is remembered and asked for once at
// the end, and text is made safe for XML 1.0 (no control characters, no
// broken UTF-8).

#ifndef ELARA_EXPORT_XML_H
#define ELARA_EXPORT_XML_H

#include "base/text.h"

typedef struct ElaraXml ElaraXml;

// NULL when out of memory. DOCTYPE may be NULL.
ElaraXml*
elara_xml_new(const char* root, const char* public_id, const char* system_id);
// Appends the document to TEXT and frees XML.
ElaraStatus elara_xml_end(ElaraXml* xml, ElaraText* text);

void elara_xml_open(ElaraXml* xml, const char* name);
void elara_xml_close(ElaraXml* xml);
void elara_xml_attr(ElaraXml* xml, const char* name, const char* value);
void elara_xml_attr_int(ElaraXml* xml, const char* name, long long value);
void elara_xml_text(ElaraXml* xml, const char* value);
// <name>value</name>; <name/> for the empty element.
void elara_xml_leaf(ElaraXml* xml, const char* name, const char* value);
void elara_xml_leaf_int(ElaraXml* xml, const char* name, long long value);
void elara_xml_empty(ElaraXml* xml, const char* name);

#endif
