// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

#include "model/instrument.h"

#include <stddef.h>
#include <string.h>
#include <strings.h>

// Ranges: what is possible (hard), what composers from Beethoven to Bruckner
// write (used, 1st to 99th percentile) and the comfortable middle (sweet).
// Written pitch + transpose = sounding pitch. Seats in metres, listener's view:
// a German-American stage, violins left, cellos right, winds at the centre.
// clang-format off
static const ElaraInstrument table[ELARA_INSTRUMENT_COUNT] = {
    [ELARA_PICCOLO] = {"Piccolo", "Picc.",
        "wind.flutes.flute.piccolo", ELARA_FAMILY_WOODWIND,
        74, 108, 80, 105, 86, 98, 12, 0, 'G', 72, 0, 1, 7.0, 0.0, -1.6, 5.6, 1},
    [ELARA_FLUTE] = {"Flute", "Fl.", "wind.flutes.flute", ELARA_FAMILY_WOODWIND,
        59, 98, 67, 93, 74, 88, 0, 0, 'G', 73, 0, 2, 7.0, -1.0, -1.0, 5.4, 2},
    [ELARA_OBOE] = {"Oboe", "Ob.", "wind.reed.oboe", ELARA_FAMILY_WOODWIND,
        58, 91, 64, 86, 68, 81, 0, 0, 'G', 68, 0, 2, 10.0, -0.5, 0.8, 5.4, 2},
    [ELARA_ENGLISH_HORN] = {"English Horn", "E.H.",
        "wind.reed.english-horn", ELARA_FAMILY_WOODWIND,
        52, 81, 55, 77, 57, 72, -7, 1, 'G', 69, 0, 1, 10.0, -1.0, 1.8, 5.6, 1},
    [ELARA_CLARINET] = {"Clarinet in B-flat", "Cl.",
        "wind.reed.clarinet.bflat", ELARA_FAMILY_WOODWIND,
        50, 91, 55, 83, 62, 79, -2, 2, 'G', 71, 0, 2, 10.0, -0.5, -1.0, 6.8, 2},
    [ELARA_BASS_CLARINET] = {"Bass Clarinet", "B.Cl.",
        "wind.reed.clarinet.bass", ELARA_FAMILY_WOODWIND,
        34, 77, 36, 68, 38, 60, -14, 2, 'G', 71, 0, 1, 9.0, -2.0, -2.0, 7.0, 1},
    [ELARA_BASSOON] = {"Bassoon", "Bn.",
        "wind.reed.bassoon", ELARA_FAMILY_WOODWIND,
        34, 75, 36, 67, 43, 62, 0, 0, 'F', 70, 0, 2, 9.0, -0.5, 0.8, 6.8, 2},
    [ELARA_CONTRABASSOON] = {"Contrabassoon", "C.Bn.",
        "wind.reed.contrabassoon", ELARA_FAMILY_WOODWIND,
        22, 53, 24, 53, 29, 45, -12, 0, 'F', 70, 0, 1, 8.0, -1.0, 1.8, 7.0, 1},
    [ELARA_HORN] = {"Horn in F", "Hn.", "brass.french-horn", ELARA_FAMILY_BRASS,
        35, 77, 40, 75, 50, 70, -7, 1, 'G', 60, 0, 4, 9.0, 2.0, -4.2, 7.6, 4},
    [ELARA_TRUMPET] = {"Trumpet in B-flat", "Tpt.",
        "brass.trumpet.bflat", ELARA_FAMILY_BRASS,
        52, 84, 53, 81, 60, 77, -2, 2, 'G', 56, 0, 3, 8.0, 5.0, 2.6, 8.0, 3},
    [ELARA_TROMBONE] = {"Trombone", "Tbn.",
        "brass.trombone.tenor", ELARA_FAMILY_BRASS,
        40, 72, 42, 72, 47, 65, 0, 0, 'F', 57, 0, 2, 7.0, 5.0, 4.4, 8.0, 2},
    [ELARA_BASS_TROMBONE] = {"Bass Trombone", "B.Tbn.",
        "brass.trombone.bass", ELARA_FAMILY_BRASS,
        34, 67, 41, 64, 41, 58, 0, 0, 'F', 57, 0, 1, 6.0, 5.0, 5.2, 8.0, 1},
    [ELARA_TUBA] = {"Tuba", "Tba.", "brass.tuba", ELARA_FAMILY_BRASS,
        26, 62, 32, 57, 33, 50, 0, 0, 'F', 58, 0, 1, 6.0, 4.0, 6.0, 8.0, 1},
    [ELARA_TIMPANI] = {"Timpani", "Timp.",
        "drum.timpani", ELARA_FAMILY_PERCUSSION,
        40, 57, 40, 53, 43, 52, 0, 0, 'F', 47, 0, 1, 0.0, 4.0, 0.5, 9.4, 2},
    [ELARA_PERCUSSION] = {"Percussion", "Perc.",
        "drum.group", ELARA_FAMILY_PERCUSSION,
        27, 87, 27, 87, 27, 87, 0, 0, 'P', 48, 128, 3, 0.0, 5.0, -3.0, 9.6, 3},
    [ELARA_GLOCKENSPIEL] = {"Glockenspiel", "Glock.",
        "pitched-percussion.glockenspiel", ELARA_FAMILY_KEYS,
        79, 108, 80, 104, 84, 100, 24, 0, 'G', 9, 0, 1, 0.0, 1.0, -4.4, 9.0, 2},
    [ELARA_XYLOPHONE] = {"Xylophone", "Xyl.",
        "pitched-percussion.xylophone", ELARA_FAMILY_KEYS,
        65, 108, 67, 103, 72, 96, 12, 0, 'G', 13, 0, 1, 0.0, 1.0, -5.0, 9.0, 2},
    [ELARA_TUBULAR_BELLS] = {"Tubular Bells", "T.B.",
        "pitched-percussion.tubular-bells", ELARA_FAMILY_KEYS,
        60, 79, 60, 77, 62, 76, 0, 0, 'G', 14, 0, 1, 0.0, 2.0, -6.0, 9.0, 2},
    [ELARA_CELESTA] = {"Celesta", "Cel.", "keyboard.celesta", ELARA_FAMILY_KEYS,
        60, 108, 60, 103, 67, 96, 12, 0, 'G', 8, 0, 1, 0.0, -6.0, -5.8, 5.8, 6},
    [ELARA_HARP] = {"Harp", "Hp.", "pluck.harp", ELARA_FAMILY_KEYS,
        23, 103, 36, 97, 48, 84, 0, 0, 'G', 46, 0, 1, 0.0, -2.0, -6.4, 4.6, 8},
    [ELARA_CHOIR] = {"Choir", "Ch.", "voice.vocals", ELARA_FAMILY_CHOIR,
        40, 81, 43, 79, 50, 74, 0, 0, 'G', 52, 0, 24, 12.0, 1.0, 0.0, 11.0, 4},
    [ELARA_VIOLIN_1] = {"Violin I", "Vn. I",
        "strings.violin", ELARA_FAMILY_STRING,
        55, 100, 57, 93, 67, 84, 0, 0, 'G', 48, 20, 16, 0.0, 0.0, -4.0, 2.2, 3},
    [ELARA_VIOLIN_2] = {"Violin II", "Vn. II",
        "strings.violin", ELARA_FAMILY_STRING,
        55, 93, 55, 86, 60, 76, 0, 0, 'G', 48, 25, 14, 0.0, 0.0, -2.2, 3.4, 3},
    [ELARA_VIOLA] = {"Viola", "Va.", "strings.viola", ELARA_FAMILY_STRING,
        48, 88, 48, 76, 53, 69, 0, 0, 'C', 48, 30, 12, 0.0, -0.5, 2.0, 3.4, 3},
    [ELARA_CELLO] = {"Violoncello", "Vc.", "strings.cello", ELARA_FAMILY_STRING,
        36, 81, 36, 69, 41, 62, 0, 0, 'F', 48, 40, 10, 0.0, 0.0, 4.0, 2.4, 3},
    [ELARA_DOUBLE_BASS] = {"Double Bass", "D.B.",
        "strings.contrabass", ELARA_FAMILY_STRING,
        28, 67, 28, 55, 31, 46, -12, 0, 'F', 48, 50, 8, 0.0, 0.0, 5.6, 3.8, 2},
    // Synthetic. Ranges: where the method sounds as meant (sound/synth/);
    // programs: what comes nearest elsewhere; seats: high behind the stage.
    [ELARA_CHURCH_BELL] = {"Church Bell", "Ch.B.",
        "metal.bells.church", ELARA_FAMILY_SYNTH,
        36, 84, 43, 79, 48, 72, 0, 0, 'G', 14, 0, 1, 0.0, 7.0, 3.0, 11.0, 4},
    [ELARA_GLASS_HARMONICA] = {"Glass Harmonica", "Gl.H.",
        "synth.effects.crystal", ELARA_FAMILY_SYNTH,
        60, 103, 67, 100, 74, 93, 0, 0, 'G', 98, 0, 1, 0.0, 1.0, -4.0, 10.0, 6},
    [ELARA_FORMANT_CHOIR] = {"Formant Choir", "F.Ch.",
        "synth.pad.choir", ELARA_FAMILY_SYNTH,
        36, 84, 40, 81, 48, 76, 0, 0, 'G', 91, 0, 8, 0.0, -1.0, 0.0, 12.0, 6},
    [ELARA_DEEP_DRONE] = {"Deep Drone", "Dr.",
        "synth.pad.bowed", ELARA_FAMILY_SYNTH,
        24, 55, 26, 50, 28, 43, -12, 0, 'F', 92, 0, 1, 0.0, 2.0, 0.0, 9.0, 2},
    [ELARA_RISER] = {"Riser", "Ris.",
        "synth.effects.sci-fi", ELARA_FAMILY_SYNTH,
        36, 96, 48, 84, 55, 72, 0, 0, 'G', 119, 0, 1, 0.0, 5.0, 0.0, 10.0, 1},
    [ELARA_SUB_DROP] = {"Sub Drop", "Sub", "synth.effects", ELARA_FAMILY_SYNTH,
        31, 48, 36, 44, 38, 42, -12, 0, 'F', 118, 0, 1, 0.0, 5.0, 0.0, 9.0, 1},
};
// clang-format on

