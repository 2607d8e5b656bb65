// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

#include "sound/sampler/region.h"

#include <string.h>

// The hardware on which fonts are voiced took 0.4 dB for each dB written in
// the attenuation generator (not in modulators); every player follows it.
#define WRITTEN_ATTENUATION 0.4f

static int
zone_has(const ElaraZone* zone, int generator)
{
  return zone && (zone->set >> generator & 1);
}

static int
amount_of(const ElaraZone* global, const ElaraZone* local, int g, int standard)
{
  if (zone_has(local, g)) return local->amount[g];
  return zone_has(global, g) ? global->amount[g] : standard;
}

// What one zone of a preset and one of its instrument make together.
typedef struct {
  const ElaraZone *preset_global, *preset, *instrument_global, *instrument;
} Pair;

// An instrument's generators replace the defaults, a preset's add to them.
static void
sum_generators(const Pair* p, float* base)
{
  for (int g = 0; g < ELARA_GEN_COUNT; g++) {
    const ElaraGeneratorInfo* const info = elara_generator_info(g);
    int value =
        amount_of(p->instrument_global, p->instrument, g, info->standard);
    if (info->in_preset) value += amount_of(p->preset_global, p->preset, g, 0);
    base[g] = (float)value;
  }
  base[ELARA_GEN_ATTENUATION] *= WRITTEN_ATTENUATION;
}

// A filter that stays fully open and flat is left out.
static int
may_filter(const ElaraRegion* r)
{
  const float* const g = r->base;
  if (g[ELARA_GEN_FILTER_CUTOFF] < 13500.0f || g[ELARA_GEN_FILTER_Q] > 0.0f ||
      g[ELARA_GEN_MOD_LFO_CUTOFF] != 0.0f ||
      g[ELARA_GEN_MOD_ENV_CUTOFF] != 0.0f) {
    return 1;
  }
  for (int i = 0; i < r->modulator_count; i++) {
    const ElaraModulator* const m = &r->modulators[i];
    if (m->amount == 0) continue;
    if (m->destination == ELARA_GEN_FILTER_CUTOFF ||
        m->destination == ELARA_GEN_FILTER_Q ||
        m->destination == ELARA_GEN_MOD_LFO_CUTOFF ||
        m->destination == ELARA_GEN_MOD_ENV_CUTOFF) {
      return 1;
    }
  }
  return 0;
}

static int
collect(ElaraFont* font, const Pair* p, ElaraRegion* r)
{
  ElaraModulator list[ELARA_MOST_MODULATORS];
  const int count = elara_modulators_collect(
      list, p->instrument_global, p->instrument, p->preset_global, p->preset);
  ElaraModulator* const kept = (ElaraModulator*)elara_arena_array(
      font->arena, (size_t)count, sizeof(ElaraModulator));
  if (!kept) return 0;
  memcpy(kept, list, (size_t)count * sizeof *kept);
  r->modulators = kept;
  r->modulator_count = count;
  for (int i = 0; i < count; i++) {
    elara_sources_add(&r->sources, kept[i].source);
    elara_sources_add(&r->sources, kept[i].amount_source);
  }
  return 1;
}

static int
meet(const ElaraZone* a, const ElaraZone* b, ElaraReach* reach)
{
  *reach = (ElaraReach){
      a->key_low > b->key_low ? a->key_low : b->key_low,
      a->key_high < b->key_high ? a->key_high : b->key_high,
      a->velocity_low > b->velocity_low ? a->velocity_low : b->velocity_low,
      a->velocity_high < b->velocity_high ? a->velocity_high : b->velocity_high,
  };
  return reach->key_low <= reach->key_high &&
         reach->velocity_low <= reach->velocity_high;
}

// Honest presets have hundreds.
#define MOST_REGIONS 65536

static size_t
most_regions(const ElaraFont* font, const ElaraZoneList* preset)
{
  size_t count = 0;
  for (size_t i = 0; i < preset->zone_count; i++)
    count += font->instruments[preset->zones[i].target].zone_count;
  return count < MOST_REGIONS ? count : MOST_REGIONS;
}

const ElaraRegions*
elara_regions_new(ElaraFont* font, const ElaraZoneList* preset)
{
  const size_t most = most_regions(font, preset);
  ElaraRegions* const regions =
      (ElaraRegions*)elara_arena_alloc(font->arena, sizeof(ElaraRegions));
  ElaraReach* const reaches =
      (ElaraReach*)elara_arena_array(font->arena, most, sizeof(ElaraReach));
  ElaraRegion* const list =
      (ElaraRegion*)elara_arena_array(font->arena, most, sizeof(ElaraRegion));
  if (!regions || !reaches || !list) return NULL;
  size_t count = 0;
  for (size_t p = 0; p < preset->zone_count; p++) {
    const ElaraZone* const outer = &preset->zones[p];
    const ElaraZoneList* const in = &font->instruments[outer->target];
    for (size_t i = 0; i < in->zone_count && count < most; i++) {
      const ElaraZone* const inner = &in->zones[i];
      if (!meet(outer, inner, &reaches[count])) continue;
      const Pair pair = {preset->global, outer, in->global, inner};
      ElaraRegion* const r = &list[count++];
      r->sample = inner->target;
      sum_generators(&pair, r->base);
      if (!collect(font, &pair, r)) return NULL;
      r->filtered = may_filter(r);
    }
  }
  *regions = (ElaraRegions){reaches, list, count};
  return regions;
}
