// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// A temporary file of sound: what is rendered waits here until its loudness is
// known. Blocks of LANES stereo lanes; silent lanes take no space.

#ifndef ELARA_SOUND_MIX_SPOOL_H
#define ELARA_SOUND_MIX_SPOOL_H

#include "base/arena.h"
#include "base/diag.h"
#include "base/status.h"
#include "sound/mix/spans.h"

#include <stddef.h>
#include <stdint.h>

typedef struct {
  int file;            // -1 = none
  size_t lanes, block; // frames
  size_t blocks;       // written
  ElaraArena* arena;
  ELARA_LIST(int64_t) places; // file offset of (block, lane), -1 = silence
  int64_t end;
} ElaraSpool;

// The file lives in DIR (NULL = TMPDIR or /tmp) without a name: it vanishes
// with the process.
ElaraStatus elara_spool_open(ElaraSpool* spool,
                             const char* dir,
                             size_t lanes,
                             size_t block,
                             ElaraDiags* diags);
void elara_spool_close(ElaraSpool* spool);

// Appends one lane of the current block (interleaved stereo; NULL = silence),
// lanes in order.
ElaraStatus
elara_spool_write(ElaraSpool* spool, const float* frames, ElaraDiags* diags);
// 1 when the lane sounds.
int elara_spool_sounds(const ElaraSpool* spool, size_t block, size_t lane);
// Zeros for silence.
ElaraStatus elara_spool_read(const ElaraSpool* spool,
                             size_t block,
                             size_t lane,
                             float* frames,
                             ElaraDiags* diags);

// What a master reads: a spool, or lanes that are made from others on the way.
// Blocks are asked for in rising order, by one thread at a time, all lanes of
// one before the next; from the start again for another pass.
typedef struct {
  size_t lanes, block, blocks;
  int (*sounds)(void* of, size_t block, size_t lane);
  ElaraStatus (*read)(
      void* of, size_t block, size_t lane, float* frames, ElaraDiags* diags);
  void* of;
  // The target is asked of lane 0 in these stretches alone; none = everywhere.
  const ElaraStretch* heard;
  size_t heard_count;
} ElaraReel;

// SPOOL is borrowed.
ElaraReel elara_spool_reel(ElaraSpool* spool);

#endif
