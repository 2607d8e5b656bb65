// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// The grammar: every chord has a function (tonic, subdominant, dominant, or
// applied dominant with a target) and a price; every move from one function to
// the next has a price; the cheapest path through the phrase wins (Viterbi).
// Prices follow Rohrmeier's generative syntax (T, S, D and their applied
// forms) softened to costs, with root motion by fifth favoured and, as colour
// rises, the chromatic-third moves of film harmony (after Murphy and Lehman).

#include "compose/harmony.h"

#include <math.h>
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

// --- spiral array ------------------------------------------------------------

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
      [DARK] = 1.6 - 2.4 * style->dark,
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
    bad += w * (above || below ? 1.25 : .9);
  }
  return total > 0.0 ? 4.2 * bad / total : 0.0;
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
                : 9.0) +
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

// --- bass -----------------------------------------------------------------

#define BASS_SPAN 40

static double
bass_interval_price(int interval)
{
  static const double price[13] = {.35, .0, .0, .25, .3,  .3, 1.2,
                                   .4,  .9, .9, 1.6, 1.8, .45};
  const int size = interval < 0 ? -interval : interval;
  return size > 12 ? 2.5 : price[size];
}

static double
bass_tone_price(
    const ElaraChord* chord, int pitch, int s, int count, ElaraCadence cadence)
{
  const ElaraChordInfo* const info = elara_chord_info(chord->quality);
  const int above = (pitch - chord->root + 120) % 12;
  static const double by_tone[5] = {.0, .45, .95, .8, 9.0};
  for (int i = 0; i < info->count; i++) {
    if (info->tones[i] != above) continue;
    const int final_slot = s == count - 1 && cadence != ELARA_CADENCE_NONE;
    const int goal = s == count - 2 && cadence == ELARA_CADENCE_AUTHENTIC;
    return by_tone[i] + (i > 0 && final_slot ? 5.0 : 0.0) +
           (i > 0 && goal ? .8 : 0.0) + (s == 0 && i > 0 ? .4 : 0.0);
  }
  return 1e9;
}

void
elara_bass_line(const ElaraSlot* slots,
                int count,
                ElaraChord* chords,
                int low,
                int high,
                ElaraCadence cadence,
                ElaraRandom* random,
                int* pitches)
{
  double cost[ELARA_SLOTS][BASS_SPAN];
  int from[ELARA_SLOTS][BASS_SPAN];
  if (high - low >= BASS_SPAN) high = low + BASS_SPAN - 1;
  const int span = high - low + 1;
  const double middle = (low + high) / 2.0;
  for (int s = 0; s < count; s++) {
    for (int c = 0; c < span; c++) {
      const int pitch = low + c;
      const double off = (pitch - middle) / 12.0;
      const double local =
          bass_tone_price(&chords[s], pitch, s, count, cadence) +
          .35 * off * off + .3 * elara_random_unit(random);
      double best = s == 0 ? 0.0 : 1e18;
      int best_from = 0;
      for (int b = 0; s > 0 && b < span; b++) {
        const int interval = c - b;
        double price = cost[s - 1][b] + bass_interval_price(interval);
        const int same = chords[s].root == chords[s - 1].root &&
                         chords[s].quality == chords[s - 1].quality;
        if (interval == 0) price += same ? -.35 : slots[s].new_bar ? .35 : 0.0;
        const int seventh = (low + b - chords[s - 1].root + 120) % 12 == 10 &&
                            elara_chord_info(chords[s - 1].quality)->count == 4;
        if (seventh && !same && interval != -1 && interval != -2) price += 1.5;
        const int up = slots[s].top - slots[s - 1].top;
        if (slots[s].top && slots[s - 1].top && up * interval < 0) price -= .2;
        if (slots[s].top && slots[s - 1].top && up * interval > 0) {
          const int gap = (slots[s].top - pitch) % 12;
          const int was = (slots[s - 1].top - low - b) % 12;
          if (gap == was && (gap == 0 || gap == 7)) price += 1.6;
        }
        if (price < best) best = price, best_from = b;
      }
      cost[s][c] = best + local;
      from[s][c] = best_from;
    }
  }
  int at = 0;
  for (int c = 1; c < span; c++) {
    if (cost[count - 1][c] < cost[count - 1][at]) at = c;
  }
  for (int s = count - 1; s >= 0; s--) {
    pitches[s] = low + at;
    chords[s].bass = pitches[s] % 12;
    at = from[s][at];
  }
}

