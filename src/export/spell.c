// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

#include "export/spell.h"

#include <stddef.h>

// Fifths from a chord's root to a tone so many semitones above it, as a third,
// fifth, seventh or ninth. The tritone is a diminished fifth, the minor sixth
// an augmented fifth, the major sixth a diminished seventh: the chord decides.
static const int chord_steps[12] = {0, -5, 2, -3, 4, -1, -6, 1, 8, -9, -2, 5};

// Fifths from the tonic to each semitone above it, when nothing else decides:
// raised first and fourth, lowered third, sixth and seventh; minor keys have
// the Neapolitan second and the raised sixth and seventh.
static const int chromatic[2][12] = {
    {0, 7, 2, -3, 4, -1, 6, 1, -4, 3, -2, 5},
    {0, -5, 2, -3, 4, -1, 6, 1, -4, 3, -2, 5},
};

static int
pitch_class(int pitch)
{
  const int pc = pitch % 12;
  return pc < 0 ? pc + 12 : pc;
}

// The place of pitch class PC on the line within LOW .. LOW + 11.
static int
place_from(int pc, int low)
{
  int fifths = pitch_class(pc) * 7 % 12;
  while (fifths > low + 11) {
    fifths -= 12;
  }
  while (fifths < low) {
    fifths += 12;
  }
  return fifths;
}

ElaraSpelling
elara_spell_fifths(int fifths)
{
  ElaraSpelling spelling = {.fifths = fifths};
  const int from_f = fifths + 1;
  const int turns = from_f >= 0 ? from_f / 7 : -((6 - from_f) / 7);
  spelling.step = "FCGDAEB"[from_f - 7 * turns];
  spelling.alter = turns;
  return spelling;
}

// The chord's own key where there is one, written on the same side of the
// line as the key signature.
static int
key_fifths(const ElaraSpellContext* c)
{
  if (!c->chord) return c->fifths;
  int fifths = elara_key_fifths(c->chord->tonic, c->chord->mode);
  while (fifths - c->fifths > 6) {
    fifths -= 12;
  }
  while (c->fifths - fifths > 6) {
    fifths += 12;
  }
  return fifths;
}

static int
leads(ElaraChordQuality quality)
{
  return quality == ELARA_CHORD_DIMINISHED ||
         quality == ELARA_CHORD_HALF_DIMINISHED ||
         quality == ELARA_CHORD_DIMINISHED_7;
}

// A chord that leads upward stands on a raised root; others lean to the flats.
static int
root_fifths(const ElaraSpellContext* c)
{
  const int key = key_fifths(c);
  return place_from(c->chord->root,
                    leads(c->chord->quality) ? key - 1 : key - 5);
}

static int
chord_tone(const ElaraSpellContext* c, int pc, int* fifths)
{
  if (!c->chord) return 0;
  const ElaraChordInfo* const info = elara_chord_info(c->chord->quality);
  const int above = pitch_class(pc - c->chord->root);
  for (int i = 0; i < info->count; i++) {
    if (info->tones[i] != above) continue;
    *fifths = root_fifths(c) + chord_steps[above];
    return 1;
  }
  return 0;
}

static int
chromatic_tone(const ElaraSpellContext* c, int pitch)
{
  const int key = key_fifths(c);
  const int tonic_pc = c->chord ? c->chord->tonic : c->tonic;
  const ElaraMode mode = c->chord ? c->chord->mode : c->mode;
  const int tonic = place_from(tonic_pc, key - 1);
  const int step = c->next >= 0 ? c->next - pitch : 0;
  if (step == 1 || step == -1) {
    const int goal = place_from(c->next, key - 1);
    if (goal <= key + 5) return goal + 5 * step;
  }
  const int above = pitch_class(pitch - tonic_pc);
  return tonic + chromatic[elara_mode_is_minor(mode) != 0][above];
}

ElaraSpelling
elara_spell(const ElaraSpellContext* c, int pitch)
{
  const int pc = pitch_class(pitch);
  const int key = key_fifths(c);
  int fifths = 0;
  if (!chord_tone(c, pc, &fifths)) {
    fifths = place_from(pc, key - 1);
    if (fifths > key + 5) fifths = chromatic_tone(c, pitch);
  }
  return elara_spell_shift(elara_spell_fifths(fifths), 0);
}

ElaraSpelling
elara_spell_root(const ElaraSpellContext* c)
{
  return elara_spell_shift(elara_spell_fifths(root_fifths(c)), 0);
}

ElaraSpelling
elara_spell_tonic(int tonic, ElaraMode mode)
{
  return elara_spell_fifths(
      place_from(tonic, elara_key_fifths(tonic, mode) - 1));
}

ElaraSpelling
elara_spell_shift(ElaraSpelling spelling, int shift)
{
  int fifths = spelling.fifths + shift;
  while (fifths > 15) { // beyond F double sharp ... E double sharp
    fifths -= 12;
  }
  while (fifths < -11) {
    fifths += 12;
  }
  return elara_spell_fifths(fifths);
}

// Fb Cb ... E# B# on the line, and the keys whose players expect them.
static int
is_read(const ElaraSpelling* s, int key)
{
  const int far = s->fifths - key;
  const int leads_to_minor = far == 8; // raised seventh
  if (far >= -1 && far <= 5) return 1;
  if (s->alter > 1) return leads_to_minor && key >= 5;
  if (s->alter < -1) return 0;
  if (s->fifths >= 11) return leads_to_minor || key >= 4;
  if (s->fifths == -8) return key <= -4;
  return s->fifths != -7 || key <= -2;
}

ElaraSpelling
elara_spell_readable(ElaraSpelling spelling, int key)
{
  if (is_read(&spelling, key)) return spelling;
  return elara_spell_fifths(spelling.fifths + (spelling.alter > 0 ? -12 : 12));
}

int
elara_spell_octave(ElaraSpelling spelling, int pitch)
{
  static const int naturals[] = {9, 11, 0, 2, 4, 5, 7}; // A B C D E F G
  const int natural = naturals[spelling.step - 'A'];
  return (pitch - spelling.alter - natural) / 12 - 1;
}
