// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// One track: bytes to events. Lenient where there is one way to understand a
// file: running status survives meta and system messages, messages that only
// belong on a wire are stepped over, the seventh bit of data is dropped.

#include "perform/midi_smf.h"

#include <string.h>

// 2^40 ticks: no file is longer, and sums stay far from overflow.
#define MOST_TICKS (INT64_C(1) << 40)

typedef struct {
  ElaraSmf* smf;
  size_t at, limit; // in smf->bytes
  int dry;          // a read went past LIMIT
  int64_t tick;
  int running;
  int port, ported;
  int prefix; // channel that meta events speak of, -1 = the track
  size_t first_lane;
  uint32_t lane; // of this track and PORT
  int lane_known;
  int alien; // messages that do not belong in a file
  size_t alien_at;
  int packets; // a system exclusive message is unfinished
  int64_t packet_tick;
  ELARA_LIST(unsigned char) packet;
  ElaraSmfNames names;
} Track;

static int
byte(Track* t)
{
  if (t->at < t->limit) return t->smf->bytes[t->at++];
  t->dry = 1;
  return 0;
}

static uint32_t
varying(Track* t)
{
  uint32_t value = 0;
  for (int i = 0; i < 4; i++) {
    const int b = byte(t);
    value = value << 7 | (uint32_t)(b & 0x7f);
    if (!(b & 0x80)) return value;
  }
  return value;
}

// COUNT bytes, or NULL when there are not so many.
static const unsigned char*
skip(Track* t, size_t count)
{
  if (t->limit - t->at < count) {
    t->dry = 1;
    t->at = t->limit;
    return NULL;
  }
  const unsigned char* const from = t->smf->bytes + t->at;
  t->at += count;
  return from;
}

// A track name wins over an instrument name. Behind a channel prefix both
// belong to that channel.
static void
read_name(Track* t, int type, const unsigned char* body, size_t count)
{
  const char** const slot =
      t->prefix >= 0 ? &t->names.names[t->prefix] : &t->names.name;
  if (type == 0x04 && *slot) return;
  const char* const name = elara_smf_name(t->smf->keep, body, count);
  if (name) *slot = name;
}

static void
set_port(Track* t, int port)
{
  t->port = port & 127;
  t->ported = 1;
  t->lane_known = 0;
}

// A device name stands for a port where no port is given (RP-019): the same
// name, the same port.
static ElaraStatus
read_device(Track* t, const unsigned char* body, size_t count)
{
  ElaraSmf* const smf = t->smf;
  const char* const name = elara_smf_name(smf->arena, body, count);
  if (!name || t->ported) return ELARA_OK;
  size_t port = 0;
  while (port < smf->devices.count && strcmp(smf->devices.items[port], name))
    port++;
  if (port == smf->devices.count && port < 128) {
    ELARA_TRY_PTR(ELARA_PUSH(smf->arena, &smf->devices, name));
  }
  set_port(t, (int)(port < 128 ? port : 127));
  t->ported = 0; // a port that is given still wins
  return ELARA_OK;
}

// *ENDED at the end of the track.
static ElaraStatus
read_meta(Track* t, int* ended)
{
  ElaraSmf* const smf = t->smf;
  const int type = byte(t);
  if (!t->dry && type == 0x2f) {
    *ended = 1; // its length, 0, may be cut off
    if (t->at < t->limit && smf->bytes[t->at] == 0) t->at++;
    return ELARA_OK;
  }
  const uint32_t count = varying(t);
  const unsigned char* const body = skip(t, count);
  if (!body || count == 0) return ELARA_OK;
  if (type == 0x51 && count == 3) {
    const ElaraSmfTempo tempo = {t->tick, smf->tempos.count,
                                 elara_smf_big_endian(body, 3), 0.0};
    if (tempo.us_per_quarter <= 0.0) return ELARA_OK;
    ELARA_TRY_PTR(ELARA_PUSH(smf->arena, &smf->tempos, tempo));
  } else if (type == 0x03 || type == 0x04) {
    read_name(t, type, body, count);
  } else if (type == 0x20) {
    t->prefix = body[0] & 15;
  } else if (type == 0x21) {
    set_port(t, body[0]);
  } else if (type == 0x09) {
    ELARA_TRY(read_device(t, body, count));
  }
  return ELARA_OK;
}

