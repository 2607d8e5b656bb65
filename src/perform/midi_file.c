// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// Header and chunks of a Standard MIDI File (RP-001), as files in the wild
// have them: wrapped in RIFF, with a Macintosh header in front, with chunks of
// other kinds between, cut short, or with a track length that is wrong.

#include "perform/midi_smf.h"

#include <stdlib.h>
#include <string.h>

#define MOST_TRACKS 4096
#define MAC_HEADER 128 // MacBinary puts so many bytes in front

uint32_t
elara_smf_big_endian(const unsigned char* p, int bytes)
{
  uint32_t value = 0;
  for (int i = 0; i < bytes; i++) {
    value = value << 8 | p[i];
  }
  return value;
}

static ElaraStatus
refuse(ElaraSmf* smf, const char* what)
{
  elara_diag(smf->diags, ELARA_DIAG_ERROR, smf->file, 0, 0,
             "give a Standard MIDI File (.mid)", "%s", what);
  return ELARA_BAD_INPUT;
}

static int
is_tag(const ElaraSmf* smf, size_t at, const char* tag)
{
  return at + 4 <= smf->count && memcmp(smf->bytes + at, tag, 4) == 0;
}

// RMID wraps the file in the "data" chunk of a RIFF file, whose numbers have
// the low byte first; a soundbank may stand beside it. Bytes behind the chunk
// are not ours.
static size_t
unwrap(ElaraSmf* smf)
{
  if (is_tag(smf, 0, "RIFF") && is_tag(smf, 8, "RMID")) {
    for (size_t at = 12; at + 8 <= smf->count;) {
      const unsigned char* const p = smf->bytes + at + 4;
      const size_t size = (size_t)p[0] | (size_t)p[1] << 8 |
                          (size_t)p[2] << 16 | (size_t)p[3] << 24;
      if (is_tag(smf, at, "data")) {
        if (size < smf->count - at - 8) smf->count = at + 8 + size;
        return at + 8;
      }
      if (size >= smf->count) break;
      at += 8 + size + (size & 1);
    }
  }
  return is_tag(smf, MAC_HEADER, "MThd") && !is_tag(smf, 0, "MThd") ? MAC_HEADER
                                                                    : 0;
}

static ElaraStatus
read_division(ElaraSmf* smf, int division)
{
  if (division & 0x8000) {
    const int frames = 256 - (division >> 8);
    const double fps = frames == 29 ? 30000.0 / 1001.0 : frames;
    smf->ticks_per_s = fps * (division & 0xff);
  } else {
    smf->ticks_per_quarter = division;
  }
  if (smf->ticks_per_s <= 0.0 && smf->ticks_per_quarter <= 0.0) {
    return refuse(smf, "the division is zero: its ticks have no length");
  }
  return ELARA_OK;
}

// AT moves to the first chunk behind the header, PROMISED is its track count.
static ElaraStatus
read_header(ElaraSmf* smf, size_t* at, int* promised)
{
  const size_t start = unwrap(smf);
  if (smf->count < start + 14 || !is_tag(smf, start, "MThd")) {
    return refuse(smf, "not a MIDI file: it does not begin with MThd");
  }
  const unsigned char* const p = smf->bytes + start;
  const uint32_t size = elara_smf_big_endian(p + 4, 4);
  if (size < 6 || size > smf->count - start - 8) {
    return refuse(smf, "broken MIDI header");
  }
  smf->format = (int)elara_smf_big_endian(p + 8, 2);
  *promised = (int)elara_smf_big_endian(p + 10, 2);
  *at = start + 8 + size;
  if (smf->format > 2) {
    elara_diag(smf->diags, ELARA_DIAG_WARNING, smf->file, 0, 0,
               "it is read as type 1", "MIDI files of type %d are unknown",
               smf->format);
    smf->format = 1;
  }
  return read_division(smf, (int)elara_smf_big_endian(p + 12, 2));
}

