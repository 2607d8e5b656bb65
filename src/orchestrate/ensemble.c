// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// The fifteen settings, each cast in its own way, and how a phrase is cut into
// members with so many parts each: where voices may enter, leave, change hands.

#include "orchestrate/room.h"

#define I(x) ONE(ELARA_##x)
#define STRINGS (I(VIOLIN_1) | I(VIOLIN_2) | I(VIOLA) | I(CELLO) | LOWEST)
#define LOWEST I(DOUBLE_BASS)
#define REEDS (I(OBOE) | I(ENGLISH_HORN) | I(CLARINET) | I(BASSOON))
#define LOW_WOODS (I(BASS_CLARINET) | I(CONTRABASSOON))
#define WOODS (I(PICCOLO) | I(FLUTE) | REEDS | LOW_WOODS)
#define BRASS (I(HORN) | I(TRUMPET) | TROMBONES | I(TUBA))
#define TROMBONES (I(TROMBONE) | I(BASS_TROMBONE))
#define KEYS                                                                   \
  (I(GLOCKENSPIEL) | I(XYLOPHONE) | I(TUBULAR_BELLS) | I(CELESTA) | I(HARP))
#define ALL (STRINGS | WOODS | BRASS | KEYS | I(CHOIR))

const Group elara_strings = STRINGS;
const Group elara_woods = WOODS;
const Group elara_brass = BRASS;

// lead, bed, bass, fill; least and most parts; doubling; hold; layers; why
static const Cast casts[ELARA_ENSEMBLE_COUNT] = {
    [ELARA_ENSEMBLE_ACCOMPANIED] = {ALL, ALL, ALL, ALL, 4, 26, 1.0, 0, 0,
                                    "a tune and its accompaniment"},
    [ELARA_ENSEMBLE_SOLO] = {WOODS | I(HORN) | I(CELLO) | I(VIOLA) |
                                 I(VIOLIN_1) | I(CELESTA),
                             STRINGS | I(HARP), STRINGS, 0, 2, 6, 0.0, 1, 0,
                             "one voice alone is heard as a person"},
    [ELARA_ENSEMBLE_CHORALE] = {STRINGS, STRINGS, STRINGS, 0, 4, 6, 0.0, 1, 0,
                                "four parts of one colour sing together"},
    [ELARA_ENSEMBLE_FUGATO] =
        {STRINGS | WOODS, STRINGS | WOODS, STRINGS | I(BASSOON), WOODS, 1, 14,
         0.0, 1, 1, "voices enter one after another, each its own colour"},
    [ELARA_ENSEMBLE_DIALOGUE] = {ALL, ALL, ALL, ALL, 4, 17, 1.2, 0, 0,
                                 "families answer each other"},
    [ELARA_ENSEMBLE_TREMOLO] = {WOODS | I(HORN), STRINGS, STRINGS,
                                WOODS | I(HORN) | KEYS, 5, 12, .3, 0, 0,
                                "strings shiver under single winds"},
    [ELARA_ENSEMBLE_OSTINATO] = {ALL, WOODS | BRASS | STRINGS, ALL,
                                 WOODS | BRASS | STRINGS, 3, 22, .8, 0, 1,
                                 "one layer for each section"},
    [ELARA_ENSEMBLE_UNISON] = {STRINGS | WOODS | BRASS, 0, 0, 0, 5, 24, 0.0, 1,
                               0, "all say the same thing, in octaves"},
    [ELARA_ENSEMBLE_HOCKET] = {WOODS | STRINGS | I(XYLOPHONE) | I(TRUMPET),
                               STRINGS, STRINGS | I(BASSOON), WOODS, 4, 12, 0.0,
                               0, 0, "the tune is thrown from hand to hand"},
    [ELARA_ENSEMBLE_WEB] =
        {I(FLUTE) | I(CLARINET) | I(CELESTA) | I(OBOE) | I(VIOLIN_1),
         STRINGS | I(CLARINET), I(CELLO) | I(HARP) | I(BASS_CLARINET),
         KEYS | I(FLUTE) | I(VIOLIN_1) | I(VIOLIN_2), 4, 11, .3, 0, 0,
         "plucked and struck tones and flute tones of the strings"},
    [ELARA_ENSEMBLE_PLANING] = {BRASS, BRASS, BRASS | I(BASSOON) | STRINGS,
                                BRASS | I(VIOLIN_2) | I(VIOLA) | I(CELLO) |
                                    LOWEST,
                                5, 18, .6, 0, 0,
                                "brass triads move in parallel"},
    [ELARA_ENSEMBLE_EXTREMES] = {I(PICCOLO) | I(FLUTE) | I(VIOLIN_1) |
                                     I(BASS_CLARINET) | I(CONTRABASSOON) |
                                     I(BASSOON),
                                 I(VIOLIN_1) | I(VIOLIN_2) | I(PICCOLO) |
                                     I(FLUTE),
                                 LOW_WOODS | LOWEST | I(TUBA),
                                 I(PICCOLO) | I(VIOLIN_1) | LOW_WOODS | LOWEST |
                                     I(CELESTA),
                                 3, 8, 0.0, 1, 0,
                                 "very low and very high, nothing between"},
    [ELARA_ENSEMBLE_HARMONIE] = {WOODS | I(HORN), WOODS | I(HORN),
                                 I(BASSOON) | LOW_WOODS, WOODS | I(HORN), 5, 9,
                                 .6, 0, 0, "winds alone, as on a terrace"},
    [ELARA_ENSEMBLE_STRINGS] = {STRINGS, STRINGS, STRINGS, 0, 4, 5, .5, 1, 0,
                                "strings alone, divided"},
    [ELARA_ENSEMBLE_TUTTI] = {STRINGS | WOODS | BRASS, ALL, ALL, ALL, 17, 26,
                              1.8, 1, 0, "everyone"},
};

