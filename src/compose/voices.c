// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// The bass line and the inner voices under a melody, each by dynamic
// programming over all that the chords allow.

#include "compose/harmony.h"

#include <string.h>

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

// True when PITCH is the leading tone of a dominant that goes to its tonic.
static int
leads_home(const ElaraChord* from, const ElaraChord* to, int pitch)
{
  const int dominant = (from->root - from->tonic + 12) % 12;
  return (dominant == 7 || dominant == 11) && to->root == from->tonic &&
         pitch % 12 == (from->tonic + 11) % 12;
}

// A tune that lies low has the bass under it all the same.
static double
under_tune(const ElaraSlot* slot, int pitch)
{
  const int room = slot->lowest - 3 - pitch;
  return slot->lowest > 0 && room < 0 ? -.5 * room : 0.0;
}

int
elara_perfect_parallel(int from, int to, int below, int next)
{
  if ((to - from) * (next - below) <= 0) return 0;
  const int gap = (to - next + 120) % 12;
  return gap == (from - below + 120) % 12 && (gap == 0 || gap == 7);
}

// Contrary motion to the melody is welcome, parallels are not.
static double
against_melody(const ElaraSlot* before, const ElaraSlot* now, int from, int to)
{
  if (!before->leave || !now->top) return 0.0;
  if ((now->top - before->leave) * (to - from) < 0) return -.2;
  return elara_perfect_parallel(before->leave, now->top, from, to) ? 7.0 : 0.0;
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
          under_tune(&slots[s], pitch) + .35 * off * off +
          .3 * elara_random_unit(random);
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
        if (seventh && !same && interval != -1 && interval != -2) price += 3.0;
        if (leads_home(&chords[s - 1], &chords[s], low + b) && interval != 1)
          price += 2.5;
        price += against_melody(&slots[s - 1], &slots[s], low + b, pitch);
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

#define VOICINGS 80

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
  if (gap > 9) price += .2 * (gap - 9);
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
                        .04 * (ceiling - tones[a]);
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

// The same between inner voices, which may cross: a fifth is one only while
// the upper voice is above, else a fourth would be taken for it.
static int
inner_parallel(int a, int a2, int b, int b2)
{
  if (!elara_perfect_parallel(a, a2, b, b2)) return 0;
  return (a - b) % 12 == 0 || (a > b && a2 > b2);
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
    if (inner_parallel(x->v[k], y->v[k], bass, bass2)) price += 9.0;
    if (top && top2 && inner_parallel(top, top2, x->v[k], y->v[k]))
      price += 9.0;
    for (int j = k + 1; j < ELARA_INNER_VOICES; j++) {
      if (inner_parallel(x->v[k], y->v[k], x->v[j], y->v[j])) price += 9.0;
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
                         bass[s], slots[s - 1].leave, slots[s].top);
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
