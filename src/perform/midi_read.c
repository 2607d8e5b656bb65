// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// Two passes. First every track becomes a list of raw events in file ticks;
// then the tempo map turns ticks into times, and each (track, channel) with
// notes becomes a player that gathers the events meant for it.

#include "perform/midi_read.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define TAIL_S 4
#define FLICKS_PER_US 705.6
#define MOST_TRACKS 4096
// 2^40 ticks: no file is longer, and sums stay far from overflow.
#define MOST_TICKS (INT64_C(1) << 40)

typedef struct {
  int64_t tick;
  size_t order; // place in the file: ties keep it
  int track;
  unsigned char status, a, b;
} Raw;

typedef struct {
  int64_t tick;
  size_t order;
  double us_per_quarter;
  double flicks; // time of TICK, known once all are sorted
} Tempo;

typedef struct {
  const char* name;
  int programs[16]; // program changes a channel
  int notes[16];
} Track;

typedef struct {
  const char* file;
  ElaraDiags* diags;
  ElaraArena* arena; // scratch
  ElaraArena* keep;  // the take's
  const unsigned char* bytes;
  size_t count;
  int format;
  double ticks_per_quarter; // 0 with a time-code division
  double ticks_per_s;       // with one
  ELARA_LIST(Raw) raws;
  ELARA_LIST(Tempo) tempos;
  ELARA_LIST(Track) tracks;
  int64_t start_tick; // of the current track: type 2 plays them in a row
  int64_t last_tick;
  int damaged;
} Reader;

// A cursor over one track. Reading past the end gives 0 and sets DRY.
typedef struct {
  const unsigned char* at;
  const unsigned char* end;
  int dry;
} Cursor;

static int
byte(Cursor* c)
{
  if (c->at < c->end) return *c->at++;
  c->dry = 1;
  return 0;
}

static uint32_t
varying(Cursor* c)
{
  uint32_t value = 0;
  for (int i = 0; i < 4; i++) {
    const int b = byte(c);
    value = value << 7 | (uint32_t)(b & 0x7f);
    if (!(b & 0x80)) return value;
  }
  return value;
}

static uint32_t
big_endian(const unsigned char* p, int bytes)
{
  uint32_t value = 0;
  for (int i = 0; i < bytes; i++)
    value = value << 8 | p[i];
  return value;
}

static const unsigned char*
skip(Cursor* c, uint32_t count)
{
  const unsigned char* const from = c->at;
  if ((size_t)(c->end - c->at) < count) {
    c->dry = 1;
    c->at = c->end;
    return NULL;
  }
  c->at += count;
  return from;
}

// Printable ASCII and UTF-8 bytes of a track name, trimmed.
static const char*
clean_name(Reader* r, const unsigned char* text, uint32_t count)
{
  char* const name =
      elara_arena_strndup(r->keep, (const char*)text, count < 80 ? count : 80);
  if (!name) return NULL;
  for (char* p = name; *p; p++) {
    if ((unsigned char)*p < 32 || *p == 127) *p = ' ';
  }
  size_t length = strlen(name);
  while (length && name[length - 1] == ' ')
    name[--length] = '\0';
  return length ? name : NULL;
}

// Returns 0 at the end of the track.
static int
read_meta(Reader* r, Cursor* c, int64_t tick, Track* track)
{
  const int type = byte(c);
  const uint32_t count = varying(c);
  const unsigned char* const body = skip(c, count);
  if (!body || type == 0x2f) return 0;
  if (type == 0x51 && count == 3) {
    const Tempo tempo = {tick, r->tempos.count, big_endian(body, 3), 0.0};
    if (tempo.us_per_quarter > 0) (void)ELARA_PUSH(r->arena, &r->tempos, tempo);
  } else if ((type == 0x03 || (type == 0x04 && !track->name)) && count) {
    const char* const name = clean_name(r, body, count);
    if (name) track->name = name;
  }
  return 1;
}

