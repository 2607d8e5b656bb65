// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// What the wheels, pedals and parameters of one MIDI channel say.

#ifndef ELARA_SOUND_SAMPLER_CONTROLS_H
#define ELARA_SOUND_SAMPLER_CONTROLS_H

#include "sound/sampler/generator.h"

#include <stdint.h>

// Sources of modulators that are not controllers (SoundFont 2.04, 8.2.1).
#define ELARA_SOURCE_VELOCITY 2
#define ELARA_SOURCE_KEY 3
#define ELARA_SOURCE_KEY_PRESSURE 10
#define ELARA_SOURCE_PRESSURE 13
#define ELARA_SOURCE_BEND 14
#define ELARA_SOURCE_BEND_RANGE 16
// Of a controller.
#define ELARA_SOURCE_CC(number) (0x80 | (number))

enum {
  ELARA_CC_MODULATION = 1,
  ELARA_CC_BREATH = 2,
  ELARA_CC_GLIDE_TIME = 5,
  ELARA_CC_DATA = 6,
  ELARA_CC_VOLUME = 7,
  ELARA_CC_PAN = 10,
  ELARA_CC_EXPRESSION = 11,
  ELARA_CC_DATA_FINE = 38,
  ELARA_CC_SUSTAIN = 64,
  ELARA_CC_GLIDE = 65,
  ELARA_CC_SOSTENUTO = 66,
  ELARA_CC_SOFT = 67,
  ELARA_CC_GLIDE_FROM = 84,
  ELARA_CC_HALL = 91,
  ELARA_CC_INCREMENT = 96,
  ELARA_CC_DECREMENT = 97,
  ELARA_CC_NRPN_FINE = 98,
  ELARA_CC_NRPN = 99,
  ELARA_CC_RPN_FINE = 100,
  ELARA_CC_RPN = 101,
  ELARA_CC_SOUND_OFF = 120,
  ELARA_CC_RESET = 121,
  ELARA_CC_NOTES_OFF = 123,
  ELARA_CC_OMNI_OFF = 124,
  ELARA_CC_OMNI_ON = 125,
  ELARA_CC_MONO = 126,
  ELARA_CC_POLY = 127,
};

typedef struct {
  uint8_t cc[128];
  uint8_t key_pressure[128];
  int pressure;
  int bend;            // 0..16383, centre 8192
  double bend_range;   // semitones
  double tuning_cents; // registered fine and coarse tuning together
  double fine_cents, coarse_cents;
  double wheel_cents;  // vibrato at full modulation wheel; 50
  double master_cents; // of all channels, by a system message
  double master_gain;  // linear
  float key_cents[128];
  // Offsets to generators by NRPN (SoundFont 2.04, section 9.6).
  float offset[ELARA_GEN_COUNT];
  int offsets; // any is not zero
  // Filter by the AWE32's parameters 127.21 and 127.22, which replace the
  // generator: cents and centibels; < 0 = not set.
  float own_cutoff, own_q;
  int mono;
  int glide_from; // key that the next note glides from; -1 none
  int nrpn;       // data entry goes to a non-registered parameter
  int nrpn_generator;
  int data, data_fine;
} ElaraControls;

// After power on: volume 100, expression 127, pan centre, bend range 2, modes
// and tunings as usual. Breath (CC 2) starts at 100, so that expression presets
// sound before the first controller arrives.
void elara_controls_reset(ElaraControls* controls);
// "Reset all controllers": what it leaves alone is listed in MIDI's RP-015.
void elara_controls_reset_performance(ElaraControls* controls);

// What a controller change asks of the player beyond new modulator values.
typedef enum {
  ELARA_ASK_NOTHING,
  ELARA_ASK_VALUES,  // modulators of this controller moved
  ELARA_ASK_TUNING,  // tuning or bend range moved
  ELARA_ASK_WHEEL,   // the modulation wheel has another range
  ELARA_ASK_OFFSETS, // an NRPN moved a generator
  ELARA_ASK_PEDAL_UP,
  ELARA_ASK_SOSTENUTO_DOWN,
  ELARA_ASK_SOSTENUTO_UP,
  ELARA_ASK_SOUND_OFF,
  ELARA_ASK_NOTES_OFF,
  ELARA_ASK_EVERYTHING, // all values anew, pedals up
} ElaraAsk;

// Takes controller NUMBER to VALUE, both 0..127; parameter numbers and data
// entry are understood here. Real-time safe.
ElaraAsk elara_controls_set(ElaraControls* controls, int number, int value);

#endif
