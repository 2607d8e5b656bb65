// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// Registered parameters: 0 bend range, 1 fine tuning, 2 coarse tuning, 5
// modulation depth range. Non-registered 120.x: generator x, as SoundFont 2.04
// lays down in section 9.6: the fine number counts up to the generator (values
// of 100 and more add hundreds, thousands, ten thousands), the data say
// 8192 + offset in steps of the generator's scale.

#include "sound/sampler/controls.h"

#include <string.h>

#define NRPN_SOUNDFONT 120

// The AWE32's: 21 cutoff, 100 Hz + 7646 cents over the range; 22 resonance,
// 20 dB over 128 steps (as measured on its successors by the author of the
// filter test in the SoundFont specification test).
#define NRPN_AWE 127
#define AWE_CUTOFF 21
#define AWE_Q 22

// Units of a generator a step of data is worth; generators without a row do
// not listen. Section 8.1.3, column "NRPN".
static const unsigned char nrpn_scale[ELARA_GEN_COUNT] = {
    [ELARA_GEN_MOD_LFO_PITCH] = 2,
    [ELARA_GEN_VIB_LFO_PITCH] = 2,
    [ELARA_GEN_MOD_ENV_PITCH] = 2,
    [ELARA_GEN_FILTER_CUTOFF] = 2,
    [ELARA_GEN_FILTER_Q] = 1,
    [ELARA_GEN_MOD_LFO_CUTOFF] = 2,
    [ELARA_GEN_MOD_ENV_CUTOFF] = 2,
    [ELARA_GEN_MOD_LFO_VOLUME] = 1,
    [ELARA_GEN_PAN] = 1,
    [ELARA_GEN_MOD_LFO_DELAY] = 2,
    [ELARA_GEN_MOD_LFO_RATE] = 4,
    [ELARA_GEN_VIB_LFO_DELAY] = 2,
    [ELARA_GEN_VIB_LFO_RATE] = 4,
    [ELARA_GEN_MOD_ENV_DELAY] = 2,
    [ELARA_GEN_MOD_ENV_DELAY + 1] = 2,
    [ELARA_GEN_MOD_ENV_DELAY + 2] = 2,
    [ELARA_GEN_MOD_ENV_DELAY + 3] = 2,
    [ELARA_GEN_MOD_ENV_DELAY + 4] = 1,
    [ELARA_GEN_MOD_ENV_DELAY + 5] = 2,
    [ELARA_GEN_MOD_ENV_KEY_HOLD] = 1,
    [ELARA_GEN_MOD_ENV_KEY_DECAY] = 1,
    [ELARA_GEN_VOL_ENV_DELAY] = 2,
    [ELARA_GEN_VOL_ENV_DELAY + 1] = 2,
    [ELARA_GEN_VOL_ENV_DELAY + 2] = 2,
    [ELARA_GEN_VOL_ENV_DELAY + 3] = 2,
    [ELARA_GEN_VOL_ENV_DELAY + 4] = 1,
    [ELARA_GEN_VOL_ENV_DELAY + 5] = 2,
    [ELARA_GEN_VOL_ENV_KEY_HOLD] = 1,
    [ELARA_GEN_VOL_ENV_KEY_DECAY] = 1,
    [ELARA_GEN_ATTENUATION] = 1,
    [ELARA_GEN_COARSE_TUNE] = 1,
    [ELARA_GEN_FINE_TUNE] = 1,
    [ELARA_GEN_SCALE_TUNING] = 1,
};

void
elara_controls_reset(ElaraControls* c)
{
  memset(c, 0, sizeof *c);
  c->cc[ELARA_CC_BREATH] = 100;
  c->cc[ELARA_CC_VOLUME] = 100;
  c->cc[ELARA_CC_PAN] = 64;
  c->cc[8] = 64;
  c->cc[ELARA_CC_EXPRESSION] = 127;
  c->cc[ELARA_CC_HALL] = 40;
  for (int i = 70; i <= 79; i++)
    c->cc[i] = 64; // sound controllers are centred
  c->cc[ELARA_CC_RPN] = c->cc[ELARA_CC_RPN_FINE] = 127;
  c->cc[ELARA_CC_NRPN] = c->cc[ELARA_CC_NRPN_FINE] = 127;
  c->bend = 8192;
  c->bend_range = 2.0;
  c->wheel_cents = 50.0;
  c->master_gain = 1.0;
  c->nrpn_generator = -1;
  c->own_cutoff = c->own_q = -1.0f;
  c->glide_from = -1;
}

void
elara_controls_reset_performance(ElaraControls* c)
{
  c->cc[ELARA_CC_MODULATION] = 0;
  c->cc[ELARA_CC_BREATH] = 100;
  c->cc[ELARA_CC_EXPRESSION] = 127;
  for (int i = ELARA_CC_SUSTAIN; i <= ELARA_CC_SOFT; i++)
    c->cc[i] = 0;
  c->cc[ELARA_CC_RPN] = c->cc[ELARA_CC_RPN_FINE] = 127;
  c->cc[ELARA_CC_NRPN] = c->cc[ELARA_CC_NRPN_FINE] = 127;
  c->nrpn = 0;
  c->nrpn_generator = -1;
  c->bend = 8192;
  c->pressure = 0;
  memset(c->key_pressure, 0, sizeof c->key_pressure);
}

