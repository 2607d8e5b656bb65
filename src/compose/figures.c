// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// The tables of accompaniment: rhythms of the inner voices, figurations, ways
// of the bass.

#include "compose/texture.h"

#include <stddef.h>
#include <string.h>

static const ElaraRhythm rhythms[] = {
    {"held", 0, "", NULL},
    {"chorale", 0, "", NULL},
    {"downbeats", 1, "x...", "x_...."},
    {"whole bars", 1, "x___", "x_____"},
    {"halves", 1, "x_x_", "x__x__"},
    {"quarters", 1, "x", "x_xx_x"},
    {"eighths", 2, "Xxxx", "XxxXxx"},
    {"measured tremolo", 4, "xxxx", "xxx"},
    {"off the beat", 2, ".x", ".xx.xx"},
    {"after the first beat", 1, ".xx", ".xx.xx"},
    {"syncopation", 2, "xx_x", "x_xx_x"},
    {"late syncopation", 2, ".x_x_x_x", ".x_.x_"},
    {"stabs 3+3+2", 2, "X..X..X.", "X..X.."},
    {"gallop", 4, "X.xx", "X.xX.x"},
    {"dotted", 4, "X__x", "X_xX_x"},
    {"habanera", 4, "X__xx_x_", "X_xx_x"},
    {"march", 2, "X.x.X.xx", "X.xX.x"},
    {"polonaise", 4, "X_xxx_x_x_x_", "X_xxxx"},
    {"tarantella", 2, "X.xX", "X.xX.x"},
    {"rests and sighs", 1, ".x_.", "..x_.."},
    {"double knock", 4, "X.x.............", "Xx...."},
    {"swing of the bell", 1, "X__x", "X___x_"},
};

#define PATTERN ELARA_FIGURE_PATTERN

static const ElaraFigure figures[] = {
    // broken chords in eighths
    {"rising arpeggio", PATTERN, 2, "01234321", 48, 76, 1},
    {"arpeggio that hangs", PATTERN, 2, "012345__", 48, 79, 1},
    {"falling arpeggio", PATTERN, 2, "54321012", 50, 77, 1},
    {"harp in two hands", PATTERN, 2, "02134256", 43, 79, 1},
    {"alberti", PATTERN, 2, "0212", 52, 70, 0},
    {"wide alberti", PATTERN, 2, "0424", 48, 70, 0},
    {"octave rocking", PATTERN, 2, "0303", 45, 67, 0},
    {"fifth rocking", PATTERN, 2, "0202", 48, 67, 0},
    {"pendulum", PATTERN, 2, "0121", 52, 69, 0},
    {"climbing thirds", PATTERN, 2, "02132435", 50, 76, 0},
    {"broken with passing notes", PATTERN, 2, "0+1+2-1-", 52, 74, 0},
    {"barcarole", PATTERN, 2, "012210", 48, 72, 0},
    // sixteenths
    {"ripple", PATTERN, 4, "0123432101234321", 55, 79, 0},
    {"falling ripple", PATTERN, 4, "4321234543212345", 55, 79, 0},
    {"wide sweep", PATTERN, 4, "0123456776543210", 48, 88, 1},
    {"fast alberti", PATTERN, 4, "0212", 52, 70, 0},
    {"murmur", PATTERN, 4, "01", 53, 65, 0},
    {"murmur with neighbours", PATTERN, 4, "0+0-1+1-", 55, 69, 0},
    {"perpetual motion", PATTERN, 4, "0+1+2+1-0-1-2+1+", 55, 76, 0},
    {"running scales", PATTERN, 4, "0+1+2+3+3-2-1-0-", 55, 79, 0},
    {"violinistic crossing", PATTERN, 4, "0313021302130213", 55, 79, 0},
    {"measured shiver", PATTERN, 4, "0000111100001111", 55, 67, 0},
    {"turns", PATTERN, 4, "0+0#0+0-", 57, 72, 0},
    {"trill", PATTERN, 4, "0+0+0+0+", 62, 76, 0},
    {"gallop on one note", PATTERN, 4, "0.00", 50, 62, 0},
    {"chase 3+3+2", PATTERN, 4, "0120120120120101", 48, 65, 0},
    {"climbing ostinato", PATTERN, 4, "0010021001200100", 48, 72, 0},
    {"grinding ostinato", PATTERN, 4, "0#0+0#0+0#1+0#0+", 43, 60, 0},
    {"fanfare sixteenths", PATTERN, 4, "0.0000..2.2222..", 58, 74, 0},
    {"lute", PATTERN, 4, "0123____3210____", 50, 76, 1},
    {"shudder", PATTERN, 4, "00....00........", 43, 60, 0},
    // triplets
    {"triplet roll", PATTERN, 3, "012", 48, 70, 0},
    {"triplet wave", PATTERN, 3, "012343210123", 48, 74, 0},
    {"falling triplets", PATTERN, 3, "432321210", 52, 76, 0},
    {"nocturne", PATTERN, 3, "024135", 43, 72, 0},
    {"triplet repeated", PATTERN, 3, "000", 55, 67, 0},
    {"tarantella run", PATTERN, 3, "0+12+13-2", 55, 76, 0},
    // slow and sparse
    {"high bells", PATTERN, 1, "2.10", 76, 96, 1},
    {"bells a bar apart", PATTERN, 1, "0___2___", 74, 93, 1},
    {"glints", PATTERN, 2, "..3..1.2", 79, 100, 1},
    {"drops", PATTERN, 2, "3...1.....2.....", 74, 96, 1},
    {"clock", PATTERN, 2, "0.2.", 60, 76, 0},
    {"sighs", PATTERN, 2, "3_2_..1_", 60, 76, 0},
    {"bird calls", PATTERN, 4, "......3.4.3.....", 76, 93, 0},
    {"horn fifths", PATTERN, 2, "2_1_0___", 53, 67, 0},
    {"pizzicato steps", PATTERN, 2, "0.1.2.1.", 52, 70, 0},
    {"pizzicato leaps", PATTERN, 2, "0.3.1.4.", 50, 74, 0},
    {"off-beat peeps", PATTERN, 2, ".3.2.4.2", 67, 86, 0},
    {"hocket, first", PATTERN, 2, "0.2.1.3.", 60, 79, 0},
    {"hocket, second", PATTERN, 2, ".3.1.2.0", 60, 79, 0},
    {"creeping", PATTERN, 2, "0.#.0.+.", 43, 58, 0},
    {"stumbling", PATTERN, 2, "0.2..1.#", 45, 64, 0},
    // ways of their own
    {"theme ostinato", ELARA_FIGURE_THEME, 2, "", 46, 70, 0},
    {"driving theme ostinato", ELARA_FIGURE_THEME, 4, "", 46, 70, 0},
    {"answers", ELARA_FIGURE_DIALOGUE, 2, "", 60, 84, 0},
    {"rushing scales", ELARA_FIGURE_RUN, 4, "", 48, 88, 0},
};