// Tracks name at most a few ports: their lanes stand at the end of the list.
static ElaraStatus
find_lane(Track* t)
{
  ElaraSmf* const smf = t->smf;
  if (t->lane_known) return ELARA_OK;
  size_t i = t->first_lane;
  while (i < smf->lanes.count && smf->lanes.items[i].port != t->port)
    i++;
  if (i == smf->lanes.count) {
    const ElaraSmfLane lane = {.track = (uint32_t)smf->tracks.count,
                               .port = (unsigned char)t->port};
    ELARA_TRY_PTR(ELARA_PUSH(smf->arena, &smf->lanes, lane));
  }
  if (t->ported) smf->lanes.items[i].ported = 1;
  t->lane = (uint32_t)i;
  t->lane_known = 1;
  return ELARA_OK;
}

static ElaraStatus
push_event(Track* t, ElaraSmfEvent event)
{
  ElaraSmf* const smf = t->smf;
  ELARA_TRY(find_lane(t));
  event.lane = t->lane;
  event.order = (uint32_t)smf->events.count;
  if (event.tick > smf->last_tick) smf->last_tick = event.tick;
  ELARA_TRY_PTR(ELARA_PUSH(smf->arena, &smf->events, event));
  return ELARA_OK;
}

// A channel message whose first data byte is FIRST, or still to be read.
static ElaraStatus
read_channel(Track* t, int status, int first)
{
  const int one = status >> 4 == 12 || status >> 4 == 13;
  ElaraSmfEvent e = {.tick = t->tick, .status = (unsigned char)status};
  e.a = (unsigned char)((first >= 0 ? first : byte(t)) & 127);
  e.b = (unsigned char)(one ? 0 : byte(t) & 127);
  t->running = status;
  t->prefix = -1; // a prefix holds up to the next channel message
  if (t->dry) return ELARA_OK;
  ELARA_TRY(push_event(t, e));
  elara_smf_count(&t->smf->lanes.items[t->lane].channels[status & 15], &e);
  return ELARA_OK;
}

static ElaraStatus
push_system(Track* t, const unsigned char* body, size_t count, int64_t tick)
{
  ElaraSmf* const smf = t->smf;
  ElaraSmfSystem system;
  if (!elara_smf_system(body, count, &system)) return ELARA_OK;
  const ElaraSmfEvent e = {.tick = tick,
                           .system = (uint32_t)smf->systems.count,
                           .status = 0xf0,
                           .first = system.kind == SMF_RESET};
  ELARA_TRY_PTR(ELARA_PUSH(smf->arena, &smf->systems, system));
  return push_event(t, e);
}

// A message in packets is over: by its 0xf7, or because something else came.
static ElaraStatus
end_packets(Track* t)
{
  if (!t->packets) return ELARA_OK;
  t->packets = 0;
  const size_t count = t->packet.count;
  unsigned char* const body =
      (unsigned char*)elara_arena_array(t->smf->arena, count, 1);
  ELARA_TRY_PTR(body);
  if (count) memcpy(body, t->packet.items, count);
  t->packet.count = 0;
  return push_system(t, body, count, t->packet_tick);
}

static ElaraStatus
add_packet(Track* t, const unsigned char* body, size_t count)
{
  const int last = count > 0 && body[count - 1] == 0xf7;
  for (size_t i = 0; i < count - (size_t)last; i++) {
    ELARA_TRY_PTR(ELARA_PUSH(t->smf->arena, &t->packet, body[i]));
  }
  t->packets = 1;
  t->packet_tick = t->tick;
  return last ? end_packets(t) : ELARA_OK;
}

// 0xf0 begins a message; 0xf7 goes on with one, or escapes any bytes.
static ElaraStatus
read_exclusive(Track* t, int status)
{
  size_t count = varying(t);
  const unsigned char* body = skip(t, count);
  if (!body) return ELARA_OK;
  if (status == 0xf7 && t->packets) return add_packet(t, body, count);
  ELARA_TRY(end_packets(t));
  if (status == 0xf7) {
    if (count == 0 || body[0] != 0xf0) return ELARA_OK;
    body++;
    count--;
  }
  if (count > 0 && body[count - 1] == 0xf7) {
    return push_system(t, body, count - 1, t->tick);
  }
  return add_packet(t, body, count);
}

