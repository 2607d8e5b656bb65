// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// A Take as a Standard MIDI File (RP-001, type 1).
//
// Messages of a track are collected with their tick, sorted once, and written
// with running delta times. At one tick the order is: names and metres, note
// offs, controllers, note ons; so a repeated note is never cut by its own end.

#include "export/export.h"
#include "export/midi_tempo.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ORDER_META, ORDER_OFF, ORDER_CONTROL, ORDER_ON };

enum {
  META_TEXT = 0x01,
  META_NAME = 0x03,
  META_MARKER = 0x06,
  META_PORT = 0x21,
  META_END = 0x2f,
  META_TEMPO = 0x51,
  META_SMPTE = 0x54,
  META_METRE = 0x58,
};

typedef struct {
  ElaraTick tick;
  int order;
  size_t rank; // first come, first served at one tick and order
  int size;    // of BYTES; 0 when TEXT is the message
  unsigned char bytes[8];
  int meta; // kind of TEXT
  const char* text;
} Message;

typedef struct {
  ElaraArena* arena;
  ELARA_LIST(Message) list;
  ElaraTick end;
  int failed;
} Track;

static void
push(Track* track, Message message)
{
  message.rank = track->list.count;
  if (message.tick < 0) message.tick = 0;
  if (message.tick > track->end) track->end = message.tick;
  if (!ELARA_PUSH(track->arena, &track->list, message)) track->failed = 1;
}

static void
push_text(Track* track, ElaraTick tick, int meta, const char* text)
{
  push(track, (Message){.tick = tick, .meta = meta, .text = text});
}

static void
push_bytes(
    Track* track, ElaraTick tick, int order, int size, int a, int b, int c)
{
  push(track, (Message){.tick = tick,
                        .order = order,
                        .size = size,
                        .bytes = {(unsigned char)a, (unsigned char)b,
                                  (unsigned char)c}});
}

// --- bytes -------------------------------------------------------------------

static void
put_u32(ElaraText* text, uint32_t value)
{
  const unsigned char bytes[] = {
      (unsigned char)(value >> 24), (unsigned char)(value >> 16),
      (unsigned char)(value >> 8), (unsigned char)value};
  elara_text_bytes(text, bytes, sizeof bytes);
}

static void
put_u16(ElaraText* text, unsigned value)
{
  const unsigned char bytes[] = {(unsigned char)(value >> 8),
                                 (unsigned char)value};
  elara_text_bytes(text, bytes, sizeof bytes);
}

// A variable-length quantity: seven bits a byte, high bit = more to come.
static void
put_variable(ElaraText* text, uint32_t value)
{
  unsigned char bytes[5];
  int at = 4;
  bytes[at] = (unsigned char)(value & 0x7f);
  while (value >>= 7) {
    bytes[--at] = (unsigned char)(0x80 | (value & 0x7f));
  }
  elara_text_bytes(text, bytes + at, (size_t)(5 - at));
}

static void
put_meta(ElaraText* text, int kind, const void* bytes, size_t count)
{
  const unsigned char head[] = {0xff, (unsigned char)kind};
  elara_text_bytes(text, head, sizeof head);
  put_variable(text, (uint32_t)count);
  elara_text_bytes(text, bytes, count);
}

static int
by_tick(const void* a, const void* b)
{
  const Message* const x = (const Message*)a;
  const Message* const y = (const Message*)b;
  if (x->tick != y->tick) return x->tick < y->tick ? -1 : 1;
  if (x->order != y->order) return x->order - y->order;
  return x->rank < y->rank ? -1 : x->rank > y->rank;
}

// Sorts, writes and ends the track at END or at its last message.
static void
put_track(ElaraText* text, Track* track, ElaraTick end)
{
  if (track->list.count) {
    qsort(track->list.items, track->list.count, sizeof(Message), by_tick);
  }
  elara_text_bytes(text, "MTrk", 4);
  const size_t length_at = text->count;
  put_u32(text, 0);
  ElaraTick now = 0;
  for (size_t i = 0; i < track->list.count; i++) {
    const Message* const m = &track->list.items[i];
    put_variable(text, (uint32_t)(m->tick - now));
    now = m->tick;
    if (m->text) {
      put_meta(text, m->meta, m->text, strlen(m->text));
    } else {
      elara_text_bytes(text, m->bytes, (size_t)m->size);
    }
  }
  put_variable(text, (uint32_t)(end > now ? end - now : 0));
  put_meta(text, META_END, "", 0);
  if (text->failed) return;
  const size_t length = text->count - length_at - 4;
  for (size_t i = 0; i < 4; i++) {
    text->bytes[length_at + i] = (char)(unsigned char)(length >> (24 - 8 * i));
  }
}

// --- track 0 -----------------------------------------------------------------

