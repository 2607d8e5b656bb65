// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// A modulator adds  amount * f(source) * g(amount source)  to a generator. The
// curves f and g map a controller to 0..1 or -1..1 (tables.c): linear, concave,
// convex or a switch, each possibly reversed and mirrored about zero. The
// factor is such that 960 centibels times the concave curve of velocity is the
// square law 40 log10(127/velocity) dB.
//
// Two of the standard's default modulators are not here. Velocity to cutoff:
// its text contradicts itself between versions, and the fonts of the last
// twenty years are voiced on players without it; fonts that want it say so.
// Reverb and chorus sends: the hall is ours.

#include "sound/sampler/modulator.h"

#include <math.h>
#include <string.h>

// source, destination, amount, amount source, transform
static const ElaraModulator defaults[] = {
    {0x0502, ELARA_GEN_ATTENUATION, 960, 0, 0},  // velocity, concave falling
    {0x000d, ELARA_GEN_VIB_LFO_PITCH, 50, 0, 0}, // channel pressure
    {0x0081, ELARA_GEN_VIB_LFO_PITCH, 50, 0, 0}, // CC 1
    {0x0587, ELARA_GEN_ATTENUATION, 960, 0, 0},  // CC 7, concave falling
    {0x028a, ELARA_GEN_PAN, 500, 0, 0},          // CC 10, bipolar
    {0x058b, ELARA_GEN_ATTENUATION, 960, 0, 0},  // CC 11, concave falling
    {0x020e, ELARA_GEN_PITCH, 12700, 0x0010, 0}, // bend by its range
};

// Files name the bend's destination as fine tune (52) or initial pitch (59).
static int
destination(const ElaraModulator* m)
{
  return m->destination == ELARA_GEN_PITCH ? ELARA_GEN_FINE_TUNE
                                           : m->destination;
}

static int
identical(const ElaraModulator* a, const ElaraModulator* b)
{
  return a->source == b->source && destination(a) == destination(b) &&
         a->amount_source == b->amount_source && a->transform == b->transform;
}

// Bank selects, data entry, parameter numbers and channel modes are no sources
// (section 8.2.1).
static int
legal_source(int source)
{
  const int index = source & 0x7f;
  if (!(source & 0x80)) {
    return index == 0 || index == 2 || index == 3 || index == 10 ||
           index == 13 || index == 14 || index == 16 ||
           index == ELARA_SOURCE_LINK;
  }
  return index != 0 && index != 6 && !(index >= 32 && index <= 63) &&
         !(index >= 98 && index <= 101) && index < 120;
}

static int
legal(const ElaraModulator* m, size_t siblings)
{
  if (!legal_source(m->source) || !legal_source(m->amount_source)) return 0;
  if ((m->amount_source & 0xff) == ELARA_SOURCE_LINK) return 0;
  if (m->source >> 10 > 3 || m->amount_source >> 10 > 3) return 0;
  if (m->transform != 0 && m->transform != 2) return 0;
  if (m->destination & ELARA_MODULATOR_LINK) {
    return (size_t)(m->destination & 0x7fff) < siblings;
  }
  return m->destination < ELARA_GEN_COUNT;
}

// Whether following the links from modulator I of ZONE comes to an end.
static int
ends(const ElaraZone* zone, size_t i)
{
  for (size_t steps = 0; steps <= zone->modulator_count; steps++) {
    const int to = zone->modulators[i].destination;
    if (!(to & ELARA_MODULATOR_LINK)) return 1;
    i = (size_t)(to & 0x7fff);
    if (i >= zone->modulator_count) return 0;
  }
  return 0;
}

// Puts M into list[from..count), in the place of an identical one or at the
// end; returns its place, -1 when the list is full. Linked ones never replace.
static int
put(ElaraModulator* list, int from, int* count, const ElaraModulator* m)
{
  const int linked = (m->destination & ELARA_MODULATOR_LINK) ||
                     (m->source & 0xff) == ELARA_SOURCE_LINK;
  for (int i = from; i < *count && !linked; i++) {
    if (!identical(&list[i], m)) continue;
    list[i].amount = m->amount;
    return i;
  }
  if (*count >= ELARA_MOST_MODULATORS) return -1;
  list[*count] = *m;
  return (*count)++;
}