static void
keep_event(Reader* r, Track* track, Raw raw)
{
  const int channel = raw.status & 15;
  const int kind = raw.status >> 4;
  if (kind == 9 && raw.b) track->notes[channel]++;
  if (kind == 12) track->programs[channel]++;
  raw.order = r->raws.count;
  raw.track = (int)r->tracks.count;
  if (raw.tick > r->last_tick) r->last_tick = raw.tick;
  (void)ELARA_PUSH(r->arena, &r->raws, raw);
}

static void
read_track(Reader* r, const unsigned char* at, const unsigned char* end)
{
  Cursor c = {at, end, 0};
  Track track = {0};
  int64_t tick = r->start_tick;
  int running = 0, ended = 0;
  while (c.at < c.end) {
    tick += varying(&c);
    if (tick > MOST_TICKS) break;
    int status = byte(&c);
    if (c.dry) break;
    int first = -1;
    if (status < 0x80) {
      if (!running) break;
      first = status;
      status = running;
    }
    if (status == 0xff) {
      ended = !read_meta(r, &c, tick, &track);
      if (ended) break;
      continue;
    }
    if (status >= 0xf0) { // system exclusive and escapes
      running = 0;
      skip(&c, varying(&c));
      continue;
    }
    running = status;
    const int one = status >> 4 == 12 || status >> 4 == 13;
    Raw raw = {.tick = tick, .status = (unsigned char)status};
    raw.a = (unsigned char)((first >= 0 ? first : byte(&c)) & 127);
    raw.b = (unsigned char)(one ? 0 : byte(&c) & 127);
    if (c.dry) break;
    keep_event(r, &track, raw);
  }
  if (!ended && c.at < c.end) r->damaged = 1;
  if (c.dry) r->damaged = 1;
  (void)ELARA_PUSH(r->arena, &r->tracks, track);
  if (r->format == 2) r->start_tick = tick;
}

static ElaraStatus
refuse(Reader* r, const char* what)
{
  elara_diag(r->diags, ELARA_DIAG_ERROR, r->file, 0, 0,
             "give a Standard MIDI File (.mid)", "%s", what);
  return ELARA_BAD_INPUT;
}

static ElaraStatus
read_header(Reader* r)
{
  // RMID wraps the file in RIFF: the MIDI file begins at byte 20.
  if (r->count > 34 && memcmp(r->bytes, "RIFF", 4) == 0 &&
      memcmp(r->bytes + 8, "RMIDdata", 8) == 0) {
    r->bytes += 20;
    r->count -= 20;
  }
  if (r->count < 14 || memcmp(r->bytes, "MThd", 4) != 0) {
    return refuse(r, "not a MIDI file: it does not begin with MThd");
  }
  const uint32_t size = big_endian(r->bytes + 4, 4);
  if (size < 6 || size > r->count - 8) return refuse(r, "broken MIDI header");
  r->format = (int)big_endian(r->bytes + 8, 2);
  const int division = (int)big_endian(r->bytes + 12, 2);
  if (division & 0x8000) {
    const int frames = 256 - (division >> 8);
    const double fps = frames == 29 ? 30000.0 / 1001.0 : frames;
    r->ticks_per_s = fps * (division & 0xff);
    if (r->ticks_per_s <= 0.0) return refuse(r, "the division is zero");
  } else {
    r->ticks_per_quarter = division;
    if (division == 0) return refuse(r, "the division is zero");
  }
  r->bytes += 8 + size;
  r->count -= 8 + (size_t)size;
  return ELARA_OK;
}

static ElaraStatus
read_chunks(Reader* r)
{
  const unsigned char* at = r->bytes;
  const unsigned char* const end = r->bytes + r->count;
  while (end - at >= 8 && r->tracks.count < MOST_TRACKS) {
    size_t size = big_endian(at + 4, 4);
    const size_t room = (size_t)(end - at) - 8;
    if (size > room) {
      size = room;
      r->damaged = 1;
    }
    if (memcmp(at, "MTrk", 4) == 0) read_track(r, at + 8, at + 8 + size);
    at += 8 + size;
  }
  if (at < end) r->damaged = 1;
  if (r->tracks.count == 0) return refuse(r, "the MIDI file has no tracks");
  if (r->damaged) {
    elara_diag(r->diags, ELARA_DIAG_WARNING, r->file, 0, 0,
               "the rest of those tracks is missing",
               "the MIDI file is damaged or cut short");
  }
  return ELARA_OK;
}

