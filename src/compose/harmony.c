// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// The grammar: every chord has a function (tonic, subdominant, dominant, or
// applied dominant with a target) and a price; every move from one function to
// the next has a price; the cheapest path through the phrase wins (Viterbi).
// Prices follow Rohrmeier's generative syntax (T, S, D and their applied
// forms) softened to costs, with root motion by fifth favoured and, as colour
// rises, the chromatic-third moves of film harmony (after Murphy and Lehman).

#include "compose/harmony.h"

#include <stdio.h>
#include <string.h>

enum { T, S, D, A, FUNCTIONS };
enum { PLAIN, SEVENTH, MIXED, APPLIED, WONDER, DARK, COLOURS };

typedef struct {
  const char* roman;
  int root; // semitones above the tonic
  ElaraChordQuality quality;
  int function;
  int target; // root it wants to go to, -1
  double price;
  int colour;
} Harmony;

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

static const Harmony major_chords[] = {
    {"I", 0, M_, T, -1, .0, PLAIN},
    {"ii", 2, m_, S, -1, .35, PLAIN},
    {"iii", 4, m_, T, -1, .8, PLAIN},
    {"IV", 5, M_, S, -1, .2, PLAIN},
    {"V", 7, M_, D, 0, .4, PLAIN},
    {"vi", 9, m_, T, -1, .35, PLAIN},
    {"vii°", 11, o_, D, 0, .8, PLAIN},
    {"V7", 7, d7, D, 0, .05, SEVENTH},
    {"ii7", 2, m7, S, -1, .45, SEVENTH},
    {"IVmaj7", 5, M7, S, -1, .9, SEVENTH},
    {"vi7", 9, m7, T, -1, 1.0, SEVENTH},
    {"Imaj7", 0, M7, T, -1, 1.1, SEVENTH},
    {"V9", 7, d9, D, 0, .6, SEVENTH},
    {"viiø7", 11, h7, D, 0, .8, SEVENTH},
    {"vii°7", 11, o7, D, 0, .6, MIXED},
    {"iv", 5, m_, S, -1, .7, MIXED},
    {"iiø7", 2, h7, S, -1, .8, MIXED},
    {"bVI", 8, M_, S, -1, .9, MIXED},
    {"bVII", 10, M_, S, -1, .9, MIXED},
    {"bIII", 3, M_, T, -1, 1.2, MIXED},
    {"i", 0, m_, T, -1, 1.6, MIXED},
    {"I+", 0, au, T, 5, 1.4, MIXED},
    {"V7/ii", 9, d7, A, 2, .45, APPLIED},
    {"V7/iii", 11, d7, A, 4, .9, APPLIED},
    {"V7/IV", 0, d7, A, 5, .45, APPLIED},
    {"V7/V", 2, d7, A, 7, .4, APPLIED},
    {"V7/vi", 4, d7, A, 9, .45, APPLIED},
    {"vii°7/V", 6, o7, A, 7, .6, APPLIED},
    {"vii°7/ii", 1, o7, A, 2, .7, APPLIED},
    {"vii°7/vi", 8, o7, A, 9, .8, APPLIED},
    {"II", 2, M_, S, -1, 1.0, WONDER},
    {"III", 4, M_, T, -1, 1.4, WONDER},
    {"VI", 9, M_, T, -1, 1.3, WONDER},
    {"bvi", 8, m_, S, -1, 1.6, WONDER},
    {"bII", 1, M_, S, -1, 1.4, DARK},
    {"#iv°7", 6, o7, S, 7, 1.1, DARK},
};

