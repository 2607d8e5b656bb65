// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// When a note begins and ends. People are not together to the millisecond:
// the melody leads by a hair, each player drifts (1/f noise of the inner
// clock) and twitches (motor noise), winds in chords do not attack as one.
// On a hard hit everybody looks at the conductor. Lengths follow the technique
// and, at the ends of phrases, the breath.

#include "perform/room.h"

#include "base/random.h"

#include <math.h>
#include <string.h>

#define OFF_MOST_MS 28.0
#define HIT_MOST_MS 1.0
#define MOTOR_MS 6.8      // sd of the hands of a section at k = 1
#define LEGATO_LAP_S .030 // a slurred note sounds into the next
#define LIFT_S .120
#define LEAST_S .045 // the shortest note that is heard as one

// Share of its written length that a note sounds.
static const double gates[ELARA_TECHNIQUE_COUNT] = {
    [ELARA_TECHNIQUE_NORMAL] = .94,     [ELARA_TECHNIQUE_STACCATO] = .45,
    [ELARA_TECHNIQUE_LEGATO] = 1.0,     [ELARA_TECHNIQUE_MARCATO] = .75,
    [ELARA_TECHNIQUE_TREMOLO] = .99,    [ELARA_TECHNIQUE_PIZZICATO] = .90,
    [ELARA_TECHNIQUE_MUTED] = .94,      [ELARA_TECHNIQUE_ROLL] = 1.0,
    [ELARA_TECHNIQUE_PONTICELLO] = .99, [ELARA_TECHNIQUE_HARMONIC] = .97,
    [ELARA_TECHNIQUE_STOPPED] = .90,
};

double
elara_perform_clamp(double x, double low, double high)
{
  return x < low ? low : x > high ? high : x;
}

double
elara_perform_unit(uint64_t seed, uint64_t a, uint64_t b)
{
  const uint64_t bits = elara_hash_mix(elara_hash_mix(seed, a), b);
  return (double)(bits >> 11) * 0x1.0p-53;
}

// Sum of six uniforms, mean 0, sd 1: motor noise.
static double
normal(uint64_t seed, uint64_t a, uint64_t b)
{
  double sum = 0.0;
  for (uint64_t i = 0; i < 6; i++) {
    sum += elara_perform_unit(seed, elara_hash_mix(a, i + 77), b);
  }
  return (sum - 3.0) * 1.4142135623730951;
}

// Voss: octaves of held random values add up to 1/f noise, without a state,
// so that one bar can be played again by itself. About -1..1.
double
elara_perform_drift(uint64_t seed, uint64_t index)
{
  double sum = 0.0;
  for (uint64_t octave = 0; octave < 6; octave++) {
    sum += elara_perform_unit(seed, octave, index >> octave) - .5;
  }
  return sum / 1.5;
}

// By what the cue is called, so that a new cue before it changes nothing here.
uint64_t
elara_perform_dice(const PerformRoom* room, int cue, const char* what)
{
  const ElaraCue* const c = cue >= 0 ? &room->plan->cues[cue] : NULL;
  const char* const name = !c ? "" : c->key ? c->key : c->name;
  return elara_hash_mix(
      elara_hash_mix(room->config.seed, elara_hash_text(what)),
      name ? elara_hash_text(name) : 0);
}

static uint64_t
stream(const PerformRoom* room, const PerformNote* n, const char* what)
{
  return elara_hash_mix(elara_perform_dice(room, n->cue, what),
                        (uint64_t)n->instrument_id);
}

// Sections blur their own edges; drums and single winds are exact.
static double
looseness_ms(const PerformNote* n)
{
  switch (n->instrument->family) {
  case ELARA_FAMILY_PERCUSSION:
    return 2.0;
  case ELARA_FAMILY_KEYS:
    return 3.0;
  case ELARA_FAMILY_STRING:
  case ELARA_FAMILY_CHOIR:
    return 5.0;
  default:
    return 4.0;
  }
}

// The lead is heard first because it comes first.
static double
role_ms(const PerformNote* n)
{
  if (n->note->lead) return -7.0;
  switch (n->note->role) {
  case ELARA_LINE_MELODY:
    return -5.0;
  case ELARA_LINE_BASS:
  case ELARA_LINE_DRUM:
  case ELARA_LINE_NOISE:
    return 0.0;
  case ELARA_LINE_PEDAL:
  case ELARA_LINE_INNER:
    return 4.0;
  default:
    return 2.0;
  }
}

// Chords: harps roll, winds are a little apart, strings are a section anyway.
static double
spread_ms(const PerformNote* n)
{
  if (n->instrument_id == ELARA_HARP) return 9.0 * n->chord_rank;
  const int wind = n->instrument->family == ELARA_FAMILY_WOODWIND ||
                   n->instrument->family == ELARA_FAMILY_BRASS;
  return wind ? 3.0 * n->chord_rank : 0.0;
}

