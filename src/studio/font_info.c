// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// What a sound font holds, preset by preset, for people (a table) and for
// programs (JSON). The directory of the font is enough: no sample is read.

#include "export/number.h"
#include "sound/sampler/font.h"
#include "studio/room.h"

#include <stdlib.h>
#include <string.h>

// One preset; a zone is one of its own met with one of an instrument.
typedef struct {
  const ElaraZoneList* preset;
  size_t zones;
  int key_low, key_high; // any key
  int layers;            // most different ranges of velocity that a key has
  int voices;            // most that one note starts
  size_t samples;        // different ones
  double bytes;          // of these, in the file
  size_t modulators;     // given by the font, beside the default ones
} PresetInfo;

typedef struct {
  unsigned char key_low, key_high, soft, hard;
} Reach;

// Working memory, used by one preset at a time.
typedef struct {
  const ElaraFont* font;
  ElaraArena* arena;
  size_t* seen; // by sample: the number of the last preset that had it
  ELARA_LIST(Reach) reaches;
} Walk;

// Honest presets have hundreds of zones.
#define MOST_ZONES 65536

static double
sample_bytes(const ElaraFont* font, const ElaraSample* s)
{
  const double count = s->end > s->start ? (double)(s->end - s->start) : 0.0;
  if (s->compressed == 1) return count;
  return count * (font->low_bytes ? 3.0 : 2.0);
}

// Where two zones meet; 0 when they do not.
static int
meet(const ElaraZone* a, const ElaraZone* b, Reach* r)
{
#define HIGHER(x, y) ((x) > (y) ? (x) : (y))
#define LOWER(x, y) ((x) < (y) ? (x) : (y))
  *r = (Reach){
      .key_low = HIGHER(a->key_low, b->key_low),
      .key_high = LOWER(a->key_high, b->key_high),
      .soft = HIGHER(a->velocity_low, b->velocity_low),
      .hard = LOWER(a->velocity_high, b->velocity_high),
  };
  return r->key_low <= r->key_high && r->soft <= r->hard && r->key_high < 128 &&
         r->hard < 128;
}

static ElaraStatus
add_zone(Walk* w, size_t mark, const ElaraZone* zone, Reach r, PresetInfo* info)
{
  if (!ELARA_PUSH(w->arena, &w->reaches, r)) return ELARA_NO_MEMORY;
  info->key_low = LOWER(info->key_low, r.key_low);
  info->key_high = HIGHER(info->key_high, r.key_high);
  info->zones++;
  info->modulators += zone->modulator_count;
  if (w->seen[zone->target] == mark) return ELARA_OK;
  w->seen[zone->target] = mark;
  info->samples++;
  info->bytes += sample_bytes(w->font, &w->font->samples[zone->target]);
  return ELARA_OK;
}

// Layers and voices of KEY.
static void
look_at_key(const Walk* w, int key, PresetInfo* info)
{
  unsigned char known[128][128] = {0};
  int starts[129] = {0};
  int layers = 0, voices = 0;
  for (size_t i = 0; i < w->reaches.count; i++) {
    const Reach* const r = &w->reaches.items[i];
    if (key < r->key_low || key > r->key_high) continue;
    layers += !known[r->soft][r->hard];
    known[r->soft][r->hard] = 1;
    starts[r->soft]++;
    starts[r->hard + 1]--;
  }
  for (int velocity = 0; velocity < 128; velocity++) {
    voices += starts[velocity];
    info->voices = HIGHER(info->voices, voices);
  }
  info->layers = HIGHER(info->layers, layers);
}

static size_t
modulators_of(const ElaraZone* global)
{
  return global ? global->modulator_count : 0;
}

