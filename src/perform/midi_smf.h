// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// What the parts of the MIDI reader share. Two passes: every track becomes a
// list of events in file ticks (midi_file.c, midi_track.c, midi_sysex.c);
// then, in the order of time, each event goes to the players that hear it
// (midi_players.c), who turn it into events of the Take (midi_part.c).
//
// A lane is one track on one port; a player is one channel of a lane.

#ifndef ELARA_PERFORM_MIDI_SMF_H
#define ELARA_PERFORM_MIDI_SMF_H

#include "model/take.h"

#include <stdint.h>

// A cent is this many steps of tuning.
#define SMF_CENT 100

// A channel message, or (STATUS 0xf0) a system exclusive one.
typedef struct {
  int64_t tick;
  uint32_t order;  // place in the file: ties keep it
  uint32_t system; // index of the system message
  uint32_t lane;
  unsigned char status, a, b;
  unsigned char first; // resets: at the head of their tick
} ElaraSmfEvent;

typedef enum {
  SMF_RESET,     // VALUE an ElaraTakeMode
  SMF_VOLUME,    // VALUE 0..16383
  SMF_FINE,      // VALUE in 1/100 cent
  SMF_COARSE,    // the same; drums do not hear it
  SMF_DRUM_PART, // VALUE 1: CHANNELS play drums
  SMF_SCALE,     // CLASSES of pitch move to SCALE in all octaves
  SMF_KEYS,      // keys of tuning program VALUE
} ElaraSmfSystemKind;

// A system exclusive message that means something to us.
typedef struct {
  ElaraSmfSystemKind kind;
  int value;
  unsigned channels; // bit c: channel c is meant
  unsigned classes;  // bit k: pitch class k is meant
  int live;          // sounding notes follow a new tuning
  int32_t scale[12]; // 1/100 cent
  // SMF_KEYS: COUNT keys, three bytes each, or four with the key in front;
  // lives as long as the file's bytes or the scratch arena.
  const unsigned char* keys;
  int count, stride;
} ElaraSmfSystem;

typedef struct {
  int64_t tick;
  size_t order;
  double us_per_quarter;
  double flicks; // time of TICK, known once all are sorted
} ElaraSmfTempo;

// Things a track sets itself, besides controllers 0..127.
enum { SMF_SETS_BEND = 128, SMF_SETS_PRESSURE, SMF_SETS_KEY_PRESSURE };

// What one lane does on one channel.
typedef struct {
  uint32_t notes, programs;
  int first_program; // of the first program change
  uint32_t part;     // index + 1 of the player, 0 without notes
  uint64_t sets[3];  // bits of controllers and SMF_SETS
} ElaraSmfLaneChannel;

typedef struct {
  const char* name;      // of the track, or NULL
  const char* names[16]; // of single channels, or NULL
} ElaraSmfNames;

typedef struct {
  uint32_t track; // from 0
  unsigned char port;
  unsigned char ported; // the file says so
  ElaraSmfLaneChannel channels[16];
} ElaraSmfLane;

typedef struct {
  const char* file;
  ElaraDiags* diags;
  ElaraArena* arena;          // scratch
  ElaraArena* keep;           // the take's
  const unsigned char* bytes; // the whole file
  size_t count;
  int format;
  double ticks_per_quarter; // 0 with a time-code division
  double ticks_per_s;       // with one
  ELARA_LIST(ElaraSmfEvent) events;
  ELARA_LIST(ElaraSmfSystem) systems;
  ELARA_LIST(ElaraSmfTempo) tempos;
  ELARA_LIST(ElaraSmfLane) lanes;
  ELARA_LIST(ElaraSmfNames) tracks;
  ELARA_LIST(const char*) devices; // by port
  int64_t start_tick; // of the current track: type 2 plays them in a row
  int64_t last_tick;  // of the last event
  int64_t end_tick;   // of the last end of a track
} ElaraSmf;

// --- midi_file.c, midi_track.c -----------------------------------------------

// The whole of smf->bytes into lists, events sorted. What is missing, and
// where, in smf->diags.
ElaraStatus elara_smf_read(ElaraSmf* smf);

// The track in [*AT, LIMIT) of smf->bytes; *AT moves to where reading ended.
// TORN: the file ends before the track does.
ElaraStatus elara_smf_track(ElaraSmf* smf, size_t* at, size_t limit, int torn);

uint32_t elara_smf_big_endian(const unsigned char* p, int bytes);