static void
push_metres(Track* track, const ElaraPlan* plan)
{
  for (size_t i = 0; i < plan->bar_count; i++) {
    const ElaraBar* const bar = &plan->bars[i];
    const ElaraBar* const last = i ? bar - 1 : NULL;
    if (last && last->beats == bar->beats &&
        last->beat_type == bar->beat_type) {
      continue;
    }
    int power = 0;
    while (1 << power < bar->beat_type) {
      power++;
    }
    const int click =
        bar->beat_type == 8 && bar->beats % 3 == 0 ? 36 : 96 >> power;
    push(track,
         (Message){.tick = bar->tick,
                   .size = 7,
                   .bytes = {0xff, META_METRE, 4, (unsigned char)bar->beats,
                             (unsigned char)power,
                             (unsigned char)(click ? click : 1), 8}});
  }
}

// Where the film's slate stands at tick 0: hours with the rate in bits 5 and 6,
// minutes, seconds, frames, hundredths of a frame. The format knows 24, 25,
// 30 dropped and 30 frames a second; a film of twice as many counts in halves.
static void
push_start(Track* track, const ElaraFilmClock* film)
{
  if (film->num <= 0) return; // there is none
  int base = elara_film_base(film);
  int hour = 0, minute = 0, second = 0, frame = 0;
  sscanf(elara_film_timecode(film, 0).text, "%d:%d:%d%*c%d", &hour, &minute,
         &second, &frame);
  const int halves = base > 30;
  const int half = halves && frame % 2 ? 50 : 0;
  if (halves) base /= 2, frame /= 2;
  const int drop = film->drop && elara_film_can_drop(film);
  const int rate = base <= 24 ? 0 : base == 25 ? 1 : drop ? 2 : 3;
  push(track, (Message){.size = 8,
                        .bytes = {0xff, META_SMPTE, 5,
                                  (unsigned char)(rate << 5 | hour % 24),
                                  (unsigned char)minute, (unsigned char)second,
                                  (unsigned char)frame, (unsigned char)half}});
}

static void
push_markers(Track* track, const ElaraPlan* plan)
{
  for (size_t i = 0; i < plan->cue_count; i++) {
    const ElaraCue* const cue = &plan->cues[i];
    const ElaraTick tick = plan->bars[cue->first_bar].tick;
    const ElaraTimecode code = elara_film_timecode(
        &plan->film, elara_film_nearest(&plan->film, cue->start));
    const char* const text =
        elara_arena_printf(track->arena, "%s (%s)", cue->name, code.text);
    if (text) push_text(track, tick, META_MARKER, text);
    if (!text) track->failed = 1;
  }
  for (size_t i = 0; i < plan->hit_count; i++) {
    const ElaraHit* const hit = &plan->hits[i];
    if (!hit->hard) continue;
    const char* const text =
        elara_arena_printf(track->arena, "Hit: %s", hit->what ? hit->what : "");
    if (text) push_text(track, hit->tick, META_MARKER, text);
    if (!text) track->failed = 1;
  }
}

static void
push_tempo(void* data, ElaraTick tick, int us_per_quarter)
{
  push((Track*)data, (Message){.tick = tick,
                               .size = 6,
                               .bytes = {0xff, META_TEMPO, 3,
                                         (unsigned char)(us_per_quarter >> 16),
                                         (unsigned char)(us_per_quarter >> 8),
                                         (unsigned char)us_per_quarter}});
}

static ElaraStatus
put_conductor(const ElaraPlan* plan,
              const ElaraTake* take,
              const char* title,
              ElaraTick end,
              ElaraText* text)
{
  ElaraArena* const arena = elara_arena_new();
  ELARA_TRY_PTR(arena);
  Track track = {.arena = arena};
  push_text(&track, 0, META_NAME, title ? title : "");
  push_text(&track, 0, META_TEXT, "Elara");
  push_start(&track, &plan->film);
  push_metres(&track, plan);
  push_markers(&track, plan);
  const ElaraTempoMap map = {take->tempo, take->tempo_count};
  elara_midi_tempo(&map, push_tempo, &track);
  put_track(text, &track, end);
  elara_arena_free(arena);
  return track.failed ? ELARA_NO_MEMORY : ELARA_OK;
}

// --- a player ----------------------------------------------------------------

// SoundFont players read the bank from controller 0 alone; drum kits are
// chosen by channel and need none.
static void
push_preset(Track* track, ElaraTick tick, int channel, int bank, int program)
{
  if (bank < 128) {
    push_bytes(track, tick, ORDER_CONTROL, 3, 0xb0 | channel, 0, bank);
    push_bytes(track, tick, ORDER_CONTROL, 3, 0xb0 | channel, 32, 0);
  }
  push_bytes(track, tick, ORDER_CONTROL, 2, 0xc0 | channel, program, 0);
}

