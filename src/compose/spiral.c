// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// The spiral array: pitch classes on a helix along the line of fifths, chords
// and keys as centres of mass within it (Chew 2000).

#include "compose/harmony.h"

#include <math.h>

#define M_ ELARA_CHORD_MAJOR
#define m_ ELARA_CHORD_MINOR
#define o_ ELARA_CHORD_DIMINISHED
#define d7 ELARA_CHORD_DOMINANT_7
#define M7 ELARA_CHORD_MAJOR_7
#define m7 ELARA_CHORD_MINOR_7
#define h7 ELARA_CHORD_HALF_DIMINISHED
#define o7 ELARA_CHORD_DIMINISHED_7
#define d9 ELARA_CHORD_DOMINANT_9
#define au ELARA_CHORD_AUGMENTED

typedef struct {
  double x, y, z;
} Point;

static Point
spiral(int fifths)
{
  static const int sine[4] = {0, 1, 0, -1};
  const int quarter = ((fifths % 4) + 4) % 4;
  return (Point){sine[quarter], sine[(quarter + 1) % 4], .36514837 * fifths};
}

static Point
mix(Point a, double wa, Point b, double wb, Point c, double wc)
{
  return (Point){wa * a.x + wb * b.x + wc * c.x, wa * a.y + wb * b.y + wc * c.y,
                 wa * a.z + wb * b.z + wc * c.z};
}

// Triad on a root so many fifths above the tonic.
static Point
triad(int fifths, int minor)
{
  return mix(spiral(fifths), .536, spiral(fifths + 1), .274,
             spiral(fifths + (minor ? -3 : 4)), .190);
}

double
elara_chord_strain(int root, ElaraChordQuality quality, int minor)
{
  const int up = root * 7 % 12;
  const int fifths = up > 6 ? up - 12 : up;
  const int dark = quality == m_ || quality == o_ || quality == m7 ||
                   quality == h7 || quality == o7;
  const Point chord = triad(fifths, dark);
  const Point four = mix(triad(-1, 1), .75, triad(-1, 0), .25, triad(0, 0), 0);
  const Point five = mix(triad(1, 0), .75, triad(1, 1), .25, triad(0, 0), 0);
  const Point key =
      minor ? mix(triad(0, 1), .536, five, .274, four, .190)
            : mix(triad(0, 0), .536, triad(1, 0), .274, triad(-1, 0), .190);
  const double dx = chord.x - key.x;
  const double dy = chord.y - key.y;
  const double dz = chord.z - key.z;
  static const double harsh[ELARA_CHORD_QUALITY_COUNT] = {
      [o_] = .25, [au] = .3, [d7] = .2,  [M7] = .1,
      [m7] = .08, [h7] = .3, [o7] = .35, [d9] = .25};
  const double strain = .42 * sqrt(dx * dx + dy * dy + dz * dz) - .12;
  return (strain < 0.0 ? 0.0 : strain) + harsh[quality];
}
