// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// A mark as <direction>, <harmony> or <sound>, in the order of children that
// the schema asks for.

#include "export/musicxml.h"
#include "export/number.h"

#include <stdio.h>

static void
type_open(ElaraXml* xml, const char* name)
{
  elara_xml_open(xml, "direction-type");
  elara_xml_open(xml, name);
}

static void
type_close(ElaraXml* xml)
{
  elara_xml_close(xml);
  elara_xml_close(xml);
}

static void
metronome(ElaraXml* xml, const ElaraMark* mark)
{
  const double beat = mark->dotted ? mark->bpm / 1.5 : mark->bpm;
  type_open(xml, "metronome");
  elara_xml_leaf(xml, "beat-unit", "quarter");
  if (mark->dotted) elara_xml_empty(xml, "beat-unit-dot");
  elara_xml_leaf(xml, "per-minute", elara_number_fixed(beat, 0).text);
  type_close(xml);
}

static void
words(ElaraXml* xml, const char* text)
{
  type_open(xml, "words");
  elara_xml_text(xml, text);
  type_close(xml);
}

// Bold, with a space at its end: MuseScore sets the metronome mark right after.
static void
tempo_words(ElaraXml* xml, const char* text)
{
  type_open(xml, "words");
  elara_xml_attr(xml, "font-weight", "bold");
  elara_xml_text(xml, text);
  elara_xml_text(xml, " ");
  type_close(xml);
}

static void
title_words(ElaraXml* xml, const char* text)
{
  type_open(xml, "words");
  elara_xml_attr_int(xml, "font-size", 13);
  elara_xml_attr(xml, "font-style", "italic");
  elara_xml_text(xml, text);
  type_close(xml);
}

static void
direction_type(ElaraXml* xml, const ElaraMark* mark)
{
  switch (mark->kind) {
  case ELARA_MARK_DYNAMIC:
    type_open(xml, "dynamics");
    elara_xml_empty(xml, mark->text);
    type_close(xml);
    break;
  case ELARA_MARK_WEDGE:
    type_open(xml, "wedge");
    elara_xml_attr(xml, "type", mark->text);
    type_close(xml);
    break;
  case ELARA_MARK_WORDS:
    words(xml, mark->text);
    break;
  case ELARA_MARK_REHEARSAL:
    type_open(xml, "rehearsal");
    elara_xml_text(xml, mark->text);
    type_close(xml);
    break;
  case ELARA_MARK_TEMPO:
    if (mark->text[0]) tempo_words(xml, mark->text);
    metronome(xml, mark);
    break;
  case ELARA_MARK_TITLE:
    title_words(xml, mark->text);
    break;
  case ELARA_MARK_OCTAVE:
    type_open(xml, "octave-shift");
    elara_xml_attr(xml, "type", mark->text);
    elara_xml_attr_int(xml, "size", 8);
    type_close(xml);
    break;
  case ELARA_MARK_SOUND:
    words(xml, "\xC2\xA0");
    break;
  case ELARA_MARK_HARMONY:
    break;
  }
}

static void
sound(ElaraXml* xml, const ElaraMark* mark)
{
  elara_xml_open(xml, "sound");
  elara_xml_attr(xml, "tempo", elara_number_fixed(mark->bpm, 5).text);
  elara_xml_close(xml);
}

// A tempo that is heard and not seen is a hard space: where a program is told
// nothing but a sound, MuseScore prints the number.
static void
direction(ElaraPartWriter* w, const ElaraMark* mark, ElaraTick offset)
{
  const int below =
      mark->kind == ELARA_MARK_DYNAMIC || mark->kind == ELARA_MARK_WEDGE;
  elara_xml_open(w->xml, "direction");
  elara_xml_attr(w->xml, "placement", below ? "below" : "above");
  direction_type(w->xml, mark);
  if (offset) elara_xml_leaf_int(w->xml, "offset", offset / w->division);
  if (w->staves > 1) elara_xml_leaf_int(w->xml, "staff", 1);
  if (mark->bpm > 0.0) sound(w->xml, mark);
  elara_xml_close(w->xml);
}

static void
named_pitch(ElaraXml* xml, const char* name, ElaraSpelling s)
{
  char child[16];
  const char step[] = {s.step, '\0'};
  elara_xml_open(xml, name);
  snprintf(child, sizeof child, "%s-step", name);
  elara_xml_leaf(xml, child, step);
  snprintf(child, sizeof child, "%s-alter", name);
  if (s.alter) elara_xml_leaf_int(xml, child, s.alter);
  elara_xml_close(xml);
}

static void
added_ninth(ElaraXml* xml)
{
  elara_xml_open(xml, "degree");
  elara_xml_leaf_int(xml, "degree-value", 9);
  elara_xml_leaf_int(xml, "degree-alter", 0);
  elara_xml_leaf(xml, "degree-type", "add");
  elara_xml_close(xml);
}

static void
harmony(ElaraPartWriter* w, const ElaraMark* mark, ElaraTick offset)
{
  const ElaraChord* const chord = mark->chord;
  const ElaraChordInfo* const info = elara_chord_info(chord->quality);
  ElaraSpellContext context = elara_musicxml_context(w, mark->tick);
  context.chord = chord;
  const int shift = elara_musicxml_shift(w, context.fifths);
  elara_xml_open(w->xml, "harmony");
  named_pitch(w->xml, "root",
              elara_spell_shift(elara_spell_root(&context), shift));
  elara_xml_open(w->xml, "kind");
  const int added = chord->quality == ELARA_CHORD_ADD_9;
  if (!added) elara_xml_attr(w->xml, "text", info->symbol);
  elara_xml_text(w->xml, info->musicxml);
  elara_xml_close(w->xml);
  if (chord->bass != chord->root) {
    named_pitch(w->xml, "bass",
                elara_spell_shift(elara_spell(&context, chord->bass), shift));
  }
  if (added) added_ninth(w->xml);
  if (offset) elara_xml_leaf_int(w->xml, "offset", offset / w->division);
  if (w->staves > 1) elara_xml_leaf_int(w->xml, "staff", 1);
  elara_xml_close(w->xml);
}

void
elara_musicxml_mark(ElaraPartWriter* w, const ElaraMark* mark, ElaraTick offset)
{
  if (mark->kind == ELARA_MARK_HARMONY) {
    harmony(w, mark, offset);
  } else {
    direction(w, mark, offset);
  }
}
