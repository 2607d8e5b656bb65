// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// How loud. One table maps a level to velocity and controller 11; a SoundFont
// sampler turns each of them into 40 log10(x / 127) dB, so pp to ff is 30 dB.
// Controller 11 keeps 1.6 dB above fff free: what swells needs room.
// Upon it come, in dB, the rules of the KTH school: the higher the louder,
// melodic charge, harmonic charge with its crescendo of 1.9 s, phrase arches.

#include "perform/room.h"

#include "base/random.h"

#include <math.h>
#include <stdlib.h>

typedef struct {
  double level;
  double velocity;
  double expression; // controller 11
} LevelRow;

static const LevelRow levels[] = {
    // level  vel   cc11     mark    dB below full
    {.0000, 24., 55.},   // ppp       44
    {.1875, 34., 64.},   // pp        34
    {.3125, 48., 75.},   // p         26
    {.4375, 62., 85.},   // mp        20
    {.5625, 76., 93.},   // mf        14
    {.6875, 94., 102.},  // f          9
    {.8125, 112., 110.}, // ff         5
    {1.0000, 124., 116.} // fff        2
};
#define LEVELS (sizeof levels / sizeof *levels)

// Strength of the rules in dB, at expression 1.
#define LEAD_DB 3.0
#define ACCENT_DB 6.0
#define HIGH_DB_PER_SEMITONE .25
#define MOTOR_DB .5

static LevelRow
row_at(double level)
{
  if (level <= levels[0].level) return levels[0];
  for (size_t i = 1; i < LEVELS; i++) {
    const LevelRow* const a = &levels[i - 1];
    const LevelRow* const b = &levels[i];
    if (level > b->level) continue;
    const double x = (level - a->level) / (b->level - a->level);
    return (LevelRow){level, a->velocity + x * (b->velocity - a->velocity),
                      a->expression + x * (b->expression - a->expression)};
  }
  return levels[LEVELS - 1];
}

double
elara_perform_level_db(double level)
{
  const LevelRow row = row_at(level);
  return 40.0 * log10(row.velocity * row.expression / (127.0 * 127.0));
}

static int
with_db(double value, double db, int low, int high)
{
  const double changed = value * pow(10.0, db / 40.0);
  return (int)elara_perform_clamp(floor(changed + .5), low, high);
}

double
elara_perform_level_velocity(double level)
{
  return row_at(level).velocity;
}

int
elara_perform_expression(double level, double db)
{
  return with_db(row_at(level).expression, db, 20, 127);
}

// --- charges
// ---------------------------------------------------------------------

double
elara_perform_melodic_charge(int pitch, int root)
{
  static const double charge[12] = {0., 6.5, 2.,  4.5, 4.,  2.5,
                                    6., 1.,  5.5, 3.,  3.5, 5.};
  return charge[((pitch - root) % 12 + 12) % 12];
}

double
elara_perform_chord_charge(const ElaraChord* chord)
{
  static const double major[12] = {0.,  7.,  4., 3.5, 6.,  3.,
                                   7.5, 1.5, 4., 6.,  3.5, 7.};
  static const double minor[12] = {.3, 8., 2.5, 7.,  3., 3.5,
                                   7., 2., 6.5, 1.5, 6., 5.5};
  const int above = ((chord->root - chord->tonic) % 12 + 12) % 12;
  switch (chord->quality) {
  case ELARA_CHORD_DIMINISHED:
  case ELARA_CHORD_DIMINISHED_7:
  case ELARA_CHORD_HALF_DIMINISHED:
    return 5.0;
  default:
    return elara_mode_is_minor(chord->mode) ? minor[above] : major[above];
  }
}