static void
push_event(Track* track, const ElaraTakeEvent* e, ElaraTick tick, int channel)
{
  switch (e->kind) {
  case ELARA_TAKE_CONTROL:
    push_bytes(track, tick, ORDER_CONTROL, 3, 0xb0 | channel, e->a, e->b);
    break;
  case ELARA_TAKE_BEND:
    push_bytes(track, tick, ORDER_CONTROL, 3, 0xe0 | channel, e->b & 0x7f,
               e->b >> 7 & 0x7f);
    break;
  case ELARA_TAKE_PROGRAM:
    push_preset(track, tick, channel, e->a, e->b);
    break;
  case ELARA_TAKE_PRESSURE:
    push_bytes(track, tick, ORDER_CONTROL, 2, 0xd0 | channel, e->b, 0);
    break;
  case ELARA_TAKE_KEY_PRESSURE:
    push_bytes(track, tick, ORDER_CONTROL, 3, 0xa0 | channel, e->a, e->b);
    break;
  case ELARA_TAKE_NOTE:
  case ELARA_TAKE_RESET: // system exclusive; no score makes these
  case ELARA_TAKE_MASTER_VOLUME:
  case ELARA_TAKE_MASTER_TUNE:
  case ELARA_TAKE_KEY_TUNE:
  case ELARA_TAKE_KIND_COUNT:
    break;
  }
}

// From the last event to the first, so that a note ends at the latest where
// the same key is struck again.
static void
push_events(Track* track, const ElaraPlayer* player, const ElaraTempoMap* map)
{
  const int channel = player->midi_channel & 15;
  ElaraTick struck[128];
  for (int key = 0; key < 128; key++) {
    struck[key] = INT64_MAX;
  }
  for (size_t i = player->event_count; i-- > 0;) {
    const ElaraTakeEvent* const e = &player->events[i];
    ElaraTick tick = elara_tempo_map_tick(map, e->time);
    tick = tick < 0 ? 0 : tick;
    if (e->kind != ELARA_TAKE_NOTE) continue;
    ElaraTick off = elara_tempo_map_tick(map, e->end);
    const int key = e->a & 127;
    if (off > struck[key] && struck[key] > tick) off = struck[key];
    if (off <= tick) off = tick + 1;
    struck[key] = tick;
    push_bytes(track, tick, ORDER_ON, 3, 0x90 | channel, key, e->b & 127);
    push_bytes(track, off, ORDER_OFF, 3, 0x80 | channel, key, 64);
  }
  for (size_t i = 0; i < player->event_count; i++) {
    const ElaraTakeEvent* const e = &player->events[i];
    push_event(track, e, elara_tempo_map_tick(map, e->time), channel);
  }
}

// More than sixteen players share channels; the port tells them apart.
static int
port_of(const ElaraTake* take, size_t index)
{
  int port = 0;
  for (size_t i = 0; i < index; i++) {
    port += take->players[i].midi_channel == take->players[index].midi_channel;
  }
  return port;
}

static ElaraStatus
put_player(const ElaraTake* take, size_t index, ElaraTick end, ElaraText* text)
{
  const ElaraPlayer* const player = &take->players[index];
  ElaraArena* const arena = elara_arena_new();
  ELARA_TRY_PTR(arena);
  Track track = {.arena = arena};
  const ElaraTempoMap map = {take->tempo, take->tempo_count};
  push_text(&track, 0, META_NAME, player->name ? player->name : "");
  const int port = port_of(take, index);
  push_bytes(&track, 0, ORDER_META, 4, 0xff, META_PORT, 1);
  if (!track.failed) track.list.items[1].bytes[3] = (unsigned char)port;
  push_preset(&track, 0, player->midi_channel & 15, player->preset.bank,
              player->preset.program);
  push_events(&track, player, &map);
  put_track(text, &track, end);
  elara_arena_free(arena);
  return track.failed ? ELARA_NO_MEMORY : ELARA_OK;
}

ElaraStatus
elara_midi_write(const ElaraPlan* plan,
                 const ElaraTake* take,
                 const char* title,
                 ElaraText* text)
{
  const ElaraTempoMap map = {take->tempo, take->tempo_count};
  const ElaraTick end = elara_tempo_map_tick(&map, take->length);
  elara_text_bytes(text, "MThd", 4);
  put_u32(text, 6);
  put_u16(text, 1);
  put_u16(text, (unsigned)take->player_count + 1);
  put_u16(text, (unsigned)ELARA_TICKS_PER_QUARTER);
  ELARA_TRY(put_conductor(plan, take, title, end, text));
  for (size_t i = 0; i < take->player_count; i++) {
    ELARA_TRY(put_player(take, i, end, text));
  }
  return text->failed ? ELARA_NO_MEMORY : ELARA_OK;
}