static const Harmony minor_chords[] = {
    {"i", 0, m_, T, -1, .0, PLAIN},
    {"ii°", 2, o_, S, -1, .7, PLAIN},
    {"III", 3, M_, T, -1, .4, PLAIN},
    {"iv", 5, m_, S, -1, .2, PLAIN},
    {"v", 7, m_, T, -1, 1.0, PLAIN},
    {"V", 7, M_, D, 0, .35, PLAIN},
    {"VI", 8, M_, S, -1, .25, PLAIN},
    {"VII", 10, M_, S, 3, .5, PLAIN},
    {"V7", 7, d7, D, 0, .05, SEVENTH},
    {"iiø7", 2, h7, S, -1, .3, SEVENTH},
    {"iv7", 5, m7, S, -1, .8, SEVENTH},
    {"VImaj7", 8, M7, S, -1, .9, SEVENTH},
    {"i7", 0, m7, T, -1, .9, SEVENTH},
    {"IIImaj7", 3, M7, T, -1, .9, SEVENTH},
    {"vii°7", 11, o7, D, 0, .25, SEVENTH},
    {"V9", 7, d9, D, 0, 1.0, SEVENTH},
    {"IV", 5, M_, S, -1, .8, MIXED},
    {"bII", 1, M_, S, 7, .8, MIXED},
    {"I", 0, M_, T, -1, 1.8, MIXED},
    {"III+", 3, au, D, 0, 1.2, MIXED},
    {"V7/iv", 0, d7, A, 5, .5, APPLIED},
    {"V7/V", 2, d7, A, 7, .5, APPLIED},
    {"V7/III", 10, d7, A, 3, .35, APPLIED},
    {"V7/VI", 3, d7, A, 8, .5, APPLIED},
    {"V7/VII", 5, d7, A, 10, .7, APPLIED},
    {"vii°7/V", 6, o7, A, 7, .6, APPLIED},
    {"vii°7/iv", 4, o7, A, 5, .7, APPLIED},
    {"VII", 10, M_, T, -1, 1.2, WONDER},
    {"IV", 5, M_, S, -1, 1.1, WONDER},
    {"vi", 8, m_, S, -1, 1.2, DARK},
    {"#iv", 6, m_, S, -1, 1.4, DARK},
    {"bii", 1, m_, S, -1, 1.5, DARK},
    {"#vii", 11, m_, S, -1, 1.6, DARK},
    {"iii", 3, m_, T, -1, 1.4, DARK},
};

#define MOST 48

typedef struct {
  Harmony chords[MOST];
  double strain[MOST];
  int count;
} Palette;

// Prices adjusted to mode and colour; what the style does not want is dear.
static Palette
palette_for(const ElaraHarmonyStyle* style)
{
  const int minor = elara_mode_is_minor(style->mode);
  const Harmony* const table = minor ? minor_chords : major_chords;
  const int count = minor ? (int)(sizeof minor_chords / sizeof *minor_chords)
                          : (int)(sizeof major_chords / sizeof *major_chords);
  const double shift[COLOURS] = {
      [PLAIN] = .15 * style->sevenths,
      [SEVENTH] = .35 - .6 * style->sevenths,
      [MIXED] = .6 - .7 * (style->chromatic > style->dark ? style->chromatic
                                                          : style->dark),
      [APPLIED] = .45 - .6 * style->sevenths,
      [WONDER] = 1.5 - 2.2 * style->chromatic,
      [DARK] = 1.7 - 1.7 * style->dark,
  };
  Palette palette = {.count = 0};
  for (int i = 0; i < count && palette.count < MOST; i++) {
    Harmony h = table[i];
    h.price += shift[h.colour];
    if (style->mode == ELARA_MODE_LYDIAN && h.root == 2 && h.quality == M_)
      h.price -= 1.3;
    if (style->mode == ELARA_MODE_LYDIAN && h.root == 5) h.price += .4;
    if (style->mode == ELARA_MODE_MIXOLYDIAN && h.root == 10) h.price -= 1.0;
    if (style->mode == ELARA_MODE_DORIAN && h.root == 5 && h.quality == M_)
      h.price -= .9;
    if (style->mode == ELARA_MODE_PHRYGIAN && h.root == 1 && h.quality == M_)
      h.price -= .8;
    palette.strain[palette.count] =
        elara_chord_strain(h.root, h.quality, minor);
    palette.chords[palette.count++] = h;
  }
  return palette;
}