// The four choirs of an orchestra.
static const Group choirs[] = {
    STRINGS,
    I(FLUTE) | REEDS | I(BASS_CLARINET),
    I(HORN) | I(BASSOON),
    TROMBONES | I(TRUMPET) | I(TUBA),
};

static Group
choose_choir(const ElaraPhrase* p, ElaraRandom* random)
{
  const int dark = p->brightness < -.1 || p->valence < -.3;
  const double weights[] = {.4, .3, dark ? .1 : .2,
                            p->level < .35 && !dark ? 0.0
                            : dark                  ? .3
                                                    : .1};
  return choirs[elara_random_weighted(random, weights, 4)];
}

// The fuller a phrase, the more join even a small setting: a chorale at a
// height is sung by all choirs, a solo is carried by soft winds.
static void
widen(const ElaraPhrase* p, Cast* cast)
{
  const double d = p->density;
  switch (p->ensemble) {
  case ELARA_ENSEMBLE_CHORALE:
    if (d < .7) return;
    cast->fill = ALL & ~KEYS;
    cast->doubling = 1.0;
    cast->most = (int)(26.0 * d);
    break;
  case ELARA_ENSEMBLE_SOLO:
    if (d < .35) return;
    cast->fill = STRINGS | I(CLARINET) | I(BASSOON) | I(HORN) | I(HARP);
    cast->most = (int)(13.0 * d);
    break;
  case ELARA_ENSEMBLE_FUGATO:
    if (d > .6) cast->fill = WOODS | BRASS | STRINGS;
    cast->most = (int)(8.0 + 14.0 * d);
    break;
  case ELARA_ENSEMBLE_TREMOLO:
    if (p->mood == ELARA_MOOD_DREAD || p->mood == ELARA_MOOD_TERROR)
      cast->fill |= BRASS | I(CHOIR);
    cast->most = (int)(9.0 + 13.0 * d);
    break;
  case ELARA_ENSEMBLE_HOCKET:
    if (d > .5) cast->fill |= STRINGS | I(HORN) | I(HARP) | I(XYLOPHONE);
    cast->most = (int)(8.0 + 9.0 * d);
    break;
  case ELARA_ENSEMBLE_WEB:
    if (d > .5)
      cast->fill |= I(OBOE) | I(CLARINET) | I(VIOLA) | I(CELLO) | I(HORN) |
                    I(CHOIR) | I(PICCOLO) | LOWEST;
    cast->most = (int)(7.0 + 11.0 * d);
    break;
  case ELARA_ENSEMBLE_EXTREMES:
    if (d > .45)
      cast->fill |= I(BASS_TROMBONE) | I(TUBA) | I(CELLO) | I(BASSOON) |
                    I(FLUTE) | I(VIOLIN_2) | I(GLOCKENSPIEL) | I(TROMBONE);
    cast->most = (int)(6.0 + 10.0 * d);
    break;
  default:
    break;
  }
}