// Whether a chunk may begin at AT: a track, or one of another kind, whose name
// is four letters and which fits into the file.
static int
looks_like_chunk(const ElaraSmf* smf, size_t at)
{
  if (at + 8 > smf->count) return 0;
  if (is_tag(smf, at, "MTrk")) return 1;
  for (size_t i = at; i < at + 4; i++) {
    if (smf->bytes[i] < 32 || smf->bytes[i] > 126) return 0;
  }
  const size_t size = elara_smf_big_endian(smf->bytes + at + 4, 4);
  return size <= smf->count - at - 8;
}

// Where the track whose data begin at AT ends. A length that does not lead to
// another chunk or the end of the file is wrong: then the next track is looked
// for. *TORN: the file ends before the track.
static size_t
end_of_track(ElaraSmf* smf, size_t at, size_t size, int* torn)
{
  *torn = size > smf->count - at;
  size_t end = *torn ? smf->count : at + size;
  if (!*torn && (smf->count - end < 8 || looks_like_chunk(smf, end))) {
    return end;
  }
  for (end = at; end + 8 <= smf->count; end++) {
    if (smf->bytes[end] == 'M' && is_tag(smf, end, "MTrk")) {
      *torn = 0;
      break;
    }
  }
  if (end + 8 > smf->count) end = smf->count;
  if (!*torn) {
    elara_diag(smf->diags, ELARA_DIAG_WARNING, smf->file, 0, 0,
               "it is read up to the next one",
               "track %zu, byte %zu: its length is given wrong",
               smf->tracks.count + 1, at - 4);
  }
  return end;
}

static ElaraStatus
read_chunks(ElaraSmf* smf, size_t at)
{
  while (smf->count - at >= 8 && smf->tracks.count < MOST_TRACKS) {
    const size_t size = elara_smf_big_endian(smf->bytes + at + 4, 4);
    size_t end = size > smf->count - at - 8 ? smf->count : at + 8 + size;
    if (is_tag(smf, at, "MTrk")) {
      int torn;
      size_t stop = at + 8;
      end = end_of_track(smf, stop, size, &torn);
      ELARA_TRY(elara_smf_track(smf, &stop, end, torn));
      if (is_tag(smf, stop, "MTrk")) end = stop; // its length held two
    }
    at = end;
  }
  if (at < smf->count) {
    const ElaraDiagLevel level =
        is_tag(smf, at, "MTrk") ? ELARA_DIAG_WARNING : ELARA_DIAG_NOTE;
    elara_diag(smf->diags, level, smf->file, 0, 0, "they were passed over",
               "byte %zu: more bytes behind the last track (%zu)", at,
               smf->count - at);
  }
  return ELARA_OK;
}

// At one tick resets go first, in whatever track they stand: files put them
// beside the set-up that is meant to hold after them.
static int
by_tick(const void* a, const void* b)
{
  const ElaraSmfEvent* const x = (const ElaraSmfEvent*)a;
  const ElaraSmfEvent* const y = (const ElaraSmfEvent*)b;
  if (x->tick != y->tick) return x->tick < y->tick ? -1 : 1;
  if (x->first != y->first) return y->first - x->first;
  return x->order < y->order ? -1 : x->order > y->order;
}

ElaraStatus
elara_smf_read(ElaraSmf* smf)
{
  size_t at = 0;
  int promised = 0;
  ELARA_TRY(read_header(smf, &at, &promised));
  ELARA_TRY(read_chunks(smf, at));
  if (smf->tracks.count == 0 && promised > 0) {
    return refuse(smf, "the MIDI file has no tracks");
  }
  if (smf->tracks.count < (size_t)promised) {
    elara_diag(smf->diags, ELARA_DIAG_WARNING, smf->file, 0, 0,
               "the others are missing",
               "the MIDI file promises %d tracks and has %zu", promised,
               smf->tracks.count);
  }
  if (smf->format == 0 && smf->tracks.count > 1) {
    elara_diag(smf->diags, ELARA_DIAG_NOTE, smf->file, 0, 0,
               "they are played together",
               "a MIDI file of type 0 with %zu tracks", smf->tracks.count);
  }
  if (smf->events.count) {
    qsort(smf->events.items, smf->events.count, sizeof(ElaraSmfEvent), by_tick);
  }
  return ELARA_OK;
}
