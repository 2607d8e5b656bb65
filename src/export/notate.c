// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

#include "export/notate.h"

#define BREVE (8 * ELARA_TICKS_PER_QUARTER)
#define VALUES 9 // breve ... 64th
#define GRID 210 // a sixty-fourth

typedef struct {
  ElaraArena* arena;
  const ElaraBar* bar;
  ElaraTick end;
  ElaraTick division;
  ElaraPieces* out;
  size_t first; // piece of OUT where this bar begins
  struct {
    ElaraTick tick;
    ElaraTick span;
  } windows[64];
  int window_count;
} Work;

const char*
elara_value_name(int value)
{
  static const char* const names[VALUES] = {
      "breve", "whole", "half", "quarter", "eighth",
      "16th",  "32nd",  "64th", "128th",
  };
  return value >= 0 && value < VALUES ? names[value] : "quarter";
}

// --- metre -------------------------------------------------------------------

static int
is_compound(const ElaraBar* bar)
{
  return bar->beat_type >= 8 && bar->beats % 3 == 0;
}

ElaraTick
elara_bar_beat(const ElaraBar* bar)
{
  const ElaraTick unit = 4 * ELARA_TICKS_PER_QUARTER / bar->beat_type;
  return is_compound(bar) ? 3 * unit : unit;
}

// Bars whose beats form groups: beats in all, and the beats that begin one.
static const struct {
  int beats;
  int starts[3];
} groupings[] = {
    {4, {2, 0, 0}}, {5, {3, 0, 0}}, {6, {3, 0, 0}},
    {7, {2, 4, 0}}, {8, {3, 6, 0}},
};

static int
begins_group(const ElaraBar* bar, ElaraTick offset)
{
  const ElaraTick beat = elara_bar_beat(bar);
  const int beats = (int)(elara_bar_ticks(bar) / beat);
  for (size_t i = 0; i < sizeof groupings / sizeof *groupings; i++) {
    if (groupings[i].beats != beats) continue;
    for (int k = 0; k < 3; k++) {
      const int start = groupings[i].starts[k];
      if (start && offset == start * beat) return 1;
    }
  }
  return 0;
}

static int
level(const Work* w, ElaraTick tick)
{
  const ElaraTick offset = tick - w->bar->tick;
  if (offset == 0 || tick == w->end) return 7;
  if (begins_group(w->bar, offset)) return 6;
  ElaraTick step = elara_bar_beat(w->bar);
  if (offset % step == 0) return 5;
  step = is_compound(w->bar) ? step / 3 : step / 2;
  for (int strength = 4; strength > 0; strength--, step /= 2) {
    if (step > 0 && offset % step == 0) return strength;
  }
  return 0;
}

// --- values ------------------------------------------------------------------

// The value and dots of a length as written; 0 when none fits.
static int
value_of(ElaraTick length, int* value, int* dots)
{
  ElaraTick base = BREVE;
  for (int v = 0; v < VALUES; v++, base /= 2) {
    if (length != base && 2 * length != 3 * base) continue;
    *value = v;
    *dots = length != base;
    return 1;
  }
  return 0;
}

typedef struct {
  ElaraTick place; // where to split: the strongest place crossed
  int strength;
  int count; // places of that strength
} Crossing;

// Among equals the last place when the note starts on the stronger end, so
// that the long value comes first there, else the first.
static Crossing
crossing(const Work* w, ElaraTick from, ElaraTick to)
{
  Crossing c = {0};
  const int late = level(w, from) >= level(w, to);
  const ElaraTick base = w->bar->tick;
  ElaraTick tick = base + ((from - base) / GRID + 1) * GRID;
  for (; tick < to; tick += GRID) {
    if ((tick - base) % w->division) continue;
    const int strength = level(w, tick);
    if (strength > c.strength) c = (Crossing){tick, strength, 0};
    if (strength < c.strength || strength == 0) continue;
    c.count++;
    if (late) c.place = tick;
  }
  return c;
}

static int
larger(int a, int b)
{
  return a > b ? a : b;
}

static int
may_note(const Work* w, ElaraTick from, ElaraTick to, const Crossing* c)
{
  const int a = level(w, from);
  const int b = level(w, to);
  if (c->strength == 0 || larger(a, b) >= c->strength) return 1;
  return c->count == 1 && a >= c->strength - 1 && b >= c->strength - 1;
}