static int
by_tick(const void* a, const void* b)
{
  const Raw* const x = (const Raw*)a;
  const Raw* const y = (const Raw*)b;
  if (x->tick != y->tick) return x->tick < y->tick ? -1 : 1;
  return x->order < y->order ? -1 : x->order > y->order;
}

static int
by_tempo_tick(const void* a, const void* b)
{
  const Tempo* const x = (const Tempo*)a;
  const Tempo* const y = (const Tempo*)b;
  if (x->tick != y->tick) return x->tick < y->tick ? -1 : 1;
  return x->order < y->order ? -1 : x->order > y->order;
}

static ElaraTick
score_tick(const Reader* r, int64_t tick)
{
  // With a time code there is no beat; the map says 120 a minute.
  const double per_quarter =
      r->ticks_per_quarter > 0.0 ? r->ticks_per_quarter : r->ticks_per_s / 2.0;
  return (ElaraTick)((double)tick * (double)ELARA_TICKS_PER_QUARTER /
                         per_quarter +
                     0.5);
}

// Flicks a file tick lasts at US microseconds a quarter note.
static double
tick_flicks(const Reader* r, double us)
{
  return us * FLICKS_PER_US / r->ticks_per_quarter;
}

static void
sort_tempos(Reader* r)
{
  Tempo* const list = r->tempos.items;
  const size_t count = r->tempos.count;
  if (count == 0 || r->ticks_per_quarter <= 0.0) return;
  qsort(list, count, sizeof *list, by_tempo_tick);
  list[0].flicks = (double)list[0].tick * tick_flicks(r, 500000.0);
  for (size_t i = 1; i < count; i++) {
    list[i].flicks =
        list[i - 1].flicks + (double)(list[i].tick - list[i - 1].tick) *
                                 tick_flicks(r, list[i - 1].us_per_quarter);
  }
}

// The time of file TICK. Longer than a day and a half is clipped: no score
// lasts so long, and the clock must not overflow.
static ElaraTime
time_of(const Reader* r, int64_t tick)
{
  const double limit = 131072.0 * (double)ELARA_FLICKS_PER_S;
  double flicks;
  if (r->ticks_per_quarter <= 0.0) {
    flicks = (double)tick / r->ticks_per_s * (double)ELARA_FLICKS_PER_S;
  } else {
    size_t low = 0, high = r->tempos.count; // tempos before TICK
    while (low < high) {
      const size_t middle = (low + high) / 2;
      if (r->tempos.items[middle].tick < tick)
        low = middle + 1;
      else
        high = middle;
    }
    const Tempo start = {0, 0, 500000.0, 0.0};
    const Tempo* const t = low > 0 ? &r->tempos.items[low - 1] : &start;
    flicks = t->flicks +
             (double)(tick - t->tick) * tick_flicks(r, t->us_per_quarter);
  }
  return (ElaraTime)((flicks < limit ? flicks : limit) + 0.5);
}

static ElaraStatus
make_tempo(Reader* r, ElaraTake* take)
{
  ElaraTempoAnchor* const anchors = (ElaraTempoAnchor*)elara_arena_array(
      take->arena, r->tempos.count + 2, sizeof(ElaraTempoAnchor));
  ELARA_TRY_PTR(anchors);
  size_t count = 1; // anchors[0] is (0, 0)
  const int tempi = r->ticks_per_quarter > 0.0;
  for (size_t i = 0; tempi && i < r->tempos.count; i++) {
    const ElaraTempoAnchor next = {score_tick(r, r->tempos.items[i].tick),
                                   time_of(r, r->tempos.items[i].tick)};
    if (next.tick > anchors[count - 1].tick &&
        next.time > anchors[count - 1].time) {
      anchors[count++] = next;
    }
  }
  // A last anchor a long way off keeps the last tempo.
  const int64_t far = r->last_tick + (int64_t)(r->ticks_per_quarter * 16.0) +
                      (int64_t)(r->ticks_per_s * 8.0) + 16;
  const ElaraTempoAnchor end = {score_tick(r, far), time_of(r, far)};
  if (end.tick > anchors[count - 1].tick &&
      end.time > anchors[count - 1].time) {
    anchors[count++] = end;
  }
  take->tempo = anchors;
  take->tempo_count = count;
  return ELARA_OK;
}

