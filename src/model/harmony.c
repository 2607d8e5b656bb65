// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

#include "model/harmony.h"

#include <string.h>

typedef struct {
  const char* name;
  int scale[7];
  int minor;
  int fifths; // of the mode on C
} ModeInfo;

static const ModeInfo modes[ELARA_MODE_COUNT] = {
    [ELARA_MODE_MAJOR] = {"major", {0, 2, 4, 5, 7, 9, 11}, 0, 0},
    [ELARA_MODE_MINOR] = {"minor", {0, 2, 3, 5, 7, 8, 10}, 1, -3},
    [ELARA_MODE_DORIAN] = {"dorian", {0, 2, 3, 5, 7, 9, 10}, 1, -2},
    [ELARA_MODE_PHRYGIAN] = {"phrygian", {0, 1, 3, 5, 7, 8, 10}, 1, -4},
    [ELARA_MODE_LYDIAN] = {"lydian", {0, 2, 4, 6, 7, 9, 11}, 0, 1},
    [ELARA_MODE_MIXOLYDIAN] = {"mixolydian", {0, 2, 4, 5, 7, 9, 10}, 0, -1},
};

// name, symbol, MusicXML kind, number of tones, tones above the root
static const ElaraChordInfo chords[ELARA_CHORD_QUALITY_COUNT] = {
    [ELARA_CHORD_MAJOR] = {"major", "", "major", 3, {0, 4, 7}},
    [ELARA_CHORD_MINOR] = {"minor", "m", "minor", 3, {0, 3, 7}},
    [ELARA_CHORD_DIMINISHED] =
        {"diminished", "dim", "diminished", 3, {0, 3, 6}},
    [ELARA_CHORD_AUGMENTED] = {"augmented", "+", "augmented", 3, {0, 4, 8}},
    [ELARA_CHORD_DOMINANT_7] =
        {"dominant seventh", "7", "dominant", 4, {0, 4, 7, 10}},
    [ELARA_CHORD_MAJOR_7] =
        {"major seventh", "maj7", "major-seventh", 4, {0, 4, 7, 11}},
    [ELARA_CHORD_MINOR_7] =
        {"minor seventh", "m7", "minor-seventh", 4, {0, 3, 7, 10}},
    [ELARA_CHORD_HALF_DIMINISHED] =
        {"half-diminished", "m7b5", "half-diminished", 4, {0, 3, 6, 10}},
    [ELARA_CHORD_DIMINISHED_7] =
        {"diminished seventh", "dim7", "diminished-seventh", 4, {0, 3, 6, 9}},
    [ELARA_CHORD_SUS_4] =
        {"suspended fourth", "sus4", "suspended-fourth", 3, {0, 5, 7}},
    [ELARA_CHORD_ADD_9] = {"added ninth", "add9", "major", 4, {0, 4, 7, 2}},
    [ELARA_CHORD_DOMINANT_9] =
        {"dominant ninth", "9", "dominant-ninth", 5, {0, 4, 7, 10, 2}},
    [ELARA_CHORD_POWER] = {"open fifth", "5", "power", 2, {0, 7}},
};

const char*
elara_mode_name(ElaraMode mode)
{
  return mode < ELARA_MODE_COUNT ? modes[mode].name : "?";
}

ElaraMode
elara_mode_by_name(const char* name)
{
  int i = 0;
  while (i < ELARA_MODE_COUNT && strcmp(modes[i].name, name) != 0) {
    i++;
  }
  return (ElaraMode)i;
}

const int*
elara_mode_scale(ElaraMode mode)
{
  return modes[mode < ELARA_MODE_COUNT ? mode : ELARA_MODE_MAJOR].scale;
}

int
elara_mode_is_minor(ElaraMode mode)
{
  return mode < ELARA_MODE_COUNT && modes[mode].minor;
}

int
elara_key_fifths(int tonic, ElaraMode mode)
{
  int fifths = (tonic * 7) % 12 + modes[mode].fifths;
  // E-flat minor, not D-sharp: winds in B-flat and F would turn to flats alone
  const int most = elara_mode_is_minor(mode) ? 5 : 6;
  while (fifths > most) {
    fifths -= 12;
  }
  while (fifths < most - 11) {
    fifths += 12;
  }
  return fifths;
}

int
elara_degree_pitch(int tonic_pitch, ElaraMode mode, int degree, int alter)
{
  int octave = degree / 7;
  int step = degree % 7;
  if (step < 0) {
    step += 7;
    octave--;
  }
  return tonic_pitch + 12 * octave + elara_mode_scale(mode)[step] + alter;
}

const ElaraChordInfo*
elara_chord_info(ElaraChordQuality quality)
{
  return &chords[quality < ELARA_CHORD_QUALITY_COUNT ? quality
                                                     : ELARA_CHORD_MAJOR];
}

unsigned
elara_chord_mask(const ElaraChord* chord)
{
  const ElaraChordInfo* const info = elara_chord_info(chord->quality);
  unsigned mask = 0;
  for (int i = 0; i < info->count; i++) {
    mask |= 1u << ((chord->root + info->tones[i]) % 12);
  }
  return mask;
}

unsigned
elara_scale_mask(int tonic, ElaraMode mode)
{
  unsigned mask = 0;
  for (int i = 0; i < 7; i++) {
    mask |= 1u << ((tonic + elara_mode_scale(mode)[i]) % 12);
  }
  return mask;
}
