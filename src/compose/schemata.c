// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// Harmonic patterns that listeners know: the galant schemata (after
// Gjerdingen), sequences by fifths and thirds, the lament, the chains of
// chromatic thirds of film. A pattern is a wish: the search for harmony follows
// it where the melody lets it.

#include "compose/schemata.h"

#include <stddef.h>

#define M_ ELARA_CHORD_MAJOR
#define m_ ELARA_CHORD_MINOR
#define d7 ELARA_CHORD_DOMINANT_7
#define M7 ELARA_CHORD_MAJOR_7
#define m7 ELARA_CHORD_MINOR_7
#define h7 ELARA_CHORD_HALF_DIMINISHED
#define o7 ELARA_CHORD_DIMINISHED_7
#define o_ ELARA_CHORD_DIMINISHED

typedef struct {
  const char* name;
  int minor;         // 0 major, 1 minor, 2 both
  const char* moods; // digit per mood
  int per_bar;       // chords in a bar
  int count;
  struct {
    int root;
    ElaraChordQuality quality;
  } chords[12];
} Schema;

//                                    TSWM DTSA TRSN PGRA
static const Schema schemata[] = {
    {"Romanesca",
     0,
     "5141000012455140",
     1,
     6,
     {{0, M_}, {7, M_}, {9, m_}, {4, m_}, {5, M_}, {0, M_}}},
    {"Prinner",
     0,
     "4120000012337230",
     2,
     4,
     {{5, M_}, {0, M_}, {7, d7}, {0, M_}}},
    {"Monte",
     0,
     "1020002244219332",
     1,
     4,
     {{0, d7}, {5, M_}, {2, d7}, {7, M_}}},
    {"Fonte",
     0,
     "3111001111339441",
     1,
     4,
     {{9, d7}, {2, m_}, {7, d7}, {0, M_}}},
    {"Quiescenza",
     0,
     "4120000012557240",
     1,
     4,
     {{0, d7}, {5, M_}, {11, o_}, {0, M_}}},
    {"Meyer",
     0,
     "3110000011338230",
     1,
     4,
     {{0, M_}, {7, d7}, {7, d7}, {0, M_}}},
    {"falling fifths",
     0,
     "4331112234334252",
     1,
     8,
     {{0, M_}, {5, M7}, {11, h7}, {4, m7}, {9, m7}, {2, m7}, {7, d7}, {0, M_}}},
    {"rising thirds",
     0,
     "3141000124333130",
     1,
     6,
     {{0, M_}, {4, m_}, {5, M_}, {9, m_}, {10, M_}, {2, m_}}},
    {"plagal song",
     0,
     "6231000015680050",
     1,
     4,
     {{0, M_}, {9, m_}, {5, M_}, {5, m_}}},
    {"double tonic",
     0,
     "1080004159200111",
     1,
     4,
     {{0, M_}, {2, M_}, {0, M_}, {10, M_}}},
    {"thirds of wonder",
     0,
     "1092000043220020",
     1,
     6,
     {{0, M_}, {8, M_}, {4, M_}, {0, M_}, {3, M_}, {5, M_}}},
    {"falling fifths",
     1,
     "3521232345224353",
     1,
     8,
     {{0, m_}, {5, m7}, {10, d7}, {3, M7}, {8, M7}, {2, h7}, {7, d7}, {0, m_}}},
    {"lament",
     1,
     "2921301101041122",
     1,
     4,
     {{0, m_}, {10, M_}, {8, M_}, {7, d7}}},
    {"Romanesca in minor",
     1,
     "3411000122142141",
     1,
     6,
     {{0, m_}, {7, M_}, {8, M_}, {3, M_}, {5, m_}, {7, d7}}},
    {"heroic round",
     1,
     "1120013447210224",
     1,
     4,
     {{0, m_}, {8, M_}, {3, M_}, {10, M_}}},
    {"poles",
     1,
     "0136942100000304",
     1,
     4,
     {{0, m_}, {8, m_}, {0, m_}, {6, m_}}},
    {"climbing diminished",
     1,
     "0012375500001427",
     1,
     6,
     {{0, m_}, {1, o7}, {2, h7}, {7, d7}, {8, M_}, {7, d7}}},
    {"fantasy fifth",
     1,
     "1146102111120110",
     1,
     4,
     {{0, m_}, {5, M_}, {0, m_}, {5, M_}}},
    {"Neapolitan close",
     1,
     "1612321102021334",
     1,
     4,
     {{0, m_}, {1, M_}, {7, d7}, {0, m_}}},
};
#define SCHEMA_COUNT ((int)(sizeof schemata / sizeof *schemata))

static const Schema*
choose(const ElaraHarmonyStyle* style, ElaraMood mood, ElaraRandom* random)
{
  double weights[SCHEMA_COUNT];
  const int minor = elara_mode_is_minor(style->mode);
  for (int i = 0; i < SCHEMA_COUNT; i++) {
    const int fits = schemata[i].minor == 2 || schemata[i].minor == minor;
    const double w = schemata[i].moods[mood] - '0';
    weights[i] = fits ? w * w : 0.0;
  }
  return &schemata[elara_random_weighted(random, weights, SCHEMA_COUNT)];
}

const char*
elara_wish_schema(ElaraSlot* slots,
                  int count,
                  const ElaraHarmonyStyle* style,
                  ElaraMood mood,
                  double strength,
                  ElaraRandom* random)
{
  const Schema* const s = choose(style, mood, random);
  int chord = -1;
  // the last two bars belong to the cadence
  int last = count;
  for (int bars = 0; last > 0 && bars < 2; last--) {
    bars += slots[last - 1].new_bar;
  }
  for (int i = 0; i < last; i++) {
    if (slots[i].new_bar || s->per_bar > 1) chord++;
    const int k = chord % s->count;
    slots[i].wish_root = (s->chords[k].root + style->tonic) % 12;
    slots[i].wish_quality = s->chords[k].quality;
    slots[i].wish = strength;
  }
  return s->name;
}

void
elara_wish_lament(ElaraSlot* slots,
                  int count,
                  const ElaraHarmonyStyle* style,
                  double strength)
{
  static const struct {
    int root;
    ElaraChordQuality quality;
  } major[4] = {{0, M_}, {11, h7}, {10, M_}, {5, M_}},
    minor[4] = {{0, m_}, {10, M_}, {8, M_}, {7, d7}};
  const int is_minor = elara_mode_is_minor(style->mode);
  int bar = -1;
  for (int i = 0; i < count; i++) {
    bar += slots[i].new_bar;
    const int k = bar < 0 ? 0 : bar % 4;
    slots[i].wish_root =
        ((is_minor ? minor[k].root : major[k].root) + style->tonic) % 12;
    slots[i].wish_quality = is_minor ? minor[k].quality : major[k].quality;
    slots[i].wish = strength;
  }
}