// Words in track names that tell an instrument, in the order to try.
static const struct {
  const char* word;
  int instrument;
} name_words[] = {
    {"violin ii", ELARA_VIOLIN_2},
    {"violino ii", ELARA_VIOLIN_2},
    {"violine ii", ELARA_VIOLIN_2},
    {"violin 2", ELARA_VIOLIN_2},
    {"violini ii", ELARA_VIOLIN_2},
    {"violins ii", ELARA_VIOLIN_2},
    {"violins 2", ELARA_VIOLIN_2},
    {"second violin", ELARA_VIOLIN_2},
    {"violoncell", ELARA_CELLO},
    {"cell", ELARA_CELLO},
    {"contrabass", ELARA_DOUBLE_BASS},
    {"double bass", ELARA_DOUBLE_BASS},
    {"kontrabass", ELARA_DOUBLE_BASS},
    {"contrabbass", ELARA_DOUBLE_BASS},
    {"viola", ELARA_VIOLA},
    {"viole", ELARA_VIOLA},
    {"bratsche", ELARA_VIOLA},
    {"violin", ELARA_VIOLIN_1},
};

static int
contains(const char* text, const char* word)
{
  const size_t length = strlen(word);
  for (; *text; text++) {
    if (strncasecmp(text, word, length) == 0) return 1;
  }
  return 0;
}

static int
guess_instrument(const ElaraPlayer* p)
{
  if (p->percussion) return ELARA_PERCUSSION;
  const int by_name = elara_instrument_by_name(p->name);
  const ElaraInstrument* const named = elara_instrument(by_name);
  // A track that happens to be called "Riser" is not ours unless its program
  // is, too.
  if (named && (named->family != ELARA_FAMILY_SYNTH ||
                named->program == p->preset.program)) {
    return by_name;
  }
  for (int i = 0; i < ELARA_INSTRUMENT_COUNT && p->preset.bank; i++) {
    const ElaraInstrument* const t = elara_instrument(i);
    if (t->bank == p->preset.bank && t->family == ELARA_FAMILY_STRING) return i;
  }
  const int program = p->preset.program;
  if (program == 44 || program == 45 || program == 48 || program == 49) {
    const size_t count = sizeof name_words / sizeof *name_words;
    for (size_t i = 0; i < count; i++) {
      if (contains(p->name, name_words[i].word))
        return name_words[i].instrument;
    }
  }
  return elara_instrument_by_program(program);
}

// The player of one (track, channel), being filled.
typedef struct {
  int track, channel;
  int own; // its track sets the program: other tracks' controls are not ours
  int bank_coarse, bank_fine;
  int started; // a note was heard: programs are events from now on
  ELARA_LIST(ElaraTakeEvent) events;
  size_t open[128]; // event index + 1 of the sounding note of a key
} Part;

// Banks in the wild: GM2 and XG mark drums by coarse 120 or 127; most files
// give only one of the two controllers.
static int
bank_of(const Part* part)
{
  if (part->channel == 9) return 128;
  if (part->bank_coarse == 120 || part->bank_coarse == 127) return 128;
  if (part->bank_fine == 0) return part->bank_coarse;
  return part->bank_coarse * 128 + part->bank_fine;
}

static void
close_note(Part* part, int key, ElaraTime time, ElaraTick tick)
{
  if (!part->open[key]) return;
  ElaraTakeEvent* const e = &part->events.items[part->open[key] - 1];
  const ElaraTime least = e->time + ELARA_FLICKS_PER_S / 1000;
  e->end = time > least ? time : least;
  e->tick_end = tick > e->tick ? tick : e->tick + 1;
  part->open[key] = 0;
}

