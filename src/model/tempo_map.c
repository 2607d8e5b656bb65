// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

#include "model/tempo_map.h"

static const ElaraTempoAnchor tail_step = {
    .tick = ELARA_TICKS_PER_QUARTER,
    .time = ELARA_FLICKS_PER_S / 2,
};

int
elara_tempo_map_valid(const ElaraTempoMap* map)
{
  if (map->count == 0 || map->anchors[0].tick != 0) return 0;
  for (size_t i = 1; i < map->count; i++) {
    if (map->anchors[i].tick <= map->anchors[i - 1].tick ||
        map->anchors[i].time <= map->anchors[i - 1].time) {
      return 0;
    }
  }
  return 1;
}

// Index of the last anchor whose tick (BY_TICK) or time is <= VALUE, else 0.
static size_t
find(const ElaraTempoMap* map, int64_t value, int by_tick)
{
  size_t low = 0;
  size_t high = map->count;
  while (high - low > 1) {
    const size_t middle = low + (high - low) / 2;
    const ElaraTempoAnchor* const a = &map->anchors[middle];
    if ((by_tick ? a->tick : a->time) <= value) {
      low = middle;
    } else {
      high = middle;
    }
  }
  return low;
}

static ElaraTempoAnchor
step_after(const ElaraTempoMap* map, size_t i)
{
  if (map->count < 2) return tail_step;
  if (i + 1 >= map->count) i = map->count - 2;
  return (ElaraTempoAnchor){
      .tick = map->anchors[i + 1].tick - map->anchors[i].tick,
      .time = map->anchors[i + 1].time - map->anchors[i].time,
  };
}

// X * N / D rounded to nearest; exact where the product fits 63 bits, as it
// does for segments under 35 days; uses 128 bits so that it always fits.
__extension__ typedef __int128 Wide;

static int64_t
scale(int64_t x, int64_t n, int64_t d)
{
  const Wide product = (Wide)x * n;
  const Wide half = product < 0 ? -(d / 2) : d / 2;
  return (int64_t)((product + half) / d);
}

ElaraTime
elara_tempo_map_time(const ElaraTempoMap* map, ElaraTick tick)
{
  const size_t i = find(map, tick, 1);
  const ElaraTempoAnchor step = step_after(map, i);
  return map->anchors[i].time +
         scale(tick - map->anchors[i].tick, step.time, step.tick);
}

ElaraTick
elara_tempo_map_tick(const ElaraTempoMap* map, ElaraTime time)
{
  const size_t i = find(map, time, 0);
  const ElaraTempoAnchor step = step_after(map, i);
  return map->anchors[i].tick +
         scale(time - map->anchors[i].time, step.tick, step.time);
}

double
elara_tempo_map_bpm(const ElaraTempoMap* map, ElaraTick tick)
{
  const ElaraTempoAnchor step = step_after(map, find(map, tick, 1));
  return 60.0 * ((double)step.tick / (double)ELARA_TICKS_PER_QUARTER) /
         elara_time_s(step.time);
}