static const ElaraBassWay ways[] = {
    {"held", 0, "", NULL},
    {"walking", 0, "", NULL},
    {"pedal", 0, "", NULL},
    {"lament", 0, "", NULL},
    {"downbeats", 1, "0...", "0_...."},
    {"halves", 1, "0_0_", "0__0__"},
    {"beats", 1, "0", "0__0__"},
    {"eighths", 2, "0", "0"},
    {"octaves", 2, "08", "008008"},
    {"oom-pah", 1, "0.5.", "0..5.."},
    {
        "waltz",
        1,
        "0..",
        "0.....",
    },
    {"march", 1, "0_5_", "0_.5_."},
    {"gallop", 4, "0.00", "0.00.0"},
    {"dotted", 4, "0__0", "0_00_0"},
    {"arpeggio", 2, "0_5_8_5_", "058858"},
    {"long and short", 2, "0__0", "0_00_0"},
    {"tango", 4, "0__85_8_", "0_8585"},
    {"pizzicato walk", 2, "0.5.8.5.", "0.58.5"},
    {"3+3+2", 2, "0__0__0_", "0__0__"},
    {"off the beat", 2, "0.......", "0....."},
};

const ElaraRhythm*
elara_rhythm_at(int index)
{
  const int count = (int)(sizeof rhythms / sizeof *rhythms);
  return index >= 0 && index < count ? &rhythms[index] : NULL;
}

const ElaraFigure*
elara_figure_at(int index)
{
  const int count = (int)(sizeof figures / sizeof *figures);
  return index >= 0 && index < count ? &figures[index] : NULL;
}

const ElaraBassWay*
elara_bass_way_at(int index)
{
  const int count = (int)(sizeof ways / sizeof *ways);
  return index >= 0 && index < count ? &ways[index] : NULL;
}

const ElaraRhythm*
elara_rhythm(const char* name)
{
  for (int i = 0; name && elara_rhythm_at(i); i++) {
    if (strcmp(rhythms[i].name, name) == 0) return &rhythms[i];
  }
  return NULL;
}

const ElaraFigure*
elara_figure(const char* name)
{
  for (int i = 0; name && elara_figure_at(i); i++) {
    if (strcmp(figures[i].name, name) == 0) return &figures[i];
  }
  return NULL;
}

const ElaraBassWay*
elara_bass_way(const char* name)
{
  for (int i = 0; name && elara_bass_way_at(i); i++) {
    if (strcmp(ways[i].name, name) == 0) return &ways[i];
  }
  return NULL;
}