// --- midi_sysex.c ------------------------------------------------------------

// BODY without 0xf0 and 0xf7. 0 when we do not know it or its sum is wrong.
int elara_smf_system(const unsigned char* body,
                     size_t count,
                     ElaraSmfSystem* system);

// --- midi_bank.c -------------------------------------------------------------

// What bank select, program change and drum switch say in one mode.
typedef struct {
  ElaraTakeMode mode;
  int channel;
  int drums;
  int by_bank;      // bank select made or unmade the drums
  int coarse, fine; // controllers 0 and 32
  int program;
  int effects; // drums are the effects of XG: kit 1 or 2, else 0
} ElaraSmfBank;

// After a reset into MODE.
void elara_smf_bank_init(ElaraSmfBank* bank, int channel, ElaraTakeMode mode);
// The preset that bank->program asks for; updates what depends on the bank.
ElaraPreset elara_smf_bank_preset(ElaraSmfBank* bank);
// A system message turns the channel into drums, or back.
void elara_smf_bank_drums(ElaraSmfBank* bank, int drums);
// The key of a SoundFont's effects kit for a KEY of the file.
int elara_smf_bank_key(const ElaraSmfBank* bank, int key);

// --- midi_tempo.c ------------------------------------------------------------

// Sorts the tempos and gives the Take its map. Ticks of the score and times
// of file ticks are known from then on.
ElaraStatus elara_smf_tempo(ElaraSmf* smf, ElaraTake* take);
ElaraTime elara_smf_time(const ElaraSmf* smf, int64_t tick);
ElaraTick elara_smf_tick(const ElaraSmf* smf, int64_t tick);

// --- midi_part.c -------------------------------------------------------------

// Where in the file we are.
typedef struct {
  int64_t file_tick;
  ElaraTime time;
  ElaraTick tick;
} ElaraSmfNow;

// Tuning programs, made when first named: 128 keys in 1/100 cent.
typedef struct {
  int32_t* programs[128];
} ElaraSmfTunings;

// A player being filled.
typedef struct {
  ElaraArena* arena;
  const ElaraSmfTunings* tunings;
  ELARA_LIST(ElaraTakeEvent) events;
  ElaraSmfBank bank;
  ElaraPreset first, preset; // at the start, and now
  int started; // a note was heard: programs are events from now on
  int drum_notes, pitched_notes;
  int parameter; // registered parameter number, or -1
  int tuning_program;
  int fine, coarse;     // master tuning
  int told_master;      // what the events say of it
  int32_t octave[12];   // scale tuning
  int32_t told[128];    // what the events say of a key
  uint32_t open[128];   // event index + 1 of the sounding note of a key
  int64_t struck_tick;  // last tick with a note on
  uint64_t restruck[2]; // keys that sounded then and were struck again
  int64_t hold_tick;    // last tick of a pedal
  uint32_t lane;
  int port, channel;
} ElaraSmfPart;

void elara_smf_part_init(ElaraSmfPart* part);
ElaraStatus elara_smf_part_event(ElaraSmfPart* part,
                                 const ElaraSmfEvent* event,
                                 ElaraSmfNow now);
ElaraStatus elara_smf_part_system(ElaraSmfPart* part,
                                  const ElaraSmfSystem* system,
                                  ElaraSmfNow now);
// Closes what still sounds; how many notes that were.
int elara_smf_part_end(ElaraSmfPart* part, ElaraSmfNow now);

// --- midi_hands.c ------------------------------------------------------------

// Notes that a lane has EVENT on its CHANNEL.
void elara_smf_count(ElaraSmfLaneChannel* channel, const ElaraSmfEvent* event);
// Whether one of several tracks that play one instrument keeps to its own
// program, level, place and bend, when another one says EVENT (not a note).
int elara_smf_hand_keeps(const ElaraSmfLaneChannel* own,
                         const ElaraSmfEvent* event);

// --- midi_players.c, midi_names.c --------------------------------------------

ElaraStatus elara_smf_players(ElaraSmf* smf, ElaraTake* take);

// Printable ASCII and UTF-8 bytes of a name, trimmed; NULL when none is left.
const char*
elara_smf_name(ElaraArena* arena, const unsigned char* text, size_t count);

// ElaraInstrumentId by name, bank and program, or -1. BY_NAME 0: the name
// says nothing.
int elara_smf_instrument(const ElaraPlayer* player, int by_name);

#endif
