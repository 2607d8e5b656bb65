// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// Who hears what. By the standard a channel of a port has one state, in
// whatever tracks its messages stand; but engraved scores give one channel to
// several tracks that each set a program and mean an instrument of their own.
// So, among the tracks with notes on one channel of one port:
//
//   at most one sets a program   one instrument: all hear all
//   all set the same program     one instrument in several hands: each keeps
//                                the level and place that it sets itself, and
//                                shares the rest, as the pedals
//   they set different ones      each of these hears itself alone
//
// Notes always belong to their track. Cost: linear in events times the players
// of their channel, and bounded: see OTHERS_PER_EVENT.

#include "perform/midi_smf.h"

#include <string.h>

#define PORTS 128
#define GROUPS (PORTS * 16)
// Messages of other tracks are passed on so often at most, in all, for every
// event of the file, and so often besides; no score comes near.
#define OTHERS_PER_EVENT 8
#define OTHERS_AT_LEAST 1000000

typedef enum { ALONE, SHARED, HANDS } Sharing;

typedef struct {
  size_t first, count; // in Players.members
  Sharing sharing;
} Group;

typedef struct {
  ElaraSmf* smf;
  ElaraSmfPart* parts;
  size_t count;
  uint32_t* members; // parts by group
  Group groups[GROUPS];
  ElaraSmfTunings tunings;
  size_t others; // messages that may still be passed on
} Players;

static const ElaraSmfLaneChannel*
channel_of(const Players* p, const ElaraSmfPart* part)
{
  return &p->smf->lanes.items[part->lane].channels[part->channel];
}

// --- making the players ------------------------------------------------------

static ElaraStatus
make_parts(Players* p)
{
  ElaraSmf* const smf = p->smf;
  for (size_t i = 0; i < smf->lanes.count; i++) {
    for (int c = 0; c < 16; c++) {
      p->count += smf->lanes.items[i].channels[c].notes > 0;
    }
  }
  p->parts = (ElaraSmfPart*)elara_arena_array(smf->arena, p->count,
                                              sizeof(ElaraSmfPart));
  ELARA_TRY_PTR(p->parts);
  size_t at = 0;
  for (size_t i = 0; i < smf->lanes.count; i++) {
    ElaraSmfLane* const lane = &smf->lanes.items[i];
    for (int c = 0; c < 16; c++) {
      if (lane->channels[c].notes == 0) continue;
      ElaraSmfPart* const part = &p->parts[at++];
      lane->channels[c].part = (uint32_t)at;
      part->arena = smf->arena;
      part->tunings = &p->tunings;
      part->lane = (uint32_t)i;
      part->port = lane->port;
      part->channel = c;
      elara_smf_part_init(part);
    }
  }
  return ELARA_OK;
}

static Sharing
sharing_of(const Players* p, const Group* group)
{
  int programs = 0, first = -1, same = 1;
  for (size_t i = 0; i < group->count; i++) {
    const ElaraSmfLaneChannel* const c =
        channel_of(p, &p->parts[p->members[group->first + i]]);
    if (c->programs == 0) continue;
    if (programs++ > 0 && c->first_program != first) same = 0;
    first = c->first_program;
  }
  if (programs <= 1) return SHARED;
  return same ? HANDS : ALONE;
}

static size_t
group_of(int port, int channel)
{
  return (size_t)(port * 16 + channel);
}

static ElaraStatus
make_groups(Players* p)
{
  p->members =
      (uint32_t*)elara_arena_array(p->smf->arena, p->count, sizeof *p->members);
  ELARA_TRY_PTR(p->members);
  for (size_t i = 0; i < p->count; i++) {
    p->groups[group_of(p->parts[i].port, p->parts[i].channel)].count++;
  }
  size_t at = 0;
  for (size_t g = 0; g < GROUPS; g++) {
    p->groups[g].first = at;
    at += p->groups[g].count;
    p->groups[g].count = 0;
  }
  for (size_t i = 0; i < p->count; i++) {
    Group* const g =
        &p->groups[group_of(p->parts[i].port, p->parts[i].channel)];
    p->members[g->first + g->count++] = (uint32_t)i;
  }
  for (size_t g = 0; g < GROUPS; g++) {
    p->groups[g].sharing = sharing_of(p, &p->groups[g]);
  }
  return ELARA_OK;
}

// --- who hears what ----------------------------------------------------------

// Whether an event of another track on our channel is for us too.
static int
hears_other(const Players* p,
            const Group* group,
            const ElaraSmfPart* part,
            const ElaraSmfEvent* e)
{
  const ElaraSmfLaneChannel* const own = channel_of(p, part);
  if (e->status >> 4 < 10) {
    // A track without notes here may still end those of others.
    const ElaraSmfLane* const lane = &p->smf->lanes.items[e->lane];
    return lane->channels[e->status & 15].notes == 0;
  }
  if (group->sharing == SHARED || own->programs == 0) return 1;
  return group->sharing == HANDS && !elara_smf_hand_keeps(own, e);
}

static int
may_pass_on(Players* p)
{
  if (p->others > 0) {
    if (--p->others > 0) return 1;
    elara_diag(p->smf->diags, ELARA_DIAG_WARNING, p->smf->file, 0, 0,
               "from here on every track hears itself alone",
               "too many tracks share too many messages");
  }
  return 0;
}

