// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// How loud. One table maps a level to velocity and controller 11; a SoundFont
// sampler turns each of them into 40 log10(x / 127) dB, so pp to ff is 30 dB.
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
    {.0000, 24., 60.},   // ppp       42
    {.1875, 34., 70.},   // pp        33
    {.3125, 48., 82.},   // p         24
    {.4375, 62., 93.},   // mp        18
    {.5625, 76., 102.},  // mf        13
    {.6875, 94., 112.},  // f          7
    {.8125, 112., 121.}, // ff         3
    {1.0000, 124., 127.} // fff        0
};
#define LEVELS (sizeof levels / sizeof *levels)

// Strength of the rules in dB, at expression 1.
#define LEAD_DB 3.0
#define ACCENT_DB 6.0
#define HIGH_DB_PER_SEMITONE .11
#define CHARGE_DB .2
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

// -1.5 dB at the start of a phrase, 0 at its turn, -2.5 dB at its end; at the
// climax of a cue the phrase does not sink.
double
elara_perform_arch_db(const PerformRoom* room, ElaraTick tick)
{
  const int index = elara_perform_phrase_at(room, tick);
  if (index < 0) return 0.0;
  const ElaraPhrase* const p = &room->sketch->phrases[index];
  const double x = (double)(tick - p->tick) / (double)(p->end - p->tick);
  const double turn = .6;
  const double y = x < turn ? 1.0 - x / turn : (x - turn) / (1.0 - turn);
  const double depth = x < turn ? 1.5 : p->climax ? .5 : 2.5;
  return -depth * y * y * room->config.expression;
}

static double
chord_peak_db(const ElaraChord* chord)
{
  return .75 * sqrt(elara_perform_chord_charge(chord));
}

// Rises for 1.9 s towards a charged chord, falls back while it lasts.
double
elara_perform_harmony_db(const PerformRoom* room, ElaraTick tick)
{
  const size_t next = chord_after(room, tick);
  double db = 0.0;
  const ElaraTime now = elara_tempo_map_time(&room->map, tick);
  if (next > 0) {
    const ElaraChord* const chord = &room->score->chords[next - 1];
    const double x = (double)(tick - chord->tick) / (double)chord->duration;
    if (x < 1.0) db = chord_peak_db(chord) * (1.0 - x);
  }
  if (next < room->score->chord_count) {
    const ElaraChord* const chord = &room->score->chords[next];
    const ElaraTime then = elara_tempo_map_time(&room->map, chord->tick);
    const double left = elara_time_s(then - now);
    if (left < 1.9) {
      const double rising = chord_peak_db(chord) * (1.0 - left / 1.9);
      if (rising > db) db = rising;
    }
  }
  return db * room->config.expression;
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
    db += k * elara_perform_clamp(HIGH_DB_PER_SEMITONE * high, -2.0, 2.0);
    const ElaraChord* const chord = elara_perform_chord_at(room, note->tick);
    if (chord && (note->lead || note->role == ELARA_LINE_MELODY)) {
      db += k * CHARGE_DB *
            elara_perform_melodic_charge(note->pitch, chord->root);
    }
  }
  db += k * metre_db(room, note->tick) + (n->on_hit ? 1.5 : 0.0);
  if (note->technique == ELARA_TECHNIQUE_MARCATO) db += 1.5;
  const uint64_t seed =
      elara_hash_mix(room->config.seed, elara_hash_text("perform.loud"));
  const double twitch = elara_perform_unit(seed,
                                           (uint64_t)note->tick * 131U +
                                               (uint64_t)n->instrument_id,
                                           (uint64_t)note->pitch) -
                        .5;
  db += k * MOTOR_DB * 2.0 * twitch;
  return with_db(row_at(n->level).velocity, db, 12, 127);
}