static ElaraStatus
add_note(Reader* r, Part* part, const Raw* raw, ElaraTakeEvent e)
{
  close_note(part, raw->a, e.time, e.tick);
  if (raw->status >> 4 == 8 || raw->b == 0) return ELARA_OK;
  e.kind = ELARA_TAKE_NOTE;
  e.a = raw->a;
  e.b = raw->b;
  e.tick_end = e.tick + 1;
  ELARA_TRY_PTR(ELARA_PUSH(r->arena, &part->events, e));
  part->open[raw->a] = part->events.count;
  part->started = 1;
  return ELARA_OK;
}

static ElaraStatus
add_event(Reader* r, Part* part, const Raw* raw, ElaraPlayer* player)
{
  const ElaraTime time = time_of(r, raw->tick);
  const ElaraTick tick = score_tick(r, raw->tick);
  ElaraTakeEvent e = {
      .time = time, .end = time, .tick = tick, .tick_end = tick, .b = raw->a};
  switch (raw->status >> 4) {
  case 8:
  case 9:
    return raw->track == part->track ? add_note(r, part, raw, e) : ELARA_OK;
  case 10:
    e.kind = ELARA_TAKE_KEY_PRESSURE;
    e.a = raw->a;
    e.b = raw->b;
    break;
  case 11:
    if (raw->a == 0) part->bank_coarse = raw->b;
    if (raw->a == 32) part->bank_fine = raw->b;
    if (raw->a == 0 || raw->a == 32) return ELARA_OK;
    e.kind = ELARA_TAKE_CONTROL;
    e.a = raw->a;
    e.b = raw->b;
    break;
  case 12:
    e.kind = ELARA_TAKE_PROGRAM;
    e.a = bank_of(part);
    if (!part->started) {
      player->preset = (ElaraPreset){e.a, e.b};
      return ELARA_OK;
    }
    break;
  case 13:
    e.kind = ELARA_TAKE_PRESSURE;
    break;
  default:
    e.kind = ELARA_TAKE_BEND;
    e.b = raw->a | raw->b << 7;
    break;
  }
  ELARA_TRY_PTR(ELARA_PUSH(r->arena, &part->events, e));
  return ELARA_OK;
}

typedef struct {
  ElaraTakeEvent event;
  size_t order;
} Ordered;

// By time, controls before notes, else as in the file.
static int
by_time(const void* a, const void* b)
{
  const Ordered* const x = (const Ordered*)a;
  const Ordered* const y = (const Ordered*)b;
  if (x->event.time != y->event.time) {
    return x->event.time < y->event.time ? -1 : 1;
  }
  const int x_note = x->event.kind == ELARA_TAKE_NOTE;
  const int y_note = y->event.kind == ELARA_TAKE_NOTE;
  if (x_note != y_note) return x_note - y_note;
  return x->order < y->order ? -1 : x->order > y->order;
}

static ElaraStatus
keep_events(Reader* r, const Part* part, ElaraPlayer* player)
{
  const size_t count = part->events.count;
  Ordered* const sorted =
      (Ordered*)elara_arena_array(r->arena, count, sizeof(Ordered));
  player->events = (ElaraTakeEvent*)elara_arena_array(r->keep, count,
                                                      sizeof(ElaraTakeEvent));
  if (!sorted || !player->events) return ELARA_NO_MEMORY;
  for (size_t i = 0; i < count; i++) {
    sorted[i] = (Ordered){part->events.items[i], i};
  }
  if (count) qsort(sorted, count, sizeof *sorted, by_time);
  for (size_t i = 0; i < count; i++)
    player->events[i] = sorted[i].event;
  player->event_count = count;
  return ELARA_OK;
}

// Whether an event of another track on our channel is meant for us too: not a
// note, and neither we nor that track are players with a program of their own.
static int
hears_track(const Reader* r, const Part* part, const Raw* raw)
{
  const Track* const other = &r->tracks.items[raw->track];
  if (part->own || raw->status >> 4 < 10) return 0;
  return !(other->programs[part->channel] && other->notes[part->channel]);
}

