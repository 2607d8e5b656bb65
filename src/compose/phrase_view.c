// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// What the writers of lines ask about the phrase they write for.

#include "compose/room.h"

int
elara_phrase_slot_at(const PhraseWork* p, ElaraTick tick)
{
  int s = 0;
  while (s + 1 < p->slot_count && p->slots[s + 1].tick <= tick) {
    s++;
  }
  return s;
}

int
elara_phrase_melody_at(const PhraseWork* p, ElaraTick tick)
{
  const ElaraTick t = tick - p->spec->p.tick;
  for (int i = 0; i < p->degrees.count; i++) {
    const ElaraThemeNote* const n = &p->degrees.notes[i];
    if (n->tick <= t && t < n->tick + n->duration) return p->pitches[i];
  }
  return 0;
}

int
elara_phrase_melody_attacks(const PhraseWork* p, ElaraTick tick)
{
  const ElaraTick t = tick - p->spec->p.tick;
  for (int i = 0; i < p->degrees.count; i++) {
    if (p->degrees.notes[i].tick == t) return 1;
  }
  return 0;
}
