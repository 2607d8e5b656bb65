// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// Bank select and program to a SoundFont preset: bank 0..127 are variations
// as GS counts them (by controller 0), bank 128 is drum kits.
//
//   GM    no banks; channel 10 is drums
//   GS    controller 0 is the variation, 32 only the model; drums by message
//   GM2   controller 0: 120 drums, 121 melody with 32 as the variation
//   XG    controller 0: 127 drums, 126 and 64 effects, else 32 is the variation
//   none  as GS (so does FluidSynth by default), but what only GM2 and XG use
//         is understood: 120, 126 and 127 are drums, 121 is melody
//
// Sources: GM2 1.1 (RP-024), XG Format 1.26, Roland SC-88 and SC-8850 manuals.

#include "perform/midi_smf.h"

#define DRUM_BANK 128
#define EFFECTS_KIT 56 // the kit of effects in GS and GM2

// Effects of XG: a voice of bank 64, which is also a key of its two kits, and
// where SoundFonts have the same by the GS count.
static const struct {
  unsigned char voice;         // program in bank 64
  unsigned char bank, program; // GS variation
  unsigned char key;           // in the GS effects kit, 0 = none
} effects[] = {
    {0, 1, 120, 48},   // cutting noise
    {1, 3, 120, 49},   // another
    {2, 4, 120, 0},    // distorted
    {3, 2, 120, 50},   // string slap
    {4, 5, 120, 0},    // bass slide
    {5, 6, 120, 0},    // pick scrape
    {16, 1, 121, 51},  // flute keys
    {32, 1, 122, 79},  // rain
    {33, 2, 122, 80},  // thunder
    {34, 3, 122, 81},  // wind
    {35, 4, 122, 83},  // stream
    {36, 5, 122, 84},  // bubble
    {48, 1, 123, 76},  // dog
    {49, 2, 123, 77},  // horse
    {50, 3, 123, 78},  // birds
    {51, 4, 123, 0},   // kitty
    {52, 5, 123, 0},   // growl
    {65, 2, 124, 59},  // door creaks
    {66, 3, 124, 60},  // door slams
    {67, 4, 124, 61},  // scratch
    {69, 5, 124, 62},  // wind chimes
    {70, 1, 124, 0},   // telephone
    {80, 1, 125, 63},  // car starts
    {81, 2, 125, 64},  // car stops
    {82, 3, 125, 65},  // car passes
    {83, 4, 125, 66},  // car crashes
    {84, 5, 125, 67},  // siren
    {85, 6, 125, 68},  // train
    {86, 7, 125, 69},  // jet
    {87, 8, 125, 71},  // starship
    {88, 9, 125, 0},   // burst
    {96, 1, 126, 52},  // laughing
    {97, 2, 126, 53},  // scream
    {98, 3, 126, 54},  // punch
    {99, 4, 126, 55},  // heart
    {100, 5, 126, 56}, // steps
    {101, 6, 126, 0},  // applause
    {112, 1, 127, 73}, // machine gun
    {113, 2, 127, 74}, // laser gun
    {114, 3, 127, 75}, // explosion
};

#define EFFECT_COUNT ((int)(sizeof effects / sizeof *effects))

static int
effect_of(int voice)
{
  for (int i = 0; i < EFFECT_COUNT; i++) {
    if (effects[i].voice == voice) return i;
  }
  return -1;
}

void
elara_smf_bank_init(ElaraSmfBank* bank, int channel, ElaraTakeMode mode)
{
  const int drums = channel == 9;
  *bank = (ElaraSmfBank){.mode = mode, .channel = channel, .drums = drums};
  if (mode == ELARA_TAKE_MODE_GM2) bank->coarse = drums ? 120 : 121;
  if (mode == ELARA_TAKE_MODE_XG) bank->coarse = drums ? 127 : 0;
}

void
elara_smf_bank_drums(ElaraSmfBank* bank, int drums)
{
  bank->drums = drums;
  bank->by_bank = 0;
  bank->program = 0;
  bank->fine = 0;
  bank->coarse = 0;
  if (bank->mode == ELARA_TAKE_MODE_GM2) bank->coarse = drums ? 120 : 121;
  if (bank->mode == ELARA_TAKE_MODE_XG) bank->coarse = drums ? 127 : 0;
}

static ElaraPreset
xg_preset(ElaraSmfBank* bank)
{
  const ElaraPreset plain = {bank->fine, bank->program};
  bank->drums = bank->coarse >= 126;
  if (bank->coarse == 127) return (ElaraPreset){DRUM_BANK, bank->program};
  if (bank->coarse == 126) {
    bank->effects = bank->program < 2 ? bank->program + 1 : 0;
    return (ElaraPreset){DRUM_BANK, EFFECTS_KIT};
  }
  if (bank->coarse != 64) return plain;
  const int i = effect_of(bank->program);
  if (i < 0) return (ElaraPreset){64, bank->program};
  return (ElaraPreset){effects[i].bank, effects[i].program};
}

// The bank number of a melodic channel, which may first become one.
static int
melodic_bank(ElaraSmfBank* bank)
{
  const int coarse = bank->coarse;
  switch (bank->mode) {
  case ELARA_TAKE_MODE_GM:
    return 0;
  case ELARA_TAKE_MODE_GM2:
    if (coarse == 120 || coarse == 121) bank->drums = coarse == 120;
    return coarse == 121 ? bank->fine : 0;
  case ELARA_TAKE_MODE_GS:
    return coarse;
  default:
    if (coarse >= 120) {
      bank->drums = coarse == 120 || coarse >= 126;
      bank->by_bank = 1;
    } else if (bank->by_bank) {
      bank->drums = bank->channel == 9;
      bank->by_bank = 0;
    }
    return coarse == 121 ? bank->fine : coarse;
  }
}

ElaraPreset
elara_smf_bank_preset(ElaraSmfBank* bank)
{
  bank->effects = 0;
  if (bank->mode == ELARA_TAKE_MODE_XG) return xg_preset(bank);
  const int melodic = melodic_bank(bank);
  return (ElaraPreset){bank->drums ? DRUM_BANK : melodic, bank->program};
}

// Kit 1 has voices 0..63 from key 36 on, kit 2 the others.
int
elara_smf_bank_key(const ElaraSmfBank* bank, int key)
{
  if (bank->effects == 0) return key;
  const int voice = bank->effects == 1 ? key - 36 : key + 28;
  const int i = voice < 0 ? -1 : effect_of(voice);
  return i < 0 || effects[i].key == 0 ? key : effects[i].key;
}
