// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// The generators of SoundFont 2.04 (section 8.1.3): their numbers, defaults,
// ranges, and whether a preset may add to them. Units as in the standard:
// timecents (1200 log2 of seconds), cents (of pitch, or 1200 log2(f/8.176 Hz)),
// centibels (a tenth of a decibel), tenths of a percent.

#ifndef ELARA_SOUND_SAMPLER_GENERATOR_H
#define ELARA_SOUND_SAMPLER_GENERATOR_H

typedef enum {
  ELARA_GEN_START = 0,
  ELARA_GEN_END = 1,
  ELARA_GEN_LOOP_START = 2,
  ELARA_GEN_LOOP_END = 3,
  ELARA_GEN_START_COARSE = 4,
  ELARA_GEN_MOD_LFO_PITCH = 5,
  ELARA_GEN_VIB_LFO_PITCH = 6,
  ELARA_GEN_MOD_ENV_PITCH = 7,
  ELARA_GEN_FILTER_CUTOFF = 8,
  ELARA_GEN_FILTER_Q = 9,
  ELARA_GEN_MOD_LFO_CUTOFF = 10,
  ELARA_GEN_MOD_ENV_CUTOFF = 11,
  ELARA_GEN_END_COARSE = 12,
  ELARA_GEN_MOD_LFO_VOLUME = 13,
  ELARA_GEN_CHORUS = 15,
  ELARA_GEN_REVERB = 16,
  ELARA_GEN_PAN = 17,
  ELARA_GEN_MOD_LFO_DELAY = 21,
  ELARA_GEN_MOD_LFO_RATE = 22,
  ELARA_GEN_VIB_LFO_DELAY = 23,
  ELARA_GEN_VIB_LFO_RATE = 24,
  ELARA_GEN_MOD_ENV_DELAY = 25, // then attack, hold, decay, sustain, release
  ELARA_GEN_MOD_ENV_KEY_HOLD = 31,
  ELARA_GEN_MOD_ENV_KEY_DECAY = 32,
  ELARA_GEN_VOL_ENV_DELAY = 33, // the same six
  ELARA_GEN_VOL_ENV_RELEASE = 38,
  ELARA_GEN_VOL_ENV_KEY_HOLD = 39,
  ELARA_GEN_VOL_ENV_KEY_DECAY = 40,
  ELARA_GEN_INSTRUMENT = 41,
  ELARA_GEN_KEY_RANGE = 43,
  ELARA_GEN_VELOCITY_RANGE = 44,
  ELARA_GEN_LOOP_START_COARSE = 45,
  ELARA_GEN_KEY = 46,
  ELARA_GEN_VELOCITY = 47,
  ELARA_GEN_ATTENUATION = 48,
  ELARA_GEN_LOOP_END_COARSE = 50,
  ELARA_GEN_COARSE_TUNE = 51,
  ELARA_GEN_FINE_TUNE = 52,
  ELARA_GEN_SAMPLE = 53,
  ELARA_GEN_SAMPLE_MODE = 54,
  ELARA_GEN_SCALE_TUNING = 56,
  ELARA_GEN_EXCLUSIVE_CLASS = 57,
  ELARA_GEN_ROOT_KEY = 58,
  ELARA_GEN_PITCH = 59, // not in files: where the pitch wheel arrives
  ELARA_GEN_COUNT = 60
} ElaraGenerator;

typedef struct {
  int standard;  // default
  int low, high; // range after all additions
  int in_preset; // 1: a preset zone adds to it; 0: ignored there
} ElaraGeneratorInfo;

const ElaraGeneratorInfo* elara_generator_info(int generator);

#endif