// Index of the first chord that starts after TICK.
static size_t
chord_after(const PerformRoom* room, ElaraTick tick)
{
  size_t low = 0;
  size_t high = room->score->chord_count;
  while (low < high) {
    const size_t middle = low + (high - low) / 2;
    if (room->score->chords[middle].tick <= tick) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

const ElaraChord*
elara_perform_chord_at(const PerformRoom* room, ElaraTick tick)
{
  const size_t i = chord_after(room, tick);
  if (i == 0) return NULL;
  const ElaraChord* const chord = &room->score->chords[i - 1];
  return tick < chord->tick + chord->duration ? chord : NULL;
}

int
elara_perform_phrase_at(const PerformRoom* room, ElaraTick tick)
{
  if (!room->sketch) return -1;
  size_t low = 0;
  size_t high = room->sketch->phrase_count;
  while (low < high) {
    const size_t middle = low + (high - low) / 2;
    if (room->sketch->phrases[middle].tick <= tick) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low > 0 && tick < room->sketch->phrases[low - 1].end ? (int)low - 1
                                                              : -1;
}

// --- curves in dB
// ------------------------------------------------------------------

// Level 5 and 6 of the KTH phrase arch, in dB: 0 at the turn, softer at start
// and end. A phrase that is to grow does not sink at its end, nor does the
// climax of a cue: the level of the score comes first.
double
elara_perform_arch_db(const PerformRoom* room,
                      const PerformPalette* palette,
                      ElaraTick tick)
{
  const int index = elara_perform_phrase_at(room, tick);
  if (index < 0) return 0.0;
  const ElaraPhrase* const p = &room->sketch->phrases[index];
  const double x = (double)(tick - p->tick) / (double)(p->end - p->tick);
  const int grows = p->climax || p->level_end > p->level + .05;
  const int falls = p->level_end < p->level - .05;
  double db = palette->phrase *
              elara_rule_arch(x, .55, falls ? -.4 : -1.6, grows ? -.5 : -2.8);
  ElaraTick start = 0;
  ElaraTick end = 0;
  if (elara_perform_sub_phrase(room, p, tick, &start, &end)) {
    const double y = (double)(tick - start) / (double)(end - start);
    db += palette->sub * elara_rule_arch(y, .5, -1.0, grows ? -.6 : -2.0);
  }
  return db;
}

static double
chord_peak_db(const PerformPalette* palette, const ElaraChord* chord)
{
  return 1.5 * palette->harmony * sqrt(elara_perform_chord_charge(chord));
}

// Rises for 1.9 s towards a charged chord, falls back while it lasts.
double
elara_perform_harmony_db(const PerformRoom* room,
                         const PerformPalette* palette,
                         ElaraTick tick)
{
  const size_t next = chord_after(room, tick);
  double db = 0.0;
  const ElaraTime now = elara_tempo_map_time(&room->map, tick);
  if (next > 0) {
    const ElaraChord* const chord = &room->score->chords[next - 1];
    const double x = (double)(tick - chord->tick) / (double)chord->duration;
    if (x < 1.0) db = chord_peak_db(palette, chord) * (1.0 - x);
  }
  if (next < room->score->chord_count) {
    const ElaraChord* const chord = &room->score->chords[next];
    const ElaraTime then = elara_tempo_map_time(&room->map, chord->tick);
    const double left = elara_time_s(then - now);
    if (left < 1.9) {
      const double rising = chord_peak_db(palette, chord) * (1.0 - left / 1.9);
      if (rising > db) db = rising;
    }
  }
  return db;
}

// --- velocity
// ------------------------------------------------------------------------

// The bar has a shape of its own: first beat, then the others.
static double
metre_db(const PerformRoom* room, ElaraTick tick)
{
  const size_t bar = elara_plan_bar_at(room->plan, tick);
  const ElaraBar* const b = &room->plan->bars[bar];
  if (tick == b->tick) return 1.0;
  return (tick - b->tick) % elara_perform_beat_ticks(b) == 0 ? .3 : -.3;
}

int
elara_perform_velocity(const PerformRoom* room, const PerformNote* n)
{
  const ElaraScoreNote* const note = n->note;
  double db = ACCENT_DB * note->accent + (note->lead ? LEAD_DB : 0.0);
  const double k = room->config.expression;
  if (n->instrument->family != ELARA_FAMILY_PERCUSSION) {
    const double high = note->pitch - n->mean_pitch;
    db += n->palette->high *
          elara_perform_clamp(HIGH_DB_PER_SEMITONE * high, -3.0, 3.0);
  }
  db += elara_perform_clamp(elara_rule_louder_db(n->palette, n->line->tones,
                                                 n->line->count, n->place),
                            -3.0, 3.0);
  db += k * metre_db(room, note->tick) + (n->on_hit ? 1.5 : 0.0);
  if (note->technique == ELARA_TECHNIQUE_MARCATO) db += 1.5;
  // Strokes of the bow are weak and strong in turn.
  if (n->up_bow) db -= .6 * k;
  const uint64_t dice =
      elara_hash_mix(elara_perform_dice(room, n->cue, "perform.loud"),
                     (uint64_t)n->instrument_id);
  const ElaraTick place = note->tick - elara_perform_cue_tick(room, n->cue);
  const double twitch =
      elara_perform_unit(dice, (uint64_t)place, (uint64_t)note->pitch) - .5;
  db += MOTOR_DB * 2.0 * n->palette->motor * 2.0 * twitch;
  return with_db(row_at(n->level).velocity, db, 12, 127);
}