static ElaraStatus
look_at_preset(Walk* w, size_t index, PresetInfo* info)
{
  const ElaraZoneList* const preset = &w->font->presets[index];
  *info = (PresetInfo){.preset = preset,
                       .key_low = 127,
                       .modulators = modulators_of(preset->global)};
  w->reaches.count = 0;
  for (size_t p = 0; p < preset->zone_count; p++) {
    const ElaraZone* const outer = &preset->zones[p];
    const ElaraZoneList* const in = &w->font->instruments[outer->target];
    info->modulators += outer->modulator_count + modulators_of(in->global);
    for (size_t i = 0; i < in->zone_count; i++) {
      Reach r;
      if (w->reaches.count >= MOST_ZONES || !meet(outer, &in->zones[i], &r))
        continue;
      ELARA_TRY(add_zone(w, index + 1, &in->zones[i], r, info));
    }
  }
  for (int key = info->key_low; key <= info->key_high; key++)
    look_at_key(w, key, info);
  return ELARA_OK;
}

// --- the whole font

#define MOST_RATES 64

typedef struct {
  size_t compressed, dead; // Vorbis; in ROM or broken
  double bytes;
  uint32_t rates[MOST_RATES];
  size_t counts[MOST_RATES];
  size_t rate_count; // the rarest beyond MOST_RATES are not listed
} SampleInfo;

static void
count_rate(SampleInfo* info, uint32_t rate)
{
  size_t i = 0;
  while (i < info->rate_count && info->rates[i] < rate)
    i++;
  if (i < info->rate_count && info->rates[i] == rate) {
    info->counts[i]++;
    return;
  }
  if (info->rate_count == MOST_RATES) return;
  for (size_t k = info->rate_count++; k > i; k--) {
    info->rates[k] = info->rates[k - 1];
    info->counts[k] = info->counts[k - 1];
  }
  info->rates[i] = rate;
  info->counts[i] = 1;
}

static SampleInfo
look_at_samples(const ElaraFont* font)
{
  SampleInfo info = {0};
  for (size_t i = 0; i < font->sample_count; i++) {
    const ElaraSample* const s = &font->samples[i];
    info.compressed += s->compressed == 1;
    info.dead += s->compressed == 2;
    info.bytes += sample_bytes(font, s);
    count_rate(&info, s->rate);
  }
  return info;
}

static const char*
format_name(const ElaraFont* font, const SampleInfo* samples)
{
  if (samples->compressed > 0) return "SF3, Vorbis";
  return font->low_bytes ? "SF2, 24 bit" : "SF2, 16 bit";
}

static int
by_number(const void* a, const void* b)
{
  const ElaraZoneList* const x = ((const PresetInfo*)a)->preset;
  const ElaraZoneList* const y = ((const PresetInfo*)b)->preset;
  if (x->bank != y->bank) return x->bank < y->bank ? -1 : 1;
  if (x->program != y->program) return x->program < y->program ? -1 : 1;
  return x < y ? -1 : x > y;
}

// --- as text

// Names are bytes of any kind: what is no plain letter becomes a '?'.
static void
add_name(ElaraText* text, const char* name, int json)
{
  char clean[2 * sizeof((ElaraZoneList*)0)->name + 1];
  size_t n = 0;
  for (const char* p = name; *p; p++) {
    if (json && (*p == '"' || *p == '\\')) clean[n++] = '\\';
    clean[n++] = *p >= ' ' && *p <= '~' ? *p : '?';
  }
  clean[n] = '\0';
  elara_text_addf(text, json ? "\"%s\"" : "%-20s", clean);
}

static const char*
megabytes(double bytes, ElaraNumber* number)
{
  *number = elara_number_fixed(bytes / 1e6, 1);
  return number->text;
}