static void
put_zone(ElaraModulator* list, int from, int* count, const ElaraZone* zone)
{
  if (!zone) return;
  int place[ELARA_MOST_MODULATORS];
  const size_t n = zone->modulator_count < ELARA_MOST_MODULATORS
                       ? zone->modulator_count
                       : ELARA_MOST_MODULATORS;
  for (size_t i = 0; i < n; i++) {
    const ElaraModulator* const m = &zone->modulators[i];
    place[i] = legal(m, n) && ends(zone, i) ? put(list, from, count, m) : -1;
  }
  // Links count within the zone: point them at the list.
  for (size_t i = 0; i < n; i++) {
    if (place[i] < 0) continue;
    ElaraModulator* const m = &list[place[i]];
    if (!(m->destination & ELARA_MODULATOR_LINK)) continue;
    const int to = place[m->destination & 0x7fff];
    if (to < 0) m->amount = 0;
    m->destination = (uint16_t)(ELARA_MODULATOR_LINK | (to < 0 ? 0 : to));
  }
}

int
elara_modulators_collect(ElaraModulator list[ELARA_MOST_MODULATORS],
                         const ElaraZone* instrument_global,
                         const ElaraZone* instrument,
                         const ElaraZone* preset_global,
                         const ElaraZone* preset)
{
  int count = (int)(sizeof defaults / sizeof *defaults);
  memcpy(list, defaults, sizeof defaults);
  put_zone(list, 0, &count, instrument_global);
  put_zone(list, 0, &count, instrument);
  const int from = count;
  put_zone(list, from, &count, preset_global);
  put_zone(list, from, &count, preset);
  return count;
}

static float
fine_value(int source, const ElaraControls* c)
{
  const int bend = (source & 0x7f) == ELARA_SOURCE_BEND;
  const double x = bend ? c->bend / 16384.0 : c->bend_range / 127.0;
  return (float)elara_curve(source >> 10, source & 0x100, source & 0x200, x);
}

static float
source_value(const ElaraTables* t,
             int source,
             const ElaraControls* c,
             int key,
             int velocity)
{
  int value = 0;
  if (source & 0x80) {
    value = c->cc[source & 0x7f];
  } else {
    switch (source & 0x7f) {
    case ELARA_SOURCE_VELOCITY:
      value = velocity;
      break;
    case ELARA_SOURCE_KEY:
      value = key;
      break;
    case ELARA_SOURCE_KEY_PRESSURE:
      value = c->key_pressure[key];
      break;
    case ELARA_SOURCE_PRESSURE:
      value = c->pressure;
      break;
    case ELARA_SOURCE_BEND:
    case ELARA_SOURCE_BEND_RANGE:
      return fine_value(source, c);
    default: // none
      return 1.0f;
    }
  }
  return t->curves[source >> 10 & 3][source >> 8 & 1][source >> 9 & 1][value];
}

// What modulator I gives, the links into it included. Links end (checked when
// the list was made).
static float
output(const ElaraModulator* list,
       int count,
       int i,
       const ElaraTables* t,
       const ElaraControls* c,
       int key,
       int velocity)
{
  const ElaraModulator* const m = &list[i];
  if (m->amount == 0) return 0.0f;
  float value = (float)m->amount;
  if ((m->source & 0xff) == ELARA_SOURCE_LINK) {
    float linked = 0.0f;
    for (int k = 0; k < count; k++) {
      if (list[k].destination != (ELARA_MODULATOR_LINK | i)) continue;
      linked += output(list, count, k, t, c, key, velocity);
    }
    value *= linked;
  } else if ((m->source & 0xff) == 0) {
    return 0.0f; // no source: switched off
  } else {
    value *= source_value(t, m->source, c, key, velocity);
  }
  // The registered modulation depth range rules the wheel's vibrato.
  if ((m->source & 0xff) == ELARA_SOURCE_CC(ELARA_CC_MODULATION) &&
      m->destination == ELARA_GEN_VIB_LFO_PITCH) {
    value *= (float)(c->wheel_cents / 50.0);
  }
  if (m->amount_source & 0xff) {
    value *= source_value(t, m->amount_source, c, key, velocity);
  }
  return m->transform == 2 ? fabsf(value) : value;
}

void
elara_modulators_sum(const ElaraModulator* list,
                     int count,
                     const ElaraTables* tables,
                     const ElaraControls* controls,
                     int key,
                     int velocity,
                     uint64_t destinations,
                     float* sum)
{
  for (int i = 0; i < count; i++) {
    const int to = list[i].destination;
    if (to >= ELARA_GEN_COUNT || !(destinations >> to & 1)) continue;
    sum[to] += output(list, count, i, tables, controls, key, velocity);
  }
}

uint64_t
elara_modulators_moved(const ElaraModulator* list, int count, int source)
{
  uint64_t moved = 0;
  for (int i = 0; i < count; i++) {
    if ((list[i].source & 0xff) != source &&
        (list[i].amount_source & 0xff) != source) {
      continue;
    }
    int to = list[i].destination;
    while (to & ELARA_MODULATOR_LINK)
      to = list[to & 0x7fff].destination;
    moved |= UINT64_C(1) << to;
  }
  return moved;
}