static unsigned
mask_of(const Harmony* h, int tonic)
{
  const ElaraChord chord = {.root = (h->root + tonic) % 12,
                            .quality = h->quality};
  return elara_chord_mask(&chord);
}

// How badly the chord fits what the melody sings in the slot: 0 = every note a
// chord tone.
static double
misfit(const ElaraSlot* slot, unsigned mask)
{
  double total = 0.0;
  double bad = 0.0;
  for (int pc = 0; pc < 12; pc++) {
    const double w = slot->melody[pc];
    total += w;
    if (w <= 0.0 || (mask >> pc & 1u)) continue;
    const unsigned above = mask >> ((pc + 1) % 12) & 1u;
    const unsigned below = mask >> ((pc + 11) % 12) & 1u;
    bad += w * (above || below ? 1.6 : .9);
  }
  return total > 0.0 ? 5.0 * bad / total : 0.0;
}

static const double by_root_motion[12] = {
    // semitones upward from one root to the next
    .2, .15, -.05, .2, .15, -.35, .7, -.05, -.05, -.15, .1, .25,
};

static double
move_price(const Harmony* from,
           const Harmony* to,
           const ElaraSlot* slot,
           const ElaraHarmonyStyle* style)
{
  static const double by_function[FUNCTIONS][FUNCTIONS] = {
      // to     T     S     D     A
      [T] = {.25, .0, .05, .05},
      [S] = {.3, .25, -.2, .1},
      [D] = {-.4, .8, .5, .3},
      [A] = {.4, .4, .4, .4},
  };
  if (from->root == to->root && from->quality == to->quality) {
    return slot->new_bar ? .75 - .6 * style->hold : -.05 - .45 * style->hold;
  }
  double price = by_function[from->function][to->function];
  price += by_root_motion[(to->root - from->root + 12) % 12];
  if (from->target >= 0)
    price += from->target == to->root ? -.6 : from->function == A ? 1.8 : .3;
  if (from->function == D && to->root == from->root) price -= .2;
  if (!slot->new_bar) price += .25 + .4 * style->hold;
  return price;
}

static double
cadence_price(const Harmony* last, const Harmony* before, ElaraCadence cadence)
{
  switch (cadence) {
  case ELARA_CADENCE_AUTHENTIC:
    return (last->root == 0 && last->function == T && last->quality <= m_
                ? 0.0
                : 16.0) +
           (before->function == D || before->root == 0 ? 0.0 : 1.5);
  case ELARA_CADENCE_HALF:
    return last->root == 7 && last->function == D ? 0.0 : 6.0;
  case ELARA_CADENCE_PLAGAL:
    return (last->root == 0 && last->function == T ? 0.0 : 4.0) +
           (before->root == 5 || before->root == 0 ? 0.0 : 1.5);
  case ELARA_CADENCE_DECEPTIVE:
    return (last->root == 9 || last->root == 8 ? 0.0 : 3.0) +
           (before->function == D ? 0.0 : 1.0);
  default:
    return 0.0;
  }
}

// What a chord costs in its place, whatever stands beside it: by tension, and
// by what is wished for.
static double
place_price(const Harmony* h,
            double strain,
            const ElaraSlot* slot,
            const ElaraHarmonyStyle* style)
{
  const double off = strain - slot->tension;
  double price = style->follow * off * off;
  if (slot->wish <= 0.0) return price;
  const int root = (h->root + style->tonic) % 12;
  if (root != slot->wish_root) return price + slot->wish;
  if (h->quality != slot->wish_quality) price += .25 * slot->wish;
  return price;
}

// A seventh in the melody falls or stays, a leading tone rises or stays; where
// the tune does something else, another chord is better.
static double
tendency_price(const Harmony* h,
               const ElaraSlot* slot,
               const ElaraSlot* next,
               const ElaraHarmonyStyle* style)
{
  if (!slot->leave || !next->top) return 0.0;
  const int move = next->top - slot->leave;
  const int root = (h->root + style->tonic) % 12;
  const int above = (slot->leave - root + 120) % 12;
  if ((h->quality == d7 || h->quality == d9) && above == 10)
    return move == 0 || move == -1 || move == -2 ? 0.0 : 1.3;
  const int leading = slot->leave % 12 == (style->tonic + 11) % 12;
  return h->function == D && leading && move != 0 && move != 1 ? 1.4 : 0.0;
}

