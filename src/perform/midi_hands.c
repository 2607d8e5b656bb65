// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// What a track sets on a channel itself, and what of the others' it therefore
// does not take.

#include "perform/midi_smf.h"

void
elara_smf_count(ElaraSmfLaneChannel* c, const ElaraSmfEvent* e)
{
  int sets = -1;
  switch (e->status >> 4) {
  case 9:
    c->notes += e->b > 0;
    break;
  case 10:
    sets = SMF_SETS_KEY_PRESSURE;
    break;
  case 11:
    sets = e->a;
    break;
  case 12:
    if (c->programs++ == 0) c->first_program = e->a;
    break;
  case 13:
    sets = SMF_SETS_PRESSURE;
    break;
  case 14:
    sets = SMF_SETS_BEND;
    break;
  }
  if (sets >= 0) c->sets[sets >> 6] |= UINT64_C(1) << (sets & 63);
}

static int
sets(const ElaraSmfLaneChannel* c, int what)
{
  return (int)(c->sets[what >> 6] >> (what & 63) & 1u);
}

// Whether the lane sets any of the controllers that choose and fill a
// registered or other parameter.
static int
sets_parameters(const ElaraSmfLaneChannel* c)
{
  return sets(c, 98) || sets(c, 99) || sets(c, 100) || sets(c, 101);
}

int
elara_smf_hand_keeps(const ElaraSmfLaneChannel* own, const ElaraSmfEvent* e)
{
  switch (e->status >> 4) {
  case 10:
    return sets(own, SMF_SETS_KEY_PRESSURE);
  case 12:
    return 1;
  case 13:
    return sets(own, SMF_SETS_PRESSURE);
  case 14:
    return sets(own, SMF_SETS_BEND);
  }
  switch (e->a) {
  case 0:
  case 32:
    return 1;
  case 1:
  case 2:
  case 7:
  case 8:
  case 10:
  case 11:
  case 91:
  case 93:
    return sets(own, e->a);
  case 6:
  case 38:
  case 96:
  case 97:
  case 98:
  case 99:
  case 100:
  case 101:
    return sets_parameters(own);
  }
  return 0;
}
