// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// The Stems: recorded sound. A long score does not fit in memory, so stems
// are delivered as blocks in time order to a sink, and the paper that remains
// is their description and measured loudness.

#ifndef ELARA_MODEL_STEMS_H
#define ELARA_MODEL_STEMS_H

#include "base/status.h"

#include <stddef.h>
#include <stdint.h>

typedef enum {
  ELARA_BUS_STRINGS,
  ELARA_BUS_WOODWINDS,
  ELARA_BUS_BRASS,
  ELARA_BUS_PERCUSSION,
  ELARA_BUS_KEYS, // harp, celesta, mallets
  ELARA_BUS_CHOIR,
  ELARA_BUS_SYNTH,
  ELARA_BUS_ECHO, // the hall's return
  ELARA_BUS_COUNT
} ElaraBus;

const char* elara_bus_name(ElaraBus bus);

typedef struct {
  int rate;               // frames per second
  int channels;           // 2
  int64_t frame_count;    // exactly elara_time_frames(take->length, rate)
  double integrated_lufs; // EBU R128, gated; -HUGE_VAL for silence
  double speech_lufs;     // where somebody speaks; -HUGE_VAL = not measured
  double true_peak_dbtp;  // 4x oversampled
  double loudness_range_lu;
  double gain_db;    // applied to meet the target
  double limited_db; // most gain reduction of the limiter
} ElaraStems;

#endif