static ElaraAsk
set_registered(ElaraControls* c)
{
  static const double cents_per_step = 100.0 / 8192.0;
  if (c->cc[ELARA_CC_RPN] != 0) return ELARA_ASK_NOTHING;
  switch (c->cc[ELARA_CC_RPN_FINE]) {
  case 0:
    c->bend_range = c->data + c->data_fine / 100.0;
    return ELARA_ASK_TUNING;
  case 1:
  case 2:
    if (c->cc[ELARA_CC_RPN_FINE] == 1)
      c->fine_cents = (c->data * 128 + c->data_fine - 8192) * cents_per_step;
    else
      c->coarse_cents = (c->data - 64) * 100.0;
    c->tuning_cents = c->fine_cents + c->coarse_cents;
    return ELARA_ASK_TUNING;
  case 5:
    c->wheel_cents = c->data * 100.0 + c->data_fine * 100.0 / 128.0;
    return ELARA_ASK_WHEEL;
  default:
    return ELARA_ASK_NOTHING;
  }
}

static ElaraAsk
set_generator(ElaraControls* c)
{
  const int g = c->nrpn_generator;
  if (c->cc[ELARA_CC_NRPN] != NRPN_SOUNDFONT || g < 0 || g >= ELARA_GEN_COUNT ||
      !nrpn_scale[g]) {
    return ELARA_ASK_NOTHING;
  }
  const int steps = c->data * 128 + c->data_fine - 8192;
  c->offset[g] = (float)(steps * nrpn_scale[g]);
  c->offsets = 1;
  return ELARA_ASK_OFFSETS;
}

static ElaraAsk
set_awe(ElaraControls* c)
{
  if (c->cc[ELARA_CC_NRPN_FINE] == AWE_CUTOFF) {
    c->own_cutoff = 4335.0f + 7646.0f * (float)c->data / 128.0f;
    return ELARA_ASK_OFFSETS;
  }
  if (c->cc[ELARA_CC_NRPN_FINE] == AWE_Q) {
    c->own_q = 200.0f * (float)c->data / 128.0f;
    return ELARA_ASK_OFFSETS;
  }
  return ELARA_ASK_NOTHING;
}

static ElaraAsk
set_data(ElaraControls* c)
{
  if (!c->nrpn) return set_registered(c);
  return c->cc[ELARA_CC_NRPN] == NRPN_AWE ? set_awe(c) : set_generator(c);
}

// Steps of data by increment and decrement buttons, of the coarse value.
static ElaraAsk
step_data(ElaraControls* c, int by)
{
  const int to = c->data + by;
  if (to < 0 || to > 127) return ELARA_ASK_NOTHING;
  c->data = to;
  return set_data(c);
}

static void
count_generator(ElaraControls* c, int value)
{
  if (value < 100) {
    c->nrpn_generator =
        (c->nrpn_generator < 100 ? 0 : c->nrpn_generator) + value;
    return;
  }
  static const int more[] = {100, 1000, 10000};
  if (value > 102) return;
  if (c->nrpn_generator < 100) c->nrpn_generator = 0;
  c->nrpn_generator += more[value - 100];
}

ElaraAsk
elara_controls_set(ElaraControls* c, int number, int value)
{
  const int before = c->cc[number];
  c->cc[number] = (uint8_t)value;
  switch (number) {
  case ELARA_CC_DATA:
    c->data = value;
    c->data_fine = 0;
    return set_data(c);
  case ELARA_CC_DATA_FINE:
    c->data_fine = value;
    return set_data(c);
  case ELARA_CC_INCREMENT:
    return step_data(c, 1);
  case ELARA_CC_DECREMENT:
    return step_data(c, -1);
  case ELARA_CC_RPN:
  case ELARA_CC_RPN_FINE:
    c->nrpn = 0;
    return ELARA_ASK_NOTHING;
  case ELARA_CC_NRPN:
    c->nrpn = 1;
    c->nrpn_generator = -1;
    return ELARA_ASK_NOTHING;
  case ELARA_CC_NRPN_FINE:
    c->nrpn = 1;
    count_generator(c, value);
    return ELARA_ASK_NOTHING;
  case ELARA_CC_SUSTAIN:
    return before >= 64 && value < 64 ? ELARA_ASK_PEDAL_UP : ELARA_ASK_VALUES;
  case ELARA_CC_SOSTENUTO:
    if (before < 64 && value >= 64) return ELARA_ASK_SOSTENUTO_DOWN;
    return before >= 64 && value < 64 ? ELARA_ASK_SOSTENUTO_UP
                                      : ELARA_ASK_VALUES;
  case ELARA_CC_GLIDE_FROM:
    c->glide_from = value;
    return ELARA_ASK_NOTHING;
  case ELARA_CC_SOUND_OFF:
    return ELARA_ASK_SOUND_OFF;
  case ELARA_CC_RESET:
    elara_controls_reset_performance(c);
    return ELARA_ASK_EVERYTHING;
  case ELARA_CC_MONO:
  case ELARA_CC_POLY:
    c->mono = number == ELARA_CC_MONO;
    return ELARA_ASK_NOTES_OFF;
  case ELARA_CC_NOTES_OFF:
  case ELARA_CC_OMNI_OFF:
  case ELARA_CC_OMNI_ON:
    return ELARA_ASK_NOTES_OFF;
  default:
    return before == value ? ELARA_ASK_NOTHING : ELARA_ASK_VALUES;
  }
}