static const char* const technique_names[ELARA_TECHNIQUE_COUNT] = {
    "normal", "staccato", "legato",         "marcato",  "tremolo", "pizzicato",
    "muted",  "roll",     "sul ponticello", "harmonic", "stopped",
};

static const char* const family_names[ELARA_FAMILY_COUNT] = {
    "woodwinds", "brass", "percussion", "keys", "choir", "strings", "synth",
};

const ElaraInstrument*
elara_instrument(int id)
{
  return id >= 0 && id < ELARA_INSTRUMENT_COUNT ? &table[id] : NULL;
}

int
elara_instrument_unpitched(int id)
{
  return id == ELARA_PERCUSSION || id == ELARA_RISER || id == ELARA_SUB_DROP;
}

const char*
elara_technique_name(ElaraTechnique technique)
{
  return technique < ELARA_TECHNIQUE_COUNT ? technique_names[technique] : "?";
}

const char*
elara_family_name(ElaraFamily family)
{
  return family < ELARA_FAMILY_COUNT ? family_names[family] : "?";
}

int
elara_instrument_by_name(const char* name)
{
  for (int i = 0; i < ELARA_INSTRUMENT_COUNT; i++) {
    if (strcasecmp(table[i].name, name) == 0 ||
        strcasecmp(table[i].short_name, name) == 0) {
      return i;
    }
  }
  return -1;
}