// --- inner voices -----------------------------------------------------------

#define VOICINGS 56

typedef struct {
  int v[ELARA_INNER_VOICES];
  double price;
} Voicing;

// What a set of voices lacks or doubles badly over its bass and melody.
static double
voicing_price(const ElaraChord* chord, const int* v, int bass, int top)
{
  const ElaraChordInfo* const info = elara_chord_info(chord->quality);
  double price = 0.0;
  for (int i = 0; i < info->count; i++) {
    const int pc = (chord->root + info->tones[i]) % 12;
    int heard = (bass % 12 == pc) + (top > 0 && top % 12 == pc);
    for (int k = 0; k < ELARA_INNER_VOICES; k++) {
      heard += v[k] % 12 == pc;
    }
    static const double missing[5] = {.6, 1.6, .5, 1.4, .3};
    const int dominant = chord->quality == ELARA_CHORD_DOMINANT_7;
    if (!heard) price += missing[i] + (i == 1 && dominant ? 1.5 : 0.0);
    const int leading = i == 1 && chord->quality == ELARA_CHORD_DOMINANT_7;
    if (heard > 1 && (i >= 3 || leading)) price += .9 * (heard - 1);
    if (heard > 2 && i == 1) price += .5;
    if (heard > 3) price += .8;
  }
  for (int k = 0; k + 1 < ELARA_INNER_VOICES; k++) {
    const int gap = v[k] - v[k + 1];
    if (gap > 9) price += .12 * (gap - 9);
    if (gap < 3) price += .35;
  }
  const int gap = v[ELARA_INNER_VOICES - 1] - bass;
  if (gap < 5) price += .5 * (5 - gap);
  return price;
}

static int
gather_voicings(const ElaraChord* chord,
                int bass,
                int ceiling,
                int top,
                int low,
                Voicing* out)
{
  const unsigned mask = elara_chord_mask(chord);
  int tones[64];
  int count = 0;
  for (int pitch = ceiling; pitch >= low && count < 64; pitch--) {
    if (mask >> (pitch % 12) & 1u) tones[count++] = pitch;
  }
  int found = 0;
  for (int a = 0; a < count && tones[a] > ceiling - 10; a++) {
    for (int b = a + 1; b < count && tones[a] - tones[b] <= 12; b++) {
      for (int c = b + 1; c < count && tones[b] - tones[c] <= 12; c++) {
        if (tones[c] <= bass + 2) break;
        Voicing voicing = {.v = {tones[a], tones[b], tones[c]}};
        voicing.price = voicing_price(chord, voicing.v, bass, top) +
                        .1 * (ceiling - tones[a]);
        int at = found;
        if (found < VOICINGS) {
          found++;
        } else if (out[VOICINGS - 1].price > voicing.price) {
          at = VOICINGS - 1;
        } else {
          continue;
        }
        while (at > 0 && out[at - 1].price > voicing.price) {
          out[at] = out[at - 1];
          at--;
        }
        out[at] = voicing;
      }
    }
  }
  if (found == 0) {
    out[0] = (Voicing){.v = {bass + 19, bass + 16, bass + 12}, .price = 9.0};
    for (int k = 0; k < ELARA_INNER_VOICES; k++) {
      while (!(mask >> (out[0].v[k] % 12) & 1u)) {
        out[0].v[k]++;
      }
    }
    found = 1;
  }
  return found;
}

