// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// A modulator adds  amount * f(source) * g(amount source)  to a generator. The
// curves f and g map a controller to 0..1 or -1..1:
//
//   linear    x
//   concave   -(40/96) log10(1 - x): quiet for long, then quickly up
//   convex    1 - concave(1 - x)
//   switch    x >= 1/2
//
// each possibly reversed (x -> 1 - x) and mirrored about zero. The factor is
// such that 960 centibels times the concave curve of velocity is the square
// law 40 log10(127/velocity) dB.
//
// Two of the standard's default modulators are not here. Velocity to cutoff:
// its text contradicts itself between versions, and the fonts of the last
// twenty years are voiced on players without it; fonts that want it say so.
// Reverb and chorus sends: the hall is ours.

#include "sound/sampler/modulator.h"

#include <math.h>
#include <string.h>

#define SOURCE_NONE 0
#define SOURCE_VELOCITY 2
#define SOURCE_KEY 3
#define SOURCE_KEY_PRESSURE 10
#define SOURCE_PRESSURE 13
#define SOURCE_BEND 14
#define SOURCE_BEND_RANGE 16

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

void
elara_controls_reset(ElaraControls* c)
{
  memset(c, 0, sizeof *c);
  c->cc[2] = 100;
  c->cc[7] = 100;
  c->cc[10] = 64;
  c->cc[11] = 127;
  c->bend = 8192;
  c->bend_range = 2.0;
}

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

// Puts M into list[from..count), replacing an identical one; the new count.
static int
put(ElaraModulator* list, int from, int count, const ElaraModulator* m)
{
  for (int i = from; i < count; i++) {
    if (!identical(&list[i], m)) continue;
    list[i].amount = m->amount;
    return count;
  }
  if (count >= ELARA_MOST_MODULATORS) return count;
  list[count] = *m;
  return count + 1;
}

static int
put_zone(ElaraModulator* list, int from, int count, const ElaraZone* zone)
{
  if (!zone) return count;
  for (size_t i = 0; i < zone->modulator_count; i++) {
    const ElaraModulator* const m = &zone->modulators[i];
    if (m->destination >= ELARA_GEN_COUNT) continue; // links between modulators
    count = put(list, from, count, m);
  }
  return count;
}

int
elara_modulators_of_instrument(ElaraModulator* list,
                               const ElaraZone* global,
                               const ElaraZone* local)
{
  const int count = (int)(sizeof defaults / sizeof *defaults);
  memcpy(list, defaults, sizeof defaults);
  return put_zone(list, 0, put_zone(list, 0, count, global), local);
}

int
elara_modulators_add_preset(ElaraModulator* list,
                            int count,
                            const ElaraZone* global,
                            const ElaraZone* local)
{
  const int from = count;
  return put_zone(list, from, put_zone(list, from, count, global), local);
}

static double
concave(double x)
{
  if (x <= 0.0) return 0.0;
  if (x >= 1.0) return 1.0;
  const double y = -(40.0 / 96.0) * log10(1.0 - x);
  return y < 1.0 ? y : 1.0;
}

static double
curve(int type, double x)
{
  switch (type) {
  case 1:
    return concave(x);
  case 2:
    return 1.0 - concave(1.0 - x);
  case 3:
    return x >= 0.5 ? 1.0 : 0.0;
  default:
    return x;
  }
}

static double
raw_value(int source, const ElaraControls* c, int key, int velocity, double top)
{
  const int index = source & 0x7f;
  if (source & 0x80) return c->cc[index] / top;
  switch (index) {
  case SOURCE_VELOCITY:
    return velocity / top;
  case SOURCE_KEY:
    return key / top;
  case SOURCE_KEY_PRESSURE:
    return c->key_pressure[key] / top;
  case SOURCE_PRESSURE:
    return c->pressure / top;
  case SOURCE_BEND:
    return c->bend / 16384.0;
  case SOURCE_BEND_RANGE:
    return c->bend_range / top;
  default:
    return 0.0;
  }
}

static double
source_value(int source, const ElaraControls* c, int key, int velocity)
{
  const int bipolar = source & 0x200;
  // Bipolar controllers have their centre at 64 of 128 steps.
  double x = raw_value(source, c, key, velocity, bipolar ? 128.0 : 127.0);
  if (source & 0x100) x = 1.0 - x;
  const int type = source >> 10;
  if (!bipolar) return curve(type, x);
  if (type == 3) return x >= 0.5 ? 1.0 : -1.0;
  x = 2.0 * x - 1.0;
  return x >= 0.0 ? curve(type, x) : -curve(type, -x);
}

double
elara_modulator_value(const ElaraModulator* m,
                      const ElaraControls* c,
                      int key,
                      int velocity)
{
  if (m->amount == 0 || m->source == SOURCE_NONE) return 0.0;
  double value = m->amount * source_value(m->source, c, key, velocity);
  if (m->amount_source != SOURCE_NONE) {
    value *= source_value(m->amount_source, c, key, velocity);
  }
  return m->transform == 2 ? fabs(value) : value;
}