// The first chord after a change of key is one that both keys know.
static double
pivot_price(const Harmony* h, const ElaraHarmonyStyle* style)
{
  const ElaraChord* const before = &style->before;
  if (before->duration == 0) return 0.0;
  const int root = (h->root + style->tonic) % 12;
  double price = .5 * by_root_motion[(root - before->root + 12) % 12];
  if (root == before->root && h->quality == before->quality) price += .3;
  if (before->tonic == style->tonic) return price;
  const unsigned old = elara_scale_mask(before->tonic, before->mode);
  return price + (mask_of(h, style->tonic) & ~old ? .35 : -.35);
}

// The last chord may be the dominant of the key that comes next.
static double
leading_price(const Harmony* h, const ElaraHarmonyStyle* style)
{
  const int open = style->cadence == ELARA_CADENCE_NONE ||
                   style->cadence == ELARA_CADENCE_HALF;
  if (!open || style->leads_to < 0 || style->leads_to == style->tonic)
    return 0.0;
  const int root = (h->root + style->tonic) % 12;
  const int dominant = root == (style->leads_to + 7) % 12 &&
                       (h->quality == d7 || h->quality == M_);
  return dominant ? -7.0 : 0.0;
}

static ElaraChord
chord_of(const Harmony* h,
         const ElaraSlot* slot,
         const ElaraHarmonyStyle* style)
{
  ElaraChord chord = {.tick = slot->tick,
                      .duration = slot->duration,
                      .root = (h->root + style->tonic) % 12,
                      .quality = h->quality,
                      .bass = (h->root + style->tonic) % 12,
                      .tonic = style->tonic,
                      .mode = style->mode};
  snprintf(chord.roman, sizeof chord.roman, "%s", h->roman);
  return chord;
}

void
elara_harmonise(const ElaraSlot* slots,
                int count,
                const ElaraHarmonyStyle* style,
                ElaraRandom* random,
                ElaraChord* chords)
{
  const Palette p = palette_for(style);
  static const Harmony none = {"", 0, M_, T, -1, 0.0, PLAIN};
  double cost[ELARA_SLOTS][MOST];
  int from[ELARA_SLOTS][MOST];
  if (count > ELARA_SLOTS) count = ELARA_SLOTS;
  for (int s = 0; s < count; s++) {
    for (int c = 0; c < p.count; c++) {
      const Harmony* const h = &p.chords[c];
      double local = h->price * (slots[s].new_bar ? 1.0 : .6) +
                     misfit(&slots[s], mask_of(h, style->tonic)) +
                     place_price(h, p.strain[c], &slots[s], style) +
                     .45 * elara_random_unit(random);
      if (s == 0 && style->opens_on_tonic && h->function != T) local += 2.6;
      if (s == 0) local += pivot_price(h, style);
      if (s + 1 < count)
        local += tendency_price(h, &slots[s], &slots[s + 1], style);
      if (s == count - 1) local += leading_price(h, style);
      double best = s == 0 ? 0.0 : 1e18;
      int best_from = 0;
      for (int b = 0; s > 0 && b < p.count; b++) {
        double price =
            cost[s - 1][b] + move_price(&p.chords[b], h, &slots[s], style);
        if (s == count - 1)
          price +=
              cadence_price(h, s > 0 ? &p.chords[b] : &none, style->cadence);
        if (price < best) best = price, best_from = b;
      }
      cost[s][c] = best + local;
      from[s][c] = best_from;
    }
  }
  int at = 0;
  for (int c = 1; c < p.count; c++) {
    if (cost[count - 1][c] < cost[count - 1][at]) at = c;
  }
  for (int s = count - 1; s >= 0; s--) {
    chords[s] = chord_of(&p.chords[at], &slots[s], style);
    at = from[s][at];
  }
}