static int
parallel(int a, int b, int a2, int b2)
{
  const int gap = (a - b) % 12;
  return a != a2 && gap == (a2 - b2) % 12 && (gap == 0 || gap == 7) &&
         (a2 - a) * (b2 - b) > 0;
}

static double
motion_price(
    const Voicing* x, const Voicing* y, int bass, int bass2, int top, int top2)
{
  double price = 0.0;
  for (int k = 0; k < ELARA_INNER_VOICES; k++) {
    const int move = y->v[k] > x->v[k] ? y->v[k] - x->v[k] : x->v[k] - y->v[k];
    price +=
        .16 * move + (move > 5 ? .4 : 0.0) + (move == 6 || move > 8 ? .6 : 0.0);
    if (parallel(x->v[k], bass, y->v[k], bass2)) price += 1.8;
    if (top && top2 && parallel(top, x->v[k], top2, y->v[k])) price += 1.5;
    for (int j = k + 1; j < ELARA_INNER_VOICES; j++) {
      if (parallel(x->v[k], x->v[j], y->v[k], y->v[j])) price += 1.8;
      if (y->v[j] > x->v[k] || y->v[k] < x->v[j]) price += .4;
    }
  }
  return price;
}

// What a voice owes when it leaves a dominant: the third rises, the seventh
// falls, each by step.
static double
resolution_price(const ElaraChord* from,
                 const ElaraChord* to,
                 const Voicing* x,
                 const Voicing* y)
{
  if (from->quality != ELARA_CHORD_DOMINANT_7 || from->root == to->root) {
    return 0.0;
  }
  double price = 0.0;
  for (int k = 0; k < ELARA_INNER_VOICES; k++) {
    const int tone = (x->v[k] - from->root + 120) % 12;
    const int move = y->v[k] - x->v[k];
    if (tone == 4 && move != 1 && move != 0) price += .8;
    if (tone == 10 && move != -1 && move != -2 && move != 0) price += .7;
  }
  return price;
}

void
elara_inner_voices(const ElaraSlot* slots,
                   int count,
                   const ElaraChord* chords,
                   const int* bass,
                   const int* ceiling,
                   int low,
                   ElaraRandom* random,
                   int (*voices)[ELARA_INNER_VOICES])
{
  static _Thread_local Voicing options[ELARA_SLOTS][VOICINGS];
  static _Thread_local double cost[ELARA_SLOTS][VOICINGS];
  static _Thread_local int from[ELARA_SLOTS][VOICINGS];
  int found[ELARA_SLOTS] = {0};
  for (int s = 0; s < count; s++) {
    memset(options[s], 0, sizeof options[s]);
    found[s] = gather_voicings(&chords[s], bass[s], ceiling[s], slots[s].top,
                               low, options[s]);
    for (int c = 0; c < found[s]; c++) {
      double best = s == 0 ? 0.0 : 1e18;
      int best_from = 0;
      for (int b = 0; s > 0 && b < found[s - 1]; b++) {
        const double price =
            resolution_price(&chords[s - 1], &chords[s], &options[s - 1][b],
                             &options[s][c]) +
            cost[s - 1][b] +
            motion_price(&options[s - 1][b], &options[s][c], bass[s - 1],
                         bass[s], slots[s - 1].top, slots[s].top);
        if (price < best) best = price, best_from = b;
      }
      cost[s][c] = best + options[s][c].price + .1 * elara_random_unit(random);
      from[s][c] = best_from;
    }
  }
  int at = 0;
  for (int c = 1; c < found[count - 1]; c++) {
    if (cost[count - 1][c] < cost[count - 1][at]) at = c;
  }
  for (int s = count - 1; s >= 0; s--) {
    memcpy(voices[s], options[s][at].v, sizeof options[s][at].v);
    at = from[s][at];
  }
}
