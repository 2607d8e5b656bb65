// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

#include "sound/space/hall.h"

#include <math.h>

// Middles of the groups of seats, metres from the conductor.
static const double group_places[ELARA_HALL_GROUPS][2] = {
    {-4.0, 2.2}, // first violins
    {-2.2, 3.4}, // second violins
    {2.0, 3.4},  // violas
    {4.0, 2.4},  // cellos
    {5.6, 3.8},  // basses
    {0.0, 6.0},  // woodwinds
    {-4.2, 7.6}, // horns
    {4.3, 8.0},  // trumpets, trombones, tuba
    {-0.5, 9.5}, // timpani and percussion
    {-6.0, 5.2}, // harp, celesta
    {0.0, 11.0}, // choir
};
#define CENTRE_GROUP 5

int
elara_hall_group(double seat_x, double seat_y)
{
  int best = CENTRE_GROUP;
  double least = HUGE_VAL;
  for (int g = 0; g < ELARA_HALL_GROUPS; g++) {
    const double dx = seat_x - group_places[g][0];
    const double dy = seat_y - group_places[g][1];
    const double away = dx * dx + dy * dy;
    if (away < least) {
      least = away;
      best = g;
    }
  }
  return best;
}

void
elara_hall_seat(double x, double y, double* metres, double* angle)
{
  const double upstage = y + 4.0;
  *metres = sqrt(x * x + upstage * upstage + 3.24);
  *angle = atan2(x, upstage);
}

void
elara_hall_group_place(int group, double* x, double* y)
{
  *x = group_places[group][0];
  *y = group_places[group][1];
}
