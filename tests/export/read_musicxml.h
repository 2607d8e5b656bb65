// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// A reader of MusicXML made for the tests alone, written from the standard
// and not from our writer: it walks durations, joins ties and gives back what
// would sound.

#ifndef ELARA_TESTS_EXPORT_READ_MUSICXML_H
#define ELARA_TESTS_EXPORT_READ_MUSICXML_H

#include <libxml/parser.h>
#include <libxml/tree.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
  int part;
  long long tick;
  long long duration;
  int pitch;
  int open; // tied on
  int voice;
} ReadNote;

typedef struct {
  ReadNote* notes;
  size_t count;
  size_t capacity;
  int faults; // measures of wrong length, ties without a partner
  xmlNode* root;
} ReadScore;

static xmlNode*
child(xmlNode* node, const char* name)
{
  for (xmlNode* n = node ? node->children : NULL; n; n = n->next) {
    if (n->type == XML_ELEMENT_NODE && !strcmp((const char*)n->name, name)) {
      return n;
    }
  }
  return NULL;
}

static const char*
content(xmlNode* node)
{
  return node && node->children ? (const char*)node->children->content : "";
}

static long long
number_in(xmlNode* node, const char* name, long long otherwise)
{
  xmlNode* const n = child(node, name);
  return n ? atoll(content(n)) : otherwise;
}

static int
has_attribute(xmlNode* node, const char* name, const char* value)
{
  xmlChar* const got = xmlGetProp(node, (const xmlChar*)name);
  const int same = got && !strcmp((const char*)got, value);
  xmlFree(got);
  return same;
}

// The key of a drum by the id of its instrument.
static int
unpitched_key(const ReadScore* s, xmlNode* note)
{
  xmlChar* const id =
      xmlGetProp(child(note, "instrument"), (const xmlChar*)"id");
  int key = -1;
  for (xmlNode* p = child(s->root, "part-list")->children; p; p = p->next) {
    for (xmlNode* m = p->children; m; m = m->next) {
      if (m->type == XML_ELEMENT_NODE &&
          !strcmp((const char*)m->name, "midi-instrument") &&
          has_attribute(m, "id", (const char*)id)) {
        key = (int)number_in(m, "midi-unpitched", 0) - 1;
      }
    }
  }
  xmlFree(id);
  return key;
}

static int
sounding_pitch(const ReadScore* s, xmlNode* note, int transpose)
{
  static const int naturals[] = {9, 11, 0, 2, 4, 5, 7};
  xmlNode* const p = child(note, "pitch");
  if (!p) return unpitched_key(s, note);
  return naturals[content(child(p, "step"))[0] - 'A'] +
         (int)number_in(p, "alter", 0) +
         12 * ((int)number_in(p, "octave", 0) + 1) + transpose;
}

static int
tie(xmlNode* note, const char* type)
{
  for (xmlNode* n = note->children; n; n = n->next) {
    if (n->type == XML_ELEMENT_NODE && !strcmp((const char*)n->name, "tie") &&
        has_attribute(n, "type", type)) {
      return 1;
    }
  }
  return 0;
}

// The open note that NOTE continues: of the same voice (SAME) or staff.
static ReadNote*
partner(ReadScore* s, const ReadNote* note, int same)
{
  for (size_t i = s->count; i-- > 0;) {
    ReadNote* const n = &s->notes[i];
    if (n->part != note->part || !n->open || n->pitch != note->pitch) continue;
    if (n->tick + n->duration != note->tick) continue;
    if (same ? n->voice == note->voice
             : (n->voice - 1) / 4 == (note->voice - 1) / 4) {
      return n;
    }
  }
  return NULL;
}

static void
take_note(ReadScore* s, ReadNote note, int stop)
{
  ReadNote* n = stop ? partner(s, &note, 1) : NULL;
  if (stop && !n) n = partner(s, &note, 0);
  if (n) {
    n->duration += note.duration;
    n->open = note.open;
    n->voice = note.voice;
    return;
  }
  s->faults += stop;
  if (s->count == s->capacity) {
    s->capacity = s->capacity ? 2 * s->capacity : 256;
    s->notes = (ReadNote*)realloc(s->notes, s->capacity * sizeof *s->notes);
    if (!s->notes) abort();
  }
  s->notes[s->count++] = note;
}

typedef struct {
  int part;
  long long scale; // ticks of a division
  int transpose;
  long long beats;
  long long beat_type;
  long long start; // of the measure
} ReadState;

static void
read_attributes(xmlNode* node, ReadState* r)
{
  const long long divisions = number_in(node, "divisions", 0);
  if (divisions) r->scale = 3360 / divisions;
  xmlNode* const t = child(node, "transpose");
  if (t) {
    r->transpose = (int)(number_in(t, "chromatic", 0) +
                         12 * number_in(t, "octave-change", 0));
  }
  xmlNode* const time = child(node, "time");
  if (time) {
    r->beats = number_in(time, "beats", 4);
    r->beat_type = number_in(time, "beat-type", 4);
  }
}

static void
read_measure(ReadScore* s, xmlNode* measure, ReadState* r)
{
  long long at = r->start;
  long long onset = at;
  long long furthest = at;
  for (xmlNode* n = measure->children; n; n = n->next) {
    if (n->type != XML_ELEMENT_NODE) continue;
    const char* const name = (const char*)n->name;
    const long long duration = number_in(n, "duration", 0) * r->scale;
    if (!strcmp(name, "attributes")) read_attributes(n, r);
    if (!strcmp(name, "backup")) at -= duration;
    if (!strcmp(name, "forward")) at += duration;
    if (!strcmp(name, "note")) {
      if (!child(n, "chord")) onset = at;
      if (!child(n, "chord")) at += duration;
      if (!child(n, "rest")) {
        take_note(s,
                  (ReadNote){r->part, onset, duration,
                             sounding_pitch(s, n, r->transpose),
                             tie(n, "start"), (int)number_in(n, "voice", 1)},
                  tie(n, "stop"));
      }
    }
    if (at > furthest) furthest = at;
  }
  const long long length = 4 * 3360 * r->beats / r->beat_type;
  s->faults += furthest != r->start + length || at != furthest;
  r->start += length;
}

static ReadScore
read_musicxml(xmlDoc* doc)
{
  ReadScore s = {.root = xmlDocGetRootElement(doc)};
  int part = 0;
  for (xmlNode* p = s.root->children; p; p = p->next) {
    if (p->type != XML_ELEMENT_NODE || strcmp((const char*)p->name, "part")) {
      continue;
    }
    ReadState r = {.part = part++, .scale = 1};
    for (xmlNode* m = p->children; m; m = m->next) {
      if (m->type == XML_ELEMENT_NODE) read_measure(&s, m, &r);
    }
  }
  return s;
}

#endif
