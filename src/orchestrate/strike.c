// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// A hard hit is heard as an attack, or it is not met: a chord that lies over
// the moment says nothing, however well it is timed. So whoever sustains
// strikes anew, and somebody who speaks at once (a drum, a harp, a plucked
// string; bowed and blown tones take 30 to 80 ms) has the moment, as heavy as
// the music around it and as the story. The tune alone may hold through it.

#include "orchestrate/room.h"

#include <stdlib.h>

enum { BASS_DRUM = 35, SNARE = 38, CRASH = 49, SPLASH = 55, TRIANGLE = 81 };

#define HEAVY .45        // of force: from here on drums
#define CYMBALS .62      //   and cymbals; a snare drum where they just were
#define CRASH_GAP_S 10.  // between two crashes
#define DRUM_MEMORY_S 8. // a timpanist retunes in this time
#define MUD 42
#define LIFT_S .1 // before the blow, for whoever strikes anew
#define ROLL_LIFT_S .7
#define SIXTEENTH (QUARTER / 4)
#define REST (QUARTER / 2) // of a held note that is worth striking again

// Moods in which a drum would be a blunder.
static int
is_tender(ElaraMood mood)
{
  return mood == ELARA_MOOD_TENDERNESS || mood == ELARA_MOOD_SORROW ||
         mood == ELARA_MOOD_ROMANCE || mood == ELARA_MOOD_NOSTALGIA ||
         mood == ELARA_MOOD_SERENITY || mood == ELARA_MOOD_WONDER;
}

typedef struct {
  Desk* desk;
  const ElaraHit* hit;
  ElaraTick tick;
  int phrase;
  const ElaraPhrase* p;
  const ElaraChord* chord;
  double level; // of the music there
  double force; // of the blow, 0..1
} Blow;

static int
find_phrase(const Desk* desk, ElaraTick tick)
{
  for (size_t i = 0; i < desk->sketch->phrase_count; i++) {
    const ElaraPhrase* const p = &desk->sketch->phrases[i];
    if (tick >= p->tick && tick < p->end) return (int)i;
  }
  return -1;
}

// --- loudness
// ------------------------------------------------------------------------------------

static double
level_at(const ElaraDynamic* d, ElaraTick tick)
{
  const double x = (double)(tick - d->tick) / (double)(d->tick_end - d->tick);
  return d->level + (d->level_end - d->level) * x;
}

static void
add_dynamic(Desk* desk, DynamicList* list, ElaraDynamic d)
{
  if (d.tick < d.tick_end && !ELARA_PUSH(desk->arena, list, d))
    desk->failed = 1;
}

// From TICK to END the part is at least as loud as LEVEL; what it had before
// and after stays.
static void
raise_level(
    Desk* desk, int instrument, ElaraTick tick, ElaraTick end, double level)
{
  DynamicList* const list = &desk->dynamics[instrument];
  const DynamicList old = *list;
  *list = (DynamicList){0};
  ElaraDynamic mine = {tick, end, level, level};
  int placed = 0;
  for (size_t i = 0; i < old.count; i++) {
    const ElaraDynamic d = old.items[i];
    if (d.tick_end <= tick) {
      add_dynamic(desk, list, d);
      continue;
    }
    if (d.tick < tick) {
      const double here = level_at(&d, tick);
      if (here > mine.level) mine.level = mine.level_end = here;
      add_dynamic(desk, list, (ElaraDynamic){d.tick, tick, d.level, here});
    }
    if (!placed) add_dynamic(desk, list, mine);
    placed = 1;
    if (d.tick_end <= end) continue;
    const ElaraTick from = d.tick > end ? d.tick : end;
    add_dynamic(
        desk, list,
        (ElaraDynamic){from, d.tick_end, level_at(&d, from), d.level_end});
  }
  if (!placed) add_dynamic(desk, list, mine);
}

// --- notes
// ---------------------------------------------------------------------------------------

static void
add_note(const Blow* b, int instrument, int pitch, ElaraTick length, int role)
{
  const ElaraScoreNote n = {.tick = b->tick,
                            .duration = length,
                            .pitch = pitch,
                            .accent = .5 + .5 * b->force,
                            .role = role,
                            .phrase = b->phrase};
  if (!ELARA_PUSH(b->desk->arena, &b->desk->notes[instrument], n))
    b->desk->failed = 1;
}