// Rests show the beats: undotted (a compound beat excepted) and never across
// a place as strong as their own start.
static int
may_rest(
    const Work* w, ElaraTick from, ElaraTick to, const Crossing* c, int dots)
{
  if (dots &&
      !(is_compound(w->bar) && (to - from) % elara_bar_beat(w->bar) == 0)) {
    return 0;
  }
  return level(w, from) > c->strength;
}

static ElaraStatus
add(Work* w, ElaraPiece piece)
{
  return ELARA_PUSH(w->arena, w->out, piece) ? ELARA_OK : ELARA_NO_MEMORY;
}

static ElaraStatus
write_plain(Work* w, const ElaraChordal* chord, ElaraTick from, ElaraTick to)
{
  ElaraPiece piece = {.tick = from, .end = to, .chord = chord, .value = -1};
  const Crossing c = crossing(w, from, to);
  if (value_of(to - from, &piece.value, &piece.dots)) {
    const int ok = chord ? may_note(w, from, to, &c)
                         : may_rest(w, from, to, &c, piece.dots);
    if (ok || c.strength == 0) return add(w, piece);
  }
  if (c.strength == 0) return add(w, piece);
  ELARA_TRY(write_plain(w, chord, from, c.place));
  return write_plain(w, chord, c.place, to);
}

// --- triplets ----------------------------------------------------------------

// A third of SPAN or half of it is the value's unit; five units are split.
static ElaraStatus
write_triplet(Work* w,
              int window,
              const ElaraChordal* chord,
              ElaraTick from,
              ElaraTick to)
{
  const ElaraTick start = w->windows[window].tick;
  const ElaraTick unit = w->windows[window].span / 6;
  ElaraPiece piece = {.tick = from,
                      .end = to,
                      .chord = chord,
                      .value = -1,
                      .triplet = 1,
                      .window = window + 1};
  const ElaraTick length = to - from;
  const int fits = value_of(length * 3 / 2, &piece.value, &piece.dots);
  const int whole_units = length % unit == 0;
  if (fits && (!piece.dots || (from - start) % (2 * unit) == 0)) {
    return add(w, piece);
  }
  if (!whole_units || length <= unit) return add(w, piece);
  ElaraTick cut = from + 2 * unit - (from - start) % (2 * unit);
  if (cut >= to) cut = to - unit;
  ELARA_TRY(write_triplet(w, window, chord, from, cut));
  return write_triplet(w, window, chord, cut, to);
}

typedef struct {
  const ElaraChordal* chords;
  size_t count;
} Chords;

static int
on_grid(const Work* w,
        ElaraTick tick,
        ElaraTick from,
        ElaraTick span,
        ElaraTick grid,
        int* odd)
{
  if (tick <= from || tick >= from + span) return 1;
  if ((tick - w->bar->tick) % GRID) *odd = 1;
  return (tick - from) % grid == 0;
}

// True when all boundaries inside lie on GRID and one of them on no binary
// place.
static int
is_triplet(const Work* w,
           Chords chords,
           ElaraTick from,
           ElaraTick span,
           ElaraTick grid)
{
  int odd = 0;
  if (from + span > w->end) return 0;
  for (size_t i = 0; i < chords.count; i++) {
    const ElaraChordal* const c = &chords.chords[i];
    if (!on_grid(w, c->tick, from, span, grid, &odd)) return 0;
    if (!on_grid(w, c->end, from, span, grid, &odd)) return 0;
  }
  return odd;
}

static void
find_windows(Work* w, Chords chords)
{
  static const struct {
    ElaraTick span;
    int parts; // of the finest boundary allowed
  } shapes[] = {{6720, 3}, {3360, 6}, {3360, 12}, {1680, 6}};
  ElaraTick tick = w->bar->tick;
  while (tick < w->end && w->window_count < 64) {
    ElaraTick step = 1680;
    for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++) {
      const ElaraTick span = shapes[i].span;
      if ((tick - w->bar->tick) % span) continue;
      if (!is_triplet(w, chords, tick, span, span / shapes[i].parts)) continue;
      w->windows[w->window_count].tick = tick;
      w->windows[w->window_count++].span = span;
      step = span;
      break;
    }
    tick += step;
  }
}

