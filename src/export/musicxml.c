// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// The Score as MusicXML 4.0 (W3C Music Notation Community Group, 2021),
// score-partwise: the document's frame and its part list. See musicxml.h for
// the other files.

#include "export/musicxml.h"

#include "export/drum.h"
#include "export/export.h"
#include "export/number.h"

#include <stdio.h>
#include <string.h>

// --- the frame ---------------------------------------------------------------

static void
write_identification(ElaraXml* xml)
{
  static const char* const supported[] = {"accidental", "beam"};
  elara_xml_open(xml, "identification");
  elara_xml_open(xml, "creator");
  elara_xml_attr(xml, "type", "composer");
  elara_xml_text(xml, "Elara");
  elara_xml_close(xml);
  elara_xml_open(xml, "encoding");
  elara_xml_leaf(xml, "software", "Elara");
  for (size_t i = 0; i < sizeof supported / sizeof *supported; i++) {
    elara_xml_open(xml, "supports");
    elara_xml_attr(xml, "type", "yes");
    elara_xml_attr(xml, "element", supported[i]);
    elara_xml_close(xml);
  }
  elara_xml_close(xml);
  elara_xml_close(xml);
}

// --- the part list -----------------------------------------------------------

const char*
elara_musicxml_instrument_id(ElaraArena* arena, int part, int key)
{
  const char* const id = elara_arena_printf(arena, "P%d-I%d", part, key);
  return id ? id : "";
}

static void
score_instrument(ElaraXml* xml,
                 const char* id,
                 const char* name,
                 const char* sound)
{
  elara_xml_open(xml, "score-instrument");
  elara_xml_attr(xml, "id", id);
  elara_xml_leaf(xml, "instrument-name", name);
  elara_xml_leaf(xml, "instrument-sound", sound);
  elara_xml_close(xml);
}

// Channels 1..16 without the drums' tenth, over and over.
static int
midi_channel(int part)
{
  const int channel = (part - 1) % 15 + 1;
  return channel < 10 ? channel : channel + 1;
}

static void
midi_instrument(
    ElaraXml* xml, const char* id, int channel, int program, int key)
{
  elara_xml_open(xml, "midi-instrument");
  elara_xml_attr(xml, "id", id);
  elara_xml_leaf_int(xml, "midi-channel", channel);
  elara_xml_leaf_int(xml, "midi-program", program + 1);
  if (key >= 0) elara_xml_leaf_int(xml, "midi-unpitched", key + 1);
  elara_xml_close(xml);
}

static void
drum_instruments(ElaraArena* arena,
                 ElaraXml* xml,
                 const ElaraPart* part,
                 int number)
{
  int used[128] = {0};
  for (size_t i = 0; i < part->note_count; i++) {
    used[part->notes[i].pitch & 127] = 1;
  }
  for (int pass = 0; pass < 2; pass++) {
    for (int key = 0; key < 128; key++) {
      if (!used[key]) continue;
      const char* const id = elara_musicxml_instrument_id(arena, number, key);
      const ElaraDrum* const drum = elara_drum(key);
      if (pass == 0) score_instrument(xml, id, drum->name, drum->sound_id);
      if (pass == 1) midi_instrument(xml, id, 10, 0, key);
    }
  }
}

static void
write_score_part(ElaraArena* arena,
                 ElaraXml* xml,
                 const ElaraPart* part,
                 int number)
{
  const ElaraInstrument* const t = elara_instrument(part->instrument);
  char id[16];
  snprintf(id, sizeof id, "P%d", number);
  elara_xml_open(xml, "score-part");
  elara_xml_attr(xml, "id", id);
  elara_xml_leaf(xml, "part-name", t->name);
  elara_xml_leaf(xml, "part-abbreviation", t->short_name);
  if (t->clef == 'P') {
    drum_instruments(arena, xml, part, number);
  } else {
    const char* const own = elara_musicxml_instrument_id(arena, number, 0);
    score_instrument(xml, own, t->name, t->sound_id);
    midi_instrument(xml, own, midi_channel(number), t->program, -1);
  }
  elara_xml_close(xml);
}

static int
family_of(const ElaraScore* score, size_t part)
{
  return (int)elara_instrument(score->parts[part].instrument)->family;
}

static void
part_group(ElaraXml* xml, const char* type)
{
  elara_xml_open(xml, "part-group");
  elara_xml_attr_int(xml, "number", 1);
  elara_xml_attr(xml, "type", type);
  if (strcmp(type, "start") == 0) {
    elara_xml_leaf(xml, "group-symbol", "bracket");
    elara_xml_leaf(xml, "group-barline", "yes");
  }
  elara_xml_close(xml);
}

// A bracket round each family of two parts or more.
static void
write_part_list(ElaraArena* arena, ElaraXml* xml, const ElaraScore* score)
{
  int open = 0;
  elara_xml_open(xml, "part-list");
  for (size_t i = 0; i < score->part_count; i++) {
    const int family = family_of(score, i);
    const int goes_on =
        i + 1 < score->part_count && family_of(score, i + 1) == family;
    if (!open && goes_on) {
      part_group(xml, "start");
      open = 1;
    }
    write_score_part(arena, xml, &score->parts[i], (int)i + 1);
    if (open && !goes_on) {
      part_group(xml, "stop");
      open = 0;
    }
  }
  elara_xml_close(xml);
}

