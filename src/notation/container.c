// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// Compressed MusicXML: a zip archive whose META-INF/container.xml names the
// score in it (MusicXML 4.0, "Compressed .mxl files").

#include "notation/room.h"

#include <string.h>

#ifndef ELARA_WITH_ZIP

ElaraStatus
elara_notation_unpack(NotationRoom* room,
                      const unsigned char** bytes,
                      size_t* count)
{
  (void)bytes, (void)count;
  return elara_notation_refuse(
      room, 0,
      "save it as uncompressed MusicXML (.musicxml), or build Elara with "
      "libzip (Debian: libzip-dev)",
      "a compressed score (.mxl), and this Elara was built without libzip");
}

#else

#include <zip.h>

#define MOST_UNPACKED (128 << 20) // a bomb stops here

static int
is_score(const char* name)
{
  const size_t length = strlen(name);
  if (strncmp(name, "META-INF/", 9) == 0) return 0;
  return (length > 4 && strcmp(name + length - 4, ".xml") == 0) ||
         (length > 9 && strcmp(name + length - 9, ".musicxml") == 0);
}

static ElaraStatus
refuse(NotationRoom* room, const char* what)
{
  return elara_notation_refuse(room, 0, "save it as MusicXML again", what);
}

// One file of the archive, whatever size it claims to have.
static ElaraStatus
read_entry(NotationRoom* room,
           zip_t* zip,
           const char* name,
           const unsigned char** bytes,
           size_t* count)
{
  zip_stat_t info;
  zip_file_t* const file = zip_fopen(zip, name, 0);
  if (!file) return refuse(room, "the archive cannot be read");
  ElaraStatus status = ELARA_OK;
  if (zip_stat(zip, name, 0, &info) != 0 || !(info.valid & ZIP_STAT_SIZE) ||
      info.size > MOST_UNPACKED) {
    status = refuse(room, "a compressed score of more than 128 MiB");
  }
  unsigned char* const room_for =
      status == ELARA_OK
          ? (unsigned char*)elara_arena_alloc(room->arena, info.size + 1)
          : NULL;
  if (status == ELARA_OK && !room_for) status = ELARA_NO_MEMORY;
  if (status == ELARA_OK) {
    const zip_int64_t got = zip_fread(file, room_for, info.size);
    if (got < 0 || (zip_uint64_t)got != info.size)
      status = refuse(room, "the archive is broken");
    *bytes = room_for;
    *count = info.size;
  }
  zip_fclose(file);
  return status;
}

// The first rootfile of the container; without one, the first score.
static const char*
score_name(NotationRoom* room, zip_t* zip)
{
  const unsigned char* bytes = NULL;
  size_t count = 0;
  if (zip_name_locate(zip, "META-INF/container.xml", 0) >= 0 &&
      read_entry(room, zip, "META-INF/container.xml", &bytes, &count) ==
          ELARA_OK) {
    xmlDoc* doc = NULL;
    if (elara_notation_tree(room, bytes, count, &doc) != ELARA_OK) return NULL;
    const xmlNode* const list =
        elara_node_child(xmlDocGetRootElement(doc), "rootfiles");
    const char* const path = elara_node_attribute(
        room, elara_node_child(list, "rootfile"), "full-path");
    xmlFreeDoc(doc);
    if (path[0] && zip_name_locate(zip, path, 0) >= 0) return path;
  }
  const zip_int64_t entries = zip_get_num_entries(zip, 0);
  for (zip_int64_t i = 0; i < entries; i++) {
    const char* const name = zip_get_name(zip, (zip_uint64_t)i, 0);
    if (name && is_score(name)) return name;
  }
  return NULL;
}

static ElaraStatus
unpack(NotationRoom* room,
       zip_t* zip,
       const unsigned char** bytes,
       size_t* count)
{
  const char* const name = score_name(room, zip);
  if (!name) return refuse(room, "the archive holds no MusicXML score");
  return read_entry(room, zip, name, bytes, count);
}

ElaraStatus
elara_notation_unpack(NotationRoom* room,
                      const unsigned char** bytes,
                      size_t* count)
{
  zip_error_t error;
  zip_error_init(&error);
  zip_source_t* const source =
      zip_source_buffer_create(*bytes, *count, 0, &error);
  ELARA_TRY_PTR(source);
  zip_t* const zip = zip_open_from_source(source, ZIP_RDONLY, &error);
  zip_error_fini(&error);
  if (!zip) {
    zip_source_free(source);
    return refuse(room, "a broken zip archive, or none at all");
  }
  const ElaraStatus status = unpack(room, zip, bytes, count);
  zip_discard(zip);
  return status;
}

#endif