static ElaraStatus
write_span(Work* w, const ElaraChordal* chord, ElaraTick from, ElaraTick to)
{
  for (int i = 0; i < w->window_count && from < to; i++) {
    const ElaraTick start = w->windows[i].tick;
    const ElaraTick stop = start + w->windows[i].span;
    if (stop <= from || start >= to) continue;
    if (from < start) ELARA_TRY(write_plain(w, chord, from, start));
    if (from < start) from = start;
    const ElaraTick cut = to < stop ? to : stop;
    const int all = from == start && cut == stop;
    ELARA_TRY(all ? write_plain(w, chord, from, cut)
                  : write_triplet(w, i, chord, from, cut));
    from = cut;
  }
  return from < to ? write_plain(w, chord, from, to) : ELARA_OK;
}

static void
mark_triplets(Work* w)
{
  ElaraPiece* const p = w->out->items + w->first;
  const size_t count = w->out->count - w->first;
  for (size_t i = 0; i < count; i++) {
    if (!p[i].window) continue;
    p[i].triplet_start = i == 0 || p[i - 1].window != p[i].window;
    p[i].triplet_stop = i + 1 == count || p[i + 1].window != p[i].window;
  }
}

// --- beams -------------------------------------------------------------------

static int
flags(const ElaraPiece* piece)
{
  if (!piece->chord || piece->value < 4) return 0;
  const int count = piece->value - 3;
  return count > ELARA_BEAMS ? ELARA_BEAMS : count;
}

// Number of the beam group that holds TICK: a beat, or in bars of five, seven
// or eight eighths a group of beats.
static int
beam_group(const Work* w, ElaraTick tick)
{
  const ElaraTick offset = tick - w->bar->tick;
  const ElaraTick beat = elara_bar_beat(w->bar);
  if (beat > 1680 || elara_bar_ticks(w->bar) / beat < 5) {
    const ElaraTick unit = beat > 5040 ? ELARA_TICKS_PER_QUARTER : beat;
    return (int)(offset / (unit < 3360 ? 3360 : unit));
  }
  int group = 0;
  for (ElaraTick at = beat; at <= offset; at += beat) {
    group += begins_group(w->bar, at);
  }
  return group;
}

static void
beam_run(ElaraPiece* p, size_t count)
{
  if (count < 2) return;
  for (size_t i = 0; i < count; i++) {
    const int own = flags(&p[i]);
    const int before = i > 0 ? flags(&p[i - 1]) : 0;
    const int after = i + 1 < count ? flags(&p[i + 1]) : 0;
    for (int l = 0; l < own; l++) {
      p[i].beams[l] = before > l && after > l ? ELARA_BEAM_CONTINUE
                      : after > l             ? ELARA_BEAM_BEGIN
                      : before > l            ? ELARA_BEAM_END
                      : i == 0                ? ELARA_BEAM_FORWARD
                                              : ELARA_BEAM_BACKWARD;
    }
  }
}

static void
mark_beams(Work* w)
{
  ElaraPiece* const p = w->out->items + w->first;
  const size_t count = w->out->count - w->first;
  size_t start = 0;
  for (size_t i = 0; i <= count; i++) {
    const int goes_on =
        i < count && flags(&p[i]) > 0 && i > start && flags(&p[start]) > 0 &&
        beam_group(w, p[i].tick) == beam_group(w, p[start].tick);
    if (goes_on) continue;
    if (i > start && flags(&p[start]) > 0) beam_run(p + start, i - start);
    start = i;
  }
}

// --- the bar -----------------------------------------------------------------

ElaraStatus
elara_notate_bar(ElaraArena* arena,
                 const ElaraBar* bar,
                 ElaraTick end,
                 ElaraTick division,
                 const ElaraChordal* chords,
                 size_t count,
                 ElaraPieces* pieces)
{
  Work w = {.arena = arena,
            .bar = bar,
            .end = end,
            .division = division,
            .out = pieces,
            .first = pieces->count};
  if (count == 0) {
    return add(&w,
               (ElaraPiece){
                   .tick = bar->tick, .end = end, .value = 1, .whole_bar = 1});
  }
  find_windows(&w, (Chords){chords, count});
  ElaraTick at = bar->tick;
  for (size_t i = 0; i < count; i++) {
    const ElaraTick from = chords[i].tick > at ? chords[i].tick : at;
    const ElaraTick to = chords[i].end < end ? chords[i].end : end;
    if (from > at) ELARA_TRY(write_span(&w, NULL, at, from));
    if (to > from) ELARA_TRY(write_span(&w, &chords[i], from, to));
    at = to > at ? to : at;
  }
  if (at < end) ELARA_TRY(write_span(&w, NULL, at, end));
  mark_triplets(&w);
  mark_beams(&w);
  return ELARA_OK;
}
