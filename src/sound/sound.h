// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// The room's door: a Take is played, placed in the hall, mixed and mastered.

#ifndef ELARA_SOUND_SOUND_H
#define ELARA_SOUND_SOUND_H

#include "base/diag.h"
#include "base/status.h"
#include "model/stems.h"
#include "model/take.h"
#include "sound/sampler/tables.h"

// Where a rendering is: filled before each call of progress(), and at the end.
typedef struct {
  double seconds;     // rendered, not yet mastered
  size_t voices;      // sounding at the end of the last block
  size_t most_voices; // at once, looked at every 1024 frames
  size_t stolen;      // since the start
} ElaraSoundTally;

typedef struct {
  const char* sound_font; // path; NULL = elara_sound_default_font()
  int rate;               // 44100, 48000, 88200 or 96000 frames a second
  double loudness_lufs;   // integrated; NAN = leave as it is
  double ceiling_dbtp;    // true peak
  int dry;                // 1: no hall
  const char* hall;       // elara_sound_hall(); NULL = concert-hall
  const char* impulse;    // WAV file: the room's answer, instead of a hall
  ElaraQuality quality;   // of reading samples; draft: the light hall
  // 0..1: how much of the hall comes back as a cloud of grains an octave up
  // while glass or bells sound (synth/shimmer.h); 0 = never.
  double shimmer;
  int plain;             // 1: winds as the font has them, no breath
  int threads;           // 0 = all cores
  int stems;             // 1: the sink also gets every bus
  const char* spool_dir; // for the temporary file; NULL = TMPDIR or /tmp
  // Called now and then; DONE 0..1. Not 0 = stop (ELARA_CANCELLED).
  int (*progress)(void* data, double done, double seconds_rendered);
  void* progress_data;
  ElaraSoundTally* tally; // may be NULL
} ElaraSoundConfig;

// 48000, normal quality, -23 LUFS, -1 dBTP, with hall, shimmer 0.35, all cores,
// no stems.
ElaraSoundConfig elara_sound_config(void);

// Seconds that the room of CONFIG needs to fall silent after the last note: its
// longest reverberation time; 4 for an impulse, 0 when dry.
double elara_sound_tail_s(const ElaraSoundConfig* config);

// Where finished sound goes: BUS -1 is the mix, else an ElaraBus. Blocks come
// in time order, the mix first, then the buses in order, each FRAMES frames of
// interleaved stereo. They come one after the other, from any thread. The buses
// add up to the mix.
typedef struct {
  ElaraStatus (*write)(void* data,
                       int bus,
                       const float* interleaved,
                       size_t frames);
  void* data;
  // The whole mix as it was played, before the master, comes first when this is
  // not NULL; INTERLEAVED is NULL for silence.
  ElaraStatus (*played)(void* data, const float* interleaved, size_t frames);
} ElaraSink;

// The first that exists of: ELARA_SOUND_FONT in the environment, MuseScore
// General, any font in /usr/share/sounds. NULL when there is none. Not for use
// by two threads at once.
const char* elara_sound_default_font(void);

// The name of a hall (space/hall.h) by index from 0, NULL past the last.
const char* elara_sound_hall(size_t index);

// Renders TAKE to SINK: exactly elara_time_frames(take->length, rate) frames,
// the same bytes for any number of threads. RESULT describes the mix. Needs
// space for a temporary file: 8 bytes a sounding frame (56 with stems).
ElaraStatus elara_sound_render(const ElaraTake* take,
                               const ElaraSoundConfig* config,
                               ElaraSink* sink,
                               ElaraDiags* diags,
                               ElaraStems* result);

#endif
