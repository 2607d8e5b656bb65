// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// Enharmonic spelling: a table of what a musician would write.

#include "tap.h"

#include "export/spell.h"

#include <stdio.h>

typedef struct {
  const char* why;
  int tonic;
  ElaraMode mode;
  int root; // of the chord, -1 = no chord
  ElaraChordQuality quality;
  int pitch;
  int next;
  const char* want;
} Case;

#define MAJ ELARA_MODE_MAJOR
#define MIN ELARA_MODE_MINOR
#define DOM ELARA_CHORD_DOMINANT_7
#define DIM ELARA_CHORD_DIMINISHED_7

static const Case cases[] = {
    {"middle C", 0, MAJ, -1, DOM, 60, -1, "C4"},
    {"B below it", 0, MAJ, -1, DOM, 59, -1, "B3"},
    {"leading tone in A minor", 9, MIN, -1, DOM, 68, -1, "G#4"},
    {"leading tone in C minor", 0, MIN, -1, DOM, 71, -1, "B4"},
    {"leading tone in G# minor", 8, MIN, -1, DOM, 67, -1, "F##4"},
    {"third of V7/V in C", 0, MAJ, 2, DOM, 66, -1, "F#4"},
    {"third of V7/ii in C", 0, MAJ, 9, DOM, 61, -1, "C#4"},
    {"seventh of V7/IV in F", 5, MAJ, 5, DOM, 63, -1, "Eb4"},
    {"diminished seventh on C#", 0, MAJ, 1, DIM, 70, -1, "Bb4"},
    {"its root", 0, MAJ, 1, DIM, 61, -1, "C#4"},
    {"Neapolitan in A minor", 9, MIN, 10, ELARA_CHORD_MAJOR, 70, -1, "Bb4"},
    {"minor subdominant in C", 0, MAJ, 5, ELARA_CHORD_MINOR, 68, -1, "Ab4"},
    {"augmented fifth", 0, MAJ, 0, ELARA_CHORD_AUGMENTED, 68, -1, "G#4"},
    {"passing up to D", 0, MAJ, -1, DOM, 61, 62, "C#4"},
    {"passing down to C", 0, MAJ, -1, DOM, 61, 60, "Db4"},
    {"B in G flat major", 6, MAJ, -1, DOM, 71, -1, "B4"},
    {"C flat", 1, MAJ, 8, ELARA_CHORD_MINOR, 71, -1, "Cb5"},
    {"B sharp", 1, MIN, 8, DOM, 60, -1, "B#3"},
};

static const char*
name(ElaraSpelling s, int pitch)
{
  static char text[16];
  static const char* const signs[] = {"bb", "b", "", "#", "##"};
  snprintf(text, sizeof text, "%c%s%d", s.step, signs[s.alter + 2],
           elara_spell_octave(s, pitch));
  return text;
}

static void
test_readable(void)
{
  static const struct {
    int fifths, key, want;
    const char* what;
  } rows[] = {
      {11, 3, 11, "E sharp leads to F sharp minor"},
      {11, 1, -1, "in G it is an F"},
      {12, 4, 12, "B sharp leads to C sharp minor"},
      {13, 5, 13, "F double sharp leads to G sharp minor"},
      {13, 1, 1, "in G it is a G"},
      {-7, -3, -7, "C flat is read in E flat"},
      {-7, 0, 5, "in C it is a B"},
      {-8, -2, 4, "F flat is an E"},
      {-9, 0, 3, "a double flat is an A"},
      {6, 0, 6, "F sharp stays"},
  };
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    const ElaraSpelling s =
        elara_spell_readable(elara_spell_fifths(rows[i].fifths), rows[i].key);
    TAP_EQ_I(s.fifths, rows[i].want, rows[i].what);
  }
}

int
main(void)
{
  tap_begin("spelling");
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    const Case* const c = &cases[i];
    const ElaraChord chord = {.root = c->root,
                              .quality = c->quality,
                              .tonic = c->tonic,
                              .mode = c->mode};
    const ElaraSpellContext context = {.chord = c->root >= 0 ? &chord : NULL,
                                       .fifths =
                                           elara_key_fifths(c->tonic, c->mode),
                                       .tonic = c->tonic,
                                       .mode = c->mode,
                                       .next = c->next};
    TAP_EQ_S(name(elara_spell(&context, c->pitch), c->pitch), c->want, c->why);
  }
  int faults = 0;
  for (int fifths = -11; fifths <= 15; fifths++) {
    const ElaraSpelling s = elara_spell_fifths(fifths);
    for (int pitch = 24; pitch < 108; pitch++) {
      static const int naturals[] = {9, 11, 0, 2, 4, 5, 7};
      if (((fifths * 7 - pitch) % 12 + 12) % 12) continue;
      const int back = 12 * (elara_spell_octave(s, pitch) + 1) + s.alter +
                       naturals[s.step - 'A'];
      faults += back != pitch || s.alter < -2 || s.alter > 2;
    }
  }
  TAP_EQ_I(faults, 0, "every spelling sounds as its pitch");
  test_readable();
  return tap_end();
}
