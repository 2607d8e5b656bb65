// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// One player: what it hears of the file, as events of the Take. Tunings are
// told lazily, a key before its next note, so that a message that tunes all
// keys does not cost 128 events.

#include "perform/midi_smf.h"

#include <string.h>

#define CC_HOLD 64
#define CC_SOSTENUTO 66
#define CC_HOLD_2 69
#define RPN_TUNING_PROGRAM 3

static ElaraStatus
push(ElaraSmfPart* part, ElaraTakeKind kind, int a, int b, ElaraSmfNow now)
{
  const ElaraTakeEvent e = {.time = now.time,
                            .end = now.time,
                            .tick = now.tick,
                            .tick_end = now.tick,
                            .kind = kind,
                            .a = a,
                            .b = b};
  ELARA_TRY_PTR(ELARA_PUSH(part->arena, &part->events, e));
  return ELARA_OK;
}

// --- notes -------------------------------------------------------------------

// A release in the tick of a pedal, and after it, comes a flick later.
static void
close_note(ElaraSmfPart* part, int key, ElaraSmfNow now)
{
  if (!part->open[key]) return;
  ElaraTakeEvent* const e = &part->events.items[part->open[key] - 1];
  const ElaraTime least = e->time + ELARA_FLICKS_PER_S / 1000;
  e->end = now.time + (part->hold_tick == now.file_tick);
  if (e->end < least) e->end = least;
  e->tick_end = now.tick > e->tick ? now.tick : e->tick + 1;
  part->open[key] = 0;
}

static int
close_all(ElaraSmfPart* part, ElaraSmfNow now)
{
  int open = 0;
  for (int key = 0; key < 128; key++) {
    open += part->open[key] != 0;
    close_note(part, key, now);
  }
  return open;
}

static void
note_off(ElaraSmfPart* part, int key, ElaraSmfNow now)
{
  uint64_t* const word = &part->restruck[key >> 6];
  const uint64_t bit = UINT64_C(1) << (key & 63);
  if (part->struck_tick == now.file_tick && (*word & bit)) {
    *word &= ~bit; // meant for the note that the new one has ended
    return;
  }
  close_note(part, key, now);
}

static int
tuning_of(const ElaraSmfPart* part, int key)
{
  if (part->bank.drums) return 0;
  const int32_t* const program = part->tunings->programs[part->tuning_program];
  const int tune = (program ? program[key] : 0) + part->octave[key % 12];
  const int most = ELARA_TAKE_MOST_TUNE;
  return tune < -most ? -most : tune > most ? most : tune;
}

static ElaraStatus
tell_key(ElaraSmfPart* part, int key, ElaraSmfNow now)
{
  const int tune = tuning_of(part, key);
  if (tune == part->told[key]) return ELARA_OK;
  part->told[key] = tune;
  return push(part, ELARA_TAKE_KEY_TUNE, key, tune, now);
}

static ElaraStatus
note_on(ElaraSmfPart* part, int key, int velocity, ElaraSmfNow now)
{
  if (part->struck_tick != now.file_tick) {
    memset(part->restruck, 0, sizeof part->restruck);
    part->struck_tick = now.file_tick;
  }
  if (part->open[key]) {
    if (part->events.items[part->open[key] - 1].time < now.time) {
      part->restruck[key >> 6] |= UINT64_C(1) << (key & 63);
    }
    close_note(part, key, now);
  }
  ELARA_TRY(tell_key(part, key, now));
  ELARA_TRY(push(part, ELARA_TAKE_NOTE, elara_smf_bank_key(&part->bank, key),
                 velocity, now));
  part->events.items[part->events.count - 1].end = now.time + 1;
  part->events.items[part->events.count - 1].tick_end = now.tick + 1;
  part->open[key] = (uint32_t)part->events.count;
  part->started = 1;
  if (part->preset.bank == 128)
    part->drum_notes++;
  else
    part->pitched_notes++;
  return ELARA_OK;
}

// --- state -------------------------------------------------------------------

// Keys and master tuning as they are now; sounding keys only when LIVE.
static ElaraStatus
tell_tuning(ElaraSmfPart* part, int live, ElaraSmfNow now)
{
  const int master = part->fine + (part->bank.drums ? 0 : part->coarse);
  if (master != part->told_master) {
    part->told_master = master;
    ELARA_TRY(push(part, ELARA_TAKE_MASTER_TUNE, 0, master, now));
  }
  for (int key = 0; key < 128 && live; key++) {
    if (part->open[key]) ELARA_TRY(tell_key(part, key, now));
  }
  return ELARA_OK;
}

// Says the preset that the bank asks for; before the first note it is just
// the one the player starts with.
static ElaraStatus
tell_preset(ElaraSmfPart* part, ElaraSmfNow now)
{
  part->preset = elara_smf_bank_preset(&part->bank);
  if (part->started) {
    ELARA_TRY(push(part, ELARA_TAKE_PROGRAM, part->preset.bank,
                   part->preset.program, now));
  } else {
    part->first = part->preset;
  }
  return tell_tuning(part, 0, now);
}