Cast
elara_cast(const ElaraPhrase* phrase, ElaraRandom* random)
{
  Cast cast = casts[phrase->ensemble < ELARA_ENSEMBLE_COUNT
                        ? phrase->ensemble
                        : ELARA_ENSEMBLE_ACCOMPANIED];
  if (phrase->ensemble == ELARA_ENSEMBLE_CHORALE)
    cast.lead = cast.bed = cast.bass = choose_choir(phrase, random);
  if (phrase->climax && phrase->ensemble == ELARA_ENSEMBLE_ACCOMPANIED)
    cast.hold = 1;
  widen(phrase, &cast);
  return cast;
}

// --- members
// -----------------------------------------------------------------------------

// How well a melody can be cut at TICK: not inside a note, better after a long
// note or a rest.
static double
cut_value(const ElaraLine* melody, ElaraTick tick)
{
  if (!melody) return 1.0;
  ElaraTick before = -1;
  for (size_t i = 0; i < melody->note_count; i++) {
    const ElaraSketchNote* const n = &melody->notes[i];
    if (n->tick < tick && n->tick + n->duration > tick) return 0.0;
    if (n->tick < tick) {
      before = n->duration;
      if (n->tick + n->duration < tick) before = 4 * QUARTER;
    }
    if (n->tick == tick) return before >= 2 * QUARTER ? 2.0 : 1.0;
  }
  return before < 0 ? .5 : 1.0;
}

static int
wanted_bars(Stand* s)
{
  static const int usual[] = {1, 2, 2, 2, 2, 3, 3, 4};
  const int pick = elara_random_index(&s->random, 8);
  if (s->phrase->ensemble == ELARA_ENSEMBLE_DIALOGUE) return 1 + pick % 2;
  return usual[pick];
}

// The bar, near the wanted one, where the phrase is best cut.
static int
next_cut(const Stand* s, int bar, int want)
{
  const ElaraPlan* const plan = s->desk->plan;
  int best = -1;
  double most = .1;
  for (int b = bar + 1; b <= bar + want + 1; b++) {
    // the last bar belongs to who has the bar before it
    if (b > s->phrase->bar_count - 2) break;
    const size_t index = (size_t)(s->phrase->first_bar + b);
    const double away = b > bar + want ? b - bar - want : bar + want - b;
    const double value =
        cut_value(s->melody, plan->bars[index].tick) - .6 * away;
    if (value > most || (best < 0 && value > -.5 && away < 1.5 &&
                         cut_value(s->melody, plan->bars[index].tick) > 0.0))
      most = value, best = b;
  }
  return best;
}

static void
cut_bars(Stand* s)
{
  int bar = 0;
  while (s->members + 1 < MOST_MEMBERS) {
    const int want = wanted_bars(s);
    int next = next_cut(s, bar, want);
    // inside a held note nobody changes: look further
    for (int w = want + 1; next < 0 && w < 7; w++) {
      next = next_cut(s, bar, w);
    }
    if (next < 0) return;
    s->cut[s->members++] =
        s->desk->plan->bars[s->phrase->first_bar + next].tick;
    bar = next;
  }
}