static double
offset_ms(const PerformRoom* room, const PerformNote* n)
{
  const uint64_t tick =
      (uint64_t)(n->note->tick - elara_perform_cue_tick(room, n->cue));
  const uint64_t clock = stream(room, n, "perform.clock");
  const uint64_t motor = stream(room, n, "perform.motor");
  const double loose = looseness_ms(n);
  // Half a beat is the grain of the inner clock. Who leads and how chords
  // break is a habit, the rest is chance.
  const double habit = (role_ms(n) + spread_ms(n)) * room->config.expression;
  const double off =
      habit +
      loose * n->palette->clock *
          elara_perform_drift(clock, tick / (ELARA_TICKS_PER_QUARTER / 2)) +
      MOTOR_MS * loose / 5.0 * n->palette->motor *
          normal(motor, tick, (uint64_t)n->note->pitch);
  // A cue begins together, as a hit does.
  const int together = n->on_hit || tick == 0;
  if (together) {
    return elara_perform_clamp(.2 * off, -HIT_MOST_MS, HIT_MOST_MS);
  }
  // What the rules moved for all counts too: nobody leaves the beat.
  const ElaraTempoMap beats = {room->take->tempo, room->take->tempo_count};
  const double common =
      1000.0 * elara_time_s(elara_tempo_map_time(&room->map, n->note->tick) -
                            elara_tempo_map_time(&beats, n->note->tick));
  return elara_perform_clamp(off, -OFF_MOST_MS - common, OFF_MOST_MS - common);
}

// --- ends
// ------------------------------------------------------------------------

static int
is_slurred_on(const PerformNote* n)
{
  if (!n->next) return 0;
  if (n->note->slur > 0 && n->note->slur == n->next->slur) return 1;
  return n->note->technique == ELARA_TECHNIQUE_LEGATO && !n->phrase_end &&
         n->next->technique == ELARA_TECHNIQUE_LEGATO &&
         n->note->slur == n->next->slur;
}

// Silence before the next note that the rules ask for; strings lift the bow
// more quickly than winds breathe.
static double
gap_s(const PerformNote* n)
{
  const PerformLine* const line = n->line;
  double gap =
      elara_rule_gap_ms(n->palette, line->tones, line->count, n->place);
  if (n->phrase_end) {
    const double wished = 1000.0 * n->palette->breath *
                          (n->instrument->breath_s > 0.0 ? .14 : .08);
    gap = fmax(gap, fmin(wished, 150.0 * n->written_s));
  }
  return .001 * gap;
}

// Share of the written length: staccato by the rule, as short as the mood.
static double
gate(const PerformRoom* room, const PerformNote* n)
{
  const int technique = n->note->technique;
  const double printed = gates[technique];
  if (technique != ELARA_TECHNIQUE_STACCATO) return printed;
  const double e = fmin(room->config.expression, 1.0);
  const double ruled = 1.0 - elara_rule_staccato(n->palette->staccato);
  return printed + e * (ruled - printed);
}

// No two notes are equally long; an up-bow is a little shorter.
static double
uneven(const PerformRoom* room, const PerformNote* n)
{
  const uint64_t dice = stream(room, n, "perform.length");
  const uint64_t tick =
      (uint64_t)(n->note->tick - elara_perform_cue_tick(room, n->cue));
  const double roll =
      elara_perform_unit(dice, tick, (uint64_t)n->note->pitch) - .5;
  return 1.0 + (.06 * roll - (n->up_bow ? .03 : 0.0)) *
                   fmin(room->config.expression, 1.0);
}

static double
clamp_low(double x, double low)
{
  return x > low ? x : low;
}

// Seconds from the written beginning to the end of sound.
static double
sounding_s(const PerformRoom* room, const PerformNote* n)
{
  const ElaraScoreNote* const note = n->note;
  const int joined = n->next && n->next->tick == note->tick + note->duration;
  const int repeated = joined && n->next->pitch == note->pitch;
  const int sung = note->technique == ELARA_TECHNIQUE_NORMAL ||
                   note->technique == ELARA_TECHNIQUE_LEGATO;
  // All lift before a hard hit, so that it has an edge.
  const int lifts = elara_perform_on_hit(room, note->tick + note->duration) &&
                    n->instrument_id != ELARA_RISER;
  if (lifts)
    return clamp_low(n->written_s - fmin(LIFT_S, .45 * n->written_s), LEAST_S);
  // The printed page has its breaths too; the rules only shape them.
  const double breath = n->phrase_end ? fmin(.04, .1 * n->written_s) : 0.0;
  if (joined && !repeated && sung && is_slurred_on(n)) {
    return n->written_s + LEGATO_LAP_S;
  }
  double length = n->written_s * gate(room, n);
  if (note->technique == ELARA_TECHNIQUE_NORMAL &&
      n->written_s - length > .08) {
    // Detached is a gap, not a share: a long note is not cut by seconds.
    length = n->written_s - .08;
  }
  if (joined && length < .98 * n->written_s) length *= uneven(room, n);
  const double least_gap = repeated ? fmin(.02, .2 * n->written_s) : 0.0;
  const double gap =
      clamp_low(gap_s(n), breath > least_gap ? breath : least_gap);
  if (length > n->written_s - gap) length = n->written_s - gap;
  return clamp_low(length, LEAST_S);
}

void
elara_perform_timing(const PerformRoom* room,
                     const PerformNote* n,
                     ElaraTime* on,
                     ElaraTime* off)
{
  const ElaraTime written = elara_tempo_map_time(&room->map, n->note->tick);
  const ElaraTime first = n->cue >= 0 ? room->plan->cues[n->cue].start : 0;
  const ElaraTime last =
      n->cue >= 0 ? room->plan->cues[n->cue].end : room->plan->length;
  const ElaraTime least = elara_time_from_s(.01);
  *on = written + elara_time_from_s(offset_ms(room, n) / 1000.0);
  if (*on < first) *on = first;
  if (*on > last - least) *on = last - least;
  if (*on < 0) *on = 0;
  *off = written + elara_time_from_s(sounding_s(room, n));
  if (n->instrument_id == ELARA_RISER) {
    // It peaks where it ends: on the hit, exactly.
    *off = elara_tempo_map_time(&room->map, n->note->tick + n->note->duration);
  }
  if (*off > last) *off = last;
  if (*off < *on + least) *off = *on + least;
}
