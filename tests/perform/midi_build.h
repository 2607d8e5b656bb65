// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// MIDI files for tests, byte by byte, and what is in the takes made of them.

#ifndef ELARA_TESTS_PERFORM_MIDI_BUILD_H
#define ELARA_TESTS_PERFORM_MIDI_BUILD_H

#include "perform/midi_read.h"
#include "tap.h"

static unsigned char midi_bytes[65536];
static size_t midi_count;
static size_t midi_track_at; // of the length of the open track, 0 = none
static ElaraDiags* midi_diags;

static inline void
midi_put(const void* bytes, size_t count)
{
  if (count <= sizeof midi_bytes - midi_count) {
    memcpy(midi_bytes + midi_count, bytes, count);
    midi_count += count;
  }
}

#define PUT(literal) midi_put("" literal, sizeof(literal) - 1)

static inline void
midi_close_track(void)
{
  if (!midi_track_at) return;
  PUT("\0\xff\x2f\0");
  const size_t size = midi_count - midi_track_at - 4;
  for (int i = 0; i < 4; i++) {
    midi_bytes[midi_track_at + (size_t)i] =
        (unsigned char)(size >> (24 - 8 * i));
  }
  midi_track_at = 0;
}

// 100 ticks a quarter, which is half a second.
static inline void
midi_begin(int format, int tracks)
{
  midi_count = midi_track_at = 0;
  PUT("MThd\0\0\0\6\0");
  midi_put(&(unsigned char){(unsigned char)format}, 1);
  PUT("\0");
  midi_put(&(unsigned char){(unsigned char)tracks}, 1);
  PUT("\0\x64");
}

static inline void
midi_track(void)
{
  midi_close_track();
  PUT("MTrk");
  midi_track_at = midi_count;
  PUT("\0\0\0\0");
}

static inline ElaraTake*
midi_take(void)
{
  ElaraTake* take = NULL;
  midi_close_track();
  elara_diags_free(midi_diags);
  midi_diags = elara_diags_new();
  elara_midi_read("test.mid", midi_bytes, midi_count, midi_diags, &take);
  if (take && elara_take_check(take, midi_diags) != ELARA_OK) {
    elara_take_free(take);
    take = NULL;
  }
  if (!take) elara_diags_print(midi_diags, stdout);
  return take;
}

static inline int
take_count(const ElaraTake* take, ElaraTakeKind kind)
{
  int count = 0;
  for (size_t i = 0; take && i < take->player_count; i++) {
    for (size_t k = 0; k < take->players[i].event_count; k++) {
      count += take->players[i].events[k].kind == kind;
    }
  }
  return count;
}

// The NTH event of KIND of PLAYER; an empty one when there is none.
static inline ElaraTakeEvent
take_event(const ElaraTake* take, size_t player, ElaraTakeKind kind, int nth)
{
  const ElaraTakeEvent none = {.kind = ELARA_TAKE_KIND_COUNT, .a = -1, .b = -1};
  if (!take || player >= take->player_count) return none;
  const ElaraPlayer* const p = &take->players[player];
  for (size_t i = 0; i < p->event_count; i++) {
    if (p->events[i].kind == kind && nth-- == 0) return p->events[i];
  }
  return none;
}

#endif
