// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// The MIDI file read back byte by byte, by a reader that knows the standard.

#include "papers.h"
#include "tap.h"

#include "export/midi_tempo.h"

typedef struct {
  const unsigned char* at;
  const unsigned char* end;
} Reader;

static unsigned long
fixed(Reader* r, int bytes)
{
  unsigned long value = 0;
  while (bytes-- > 0 && r->at < r->end) {
    value = value << 8 | *r->at++;
  }
  return value;
}

static unsigned long
variable(Reader* r)
{
  unsigned long value = 0;
  while (r->at < r->end) {
    const unsigned char byte = *r->at++;
    value = value << 7 | (byte & 0x7f);
    if (!(byte & 0x80)) break;
  }
  return value;
}

typedef struct {
  int ons, offs, controls, programs, tempos, metres, markers, port;
  int hanging; // notes on at the end
  int cut;     // note-ons of a key that already sounds
  unsigned long end;
  unsigned long first_on;
  double us; // time of the last event by this track's tempo events
  double marker_us[8];
  int bank;
} Heard;

static void
meta(Reader* r, Heard* h, double* tempo_us)
{
  const int kind = (int)fixed(r, 1);
  const unsigned long length = variable(r);
  const unsigned char* const body = r->at;
  r->at += length;
  if (kind == 0x51) {
    *tempo_us = body[0] * 65536.0 + body[1] * 256.0 + body[2];
    h->tempos++;
  }
  if (kind == 0x58) h->metres++;
  if (kind == 0x21) h->port = body[0];
  if (kind == 0x06 && h->markers < 8) h->marker_us[h->markers++] = h->us;
}

static Heard
hear(Reader* r)
{
  Heard h = {.port = -1, .bank = -1};
  int sounding[128] = {0};
  double tempo_us = 500000.0;
  unsigned long tick = 0;
  TAP_OK(fixed(r, 4) == 0x4d54726b, "MTrk");
  const unsigned long length = fixed(r, 4);
  const unsigned char* const end = r->at + length;
  while (r->at < end) {
    const unsigned long delta = variable(r);
    tick += delta;
    h.us += (double)delta * tempo_us / 3360.0;
    const int status = (int)fixed(r, 1);
    if (status == 0xff) {
      meta(r, &h, &tempo_us);
      continue;
    }
    const int a = (int)fixed(r, 1);
    const int two = (status & 0xf0) == 0xc0 || (status & 0xf0) == 0xd0;
    const int b = two ? 0 : (int)fixed(r, 1);
    if ((status & 0xf0) == 0x90) {
      if (h.ons++ == 0) h.first_on = tick;
      h.cut += sounding[a]++ > 0;
    } else if ((status & 0xf0) == 0x80) {
      h.offs++;
      sounding[a]--;
    } else if ((status & 0xf0) == 0xc0) {
      h.programs++;
    } else {
      h.controls++;
      if (a == 0) h.bank = b;
    }
  }
  for (int key = 0; key < 128; key++) {
    h.hanging += sounding[key] != 0;
  }
  h.end = tick;
  return h;
}

typedef struct {
  ElaraTick tick[4000];
  int us[4000];
  int count;
} Tempi;

static void
collect(void* data, ElaraTick tick, int us)
{
  Tempi* const t = (Tempi*)data;
  t->tick[t->count] = tick;
  t->us[t->count++] = us;
}

// The largest error of an anchor in microseconds when only whole numbers of
// microseconds a quarter are known.
static double
largest_error(const ElaraTempoMap* map)
{
  static Tempi t;
  t.count = 0;
  elara_midi_tempo(map, collect, &t);
  double worst = 0.0;
  double us = 0.0;
  ElaraTick now = 0;
  int at = -1;
  for (size_t i = 0; i < map->count; i++) {
    while (now < map->anchors[i].tick) {
      while (at + 1 < t.count && t.tick[at + 1] <= now)
        at++;
      ElaraTick next = map->anchors[i].tick;
      if (at + 1 < t.count && t.tick[at + 1] < next) next = t.tick[at + 1];
      us += (double)(next - now) * t.us[at] / 3360.0;
      now = next;
    }
    const double want = elara_time_s(map->anchors[i].time) * 1e6;
    const double error = fabs(us - want);
    worst = error > worst ? error : worst;
  }
  return worst;
}

static void
test_long_map(void)
{
  static ElaraTempoAnchor anchors[1500];
  ElaraTick tick = 0;
  ElaraTime time = 0;
  for (int i = 0; i < 1500; i++) {
    anchors[i] = (ElaraTempoAnchor){tick, time};
    const int quarters = i % 40 == 39 ? 60 : 1;
    tick += quarters * Q;
    time += quarters * (ELARA_FLICKS_PER_S / 2 + 7919 * (i * 31 % 1013));
  }
  const ElaraTempoMap map = {anchors, 1500};
  TAP_NEAR(largest_error(&map), 0.0, 1.0, "1500 anchors within 1 us");
}

int
main(void)
{
  tap_begin("midi");
  papers_use();
  ElaraText text = {0};
  TAP_OK(elara_midi_write(&plan, &take, "The Bell", &text) == ELARA_OK,
         "written");
  if (getenv("ELARA_MIDI_OUT")) {
    elara_file_write(getenv("ELARA_MIDI_OUT"), text.bytes, text.count);
  }
  Reader r = {(const unsigned char*)text.bytes,
              (const unsigned char*)text.bytes + text.count};
  TAP_OK(fixed(&r, 4) == 0x4d546864, "MThd");
  TAP_EQ_I(fixed(&r, 4), 6, "header length");
  TAP_EQ_I(fixed(&r, 2), 1, "type 1");
  TAP_EQ_I(fixed(&r, 2), 4, "a track per player and one more");
  TAP_EQ_I(fixed(&r, 2), 3360, "ticks a quarter");
  const Heard conductor = hear(&r);
  TAP_EQ_I(conductor.metres, 4, "metres where they change");
  TAP_EQ_I(conductor.markers, 3, "two cues and one hard hit");
  TAP_NEAR(conductor.marker_us[1], 4012300.0, 1.0, "the hit sounds in time");
  TAP_NEAR(conductor.us, 30e6, 1.0, "as long as the film");
  const Heard clarinet_track = hear(&r);
  TAP_EQ_I(clarinet_track.ons, 4, "four notes");
  TAP_EQ_I(clarinet_track.offs, 4, "each with an end");
  TAP_EQ_I(clarinet_track.cut, 0, "a repeated note ends before the next");
  TAP_EQ_I(clarinet_track.hanging, 0, "none hangs");
  TAP_EQ_I(clarinet_track.first_on, 67, "played 20 ms late");
  TAP_EQ_I(clarinet_track.port, 0, "first on its channel");
  const Heard drums = hear(&r);
  TAP_EQ_I(drums.bank, -1, "no bank for drums");
  const Heard violin_track = hear(&r);
  TAP_EQ_I(violin_track.bank, 20, "bank by controller 0");
  TAP_EQ_I(violin_track.port, 1, "second player on the channel");
  TAP_EQ_I(violin_track.end, END_TICK, "tracks end with the film");
  TAP_OK(r.at == r.end, "nothing follows");
  test_long_map();
  elara_text_clear(&text);
  return tap_end();
}