int
elara_instrument_by_program(int program)
{
  switch (program) {
  case 40:
  case 44:
  case 45:
  case 49:
    return ELARA_VIOLIN_1;
  case 41:
    return ELARA_VIOLA;
  case 42:
    return ELARA_CELLO;
  case 43:
    return ELARA_DOUBLE_BASS;
  case 53:
  case 54:
    return ELARA_CHOIR;
  case 59:
    return ELARA_TRUMPET;
  default:
    break;
  }
  for (int i = 0; i < ELARA_INSTRUMENT_COUNT; i++) {
    if (table[i].family == ELARA_FAMILY_SYNTH) continue;
    if (table[i].program == program && i != ELARA_PERCUSSION) return i;
  }
  return -1;
}

double
elara_instrument_comfort(int id, int pitch)
{
  const ElaraInstrument* const t = elara_instrument(id);
  if (!t || pitch < t->low || pitch > t->high) return 0.0;
  if (pitch < t->sweet_low) {
    return (pitch - t->low + 1.0) / (t->sweet_low - t->low + 1.0);
  }
  if (pitch > t->sweet_high) {
    return (t->high - pitch + 1.0) / (t->high - t->sweet_high + 1.0);
  }
  return 1.0;
}

// Breakpoints (pitch, dB) per instrument: weak and strong registers.
typedef struct {
  int id;
  int pitch[4];
  double db[4];
} Register;

static const Register registers[] = {
    {ELARA_PICCOLO, {74, 84, 96, 108}, {-8, -3, 2, 6}},
    {ELARA_FLUTE, {59, 67, 84, 98}, {-9, -5, 1, 4}},
    {ELARA_OBOE, {58, 62, 80, 91}, {3, 1, 0, -3}},
    {ELARA_CLARINET, {50, 66, 80, 91}, {-3, -2, 1, 3}},
    {ELARA_BASSOON, {34, 40, 65, 75}, {2, 1, 0, -3}},
    {ELARA_HORN, {35, 50, 70, 77}, {-4, -1, 2, 4}},
    {ELARA_TRUMPET, {52, 60, 76, 84}, {-4, -2, 3, 5}},
    {ELARA_TROMBONE, {40, 48, 65, 72}, {-1, 0, 2, 4}},
    {ELARA_TUBA, {26, 33, 50, 62}, {-3, 0, 1, 2}},
    {ELARA_CHOIR, {40, 52, 72, 81}, {-3, -1, 1, 3}},
};

double
elara_instrument_register_db(int id, int pitch)
{
  for (size_t i = 0; i < sizeof registers / sizeof *registers; i++) {
    const Register* const r = &registers[i];
    if (r->id != id) continue;
    if (pitch <= r->pitch[0]) return r->db[0];
    for (int k = 1; k < 4; k++) {
      if (pitch > r->pitch[k]) continue;
      const double x = (double)(pitch - r->pitch[k - 1]) /
                       (double)(r->pitch[k] - r->pitch[k - 1]);
      return r->db[k - 1] + x * (r->db[k] - r->db[k - 1]);
    }
    return r->db[3];
  }
  return 0.0;
}
