// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// Who sits in the orchestra: the players that every symphony has, those that
// the plan hires beside them, and the own colours of the themes.

#include "orchestrate/room.h"

static const int standing[] = {
    ELARA_FLUTE,      ELARA_OBOE,       ELARA_CLARINET, ELARA_BASSOON,
    ELARA_HORN,       ELARA_TRUMPET,    ELARA_TROMBONE, ELARA_TIMPANI,
    ELARA_PERCUSSION, ELARA_VIOLIN_1,   ELARA_VIOLIN_2, ELARA_VIOLA,
    ELARA_CELLO,      ELARA_DOUBLE_BASS};

Group
elara_not_hired(const Desk* desk)
{
  const ElaraPlan* const plan = desk->plan;
  // a plan that names nobody leaves all doors open
  if (plan->hired_count == 0) return 0;
  Group in = 0;
  for (size_t i = 0; i < sizeof standing / sizeof *standing; i++) {
    in |= (Group)1 << standing[i];
  }
  for (size_t i = 0; i < plan->hired_count; i++) {
    in |= (Group)1 << plan->hired[i].instrument;
  }
  for (size_t i = 0; i < desk->sketch->theme_count; i++) {
    in |= (Group)1 << desk->sketch->themes[i].instrument;
  }
  for (int i = 0; i < ELARA_INSTRUMENT_COUNT; i++) {
    // the synthetic are asked for cue by cue
    if (elara_instrument(i)->family == ELARA_FAMILY_SYNTH) in |= (Group)1 << i;
  }
  return ~in;
}