static ElaraStatus
make_player(Reader* r, int track, int channel, ElaraPlayer* player)
{
  const Track* const t = &r->tracks.items[track];
  Part* const part = (Part*)elara_arena_alloc(r->arena, sizeof(Part));
  ELARA_TRY_PTR(part);
  part->track = track;
  part->channel = channel;
  part->own = t->programs[channel] > 0;
  *player = (ElaraPlayer){.midi_channel = channel, .percussion = channel == 9};
  player->preset.bank = player->percussion ? 128 : 0;
  for (size_t i = 0; i < r->raws.count; i++) {
    const Raw* const raw = &r->raws.items[i];
    if ((raw->status & 15) != channel) continue;
    if (raw->track != track && !hears_track(r, part, raw)) continue;
    ELARA_TRY(add_event(r, part, raw, player));
  }
  for (int key = 0; key < 128; key++) {
    close_note(part, key, time_of(r, r->last_tick),
               score_tick(r, r->last_tick));
  }
  player->name = t->name ? t->name
                         : elara_arena_printf(r->keep, "Track %d channel %d",
                                              track + 1, channel + 1);
  ELARA_TRY_PTR(player->name);
  if (player->preset.bank == 128) player->percussion = 1;
  player->instrument = guess_instrument(player);
  return keep_events(r, part, player);
}

static ElaraStatus
make_players(Reader* r, ElaraTake* take)
{
  size_t count = 0;
  for (size_t t = 0; t < r->tracks.count; t++) {
    for (int c = 0; c < 16; c++)
      count += r->tracks.items[t].notes[c] > 0;
  }
  take->players =
      (ElaraPlayer*)elara_arena_array(r->keep, count, sizeof(ElaraPlayer));
  ELARA_TRY_PTR(take->players);
  for (size_t t = 0; t < r->tracks.count; t++) {
    for (int c = 0; c < 16; c++) {
      if (r->tracks.items[t].notes[c] == 0) continue;
      ElaraPlayer* const player = &take->players[take->player_count++];
      ELARA_TRY(make_player(r, (int)t, c, player));
    }
  }
  return ELARA_OK;
}

static void
set_length(const Reader* r, ElaraTake* take)
{
  ElaraTime last = time_of(r, r->last_tick);
  for (size_t i = 0; i < take->player_count; i++) {
    const ElaraPlayer* const p = &take->players[i];
    for (size_t k = 0; k < p->event_count; k++) {
      if (p->events[k].end > last) last = p->events[k].end;
    }
  }
  take->length = last + TAIL_S * ELARA_FLICKS_PER_S;
}

static ElaraStatus
make_take(Reader* r, ElaraTake* take)
{
  ELARA_TRY(read_header(r));
  ELARA_TRY(read_chunks(r));
  if (r->raws.count) qsort(r->raws.items, r->raws.count, sizeof(Raw), by_tick);
  sort_tempos(r);
  ELARA_TRY(make_tempo(r, take));
  ELARA_TRY(make_players(r, take));
  set_length(r, take);
  if (take->player_count == 0) {
    elara_diag(r->diags, ELARA_DIAG_WARNING, r->file, 0, 0,
               "the audio will be silent", "the MIDI file has no notes");
  }
  return ELARA_OK;
}

ElaraStatus
elara_midi_read(const char* name,
                const unsigned char* bytes,
                size_t count,
                ElaraDiags* diags,
                ElaraTake** take)
{
  *take = NULL;
  Reader r = {.file = name, .diags = diags, .bytes = bytes, .count = count};
  r.arena = elara_arena_new();
  r.keep = elara_arena_new();
  ElaraTake* const made =
      r.keep ? (ElaraTake*)elara_arena_alloc(r.keep, sizeof(ElaraTake)) : NULL;
  ElaraStatus status = r.arena && made ? ELARA_OK : ELARA_NO_MEMORY;
  if (status == ELARA_OK) {
    made->arena = r.keep;
    status = make_take(&r, made);
  }
  elara_arena_free(r.arena);
  if (status != ELARA_OK) {
    elara_arena_free(r.keep);
    return status;
  }
  *take = made;
  return ELARA_OK;
}
