// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

#include "model/harmony.h"
#include "model/instrument.h"
#include "model/mood.h"
#include "model/score.h"
#include "model/tempo_map.h"
#include "tap.h"

static void
test_clocks(void)
{
  TAP_EQ_I(elara_time_frames(ELARA_FLICKS_PER_S, 48000), 48000,
           "a second at 48 kHz");
  TAP_EQ_I(ELARA_FLICKS_PER_S % (24000 / 8) == 0 &&
               (ELARA_FLICKS_PER_S * 1001) % 24000 == 0,
           1, "23.976 frames are whole flicks");
  TAP_EQ_I(elara_time_from_s(1.5), ELARA_FLICKS_PER_S * 3 / 2, "from seconds");
  const ElaraTempoAnchor anchors[] = {{0, 0},
                                      {3360 * 4, ELARA_FLICKS_PER_S * 2},
                                      {3360 * 8, ELARA_FLICKS_PER_S * 6}};
  const ElaraTempoMap map = {anchors, 3};
  TAP_OK(elara_tempo_map_valid(&map), "a good map");
  TAP_NEAR(elara_tempo_map_bpm(&map, 0), 120.0, 1e-9, "120 at the start");
  TAP_NEAR(elara_tempo_map_bpm(&map, 3360 * 5), 60.0, 1e-9,
           "60 after the change");
  int there_and_back = 1;
  for (ElaraTick t = 0; t < 3360 * 12; t += 7) {
    there_and_back &=
        elara_tempo_map_tick(&map, elara_tempo_map_time(&map, t)) == t;
  }
  TAP_OK(there_and_back, "ticks to time and back");
  TAP_EQ_I(elara_tempo_map_time(&map, 3360 * 12), ELARA_FLICKS_PER_S * 10,
           "the last tempo goes on");
  const ElaraTempoAnchor bad[] = {{0, 0}, {3360, 0}};
  const ElaraTempoMap broken = {bad, 2};
  TAP_OK(!elara_tempo_map_valid(&broken), "time must grow");
}

static void
test_instruments(void)
{
  int good = 1;
  for (int i = 0; i < ELARA_INSTRUMENT_COUNT; i++) {
    const ElaraInstrument* const t = elara_instrument(i);
    good &= t->low <= t->used_low && t->used_low <= t->sweet_low &&
            t->sweet_low <= t->sweet_high && t->sweet_high <= t->used_high &&
            t->used_high <= t->high;
    good &= elara_instrument_by_name(t->name) == i &&
            elara_instrument_by_name(t->short_name) == i;
    good &= t->polyphony >= 1 && t->players >= 1;
  }
  TAP_OK(good,
         "hard range holds used range holds sweet range; names are unique");
  TAP_OK(!elara_instrument(-1) && !elara_instrument(99), "no such instrument");
  TAP_NEAR(elara_instrument_comfort(ELARA_FLUTE, 80), 1.0, 0,
           "a flute sings at 80");
  TAP_NEAR(elara_instrument_comfort(ELARA_FLUTE, 40), 0.0, 0, "and has no 40");
  TAP_OK(elara_instrument_register_db(ELARA_FLUTE, 60) < -5,
         "low flute notes are weak");
  TAP_OK(elara_instrument_register_db(ELARA_TRUMPET, 80) > 2,
         "high trumpet notes are strong");
}

static void
test_harmony(void)
{
  TAP_EQ_I(elara_key_fifths(0, ELARA_MODE_MAJOR), 0, "C major");
  TAP_EQ_I(elara_key_fifths(9, ELARA_MODE_MINOR), 0, "A minor");
  TAP_EQ_I(elara_key_fifths(2, ELARA_MODE_DORIAN), 0, "D dorian");
  TAP_EQ_I(elara_key_fifths(3, ELARA_MODE_MAJOR), -3, "E flat major");
  TAP_EQ_I(elara_key_fifths(4, ELARA_MODE_LYDIAN), 5, "E lydian");
  TAP_EQ_I(elara_key_fifths(3, ELARA_MODE_MINOR), -6, "E flat minor");
  TAP_EQ_I(elara_key_fifths(6, ELARA_MODE_MAJOR), 6, "F sharp major");
  TAP_EQ_I(elara_degree_pitch(60, ELARA_MODE_MAJOR, 9, 0), 76,
           "the tenth above C");
  TAP_EQ_I(elara_degree_pitch(60, ELARA_MODE_MINOR, -1, 1), 59,
           "the leading tone below");
  const ElaraChord dominant = {.root = 7, .quality = ELARA_CHORD_DOMINANT_7};
  TAP_EQ_I(elara_chord_mask(&dominant), 1 << 7 | 1 << 11 | 1 << 2 | 1 << 5,
           "G B D F");
}

static void
test_moods(void)
{
  int round = 1;
  for (int i = 0; i < ELARA_MOOD_COUNT; i++) {
    const ElaraMoodInfo* const m = elara_mood_info((ElaraMood)i);
    round &= elara_mood_by_name(m->name) == (ElaraMood)i;
    round &= elara_mood_nearest(m->valence, m->arousal, m->tension,
                                m->levity) == (ElaraMood)i;
    round &= m->bpm_low < m->bpm_high && m->level_low < m->level_high;
  }
  TAP_OK(round, "every mood is nearest to its own centre");
}

static void
test_dynamics(void)
{
  TAP_EQ_S(elara_dynamic_mark(0.0), "ppp", "silence is ppp");
  TAP_EQ_S(elara_dynamic_mark(.55), "mf", "the middle");
  TAP_EQ_S(elara_dynamic_mark(1.0), "fff", "the top");
  ElaraDynamic d[] = {{0, 100, .2, .6}, {100, 100, .5, .5}};
  const ElaraPart part = {.dynamics = d, .dynamic_count = 2};
  TAP_NEAR(elara_part_level(&part, 50), .4, 1e-12, "a hairpin is even");
  TAP_NEAR(elara_part_level(&part, 500), .5, 1e-12, "the last level holds");
}

int
main(void)
{
  tap_begin("model");
  test_clocks();
  test_instruments();
  test_harmony();
  test_moods();
  test_dynamics();
  return tap_end();
}
