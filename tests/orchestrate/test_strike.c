// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// Hard hits are struck: somebody with an edge attacks, nobody lies over the
// moment, no drum where it would be a blunder.

#include "papers.h"

#include <math.h>

static int
has_edge(const ElaraPart* part, const ElaraScoreNote* n)
{
  const ElaraFamily f = family(part);
  return f == ELARA_FAMILY_PERCUSSION || f == ELARA_FAMILY_KEYS ||
         n->technique == ELARA_TECHNIQUE_PIZZICATO;
}

static int
is_drum(const ElaraPart* part, const ElaraScoreNote* n)
{
  return part->instrument == ELARA_TIMPANI ||
         (part->instrument == ELARA_PERCUSSION && n->pitch != 81);
}

typedef struct {
  int hits, struck, crowded, held, drums, tender;
} Count;

static const ElaraPhrase*
phrase_at(const Papers* p, ElaraTick tick)
{
  for (size_t i = 0; i < p->sketch->phrase_count; i++) {
    const ElaraPhrase* const q = &p->sketch->phrases[i];
    if (tick >= q->tick && tick < q->end) return q;
  }
  return NULL;
}

static void
count_hit(const Papers* p, const ElaraHit* hit, Count* c)
{
  const ElaraPhrase* const phrase = phrase_at(p, hit->tick);
  if (!hit->hard || !phrase) return;
  int struck = 0, drums = 0;
  for (size_t k = 0; k < p->score->part_count; k++) {
    const ElaraPart* const part = &p->score->parts[k];
    int together = 0;
    for (size_t i = 0; i < part->note_count; i++) {
      const ElaraScoreNote* const n = &part->notes[i];
      together += n->tick == hit->tick;
      if (n->tick == hit->tick) {
        struck |= has_edge(part, n) && n->accent >= .5;
        drums |= is_drum(part, n) && n->accent >= .5;
      }
      c->held += n->tick < hit->tick && n->tick + n->duration > hit->tick &&
                 !n->lead && n->role != ELARA_LINE_MELODY &&
                 !is_synthetic(part);
    }
    c->crowded += together > elara_instrument(part->instrument)->polyphony;
  }
  const int tender = phrase->mood == ELARA_MOOD_TENDERNESS ||
                     phrase->mood == ELARA_MOOD_SORROW;
  const double level = fmax(phrase->level, phrase->level_end);
  c->hits++;
  c->struck += struck;
  c->tender += tender;
  c->drums += tender && drums && level < .45 && hit->strength < .75;
}

int
main(void)
{
  Count c = {0};
  for (int s = 0; s < 3; s++) {
    for (uint64_t seed = 1; seed <= 3; seed++) {
      Papers p = papers_of(scripts[s], -1, seed);
      for (size_t i = 0; i < p.plan->hit_count; i++)
        count_hit(&p, &p.plan->hits[i], &c);
      papers_free(&p);
    }
  }
  printf("# %d hard hits, %d of them tender\n", c.hits, c.tender);
  TAP_OK(c.hits >= 30, "there are hard hits");
  TAP_EQ_I(c.struck, c.hits, "each is struck by somebody with an edge");
  TAP_EQ_I(c.held, 0, "nobody but the tune lies over one");
  TAP_EQ_I(c.crowded, 0, "nobody strikes more than he has hands");
  TAP_EQ_I(c.drums, 0, "no drum in a soft and tender place");
  return tap_end();
}