// Messages that belong on a wire only, with their data.
static void
skip_alien(Track* t, int status)
{
  static const unsigned char data[16] = {[1] = 1, [2] = 2, [3] = 1};
  if (t->alien++ == 0) t->alien_at = t->at - 1;
  for (int i = 0; i < data[status & 15]; i++) {
    if (t->at < t->limit && t->smf->bytes[t->at] < 0x80) t->at++;
  }
}

// One event behind its time. *ENDED also where nothing can be understood.
static ElaraStatus
read_event(Track* t, int* ended)
{
  const int status = byte(t);
  if (t->dry) return ELARA_OK;
  if (status == 0xff) return read_meta(t, ended);
  if (status == 0xf0 || status == 0xf7) return read_exclusive(t, status);
  ELARA_TRY(end_packets(t));
  if (status > 0xf0) {
    skip_alien(t, status);
    return ELARA_OK;
  }
  if (status >= 0x80) return read_channel(t, status, -1);
  if (t->running) return read_channel(t, t->running, status);
  elara_diag(t->smf->diags, ELARA_DIAG_WARNING, t->smf->file, 0, 0,
             "the rest of the track is left out",
             "track %zu, byte %zu: data without a message",
             t->smf->tracks.count + 1, t->at - 1);
  *ended = 2;
  return ELARA_OK;
}

static void
say_what_is_wrong(const Track* t, int ended, int torn)
{
  const ElaraSmf* const smf = t->smf;
  const size_t number = smf->tracks.count + 1;
  if (t->alien) {
    elara_diag(
        smf->diags, ELARA_DIAG_NOTE, smf->file, 0, 0, "they were passed over",
        "track %zu, byte %zu: messages that do not belong in a file (%d)",
        number, t->alien_at, t->alien);
  }
  if (torn || t->dry) {
    elara_diag(smf->diags, ELARA_DIAG_WARNING, smf->file, 0, 0,
               ended ? "nothing is missing" : "the rest of it is missing",
               torn ? "the MIDI file ends in track %zu, at byte %zu"
                    : "track %zu is cut short at byte %zu",
               number, t->limit);
  } else if (!ended) {
    elara_diag(smf->diags, ELARA_DIAG_NOTE, smf->file, 0, 0, "",
               "track %zu, byte %zu: it has no end", number, t->limit);
  } else if (ended == 1 && t->at < t->limit) {
    elara_diag(smf->diags, ELARA_DIAG_NOTE, smf->file, 0, 0,
               "they were passed over",
               "track %zu, byte %zu: more bytes behind its end (%zu)", number,
               t->at, t->limit - t->at);
  }
}

ElaraStatus
elara_smf_track(ElaraSmf* smf, size_t* at, size_t limit, int torn)
{
  Track t = {.smf = smf,
             .at = *at,
             .limit = limit,
             .tick = smf->start_tick,
             .prefix = -1,
             .first_lane = smf->lanes.count};
  if (smf->format == 2 && smf->tempos.count) {
    // Every sequence begins at 120 a minute.
    const ElaraSmfTempo tempo = {t.tick, smf->tempos.count, 500000.0, 0.0};
    ELARA_TRY_PTR(ELARA_PUSH(smf->arena, &smf->tempos, tempo));
  }
  int ended = 0;
  while (t.at < t.limit && !t.dry && !ended) {
    const uint32_t delta = varying(&t);
    if (t.dry || t.tick + delta > MOST_TICKS) break;
    t.tick += delta;
    ELARA_TRY(read_event(&t, &ended));
  }
  ELARA_TRY(end_packets(&t));
  say_what_is_wrong(&t, ended, torn);
  ELARA_TRY_PTR(ELARA_PUSH(smf->arena, &smf->tracks, t.names));
  if (t.tick > smf->end_tick) smf->end_tick = t.tick;
  if (smf->format == 2) smf->start_tick = t.tick;
  *at = t.at;
  return ELARA_OK;
}