static ElaraStatus
channel_event(Players* p, const ElaraSmfEvent* e, ElaraSmfNow now)
{
  const ElaraSmfLane* const lane = &p->smf->lanes.items[e->lane];
  const int channel = e->status & 15;
  const uint32_t own = lane->channels[channel].part;
  if (own) ELARA_TRY(elara_smf_part_event(&p->parts[own - 1], e, now));
  if (p->smf->format == 2) return ELARA_OK;
  if (own && e->status >> 4 < 10) return ELARA_OK;
  const Group* const group = &p->groups[group_of(lane->port, channel)];
  for (size_t i = 0; i < group->count; i++) {
    ElaraSmfPart* const part = &p->parts[p->members[group->first + i]];
    if (part->lane == e->lane || !hears_other(p, group, part, e)) continue;
    if (!may_pass_on(p)) return ELARA_OK;
    ELARA_TRY(elara_smf_part_event(part, e, now));
  }
  return ELARA_OK;
}

// --- system messages ---------------------------------------------------------

// Three bytes are a key and the fraction of a semitone above it, in 1/16384;
// all ones change nothing.
static ElaraStatus
tune_keys(Players* p, const ElaraSmfSystem* s)
{
  int32_t** const program = &p->tunings.programs[s->value & 127];
  if (!*program) {
    *program = (int32_t*)elara_arena_array(p->smf->arena, 128, sizeof(int32_t));
    ELARA_TRY_PTR(*program);
  }
  for (int i = 0; i < s->count; i++) {
    const unsigned char* at = s->keys + (ptrdiff_t)i * s->stride;
    const int key = s->stride == 4 ? *at++ : i;
    const int fraction = at[1] << 7 | at[2];
    if (at[0] == 127 && fraction == 16383) continue;
    (*program)[key] = (at[0] - key) * 100 * SMF_CENT +
                      (fraction * 100 * SMF_CENT + 8192) / 16384;
  }
  return ELARA_OK;
}

// A track that names no port speaks to all.
static ElaraStatus
system_event(Players* p, const ElaraSmfEvent* e, ElaraSmfNow now)
{
  const ElaraSmfSystem* const s = &p->smf->systems.items[e->system];
  const ElaraSmfLane* const lane = &p->smf->lanes.items[e->lane];
  if (s->kind == SMF_RESET) {
    memset(p->tunings.programs, 0, sizeof p->tunings.programs);
  }
  if (s->kind == SMF_KEYS) ELARA_TRY(tune_keys(p, s));
  for (size_t i = 0; i < p->count; i++) {
    ElaraSmfPart* const part = &p->parts[i];
    if (lane->ported && part->port != lane->port) continue;
    if (!may_pass_on(p)) return ELARA_OK;
    ELARA_TRY(elara_smf_part_system(part, s, now));
  }
  return ELARA_OK;
}

static ElaraSmfNow
now_at(const ElaraSmf* smf, int64_t tick)
{
  return (ElaraSmfNow){tick, elara_smf_time(smf, tick),
                       elara_smf_tick(smf, tick)};
}

static ElaraStatus
play_all(Players* p)
{
  const ElaraSmf* const smf = p->smf;
  ElaraSmfNow now = now_at(smf, 0);
  for (size_t i = 0; i < smf->events.count; i++) {
    const ElaraSmfEvent* const e = &smf->events.items[i];
    if (e->tick != now.file_tick) now = now_at(smf, e->tick);
    ELARA_TRY(e->status == 0xf0 ? system_event(p, e, now)
                                : channel_event(p, e, now));
  }
  int open = 0;
  now = now_at(smf, smf->end_tick);
  for (size_t i = 0; i < p->count; i++) {
    open += elara_smf_part_end(&p->parts[i], now);
  }
  if (open) {
    elara_diag(smf->diags, ELARA_DIAG_NOTE, smf->file, 0, 0,
               "they last to the end", "notes are never released (%d)", open);
  }
  return ELARA_OK;
}

// --- the take ----------------------------------------------------------------

static ElaraStatus
keep_player(const Players* p, const ElaraSmfPart* part, ElaraPlayer* player)
{
  const ElaraSmf* const smf = p->smf;
  const uint32_t track = smf->lanes.items[part->lane].track;
  const ElaraSmfNames* const names = &smf->tracks.items[track];
  const char* const own = names->names[part->channel];
  *player = (ElaraPlayer){.name = own ? own : names->name,
                          .preset = part->first,
                          .midi_channel = part->channel,
                          .midi_port = part->port,
                          .percussion = part->pitched_notes == 0,
                          .event_count = part->events.count};
  // In one track for all, its name is the title of the piece.
  const int named = own || smf->format != 0 || p->count == 1;
  if (!player->name) {
    player->name = elara_arena_printf(smf->keep, "Track %u channel %d",
                                      track + 1, part->channel + 1);
  }
  player->events = (ElaraTakeEvent*)elara_arena_array(
      smf->keep, part->events.count, sizeof(ElaraTakeEvent));
  if (!player->name || !player->events) return ELARA_NO_MEMORY;
  memcpy(player->events, part->events.items,
         part->events.count * sizeof(ElaraTakeEvent));
  player->instrument = elara_smf_instrument(player, named);
  return ELARA_OK;
}

ElaraStatus
elara_smf_players(ElaraSmf* smf, ElaraTake* take)
{
  Players* const p = (Players*)elara_arena_alloc(smf->arena, sizeof(Players));
  ELARA_TRY_PTR(p);
  p->smf = smf;
  p->others = OTHERS_AT_LEAST + OTHERS_PER_EVENT * smf->events.count;
  ELARA_TRY(make_parts(p));
  ELARA_TRY(make_groups(p));
  ELARA_TRY(play_all(p));
  take->players =
      (ElaraPlayer*)elara_arena_array(smf->keep, p->count, sizeof(ElaraPlayer));
  ELARA_TRY_PTR(take->players);
  take->player_count = p->count;
  for (size_t i = 0; i < p->count; i++) {
    ELARA_TRY(keep_player(p, &p->parts[i], &take->players[i]));
  }
  return ELARA_OK;
}