static void
table(const ElaraFont* font,
      const PresetInfo* infos,
      const SampleInfo* samples,
      ElaraText* text)
{
  ElaraNumber mb;
  elara_text_addf(text, "%-7s  %-20s %6s  %-7s %6s %6s %7s %7s %10s\n",
                  "preset", "name", "zones", "keys", "layers", "voices",
                  "samples", "MB", "modulators");
  for (size_t i = 0; i < font->preset_count; i++) {
    const PresetInfo* const p = &infos[i];
    elara_text_addf(text, "%3d:%-3d  ", p->preset->bank, p->preset->program);
    add_name(text, p->preset->name, 0);
    elara_text_addf(text, " %6zu  ", p->zones);
    if (p->zones > 0)
      elara_text_addf(text, "%3d-%-3d", p->key_low, p->key_high);
    else
      elara_text_addf(text, "%-7s", "none");
    elara_text_addf(text, " %6d %6d %7zu %7s %10zu\n", p->layers, p->voices,
                    p->samples, megabytes(p->bytes, &mb), p->modulators);
  }
  elara_text_addf(text,
                  "\n%s: %s; %zu presets, %zu instruments, %zu samples "
                  "(%s MB)",
                  font->name, format_name(font, samples), font->preset_count,
                  font->instrument_count, font->sample_count,
                  megabytes(samples->bytes, &mb));
  if (samples->dead > 0)
    elara_text_addf(text, ", %zu of them cannot sound", samples->dead);
  elara_text_add(text, "\nsample rates:");
  for (size_t i = 0; i < samples->rate_count; i++) {
    elara_text_addf(text, "%s %u Hz (%zu)", i > 0 ? "," : "", samples->rates[i],
                    samples->counts[i]);
  }
  elara_text_add(text, "\n");
}

static void
json(const ElaraFont* font,
     const PresetInfo* infos,
     const SampleInfo* samples,
     ElaraText* text)
{
  elara_text_addf(text,
                  "{\"format\": \"%s\", \"presets\": %zu, \"instruments\": %zu,"
                  "\n \"samples\": %zu, \"sample_bytes\": %.0f, "
                  "\"silent_samples\": %zu,\n \"sample_rates\": {",
                  format_name(font, samples), font->preset_count,
                  font->instrument_count, font->sample_count, samples->bytes,
                  samples->dead);
  for (size_t i = 0; i < samples->rate_count; i++) {
    elara_text_addf(text, "%s\"%u\": %zu", i > 0 ? ", " : "", samples->rates[i],
                    samples->counts[i]);
  }
  elara_text_add(text, "},\n \"list\": [");
  for (size_t i = 0; i < font->preset_count; i++) {
    const PresetInfo* const p = &infos[i];
    elara_text_addf(text, "%s\n  {\"bank\": %d, \"program\": %d, \"name\": ",
                    i > 0 ? "," : "", p->preset->bank, p->preset->program);
    add_name(text, p->preset->name, 1);
    elara_text_addf(text,
                    ", \"zones\": %zu, \"key_low\": %d, \"key_high\": %d, "
                    "\"layers\": %d, \"voices\": %d, \"samples\": %zu, "
                    "\"bytes\": %.0f, \"modulators\": %zu}",
                    p->zones, p->key_low, p->key_high, p->layers, p->voices,
                    p->samples, p->bytes, p->modulators);
  }
  elara_text_add(text, "\n ]}\n");
}

static ElaraStatus
describe(const ElaraFont* font, ElaraArena* arena, int as_json, ElaraText* text)
{
  Walk walk = {.font = font, .arena = arena};
  walk.seen =
      (size_t*)elara_arena_array(arena, font->sample_count, sizeof(size_t));
  PresetInfo* const infos = (PresetInfo*)elara_arena_array(
      arena, font->preset_count, sizeof(PresetInfo));
  if (!walk.seen || !infos) return ELARA_NO_MEMORY;
  for (size_t i = 0; i < font->preset_count; i++)
    ELARA_TRY(look_at_preset(&walk, i, &infos[i]));
  if (font->preset_count > 0)
    qsort(infos, font->preset_count, sizeof *infos, by_number);
  const SampleInfo samples = look_at_samples(font);
  (as_json ? json : table)(font, infos, &samples, text);
  return text->failed ? ELARA_NO_MEMORY : ELARA_OK;
}

ElaraStatus
elara_studio_describe_font(ElaraProject* project, int as_json)
{
  const char* const path = project->options.sound_font
                               ? project->options.sound_font
                               : elara_sound_default_font();
  ELARA_TRY(elara_studio_check_font(project));
  ElaraFont* font;
  ELARA_TRY(elara_font_open(path, project->diags, &font));
  ElaraArena* const arena = elara_arena_new();
  elara_text_clear(&project->json);
  const ElaraStatus status =
      arena ? describe(font, arena, as_json, &project->json) : ELARA_NO_MEMORY;
  elara_arena_free(arena);
  elara_font_free(font);
  return status;
}
