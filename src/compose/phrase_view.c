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

ElaraTick
elara_phrase_slot_end(const PhraseWork* p, int s)
{
  return p->slots[s].tick + p->slots[s].duration;
}

ElaraTick
elara_phrase_bar_of(const PhraseWork* p, ElaraTick tick)
{
  ElaraTick start = p->bar_start[0];
  for (int b = 1; b < p->bar_count && p->bar_start[b] <= tick; b++) {
    start = p->bar_start[b];
  }
  return start;
}

ElaraTick
elara_phrase_moving_end(const PhraseWork* p)
{
  if (p->bar_count < 2) return p->spec->p.end;
  const ElaraTick last = p->bar_start[p->bar_count - 1];
  if (p->spec->last) return last;
  // a full close is heard as one: what drives stops for half a bar
  const ElaraPhrase* const ph = &p->spec->p;
  const int closes = ph->cadence == ELARA_CADENCE_AUTHENTIC ||
                     ph->cadence == ELARA_CADENCE_PLAGAL;
  if (!closes || p->bar_count < 4 || p->spec->builds ||
      ph->ensemble == ELARA_ENSEMBLE_OSTINATO)
    return ph->end;
  return p->bar_ticks[p->bar_count - 1] >= 4 * QUARTER ? last + 2 * QUARTER
                                                       : last + QUARTER;
}

int
elara_phrase_shadows_melody(const PhraseWork* p,
                            ElaraTick tick,
                            int from,
                            int to)
{
  const int was = elara_phrase_melody_at(p, tick - 1);
  const int now = elara_phrase_melody_at(p, tick);
  return was && now && elara_perfect_parallel(was, now, from, to);
}

int
elara_phrase_in_parts(const ElaraPhrase* phrase)
{
  return phrase->ensemble == ELARA_ENSEMBLE_CHORALE ||
         phrase->ensemble == ELARA_ENSEMBLE_STRINGS;
}