static void
forget(ElaraSmfPart* part, ElaraTakeMode mode)
{
  elara_smf_bank_init(&part->bank, part->channel, mode);
  part->parameter = -1;
  part->tuning_program = 0;
  part->fine = part->coarse = part->told_master = 0;
  memset(part->octave, 0, sizeof part->octave);
  memset(part->told, 0, sizeof part->told);
}

void
elara_smf_part_init(ElaraSmfPart* part)
{
  part->struck_tick = part->hold_tick = -1;
  forget(part, ELARA_TAKE_MODE_NONE);
  part->first = part->preset = elara_smf_bank_preset(&part->bank);
}

// A second reset with nothing in between only changes the mode.
static ElaraStatus
reset(ElaraSmfPart* part, ElaraTakeMode mode, ElaraSmfNow now)
{
  close_all(part, now);
  forget(part, mode);
  const ElaraTakeEvent* const items = part->events.items;
  size_t count = part->events.count; // up to what the last reset may have said
  if (count > 1 && items[count - 1].kind == ELARA_TAKE_PROGRAM &&
      items[count - 2].kind == ELARA_TAKE_RESET) {
    count--;
  }
  if (count && items[count - 1].kind == ELARA_TAKE_RESET) {
    part->events.items[count - 1].b = (int)mode;
    part->events.count = count;
  } else {
    ELARA_TRY(push(part, ELARA_TAKE_RESET, 0, (int)mode, now));
  }
  return tell_preset(part, now);
}

ElaraStatus
elara_smf_part_system(ElaraSmfPart* part,
                      const ElaraSmfSystem* system,
                      ElaraSmfNow now)
{
  const int meant = (int)(system->channels >> part->channel & 1u);
  if (!meant) return ELARA_OK;
  switch (system->kind) {
  case SMF_RESET:
    return reset(part, (ElaraTakeMode)system->value, now);
  case SMF_VOLUME:
    return push(part, ELARA_TAKE_MASTER_VOLUME, 0, system->value, now);
  case SMF_FINE:
    part->fine = system->value;
    break;
  case SMF_COARSE:
    part->coarse = system->value;
    break;
  case SMF_DRUM_PART:
    elara_smf_bank_drums(&part->bank, system->value);
    return tell_preset(part, now);
  case SMF_SCALE:
    for (int k = 0; k < 12; k++) {
      if (system->classes >> k & 1u) part->octave[k] = system->scale[k];
    }
    break;
  case SMF_KEYS: // the table has changed already
    if (part->tuning_program != system->value) return ELARA_OK;
    break;
  }
  return tell_tuning(part, system->live, now);
}

// --- channel messages --------------------------------------------------------

// Registered parameters are the sampler's, but for the tuning program.
static void
parameter(ElaraSmfPart* part, int controller, int value)
{
  switch (controller) {
  case 98: // non-registered: not the one we wait for
  case 99:
    part->parameter = -1;
    break;
  case 100:
    part->parameter = (part->parameter & ~127) | value;
    break;
  case 101:
    part->parameter = (part->parameter & 127) | value << 7;
    break;
  case 6:
    if (part->parameter == RPN_TUNING_PROGRAM) part->tuning_program = value;
    break;
  }
}

static ElaraStatus
control(ElaraSmfPart* part, int controller, int value, ElaraSmfNow now)
{
  parameter(part, controller, value);
  switch (controller) {
  case 0:
    part->bank.coarse = value;
    return ELARA_OK;
  case 32:
    part->bank.fine = value;
    return ELARA_OK;
  case CC_HOLD:
  case CC_SOSTENUTO:
  case CC_HOLD_2:
    part->hold_tick = now.file_tick;
    break;
  case 120: // all sound off; 123..127 are "all notes off" too
  case 123:
  case 124:
  case 125:
  case 126:
  case 127:
    close_all(part, now);
    break;
  }
  return push(part, ELARA_TAKE_CONTROL, controller, value, now);
}

ElaraStatus
elara_smf_part_event(ElaraSmfPart* part,
                     const ElaraSmfEvent* event,
                     ElaraSmfNow now)
{
  const int a = event->a, b = event->b;
  switch (event->status >> 4) {
  case 8:
    note_off(part, a, now);
    return ELARA_OK;
  case 9:
    if (b) return note_on(part, a, b, now);
    note_off(part, a, now);
    return ELARA_OK;
  case 10:
    return push(part, ELARA_TAKE_KEY_PRESSURE,
                elara_smf_bank_key(&part->bank, a), b, now);
  case 11:
    return control(part, a, b, now);
  case 12:
    part->bank.program = a;
    return tell_preset(part, now);
  case 13:
    return push(part, ELARA_TAKE_PRESSURE, 0, a, now);
  default:
    return push(part, ELARA_TAKE_BEND, 0, a | b << 7, now);
  }
}

int
elara_smf_part_end(ElaraSmfPart* part, ElaraSmfNow now)
{
  return close_all(part, now);
}
