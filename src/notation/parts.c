// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// The part list: who plays, and which drum is which.

#include "notation/room.h"

#include <string.h>

static int
has_text(const char* text)
{
  return text && text[0];
}

// The name that is to be shown, then the plain one, then what the instrument
// and the abbreviation say.
static int
find_by_names(NotationRoom* room, const xmlNode* node, int* nearest)
{
  const char* const candidates[] = {
      elara_child_text(room, node, "part-name"),
      elara_child_text(room, elara_node_child(node, "score-instrument"),
                       "instrument-name"),
      elara_child_text(room, node, "part-abbreviation"),
  };
  const size_t count = sizeof candidates / sizeof *candidates;
  *nearest = 0;
  for (size_t i = 0; i < count; i++) {
    const int ours = elara_instrument_by_name(candidates[i]);
    if (has_text(candidates[i]) && ours >= 0) return ours;
  }
  for (size_t i = 0; i < count; i++) {
    const char* const plain = elara_notation_plain(room, candidates[i]);
    const int found = elara_notation_by_name(plain, nearest);
    if (found >= 0) return found;
    if (elara_notation_drum(plain) >= 0) return ELARA_PERCUSSION;
  }
  return -1;
}

static int
find_instrument(NotationRoom* room, const xmlNode* node, int* nearest)
{
  const int named = find_by_names(room, node, nearest);
  if (named >= 0) return named;
  const int sounding = elara_notation_by_sound(
      elara_child_text(room, elara_node_child(node, "score-instrument"),
                       "instrument-sound"),
      nearest);
  if (sounding >= 0) return sounding;
  const xmlNode* const midi = elara_node_child(node, "midi-instrument");
  if (elara_child_number(room, midi, "midi-channel", 0.0) == 10.0)
    return ELARA_PERCUSSION;
  const int program =
      (int)elara_child_number(room, midi, "midi-program", 0.0) - 1;
  return elara_notation_by_program(program, nearest);
}

static ElaraStatus
find_drums(NotationRoom* room, const xmlNode* node, NotationPart* part)
{
  const xmlNode* i = elara_node_child(node, "score-instrument");
  for (; i; i = elara_node_next(i, "score-instrument")) {
    const NotationDrum drum = {
        elara_node_attribute(room, i, "id"),
        elara_notation_drum(elara_notation_plain(
            room, elara_child_text(room, i, "instrument-name")))};
    ELARA_TRY_PTR(ELARA_PUSH(room->arena, &part->drums, drum));
  }
  i = elara_node_child(node, "midi-instrument");
  for (; i; i = elara_node_next(i, "midi-instrument")) {
    const int key = (int)elara_child_number(room, i, "midi-unpitched", 0.0) - 1;
    const char* const id = elara_node_attribute(room, i, "id");
    if (key < 0 || key > 127) continue;
    for (size_t d = 0; d < part->drums.count; d++) {
      if (strcmp(part->drums.items[d].id, id) == 0)
        part->drums.items[d].key = key;
    }
  }
  return ELARA_OK;
}

static void
tell(NotationRoom* room, const NotationPart* part, int known, int nearest)
{
  const char* const ours = elara_instrument(part->instrument)->name;
  if (known && !nearest) return;
  elara_diag(room->diags, known ? ELARA_DIAG_NOTE : ELARA_DIAG_WARNING,
             room->file, part->line, 1,
             known ? "another name in the score chooses another player"
                   : "name the part after an instrument of the orchestra",
             known ? "our orchestra has no %s: %s plays it"
                   : "the part \"%s\" is unknown: %s plays it",
             part->name, ours);
}

// Two parts that are both just "Violin" are first and second.
static void
share_violins(NotationRoom* room, NotationPart* part)
{
  if (part->instrument != ELARA_VIOLIN_1) return;
  if (strchr(part->name, '1') || strstr(part->name, " I")) return;
  int firsts = 0;
  for (size_t i = 0; i < room->parts.count; i++) {
    const int other = room->parts.items[i].instrument;
    if (other == ELARA_VIOLIN_2) return;
    firsts += other == ELARA_VIOLIN_1;
  }
  if (firsts == 1) part->instrument = ELARA_VIOLIN_2;
}

static ElaraStatus
add_part(NotationRoom* room, const xmlNode* node)
{
  int nearest = 0;
  NotationPart part = {
      .id = elara_node_attribute(room, node, "id"),
      .name = elara_child_text(room, node, "part-name"),
      .line = elara_node_line(node),
      .instrument = find_instrument(room, node, &nearest),
      .drum = -1,
      .divisions = 1.0,
      .beats = 4,
      .beat_type = 4,
  };
  if (!has_text(part.name)) part.name = part.id;
  part.vague = nearest == NOTATION_VAGUE;
  const int known = part.instrument >= 0;
  if (!known) part.instrument = ELARA_VIOLIN_1;
  ELARA_TRY(find_drums(room, node, &part));
  if (part.instrument == ELARA_PERCUSSION) {
    part.drum = elara_notation_drum(elara_notation_plain(room, part.name));
  }
  share_violins(room, &part);
  tell(room, &part, known, nearest == 1);
  return ELARA_PUSH(room->arena, &room->parts, part) ? ELARA_OK
                                                     : ELARA_NO_MEMORY;
}

// Where somebody sings soprano, "Alto" and "Bass" sing, too.
static void
find_singers(NotationRoom* room)
{
  int choir = 0;
  for (size_t i = 0; i < room->parts.count; i++) {
    const char* const plain =
        elara_notation_plain(room, room->parts.items[i].name);
    choir |=
        strncmp(plain, " sopran", 7) == 0 || strncmp(plain, " tenor ", 7) == 0;
  }
  for (size_t i = 0; choir && i < room->parts.count; i++) {
    NotationPart* const part = &room->parts.items[i];
    const char* const plain = elara_notation_plain(room, part->name);
    if (strncmp(plain, " alt", 4) != 0 && strcmp(plain, " bass ") != 0 &&
        strcmp(plain, " basso ") != 0) {
      continue;
    }
    if (part->instrument == ELARA_VIOLA ||
        part->instrument == ELARA_DOUBLE_BASS) {
      part->instrument = ELARA_CHOIR;
    }
  }
}

ElaraStatus
elara_notation_parts(NotationRoom* room, const xmlNode* root)
{
  const xmlNode* const list = elara_node_child(root, "part-list");
  const xmlNode* part = elara_node_child(list, "score-part");
  for (; part; part = elara_node_next(part, "score-part")) {
    ELARA_TRY(add_part(room, part));
  }
  if (room->parts.count == 0) {
    return elara_notation_refuse(room, elara_node_line(root),
                                 "give a whole MusicXML score",
                                 "the score lists no parts");
  }
  find_singers(room);
  return ELARA_OK;
}

// "Strings" that lie low are played by low strings.
void
elara_notation_find_strings(NotationRoom* room)
{
  static const struct {
    double below; // mean sounding pitch
    int instrument;
  } places[] = {
      {46.0, ELARA_DOUBLE_BASS}, {56.0, ELARA_CELLO}, {63.0, ELARA_VIOLA}};
  for (size_t p = 0; p < room->parts.count; p++) {
    NotationPart* const part = &room->parts.items[p];
    double sum = 0.0;
    if (!part->vague || part->notes.count == 0) continue;
    for (size_t i = 0; i < part->notes.count; i++)
      sum += part->notes.items[i].pitch;
    const double mean = sum / (double)part->notes.count;
    for (size_t i = sizeof places / sizeof *places; i-- > 0;) {
      if (mean < places[i].below) part->instrument = places[i].instrument;
    }
  }
}
