// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// How good one reading of a phrase's harmony is: what a teacher would mark in
// it, in points. Several readings are made and the one with the fewest is kept
// (search and critic, as Herremans & Chew's MorpheuS does it).

#include "compose/room.h"

#include <stdlib.h>

#define VOICES (ELARA_INNER_VOICES + 2)

// All voices of slot S from the top, as they begin it, or as they leave it.
static void
voices_of(const PhraseWork* p, int s, int leave, int* v)
{
  v[0] = leave ? p->slots[s].leave : p->slots[s].top;
  for (int i = 0; i < ELARA_INNER_VOICES; i++) {
    v[1 + i] = p->inner[s][i];
  }
  v[VOICES - 1] = p->bass[s];
}

static double
motion_points(const int* from, const int* to)
{
  double points = 0.0;
  for (int i = 0; i < VOICES; i++) {
    if (!from[i] || !to[i]) continue;
    const int move = abs(to[i] - from[i]);
    if (i > 0 && move > 7) points += .4;
    if (i > 0 && move == 6) points += .5;
    for (int k = i + 1; k < VOICES; k++) {
      if (!from[k] || !to[k]) continue;
      points += 4.0 * elara_perfect_parallel(from[i], to[i], from[k], to[k]);
      points += .6 * (to[k] > to[i]);
    }
  }
  return points;
}

// Sevenths that do not fall, leading tones that do not rise, in outer voices.
static double
tendency_points(const PhraseWork* p, int s, const int* from, const int* to)
{
  const ElaraChord* const c = &p->chords[s];
  const ElaraChord* const next = &p->chords[s + 1];
  if (c->root == next->root) return 0.0;
  const int dominant = c->quality == ELARA_CHORD_DOMINANT_7 ||
                       c->quality == ELARA_CHORD_DOMINANT_9;
  double points = 0.0;
  for (int i = 0; i < VOICES; i += VOICES - 1) {
    if (!from[i] || !to[i]) continue;
    const int move = to[i] - from[i];
    if (dominant && (from[i] - c->root + 120) % 12 == 10)
      points += 2.0 * (move > 0 || move < -2);
    const int home = next->root == c->tonic;
    if (home && from[i] % 12 == (c->tonic + 11) % 12)
      points += 2.0 * (move != 0 && move != 1);
  }
  return points;
}

// Weight of the tune that is foreign to the chords, most where it rubs.
static double
foreign_points(const PhraseWork* p, int s)
{
  const unsigned mask = elara_chord_mask(&p->chords[s]);
  double points = 0.0;
  for (int pc = 0; pc < 12; pc++) {
    const double w = p->slots[s].melody[pc];
    if (w <= 0.0 || (mask >> pc & 1u)) continue;
    const int rubs =
        (int)(mask >> ((pc + 1) % 12) & 1u || mask >> ((pc + 11) % 12) & 1u);
    points += w * (rubs ? 1.2 : .6);
  }
  return points;
}

double
elara_judge_phrase(const PhraseWork* p)
{
  double points = 0.0;
  unsigned kinds = 0;
  for (int s = 0; s < p->slot_count; s++) {
    const ElaraChord* const c = &p->chords[s];
    const double strain =
        elara_chord_strain((c->root - c->tonic + 12) % 12, c->quality,
                           elara_mode_is_minor(c->mode));
    const double off = strain - p->slots[s].tension;
    points += foreign_points(p, s) + 1.5 * off * off;
    kinds |= 1u << c->root;
    if (s + 1 == p->slot_count) break;
    int from[VOICES];
    int to[VOICES];
    voices_of(p, s, 1, from);
    voices_of(p, s + 1, 0, to);
    points += motion_points(from, to) + tendency_points(p, s, from, to);
  }
  int roots = 0;
  for (; kinds; kinds &= kinds - 1) {
    roots++;
  }
  // three chords for eight bars are too few
  const int wanted = p->bar_count < 4 ? 2 : p->bar_count < 7 ? 3 : 4;
  return points + (roots < wanted ? 1.5 * (wanted - roots) : 0.0);
}
