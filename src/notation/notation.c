// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

#include "notation/notation.h"

#include "notation/room.h"

#include <string.h>

void
elara_notation_clear(ElaraNotation* notation)
{
  elara_plan_free(notation->plan);
  elara_score_free(notation->score);
  elara_sketch_free(notation->sketch);
  *notation = (ElaraNotation){0};
}

static int
is_zip(const unsigned char* bytes, size_t count)
{
  return count >= 4 && memcmp(bytes, "PK\3\4", 4) == 0;
}

// XML begins with '<', after a byte order mark and spaces; in UTF-16 there is
// a zero beside it.
int
elara_notation_is(const unsigned char* bytes, size_t count)
{
  size_t i = 0;
  if (is_zip(bytes, count)) return 1;
  while (i < count && i < 64 && bytes[i] &&
         strchr("\xEF\xBB\xBF\xFE\xFF \t\r\n", bytes[i]))
    i++;
  if (i < count && bytes[i] == 0) i++;
  return i < count && bytes[i] == '<';
}

// --- the tree ----------------------------------------------------------------

static int
part_by_id(const NotationRoom* room, const char* id)
{
  for (size_t i = 0; i < room->parts.count; i++) {
    if (strcmp(room->parts.items[i].id, id) == 0) return (int)i;
  }
  return -1;
}

static ElaraStatus
read_measure(NotationRoom* room, int part, size_t index, const xmlNode* node)
{
  while (room->measures.count <= index) {
    const NotationMeasure none = {0};
    if (room->measures.count >= 100000) {
      return elara_notation_refuse(room, elara_node_line(node),
                                   "give one movement at a time",
                                   "more than a hundred thousand measures");
    }
    ELARA_TRY_PTR(ELARA_PUSH(room->arena, &room->measures, none));
  }
  return elara_notation_measure(room, (size_t)part, index, node);
}

static ElaraStatus
unknown_part(NotationRoom* room, const xmlNode* node)
{
  return elara_notation_refuse(room, elara_node_line(node),
                               "export the score again",
                               "a part that the part list does not name");
}

static ElaraStatus
read_partwise(NotationRoom* room, const xmlNode* root)
{
  const xmlNode* part = elara_node_child(root, "part");
  for (; part; part = elara_node_next(part, "part")) {
    const int index = part_by_id(room, elara_node_attribute(room, part, "id"));
    if (index < 0) return unknown_part(room, part);
    const xmlNode* measure = elara_node_child(part, "measure");
    for (size_t m = 0; measure;
         m++, measure = elara_node_next(measure, "measure")) {
      ELARA_TRY(read_measure(room, index, m, measure));
    }
  }
  return ELARA_OK;
}

static ElaraStatus
read_timewise(NotationRoom* room, const xmlNode* root)
{
  const xmlNode* measure = elara_node_child(root, "measure");
  for (size_t m = 0; measure;
       m++, measure = elara_node_next(measure, "measure")) {
    const xmlNode* part = elara_node_child(measure, "part");
    for (; part; part = elara_node_next(part, "part")) {
      const int index =
          part_by_id(room, elara_node_attribute(room, part, "id"));
      if (index < 0) return unknown_part(room, part);
      ELARA_TRY(read_measure(room, index, m, part));
    }
  }
  return ELARA_OK;
}

static void
read_title(NotationRoom* room, const xmlNode* root)
{
  room->title =
      elara_child_text(room, elara_node_child(root, "work"), "work-title");
  if (!room->title[0])
    room->title = elara_child_text(room, root, "movement-title");
}

static ElaraStatus
read_tree(NotationRoom* room, const xmlNode* root)
{
  const char* const name = elara_node_name(root);
  const int timewise = strcmp(name, "score-timewise") == 0;
  if (!timewise && strcmp(name, "score-partwise") != 0) {
    return elara_notation_refuse(
        room, elara_node_line(root), "give a MusicXML score (.musicxml, .mxl)",
        strcmp(name, "opus") == 0 ? "a collection of scores; give one of them"
                                  : "this XML is not a MusicXML score");
  }
  read_title(room, root);
  ELARA_TRY(elara_notation_parts(room, root));
  return timewise ? read_timewise(room, root) : read_partwise(room, root);
}

static ElaraStatus
read_bytes(NotationRoom* room, const unsigned char* bytes, size_t count)
{
  if (is_zip(bytes, count))
    ELARA_TRY(elara_notation_unpack(room, &bytes, &count));
  xmlDoc* doc = NULL;
  ELARA_TRY(elara_notation_tree(room, bytes, count, &doc));
  const ElaraStatus status = read_tree(room, xmlDocGetRootElement(doc));
  xmlFreeDoc(doc);
  ELARA_TRY(status);
  if (room->note_count == 0) {
    return elara_notation_refuse(room, 0, "give a score with music in it",
                                 "the score holds no notes");
  }
  return ELARA_OK;
}

// --- the papers --------------------------------------------------------------

static ElaraStatus
make_papers(NotationRoom* room, ElaraNotation* notation)
{
  elara_notation_find_strings(room);
  ELARA_TRY(elara_notation_settle(room));
  ELARA_TRY(elara_notation_ornaments(room));
  ELARA_TRY(elara_notation_loudness(room));
  ELARA_TRY(elara_notation_order(room));
  ELARA_TRY(elara_notation_unfold(room));
  ELARA_TRY(elara_notation_plan(room, &notation->plan));
  ELARA_TRY(elara_notation_score(room, notation->plan, &notation->score));
  return elara_notation_phrases(room, notation->plan, notation->score,
                                &notation->sketch);
}

ElaraStatus
elara_notation_read(const char* name,
                    const unsigned char* bytes,
                    size_t count,
                    ElaraDiags* diags,
                    ElaraNotation* notation)
{
  *notation = (ElaraNotation){0};
  NotationRoom room = {
      .file = name, .diags = diags, .title = "", .arena = elara_arena_new()};
  ELARA_TRY_PTR(room.arena);
  ElaraStatus status = read_bytes(&room, bytes, count);
  if (status == ELARA_OK) status = make_papers(&room, notation);
  elara_arena_free(room.arena);
  if (status != ELARA_OK) elara_notation_clear(notation);
  return status;
}