// True when the part has a note at the moment, or one that lies over it.
static int
is_sounding(const Blow* b, int instrument)
{
  const NoteList* const list = &b->desk->notes[instrument];
  for (size_t i = 0; i < list->count; i++) {
    const ElaraScoreNote* const n = &list->items[i];
    if (n->tick <= b->tick && n->tick + n->duration > b->tick) return 1;
  }
  return 0;
}

// As long as what the part strikes already; else a beat or less: until it goes
// on, or the cue's phrase ends.
static ElaraTick
length_of(const Blow* b, int instrument)
{
  ElaraTick end = b->tick + QUARTER;
  const NoteList* const list = &b->desk->notes[instrument];
  for (size_t i = 0; i < list->count; i++) {
    const ElaraTick t = list->items[i].tick;
    if (t == b->tick && list->items[i].voice == 0)
      return list->items[i].duration;
    if (t > b->tick && t < end) end = t;
  }
  if (end > b->p->end) end = b->p->end;
  return end - b->tick;
}

// Each of its players has one thing to strike.
static int
all_strike(const Blow* b, int instrument)
{
  const NoteList* const list = &b->desk->notes[instrument];
  int count = 0;
  for (size_t i = 0; i < list->count; i++)
    count += list->items[i].tick == b->tick;
  return count >= elara_instrument(instrument)->polyphony;
}

static void
strike(const Blow* b, int instrument, int pitch, int role, double lift)
{
  if (all_strike(b, instrument)) return;
  const ElaraTick length = length_of(b, instrument);
  double level = .25 + .6 * b->force + lift;
  if (level < b->level + lift) level = b->level + lift;
  if (level > .97) level = .97;
  add_note(b, instrument, pitch, length, role);
  raise_level(b->desk, instrument, b->tick, b->tick + length, level);
}

static int
has_at(const Blow* b, int instrument, int pitch)
{
  const NoteList* const list = &b->desk->notes[instrument];
  for (size_t i = 0; i < list->count; i++) {
    const ElaraScoreNote* const n = &list->items[i];
    if (n->tick == b->tick && n->pitch == pitch) return 1;
  }
  return 0;
}

// The slur that N began before the blow goes on behind it as another.
static void
part_slur(Desk* desk, NoteList* list, int instrument, const Blow* b, int slur)
{
  const int next = ++desk->next_slur[instrument];
  size_t before = 0, after = 0;
  ElaraScoreNote* only[2] = {NULL, NULL};
  for (size_t i = 0; i < list->count; i++) {
    ElaraScoreNote* const n = &list->items[i];
    if (n->slur != slur) continue;
    const int later = n->tick >= b->tick;
    if (later) n->slur = next;
    if (later ? after++ : before++) continue;
    only[later] = n;
  }
  if (before == 1) only[0]->slur = 0;
  if (after == 1) only[1]->slur = 0;
}

static int
slur_goes_on(const NoteList* list, int slur, ElaraTick tick)
{
  for (size_t i = 0; slur > 0 && i < list->count; i++) {
    if (list->items[i].slur == slur && list->items[i].tick >= tick) return 1;
  }
  return 0;
}

// Ticks from the lift before the blow until it falls, SECONDS or a little more:
// whole sixteenths, which can be printed and read.
static ElaraTick
lift_ticks(const Blow* b, double seconds)
{
  const ElaraTime time = elara_tempo_map_time(&b->desk->map, b->tick);
  const ElaraTick exact =
      b->tick -
      elara_tempo_map_tick(&b->desk->map, time - elara_time_from_s(seconds));
  return (exact + SIXTEENTH - 1) / SIXTEENTH * SIXTEENTH;
}

// A stroke is heard by what is not there before it: the bow is lifted, the
// breath taken. Nobody loses more than half a note, and what is no whole number
// of sixteenths is left to the players, who lift by themselves.
static void
lift_before(const Blow* b, ElaraScoreNote* n, ElaraTick lift)
{
  const ElaraTick half = n->duration / 2;
  ElaraTick length = b->tick - lift - n->tick;
  if (length < half) length = half;
  if (length < n->duration && length % SIXTEENTH == 0) n->duration = length;
}

static int
is_drums(int instrument)
{
  return elara_instrument(instrument)->family == ELARA_FAMILY_PERCUSSION;
}