// --- the parts ---------------------------------------------------------------

static ElaraTick
common(ElaraTick a, ElaraTick b)
{
  while (b) {
    const ElaraTick rest = a % b;
    a = b;
    b = rest;
  }
  return a;
}

// The largest number of ticks that divides every place in the score.
static ElaraTick
division(const ElaraPlan* plan, const ElaraScore* score)
{
  ElaraTick d = ELARA_TICKS_PER_QUARTER / 4;
  for (size_t i = 0; i < plan->bar_count; i++) {
    d = common(d, plan->bars[i].tick);
  }
  d = common(d, plan->tick_count);
  for (size_t p = 0; p < score->part_count; p++) {
    const ElaraPart* const part = &score->parts[p];
    for (size_t i = 0; i < part->note_count; i++) {
      d = common(d, part->notes[i].tick);
      d = common(d, part->notes[i].duration);
    }
    for (size_t i = 0; i < part->dynamic_count; i++) {
      d = common(d, part->dynamics[i].tick_end);
    }
  }
  for (size_t i = 0; i < score->chord_count; i++) {
    d = common(d, score->chords[i].tick);
  }
  return d;
}

// Chord symbols stand over the first violins, else over the top part.
static size_t
chord_part(const ElaraScore* score)
{
  for (size_t i = 0; i < score->part_count; i++) {
    if (score->parts[i].instrument == ELARA_VIOLIN_1) return i;
  }
  return 0;
}

static ElaraStatus
write_part(ElaraPartWriter* w)
{
  ELARA_TRY(elara_musicxml_streams(w));
  ELARA_TRY(elara_musicxml_marks(w));
  ELARA_TRY(elara_musicxml_clefs(w));
  if (w->alone) ELARA_TRY(elara_musicxml_silence(w));
  return elara_musicxml_part(w);
}

static ElaraStatus
write_parts(const ElaraPlan* plan,
            const ElaraScore* score,
            int alone,
            ElaraXml* xml)
{
  const ElaraTick d = division(plan, score);
  for (size_t i = 0; i < score->part_count; i++) {
    ElaraArena* const arena = elara_arena_new();
    ELARA_TRY_PTR(arena);
    const ElaraPart* const part = &score->parts[i];
    ElaraPartWriter w = {.plan = plan,
                         .score = score,
                         .part = part,
                         .instrument = elara_instrument(part->instrument),
                         .number = (int)i + 1,
                         .staves = elara_musicxml_staves(part->instrument),
                         .top = i == 0,
                         .chords = !alone && i == chord_part(score),
                         .alone = alone,
                         .division = d,
                         .arena = arena,
                         .xml = xml};
    const ElaraStatus status = write_part(&w);
    elara_arena_free(arena);
    ELARA_TRY(status);
  }
  return ELARA_OK;
}

static ElaraStatus
write_document(const ElaraPlan* plan,
               const ElaraScore* score,
               const ElaraInstrument* alone,
               ElaraXml* xml)
{
  ElaraArena* const arena = elara_arena_new();
  ELARA_TRY_PTR(arena);
  elara_xml_attr(xml, "version", "4.0");
  elara_xml_open(xml, "work");
  elara_xml_leaf(xml, "work-title", plan->title ? plan->title : "");
  elara_xml_close(xml);
  write_identification(xml);
  elara_musicxml_page(xml, plan, score, alone);
  write_part_list(arena, xml, score);
  elara_arena_free(arena);
  return write_parts(plan, score, alone != NULL, xml);
}

static ElaraStatus
write_score(const ElaraPlan* plan,
            const ElaraScore* score,
            const ElaraInstrument* alone,
            ElaraText* text)
{
  ElaraXml* const xml = elara_xml_new(
      "score-partwise", "-//Recordare//DTD MusicXML 4.0 Partwise//EN",
      "http://www.musicxml.org/dtds/partwise.dtd");
  ELARA_TRY_PTR(xml);
  const ElaraStatus status = write_document(plan, score, alone, xml);
  if (status == ELARA_OK) return elara_xml_end(xml, text);
  ElaraText unused = {0};
  (void)elara_xml_end(xml, &unused);
  elara_text_clear(&unused);
  return status;
}

ElaraStatus
elara_musicxml_write(const ElaraPlan* plan,
                     const ElaraScore* score,
                     ElaraText* text)
{
  // The schema wants a part: a story without music is one empty staff.
  ElaraPart silent = {.instrument = ELARA_VIOLIN_1};
  ElaraScore own = *score;
  if (own.part_count == 0) own.parts = &silent, own.part_count = 1;
  return write_score(plan, &own, NULL, text);
}

ElaraStatus
elara_musicxml_write_part(const ElaraPlan* plan,
                          const ElaraScore* score,
                          size_t part,
                          ElaraText* text)
{
  ElaraScore own = *score;
  own.parts = &score->parts[part];
  own.part_count = 1;
  return write_score(plan, &own, elara_instrument(own.parts->instrument), text);
}