// Hocket: after every two or three beats the tune changes hands.
static void
cut_beats(Stand* s)
{
  const ElaraPlan* const plan = s->desk->plan;
  const ElaraTick last =
      plan->bars[s->phrase->first_bar + s->phrase->bar_count - 1].tick;
  ElaraTick from = s->phrase->tick;
  for (size_t i = 0; s->melody && i < s->melody->note_count; i++) {
    const ElaraTick tick = s->melody->notes[i].tick;
    if (tick >= last || s->members + 1 >= MOST_MEMBERS) break;
    if (tick - from < 2 * QUARTER || tick % QUARTER) continue;
    s->cut[s->members++] = from = tick;
  }
}

// --- how full
// ------------------------------------------------------------------------------

static double
share_wanted(const Stand* s)
{
  const ElaraPhrase* const p = s->phrase;
  const double d = p->density < 0.0 ? 0.0 : p->density > 1.0 ? 1.0 : p->density;
  const double reach = s->cue->reach;
  double share = .45 + .95 * d * (.5 + .5 * d) * (.8 + .2 * reach);
  if (s->speaking) share *= .88;
  return share;
}

// The course of a phrase: 0 its beginning, 1 its end.
static double
swell(Stand* s, double at)
{
  const ElaraPhrase* const p = s->phrase;
  const double rise = p->level_end - p->level;
  const double noise = elara_random_range(&s->random, .62, 1.5);
  const int hole = elara_random_chance(&s->random, .12);
  if (p->climax) return 1.0 + .1 * at;
  if (s->desk->after_climax && p->level_end < .75)
    return 1.2 - .75 * at; // one by one they leave
  if (s->cast.layers) return .3 + .9 * at;
  if (rise > .08) return .5 + .8 * at; // a layer every few bars
  if (rise < -.12) return 1.25 - .8 * at;
  if (hole) return .42; // air: a few go on alone
  return noise * (.88 + .3 * at);
}

// Half of those who played go on, unless the music falls away.
static void
keep_players(Stand* s)
{
  // layers enter one by one: there who played only ends on the first chord
  if (s->desk->after_climax || s->index == 0 || s->cast.layers) return;
  const ElaraPhrase* const before = s->phrase - 1;
  if (before->level_end - s->phrase->level > .25) return;
  int played = 0;
  for (int i = 0; i < ELARA_INSTRUMENT_COUNT; i++) {
    played += has(s->desk->last_playing, i);
  }
  if (s->budget[0] < (played + 1) / 2) s->budget[0] = (played + 1) / 2;
}

void
elara_members(Stand* s)
{
  s->members = 1;
  s->cut[0] = s->phrase->tick;
  if (s->phrase->ensemble == ELARA_ENSEMBLE_HOCKET) {
    cut_beats(s);
  } else {
    cut_bars(s);
  }
  s->cut[s->members] = s->phrase->end;
  double orchestra = 0.0;
  for (int i = 0; i < ELARA_INSTRUMENT_COUNT; i++) {
    orchestra += elara_instrument(i)->family != ELARA_FAMILY_SYNTH &&
                 !has(s->desk->without, i);
  }
  const double share = share_wanted(s);
  for (int m = 0; m < s->members; m++) {
    const double at = s->members > 1 ? (double)m / (s->members - 1) : .5;
    int parts = (int)(share * swell(s, at) * orchestra + .5);
    if (parts > s->cast.most) parts = s->cast.most;
    if (parts < s->cast.least && !s->cast.layers) parts = s->cast.least;
    s->budget[m] = parts;
    s->lead[m] = -1;
    s->turn[m] = ~UINT64_C(0);
  }
  keep_players(s);
  if (s->phrase->ensemble != ELARA_ENSEMBLE_DIALOGUE) return;
  const int loud = s->phrase->level > .5;
  // the ground they stand on belongs to both
  const Group ground = I(CELLO) | LOWEST | I(VIOLA) | I(HORN) | I(BASSOON) |
                       I(BASS_CLARINET) | I(HARP) | I(TIMPANI) | I(PERCUSSION);
  const Group sides[] = {STRINGS | KEYS | ground, WOODS | ground,
                         BRASS | ground};
  int side = elara_random_index(&s->random, 2);
  for (int m = 0; m < s->members; m++) {
    s->turn[m] = sides[side];
    side = (side + 1) % (loud ? 3 : 2);
  }
}
