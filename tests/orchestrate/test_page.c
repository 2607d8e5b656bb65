// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// What a reader of the page would see at once: doublings that keep together,
// nobody in a crowd on one note, brass that holds, small bells kept out of the
// noise, nothing that rubs against the tune.

#include "papers.h"

#include <math.h>

#define QUARTER ELARA_TICKS_PER_QUARTER
#define SEEDS 2

typedef struct {
  int doubled, strange; // notes that double the lead; without such a lead note
  int bars, ragged;     // of a doubling; that lack a note of the lead
  int tunes, crowded;   // notes of the lead; that too many others have
  int inner, pairs;     // notes of the strings' harmony; had twice
  int heavy, hammered;  // notes of the deepest brass and winds; short
                        //   ones off the beat
  int bells, misplaced; // notes of celesta and glockenspiel
  int twins;            //   of these, the harp has the same
  int figures, thick;   // notes of figures; had by too many
  int rubs;             // a semitone from the tune for more than an eighth
  int borders, linked;  // between phrases; half of the players go on
} Page;

static int
is_heavy(int instrument)
{
  return instrument == ELARA_TUBA || instrument == ELARA_BASS_TROMBONE ||
         instrument == ELARA_TROMBONE || instrument == ELARA_CONTRABASSOON;
}

