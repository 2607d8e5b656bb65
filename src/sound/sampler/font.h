// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// A SoundFont 2.04 file (SF2, or SF3 with Vorbis samples) as tables.
//
//   preset -> zones -> instrument -> zones -> sample
//
// Opening reads the directory only (milliseconds). Sample data stay in the
// mapped file; a compressed sample is decoded by elara_font_prepare(), once,
// when a note wants it. After that the font is read-only and may be shared by
// any number of rendering threads.

#ifndef ELARA_SOUND_SAMPLER_FONT_H
#define ELARA_SOUND_SAMPLER_FONT_H

#include "base/diag.h"
#include "base/status.h"
#include "sound/sampler/generator.h"

#include <stddef.h>
#include <stdint.h>

typedef struct {
  uint16_t source;      // bits: 0-6 index, 7 CC, 8 direction, 9 polarity,
  uint16_t destination; // 10-15 curve (section 8.2)
  int16_t amount;
  uint16_t amount_source;
  uint16_t transform; // 0 linear, 2 absolute value
} ElaraModulator;

typedef struct {
  uint8_t key_low, key_high, velocity_low, velocity_high;
  int target;   // instrument or sample; -1: a global zone
  uint64_t set; // bit g: generator g is given
  int16_t amount[ELARA_GEN_COUNT];
  const ElaraModulator* modulators;
  size_t modulator_count;
} ElaraZone;

struct ElaraRegions;

typedef struct {
  char name[21];
  int bank, program;       // presets only
  const ElaraZone* global; // or NULL
  const ElaraZone* zones;
  size_t zone_count;
  const struct ElaraRegions* regions; // presets in use: region.h
} ElaraZoneList;

typedef struct {
  char name[21];
  uint32_t start, end;           // in the sample chunk: frames, or bytes (SF3)
  uint32_t loop_start, loop_end; // frames from START
  uint32_t rate;
  int key;        // root, 0..127; 60 if not given
  int correction; // cents
  int compressed; // 1: Vorbis, 2: ROM or broken, never plays
  int wanted;     // prepare() is to decode it
  int64_t from;   // the first frame that needs it, when wanted
  // Playable data; NULL until prepared.
  const int16_t* frames;
  const uint8_t* low_bytes; // the 8 bits below for 24-bit fonts, or NULL
  uint32_t frame_count;
  int16_t* owned;
} ElaraSample;

typedef struct ElaraFont {
  ElaraArena* arena;
  const char* name;
  const unsigned char* bytes;
  size_t count;
  int mapped; // BYTES is a mapping to undo
  const unsigned char* sample_bytes;
  size_t sample_size;
  const unsigned char* low_bytes; // "sm24" chunk or NULL
  ElaraZoneList* presets;
  size_t preset_count;
  ElaraZoneList* instruments;
  size_t instrument_count;
  ElaraSample* samples;
  size_t sample_count;
} ElaraFont;

// Maps PATH. ELARA_IO_ERROR when it cannot be read, ELARA_BAD_INPUT when it is
// no usable SoundFont; DIAGS says why and what to do.
ElaraStatus
elara_font_open(const char* path, ElaraDiags* diags, ElaraFont** font);
// The same from memory; BYTES (2-byte aligned) must outlive the font.
ElaraStatus elara_font_open_bytes(const char* name,
                                  const unsigned char* bytes,
                                  size_t count,
                                  ElaraDiags* diags,
                                  ElaraFont** font);
void elara_font_free(ElaraFont* font); // NULL-safe

// The preset for BANK (128 = percussion) and PROGRAM, or the nearest sensible:
// the program in bank 0, a sustained string section for string programs, piano,
// anything; ready to play. NULL for a font without presets, or when out of
// memory. One thread at a time.
const ElaraZoneList* elara_font_preset(ElaraFont* font, int bank, int program);

// Marks the samples that (preset, key, velocity) plays.
void elara_font_want(ElaraFont* font,
                     const ElaraZoneList* preset,
                     int key,
                     int velocity);
// The same, but not before frame FROM of the piece.
void elara_font_want_from(ElaraFont* font,
                          const ElaraZoneList* preset,
                          int key,
                          int velocity,
                          int64_t from);
// Decodes what is wanted, on THREADS threads. A sample that cannot be decoded
// stays silent and is named in DIAGS.
ElaraStatus elara_font_prepare(ElaraFont* font, int threads, ElaraDiags* diags);
// Only what is wanted before frame UNTIL: a long piece begins at once, and the
// rest is decoded when it is due.
ElaraStatus elara_font_prepare_until(ElaraFont* font,
                                     int64_t until,
                                     int threads,
                                     ElaraDiags* diags);

// Internal: riff.c fills the tables from BYTES.
ElaraStatus elara_font_parse(ElaraFont* font, ElaraDiags* diags);

#endif