// Whoever lies over the moment, or comes up to it, strikes again; but the tune.
static void
strike_again(Blow* b, int instrument)
{
  NoteList* const list = &b->desk->notes[instrument];
  const size_t count = list->count;
  const ElaraTick lift = lift_ticks(b, LIFT_S);
  const ElaraTick break_off = lift_ticks(b, ROLL_LIFT_S);
  for (size_t i = 0; i < count; i++) {
    const ElaraScoreNote n = list->items[i];
    const ElaraTick rest = n.tick + n.duration - b->tick;
    if (n.tick == b->tick && n.accent < .5) list->items[i].accent = .5;
    // A roll fills the hall, and the blow would drown in its echo: it breaks
    // off earlier, and what goes on rolling has had no blow.
    const int rolls =
        n.technique == ELARA_TECHNIQUE_ROLL && is_drums(instrument);
    const ElaraTick away = rolls ? break_off : lift;
    if (n.tick >= b->tick || rest <= -away || n.lead ||
        n.role == ELARA_LINE_MELODY) {
      continue;
    }
    if (rest > 0) list->items[i].duration = b->tick - n.tick;
    lift_before(b, &list->items[i], away);
    if (rolls) continue;
    ElaraScoreNote again = n;
    again.tick = b->tick;
    again.duration = rest;
    again.accent = n.accent > .5 ? n.accent : .5;
    if (rest >= REST && !ELARA_PUSH(b->desk->arena, list, again))
      b->desk->failed = 1;
    if (rest > 0 ? n.slur > 0 : slur_goes_on(list, n.slur, b->tick))
      part_slur(b->desk, list, instrument, b, n.slur);
  }
}

// --- the drums
// -----------------------------------------------------------------------------------

static double
apart_s(const Blow* b, ElaraTick tick)
{
  const double s = elara_time_s(elara_tempo_map_time(&b->desk->map, tick) -
                                elara_tempo_map_time(&b->desk->map, b->tick));
  return s < 0.0 ? -s : s;
}

// Nothing is closer than a fifth in the mud.
static int
is_clear(const Blow* b, int pitch)
{
  for (int i = 0; i < ELARA_INSTRUMENT_COUNT; i++) {
    const NoteList* const list = &b->desk->notes[i];
    if (elara_instrument_unpitched(i)) continue;
    for (size_t k = 0; k < list->count; k++) {
      const ElaraScoreNote* const n = &list->items[k];
      const int low = n->pitch < pitch ? n->pitch : pitch;
      if (low >= MUD || n->tick >= b->tick + QUARTER ||
          n->tick + n->duration <= b->tick) {
        continue;
      }
      const int gap = abs(n->pitch - pitch);
      if (gap > 0 && gap < 7) return 0;
    }
  }
  return 1;
}

// A drum that is tuned to the chord already; with none near, any of its notes.
static int
timpani_pitch(const Blow* b)
{
  const NoteList* const list = &b->desk->notes[ELARA_TIMPANI];
  const unsigned mask = elara_chord_mask(b->chord);
  int near = 0;
  for (size_t i = 0; i < list->count; i++) {
    const ElaraScoreNote* const n = &list->items[i];
    if (apart_s(b, n->tick) > DRUM_MEMORY_S) continue;
    near = 1;
    if (mask >> n->pitch % 12 & 1u && is_clear(b, n->pitch)) return n->pitch;
  }
  const int root = b->chord->root;
  for (int pitch = 41; !near && pitch <= 53; pitch++) {
    if (pitch % 12 == root && is_clear(b, pitch)) return pitch;
  }
  return 0;
}

static int
crashed(const Blow* b)
{
  const NoteList* const list = &b->desk->notes[ELARA_PERCUSSION];
  for (size_t i = 0; i < list->count; i++) {
    const ElaraScoreNote* const n = &list->items[i];
    if (n->pitch != CRASH || n->technique == ELARA_TECHNIQUE_ROLL) continue;
    if (apart_s(b, n->tick) < CRASH_GAP_S) return 1;
  }
  return 0;
}