static size_t
first_at(const ElaraPart* part, ElaraTick tick)
{
  size_t low = 0;
  size_t high = part->note_count;
  while (low < high) {
    const size_t middle = low + (high - low) / 2;
    if (part->notes[middle].tick < tick) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

// Notes of PART that begin at TICK, with ROLE, of which MATCH says yes.
typedef int (*Match)(const ElaraScoreNote* a, const ElaraScoreNote* b);

static int
count_at(const ElaraPart* part, const ElaraScoreNote* n, Match match)
{
  int count = 0;
  for (size_t i = first_at(part, n->tick);
       i < part->note_count && part->notes[i].tick == n->tick; i++)
    count += match(n, &part->notes[i]);
  return count;
}

static int
parts_at(const Papers* p,
         const ElaraPart* own,
         const ElaraScoreNote* n,
         Match match)
{
  int count = 0;
  for (size_t k = 0; k < p->score->part_count; k++) {
    const ElaraPart* const part = &p->score->parts[k];
    if (part != own && !is_synthetic(part))
      count += count_at(part, n, match) > 0;
  }
  return count;
}

static int
is_its_lead(const ElaraScoreNote* n, const ElaraScoreNote* lead)
{
  return lead->lead && lead->duration == n->duration &&
         (lead->pitch - n->pitch) % 12 == 0;
}

static int
doubles(const ElaraScoreNote* lead, const ElaraScoreNote* n)
{
  return !n->lead && n->role == ELARA_LINE_MELODY && n->phrase == lead->phrase;
}

static int
doubles_in_unison(const ElaraScoreNote* lead, const ElaraScoreNote* n)
{
  return doubles(lead, n) && n->pitch == lead->pitch;
}

static int
same_figure(const ElaraScoreNote* a, const ElaraScoreNote* b)
{
  return b->role == ELARA_LINE_FIGURE && a->pitch == b->pitch &&
         a->duration == b->duration;
}

// --- doublings
// ------------------------------------------------------------------------

// In every bar where PART doubles the lead it has all notes of the lead.
static void
count_bars(const Papers* p, const ElaraPart* part, Page* page)
{
  for (size_t b = 0; b < p->plan->bar_count; b++) {
    const ElaraTick end = elara_plan_bar_end(p->plan, b);
    int own = 0, all = 0, doubled = 0;
    for (size_t k = 0; k < p->score->part_count; k++) {
      const ElaraPart* const other = &p->score->parts[k];
      for (size_t i = first_at(other, p->plan->bars[b].tick);
           i < other->note_count && other->notes[i].tick < end; i++) {
        const ElaraScoreNote* const n = &other->notes[i];
        all += n->lead && n->role == ELARA_LINE_MELODY;
        own += other == part && n->role == ELARA_LINE_MELODY;
        doubled += other == part && n->role == ELARA_LINE_MELODY && !n->lead;
      }
    }
    if (doubled == 0 || all == 0) continue;
    page->bars++;
    page->ragged += own != all;
  }
}

static void
count_doublings(const Papers* p, const ElaraPart* part, Page* page)
{
  for (size_t i = 0; i < part->note_count; i++) {
    const ElaraScoreNote* const n = &part->notes[i];
    const ElaraPhrase* const ph = phrase_of(p, n);
    const int unison = ph->ensemble == ELARA_ENSEMBLE_UNISON;
    const int height = p->plan->cues[ph->cue].reach >= .95;
    if (n->role == ELARA_LINE_MELODY && !n->lead &&
        ph->ensemble != ELARA_ENSEMBLE_FUGATO) {
      page->doubled++;
      page->strange += parts_at(p, part, n, is_its_lead) == 0;
    }
    if (!n->lead) continue;
    page->tunes++;
    const int same = parts_at(p, part, n, doubles_in_unison);
    page->crowded +=
        same > (unison ? 3 : 1) ||
        (!unison && parts_at(p, part, n, doubles) > (height ? 4 : 2));
  }
}

// --- accompaniment
// --------------------------------------------------------------------

static int
same_inner(const ElaraScoreNote* a, const ElaraScoreNote* b)
{
  return b->role == ELARA_LINE_INNER && a->pitch == b->pitch &&
         b->duration >= a->duration;
}

static void
count_accompaniment(const Papers* p, const ElaraPart* part, Page* page)
{
  for (size_t i = 0; i < part->note_count; i++) {
    const ElaraScoreNote* const n = &part->notes[i];
    const int string = family(part) == ELARA_FAMILY_STRING;
    if (n->role == ELARA_LINE_INNER && string) {
      page->inner++;
      for (size_t k = 0; k < p->score->part_count; k++) {
        const ElaraPart* const other = &p->score->parts[k];
        if (other != part && family(other) == ELARA_FAMILY_STRING)
          page->pairs += count_at(other, n, same_inner) > 0;
      }
    }
    if (is_heavy(part->instrument) && n->role != ELARA_LINE_MELODY &&
        n->role != ELARA_LINE_COUNTER && n->role != ELARA_LINE_DESCANT) {
      page->heavy++;
      const size_t bar = elara_plan_bar_at(p->plan, n->tick);
      const ElaraTick at = n->tick - p->plan->bars[bar].tick;
      page->hammered += n->duration < QUARTER && at % QUARTER != 0;
    }
    if (n->role == ELARA_LINE_FIGURE) {
      const double reach = p->plan->cues[phrase_of(p, n)->cue].reach;
      page->figures++;
      page->thick += parts_at(p, part, n, same_figure) > (reach > .85 ? 1 : 0);
    }
  }
}

static void
count_bells(const Papers* p, const ElaraPart* part, Page* page)
{
  if (part->instrument != ELARA_CELESTA &&
      part->instrument != ELARA_GLOCKENSPIEL)
    return;
  for (size_t i = 0; i < part->note_count; i++) {
    const ElaraScoreNote* const n = &part->notes[i];
    const ElaraPhrase* const ph = phrase_of(p, n);
    page->bells++;
    page->misplaced +=
        ph->mood == ELARA_MOOD_ACTION || ph->mood == ELARA_MOOD_ANGER ||
        ph->mood == ELARA_MOOD_TERROR || ph->ensemble == ELARA_ENSEMBLE_TUTTI;
    for (size_t k = 0; k < p->score->part_count; k++) {
      if (p->score->parts[k].instrument == ELARA_HARP)
        page->twins += count_at(&p->score->parts[k], n, same_figure) > 0;
    }
  }
}

// --- rubs
// ------------------------------------------------------------------------------

static int
rubs(const ElaraScoreNote* lead, const ElaraScoreNote* n)
{
  if (n->lead || (n->role != ELARA_LINE_INNER && n->role != ELARA_LINE_FIGURE))
    return 0;
  const ElaraTick from = n->tick > lead->tick ? n->tick : lead->tick;
  const ElaraTick end = n->tick + n->duration;
  const ElaraTick stop = lead->tick + lead->duration;
  return (end < stop ? end : stop) - from > QUARTER / 2 &&
         (abs(n->pitch - lead->pitch) == 1 || lead->pitch - n->pitch == 13);
}

static void
count_rubs(const Papers* p, const ElaraPart* part, Page* page)
{
  for (size_t i = 0; i < part->note_count; i++) {
    const ElaraScoreNote* const lead = &part->notes[i];
    if (lead->role != ELARA_LINE_MELODY) continue;
    for (size_t k = 0; k < p->score->part_count; k++) {
      const ElaraPart* const other = &p->score->parts[k];
      if (other == part || is_synthetic(other)) continue;
      for (size_t n = first_at(other, lead->tick - 16 * QUARTER);
           n < other->note_count &&
           other->notes[n].tick < lead->tick + lead->duration;
           n++)
        page->rubs += rubs(lead, &other->notes[n]);
    }
  }
}

// --- borders
// --------------------------------------------------------------------------

static int
plays(const ElaraPart* part, ElaraTick from, ElaraTick to)
{
  for (size_t i = first_at(part, from - 16 * QUARTER);
       i < part->note_count && part->notes[i].tick < to; i++) {
    if (part->notes[i].tick + part->notes[i].duration > from) return 1;
  }
  return 0;
}

static void
count_borders(const Papers* p, Page* page)
{
  for (size_t i = 1; i < p->sketch->phrase_count; i++) {
    const ElaraPhrase* const ph = &p->sketch->phrases[i];
    const ElaraPhrase* const before = ph - 1;
    if (before->cue != ph->cue || before->end != ph->tick) continue;
    if (before->climax || before->level_end - ph->level > .25) continue;
    if (ph->speech > .5 || ph->ensemble == ELARA_ENSEMBLE_EXTREMES) continue;
    int had = 0, kept = 0;
    for (size_t k = 0; k < p->score->part_count; k++) {
      const ElaraPart* const part = &p->score->parts[k];
      if (is_synthetic(part) || family(part) == ELARA_FAMILY_PERCUSSION)
        continue;
      const int played = plays(part, ph->tick - QUARTER, ph->tick);
      had += played;
      kept += played && plays(part, ph->tick, ph->tick + QUARTER);
    }
    if (had < 4) continue;
    page->borders++;
    page->linked += 2 * kept >= had;
  }
}

// --------------------------------------------------------------------------------------

static Page
read_pages(void)
{
  Page page = {0};
  for (int s = 0; s < 3 * SEEDS; s++) {
    Papers p = papers_of(scripts[s % 3], -1, (uint64_t)(1 + s / 3));
    for (size_t k = 0; p.score && k < p.score->part_count; k++) {
      const ElaraPart* const part = &p.score->parts[k];
      if (is_synthetic(part) || family(part) == ELARA_FAMILY_PERCUSSION)
        continue;
      count_bars(&p, part, &page);
      count_doublings(&p, part, &page);
      count_accompaniment(&p, part, &page);
      count_bells(&p, part, &page);
      count_rubs(&p, part, &page);
    }
    count_borders(&p, &page);
    papers_free(&p);
  }
  return page;
}

// --- how full
// -------------------------------------------------------------------------

typedef struct {
  double mean, deviation, tutti, thin;
} Fullness;

// Shares of the orchestra that plays, over the bars with music.
static Fullness
fullness(const Papers* p)
{
  double sum = 0.0, squares = 0.0, tutti = 0.0, thin = 0.0, bars = 0.0;
  for (size_t b = 0; b < p->plan->bar_count; b++) {
    const ElaraTick from = p->plan->bars[b].tick;
    const ElaraTick end = elara_plan_bar_end(p->plan, b);
    double share = 0.0;
    if (p->plan->bars[b].cue < 0) continue;
    double orchestra = 0.0;
    for (size_t k = 0; k < p->score->part_count; k++) {
      if (is_synthetic(&p->score->parts[k])) continue;
      share += plays(&p->score->parts[k], from, end);
      orchestra++;
    }
    share /= orchestra;
    sum += share;
    squares += share * share;
    tutti += share > .9;
    thin += share <= .25;
    bars++;
  }
  const double mean = sum / bars;
  const double variance = squares / bars - mean * mean;
  return (Fullness){mean, variance > 0.0 ? sqrt(variance) : 0.0, tutti / bars,
                    thin / bars};
}

static void
test_fullness(void)
{
  Fullness all = {0};
  for (int s = 0; s < 3; s++) {
    Papers p = papers_of(scripts[s], -1, 1);
    const Fullness f = fullness(&p);
    printf("# %s: parts %.2f +- %.2f, tutti %.3f, thin %.3f\n", scripts[s],
           f.mean, f.deviation, f.tutti, f.thin);
    all.mean += f.mean / 3.0;
    all.deviation += f.deviation / 3.0;
    all.tutti += f.tutti / 3.0;
    all.thin += f.thin / 3.0;
    papers_free(&p);
  }
  TAP_NEAR(all.mean, .55, .09, "half of the parts play, or a little more");
  TAP_NEAR(all.deviation, .23, .09, "now few, now many");
  TAP_OK(all.tutti < .1, "all of them seldom");
  TAP_OK(all.thin < .3, "very few not often");
}

int
main(void)
{
  tap_begin("the page");
  test_fullness();
  const Page p = read_pages();
  printf("# doubled %d strange %d, bars %d ragged %d, tunes %d crowded %d\n",
         p.doubled, p.strange, p.bars, p.ragged, p.tunes, p.crowded);
  printf("# inner %d pairs %d, heavy %d hammered %d, bells %d misplaced %d "
         "twins %d, figures %d thick %d, rubs %d, borders %d linked %d\n",
         p.inner, p.pairs, p.heavy, p.hammered, p.bells, p.misplaced, p.twins,
         p.figures, p.thick, p.rubs, p.borders, p.linked);
  TAP_OK(p.doubled > 500, "the tune is doubled");
  TAP_EQ_I(p.strange, 0, "a doubling has the notes of the lead, as long");
  TAP_EQ_I(p.ragged, 0, "and lacks none of them in a bar");
  TAP_OK(p.crowded * 200 < p.tunes, "the lead, one in unison, two in all");
  TAP_OK(p.inner > 500 && p.pairs * 50 < p.inner,
         "no two sections of strings on one inner voice");
  TAP_OK(p.heavy > 50 && p.hammered * 12 < p.heavy,
         "heavy brass holds, it does not hammer");
  TAP_EQ_I(p.misplaced, 0, "no small bells in a fight or under a tutti");
  TAP_EQ_I(p.twins, 0, "celesta and harp have not the same");
  TAP_OK(p.figures > 500 && p.thick * 100 < p.figures,
         "a figure is one section's");
  TAP_EQ_I(p.rubs, 0, "nothing rubs against the tune");
  TAP_OK(p.borders > 20 && p.linked * 10 >= p.borders * 9,
         "half of the players go on into the next phrase");
  return tap_end();
}