static void
drums(const Blow* b)
{
  const int drum = b->chord ? timpani_pitch(b) : 0;
  if (drum && !is_sounding(b, ELARA_TIMPANI))
    strike(b, ELARA_TIMPANI, drum, ELARA_LINE_DRUM, .10);
  if (has_at(b, ELARA_PERCUSSION, BASS_DRUM)) {
    raise_level(b->desk, ELARA_PERCUSSION, b->tick,
                b->tick + length_of(b, ELARA_PERCUSSION), b->level + .1);
  } else {
    strike(b, ELARA_PERCUSSION, BASS_DRUM, ELARA_LINE_NOISE, .10);
  }
  if (b->force >= CYMBALS && !crashed(b))
    strike(b, ELARA_PERCUSSION, CRASH, ELARA_LINE_NOISE, .10);
  // What has only low partials drowns where many play, and great cymbals bloom
  // late: something small and bright has the edge.
  const int edge = is_tender(b->p->mood) ? SPLASH : SNARE;
  if (!has_at(b, ELARA_PERCUSSION, edge))
    strike(b, ELARA_PERCUSSION, edge, ELARA_LINE_NOISE, .10);
}

// --- a soft light
// --------------------------------------------------------------------------------

// Chord tones for two hands of a harp, or a player's own range.
static void
pluck(const Blow* b, int instrument, int from, int most)
{
  const ElaraInstrument* const t = elara_instrument(instrument);
  const unsigned mask = elara_chord_mask(b->chord);
  if (is_sounding(b, instrument)) return;
  const ElaraTick length = length_of(b, instrument);
  int count = 0;
  for (int pitch = from; pitch <= t->used_high && count < most; pitch++) {
    if (pitch < t->used_low || !(mask >> pitch % 12 & 1u)) continue;
    if (pitch < THIRDS_FROM && pitch % 12 != b->chord->root) continue;
    add_note(b, instrument, pitch, length, ELARA_LINE_COLOUR);
    count++;
  }
  if (count)
    raise_level(b->desk, instrument, b->tick, b->tick + length,
                (.35 + .5 * b->force > b->level + .08) ? .35 + .5 * b->force
                                                       : b->level + .08);
}

static void
light(const Blow* b)
{
  static const struct {
    int instrument, from, most;
  } players[] = {
      {ELARA_HARP, 43, 7},
      {ELARA_GLOCKENSPIEL, 84, 1},
      {ELARA_CELESTA, 72, 2},
  };
  int struck = 0;
  for (size_t i = 0; b->chord && i < sizeof players / sizeof *players; i++) {
    if (has(b->desk->without, players[i].instrument)) continue;
    if (struck && is_sounding(b, players[i].instrument)) continue;
    pluck(b, players[i].instrument, players[i].from, players[i].most);
    struck = 1;
  }
  if (!has_at(b, ELARA_PERCUSSION, TRIANGLE))
    strike(b, ELARA_PERCUSSION, TRIANGLE, ELARA_LINE_NOISE, 0.0);
  const int drum = b->chord && !struck ? timpani_pitch(b) : 0;
  if (drum && !is_sounding(b, ELARA_TIMPANI))
    strike(b, ELARA_TIMPANI, drum, ELARA_LINE_DRUM, -.1);
}

// --- all of them
// ---------------------------------------------------------------------------------

static void
write_blow(Desk* desk, Blow* b)
{
  for (int i = 0; i < ELARA_INSTRUMENT_COUNT; i++) {
    if (elara_instrument(i)->family != ELARA_FAMILY_SYNTH) strike_again(b, i);
  }
  const ElaraMood mood = b->p->mood;
  const int tender = is_tender(mood);
  if (b->force >= (tender ? CYMBALS : HEAVY)) drums(b);
  if (tender || b->force < HEAVY) light(b);
  for (int i = 0; i < ELARA_INSTRUMENT_COUNT; i++) {
    elara_sort_notes(&desk->notes[i]);
  }
}

void
elara_strike_hits(Desk* desk)
{
  for (size_t i = 0; i < desk->plan->hit_count; i++) {
    const ElaraHit* const hit = &desk->plan->hits[i];
    Blow b = {.desk = desk, .hit = hit, .tick = hit->tick};
    b.phrase = hit->hard ? find_phrase(desk, hit->tick) : -1;
    if (b.phrase < 0) continue;
    b.p = &desk->sketch->phrases[b.phrase];
    b.chord = elara_chord_at(desk->sketch, hit->tick);
    const double x =
        (double)(b.tick - b.p->tick) / (double)(b.p->end - b.p->tick);
    b.level = b.p->level + (b.p->level_end - b.p->level) * x;
    b.force = .5 * b.level + .5 * hit->strength;
    if (b.p->speech > SPEECH_FROM) b.force *= .7;
    write_blow(desk, &b);
  }
}
